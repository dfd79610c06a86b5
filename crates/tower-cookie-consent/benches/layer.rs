//! What the layer adds to a request with 30 cookies: `cargo bench -p tower-cookie-consent`. The empty layer is the same
//! service without it.
#![expect(clippy::unwrap_used, reason = "benches run on a host")]

use core::convert::Infallible;
use core::future::{Ready, ready};
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use cookie_consent::consent::{PolicyVersion, StoredConsent};
use cookie_consent::enforce::Removable;
use cookie_consent::policy::{Declaration, Version};
use cookie_consent::read::Managers;
use cookie_consent::time::UtcDateTime;
use cookie_consent::{Age, Category, ConsentEvent, ConsentRecord, Place, Policy};
use divan::{Bencher, black_box};
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderValue, Request, Response};
use time::macros::{date, utc_datetime};
use tower_cookie_consent::{ConsentLayer, Facts};
use tower_layer::{Identity, Layer};
use tower_service::Service;

const NOW: UtcDateTime = utc_datetime!(2026-11-23 12:00);

fn main() {
    divan::main();
}

/// An application that sets two cookies.
#[derive(Clone, Copy)]
struct Application;

impl Service<Request<()>> for Application {
    type Response = Response<()>;
    type Error = Infallible;
    type Future = Ready<Result<Response<()>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        let mut response = Response::new(());
        response.headers_mut().append(SET_COOKIE, HeaderValue::from_static("sessionid=3f9a; Path=/; Secure; HttpOnly"));
        response.headers_mut().append(SET_COOKIE, HeaderValue::from_static("_ga_0=GA1.1; Path=/; Max-Age=3600"));
        ready(Ok(response))
    }
}

/// 30 cookies, of which one is the record.
fn cookies(said: fn(UtcDateTime, PolicyVersion) -> ConsentEvent) -> HeaderValue {
    let record = ConsentRecord::first(&said(utc_datetime!(2026-10-23 12:00), PolicyVersion::new(1)));
    let others = (0..28).map(|nth| format!("_ga_{nth}=GS1.1.1700000000.{nth}"));
    let cookies: Vec<_> = others.chain(["sessionid=3f9a".to_owned(), format!("consent={record}")]).collect();
    cookies.join("; ").parse().unwrap()
}

fn layer() -> ConsentLayer {
    let policy = Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .record_in("consent")
        .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
        .declare(Declaration::new("_ga_*", Category::Performance))
        .declare(Declaration::new("_fbp", Category::Targeting))
        .build()
        .unwrap();
    ConsentLayer::new(policy, Managers::NONE, Removable::of_domains(&["edx.org"]), |_, _| {
        Facts::new(NOW, "www.edx.org", Place::Site, Age::Unknown, Vec::new(), StoredConsent::Absent)
            .region("FR".parse().unwrap())
    })
}

fn measure<L: Layer<Application>>(bencher: Bencher<'_, '_>, layer: &L, cookies: &HeaderValue)
where
    L::Service: Service<Request<()>>,
{
    let mut service = layer.layer(Application);
    let request = || Request::builder().uri("/courses/cs101").header(COOKIE, cookies.clone()).body(()).unwrap();
    bencher.with_inputs(request).bench_local_values(|request| {
        let response = pin!(service.call(request)).poll(&mut Context::from_waker(Waker::noop()));
        black_box(response.is_ready())
    });
}

#[divan::bench]
fn empty(bencher: Bencher<'_, '_>) {
    measure(bencher, &Identity::new(), &cookies(ConsentEvent::accept_all));
}

#[divan::bench]
fn accepted(bencher: Bencher<'_, '_>) {
    measure(bencher, &layer(), &cookies(ConsentEvent::accept_all));
}

/// Three lines for each of 28 cookies.
#[divan::bench]
fn refused(bencher: Bencher<'_, '_>) {
    measure(bencher, &layer(), &cookies(ConsentEvent::reject_all));
}
