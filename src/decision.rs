//! The answer.

use core::fmt;

use time::UtcDateTime;

use crate::cookie::{CategorySet, Lifetime};
pub use crate::reason::{Reason, ReasonSet, Verdict};
use crate::vocabulary::{set_of, spelled};

/// What to do with such a cookie that is already there.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::decision::Existing::Leave.as_str(), "leave");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "keep it, leave it alone, or remove it")]
pub enum Existing {
    /// It is allowed.
    Keep,
    /// There is no ground for it now, but nobody said no: data is missing, or a signal is on. Set none, read none,
    /// destroy nothing.
    Leave,
    /// The visitor refused, withdrew, objected or opted out of sale. Removing a cookie is always allowed.
    Remove,
}

spelled! {
    Existing ("what to do with an existing cookie") {
        Keep = "keep", Leave = "leave", Remove = "remove",
    }
}

/// What deserves mention without deciding.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::decision::Note::GpcAdvisory.as_str(), "gpc-advisory");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Note {
    /// Global Privacy Control is on, is not binding here, and is not among the reasons.
    GpcAdvisory,
    /// Global Privacy Control would bind, and a later consent was given despite it.
    GpcOverriddenByConsent,
    /// Do Not Track is on, and the policy does not honour it.
    DntIgnored,
    /// A signal header held a value that means nothing, and was ignored.
    MalformedSignalIgnored,
    /// The visitor used a control that has no effect on what a site may set.
    ControlWithoutEffect,
    /// The cookie is to live longer than it may: clamp it to [`Decision::max_lifetime`].
    LifetimeClamped,
    /// The cookie is not declared, and the policy treats such cookies as targeting.
    UndeclaredAsTargeting,
    /// A label from a public list knows the cookie, and the policy does not let such labels decide.
    ImportedLabelIgnored,
}

spelled! {
    Note ("a note") {
        GpcAdvisory = "gpc-advisory", GpcOverriddenByConsent = "gpc-overridden-by-consent",
        DntIgnored = "dnt-ignored", MalformedSignalIgnored = "malformed-signal-ignored",
        ControlWithoutEffect = "control-without-effect", LifetimeClamped = "lifetime-clamped",
        UndeclaredAsTargeting = "undeclared-as-targeting", ImportedLabelIgnored = "imported-label-ignored",
    }
}

set_of! {
    /// A set of notes.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(cookie_consent::decision::NoteSet::EMPTY.is_empty());
    /// ```
    pub struct NoteSet(u16) of Note;
}

/// What the site owes the visitor along with the answer.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::decision::Obligation::ShowOptOutStatus.as_str(), "show-opt-out-status");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Obligation {
    /// Show that the opt-out preference signal was processed (11 CCR § 7025(c)(6), from 2026-01-01).
    ShowOptOutStatus,
    /// The cookie is exempt from consent: inform the visitor and offer a simple way to object.
    InformAndOfferObjection,
    /// The policy changed materially since the visitor's consent: announce it and offer withdrawal (Minnesota).
    NotifyMaterialChange,
}

spelled! {
    Obligation ("an obligation") {
        ShowOptOutStatus = "show-opt-out-status", InformAndOfferObjection = "inform-and-offer-objection",
        NotifyMaterialChange = "notify-material-change",
    }
}

set_of! {
    /// A set of obligations.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(cookie_consent::decision::ObligationSet::EMPTY.is_empty());
    /// ```
    pub struct ObligationSet(u8) of Obligation;
}

/// An input of the decision.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::decision::Input::Gpc.as_str(), "gpc");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Input {
    /// The instant.
    Now,
    /// Whose pages these are.
    Place,
    /// The regions.
    Region,
    /// The record of choices.
    Consent,
    /// Which subjects are recognised.
    Recognised,
    /// `Sec-GPC`.
    Gpc,
    /// `DNT`.
    Dnt,
    /// The GPP string.
    Gpp,
    /// The US Privacy string.
    UsPrivacy,
    /// The TC string.
    Tcf,
    /// Opt-outs at programmes and vendors.
    OptOuts,
    /// What the browser blocks.
    Browser,
    /// The visitor's age.
    Age,
}

spelled! {
    Input ("an input") {
        Now = "now", Place = "place", Region = "region", Consent = "consent", Recognised = "recognised", Gpc = "gpc",
        Dnt = "dnt", Gpp = "gpp", UsPrivacy = "us-privacy", Tcf = "tcf", OptOuts = "opt-outs", Browser = "browser",
        Age = "age",
    }
}

set_of! {
    /// A set of inputs.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(cookie_consent::decision::InputSet::ALL.contains(cookie_consent::decision::Input::Age));
    /// ```
    pub struct InputSet(u16) of Input;
}

impl Input {
    /// The request header in which it arrives, if it is one: what a response that depends on it varies on.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::decision::Input;
    ///
    /// assert_eq!(Input::Consent.header(), Some("Cookie"));
    /// assert_eq!(Input::Region.header(), None);
    /// ```
    #[must_use]
    pub const fn header(self) -> Option<&'static str> {
        match self {
            Self::Gpc => Some("Sec-GPC"),
            Self::Dnt => Some("DNT"),
            Self::Consent | Self::Recognised | Self::Gpp | Self::UsPrivacy | Self::Tcf => Some("Cookie"),
            Self::Now | Self::Place | Self::Region | Self::OptOuts | Self::Browser | Self::Age => None,
        }
    }

    /// Whether it is one visitor's, and not told in full by the URL, the clock and a header that many share.
    const fn is_personal(self) -> bool {
        match self {
            Self::Now | Self::Place | Self::Gpc | Self::Dnt => false,
            Self::Region
            | Self::Consent
            | Self::Recognised
            | Self::Gpp
            | Self::UsPrivacy
            | Self::Tcf
            | Self::OptOuts
            | Self::Browser
            | Self::Age => true,
        }
    }
}

impl InputSet {
    /// The request headers that a response varies on which was made with these inputs, each once (RFC 9110,
    /// section 12.5.5). Unite what was consulted for all that the response holds, cookies and [prompt](crate::Prompt).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::decision::{Input, InputSet};
    ///
    /// let consulted = InputSet::of(&[Input::Consent, Input::Recognised, Input::Gpc]);
    /// assert_eq!(consulted.vary().collect::<Vec<_>>(), ["Cookie", "Sec-GPC"]);
    /// ```
    pub fn vary(self) -> impl Iterator<Item = &'static str> {
        let mut before = Self::EMPTY;
        self.iter().filter_map(move |input| {
            let header = input.header()?;
            let is_new = before.iter().all(|known| known.header() != Some(header));
            before = before.with(input);
            is_new.then_some(header)
        })
    }

    /// Whether no shared cache may keep the response (`Cache-Control: private`; RFC 9111, section 5.2.2.7): it depends
    /// on something of one visitor, such as the record or the region.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::decision::{Input, InputSet};
    ///
    /// assert!(InputSet::of(&[Input::Region]).must_be_private());
    /// assert!(!InputSet::of(&[Input::Place, Input::Gpc]).must_be_private());
    /// ```
    #[must_use]
    pub fn must_be_private(self) -> bool {
        self.iter().any(Input::is_personal)
    }
}

/// What the browser will do, apart from what is permitted.
///
/// # Examples
///
/// ```
/// use cookie_consent::Reason;
/// use cookie_consent::decision::Feasibility;
///
/// assert_ne!(Feasibility::Feasible, Feasibility::Blocked(Reason::BrowserBlocksAll));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "it will take the cookie, or it will not")]
pub enum Feasibility {
    /// Nothing is known to stand in the way.
    Feasible,
    /// The browser will drop it, for this reason.
    Blocked(Reason),
}

/// The answer of [`decide`](crate::decide), and the only way to get one.
///
/// # Examples
///
/// See [`decide`](crate::decide).
///
/// ```compile_fail
/// // a decision cannot be made by hand, nor read from outside
/// let forged: cookie_consent::Decision = serde_json::from_str(r#"{"verdict":"allow"}"#).unwrap();
/// ```
#[must_use = "a decision that nobody reads protects nobody"]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decision {
    pub(crate) permission: Reason,
    pub(crate) blocked: Option<Reason>,
    pub(crate) reasons: ReasonSet,
    pub(crate) categories: CategorySet,
    pub(crate) max_lifetime: Option<Lifetime>,
    pub(crate) valid_until: Option<UtcDateTime>,
    pub(crate) notes: NoteSet,
    pub(crate) obligations: ObligationSet,
    pub(crate) consulted: InputSet,
}

/// What makes an existing cookie go: somebody said no.
const SAID_NO: ReasonSet = ReasonSet::EMPTY
    .with(Reason::Refused)
    .with(Reason::Withdrawn)
    .with(Reason::ObjectedToExemption)
    .with(Reason::OptedOutOfSaleShare)
    .with(Reason::GppOptOut)
    .with(Reason::UspOptOut);

impl Decision {
    /// Whether the cookie may be set, kept or sent: permitted, and not in vain.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.reason().verdict()
    }

    /// Whether the verdict is [`Verdict::Allow`].
    #[must_use]
    pub const fn is_allowed(&self) -> bool {
        matches!(self.verdict(), Verdict::Allow)
    }

    /// The one rule that decided.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        match self.blocked {
            Some(block) => block,
            None => self.permission,
        }
    }

    /// Everything that bears on the answer: what denies, what would deny as well, and the ground on which it stands or
    /// would stand.
    #[must_use]
    pub const fn reasons(&self) -> ReasonSet {
        self.reasons
    }

    /// What the law and the visitor say, apart from what the browser will do.
    #[must_use]
    pub const fn permission(&self) -> Reason {
        self.permission
    }

    /// The categories by which the cookie was judged, on these pages; each has to allow it. Empty where it was judged
    /// by none: it is not listed, or for the other party.
    ///
    /// They are not always those declared: a Member adds to them, a "strictly necessary" cookie with another use is
    /// judged by that use, and an undeclared one is targeting where the policy says so.
    #[must_use]
    pub const fn categories(&self) -> CategorySet {
        self.categories
    }

    /// What the browser will do, apart from what is permitted.
    #[must_use]
    pub const fn feasibility(&self) -> Feasibility {
        match self.blocked {
            Some(block) => Feasibility::Blocked(block),
            None => Feasibility::Feasible,
        }
    }

    /// What to do with such a cookie that is already there. A browser block never hides a withdrawal.
    #[must_use]
    pub const fn existing(&self) -> Existing {
        if self.is_allowed() {
            Existing::Keep
        } else if self.reasons.intersects(SAID_NO) {
            Existing::Remove
        } else {
            Existing::Leave
        }
    }

    /// Permitted, but for at most this long: the least of what was declared, what the Member and the regime allow, and
    /// the 400 days of RFC 6265bis. `None` if it is not permitted, or nothing limits it (only technologies other than
    /// cookies).
    ///
    /// It is made of constants; when a consent runs out is [`valid_until`](Self::valid_until).
    #[must_use]
    pub const fn max_lifetime(&self) -> Option<Lifetime> {
        self.max_lifetime
    }

    /// The next instant at which the same inputs could get another answer; until then, this one. `None` if never.
    #[must_use]
    pub const fn valid_until(&self) -> Option<UtcDateTime> {
        self.valid_until
    }

    /// What deserves mention without deciding.
    #[must_use]
    pub const fn notes(&self) -> NoteSet {
        self.notes
    }

    /// What the site owes the visitor along with the answer.
    #[must_use]
    pub const fn obligations(&self) -> ObligationSet {
        self.obligations
    }

    /// Which inputs the answer read, beside the policy and the cookie: changing any other changes nothing.
    #[must_use]
    pub const fn consulted(&self) -> InputSet {
        self.consulted
    }
}

impl fmt::Display for Decision {
    /// `deny: gpc-binding`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.verdict(), self.reason())
    }
}
