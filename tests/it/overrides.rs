//! Overrides of the law: what they amount to together, whatever their order, and what only `laxer` can do.
#![cfg(test)]

use cookie_consent::law::{Jurisdiction, Months, Reach, Requirement, Risk, Rule};
use cookie_consent::policy::{Declaration, LawOverride, PolicyBuilder, Version};
use cookie_consent::review::diff;
use cookie_consent::visit::{BrowserMode, Recognised, Signals};
use cookie_consent::{
    Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Place, Policy, Reason, Visit, decide,
};
use time::macros::{date, utc_datetime};
use time::{Duration, UtcDateTime};

const NOW: UtcDateTime = utc_datetime!(2026-11-25 12:00);
const ADS: Cookie<'static> = Cookie::first_party("_fbp", "edx.org");

fn place(code: &str) -> Jurisdiction {
    Jurisdiction::Region(code.parse().unwrap())
}

fn site() -> PolicyBuilder {
    Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .declare(Declaration::new("_fbp", Category::Targeting))
}

fn with<const N: usize>(changes: [LawOverride; N]) -> Policy {
    changes.into_iter().fold(site(), PolicyBuilder::override_law).build().unwrap()
}

fn reason(policy: &Policy, region: &str, age: Age, consent: Consent<'_>) -> Reason {
    let visit = Visit::new(NOW, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, age);
    let visit = visit.region(region.parse().unwrap()).recognised(Recognised::BROWSER);
    decide(policy, &visit, consent, &ADS).reason()
}

fn silent(policy: &Policy, region: &str) -> Reason {
    reason(policy, region, Age::Unknown, Consent::Absent)
}

fn accepted(policy: &Policy, region: &str, days_ago: i64) -> Reason {
    let at = NOW.checked_sub(Duration::days(days_ago)).unwrap();
    let record = ConsentRecord::first(&ConsentEvent::accept_all(at, policy.version_at(at)));
    reason(policy, region, Age::Unknown, Consent::Given(&record))
}

/// A change of a country reaches the parts that have changes of their own, whichever stands first.
#[test]
fn a_stricter_change_of_a_country_reaches_a_part_that_was_changed_before() {
    let part = LawOverride::stricter(place("FR-75"), Rule::HonoursGpc(true));
    let country = LawOverride::stricter(place("FR"), Rule::ConsentLasts(Months::new(2)));
    for policy in [with([part, country]), with([country, part])] {
        for region in ["FR", "FR-75", "FR-13"] {
            assert_eq!(accepted(&policy, region, 90), Reason::ConsentExpired, "{region}");
            assert_eq!(accepted(&policy, region, 30), Reason::Consent, "{region}");
        }
    }
}

/// And those that have rows of their own in the table.
#[test]
fn a_stricter_change_of_the_united_states_reaches_every_state() {
    let policy = with([LawOverride::stricter(place("US"), Rule::Requires(Requirement::OptIn))]);
    for region in ["US-CA", "US-NY", "US-WY", "US-UM"] {
        assert_eq!(silent(&policy, region), Reason::DefaultOptIn, "{region}");
    }
}

/// Someone who is laxer in the United States has said nothing of California, which has a row of its own.
#[test]
fn a_laxer_change_of_a_country_reaches_only_parts_without_a_row() {
    let policy = with([LawOverride::laxer(place("US"), Rule::Requires(Requirement::OptOut))]);
    assert_eq!(silent(&with([]), "US-UM"), Reason::NoticeOnly);
    assert_eq!(silent(&policy, "US-UM"), Reason::DefaultOptOut);
    let policy = with([LawOverride::laxer(place("US"), Rule::Requires(Requirement::Notice))]);
    assert_eq!(silent(&policy, "US-CA"), silent(&with([]), "US-CA"));
    let policy = with([LawOverride::laxer(place("FR"), Rule::Requires(Requirement::Notice))]);
    assert_eq!((silent(&policy, "FR-75"), silent(&policy, "DE")), (Reason::NoticeOnly, Reason::DefaultOptIn));
}

/// No stricter change is undone by a laxer one, wherever it stands.
#[test]
fn a_stricter_change_prevails_over_a_laxer_one() {
    let laxer = LawOverride::laxer(place("FR"), Rule::Requires(Requirement::Notice));
    let stricter = LawOverride::stricter(place("FR"), Rule::Requires(Requirement::OptOut));
    for policy in [with([laxer, stricter]), with([stricter, laxer])] {
        assert_eq!(silent(&policy, "FR"), Reason::DefaultOptOut);
    }
}

/// Judged beside the statute, and not beside other stricter changes.
#[test]
fn a_change_that_makes_its_own_place_laxer_is_refused_in_any_order() {
    let stricter = LawOverride::stricter(place("FR"), Rule::Requires(Requirement::OptOut));
    let lasts = LawOverride::stricter(place("FR"), Rule::ConsentLasts(Months::new(3)));
    for changes in [[stricter, lasts], [lasts, stricter]] {
        let errors = changes.into_iter().fold(site(), PolicyBuilder::override_law).build().unwrap_err();
        let told: Vec<String> = errors.iter().map(|error| error.kind().to_string()).collect();
        assert_eq!(
            told,
            ["the override `requires all opt-out` makes the law of FR laxer: say so in so many words, or drop it"]
        );
    }
}

/// Oregon forbids targeted advertising below 16, and no addition could take that away.
#[test]
fn only_a_laxer_change_lowers_the_age_of_minors() {
    let oregon = place("US-OR");
    let prohibited = |below| Rule::MinorsProhibited { below, reach: Reach::EveryUse };
    let reason = |policy: &Policy| reason(policy, "US-OR", Age::Years(14), Consent::Absent);
    assert_eq!(reason(&with([])), Reason::MinorProhibited);
    assert_eq!(reason(&with([LawOverride::stricter(oregon, prohibited(0))])), Reason::MinorProhibited);
    // what is left is the sensitive data that nobody says is absent
    assert_eq!(reason(&with([LawOverride::laxer(oregon, prohibited(0))])), Reason::DefaultOptIn);
    // the statute says 16, the site 15: both changes in any order
    let both = [LawOverride::laxer(oregon, prohibited(0)), LawOverride::stricter(oregon, prohibited(15))];
    assert_eq!(reason(&with(both)), Reason::MinorProhibited);
}

#[test]
fn a_laxer_change_sets_one_risk_aside() {
    let texas = place("US-TX");
    let risky = |risk| LawOverride::stricter(texas, Rule::OptInIf(Category::Targeting.into(), risk));
    let aside = |risk| LawOverride::laxer(texas, Rule::IgnoresRisk(Category::Targeting.into(), risk));
    let all = Risk::ALL.iter().fold(site(), |site, risk| site.override_law(aside(*risk))).build().unwrap();
    assert_eq!(silent(&all, "US-TX"), Reason::DefaultOptOut);
    for risk in Risk::ALL {
        let again = all.source().clone().override_law(risky(*risk)).build().unwrap();
        assert_eq!(silent(&again, "US-TX"), Reason::DefaultOptIn, "{risk}");
    }
    // without the word it would do nothing, or make the law laxer
    let connecticut =
        LawOverride::stricter(place("US-CT"), Rule::IgnoresRisk(Category::Targeting.into(), Risk::Sensitive));
    assert!(site().override_law(connecticut).build().is_err());
}

/// A diff of two changes of one place shows which is which.
#[test]
fn a_diff_names_the_rule() {
    let lasts = |months| with([LawOverride::stricter(place("FR"), Rule::ConsentLasts(Months::new(months)))]);
    let (old, new) = (lasts(3), lasts(2));
    let told: Vec<String> = diff(&old, &new).changes().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "the override for FR: override-added: consent-lasts 2 months, stricter",
            "the override for FR: override-removed: consent-lasts 3 months, stricter (material for performance, \
         functionality, targeting)",
        ]
    );
}

/// A restriction may be added anywhere; a permission must say what it is.
#[test]
fn that_strings_forbid_is_never_laxer() {
    let texas = |change: fn(Jurisdiction, Rule) -> LawOverride, rule| {
        site().override_law(change(place("US-TX"), rule)).build().is_ok()
    };
    assert!(texas(LawOverride::stricter, Rule::TcfVetoes));
    assert!(!texas(LawOverride::stricter, Rule::TcfApplies));
    assert!(texas(LawOverride::laxer, Rule::TcfApplies));
}
