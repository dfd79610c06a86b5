//! What a caller may rely on beside the answers: thread safety, sizes, and logs without personal data.

use std::mem::size_of;

use cookie_consent::consent::{History, PolicyVersion, RecordError};
use cookie_consent::decision::Verdict;
use cookie_consent::policy::{PolicyBuilder, PolicyErrors};
use cookie_consent::visit::{BrowserMode, Signals};
use cookie_consent::{Age, Consent, ConsentEvent, ConsentRecord, Cookie, Decision, Place, Policy, Reason, Visit, law};
use time::macros::utc_datetime;

#[test]
fn everything_can_be_shared_between_threads() {
    const fn shared<T: Send + Sync + Unpin>() {}
    shared::<Policy>();
    shared::<PolicyBuilder>();
    shared::<PolicyErrors>();
    shared::<Visit<'_>>();
    shared::<Consent<'_>>();
    shared::<ConsentRecord>();
    shared::<ConsentEvent>();
    shared::<History>();
    shared::<Cookie<'_>>();
    shared::<Decision>();
    shared::<RecordError>();
}

#[test]
fn answers_are_small_and_copied() {
    const fn copied<T: Copy>() {}
    copied::<Decision>();
    copied::<Consent<'_>>();
    copied::<Cookie<'_>>();
    assert_eq!(size_of::<Verdict>(), 1);
    assert_eq!(size_of::<Reason>(), 1);
    assert!(size_of::<Decision>() <= 64, "{}", size_of::<Decision>());
    assert!(size_of::<law::Regime>() <= 48, "{}", size_of::<law::Regime>());
}

#[test]
fn errors_are_errors() {
    const fn error<T: std::error::Error + Send + Sync + 'static>() {}
    error::<PolicyErrors>();
    error::<cookie_consent::policy::PolicyError>();
    error::<RecordError>();
    error::<cookie_consent::vocabulary::UnknownWord>();
    error::<cookie_consent::cookie::InvalidVendorId>();
    error::<cookie_consent::cookie::InvalidMaxAge>();
    error::<cookie_consent::consent::InvalidNotice>();
}

/// No type holds a cookie's value, a person's id or an address, so no `Debug` can show one. What a visit and a record
/// show is shown here whole; whoever adds a field sees this test.
#[test]
fn debug_is_safe_to_log() {
    let visit = Visit::new(
        utc_datetime!(2026-11-23 12:00),
        Place::Member("unix"),
        Signals::NONE,
        &[],
        BrowserMode::AcceptsAll,
        Age::Years(14),
    );
    assert_eq!(
        fields(&format!("{visit:?}")),
        ["now", "place", "signals", "opt_outs", "browser", "age", "recognised", "regions"]
    );
    assert_eq!(
        fields(&format!("{:?}", Cookie::first_party("_ga", "www.edx.org"))),
        ["name", "host", "path", "party", "lifetime", "storage", "attributes"]
    );
    let event = ConsentEvent::accept_all(utc_datetime!(2026-10-01 12:00), PolicyVersion::new(7));
    assert_eq!(fields(&format!("{event:?}")), ["said", "gpc", "notice", "answers"]);
}

/// The names of the outermost fields of a `Debug` text.
fn fields(debug: &str) -> Vec<String> {
    let mut depth = 0_i32;
    let mut names = Vec::new();
    let mut word = String::new();
    for c in debug.chars() {
        match c {
            '{' | '(' | '[' => depth = depth.saturating_add(1),
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            ':' if depth == 1 && !word.is_empty() => names.push(std::mem::take(&mut word)),
            c if c.is_alphanumeric() || c == '_' => {
                word.push(c);
                continue;
            }
            _ => {}
        }
        word.clear();
    }
    // the time of day has colons of its own
    names.retain(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
    names
}
