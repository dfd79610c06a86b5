//! The policy as a document and as code, everything it is refused for, and the policy of edX among the examples.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that panics fails, as it should")]

use std::collections::BTreeSet;

use cookie_consent::consent::PolicyVersion;
use cookie_consent::cookie::{DataUse, HostName, Lifetime, MaxAge, Party, Storage};
use cookie_consent::law::{Condition, Ground, Jurisdiction, Months, Risk, Rule};
use cookie_consent::policy::{
    Declaration, Exemption, Forbidden, GpcScope, LawOverride, Member, PolicyBuilder, PolicyError, PolicyErrorKind,
    PolicyErrors, Settings, Vendor, Version,
};
use cookie_consent::visit::{BrowserMode, Programme, Recognised, Signals, VendorTool};
use cookie_consent::{
    Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Place, Policy, Reason, Region, Visit, decide,
};
use proptest::collection::btree_set;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use time::UtcDateTime;
use time::macros::{date, utc_datetime};

use crate::cases::cases;

const EDX: &str = include_str!("../../examples/policies/edx.json");
const NOW: UtcDateTime = utc_datetime!(2026-11-23 12:00);

/// The smallest document that is a policy, with these fields in place of its own.
fn document(fields: Value) -> Value {
    let mut document = json!({
        "format": "cookie-consent-policy/1",
        "versions": [{ "number": 1, "effective": "2022-12-15" }],
        "declarations": [],
    });
    let Value::Object(fields) = fields else { panic!("fields are an object") };
    document.as_object_mut().unwrap().extend(fields);
    document
}

#[track_caller]
fn errors(fields: Value) -> PolicyErrors {
    let builder: PolicyBuilder = serde_json::from_value(document(fields)).unwrap();
    builder.build().unwrap_err()
}

// ---------------------------------------------------------------------------------------------------- two ways

fn everything_as_a_document() -> Value {
    json!({
        "format": "cookie-consent-policy/1",
        "controller": { "name": "edX LLC", "contact": "privacy@edx.org" },
        "versions": [
            { "number": 1, "effective": "2022-12-15" },
            { "number": 2, "effective": "2026-02-01", "material": ["targeting"], "material_vendors": ["adco"] },
        ],
        "settings": { "gpc_scope": "binding-only" },
        "vendors": [
            { "id": "adco", "name": "AdCo", "programmes": ["nai", "daa"], "tcf_id": 1, "atp_id": 2 },
            { "id": "google-analytics", "name": "Google Analytics", "tool": "google-analytics" },
        ],
        "declarations": [
            { "name": "sessionid", "categories": ["strictly-necessary"], "lifetime": "session" },
            {
                "name": "ad*id", "categories": ["targeting", "performance"], "uses": ["sale-or-share", "analytics"],
                "party": "third", "hosts": ["AdCo.example", "ads.example"], "path": "/track", "vendor": "adco",
                "lifetime": { "days": 30 }, "purpose": "shows advertisements", "absent_risks": ["sensitive"],
            },
            {
                "name": "stats", "categories": ["performance"], "storage": "local-storage",
                "lifetime": { "seconds": 90 },
                "exemptions": [{ "ground": "statistical", "met": ["sole-purpose"] }],
            },
            { "name": "_hj*", "categories": ["performance"], "trust": "imported" },
        ],
        "delegations": ["exam_*"],
        "members": [{
            "id": "unix",
            "pages": [{ "host": "courses.edx.org", "path": "/courses/UniX" }],
            "declarations": [{ "name": "exam_1", "categories": ["strictly-necessary"] }],
            "forbids": [
                { "category": "functionality" }, { "use": "social-plugin" }, { "vendor": "google-analytics" },
                { "cookie": "x_*" },
            ],
            "tightens": [{
                "name": "stats", "add_categories": ["targeting"], "add_uses": ["sale-or-share"],
                "lifetime": { "seconds": 60 },
            }],
            "longest": { "days": 7 },
        }],
        "law": [
            { "place": "CZ", "rule": { "consent-lasts": { "months": 6 } }, "since": "2026-01-01" },
            { "place": "unknown", "rule": "no-exemption" },
            { "place": "US-WY", "rule": { "honours-gpc": true } },
            { "place": "elsewhere", "rule": { "requires": "notice" }, "laxer": true },
        ],
    })
}

fn everything_in_code() -> PolicyBuilder {
    let mut settings = Settings::default();
    settings.gpc_scope = GpcScope::BindingOnly;
    let czechia = Jurisdiction::Region(Region::country_code(*b"CZ"));
    let wyoming = Jurisdiction::Region("US-WY".parse().unwrap());
    let notice = Rule::Requires(cookie_consent::law::Requirement::Notice);
    Policy::builder()
        .controller("edX LLC", "privacy@edx.org")
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .version(Version::new(2, date!(2026 - 02 - 01)).material(Category::Targeting).material_vendor("adco"))
        .settings(settings)
        .vendor(Vendor::new("google-analytics", "Google Analytics").tool(VendorTool::GoogleAnalytics))
        .vendor(
            Vendor::new("adco", "AdCo").in_programme(Programme::Daa).in_programme(Programme::Nai).tcf_id(1).atp_id(2),
        )
        .declare(Declaration::new("_hj*", Category::Performance).imported())
        .declare(
            Declaration::new("stats", Category::Performance)
                .stored_in(Storage::LocalStorage)
                .lasting(Lifetime::Persistent(MaxAge::from_seconds(90).unwrap()))
                .exempt(Exemption::new(Ground::Statistical, Condition::SolePurpose.into())),
        )
        .declare(
            Declaration::new("ad*id", Category::Performance)
                .also(Category::Targeting)
                .used_for(DataUse::Analytics)
                .used_for(DataUse::SaleOrShare)
                .third_party()
                .on_host("ads.example")
                .on_host("adco.example")
                .on_path("/track")
                .vendor("adco")
                .lasting(Lifetime::days(30))
                .purpose("shows advertisements")
                .without_risk(Risk::Sensitive),
        )
        .declare(Declaration::new("sessionid", Category::StrictlyNecessary).lasting(Lifetime::Session))
        .delegate("exam_*")
        .member(
            Member::new("unix")
                .longest(Lifetime::days(7))
                .shorten("stats", Lifetime::Persistent(MaxAge::from_seconds(60).unwrap()))
                .add_use("stats", DataUse::SaleOrShare)
                .add_category("stats", Category::Targeting)
                .forbid(Forbidden::Cookie("x_*".into()))
                .forbid(Forbidden::Vendor("google-analytics".into()))
                .forbid(Forbidden::Use(DataUse::SocialPlugin))
                .forbid(Forbidden::Category(Category::Functionality))
                .declare(Declaration::new("exam_1", Category::StrictlyNecessary))
                .page("courses.edx.org", "/courses/UniX"),
        )
        .override_law(LawOverride::stricter(czechia, Rule::ConsentLasts(Months::new(6))).since(date!(2026 - 01 - 01)))
        .override_law(LawOverride::stricter(Jurisdiction::Unknown, Rule::NoExemption))
        .override_law(LawOverride::stricter(wyoming, Rule::HonoursGpc(true)))
        .override_law(LawOverride::laxer(Jurisdiction::Elsewhere, notice))
}

#[test]
fn a_document_and_code_give_the_same_policy() {
    let read: Policy = serde_json::from_value(everything_as_a_document()).unwrap();
    let built = everything_in_code().build().unwrap();
    assert_eq!(read, built);
    // each is written in the order in which it was declared
    let written = |policy: &Policy| in_one_order(serde_json::to_value(policy).unwrap());
    assert_eq!(written(&read), written(&built));
}

/// With the items of each list in one order.
fn in_one_order(value: Value) -> Value {
    match value {
        Value::Array(list) => {
            let mut list: Vec<Value> = list.into_iter().map(in_one_order).collect();
            list.sort_by_key(Value::to_string);
            Value::Array(list)
        }
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, in_one_order(value))).collect(),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other,
    }
}

#[test]
fn a_policy_reads_back_equal() {
    for document in [everything_as_a_document(), serde_json::from_str(EDX).unwrap(), document(json!({}))] {
        let policy: Policy = serde_json::from_value(document).unwrap();
        let written = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&written).unwrap(), policy);
        let builder: PolicyBuilder = serde_json::from_str(&written).unwrap();
        assert_eq!(builder.build().unwrap(), policy);
    }
}

#[test]
fn policies_that_differ_in_one_word_are_not_equal() {
    let policy: Policy = serde_json::from_value(everything_as_a_document()).unwrap();
    for (path, value) in [
        ("/settings/gpc_scope", json!("everywhere")),
        ("/declarations/1/vendor", Value::Null),
        ("/declarations/2/lifetime/seconds", json!(91)),
        ("/declarations/3/trust", json!("reviewed")),
        ("/members/0/longest/days", json!(8)),
        ("/members/0/tightens/0/add_categories", json!([])),
        ("/versions/1/material", json!([])),
        ("/law/0/since", Value::Null),
    ] {
        let mut document = everything_as_a_document();
        *document.pointer_mut(path).unwrap() = value;
        assert_ne!(serde_json::from_value::<Policy>(document).unwrap(), policy, "{path}");
    }
}

// ---------------------------------------------------------------------------------------------------- errors

/// What is wrong with a minimal policy, and the whole message.
type Wrong = (Value, &'static str);

fn wrongs() -> Vec<Wrong> {
    [wrong_versions_vendors_and_laws(), wrong_declarations(), wrong_members()].concat()
}

fn wrong_versions_vendors_and_laws() -> Vec<Wrong> {
    vec![
        (json!({ "versions": [] }), "versions: the policy has no version: give its number and date"),
        (
            json!({ "record_cookie": "choices", "declarations": [{ "name": "choices", "categories": ["functionality"] }] }),
            "record_cookie: `choices` keeps the record of choices: give one name without `*`, and if it is declared, then first-party and strictly necessary, for `consent-storage`",
        ),
        (
            json!({ "versions": [
                { "number": 1, "effective": "2022-12-15" }, { "number": 2, "effective": "2022-12-15" },
            ] }),
            "versions[1]: version 2 does not follow the one before it: numbers and dates must both ascend",
        ),
        (
            json!({ "vendors": [{ "id": "Ad Co", "name": "AdCo" }] }),
            "vendors[0].id: `Ad Co` is not an id: use 1 to 64 of `a`-`z`, `0`-`9` and `-`",
        ),
        (
            json!({ "members": [{ "id": "" }] }),
            "members[0].id: `` is not an id: use 1 to 64 of `a`-`z`, `0`-`9` and `-`",
        ),
        (
            json!({ "vendors": [{ "id": "adco", "name": "AdCo" }, { "id": "adco", "name": "AdCo Inc." }] }),
            "vendors[1].id: `adco` is declared twice: keep one",
        ),
        (
            json!({ "members": [{ "id": "unix" }, { "id": "unix" }] }),
            "members[1].id: `unix` is declared twice: keep one",
        ),
        (
            json!({ "law": [{ "place": "FR", "rule": { "requires": "notice" } }] }),
            "law[0]: the override `requires all notice` makes the law of FR laxer: say so in so many words, or drop it",
        ),
        (
            json!({ "law": [{ "place": "unknown", "rule": { "ask-again-after": { "months": 1 } } }] }),
            "law[0]: the override `ask-again-after 1 months` makes the law of an unknown region laxer: \
             say so in so many words, or drop it",
        ),
        (
            json!({ "law": [{ "place": "US-ZZ", "rule": "no-exemption" }] }),
            "law[0].place: `US-ZZ` names no place, so no law of it can be overridden: \
             use a code of ISO 3166 (`GB` for the United Kingdom)",
        ),
        (
            json!({ "not_subject": [{ "fact": "eu27/dsa", "because": "no online platform" }] }),
            "not_subject[0].fact: `eu27/dsa` is the id of no fact of law: the ids stand in `law::facts` and in the \
             table of laws",
        ),
        (
            json!({ "not_subject": [{ "fact": "eu/opt-in", "because": "we would rather not" }] }),
            "not_subject[0].fact: `eu/opt-in` binds everybody, so no site is outside of it: drop it, or override the law \
             with `laxer`",
        ),
        (
            json!({ "not_subject": [{ "fact": "eu27/dsa-minors", "because": " " }] }),
            "not_subject[0].because: `eu27/dsa-minors` is set aside for no reason: write why it does not bind this site",
        ),
        (
            json!({ "not_subject": [{ "fact": "eu/tcf", "because": "a" }, { "fact": "eu/tcf", "because": "b" }] }),
            "not_subject[1].fact: `eu/tcf` is declared twice: keep one",
        ),
    ]
}

fn wrong_declarations() -> Vec<Wrong> {
    let site = |declaration: Value| json!({ "declarations": [declaration] });
    let named = |name: &str| site(json!({ "name": name, "categories": ["performance"] }));
    let exempt = |categories: &[&str], uses: &[&str]| {
        site(json!({
            "name": "stats", "categories": categories, "uses": uses,
            "exemptions": [{ "ground": "statistical", "met": [] }],
        }))
    };
    vec![
        (named(""), "declarations[0].name: ``: a name is empty: name the cookie"),
        (
            named("a=b"),
            "declarations[0].name: `a=b`: no cookie name has a control character, `;`, `=` or a space at its end",
        ),
        (
            named("/^_ga.*$/"),
            "declarations[0].name: `/^_ga.*$/`: it looks like a regular expression: only `*` has a meaning in a pattern",
        ),
        (
            named("*"),
            "declarations[0].name: `*`: the pattern fixes fewer than 3 bytes and would claim other cookies: lengthen it or scope it to a host",
        ),
        (
            site(json!({ "name": "_ga", "categories": ["performance"], "hosts": ["*.edx.org"] })),
            "declarations[0].hosts[0]: `_ga`: `*.edx.org` is not a host: use a name such as `edx.org`, which stands for those below it too",
        ),
        (
            site(json!({ "name": "_ga", "categories": ["performance"], "path": "courses" })),
            "declarations[0].path: `_ga`: `courses` is not a path: begin it with `/`",
        ),
        (
            site(json!({ "name": "_ga", "categories": ["performance"], "path": "/a".repeat(513) })),
            "declarations[0].path: `_ga`: `/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a…` \
             has more than 1024 bytes, which browsers take for no path of a cookie: shorten it",
        ),
        (
            json!({ "declarations": [
                { "name": "_ga", "categories": ["performance"] }, { "name": "_ga", "categories": ["targeting"] },
            ] }),
            "declarations[1].name: `_ga` is declared twice for the same pages: unite the declarations",
        ),
        (
            json!({ "declarations": [
                { "name": "abc*", "categories": ["performance"] }, { "name": "ab*c", "categories": ["targeting"] },
            ] }),
            "declarations[1].name: `ab*c` and `abc*` can mean the same cookie and neither is more specific: lengthen or scope one of them",
        ),
        (
            site(json!({ "name": "_ga", "categories": ["performance"], "vendor": "google" })),
            "declarations[0].vendor: `_ga`: no vendor `google` is declared: declare it or mend the id",
        ),
        (
            json!({ "versions": [{ "number": 1, "effective": "2022-12-15", "material_vendors": ["adco"] }] }),
            "versions[0].material_vendors[0]: `version 1`: no vendor `adco` is declared: declare it or mend the id",
        ),
        (
            exempt(&["functionality"], &["analytics"]),
            "declarations[0].exemptions[0]: `stats`: `statistical` exempts performance cookies only: drop the exemption or add the category",
        ),
        (
            exempt(&["performance"], &["analytics", "ad-measurement"]),
            "declarations[0].exemptions[0]: `stats`: `statistical` cannot hold beside the use `ad-measurement`: drop the exemption or the use",
        ),
        (
            site(json!({ "name": "sid", "categories": ["strictly-necessary"], "trust": "imported" })),
            "declarations[0].categories: `sid`: an imported label cannot make a cookie strictly necessary: review it",
        ),
    ]
}

fn wrong_members() -> Vec<Wrong> {
    let member = |word: &str, said: Value| {
        json!({
            "declarations": [
                { "name": "sessionid", "categories": ["strictly-necessary"] },
                { "name": "_ga", "categories": ["performance"] },
            ],
            "members": [{ "id": "unix", word: [said] }],
        })
    };
    vec![
        (
            member("declarations", json!({ "name": "exam", "categories": ["strictly-necessary"] })),
            "members[0].declarations[0].categories: member `unix`: `exam` is strictly necessary without the site's delegation: \
             delegate the name or choose another category",
        ),
        (
            member("declarations", json!({ "name": "sessionid", "categories": ["targeting"] })),
            "members[0].declarations[0].name: member `unix`: `sessionid` is strictly necessary on the site and out of a member's reach: leave it alone, or have the site declare that name by itself",
        ),
        (
            member("tightens", json!({ "name": "sessionid", "add_categories": ["targeting"] })),
            "members[0].tightens[0].name: member `unix`: `sessionid` is strictly necessary on the site and out of a member's reach: leave it alone, or have the site declare that name by itself",
        ),
        (
            member("tightens", json!({ "name": "_gid", "lifetime": "session" })),
            "members[0].tightens[0].name: member `unix`: the site declares no `_gid`: name the site's own pattern",
        ),
        (
            member("tightens", json!({ "name": "_ga" })),
            "members[0].tightens[0]: member `unix`: this tightens nothing of `_ga`: \
             add a category or a use that the site does not name, or a shorter lifetime",
        ),
        (
            member("forbids", json!({ "category": "strictly-necessary" })),
            "members[0].forbids[0]: member `unix`: `strictly-necessary` cannot be forbidden: the site does not work without it",
        ),
        (
            member("forbids", json!({ "use": "security" })),
            "members[0].forbids[0]: member `unix`: `security` cannot be forbidden: the site does not work without it",
        ),
        (
            member("forbids", json!({ "vendor": "adco" })),
            "members[0].forbids[0]: `unix`: no vendor `adco` is declared: declare it or mend the id",
        ),
        (
            json!({ "members": [
                { "id": "unix", "pages": [{ "host": "courses.edx.org", "path": "/courses" }] },
                { "id": "yotta", "pages": [{ "host": "Courses.edx.org", "path": "/courses" }] },
            ] }),
            "members[1].pages[0]: members `unix` and `yotta` claim the same pages: give each its own",
        ),
    ]
}

#[test]
fn each_error_names_the_culprit_and_what_to_do() {
    for (fields, message) in wrongs() {
        let found: Vec<String> = errors(fields.clone()).iter().map(PolicyError::to_string).collect();
        assert_eq!(found, [message], "{fields:#}");
    }
}

/// Where the policy judges what nobody declared, a Member's prohibitions and limits reach it too, and on the pages of
/// an unknown Member nothing of it is allowed.
#[test]
fn what_nobody_declared_obeys_members_too() {
    let document = document(json!({
        "settings": { "undeclared": "as-targeting" },
        "declarations": [],
        "members": [
            { "id": "strict", "forbids": [{ "use": "sale-or-share" }] },
            { "id": "brief", "longest": "session" },
        ],
    }));
    let policy: Policy = serde_json::from_value(document).unwrap();
    let answer = |place| {
        let now = utc_datetime!(2026-11-23 12:00);
        let visit = Visit::new(now, place, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown)
            .region("US-WY".parse().unwrap());
        let decision = decide(&policy, &visit, Consent::Absent, &Cookie::first_party("nobody", "edx.org"));
        (decision.reason().code(), decision.max_lifetime())
    };
    let limit = Some(Lifetime::days(400));
    assert_eq!(answer(Place::Site), ("notice-only", limit));
    assert_eq!(answer(Place::Member("strict")), ("member-restriction", None));
    assert_eq!(answer(Place::Member("brief")), ("notice-only", Some(Lifetime::Session)));
    assert_eq!(answer(Place::Member("nobody-knows")), ("member-restriction", None));
}

/// Patterns that must be compared with each other, so many that it would take minutes: refused within a second.
fn incomparable() -> Value {
    let filler = "a".repeat(3900);
    let declarations: Vec<Value> =
        (0..700).map(|i| json!({ "name": format!("{i:04}{filler}*x"), "categories": ["performance"] })).collect();
    json!({ "declarations": declarations })
}

#[test]
fn more_patterns_than_can_be_compared_are_refused() {
    let found: Vec<String> = errors(incomparable()).iter().map(PolicyError::to_string).collect();
    let message = "declarations: too many patterns have a `*` elsewhere than at the end to be compared: name the cookies, or end with `*`";
    assert_eq!(found, [message]);
}

/// Patterns that begin alike and are told apart by shorter ends.
fn crowded(patterns: usize) -> Value {
    let declarations: Vec<Value> =
        (0..patterns).map(|i| json!({ "name": format!("cart*{i:03}"), "categories": ["performance"] })).collect();
    json!({ "declarations": declarations })
}

#[test]
fn at_most_a_hundred_patterns_begin_alike() {
    let found: Vec<String> = errors(crowded(101)).iter().map(PolicyError::to_string).collect();
    let message = "declarations[0].name: 101 patterns begin or end alike, `cart*000` for one: more than 100 are too many, so give them other fixed ends";
    assert_eq!(found, [message]);
    let few: PolicyBuilder = serde_json::from_value(document(crowded(100))).unwrap();
    assert_eq!(few.build().err(), None);
}

/// What a large site may really have is not refused: thousands of patterns, of one cookie on thousands of hosts, of
/// Members that declare what the site has.
#[test]
fn large_honest_policies_are_built() {
    let cookie = |name: String| json!({ "name": name, "categories": ["performance"] });
    let hosts: Vec<String> = (0..5000).map(|i| format!("h{i}.edx.org")).collect();
    let mut declarations: Vec<Value> = (0..5000).map(|i| cookie(format!("p{i:05}*x"))).collect();
    declarations.push(json!({ "name": "everywhere", "categories": ["performance"], "hosts": hosts }));
    declarations.extend((0..5000).map(|i| json!({ "name": format!("s{i}"), "categories": ["strictly-necessary"] })));
    let own: Vec<Value> = (0..5000).map(|i| cookie(format!("mm{i:05}*"))).collect();
    let tightens: Vec<Value> =
        (0..5000).map(|i| json!({ "name": format!("p{i:05}*x"), "lifetime": "session" })).collect();
    let members = json!([{ "id": "unix", "declarations": own, "tightens": tightens }]);
    let document = document(json!({ "declarations": declarations, "members": members }));
    let builder: PolicyBuilder = serde_json::from_value(document).unwrap();
    assert_eq!(builder.build().err(), None);
}

/// The record's cookie is declared by being named: else the record could not be kept, and the banner would never end.
#[test]
fn the_cookie_of_the_record_is_declared_by_being_named() {
    let visit = Visit::new(NOW, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    let asked = |policy: &Policy| decide(policy, &visit, Consent::Absent, &Cookie::first_party("choices", "edx.org"));
    let named = |fields| serde_json::from_value::<Policy>(document(fields)).unwrap();
    let alone = named(json!({ "record_cookie": "choices" }));
    assert_eq!(asked(&alone).reason(), Reason::StrictlyNecessary);
    assert_eq!(asked(&named(json!({}))).reason(), Reason::Uncategorised);
    let own = json!([{ "name": "choices", "categories": ["strictly-necessary"], "uses": ["consent-storage"],
        "lifetime": { "days": 180 } }]);
    let declared = named(json!({ "record_cookie": "choices", "declarations": own }));
    assert_eq!(asked(&declared).max_lifetime(), Some(Lifetime::days(180)));
    let other_uses = [json!(["analytics"]), json!(["strictly-necessary"]), json!(["consent-storage", "analytics"])];
    for uses in other_uses {
        let own = json!([{ "name": "choices", "categories": ["strictly-necessary"], "uses": uses }]);
        let errors = errors(json!({ "record_cookie": "choices", "declarations": own }));
        assert!(matches!(errors.iter().next().unwrap().kind(), PolicyErrorKind::RecordCookie(_)), "{errors}");
    }
    let errors = errors(json!({ "record_cookie": "choices_*" }));
    assert!(matches!(errors.iter().next().unwrap().kind(), PolicyErrorKind::RecordCookie(_)), "{errors}");
}

#[test]
fn every_error_is_produced() {
    let variant = |error: &PolicyError| {
        let text = format!("{:?}", error.kind());
        text.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned()
    };
    // a document cannot say it
    let undated = Policy::builder().version(Version::new(1, date!(-0001 - 12 - 31))).build().unwrap_err();
    let produced: BTreeSet<String> = wrongs()
        .into_iter()
        .map(|(fields, _)| fields)
        .chain([incomparable(), crowded(101)])
        .map(errors)
        .chain(crate::bounds::refused().into_iter().map(|(_, policy, _)| policy.build().unwrap_err()))
        .chain([undated])
        .chain(mistakes().into_iter().map(|(document, _)| told(document)))
        .chain([serde_json::from_str::<PolicyBuilder>(r#"{"law":[],"law":[]}"#).unwrap().build().unwrap_err()])
        .flat_map(|errors| errors.iter().map(variant).collect::<Vec<_>>())
        .collect();
    let messages = include_str!("../../src/policy/error.rs").matches("#[error(").count();
    assert_eq!(produced.len(), messages, "{produced:?}");
}

/// A mistake that a new user makes, in the document that is given, and all that is said of it.
type Mistake = (Value, &'static str);

fn mistakes() -> Vec<Mistake> {
    let site = |declaration: Value| document(json!({ "declarations": [declaration] }));
    let versions = |versions: Value| document(json!({ "versions": versions }));
    let without = |key: &str| {
        let mut rest = document(json!({}));
        rest.as_object_mut().unwrap().remove(key);
        rest
    };
    vec![
        (
            site(json!({ "name": "_ga", "categories": ["functional"] })),
            "declarations[0].categories[0]: `functional` is not a category: \
             use `strictly-necessary`, `performance`, `functionality` or `targeting`",
        ),
        (
            site(json!({ "name": "_ga", "categories": [] })),
            "declarations[0].categories: `_ga` is in no category: give it one",
        ),
        (
            site(json!({ "name": "_ga", "categories": ["performance"], "lifetme": "session" })),
            "declarations[0]: `lifetme` is no key here: use `lifetime`",
        ),
        (
            site(json!({ "name": "_ga", "categories": ["performance"], "lifetime": 90 })),
            "declarations[0].lifetime: `90` is not a lifetime: \
             write `\"session\"`, `{\"days\": 90}` or `{\"seconds\": 3600}`",
        ),
        (
            site(json!({ "name": "_ga", "categories": ["performance"], "lifetime": { "days": 0 } })),
            "declarations[0].lifetime.days: `0` is not a number of days: \
             use 1 to 49710, or `\"session\"` as the lifetime",
        ),
        (
            site(json!({ "name": "_ga" })),
            "declarations[0].categories: `categories` is missing: write `\"categories\": [\"performance\"]`",
        ),
        (
            site(json!({ "name": "/^_ga.*/", "categories": ["performance"] })),
            "declarations[0].name: `/^_ga.*/`: it looks like a regular expression: only `*` has a meaning in a pattern",
        ),
        (
            site(json!({ "name": "_ga", "categories": ["performance"], "vendor": "gogle" })),
            "declarations[0].vendor: `_ga`: no vendor `gogle` is declared: declare it or mend the id",
        ),
        (
            document(json!({ "declarations": [
                { "name": "_ga", "categories": ["performance"] }, { "name": "_ga", "categories": ["performance"] },
            ] })),
            "declarations[1].name: `_ga` is declared twice for the same pages: unite the declarations",
        ),
        (versions(json!([])), "versions: the policy has no version: give its number and date"),
        (
            versions(json!([{ "number": 1, "effective": "15.12.2022" }])),
            "versions[0].effective: `15.12.2022` is not a date: write a day of the calendar as `2026-11-23`",
        ),
        (without("format"), "format: `format` is missing: write `\"format\": \"cookie-consent-policy/1\"`"),
        (
            document(json!({ "format": 1 })),
            "format: `1` is not a format that this release reads: write `\"format\": \"cookie-consent-policy/1\"`",
        ),
        (
            document(json!({ "law": [{ "place": "FR", "rule": { "consent-lasts": 6 } }] })),
            "law[0].rule.consent-lasts: `6` is not a time: write `{\"months\": 6}`",
        ),
        (
            document(json!({
                "declarations": [{ "name": "_ga", "categories": ["performance"], "lifetime": { "days": 90 } }],
                "members": [{ "id": "unix", "tightens": [{ "name": "_ga", "lifetime": { "days": 400 } }] }],
            })),
            "members[0].tightens[0]: member `unix`: this tightens nothing of `_ga`: \
             add a category or a use that the site does not name, or a shorter lifetime",
        ),
        (
            document(json!({ "members": [{ "id": "unix", "forbids": [{ "allow": "_ga" }] }] })),
            "members[0].forbids[0]: `allow` is no key here: use `category`, `use`, `vendor` or `cookie`",
        ),
    ]
}

fn told(document: Value) -> PolicyErrors {
    serde_json::from_value::<PolicyBuilder>(document).unwrap().build().unwrap_err()
}

#[test]
fn the_mistakes_of_a_new_user_are_answered_with_place_and_remedy() {
    for (document, message) in mistakes() {
        assert_eq!(told(document.clone()).to_string(), message, "{document:#}");
        assert_eq!(serde_json::from_value::<Policy>(document).unwrap_err().to_string(), message);
    }
    // no mistake
    let britain = document(json!({ "law": [{ "place": "UK", "rule": "no-exemption" }] }));
    assert_eq!(
        serde_json::to_value(serde_json::from_value::<Policy>(britain).unwrap()).unwrap()["law"][0]["place"],
        "GB"
    );
}

/// What cannot be read and what is wrong in the rest come together, each at the place where it was given; and nothing
/// is said of what only follows from a word that was not read.
#[test]
fn reading_and_checking_tell_their_errors_at_once() {
    let errors = told(json!({
        "format": "cookie-consent-policy/1",
        "versions": [{ "number": "two", "effective": "2026-02-01" }, { "number": 1, "effective": "2022-12-15" }],
        "vendors": [7, { "id": "meta", "name": "Meta", "iab": 1 }],
        "declarations": [
            {
                "name": "b*", "categories": ["functional"], "hosts": ["*.edx.org"],
                "exemptions": [{ "ground": "statistical", "met": [] }],
            },
            { "name": "_fbp", "categories": ["targeting"], "vendor": "facebook" },
            { "name": "a=", "categories": ["targeting"], "vendor": "meta" },
        ],
        "members": [{ "id": "unix", "tightens": [{ "name": "b*", "add_uses": ["sale"] }] }],
    }));
    let places: Vec<&str> = errors.iter().map(PolicyError::place).collect();
    assert_eq!(
        places,
        [
            "declarations[0].categories[0]",
            "members[0].tightens[0].add_uses[0]",
            "vendors[0]",
            "vendors[1]",
            "versions[0].number",
            "declarations[2].name",
            "declarations[0].hosts[0]",
        ],
        "{errors}"
    );
    let twice: PolicyBuilder = serde_json::from_str(r#"{"format":"cookie-consent-policy/1","format":"x"}"#).unwrap();
    // what was not read must not be lost by writing the rest
    assert!(serde_json::to_string(&twice).is_err());
    let errors = twice.build().unwrap_err();
    assert_eq!(errors.iter().next().unwrap().kind(), &PolicyErrorKind::DuplicateKey("format"));
}

/// Errors of a policy from code have the places at which they were given.
#[test]
fn code_has_the_places_of_a_document() {
    let named = |name| Declaration::new(name, Category::Performance);
    let errors = Policy::builder()
        .version(Version::new(2, date!(2026 - 02 - 01)))
        .version(Version::new(1, date!(2027 - 02 - 01)))
        .declare(named("z").vendor("nobody"))
        .declare(named("aaa").on_host("edx.org").on_host("a/b"))
        .member(Member::new("y"))
        .member(Member::new("b").declare(named("zzz")).declare(named("=")))
        .build()
        .unwrap_err();
    let places: Vec<&str> = errors.iter().map(PolicyError::place).collect();
    let expected =
        ["versions[0]", "declarations[1].hosts[1]", "declarations[0].vendor", "members[1].declarations[1].name"];
    assert_eq!(places, expected);
}

#[test]
fn all_errors_come_at_once() {
    let errors = errors(json!({
        "versions": [],
        "declarations": [
            { "name": "*", "categories": ["performance"] },
            { "name": "_ga", "categories": ["performance"], "vendor": "google", "path": "x" },
        ],
        "members": [{ "id": "unix", "forbids": [{ "cookie": "" }] }],
    }));
    assert_eq!(
        errors.to_string().lines().collect::<Vec<_>>(),
        [
            "versions: the policy has no version: give its number and date",
            "declarations[0].name: `*`: the pattern fixes fewer than 3 bytes and would claim other cookies: lengthen it or scope it to a host",
            "declarations[1].vendor: `_ga`: no vendor `google` is declared: declare it or mend the id",
            "declarations[1].path: `_ga`: `x` is not a path: begin it with `/`",
            "members[0].forbids[0]: ``: a name is empty: name the cookie",
        ]
    );
}

#[test]
fn a_document_of_nonsense_gives_no_list_of_its_length() {
    let nonsense: Vec<Value> =
        (0..1000).map(|n| json!({ "name": format!("a={n}"), "categories": ["performance"] })).collect();
    let errors = errors(json!({ "declarations": nonsense }));
    assert_eq!((errors.iter().count(), errors.dropped()), (100, 900));
    assert!(errors.to_string().ends_with("\nand 900 more"));
}

#[test]
fn an_error_repeats_little_and_nothing_that_breaks_a_log() {
    let name = format!("\u{1b}[31m\n{}", "x".repeat(5000));
    let message = errors(json!({ "declarations": [{ "name": name, "categories": ["performance"] }] })).to_string();
    assert!(message.len() < 400 && !message.contains(['\u{1b}', '\n']), "{message}");
}

#[test]
fn a_policy_read_whole_has_the_same_errors() {
    let fields = json!({ "declarations": [{ "name": "*", "categories": ["performance"] }], "versions": [] });
    let error = serde_json::from_value::<Policy>(document(fields.clone())).unwrap_err();
    assert_eq!(error.to_string(), errors(fields).to_string());
}

// ---------------------------------------------------------------------------------------------------- grammar

/// Texts that stand in the document that has everything, what to put there instead, and what the error must say.
const REFUSED: &[(&str, &str, &str)] = &[
    // a format that this release does not know
    ("cookie-consent-policy/1", "cookie-consent-policy/2", "`cookie-consent-policy/2` is not a format"),
    (
        r#""format":"cookie-consent-policy/1","#,
        "",
        "format: `format` is missing: write `\"format\": \"cookie-consent-policy/1\"`",
    ),
    // fields that do not exist, at every level
    (r#""delegations":"#, r#""delegates":"#, "`delegates` is no key here"),
    (r#""contact":"#, r#""email":"#, "`email` is no key here"),
    (r#""material":"#, r#""changed":"#, "`changed` is no key here"),
    (r#""gpc_scope":"#, r#""gpc":"#, "`gpc` is no key here"),
    (r#""tcf_id":"#, r#""iab_id":"#, "`iab_id` is no key here"),
    (r#""purpose":"#, r#""description":"#, "`description` is no key here"),
    (r#""met":"#, r#""conditions":"#, "`conditions` is no key here"),
    (r#""longest":"#, r#""allows":"#, "`allows` is no key here"),
    (r#""add_uses":"#, r#""remove_uses":"#, "`remove_uses` is no key here"),
    (r#"{"host":"courses.edx.org","#, r#"{"port":1,"host":"courses.edx.org","#, "`port` is no key here"),
    (r#""since":"#, r#""until":"#, "`until` is no key here"),
    (r#"{"months":6}"#, r#"{"months":6,"days":1}"#, "`days` is no key here"),
    // words that are in no vocabulary
    (r#""targeting","performance""#, r#""marketing","performance""#, "`marketing` is not a category"),
    (r#""sale-or-share","analytics""#, r#""sale_or_share""#, "`sale_or_share` is not a use of data"),
    (r#""third""#, r#""3rd""#, "`3rd` is not a party"),
    (r#""local-storage""#, r#""localStorage""#, "`localStorage` is not a kind of storage"),
    (r#""imported""#, r#""guessed""#, "`guessed` is not a trust"),
    (r#""binding-only""#, r#""never""#, "`never` is not a scope of Global Privacy Control"),
    (r#""nai""#, r#""iab""#, "`iab` is not an opt-out programme"),
    (r#""statistical""#, r#""legitimate-interest""#, "`legitimate-interest` is not a ground of exemption"),
    (r#""sole-purpose""#, r#""harmless""#, "`harmless` is not a condition of an exemption"),
    (r#""sensitive""#, r#""low""#, "`low` is not a risk"),
    (r#""US-WY""#, r#""Wyoming""#, "`Wyoming` is not a region"),
    (r#"{"requires":"notice"}"#, r#"{"requires":"nothing"}"#, "`nothing` is not a requirement"),
    (r#""no-exemption""#, r#""no-rule""#, "`no-rule` is not a rule"),
    (r#"{"cookie":"x_*"}"#, r#"{"allow":"x_*"}"#, "`allow` is no key here: use `category`"),
    // two words where one is meant
    (r#"{"cookie":"x_*"}"#, r#"{"cookie":"x_*","use":"analytics"}"#, "`{...}` is not a prohibition"),
    (r#"{"days":30}"#, r#"{"days":30,"seconds":1}"#, "`{...}` is not a lifetime"),
    // values that mean nothing
    (r#"["targeting","performance"]"#, "[]", "`ad*id` is in no category"),
    (r#"{"days":30}"#, r#"{"days":0}"#, "`0` is not a number of days: use 1 to 49710"),
    (r#"{"seconds":90}"#, r#"{"seconds":0}"#, "`0` is not a number of seconds"),
    (r#"{"seconds":90}"#, r#"{"seconds":-1}"#, "`-1` is not a number of seconds"),
    (r#""lifetime":"session""#, r#""lifetime":"forever""#, "`forever` is not a lifetime"),
    (r#""2026-02-01""#, r#""2026-02-30""#, "`2026-02-30` is not a date"),
    (r#""2026-02-01""#, r#""2026-W05-7""#, "`2026-W05-7` is not a date"),
    (r#""2026-02-01""#, r#""1 February 2026""#, "is not a date"),
    (r#""2026-02-01""#, r#""-0044-03-15""#, "`-0044-03-15` is not a date"),
    (r#""2026-02-01""#, r#""-000044-03-15""#, "`-000044-03-15` is not a date"),
    (r#""2026-02-01""#, r#""+12026-02-01""#, "`+12026-02-01` is not a date"),
    // a key that comes twice, of which one word would be lost
    (r#""delegations":"#, r#""declarations":[],"delegations":"#, "`declarations` stands here twice"),
    (r#""party":"#, r#""categories":["strictly-necessary"],"party":"#, "`categories` stands here twice"),
    (r#""longest":"#, r#""forbids":[],"longest":"#, "`forbids` stands here twice"),
    (r#""gpc_scope":"#, r#""gpc_scope":"everywhere","gpc_scope":"#, "`gpc_scope` stands here twice"),
];

#[test]
fn a_document_says_nothing_that_is_not_read() {
    let document = everything_as_a_document().to_string();
    for (there, instead, expected) in REFUSED {
        assert!(document.contains(there), "{there} is not in the document");
        let broken = document.replacen(there, instead, 1);
        match serde_json::from_str::<Policy>(&broken) {
            Ok(_) => panic!("{instead} was read in place of {there}"),
            Err(error) => assert!(error.to_string().contains(expected), "{instead}: {error}"),
        }
    }
}

/// What can be written reads back.
#[test]
fn a_date_that_no_document_can_say_is_refused() {
    let version = |date| Policy::builder().version(Version::new(1, date));
    let law = LawOverride::stricter(Jurisdiction::Elsewhere, Rule::NoExemption);
    for date in [date!(-9999 - 01 - 01), date!(-0001 - 12 - 31)] {
        for policy in [version(date), version(date!(2026 - 02 - 01)).override_law(law.since(date))] {
            let errors = policy.build().unwrap_err();
            assert_eq!(errors.iter().map(PolicyError::kind).collect::<Vec<_>>(), [&PolicyErrorKind::Date(date)]);
            let said = format!("`{date}` is not a date that a document can say: use the years 0 to 9999");
            assert!(errors.to_string().ends_with(&said), "{errors}");
        }
    }
    for date in [date!(0000 - 01 - 01), date!(9999 - 12 - 31)] {
        let policy = version(date).override_law(law.since(date)).build().unwrap();
        let document = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&document).unwrap(), policy);
    }
}

#[test]
fn a_policy_needs_no_more_than_versions_and_declarations() {
    let smallest: Policy = serde_json::from_value(document(json!({}))).unwrap();
    assert_eq!(smallest, Policy::builder().version(Version::new(1, date!(2022 - 12 - 15))).build().unwrap());
    for field in ["format", "versions", "declarations"] {
        let mut incomplete = document(json!({}));
        incomplete.as_object_mut().unwrap().remove(field);
        let error = serde_json::from_value::<Policy>(incomplete).unwrap_err().to_string();
        assert!(error.contains(&format!("{field}: `{field}` is missing")), "{error}");
    }
}

// ---------------------------------------------------------------------------------------------------- edX

fn edx() -> Policy {
    serde_json::from_str(EDX).unwrap()
}

/// A visitor whose browser is recognised.
fn visit<'a>(region: &str, place: Place<'a>, signals: Signals) -> Visit<'a> {
    Visit::new(NOW, place, signals, &[], BrowserMode::AcceptsAll, Age::Unknown)
        .region(region.parse().unwrap())
        .recognised(Recognised::BROWSER)
}

#[track_caller]
fn assert_reason(policy: &Policy, visit: &Visit<'_>, consent: Consent<'_>, cookie: &Cookie<'_>, expected: Reason) {
    let decision = decide(policy, visit, consent, cookie);
    assert_eq!(decision.reason(), expected, "{} on {} for {visit:?}: {decision}", cookie.name, cookie.host);
}

/// A cookie for each declaration of a document, with what its raw text says of it.
fn declared(declarations: &Value) -> Vec<(String, String, &Value)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let names = |declaration: &Value| text(&declaration["name"]).replace('*', "x");
    let hosts = |declaration: &Value| declaration["hosts"].as_array().cloned().unwrap_or_default();
    let one =
        |declaration| hosts(declaration).iter().map(|host| (names(declaration), text(host), declaration)).collect();
    declarations.as_array().unwrap().iter().flat_map(|declaration| -> Vec<_> { one(declaration) }).collect()
}

fn asked<'a>(name: &'a str, host: &'a str, declaration: &'a Value) -> Cookie<'a> {
    Cookie {
        path: declaration["path"].as_str().unwrap_or("/"),
        party: declaration["party"].as_str().map_or(Party::First, |party| party.parse().unwrap()),
        storage: declaration["storage"].as_str().map_or(Storage::Cookie, |storage| storage.parse().unwrap()),
        ..Cookie::first_party(name, host)
    }
}

#[test]
fn edx_declares_what_its_policy_names() {
    let document: Value = serde_json::from_str(EDX).unwrap();
    let policy = edx();
    let silent = visit("DE", Place::Site, Signals::NONE);
    let accepted =
        ConsentRecord::first(&ConsentEvent::accept_all(utc_datetime!(2026-11-01 9:00), PolicyVersion::new(7)));
    let declarations = declared(&document["declarations"]);
    assert!(declarations.len() >= 40, "{}", declarations.len());
    for (name, host, declaration) in declarations {
        let cookie = asked(&name, &host, declaration);
        let necessary = declaration["categories"] == json!(["strictly-necessary"]);
        let (without, with) = if declaration["trust"] == "imported" {
            (Reason::Uncategorised, Reason::Uncategorised)
        } else if necessary {
            (Reason::StrictlyNecessary, Reason::StrictlyNecessary)
        } else {
            (Reason::DefaultOptIn, Reason::Consent)
        };
        assert_reason(&policy, &silent, Consent::Absent, &cookie, without);
        assert_reason(&policy, &silent, Consent::Given(&accepted), &cookie, with);
        assert!(declaration["purpose"].as_str().is_some_and(|purpose| !purpose.is_empty()), "{name} has no purpose");
        assert!(
            necessary
                || !declaration["lifetime"].is_null()
                || declaration["storage"] != Value::Null
                || declaration["trust"] == "imported",
            "{name} has no lifetime"
        );
    }
}

#[test]
fn edx_knows_its_cookies_by_name() {
    let policy = edx();
    let silent = visit("DE", Place::Site, Signals::NONE);
    for (reason, names) in [
        (
            Reason::StrictlyNecessary,
            "sessionid csrftoken edxloggedin edx-user-info edx-jwt-cookie-header-payload edx-jwt-cookie-signature \
             enterprise_customer_uuid AWSALB AWSALBCORS OptanonConsent OptanonAlertBoxClosed",
        ),
        (
            Reason::DefaultOptIn,
            "_ga _ga_ABC123 _gid _gat _gat_UA-1 __utma __utmb __utmc __utmt __utmv __utmz _fbp _fbc \
             openedx-language-preference prod-edx-language-preference edx_survey_asked edx_popup_seen",
        ),
        (Reason::Uncategorised, "_gaa __utm _fbp2 SESSIONID sessionid2 hubspotutk"),
    ] {
        for name in names.split_ascii_whitespace() {
            assert_reason(&policy, &silent, Consent::Absent, &Cookie::first_party(name, "www.edx.org"), reason);
        }
    }
    let basket = Cookie::first_party("oscar_open_basket", "ecommerce.edx.org");
    assert_reason(&policy, &silent, Consent::Absent, &basket, Reason::StrictlyNecessary);
    // declared for one party and one site only
    let fr = |host| Cookie::third_party("fr", host);
    assert_reason(&policy, &silent, Consent::Absent, &fr("www.facebook.com"), Reason::DefaultOptIn);
    assert_reason(&policy, &silent, Consent::Absent, &fr("facebook.com.evil.example"), Reason::Uncategorised);
    let own = Cookie::first_party("fr", "www.facebook.com");
    assert_reason(&policy, &silent, Consent::Absent, &own, Reason::OtherParty);
}

#[test]
fn edx_is_exempt_only_where_the_law_says_so() {
    let policy = edx();
    let stats = Cookie::first_party("edx_stats", "www.edx.org");
    let language = Cookie::first_party("openedx-language-preference", "www.edx.org");
    let google = Cookie::first_party("_ga", "www.edx.org");
    for (region, of_stats, of_language, of_google) in [
        ("FR", Reason::ExemptAudienceMeasurement, Reason::ExemptUiCustomisation, Reason::DefaultOptIn),
        ("GB", Reason::ExemptStatistical, Reason::ExemptAppearance, Reason::DefaultOptIn),
        ("DE", Reason::DefaultOptIn, Reason::DefaultOptIn, Reason::DefaultOptIn),
        ("US-CA", Reason::DefaultOptOut, Reason::DefaultOptOut, Reason::DefaultOptOut),
        // what neither identifies nor profiles needs no opt-in in Quebec; Google Analytics does
        ("CA-QC", Reason::DefaultOptOut, Reason::DefaultOptOut, Reason::DefaultOptIn),
    ] {
        let silent = visit(region, Place::Site, Signals::NONE);
        for (cookie, expected) in [(&stats, of_stats), (&language, of_language), (&google, of_google)] {
            assert_reason(&policy, &silent, Consent::Absent, cookie, expected);
        }
    }
}

#[test]
fn edx_states_risks_so_that_switzerland_asks_for_the_risky_alone() {
    let policy = edx();
    let silent = visit("CH", Place::Site, Signals::NONE);
    let google = Cookie::third_party("IDE", "ad.doubleclick.net");
    assert_reason(&policy, &silent, Consent::Absent, &google, Reason::DefaultOptOut);
    let meta = Cookie::first_party("_fbp", "www.edx.org");
    assert_reason(&policy, &silent, Consent::Absent, &meta, Reason::DefaultOptIn);
}

#[test]
fn a_change_at_one_vendor_asks_again_for_that_vendor_alone() {
    let policy = edx();
    let visit = visit("CZ", Place::Site, Signals::NONE);
    let accepted = |version| {
        ConsentRecord::first(&ConsentEvent::accept_all(utc_datetime!(2026-11-01 9:00), PolicyVersion::new(version)))
    };
    for (version, of_meta, of_linkedin) in [
        (4, Reason::ConsentStaleVersion, Reason::ConsentStaleVersion),
        (5, Reason::Consent, Reason::ConsentStaleVersion),
        (6, Reason::Consent, Reason::Consent),
        (8, Reason::ConsentStaleVersion, Reason::ConsentStaleVersion),
    ] {
        let record = accepted(version);
        for (name, expected) in [("_fbp", of_meta), ("li_fat_id", of_linkedin)] {
            let cookie = Cookie::first_party(name, "www.edx.org");
            assert_reason(&policy, &visit, Consent::Given(&record), &cookie, expected);
        }
    }
    assert_eq!(policy.version_at(NOW), PolicyVersion::new(7));
    assert_eq!(policy.version_at(utc_datetime!(2022-12-14 23:59:59)), PolicyVersion::new(6));
}

#[test]
fn a_url_tells_whose_page_it_is() {
    let policy = edx();
    for (path, place) in [
        ("/courses/UniX/CS101/2026/info", Place::Member("unix")),
        ("/courses/UniXtra/CS101", Place::Site),
        ("/courses/course-v1:MeridianX+BIO2+2026/course/", Place::Member("meridian")),
        ("/courses/NorrlandX", Place::Member("norrland")),
        ("/dashboard", Place::Site),
    ] {
        assert_eq!(policy.place("courses.edx.org", path), place, "{path}");
        assert_eq!(policy.place("www.edx.org", path), Place::Site, "{path}");
    }
}

#[test]
fn members_declare_on_their_own_pages_only() {
    let policy = edx();
    let record = ConsentRecord::first(&ConsentEvent::accept_all(utc_datetime!(2026-11-01 9:00), PolicyVersion::new(7)));
    for (name, owner, expected) in [
        ("unix_quiz", "unix", Reason::Consent),
        ("unix_outreach", "unix", Reason::Consent),
        ("unix_stats", "unix", Reason::MemberRestriction),
        ("meridian_campaign", "meridian", Reason::Consent),
        ("norrland_theme", "norrland", Reason::Consent),
        ("proctoring_session", "norrland", Reason::StrictlyNecessary),
    ] {
        let cookie = Cookie::first_party(name, "courses.edx.org");
        for place in ["unix", "meridian", "norrland", "nobody"].map(Place::Member).into_iter().chain([Place::Site]) {
            let expected = if place == Place::Member(owner) { expected } else { Reason::Uncategorised };
            let visit = visit("FR", place, Signals::NONE);
            assert_reason(&policy, &visit, Consent::Given(&record), &cookie, expected);
        }
    }
}

#[test]
fn members_restrict() {
    let policy = edx();
    let at = |member, signals| visit("US-CA", Place::Member(member), signals);
    let ga = Cookie::first_party("_ga", "courses.edx.org").lasting(Lifetime::days(730));
    let gpc = || Signals::NONE.with_gpc();

    // UniX forbids analytics, by whomever
    for name in ["_ga", "_gid", "edx_stats"] {
        let cookie = Cookie::first_party(name, "courses.edx.org");
        assert_reason(&policy, &at("unix", Signals::NONE), Consent::Absent, &cookie, Reason::MemberRestriction);
    }
    // Meridian shares what Google Analytics collects, so opt-outs reach it there; and it has no place for X
    assert_reason(&policy, &at("meridian", Signals::NONE), Consent::Absent, &ga, Reason::DefaultOptOut);
    assert_reason(&policy, &at("meridian", gpc()), Consent::Absent, &ga, Reason::GpcBinding);
    assert_reason(&policy, &visit("US-CA", Place::Site, gpc()), Consent::Absent, &ga, Reason::DefaultOptOut);
    let x = Cookie::third_party("personalization_id", "x.com");
    assert_reason(&policy, &at("meridian", Signals::NONE), Consent::Absent, &x, Reason::MemberRestriction);
    assert_reason(&policy, &at("unix", Signals::NONE), Consent::Absent, &x, Reason::DefaultOptOut);
    // Norrland shortens: `_ga` most, everything else too, what is strictly necessary never
    for (name, longest) in
        [("_ga", Lifetime::days(30)), ("_ga_1", Lifetime::days(180)), ("csrftoken", Lifetime::days(364))]
    {
        let cookie = Cookie::first_party(name, "courses.edx.org").lasting(Lifetime::days(730));
        let decision = decide(&policy, &at("norrland", Signals::NONE), Consent::Absent, &cookie);
        assert_eq!(decision.max_lifetime(), Some(longest), "{name}");
    }
}

#[test]
fn a_choice_on_the_site_binds_the_members() {
    let policy = edx();
    let refused =
        ConsentRecord::first(&ConsentEvent::reject_all(utc_datetime!(2026-11-01 9:00), PolicyVersion::new(7)));
    for (member, name) in [("unix", "unix_outreach"), ("meridian", "meridian_campaign"), ("norrland", "norrland_theme")]
    {
        for region in ["FR", "US-CA", "US-WY"] {
            let visit = visit(region, Place::Member(member), Signals::NONE);
            let cookie = Cookie::first_party(name, "courses.edx.org");
            assert_reason(&policy, &visit, Consent::Given(&refused), &cookie, Reason::Refused);
        }
    }
}

/// By a site's pattern of necessary cookies what a Member declares would be set without consent.
#[test]
fn no_member_hides_behind_a_necessary_pattern_of_the_site() {
    let site = || {
        Policy::builder()
            .version(Version::new(1, date!(2022 - 12 - 15)))
            .declare(Declaration::new("edx_*", Category::StrictlyNecessary))
            .declare(Declaration::new("edx_ads", Category::Targeting))
    };
    let declaring = |name| Member::new("unix").page("courses.edx.org", "/unix").declare(theirs(name));
    for name in ["edx_stats", "edx_a*", "edx*", "*_ads", "edx_*_x"] {
        let errors = site().member(declaring(name)).build().unwrap_err();
        let is_it = |error: &PolicyError| matches!(error.kind(), PolicyErrorKind::OutOfReach(..));
        assert!(errors.iter().any(is_it), "{name}: {errors}");
    }
    // nor behind a delegation, which is of what is strictly necessary and of nothing else
    let delegated = |line: Declaration| site().delegate("edx_m*").member(declaring("ads_*").declare(line)).build();
    let necessary = || Declaration::new("edx_m", Category::StrictlyNecessary);
    assert!(delegated(necessary()).is_ok());
    for line in [necessary().also(Category::Performance), necessary().used_for(DataUse::Analytics)] {
        let errors = delegated(line).unwrap_err();
        assert!(errors.iter().any(|error| matches!(error.kind(), PolicyErrorKind::OutOfReach(..))), "{errors}");
    }
    // what the site declares apart, and what its pattern does not mean
    let policy = site().member(declaring("edx_ads").declare(theirs("ads_*"))).build().unwrap();
    let visit = visit("FR", Place::Member("unix"), Signals::NONE);
    for name in ["edx_ads", "ads_edx"] {
        let cookie = Cookie::first_party(name, "courses.edx.org");
        assert_reason(&policy, &visit, Consent::Absent, &cookie, Reason::DefaultOptIn);
    }
}

fn theirs(name: &str) -> Declaration {
    Declaration::new(name, Category::Targeting)
}

const HOSTS: &[&str] = &["edx.org", "courses.edx.org", "a.courses.edx.org", "127.0.0.1", "org"];
const PATHS: &[&str] = &["/", "/a", "/a/", "/a/b", "/ab"];

proptest! {
    #![proptest_config(cases(2_000))]

    /// Of all Members who claim a page the one with the longest host, and then the longest path, has it.
    #[test]
    fn a_page_belongs_to_whoever_claims_it_most_exactly(
        claims in btree_set((select(HOSTS), select(PATHS)), 0..8),
        host in select(&["edx.org", "Courses.EDX.org", "a.courses.edx.org:8080", "edx.org.", "127.0.0.1", "0.0.1", "org"]),
        path in select(&["/", "/a", "/ab", "/a/", "/a/b", "/a/b/c", "", "/%61"]),
    ) {
        let members = claims.iter().enumerate().map(|(n, (host, path))| Member::new(&format!("m{n}")).page(host, path));
        let policy = members.fold(Policy::builder().version(Version::new(1, date!(2022 - 12 - 15))), PolicyBuilder::member);
        let policy = policy.build().unwrap();
        let plain = match path {
            "" => "/",
            "/%61" => "/a",
            path => path,
        };
        let claimed = claims.iter().enumerate().filter(|(_, (scope, prefix))| {
            let below = plain.strip_prefix(prefix);
            let path = below.is_some_and(|rest| rest.is_empty() || prefix.ends_with('/') || rest.starts_with('/'));
            HostName::new(host).is_within(scope) && path
        });
        let owner = claimed.max_by_key(|(_, (host, path))| (host.len(), path.len())).map(|(n, _)| format!("m{n}"));
        let expected = owner.as_deref().map_or(Place::Site, Place::Member);
        prop_assert_eq!(policy.place(host, path), expected);
    }
}
