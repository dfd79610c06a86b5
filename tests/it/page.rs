//! What pages need and what a visitor sees, against the decisions that they are read off.
#![cfg(test)]

use std::cell::Cell;
use std::slice::from_ref;
use std::sync::Arc;

use cookie_consent::consent::{Answer, GpcSeen, Item, PolicyVersion};
use cookie_consent::cookie::{CategorySet, DataUse, Lifetime, Party};
use cookie_consent::decision::Verdict;
use cookie_consent::law::{Ground, Jurisdiction, Risk, table};
use cookie_consent::page::{
    ConsentMode, ConsentType, ConsentTypes, LifetimeUnit, OptOutState, RegionDefault, RegionDefaults, TableLifetime,
};
use cookie_consent::policy::{
    Declaration, Exemption, Forbidden, GpcScope, Member, PolicyBuilder, Settings, Trust, Vendor, Version,
};
use cookie_consent::prompt::PromptReason;
use cookie_consent::strategies::{Scene, policies, scenes_of};
use cookie_consent::visit::{BrowserMode, OptOut, Programme, Provenance, Recognised, Signals, SubjectKind, VendorTool};
use cookie_consent::{Age, Category, Consent, ConsentEvent, ConsentRecord, Place, Policy, Reason, Region, Visitor};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use time::UtcDateTime;
use time::macros::{date, utc_datetime};

use crate::cases::cases;
use crate::fixture::{Facts, NOW, rejected_all, sec_gpc, visitor_in};

const GOOGLE: ConsentMode<'static> = ConsentMode::of_vendors(&["google-analytics", "google-ads"]);
const VERSION: PolicyVersion = PolicyVersion::new(1);
const YESTERDAY: UtcDateTime = utc_datetime!(2026-11-22 12:00);

/// A site with Google's tags, Meta's, and its own preferences.
fn site() -> PolicyBuilder {
    let line = |name: &str, category, vendor: &str| {
        Risk::ALL.iter().fold(Declaration::new(name, category).vendor(vendor), |line, risk| line.without_risk(*risk))
    };
    Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .vendor(Vendor::new("google-analytics", "Google Analytics").tool(VendorTool::GoogleAnalytics))
        .vendor(Vendor::new("google-ads", "Google Ads").in_programme(Programme::Daa))
        .vendor(Vendor::new("meta", "Meta"))
        .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
        .declare(Declaration::new("language", Category::Functionality).without_risk(Risk::Sensitive))
        .declare(line("_ga*", Category::Performance, "google-analytics"))
        .declare(line("_gcl_au", Category::Targeting, "google-ads").used_for(DataUse::AdMeasurement))
        .declare(line("IDE", Category::Targeting, "google-ads").on_host("doubleclick.net").third_party())
        .declare(line("_fbp", Category::Targeting, "meta"))
}

fn with_visitor<T>(facts: &Facts, policy: &Policy, said: &[ConsentEvent], ask: impl FnOnce(&Visitor<'_>) -> T) -> T {
    let record = said
        .split_first()
        .map(|(first, rest)| rest.iter().fold(ConsentRecord::first(first), |record, event| record.with(event)));
    let consent = record.as_ref().map_or(Consent::Absent, Consent::Given);
    ask(&policy.visitor(facts.visit(), consent))
}

fn granted(facts: &Facts, policy: &Policy, said: &[ConsentEvent]) -> ConsentTypes {
    with_visitor(facts, policy, said, |visitor| visitor.decisions().consent_mode(GOOGLE).granted())
}

fn accepted(categories: impl Into<CategorySet>) -> ConsentEvent {
    ConsentEvent::choose(YESTERDAY, VERSION, CategorySet::NON_ESSENTIAL, categories.into())
}

#[test]
fn consent_mode_follows_the_decisions() {
    use ConsentType::{
        AdPersonalization, AdStorage, AdUserData, AnalyticsStorage, FunctionalityStorage, SecurityStorage,
    };
    const ADS: [ConsentType; 3] = [AdStorage, AdUserData, AdPersonalization];
    let policy = site().build().unwrap();
    let set = |types: &[&[ConsentType]]| types.concat().into_iter().collect::<ConsentTypes>();
    let all = set(&[&ADS, &[AnalyticsStorage, FunctionalityStorage, SecurityStorage]]);
    let without_ads = set(&[&[AnalyticsStorage, FunctionalityStorage, SecurityStorage]]);
    let locked = set(&[&[SecurityStorage]]);
    let everything = accepted(CategorySet::NON_ESSENTIAL);
    let gpc = |regions| Facts { signals: sec_gpc(&["1"]), ..visitor_in(regions) };
    let daa = OptOut::at(Programme::Daa, Provenance::OptOutCookie);
    let add_on = OptOut::from_google_analytics(Provenance::OptOutCookie);

    let rows: Vec<(&str, Facts, Vec<ConsentEvent>, ConsentTypes)> = vec![
        ("silence, opt-in", visitor_in("FR"), vec![], locked),
        ("a yes", visitor_in("FR"), vec![everything.clone()], all),
        (
            "a yes to some",
            visitor_in("FR"),
            vec![accepted(Category::Performance)],
            set(&[&[AnalyticsStorage, SecurityStorage]]),
        ),
        // measuring advertisements is judged as targeting, as which it was declared, and as performance
        (
            "a yes to targeting alone",
            visitor_in("FR"),
            vec![accepted(Category::Targeting)],
            set(&[&[AdPersonalization, SecurityStorage]]),
        ),
        (
            "a yes of long ago",
            visitor_in("FR"),
            vec![ConsentEvent::accept_all(utc_datetime!(2026-01-01 0:00), VERSION)],
            locked,
        ),
        (
            "a yes of who is not recognised",
            Facts { recognised: Recognised::NOBODY, ..visitor_in("FR") },
            vec![everything.clone()],
            locked,
        ),
        ("a child's yes", Facts { age: Age::Years(12), ..visitor_in("FR") }, vec![everything.clone()], locked),
        ("a no", visitor_in("US-CA"), vec![rejected_all(YESTERDAY)], locked),
        ("silence, opt-out", visitor_in("US-CA"), vec![], all),
        ("the signal", gpc("US-CA"), vec![], without_ads.difference(ConsentTypes::EMPTY)),
        ("the signal, after a yes", gpc("US-CA"), vec![everything.clone()], without_ads),
        ("the signal where it does not bind, after a yes", gpc("FR"), vec![everything.clone()], all),
        ("an industry's opt-out", Facts { opt_outs: vec![daa], ..visitor_in("US-CA") }, vec![], without_ads),
        (
            "a vendor's tool",
            Facts { opt_outs: vec![add_on], ..visitor_in("US-CA") },
            vec![],
            set(&[&ADS, &[FunctionalityStorage, SecurityStorage]]),
        ),
        ("two regions", visitor_in("US-CA FR"), vec![], locked),
        ("nowhere", visitor_in(""), vec![], locked),
        // what the browser blocks is its own affair, and data are sent without storing any
        ("a browser that blocks", Facts { browser: BrowserMode::BlocksAll, ..visitor_in("FR") }, vec![everything], all),
    ];
    for (title, facts, said, expected) in rows {
        assert_eq!(granted(&facts, &policy, &said), expected, "{title}");
    }
    let californian = visitor_in("US-CA");
    let unreadable = policy.visitor(californian.visit(), Consent::Unreadable);
    assert_eq!(unreadable.decisions().consent_mode(GOOGLE).granted(), locked, "a damaged record");
}

/// A tag that is granted a type sets whatever cookies of it it likes, so what nobody declared is never granted.
#[test]
fn consent_mode_grants_nothing_that_is_not_declared() {
    let policy = site().build().unwrap();
    with_visitor(&visitor_in("FR"), &policy, &[accepted(CategorySet::NON_ESSENTIAL)], |visitor| {
        let decisions = visitor.decisions();
        let of = |vendors: &[&str]| decisions.consent_mode(ConsentMode::of_vendors(vendors));
        let own = ConsentTypes::of(&[ConsentType::FunctionalityStorage, ConsentType::SecurityStorage]);
        assert_eq!(of(&[]).granted(), own, "the site's own, without any vendor");
        assert_eq!(of(&["gooogle-ads"]).granted(), own, "a vendor that the policy does not know");
        assert_eq!(of(&["google-analytics"]).granted(), own.with(ConsentType::AnalyticsStorage));
        assert!(!of(&["google-analytics", "google-ads"]).declared().contains(ConsentType::PersonalizationStorage));
    });
}

/// One cookie of a kind that is denied denies the kind, and another vendor's opt-out does not.
#[test]
fn consent_mode_goes_by_all_that_the_named_vendors_have() {
    let shared = Declaration::new("_ga_ads", Category::Performance).vendor("google-analytics");
    let shared = Risk::ALL.iter().fold(shared, |line, risk| line.without_risk(*risk));
    let policy = site().declare(shared.used_for(DataUse::Analytics).used_for(DataUse::SaleOrShare)).build().unwrap();
    let gpc = Facts { signals: sec_gpc(&["1"]), ..visitor_in("US-CA") };
    assert!(!granted(&gpc, &policy, &[]).contains(ConsentType::AnalyticsStorage));
    assert!(granted(&visitor_in("US-CA"), &policy, &[]).contains(ConsentType::AnalyticsStorage));

    let meta = ConsentEvent::new(YESTERDAY, VERSION).saying(Item::Vendor("meta".parse().unwrap()), Answer::Refused);
    assert!(granted(&visitor_in("US-CA"), &policy, &[meta]).contains(ConsentType::AdPersonalization));
}

/// What Google takes of the defaults: that of the region, else of its country, else the first.
fn default_of(defaults: &RegionDefaults, region: Region) -> ConsentTypes {
    let of = |region| defaults.defaults().iter().find(|default| default.regions().contains(&region));
    let default = of(region).or_else(|| of(region.country())).unwrap_or(&defaults.defaults()[0]);
    default.state().granted()
}

#[test]
fn the_defaults_of_a_region_are_those_of_a_silent_visitor_there() {
    let policy = site().build().unwrap();
    let places = table().iter().filter_map(|entry| match entry.jurisdiction() {
        Jurisdiction::Region(region) => Some(region),
        Jurisdiction::Elsewhere | Jurisdiction::Unknown => None,
    });
    let others = ["CA-ON", "CA-QC", "CA", "US", "US-WY", "MX", "EG"].map(|place| place.parse().unwrap());
    let places: Vec<Region> = places.chain(others).collect();
    assert!(places.len() > 100);
    for signals in [Signals::NONE, sec_gpc(&["1"])] {
        let defaults = RegionDefaults::at(&policy, NOW, &signals, GOOGLE);
        let mut kinds = std::collections::BTreeSet::new();
        for region in &places {
            let facts = Facts { signals: signals.clone(), age: Age::Unknown, ..visitor_in("") };
            let visitor = policy.visitor(facts.visit().region(*region), Consent::Absent);
            let expected = visitor.decisions().consent_mode(GOOGLE).granted();
            let found = default_of(&defaults, *region);
            // a country without a row has no code in the page, and gets the default for everywhere
            assert!(found == expected || (found.is_subset(expected) && region.is_country()), "{region}: {found:?}");
            let has_row = table().iter().any(|entry| entry.jurisdiction() == Jurisdiction::Region(*region));
            assert!(!has_row || found == expected, "{region}: {found:?}, not {expected:?}");
            kinds.insert(found);
        }
        assert!(kinds.len() >= 2, "{kinds:?}");
        let regions: Vec<_> = defaults.defaults().iter().flat_map(RegionDefault::regions).collect();
        assert_eq!(regions.iter().collect::<std::collections::BTreeSet<_>>().len(), regions.len(), "each once");
        assert!(defaults.dependence().cache_control().is_none(), "a page for everybody");
        assert_eq!(defaults.dependence().vary(), "Sec-GPC, DNT");
        assert!(defaults.dependence().valid_until().is_some_and(|until| until > NOW));
    }
}

/// Whatever cookie is denied, a line that declares it is denied here too: nothing that is read off can be laxer.
#[test]
fn no_denied_cookie_is_of_lines_that_are_all_permitted() {
    let (compared, at_members) = (Cell::new(0), Cell::new(0));
    let cases_of_policy = policies().prop_flat_map(|policy| {
        let policy = Arc::new(policy);
        proptest::collection::vec(scenes_of(policy), 8)
    });
    let property = |scenes: Vec<Scene>| {
        for scene in scenes {
            let visit = scene.visit();
            let decision = scene.decide();
            let lines: Vec<_> = scene.policy.declarations_of(visit.place(), &scene.cookie()).collect();
            let is_denied = decision.permission().verdict() == Verdict::Deny;
            if !is_denied || lines.is_empty() || decision.permission() == Reason::OtherParty {
                continue;
            }
            compared.set(compared.get() + 1);
            at_members.set(at_members.get() + u32::from(visit.place() != Place::Site));
            let visitor = scene.policy.visitor(visit, scene.consent());
            let decisions = visitor.decisions();
            let denies = |line: &Declaration| {
                decisions.iter().any(|(of, decision)| of == line && decision.permission().verdict() == Verdict::Deny)
            };
            prop_assert!(
                lines.iter().all(|line| denies(line)),
                "{:?} is {decision}\n{lines:#?}\n{:#?}",
                scene.cookie,
                scene.policy
            );
        }
        Ok(())
    };
    TestRunner::new(cases(400)).run(&cases_of_policy, property).unwrap();
    let (compared, at_members) = (compared.get(), at_members.get());
    println!("{compared} denials, {at_members} of them on Members' pages");
    assert!(
        compared > 500 && at_members > 100,
        "{compared} denials, {at_members} on Members' pages: this proves nothing"
    );
}

/// Every line is found under its own text, in its own scope.
#[test]
fn every_line_is_asked_about_as_itself() {
    let property = |scene: Scene| {
        let visitor = scene.policy.visitor(scene.visit(), scene.consent());
        let decisions = visitor.decisions();
        let source = scene.policy.source();
        // a label of a public list may be hidden by a line of the site
        let ours = source.declarations().iter().filter(|line| line.trust() == Trust::Reviewed);
        let here = source.members().iter().filter(|member| visitor.visit().place() == Place::Member(member.id()));
        for line in ours.chain(here.flat_map(Member::declarations)) {
            let found = decisions.iter().find(|(judging, _)| *judging == line);
            prop_assert!(found.is_some(), "{:?}", line);
        }
        Ok(())
    };
    TestRunner::new(cases(200)).run(&policies().prop_flat_map(scenes_of), property).unwrap();
}

/// On a Member's page the site's line is also asked about where the Member's word bears on it.
#[test]
fn a_members_word_on_some_cookies_of_a_line_counts_for_the_line() {
    let permitted = |member: Member| {
        let policy = site().member(member.page("courses.edx.org", "/courses/UniX")).build().unwrap();
        // what is not sold is none of the signal's business
        let signals = sec_gpc(&["1"]);
        let facts = Facts { place: Place::Member("unix"), signals, ..visitor_in("US-CA") };
        granted(&facts, &policy, &[]).contains(ConsentType::AnalyticsStorage)
    };
    let unix = || Member::new("unix");
    assert!(permitted(unix()));
    assert!(!permitted(unix().forbid(Forbidden::Cookie("_ga_UNIX".into()))));
    assert!(!permitted(unix().forbid(Forbidden::Cookie("*_unix".into()))), "neither text means the other");
    assert!(!permitted(unix().forbid(Forbidden::Use(DataUse::Analytics))));
    assert!(permitted(unix().forbid(Forbidden::Cookie("quiz*".into()))));

    // what the Member declares on its own host, and what the site does for all of them, meet on that host alone
    let theirs = |name: &str| {
        Declaration::new(name, Category::Performance).used_for(DataUse::SaleOrShare).on_host("courses.edx.org")
    };
    assert!(!permitted(unix().declare(theirs("_ga*"))));
    assert!(!permitted(unix().declare(theirs("_g*"))), "of which the site's are some");
    assert!(!permitted(unix().declare(theirs("_ga_UNIX"))), "which are some of the site's");
    assert!(permitted(unix().declare(theirs("quiz*"))));
}

/// What the site declares as its own and a Member as another's is denied on the Member's pages, and its category with it.
#[test]
fn a_cookie_for_another_party_counts_in_its_category() {
    let theirs = Declaration::new("_ga_*", Category::Performance).third_party();
    let member = Member::new("unix").page("courses.edx.org", "/courses/UniX").declare(theirs);
    let ours = Declaration::new("_ga_own", Category::Performance).without_risk(Risk::Sensitive);
    let policy = site().declare(ours).member(member).build().unwrap();
    let allowed = |place| {
        let facts = Facts { place, ..visitor_in("FR") };
        with_visitor(&facts, &policy, &[accepted(CategorySet::NON_ESSENTIAL)], |visitor| {
            visitor.decisions().allowed().categories().contains(Category::Performance)
        })
    };
    assert!(allowed(Place::Site));
    assert!(!allowed(Place::Member("unix")));
}

#[test]
fn an_exempt_counter_allows_no_category() {
    let counter = Declaration::new("counter", Category::Performance).without_risk(Risk::Sensitive);
    let exempt = counter.exempt(Exemption::fulfilled(Ground::AudienceMeasurement)).vendor("matomo");
    let version = Version::new(1, date!(2022 - 12 - 15));
    let policy =
        Policy::builder().version(version).vendor(Vendor::new("matomo", "Matomo")).declare(exempt).build().unwrap();
    with_visitor(&visitor_in("FR"), &policy, &[], |visitor| {
        let allowed = visitor.decisions().allowed();
        assert_eq!((allowed.categories(), allowed.uses().is_empty()), (CategorySet::EMPTY, true));
        assert_eq!(allowed.vendors(), ["matomo"]);
    });
    with_visitor(&visitor_in("FR"), &policy, &[accepted(Category::Performance)], |visitor| {
        assert_eq!(visitor.decisions().allowed().categories(), Category::Performance.into());
    });
}

/// A cookie of two categories is refused with either, which says nothing of the other.
#[test]
fn a_refused_category_does_not_take_another_with_it() {
    let policy =
        site().declare(Declaration::new("mixed", Category::Performance).also(Category::Targeting)).build().unwrap();
    with_visitor(&visitor_in("FR"), &policy, &[accepted(Category::Performance)], |visitor| {
        let allowed = visitor.decisions().allowed();
        let expected = CategorySet::from(Category::Performance).with(Category::StrictlyNecessary);
        assert_eq!(allowed.categories(), expected);
        assert_eq!(allowed.vendors(), ["google-analytics"]);
    });
}

/// 11 CCR § 7025(c)(3) and (c)(6).
#[test]
fn the_status_of_an_opt_out_is_shown_where_and_as_it_is() {
    let policy = site().build().unwrap();
    let status = |policy: &Policy, facts: &Facts, said: &[ConsentEvent]| {
        let status = with_visitor(facts, policy, said, |visitor| visitor.decisions().opt_out_status());
        (status.must_be_shown(), status.state())
    };
    let gpc = |regions| Facts { signals: sec_gpc(&["1"]), ..visitor_in(regions) };
    assert_eq!(status(&policy, &visitor_in("US-CA"), &[]), (false, OptOutState::NoSignal));
    assert_eq!(status(&policy, &gpc("US-CA"), &[]), (true, OptOutState::Honoured));
    let in_2025 = Facts { now: utc_datetime!(2025-12-31 23:59:59), ..gpc("US-CA") };
    assert_eq!(status(&policy, &in_2025, &[]), (false, OptOutState::Honoured));
    assert_eq!(status(&policy, &gpc(""), &[]), (true, OptOutState::Honoured), "it may be California");
    assert_eq!(status(&policy, &gpc("US-TX"), &[]), (false, OptOutState::Honoured));

    let yes = accepted(CategorySet::NON_ESSENTIAL);
    assert_eq!(status(&policy, &gpc("US-CA"), from_ref(&yes)), (true, OptOutState::Honoured), "the signal wins");
    let seen = ConsentEvent::new(utc_datetime!(2026-11-20 8:00), VERSION).seeing_gpc(GpcSeen::On);
    let despite = yes.clone().seeing_gpc(GpcSeen::ConflictShown);
    assert_eq!(status(&policy, &gpc("US-CA"), &[seen, despite]), (true, OptOutState::Overridden));
    assert_eq!(status(&policy, &gpc("FR"), &[yes]), (false, OptOutState::NotBinding));

    let mut settings = Settings::default();
    settings.gpc_scope = GpcScope::BindingOnly;
    let binding_only = site().settings(settings).build().unwrap();
    assert_eq!(status(&binding_only, &gpc("US-WY"), &[]), (false, OptOutState::NotBinding));

    let version = Version::new(1, date!(2022 - 12 - 15));
    let plain = Policy::builder().version(version).declare(Declaration::new("_pk_id", Category::Performance));
    assert_eq!(status(&plain.build().unwrap(), &gpc("US-CA"), &[]), (false, OptOutState::NothingCovered));
}

#[test]
fn the_table_shows_each_line_with_its_greatest_life() {
    let own = Member::new("unix")
        .longest(Lifetime::days(90))
        .declare(Declaration::new("quiz", Category::Functionality).lasting(Lifetime::days(365)))
        .declare(Declaration::new("exam", Category::StrictlyNecessary).lasting(Lifetime::days(120)));
    let ten_minutes = Lifetime::Persistent(cookie_consent::cookie::MaxAge::from_seconds(600).unwrap());
    let mixed = Declaration::new("mixed", Category::StrictlyNecessary).used_for(DataUse::Security);
    let policy = site()
        .delegate("exam")
        .declare(mixed.used_for(DataUse::Analytics).lasting(Lifetime::days(730)))
        .declare(Declaration::new("short", Category::Functionality).lasting(ten_minutes))
        .declare(
            Declaration::new("state", Category::Functionality).stored_in(cookie_consent::cookie::Storage::LocalStorage),
        )
        .declare(Declaration::new("label", Category::Targeting).imported())
        .member(own)
        .build()
        .unwrap();
    let rows = policy.cookie_table();
    let row = |name: &str| rows.iter().find(|row| row.name == name).unwrap();
    let lasts = |count, unit| Some(TableLifetime::Lasts { count, unit });
    assert_eq!(row("mixed").categories, Category::Performance.into(), "as which it is judged");
    assert_eq!(row("mixed").lifetime, lasts(400, LifetimeUnit::Days), "browsers cut the rest off");
    assert_eq!(row("short").lifetime, lasts(10, LifetimeUnit::Minutes));
    assert_eq!(row("state").lifetime, None);
    assert_eq!((row("quiz").member, row("quiz").lifetime), (Some("unix"), lasts(90, LifetimeUnit::Days)));
    assert_eq!(row("exam").lifetime, lasts(120, LifetimeUnit::Days), "a Member shortens nothing that is necessary");
    assert_eq!((row("IDE").party, &*row("IDE").hosts), (Party::Third, &["doubleclick.net"][..]));
    assert!(rows.iter().all(|row| row.name != "label"), "what nobody reviewed is never set");
}

#[test]
fn preferences_tell_what_was_said_from_what_holds() {
    let policy = site().build().unwrap();
    let row = |facts: &Facts, said: &[ConsentEvent], item: Item| {
        with_visitor(facts, &policy, said, |visitor| {
            let preferences = visitor.decisions().preferences();
            let row = preferences.rows().iter().find(|row| row.item == item).unwrap().clone();
            (row.answer, row.lapsed, row.is_allowed, row.denied_by.iter().collect::<Vec<_>>())
        })
    };
    let targeting = || Item::Category(Category::Targeting);
    let yes = accepted(CategorySet::NON_ESSENTIAL);
    let gpc = Facts { signals: sec_gpc(&["1"]), ..visitor_in("US-CA") };
    let (granted, refused) = (Some(Answer::Granted), Some(Answer::Refused));

    let french = visitor_in("FR");
    assert_eq!(row(&french, &[], targeting()), (None, Some(PromptReason::NotAsked), false, vec![Reason::DefaultOptIn]));
    assert_eq!(row(&french, from_ref(&yes), targeting()), (granted, None, true, vec![]));
    assert_eq!(row(&gpc, from_ref(&yes), targeting()), (granted, None, false, vec![Reason::GpcBinding]));
    let no = rejected_all(YESTERDAY);
    assert_eq!(row(&french, &[no], targeting()), (refused, None, false, vec![Reason::Refused]));
    let stranger = Facts { recognised: Recognised::of(&[SubjectKind::Account]), ..visitor_in("FR") };
    let (answer, lapsed, ..) = row(&stranger, from_ref(&yes), targeting());
    assert_eq!((answer, lapsed), (granted, Some(PromptReason::NotRecognised)));

    let sale = ConsentEvent::do_not_sell_or_share(YESTERDAY, VERSION);
    let californian = visitor_in("US-CA");
    let opted_out = (refused, None, false, vec![Reason::OptedOutOfSaleShare]);
    assert_eq!(row(&californian, &[sale], Item::SALE_OR_SHARE), opted_out);
    let meta = || Item::Vendor("meta".parse().unwrap());
    let no_meta = ConsentEvent::new(YESTERDAY, VERSION).saying(meta(), Answer::Refused);
    assert_eq!(row(&californian, &[no_meta], meta()), (refused, None, false, vec![Reason::Refused]));
    assert_eq!(row(&californian, &[], meta()), (None, Some(PromptReason::NotAsked), true, vec![]));

    let damaged = policy.visitor(californian.visit(), Consent::Unreadable);
    for row in damaged.decisions().preferences().rows().iter().filter(|row| !row.is_locked) {
        assert_eq!((row.answer, row.lapsed, row.is_allowed), (None, Some(PromptReason::Unreadable), false), "{row:?}");
    }
    let preferences = damaged.decisions().preferences();
    let items: Vec<String> = preferences.rows().iter().map(|row| row.item.to_string()).collect();
    assert_eq!(
        items,
        [
            "strictly-necessary",
            "performance",
            "functionality",
            "targeting",
            "use:sale-or-share",
            "vendor:google-analytics",
            "vendor:google-ads",
            "vendor:meta"
        ]
    );
}
