//! Consent managers' cookies: real ones by their source, and everything that could make a choice of what is none.
#![cfg(test)]

use std::collections::BTreeMap;

use cookie_consent::consent::{Answer, Choice, ConsentManager, Method, Refusal};
use cookie_consent::cookie::{CategorySet, DataUse};
use cookie_consent::policy::{Declaration, PolicyBuilder, Version};
use cookie_consent::read::managers::{self, Imported, ManagerRemark};
use cookie_consent::read::{Cookies, Headers, Managers, Remark};
use cookie_consent::visit::UsPrivacySignal;
use cookie_consent::{Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Place, Policy, Reason, decide};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;
use time::format_description::well_known::Rfc3339;
use time::macros::{date, utc_datetime};
use time::{Duration, OffsetDateTime, UtcDateTime};

use crate::cases::cases;
use crate::fixture::{CURRENT, NOW, site};

/// Values found in requests, tests and filter lists, each with what it says and where it was found.
const SAMPLES: &str = include_str!("golden/manager-samples.jsonl");

const CATEGORIES: [(&str, Category); 3] = [
    ("performance", Category::Performance),
    ("functionality", Category::Functionality),
    ("targeting", Category::Targeting),
];

fn samples() -> Vec<Value> {
    SAMPLES.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The header that carries a sample.
fn header(sample: &Value) -> String {
    let own = format!("{}={}", sample["name"].as_str().unwrap(), sample["value"].as_str().unwrap());
    let companions = sample["companions"].as_object().into_iter().flatten();
    let companions = companions.map(|(name, value)| format!("{name}={}", value.as_str().unwrap()));
    companions.chain([own]).collect::<Vec<_>>().join("; ")
}

fn policy() -> Policy {
    site().record_in("consent").build().unwrap()
}

fn import(line: &[u8]) -> Imported {
    managers::read(&policy(), NOW, &Cookies::new(&[line]).unwrap(), &Managers::every())
}

/// Yes, no, or nothing.
fn said(choice: &Choice) -> Option<bool> {
    match (choice.grant, choice.refusal) {
        (Some(_), None) => Some(true),
        (None, Some(_)) => Some(false),
        (None, None) => None,
        both => panic!("{both:?}"),
    }
}

fn said_of(imported: &Imported, category: Category) -> Option<bool> {
    match imported.consent() {
        Consent::Given(record) => said(record.category(category)),
        Consent::Absent | Consent::Unreadable => None,
    }
}

/// Everything that the site could say, but for what its groups mean: Osano's key, and that each cookie is a choice.
fn told(sample: &Value) -> Managers {
    let named = Managers::every().names().fold(Managers::every(), Managers::by_choice);
    sample["osano_domain"].as_str().map_or(named.clone(), |domain| named.osano_domain(domain))
}

/// Cookies that stand beside a choice and hold none: what is allowed now, and which regime applies.
const COMPANIONS: [&str; 4] = ["_cmp_a", "cmapi_gtm_bl", "notice_behavior", "OptanonAlertBoxClosed"];

/// How a sample reads.
enum Read {
    As(&'static str),
    Wrong(String),
}

fn read_sample(policy: &Policy, sample: &Value) -> Read {
    let text = header(sample);
    let lines = [text.as_bytes()];
    let imported = managers::read(policy, NOW, &Cookies::new(&lines).unwrap(), &told(sample));
    let wrong = |what: &str| Read::Wrong(format!("{what}\n{}\n{text}\n{imported:?}\n", sample["source"]));
    if COMPANIONS.contains(&sample["name"].as_str().unwrap()) {
        let is_read = imported.consent() != Consent::Absent || !imported.managers().is_empty();
        return if is_read { wrong("read") } else { Read::As("companion") };
    }
    let no_sale = match imported.consent() {
        Consent::Given(record) => record.data_use(DataUse::SaleOrShare).refusal.is_some(),
        Consent::Absent | Consent::Unreadable => false,
    };
    let has_unknown = imported.remarks().iter().any(|remark| matches!(remark, ManagerRemark::UnknownGroup { .. }));
    let said = CATEGORIES.map(|(key, category)| {
        let (said, expected) = (said_of(&imported, category), sample[key].as_bool());
        // where the sale of data alone was opted out of, our record says so more exactly
        let is_exact = no_sale && category == Category::Targeting && expected != Some(true);
        // nobody knowingly chose what only a group that is not known may have granted
        let is_unnamed = said == Some(false) && expected.is_none() && has_unknown;
        if is_exact || is_unnamed { (None, None) } else { (said, expected) }
    });
    match (sample["choice_made"].as_bool(), imported.consent()) {
        (Some(false), Consent::Unreadable) => wrong("unreadable"),
        (Some(false), _) if said.iter().any(|(said, _)| said.is_some()) => wrong("a choice that nobody made"),
        (Some(false), _) => Read::As("no choice"),
        (Some(true), Consent::Given(record)) => {
            if said.iter().any(|(said, expected)| said != expected) {
                return wrong("another choice");
            }
            let Some(at) = sample["decided_at"].as_str() else { return Read::As("choice") };
            let at = OffsetDateTime::parse(at, &Rfc3339).unwrap().to_utc().truncate_to_second();
            let time = |(_, category)| {
                let Choice { grant, refusal, .. } = record.category(category);
                grant.map(|grant| grant.at).or(refusal.map(|refusal| refusal.at))
            };
            let agrees = CATEGORIES.into_iter().filter_map(time).all(|time| time == at);
            if agrees { Read::As("choice") } else { wrong("another time") }
        }
        (Some(true), _) => wrong("no choice"),
        // the value alone does not tell: it grants on the site's word only, and loses no refusal
        (None, Consent::Unreadable) => Read::As("damage"),
        (None, consent) => {
            let alone = managers::read(policy, NOW, &Cookies::new(&lines).unwrap(), &Managers::every());
            if CATEGORIES.iter().any(|(_, category)| said_of(&alone, *category) == Some(true)) {
                return wrong("granted without proof");
            }
            // groups are written before the banner of OneTrust is closed, and are no choice then
            let is_default = imported.managers() == [ConsentManager::OneTrust] && consent == Consent::Absent;
            let agrees = said.iter().all(|(said, expected)| match expected {
                Some(_) => said == expected,
                None => *said != Some(true),
            });
            if is_default || agrees { Read::As("unproven") } else { wrong("unproven") }
        }
    }
}

#[test]
fn every_sample_reads_as_its_source_says() {
    let policy = policy();
    let (mut wrong, mut kinds) = (String::new(), BTreeMap::new());
    for sample in samples() {
        match read_sample(&policy, &sample) {
            Read::As(kind) => *kinds.entry(kind).or_insert(0) += 1,
            Read::Wrong(text) => wrong.push_str(&text),
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    let expected = [("choice", 103), ("companion", 7), ("damage", 4), ("no choice", 23), ("unproven", 48)];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), expected);
}

const ONETRUST: &str = "OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z; OptanonConsent=";

fn onetrust(groups: &str) -> Imported {
    import(format!("{ONETRUST}groups={groups}").as_bytes())
}

#[test]
fn onetrust_groups() {
    let imported = onetrust("C0001%3A1%2CC0002%3A1%2CC0003%3A0%2CC0004%3A0%2CSPD_BG%3A0%2CSTACK42%3A1%2CBG7%3A1");
    let Consent::Given(record) = imported.consent() else { panic!("{imported:?}") };
    let grant = record.category(Category::Performance).grant.unwrap();
    assert_eq!(grant.at, utc_datetime!(2026-11-01 09:30));
    assert_eq!((grant.version, grant.method), (CURRENT, Method::Imported(ConsentManager::OneTrust)));
    let refused = |choice: &Choice| choice.refusal.map(|Refusal { answer, .. }| answer);
    assert_eq!(refused(record.category(Category::Targeting)), Some(Answer::Refused));
    assert_eq!(refused(record.data_use(DataUse::SaleOrShare)), Some(Answer::Refused));
    assert_eq!((imported.managers(), imported.remarks()), ([ConsentManager::OneTrust].as_slice(), [].as_slice()));

    // renamed and added groups
    let unknown = onetrust("C0002%3A1%2CC0005%3A1%2Cpf%3A1");
    let remark = |group: &str| ManagerRemark::UnknownGroup { manager: ConsentManager::OneTrust, group: group.into() };
    assert_eq!(unknown.remarks(), [remark("C0005"), remark("pf")]);
    assert_eq!(said_of(&unknown, Category::Targeting), None);
    let named = Managers::every()
        .group(ConsentManager::OneTrust, "C0005", Category::Targeting)
        .ignoring(ConsentManager::OneTrust, "pf");
    let line = format!("{ONETRUST}groups=C0004%3A1%2CC0005%3A0%2Cpf%3A1");
    let mapped = managers::read(&policy(), NOW, &Cookies::new(&[line.as_bytes()]).unwrap(), &named);
    assert_eq!(
        (said_of(&mapped, Category::Targeting), mapped.remarks().len()),
        (Some(false), 0),
        "both must be granted"
    );
}

#[test]
fn what_is_no_choice_and_what_is_damage() {
    let without_banner = import(b"OptanonConsent=groups=C0001%3A1%2CC0004%3A1");
    assert_eq!(without_banner.consent(), Consent::Absent);
    let again = import(format!("{ONETRUST}groups=C0004%3A1&AwaitingReconsent=true").as_bytes());
    assert_eq!(again.consent(), Consent::Absent);
    for look_alike in
        ["OptanonConsent=isMarketing=0", "CookieConsent=1.0.0.0.0", "CookieConsent={\"Mode\":0}", "CookieConsent=true"]
    {
        let imported = import(look_alike.as_bytes());
        assert_eq!((imported.consent(), imported.managers().len()), (Consent::Absent, 0), "{look_alike}");
    }
    let implied = "CookieConsent={stamp:%27-1%27%2Cnecessary:true%2Cpreferences:true%2Cstatistics:true%2Cmarketing:true%2Cmethod:%27implied%27}";
    assert_eq!(import(implied.as_bytes()).consent(), Consent::Absent);
    assert_eq!(import(b"CookieConsent=-1").consent(), Consent::Absent);
    assert_eq!(import(b"cookieyes-consent=consent:yes,action:no,analytics:yes").consent(), Consent::Absent);

    let damaged: [&str; 8] = [
        "OptanonConsent=groups=C0004%3A1; OptanonAlertBoxClosed=yesterday",
        "OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z; OptanonConsent=groups=C0004%3A2",
        "OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z; OptanonConsent=groups=C0004",
        "OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z; OptanonConsent=groups=C0004%3A1&groups=C0004%3A0",
        "CookieConsent={stamp:%27a%27%2Cnecessary:true%2Cpreferences:true%2Cstatistics:tr",
        "CookieConsent={stamp:%27a%27%2Cnecessary:true%2Cpreferences:maybe%2Cstatistics:true%2Cmarketing:true}",
        "cookieyes-consent=action:yes,analytics:perhaps",
        "cookieyes-consent=action:yes,anal",
    ];
    for line in damaged {
        let imported = import(line.as_bytes());
        assert_eq!(imported.consent(), Consent::Unreadable, "{line}");
        assert!(matches!(imported.remarks(), [ManagerRemark::Unreadable(_)]), "{line}");
    }
    let long = format!("{ONETRUST}groups=C0004%3A1&hosts={}", "a".repeat(8_192));
    assert_eq!(import(long.as_bytes()).consent(), Consent::Unreadable);
}

/// A manager that keeps no time: a grant is as old as its cookie can be, a refusal is of now.
#[test]
fn a_choice_without_a_time() {
    let line = b"cookieyes-consent=consentid:eA,consent:yes,action:yes,necessary:yes,functional:no,analytics:yes,performance:yes,advertisement:yes,other:yes";
    let imported = import(line);
    let Consent::Given(record) = imported.consent() else { panic!("{imported:?}") };
    // at the end of its last day a cookie is gone
    let granted = |days| NOW - Duration::days(days) + Duration::SECOND;
    assert_eq!(record.category(Category::Targeting).grant.unwrap().at, granted(400));
    assert_eq!(record.category(Category::Functionality).refusal.unwrap().at, NOW);
    assert!(imported.remarks().contains(&ManagerRemark::Undated(ConsentManager::CookieYes)));
    let named = Managers::every().lasting(ConsentManager::CookieYes, 30);
    let imported = managers::read(&policy(), NOW, &Cookies::new(&[line]).unwrap(), &named);
    let Consent::Given(record) = imported.consent() else { panic!("{imported:?}") };
    assert_eq!(record.category(Category::Targeting).grant.unwrap().at, granted(30));
    // two groups are one category: both must be granted
    let halves = import(b"cookieyes-consent=action:yes,analytics:yes,performance:no");
    assert_eq!(said_of(&halves, Category::Performance), Some(false));
}

/// Services mean what the site says; without its word nothing is granted, and a refusal of everything is one of all.
#[test]
fn services_need_the_word_of_the_site() {
    let named = Managers::every()
        .group(ConsentManager::Tarteaucitron, "gtag", Category::Performance)
        .group(ConsentManager::Tarteaucitron, "hotjar", Category::Performance)
        .group(ConsentManager::DjangoCookieConsent, "social", Category::Targeting);
    let read = |line: &str, named: &Managers| {
        let imported = managers::read(&policy(), NOW, &Cookies::new(&[line.as_bytes()]).unwrap(), named);
        CATEGORIES.map(|(_, category)| said_of(&imported, category))
    };
    let mixed = "tarteaucitron=!id=a5c!gtag=true!hotjar=true!facebook=false";
    assert_eq!(read(mixed, &Managers::every()), [Some(false); 3]);
    assert_eq!(read(mixed, &named), [Some(true), None, None]);
    assert_eq!(read("tarteaucitron=!gtag=true!hotjar=false", &named), [Some(false), None, None]);
    assert_eq!(read("tarteaucitron=!gtag=false!facebook=false!other=wait", &Managers::every()), [Some(false); 3]);
    assert_eq!(
        read("cookie_consent=\"optional=-1|social=2013-06-04T01:08:58+00:00\"", &named),
        [None, None, Some(true)]
    );
    assert_eq!(read("cookie_consent=optional=-1|social=-1", &Managers::every()), [Some(false); 3]);
    for damaged in
        ["tarteaucitron=!gtag=tru", "tarteaucitron=!gtag", "cookie_consent=a=-1|b=2013-06-04", "cookie_consent=a=-1|"]
    {
        assert_eq!(import(damaged.as_bytes()).consent(), Consent::Unreadable, "{damaged}");
    }
    for other in ["tarteaucitron=gtag=true", "cookie_consent=100", "cookie_consent=true", "cookie_consent=a=yes"] {
        assert_eq!(import(other.as_bytes()).consent(), Consent::Absent, "{other}");
    }
}

#[test]
fn of_several_the_strictest_counts_in_any_order() {
    let yes = "OptanonConsent=groups=C0002%3A1%2CC0003%3A1%2CC0004%3A1";
    let no = "OptanonConsent=groups=C0002%3A1%2CC0004%3A0";
    let closed = "OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z";
    let other = "CookieConsent={stamp:%27a%27%2Cnecessary:true%2Cpreferences:true%2Cstatistics:false%2Cmarketing:true%2Cmethod:%27explicit%27%2Cutc:1793525400000}";
    let read = |parts: &[&str]| import(parts.join("; ").as_bytes());
    for parts in [[closed, yes, no], [closed, no, yes]] {
        let imported = read(&parts);
        assert_eq!(CATEGORIES.map(|(_, category)| said_of(&imported, category)), [Some(true), None, Some(false)]);
        assert_eq!(imported.remarks(), [ManagerRemark::Several]);
    }
    let two = read(&[closed, yes, other]);
    assert_eq!(two.managers(), [ConsentManager::OneTrust, ConsentManager::Cookiebot]);
    let Consent::Given(record) = two.consent() else { panic!("{two:?}") };
    assert_eq!(said(record.category(Category::Functionality)), Some(true));
    assert!(record.category(Category::Performance).grant.is_none());
    assert_eq!(read(&[closed, yes, "CookieConsent={necessary:t"]).consent(), Consent::Unreadable);
}

#[test]
fn a_request_reads_the_record_and_the_manager() {
    let policy = policy();
    let named = Managers::every();
    let accepted = ConsentRecord::first(&ConsentEvent::accept_all(utc_datetime!(2026-11-01 09:30), CURRENT));
    let read = |line: String| {
        let headers = Headers::new([(b"cookie".as_slice(), line.as_bytes())]);
        let request = policy.read(NOW, &headers, &named);
        let granted = match request.consent() {
            Consent::Given(record) => {
                let granted = CATEGORIES.into_iter().map(|(_, category)| category);
                Some(granted.filter(|category| record.category(*category).grant.is_some()).collect::<CategorySet>())
            }
            Consent::Absent | Consent::Unreadable => None,
        };
        (granted, request.remarks().to_vec())
    };
    let groups = "groups=C0002%3A1%2CC0003%3A1%2CC0004%3A0";
    let (granted, remarks) = read(format!("{ONETRUST}{groups}; consent={accepted}"));
    assert_eq!(granted, Some([Category::Performance, Category::Functionality].into_iter().collect()));
    assert_eq!(remarks, [Remark::Conflict]);
    let (granted, remarks) = read(format!("{ONETRUST}groups=C0002; consent={accepted}"));
    assert_eq!((granted, remarks), (None, vec![Remark::Manager(ManagerRemark::Unreadable(ConsentManager::OneTrust))]));
    let (granted, _) = read(format!("OptanonConsent={groups}; consent={accepted}"));
    assert_eq!(granted, Some(CategorySet::NON_ESSENTIAL));
}

fn granted(imported: &Imported) -> Vec<Category> {
    CATEGORIES
        .into_iter()
        .map(|(_, category)| category)
        .filter(|category| said_of(imported, *category) == Some(true))
        .collect()
}

proptest! {
    #![proptest_config(cases(1_500))]

    #[test]
    fn any_bytes_are_read(sample in select(samples()), value in proptest::collection::vec(any::<u8>(), 0..200)) {
        let line = [sample["name"].as_str().unwrap().as_bytes(), b"=", &value, b"; OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z"].concat();
        prop_assert_eq!(granted(&import(&line)), []);
    }

    /// A sample that was cut grants nothing that the whole did not.
    #[test]
    fn a_cut_sample_grants_no_more(sample in select(samples()), cut in any::<Index>()) {
        // without its end this is what TrustArc writes when somebody accepts everything
        prop_assume!(sample["value"] != "0,1,2::implied");
        let whole = header(&sample);
        let allowed = granted(&import(whole.as_bytes()));
        // the value is cut, and what stands before it is not
        let (before, own) = whole.split_at(whole.rfind(sample["name"].as_str().unwrap()).unwrap());
        let line = [before, own.get(..cut.index(own.len())).unwrap()].concat();
        let part = import(line.as_bytes());
        for category in granted(&part) {
            prop_assert!(allowed.contains(&category), "{category}: {line}");
        }
    }

    /// A byte that changed in one manager's cookie never costs the refusal in another's.
    #[test]
    fn damage_to_one_keeps_the_refusal_of_another(sample in select(samples()), at in any::<Index>(), byte in any::<u8>()) {
        prop_assume!(byte != b';');
        let mut value = format!("{}={}", sample["name"].as_str().unwrap(), sample["value"].as_str().unwrap()).into_bytes();
        let at = at.index(value.len());
        *value.get_mut(at).unwrap() = byte;
        let line = [&value, b"; cookieyes-consent=action:yes,functional:no,analytics:no,advertisement:no".as_slice()].concat();
        let imported = import(&line);
        prop_assert!(imported.consent() == Consent::Unreadable || granted(&imported).is_empty());
        prop_assert!(imported.consent() != Consent::Absent);
    }
}

#[test]
fn times_lie_where_the_manager_put_them() {
    let before: UtcDateTime = utc_datetime!(2023-01-05 10:00);
    let imported = import(b"OptanonAlertBoxClosed=2023-01-05T10:00:00.000Z; OptanonConsent=groups=C0004%3A1");
    let Consent::Given(record) = imported.consent() else { panic!("{imported:?}") };
    let grant = record.category(Category::Targeting).grant.unwrap();
    // under the version of that day, and not of today
    assert_eq!((grant.at, grant.version.number()), (before, 4));
}

/// Strings of the IAB inside managers' cookies count as if each had a cookie of its own.
/// What was given before the first version of the policy was given to no version of it: stale, if that version changed
/// its category, however few older versions the document keeps.
#[test]
fn a_consent_from_before_the_first_version_is_stale() {
    let now = utc_datetime!(2026-03-01 12:00);
    let material = |number, day| Version::new(number, day).material(Category::Performance);
    let only = |versions: &[Version]| {
        let policy = versions.iter().cloned().fold(Policy::builder(), PolicyBuilder::version);
        policy.declare(Declaration::new("_ga", Category::Performance)).build().unwrap()
    };
    let (sixth, seventh) = (Version::new(6, date!(2025 - 06 - 01)), material(7, date!(2026 - 02 - 01)));
    for (policy, given, reason) in [
        (only(std::slice::from_ref(&seventh)), "2025-12-01", Reason::ConsentStaleVersion),
        (only(&[sixth.clone(), seventh.clone()]), "2025-12-01", Reason::ConsentStaleVersion),
        (only(std::slice::from_ref(&seventh)), "2026-02-01", Reason::Consent),
        (only(&[sixth.clone(), seventh]), "2026-02-01", Reason::Consent),
        (only(&[sixth]), "2025-12-01", Reason::Consent),
    ] {
        let line = format!("OptanonAlertBoxClosed={given}T09:30:00.000Z; OptanonConsent=groups=C0002%3A1");
        let headers = Headers::new([(b"cookie".as_slice(), line.as_bytes())]);
        let request = policy.read(now, &headers, &Managers::every());
        let visit = request.visit(Place::Site, Age::Unknown, &[]).region("FR".parse().unwrap());
        let decision = decide(&policy, &visit, request.consent(), &Cookie::first_party("_ga", "www.edx.org"));
        assert_eq!(decision.reason(), reason, "{given}");
    }
}

#[test]
fn strings_inside_cookies() {
    let policy = policy();
    let named = Managers::every();
    let read = |line: &str| {
        let lines = [(b"cookie".as_slice(), line.as_bytes())];
        policy.read(NOW, &Headers::new(lines), &named)
    };
    let tc = "CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA";
    let fides = format!("fides_consent={{\"consent\":{{}},\"fides_string\":\"{tc},2~7.12~dv.,DBABLA~BVQVAAAACkA\"}}");
    let cookiebot = format!("CookieConsent={{stamp:%27-1%27%2Cnecessary:true%2Ciab2:%27{tc}%27}}");
    let funding_choices = format!("FCCDCF=%5Bnull%2Cnull%2Cnull%2C%5B%22{tc}%22%2C%221~7%22%2C%22id%22%5D%2Cnull%5D");
    for line in [&fides, &cookiebot, &funding_choices] {
        let request = read(line);
        assert_eq!(request.signals().tcf().unwrap().policy_version, 4, "{line}");
        // the same string twice is one string, and another makes both unreliable
        let twice = read(&format!("{line}; euconsent-v2={tc}"));
        assert!(!twice.remarks().contains(&Remark::Conflict), "{line}");
    }
    // those in the cookies of managers are read with them, and that of a manager without a name always
    let read_with = [&fides, &cookiebot, &funding_choices].map(|line| {
        let lines = [(b"cookie".as_slice(), line.as_bytes())];
        let klaro = Managers::only([ConsentManager::Klaro]);
        [&klaro, Managers::NONE].map(|named| {
            let request = policy.read(NOW, &Headers::new(lines), named);
            request.signals().tcf().is_some()
        })
    });
    assert_eq!(read_with, [[false, false], [false, false], [true, true]]);
    assert!(read(&fides).signals().gpp().opted_out());
    // of the three any may be missing
    let gpp_alone = fides.replace(tc, "").replace("2~7.12~dv.", "");
    assert!(gpp_alone.contains("\",,DBABLA~"), "{gpp_alone}");
    assert!(read(&gpp_alone).signals().gpp().opted_out() && read(&gpp_alone).signals().tcf().is_none());
    assert_eq!(read("FCCDCF=%5Bnull%2Cnull%2Cnull%2Cnull%5D").signals().tcf(), None);
    for damaged in ["FCCDCF=%5Bnull", "FCCDCF=x", "FCCDCF=%5B1%2C2%2C3%2C%5B%22C%22%5D%5D"] {
        let request = read(damaged);
        assert!(matches!(request.remarks(), [Remark::Iab { cookie: "FCCDCF", .. }]), "{damaged}");
        assert!(!request.signals().tcf().unwrap().service_specific, "{damaged}");
    }

    let opted_out = "usprivacy=%7B%22uspString%22%3A%221YY-%22%2C%22optOutDate%22%3A%22%22%7D";
    assert_eq!(read(opted_out).signals().us_privacy(), UsPrivacySignal::OptedOut);
    assert_eq!(read(&opted_out.replace("1YY-", "1YN-")).signals().us_privacy(), UsPrivacySignal::DidNotOptOut);
    let damaged = read("usprivacy=%7B%22uspString");
    assert_eq!((damaged.signals().us_privacy(), damaged.remarks().len()), (UsPrivacySignal::OptedOut, 1));
}
