//! The cookies in which consent managers keep strings of the IAB. Where a string is kept is the manager's choice: these
//! names are those that the specifications or the larger managers use.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::{AdditionalConsent, Gpp, IabError, TcString, us_privacy};
use crate::policy::Policy;
use crate::read::initials::Initials;
use crate::read::{Cookies, Remark};
use crate::visit::{GppSignal, OptOutField, Signals, Tcf, UsPrivacySignal};

/// What a string is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Kind {
    TcString,
    AdditionalConsent,
    Gpp,
    UsPrivacy,
}

/// A string, and the cookie in which it stands.
#[derive(Clone, Debug)]
pub(in crate::read) struct IabString<'a> {
    pub(in crate::read) kind: Kind,
    pub(in crate::read) cookie: &'static str,
    pub(in crate::read) text: Cow<'a, [u8]>,
}

const COOKIES: &[(&str, Kind)] = &[
    ("euconsent-v2", Kind::TcString),
    ("eupubconsent-v2", Kind::TcString),
    ("dm-euconsent-v2", Kind::TcString),
    // the name for strings of version 1 too, which are obsolete, and fail as any other damage does
    ("euconsent", Kind::TcString),
    ("addtl_consent", Kind::AdditionalConsent),
    ("OTAdditionalConsentString", Kind::AdditionalConsent),
    ("IABGPP_HDR_GppString", Kind::Gpp),
    ("OTGPPConsent", Kind::Gpp),
    ("__gpp", Kind::Gpp),
    ("gpp-string", Kind::Gpp),
    ("us_privacy", Kind::UsPrivacy),
    ("usprivacy", Kind::UsPrivacy),
];

static INITIALS: Initials = {
    let (mut initials, mut cookies) = (Initials::NONE, COOKIES);
    while let [(name, _), others @ ..] = cookies {
        (initials, cookies) = (initials.with(name, 1), others);
    }
    initials
};

/// The most cookies with strings that are read. Of more none is relied on: they are nobody's, and each would bring a
/// remark.
const MAX_COOKIES: usize = 64;

/// The strings that have cookies of their own.
pub(in crate::read) fn in_cookies<'a>(cookies: &Cookies<'a>) -> Vec<IabString<'a>> {
    let find = |name: &[u8]| COOKIES.iter().find(|(known, _)| known.as_bytes() == name);
    let known = |name: &[u8]| if INITIALS.of(name) == 0 { None } else { find(name) };
    let strings = cookies.pairs().filter_map(move |pair| {
        known(pair.name()).map(|(cookie, kind)| IabString { kind: *kind, cookie, text: Cow::Borrowed(pair.unquoted()) })
    });
    let found: Vec<_> = strings.take(MAX_COOKIES.saturating_add(1)).collect();
    if found.len() <= MAX_COOKIES {
        return found;
    }
    // nothing reads as damage does, and each kind may be among them
    COOKIES.iter().map(|(cookie, kind)| IabString { kind: *kind, cookie, text: Cow::Borrowed(b"") }).collect()
}

/// Adds what these strings say, for the vendors that the policy names.
pub(in crate::read) fn add_signals(
    signals: Signals,
    policy: &Policy,
    found: &[IabString<'_>],
    remark: &mut impl FnMut(Remark),
) -> Signals {
    // Additional Consent means nothing without a TC string
    let tcf = tcf(policy, found, remark).map(|tcf| with_additional_consent(tcf, policy, found, remark));
    let signals = tcf.into_iter().fold(signals, Signals::with_tcf);
    signals.with_gpp(gpp(found, remark)).with_us_privacy(us_privacy_signal(found, remark))
}

/// The strings of one kind, each with its cookie.
fn of<'a>(found: &'a [IabString<'_>], kind: Kind) -> impl Iterator<Item = (&'static str, &'a [u8])> {
    found.iter().filter(move |string| string.kind == kind).map(|string| (string.cookie, &*string.text))
}

/// Of several that differ none may be relied on.
fn unite(known: Option<Tcf>, tcf: Tcf, remark: &mut dyn FnMut(Remark)) -> Tcf {
    match known {
        Some(known) if known != tcf => {
            remark(Remark::Conflict);
            known.union(tcf)
        }
        _ => tcf,
    }
}

/// The TC string, in a cookie of its own or as a section of GPP. One that is damaged may not be relied on.
fn tcf(policy: &Policy, found: &[IabString<'_>], remark: &mut impl FnMut(Remark)) -> Option<Tcf> {
    let mut read: Option<Tcf> = None;
    let mut add = |cookie, tcf: Result<Tcf, IabError>, remark: &mut dyn FnMut(Remark)| {
        let tcf = tcf.unwrap_or_else(|error| {
            remark(Remark::Iab { cookie, error });
            Tcf::UNRELIABLE
        });
        read = Some(unite(read.take(), tcf, remark));
    };
    for (cookie, value) in of(found, Kind::TcString) {
        // some write `euconsent` with a comma at its end
        add(cookie, TcString::tcf(value.strip_suffix(b",").unwrap_or(value), policy.tcf_ids()), remark);
    }
    for (cookie, value) in of(found, Kind::Gpp) {
        match Gpp::new(value).map(|string| string.tc_string()) {
            Ok(Some(string)) => add(cookie, string.map(|string| string.to_tcf(policy.tcf_ids())), remark),
            Ok(None) => {}
            // it may have held one; that it is damaged is remarked where its other sections are read
            Err(error) => add(cookie, Err(error), &mut |_| {}),
        }
    }
    read
}

/// With the providers of the policy that were consented to. A string that is damaged consents to nobody.
fn with_additional_consent(tcf: Tcf, policy: &Policy, found: &[IabString<'_>], remark: &mut impl FnMut(Remark)) -> Tcf {
    let mut read: Option<Tcf> = None;
    for (cookie, value) in of(found, Kind::AdditionalConsent) {
        let providers = match AdditionalConsent::new(value) {
            Ok(string) => string.consented_of(policy.atp_ids()),
            Err(error) => {
                remark(Remark::Iab { cookie, error });
                Vec::new()
            }
        };
        let beside = Tcf { additional_consent: Some(providers), ..tcf.clone() };
        read = Some(unite(read, beside, remark));
    }
    read.unwrap_or(tcf)
}

/// One opt-out is enough, and the youngest age counts. What cannot be read may be an opt-out, and counts as one.
fn gpp(found: &[IabString<'_>], remark: &mut impl FnMut(Remark)) -> GppSignal {
    let mut strictest = GppSignal::NONE;
    for (cookie, value) in of(found, Kind::Gpp) {
        let signal = Gpp::new(value).and_then(|string| string.signal()).unwrap_or_else(|error| {
            remark(Remark::Iab { cookie, error });
            GppSignal::from_fields(&[OptOutField::OptedOut], false)
        });
        strictest = strictest.union(signal);
    }
    strictest
}

/// One opt-out is enough. What applies and does not say whether the sale was opted out of (`1Y--`) is no signal; what
/// cannot be read at all counts as an opt-out.
fn us_privacy_signal(found: &[IabString<'_>], remark: &mut impl FnMut(Remark)) -> UsPrivacySignal {
    let mut strictest = UsPrivacySignal::None;
    for (cookie, value) in of(found, Kind::UsPrivacy) {
        let signal = us_privacy(value).unwrap_or_else(|error| {
            remark(Remark::Iab { cookie, error });
            if value.eq_ignore_ascii_case(b"1Y--") { UsPrivacySignal::None } else { UsPrivacySignal::OptedOut }
        });
        strictest = strictest.union(signal);
    }
    strictest
}
