//! Cookie headers, records and the cookies of a consent manager.

use cookie_consent::consent::PolicyVersion;
use cookie_consent::cookie::CategorySet;
use cookie_consent::{Category, ConsentEvent, ConsentRecord};
use time::Duration;

use crate::workload::{NOW, Random};

const VALUE: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789.-_";

fn value(random: &mut Random, at_least: usize, more: usize) -> String {
    let len = at_least + random.below(more);
    (0..len).map(|_| char::from(VALUE[random.below(VALUE.len())])).collect()
}

/// Thirty cookies, 1.4 kB.
pub(crate) fn header(random: &mut Random, names: &[String]) -> String {
    let pairs = (0..30).map(|_| format!("{}={}", names[random.below(names.len())], value(random, 10, 45)));
    pairs.collect::<Vec<_>>().join("; ")
}

/// A choice of categories, as our record and as JSON that was percent-encoded: the same facts.
pub(crate) fn record(random: &mut Random) -> (String, String) {
    let at = NOW - Duration::seconds(i64::try_from(random.below(20_000_000)).unwrap());
    let version = u32::try_from(1 + random.below(90)).unwrap();
    let granted: Vec<Category> = CategorySet::NON_ESSENTIAL.iter().filter(|_| random.below(2) == 0).collect();
    let event = ConsentEvent::choose(
        at,
        PolicyVersion::new(version),
        CategorySet::NON_ESSENTIAL,
        granted.iter().copied().collect(),
    );
    let has = |category| granted.contains(&category);
    let json = format!(
        r#"{{"v":1,"ts":{},"policy":{version},"c":{{"performance":{},"functionality":{},"targeting":{}}},"by":"banner"}}"#,
        at.unix_timestamp(),
        has(Category::Performance),
        has(Category::Functionality),
        has(Category::Targeting)
    );
    (ConsentRecord::first(&event).to_string(), encoded(&json))
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// `OptanonConsent` as OneTrust writes it, and the time at which its banner was closed.
pub(crate) fn onetrust(random: &mut Random) -> (String, String) {
    let state = |random: &mut Random| random.below(2);
    let groups = format!(
        "C0001:1,C0002:{},C0003:{},C0004:{},SPD_BG:{},BG{}:1",
        state(random),
        state(random),
        state(random),
        state(random),
        random.below(100)
    );
    let id = format!("{:08x}-{:04x}-{:04x}", random.below(1 << 32), random.below(1 << 16), random.below(1 << 16));
    let consent = format!(
        "isGpcEnabled=0&datestamp={}&version=202402.1.0&browserGpcFlag=0&isIABGlobal=false&hosts=&consentId={id}\
         &interactionCount=1&isAnonUser=1&landingPath=NotLandingPage&groups={}&intType=3&geolocation=FR%3BIDF\
         &AwaitingReconsent=false",
        encoded("Mon Nov 23 2026 12:00:00 GMT+0100 (CET)"),
        encoded(&groups)
    );
    let closed =
        format!("2026-11-{:02}T09:30:{:02}.{:03}Z", 1 + random.below(22), random.below(60), random.below(1_000));
    (consent, closed)
}
