//! What arrives: headers and cookies, and everything that could be lost on the way.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "the times and counts of tests are far from any limit")]

use std::cell::Cell;

use cookie_consent::consent::{
    Actor, Answer, ConsentManager, GpcSeen, History, Item, PolicyVersion, RecordError, StoredConsent,
};
use cookie_consent::read::{Cookies, Headers, Managers, Remark, Request};
use cookie_consent::visit::{BrowserMode, OptOut, Provenance, Recognised, Signals, SubjectKind, UsPrivacySignal};
use cookie_consent::{
    Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Place, Policy, Reason, Visit, decide,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use time::Duration;
use time::macros::utc_datetime;

use crate::cases::cases;
use crate::fixture::{ADV, CURRENT, FONT, GA, GADS, NOW, accepted_all, site};

const THEN: time::UtcDateTime = utc_datetime!(2026-11-01 09:00);

/// A pair that owns its bytes.
type Owned = (Vec<u8>, Vec<u8>);

fn pairs(lines: &[&[u8]]) -> Vec<Owned> {
    Cookies::new(lines).unwrap().pairs().map(|pair| (pair.name().to_vec(), pair.value().to_vec())).collect()
}

fn is(name: &str, value: &str) -> Owned {
    (name.as_bytes().to_vec(), value.as_bytes().to_vec())
}

/// A site that keeps its record in `consent`.
fn policy() -> Policy {
    site().record_in("consent").build().unwrap()
}

fn read_cookie_header<'p>(policy: &'p Policy, lines: &[&[u8]]) -> Request<'p> {
    let headers = Headers::new(lines.iter().map(|line| (b"Cookie".as_slice(), *line)));
    policy.read(NOW, &headers, Managers::NONE)
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
    let policy = policy();
    let refused = ConsentRecord::first(&ConsentEvent::reject_all(THEN, CURRENT));
    let foreign = [b"caf\xe9=\xff\xfe; consent=".as_slice(), refused.to_string().as_bytes(), b"; \xf0\x9f=\0"].concat();
    let request = read_cookie_header(&policy, &[&foreign]);
    assert_eq!(request.consent(), Consent::Given(&refused));
    assert_eq!(request.remarks(), []);
}

#[test]
fn a_record_in_quotes_is_read() {
    let policy = policy();
    let record = ConsentRecord::first(&ConsentEvent::accept_all(THEN, CURRENT));
    let request = read_cookie_header(&policy, &[format!("consent=\"{record}\"").as_bytes()]);
    assert_eq!(request.consent(), Consent::Given(&record));
}

#[test]
fn absent_damaged_and_given_are_three_things() {
    let policy = policy();
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
    let policy = policy();
    let record = ConsentRecord::first(&ConsentEvent::reject_all(THEN, CURRENT)).to_string();
    let own = format!("consent={record}; a=");
    let fits = "b".repeat(65_536 - own.len());
    let request = read_cookie_header(&policy, &[own.as_bytes(), fits.as_bytes()]);
    assert!(matches!(request.consent(), Consent::Given(_)));
    let request = read_cookie_header(&policy, &[own.as_bytes(), fits.as_bytes(), b"c"]);
    assert_eq!(request.consent(), Consent::Unreadable);
    assert!(matches!(request.remarks(), [Remark::Cookies(_)]));
}

/// More cookies than any browser keeps, in one line or in two: what stands among them is not silence.
#[test]
fn a_thousand_cookies_hide_no_refusal_and_more_are_unreadable() {
    let policy = policy();
    let refused = ConsentRecord::first(&ConsentEvent::reject_all(THEN, CURRENT));
    let many = |count| (0..count).map(|n| format!("c{n}=1")).chain([format!("consent={refused}")]).collect::<Vec<_>>();
    let (most, more) = (many(1_023), many(1_024));
    assert_eq!(read_cookie_header(&policy, &[most.join("; ").as_bytes()]).consent(), Consent::Given(&refused));
    let (first, second) = more.split_at(700);
    let [first, second] = [first, second].map(|part| part.join(";;"));
    for lines in [&[more.join("; ").as_bytes()][..], &[first.as_bytes(), second.as_bytes()]] {
        let request = read_cookie_header(&policy, lines);
        assert_eq!(request.consent(), Consent::Unreadable);
        assert!(matches!(request.remarks(), [Remark::Cookies(_)]));
        assert_eq!(Cookies::new(lines).unwrap_err().to_string(), request.remarks()[0].to_string());
    }
}

/// Each would bring a remark and be held against all others.
#[test]
fn copies_without_end_are_damage() {
    let policy = policy();
    let refused = ConsentRecord::first(&ConsentEvent::reject_all(THEN, CURRENT));
    let accepted = ConsentRecord::first(&ConsentEvent::accept_all(THEN, CURRENT));
    let copies = |text: &str, count| vec![text; count].join("; ");
    let most = copies(&format!("consent={refused}"), 32);
    assert_eq!(read_cookie_header(&policy, &[most.as_bytes()]).consent(), Consent::Given(&refused));
    let more = format!("{}; consent={refused}", copies(&format!("consent={accepted}"), 32));
    let request = read_cookie_header(&policy, &[more.as_bytes()]);
    assert_eq!(request.consent(), Consent::Unreadable);
    assert_eq!(request.remarks(), [Remark::TooManyCopies { cookie: "consent".into() }]);

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
    let policy = policy();
    let accepted = ConsentRecord::first(&ConsentEvent::accept_all(THEN, CURRENT));
    let chosen = ConsentRecord::first(&ConsentEvent::choose(
        utc_datetime!(2026-11-02 09:00),
        PolicyVersion::new(6),
        [Category::Performance, Category::Targeting].into_iter().collect(),
        Category::Performance.into(),
    ));
    let both = [format!("consent={accepted}; consent={chosen}"), format!("consent={chosen}; consent={accepted}")];
    for line in both {
        let request = read_cookie_header(&policy, &[line.as_bytes()]);
        assert_eq!(request.remarks(), [Remark::Conflict]);
        let Consent::Given(record) = request.consent() else { panic!("{request:?}") };
        let performance = record.category(Category::Performance).grant.unwrap();
        assert_eq!((performance.at, performance.version), (THEN, PolicyVersion::new(6)));
        assert_eq!(record.category(Category::Functionality).grant, None);
        let targeting = record.category(Category::Targeting);
        assert!(targeting.grant.is_none() && targeting.refusal.is_some());
    }
    let twice = format!("consent={accepted}; consent={accepted}");
    let request = read_cookie_header(&policy, &[twice.as_bytes()]);
    assert_eq!((request.consent(), request.remarks().len()), (Consent::Given(&accepted), 0));

    let damaged = format!("consent={accepted}; consent=1.p");
    assert_eq!(read_cookie_header(&policy, &[damaged.as_bytes()]).consent(), Consent::Unreadable);
}

/// A browser is recognised by what it brings: no second word is needed, and none can be forgotten.
#[test]
fn what_came_in_the_browsers_cookies_recognises_the_browser() {
    let policy = policy();
    let recognised = |line: &str| read_cookie_header(&policy, &[line.as_bytes()]).recognised();
    let accepted = ConsentEvent::accept_all(THEN, CURRENT);
    let own = format!("consent={}", ConsentRecord::first(&accepted));
    let tc = "euconsent-v2=CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA";
    assert_eq!(recognised(&own), Recognised::BROWSER);
    assert_eq!(recognised(tc), Recognised::BROWSER);
    assert_eq!(recognised(&format!("{own}; {own}")), Recognised::BROWSER);
    for nobody in
        ["", "theme=dark", "consent=1.p", &format!("{own}; consent=1.p"), "usprivacy=1YNN", "addtl_consent=1~7"]
    {
        assert_eq!(recognised(nobody), Recognised::NOBODY, "{nobody}");
    }
    let onetrust = "OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z; OptanonConsent=groups=C0002%3A1";
    let read = |line, managers| policy.read(NOW, &Headers::new([("Cookie", line)]), managers).recognised();
    let named = Managers::only([ConsentManager::OneTrust]);
    assert_eq!(read(onetrust, &named), Recognised::BROWSER);
    assert_eq!(read(onetrust, Managers::NONE), Recognised::NOBODY);
    // nobody has chosen yet
    assert_eq!(read("OptanonConsent=groups=C0002%3A1", &named), Recognised::NOBODY);

    let answer = |line: &str| {
        let request = read_cookie_header(&policy, &[line.as_bytes()]);
        let visit = request.visit(Place::Site, Age::Unknown, &[]).region("FR".parse().unwrap());
        decide(&policy, &visit, request.consent(), &GA).reason()
    };
    assert_eq!(answer(&own), Reason::Consent);
    assert_eq!(answer(""), Reason::DefaultOptIn);
    // what a person said who was logged in is no word of whoever sits there now
    let account = format!("consent={}", ConsentRecord::first(&accepted.on(SubjectKind::Account)));
    assert_eq!(answer(&account), Reason::ConsentWrongScope);
}

#[test]
fn a_visit_holds_what_the_request_and_the_caller_say() {
    let policy = policy();
    let refused = ConsentRecord::first(&ConsentEvent::reject_all(THEN, CURRENT));
    let line = format!("consent={refused}");
    let headers = Headers::new([("Sec-GPC", "1"), ("Cookie", line.as_str())]);
    let request = policy.read(NOW, &headers, Managers::NONE);
    let opt_outs = [OptOut::with_vendor("adco".parse().unwrap(), Provenance::OptOutCookie)];
    let place = Place::Member("unix");
    let by_hand = Visit::new(NOW, place, Signals::NONE.with_gpc(), &opt_outs, BrowserMode::AcceptsAll, Age::Years(14));
    assert_eq!(request.visit(place, Age::Years(14), &opt_outs), by_hand.recognised(Recognised::BROWSER));
    assert_eq!(request.stored(), &StoredConsent::Given(refused));
    assert_eq!((request.now(), request.policy()), (NOW, &policy));
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
    let policy = policy();
    assert_eq!(policy.read(NOW, &headers, Managers::NONE).remarks(), [Remark::MalformedSignal]);
}

#[test]
fn strings_of_the_iab_are_read_from_their_cookies() {
    let policy = policy();
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
    let policy = policy();
    let lines = ["euconsent-v2=CP6vdoAP6vdoAAHABBENApEg", "__gpp=DBABLA~BVQ", "usprivacy=1Y"];
    let accepted = ConsentRecord::first(&ConsentEvent::accept_all(THEN, CURRENT));
    for (line, region) in lines.into_iter().zip(["FR", "US-CA", "US-CA"]) {
        let line = format!("{line}; consent={accepted}");
        let request = read_cookie_header(&policy, &[line.as_bytes()]);
        assert!(matches!(request.remarks(), [Remark::Iab { .. } | Remark::GppSection { .. }]), "{line}");
        let visit = |request: &Request<'_>| {
            let visit = request.visit(Place::Site, Age::Unknown, &[]).region(region.parse().unwrap());
            decide(&policy, &visit, request.consent(), &ADV)
        };
        assert!(!visit(&request).is_allowed(), "{line}");
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

/// A consent that one record says was given despite Global Privacy Control is none beside a record that says it was not.
#[test]
fn an_override_in_one_of_two_records_overrides_nothing() {
    let policy = policy();
    let at = |days| NOW - Duration::days(days);
    let seen = ConsentEvent::new(at(30), CURRENT).seeing_gpc(GpcSeen::On);
    let despite = accepted_all(7, at(20)).seeing_gpc(GpcSeen::ConflictShown);
    let overriding: History = [seen.clone(), despite].into_iter().collect();
    let plain: History = [accepted_all(7, at(10))].into_iter().collect();
    let both_seen: History = [seen, accepted_all(7, at(10))].into_iter().collect();
    for (other, one_allows) in [(&plain, false), (&both_seen, false), (&overriding, true)] {
        let line = format!("consent={}; consent={}", overriding.record(), other.record());
        let headers = Headers::new([(b"sec-gpc".as_slice(), b"1".as_slice()), (b"cookie", line.as_bytes())]);
        let request = policy.read(NOW, &headers, Managers::NONE);
        let visit = request.visit(Place::Site, Age::Unknown, &[]).region("US-CA".parse().unwrap());
        let decision = decide(&policy, &visit, request.consent(), &ADV);
        assert_eq!(decision.is_allowed(), one_allows, "{line}: {decision}");
    }
}

/// The strictest of two records allows nothing that one of them denies.
#[test]
fn two_records_allow_only_what_each_allows() {
    let policy = policy();
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
        let request = policy.read(NOW, &headers, Managers::NONE);
        let visit = request.visit(Place::Site, age, &[]).region(region.parse().unwrap()).recognised(if account {
            Recognised::ALL
        } else {
            Recognised::BROWSER
        });
        let allowed = |consent| decide(&policy, &visit, consent, &cookie).is_allowed();
        let each = [one, two].map(|record| allowed(Consent::Given(record)));
        let both = allowed(request.consent());
        both_allow.set(both_allow.get() + u32::from(both));
        one_denies.set(one_denies.get() + u32::from(each[0] != each[1]));
        prop_assert!(!both || each == [true, true], "{:?}", request.consent());
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
