//! What a page of edX embeds for a visitor, and what the visitor is shown.
//!
//! ```text
//! cargo run --example page
//! ```

#![expect(clippy::print_stdout, reason = "a transcript")]

use core::error::Error;

use cookie_consent::dependence::Dependence;
use cookie_consent::page::{ConsentMode, GTAG, GpcSupport, RegionDefaults, TableLifetime, script_json};
use cookie_consent::read::{Headers, Managers};
use cookie_consent::visit::Signals;
use cookie_consent::{Age, Category, ConsentEvent, Policy, Visitor};
use time::macros::{date, utc_datetime};

/// The vendors whose tags go by Google's Consent Mode.
const TAGS: ConsentMode<'static> = ConsentMode::of_vendors(&["google-analytics", "google-ads"]);

/// What a template puts into a page that is made for its visitor. Everything is text that may stand within `<script>`.
fn embed(visitor: &Visitor<'_>) -> Result<(), Box<dyn Error>> {
    let decisions = visitor.decisions();
    println!("{GTAG}{}", decisions.consent_mode(TAGS).default_script());
    println!("window.allowed={};", script_json(&decisions.allowed())?);
    println!("window.optOut={};", script_json(&decisions.opt_out_status())?);

    // one response, so one `Vary`, for the banner and the data of the page together
    let page = Dependence::from(visitor.prompt()).and(decisions.dependence());
    println!("  Vary: {}", page.vary());
    println!("  Cache-Control: {}", page.cache_control().unwrap_or("(as you like)"));
    println!("  key: {}", page.key(visitor));

    for row in decisions.preferences().rows() {
        let answer = row.answer.map_or("–", |answer| answer.as_str());
        let lapsed = row.lapsed.filter(|_| row.answer.is_some()).map(|why| format!(" ({why})")).unwrap_or_default();
        let holds = if row.is_locked {
            "locked"
        } else if row.is_allowed {
            "allowed"
        } else {
            "denied"
        };
        println!("  {:24} {holds:8} {answer}{lapsed}  {}", row.item.to_string(), row.denied_by);
    }
    println!();
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let policy: Policy = serde_json::from_str(include_str!("policies/edx.json"))?;
    let now = utc_datetime!(2026-11-23 12:00);
    let accepted = |at| ConsentEvent::accept_all(at, policy.version_at(at));
    let visits = [
        ("a first visit from France", "FR", vec![], None),
        ("a visitor who accepted", "FR", vec![], Some(accepted(utc_datetime!(2026-11-20 9:30)))),
        ("a visitor who accepted in January", "FR", vec![], Some(accepted(utc_datetime!(2026-01-10 9:30)))),
        ("California, with Global Privacy Control", "US-CA", vec![("Sec-GPC", "1".to_owned())], None),
    ];
    for (title, region, mut lines, said) in visits {
        if let (Some(event), Some(name)) = (said, policy.record_cookie()) {
            lines.push(("Cookie", format!("{name}={}", cookie_consent::ConsentRecord::first(&event))));
        }
        let headers = Headers::new(lines.iter().map(|(name, value)| (*name, value.as_str())));
        let request = policy.read(now, &headers, Managers::NONE);
        let visitor = request.visitor(policy.place("www.edx.org", "/"), Age::Unknown, &[]).region(region.parse()?);
        println!("# {title}\n");
        embed(&visitor)?;
    }

    println!("# a page that is the same for everybody, until its script updates it\n");
    let defaults = RegionDefaults::at(&policy, now, &Signals::NONE, TAGS.waiting_for_update(500));
    println!("{GTAG}{}\n", defaults.script());

    println!("# the table of cookies\n");
    for row in policy.cookie_table() {
        let life = match row.lifetime {
            None => "no limit".to_owned(),
            Some(TableLifetime::Session) => "session".to_owned(),
            Some(TableLifetime::Lasts { count, unit }) => format!("{count} {unit}"),
        };
        let categories: Vec<_> = row.categories.iter().map(Category::as_str).collect();
        let whose = row.vendor.map_or(row.member.unwrap_or("the site"), |vendor| vendor.name());
        println!("{:30} {:20} {life:12} {:6} {whose}", row.name, categories.join(", "), row.party.as_str());
    }
    println!("\n# {}\n\n{}", GpcSupport::PATH, script_json(&GpcSupport::new(true, date!(2026 - 11 - 23)))?);
    Ok(())
}
