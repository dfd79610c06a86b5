//! What the headers of a request say, and what follows from them on the site of edX.
//!
//! ```text
//! cargo run --example read                          a visitor who chose in the banner of OneTrust
//! cargo run --example read -- FR 'Cookie: klaro=%7B%22matomo%22%3Afalse%7D' 'Sec-GPC: 1'
//! ```
//!
//! The region is the first argument; every other one is a header line, as copied from a browser.

#![expect(clippy::print_stdout, reason = "a report")]

use core::error::Error;

use cookie_consent::consent::{Choice, ConsentManager};
use cookie_consent::read::{Headers, Managers};
use cookie_consent::{Age, Category, Consent, ConsentRecord, Cookie, Place, Policy, decide};
use time::macros::utc_datetime;

const DEFAULT: &[&str] = &[
    "US-CA",
    "Cookie: OptanonConsent=datestamp=Mon+Nov+02+2026+10%3A00%3A00+GMT%2B0000&groups=C0001%3A1%2CC0002%3A1%2CC0003%3A1%2CC0004%3A1%2CC0005%3A0",
    "Cookie: OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z; usprivacy=1YYN; theme=dark",
];

fn main() -> Result<(), Box<dyn Error>> {
    let policy: Policy = serde_json::from_str(include_str!("policies/edx.json"))?;
    let given: Vec<String> = std::env::args().skip(1).collect();
    let given = if given.is_empty() { DEFAULT.iter().map(|line| (*line).to_owned()).collect() } else { given };
    let (region, lines) = given.split_first().ok_or("a region is needed")?;
    let region = region.parse()?;
    // fixed, so that the report is the same on every day; a server takes it from its clock
    let now = utc_datetime!(2026-11-23 12:00);

    // whatever is in the arguments; a site names its own. It may have groups of which the manager alone knows what they
    // mean
    let managers = Managers::every().group(ConsentManager::OneTrust, "C0005", Category::Targeting);
    let lines: Vec<_> = lines.iter().map(|line| header(line)).collect::<Result<_, _>>()?;
    let request = policy.read(now, &Headers::new(lines), &managers);

    println!("the visitor said");
    match request.consent() {
        Consent::Absent => println!("    nothing yet"),
        Consent::Unreadable => println!("    something that cannot be read: whatever needs consent is denied"),
        Consent::Given(record) => print(record),
    }
    let signals = request.signals();
    println!("signals");
    println!("    Global Privacy Control {}", if signals.gpc() || signals.gpp().gpc() { "on" } else { "off" });
    println!("    US Privacy string {:?}", signals.us_privacy());
    println!("    GPP string {}", if signals.gpp().opted_out() { "opted out" } else { "without an opt-out" });
    println!("    TC string {}", signals.tcf().map_or("none", |_| "present"));
    for remark in request.remarks() {
        println!("remark: {remark}");
    }

    let visit = request.visit(Place::Site, Age::Unknown, &[]).region(region);
    println!("so, in {region}");
    for name in ["sessionid", "_ga", "_fbp"] {
        let decision = decide(&policy, &visit, request.consent(), &Cookie::first_party(name, "www.edx.org"));
        println!("    {name:<10} {decision}");
    }
    Ok(())
}

fn print(record: &ConsentRecord) {
    let line = |what: &str, choice: &Choice| {
        if let Some(grant) = choice.grant {
            println!("    {what:<14} granted at {}", grant.at);
        }
        if let Some(refusal) = choice.refusal {
            println!("    {what:<14} {} at {}", refusal.answer, refusal.at);
        }
    };
    for category in [Category::Performance, Category::Functionality, Category::Targeting] {
        line(category.as_str(), record.category(category));
    }
    for (data_use, choice) in record.data_uses() {
        line(data_use.as_str(), choice);
    }
}

/// `Name: value`, as bytes.
fn header(line: &str) -> Result<(&[u8], &[u8]), String> {
    let (name, value) = line.split_once(':').ok_or_else(|| format!("`{line}` is no line of `Name: value`"))?;
    Ok((name.trim().as_bytes(), value.trim().as_bytes()))
}
