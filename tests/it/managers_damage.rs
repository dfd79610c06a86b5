//! Consent managers' cookies that arrive damaged, alone or beside others: what was refused stays refused, and what is
//! granted does not grow.
#![cfg(test)]

use cookie_consent::consent::{ConsentManager, Method};
use cookie_consent::policy::{Declaration, Version};
use cookie_consent::read::managers::{self, Imported};
use cookie_consent::read::{Cookies, Headers, Managers};
use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, decide};
use time::Duration;
use time::macros::date;

use crate::fixture::{NOW, site};

fn read(line: &str, named: &Managers) -> Imported {
    managers::read(&site().build().unwrap(), NOW, &Cookies::new(&[line.as_bytes()]).unwrap(), named)
}

#[test]
fn a_grant_without_a_date_is_as_old_as_the_longest_life() {
    let manager = ConsentManager::AspNetCore;
    let named = Managers::only([]).group(manager, "consent", Category::Performance);
    let imported = read(".AspNet.Consent=yes", &named);
    let note = "aspnetcore keeps no time: what it grants counts as old as a cookie can be, unless `Managers::lasting` says less";
    assert_eq!(imported.remarks().iter().map(ToString::to_string).collect::<Vec<_>>(), [note]);
    let age = |named: &Managers| {
        let imported = read(".AspNet.Consent=yes", named);
        let Consent::Given(record) = imported.consent() else { panic!("{imported:?}") };
        let grant = record.category(Category::Performance).grant.unwrap();
        assert_eq!(grant.method, Method::Imported(manager));
        NOW - grant.at
    };
    // a cookie that lives so long is gone at the end of the last day
    assert_eq!(age(&named), Duration::days(400) - Duration::SECOND);
    assert_eq!(age(&named.clone().lasting(manager, 365)), Duration::days(365) - Duration::SECOND);
    let lasting = named.clone().lasting(manager, 365);
    assert_eq!(read(".AspNet.Consent=yes", &lasting).remarks(), []);

    // where a consent lasts twelve months
    let policy = Policy::builder()
        .controller("edX LLC", "privacy@edx.org")
        .version(Version::new(1, date!(2010 - 01 - 01)))
        .declare(Declaration::new("_ga", Category::Performance))
        .build()
        .unwrap();
    let is_allowed = |named: &Managers| {
        let request = policy.read(NOW, &Headers::new([("Cookie", ".AspNet.Consent=yes")]), named);
        let visit = request.visit(Place::Site, Age::Unknown, &[]).region("CZ".parse().unwrap());
        decide(&policy, &visit, request.consent(), &Cookie::first_party("_ga", "www.edx.org")).is_allowed()
    };
    assert_eq!((is_allowed(&named), is_allowed(&lasting)), (false, true));
}
