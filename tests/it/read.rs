//! What arrives: headers and cookies, and everything that could be lost on the way.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "the times and counts of tests are far from any limit")]

use std::cell::Cell;

use cookie_consent::consent::{Actor, Answer, GpcSeen, History, Item, PolicyVersion, RecordError};
use cookie_consent::read::{self, Cookies, Headers, Managers, Reading, Remark, Sources};
use cookie_consent::visit::{BrowserMode, Recognised, SubjectKind, UsPrivacySignal};
use cookie_consent::{Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Place, Policy, Visit, decide};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use time::Duration;
use time::macros::utc_datetime;

use crate::cases::cases;
use crate::fixture::{ADV, CURRENT, FONT, GA, GADS, NOW, site};

const THEN: time::UtcDateTime = utc_datetime!(2026-11-01 09:00);

/// A pair that owns its bytes.
type Owned = (Vec<u8>, Vec<u8>);

fn pairs(lines: &[&[u8]]) -> Vec<Owned> {
    Cookies::new(lines).unwrap().pairs().map(|pair| (pair.name().to_vec(), pair.value().to_vec())).collect()
}

fn is(name: &str, value: &str) -> Owned {
    (name.as_bytes().to_vec(), value.as_bytes().to_vec())
}

fn read_cookie_header(policy: &Policy, lines: &[&[u8]]) -> Reading {
    let headers = Headers::new(lines.iter().map(|line| (b"Cookie".as_slice(), *line)));
    read::request(&Sources::of(policy, Managers::NONE).record_in("consent"), NOW, &headers)
}

#[test]
fn pairs_end_at_semicolons_and_nowhere_else() {
    let cases: [(&[u8], &[Owned]); 9] = [
        (b"a=1; b=2", &[is("a", "1"), is("b", "2")]),
        (b"a=1;b=2;", &[is("a", "1"), is("b", "2")]),
        (b" a = 1 \t;\tb=2", &[is("a", "1"), is("b", "2")]),
        (b"a=1,2; b={\"c\":\"=;\"}", &[is("a", "1,2"), is("b", "{\"c\":\"="), is("", "\"}")]),
        (b"a=b=c; =d; e=", &[is("a", "b=c"), is("", "d"), is("e", "")]),
        (b"nameless", &[is("", "nameless")]),
        (b";; ; =;", &[]),
        (b"a=%3B%20", &[is("a", "%3B%20")]),
        (b"", &[]),
    ];
    for (line, expected) in cases {
        assert_eq!(pairs(&[line]), expected, "{}", line.escape_ascii());
    }
    assert_eq!(pairs(&[b"a=1", b"a=2; b=3"]), [is("a", "1"), is("a", "2"), is("b", "3")]);
}

/// `str::trim` would make `consent` of each of these, and browsers would not.
#[test]
fn only_space_and_tab_are_trimmed() {
    for space in ["\u{2000}", "\u{a0}", "\u{3000}", "\u{85}", "\u{b}", "\u{c}", "\r", "\n", "\0"] {
        let line = format!("{space}consent=x; consent{space}=y");
        let cookies = [line.as_bytes()];
        assert_eq!(Cookies::new(&cookies).unwrap().all(b"consent").count(), 0, "{space:?}");
        assert_eq!(pairs(&cookies).len(), 2, "{space:?}");
    }
}

#[test]
fn a_foreign_cookie_never_makes_the_record_unreadable() {
    let policy = site().build().unwrap();
    let refused = ConsentRecord::first(&ConsentEvent::reject_all(THEN, CURRENT));
    let foreign = [b"caf\xe9=\xff\xfe; consent=".as_slice(), refused.to_string().as_bytes(), b"; \xf0\x9f=\0"].concat();
    let reading = read_cookie_header(&policy, &[&foreign]);
    assert_eq!(reading.consent(), Consent::Given(&refused));
    assert_eq!(reading.remarks(), []);
}

#[test]
fn a_record_in_quotes_is_read() {
    let policy = site().build().unwrap();
    let record = ConsentRecord::first(&ConsentEvent::accept_all(THEN, CURRENT));
    let reading = read_cookie_header(&policy, &[format!("consent=\"{record}\"").as_bytes()]);
    assert_eq!(reading.consent(), Consent::Given(&record));
}

#[test]
fn absent_damaged_and_given_are_three_things() {
    let policy = site().build().unwrap();
    assert_eq!(read_cookie_header(&policy, &[]).consent(), Consent::Absent);
    assert_eq!(read_cookie_header(&policy, &[b"Consent=x; consents=y"]).consent(), Consent::Absent);

    let empty = read_cookie_header(&policy, &[b"consent="]);
    assert_eq!(empty.consent(), Consent::Unreadable);
    assert_eq!(empty.remarks(), [Remark::Record { cookie: "consent".into(), error: RecordError::Empty }]);

    let no_text = read_cookie_header(&policy, &[b"consent=1.\xff"]);
    assert_eq!(no_text.consent(), Consent::Unreadable);
    assert_eq!(no_text.remarks(), [Remark::RecordNotText { cookie: "consent".into() }]);
}

#[test]
fn a_header_beyond_the_cap_is_unreadable() {
    let policy = site().build().unwrap();
    let record = ConsentRecord::first(&ConsentEvent::reject_all(THEN, CURRENT)).to_string();
    let own = format!("consent={record}; a=");
    let fits = "b".repeat(65_536 - own.len());
    let reading = read_cookie_header(&policy, &[own.as_bytes(), fits.as_bytes()]);
    assert!(matches!(reading.consent(), Consent::Given(_)));
    let reading = read_cookie_header(&policy, &[own.as_bytes(), fits.as_bytes(), b"c"]);
    assert_eq!(reading.consent(), Consent::Unreadable);
    assert!(matches!(reading.remarks(), [Remark::Cookies(_)]));
}

#[test]
fn thousands_of_cookies_hide_no_refusal() {
    let policy = site().build().unwrap();
    let refused = ConsentRecord::first(&ConsentEvent::reject_all(THEN, CURRENT));
    let many = (0..5_000).map(|n| format!("c{n}=1")).chain([format!("consent={refused}")]);
    let line = many.collect::<Vec<_>>().join("; ");
    assert_eq!(read_cookie_header(&policy, &[line.as_bytes()]).consent(), Consent::Given(&refused));
}

/// Each would bring a remark and be held against all others.
#[test]
fn copies_without_end_are_damage() {
    let policy = site().build().unwrap();
    let refused = ConsentRecord::first(&ConsentEvent::reject_all(THEN, CURRENT));
    let accepted = ConsentRecord::first(&ConsentEvent::accept_all(THEN, CURRENT));
    let copies = |text: &str, count| vec![text; count].join("; ");
    let most = copies(&format!("consent={refused}"), 32);
    assert_eq!(read_cookie_header(&policy, &[most.as_bytes()]).consent(), Consent::Given(&refused));
    let more = format!("{}; consent={refused}", copies(&format!("consent={accepted}"), 32));
    let reading = read_cookie_header(&policy, &[more.as_bytes()]);
    assert_eq!(reading.consent(), Consent::Unreadable);
    assert_eq!(reading.remarks(), [Remark::TooManyCopies { cookie: "consent".into() }]);

    let most = read_cookie_header(&policy, &[copies("usprivacy=1YNN", 64).as_bytes()]);
    assert_eq!((most.signals().us_privacy(), most.remarks().len()), (UsPrivacySignal::DidNotOptOut, 0));
    let more = read_cookie_header(&policy, &[copies("usprivacy=1YNN", 65).as_bytes()]);
    assert_eq!(more.signals().us_privacy(), UsPrivacySignal::OptedOut);
    assert!(more.signals().gpp().opted_out() && !more.signals().tcf().unwrap().service_specific);
    assert!(more.remarks().len() < 16);
}

/// Of two cookies of one name nobody knows which is newer.
#[test]
fn of_two_records_a_refusal_wins_and_a_grant_must_be_in_both() {
    let policy = site().build().unwrap();
    let accepted = ConsentRecord::first(&ConsentEvent::accept_all(THEN, CURRENT));
    let chosen = ConsentRecord::first(&ConsentEvent::choose(
        utc_datetime!(2026-11-02 09:00),
        PolicyVersion::new(6),
        [Category::Performance, Category::Targeting].into_iter().collect(),
        Category::Performance.into(),
    ));
    let both = [format!("consent={accepted}; consent={chosen}"), format!("consent={chosen}; consent={accepted}")];
    for line in both {
        let reading = read_cookie_header(&policy, &[line.as_bytes()]);
        assert_eq!(reading.remarks(), [Remark::Conflict]);
        let Consent::Given(record) = reading.consent() else { panic!("{reading:?}") };
        let performance = record.category(Category::Performance).grant.unwrap();
        assert_eq!((performance.at, performance.version), (THEN, PolicyVersion::new(6)));
        assert_eq!(record.category(Category::Functionality).grant, None);
        let targeting = record.category(Category::Targeting);
        assert!(targeting.grant.is_none() && targeting.refusal.is_some());
    }
    let twice = format!("consent={accepted}; consent={accepted}");
    let reading = read_cookie_header(&policy, &[twice.as_bytes()]);
    assert_eq!((reading.consent(), reading.remarks().len()), (Consent::Given(&accepted), 0));

    let damaged = format!("consent={accepted}; consent=1.p");
    assert_eq!(read_cookie_header(&policy, &[damaged.as_bytes()]).consent(), Consent::Unreadable);
}

#[test]
fn header_names_have_no_case_and_every_line_counts() {
    let headers = Headers::new([
        (b"SEC-GPC".as_slice(), b"0".as_slice()),
        (b"sec-gpc", b" 1\t"),
        (b"Dnt", b"1"),
        (b"X-Sec-GPC", b"yes"),
    ]);
    assert!(headers.signals().gpc() && headers.signals().dnt() && headers.signals().malformed());
    let policy = site().build().unwrap();
    assert_eq!(
        read::request(&Sources::of(&policy, Managers::NONE), NOW, &headers).remarks(),
        [Remark::MalformedSignal]
    );
}

#[test]
fn strings_of_the_iab_are_read_from_their_cookies() {
    let policy = site().build().unwrap();
    let read = |line: &str| read_cookie_header(&policy, &[line.as_bytes()]);
    let tc = "CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA";
    let all = read(&format!("euconsent-v2={tc}; __gpp=DBABLA~BVQqAAAACkA.YA; usprivacy=1YNN"));
    assert_eq!(all.remarks(), []);
    assert_eq!(all.signals().tcf().unwrap().policy_version, 4);
    assert_eq!(all.signals().tcf().unwrap().vendors.len(), 1);
    assert!(all.signals().gpp().gpc() && !all.signals().gpp().opted_out());
    assert_eq!(all.signals().us_privacy(), UsPrivacySignal::DidNotOptOut);

    // the strictest of several
    let several = read("usprivacy=1YYN; us_privacy=1YNN; __gpp=DBABLA~BVQqAAAACkA; OTGPPConsent=DBABLA~BVQVAAAACkA");
    assert_eq!(several.signals().us_privacy(), UsPrivacySignal::OptedOut);
    assert!(several.signals().gpp().opted_out());
    assert_eq!(read(&format!("euconsent-v2={tc}; euconsent-v2={tc}")).remarks(), []);
    let other = "CPt3fQAPt3fQACNAFAENDLCgAAAAAAAAACiQAAAOCgDAB-AIsAZ8A6QDBAHBAAAA";
    let differing = read(&format!("euconsent-v2={tc}; euconsent-v2={other}"));
    assert_eq!(differing.remarks(), [Remark::Conflict]);
    assert!(!differing.signals().tcf().unwrap().service_specific);
    assert_eq!(read("usprivacy=1Y--").signals().us_privacy(), UsPrivacySignal::None);
}

/// A string that was cut may have held a refusal.
#[test]
fn damaged_strings_of_the_iab_restrict() {
    let policy = site().build().unwrap();
    let lines = ["euconsent-v2=CP6vdoAP6vdoAAHABBENApEg", "__gpp=DBABLA~BVQ", "usprivacy=1Y"];
    let accepted = ConsentRecord::first(&ConsentEvent::accept_all(THEN, CURRENT));
    for (line, region) in lines.into_iter().zip(["FR", "US-CA", "US-CA"]) {
        let line = format!("{line}; consent={accepted}");
        let reading = read_cookie_header(&policy, &[line.as_bytes()]);
        assert!(matches!(reading.remarks(), [Remark::Iab { .. }]), "{line}");
        let visit = |reading: &Reading| {
            let signals = reading.signals().clone();
            decide(
                &policy,
                &Visit::new(NOW, Place::Site, signals, &[], BrowserMode::AcceptsAll, Age::Unknown)
                    .region(region.parse().unwrap())
                    .recognised(Recognised::BROWSER),
                reading.consent(),
                &ADV,
            )
        };
        assert!(!visit(&reading).is_allowed(), "{line}");
        let without = read_cookie_header(&policy, &[format!("consent={accepted}").as_bytes()]);
        assert!(visit(&without).is_allowed(), "{line}");
    }
}

/// Events that agree on much: few times and versions, around every limit that a grant can meet.
fn events() -> impl Strategy<Value = ConsentEvent> {
    let days = select(vec![-1, 0, 3, 10, 20, 190, 400]);
    let answers = proptest::collection::btree_map(
        select(vec![Item::Category(Category::Performance), Item::Category(Category::Targeting), Item::SALE_OR_SHARE]),
        select(vec![Answer::Granted, Answer::Granted, Answer::Granted, Answer::Refused]),
        1..4,
    );
    let gpc = select(vec![GpcSeen::Off, GpcSeen::On, GpcSeen::ConflictShown, GpcSeen::ConflictShown]);
    let by = select(vec![Actor::Visitor, Actor::Visitor, Actor::Parent]);
    let on = select(vec![SubjectKind::Browser, SubjectKind::Browser, SubjectKind::Account]);
    (days, 4_u32..9, answers, gpc, by, on).prop_map(|(days, version, answers, gpc, by, on)| {
        let event = ConsentEvent::new(NOW - Duration::days(days), PolicyVersion::new(version));
        let event = event.seeing_gpc(gpc).by(by).on(on);
        answers.into_iter().fold(event, |event, (item, answer)| event.saying(item, answer))
    })
}

/// The strictest of two records allows nothing that one of them denies.
#[test]
fn two_records_allow_only_what_each_allows() {
    let policy = site().build().unwrap();
    let config = cases(20_000);
    let tenth = config.cases / 10;
    let (both_allow, one_denies) = (Cell::new(0), Cell::new(0));
    let facts = (
        select(vec!["FR", "US-CA", "US-CO", "CA-QC"]),
        any::<bool>(),
        select(vec![Age::Unknown, Age::Years(14), Age::Years(30)]),
        select(vec![GA, GADS, ADV, FONT]),
        any::<bool>(),
    );
    let records = (vec(events(), 1..4), vec(events(), 1..4));
    let property = |(facts, (one, two)): (_, (Vec<ConsentEvent>, Vec<ConsentEvent>))| {
        let (region, gpc, age, cookie, account): (&str, bool, Age, Cookie<'_>, bool) = facts;
        let records = [one, two].map(|events| events.into_iter().collect::<History>().record());
        let [one, two] = &records;
        let line = format!("consent={one}; consent={two}");
        let gpc: &[(&[u8], &[u8])] = if gpc { &[(b"sec-gpc", b"1")] } else { &[] };
        let headers = Headers::new(gpc.iter().copied().chain([(b"cookie".as_slice(), line.as_bytes())]));
        let reading = read::request(&Sources::of(&policy, Managers::NONE).record_in("consent"), NOW, &headers);
        let visit = Visit::new(NOW, Place::Site, reading.signals().clone(), &[], BrowserMode::AcceptsAll, age)
            .region(region.parse().unwrap())
            .recognised(if account { Recognised::ALL } else { Recognised::BROWSER });
        let allowed = |consent| decide(&policy, &visit, consent, &cookie).is_allowed();
        let each = [one, two].map(|record| allowed(Consent::Given(record)));
        let both = allowed(reading.consent());
        both_allow.set(both_allow.get() + u32::from(both));
        one_denies.set(one_denies.get() + u32::from(each[0] != each[1]));
        prop_assert!(!both || each == [true, true], "{:?}", reading.consent());
        Ok(())
    };
    TestRunner::new(config).run(&(facts, records), property).unwrap();
    assert!(both_allow.get() > tenth && one_denies.get() > tenth, "{both_allow:?} {one_denies:?}: this proves nothing");
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn any_bytes_are_a_header(lines in vec(vec(any::<u8>(), 0..200), 0..4)) {
        let lines: Vec<&[u8]> = lines.iter().map(Vec::as_slice).collect();
        let text: usize = lines.iter().map(|line| line.len()).sum();
        let found: usize = Cookies::new(&lines).unwrap().pairs().map(|p| p.name().len() + p.value().len()).sum();
        prop_assert!(found <= text);
    }
}
