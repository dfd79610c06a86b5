mod departing;

use alloc::borrow::Cow;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::{error, fmt};
use std::sync::{Mutex, MutexGuard, PoisonError};

use cookie_consent::consent::{GpcSeen, PolicyVersion, StoredConsent};
use cookie_consent::cookie::Party;
use cookie_consent::decision::InputSet;
use cookie_consent::dependence::Dependence;
use cookie_consent::enforce::RequestUri;
use cookie_consent::read::Headers;
use cookie_consent::time::UtcDateTime;
use cookie_consent::visit::{OwnedVisit, Recognised, SubjectKind};
use cookie_consent::{ConsentEvent, Cookie, Decision, Prompt, Visitor};
use http::header::COOKIE;
use http::request::Parts;
use http::{HeaderValue, Method, Uri};

use crate::facts::Facts;
use crate::observed::Observed;
use crate::site::Site;

/// The consent of one request, which the layer puts into its extensions: whom to ask, and where to record what the
/// visitor chose.
///
/// It is a handle: clones are of the same request, go into tasks, and answer also when the response is gone. Whatever
/// is asked of it before is in the `Vary` and `Cache-Control` of the response.
///
/// # Examples
///
/// ```
/// use cookie_consent::{ConsentEvent, Cookie};
/// use tower_cookie_consent::{CookieConsent, NotRecorded};
///
/// // in axum it is `Extension(consent): Extension<CookieConsent>`, elsewhere `request.extensions().get()`
/// fn page(consent: &CookieConsent) -> &'static str {
///     let pixel = consent.decide(&Cookie::first_party("_fbp", "www.edx.org"));
///     match (consent.prompt().is_due(), pixel.is_allowed()) {
///         (true, _) => "a banner",
///         (false, true) => "a page with a pixel",
///         (false, false) => "a page",
///     }
/// }
///
/// fn refused(consent: &CookieConsent) -> Result<(), NotRecorded> {
///     consent.record(ConsentEvent::reject_all)
/// }
/// ```
#[derive(Clone)]
pub struct CookieConsent(Arc<Asking>);

/// A request, as it was read once.
struct Asking {
    site: Arc<Site>,
    visit: OwnedVisit,
    host: Cow<'static, str>,
    party: Party,
    uri: Uri,
    cookies: Vec<HeaderValue>,
    is_connect: bool,
    so_far: Mutex<SoFar>,
}

/// What the response will have to tell.
struct SoFar {
    voice: Arc<Voice>,
    consulted: InputSet,
    is_recorded: bool,
    is_gone: bool,
}

/// What the visitor has said, with what was recorded during this request.
#[derive(Clone)]
struct Voice {
    browser: StoredConsent,
    account: StoredConsent,
    recognised: Recognised,
}

/// Why nothing was recorded. The event is lost, unless the application keeps it in a store of its own.
///
/// # Examples
///
/// ```
/// use tower_cookie_consent::NotRecorded;
///
/// let text = NotRecorded::NoRecordCookie.to_string();
/// assert_eq!(text, "the policy names no cookie for the record: add `record_cookie` to it");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotRecorded {
    /// The policy names no cookie for the record.
    NoRecordCookie,
    /// The head of the response has left: in a task that outlives it, or while a body streams.
    ResponseIsGone,
}

impl fmt::Display for NotRecorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRecordCookie => "the policy names no cookie for the record: add `record_cookie` to it",
            Self::ResponseIsGone => "the head of the response has left: record before the handler returns",
        })
    }
}

impl error::Error for NotRecorded {}

impl CookieConsent {
    pub(crate) fn read(site: &Arc<Site>, request: &Parts) -> Self {
        let Facts { mut visit, host, party, account } = (site.facts)(&site.policy, request);
        let read = site.policy.read(visit.now, &Headers::new(&request.headers), &site.managers);
        read.remarks().iter().for_each(|remark| (site.observe)(&Observed::Remark(remark)));
        visit.signals = read.signals().clone();
        let recognised = visit.recognised.union(read.recognised());
        let voice = Arc::new(Voice { browser: read.stored().clone(), account, recognised });
        Self(Arc::new(Asking {
            visit,
            host,
            party,
            uri: request.uri.clone(),
            cookies: request.headers.get_all(COOKIE).into_iter().cloned().collect(),
            is_connect: request.method == Method::CONNECT,
            so_far: Mutex::new(SoFar { voice, consulted: InputSet::EMPTY, is_recorded: false, is_gone: false }),
            site: Arc::clone(site),
        }))
    }

    /// May this cookie be set, kept or sent, and why? See [`decide`](cookie_consent::decide()).
    ///
    /// # Examples
    ///
    /// See [`CookieConsent`].
    pub fn decide(&self, cookie: &Cookie<'_>) -> Decision {
        let decision = self.ask(|visitor| {
            let decision = visitor.decide(cookie);
            (decision, decision)
        });
        self.observe(&Observed::Asked(*cookie, decision));
        decision
    }

    /// Whether to ask the visitor, and about what. See [`Policy::prompt`](cookie_consent::Policy::prompt).
    ///
    /// # Examples
    ///
    /// See [`CookieConsent`].
    pub fn prompt(&self) -> Prompt {
        let prompt = self.ask(|visitor| {
            let prompt = visitor.prompt();
            (prompt, prompt)
        });
        self.observe(&Observed::Prompted(prompt));
        prompt
    }

    /// Asks whatever else a [`Visitor`] answers, or of many cookies, and says on what of it the response depends:
    /// [`Dependence::NOTHING`] where the answer does not show in it.
    ///
    /// # Examples
    ///
    /// ```
    /// use tower_cookie_consent::CookieConsent;
    ///
    /// /// What of the inventory the page may load.
    /// fn allowed(consent: &CookieConsent) -> Vec<String> {
    ///     consent.ask(|visitor| {
    ///         let decisions = visitor.decisions();
    ///         let allowed = decisions.iter().filter(|(_, decision)| decision.is_allowed());
    ///         (allowed.map(|(line, _)| line.pattern().to_owned()).collect(), decisions.dependence())
    ///     })
    /// }
    /// ```
    pub fn ask<R, D: Into<Dependence>>(&self, question: impl FnOnce(&Visitor<'_>) -> (R, D)) -> R {
        let voice = Arc::clone(&self.so_far().voice);
        // not under the lock: the question is the application's code
        let both = self.both(&voice, voice.browser.clone());
        let (answer, depends) = question(&self.visitor(&voice, &both));
        let consulted = depends.into().consulted();
        let mut so_far = self.so_far();
        so_far.consulted = so_far.consulted.union(consulted);
        answer
    }

    /// Records what the visitor chose, at the instant of the request and under the version of the policy that is in
    /// force: the response will store it, and it counts from now on, also for the cookies that the response sets.
    /// Nothing that was said before is lost. Where Global Privacy Control was sent, the record says so.
    ///
    /// It also holds with what the [account](Facts::new) has said, whose own store the application keeps.
    ///
    /// # Errors
    ///
    /// [`NotRecorded`]: for a policy without `record_cookie`, or after the handler has returned.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::{Category, ConsentEvent};
    /// use tower_cookie_consent::{CookieConsent, NotRecorded};
    ///
    /// fn accepted(consent: &CookieConsent) -> Result<(), NotRecorded> {
    ///     consent.record(ConsentEvent::accept_all)
    /// }
    ///
    /// fn withdrawn(consent: &CookieConsent) -> Result<(), NotRecorded> {
    ///     consent.record(|at, version| ConsentEvent::withdraw(at, version, Category::Targeting.into()))
    /// }
    ///
    /// fn objected(consent: &CookieConsent) -> Result<(), NotRecorded> {
    ///     consent.record(|at, version| ConsentEvent::object(at, version, Category::Performance.into()))
    /// }
    /// ```
    pub fn record(&self, event: impl FnOnce(UtcDateTime, PolicyVersion) -> ConsentEvent) -> Result<(), NotRecorded> {
        let (policy, now) = (&self.0.site.policy, self.0.visit.now);
        policy.record_cookie().ok_or(NotRecorded::NoRecordCookie)?;
        let mut event = event(now, policy.version_at(now));
        if self.0.visit.signals.gpc() && event.gpc() == GpcSeen::Off {
            event = event.seeing_gpc(GpcSeen::On);
        }
        let mut so_far = self.so_far();
        if so_far.is_gone {
            return Err(NotRecorded::ResponseIsGone);
        }
        let Voice { browser, account, recognised } = so_far.voice.as_ref();
        let voice = Voice {
            browser: browser.with(&event).into(),
            account: match account {
                StoredConsent::Absent => StoredConsent::Absent,
                StoredConsent::Unreadable | StoredConsent::Given(_) => account.with(&event).into(),
            },
            // the browser that speaks is the one to which the response goes; of an account only a login tells
            recognised: match event.subject() {
                SubjectKind::Browser => recognised.with(SubjectKind::Browser),
                SubjectKind::Account => *recognised,
            },
        };
        so_far.voice = Arc::new(voice);
        so_far.is_recorded = true;
        Ok(())
    }

    pub(crate) fn observe(&self, observed: &Observed<'_>) {
        (self.0.site.observe)(observed);
    }

    fn so_far(&self) -> MutexGuard<'_, SoFar> {
        // each change is one assignment, so that a panic elsewhere leaves it whole
        self.0.so_far.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn both(&self, voice: &Voice, browser: StoredConsent) -> StoredConsent {
        let now = self.0.visit.now;
        browser.strictest(voice.account.clone(), now, self.0.site.policy.version_at(now))
    }

    fn visitor<'a>(&'a self, voice: &Voice, said: &'a StoredConsent) -> Visitor<'a> {
        let visit = self.0.visit.as_visit().recognised(voice.recognised);
        self.0.site.policy.visitor(visit, said.as_consent())
    }

    fn uri(&self) -> RequestUri<'_> {
        RequestUri { host: &self.0.host, path: self.0.uri.path(), party: self.0.party }
    }
}

/// Nothing of the visitor.
impl fmt::Debug for CookieConsent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CookieConsent").finish_non_exhaustive()
    }
}
