//! What a decision table varies: where the visitor is, what the visitor said, and what speaks for the visitor.

use alloc::collections::btree_map::Entry;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::fmt;

use time::{Duration, UtcDateTime};

use crate::consent::{Answer, ConsentEvent, GpcSeen, History, Item, Method, PolicyVersion, StoredConsent};
use crate::cookie::CategorySet;
use crate::law::{self, Jurisdiction, Months};
use crate::policy::Policy;
use crate::visit::{
    Age, BrowserMode, Coverage, GppSignal, OptOut, OptOutControl, OptOutField, Place, Programme, Provenance,
    Recognised, Region, Signals, Visit,
};
use crate::vocabulary::spelled;

/// What the visitor said, in a [`DecisionTable`](super::DecisionTable).
///
/// Every consent is given by the visitor, in a banner, on a browser that is recognised, under the version of the
/// policy that is in force.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::review::TableConsent::RefusedAll.as_str(), "refused-all");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TableConsent {
    /// There is no record.
    Absent,
    /// There is one, and it cannot be read.
    Unreadable,
    /// Went on using the site after a notice, and said nothing.
    ContinuedUse,
    /// Accepted every category.
    AcceptedAll,
    /// Accepted the categories of the cookie, and refused the others.
    AcceptedItsCategories,
    /// Accepted every category, longer ago than any law lets a consent count.
    AcceptedLongAgo,
    /// Accepted every category after being told that Global Privacy Control, seen before, says otherwise.
    AcceptedDespiteGpc,
    /// Accepted every category, and opted out of sale and sharing.
    OptedOutOfSale,
    /// Refused every category.
    RefusedAll,
    /// Accepted every category, and withdrew that.
    Withdrawn,
}

spelled! {
    TableConsent ("what a visitor said") {
        Absent = "absent", Unreadable = "unreadable", ContinuedUse = "continued-use", AcceptedAll = "accepted-all",
        AcceptedItsCategories = "accepted-its-categories", AcceptedLongAgo = "accepted-long-ago",
        AcceptedDespiteGpc = "accepted-despite-gpc", OptedOutOfSale = "opted-out-of-sale", RefusedAll = "refused-all",
        Withdrawn = "withdrawn",
    }
}

/// What speaks for the visitor beside the record, in a [`DecisionTable`](super::DecisionTable).
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::review::TableSignal::Gpc.as_str(), "gpc");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TableSignal {
    /// Nothing.
    None,
    /// `Sec-GPC: 1`.
    Gpc,
    /// `DNT: 1`.
    Dnt,
    /// A GPP string with an opt-out field that is set.
    GppOptOut,
    /// Opted out at DAA, EDAA and NAI of every company that takes part.
    ProgrammeOptOut,
    /// Opted out with the own tool of every company that has one.
    VendorToolOptOut,
}

spelled! {
    TableSignal ("a signal") {
        None = "none", Gpc = "gpc", Dnt = "dnt", GppOptOut = "gpp-opt-out", ProgrammeOptOut = "programme-opt-out",
        VendorToolOptOut = "vendor-tool-opt-out",
    }
}

impl TableConsent {
    /// What it means, for people.
    pub(super) const fn explanation(self) -> &'static str {
        match self {
            Self::Absent => "there is no record of choices",
            Self::Unreadable => "there is a record, and it cannot be read",
            Self::ContinuedUse => "went on using the site after a notice, and said nothing",
            Self::AcceptedAll => "accepted every category",
            Self::AcceptedItsCategories => "accepted the categories of the cookie, and refused the others",
            Self::AcceptedLongAgo => "accepted every category, longer ago than any law lets a consent count",
            Self::AcceptedDespiteGpc => {
                "accepted every category after being told that Global Privacy Control, seen before, says otherwise"
            }
            Self::OptedOutOfSale => "accepted every category, and opted out of sale and sharing",
            Self::RefusedAll => "refused every category",
            Self::Withdrawn => "accepted every category, and withdrew that",
        }
    }
}

impl TableSignal {
    /// What it means, for people.
    pub(super) const fn explanation(self) -> &'static str {
        match self {
            Self::None => "nothing",
            Self::Gpc => "the header Sec-GPC: 1",
            Self::Dnt => "the header DNT: 1",
            Self::GppOptOut => "a GPP string that says: opted out of sale, sharing or targeted advertising",
            Self::ProgrammeOptOut => "opted out at DAA, EDAA and NAI, of every company that takes part",
            Self::VendorToolOptOut => "opted out with the own tool of every company that has one",
        }
    }
}

/// A place on earth, in a [`DecisionTable`](super::DecisionTable).
///
/// # Examples
///
/// See [`Cell`](super::Cell).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableRegion {
    kind: Kind,
    region: Option<Region>,
    name: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Known,
    PartNotKnown,
    OtherParts,
    Elsewhere,
    Unknown,
}

impl TableRegion {
    /// The region of a visit from there; `None` if it is not known. For "every other country" it is one that is in no
    /// row of the law, and so it is for other parts of a country.
    #[must_use]
    pub const fn region(&self) -> Option<Region> {
        self.region
    }

    /// What it is called in English, if the table of laws names it.
    #[must_use]
    pub const fn name(&self) -> Option<&'static str> {
        self.name
    }

    /// All that the law of this policy can tell apart: each row of the table of laws and of the policy's changes to it,
    /// and each country of which only parts have rows.
    pub(super) fn all(policy: &Policy) -> Vec<Self> {
        let rows = law::table().iter().map(|entry| (entry.jurisdiction(), Some(entry.name())));
        let changes = policy.source().overrides.iter().map(|change| (change.jurisdiction, None));
        let mut known: Vec<(Region, Option<&'static str>)> = Vec::new();
        let mut codes: BTreeMap<Region, Option<&'static str>> = BTreeMap::new();
        for (jurisdiction, name) in rows.chain(changes) {
            if let Jurisdiction::Region(region) = jurisdiction
                && let Entry::Vacant(code) = codes.entry(region)
            {
                code.insert(name);
                known.push((region, name));
            }
        }
        let countries: BTreeSet<Region> = codes.keys().map(|region| region.country()).collect();
        let mut divided: BTreeSet<Region> =
            codes.keys().filter(|region| !region.is_country()).map(|region| region.country()).collect();
        let mut listed: BTreeSet<Region> = BTreeSet::new();
        let mut all = Vec::new();
        for (region, name) in &known {
            let country = region.country();
            if divided.remove(&country) {
                let of_the_rest = codes.get(&country).copied().flatten();
                listed.insert(country);
                all.push(Self { kind: Kind::PartNotKnown, region: Some(country), name: None });
                let mut parts = letters().map(|code| country.with_subdivision(code));
                let free = parts.find(|code| code.is_assigned() && !codes.contains_key(code));
                all.extend(free.map(|free| Self { kind: Kind::OtherParts, region: Some(free), name: of_the_rest }));
            }
            if !region.is_country() || listed.insert(country) {
                all.push(Self { kind: Kind::Known, region: Some(*region), name: *name });
            }
        }
        let is_free = |[first, second, _]: [u8; 3]| {
            let code = Region::country_code([first, second]);
            (code.is_assigned() && !countries.contains(&code)).then_some(code)
        };
        let named = |wanted| law::table().iter().find(|entry| entry.jurisdiction() == wanted).map(law::Entry::name);
        let elsewhere = letters().find_map(is_free);
        all.extend(elsewhere.map(|code| Self {
            kind: Kind::Elsewhere,
            region: Some(code),
            name: named(Jurisdiction::Elsewhere),
        }));
        all.push(Self { kind: Kind::Unknown, region: None, name: named(Jurisdiction::Unknown) });
        all
    }
}

/// All codes of three letters and of two, from the last.
fn letters() -> impl Iterator<Item = [u8; 3]> {
    let down = || (b'A'..=b'Z').rev();
    let third = move || down().chain([0]);
    down().flat_map(move |a| down().flat_map(move |b| third().map(move |c| [a, b, c])))
}

impl fmt::Display for TableRegion {
    /// `FR`; `US` for a visitor of whom no state is known; `US-*` for the states without a row; `elsewhere`; `unknown`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, self.region) {
            (Kind::Known | Kind::PartNotKnown, Some(region)) => write!(f, "{region}"),
            (Kind::OtherParts, Some(region)) => write!(f, "{}-*", region.country()),
            (Kind::Elsewhere, _) => f.write_str("elsewhere"),
            (Kind::Unknown | Kind::Known | Kind::PartNotKnown | Kind::OtherParts, _) => f.write_str("unknown"),
        }
    }
}

/// Who asks: the facts from which the visits and the records of a table are made.
pub(super) struct Visitors {
    at: UtcDateTime,
    age: Age,
    version: PolicyVersion,
    long_ago: UtcDateTime,
    programmes: Vec<OptOut>,
    tools: Vec<OptOut>,
}

impl Visitors {
    pub(super) fn of(policy: &Policy, regions: &[TableRegion], at: UtcDateTime, age: Age) -> Self {
        let lasts = |region: &TableRegion| policy.law().at(region.region, at).regime.consent_lasts();
        let longest = regions.iter().filter_map(lasts).map(Months::count).max().unwrap_or(0);
        // no month has more days
        let days = i64::from(longest).saturating_mul(31);
        let opt_out =
            |control| OptOut { control, covers: Coverage::AllParticipants, since: None, known_by: Provenance::Visitor };
        Self {
            at,
            age,
            version: policy.version_at(at),
            long_ago: at.checked_sub(Duration::days(days)).unwrap_or(UtcDateTime::MIN),
            programmes: Programme::ALL.iter().copied().map(OptOutControl::Programme).map(opt_out).collect(),
            tools: alloc::vec![opt_out(OptOutControl::VendorTool)],
        }
    }

    pub(super) fn visit<'a>(&'a self, place: Place<'a>, region: Option<Region>, signal: TableSignal) -> Visit<'a> {
        let (signals, opt_outs): (_, &[OptOut]) = match signal {
            TableSignal::None => (Signals::NONE, &[]),
            TableSignal::Gpc => (Signals::NONE.with_gpc(), &[]),
            TableSignal::Dnt => (Signals::from_headers([("DNT", "1")]), &[]),
            TableSignal::GppOptOut => {
                (Signals::NONE.with_gpp(GppSignal::from_fields(&[OptOutField::OptedOut], false)), &[])
            }
            TableSignal::ProgrammeOptOut => (Signals::NONE, &self.programmes),
            TableSignal::VendorToolOptOut => (Signals::NONE, &self.tools),
        };
        let visit = Visit::new(self.at, place, signals, opt_outs, BrowserMode::AcceptsAll, self.age)
            .recognised(Recognised::BROWSER);
        region.into_iter().fold(visit, Visit::region)
    }

    /// What is stored for a visitor who said this, asked for a cookie that is judged in these categories.
    pub(super) fn stored(&self, consent: TableConsent, categories: CategorySet) -> StoredConsent {
        let accepted = |at| ConsentEvent::accept_all(at, self.version);
        // a second before, so that the later word is later
        let before = self.at.checked_sub(Duration::SECOND).unwrap_or(self.at);
        let events = match consent {
            TableConsent::Absent => return StoredConsent::Absent,
            TableConsent::Unreadable => return StoredConsent::Unreadable,
            TableConsent::ContinuedUse => alloc::vec![accepted(self.at).through(Method::ImpliedByUse)],
            TableConsent::AcceptedAll => alloc::vec![accepted(self.at)],
            TableConsent::AcceptedItsCategories => {
                alloc::vec![ConsentEvent::choose(self.at, self.version, CategorySet::NON_ESSENTIAL, categories)]
            }
            TableConsent::AcceptedLongAgo => alloc::vec![accepted(self.long_ago)],
            TableConsent::AcceptedDespiteGpc => alloc::vec![
                ConsentEvent::new(before, self.version).seeing_gpc(GpcSeen::On),
                accepted(self.at).seeing_gpc(GpcSeen::ConflictShown),
            ],
            TableConsent::OptedOutOfSale => {
                alloc::vec![accepted(self.at).saying(Item::SALE_OR_SHARE, Answer::Refused)]
            }
            TableConsent::RefusedAll => alloc::vec![ConsentEvent::reject_all(self.at, self.version)],
            TableConsent::Withdrawn => {
                alloc::vec![accepted(before), ConsentEvent::withdraw(self.at, self.version, CategorySet::NON_ESSENTIAL),]
            }
        };
        StoredConsent::Given(History::from_iter(events).record())
    }
}
