use axum::{Extension, Router, routing::get};
use cookie_consent::{Age, Policy, consent::StoredConsent, enforce::Removable, read::Managers, time::UtcDateTime};
use tower_cookie_consent::{ConsentLayer, CookieConsent, Facts};

pub fn site(policy: Policy) -> Router {
    let consent = ConsentLayer::new(policy, Managers::NONE, Removable::of_domains(&["edx.org"]), |policy, request| {
        let place = policy.place("www.edx.org", request.uri.path());
        let facts = Facts::new(UtcDateTime::now(), "www.edx.org", place, Age::Unknown, vec![], StoredConsent::Absent);
        let country = request.headers.get("cf-ipcountry").and_then(|value| value.to_str().ok()?.parse().ok());
        country.into_iter().fold(facts, Facts::region)
    });
    Router::new().route("/", get(home)).layer(consent)
}

async fn home(Extension(consent): Extension<CookieConsent>) -> &'static str {
    if consent.prompt().is_due() { "with a banner" } else { "without one" }
}
