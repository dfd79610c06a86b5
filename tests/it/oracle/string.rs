//! What a TC string says: what it refuses, and what it consents to.

use cookie_consent::Reason;
use cookie_consent::consent::Actor;
use cookie_consent::cookie::DataUse;
use cookie_consent::law::Ground;
use cookie_consent::visit::{SubjectKind, Tcf, TcfPurpose};
use time::UtcDateTime;
use time::macros::utc_datetime;

use super::found::{Found, is_exempt};
use super::said::Yes;
use super::site::{Company, Site};

/// What all strings say together: of two that differ neither is relied on, and of two lists of Google's nobody is in
/// both.
pub(super) fn together(strings: &[Tcf]) -> Option<Tcf> {
    let (first, rest) = strings.split_first()?;
    Some(rest.iter().fold(first.clone(), |one, other| {
        let without_list = |tcf: &Tcf| Tcf { additional_consent: None, ..tcf.clone() };
        let list = if one.additional_consent == other.additional_consent {
            one.additional_consent.clone()
        } else {
            Some(Vec::new())
        };
        let string = if without_list(&one) == without_list(other) {
            without_list(&one)
        } else {
            Tcf {
                last_updated: one.last_updated.max(other.last_updated),
                policy_version: one.policy_version.max(other.policy_version),
                ..Tcf::UNRELIABLE
            }
        };
        Tcf { additional_consent: list, ..string }
    }))
}

/// Every purpose under which a use can fall; none where the framework has no word for it.
fn purposes(data_use: DataUse) -> &'static [TcfPurpose] {
    match data_use {
        DataUse::ContextualAds => &[TcfPurpose::P2],
        DataUse::InterestBasedAds | DataUse::SaleOrShare => &[TcfPurpose::P3, TcfPurpose::P4],
        DataUse::ContentPersonalisation => &[TcfPurpose::P5, TcfPurpose::P6],
        DataUse::AdMeasurement => &[TcfPurpose::P7],
        DataUse::Analytics => &[TcfPurpose::P8, TcfPurpose::P9, TcfPurpose::P10],
        DataUse::UiPreference => &[TcfPurpose::P11],
        _ => &[],
    }
}

fn needed(found: &Found<'_>) -> Vec<TcfPurpose> {
    found.uses.iter().flat_map(|data_use| purposes(*data_use)).copied().collect()
}

/// Whether the string speaks of a company: by its id in the list, or else by its id at Google where that list is there.
fn speaks_of(tcf: &Tcf, company: &Company) -> bool {
    company.tcf.is_some() || (company.atp.is_some() && tcf.additional_consent.is_some())
}

/// Whether it consents to the company.
fn has_vendor(tcf: &Tcf, company: &Company) -> bool {
    let Some(id) = company.tcf else {
        return company.atp.is_some_and(|id| tcf.additional_consent.as_ref().is_some_and(|list| list.contains(&id)));
    };
    let said = tcf.vendors.iter().find(|vendor| vendor.id == id);
    // a string from before the segment discloses nobody, and need not
    said.is_some_and(|vendor| vendor.consented && (vendor.disclosed || !tcf.has_disclosed_vendors))
}

fn is_restricted(tcf: &Tcf, company: &Company, purpose: TcfPurpose) -> bool {
    let said = tcf.vendors.iter().find(|vendor| Some(vendor.id) == company.tcf);
    said.is_some_and(|vendor| vendor.restricted.contains(purpose))
}

pub(super) fn is_invalid(tcf: &Tcf, now: UtcDateTime) -> bool {
    !tcf.service_specific
        || (tcf.policy_version < 4 && now >= utc_datetime!(2023-09-30 0:00))
        || (tcf.last_updated >= utc_datetime!(2026-03-01 0:00) && !tcf.has_disclosed_vendors)
}

/// What it refuses of a cookie, in the order of the reasons; nothing, if it says nothing of it.
pub(super) fn refusals(tcf: &Tcf, found: &Found<'_>, exempt: &[Ground]) -> Vec<Reason> {
    let spoken_of: Vec<_> = found.vendors().filter(|company| speaks_of(tcf, company)).collect();
    let mut refusals = Vec::new();
    if spoken_of.is_empty() {
        return refusals;
    }
    let spared = tcf.purpose_one_treatment && !exempt.is_empty();
    if !tcf.purposes.contains(TcfPurpose::P1) && !spared {
        refusals.push(Reason::TcfNoPurpose1);
    }
    let is_missing = |purpose: TcfPurpose| {
        !tcf.purposes.contains(purpose) || spoken_of.iter().any(|company| is_restricted(tcf, company, purpose))
    };
    if needed(found).into_iter().any(is_missing) {
        refusals.push(Reason::TcfPurposeMissing);
    }
    if spoken_of.iter().any(|company| !has_vendor(tcf, company)) {
        refusals.push(Reason::TcfVendorMissing);
    }
    refusals
}

/// The consent that it is, of every use of a cookie and of all who are behind it, given under the version of its day.
pub(super) fn consent(site: &Site, tcf: &Tcf, found: &Found<'_>, now: UtcDateTime) -> Option<Yes> {
    let knows_all = found.of_lines.iter().all(|company| company.is_some_and(|company| speaks_of(tcf, company)));
    let other_uses = || found.uses.iter().filter(|data_use| !is_exempt(**data_use));
    let maps = other_uses().all(|data_use| !purposes(*data_use).is_empty());
    let consents = knows_all && maps && refusals(tcf, found, &[]).is_empty() && !is_invalid(tcf, now);
    let mut begun = site.editions.iter().filter(|edition| edition.from.midnight().as_utc() <= tcf.last_updated);
    consents.then(|| Yes {
        at: tcf.last_updated,
        version: begun.next_back().map_or(0, |edition| edition.number),
        actor: Actor::Visitor,
        subject: SubjectKind::Browser,
        despite_gpc: false,
        by_string: true,
    })
}
