//! Overrides of the law, held against their meaning in so many words: one instant after the other, for one place after
//! the other, and each stricter change met with what it changes.

use alloc::vec::Vec;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use time::macros::{date, utc_datetime};

use super::*;
use crate::cookie::{Category, CategorySet};
use crate::law::{Ground, Months, Reach, Requirement, Risk};

/// Countries with one row, with a row for some parts, and with none; and parts with and without a row.
const REGIONS: &[&str] = &[
    "FR", "FR-75", "FR-13", "DE", "US", "US-CA", "US-CT", "US-NY", "US-WY", "US-UM", "CA", "CA-QC", "CA-ON", "NL",
    "AQ", "AQ-X", "AQ-Y", "KE", "SG",
];

const DAYS: [Option<Date>; 5] = [
    None,
    Some(date!(2018 - 05 - 25)),
    Some(date!(2024 - 03 - 31)),
    Some(date!(2026 - 11 - 01)),
    Some(date!(2027 - 06 - 01)),
];

const INSTANTS: [UtcDateTime; 10] = [
    UtcDateTime::MIN,
    utc_datetime!(2017-01-01 00:00),
    utc_datetime!(2018-05-25 00:00),
    utc_datetime!(2023-12-31 00:00),
    utc_datetime!(2024-03-31 00:00),
    utc_datetime!(2026-10-31 23:59:59),
    utc_datetime!(2026-11-01 00:00),
    utc_datetime!(2027-01-02 00:00),
    utc_datetime!(2027-06-01 00:00),
    UtcDateTime::MAX,
];

fn region(code: &str) -> Region {
    code.parse().expect("a region")
}

fn rules() -> impl Strategy<Value = Rule> {
    const ALL: CategorySet = CategorySet::NON_ESSENTIAL;
    let ages = (select(&[0_u8, 13, 16, 18][..]), select(Reach::ALL)).prop_flat_map(|(below, reach)| {
        select(alloc::vec![
            Rule::MinorsNotAskedAgain { below },
            Rule::MinorsNeedParent { below, reach },
            Rule::MinorsNeedOptIn { below, reach },
            Rule::MinorsProhibited { below, reach },
        ])
    });
    let months = select(&[0_u8, 2, 6, 24][..]).prop_map(Months::new).prop_flat_map(|months| {
        select(alloc::vec![Rule::ConsentLasts(months), Rule::OverrideLasts(months), Rule::AskAgainAfter(months)])
    });
    let needs =
        (select(Category::ALL), select(Requirement::ALL), select(Risk::ALL)).prop_flat_map(|(of, need, risk)| {
            select(alloc::vec![
                Rule::Requires(need),
                Rule::RequiresFor(of, need),
                Rule::IgnoresRisk(ALL, risk),
                Rule::IgnoresRisk(of.into(), risk),
                Rule::OptInIf(ALL, risk),
                Rule::ForbiddenIf(of.into(), risk),
            ])
        });
    let words = select(alloc::vec![
        Rule::NoExemption,
        Rule::Exempts(Ground::Statistical),
        Rule::Exempts(Ground::AudienceMeasurement),
        Rule::HonoursGpc(true),
        Rule::HonoursGpc(false),
        Rule::ShowsOptOutStatus,
        Rule::TcfVetoes,
        Rule::TcfApplies,
        Rule::NotifiesMaterialChange,
    ]);
    prop_oneof![ages, months, needs, words]
}

fn places() -> impl Strategy<Value = Jurisdiction> {
    let regions = select(REGIONS).prop_map(|code| Jurisdiction::Region(region(code)));
    prop_oneof![16 => regions, 2 => Just(Jurisdiction::Elsewhere), 1 => Just(Jurisdiction::Unknown)]
}

fn change(laxer: impl Strategy<Value = bool>) -> impl Strategy<Value = Change> {
    (places(), rules(), select(&DAYS[..]), laxer).prop_map(|(jurisdiction, rule, since, laxer)| Change {
        jurisdiction,
        rule,
        since,
        laxer,
    })
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    proptest::collection::vec(change(any::<bool>()), 0..12)
}

fn law(changes: &[Change]) -> Law {
    Law::of(&BTreeSet::new(), changes, |_| true).0
}

/// What is refused, in an order that does not hang on that of the changes.
fn refused(changes: &[Change]) -> Vec<(Jurisdiction, Option<Date>, Rule)> {
    let (_, refused) = Law::of(&BTreeSet::new(), changes, |_| true);
    let mut refused: Vec<_> = refused.into_iter().map(|(_, one)| (one.jurisdiction, one.since, one.rule)).collect();
    refused.sort_unstable();
    refused
}

/// All that is asked: each region, the unknown one and any other.
fn asked() -> impl Iterator<Item = (Option<Region>, UtcDateTime)> {
    let regions = REGIONS.iter().chain(&["ZZ", "US-ZZ", "ZW", "FR-33"]).map(|code| Some(region(code)));
    regions.chain([None]).flat_map(|region| INSTANTS.into_iter().map(move |instant| (region, instant)))
}

/// The law of a place that is no country of which parts may be meant, and whether a change that does not say that it is
/// laxer makes it so there and then.
fn in_so_many_words(changes: &[Change], place: Region, now: UtcDateTime) -> (Regime, bool) {
    let of = |jurisdiction| table().iter().find(|entry| entry.jurisdiction() == jurisdiction);
    let (own, country) = (Jurisdiction::Region(place), Jurisdiction::Region(place.country()));
    let mut levels = alloc::vec![own];
    levels.extend((!place.is_country()).then_some(country));
    levels.extend(of(country).is_none().then_some(Jurisdiction::Elsewhere));
    let from = levels.iter().position(|level| of(*level).is_some()).expect("a row");
    let holds = |change: &Change| change.since.is_none_or(|since| midnight(since) <= now);
    let mut laxer: Vec<(Option<Date>, bool, bool, Rule)> = changes
        .iter()
        .filter(|change| {
            change.laxer
                && holds(change)
                && levels.iter().take(from.saturating_add(1)).any(|l| *l == change.jurisdiction)
        })
        .map(|one| (one.since, one.jurisdiction != Jurisdiction::Elsewhere, one.jurisdiction == own, one.rule))
        .collect();
    laxer.sort_unstable();
    let statute = levels.get(from).and_then(|level| of(*level)).expect("a row").regime_at(now);
    let changeable = laxer.into_iter().fold(statute, |regime, (.., rule)| regime.changed_to(rule));
    let stricter = || changes.iter().filter(|change| !change.laxer && holds(change));
    let loosens = stricter()
        .filter(|change| change.jurisdiction == own)
        .any(|change| !changeable.with(change.rule).is_at_least_as_strict_as(&changeable));
    let met = stricter()
        .filter(|change| levels.contains(&change.jurisdiction))
        .fold(changeable, |regime, change| regime.meet(regime.with(change.rule)));
    // written as a meeting writes it
    (met.meet(met), loosens)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn the_law_is_what_it_is_in_so_many_words(changes in changes()) {
        let law = law(&changes);
        let refused = refused(&changes);
        let may_be_parts = |place: Region| place.is_country() && {
            let of_table = table().iter().map(Entry::jurisdiction);
            of_table.chain(changes.iter().map(|change| change.jurisdiction)).any(|other| {
                matches!(other, Jurisdiction::Region(other) if other != place && other.country() == place)
            })
        };
        for place in REGIONS.iter().map(|code| region(code)).filter(|place| !may_be_parts(*place)) {
            for now in INSTANTS {
                let (regime, loosens) = in_so_many_words(&changes, place, now);
                prop_assert_eq!(*law.at(Some(place), now).regime, regime, "{} at {}", place, now);
                let told = refused.iter().any(|(told, ..)| *told == Jurisdiction::Region(place));
                prop_assert!(told || !loosens, "{} at {}", place, now);
            }
        }
    }

    #[test]
    fn the_order_of_changes_means_nothing(changes in changes(), swaps in proptest::collection::vec(any::<(Index, Index)>(), 12)) {
        let mut turned = changes.clone();
        if !turned.is_empty() {
            for (one, other) in swaps {
                let (one, other) = (one.index(turned.len()), other.index(turned.len()));
                turned.swap(one, other);
            }
        }
        prop_assert_eq!(refused(&changes), refused(&turned));
        let (one, other) = (law(&changes), law(&turned));
        for (region, now) in asked() {
            let (one, other) = (one.at(region, now), other.at(region, now));
            prop_assert_eq!((one.regime, one.until), (other.regime, other.until), "{:?} at {}", region, now);
        }
    }

    #[test]
    fn a_stricter_change_makes_no_region_laxer(changes in changes(), more in change(Just(false))) {
        let before = law(&changes);
        let mut all = changes;
        all.push(more);
        let after = law(&all);
        for (region, now) in asked() {
            let (before, after) = (before.at(region, now).regime, after.at(region, now).regime);
            prop_assert!(after.is_at_least_as_strict_as(before), "{:?} at {}", region, now);
        }
    }
}
