//! A proposed policy in the shadow of the one in force: what would change, and for which cookies.
//!
//! ```text
//! cargo run --example shadow
//! ```

#![expect(clippy::print_stdout, reason = "a report")]

use core::error::Error;

use cookie_consent::consent::StoredConsent;
use cookie_consent::cookie::{CategorySet, Lifetime};
use cookie_consent::review::{ShadowReport, compare};
use cookie_consent::visit::{BrowserMode, Recognised, Signals};
use cookie_consent::{Age, Category, ConsentEvent, ConsentRecord, Cookie, Policy, Region, Visit};
use serde_json::{Value, json};
use time::UtcDateTime;
use time::macros::utc_datetime;

/// A server takes the time from its clock; here it is fixed so that the report is the same on every day.
const NOW: UtcDateTime = utc_datetime!(2026-11-23 12:00);
const CHOSEN_AT: UtcDateTime = utc_datetime!(2026-10-20 9:30);

/// The policy of edX with four edits that somebody proposes.
fn proposed(mut document: Value) -> Value {
    let declarations = document.get_mut("declarations").and_then(Value::as_array_mut);
    for declaration in declarations.into_iter().flatten().filter_map(Value::as_object_mut) {
        let (field, value) = match declaration.get("name").and_then(Value::as_str) {
            // the contract for audience statistics now lets the provider sell the data
            Some("_ga") => ("uses", json!(["analytics", "sale-or-share"])),
            // somebody took the exemption out, believing that it needs consent everywhere
            Some("edx_stats") => ("exemptions", json!([])),
            // a language choice that is kept longer
            Some("openedx-language-preference") => ("lifetime", json!({ "days": 60 })),
            // a label of a public list, reviewed at last
            Some("hubspotutk") => ("trust", json!("reviewed")),
            _ => continue,
        };
        declaration.insert(field.to_owned(), value);
    }
    document
}

fn main() -> Result<(), Box<dyn Error>> {
    let document: Value = serde_json::from_str(include_str!("policies/edx.json"))?;
    let current: Policy = serde_json::from_value(document.clone())?;
    let proposed: Policy = serde_json::from_value(proposed(document))?;

    // what a server meets in a day: visitors from anywhere, with and without a signal, who said this or that
    let regions = ["FR", "DE", "GB", "CH", "US-CA", "US-TX", "US-WY", "CA-QC", "BR", "unknown"];
    let version = current.version_at(CHOSEN_AT);
    let chosen = |accepted| ConsentEvent::choose(CHOSEN_AT, version, CategorySet::NON_ESSENTIAL, accepted);
    let records: Vec<StoredConsent> = vec![
        StoredConsent::Absent,
        StoredConsent::Given(ConsentRecord::first(&chosen(CategorySet::NON_ESSENTIAL))),
        StoredConsent::Given(ConsentRecord::first(&chosen(Category::Performance.into()))),
        StoredConsent::Given(ConsentRecord::first(&chosen(CategorySet::EMPTY))),
    ];
    let signals = [Signals::NONE, Signals::NONE.with_gpc()];
    let pages = ["/", "/courses/UniX/CS101", "/courses/MeridianX/BIO2"];
    let first_party = |name| Cookie::first_party(name, "courses.edx.org").lasting(Lifetime::days(30));
    let cookies = [
        first_party("sessionid"),
        first_party("_ga"),
        first_party("_gid"),
        first_party("edx_stats"),
        first_party("openedx-language-preference"),
        first_party("_fbp"),
        first_party("hubspotutk"),
        Cookie::third_party("fr", "www.facebook.com"),
    ];

    let mut report = ShadowReport::default();
    for page in pages {
        let place = current.place("courses.edx.org", page);
        for region in regions {
            let region: Option<Region> = region.parse().ok();
            for signals in &signals {
                let visit = Visit::new(NOW, place, signals.clone(), &[], BrowserMode::AcceptsAll, Age::Unknown)
                    .recognised(Recognised::BROWSER);
                let visit = region.into_iter().fold(visit, Visit::region);
                for stored in &records {
                    for cookie in &cookies {
                        let comparison = compare(&current, &proposed, &visit, stored.as_consent(), cookie);
                        // a server acts on `comparison.current()` alone, and goes on
                        report.record(&comparison, Some(cookie.name));
                    }
                }
            }
        }
    }
    print!("{report}");
    Ok(())
}
