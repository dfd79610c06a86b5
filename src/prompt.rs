//! Whether to ask the visitor: a question of the visit, not of a cookie.

use time::UtcDateTime;

use crate::assess::{Asked, Deadline, Facts, Heard};
use crate::consent::{Actor, Consent, Refusal};
use crate::cookie::{Category, CategorySet};
use crate::decision::{Input, InputSet};
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
/// assert_eq!(cookie_consent::prompt::PromptReason::PolicyChanged.as_str(), "policy-changed");
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
    /// The consent is the visitor's own, who is too young to consent: a parent is to be asked.
    WrongActor,
    /// The visitor refused, and the law's pause has passed: asking again is permitted, not required.
    MayAskAgain,
}

spelled! {
    PromptReason ("a reason to ask") {
        NotAsked = "not-asked", Implied = "implied", Unreadable = "unreadable", Expired = "expired",
        PolicyChanged = "policy-changed", FutureDated = "future-dated", NotRecognised = "not-recognised",
        WrongActor = "wrong-actor", MayAskAgain = "may-ask-again",
    }
}

impl PromptReason {
    /// Why what was said is no answer that counts; `None` if it is one.
    pub(crate) const fn of(said: Said) -> Option<Self> {
        match said {
            Said::Granted | Said::GrantedDespiteGpc | Said::Refused | Said::Withdrawn | Said::Objected => None,
            Said::Unreadable => Some(Self::Unreadable),
            Said::Absent | Said::NotAsked => Some(Self::NotAsked),
            Said::Implied => Some(Self::Implied),
            Said::WrongScope => Some(Self::NotRecognised),
            Said::Future => Some(Self::FutureDated),
            Said::WrongActor => Some(Self::WrongActor),
            Said::Expired => Some(Self::Expired),
            Said::Stale => Some(Self::PolicyChanged),
        }
    }
}

set_of! {
    /// A set of reasons to ask.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(cookie_consent::prompt::PromptReasons::EMPTY.is_empty());
    /// ```
    pub struct PromptReasons(u16) of PromptReason;
}

/// What to ask the visitor.
///
/// # Examples
///
/// See [`Policy::prompt`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ask {
    /// There is nothing to ask.
    Nothing,
    /// Ask about these categories.
    Now {
        /// Those in which an answer is missing: never those that the visitor has answered.
        categories: CategorySet,
        /// Why.
        why: PromptReasons,
        /// Whose answer counts: the visitor's, or a parent's where the visitor is known to be too young to consent. Store
        /// it as given [by](crate::ConsentEvent::by) a parent only if it was.
        whom: Actor,
    },
    /// The visitor said no; do not ask before this instant.
    NotBefore(UtcDateTime),
}

/// Whether to ask the visitor now.
///
/// # Examples
///
/// See [`Policy::prompt`].
#[must_use = "who shows a banner without being asked to, or none when it is due, needs no policy"]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Prompt {
    ask: Ask,
    valid_until: Option<UtcDateTime>,
    consulted: InputSet,
}

impl Prompt {
    /// What to ask.
    #[must_use]
    pub const fn ask(&self) -> Ask {
        self.ask
    }

    /// Whether there is something to ask now.
    #[must_use]
    pub const fn is_due(&self) -> bool {
        matches!(self.ask, Ask::Now { .. })
    }

    /// The next instant at which the same inputs could get another answer; until then, this one. `None` if never.
    #[must_use]
    pub const fn valid_until(&self) -> Option<UtcDateTime> {
        self.valid_until
    }

    /// Which inputs the answer read: a page with a banner varies on them, whatever cookies it sets.
    #[must_use]
    pub const fn consulted(&self) -> InputSet {
        self.consulted
    }
}

impl Policy {
    /// What to ask the visitor of this visit, and when.
    ///
    /// Only what the inventory really holds is asked about, with the labels of public lists where they decide, and only
    /// where a law wants an opt-in or a pause after a refusal has passed; in opt-out regions silence needs no banner.
    /// Where no rule gives a pause, a refusal is never asked about again.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::PolicyVersion;
    /// use cookie_consent::policy::{Declaration, Version};
    /// use cookie_consent::prompt::Ask;
    /// use cookie_consent::visit::{BrowserMode, Recognised, Signals};
    /// use cookie_consent::{Age, Category, Consent, ConsentEvent, ConsentRecord, Place, Policy, Visit};
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
    /// let prompt = policy.prompt(&visit, Consent::Absent);
    /// assert!(matches!(prompt.ask(), Ask::Now { categories, .. } if categories == Category::Performance.into()));
    /// assert!(prompt.consulted().must_be_private());
    ///
    /// // six months after a refusal, and not before
    /// let refusal = ConsentEvent::reject_all(utc_datetime!(2026-08-01 00:00), PolicyVersion::new(1));
    /// let record = ConsentRecord::first(&refusal);
    /// let prompt = policy.prompt(&visit, Consent::Given(&record));
    /// assert_eq!(prompt.ask(), Ask::NotBefore(utc_datetime!(2027-02-01 00:00)));
    /// assert_eq!(prompt.valid_until(), Some(utc_datetime!(2027-02-01 00:00)));
    /// ```
    pub fn prompt(&self, visit: &Visit<'_>, consent: Consent<'_>) -> Prompt {
        Facts::of(self, visit, consent).prompt()
    }
}

/// What there is to ask about one category of one kind of cookie.
#[derive(Clone, Copy)]
enum Question {
    Nothing,
    Now(PromptReasons),
    NotBefore(UtcDateTime),
}

struct Gathered {
    categories: CategorySet,
    why: PromptReasons,
    not_before: Option<UtcDateTime>,
}

impl Gathered {
    fn add(&mut self, category: Category, question: Question) {
        match question {
            Question::Nothing => {}
            Question::Now(why) => {
                self.categories = self.categories.with(category);
                self.why = self.why.union(why);
            }
            Question::NotBefore(date) => self.not_before = Some(self.not_before.map_or(date, |known| known.min(date))),
        }
    }

    const fn answer(self, whom: Actor) -> Ask {
        match self.not_before {
            _ if !self.categories.is_empty() => Ask::Now { categories: self.categories, why: self.why, whom },
            Some(date) => Ask::NotBefore(date),
            None => Ask::Nothing,
        }
    }
}

impl Facts<'_> {
    /// What to ask, and when.
    pub(crate) fn prompt(&self) -> Prompt {
        // beside these the place, and only where some pages are a Member's
        const ALWAYS: InputSet =
            InputSet::of(&[Input::Now, Input::Region, Input::Consent, Input::Recognised, Input::Gpp, Input::Age]);
        let Self { policy, visit, .. } = *self;
        let mut gathered = Gathered { categories: CategorySet::EMPTY, why: PromptReasons::EMPTY, not_before: None };
        let mut until = Deadline::after(visit.now());
        let mut consulted = InputSet::EMPTY.with_if(policy.has_members(), Input::Place);
        for listing in policy.questions(visit.place()) {
            consulted = consulted.union(ALWAYS);
            for category in listing.judged_categories().iter() {
                gathered.add(category, self.question(listing, category, &mut until));
            }
        }
        let needs_parent = self.regions().any(|here| here.law.regime.needs_parent(self.age()));
        let whom = if needs_parent { Actor::Parent } else { Actor::Visitor };
        Prompt { ask: gathered.answer(whom), valid_until: until.next(), consulted }
    }

    /// In several regions the strictest holds: a pause in one is a pause, and a law that forbids it forbids asking.
    fn question(&self, listing: &Listing, category: Category, until: &mut Deadline) -> Question {
        let mut strictest = Question::Nothing;
        for here in self.regions() {
            let regime = here.law.regime;
            until.or(here.law.until);
            let forbidden = regime.requirement(category, listing.absent_risks()) == Requirement::Forbidden;
            if forbidden || regime.minor_duty(self.age(), listing.reach()) == MinorDuty::Prohibited {
                return Question::Nothing;
            }
            let asked = Asked { category, uses: listing.uses(), vendors: self.policy.vendors(listing) };
            let heard = self.hear(asked, here, None, until);
            let sale = if listing.is_covered() { self.opted_out_of_sale(until) } else { None };
            let refused = heard.refused.map(|Refusal { at, .. }| at).max(sale);
            let ask = match refused {
                Some(at) => match self.again(regime, at, until) {
                    Some(ask) => ask,
                    None => return Question::Nothing,
                },
                None => self.first(regime, listing, category, &heard),
            };
            strictest = match (strictest, ask) {
                (Question::NotBefore(a), Question::NotBefore(b)) => Question::NotBefore(a.max(b)),
                (Question::NotBefore(date), _) | (_, Question::NotBefore(date)) => Question::NotBefore(date),
                // of all regions, so that it does not hang on their order
                (Question::Now(a), Question::Now(b)) => Question::Now(a.union(b)),
                (Question::Now(why), Question::Nothing) | (Question::Nothing, Question::Now(why)) => Question::Now(why),
                (Question::Nothing, Question::Nothing) => Question::Nothing,
            };
        }
        strictest
    }

    /// After a refusal; `None` if the visitor is not to be asked again at all.
    fn again(&self, regime: &Regime, refused: UtcDateTime, until: &mut Deadline) -> Option<Question> {
        let pause = regime.ask_again_after().filter(|_| regime.may_ask_again(self.age()))?;
        let date = pause.after(refused)?;
        Some(if until.has_come(date) {
            Question::Now(PromptReason::MayAskAgain.into())
        } else {
            Question::NotBefore(date)
        })
    }

    /// Without a refusal.
    fn first(&self, regime: &Regime, listing: &Listing, category: Category, heard: &Heard) -> Question {
        let minor = regime.minor_duty(self.age(), listing.reach()) != MinorDuty::None;
        let opt_in = regime.requirement(category, listing.absent_risks()) == Requirement::OptIn;
        let exempt = listing.exemption(category, regime.exemptions()).is_some();
        match PromptReason::of(heard.said) {
            Some(PromptReason::Unreadable) => Question::Now(PromptReason::Unreadable.into()),
            // what the law asks for minors it asks for what is exempt too (R4 stands before R11)
            Some(why) if minor || (opt_in && !exempt) => Question::Now(why.into()),
            Some(_) | None => Question::Nothing,
        }
    }
}
