//! Where the crate and the oracle differed, and the rules were on the side of the oracle: the smallest scenes.
#![cfg(test)]

use cookie_consent::consent::{Actor, PolicyVersion};
use cookie_consent::law::{Ground, Risk};
use cookie_consent::policy::{Declaration, Exemption, ImportedLabels, PolicyBuilder, Settings, Version};
use cookie_consent::prompt::{Ask, PromptReason, PromptReasons};
use cookie_consent::{Age, Category, ConsentEvent, Cookie, Policy, Reason};
use time::macros::{date, utc_datetime};

use crate::fixture::{Facts, visitor_in};

fn site() -> PolicyBuilder {
    Policy::builder().version(Version::new(1, date!(2022 - 12 - 15)))
}

/// Where a parent must consent to every use, what is exempt is denied without (R4 stands before R11); so the parent has
/// to be asked about it.
#[test]
fn a_parent_is_asked_about_what_is_exempt_for_adults_alone() {
    let stat =
        Declaration::new("stat", Category::Performance).exempt(Exemption::fulfilled(Ground::AudienceMeasurement));
    let policy = site().declare(stat).build().unwrap();
    let child = Facts { age: Age::Years(9), ..visitor_in("BR") };
    let decision = child.decide(&policy, &[], &Cookie::first_party("stat", "www.edx.org"));
    assert_eq!(decision.reason(), Reason::MinorNoOptIn);
    let (categories, why) = (Category::Performance.into(), PromptReason::NotAsked.into());
    assert_eq!(child.prompt(&policy, &[]), Ask::Now { categories, why, whom: Actor::Parent });
    assert_eq!(visitor_in("BR").prompt(&policy, &[]), Ask::Nothing);
}

/// In France the consent has expired, in Japan it is only that the policy has changed since.
#[test]
fn why_to_ask_does_not_hang_on_the_order_of_the_regions() {
    let policy = site()
        .version(Version::new(2, date!(2026 - 01 - 01)).material(Category::Targeting))
        .declare(Declaration::new("ads", Category::Targeting).without_risk(Risk::Sensitive))
        .build()
        .unwrap();
    let said = [ConsentEvent::accept_all(utc_datetime!(2025-06-01 12:00), PolicyVersion::new(1))];
    let why = [PromptReason::Expired, PromptReason::PolicyChanged].into_iter().collect::<PromptReasons>();
    for regions in ["FR JP", "JP FR"] {
        let Ask::Now { why: found, .. } = visitor_in(regions).prompt(&policy, &said) else { panic!("{regions}") };
        assert_eq!(found, why, "{regions}");
    }
}

/// A label that decides denies what nobody consented to; so the visitor has to be asked.
#[test]
fn what_a_label_decides_is_asked_about() {
    let cookie = Cookie::first_party("ads", "www.edx.org");
    for (power, asks) in [(ImportedLabels::Decide, true), (ImportedLabels::Inform, false)] {
        let mut settings = Settings::default();
        settings.imported_labels = power;
        let label = Declaration::new(cookie.name, Category::Targeting).imported();
        let policy = site().settings(settings).declare(label).build().unwrap();
        let reason = if asks { Reason::DefaultOptIn } else { Reason::Uncategorised };
        assert_eq!(visitor_in("FR").decide(&policy, &[], &cookie).reason(), reason, "{power}");
        let is_due = matches!(visitor_in("FR").prompt(&policy, &[]), Ask::Now { .. });
        assert_eq!(is_due, asks, "{power}");
    }
}
