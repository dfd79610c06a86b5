use core::fmt;

use time::{Date, UtcDateTime};

use super::Rule;
use super::calendar::holds;
use crate::vocabulary::spelled;

/// How well something is known.
///
/// # Examples
///
/// ```
/// use cookie_consent::law::Certainty;
///
/// assert!(Certainty::Primary < Certainty::Recalled);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Certainty {
    /// The law's or the regulator's own words were read.
    Primary,
    /// A page that quotes or summarises them was read.
    Secondary,
    /// From general knowledge: looked for, and not found.
    Recalled,
    /// Nobody's law: a cautious choice of this crate.
    Design,
}

spelled! {
    Certainty ("a certainty") {
        Primary = "primary", Secondary = "secondary", Recalled = "recalled", Design = "design",
    }
}

/// What sort of text a fact stands in.
///
/// # Examples
///
/// ```
/// assert_eq!("guidance".parse(), Ok(cookie_consent::law::Kind::Guidance));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// An act of a parliament.
    Statute,
    /// A regulation under an act, or one of the European Union.
    Regulation,
    /// What a regulator or a body of the industry says that a law means.
    Guidance,
    /// None: a cautious choice of this crate, where the law gives no number or nobody has looked.
    Design,
}

spelled! {
    Kind ("a kind of source") {
        Statute = "statute", Regulation = "regulation", Guidance = "guidance", Design = "design",
    }
}

/// Whom a fact binds. Whoever is outside of it may [say so](crate::policy::PolicyBuilder::not_subject_to).
///
/// # Examples
///
/// ```
/// assert_eq!("online-platforms".parse(), Ok(cookie_consent::law::Scope::OnlinePlatforms));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// Every site.
    Everybody,
    /// Online platforms in the sense of the act.
    OnlinePlatforms,
    /// Who does business above a threshold of turnover or of visitors.
    AboveThreshold,
    /// One sector, which [`Fact::remark`] names.
    Sector,
}

spelled! {
    Scope ("a scope") {
        Everybody = "everybody", OnlinePlatforms = "online-platforms", AboveThreshold = "above-threshold",
        Sector = "sector",
    }
}

/// Whether courts let a fact stand.
///
/// # Examples
///
/// ```
/// assert_eq!("enjoined".parse(), Ok(cookie_consent::law::Status::Enjoined));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Status {
    /// Nothing is known against it.
    InForce,
    /// It is under challenge and holds meanwhile.
    Challenged,
    /// A court has stopped it, from [`Fact::until`] on.
    Enjoined,
}

spelled! {
    Status ("a status") {
        InForce = "in-force", Challenged = "challenged", Enjoined = "enjoined",
    }
}

/// A fact of law: what holds, from when to when, where that stands, whom it binds, and how well it is known.
///
/// # Examples
///
/// ```
/// use cookie_consent::law::{self, Kind, Reach, Rule};
/// use time::macros::date;
///
/// let fact = law::fact("us-or/minors-2026").unwrap();
/// assert_eq!(fact.rule, Rule::MinorsProhibited { below: 16, reach: Reach::CoveredUses });
/// assert_eq!((fact.since, fact.until), (Some(date!(2026 - 01 - 01)), None));
/// assert_eq!(fact.kind, Kind::Statute);
/// assert!(fact.address.starts_with("https://"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Fact {
    /// Its name, which stays.
    pub id: &'static str,
    /// What it says.
    pub rule: Rule,
    /// From 00:00 UTC of this day; `None` if it holds for every instant that a record may speak of.
    ///
    /// Where a source names only a month, a stricter rule starts on its first day and a laxer one on the first day
    /// after it.
    pub since: Option<Date>,
    /// The first day on which it does not hold any more: repealed, replaced or enjoined. `None` if no end is known.
    pub until: Option<Date>,
    /// Where it stands, so that it can be looked up.
    pub clause: &'static str,
    /// The address of the text; empty where there is none.
    pub address: &'static str,
    /// What sort of text that is.
    pub kind: Kind,
    /// Whom it binds.
    pub scope: Scope,
    /// Whether courts let it stand.
    pub status: Status,
    /// How well the text is known.
    pub certainty: Certainty,
    /// How well its days are known.
    pub dates: Certainty,
    /// What was read of it, or where it was looked for; may be empty.
    pub read: &'static str,
    /// What else a lawyer would want to know; may be empty.
    pub remark: &'static str,
    /// The day on which it was last checked: at the latest [`AS_OF`](crate::law::AS_OF).
    pub checked: Date,
}

impl fmt::Display for Fact {
    /// One line: what it says, its id and certainty, the clause, and its address.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::law;
    ///
    /// let line = law::fact("us-tx/gpc").unwrap().to_string();
    /// assert!(line.starts_with("honours-gpc (us-tx/gpc, primary): Tex. Bus. & Com. Code § 541.055(e) <https://"));
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, rule, certainty, clause, address, .. } = self;
        write!(f, "{rule} ({id}, {certainty}): {clause}")?;
        if address.is_empty() { Ok(()) } else { write!(f, " <{address}>") }
    }
}

impl Fact {
    /// Whether it holds at an instant: from 00:00 UTC of its first day, until 00:00 UTC of the first day on which it
    /// does not hold any more.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::law;
    /// use time::macros::utc_datetime;
    ///
    /// let fact = law::fact("us-or/minors-2026").unwrap();
    /// assert!(fact.holds_at(utc_datetime!(2026-01-01 00:00)));
    /// assert!(!fact.holds_at(utc_datetime!(2025-12-31 23:59:59)));
    /// ```
    #[must_use]
    pub fn holds_at(&self, instant: UtcDateTime) -> bool {
        holds(self.since, self.until, instant)
    }
}
