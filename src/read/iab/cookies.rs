//! The cookies in which consent managers keep strings of the IAB. Where a string is kept is the manager's choice: these
//! names are those that the specifications or the larger managers use.

use alloc::vec::Vec;

use super::{AdditionalConsent, Gpp, IabError, TcString, us_privacy};
use crate::policy::Policy;
use crate::read::{Cookies, Note};
use crate::visit::{GppSignal, OptOutField, Signals, Tcf, TcfPurposes, UsPrivacySignal};

/// `euconsent` was the name for strings of version 1 too, which are obsolete, and fail as any other damage does.
const TC_STRING: &[&str] = &["euconsent-v2", "eupubconsent-v2", "dm-euconsent-v2", "euconsent"];
const ADDITIONAL_CONSENT: &[&str] = &["addtl_consent", "OTAdditionalConsentString"];
const GPP: &[&str] = &["IABGPP_HDR_GppString", "OTGPPConsent", "__gpp", "gpp-string"];
const US_PRIVACY: &[&str] = &["us_privacy", "usprivacy"];

/// Adds what the strings in these cookies say, for the vendors that the policy names.
pub(in crate::read) fn add_signals(
    mut signals: Signals,
    policy: &Policy,
    cookies: Cookies<'_>,
    note: &mut impl FnMut(Note),
) -> Signals {
    if let Some(tcf) = tcf(policy, cookies, note) {
        // it means nothing without a TC string
        let additional_consent = additional_consent(policy, cookies, note);
        signals = signals.with_tcf(Tcf { additional_consent, ..tcf });
    }
    signals = signals.with_gpp(gpp(cookies, note));
    signals.with_us_privacy(us_privacy_signal(cookies, note))
}

/// The values under these names, each with its name.
fn values<'a>(cookies: Cookies<'a>, names: &'static [&'static str]) -> impl Iterator<Item = (&'static str, &'a [u8])> {
    let known = |pair_name: &[u8]| names.iter().copied().find(|name| name.as_bytes() == pair_name);
    cookies.pairs().filter_map(move |pair| Some((known(pair.name())?, pair.unquoted())))
}

/// The TC string, in a cookie of its own or as a section of GPP. Of several that differ none may be relied on, and
/// neither may one that is damaged.
fn tcf(policy: &Policy, cookies: Cookies<'_>, note: &mut impl FnMut(Note)) -> Option<Tcf> {
    let mut read: Option<Tcf> = None;
    let mut add = |cookie, string: Result<TcString<'_>, IabError>, note: &mut dyn FnMut(Note)| {
        let tcf = match string {
            Ok(string) => string.to_tcf(policy.tcf_ids()),
            Err(error) => {
                note(Note::Iab { cookie, error });
                unreliable()
            }
        };
        read = Some(match read.take() {
            Some(known) if known != tcf => {
                note(Note::Conflict);
                unreliable()
            }
            _ => tcf,
        });
    };
    for (cookie, value) in values(cookies, TC_STRING) {
        // some write `euconsent` with a comma at its end
        add(cookie, TcString::new(value.strip_suffix(b",").unwrap_or(value)), note);
    }
    for (cookie, value) in values(cookies, GPP) {
        match Gpp::new(value).map(|string| string.tc_string()) {
            Ok(Some(string)) => add(cookie, string, note),
            Ok(None) => {}
            // it may have held one; that it is damaged is noted where its other sections are read
            Err(error) => add(cookie, Err(error), &mut |_| {}),
        }
    }
    read
}

/// The providers of the policy that were consented to. A string that is damaged, or two that differ, consent to nobody.
fn additional_consent(policy: &Policy, cookies: Cookies<'_>, note: &mut impl FnMut(Note)) -> Option<Vec<u32>> {
    let mut read: Option<Vec<u32>> = None;
    for (cookie, value) in values(cookies, ADDITIONAL_CONSENT) {
        let providers = match AdditionalConsent::new(value) {
            Ok(string) => string.consented_of(policy.atp_ids()),
            Err(error) => {
                note(Note::Iab { cookie, error });
                Vec::new()
            }
        };
        read = Some(match read {
            Some(known) if known != providers => {
                note(Note::Conflict);
                Vec::new()
            }
            _ => providers,
        });
    }
    read
}

/// A string that vetoes: it is not of this site, for all that is known.
const fn unreliable() -> Tcf {
    Tcf {
        last_updated: time::UtcDateTime::UNIX_EPOCH,
        policy_version: 0,
        service_specific: false,
        purpose_one_treatment: false,
        has_disclosed_vendors: false,
        purposes: TcfPurposes::EMPTY,
        vendors: Vec::new(),
        additional_consent: None,
    }
}

/// One opt-out is enough, and the youngest age counts. What cannot be read may be an opt-out, and counts as one.
fn gpp(cookies: Cookies<'_>, note: &mut impl FnMut(Note)) -> GppSignal {
    let mut strictest = GppSignal::NONE;
    for (cookie, value) in values(cookies, GPP) {
        let signal = Gpp::new(value).and_then(|string| string.signal()).unwrap_or_else(|error| {
            note(Note::Iab { cookie, error });
            GppSignal::from_fields(&[OptOutField::OptedOut], false)
        });
        strictest = strictest.union(signal);
    }
    strictest
}

/// One opt-out is enough. What applies and does not say whether the sale was opted out of (`1Y--`) is no signal; what cannot
/// be read at all counts as an opt-out.
fn us_privacy_signal(cookies: Cookies<'_>, note: &mut impl FnMut(Note)) -> UsPrivacySignal {
    let mut strictest = UsPrivacySignal::None;
    for (cookie, value) in values(cookies, US_PRIVACY) {
        let signal = us_privacy(value).unwrap_or_else(|error| {
            note(Note::Iab { cookie, error });
            if value.eq_ignore_ascii_case(b"1Y--") { UsPrivacySignal::None } else { UsPrivacySignal::OptedOut }
        });
        strictest = match (strictest, signal) {
            (UsPrivacySignal::OptedOut, _) | (_, UsPrivacySignal::OptedOut) => UsPrivacySignal::OptedOut,
            (UsPrivacySignal::DidNotOptOut, _) | (_, UsPrivacySignal::DidNotOptOut) => UsPrivacySignal::DidNotOptOut,
            (UsPrivacySignal::None, UsPrivacySignal::None) => UsPrivacySignal::None,
        };
    }
    strictest
}
