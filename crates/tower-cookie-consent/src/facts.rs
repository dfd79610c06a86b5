use alloc::borrow::Cow;
use alloc::vec::Vec;

use cookie_consent::consent::StoredConsent;
use cookie_consent::cookie::Party;
use cookie_consent::time::UtcDateTime;
use cookie_consent::visit::{BrowserMode, OptOut, OwnedPlace, OwnedVisit, Recognised, Signals};
use cookie_consent::{Age, Region};

/// What only the application knows of a request. The layer reads the rest from its headers.
///
/// Whatever could *restrict* an answer is an argument of [`new`](Self::new), with a value that says "unknown". What
/// could only *enable* is added, and may be left out: without a region the strictest law applies.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::StoredConsent;
/// use cookie_consent::time::UtcDateTime;
/// use cookie_consent::{Age, Policy, Region};
/// use http::request::Parts;
/// use tower_cookie_consent::Facts;
///
/// fn facts(policy: &Policy, request: &Parts) -> Facts {
///     let place = policy.place("www.edx.org", request.uri.path());
///     let now = UtcDateTime::now();
///     let facts = Facts::new(now, "www.edx.org", place, Age::Unknown, Vec::new(), StoredConsent::Absent);
///     // as a content delivery network reports it
///     let country = request.headers.get("cf-ipcountry").and_then(|value| value.to_str().ok());
///     country.and_then(|country| country.parse::<Region>().ok()).into_iter().fold(facts, Facts::region)
/// }
/// ```
#[must_use]
#[derive(Clone, Debug)]
pub struct Facts {
    /// Without the signals, which the layer reads.
    pub(crate) visit: OwnedVisit,
    pub(crate) host: Cow<'static, str>,
    pub(crate) party: Party,
    pub(crate) account: StoredConsent,
}

impl Facts {
    /// The facts that could restrict an answer, all of them.
    ///
    /// * `now`: the instant of the request.
    /// * `host`: the host of the site that was asked. A header `Host` is whatever a client wrote: take it from a list.
    /// * `place`: whose pages these are, as [`Policy::place`](cookie_consent::Policy::place) finds by host and path. It
    ///   needs the path as the browser has it, from which no router has taken anything.
    /// * `age`: [`Age::Unknown`] unless the site knows it.
    /// * `opt_outs`: what is known of opt-outs at programmes and vendors; an empty list if nothing is.
    /// * `account`: what the account that is logged in has said elsewhere; [`StoredConsent::Absent`] if nobody is
    ///   logged in, or nothing is kept for accounts. Of it and the browser's record the
    ///   [strictest](StoredConsent::strictest) holds.
    ///
    /// # Examples
    ///
    /// See [`Facts`].
    pub fn new(
        now: UtcDateTime,
        host: impl Into<Cow<'static, str>>,
        place: impl Into<OwnedPlace>,
        age: Age,
        opt_outs: Vec<OptOut>,
        account: StoredConsent,
    ) -> Self {
        let visit = OwnedVisit {
            now,
            place: place.into(),
            signals: Signals::NONE,
            opt_outs,
            browser: BrowserMode::AcceptsAll,
            age,
            recognised: Recognised::NOBODY,
            regions: Vec::new(),
        };
        Self { visit, host: host.into(), party: Party::First, account }
    }

    /// Adds a region whose law applies: see [`Visit::region`](cookie_consent::Visit::region).
    ///
    /// # Examples
    ///
    /// See [`Facts`].
    pub fn region(mut self, region: Region) -> Self {
        self.visit.regions.push(Some(region));
        self
    }

    /// Adds a region of which nothing is known, beside those that are: see
    /// [`Visit::unknown_region`](cookie_consent::Visit::unknown_region).
    ///
    /// # Examples
    ///
    /// ```
    /// use tower_cookie_consent::Facts;
    ///
    /// /// The address is in Texas, and where the visitor lives nobody knows.
    /// fn in_texas(facts: Facts) -> Facts {
    ///     facts.region("US-TX".parse().unwrap()).unknown_region()
    /// }
    /// ```
    pub fn unknown_region(mut self) -> Self {
        self.visit.regions.push(None);
        self
    }

    /// Says who is recognised beside the browser, which the layer recognises by its cookies:
    /// [`Recognised::ACCOUNT`] after a login.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::Recognised;
    /// use tower_cookie_consent::Facts;
    ///
    /// fn logged_in(facts: Facts) -> Facts {
    ///     facts.recognised(Recognised::ACCOUNT)
    /// }
    /// ```
    pub const fn recognised(mut self, recognised: Recognised) -> Self {
        self.visit.recognised = recognised;
        self
    }

    /// Says what the browser blocks: see [`Visitor::browser`](cookie_consent::Visitor::browser).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::BrowserMode;
    /// use tower_cookie_consent::Facts;
    ///
    /// fn embedded(facts: Facts) -> Facts {
    ///     facts.browser(BrowserMode::BlocksThirdParty)
    /// }
    /// ```
    pub const fn browser(mut self, browser: BrowserMode) -> Self {
        self.visit.browser = browser;
        self
    }

    /// Says that the host is embedded by other sites: see
    /// [`RequestUri::third_party`](cookie_consent::enforce::RequestUri::third_party).
    ///
    /// # Examples
    ///
    /// ```
    /// use tower_cookie_consent::Facts;
    ///
    /// fn of_a_pixel(facts: Facts) -> Facts {
    ///     facts.third_party()
    /// }
    /// ```
    pub const fn third_party(mut self) -> Self {
        self.party = Party::Third;
        self
    }
}
