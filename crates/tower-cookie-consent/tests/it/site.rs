//! A site, a visitor, and what comes back.

use std::sync::{Arc, Mutex};

use cookie_consent::consent::{PolicyVersion, StoredConsent};
use cookie_consent::enforce::Removable;
use cookie_consent::policy::{Declaration, Version};
use cookie_consent::read::Managers;
use cookie_consent::time::UtcDateTime;
use cookie_consent::{Age, Category, ConsentEvent, ConsentRecord, Place, Policy};
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, Request, Response};
use time::macros::{date, utc_datetime};
use tower::{ServiceExt, service_fn};
use tower_cookie_consent::{ConsentLayer, CookieConsent, Facts};
use tower_layer::Layer;

pub(crate) const NOW: UtcDateTime = utc_datetime!(2026-11-23 12:00);
pub(crate) const HOST: &str = "www.edx.org";

pub(crate) fn policy() -> Policy {
    Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .record_in("edx_consent")
        .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
        .declare(Declaration::new("_ga", Category::Performance))
        .declare(Declaration::new("_fbp", Category::Targeting))
        .build()
        .unwrap()
}

/// A visitor from France, whose account said this.
pub(crate) fn facts_with(account: StoredConsent) -> Facts {
    Facts::new(NOW, HOST, Place::Site, Age::Unknown, vec![], account).region("FR".parse().unwrap())
}

pub(crate) fn layer() -> ConsentLayer {
    layer_of(facts_with(StoredConsent::Absent))
}

pub(crate) fn layer_of(facts: Facts) -> ConsentLayer {
    ConsentLayer::new(policy(), Managers::NONE, Removable::of_domains(&[]), move |_, _| facts.clone())
}

/// The same, and what it tells.
pub(crate) fn heard(layer: ConsentLayer) -> (ConsentLayer, Arc<Mutex<Vec<String>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    (layer.observed_by(move |observed| ears.lock().unwrap().push(observed.to_string())), heard)
}

/// The header of a visitor who said this a month ago.
pub(crate) fn record(said: fn(UtcDateTime, PolicyVersion) -> ConsentEvent) -> String {
    let event = said(utc_datetime!(2026-10-23 12:00), PolicyVersion::new(1));
    format!("edx_consent={}", ConsentRecord::first(&event))
}

pub(crate) fn request(cookie: &str) -> Request<()> {
    let request = Request::builder().uri("/courses");
    let request = if cookie.is_empty() { request } else { request.header(COOKIE, cookie) };
    request.body(()).unwrap()
}

/// What the layer makes of a response, for which a handler may ask.
pub(crate) async fn sent(
    layer: ConsentLayer,
    request: Request<()>,
    handler: impl Fn(&CookieConsent) -> Response<()> + Clone,
) -> HeaderMap {
    let inner = service_fn(move |request: Request<()>| {
        let response = handler(request.extensions().get().unwrap());
        async move { Ok::<_, core::convert::Infallible>(response) }
    });
    layer.layer(inner).oneshot(request).await.unwrap().into_parts().0.headers
}

/// A response with these headers, in this order.
pub(crate) fn response(headers: &[(&'static str, &str)]) -> Response<()> {
    let mut response = Response::new(());
    for (name, value) in headers {
        response.headers_mut().append(*name, value.parse().unwrap());
    }
    response
}

pub(crate) fn all<'h>(headers: &'h HeaderMap, name: &str) -> Vec<&'h str> {
    headers.get_all(name).into_iter().map(|value| value.to_str().unwrap()).collect()
}

/// The names of the cookies that are set, in order.
pub(crate) fn set(headers: &HeaderMap) -> Vec<&str> {
    all(headers, SET_COOKIE.as_str()).into_iter().map(|line| line.split('=').next().unwrap()).collect()
}
