//! Every sample of a consent manager's cookie, damaged in every place and joined with every other: no refusal is lost,
//! and no grant grows.
//!
//! A reader sees one value and not what it was. So there are exceptions, where the damaged text is itself what the
//! manager could have written ([`Other`]); the test counts each of them, and nothing else is excepted. What a letter of
//! base64 changes is judged by the text within.
#![cfg(test)]

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use cookie_consent::consent::ConsentManager;
use cookie_consent::cookie::DataUse;
use cookie_consent::read::managers::{self, detect};
use cookie_consent::read::{Cookies, Managers};
use cookie_consent::{Category, Consent, Policy};
use serde_json::Value;
use time::UtcDateTime;

use crate::fixture::{NOW, site};

/// What a damaged value is, if it is another valid answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Other {
    /// Digits stand for digits, and nothing else differs: `C0004:0` became `C0004:1`, the year another, the number of a
    /// group that of another group.
    Number,
    /// It was cut before a separator of a list, or before the fraction of a second, and ends as a shorter one does.
    Border,
    /// OneTrust's, without a closed banner: the click behind the groups was cut off, or its one digit lost.
    Click,
    /// Shopify has one letter or digit for each answer, of which one is gone: it was not answered.
    Letter,
    /// What is left of django's is a word, as countless other banners write under that name.
    Word,
    /// Without its end, which says that nobody was asked, it is what `TrustArc` writes when somebody accepts everything.
    Implied,
}

fn other(name: &str, before: &str, whole: &[u8], damaged: &[u8]) -> Option<Other> {
    let (one, two) = (plain(whole), plain(damaged));
    let is_number = |(one, two): (&u8, &u8)| one == two || (one.is_ascii_digit() && two.is_ascii_digit());
    let rest = one.strip_prefix(two.as_slice());
    if one.len() == two.len() && one.iter().zip(&two).all(is_number) {
        Some(Other::Number)
    } else if rest.is_some_and(|rest| matches!(rest, [b',' | b'|' | b'!' | b'&' | b'_' | b'.', ..])) {
        Some(Other::Border)
    } else if name == "OptanonConsent" && !before.contains("OptanonAlertBoxClosed") {
        let has = |part: &[u8]| two.windows(part.len()).any(|found| found == part);
        ((rest.is_some() && has(b"groups=")) || has(b"&intType=&")).then_some(Other::Click)
    } else if name == "_tracking_consent" && one.len().checked_sub(two.len()) == Some(1) {
        Some(Other::Letter)
    } else if name == "cookie_consent" && !two.is_empty() && two.iter().all(u8::is_ascii_alphanumeric) {
        Some(Other::Word)
    } else {
        (name == "notice_gdpr_prefs" && rest == Some(b":implied")).then_some(Other::Implied)
    }
}

/// Without percent-encoding, and without base64 where it is text.
fn plain(value: &[u8]) -> Vec<u8> {
    let value = (0..2).fold(value.to_vec(), |value, _| percent_decoded(&value));
    let letters: Vec<u8> = value.iter().copied().filter(|byte| *byte != b'=').collect();
    STANDARD_NO_PAD.decode(letters).ok().filter(|text| text.starts_with(b"{")).unwrap_or(value)
}

fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let (mut decoded, mut rest) = (Vec::new(), text);
    while let [byte, after @ ..] = rest {
        let hex = after.get(..2).filter(|hex| *byte == b'%' && hex.iter().all(u8::is_ascii_hexdigit));
        let hex = hex.and_then(|hex| u8::from_str_radix(core::str::from_utf8(hex).ok()?, 16).ok());
        decoded.push(hex.unwrap_or(*byte));
        rest = if hex.is_some() { after.get(2..).unwrap() } else { after };
    }
    decoded
}

/// What was said of a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Nothing,
    Granted(UtcDateTime),
    Refused,
}

/// What was said of performance, functionality, targeting; and whether the sale of data was refused.
#[derive(Clone, Copy, Debug)]
enum Heard {
    Damage,
    Of([Said; 3], bool),
}

const ABSENT: ([Said; 3], bool) = ([Said::Nothing; 3], false);

fn hear(policy: &Policy, line: &[u8], named: &Managers) -> Heard {
    let lines = [line];
    let imported = managers::read(policy, NOW, &Cookies::new(&lines).unwrap(), named);
    let record = match imported.consent() {
        Consent::Absent => return Heard::Of(ABSENT.0, ABSENT.1),
        Consent::Unreadable => return Heard::Damage,
        Consent::Given(record) => record,
    };
    let said = [Category::Performance, Category::Functionality, Category::Targeting].map(|category| {
        let choice = record.category(category);
        match (choice.refusal, choice.grant) {
            (Some(_), _) => Said::Refused,
            (None, Some(grant)) => Said::Granted(grant.at),
            (None, None) => Said::Nothing,
        }
    });
    Heard::Of(said, record.data_use(DataUse::SaleOrShare).refusal.is_some())
}

/// Whether the second allows what the first does not: a refusal less, a grant more, or one that is younger.
fn opens(whole: Heard, damaged: Heard) -> bool {
    let (Heard::Of(was, sale), Heard::Of(is, sale_now)) = (whole, damaged) else { return false };
    (sale && !sale_now)
        || was.into_iter().zip(is).any(|(was, is)| match (was, is) {
            (Said::Refused, is) => is != Said::Refused,
            (Said::Nothing, is) => matches!(is, Said::Granted(_)),
            (Said::Granted(was), Said::Granted(is)) => is > was,
            (Said::Granted(_), Said::Nothing | Said::Refused) => false,
        })
}

/// What no sample shows: before, name, value. Every state and word of a manager, reconsent behind a closed banner, and
/// two groups that are one category.
const CONSTRUCTED: [(&str, &str, &str); 20] = [
    (
        CLOSED,
        "OptanonConsent",
        "consentId=1&groups=C0001%3A1%2CC0002%3A1%2CC0004%3A1&AwaitingReconsent=true&browserGpcFlag=0",
    ),
    (
        CLOSED,
        "OptanonConsent",
        "groups=C0001%3A1%2CC0002%3A0%2CC0004%3A0%2CSPD_BG%3A0&AwaitingReconsent=true&geolocation=US%3BCA",
    ),
    (
        CLOSED,
        "OptanonConsent",
        "groups=C0003%3A1%2Csocial%3A0%2CSPD_BG%3A0%2CBG7%3A0&intType=3&AwaitingReconsent=false",
    ),
    (
        "",
        "CookieConsent",
        "{stamp:%27abc%27%2Cnecessary:true%2Cpreferences:true%2Cstatistics:false%2Cmarketing:false%2Cmethod:%27implied%27%2Cver:1%2Cutc:1705162226478}",
    ),
    (
        "",
        "_iub_cs-1",
        "{%22timestamp%22:%222026-11-01T09:30:00.000Z%22%2C%22purposes%22:{%221%22:true%2C%222%22:false%2C%223%22:true%2C%224%22:false%2C%225%22:false}%2C%22id%22:1}",
    ),
    (
        "",
        "CookieControl",
        "{\"necessaryCookies\":[],\"optionalCookies\":{\"analytics\":\"revoked\",\"marketing\":\"revoked\",\"functional\":\"accepted\"},\"statement\":{},\"consentDate\":1666784566769,\"interactedWith\":true}",
    ),
    (
        "",
        "CookieScriptConsent",
        "{\"action\":\"accept\",\"consenttime\":1718103120,\"categories\":\"[\\\"targeting\\\"]\"}",
    ),
    (
        "",
        "cookieyes-consent",
        "consentid:a,consent:no,action:yes,necessary:yes,functional:yes,analytics:yes,performance:no,advertisement:no,other:no",
    ),
    ("", "cookie_consent", "analytics=-1|facebook=-1"),
    ("", "cookie_consent", "analytics=2013-06-04T01:08:58.262162|facebook=-1"),
    ("", "TC_PRIVACY", "0%40005%7C93%7C5327%402%402%401715188539662%2C1715188539662%2C1748884539662%40"),
    ("", "__hs_cookie_cat_pref", "1:false,2:false,3:true"),
    (
        "",
        "_tracking_consent",
        "{%22con%22:{%22CMP%22:{%22a%22:%221%22%2C%22p%22:%22%22%2C%22m%22:%220%22%2C%22s%22:%220%22}}%2C%22v%22:%222.1%22}",
    ),
    ("", "klaro", "{%22analytics%22:false%2C%22matomo%22:true%2C%22facebook%22:false}"),
    (
        "",
        "consent-policy",
        "{%22ess%22:1%2C%22func%22:1%2C%22anl%22:0%2C%22adv%22:0%2C%22dt3%22:0%2C%22ts%22:29493585}",
    ),
    (
        "",
        "moove_gdpr_popup",
        "{%22strict%22:%221%22%2C%22thirdparty%22:%221%22%2C%22performance%22:%220%22%2C%22advanced%22:%220%22}",
    ),
    (
        "",
        "cookies_policy",
        "{\"essential\":true,\"usage\":false,\"settings\":false,\"campaigns\":true,\"marketing\":false}",
    ),
    ("viewed_cookie_policy=yes; ", "cookielawinfo-checkbox-non-necessary", "no"),
    ("", "notice_preferences", "0:"),
    (
        "",
        "borlabs-cookie",
        "{\"consents\":{\"essential\":[\"borlabs-cookie\"],\"statistics\":[\"matomo\"],\"marketing\":[]},\"version\":1}",
    ),
];

const CLOSED: &str = "OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z; ";

struct Sample {
    name: String,
    value: Vec<u8>,
    /// Its companions, and its name.
    before: String,
    line: Vec<u8>,
    managers: Vec<ConsentManager>,
    plain: Managers,
}

fn samples() -> Vec<Sample> {
    let sample = |line: &str| {
        let sample: Value = serde_json::from_str(line).unwrap();
        let name = sample["name"].as_str().unwrap().to_owned();
        let value = sample["value"].as_str().unwrap().as_bytes().to_vec();
        let companions = sample["companions"].as_object().into_iter().flatten();
        let companions = companions.map(|(name, value)| format!("{name}={}; ", value.as_str().unwrap()));
        let before = format!("{}{name}=", companions.collect::<String>());
        let domain = sample["osano_domain"].as_str();
        Sample::new(name, before, value, domain)
    };
    let constructed = CONSTRUCTED.map(|(before, name, value)| {
        Sample::new(name.to_owned(), format!("{before}{name}="), value.as_bytes().to_vec(), None)
    });
    include_str!("golden/manager-samples.jsonl").lines().map(sample).chain(constructed).collect()
}

impl Sample {
    fn new(name: String, before: String, value: Vec<u8>, osano_domain: Option<&str>) -> Self {
        let line = [before.as_bytes(), &value].concat();
        let lines = [line.as_slice()];
        let managers: Vec<_> = detect(&Cookies::new(&lines).unwrap(), &Managers::every()).collect();
        let plain = Managers::only(managers.iter().copied());
        let plain = osano_domain.map_or(plain.clone(), |domain| plain.osano_domain(domain));
        Self { name, value, before, line, managers, plain }
    }
}

/// Names of services in the samples.
const SERVICES: [(&str, Category); 16] = [
    ("analytics", Category::Performance),
    ("foo", Category::Performance),
    ("matomo", Category::Performance),
    ("hotjar", Category::Performance),
    ("c1", Category::Performance),
    ("2", Category::Performance),
    ("consent", Category::Performance),
    ("gtag", Category::Performance),
    ("youtube", Category::Functionality),
    ("c2", Category::Functionality),
    ("preferences", Category::Functionality),
    ("facebook", Category::Targeting),
    ("bar", Category::Targeting),
    ("c3", Category::Targeting),
    ("google", Category::Targeting),
    ("google-ads", Category::Targeting),
];

/// By default; where the site says that each cookie is a choice and how long it lives; and where it names services, too.
fn mappings(sample: &Sample) -> [Managers; 3] {
    let vouch = |named: Managers, manager: &ConsentManager| named.by_choice(*manager).lasting(*manager, 30);
    let vouched = sample.managers.iter().fold(sample.plain.clone(), vouch);
    let map = |named, manager: &ConsentManager| {
        SERVICES.iter().fold(named, |named: Managers, (service, category)| named.group(*manager, service, *category))
    };
    [sample.plain.clone(), vouched.clone(), sample.managers.iter().fold(vouched, map)]
}

/// Every cut, every byte lost, and every byte changed to its neighbours, to separators and to digits.
fn each_damaged(value: &[u8], mut each: impl FnMut(&[u8])) {
    for (at, byte) in value.iter().enumerate() {
        let (before, after) = value.split_at(at);
        let after = after.split_first().unwrap().1;
        each(before);
        each(&[before, after].concat());
        let mut damaged = value.to_vec();
        for other in [byte ^ 1, byte ^ 2, b'0', b'1', b'x', b',', b'|', b'=', b':', b'-', b'&', b'"', b'\0'] {
            if other != *byte && other != b';' {
                *damaged.get_mut(at).unwrap() = other;
                each(&damaged);
            }
        }
    }
}

#[test]
fn no_damage_of_a_sample_opens() {
    let policy = site().build().unwrap();
    let (mut count, mut others, mut opened) = (0_u64, BTreeMap::new(), Vec::new());
    for sample in samples() {
        for named in mappings(&sample) {
            let whole = hear(&policy, &sample.line, &named);
            each_damaged(&sample.value, |value| {
                count += 1;
                let damaged = [sample.before.as_bytes(), value].concat();
                if !opens(whole, hear(&policy, &damaged, &named)) {
                    return;
                }
                match other(&sample.name, &sample.before, &sample.value, value) {
                    Some(other) => *others.entry(other).or_insert(0_u32) += 1,
                    None => opened.push(format!("{whole:?} {}", damaged.escape_ascii())),
                }
            });
        }
    }
    assert!(
        opened.is_empty(),
        "{} of {count}:\n{}",
        opened.len(),
        opened.get(..opened.len().min(20)).unwrap().join("\n")
    );
    println!("{count} damaged values; valid other answers: {others:?}");
    assert!(count > 1_000_000);
    assert_eq!(others.len(), 6, "an exception that nothing needs: {others:?}");
}

/// What stands in another cookie and is one choice with it.
const HALVES: [&str; 4] = ["OptanonAlertBoxClosed", "viewed_cookie_policy", "cmplz_banner-status", "cky-action"];

#[test]
fn no_cookie_more_opens() {
    let policy = site().build().unwrap();
    let samples = samples();
    let every = Managers::every().names().fold(Managers::every(), Managers::by_choice);
    let heard = |line: &[u8]| hear(&policy, line, &every);
    let alone: Vec<Heard> = samples.iter().map(|sample| heard(&sample.line)).collect();
    let (mut pairs, mut denied) = (0_u32, 0_u32);
    for (one, said_by_one) in samples.iter().zip(&alone) {
        for (two, said_by_two) in samples.iter().zip(&alone) {
            let has_half = |sample: &Sample| HALVES.iter().any(|half| sample.before.contains(half));
            if has_half(one) || has_half(two) {
                continue;
            }
            pairs += 1;
            let line = [one.line.as_slice(), b"; ", &two.line].concat();
            let Heard::Of(both, _) = heard(&line) else { continue };
            let (Heard::Of(one, _), Heard::Of(two, _)) = (said_by_one, said_by_two) else {
                panic!("damage of one was lost: {}", line.escape_ascii())
            };
            for ((one, two), both) in one.iter().zip(two).zip(both) {
                let is_refused = [one, two].contains(&&Said::Refused);
                let is_denied = ![one, two].iter().any(|said| matches!(said, Said::Granted(_)));
                denied += u32::from(is_refused);
                assert!(!is_refused || both == Said::Refused, "{}", line.escape_ascii());
                assert!(!is_denied || !matches!(both, Said::Granted(_)), "{}", line.escape_ascii());
            }
        }
    }
    assert!(pairs > 20_000 && denied > 10_000, "{pairs} {denied}");
}
