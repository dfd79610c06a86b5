//! A site that keeps its record in `consent` and reads every consent manager, and what it may do after a request.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use cookie_consent::read::{self, Headers, Managers, Reading, Sources};
use cookie_consent::policy::{Declaration, Vendor, Version};
use cookie_consent::visit::{BrowserMode, Recognised};
use cookie_consent::{Age, Category, Cookie, Place, Policy, Visit, decide};
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
    let builder = builder.version(Version::new(1, date!(2010 - 01 - 01)));
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
pub fn reading(now: UtcDateTime, headers: &[(&[u8], &[u8])]) -> Reading {
    let sources = Sources::of(&POLICY, &MANAGERS).record_in("consent");
    read::request(&sources, now, &Headers::new(headers.iter().copied()))
}

/// Reads lines of the `Cookie` header.
#[must_use]
pub fn reading_cookies(now: UtcDateTime, lines: &[&[u8]]) -> Reading {
    reading(now, &lines.iter().map(|line| (b"cookie".as_slice(), *line)).collect::<Vec<_>>())
}

/// What may be set after a request: region and name.
#[must_use]
pub fn allowed(now: UtcDateTime, reading: &Reading) -> BTreeSet<(&'static str, &'static str)> {
    let visit = |region: &str| {
        let signals = reading.signals().clone();
        Visit::new(now, Place::Site, signals, reading.opt_outs(), BrowserMode::AcceptsAll, Age::Unknown)
            .region(region.parse().unwrap())
            .recognised(Recognised::BROWSER)
    };
    let mut allowed = BTreeSet::new();
    for region in REGIONS {
        let visit = visit(region);
        for cookie in &COOKIES {
            let decision = decide(&POLICY, &visit, reading.consent(), cookie);
            assert_eq!(decision.verdict(), decision.reason().verdict());
            if decision.is_allowed() {
                allowed.insert((region, cookie.name));
            }
        }
        assert!(allowed.contains(&(region, "sessionid")), "what is strictly necessary is out of reach");
    }
    allowed
}
