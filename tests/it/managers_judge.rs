//! What damage of a consent manager's cookie may do, and what a cookie more: the judge of `managers_mutated`, and of the
//! fuzz target `opens`.
//!
//! A reader sees one value and not what it was. So there are exceptions, where the damaged text is itself what the
//! manager could have written ([`Other`]); the tests count each of them, and nothing else is excepted. What a letter of
//! base64 changes is judged by the text within.

use core::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use cookie_consent::consent::ConsentManager::{
    self, Borlabs, CookieFirst, Cookiebot, DjangoCookieConsent, VanillaCookieConsent,
};
use cookie_consent::consent::PolicyVersion;
use cookie_consent::cookie::DataUse;
use cookie_consent::read::managers::{self, detect};
use cookie_consent::read::{Cookies, Managers};
use cookie_consent::{Category, Consent, Policy};
use serde_json::Value;
use time::UtcDateTime;

use crate::managers_states::states;

/// What a damaged value is, if it is another valid answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Other {
    /// Digits stand for digits, and nothing else differs: `C0004:0` became `C0004:1`, the year another, the number of a
    /// group that of another group.
    Number,
    /// It was cut before a separator of a list, before the fraction of a second or the offset of a time, and ends as a
    /// shorter one does.
    Border,
    /// OneTrust's, without a closed banner: the click behind the groups was cut off, or its one digit lost.
    Click,
    /// Shopify has one letter or digit for each answer, of which one is gone: it was not answered.
    Letter,
    /// What is left of django's is a word, as countless other banners write under that name.
    Word,
    /// Without its end, which says that nobody was asked, it is what `TrustArc` writes when somebody accepts everything.
    Implied,
    /// Of the manager's own revision a character was lost or changed: it is another.
    Revision,
}

pub(crate) fn other(sample: &Sample, whole: &[u8], damaged: &[u8]) -> Option<Other> {
    let (name, before) = (sample.name.as_str(), sample.before.as_str());
    let (one, two) = (plain(whole), plain(damaged));
    let is_number = |(one, two): (&u8, &u8)| one == two || (one.is_ascii_digit() && two.is_ascii_digit());
    let rest = one.strip_prefix(two.as_slice());
    if one.len() == two.len() && one.iter().zip(&two).all(is_number) {
        Some(Other::Number)
    } else if rest.is_some_and(|rest| matches!(rest, [b',' | b'|' | b'!' | b'&' | b'_' | b'.' | b'+', ..])) {
        Some(Other::Border)
    } else if name == "OptanonConsent" && !before.contains("OptanonAlertBoxClosed") {
        let has = |part: &[u8]| two.windows(part.len()).any(|found| found == part);
        ((rest.is_some() && has(b"groups=")) || has(b"&intType=&") || has(b"&iType=&")).then_some(Other::Click)
    } else if name == "_tracking_consent" && one.len().checked_sub(two.len()) == Some(1) {
        Some(Other::Letter)
    } else if name == "cookie_consent" && !two.is_empty() && two.iter().all(u8::is_ascii_alphanumeric) {
        Some(Other::Word)
    } else if name == "notice_gdpr_prefs" && rest.is_some_and(|rest| rest.starts_with(b":implied")) {
        Some(Other::Implied)
    } else {
        let start = one.iter().zip(&two).take_while(|(one, two)| one == two).count();
        let same = one.iter().rev().zip(two.iter().rev()).take_while(|(one, two)| one == two).count();
        let revision = revision(&one);
        (revision.start <= start && one.len() <= same.saturating_add(revision.end)).then_some(Other::Revision)
    }
}

/// Where the manager's own revision stands; nowhere, if it keeps none.
fn revision(plain: &[u8]) -> Range<usize> {
    const KEYS: [&[u8]; 4] = [b"\"revision\":", b"\"version\":\"", b"\"version\":", b"ver:"];
    let after =
        |key: &&[u8]| plain.windows(key.len()).position(|found| found == *key).map(|at| at.saturating_add(key.len()));
    let Some(start) = KEYS.iter().find_map(after) else { return 0..0 };
    let is_its = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'-';
    let len = plain.get(start..).into_iter().flatten().take_while(is_its).count();
    start..start.saturating_add(len)
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
pub(crate) enum Said {
    Nothing,
    Granted(UtcDateTime),
    Refused,
}

/// What was said of performance, functionality, targeting; and whether the sale of data was refused.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Heard {
    Damage,
    Of([Said; 3], bool),
}

const ABSENT: ([Said; 3], bool) = ([Said::Nothing; 3], false);

/// What was granted under a revision that the site does not name is stale: nothing.
pub(crate) fn hear(policy: &Policy, now: UtcDateTime, line: &[u8], named: &Managers) -> Heard {
    let lines = [line];
    let imported = managers::read(policy, now, &Cookies::new(&lines).unwrap(), named);
    let record = match imported.consent() {
        Consent::Absent => return Heard::Of(ABSENT.0, ABSENT.1),
        Consent::Unreadable => return Heard::Damage,
        Consent::Given(record) => record,
    };
    let said = [Category::Performance, Category::Functionality, Category::Targeting].map(|category| {
        let choice = record.category(category);
        match (choice.refusal, choice.grant) {
            (Some(_), _) => Said::Refused,
            (None, Some(grant)) if grant.version <= policy.version_at(now) => Said::Granted(grant.at),
            (None, _) => Said::Nothing,
        }
    });
    Heard::Of(said, record.data_use(DataUse::SaleOrShare).refusal.is_some())
}

/// Whether the second allows what the first does not: a refusal less, a grant more, or one that is younger.
pub(crate) fn opens(whole: Heard, damaged: Heard) -> bool {
    let (Heard::Of(was, sale), Heard::Of(is, sale_now)) = (whole, damaged) else { return false };
    (sale && !sale_now)
        || was.into_iter().zip(is).any(|(was, is)| match (was, is) {
            (Said::Refused, is) => is != Said::Refused,
            (Said::Nothing, is) => matches!(is, Said::Granted(_)),
            (Said::Granted(was), Said::Granted(is)) => is > was,
            (Said::Granted(_), Said::Nothing | Said::Refused) => false,
        })
}

/// Whether what is heard of two together allows what neither does alone: damage, a refusal or its absence was lost. Two
/// that each deny never allow together.
pub(crate) fn opens_beside(one: Heard, two: Heard, both: Heard) -> bool {
    let Heard::Of(both, no_sale) = both else { return false };
    let (Heard::Of(one, no_sale_of_one), Heard::Of(two, no_sale_of_two)) = (one, two) else { return true };
    let opens = |((one, two), both)| {
        let is_refused = [one, two].contains(&Said::Refused);
        let is_granted = [one, two].iter().any(|said| matches!(said, Said::Granted(_)));
        (is_refused && both != Said::Refused) || (!is_granted && matches!(both, Said::Granted(_)))
    };
    ((no_sale_of_one || no_sale_of_two) && !no_sale) || one.into_iter().zip(two).zip(both).any(opens)
}

pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) value: Vec<u8>,
    /// Its companions, and its name.
    pub(crate) before: String,
    pub(crate) line: Vec<u8>,
    pub(crate) managers: Vec<ConsentManager>,
    plain: Managers,
}

/// Those found in requests, and every state that a reader knows.
pub(crate) fn samples() -> Vec<Sample> {
    let sample = |line: &str| {
        let sample: Value = serde_json::from_str(line).unwrap();
        let [name, value] = ["name", "value"].map(|key| sample[key].as_str().unwrap());
        let companions = sample["companions"].as_object().into_iter().flatten();
        let companions = companions.map(|(name, value)| format!("{name}={}; ", value.as_str().unwrap()));
        Sample::new(name, &companions.collect::<String>(), value, sample["osano_domain"].as_str())
    };
    let found = include_str!("golden/manager-samples.jsonl").lines().map(sample);
    found.chain(states().map(|(_, sample, _)| sample)).collect()
}

impl Sample {
    /// Of a cookie, and those that stand before it.
    pub(crate) fn new(name: &str, companions: &str, value: &str, osano_domain: Option<&str>) -> Self {
        let before = format!("{companions}{name}=");
        let line = format!("{before}{value}").into_bytes();
        let lines = [line.as_slice()];
        let managers: Vec<_> = detect(&Cookies::new(&lines).unwrap(), &Managers::every()).collect();
        let plain = Managers::only(managers.iter().copied());
        let plain = osano_domain.map_or(plain.clone(), |domain| plain.osano_domain(domain));
        Self { name: name.to_owned(), value: value.as_bytes().to_vec(), before, line, managers, plain }
    }

    /// With another value in its place.
    pub(crate) fn with(&self, value: &[u8]) -> Vec<u8> {
        [self.before.as_bytes(), value].concat()
    }
}

/// Names of services in the samples.
pub(crate) const SERVICES: [(&str, Category); 16] = [
    ("analytics", Category::Performance),
    ("foo", Category::Performance),
    ("matomo", Category::Performance),
    ("hotjar", Category::Performance),
    ("c1", Category::Performance),
    ("4", Category::Performance),
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

/// By default; where the site says that each cookie is a choice and how long it lives; where it names its services, too,
/// or has others besides; and where it names revisions: that of the sample, or others.
pub(crate) fn mappings(sample: &Sample) -> Vec<Managers> {
    let vouched = vouched(sample);
    let text = plain(&sample.value);
    let own = text.get(revision(&text)).unwrap_or_default();
    let is_own = |name: &str| if own.is_empty() { has(&text, name) } else { own == name.as_bytes() };
    let revised = |is_named: bool| {
        let revisions = || REVISIONS.iter().filter(|name| is_own(name) == is_named);
        let keeps = |manager: &&ConsentManager| REVISED.contains(*manager);
        sample.managers.iter().filter(keeps).fold(mapped(sample), |named, manager| {
            revisions().fold(named, |named, name| named.revision(*manager, name, PolicyVersion::new(0)))
        })
    };
    let every = with_services(sample, vouched.clone(), |_| true);
    let mut mappings = vec![every, sample.plain.clone(), vouched, mapped(sample), revised(true), revised(false)];
    // most keep no revision, and have no services
    mappings.dedup();
    mappings
}

/// Where each cookie is a choice, and the site has named the services in it.
pub(crate) fn mapped(sample: &Sample) -> Managers {
    let text = plain(&sample.value);
    with_services(sample, vouched(sample), |service| has(&text, service))
}

fn vouched(sample: &Sample) -> Managers {
    let vouch = |named: Managers, manager: &ConsentManager| named.by_choice(*manager).lasting(*manager, 30);
    sample.managers.iter().fold(sample.plain.clone(), vouch)
}

fn with_services(sample: &Sample, named: Managers, which: impl Fn(&str) -> bool) -> Managers {
    let services = || SERVICES.iter().filter(|(service, _)| which(service));
    sample.managers.iter().fold(named, |named, manager| {
        services().fold(named, |named, (service, category)| named.group(*manager, service, *category))
    })
}

/// Whether it stands there as a word.
fn has(text: &[u8], word: &str) -> bool {
    let is_inside = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte));
    let is_it = |at: usize| {
        let (before, rest) = text.split_at(at);
        rest.strip_prefix(word.as_bytes()).is_some_and(|after| !is_inside(before.last()) && !is_inside(after.first()))
    };
    (0..text.len()).any(is_it)
}

/// Those that keep a revision.
const REVISED: [ConsentManager; 5] = [VanillaCookieConsent, Cookiebot, Borlabs, CookieFirst, DjangoCookieConsent];

/// Revisions, in the samples and of others.
const REVISIONS: [&str; 7] = ["0", "1", "2", "3", "12", "2013-06-04T01:08:58", "2013-06-04T01:08:58.262162"];

/// What makes one choice with another cookie of the manager.
const HALVES: [(&str, ConsentManager); 4] = [
    ("OptanonAlertBoxClosed", ConsentManager::OneTrust),
    ("viewed_cookie_policy", ConsentManager::CookieYes),
    ("cmplz_banner-status", ConsentManager::Complianz),
    ("cky-action", ConsentManager::CookieYes),
];

/// Whether one brings what makes a choice of the other.
pub(crate) fn are_halves(one: &Sample, two: &Sample) -> bool {
    HALVES.iter().any(|(half, manager)| {
        let is_half_of = |one: &Sample, two: &Sample| one.before.contains(half) && two.managers.contains(manager);
        is_half_of(one, two) || is_half_of(two, one)
    })
}

/// In how many ways a byte is damaged.
pub(crate) const WAYS: usize = 4 + OTHERS.len();

/// Separators and digits.
const OTHERS: [u8; 11] = *b"01x,|=:-&\"\0";

/// Cut before a byte; without it; or with a neighbour of it, a separator or a digit in its place. Nothing, if that is
/// what it was.
pub(crate) fn damaged(value: &[u8], at: usize, way: usize) -> Option<Vec<u8>> {
    let (before, after) = value.split_at_checked(at)?;
    let (byte, after) = after.split_first()?;
    let other = match way {
        0 => return Some(before.to_vec()),
        1 => return Some([before, after].concat()),
        2 => byte ^ 1,
        3 => byte ^ 2,
        way => *OTHERS.get(way.checked_sub(4)?)?,
    };
    (other != *byte && other != b';').then(|| [before, &[other], after].concat())
}
