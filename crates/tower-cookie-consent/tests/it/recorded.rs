//! What the visitor says in the request itself.

use cookie_consent::consent::{PolicyVersion, StoredConsent};
use cookie_consent::visit::Recognised;
use cookie_consent::{Category, Consent, ConsentEvent, ConsentRecord, Cookie, Reason};
use http::Response;
use tower_cookie_consent::{CookieConsent, NotRecorded};

use crate::site::{HOST, NOW, all, facts_with, layer, layer_of, record, request, response, sent, set};

const TWO: &[(&str, &str)] = &[("set-cookie", "sessionid=1"), ("set-cookie", "_ga=1")];

/// What the visitor's browser has when the response has come.
fn stored(headers: &http::HeaderMap) -> ConsentRecord {
    let lines = all(headers, "set-cookie");
    let line = lines.iter().rfind(|line| line.starts_with("edx_consent=")).unwrap();
    assert_eq!(all(headers, "cache-control"), ["private"], "nobody else gets this record");
    let (_, value) = line.split(';').next().unwrap().split_once('=').unwrap();
    value.parse().unwrap()
}

fn reason(consent: &CookieConsent) -> Reason {
    consent.decide(&Cookie::first_party("_ga", HOST)).reason()
}

#[tokio::test]
async fn accepted_and_set_in_one_response_is_set() {
    for before in ["", &record(ConsentEvent::reject_all)] {
        let accept = |consent: &CookieConsent| {
            assert_ne!(reason(consent), Reason::Consent);
            consent.record(ConsentEvent::accept_all).unwrap();
            assert_eq!(reason(consent), Reason::Consent);
            response(TWO)
        };
        let headers = sent(layer(), request(before), accept).await;
        assert_eq!(set(&headers), ["sessionid", "_ga", "edx_consent"]);
        assert!(stored(&headers).category(Category::Targeting).grant.is_some());
    }
}

#[tokio::test]
async fn refused_and_set_in_one_response_is_refused_and_removed() {
    let cookie = format!("_ga=0; {}", record(ConsentEvent::accept_all));
    let withdraw = |at, version| ConsentEvent::withdraw(at, version, Category::Performance.into());
    for event in [ConsentEvent::reject_all, withdraw] {
        let handler = move |consent: &CookieConsent| {
            consent.record(event).unwrap();
            response(TWO)
        };
        let headers = sent(layer(), request(&cookie), handler).await;
        let lines = all(&headers, "set-cookie");
        assert_eq!(lines[..2], ["sessionid=1", "_ga=; Path=/; Max-Age=0"]);
        assert!(lines[2].starts_with("edx_consent=") && lines.len() == 3, "{lines:?}");
        assert!(stored(&headers).category(Category::Performance).refusal.is_some());
    }
}

#[tokio::test]
async fn a_withdrawal_by_the_applications_own_line_counts_beside_what_is_recorded() {
    let refused = format!("{}; Path=/", record(ConsentEvent::reject_all));
    let handler = move |consent: &CookieConsent| {
        consent.record(ConsentEvent::accept_all).unwrap();
        response(&[("set-cookie", refused.as_str()), ("set-cookie", "_ga=1")])
    };
    let headers = sent(layer(), request(""), handler).await;
    assert_eq!(set(&headers), ["edx_consent", "edx_consent"]);
    assert!(stored(&headers).category(Category::Performance).refusal.is_some());
}

#[tokio::test]
async fn nothing_that_was_said_before_is_lost() {
    let handler = |consent: &CookieConsent| {
        consent.record(|at, version| ConsentEvent::object(at, version, Category::Functionality.into())).unwrap();
        consent.record(|at, version| ConsentEvent::withdraw(at, version, Category::Performance.into())).unwrap();
        response(&[("set-cookie", "_fbp=1")])
    };
    let headers = sent(layer(), request(&record(ConsentEvent::accept_all)), handler).await;
    assert_eq!(set(&headers), ["_fbp", "edx_consent"]);
    let after = stored(&headers);
    assert!(after.category(Category::Targeting).grant.is_some());
    assert!(after.category(Category::Functionality).refusal.is_some());
    assert!(after.category(Category::Performance).refusal.is_some());
}

#[tokio::test]
async fn a_record_is_written_as_the_site_says() {
    let handler = |consent: &CookieConsent| {
        consent.record(ConsentEvent::reject_all).unwrap();
        response(&[])
    };
    let on_domain = layer().writing_records(|line| line.on_domain("edx.org"));
    assert!(all(&sent(on_domain, request(""), handler).await, "set-cookie")[0].contains("; Domain=edx.org;"));
    // what is no header is not written, and the choice is stored all the same
    let broken = layer().writing_records(|line| line.on_domain("edx\n.org"));
    assert!(all(&sent(broken, request(""), handler).await, "set-cookie")[0].contains("; Path=/; Max-Age="));
}

#[tokio::test]
async fn a_choice_is_stored_in_report_only_mode_too() {
    let handler = |consent: &CookieConsent| {
        consent.record(ConsentEvent::reject_all).unwrap();
        response(TWO)
    };
    let headers = sent(layer().report_only(), request("_fbp=1"), handler).await;
    assert_eq!(set(&headers), ["sessionid", "_ga", "edx_consent"]);
    assert!(stored(&headers).category(Category::Performance).refusal.is_some());
}

#[tokio::test]
async fn a_record_of_the_browser_brings_no_grant_of_the_account() {
    // given on a telephone, as that browser's, and kept for the account
    let account = ConsentRecord::first(&ConsentEvent::accept_all(NOW, PolicyVersion::new(1)));
    let account = StoredConsent::Given(account);
    let facts = facts_with(account).recognised(Recognised::ACCOUNT);
    let handler = |consent: &CookieConsent| {
        consent.record(|at, version| ConsentEvent::withdraw(at, version, Category::Targeting.into())).unwrap();
        assert!(!consent.decide(&Cookie::first_party("_ga", HOST)).is_allowed());
        response(TWO)
    };
    let headers = sent(layer_of(facts), request(""), handler).await;
    assert_eq!(set(&headers), ["sessionid", "edx_consent"]);
    assert!(stored(&headers).category(Category::Performance).grant.is_none());
}

#[tokio::test]
async fn what_the_account_refused_is_refused_here() {
    let account = ConsentRecord::first(&ConsentEvent::reject_all(NOW, PolicyVersion::new(1)));
    let layer = layer_of(facts_with(account.into()));
    let headers = sent(layer, request(&record(ConsentEvent::accept_all)), |_| response(TWO)).await;
    assert_eq!(set(&headers), ["sessionid"]);
}

#[tokio::test]
async fn global_privacy_control_is_remembered() {
    let mut with_gpc = request("");
    with_gpc.headers_mut().insert("sec-gpc", http::HeaderValue::from_static("1"));
    let handler = |consent: &CookieConsent| {
        consent.record(ConsentEvent::accept_all).unwrap();
        response(&[])
    };
    let seen = stored(&sent(layer(), with_gpc, handler).await);
    assert_ne!(seen, stored(&sent(layer(), request(""), handler).await));
}

#[tokio::test]
async fn the_handle_answers_when_the_response_is_gone_and_records_no_more() {
    let (send, receive) = std::sync::mpsc::channel();
    let handler = move |consent: &CookieConsent| {
        send.send(consent.clone()).unwrap();
        Response::new(())
    };
    sent(layer(), request(&record(ConsentEvent::accept_all)), handler).await;
    let consent = receive.recv().unwrap();
    let task = tokio::spawn(async move {
        assert_eq!(consent.record(ConsentEvent::reject_all), Err(NotRecorded::ResponseIsGone));
        let given = consent.ask(|visitor| {
            (matches!(visitor.consent(), Consent::Given(_)), cookie_consent::dependence::Dependence::NOTHING)
        });
        (given, reason(&consent))
    });
    assert_eq!(task.await.unwrap(), (true, Reason::Consent));
}
