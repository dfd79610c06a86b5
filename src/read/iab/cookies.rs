//! The cookies in which consent managers keep strings of the IAB. Where a string is kept is the manager's choice: these
//! names are those that the specifications or the larger managers use.

use super::{Gpp, TcString, us_privacy};
use crate::policy::Policy;
use crate::read::{Cookies, Note};
use crate::visit::{GppSignal, OptOutField, Signals, Tcf, TcfPurposes, UsPrivacySignal};

const TC_STRING: &[&str] = &["euconsent-v2", "eupubconsent-v2"];
const GPP: &[&str] = &["IABGPP_HDR_GppString", "OTGPPConsent", "__gpp"];
const US_PRIVACY: &[&str] = &["us_privacy", "usprivacy"];

/// Adds what the strings in these cookies say, for the vendors that the policy names.
pub(in crate::read) fn add_signals(
    mut signals: Signals,
    policy: &Policy,
    cookies: Cookies<'_>,
    note: &mut impl FnMut(Note),
) -> Signals {
    if let Some(tcf) = tc_string(policy, cookies, note) {
        signals = signals.with_tcf(tcf);
    }
    signals = signals.with_gpp(gpp(cookies, note));
    signals.with_us_privacy(us_privacy_signal(cookies, note))
}

/// The values under these names, each with its name.
fn values<'a>(cookies: Cookies<'a>, names: &'static [&'static str]) -> impl Iterator<Item = (&'static str, &'a [u8])> {
    let known = |pair_name: &[u8]| names.iter().copied().find(|name| name.as_bytes() == pair_name);
    cookies.pairs().filter_map(move |pair| Some((known(pair.name())?, pair.unquoted())))
}

/// Of several that differ none may be relied on, and neither may one that is damaged.
fn tc_string(policy: &Policy, cookies: Cookies<'_>, note: &mut impl FnMut(Note)) -> Option<Tcf> {
    let mut read: Option<Tcf> = None;
    for (cookie, value) in values(cookies, TC_STRING) {
        let tcf = match TcString::new(value) {
            Ok(string) => string.to_tcf(policy.tcf_ids()),
            Err(error) => {
                note(Note::Iab { cookie, error });
                unreliable()
            }
        };
        read = Some(match read {
            Some(known) if known != tcf => {
                note(Note::Conflict);
                unreliable()
            }
            _ => tcf,
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
        vendors: alloc::vec::Vec::new(),
    }
}

/// One opt-out is enough. What cannot be read may be one, and counts as one.
fn gpp(cookies: Cookies<'_>, note: &mut impl FnMut(Note)) -> GppSignal {
    let (mut opted_out, mut gpc) = (false, false);
    for (cookie, value) in values(cookies, GPP) {
        match Gpp::new(value).and_then(|string| string.signal()) {
            Ok(signal) => {
                opted_out |= signal.opted_out();
                gpc |= signal.gpc();
            }
            Err(error) => {
                note(Note::Iab { cookie, error });
                opted_out = true;
            }
        }
    }
    let field = if opted_out { OptOutField::OptedOut } else { OptOutField::NotApplicable };
    GppSignal::from_fields(&[field], gpc)
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
