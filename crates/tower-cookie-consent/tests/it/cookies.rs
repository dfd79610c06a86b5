//! What becomes of `Set-Cookie` lines, and of the cookies that came.

use cookie_consent::consent::StoredConsent;
use cookie_consent::enforce::Removable;
use cookie_consent::policy::{Declaration, Version};
use cookie_consent::read::Managers;
use cookie_consent::{Age, Category, ConsentEvent, Place, Policy};
use http::header::SET_COOKIE;
use http::{HeaderValue, Response};

use time::macros::date;
use tower_cookie_consent::{ConsentLayer, Facts};

use crate::site::{HOST, NOW, all, heard, layer, layer_of, record, request, response, sent, set};

const THREE: &[(&str, &str)] = &[
    ("server", "edx"),
    ("set-cookie", "sessionid=1; Path=/"),
    ("etag", "1"),
    ("set-cookie", "_fbp=2; Path=/"),
    ("set-cookie", "_ga=3; Path=/; Max-Age=99999999"),
    ("x-last", "1"),
];

fn three(_: &tower_cookie_consent::CookieConsent) -> Response<()> {
    response(THREE)
}

#[tokio::test]
async fn what_is_denied_is_dropped_and_the_rest_keeps_its_order() {
    let (layer, heard) = heard(layer());
    let headers = sent(layer, request(""), three).await;
    assert_eq!(all(&headers, "set-cookie"), ["sessionid=1; Path=/"]);
    let names: Vec<_> = headers.keys().map(http::HeaderName::as_str).collect();
    assert_eq!(names, ["server", "set-cookie", "etag", "x-last", "vary", "cache-control"]);
    // each line once
    let told = [
        "`sessionid`: kept: allow: strictly-necessary",
        "`_fbp`: dropped: deny: default-opt-in",
        "`_ga`: dropped: deny: default-opt-in",
    ];
    assert_eq!(*heard.lock().unwrap(), told);
}

#[tokio::test]
async fn where_every_line_is_dropped_the_others_keep_their_order() {
    let headers =
        sent(layer(), request(""), |_| response(&[("a", "1"), ("set-cookie", "_ga=1"), ("b", "2"), ("c", "3")])).await;
    let names: Vec<_> = headers.keys().map(http::HeaderName::as_str).collect();
    assert_eq!(names, ["a", "b", "c", "vary", "cache-control"]);
}

#[tokio::test]
async fn what_is_allowed_lives_no_longer_than_it_may() {
    let headers = sent(layer(), request(&record(ConsentEvent::accept_all)), three).await;
    let lines = all(&headers, "set-cookie");
    assert_eq!(lines, ["sessionid=1; Path=/", "_fbp=2; Path=/", "_ga=3; Path=/; Max-Age=34560000"]);
}

#[tokio::test]
async fn a_line_is_bytes() {
    let handler = |_: &_| {
        let mut response = Response::new(());
        for line in [b"sessionid=\xff\x80; Path=/".as_slice(), b"_ga=\xff", b"\xff=1"] {
            response.headers_mut().append(SET_COOKIE, HeaderValue::from_bytes(line).unwrap());
        }
        response
    };
    let headers = sent(layer(), request(""), handler).await;
    let lines: Vec<_> = headers.get_all(SET_COOKIE).into_iter().map(HeaderValue::as_bytes).collect();
    assert_eq!(lines, [b"sessionid=\xff\x80; Path=/".as_slice()]);
}

#[tokio::test]
async fn a_sensitive_line_stays_so_when_it_is_cut() {
    let handler = |_: &_| {
        let mut line = HeaderValue::from_static("_ga=3; Max-Age=99999999");
        line.set_sensitive(true);
        let mut response = Response::new(());
        response.headers_mut().append(SET_COOKIE, line);
        response
    };
    let headers = sent(layer(), request(&record(ConsentEvent::accept_all)), handler).await;
    let line = headers.get(SET_COOKIE).unwrap();
    assert_eq!((line.as_bytes(), line.is_sensitive()), (b"_ga=3; Max-Age=34560000".as_slice(), true));
}

#[tokio::test]
async fn what_was_refused_and_comes_is_removed_once() {
    let cookie = format!("_fbp=1; sessionid=2; _fbp=3; {}", record(ConsentEvent::reject_all));
    let (layer, heard) = heard(layer());
    // two layers, of which the inner one has added the line already
    let headers = sent(layer.clone(), request(&cookie), |_| response(&[])).await;
    assert_eq!(all(&headers, "set-cookie"), ["_fbp=; Path=/; Max-Age=0"]);
    assert_eq!(all(&headers, "cache-control"), ["private"]);
    assert_eq!(*heard.lock().unwrap(), ["`_fbp`: removed: deny: refused"]);
    let removed = move |_: &_| response(&[("set-cookie", "_fbp=; Path=/; Max-Age=0")]);
    assert_eq!(set(&sent(layer, request(&cookie), removed).await), ["_fbp"]);
}

#[tokio::test]
async fn what_merely_has_no_ground_is_left() {
    let headers = sent(layer(), request("_fbp=1; _ga=2"), |_| response(&[])).await;
    assert!(headers.is_empty(), "{headers:?}");
}

#[tokio::test]
async fn report_only_tells_all_and_changes_nothing() {
    let cookie = format!("_fbp=1; edx_consent=damaged; {}", record(ConsentEvent::reject_all));
    let (enforced, told) = heard(layer());
    let (reported, told_only) = heard(layer().report_only());
    let mut cookies = vec![cookie.as_str(), "_fbp=1; edx_consent=damaged"];
    let refused = format!("_fbp=1; {}", record(ConsentEvent::reject_all));
    cookies.push(&refused);
    for cookie in cookies {
        let changed = sent(enforced.clone(), request(cookie), three).await;
        let headers = sent(reported.clone(), request(cookie), three).await;
        assert_eq!(&headers, response(THREE).headers());
        assert_ne!(headers, changed);
    }
    let told = told.lock().unwrap();
    assert_eq!(*told, *told_only.lock().unwrap());
    for word in ["unreadable", "removed", "dropped", "kept"] {
        assert!(told.iter().any(|line| line.contains(word)), "{word}: {told:?}");
    }
}

#[tokio::test]
async fn without_a_region_the_strictest_law_holds() {
    let facts = Facts::new(NOW, HOST, Place::Site, Age::Unknown, vec![], StoredConsent::Absent);
    assert_eq!(set(&sent(layer_of(facts.clone()), request(""), three).await), ["sessionid"]);
    let laxer = facts.region("US-CA".parse().unwrap());
    assert_eq!(set(&sent(layer_of(laxer.clone()), request(""), three).await), ["sessionid", "_fbp", "_ga"]);
    assert_eq!(set(&sent(layer_of(laxer.unknown_region()), request(""), three).await), ["sessionid"]);
}

#[tokio::test]
async fn no_more_is_removed_at_once_than_a_response_has_room_for() {
    let policy = Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .record_in("edx_consent")
        .declare(Declaration::new("_ga*", Category::Performance));
    let facts = crate::site::facts_with(StoredConsent::Absent);
    let none = Removable::of_domains(&[]);
    let layer = ConsentLayer::new(policy.build().unwrap(), Managers::NONE, none, move |_, _| facts.clone());
    for (cookies, lines) in [(47, 47), (49, 48)] {
        let cookies: Vec<_> = (0..cookies).map(|nth| format!("_ga_{nth}=1")).collect();
        let cookies = [cookies.join("; "), record(ConsentEvent::reject_all)].join("; ");
        let headers = sent(layer.clone(), request(&cookies), |_| response(&[])).await;
        assert_eq!(set(&headers).len(), lines);
    }
}
