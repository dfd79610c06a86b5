//! The cookies in which consent managers keep strings of the IAB. Where a string is kept is the manager's choice: these
//! names are those that the specifications or the larger managers use.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::{AdditionalConsent, Gpp, GppSection, IabError, TcString, us_privacy};
use crate::cookie::percent_decoded;
use crate::cookie::scan::{find, split};
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

/// In which order they stand where several stand together, between commas.
pub(in crate::read) const TOGETHER: [Kind; 3] = [Kind::TcString, Kind::AdditionalConsent, Kind::Gpp];

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
    let known = |name: &[u8]| {
        let is_likely = INITIALS.of(name) != 0;
        is_likely.then(|| COOKIES.iter().find(|(known, _)| known.as_bytes() == name)).flatten()
    };
    let (mut found, mut count) = (Vec::new(), 0_usize);
    for pair in cookies.pairs() {
        let Some((cookie, kind)) = known(pair.name()) else { continue };
        count = count.saturating_add(1);
        if count > MAX_COOKIES {
            // nothing reads as damage does, and each kind may be among them
            let text = Cow::Borrowed(b"".as_slice());
            let damaged = COOKIES.iter().map(|(cookie, kind)| IabString { kind: *kind, cookie, text: text.clone() });
            return damaged.collect();
        }
        let text = unescaped(pair.unquoted());
        if *kind == Kind::Gpp && find(&text, b',').is_some() {
            found.extend(together(cookie, &text));
        } else {
            found.push(IabString { kind: *kind, cookie, text });
        }
    }
    found
}

/// Scripts that set cookies often encode every `~`, which no string needs.
fn unescaped(value: &[u8]) -> Cow<'_, [u8]> {
    if find(value, b'%').is_some() { Cow::Owned(percent_decoded(value)) } else { Cow::Borrowed(value) }
}

/// Fides keeps a GPP string behind the two others, of which either may be missing. It has no commas of its own. Where it
/// is missing itself, what was cut is not known.
fn together(cookie: &'static str, text: &[u8]) -> Vec<IabString<'static>> {
    let texts = split(text, b',').chain(core::iter::repeat(b"".as_slice()));
    let strings = TOGETHER.into_iter().zip(texts).filter(|(kind, text)| *kind == Kind::Gpp || !text.is_empty());
    strings.map(|(kind, text)| IabString { kind, cookie, text: Cow::Owned(text.to_vec()) }).collect()
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
            Ok(Some(Ok(string))) => add(cookie, Ok(string.to_tcf(policy.tcf_ids())), remark),
            Ok(None) => {}
            // it may have held one; that it is damaged is remarked where its other sections are read
            Ok(Some(Err(error))) | Err(error) => add(cookie, Err(error), &mut |_| {}),
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

/// One opt-out is enough, and the youngest age counts. What cannot be read may be an opt-out, and counts as one beside
/// what the other sections say. Of the sections of one string the first that is damaged is remarked, and the first that
/// is passed over.
fn gpp(found: &[IabString<'_>], remark: &mut impl FnMut(Remark)) -> GppSignal {
    let mut strictest = GppSignal::NONE;
    for (cookie, value) in of(found, Kind::Gpp) {
        let string = match Gpp::new(value) {
            Ok(string) => string,
            Err(error) => {
                remark(Remark::Iab { cookie, error });
                strictest = strictest.union(opted_out());
                continue;
            }
        };
        let (mut damaged, mut unread) = (None, None);
        for (section, said) in string.by_section() {
            let signal = match said {
                Ok(GppSection::Unread) => {
                    unread = unread.or(Some(Remark::GppSectionUnread { cookie, section }));
                    GppSignal::NONE
                }
                Ok(said) => said.signal(),
                Err(error) => {
                    damaged = damaged.or(Some(Remark::GppSection { cookie, error }));
                    opted_out()
                }
            };
            strictest = strictest.union(signal);
        }
        damaged.into_iter().chain(unread).for_each(&mut *remark);
    }
    strictest
}

fn opted_out() -> GppSignal {
    GppSignal::from_fields(&[OptOutField::OptedOut], false)
}

/// One opt-out is enough. What cannot be read counts as one.
fn us_privacy_signal(found: &[IabString<'_>], remark: &mut impl FnMut(Remark)) -> UsPrivacySignal {
    let mut strictest = UsPrivacySignal::None;
    for (cookie, value) in of(found, Kind::UsPrivacy) {
        let signal = us_privacy(value).unwrap_or_else(|error| {
            remark(Remark::Iab { cookie, error });
            UsPrivacySignal::OptedOut
        });
        strictest = strictest.union(signal);
    }
    strictest
}
