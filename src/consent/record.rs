use alloc::collections::BTreeMap;

use time::UtcDateTime;

use super::{Choice, ConsentEvent, GpcSeen, Item};
use crate::cookie::{Category, DataUse, VendorId};

/// What the visitor said, as far as the backend could read it.
///
/// Three cases that must never be mixed up, so there is no conversion from an `Option`: an unreadable record turned
/// into silence would lose a refusal.
///
/// # Examples
///
/// ```
/// use cookie_consent::{Consent, ConsentRecord, RecordError};
///
/// let stored: Option<Result<ConsentRecord, RecordError>> = Some("damaged".parse());
/// assert_eq!(Consent::from_read(&stored), Consent::Unreadable);
/// assert_eq!(Consent::from_read::<RecordError>(&None), Consent::Absent);
/// ```
///
/// ```compile_fail
/// # use cookie_consent::{Consent, ConsentRecord};
/// let lost_refusal = "damaged".parse::<ConsentRecord>().ok();
/// let consent: Consent<'_> = lost_refusal.as_ref().into();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "nothing, something, or something that cannot be read")]
pub enum Consent<'a> {
    /// There is no record.
    Absent,
    /// There is one, and it cannot be read. Everything that is not strictly necessary is denied, everywhere.
    Unreadable,
    /// This is what was said.
    Given(&'a ConsentRecord),
}

impl<'a> Consent<'a> {
    /// The right case for a stored record that may be missing or damaged, whatever the storage's error.
    #[must_use]
    pub const fn from_read<E>(stored: &'a Option<Result<ConsentRecord, E>>) -> Self {
        match stored {
            None => Self::Absent,
            Some(Err(_)) => Self::Unreadable,
            Some(Ok(record)) => Self::Given(record),
        }
    }
}

/// What a history of events amounts to: for each thing the latest yes and the latest no, and when Global Privacy
/// Control was first seen.
///
/// It is made from events ([`History::record`](super::History::record)) or read from its compact text form
/// ([`str::parse`], [`Display`](core::fmt::Display)), which is safe as a cookie value. It holds nothing that names a
/// person.
///
/// # Examples
///
/// ```
/// use cookie_consent::{ConsentEvent, ConsentRecord, PolicyVersion};
/// use time::macros::utc_datetime;
///
/// let record = ConsentRecord::from(&ConsentEvent::accept_all(utc_datetime!(2026-10-01 12:00), PolicyVersion::new(7)));
/// let text = record.to_string();
/// assert_eq!(text.parse::<ConsentRecord>().unwrap(), record);
/// ```
///
/// It has no [`Default`], which would turn damage into silence:
///
/// ```compile_fail
/// # use cookie_consent::ConsentRecord;
/// let lost_refusal = "damaged".parse::<ConsentRecord>().unwrap_or_default();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRecord {
    parts: RecordParts,
}

/// What a record is made of; the wire form reads and writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RecordParts {
    pub(crate) performance: Choice,
    pub(crate) functionality: Choice,
    pub(crate) targeting: Choice,
    pub(crate) uses: BTreeMap<DataUse, Choice>,
    pub(crate) vendors: BTreeMap<VendorId, Choice>,
    pub(crate) gpc_first_seen: Option<UtcDateTime>,
}

impl ConsentRecord {
    /// What was said about a category. Nothing ever is about strictly necessary cookies.
    #[must_use]
    pub const fn category(&self, category: Category) -> &Choice {
        match category {
            Category::StrictlyNecessary => &Choice::NONE,
            Category::Performance => &self.parts.performance,
            Category::Functionality => &self.parts.functionality,
            Category::Targeting => &self.parts.targeting,
        }
    }

    /// What was said about a use.
    #[must_use]
    pub fn data_use(&self, data_use: DataUse) -> &Choice {
        self.parts.uses.get(&data_use).unwrap_or(&Choice::NONE)
    }

    /// What was said about a company.
    #[must_use]
    pub fn vendor(&self, vendor: &VendorId) -> &Choice {
        self.parts.vendors.get(vendor).unwrap_or(&Choice::NONE)
    }

    /// The uses about which something was said.
    pub fn data_uses(&self) -> impl Iterator<Item = (DataUse, &Choice)> {
        self.parts.uses.iter().map(|(data_use, choice)| (*data_use, choice))
    }

    /// The companies about which something was said.
    pub fn vendors(&self) -> impl Iterator<Item = (&VendorId, &Choice)> {
        self.parts.vendors.iter()
    }

    /// When Global Privacy Control was first seen, if ever. It is remembered until a consent is given despite it:
    /// its absence later is not an opt-in (11 CCR § 7025(c)(5); 4 CCR 904-3 Rule 5.09(B)).
    #[must_use]
    pub const fn gpc_first_seen(&self) -> Option<UtcDateTime> {
        self.parts.gpc_first_seen
    }

    /// Whether nothing was ever said or seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts == RecordParts::default()
    }

    /// What these events amount to, in whatever order.
    pub(crate) fn fold<'a>(events: impl IntoIterator<Item = &'a ConsentEvent>) -> Self {
        let mut record = Self::from_parts(RecordParts::default());
        events.into_iter().for_each(|event| record.add(event));
        record
    }

    pub(crate) const fn from_parts(parts: RecordParts) -> Self {
        Self { parts }
    }

    pub(crate) const fn parts(&self) -> &RecordParts {
        &self.parts
    }

    fn add(&mut self, event: &ConsentEvent) {
        let parts = &mut self.parts;
        for (item, answer) in event.answers() {
            let choice = match item {
                Item::Category(Category::StrictlyNecessary) => continue,
                Item::Category(Category::Performance) => &mut parts.performance,
                Item::Category(Category::Functionality) => &mut parts.functionality,
                Item::Category(Category::Targeting) => &mut parts.targeting,
                Item::Use(data_use) => parts.uses.entry(*data_use).or_default(),
                Item::Vendor(vendor) => parts.vendors.entry(vendor.clone()).or_default(),
            };
            event.add_to(choice, answer);
        }
        if event.gpc() != GpcSeen::Off {
            let seen = Some(event.at());
            parts.gpc_first_seen = parts.gpc_first_seen.map_or(seen, |first| seen.min(Some(first)));
        }
    }
}

impl From<&ConsentEvent> for ConsentRecord {
    fn from(event: &ConsentEvent) -> Self {
        Self::fold([event])
    }
}
