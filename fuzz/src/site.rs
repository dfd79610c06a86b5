//! A site that keeps its record in `consent` and reads every consent manager, and what it may do after a request.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use cookie_consent::policy::{Declaration, Vendor, Version};
use cookie_consent::read::{Headers, Managers, Request};
use cookie_consent::{Age, Category, Cookie, Place, Policy, decide};
use time::UtcDateTime;
use time::macros::{date, utc_datetime};

/// When requests arrive.
pub const NOW: UtcDateTime = utc_datetime!(2026-11-23 12:00);
/// Where the law asks first, and where it lets refuse.
pub const REGIONS: [&str; 2] = ["FR", "US-CA"];

const SITE: &str = "www.example.org";
const COOKIES: [Cookie<'static>; 5] = [
    Cookie::first_party("sessionid", SITE),
    Cookie::first_party("_ga", SITE),
    Cookie::first_party("font", SITE),
    Cookie::first_party("_fbp", SITE),
    Cookie::third_party("ad_id", "ads.example"),
];

/// One version, long ago, so that a consent of any sample is under the version in force.
pub static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let builder = Policy::builder().controller("Example", "privacy@example.org");
    let builder = builder.version(Version::new(1, date!(2010 - 01 - 01))).record_in("consent");
    builder
        .vendor(Vendor::new("adco", "AdCo").tcf_id(1))
        .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
        .declare(Declaration::new("_ga", Category::Performance))
        .declare(Declaration::new("font", Category::Functionality))
        .declare(Declaration::new("_fbp", Category::Targeting))
        .declare(Declaration::new("ad_id", Category::Targeting).third_party().vendor("adco"))
        .build()
        .unwrap()
});

/// Managers whose groups are a site's own services: one service for each category, under the names in the samples.
/// Grants without a time are a day old, so that they still hold, and every cookie is written by a choice.
pub static MANAGERS: LazyLock<Managers> = LazyLock::new(|| {
    let services = [
        ("analytics", Category::Performance),
        ("foo", Category::Performance),
        ("youtube", Category::Functionality),
        ("facebook", Category::Targeting),
        ("bar", Category::Targeting),
    ];
    let managers = Managers::every().osano_domain("monarch.com");
    Managers::every().names().fold(managers, |managers, manager| {
        let managers = managers.lasting(manager, 1).by_choice(manager);
        services.iter().fold(managers, |managers, (service, category)| managers.group(manager, service, *category))
    })
});

/// Reads header lines by everything that the site uses.
#[must_use]
pub fn request(now: UtcDateTime, headers: &[(&[u8], &[u8])]) -> Request<'static> {
    POLICY.read(now, &Headers::new(headers.iter().copied()), &MANAGERS)
}

/// Reads lines of the `Cookie` header.
#[must_use]
pub fn request_of_cookies(now: UtcDateTime, lines: &[&[u8]]) -> Request<'static> {
    request(now, &lines.iter().map(|line| (b"cookie".as_slice(), *line)).collect::<Vec<_>>())
}

/// What may be set after a request: region and name.
#[must_use]
pub fn allowed(request: &Request<'_>) -> BTreeSet<(&'static str, &'static str)> {
    let mut allowed = BTreeSet::new();
    for region in REGIONS {
        let visit = request.visit(Place::Site, Age::Unknown, &[]).region(region.parse().unwrap());
        for cookie in &COOKIES {
            let decision = decide(&POLICY, &visit, request.consent(), cookie);
            assert_eq!(decision.verdict(), decision.reason().verdict());
            if decision.is_allowed() {
                allowed.insert((region, cookie.name));
            }
        }
        assert!(allowed.contains(&(region, "sessionid")), "what is strictly necessary is out of reach");
    }
    allowed
}
