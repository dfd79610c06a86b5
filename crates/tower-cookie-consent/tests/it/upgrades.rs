//! Upgrades and tunnels: nothing is added, and nothing is let through.

use cookie_consent::ConsentEvent;
use http::{Method, StatusCode};

use crate::site::{all, layer, record, request, response, sent};

#[tokio::test]
async fn to_an_upgrade_nothing_is_added_and_nothing_is_let_through() {
    let cookie = format!("_fbp=1; {}", record(ConsentEvent::reject_all));
    for (method, status, is_upgrade) in [
        (Method::GET, StatusCode::SWITCHING_PROTOCOLS, true),
        (Method::CONNECT, StatusCode::OK, true),
        (Method::CONNECT, StatusCode::NO_CONTENT, true),
        (Method::CONNECT, StatusCode::BAD_GATEWAY, false),
        (Method::GET, StatusCode::OK, false),
    ] {
        let mut request = request(&cookie);
        *request.method_mut() = method;
        let handler = move |consent: &tower_cookie_consent::CookieConsent| {
            let _ = consent.prompt();
            let mut response =
                response(&[("upgrade", "websocket"), ("set-cookie", "_ga=1"), ("set-cookie", "sessionid=1")]);
            *response.status_mut() = status;
            response
        };
        let headers = sent(layer(), request, handler).await;
        let lines = all(&headers, "set-cookie");
        let names: Vec<_> = headers.keys().map(http::HeaderName::as_str).collect();
        if is_upgrade {
            assert_eq!((lines, names), (vec!["sessionid=1"], vec!["upgrade", "set-cookie"]), "{status}");
        } else {
            assert_eq!(lines, ["sessionid=1", "_fbp=; Path=/; Max-Age=0"], "{status}");
            assert_eq!(names, ["upgrade", "set-cookie", "vary", "cache-control"], "{status}");
        }
    }
}
