//! Whether an opt-out signal was processed, as the site has to show.

use super::Decisions;
use super::decisions::is_permitted;
use crate::decision::{Note, Obligation};
use crate::vocabulary::spelled;

/// What became of the visitor's opt-out preference signal.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::page::OptOutState::Honoured.as_str(), "honoured");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum OptOutState {
    /// Nothing that the site declares here is sold, shared or used for targeted advertising, so there is nothing to opt
    /// out of.
    NothingCovered,
    /// There is no signal.
    NoSignal,
    /// Nothing that the signal reaches is permitted.
    Honoured,
    /// The visitor consented later, knowing of the conflict, and that consent counts (11 CCR § 7025(c)(3)).
    Overridden,
    /// The signal does not bind here, and something that it reaches is permitted, by consent for instance.
    NotBinding,
}

spelled! {
    OptOutState ("a state of an opt-out") {
        NothingCovered = "nothing-covered", NoSignal = "no-signal", Honoured = "honoured", Overridden = "overridden",
        NotBinding = "not-binding",
    }
}

/// The line of status that California wants shown: whether the opt-out preference signal was processed as a valid
/// request (11 CCR § 7025(c)(6), "may" until 2025, "must" from 2026-01-01).
///
/// It [must be shown](Self::must_be_shown) to who sends Global Privacy Control, from California or from a place that is
/// not known, on a site that sells or shares anything. It may be shown to everybody. By `serde` it is
/// `{"must_be_shown":…,"state":"…","text":…}`.
///
/// # Examples
///
/// ```
/// use cookie_consent::page::OptOutState;
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::visit::{BrowserMode, Signals};
/// use cookie_consent::{Age, Category, Consent, Place, Policy, Visit};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("_fbp", Category::Targeting))
///     .build()
///     .unwrap();
/// let now = utc_datetime!(2026-11-23 12:00);
/// let signals = Signals::from_headers([("Sec-GPC", "1")]);
/// let visit = Visit::new(now, Place::Site, signals, &[], BrowserMode::AcceptsAll, Age::Unknown);
/// let visitor = policy.visitor(visit, Consent::Absent).region("US-CA".parse().unwrap());
///
/// let status = visitor.decisions().opt_out_status();
/// assert!(status.must_be_shown());
/// assert_eq!(status.state(), OptOutState::Honoured);
/// assert_eq!(status.text(), Some("Opt-Out Request Honored"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OptOutStatus {
    must_be_shown: bool,
    state: OptOutState,
}

impl Decisions<'_> {
    /// What became of the opt-out preference signal.
    ///
    /// # Examples
    ///
    /// See [`OptOutStatus`].
    #[must_use]
    pub fn opt_out_status(&self) -> OptOutStatus {
        let signals = self.visitor().visit().signals();
        let has_signal = signals.gpc() || signals.gpp().gpc();
        let mut permitted = self.covered().filter(|decision| is_permitted(*decision)).peekable();
        let state = if self.covered().next().is_none() {
            OptOutState::NothingCovered
        } else if !has_signal {
            OptOutState::NoSignal
        } else if permitted.peek().is_none() {
            OptOutState::Honoured
        } else if permitted.all(|decision| decision.notes().contains(Note::GpcOverriddenByConsent)) {
            OptOutState::Overridden
        } else {
            OptOutState::NotBinding
        };
        OptOutStatus { must_be_shown: self.owes(Obligation::ShowOptOutStatus), state }
    }
}

impl OptOutStatus {
    /// Whether the law wants the status shown to this visitor.
    #[must_use]
    pub const fn must_be_shown(self) -> bool {
        self.must_be_shown
    }

    /// What became of the signal; also what a switch "do not sell or share" stands at.
    #[must_use]
    pub const fn state(self) -> OptOutState {
        self.state
    }

    /// The regulation's own example of a text, where it is true. The site may use other words and other languages; for
    /// what was overridden or does not bind the regulation gives no text.
    #[must_use]
    pub const fn text(self) -> Option<&'static str> {
        match self.state {
            OptOutState::Honoured => Some("Opt-Out Request Honored"),
            OptOutState::NothingCovered | OptOutState::NoSignal | OptOutState::Overridden | OptOutState::NotBinding => {
                None
            }
        }
    }
}
