//! On which law an answer rests.
#![cfg(test)]

use std::cell::RefCell;
use std::collections::BTreeMap;

use cookie_consent::consent::PolicyVersion;
use cookie_consent::explain::{Basis, Bearing, Explanation, explain};
use cookie_consent::law::{self, Ground, Jurisdiction, Months, Risk, Rule};
use cookie_consent::policy::{Declaration, Exemption, GpcScope, LawOverride, Version};
use cookie_consent::strategies::scenes;
use cookie_consent::visit::{BrowserMode, Recognised, Signals};
use cookie_consent::{
    Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Place, Policy, Reason, Region, Visit,
};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;
use time::UtcDateTime;
use time::macros::{date, utc_datetime};

use crate::cases::cases;

const NOW: UtcDateTime = utc_datetime!(2026-11-23 12:00);

/// The reasons that are the law's, and not the visitor's, the browser's or the site's.
const OF_LAW: &[Reason] = &[
    Reason::Forbidden,
    Reason::MinorProhibited,
    Reason::MinorNoOptIn,
    Reason::GpcBinding,
    Reason::GpcRemembered,
    Reason::TcfStringInvalid,
    Reason::TcfNoPurpose1,
    Reason::TcfPurposeMissing,
    Reason::TcfVendorMissing,
    Reason::ExemptAudienceMeasurement,
    Reason::ExemptStatistical,
    Reason::ExemptAppearance,
    Reason::ExemptUiCustomisation,
    Reason::ConsentWrongScope,
    Reason::ConsentFutureDated,
    Reason::ConsentExpired,
    Reason::ConsentStaleVersion,
    Reason::ImpliedNotConsent,
    Reason::RegionUnknownStrict,
    Reason::DefaultOptIn,
    Reason::DefaultOptOut,
    Reason::NoticeOnly,
];

/// What must hold of every explanation.
fn check(policy: &Policy, visit: &Visit<'_>, explanation: &Explanation) -> Result<(), TestCaseError> {
    let decision = explanation.decision();
    let reasons: Vec<_> = explanation.bearings().iter().map(Bearing::reason).collect();
    prop_assert_eq!(&reasons, &decision.reasons().iter().collect::<Vec<_>>());
    let first_denial = reasons.iter().find(|reason| !decision.is_allowed() && reason.verdict() == decision.verdict());
    let decides = first_denial.or_else(|| reasons.last());
    prop_assert_eq!(decides, Some(&decision.reason()));
    prop_assert_eq!(explanation.deciding().map(Bearing::reason), Some(decision.reason()));
    let binds_everywhere = policy.settings().gpc_scope == GpcScope::BindingEverywhere;
    for bearing in explanation.bearings() {
        let reason = bearing.reason();
        let sentence = bearing.remedy().to_string();
        prop_assert!(sentence.ends_with('.') && sentence.len() > 10, "{}: {}", reason, sentence);
        let by_setting = binds_everywhere && matches!(reason, Reason::GpcBinding | Reason::GpcRemembered);
        // before its first law a place asks for nothing
        let is_refused_by_string =
            matches!(reason, Reason::TcfNoPurpose1 | Reason::TcfPurposeMissing | Reason::TcfVendorMissing);
        // and a TC string that refuses counts against silence, whatever the law
        let by_no_law = reason == Reason::NoticeOnly || is_refused_by_string;
        let is_of_law = OF_LAW.contains(&reason);
        let has_a_basis = !bearing.rests_on().is_empty();
        prop_assert!(has_a_basis || !is_of_law || by_setting || by_no_law, "{} rests on nothing", reason);
        prop_assert!(!has_a_basis || is_of_law || reason == Reason::Consent, "{} rests on a law", reason);
        for basis in bearing.rests_on() {
            prop_assert!(visit.regions().any(|region| region == basis.region()), "{:?}", basis);
            match basis {
                Basis::Fact { region, fact } => {
                    prop_assert!(fact.holds_at(visit.now()), "{} is not in force", fact.id);
                    prop_assert!(is_of(*region, fact.id), "{} is not of {:?}", fact.id, region);
                }
                Basis::Override { change, .. } => {
                    prop_assert!(policy.source().overrides().contains(change), "{:?}", change);
                }
            }
        }
    }
    Ok(())
}

/// Whether a fact stands in a row that answers for a region; any may where no region is known.
fn is_of(region: Option<Region>, id: &str) -> bool {
    let mut rows = law::answering(region);
    rows.clone().any(|row| row.jurisdiction() == Jurisdiction::Unknown)
        || rows.any(|row| row.facts().any(|fact| fact.id == id))
}

/// Also: every reason is drawn, so each of the above was seen to hold of it.
#[test]
fn an_explanation_is_of_the_decision_and_names_the_law_in_force() {
    let seen = RefCell::new(BTreeMap::<Reason, u32>::new());
    let result = TestRunner::new(cases(6_000)).run(&scenes(), |scene| {
        let visit = scene.visit();
        let explanation = explain(&scene.policy, &visit, scene.consent(), &scene.cookie());
        prop_assert_eq!(explanation.decision(), scene.decide());
        let visitor = scene.policy.visitor(visit.clone(), scene.consent());
        prop_assert_eq!(&visitor.explain(&scene.cookie()), &explanation);
        for bearing in explanation.bearings() {
            *seen.borrow_mut().entry(bearing.reason()).or_default() += 1;
        }
        check(&scene.policy, &visit, &explanation)
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let seen = seen.into_inner();
    println!("{seen:?}");
    let missing: Vec<_> = Reason::ALL.iter().filter(|reason| !seen.contains_key(reason)).collect();
    assert!(missing.is_empty(), "no scene had {missing:?}");
}

/// A site with one cookie of each sort, in its second version, which changed targeting.
fn site(changes: &[LawOverride]) -> Policy {
    let every_risk_absent =
        Risk::ALL.iter().fold(Declaration::new("_fbp", Category::Targeting), |line, risk| line.without_risk(*risk));
    let site = Policy::builder()
        .version(Version::new(6, date!(2022 - 12 - 15)))
        .version(Version::new(7, date!(2026 - 11 - 01)).material(Category::Targeting))
        .declare(Declaration::new("_ga", Category::Performance))
        .declare(Declaration::new("risky", Category::Targeting))
        .declare(every_risk_absent);
    changes.iter().fold(site, |site, change| site.override_law(*change)).build().unwrap()
}

/// A visitor and a cookie.
struct Case<'a> {
    region: &'a str,
    age: Age,
    gpc: bool,
    accepted: Option<UtcDateTime>,
    cookie: &'a str,
}

const fn asking<'a>(region: &'a str, cookie: &'a str) -> Case<'a> {
    Case { region, age: Age::Unknown, gpc: false, accepted: None, cookie }
}

impl Case<'_> {
    fn explained(&self, policy: &Policy) -> Explanation {
        let signals = Signals::from_headers(self.gpc.then_some(("Sec-GPC", "1")));
        let visit = Visit::new(NOW, Place::Site, signals, &[], BrowserMode::AcceptsAll, self.age);
        let visit = visit.recognised(Recognised::ALL);
        let visit = self.region.split_whitespace().fold(visit, |visit, region| visit.region(region.parse().unwrap()));
        let record = self.accepted.map(|at| ConsentRecord::first(&ConsentEvent::accept_all(at, policy.version_at(at))));
        let consent = record.as_ref().map_or(Consent::Absent, Consent::Given);
        let explanation = explain(policy, &visit, consent, &Cookie::first_party(self.cookie, "www.edx.org"));
        check(policy, &visit, &explanation).unwrap();
        explanation
    }

    #[track_caller]
    fn rests_on(&self, policy: &Policy, reason: Reason, wanted: &[&str], remedy: &str) {
        let explanation = self.explained(policy);
        assert_eq!(explanation.decision().reason(), reason, "{}", explanation.decision().reasons());
        let bearing = explanation.deciding().unwrap();
        let found: Vec<String> = bearing
            .rests_on()
            .iter()
            .map(|basis| match basis {
                Basis::Fact { fact, .. } => fact.id.to_owned(),
                Basis::Override { change, .. } => format!("the policy: {}", change.rule()),
            })
            .collect();
        assert_eq!(found, wanted);
        assert_eq!(bearing.remedy().to_string(), remedy);
    }
}

#[test]
fn the_facts_are_those_that_a_lawyer_would_name() {
    let policy = &site(&[]);
    let consent = "The visitor's consent.";
    asking("FR", "_ga").rests_on(policy, Reason::DefaultOptIn, &["eu/opt-in"], consent);
    asking("GF", "_ga").rests_on(policy, Reason::DefaultOptIn, &["eu/opt-in"], consent);
    asking("FR-75", "_ga").rests_on(policy, Reason::DefaultOptIn, &["eu/opt-in"], consent);
    asking("US-WI", "_ga").rests_on(policy, Reason::NoticeOnly, &["us/notice"], "The visitor's refusal.");
    asking("US-CO", "risky").rests_on(
        policy,
        Reason::DefaultOptIn,
        &["us-co/sensitive"],
        "The visitor's consent, or a declaration that these risks are absent, if they are: sensitive.",
    );
    asking("KE", "_ga").rests_on(policy, Reason::DefaultOptIn, &["unresearched/requires"], consent);
    asking("", "_fbp").rests_on(
        policy,
        Reason::RegionUnknownStrict,
        &["unknown/requires"],
        "The visitor's region, or else the visitor's consent.",
    );
    asking("XX", "_fbp").rests_on(
        policy,
        Reason::RegionUnknownStrict,
        &["unknown/requires"],
        "The visitor's region, or else the visitor's consent.",
    );
    // the row of the unknown region does not say it, and a row as strict as which it is does
    let recently = Some(utc_datetime!(2026-11-10 12:00));
    Case { accepted: recently, ..asking("", "_ga") }.rests_on(
        policy,
        Reason::Forbidden,
        &["us-md/sensitive-strictly-necessary"],
        "No consent cures it. Declare that these risks are absent, if they are: sensitive.",
    );
    Case { accepted: recently, age: Age::Years(16), ..asking("FR", "_fbp") }.rests_on(
        policy,
        Reason::MinorProhibited,
        &["eu27/dsa-minors"],
        "Nothing before the visitor is 18: no consent cures it.",
    );
    Case { accepted: recently, age: Age::Years(12), ..asking("FR", "_ga") }.rests_on(
        policy,
        Reason::MinorNoOptIn,
        &["fr/digital-consent"],
        "A parent's opt-in.",
    );
    Case { accepted: Some(utc_datetime!(2026-04-10 12:00)), ..asking("FR", "_ga") }.rests_on(
        policy,
        Reason::ConsentExpired,
        &["eu/opt-in", "eu/consent-lasts", "fr/consent-lasts"],
        "The visitor's consent, given anew.",
    );
    Case { accepted: Some(utc_datetime!(2026-10-10 12:00)), ..asking("FR", "_fbp") }.rests_on(
        policy,
        Reason::ConsentStaleVersion,
        &["eu/opt-in"],
        "The visitor's consent under version 7 or later.",
    );
    Case { gpc: true, ..asking("US-CO US-WI", "_fbp") }.rests_on(
        policy,
        Reason::GpcBinding,
        &["us-co/gpc"],
        "The visitor's consent, given after being told that Global Privacy Control is on.",
    );
    asking("US-MD", "risky").rests_on(
        policy,
        Reason::Forbidden,
        &["us-md/sensitive-strictly-necessary", "us-md/sensitive-sale"],
        "No consent cures it. Declare that these risks are absent, if they are: sensitive.",
    );
}

/// The region's own ground, and not one that another region knows.
#[test]
fn an_exemption_rests_on_the_law_that_grants_it() {
    let exempt = |name, category, ground| Declaration::new(name, category).exempt(Exemption::fulfilled(ground));
    let policy = &Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .declare(exempt("audience", Category::Performance, Ground::AudienceMeasurement))
        .declare(exempt("statistics", Category::Performance, Ground::Statistical))
        .declare(exempt("looks", Category::Functionality, Ground::Appearance))
        .declare(exempt("choice", Category::Functionality, Ground::UiCustomisation))
        .build()
        .unwrap();
    let objection = "The visitor's objection.";
    asking("FR", "audience").rests_on(policy, Reason::ExemptAudienceMeasurement, &["fr/exempt-audience"], objection);
    asking("FR", "choice").rests_on(policy, Reason::ExemptUiCustomisation, &["fr/exempt-ui"], objection);
    asking("FR", "statistics").rests_on(policy, Reason::DefaultOptIn, &["eu/opt-in"], "The visitor's consent.");
    asking("GB", "statistics").rests_on(policy, Reason::ExemptStatistical, &["gb/exempt-statistical"], objection);
    asking("GB", "looks").rests_on(policy, Reason::ExemptAppearance, &["gb/exempt-appearance"], objection);
}

/// Of a country of which only parts have rows, every part that is as strict.
#[test]
fn a_country_of_parts_rests_on_its_strictest() {
    let explanation = Case { gpc: true, ..asking("US", "_fbp") }.explained(&site(&[]));
    let rests_on = explanation.deciding().unwrap().rests_on();
    assert_eq!(explanation.decision().reason(), Reason::GpcBinding);
    assert!(rests_on.len() >= 12, "{rests_on:?}");
    assert!(rests_on.iter().all(|basis| basis.rule() == Rule::HonoursGpc(true)));
}

/// What the site says in place of the law is named in its place, and what it replaced is not.
#[test]
fn a_change_of_the_policy_is_named() {
    let france = Jurisdiction::Region("FR".parse().unwrap());
    let elsewhere = Jurisdiction::Region("PL".parse().unwrap());
    let two_months = Rule::ConsentLasts(Months::new(2));
    let policy = site(&[LawOverride::stricter(france, two_months), LawOverride::stricter(elsewhere, two_months)]);
    Case { accepted: Some(utc_datetime!(2026-09-10 12:00)), ..asking("FR", "_ga") }.rests_on(
        &policy,
        Reason::ConsentExpired,
        &["eu/opt-in", "the policy: consent-lasts 2 months"],
        "The visitor's consent, given anew.",
    );
    let later = LawOverride::stricter(france, two_months).since(date!(2026 - 11 - 24));
    let explanation = Case { accepted: Some(NOW), ..asking("FR", "_ga") }.explained(&site(&[later]));
    let rests_on = explanation.deciding().unwrap().rests_on();
    assert!(rests_on.iter().all(|basis| matches!(basis, Basis::Fact { .. })), "it does not hold yet: {rests_on:?}");
    let policy = site(&[LawOverride::laxer(france, Rule::ConsentLasts(Months::new(12)))]);
    let explanation =
        Case { accepted: Some(utc_datetime!(2026-04-10 12:00)), ..asking("FR", "_ga") }.explained(&policy);
    assert_eq!(explanation.decision().reason(), Reason::Consent);
    let rules: Vec<_> = explanation.deciding().unwrap().rests_on().iter().map(Basis::rule).collect();
    assert!(rules.contains(&Rule::ConsentLasts(Months::new(12))), "{rules:?}");
    assert!(!rules.contains(&Rule::ConsentLasts(Months::new(6))), "{rules:?}");
}

#[test]
fn what_needs_no_law_names_none() {
    let policy = site(&[]);
    let explanation = asking("FR", "unheard-of").explained(&policy);
    let [bearing] = explanation.bearings() else { panic!("{explanation:?}") };
    assert_eq!(bearing.remedy().to_string(), "Declare the cookie.");
    assert_eq!(PolicyVersion::new(7), policy.version_at(NOW));
}

/// What a service logs: everything but the texts that stand in the table under the id.
#[test]
fn an_explanation_is_written() {
    let policy = site(&[LawOverride::stricter(Jurisdiction::Region("US-CO".parse().unwrap()), Rule::HonoursGpc(true))]);
    let written = serde_json::to_value(Case { gpc: true, ..asking("US-CO", "_fbp") }.explained(&policy)).unwrap();
    assert_eq!(written["decision"]["reason"], "gpc-binding");
    let fact = law::fact("us-co/gpc").unwrap();
    assert_eq!(
        written["bearings"][0],
        json!({
            "reason": "gpc-binding",
            "verdict": "deny",
            "explanation": "Global Privacy Control is on, and the law makes it binding.",
            "rests_on": [
                {
                    "region": "US-CO", "fact": "us-co/gpc", "rule": { "honours-gpc": true }, "since": "2024-07-01",
                    "clause": fact.clause, "certainty": fact.certainty,
                },
                {
                    "region": "US-CO", "override": "US-CO", "rule": { "honours-gpc": true }, "since": null,
                    "laxer": false,
                },
            ],
            "remedy": "The visitor's consent, given after being told that Global Privacy Control is on.",
        })
    );
}
