use alloc::vec::Vec;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::any;
use proptest::prop_oneof;
use proptest::sample::{select, subsequence};
use proptest::strategy::{Just, Strategy, Union};
use time::{Date, UtcDateTime};

use super::policy::{ATP_IDS, MEMBERS, TCF_IDS, VENDORS};
use super::{law_dates, mostly, near, some_of};
use crate::consent::ConsentEvent;
use crate::cookie::VendorId;
use crate::law::{Entry, Jurisdiction, Months, Rule, midnight, table};
use crate::policy::Policy;
use crate::visit::{
    Age, BrowserMode, Coverage, GppSignal, OptOut, OptOutControl, OptOutField, OwnedPlace, OwnedVisit, Programme,
    Provenance, Recognised, Region, Signals, Tcf, TcfPurpose, TcfPurposes, TcfVendor, UsPrivacySignal,
};

/// Instants at which a law takes effect, or a second before or after.
///
/// # Examples
///
/// ```
/// use cookie_consent::strategies::instants;
/// use proptest::prelude::*;
///
/// proptest!(|(instant in instants())| {
///     prop_assert!(matches!(instant.second(), 59 | 0 | 1));
/// });
/// ```
pub fn instants() -> impl Strategy<Value = UtcDateTime> {
    near(law_dates())
}

/// Every region that the law's table names, some that fall back to their country, and some that it does not know.
///
/// # Examples
///
/// ```
/// use cookie_consent::Region;
/// use cookie_consent::strategies::regions;
/// use proptest::prelude::*;
///
/// proptest!(|(region in regions())| {
///     prop_assert_eq!(region.to_string().parse::<Region>().unwrap(), region);
/// });
/// ```
pub fn regions() -> impl Strategy<Value = Region> {
    let listed = || {
        table().iter().filter_map(|entry| match entry.jurisdiction() {
            Jurisdiction::Region(region) => Some((entry, region)),
            Jurisdiction::Elsewhere | Jurisdiction::Unknown => None,
        })
    };
    let exempts = |entry: &Entry| entry.facts().any(|fact| matches!(fact.rule, Rule::Exempts(_)));
    let parts = listed().map(|(_, region)| region).filter(|region| !region.is_country());
    let countries = listed().map(|(_, region)| region).filter(|region| region.is_country());
    let exempting = listed().filter(|(entry, _)| exempts(entry)).map(|(_, region)| region);
    // some without a row of their own, and some that name no place
    let others = ["FR-IDF", "CA-ON", "US", "CA", "JP", "AQ", "XX", "EU", "US-ZZ", "CA-XX"];
    let others = others.into_iter().filter_map(|region| region.parse().ok());
    prop_oneof![
        3 => select(parts.collect::<Vec<_>>()),
        3 => select(countries.collect::<Vec<_>>()),
        4 => select(exempting.collect::<Vec<_>>()),
        1 => select(others.collect::<Vec<Region>>()),
    ]
}

/// Visits at instants near the edges of the law, with every kind of fact.
///
/// # Examples
///
/// See [`OwnedVisit`].
pub fn visits() -> impl Strategy<Value = OwnedVisit> {
    visits_in(
        instants(),
        places(MEMBERS.iter().copied()),
        some_regions(),
        VENDORS.iter().filter_map(|vendor| vendor.parse().ok()).collect(),
        VendorIds { tcf: TCF_IDS.to_vec(), atp: ATP_IDS.to_vec() },
    )
}

/// Visits at a place, at instants near the edges of the law there, of a policy's versions and of what was said.
pub(super) fn visits_of(
    policy: &Policy,
    said: &[ConsentEvent],
    place: OwnedPlace,
) -> impl Strategy<Value = OwnedVisit> + use<> {
    let source = policy.source();
    let vendors: Vec<VendorId> = source.vendors.iter().filter_map(|vendor| vendor.id().parse().ok()).collect();
    let ids = VendorIds {
        tcf: source.vendors.iter().filter_map(|vendor| vendor.tcf_id).collect(),
        atp: source.vendors.iter().filter_map(|vendor| vendor.atp_id).collect(),
    };
    let versions: Vec<_> = source.versions.iter().map(|version| midnight(version.effective())).collect();
    let given: Vec<_> = said.iter().map(ConsentEvent::at).collect();
    some_regions().prop_flat_map(move |regions| {
        let now = moments(&regions, &given, &versions);
        visits_in(now, Just(place.clone()), Just(regions), vendors.clone(), ids.clone())
    })
}

/// The site's pages, a Member's, and those of one that the policy does not know.
pub(super) fn places<'m>(members: impl IntoIterator<Item = &'m str>) -> Union<Just<OwnedPlace>> {
    let members = members.into_iter().chain(["nobody"]);
    mostly(6, OwnedPlace::Site, members.map(|id| OwnedPlace::Member(id.into())))
}

/// Mostly one; none, several, more than are kept apart, and some that nobody knows.
fn some_regions() -> impl Strategy<Value = Vec<Option<Region>>> {
    let region = || prop_oneof![19 => regions().prop_map(Some), 1 => Just(None)];
    prop_oneof![2 => vec(region(), 0..=0), 13 => vec(region(), 1), 4 => vec(region(), 2), 1 => vec(region(), 3..=5)]
}

/// When an answer may change: where a consent runs out, a law or version takes effect, something is said.
fn moments(
    regions: &[Option<Region>],
    given: &[UtcDateTime],
    versions: &[UtcDateTime],
) -> impl Strategy<Value = UtcDateTime> + use<> {
    let after = |instants: &[UtcDateTime], periods: &[Months]| -> Vec<_> {
        instants.iter().flat_map(|at| periods.iter().filter_map(|months| months.after(*at))).collect()
    };
    let here: Vec<_> = table()
        .iter()
        .filter(|entry| regions.iter().flatten().any(|region| entry.jurisdiction() == Jurisdiction::Region(*region)))
        .collect();
    let mut lasts: Vec<_> = here.iter().filter_map(|entry| entry.regime_at(UtcDateTime::MAX).consent_lasts()).collect();
    lasts.extend(here.is_empty().then_some(Months::new(6)));
    let in_force: Vec<_> = here
        .iter()
        .flat_map(|entry| entry.facts())
        .flat_map(|fact| [fact.since, fact.until])
        .flatten()
        .map(midnight)
        .collect();
    // with nothing said and no date known, any law's dates stand in
    let or_law = |edges: Vec<UtcDateTime>| near(if edges.is_empty() { law_dates() } else { edges });
    let latest: Vec<_> = given.iter().max().copied().into_iter().collect();
    let tcf_ends = after(&tcf_days(), &[lasts.clone(), alloc::vec![Months::new(13)]].concat());
    prop_oneof![
        24 => or_law(after(&latest, &lasts)),
        3 => or_law(after(&latest, &[Months::new(1), Months::new(2)])),
        1 => or_law(after(given, &[6, 12, 13, 24].map(Months::new))),
        2 => or_law(given.to_vec()),
        4 => or_law(in_force),
        1 => or_law(versions.to_vec()),
        1 => near([tcf_days(), tcf_ends].concat()),
    ]
}

/// The ids by which strings know vendors.
#[derive(Clone, Debug)]
struct VendorIds {
    tcf: Vec<u16>,
    atp: Vec<u32>,
}

fn visits_in(
    now: impl Strategy<Value = UtcDateTime>,
    place: impl Strategy<Value = OwnedPlace>,
    regions: impl Strategy<Value = Vec<Option<Region>>>,
    vendors: Vec<VendorId>,
    ids: VendorIds,
) -> impl Strategy<Value = OwnedVisit> {
    let facts = (
        mostly(24, BrowserMode::AcceptsAll, BrowserMode::ALL.iter().copied()),
        mostly(14, Age::Unknown, (12..=18).map(Age::Years)),
        mostly(6, Recognised::BROWSER, [Recognised::ALL, Recognised::ACCOUNT, Recognised::NOBODY]),
        regions,
    );
    let opt_outs = prop_oneof![5 => Just(Vec::new()), 1 => vec(opt_outs(vendors), 1..=2)];
    let signals = (header(), header(), gpp(), us_privacy(), option::weighted(0.2, tcf(ids)));
    (now, place, signals, opt_outs, facts).prop_map(|(now, place, signals, opt_outs, facts)| {
        let (sec_gpc, dnt, gpp, us_privacy, tcf) = signals;
        let gpc = sec_gpc.into_iter().map(|value| ("Sec-GPC", value));
        let headers = gpc.chain(dnt.into_iter().map(|value| ("DNT", value)));
        let signals = Signals::from_headers(headers).with_gpp(gpp).with_us_privacy(us_privacy);
        let signals = tcf.into_iter().fold(signals, Signals::with_tcf);
        let (browser, age, recognised, regions) = facts;
        OwnedVisit { now, place, signals, opt_outs, browser, age, recognised, regions }
    })
}

fn header() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let lines = |lines: &[&[u8]]| lines.iter().map(|line| line.to_vec()).collect::<Vec<_>>();
    let others: [&[&[u8]]; 5] = [&[b"1"], &[b"0"], &[b"0", b"1"], &[b"true"], &[b" 1\t"]];
    mostly(24, Vec::new(), others.map(lines))
}

fn gpp() -> impl Strategy<Value = GppSignal> {
    let others =
        [(OptOutField::OptedOut, false), (OptOutField::DidNotOptOut, true), (OptOutField::NotApplicable, false)];
    let others = others.map(|(field, gpc)| GppSignal::from_fields(&[field], gpc));
    let of_age = mostly(14, Age::Unknown, [0, 13, 16].map(Age::Years));
    (mostly(24, GppSignal::NONE, others), of_age).prop_map(|(signal, age)| signal.with_age(age))
}

fn us_privacy() -> impl Strategy<Value = UsPrivacySignal> {
    mostly(24, UsPrivacySignal::None, [UsPrivacySignal::OptedOut, UsPrivacySignal::DidNotOptOut])
}

fn opt_outs(vendors: Vec<VendorId>) -> impl Strategy<Value = OptOut> {
    let programmes = Programme::ALL.iter().copied().map(OptOutControl::Programme);
    let tools = [OptOutControl::VendorTool, OptOutControl::GoogleAnalyticsAddOn, OptOutControl::MetaAccountControl];
    let named = vendors.into_iter().map(|vendor| Coverage::Vendors([vendor].into()));
    let covers = mostly(1, Coverage::AllParticipants, named.collect::<Vec<_>>());
    let since = option::of(instants());
    (select(programmes.chain(tools).collect::<Vec<_>>()), covers, since, select(Provenance::ALL))
        .prop_map(|(control, covers, since, known_by)| OptOut { control, covers, since, known_by })
}

/// The days of TC strings: before and after those on which what makes one valid changed.
fn tcf_days() -> Vec<UtcDateTime> {
    const DAYS: [(i32, u16); 5] = [(2023, 273), (2025, 304), (2026, 59), (2026, 60), (2026, 243)];
    DAYS.into_iter().filter_map(|(year, day)| Date::from_ordinal_date(year, day).ok()).map(midnight).collect()
}

fn tcf(ids: VendorIds) -> impl Strategy<Value = Tcf> {
    let providers = ids.atp.len();
    let some = subsequence(ids.atp.clone(), 0..=providers).prop_map(Some);
    let additional = prop_oneof![1 => Just(None), 2 => Just(Some(ids.atp)), 1 => some];
    let vendors: Vec<_> = ids
        .tcf
        .into_iter()
        .map(|id| {
            let restricted = mostly(5, TcfPurposes::EMPTY, [TcfPurpose::P3.into(), TcfPurpose::P8.into()]);
            (Just(id), mostly(6, true, [false]), mostly(6, true, [false]), restricted)
                .prop_map(|(id, consented, disclosed, restricted)| TcfVendor { id, consented, disclosed, restricted })
        })
        .collect();
    let flags = (mostly(9, true, [false]), any::<bool>(), mostly(9, true, [false]));
    let all_but_one = TcfPurpose::ALL.iter().map(|purpose| TcfPurposes::ALL.without(*purpose));
    let purposes = prop_oneof![
        4 => mostly(11, TcfPurposes::ALL, all_but_one.collect::<Vec<_>>()),
        1 => some_of(TcfPurpose::ALL, 4),
    ];
    (select(tcf_days()), select(&[5_u8, 4, 5, 4, 5, 2][..]), flags, purposes, vendors, additional).prop_map(
        |(last_updated, policy_version, flags, purposes, vendors, additional_consent)| {
            let (service_specific, purpose_one_treatment, has_disclosed_vendors) = flags;
            Tcf {
                last_updated,
                policy_version,
                service_specific,
                purpose_one_treatment,
                has_disclosed_vendors,
                purposes,
                vendors,
                additional_consent,
            }
        },
    )
}
