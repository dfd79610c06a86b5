use time::{Date, Duration, Month, UtcDateTime};

use super::{Deadline, Facts};
use crate::consent::{Actor, ConsentManager, Grant, Method};
use crate::cookie::{DataUse, DataUseSet};
use crate::judge::TcfCheck;
use crate::law::{Months, Regime, midnight};
use crate::policy::{Listing, VendorFacts};
use crate::reason::{Reason, ReasonSet};
use crate::visit::{SubjectKind, Tcf, TcfPurpose, TcfPurposes, TcfVendor};

/// Users are to be reminded of their choice at least every 13 months (TCF Policies, Appendix B).
pub(super) const LASTS: Months = Months::new(13);

/// What a TC string means for a cookie.
#[derive(Clone, Copy, Debug)]
pub(super) struct TcfWord {
    pub(super) check: TcfCheck,
    pub(super) also: ReasonSet,
    /// The consent that it amounts to: by the visitor, on the day on which it was last changed.
    pub(super) grants: Option<Grant>,
    /// For a refusal that only silence yields to: when a consent is later than it.
    undone_from: Option<UtcDateTime>,
}

const SILENT: TcfWord = TcfWord { check: TcfCheck::Passed, also: ReasonSet::EMPTY, grants: None, undone_from: None };

impl TcfWord {
    /// The same beside the consent that counts, if there is one; it is looked for only where it could undo a refusal.
    pub(super) fn beside(self, consent: impl FnOnce() -> Option<Grant>) -> Self {
        let is_undone = self.undone_from.is_some_and(|from| consent().is_some_and(|grant| from <= grant.at));
        if is_undone { SILENT } else { self }
    }
}

impl Facts<'_> {
    /// R8. A TC string speaks of declarations whose vendor has a TCF id, and the Additional Consent beside it of those
    /// whose vendor has only an id at Google. For visitors from TCF regions it vetoes; it grants only if each use that
    /// needs consent has a purpose, and all of them are consented to.
    ///
    /// For others a refusal is one too, also of what is exempt, and whatever the string is worth as a consent; but it
    /// does not stand against a consent that the site was given later.
    pub(super) fn tcf(&self, listing: &Listing, regime: &Regime, exempt: bool, until: &mut Deadline) -> TcfWord {
        let binds = regime.tcf_vetoes();
        // of a damaged one nobody knows that it refuses
        let Some(tcf) = self.visit.signals().tcf().filter(|tcf| binds || tcf.is_readable()) else {
            return SILENT;
        };
        let vendors = || self.policy.vendors(listing);
        let consents = vendors().filter_map(|vendor| consents_to(tcf, vendor));
        let spoken_of = consents.clone().count();
        if spoken_of == 0 {
            return SILENT;
        }
        let needed = purposes(listing.uses());
        let missing = |wanted: TcfPurposes| !wanted.is_subset(tcf.purposes);
        let restricted = |id: u16| tcf.vendor(id).is_some_and(|vendor| vendor.restricted.intersects(needed.all));
        let any_restricted = vendors().filter_map(|vendor| vendor.tcf_id).any(restricted);
        let vendor_missing = consents.clone().any(|consented| !consented);
        // where local law does not need Purpose 1 it was not asked for, and only what needs no consent may go on
        let purpose_1_spared = tcf.purpose_one_treatment && exempt;
        let vetoes = [
            (binds && is_invalid(tcf, until), TcfCheck::Invalid, Reason::TcfStringInvalid),
            (missing(TcfPurpose::P1.into()) && !purpose_1_spared, TcfCheck::NoPurpose1, Reason::TcfNoPurpose1),
            (missing(needed.all) || any_restricted, TcfCheck::PurposeMissing, Reason::TcfPurposeMissing),
            (vendor_missing, TcfCheck::VendorMissing, Reason::TcfVendorMissing),
        ];
        let also = vetoes.iter().filter(|(holds, _, _)| *holds).map(|(_, _, reason)| *reason).collect();
        let first = vetoes.iter().find(|(holds, _, _)| *holds).map(|(_, check, _)| *check);
        // of what the site and a Member declare together it must know both, or a Member's vendor would bring a grant to
        // a cookie that has none on the site
        let knows_all = spoken_of == listing.declarations();
        match first {
            Some(check) => {
                // the string names a day, on which it may have been changed after the consent
                let next_day = || tcf.last_updated.checked_add(Duration::DAY).unwrap_or(UtcDateTime::MAX);
                TcfWord { check, also, grants: None, undone_from: (!binds).then(next_day) }
            }
            None if regime.tcf_grants()
                && knows_all
                && needed.every_use_has_one
                && tcf.purposes.contains(TcfPurpose::P1) =>
            {
                TcfWord { grants: Some(self.grant(tcf)), ..SILENT }
            }
            None => SILENT,
        }
    }

    /// A TC string bears no version of the site's policy: it counts as given under the one in force on its day.
    fn grant(&self, tcf: &Tcf) -> Grant {
        Grant {
            at: tcf.last_updated,
            version: self.policy.versions().in_force_on(tcf.last_updated),
            despite_gpc: false,
            actor: Actor::Visitor,
            subject: SubjectKind::Browser,
            method: Method::Imported(ConsentManager::Other),
        }
    }
}

/// What is said of a vendor: by the string itself if it is in the Global Vendor List, else by the Additional Consent
/// beside it, if there is one.
fn consents_to(tcf: &Tcf, vendor: &VendorFacts) -> Option<bool> {
    match (vendor.tcf_id, vendor.atp_id) {
        (Some(id), _) => {
            let is_disclosed = |vendor: &TcfVendor| vendor.disclosed || !tcf.has_disclosed_vendors;
            Some(tcf.vendor(id).is_some_and(|vendor| vendor.consented && is_disclosed(vendor)))
        }
        (None, Some(id)) => tcf.additional_consent.as_ref().map(|providers| providers.contains(&id)),
        (None, None) => None,
    }
}

/// A string that may not be relied on (TCF 2.3 specification, "Disclosed Vendors"; TCF Policies).
fn is_invalid(tcf: &Tcf, until: &mut Deadline) -> bool {
    !tcf.service_specific
        || (tcf.policy_version < 4 && day(2023, Month::September, 30).is_none_or(|end| until.has_come(end)))
        || (!tcf.has_disclosed_vendors && day(2026, Month::March, 1).is_none_or(|start| tcf.last_updated >= start))
}

fn day(year: i32, month: Month, day: u8) -> Option<UtcDateTime> {
    Date::from_calendar_date(year, month, day).ok().map(midnight)
}

/// The purposes that a set of uses needs.
struct Needed {
    all: TcfPurposes,
    every_use_has_one: bool,
}

fn purposes(uses: DataUseSet) -> Needed {
    let mut needed = Needed { all: TcfPurposes::EMPTY, every_use_has_one: true };
    for data_use in uses.difference(DataUseSet::EXEMPT).iter() {
        let own = purposes_of(data_use);
        needed.all = needed.all.union(own);
        needed.every_use_has_one &= !own.is_empty();
    }
    needed
}

/// The purposes under which a use falls; each of them must be consented to.
const fn purposes_of(data_use: DataUse) -> TcfPurposes {
    match data_use {
        DataUse::ContextualAds => TcfPurposes::of(&[TcfPurpose::P2]),
        DataUse::InterestBasedAds | DataUse::SaleOrShare => TcfPurposes::of(&[TcfPurpose::P3, TcfPurpose::P4]),
        DataUse::ContentPersonalisation => TcfPurposes::of(&[TcfPurpose::P5, TcfPurpose::P6]),
        DataUse::AdMeasurement => TcfPurposes::of(&[TcfPurpose::P7]),
        DataUse::Analytics => TcfPurposes::of(&[TcfPurpose::P8, TcfPurpose::P9, TcfPurpose::P10]),
        DataUse::UiPreference => TcfPurposes::of(&[TcfPurpose::P11]),
        DataUse::StrictlyNecessary
        | DataUse::ConsentStorage
        | DataUse::Security
        | DataUse::ErrorMonitoring
        | DataUse::SocialPlugin => TcfPurposes::EMPTY,
    }
}
