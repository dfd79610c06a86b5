//! The oracle: the answer to one question, from the text of the rules.

use cookie_consent::cookie::{Attributes, Lifetime, MaxAge, Party, SetCookie, Storage};
use cookie_consent::decision::{Existing, Note, Obligation, Verdict};
use cookie_consent::policy::DntScope;
use cookie_consent::visit::{BrowserMode, Coverage, OptOutControl};
use cookie_consent::{Category, Cookie, Reason};

use super::facts::Facts;
use super::found::{Found, has_label};
use super::guest::Guest;
use super::judged::exemptions;

/// What the oracle says of a question: lists in order, without a thing twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) verdict: Verdict,
    pub(super) reason: Reason,
    pub(super) permission: Reason,
    pub(super) reasons: Vec<Reason>,
    pub(super) categories: Vec<Category>,
    pub(super) existing: Existing,
    pub(super) max_lifetime: Option<Lifetime>,
    pub(super) notes: Vec<Note>,
    pub(super) obligations: Vec<Obligation>,
}

/// What is denied; everything else is a ground.
pub(super) fn denies(reason: Reason) -> bool {
    !matches!(
        reason,
        Reason::StrictlyNecessary
            | Reason::Consent
            | Reason::ExemptAudienceMeasurement
            | Reason::ExemptStatistical
            | Reason::ExemptAppearance
            | Reason::ExemptUiCustomisation
            | Reason::DefaultOptOut
            | Reason::NoticeOnly
    )
}

/// Of several denials the first decides, else of several grounds the last.
fn decisive(reasons: &[Reason]) -> Reason {
    let first_denial = reasons.iter().filter(|reason| denies(**reason)).min();
    *first_denial.or_else(|| reasons.iter().max()).unwrap()
}

/// R0 and R1: what the browser does whatever the law says.
fn block(guest: &Guest, cookie: &Cookie<'_>) -> Option<Reason> {
    let set = match cookie.attributes {
        Attributes::Set(set) if cookie.storage == Storage::Cookie => Some(set),
        _ => None,
    };
    if set.is_some_and(|set| is_dropped(cookie, set)) {
        return Some(Reason::InvalidAttributes);
    }
    if cookie.storage == Storage::Pixel {
        return None;
    }
    let partitioned = set.is_some_and(|set| set.partitioned && set.secure);
    match (guest.browser, cookie.party) {
        (BrowserMode::BlocksAll, _) => Some(Reason::BrowserBlocksAll),
        (BrowserMode::BlocksFirstParty, Party::First) => Some(Reason::BrowserBlocksFirstParty),
        (BrowserMode::BlocksThirdParty, Party::Third) => Some(Reason::BrowserBlocksThirdParty),
        (BrowserMode::BlocksUnpartitionedThirdParty, Party::Third) if !partitioned => {
            Some(Reason::BrowserBlocksThirdParty)
        }
        _ => None,
    }
}

/// The names of scenes have no prefix that promises anything.
fn is_dropped(cookie: &Cookie<'_>, set: SetCookie) -> bool {
    let needs_secure = set.partitioned || set.same_site == Some(cookie_consent::cookie::SameSite::None);
    (needs_secure && !set.secure) || cookie.name.len() + set.value_len > 4096
}

fn in_order<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list.dedup();
    list
}

/// Nothing but this reason: R0.
fn only(reason: Reason, notes: Vec<Note>) -> Answer {
    Answer {
        verdict: Verdict::Deny,
        reason,
        permission: reason,
        reasons: vec![reason],
        categories: Vec::new(),
        existing: Existing::Leave,
        max_lifetime: None,
        notes,
        obligations: Vec::new(),
    }
}

pub(super) fn answer(facts: &Facts<'_>, cookie: &Cookie<'_>) -> Answer {
    let Facts { site, guest, .. } = *facts;
    let Some(found) = Found::of(site, guest.member, cookie) else {
        let labelled = has_label(site, cookie).then_some(Note::ImportedLabelIgnored);
        return only(Reason::Uncategorised, labelled.into_iter().collect());
    };
    if found.is_of_other_party {
        return only(Reason::OtherParty, Vec::new());
    }
    let blocked = block(guest, cookie);
    let mut reasons: Vec<Reason> = Vec::new();
    let mut notes = Vec::new();
    let mut obligations = Vec::new();
    let mut limits = found.limits.clone();
    let mut categories = found.judged();
    if found.is_necessary() {
        // on the pages of nobody known only the site's own
        reasons.push(Reason::StrictlyNecessary);
        categories = vec![Category::StrictlyNecessary];
    } else {
        for category in &categories {
            for law in &facts.laws {
                let judged = facts.judge(&found, cookie.party, *category, law);
                reasons.extend(judged.reasons);
                notes.extend(judged.notes);
                obligations.extend(judged.obligations);
                limits.extend(judged.limit);
            }
        }
        if found.is_covered() && facts.has_malformed_header() {
            notes.push(Note::MalformedSignalIgnored);
        }
        if facts.has_dnt() && found.is_covered() && site.settings.dnt_scope == DntScope::Ignored {
            notes.push(Note::DntIgnored);
        }
        let names = |covers: &Coverage| match covers {
            Coverage::AllParticipants => found.vendors().next().is_some(),
            Coverage::Vendors(named) => found.vendors().any(|vendor| named.iter().any(|id| id.as_str() == vendor.id)),
        };
        let meta = |control| control == OptOutControl::MetaAccountControl;
        if guest.opt_outs.iter().any(|opt_out| meta(opt_out.control) && names(&opt_out.covers)) {
            notes.push(Note::ControlWithoutEffect);
        }
        if found.is_undeclared {
            notes.push(Note::UndeclaredAsTargeting);
            notes.extend(has_label(site, cookie).then_some(Note::ImportedLabelIgnored));
        }
    }
    let permission = decisive(&reasons);
    if !denies(permission) && reasons.iter().any(|reason| exemptions().contains(reason)) {
        obligations.push(Obligation::InformAndOfferObjection);
    }
    reasons.extend(blocked);
    let reason = blocked.unwrap_or(permission);
    if cookie.storage == Storage::Cookie {
        limits.push(Lifetime::Persistent(MaxAge::LIMIT));
    }
    if guest.browser == BrowserMode::SessionOnly && cookie.storage != Storage::Pixel {
        limits.push(Lifetime::Session);
    }
    let max_lifetime = limits.into_iter().min().filter(|_| !denies(permission));
    if max_lifetime.is_some_and(|longest| cookie.lifetime > longest) {
        notes.push(Note::LifetimeClamped);
    }
    let said_no = [
        Reason::Refused,
        Reason::Withdrawn,
        Reason::ObjectedToExemption,
        Reason::OptedOutOfSaleShare,
        Reason::GppOptOut,
        Reason::UspOptOut,
    ];
    let existing = if !denies(reason) {
        Existing::Keep
    } else if reasons.iter().any(|reason| said_no.contains(reason)) {
        Existing::Remove
    } else {
        Existing::Leave
    };
    Answer {
        verdict: if denies(reason) { Verdict::Deny } else { Verdict::Allow },
        reason,
        permission,
        reasons: in_order(reasons),
        categories,
        existing,
        max_lifetime,
        notes: in_order(notes),
        obligations: in_order(obligations),
    }
}
