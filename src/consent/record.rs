use alloc::collections::BTreeMap;

use time::UtcDateTime;

use super::{Actor, Choice, ConsentEvent, GpcSeen, Item};
use crate::cookie::{Category, DataUse, VendorId};

/// What the visitor said, as far as the backend could read it.
///
/// Three cases that must never be mixed up, so there is no conversion from an `Option`: an unreadable record turned
/// into silence would lose a refusal.
///
/// # Examples
///
/// ```
/// use cookie_consent::Consent;
/// use cookie_consent::consent::StoredConsent;
///
/// assert_eq!(StoredConsent::of_text(Some("damaged")).as_consent(), Consent::Unreadable);
/// assert_eq!(StoredConsent::of_text(None).as_consent(), Consent::Absent);
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

impl Consent<'_> {
    /// The record to store after one more event. Nothing that was said before is lost: of a record that is given, the
    /// result is what the whole history amounts to.
    ///
    /// What cannot be read may hold a refusal of anything. So everything that the event does not answer, of the
    /// categories and of sale and sharing, counts as refused along with it; a later event that names it lifts that, or
    /// a log of the events from which the record is [folded](super::History::record) anew.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::{Item, PolicyVersion};
    /// use cookie_consent::cookie::CategorySet;
    /// use cookie_consent::{Category, Consent, ConsentEvent};
    /// use time::macros::utc_datetime;
    ///
    /// let version = PolicyVersion::new(7);
    /// let opted_out = ConsentEvent::do_not_sell_or_share(utc_datetime!(2026-10-01 12:00), version);
    /// let record = Consent::Absent.with(&opted_out);
    /// let performance = CategorySet::from(Category::Performance);
    /// let accepted = ConsentEvent::choose(utc_datetime!(2026-11-01 12:00), version, performance, performance);
    /// let record = Consent::Given(&record).with(&accepted);
    /// assert!(record.category(Category::Performance).grant.is_some());
    /// assert!(record.item(&Item::SALE_OR_SHARE).refusal.is_some());
    ///
    /// let record = Consent::Unreadable.with(&accepted);
    /// assert!(record.category(Category::Targeting).refusal.is_some());
    /// ```
    #[must_use]
    pub fn with(self, event: &ConsentEvent) -> ConsentRecord {
        match self {
            Self::Absent => ConsentRecord::first(event),
            Self::Given(record) => record.with(event),
            Self::Unreadable => ConsentRecord::first(&event.clone().refusing_the_rest()),
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
/// use cookie_consent::consent::PolicyVersion;
/// use cookie_consent::{ConsentEvent, ConsentRecord};
/// use time::macros::utc_datetime;
///
/// let event = ConsentEvent::accept_all(utc_datetime!(2026-10-01 12:00), PolicyVersion::new(7));
/// let record = ConsentRecord::first(&event);
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
    /// The record of a visitor of whom nothing is stored yet. Where something may be, [`Consent::with`] loses nothing
    /// of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::PolicyVersion;
    /// use cookie_consent::{Category, ConsentEvent, ConsentRecord};
    /// use time::macros::utc_datetime;
    ///
    /// let event = ConsentEvent::accept_all(utc_datetime!(2026-10-01 12:00), PolicyVersion::new(7));
    /// assert!(ConsentRecord::first(&event).category(Category::Targeting).grant.is_some());
    /// ```
    #[must_use]
    pub fn first(event: &ConsentEvent) -> Self {
        Self::fold([event])
    }

    /// The record with one more event, whatever their times: the same as of the whole history.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::{History, PolicyVersion};
    /// use cookie_consent::{ConsentEvent, ConsentRecord};
    /// use time::macros::utc_datetime;
    ///
    /// let no = ConsentEvent::reject_all(utc_datetime!(2026-10-01 12:00), PolicyVersion::new(7));
    /// let yes = ConsentEvent::accept_all(utc_datetime!(2026-11-01 12:00), PolicyVersion::new(7));
    /// let history: History = [no.clone(), yes.clone()].into_iter().collect();
    /// assert_eq!(ConsentRecord::first(&no).with(&yes), history.record());
    /// ```
    #[must_use]
    pub fn with(&self, event: &ConsentEvent) -> Self {
        let mut record = self.clone();
        record.add(event);
        record
    }

    /// What was said about a category. Nothing ever is about strictly necessary cookies.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::{Choice, PolicyVersion};
    /// use cookie_consent::{Category, ConsentEvent, ConsentRecord};
    /// use time::macros::utc_datetime;
    ///
    /// let event = ConsentEvent::accept_all(utc_datetime!(2026-10-01 12:00), PolicyVersion::new(7));
    /// let record = ConsentRecord::first(&event);
    /// assert_eq!(record.category(Category::StrictlyNecessary), &Choice::NONE);
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::PolicyVersion;
    /// use cookie_consent::cookie::DataUse;
    /// use cookie_consent::{ConsentEvent, ConsentRecord};
    /// use time::macros::utc_datetime;
    ///
    /// let event = ConsentEvent::do_not_sell_or_share(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7));
    /// let record = ConsentRecord::first(&event);
    /// assert!(record.data_use(DataUse::SaleOrShare).refusal.is_some());
    /// assert_eq!(record.data_uses().count(), 1);
    /// ```
    #[must_use]
    pub fn data_use(&self, data_use: DataUse) -> &Choice {
        self.parts.uses.get(&data_use).unwrap_or(&Choice::NONE)
    }

    /// What was said about a company.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::{Answer, Item, PolicyVersion};
    /// use cookie_consent::cookie::VendorId;
    /// use cookie_consent::{ConsentEvent, ConsentRecord};
    /// use time::macros::utc_datetime;
    ///
    /// let adco: VendorId = "adco".parse().unwrap();
    /// let event = ConsentEvent::new(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7))
    ///     .saying(Item::Vendor(adco.clone()), Answer::Refused);
    /// assert!(ConsentRecord::first(&event).vendor(&adco).refusal.is_some());
    /// ```
    #[must_use]
    pub fn vendor(&self, vendor: &VendorId) -> &Choice {
        self.parts.vendors.get(vendor).unwrap_or(&Choice::NONE)
    }

    /// What was said about a category, a use or a company.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::{Item, PolicyVersion};
    /// use cookie_consent::{ConsentEvent, ConsentRecord};
    /// use time::macros::utc_datetime;
    ///
    /// // who refuses every category has said nothing of sale
    /// let event = ConsentEvent::reject_all(utc_datetime!(2026-11-01 09:30), PolicyVersion::new(7));
    /// assert_eq!(ConsentRecord::first(&event).item(&Item::SALE_OR_SHARE).refusal, None);
    /// ```
    #[must_use]
    pub fn item(&self, item: &Item) -> &Choice {
        match item {
            Item::Category(category) => self.category(*category),
            Item::Use(data_use) => self.data_use(*data_use),
            Item::Vendor(vendor) => self.vendor(vendor),
        }
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

    /// Whether something in it says no, or may count as a no: a refusal of anything, a signal that was seen.
    pub(crate) fn restricts(&self) -> bool {
        let RecordParts { performance, functionality, targeting, uses, vendors, gpc_first_seen } = &self.parts;
        let mut choices =
            [performance, functionality, targeting].into_iter().chain(uses.values()).chain(vendors.values());
        gpc_first_seen.is_some() || choices.any(|choice| choice.refusal.is_some())
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
        // an authorised agent may opt out for the visitor (11 CCR § 7063); consent is the visitor's own, or a parent's
        let heard = event.answers().filter(|(_, answer)| answer.is_refusal() || event.actor() != Actor::Agent);
        for (item, answer) in heard {
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
