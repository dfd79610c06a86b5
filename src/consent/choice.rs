use core::fmt;

use time::UtcDateTime;

use super::{Actor, Method, PolicyVersion};
use crate::cookie::{Category, DataUse, VendorId};
use crate::visit::{Recognised, SubjectKind};
use crate::vocabulary::spelled;

/// What was said about one thing.
///
/// # Examples
///
/// ```
/// assert!(cookie_consent::consent::Answer::Objected.is_refusal());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "yes, or one of the three forms of no")]
pub enum Answer {
    /// Yes.
    Granted,
    /// No, when asked; also what was offered and left out.
    Refused,
    /// No longer (GDPR, Art. 7(3)).
    Withdrawn,
    /// No, to what needs no consent (GDPR, Art. 21; PECR, Schedule A1).
    Objected,
}

spelled! {
    Answer ("an answer") {
        Granted = "granted", Refused = "refused", Withdrawn = "withdrawn", Objected = "objected",
    }
}

impl Answer {
    /// Whether it is one of the forms of no.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::Answer;
    ///
    /// assert!(Answer::Withdrawn.is_refusal() && !Answer::Granted.is_refusal());
    /// ```
    #[must_use]
    pub const fn is_refusal(self) -> bool {
        match self {
            Self::Granted => false,
            Self::Refused | Self::Withdrawn | Self::Objected => true,
        }
    }
}

/// A thing about which a visitor can say yes or no. What is said about one never touches another.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::Item;
///
/// assert_eq!(Item::SALE_OR_SHARE.to_string(), "use:sale-or-share");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a category, a use, or a company")]
pub enum Item {
    /// A category of cookies.
    Category(Category),
    /// A use of data, whatever the category.
    Use(DataUse),
    /// One company.
    Vendor(VendorId),
}

impl Item {
    /// "Do not sell or share my personal information": the use whose refusal reaches every covered use.
    pub const SALE_OR_SHARE: Self = Self::Use(DataUse::SaleOrShare);
}

impl From<Category> for Item {
    fn from(category: Category) -> Self {
        Self::Category(category)
    }
}

impl From<DataUse> for Item {
    fn from(data_use: DataUse) -> Self {
        Self::Use(data_use)
    }
}

impl From<VendorId> for Item {
    fn from(vendor: VendorId) -> Self {
        Self::Vendor(vendor)
    }
}

impl fmt::Display for Item {
    /// `targeting`, `use:analytics`, `vendor:adco`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Category(category) => fmt::Display::fmt(category, f),
            Self::Use(data_use) => write!(f, "use:{data_use}"),
            Self::Vendor(vendor) => write!(f, "vendor:{vendor}"),
        }
    }
}

/// The latest explicit yes to one thing.
///
/// # Examples
///
/// See [`Choice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Grant {
    /// When, in whole seconds.
    pub at: UtcDateTime,
    /// Under which version of the policy.
    pub version: PolicyVersion,
    /// Given although Global Privacy Control was on, after the conflict was shown.
    pub despite_gpc: bool,
    /// By whom.
    pub actor: Actor,
    /// For which subject.
    pub subject: SubjectKind,
    /// How.
    pub method: Method,
}

impl Grant {
    /// One that holds only where both do. By whom and for which subject has no order of strictness: there they must
    /// agree.
    pub(super) fn meet(&self, other: &Self) -> Option<Self> {
        let agree = self.actor == other.actor && self.subject == other.subject;
        agree.then(|| Self {
            at: self.at.min(other.at),
            version: self.version.min(other.version),
            despite_gpc: self.despite_gpc && other.despite_gpc,
            actor: self.actor,
            subject: self.subject,
            method: self.method.min(other.method),
        })
    }

    /// What is kept of two at one instant: their meet, or else the first in the order of actor and subject, which no
    /// other fact about them can change.
    fn at_once(&self, other: &Self) -> Self {
        let by_whom = |grant: &Self| (grant.actor, grant.subject);
        self.meet(other).unwrap_or(if by_whom(self) < by_whom(other) { *self } else { *other })
    }
}

/// The latest no to one thing.
///
/// # Examples
///
/// See [`Choice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Refusal {
    /// When, in whole seconds.
    pub at: UtcDateTime,
    /// Which form of no: never [`Answer::Granted`].
    pub answer: Answer,
    /// Under which version of the policy.
    pub version: PolicyVersion,
    /// By whom.
    pub actor: Actor,
    /// For which subject.
    pub subject: SubjectKind,
    /// How.
    pub method: Method,
}

/// All that a record keeps about one thing: the latest yes, the latest no, and the latest sign of notice.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::PolicyVersion;
/// use cookie_consent::{Category, ConsentEvent, ConsentRecord};
/// use time::macros::utc_datetime;
///
/// let event = ConsentEvent::accept_all(utc_datetime!(2026-10-01 12:00), PolicyVersion::new(7));
/// let record = ConsentRecord::first(&event);
/// let targeting = record.category(Category::Targeting);
/// assert_eq!(targeting.grant.map(|grant| grant.version), Some(PolicyVersion::new(7)));
/// assert_eq!(targeting.refusal, None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Choice {
    /// The latest explicit yes.
    pub grant: Option<Grant>,
    /// The latest no.
    pub refusal: Option<Refusal>,
    /// The latest "continued use", which is evidence of notice and never consent.
    pub implied: Option<UtcDateTime>,
}

impl Choice {
    /// Nothing was said.
    pub const NONE: Self = Self { grant: None, refusal: None, implied: None };

    /// The visitor's last word, for a preference centre: the no that stands, else the yes, else `None`. A no stands
    /// until a later yes by a subject that is recognised, of which the time has come.
    ///
    /// Whether a yes still counts as consent depends on the law and the policy too: ask [`decide`](crate::decide()).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::{Answer, PolicyVersion};
    /// use cookie_consent::visit::Recognised;
    /// use cookie_consent::{Category, ConsentEvent, ConsentRecord};
    /// use time::macros::utc_datetime;
    ///
    /// let version = PolicyVersion::new(7);
    /// let refused = ConsentRecord::first(&ConsentEvent::reject_all(utc_datetime!(2026-10-01 12:00), version));
    /// let record = refused.with(&ConsentEvent::accept_all(utc_datetime!(2026-11-01 12:00), version));
    /// let targeting = record.category(Category::Targeting);
    /// let now = utc_datetime!(2026-11-23 12:00);
    /// assert_eq!(targeting.last_word(Recognised::BROWSER, now), Some(Answer::Granted));
    /// // another browser's yes lifts nothing
    /// assert_eq!(targeting.last_word(Recognised::NOBODY, now), Some(Answer::Refused));
    /// ```
    #[must_use]
    pub fn last_word(&self, recognised: Recognised, now: UtcDateTime) -> Option<Answer> {
        let standing = self.standing_refusal(|subject| recognised.contains(subject), |instant| instant <= now);
        standing.map(|refusal| refusal.answer).or(self.grant.map(|_| Answer::Granted))
    }

    /// The refusal, unless a later grant of the same thing, by a subject that is recognised, has lifted it. Whether
    /// that grant still counts as consent makes no difference: the visitor's last word was yes.
    pub(crate) fn standing_refusal(
        &self,
        recognises: impl FnOnce(SubjectKind) -> bool,
        has_come: impl FnOnce(UtcDateTime) -> bool,
    ) -> Option<Refusal> {
        let refusal = self.refusal?;
        let lifted =
            self.grant.is_some_and(|grant| grant.at > refusal.at && recognises(grant.subject) && has_come(grant.at));
        if lifted { None } else { Some(refusal) }
    }

    /// Adds what one more event says. The order of events does not matter: of two grants at one instant
    /// [`Grant::at_once`] is kept, of two refusals the first in the order of [`Answer`].
    pub(crate) fn add(&mut self, answer: Answer, said: &Grant) {
        let &Grant { at, version, actor, subject, method, .. } = said;
        if answer.is_refusal() {
            let new = Refusal { at, answer, version, actor, subject, method };
            let later = |old: &Refusal| old.at > new.at || (old.at == new.at && *old <= new);
            self.refusal = self.refusal.filter(later).or(Some(new));
        } else if method.is_explicit() {
            self.grant = Some(match self.grant {
                Some(old) if old.at > at => old,
                Some(old) if old.at == at => old.at_once(said),
                Some(_) | None => *said,
            });
        } else {
            self.implied = self.implied.max(Some(at));
        }
    }
}
