//! Facts of law that do not bind a site: they count nowhere for its policy, and whoever reviews it is told.
#![cfg(test)]

use cookie_consent::law::{self, Kind, Scope};
use cookie_consent::policy::{Declaration, PolicyBuilder, Version};
use cookie_consent::review::{DecisionTable, Lint, Severity, diff, lint};
use cookie_consent::visit::{BrowserMode, Recognised, Signals};
use cookie_consent::{
    Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Place, Policy, Reason, Visit, decide,
};
use serde_json::json;
use time::UtcDateTime;
use time::macros::{date, utc_datetime};

const NOW: UtcDateTime = utc_datetime!(2026-11-25 12:00);
const DSA: &str = "eu27/dsa-minors";

fn site() -> PolicyBuilder {
    Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .record_in("choices")
        .declare(Declaration::new("_fbp", Category::Targeting))
}

fn accepted(policy: &Policy, region: &str) -> Reason {
    let record = ConsentRecord::first(&ConsentEvent::accept_all(NOW, policy.version_at(NOW)));
    let visit = Visit::new(NOW, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Years(17))
        .region(region.parse().unwrap())
        .recognised(Recognised::BROWSER);
    decide(policy, &visit, Consent::Given(&record), &Cookie::first_party("_fbp", "edx.org")).reason()
}

#[test]
fn a_fact_that_is_set_aside_counts_nowhere_that_shares_it() {
    let (bound, free) = (site().build().unwrap(), site().not_subject_to(DSA, "no online platform").build().unwrap());
    for region in ["FR", "DE", "FR-75"] {
        assert_eq!(accepted(&bound, region), Reason::MinorProhibited, "{region}");
        assert_eq!(accepted(&free, region), Reason::Consent, "{region}");
    }
    // what is another fact is not set aside with it
    assert_eq!((accepted(&free, "NO"), accepted(&free, "BR")), (Reason::MinorProhibited, Reason::MinorProhibited));
}

/// What binds everybody is the law; of the rest any may be set aside.
#[test]
fn only_laws_for_everybody_cannot_be_set_aside() {
    let mut counted = [0_u32; 2];
    for fact in law::facts() {
        let for_everybody = fact.scope == Scope::Everybody && matches!(fact.kind, Kind::Statute | Kind::Regulation);
        let built = site().not_subject_to(fact.id, "a reason").build();
        assert_eq!(built.is_err(), for_everybody, "{}", fact.id);
        let [free, bound] = &mut counted;
        let count = if for_everybody { bound } else { free };
        *count = count.checked_add(1).unwrap();
    }
    assert!(counted.iter().all(|count| *count > 20), "{counted:?}");
}

#[test]
fn what_is_set_aside_reads_back() {
    let policy = site().not_subject_to(DSA, "no online platform").build().unwrap();
    let document = serde_json::to_value(&policy).unwrap();
    assert_eq!(document["not_subject"], json!([{ "fact": DSA, "because": "no online platform" }]));
    assert_eq!(serde_json::from_value::<Policy>(document).unwrap(), policy);
    let [one] = policy.source().not_subject() else { panic!("{policy:?}") };
    assert_eq!((one.fact(), one.because()), (DSA, "no online platform"));
    // a document without it is what it was
    assert_eq!(serde_json::to_value(site().build().unwrap()).unwrap().get("not_subject"), None);
}

#[test]
fn who_reviews_a_policy_is_told() {
    let policy = site().not_subject_to(DSA, "no online | platform").build().unwrap();
    let findings = lint(&policy);
    let told: Vec<_> = findings.iter().filter(|finding| finding.lint() == Lint::NotSubject).collect();
    let [finding] = told.as_slice() else { panic!("{findings:?}") };
    assert_eq!(finding.severity(), Severity::Advice);
    assert_eq!(
        finding.to_string(),
        "the fact `eu27/dsa-minors` (set aside because `no online | platform`): it counts nowhere for this policy: \
         look again whenever the site or the law changes"
    );
    let table = DecisionTable::of(&policy, NOW, Age::Unknown).unwrap().markdown().to_string();
    let head = table.split("\n\n").nth(1).unwrap();
    assert!(head.contains(r"`eu27/dsa-minors`, because `no online \| platform`"), "{head}");
}

/// A consent that was given while the fact denied must not carry what it denied.
#[test]
fn setting_a_fact_aside_is_material() {
    let (bound, free) = (site().build().unwrap(), site().not_subject_to(DSA, "no online platform").build().unwrap());
    assert!(diff(&bound, &free).is_material());
    assert!(!diff(&free, &bound).is_material());
    let other = site().not_subject_to(DSA, "a small enterprise").build().unwrap();
    let told: Vec<String> = diff(&free, &other).changes().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["the fact `eu27/dsa-minors` (set aside because `a small enterprise`): fact-reason: no online platform, \
         now a small enterprise"]
    );
    // it only permits, so without it nothing rests on a consent that did not before
    let without = site().not_subject_to("es/exempt-audience", "no lawyer would sign it").build().unwrap();
    assert!(!diff(&bound, &without).is_material() && diff(&without, &bound).is_material());
}
