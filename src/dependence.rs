//! On what a response depends.

use core::fmt;

use time::UtcDateTime;

use crate::consent::Consent;
use crate::decision::{Decision, InputSet};
use crate::json::script_json;
use crate::prompt::Prompt;
use crate::visit::Visit;
use crate::visitor::Visitor;

/// On what a response depends that was made with several answers: cookies, the banner and the data of the page, all
/// together, as a response has one `Vary` and one `Cache-Control`.
///
/// # Examples
///
/// ```
/// use cookie_consent::dependence::Dependence;
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::visit::{BrowserMode, Signals};
/// use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Visit};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
///     .declare(Declaration::new("_fbp", Category::Targeting))
///     .build()
///     .unwrap();
/// let now = utc_datetime!(2026-11-23 12:00);
/// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
/// let visitor = policy.visitor(visit, Consent::Absent).region("FR".parse().unwrap());
///
/// let sessionid = visitor.decide(&Cookie::first_party("sessionid", "www.edx.org"));
/// assert_eq!(Dependence::NOTHING.and(sessionid).vary(), "");
///
/// let page = Dependence::NOTHING.and(sessionid).and(visitor.prompt()).and(visitor.decisions().dependence());
/// assert_eq!(page.vary(), "Cookie, Sec-GPC, DNT");
/// assert_eq!(page.cache_control(), Some("private"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dependence {
    pub(crate) inputs: InputSet,
    pub(crate) until: Option<UtcDateTime>,
}

impl From<Decision> for Dependence {
    fn from(decision: Decision) -> Self {
        Self { inputs: decision.consulted(), until: decision.valid_until() }
    }
}

impl From<Prompt> for Dependence {
    fn from(prompt: Prompt) -> Self {
        Self { inputs: prompt.consulted(), until: prompt.valid_until() }
    }
}

impl Dependence {
    /// On nothing but the policy: the same for everybody, for ever.
    pub const NOTHING: Self = Self { inputs: InputSet::EMPTY, until: None };

    /// On all of this, and on what one more answer depends on.
    ///
    /// # Examples
    ///
    /// See [`Dependence`].
    #[must_use]
    pub fn and(self, other: impl Into<Self>) -> Self {
        let other = other.into();
        let until = [self.until, other.until].into_iter().flatten().min();
        Self { inputs: self.inputs.union(other.inputs), until }
    }

    /// Which inputs were read.
    #[must_use]
    pub const fn consulted(self) -> InputSet {
        self.inputs
    }

    /// The next instant at which the same inputs could get another answer: no copy of the response is to be served then
    /// or later. `None` if never.
    #[must_use]
    pub const fn valid_until(self) -> Option<UtcDateTime> {
        self.until
    }

    /// The value of `Vary` (RFC 9110, section 12.5.5); empty where the response needs none.
    ///
    /// # Examples
    ///
    /// See [`Dependence`].
    #[must_use]
    pub fn vary(self) -> alloc::string::String {
        self.inputs.vary().collect::<alloc::vec::Vec<_>>().join(", ")
    }

    /// What has to stand in `Cache-Control`: `private`, where no shared cache may keep the response, since it depends
    /// on something that no header tells in full (RFC 9111, section 5.2.2.7). `None` says nothing of how long it may be
    /// kept: until [`valid_until`](Self::valid_until) at most. A response that sets a cookie with an id in it is
    /// private whatever was decided.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::dependence::Dependence;
    ///
    /// assert_eq!(Dependence::NOTHING.cache_control(), None);
    /// ```
    #[must_use]
    pub fn cache_control(self) -> Option<&'static str> {
        self.inputs.must_be_private().then_some("private")
    }

    /// Under what to keep the response, or a part of it, in a cache of one's own: see [`CacheKey`].
    ///
    /// # Examples
    ///
    /// See [`CacheKey`].
    #[must_use]
    pub const fn key<'v>(self, visitor: &'v Visitor<'_>) -> CacheKey<'v> {
        CacheKey { depends: self, visit: visitor.visit(), consent: visitor.consent() }
    }
}

/// What of a visitor the answers depend on, and nothing else, as a text: of two visitors with the same text the same
/// questions have the same answers, and who differs in nothing that was read has the same text.
///
/// It is one line of JSON, without what says nothing, such as a signal that was not sent. Of the clock it says until
/// when the answers hold, so that they need no other expiry. It holds nothing that the visit and the record do not, and
/// is as personal as they are: the record stands in it where it was read. Visitors who said nothing share one. Of the
/// policy and of what was asked it says nothing: keep those beside it.
///
/// # Examples
///
/// ```
/// use cookie_consent::dependence::Dependence;
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::visit::{BrowserMode, Signals};
/// use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Visit};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
///     .declare(Declaration::new("_ga", Category::Performance))
///     .build()
///     .unwrap();
/// let now = utc_datetime!(2026-11-23 12:00);
/// let signals = Signals::from_headers([("Sec-GPC", "1")]);
/// let visit = Visit::new(now, Place::Site, signals, &[], BrowserMode::AcceptsAll, Age::Unknown);
/// let visitor = policy.visitor(visit, Consent::Absent).region("FR".parse().unwrap());
///
/// let key = |name| {
///     let decision = visitor.decide(&Cookie::first_party(name, "www.edx.org"));
///     Dependence::from(decision).key(&visitor).to_string()
/// };
/// assert_eq!(key("sessionid"), "{}");
/// // Global Privacy Control says nothing to a cookie that is not sold
/// assert_eq!(key("_ga"), r#"{"place":"site","regions":["FR"]}"#);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CacheKey<'v> {
    pub(crate) depends: Dependence,
    pub(crate) visit: &'v Visit<'v>,
    pub(crate) consent: Consent<'v>,
}

impl fmt::Display for CacheKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&script_json(self).map_err(|_| fmt::Error)?)
    }
}
