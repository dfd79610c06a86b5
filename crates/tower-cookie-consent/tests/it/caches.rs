//! `Vary` and `Cache-Control`.

use cookie_consent::Cookie;
use http::Response;
use tower_cookie_consent::CookieConsent;

use crate::site::{HOST, all, layer, request, response, sent};

/// A response that depends on the visitor, and says this already.
async fn told(headers: &'static [(&'static str, &'static str)]) -> http::HeaderMap {
    let handler = move |consent: &CookieConsent| {
        let _ = consent.decide(&Cookie::first_party("_fbp", HOST));
        response(headers)
    };
    sent(layer(), request(""), handler).await
}

#[tokio::test]
async fn what_is_asked_through_the_handle_is_told() {
    let headers = told(&[]).await;
    assert_eq!(all(&headers, "vary"), ["Cookie, Sec-GPC, DNT"]);
    assert_eq!(all(&headers, "cache-control"), ["private"]);
    // what depends on nobody says nothing: of a name that nobody declared the answer is always the same
    let undeclared = |consent: &CookieConsent| {
        assert!(!consent.decide(&Cookie::first_party("undeclared", HOST)).is_allowed());
        response(&[("set-cookie", "undeclared=1"), ("cache-control", "public")])
    };
    let headers = sent(layer(), request("_fbp=1; sessionid=2"), undeclared).await;
    assert_eq!((all(&headers, "vary"), all(&headers, "cache-control")), (vec![], vec!["public"]));
}

#[tokio::test]
async fn a_prompt_and_a_question_are_told_too() {
    let prompt = |consent: &CookieConsent| {
        assert!(consent.prompt().is_due());
        Response::new(())
    };
    assert!(!all(&sent(layer(), request(""), prompt).await, "vary").is_empty());
    let question = |consent: &CookieConsent| {
        consent.ask(|visitor| ((), visitor.decisions().dependence()));
        Response::new(())
    };
    assert!(!all(&sent(layer(), request(""), question).await, "vary").is_empty());
}

#[tokio::test]
async fn vary_is_added_to_and_never_doubled() {
    let headers = told(&[("vary", "Accept-Encoding , cookie"), ("x", "1"), ("vary", "Origin")]).await;
    assert_eq!(all(&headers, "vary"), ["Accept-Encoding , cookie", "Origin", "Sec-GPC, DNT"]);
    let headers = told(&[("vary", "origin, sec-gpc,COOKIE,dnt")]).await;
    assert_eq!(all(&headers, "vary"), ["origin, sec-gpc,COOKIE,dnt"]);
    let headers = told(&[("vary", "Cookie"), ("vary", "*")]).await;
    assert_eq!(all(&headers, "vary"), ["Cookie", "*"]);
    // the beginning of another name
    let headers = told(&[("vary", "Cookies, Sec-GPC, DNT")]).await;
    assert_eq!(all(&headers, "vary"), ["Cookies, Sec-GPC, DNT", "Cookie"]);
}

#[tokio::test]
async fn what_was_public_becomes_private() {
    for (said, told_then) in [
        ("public", "private"),
        ("max-age=60, Public ,immutable", "private, max-age=60, immutable"),
        ("s-maxage=60, max-age=5", "private, max-age=5"),
        ("PRIVATE, s-maxage=60", "PRIVATE"),
        ("private=\"set-cookie, public\", max-age=5", "private, max-age=5"),
        ("no-cache=\"a, public\\\", private\", max-age=5", "private, no-cache=\"a, public\\\", private\", max-age=5"),
        ("x=\"\\\", public, \\\"\", max-age=5", "private, x=\"\\\", public, \\\"\", max-age=5"),
        ("x=\"never closed, private", "private, x=\"never closed, private"),
        ("no-store, must-understand", "private, no-store, must-understand"),
        ("public, no-store", "no-store"),
        // as strict as can be, and left byte for byte
        ("max-age=60 ,  private,,", "max-age=60 ,  private,,"),
        ("No-Store", "No-Store"),
    ] {
        let response = move |consent: &CookieConsent| {
            let _ = consent.decide(&Cookie::first_party("_fbp", HOST));
            response(&[("cache-control", said), ("cdn-cache-control", said), ("x", "1")])
        };
        let headers = sent(layer(), request(""), response).await;
        assert_eq!(all(&headers, "cache-control"), [told_then], "{said}");
        assert_eq!(all(&headers, "cdn-cache-control"), [told_then], "{said}");
        let names: Vec<_> = headers.keys().map(http::HeaderName::as_str).collect();
        assert_eq!(names, ["cache-control", "cdn-cache-control", "x", "vary"]);
    }
    let headers = told(&[("cache-control", "max-age=5"), ("x", "1"), ("cache-control", "public")]).await;
    assert_eq!(all(&headers, "cache-control"), ["private, max-age=5"]);
}

#[tokio::test]
async fn report_only_tells_caches_what_the_application_asked() {
    let handler = |consent: &CookieConsent| {
        assert!(consent.prompt().is_due());
        response(&[("set-cookie", "_ga=1")])
    };
    let headers = sent(layer().report_only(), request(""), handler).await;
    assert_eq!(all(&headers, "cache-control"), ["private"]);
}
