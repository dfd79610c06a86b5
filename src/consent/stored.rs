use time::UtcDateTime;

use super::strictest::Present;
use super::{Consent, ConsentEvent, ConsentRecord, PolicyVersion};

/// What a store holds of a visitor's choices: nothing, something that cannot be read, or a record. It is the owned form
/// of [`Consent`], for a column, a cookie or a queue.
///
/// By `serde` it is the record's text, or nothing. What is there and is no record reads as
/// [`Unreadable`](Self::Unreadable) instead of failing the row that it stands in, and never as
/// [`Absent`](Self::Absent). There is no `Default` and no conversion from an `Option`: damage would become silence.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::{PolicyVersion, StoredConsent};
/// use cookie_consent::{Consent, ConsentEvent};
/// use time::macros::utc_datetime;
///
/// let refusal = ConsentEvent::do_not_sell_or_share(utc_datetime!(2026-10-01 12:00), PolicyVersion::new(7));
/// let stored = StoredConsent::Given(StoredConsent::Absent.with(&refusal));
/// assert_eq!(StoredConsent::of_text(Some(&stored.to_text().unwrap())), stored);
///
/// let damaged: StoredConsent = serde_json::from_str("\"damaged\"").unwrap();
/// assert_eq!(damaged.as_consent(), Consent::Unreadable);
/// assert_eq!(serde_json::from_str::<StoredConsent>("null").unwrap(), StoredConsent::Absent);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "as `Consent`")]
#[expect(clippy::large_enum_variant, reason = "one for each request, and a box would be one more allocation")]
pub enum StoredConsent {
    /// There is no record.
    Absent,
    /// There is one, and it cannot be read.
    Unreadable,
    /// This is what was said.
    Given(ConsentRecord),
}

impl StoredConsent {
    /// What a read from a store amounts to, whatever the store's error.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentRecord;
    /// use cookie_consent::consent::{RecordError, StoredConsent};
    ///
    /// let read: Option<Result<ConsentRecord, RecordError>> = Some("damaged".parse());
    /// assert_eq!(StoredConsent::from_read(read), StoredConsent::Unreadable);
    /// assert_eq!(StoredConsent::from_read::<RecordError>(None), StoredConsent::Absent);
    /// ```
    #[must_use]
    pub fn from_read<E>(read: Option<Result<ConsentRecord, E>>) -> Self {
        match read {
            None => Self::Absent,
            Some(Err(_)) => Self::Unreadable,
            Some(Ok(record)) => Self::Given(record),
        }
    }

    /// What a text amounts to that a store holds, or does not. An empty text is no record: it is unreadable.
    ///
    /// # Examples
    ///
    /// See [`StoredConsent`].
    #[must_use]
    pub fn of_text(text: Option<&str>) -> Self {
        Self::from_read(text.map(str::parse))
    }

    /// The text to store; `None` unless there is a record.
    ///
    /// # Examples
    ///
    /// See [`StoredConsent`].
    #[must_use]
    pub fn to_text(&self) -> Option<alloc::string::String> {
        match self {
            Self::Absent | Self::Unreadable => None,
            Self::Given(record) => Some(alloc::string::ToString::to_string(record)),
        }
    }

    /// What to ask with.
    ///
    /// # Examples
    ///
    /// See [`StoredConsent`].
    #[must_use]
    pub const fn as_consent(&self) -> Consent<'_> {
        match self {
            Self::Absent => Consent::Absent,
            Self::Unreadable => Consent::Unreadable,
            Self::Given(record) => Consent::Given(record),
        }
    }

    /// The record to store after one more event: see [`Consent::with`].
    ///
    /// # Examples
    ///
    /// See [`StoredConsent`].
    #[must_use]
    pub fn with(&self, event: &ConsentEvent) -> ConsentRecord {
        self.as_consent().with(event)
    }

    /// What holds of two stores of one visitor of which nobody knows the newer: a refusal in either stands, a grant
    /// must be in both and then counts from the older, and what cannot be read stays unreadable. An absent one says
    /// nothing. The result allows nothing that one of the records denies.
    ///
    /// A grant that is dated after `now`, or is of a later version of the policy than `current`, is not yet one.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::{PolicyVersion, StoredConsent};
    /// use cookie_consent::{Category, Consent, ConsentEvent};
    /// use time::macros::utc_datetime;
    ///
    /// let (at, now) = (utc_datetime!(2026-10-01 12:00), utc_datetime!(2026-11-23 12:00));
    /// let version = PolicyVersion::new(7);
    /// let yes = StoredConsent::Given(StoredConsent::Absent.with(&ConsentEvent::accept_all(at, version)));
    /// let no = StoredConsent::Given(StoredConsent::Absent.with(&ConsentEvent::reject_all(at, version)));
    /// let both = yes.strictest(no, now, version);
    /// let Consent::Given(both) = both.as_consent() else { panic!() };
    /// assert!(both.category(Category::Targeting).grant.is_none());
    /// ```
    #[must_use]
    pub fn strictest(self, other: Self, now: UtcDateTime, current: PolicyVersion) -> Self {
        match (self, other) {
            (Self::Unreadable, _) | (_, Self::Unreadable) => Self::Unreadable,
            (Self::Absent, one) | (one, Self::Absent) => one,
            (Self::Given(one), Self::Given(other)) if one == other => Self::Given(one),
            (Self::Given(one), Self::Given(other)) => {
                Self::Given(one.strictest(&other, Present { now, version: current }))
            }
        }
    }
}

impl From<ConsentRecord> for StoredConsent {
    fn from(record: ConsentRecord) -> Self {
        Self::Given(record)
    }
}

impl From<Consent<'_>> for StoredConsent {
    fn from(consent: Consent<'_>) -> Self {
        match consent {
            Consent::Absent => Self::Absent,
            Consent::Unreadable => Self::Unreadable,
            Consent::Given(record) => Self::Given(record.clone()),
        }
    }
}

impl<'a> From<&'a StoredConsent> for Consent<'a> {
    fn from(stored: &'a StoredConsent) -> Self {
        stored.as_consent()
    }
}
