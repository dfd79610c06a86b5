//! The contract of `tower::Service`, and many requests at once.

use core::convert::Infallible;
use core::future::{Ready, ready};
use core::task::{Context, Poll};

use cookie_consent::{ConsentEvent, Cookie};
use http::{Request, Response};
use tower::{Service, ServiceExt, service_fn};
use tower_cookie_consent::CookieConsent;
use tower_layer::Layer;

use crate::site::{HOST, layer, record, request, response, set};

/// Ready only when it was asked, for one call, and not when it is cloned.
#[derive(Debug, Default)]
struct OneCall {
    is_ready: bool,
    is_asked: bool,
}

impl Clone for OneCall {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Service<Request<()>> for OneCall {
    type Response = Response<()>;
    type Error = &'static str;
    type Future = Ready<Result<Response<()>, &'static str>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
        if !core::mem::replace(&mut self.is_asked, true) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.is_ready = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        assert!(core::mem::take(&mut self.is_ready), "called before it was ready");
        ready(Ok(Response::new(())))
    }
}

#[tokio::test]
async fn the_service_that_was_ready_is_the_one_that_is_called() {
    let mut service = layer().layer(OneCall::default());
    for _ in 0..2 {
        service.ready().await.unwrap().call(request("")).await.unwrap();
    }
    let mut clone = service.clone();
    clone.ready().await.unwrap().call(request("")).await.unwrap();
}

#[tokio::test]
async fn an_error_passes() {
    let inner = service_fn(|_: Request<()>| ready(Err::<Response<()>, _>("no")));
    assert_eq!(layer().layer(inner).oneshot(request("")).await.unwrap_err(), "no");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_visitors_at_once_are_answered_each_for_itself() {
    let inner = service_fn(|request: Request<()>| async move {
        let consent: CookieConsent = request.extensions().get().cloned().unwrap();
        let in_task = tokio::spawn(async move {
            tokio::task::yield_now().await;
            consent.decide(&Cookie::first_party("_ga", HOST)).is_allowed()
        });
        let may = in_task.await.unwrap();
        Ok::<_, Infallible>(response(&[("set-cookie", "_ga=1"), ("x-may", if may { "yes" } else { "no" })]))
    });
    let service = layer().layer(inner);
    let tasks: Vec<_> = (0..200)
        .map(|nth| {
            let accepts = nth % 2 == 0;
            let said = if accepts { ConsentEvent::accept_all } else { ConsentEvent::reject_all };
            let response = service.clone().oneshot(request(&record(said)));
            tokio::spawn(async move { (accepts, response.await.unwrap()) })
        })
        .collect();
    for task in tasks {
        let (accepts, response) = task.await.unwrap();
        assert_eq!(set(response.headers()) == ["_ga"], accepts);
        assert_eq!(response.headers()["x-may"] == "yes", accepts);
    }
}
