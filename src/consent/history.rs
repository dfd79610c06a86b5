use alloc::vec::Vec;

use time::UtcDateTime;

use super::{ConsentEvent, ConsentRecord};

/// Events in the order in which they were logged, which does not matter: each carries its own time.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::{History, PolicyVersion};
/// use cookie_consent::cookie::CategorySet;
/// use cookie_consent::{Category, ConsentEvent};
/// use time::macros::utc_datetime;
///
/// let version = PolicyVersion::new(7);
/// let history: History = [
///     ConsentEvent::accept_all(utc_datetime!(2026-10-01 12:00), version),
///     ConsentEvent::withdraw(utc_datetime!(2026-11-10 08:00), version, Category::Targeting.into()),
/// ]
/// .into_iter()
/// .collect();
///
/// let now = history.record();
/// assert!(now.category(Category::Targeting).refusal.is_some());
/// let then = history.record_at(utc_datetime!(2026-11-01 00:00));
/// assert_eq!(then.category(Category::Targeting).refusal, None);
/// ```
///
/// It has no [`Default`], which would turn a log that cannot be read into an empty one:
///
/// ```compile_fail
/// # use cookie_consent::consent::History;
/// let lost_refusals: History = serde_json::from_str("damaged").unwrap_or_default();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    events: Vec<ConsentEvent>,
}

impl History {
    /// The log of a visitor of whom nothing is known yet.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(cookie_consent::consent::History::EMPTY.record().is_empty());
    /// ```
    pub const EMPTY: Self = Self { events: Vec::new() };

    /// Appends one event.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentEvent;
    /// use cookie_consent::consent::{History, PolicyVersion};
    /// use time::macros::utc_datetime;
    ///
    /// let mut history = History::EMPTY;
    /// history.push(ConsentEvent::reject_all(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7)));
    /// assert_eq!(history.events().len(), 1);
    /// ```
    pub fn push(&mut self, event: ConsentEvent) {
        self.events.push(event);
    }

    /// The events, as they were logged.
    #[must_use]
    pub fn events(&self) -> &[ConsentEvent] {
        &self.events
    }

    /// What everything logged amounts to: for deciding now. An event dated later than now, by another machine's clock,
    /// is in it: a refusal then binds at once and a grant does not hold before its time.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::{History, PolicyVersion};
    /// use cookie_consent::{Category, ConsentEvent};
    /// use time::macros::utc_datetime;
    ///
    /// let event = ConsentEvent::reject_all(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7));
    /// let history: History = [event].into_iter().collect();
    /// assert!(history.record().category(Category::Targeting).refusal.is_some());
    /// ```
    #[must_use]
    pub fn record(&self) -> ConsentRecord {
        ConsentRecord::fold(&self.events)
    }

    /// What had been said up to an instant, which is included: for replaying a decision of the past.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentEvent;
    /// use cookie_consent::consent::{History, PolicyVersion};
    /// use time::macros::utc_datetime;
    ///
    /// let event = ConsentEvent::reject_all(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7));
    /// let history: History = [event].into_iter().collect();
    /// assert!(history.record_at(utc_datetime!(2026-11-01 09:29:59)).is_empty());
    /// assert!(!history.record_at(utc_datetime!(2026-11-01 09:30)).is_empty());
    /// ```
    #[must_use]
    pub fn record_at(&self, instant: UtcDateTime) -> ConsentRecord {
        ConsentRecord::fold(self.events.iter().filter(|event| event.at() <= instant))
    }
}

impl FromIterator<ConsentEvent> for History {
    fn from_iter<I: IntoIterator<Item = ConsentEvent>>(events: I) -> Self {
        Self { events: events.into_iter().collect() }
    }
}

impl Extend<ConsentEvent> for History {
    fn extend<I: IntoIterator<Item = ConsentEvent>>(&mut self, events: I) {
        self.events.extend(events);
    }
}
