use alloc::sync::Arc;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use cookie_consent::Policy;
use cookie_consent::enforce::{RecordCookie, Removable};
use cookie_consent::read::Managers;
use http::request::Parts;
use http::{Request, Response};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::facts::Facts;
use crate::handle::CookieConsent;
use crate::observed::Observed;
use crate::site::Site;

/// Reads the consent of each request, and enforces it on the response. See [the crate](crate).
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::StoredConsent;
/// use cookie_consent::enforce::Removable;
/// use cookie_consent::read::Managers;
/// use cookie_consent::time::UtcDateTime;
/// use cookie_consent::{Age, Place, Policy};
/// use tower_cookie_consent::{ConsentLayer, Facts};
///
/// fn layer(policy: Policy) -> ConsentLayer {
///     ConsentLayer::new(policy, Managers::NONE, Removable::of_domains(&["edx.org"]), |_, _| {
///         let now = UtcDateTime::now();
///         Facts::new(now, "www.edx.org", Place::Site, Age::Unknown, Vec::new(), StoredConsent::Absent)
///     })
/// }
/// ```
#[derive(Clone, Debug)]
pub struct ConsentLayer {
    site: Site,
}

impl ConsentLayer {
    /// What every site has to say.
    ///
    /// * `policy`: what it declared.
    /// * `managers`: the consent managers that it uses; [`Managers::NONE`] if it uses none.
    /// * `removable`: the domains that it owns, on which cookies are removed to which the visitor said no. With none of
    ///   them it is the host alone. For names that are read when the program starts, leak them: there is one layer.
    /// * `facts`: what only the application knows, asked once for each request. What takes a query belongs into an
    ///   earlier layer, which leaves it in the request's extensions.
    ///
    /// # Examples
    ///
    /// See [`ConsentLayer`].
    #[must_use]
    pub fn new(
        policy: impl Into<Arc<Policy>>,
        managers: &Managers,
        removable: Removable<'static>,
        facts: impl Fn(&Policy, &Parts) -> Facts + Send + Sync + 'static,
    ) -> Self {
        Self {
            site: Site {
                policy: policy.into(),
                managers: managers.clone(),
                removable,
                facts: Arc::new(facts),
                observe: Arc::new(|_| {}),
                record_line: |line| line,
                is_report_only: false,
            },
        }
    }

    /// Calls this for all that is decided and seen: see [`Observed`]. It is called in the middle of a request, and
    /// should not wait.
    ///
    /// # Examples
    ///
    /// See [`Observed`].
    #[must_use]
    pub fn observed_by(mut self, observe: impl Fn(&Observed<'_>) + Send + Sync + 'static) -> Self {
        self.site.observe = Arc::new(observe);
        self
    }

    /// Changes how the line is written that stores what is [recorded](CookieConsent::record).
    ///
    /// # Examples
    ///
    /// ```
    /// use tower_cookie_consent::ConsentLayer;
    ///
    /// fn on_all_hosts(layer: ConsentLayer) -> ConsentLayer {
    ///     layer.writing_records(|line| line.on_domain("edx.org"))
    /// }
    /// ```
    #[must_use]
    pub fn writing_records(mut self, write: for<'r> fn(RecordCookie<'r>) -> RecordCookie<'r>) -> Self {
        self.site.record_line = write;
        self
    }

    /// Decides and [tells](Self::observed_by) as otherwise, and leaves the response as it is: no line is dropped,
    /// shortened or added. What the application itself asks for is done all the same, or a visitor's choice would be
    /// lost: what it [records](CookieConsent::record) is stored, and what it was answered is in `Vary` and
    /// `Cache-Control`.
    ///
    /// # Examples
    ///
    /// ```
    /// use tower_cookie_consent::ConsentLayer;
    ///
    /// fn at_first(layer: ConsentLayer) -> ConsentLayer {
    ///     layer.report_only().observed_by(|observed| println!("{observed}"))
    /// }
    /// ```
    #[must_use]
    pub const fn report_only(mut self) -> Self {
        self.site.is_report_only = true;
        self
    }
}

impl<S> Layer<S> for ConsentLayer {
    type Service = ConsentService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        ConsentService { inner, site: Arc::new(self.site.clone()) }
    }
}

/// The service that a [`ConsentLayer`] makes of another.
///
/// # Examples
///
/// ```
/// use tower_cookie_consent::{ConsentLayer, ConsentService};
/// use tower_layer::Layer;
///
/// fn wrapped<S>(layer: &ConsentLayer, service: S) -> ConsentService<S> {
///     layer.layer(service)
/// }
/// ```
#[derive(Clone, Debug)]
pub struct ConsentService<S> {
    inner: S,
    site: Arc<Site>,
}

impl<S, B, R> Service<Request<B>> for ConsentService<S>
where
    S: Service<Request<B>, Response = Response<R>>,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (mut parts, body) = request.into_parts();
        let consent = CookieConsent::read(&self.site, &parts);
        parts.extensions.insert(consent.clone());
        // the very service that was asked whether it is ready
        ResponseFuture { inner: self.inner.call(Request::from_parts(parts, body)), consent }
    }
}

pin_project! {
    /// The response of a [`ConsentService`].
    ///
    /// # Examples
    ///
    /// ```
    /// use http::{Request, Response};
    /// use tower_cookie_consent::{ConsentService, ResponseFuture};
    /// use tower_service::Service;
    ///
    /// fn respond<S, B, R>(service: &mut ConsentService<S>, request: Request<B>) -> ResponseFuture<S::Future>
    /// where
    ///     S: Service<Request<B>, Response = Response<R>>,
    /// {
    ///     service.call(request)
    /// }
    /// ```
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct ResponseFuture<F> {
        #[pin]
        inner: F,
        consent: CookieConsent,
    }
}

impl<F, R, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
{
    type Output = Result<Response<R>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut response = ready!(this.inner.poll(cx))?;
        let status = response.status();
        this.consent.depart(status, response.headers_mut());
        Poll::Ready(Ok(response))
    }
}
