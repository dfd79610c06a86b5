//! The table: places, and what holds there from when to when.

use time::{Date, Month, UtcDateTime};

use super::calendar::holds;
use super::written::{FACT_LIST, FACTS, ROW_LIST, ROWS, Span};
use super::{Fact, Jurisdiction, Kind, Regime, Rule, Scope};

/// The day on which the whole table was last checked. What came after it, it does not know.
///
/// # Examples
///
/// ```
/// use time::macros::date;
///
/// assert!(cookie_consent::law::AS_OF >= date!(2026 - 11 - 25));
/// ```
pub const AS_OF: Date = match Date::from_calendar_date(2026, Month::November, 25) {
    Ok(date) => date,
    Err(_) => Date::MIN,
};

/// A row of the table: a place and its facts.
///
/// # Examples
///
/// ```
/// use cookie_consent::law;
///
/// for entry in law::table() {
///     for fact in entry.facts() {
///         println!("{}: {} since {:?} [{}]", entry.name(), fact.id, fact.since, fact.clause);
///     }
/// }
/// # assert!(law::table().len() > 90);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    jurisdiction: Jurisdiction,
    /// Its place among all. Its name stands apart, with the texts.
    at: usize,
    /// What it shares with others, then what is its own.
    parts: [Span; 4],
}

/// What deciding needs of a fact. The linker leaves the texts out where nobody asks for them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dated {
    pub(super) id: FactKey,
    pub(super) since: Option<Date>,
    pub(super) until: Option<Date>,
    pub(super) rule: Rule,
    binds_everybody: bool,
}

/// The id of a fact, as short as it can be compared: FNV-1a of its text. That no two are alike is checked below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FactKey(u64);

impl FactKey {
    pub(crate) const fn of(id: &str) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut rest = id.as_bytes();
        while let [byte, tail @ ..] = rest {
            hash = (hash ^ u64::from_le_bytes([*byte, 0, 0, 0, 0, 0, 0, 0])).wrapping_mul(0x0100_0000_01b3);
            rest = tail;
        }
        Self(hash)
    }

    /// Whether no site can be outside of this fact: a law for everybody. `None` if there is no such fact.
    pub(crate) fn binds_everybody(self) -> Option<bool> {
        DATED.iter().find(|fact| fact.id == self).map(|fact| fact.binds_everybody)
    }
}

#[expect(clippy::indexing_slicing, reason = "while the crate is compiled")]
static DATED: [Dated; FACTS] = {
    let mut dated =
        [Dated { id: FactKey(0), since: None, until: None, rule: Rule::NoExemption, binds_everybody: true }; FACTS];
    let mut at = 0;
    while at < FACTS {
        let Fact { id, since, until, rule, scope, kind, .. } = FACT_LIST[at];
        let binds_everybody = matches!(scope, Scope::Everybody) && matches!(kind, Kind::Statute | Kind::Regulation);
        dated[at] = Dated { id: FactKey::of(id), since, until, rule, binds_everybody };
        let mut before = 0;
        while before < at {
            assert!(dated[before].id.0 != dated[at].id.0, "{}", id);
            before += 1;
        }
        at += 1;
    }
    dated
};

#[expect(clippy::indexing_slicing, reason = "while the crate is compiled")]
static TABLE: [Entry; ROWS] = {
    let none = Entry { jurisdiction: Jurisdiction::Unknown, at: 0, parts: [Span { start: 0, end: 0 }; 4] };
    let mut table = [none; ROWS];
    let mut at = 0;
    while at < ROWS {
        let place = ROW_LIST[at];
        table[at] = Entry { jurisdiction: place.jurisdiction, at, parts: place.parts };
        at += 1;
    }
    table
};

impl Entry {
    /// Where it applies.
    #[must_use]
    pub const fn jurisdiction(&self) -> Jurisdiction {
        self.jurisdiction
    }

    /// The name of the place in English.
    #[must_use]
    pub fn name(&self) -> &'static str {
        ROW_LIST.get(self.at).map_or("", |place| place.name)
    }

    /// The facts, what is shared first, in the order in which they are applied among those of one date.
    pub fn facts(&self) -> impl Iterator<Item = &'static Fact> + Clone + use<> {
        self.parts.into_iter().filter_map(|Span { start, end }| FACT_LIST.get(start..end)).flatten()
    }

    pub(super) fn dated(&self) -> impl Iterator<Item = &'static Dated> + Clone + use<> {
        self.parts.into_iter().filter_map(|Span { start, end }| DATED.get(start..end)).flatten()
    }

    /// What they amount to at an instant.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::law;
    /// use time::macros::utc_datetime;
    ///
    /// let entry = law::table().iter().find(|entry| entry.name() == "Texas").unwrap();
    /// assert!(entry.regime_at(utc_datetime!(2025-01-01 00:00)).honours_gpc());
    /// assert!(!entry.regime_at(utc_datetime!(2024-12-31 23:59:59)).honours_gpc());
    /// ```
    #[must_use]
    pub fn regime_at(&self, instant: UtcDateTime) -> Regime {
        let mut in_force: alloc::vec::Vec<_> = self.dated().filter(|fact| fact.holds_at(instant)).collect();
        in_force.sort_by_key(|fact| fact.since);
        in_force.iter().fold(Regime::NOTICE, |regime, fact| regime.with(fact.rule))
    }
}

impl Dated {
    /// From the first day, until the first day after it.
    pub(super) fn holds_at(&self, instant: UtcDateTime) -> bool {
        holds(self.since, self.until, instant)
    }
}

/// Every place that the crate knows, with its facts.
///
/// A policy may [override](crate::policy::PolicyBuilder::override_law) a row.
///
/// # Examples
///
/// ```
/// use cookie_consent::Region;
/// use cookie_consent::law::{self, Jurisdiction};
///
/// let france = Jurisdiction::Region(Region::country_code(*b"FR"));
/// assert!(law::table().iter().any(|entry| entry.jurisdiction() == france));
/// ```
#[must_use]
pub const fn table() -> &'static [Entry] {
    &TABLE
}

/// Every fact once, in the order of the table.
///
/// # Examples
///
/// ```
/// use cookie_consent::law::{self, Certainty};
///
/// let recalled = law::facts().iter().filter(|fact| fact.certainty == Certainty::Recalled);
/// assert!(recalled.count() <= 10);
/// ```
#[must_use]
pub const fn facts() -> &'static [Fact] {
    &FACT_LIST
}

/// The fact of this id.
///
/// # Examples
///
/// ```
/// use cookie_consent::law;
///
/// assert_eq!(law::fact("us-co/gpc").map(|fact| fact.id), Some("us-co/gpc"));
/// assert_eq!(law::fact("us-co/nonsense"), None);
/// ```
#[must_use]
pub fn fact(id: &str) -> Option<&'static Fact> {
    facts().iter().find(|fact| fact.id == id)
}
