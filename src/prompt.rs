//! Whether to ask the visitor: a question of the visit, not of a cookie.

use time::UtcDateTime;

use crate::assess::{Asked, Deadline, Facts, Heard};
use crate::consent::{Consent, Refusal};
use crate::cookie::{Category, CategorySet};
use crate::judge::Said;
use crate::law::{MinorDuty, Regime, Requirement};
use crate::policy::{Listing, Policy};
use crate::visit::Visit;
use crate::vocabulary::{set_of, spelled};

/// Why the visitor is to be asked.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::PromptReason::PolicyChanged.as_str(), "policy-changed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PromptReason {
    /// Never asked.
    NotAsked,
    /// All there is is continued use.
    Implied,
    /// The record cannot be read.
    Unreadable,
    /// The consent has expired.
    Expired,
    /// The policy has changed materially since the consent.
    PolicyChanged,
    /// The consent bears a date that has not come yet.
    FutureDated,
    /// The consent is another browser's or account's.
    NotRecognised,
    /// The visitor refused, and the law's pause has passed: asking again is permitted, not required.
    MayAskAgain,
}

spelled! {
    PromptReason ("a reason to ask") {
        NotAsked = "not-asked", Implied = "implied", Unreadable = "unreadable", Expired = "expired",
        PolicyChanged = "policy-changed", FutureDated = "future-dated", NotRecognised = "not-recognised",
        MayAskAgain = "may-ask-again",
    }
}

set_of! {
    /// A set of reasons to ask.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(cookie_consent::PromptReasons::EMPTY.is_empty());
    /// ```
    pub struct PromptReasons(u16) of PromptReason;
}

/// Whether to ask the visitor now.
///
/// # Examples
///
/// See [`Policy::prompt`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Prompt {
    /// There is nothing to ask.
    Nothing,
    /// Ask about these categories.
    AskNow {
        /// Those in which an answer is missing: never those that the visitor has answered.
        categories: CategorySet,
        /// Why.
        why: PromptReasons,
    },
    /// The visitor said no; do not ask before this instant.
    NotBefore(UtcDateTime),
}

impl Policy {
    /// What to ask the visitor of this visit, and when.
    ///
    /// Only what the inventory really holds is asked about, and only where a law wants an opt-in or a pause after a
    /// refusal has passed; in opt-out regions silence needs no banner. Where no rule gives a pause, a refusal is
    /// never asked about again.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::{
    ///     Age, BrowserMode, Category, Consent, ConsentEvent, ConsentRecord, Declaration, Place, Policy, PolicyVersion,
    ///     Prompt, Recognised, Signals, Version, Visit,
    /// };
    /// use time::macros::{date, utc_datetime};
    ///
    /// let policy = Policy::builder()
    ///     .version(Version::new(1, date!(2022-12-15)))
    ///     .declare(Declaration::new("_ga", Category::Performance))
    ///     .build()
    ///     .unwrap();
    /// let now = utc_datetime!(2026-11-23 12:00);
    /// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown)
    ///     .region("FR".parse().unwrap())
    ///     .recognised(Recognised::BROWSER);
    ///
    /// let ask = policy.prompt(&visit, Consent::Absent);
    /// assert!(matches!(ask, Prompt::AskNow { categories, .. } if categories == Category::Performance.into()));
    ///
    /// // six months after a refusal, and not before
    /// let refusal = ConsentEvent::reject_all(utc_datetime!(2026-08-01 00:00), PolicyVersion::new(1));
    /// let record = ConsentRecord::first(&refusal);
    /// let ask = policy.prompt(&visit, Consent::Given(&record));
    /// assert_eq!(ask, Prompt::NotBefore(utc_datetime!(2027-02-01 00:00)));
    /// ```
    #[must_use]
    pub fn prompt(&self, visit: &Visit<'_>, consent: Consent<'_>) -> Prompt {
        let facts = Facts { policy: self, visit, consent };
        let mut prompt = Gathered { categories: CategorySet::EMPTY, why: PromptReasons::EMPTY, not_before: None };
        for listing in self.questions(visit.place()) {
            for category in listing.judged_categories().iter() {
                prompt.add(category, facts.ask(listing, category));
            }
        }
        prompt.answer()
    }
}

/// What there is to ask about one category of one kind of cookie.
#[derive(Clone, Copy)]
enum Ask {
    Nothing,
    Now(PromptReason),
    NotBefore(UtcDateTime),
}

struct Gathered {
    categories: CategorySet,
    why: PromptReasons,
    not_before: Option<UtcDateTime>,
}

impl Gathered {
    fn add(&mut self, category: Category, ask: Ask) {
        match ask {
            Ask::Nothing => {}
            Ask::Now(why) => {
                self.categories = self.categories.with(category);
                self.why = self.why.with(why);
            }
            Ask::NotBefore(date) => self.not_before = Some(self.not_before.map_or(date, |known| known.min(date))),
        }
    }

    const fn answer(self) -> Prompt {
        match self.not_before {
            _ if !self.categories.is_empty() => Prompt::AskNow { categories: self.categories, why: self.why },
            Some(date) => Prompt::NotBefore(date),
            None => Prompt::Nothing,
        }
    }
}

impl Facts<'_> {
    /// In several regions the strictest holds: a pause in one is a pause, and a law that forbids it forbids asking.
    fn ask(&self, listing: &Listing, category: Category) -> Ask {
        let mut strictest = Ask::Nothing;
        for region in self.visit.regions() {
            // the clock is read as it stands: a prompt is for now
            let mut until = Deadline::after(self.visit.now());
            let regime = self.regime(region, &mut until);
            if listing.is_covered() && regime.minor_duty(self.age()) == MinorDuty::Prohibited {
                return Ask::Nothing;
            }
            let asked = Asked { category, uses: listing.uses(), vendors: self.policy.vendors(listing) };
            let heard = self.hear(asked, regime, None, &mut until);
            let sale = if listing.is_covered() { self.opted_out_of_sale(&mut until) } else { None };
            let refused = heard.refused.map(|Refusal { at, .. }| at).max(sale);
            let ask = match refused {
                Some(at) => match self.again(regime, at) {
                    Some(ask) => ask,
                    None => return Ask::Nothing,
                },
                None => self.first(regime, listing, category, &heard),
            };
            strictest = match (strictest, ask) {
                (Ask::NotBefore(a), Ask::NotBefore(b)) => Ask::NotBefore(a.max(b)),
                (Ask::NotBefore(date), _) | (_, Ask::NotBefore(date)) => Ask::NotBefore(date),
                (Ask::Now(why), _) | (Ask::Nothing, Ask::Now(why)) => Ask::Now(why),
                (Ask::Nothing, Ask::Nothing) => Ask::Nothing,
            };
        }
        strictest
    }

    /// After a refusal; `None` if the visitor is not to be asked again at all.
    fn again(&self, regime: &Regime, refused: UtcDateTime) -> Option<Ask> {
        let pause = regime.ask_again_after().filter(|_| regime.may_ask_again(self.age()))?;
        let date = pause.after(refused)?;
        Some(if date <= self.visit.now() { Ask::Now(PromptReason::MayAskAgain) } else { Ask::NotBefore(date) })
    }

    /// Without a refusal.
    fn first(&self, regime: &Regime, listing: &Listing, category: Category, heard: &Heard) -> Ask {
        let minor = listing.is_covered() && regime.minor_duty(self.age()) != MinorDuty::None;
        let opt_in = minor || regime.requirement(category, listing.absent_risks()) == Requirement::OptIn;
        let exempt = listing.exemption(category, regime.exemptions()).is_some();
        let why = match heard.said {
            Said::Unreadable => return Ask::Now(PromptReason::Unreadable),
            Said::Granted | Said::GrantedDespiteGpc | Said::Refused | Said::Withdrawn | Said::Objected => {
                return Ask::Nothing;
            }
            Said::Absent | Said::NotAsked => PromptReason::NotAsked,
            Said::Implied => PromptReason::Implied,
            Said::WrongScope => PromptReason::NotRecognised,
            Said::Future => PromptReason::FutureDated,
            Said::Expired => PromptReason::Expired,
            Said::Stale => PromptReason::PolicyChanged,
        };
        if opt_in && !exempt { Ask::Now(why) } else { Ask::Nothing }
    }
}
