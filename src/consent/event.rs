use alloc::boxed::Box;
use alloc::collections::BTreeMap;

use time::UtcDateTime;

use super::{Actor, Answer, Choice, Grant, Item, Method, PolicyVersion};
use crate::cookie::{Category, CategorySet};
use crate::instant;
use crate::visit::SubjectKind;
use crate::vocabulary::spelled;

/// What the event says about Global Privacy Control.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::consent::GpcSeen::ConflictShown.as_str(), "conflict-shown");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "off, on, or on and said so")]
pub enum GpcSeen {
    /// It was not on.
    Off,
    /// It was on.
    On,
    /// It was on, and the visitor was told that it conflicts with what was chosen (11 CCR § 7025(c)(3)).
    ConflictShown,
}

spelled! {
    GpcSeen ("a state of Global Privacy Control") {
        Off = "off", On = "on", ConflictShown = "conflict-shown",
    }
}

/// Which text the visitor saw: proof that the consent was informed.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::Notice;
///
/// let notice = Notice::new("sha256-9f86d081884c7d65", "en").unwrap();
/// assert_eq!(notice.language(), "en");
/// assert!(Notice::new("two words", "en").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Notice {
    hash: Box<str>,
    language: Box<str>,
}

/// The error of [`Notice::new`]: a part is empty, longer than 128 bytes, or not visible ASCII.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::Notice;
///
/// let error = Notice::new("", "en").unwrap_err();
/// assert_eq!(error.to_string(), "the hash of a notice must be 1 to 128 characters of visible ASCII");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {0} of a notice must be 1 to 128 characters of visible ASCII")]
pub struct InvalidNotice(&'static str);

impl Notice {
    /// The hash of the notice as shown, in any notation, and its language tag (BCP 47).
    ///
    /// # Errors
    ///
    /// [`InvalidNotice`] for an empty text, one with a space (`"two words"`), or one longer than 128 bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::Notice;
    ///
    /// assert!(Notice::new("sha256-9f86d081884c7d65", "en-GB").is_ok());
    /// assert!(Notice::new("sha256-9f86d081884c7d65", "British English").is_err());
    /// ```
    pub fn new(hash: &str, language: &str) -> Result<Self, InvalidNotice> {
        let fits = |text: &str| (1..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        match (fits(hash), fits(language)) {
            (true, true) => Ok(Self { hash: hash.into(), language: language.into() }),
            (false, _) => Err(InvalidNotice("hash")),
            (true, false) => Err(InvalidNotice("language")),
        }
    }

    /// The hash.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The language tag.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }
}

/// One act, as it happened: what an append-only log keeps.
///
/// It stores what was *offered*, each thing with its answer, so "accept all" can never come to mean something that was
/// not on the screen.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::{Actor, Answer, Item, Method, PolicyVersion};
/// use cookie_consent::cookie::CategorySet;
/// use cookie_consent::{Category, ConsentEvent};
/// use time::macros::utc_datetime;
///
/// let event = ConsentEvent::choose(
///     utc_datetime!(2026-11-01 09:30),
///     PolicyVersion::new(7),
///     CategorySet::NON_ESSENTIAL,
///     Category::Performance.into(),
/// )
/// .through(Method::PreferenceCentre)
/// .by(Actor::Visitor)
/// .saying(Item::SALE_OR_SHARE, Answer::Refused);
///
/// assert_eq!(event.answer(&Category::Performance.into()), Some(Answer::Granted));
/// assert_eq!(event.answer(&Category::Targeting.into()), Some(Answer::Refused));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConsentEvent {
    pub(crate) said: Grant,
    pub(crate) gpc: GpcSeen,
    pub(crate) notice: Option<Notice>,
    pub(crate) answers: BTreeMap<Item, Answer>,
}

impl ConsentEvent {
    /// An event without answers, by the visitor, on this browser, in the banner. Fractions of a second are dropped, and
    /// an instant before the year 0 or after the year 9999, which RFC 3339 cannot write, is the nearest that it can.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentEvent;
    /// use cookie_consent::consent::PolicyVersion;
    /// use time::UtcDateTime;
    /// use time::macros::utc_datetime;
    ///
    /// let event = ConsentEvent::new(UtcDateTime::MIN, PolicyVersion::new(7));
    /// assert_eq!(event.at(), utc_datetime!(0000-01-01 00:00));
    /// ```
    #[must_use]
    pub const fn new(at: UtcDateTime, version: PolicyVersion) -> Self {
        Self {
            said: Grant {
                at: instant::nearest(at),
                version,
                despite_gpc: false,
                actor: Actor::Visitor,
                subject: SubjectKind::Browser,
                method: Method::Banner,
            },
            gpc: GpcSeen::Off,
            notice: None,
            answers: BTreeMap::new(),
        }
    }

    /// Of what was offered, these were accepted and the others refused. Strictly necessary cookies are not on offer.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::{Answer, PolicyVersion};
    /// use cookie_consent::{Category, ConsentEvent};
    /// use time::macros::utc_datetime;
    ///
    /// let (offered, accepted) = (Category::Performance.into(), Category::Targeting.into());
    /// let event = ConsentEvent::choose(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7), offered, accepted);
    /// assert_eq!(event.answer(&Category::Performance.into()), Some(Answer::Refused));
    /// // nobody consents to what was not offered
    /// assert_eq!(event.answer(&Category::Targeting.into()), None);
    /// ```
    #[must_use]
    pub fn choose(at: UtcDateTime, version: PolicyVersion, offered: CategorySet, accepted: CategorySet) -> Self {
        let answer = |category| {
            if accepted.contains(category) { Answer::Granted } else { Answer::Refused }
        };
        Self::new(at, version).each(offered, answer)
    }

    /// "Accept all": performance, functionality and targeting were offered and accepted.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentEvent;
    /// use cookie_consent::consent::{Answer, PolicyVersion};
    /// use time::macros::utc_datetime;
    ///
    /// let event = ConsentEvent::accept_all(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7));
    /// assert!(event.answers().all(|(_, answer)| answer == Answer::Granted));
    /// assert_eq!(event.answers().count(), 3);
    /// ```
    #[must_use]
    pub fn accept_all(at: UtcDateTime, version: PolicyVersion) -> Self {
        Self::choose(at, version, CategorySet::NON_ESSENTIAL, CategorySet::NON_ESSENTIAL)
    }

    /// "Reject all": performance, functionality and targeting were offered and refused.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentEvent;
    /// use cookie_consent::consent::{Answer, PolicyVersion};
    /// use time::macros::utc_datetime;
    ///
    /// let event = ConsentEvent::reject_all(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7));
    /// assert!(event.answers().all(|(_, answer)| answer == Answer::Refused));
    /// ```
    #[must_use]
    pub fn reject_all(at: UtcDateTime, version: PolicyVersion) -> Self {
        Self::choose(at, version, CategorySet::NON_ESSENTIAL, CategorySet::EMPTY)
    }

    /// Consent to these categories is withdrawn.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::{Answer, PolicyVersion};
    /// use cookie_consent::{Category, ConsentEvent};
    /// use time::macros::utc_datetime;
    ///
    /// let at = utc_datetime!(2026-11-01 09:30);
    /// let event = ConsentEvent::withdraw(at, PolicyVersion::new(7), Category::Targeting.into());
    /// assert_eq!(event.answer(&Category::Targeting.into()), Some(Answer::Withdrawn));
    /// assert_eq!(event.answer(&Category::Performance.into()), None);
    /// ```
    #[must_use]
    pub fn withdraw(at: UtcDateTime, version: PolicyVersion, categories: CategorySet) -> Self {
        Self::new(at, version).each(categories, |_| Answer::Withdrawn)
    }

    /// The visitor objects to these categories where they are used without consent.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::{Answer, PolicyVersion};
    /// use cookie_consent::{Category, ConsentEvent};
    /// use time::macros::utc_datetime;
    ///
    /// let at = utc_datetime!(2026-11-01 09:30);
    /// let event = ConsentEvent::object(at, PolicyVersion::new(7), Category::Performance.into());
    /// assert_eq!(event.answer(&Category::Performance.into()), Some(Answer::Objected));
    /// ```
    #[must_use]
    pub fn object(at: UtcDateTime, version: PolicyVersion, categories: CategorySet) -> Self {
        Self::new(at, version).each(categories, |_| Answer::Objected)
    }

    /// "Your Privacy Choices", "Do Not Sell or Share My Personal Information": the sale and sharing of data is refused
    /// in the site's form, whatever the categories (Cal. Civ. Code § 1798.135(a)).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentEvent;
    /// use cookie_consent::consent::{Answer, Item, PolicyVersion};
    /// use time::macros::utc_datetime;
    ///
    /// let event = ConsentEvent::do_not_sell_or_share(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7));
    /// assert_eq!(event.answer(&Item::SALE_OR_SHARE), Some(Answer::Refused));
    /// ```
    #[must_use]
    pub fn do_not_sell_or_share(at: UtcDateTime, version: PolicyVersion) -> Self {
        Self::new(at, version).through(Method::PreferenceCentre).saying(Item::SALE_OR_SHARE, Answer::Refused)
    }

    fn each(mut self, categories: CategorySet, answer: impl Fn(Category) -> Answer) -> Self {
        let asked = categories.intersection(CategorySet::NON_ESSENTIAL);
        self.answers.extend(asked.iter().map(|category| (Item::Category(category), answer(category))));
        self
    }

    /// Adds, or replaces, the answer about one thing.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::{Answer, PolicyVersion};
    /// use cookie_consent::{Category, ConsentEvent};
    /// use time::macros::utc_datetime;
    ///
    /// let event = ConsentEvent::accept_all(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7))
    ///     .saying(Category::Targeting.into(), Answer::Refused)
    ///     .saying(Category::StrictlyNecessary.into(), Answer::Refused);
    /// assert_eq!(event.answer(&Category::Targeting.into()), Some(Answer::Refused));
    /// // on that there is nothing to say
    /// assert_eq!(event.answer(&Category::StrictlyNecessary.into()), None);
    /// ```
    #[must_use]
    pub fn saying(mut self, item: Item, answer: Answer) -> Self {
        if item != Item::Category(Category::StrictlyNecessary) {
            self.answers.insert(item, answer);
        }
        self
    }

    /// The same event, with a refusal of each category and of sale and sharing that it does not answer.
    pub(crate) fn refusing_the_rest(mut self) -> Self {
        let categories = CategorySet::NON_ESSENTIAL.iter().map(Item::Category);
        for item in categories.chain([Item::SALE_OR_SHARE]) {
            self.answers.entry(item).or_insert(Answer::Refused);
        }
        self
    }

    /// The same event by another actor.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentEvent;
    /// use cookie_consent::consent::{Actor, PolicyVersion};
    /// use time::macros::utc_datetime;
    ///
    /// let event = ConsentEvent::accept_all(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7)).by(Actor::Parent);
    /// assert_eq!(event.actor(), Actor::Parent);
    /// ```
    #[must_use]
    pub const fn by(mut self, actor: Actor) -> Self {
        self.said.actor = actor;
        self
    }

    /// The same event for another subject.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentEvent;
    /// use cookie_consent::consent::PolicyVersion;
    /// use cookie_consent::visit::SubjectKind;
    /// use time::macros::utc_datetime;
    ///
    /// let event = ConsentEvent::reject_all(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7));
    /// assert_eq!(event.subject(), SubjectKind::Browser);
    /// assert_eq!(event.on(SubjectKind::Account).subject(), SubjectKind::Account);
    /// ```
    #[must_use]
    pub const fn on(mut self, subject: SubjectKind) -> Self {
        self.said.subject = subject;
        self
    }

    /// The same event by another method.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentEvent;
    /// use cookie_consent::consent::{Method, PolicyVersion};
    /// use time::macros::utc_datetime;
    ///
    /// let event = ConsentEvent::accept_all(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7));
    /// assert_eq!(event.method(), Method::Banner);
    /// // no act of consent, whatever it grants
    /// assert!(!event.through(Method::ImpliedByUse).method().is_explicit());
    /// ```
    #[must_use]
    pub const fn through(mut self, method: Method) -> Self {
        self.said.method = method;
        self
    }

    /// The same event with Global Privacy Control as it was.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::{GpcSeen, PolicyVersion};
    /// use cookie_consent::{Category, ConsentEvent, ConsentRecord};
    /// use time::macros::utc_datetime;
    ///
    /// let event = ConsentEvent::accept_all(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7));
    /// let despite = |gpc| {
    ///     let record = ConsentRecord::first(&event.clone().seeing_gpc(gpc));
    ///     record.category(Category::Targeting).grant.unwrap().despite_gpc
    /// };
    /// assert!(!despite(GpcSeen::On) && despite(GpcSeen::ConflictShown));
    /// ```
    #[must_use]
    pub const fn seeing_gpc(mut self, gpc: GpcSeen) -> Self {
        self.gpc = gpc;
        self.said.despite_gpc = matches!(gpc, GpcSeen::ConflictShown);
        self
    }

    /// The same event with the notice that was shown.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentEvent;
    /// use cookie_consent::consent::{Notice, PolicyVersion};
    /// use time::macros::utc_datetime;
    ///
    /// let notice = Notice::new("sha256-9f86d081884c7d65", "en").unwrap();
    /// let event = ConsentEvent::accept_all(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7)).showing(notice);
    /// assert_eq!(event.notice().unwrap().language(), "en");
    /// ```
    #[must_use]
    pub fn showing(self, notice: Notice) -> Self {
        Self { notice: Some(notice), ..self }
    }

    /// When, in whole seconds.
    #[must_use]
    pub const fn at(&self) -> UtcDateTime {
        self.said.at
    }

    /// Under which version of the policy.
    #[must_use]
    pub const fn version(&self) -> PolicyVersion {
        self.said.version
    }

    /// By whom.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        self.said.actor
    }

    /// For which subject.
    #[must_use]
    pub const fn subject(&self) -> SubjectKind {
        self.said.subject
    }

    /// How.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.said.method
    }

    /// Global Privacy Control at that moment.
    #[must_use]
    pub const fn gpc(&self) -> GpcSeen {
        self.gpc
    }

    /// The notice that was shown.
    #[must_use]
    pub const fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// What was said about one thing; `None` if it was not on offer.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentEvent;
    /// use cookie_consent::consent::{Item, PolicyVersion};
    /// use time::macros::utc_datetime;
    ///
    /// let event = ConsentEvent::reject_all(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7));
    /// assert_eq!(event.answer(&Item::SALE_OR_SHARE), None);
    /// ```
    #[must_use]
    pub fn answer(&self, item: &Item) -> Option<Answer> {
        self.answers.get(item).copied()
    }

    /// Everything that was offered, with its answer, in the order of [`Item`].
    pub fn answers(&self) -> impl Iterator<Item = (&Item, Answer)> {
        self.answers.iter().map(|(item, answer)| (item, *answer))
    }

    pub(crate) fn add_to(&self, choice: &mut Choice, answer: Answer) {
        choice.add(answer, &self.said);
    }
}
