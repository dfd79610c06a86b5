//! What is measured: the edX policy, and 65,536 questions in random order. (Short or ordered inputs are learnt by the
//! branch predictor and flatter everything that branches.)

use std::collections::BTreeSet;

use cookie_consent::consent::{Method, PolicyVersion};
use cookie_consent::cookie::{CategorySet, DataUse, Lifetime};
use cookie_consent::policy::{Declaration, Member, Version};
use cookie_consent::visit::{BrowserMode, Recognised, Signals};
use cookie_consent::{Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Place, Policy, Visit};
use time::macros::{date, utc_datetime};
use time::{Duration, UtcDateTime};

/// How many questions there are.
pub(crate) const QUESTIONS: usize = 65_536;

/// A small fast generator (`SplitMix64`), so that every run asks the same.
#[derive(Debug)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n).unwrap()).unwrap()
    }
}

/// The policy of the examples.
pub(crate) fn edx() -> Policy {
    serde_json::from_str(include_str!("../examples/policies/edx.json")).unwrap()
}

pub(crate) const NOW: UtcDateTime = utc_datetime!(2026-11-23 12:00);

/// Visitors from ten places, with and without Global Privacy Control, known to be 14 or not.
pub(crate) const REGIONS: [&str; 10] = ["FR", "DE", "CZ", "US-CA", "US-TX", "US-VA", "US-WY", "US-MD", "CH", "KR"];

pub(crate) fn visits() -> Vec<Visit<'static>> {
    let mut visits = Vec::new();
    for region in REGIONS {
        for gpc in [false, true] {
            for age in [Age::Unknown, Age::Years(14)] {
                let signals = if gpc { Signals::NONE.with_gpc() } else { Signals::NONE };
                let visit = Visit::new(NOW, Place::Site, signals, &[], BrowserMode::AcceptsAll, age);
                visits.push(visit.region(region.parse().unwrap()).recognised(Recognised::BROWSER));
            }
        }
    }
    visits
}

/// What was said: nothing, everything, some of it, too long ago, under an old version, tomorrow, by use alone.
pub(crate) fn records() -> Vec<Option<ConsentRecord>> {
    let ago = |days| NOW.checked_sub(Duration::days(days)).unwrap();
    let version = PolicyVersion::new(7);
    let some = |category: Category| ConsentEvent::choose(ago(20), version, CategorySet::NON_ESSENTIAL, category.into());
    let events = [
        ConsentEvent::accept_all(ago(50), version),
        ConsentEvent::reject_all(ago(50), version),
        some(Category::Performance),
        some(Category::Targeting),
        ConsentEvent::accept_all(ago(300), version),
        ConsentEvent::accept_all(ago(30), PolicyVersion::new(4)),
        ConsentEvent::accept_all(NOW.checked_add(Duration::days(1)).unwrap(), version),
        ConsentEvent::accept_all(ago(3), version).through(Method::ImpliedByUse),
        ConsentEvent::withdraw(ago(9), version, CategorySet::NON_ESSENTIAL),
    ];
    events.iter().map(|event| Some(ConsentRecord::first(event))).chain([None]).collect()
}

/// Cookies of the edX policy: strictly necessary, exact, by pattern, third-party, and one that nobody declared.
pub(crate) fn cookies() -> Vec<Cookie<'static>> {
    let first = |name| Cookie::first_party(name, "www.edx.org").lasting(Lifetime::days(30));
    vec![
        first("sessionid"),
        first("csrftoken"),
        first("_ga"),
        first("_ga_1X2Y3Z4A5B"),
        first("_gat_UA-1234-1"),
        first("edx_popup_seen"),
        first("_fbp"),
        Cookie::third_party("fr", "www.facebook.com"),
        Cookie::third_party("IDE", "stats.g.doubleclick.net"),
        first("nobody_declared_this"),
    ]
}

/// Indices of a visit, a record and a cookie.
pub(crate) fn questions(visits: usize, records: usize, cookies: usize) -> Vec<(usize, usize, usize)> {
    let mut random = Random(7);
    (0..QUESTIONS).map(|_| (random.below(visits), random.below(records), random.below(cookies))).collect()
}

pub(crate) fn consent(record: Option<&ConsentRecord>) -> Consent<'_> {
    record.map_or(Consent::Absent, Consent::Given)
}

/// A policy of so many declarations with irregular names, every tenth a pattern, and names to ask for: half of them
/// listed, a quarter meant by a pattern, a quarter unknown that begin like listed ones.
pub(crate) fn inventory(size: usize) -> (Policy, Vec<(String, bool, Category)>, Vec<String>) {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    let mut random = Random(2024);
    let letters = |random: &mut Random, at_least: usize| -> String {
        let len = at_least.checked_add(random.below(8)).unwrap();
        (0..len).map(|_| char::from(LETTERS[random.below(LETTERS.len())])).collect()
    };
    let mut listed: Vec<(String, bool, Category)> = Vec::new();
    let mut seen = BTreeSet::new();
    while listed.len() < size {
        // names share their beginnings, as those of one vendor do
        let base = if listed.is_empty() || random.below(3) == 0 {
            String::from("_")
        } else {
            let base = &listed[random.below(listed.len())].0;
            base[..base.len().min(random.below(6).max(1))].to_owned()
        };
        let name = base + &letters(&mut random, 3);
        if seen.insert(name.clone()) {
            let category = Category::ALL[random.below(4)];
            listed.push((name, random.below(10) == 0, category));
        }
    }
    let builder = Policy::builder().version(Version::new(7, date!(2022 - 12 - 15))).member(Member::new("unix"));
    let policy = listed.iter().fold(builder, |builder, (name, pattern, category)| {
        let name = if *pattern { format!("{name}*") } else { name.clone() };
        builder.declare(Declaration::new(&name, *category).used_for(match category {
            Category::StrictlyNecessary => DataUse::StrictlyNecessary,
            Category::Performance => DataUse::Analytics,
            Category::Functionality => DataUse::UiPreference,
            Category::Targeting => DataUse::SaleOrShare,
        }))
    });
    let (patterns, exact): (Vec<_>, Vec<_>) = listed.iter().partition(|(_, pattern, _)| *pattern);
    let names = (0..QUESTIONS)
        .map(|at| match at % 4 {
            0 | 1 => exact[random.below(exact.len())].0.clone(),
            2 => format!("{}{}", patterns[random.below(patterns.len())].0, letters(&mut random, 8)),
            _ => {
                let name = &listed[random.below(listed.len())].0;
                format!("{}{}", &name[..name.len().min(4)], letters(&mut random, 3))
            }
        })
        .collect::<Vec<_>>();
    (policy.build().unwrap(), listed, names)
}
