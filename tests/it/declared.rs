//! What was declared can be read back, in the order of the document, and a decision says what it was judged by.
#![cfg(test)]

use cookie_consent::cookie::{CategorySet, DataUse, Lifetime};
use cookie_consent::policy::{
    Declaration, Forbidden, ImportedLabels, Member, PageScope, Policy, PolicyBuilder, Settings, Tightening, Undeclared,
    Vendor, Version,
};
use cookie_consent::review::{DecisionTable, diff, lint, undeclared};
use cookie_consent::strategies::scenes;
use cookie_consent::{Age, Category, Cookie, Place, Reason};
use proptest::prelude::*;
use serde_json::{Value, json};
use time::macros::{date, utc_datetime};

use crate::cases::cases;
use crate::fixture::{Facts, visitor_in};

const NECESSARY: Category = Category::StrictlyNecessary;
const PERFORMANCE: Category = Category::Performance;
const TARGETING: Category = Category::Targeting;

fn site() -> PolicyBuilder {
    Policy::builder().version(Version::new(1, date!(2022 - 12 - 15)))
}

/// A document in no order but its own.
fn unordered() -> Value {
    json!({
        "format": "cookie-consent-policy/1",
        "versions": [{ "number": 1, "effective": "2022-12-15" }],
        "vendors": [
            { "id": "zeta", "name": "Zeta" }, { "id": "adco", "name": "AdCo" }, { "id": "meta", "name": "Meta" },
        ],
        "declarations": [
            { "name": "z", "categories": ["targeting"], "vendor": "meta" },
            { "name": "a", "categories": ["performance"], "hosts": ["www.edx.org"] },
            { "name": "label", "categories": ["functionality"], "trust": "imported" },
            { "name": "m", "categories": ["strictly-necessary"] },
            { "name": "a", "categories": ["performance"], "vendor": "adco", "hosts": ["courses.edx.org"] },
        ],
        "delegations": ["y_*", "b_*"],
        "members": [
            {
                "id": "unix",
                "pages": [{ "host": "z.edx.org", "path": "/" }, { "host": "a.edx.org", "path": "/" }],
                "declarations": [
                    { "name": "y_2", "categories": ["strictly-necessary"] },
                    { "name": "a", "categories": ["targeting"] },
                ],
                "forbids": [
                    { "vendor": "zeta" }, { "category": "functionality" }, { "cookie": "q" }, { "cookie": "c" },
                ],
                "tightens": [{ "name": "z", "lifetime": "session" }, { "name": "a", "add_uses": ["sale-or-share"] }],
            },
            { "id": "berkeley" },
        ],
    })
}

fn reversed(value: &mut Value) {
    match value {
        Value::Array(list) => {
            list.reverse();
            list.iter_mut().for_each(reversed);
        }
        Value::Object(map) => map.values_mut().for_each(reversed),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn words(categories: CategorySet) -> String {
    categories.iter().map(Category::as_str).collect::<Vec<_>>().join("+")
}

fn of(document: Value) -> Policy {
    serde_json::from_value(document).unwrap()
}

#[test]
fn what_was_declared_is_read_back_in_the_order_of_the_document() {
    let policy = of(unordered());
    let source = policy.source();
    let vendors: Vec<_> = source.vendors().iter().map(Vendor::id).collect();
    assert_eq!(vendors, ["zeta", "adco", "meta"]);
    let lines = |lines: &[Declaration]| lines.iter().map(|line| line.pattern().to_owned()).collect::<Vec<_>>();
    assert_eq!(lines(source.declarations()), ["z", "a", "label", "m", "a"]);
    assert_eq!(source.delegations().collect::<Vec<_>>(), ["y_*", "b_*"]);
    assert_eq!(source.members().iter().map(Member::id).collect::<Vec<_>>(), ["unix", "berkeley"]);
    let unix = &source.members()[0];
    assert_eq!(unix.pages().iter().map(PageScope::host).collect::<Vec<_>>(), ["z.edx.org", "a.edx.org"]);
    assert_eq!(lines(unix.declarations()), ["y_2", "a"]);
    assert_eq!(unix.forbids()[0], Forbidden::Vendor("zeta".into()));
    assert_eq!(unix.tightenings().iter().map(Tightening::pattern).collect::<Vec<_>>(), ["z", "a"]);
    assert_eq!(policy.vendors_in_use().map(Vendor::id).collect::<Vec<_>>(), ["adco", "meta"]);

    let again = serde_json::to_value(&policy).unwrap();
    let names = |document: &Value, list: &str, word: &str| {
        let list = document.pointer(list).unwrap().as_array().unwrap();
        list.iter().map(|item| item[word].clone()).collect::<Vec<_>>()
    };
    for (list, word) in [
        ("/vendors", "id"),
        ("/declarations", "name"),
        ("/members", "id"),
        ("/members/0/pages", "host"),
        ("/members/0/declarations", "name"),
        ("/members/0/forbids", "cookie"),
        ("/members/0/tightens", "name"),
    ] {
        assert_eq!(names(&again, list, word), names(&unordered(), list, word), "{list}");
    }
}

/// What is said of one pattern in several calls stands where the first of them does.
#[test]
fn what_a_member_adds_to_one_pattern_stands_in_one_place() {
    let member = Member::new("unix")
        .shorten("z", Lifetime::days(30))
        .add_category("a", TARGETING)
        .add_use("z", DataUse::SaleOrShare)
        .shorten("z", Lifetime::days(9));
    let lines = ["a", "z"].map(|name| Declaration::new(name, PERFORMANCE));
    let policy = lines.into_iter().fold(site(), PolicyBuilder::declare).member(member).build().unwrap();
    let [z, a] = policy.source().members()[0].tightenings() else { panic!("{policy:?}") };
    assert_eq!((z.pattern(), z.categories(), z.lifetime()), ("z", CategorySet::EMPTY, Some(Lifetime::days(9))));
    assert_eq!((z.uses(), a.pattern()), (DataUse::SaleOrShare.into(), "a"));
}

/// Whatever stands first, nothing of what a Member adds is lost.
#[test]
fn what_a_member_adds_holds_in_any_order() {
    let all = ["a", "m", "z"];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let here = order.map(|at| all[at]);
        let lines = here.map(|name| Declaration::new(name, PERFORMANCE));
        let member = here.iter().fold(Member::new("unix"), |member, name| member.add_category(name, TARGETING));
        // rules of Members are found by id, wherever these stand
        let tenants = [member.clone(), Member::new("berkeley"), Member::new("zurich")];
        let site = lines.into_iter().fold(site(), PolicyBuilder::declare);
        let policy = order.iter().fold(site, |site, at| site.member(tenants[*at].clone())).build().unwrap();
        for name in all {
            let there = |place| {
                let visit = Facts { place, ..visitor_in("FR") };
                words(visit.decide(&policy, &[], &Cookie::first_party(name, "www.edx.org")).categories())
            };
            assert_eq!(there(Place::Member("unix")), "performance+targeting", "{name} of {here:?}");
            assert_eq!(there(Place::Member("zurich")), "performance", "{name} of {here:?}");
        }
    }
}

/// What is strictly necessary on the site is out of a Member's reach, so no line of a Member is told for it.
#[test]
fn a_members_line_is_not_told_where_it_has_no_say() {
    let member = Member::new("unix").declare(Declaration::new("sess_x", NECESSARY));
    let site = site().declare(Declaration::new("sess*", NECESSARY)).delegate("sess_x");
    let policy = site.member(member).build().unwrap();
    let cookie = Cookie::first_party("sess_x", "www.edx.org");
    let there = Place::Member("unix");
    assert_eq!(policy.declarations_of(there, &cookie).map(Declaration::pattern).collect::<Vec<_>>(), ["sess*"]);
    let visit = Facts { place: there, ..visitor_in("FR") };
    assert_eq!(visit.decide(&policy, &[], &cookie).reason(), Reason::StrictlyNecessary);
}

/// Documents in another order are the same policy: equal, decided alike, reviewed alike.
#[test]
fn the_order_of_the_document_means_nothing() {
    let one = of(unordered());
    let mut document = unordered();
    reversed(&mut document);
    let other = of(document);
    assert_eq!(one, other);
    assert_ne!(serde_json::to_value(&one).unwrap(), serde_json::to_value(&other).unwrap());
    assert_eq!(diff(&one, &other).changes(), []);
    assert_eq!(lint(&one), lint(&other));
    let table = |policy| {
        let table = DecisionTable::of(policy, utc_datetime!(2026-11-23 12:00), Age::Unknown).unwrap();
        (table.markdown().to_string(), table.csv().to_string())
    };
    assert_eq!(table(&one), table(&other));
    let observed =
        || ["A", "Z", "label", "y_2", "x"].map(|name| (Place::Site, Cookie::first_party(name, "www.edx.org")));
    assert_eq!(undeclared(&one, observed()), undeclared(&other, observed()));
}

/// The lines of one pattern may stand apart: what a Member no longer adds asks again for the vendors of all of them.
#[test]
fn lines_of_one_pattern_may_stand_apart() {
    let line = |name, vendor, host| Declaration::new(name, PERFORMANCE).vendor(vendor).on_host(host);
    let edx = |member| {
        let vendors = ["one", "two"].map(|id| Vendor::new(id, id));
        let site = vendors.into_iter().fold(site(), PolicyBuilder::vendor);
        let site = site.declare(line("_ga", "one", "www.edx.org")).declare(line("other", "one", "www.edx.org"));
        site.declare(line("_ga", "two", "courses.edx.org")).member(member).build().unwrap()
    };
    let old = edx(Member::new("unix").add_category("_ga", TARGETING));
    let new = edx(Member::new("unix"));
    assert_eq!(diff(&old, &new).material_vendors(), ["one", "two"]);
}

#[test]
fn a_decision_says_by_which_categories_it_judged() {
    let with = |settings: fn(&mut Settings), builder: PolicyBuilder| {
        let mut chosen = Settings::default();
        settings(&mut chosen);
        let lines = [
            Declaration::new("session", NECESSARY),
            Declaration::new("both", PERFORMANCE).also(TARGETING),
            Declaration::new("claimed", NECESSARY).used_for(DataUse::SaleOrShare),
            Declaration::new("theirs", PERFORMANCE).third_party(),
            Declaration::new("label", Category::Functionality).imported(),
        ];
        lines.into_iter().fold(builder, PolicyBuilder::declare).settings(chosen).build().unwrap()
    };
    let unix =
        || Member::new("unix").add_category("both", Category::Functionality).declare(Declaration::new("q", TARGETING));
    let policy = with(|_| (), site().member(unix()));
    let judged = |policy: &Policy, place, name| {
        let visit = Facts { place, ..visitor_in("FR") };
        words(visit.decide(policy, &[], &Cookie::first_party(name, "www.edx.org")).categories())
    };
    for (place, name, categories) in [
        (Place::Site, "session", "strictly-necessary"),
        (Place::Member("unix"), "session", "strictly-necessary"),
        (Place::Site, "both", "performance+targeting"),
        (Place::Member("unix"), "both", "performance+functionality+targeting"),
        (Place::Site, "claimed", "targeting"),
        (Place::Site, "theirs", ""),
        (Place::Site, "label", ""),
        (Place::Site, "q", ""),
        (Place::Member("unix"), "q", "targeting"),
    ] {
        assert_eq!(judged(&policy, place, name), categories, "{name} {place:?}");
    }
    assert_eq!(policy.categories_in_use(), CategorySet::ALL);
    let labels = with(|settings| settings.imported_labels = ImportedLabels::Decide, site());
    assert_eq!(judged(&labels, Place::Site, "label"), "functionality");
    assert_eq!(labels.categories_in_use(), CategorySet::ALL);
    assert_eq!(words(with(|_| (), site()).categories_in_use()), "strictly-necessary+performance+targeting");
    let undeclared = with(|settings| settings.undeclared = Undeclared::AsTargeting, site());
    assert_eq!(judged(&undeclared, Place::Site, "q"), "targeting");
}

proptest! {
    #![proptest_config(cases(500))]

    /// What decides is what `declarations_of` tells, and no line more.
    #[test]
    fn a_cookie_is_judged_by_the_lines_that_are_told(scene in scenes()) {
        let (policy, visit, cookie) = (&scene.policy, scene.visit(), scene.cookie());
        let decision = scene.decide();
        let lines: Vec<_> = policy.declarations_of(visit.place(), &cookie).collect();
        let as_targeting = policy.settings().undeclared == Undeclared::AsTargeting;
        if lines.is_empty() {
            let categories = if as_targeting { TARGETING.into() } else { CategorySet::EMPTY };
            prop_assert!(decision.categories().is_subset(categories), "{decision} {:?}", decision.categories());
        } else {
            prop_assert_ne!(decision.permission(), Reason::Uncategorised);
            let another = lines.iter().any(|line| line.party() != cookie.party);
            prop_assert_eq!(decision.permission() == Reason::OtherParty, another);
        }
        if !lines.is_empty() && decision.permission() != Reason::OtherParty {
            let declared = lines.iter().fold(CategorySet::EMPTY, |all, line| all.union(line.categories()));
            let judged = decision.categories();
            if judged == NECESSARY.into() {
                prop_assert_eq!(declared, judged);
            } else {
                prop_assert!(declared.without(NECESSARY).is_subset(judged), "{:?} {:?}", declared, judged);
            }
            prop_assert!(lines.iter().all(|line| line.storage() == cookie.storage));
        }
    }
}

/// A failing test prints policies, and people read them.
#[test]
fn a_policy_is_shown_in_few_lines() {
    let lines = ["sessionid", "_ga_*", "_fbp"].map(|name| Declaration::new(name, PERFORMANCE));
    let policy = lines.into_iter().fold(site(), PolicyBuilder::declare).build().unwrap();
    let shown = format!("{policy:#?}");
    assert!(shown.lines().count() <= 12, "{shown}");
    assert!(shown.starts_with("Policy {") && shown.contains("\"_ga_*\""), "{shown}");
    let line = format!("{policy:?}");
    assert_eq!(line.lines().count(), 1);
    assert!(line.len() < 2_000, "{line}");
    // each part that was declared is there, also of what is not built
    let all = format!("{:#?}", of(unordered()).source());
    for part in ["vendors", "declarations", "delegations", "members", "tightenings", "zeta", "berkeley"] {
        assert!(all.contains(part), "{part}: {all}");
    }
    assert!(all.lines().count() <= 30, "{all}");
}
