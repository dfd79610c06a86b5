//! What the site states of all that it declares.
#![cfg(test)]

use cookie_consent::law::Risk;
use cookie_consent::policy::{Declaration, Member, PolicyBuilder, Settings, Version};
use cookie_consent::{Category, Cookie, Place, Policy, Reason};
use time::macros::date;

use crate::fixture::{Facts, visitor_in};

fn site(stating: bool) -> PolicyBuilder {
    let mut settings = Settings::default();
    if stating {
        settings.absent_risks = Risk::Sensitive.into();
    }
    Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .settings(settings)
        .declare(Declaration::new("_ga", Category::Performance))
        .declare(Declaration::new("label", Category::Performance).imported())
        .member(
            Member::new("unix")
                .page("courses.edx.org", "/unix")
                .declare(Declaration::new("unix_ga", Category::Performance)),
        )
}

/// As if each declaration of the site said it: no Member's, and no label's.
#[test]
fn what_the_site_states_of_all_holds_for_each_of_its_own() {
    let (stated, unstated) = (site(true).build().unwrap(), site(false).build().unwrap());
    let at_unix = Facts { place: Place::Member("unix"), ..visitor_in("US-CO") };
    let reason =
        |policy: &Policy, name| at_unix.decide(policy, &[], &Cookie::first_party(name, "courses.edx.org")).reason();
    assert_eq!(reason(&unstated, "_ga"), Reason::DefaultOptIn);
    assert_eq!(reason(&stated, "_ga"), Reason::DefaultOptOut);
    assert_eq!(reason(&stated, "unix_ga"), Reason::DefaultOptIn);
    let said = |policy: &Policy| -> Vec<bool> {
        policy.source().declarations().iter().map(|line| line.absent_risks().contains(Risk::Sensitive)).collect()
    };
    assert_eq!((said(&unstated), said(&stated)), (vec![false, false], vec![true, false]));
    // what is written reads back the same
    let text = serde_json::to_string(&stated).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), stated);
}
