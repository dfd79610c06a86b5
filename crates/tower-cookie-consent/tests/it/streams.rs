//! Bodies and trailers pass as they are.

use core::cell::Cell;
use core::convert::Infallible;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::collections::VecDeque;
use std::rc::Rc;

use http::{HeaderMap, HeaderValue, Request, Response};
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt;
use tower::{ServiceExt, service_fn};
use tower_layer::Layer;

use crate::site::{layer, request, set};

/// A body that is neither `Sync` nor buffered, and counts how often it is polled.
struct Streamed {
    frames: VecDeque<Frame<&'static [u8]>>,
    polled: Rc<Cell<usize>>,
}

impl Body for Streamed {
    type Data = &'static [u8];
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Infallible>>> {
        self.polled.set(self.polled.get().saturating_add(1));
        Poll::Ready(self.frames.pop_front().map(Ok))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(7)
    }
}

#[tokio::test]
async fn a_body_and_its_trailers_pass_untouched() {
    let polled = Rc::new(Cell::new(0));
    let seen = polled.clone();
    let inner = service_fn(move |_: Request<()>| {
        let mut trailers = HeaderMap::new();
        trailers.insert("grpc-status", HeaderValue::from_static("0"));
        // no cookie is set by a trailer
        trailers.insert("set-cookie", HeaderValue::from_static("_ga=1"));
        let frames = [Frame::data(b"one".as_slice()), Frame::data(b"more".as_slice()), Frame::trailers(trailers)];
        let mut response = Response::new(Streamed { frames: frames.into(), polled: seen.clone() });
        response.headers_mut().insert("set-cookie", HeaderValue::from_static("_ga=1"));
        async move { Ok::<_, Infallible>(response) }
    });
    let response = layer().layer(inner).oneshot(request("")).await.unwrap();
    assert!(set(response.headers()).is_empty());
    assert_eq!(polled.get(), 0);
    let mut body = response.into_body();
    assert_eq!(body.size_hint().exact(), Some(7));
    let mut data = Vec::new();
    let mut trailers = None;
    while let Some(frame) = body.frame().await {
        match frame.unwrap().into_data() {
            Ok(piece) => data.push(piece),
            Err(other) => trailers = other.into_trailers().ok(),
        }
    }
    assert_eq!(data, [b"one".as_slice(), b"more"]);
    let trailers = trailers.unwrap();
    assert_eq!((trailers.len(), set(&trailers)), (2, vec!["_ga"]));
    assert_eq!(polled.get(), 4);
}
