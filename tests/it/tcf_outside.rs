//! What a TC string means for visitors from where the framework does not apply.
#![cfg(test)]

use cookie_consent::cookie::DataUse;
use cookie_consent::law::{Ground, Jurisdiction, Rule};
use cookie_consent::policy::{Declaration, Exemption, LawOverride, Vendor, Version};
use cookie_consent::visit::{BrowserMode, Recognised, Signals, Tcf, TcfPurpose, TcfPurposes, TcfVendor};
use cookie_consent::{
    Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Place, Policy, Reason, Visit, decide,
};
use time::UtcDateTime;
use time::macros::{date, utc_datetime};

const DAY: UtcDateTime = utc_datetime!(2026-11-10 00:00);

fn policy() -> Policy {
    let adco = Declaration::new("adco", Category::Targeting).vendor("adco");
    let stat = Declaration::new("stat", Category::Performance).vendor("adco");
    let stat = stat.used_for(DataUse::Analytics).exempt(Exemption::fulfilled(Ground::Statistical));
    let wyoming = Jurisdiction::Region("US-WY".parse().unwrap());
    Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .vendor(Vendor::new("adco", "AdCo").tcf_id(1))
        .declare(adco)
        .declare(stat)
        .declare(Declaration::new("other", Category::Targeting))
        .override_law(LawOverride::laxer(wyoming, Rule::Exempts(Ground::Statistical)))
        .build()
        .unwrap()
}

fn granting() -> Tcf {
    Tcf {
        last_updated: DAY,
        policy_version: 5,
        service_specific: true,
        purpose_one_treatment: false,
        has_disclosed_vendors: true,
        purposes: TcfPurposes::ALL,
        vendors: vec![TcfVendor { id: 1, consented: true, disclosed: true, restricted: TcfPurposes::EMPTY }],
        additional_consent: None,
    }
}

fn without_purpose(purpose: TcfPurpose) -> Tcf {
    Tcf { purposes: TcfPurposes::ALL.without(purpose), ..granting() }
}

fn reason(region: &str, name: &str, tcf: Tcf, accepted: Option<UtcDateTime>) -> Reason {
    let policy = policy();
    let signals = Signals::NONE.with_tcf(tcf);
    let now = utc_datetime!(2026-11-25 12:00);
    let visit = Visit::new(now, Place::Site, signals, &[], BrowserMode::AcceptsAll, Age::Unknown)
        .region(region.parse().unwrap())
        .recognised(Recognised::BROWSER);
    let record = accepted.map(|at| ConsentRecord::first(&ConsentEvent::accept_all(at, policy.version_at(at))));
    let consent = record.as_ref().map_or(Consent::Absent, Consent::Given);
    decide(&policy, &visit, consent, &Cookie::first_party(name, "edx.org")).reason()
}

#[test]
fn a_refusal_restricts_against_silence() {
    let silent = |name, tcf| reason("US-WY", name, tcf, None);
    assert_eq!(silent("adco", granting()), Reason::NoticeOnly);
    assert_eq!(silent("adco", without_purpose(TcfPurpose::P1)), Reason::TcfNoPurpose1);
    assert_eq!(silent("adco", without_purpose(TcfPurpose::P4)), Reason::TcfPurposeMissing);
    assert_eq!(silent("adco", Tcf { vendors: Vec::new(), ..granting() }), Reason::TcfVendorMissing);
    // of companies that are in no list of the framework it says nothing
    assert_eq!(silent("other", without_purpose(TcfPurpose::P1)), Reason::NoticeOnly);
}

#[test]
fn a_refusal_loses_to_a_consent_that_was_given_later() {
    let refusing = || without_purpose(TcfPurpose::P1);
    let accepted = |region, at| reason(region, "adco", refusing(), Some(at));
    assert_eq!(accepted("US-WY", utc_datetime!(2026-11-11 00:00)), Reason::Consent);
    // on its day nobody knows which came first
    for at in [utc_datetime!(2026-11-10 23:59:59), utc_datetime!(2026-11-09 12:00)] {
        assert_eq!(accepted("US-WY", at), Reason::TcfNoPurpose1, "{at}");
    }
    // where the framework applies the string is necessary
    assert_eq!(accepted("FR", utc_datetime!(2026-11-11 00:00)), Reason::TcfNoPurpose1);
}

/// It is no consent of the site's own.
#[test]
fn a_grant_says_nothing() {
    assert_eq!(reason("KE", "adco", granting(), None), Reason::DefaultOptIn);
    assert_eq!(reason("FR", "adco", granting(), None), Reason::Consent);
}

/// A string is no refusal because it may not be relied on; but what it refuses it refuses.
#[test]
fn that_a_string_is_invalid_refuses_nothing() {
    let invalid = |tcf: Tcf| Tcf { service_specific: false, policy_version: 2, ..tcf };
    for (tcf, outside, inside) in [
        (invalid(granting()), Reason::NoticeOnly, Reason::TcfStringInvalid),
        (invalid(without_purpose(TcfPurpose::P1)), Reason::TcfNoPurpose1, Reason::TcfStringInvalid),
        (Tcf::UNRELIABLE, Reason::NoticeOnly, Reason::TcfStringInvalid),
        // one of two refuses, and nobody knows which is the newer
        (granting().union(without_purpose(TcfPurpose::P1)), Reason::TcfNoPurpose1, Reason::TcfStringInvalid),
    ] {
        assert_eq!(reason("US-WY", "adco", tcf.clone(), None), outside, "{tcf:?}");
        assert_eq!(reason("FR", "adco", tcf.clone(), None), inside, "{tcf:?}");
    }
}

/// An exempt cookie needs no consent, and a refusal still reaches it, as one on the site does.
#[test]
fn a_refusal_reaches_what_is_exempt() {
    let stat = |tcf| reason("US-WY", "stat", tcf, None);
    assert_eq!(stat(granting()), Reason::ExemptStatistical);
    assert_eq!(stat(without_purpose(TcfPurpose::P8)), Reason::TcfPurposeMissing);
    assert_eq!(stat(without_purpose(TcfPurpose::P1)), Reason::TcfNoPurpose1);
    let spared = Tcf { purpose_one_treatment: true, ..without_purpose(TcfPurpose::P1) };
    assert_eq!(stat(spared), Reason::ExemptStatistical);
}
