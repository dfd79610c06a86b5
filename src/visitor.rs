//! A request's visitor, of whom many questions are asked.

use crate::assess::{Facts, Settled};
use crate::consent::{Consent, ConsentEvent, ConsentRecord};
use crate::cookie::Cookie;
use crate::decide::answer;
use crate::decision::Decision;
use crate::policy::Policy;
use crate::prompt::Prompt;
use crate::visit::{BrowserMode, Recognised, Region, Visit};

/// A policy, a visit and what the visitor said before, together: whom to ask about each cookie of one response.
///
/// [`decide`](Self::decide) answers as the function [`decide`](crate::decide()) does. What is the same for every cookie
/// of the request, such as the law of each region and what the visitor's choices amount to there, is worked out once. A
/// visitor is of one instant: it is made for a request and not kept.
///
/// What may restrict is an argument of [`Visit::new`]; what enables is added here or there, and may be left out.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::PolicyVersion;
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::visit::{BrowserMode, Recognised, Signals};
/// use cookie_consent::{Age, Category, Consent, ConsentEvent, Cookie, Place, Policy, Reason, Visit};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("_ga", Category::Performance))
///     .declare(Declaration::new("_fbp", Category::Targeting))
///     .build()
///     .unwrap();
/// let now = utc_datetime!(2026-11-23 12:00);
/// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
/// let visitor = policy.visitor(visit, Consent::Absent).region("US-CA".parse().unwrap());
///
/// for name in ["_ga", "_fbp"] {
///     let decision = visitor.decide(&Cookie::first_party(name, "www.edx.org"));
///     assert_eq!(decision.reason(), Reason::DefaultOptOut);
/// }
/// assert!(!visitor.prompt().is_due());
///
/// // the visitor says no: the record to store, and who asks from now on
/// let record = visitor.record_with(&ConsentEvent::reject_all(now, PolicyVersion::new(1)));
/// let visitor = policy.visitor(visitor.visit().clone(), Consent::Given(&record));
/// assert_eq!(visitor.decide(&Cookie::first_party("_fbp", "www.edx.org")).reason(), Reason::Refused);
/// ```
#[derive(Clone, Debug)]
pub struct Visitor<'a> {
    policy: &'a Policy,
    visit: Visit<'a>,
    consent: Consent<'a>,
    settled: Settled<'a>,
}

impl Policy {
    /// The visitor of this visit, who said this before.
    ///
    /// # Examples
    ///
    /// See [`Visitor`].
    #[must_use]
    pub fn visitor<'a>(&'a self, visit: Visit<'a>, consent: Consent<'a>) -> Visitor<'a> {
        let settled = Settled::of(self, &visit, consent);
        Visitor { policy: self, visit, consent, settled }
    }
}

impl<'a> Visitor<'a> {
    /// Adds a region whose law applies: see [`Visit::region`]. Without any the strictest law applies.
    #[must_use]
    pub fn region(self, region: Region) -> Self {
        self.policy.visitor(self.visit.region(region), self.consent)
    }

    /// Adds a region of which nothing is known: see [`Visit::unknown_region`].
    #[must_use]
    pub fn unknown_region(self) -> Self {
        self.policy.visitor(self.visit.unknown_region(), self.consent)
    }

    /// Says which subjects of the record are recognised now: see [`Visit::recognised`]. Without it no grant holds.
    #[must_use]
    pub fn recognised(self, recognised: Recognised) -> Self {
        self.policy.visitor(self.visit.recognised(recognised), self.consent)
    }

    /// Says what the browser blocks, in place of what the visit says. It bears on
    /// [`feasibility`](Decision::feasibility) alone, and never on what is permitted.
    #[must_use]
    pub fn browser(self, browser: BrowserMode) -> Self {
        Self { visit: self.visit.in_browser(browser), ..self }
    }

    /// May this cookie be set, kept or sent, and why? The answer of [`decide`](crate::decide()), without allocation.
    pub fn decide(&self, cookie: &Cookie<'_>) -> Decision {
        answer(&self.facts(), cookie)
    }

    /// What to ask the visitor, and when: the answer of [`Policy::prompt`].
    pub fn prompt(&self) -> Prompt {
        self.facts().prompt()
    }

    /// The record to store after one more event. Nothing that was said before is lost: see [`Consent::with`].
    #[must_use]
    pub fn record_with(&self, event: &ConsentEvent) -> ConsentRecord {
        self.consent.with(event)
    }

    /// The facts of the request.
    #[must_use]
    pub const fn visit(&self) -> &Visit<'a> {
        &self.visit
    }

    /// What was said before.
    #[must_use]
    pub const fn consent(&self) -> Consent<'a> {
        self.consent
    }

    /// What the site declared.
    #[must_use]
    pub const fn policy(&self) -> &'a Policy {
        self.policy
    }

    pub(crate) const fn facts(&self) -> Facts<'_> {
        Facts::of(self.policy, &self.visit, self.consent).with(&self.settled)
    }
}
