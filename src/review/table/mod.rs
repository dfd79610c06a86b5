//! The whole of a policy as a table that people sign: what is decided for whom, where, after what was said.

mod axes;
mod csv;
mod details;
mod escape;
mod fold;
mod markdown;
mod rows;

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use time::UtcDateTime;

use crate::consent::StoredConsent;
use crate::decide::decide;
use crate::policy::Policy;
use crate::policy::budget::Budget;
use crate::reason::{Reason, Verdict};
use crate::visit::Age;

pub use axes::{TableConsent, TableRegion, TableSignal};
pub use csv::Csv;
pub use markdown::Markdown;
pub use rows::{TableCookie, TableRow};

use axes::Visitors;
use fold::{Line, fold};

/// What a policy decides at an instant: for each kind of cookie, in each region that the law can tell apart, after all
/// that a visitor may have said ([`TableConsent`]) and with all that may speak for the visitor ([`TableSignal`]).
///
/// Every cell is an answer of [`decide`], for a browser that is recognised and blocks nothing, so the table cannot
/// disagree with it. Written as [Markdown](Self::markdown) or [CSV](Self::csv) it is folded: kinds of cookies with the
/// same answers share a section, regions with the same answers everywhere share a name, and cells of a section with
/// one answer share a line. The lines of a section share no cell and leave none out.
///
/// A pattern stands for the names that it alone means. On the pages of a Member it holds what the Member declares, what
/// it forbids by name, and what of the site's own cookies is something else there; everything else is answered as on
/// the site. (Where two patterns or scopes of a site and a Member cross, so that neither is within the other, what both
/// mean is in no row, and is denied wherever either is denied.)
///
/// # Examples
///
/// ```
/// use cookie_consent::review::{DecisionTable, TableConsent, TableSignal};
/// use cookie_consent::decision::Verdict;
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::{Age, Category, Policy, Reason};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
///     .declare(Declaration::new("_fbp", Category::Targeting))
///     .build()
///     .unwrap();
/// let table = DecisionTable::of(&policy, utc_datetime!(2026-11-23 12:00), Age::Unknown).unwrap();
///
/// // nothing but the strictly necessary is allowed to who refused, anywhere
/// let refused = table.cells().filter(|cell| cell.consent() == TableConsent::RefusedAll);
/// let allowed = refused.filter(|cell| cell.verdict() == Verdict::Allow);
/// assert!(allowed.into_iter().all(|cell| cell.reason() == Reason::StrictlyNecessary));
///
/// let text = table.markdown().to_string();
/// assert!(text.contains("| any | any | any | allow | strictly-necessary |"));
/// ```
#[derive(Clone, Debug)]
pub struct DecisionTable<'p> {
    policy: &'p Policy,
    at: UtcDateTime,
    age: Age,
    /// Regions with the same answers everywhere.
    regions: Vec<Vec<TableRegion>>,
    sections: Vec<Section<'p>>,
}

/// A policy of which the [`DecisionTable`] would be too large.
///
/// # Examples
///
/// ```
/// use cookie_consent::review::{DecisionTable, TableTooLarge};
/// use cookie_consent::policy::{Declaration, Forbidden, Member, Version};
/// use cookie_consent::{Age, Category, Policy};
/// use time::macros::{date, utc_datetime};
///
/// let forbidding = |member: Member| (0..100).fold(member, |m, n| m.forbid(Forbidden::Cookie(format!("f{n}").into())));
/// let line = Declaration::new("_ga", Category::Performance);
/// let line = (0..100).fold(line, |line, n| line.on_host(&format!("h{n}.edx.org")));
/// let policy = (0..1_000)
///     .fold(Policy::builder().version(Version::new(1, date!(2022-12-15))).declare(line), |site, n| {
///         site.member(forbidding(Member::new(&format!("m{n}"))))
///     })
///     .build()
///     .unwrap();
/// let error = DecisionTable::of(&policy, utc_datetime!(2026-11-23 12:00), Age::Unknown).unwrap_err();
/// assert_eq!(error, TableTooLarge::TooManyCookies);
/// assert_eq!(
///     error.to_string(),
///     "too many cookies on the pages of too many members for a table: leave out members, or what they forbid by name"
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TableTooLarge {
    /// More than half a million cookies would be in its rows, each once for the site and for each Member, or 16 million
    /// would have to be looked at.
    #[error(
        "too many cookies on the pages of too many members for a table: leave out members, or what they forbid by name"
    )]
    TooManyCookies,
    /// It would have more than 32 million cells: so many kinds of cookies in so many regions.
    #[error("too many kinds of cookies in too many regions for a table: leave out members, or overrides of the law")]
    TooManyCells,
}

/// How many cells a table may have, and how many times a cookie may be written.
const CELLS: usize = 1 << 25;

/// Rows with the same answers.
#[derive(Clone, Debug)]
struct Section<'p> {
    rows: Vec<TableRow<'p>>,
    lines: Vec<Line>,
}

impl<'p> DecisionTable<'p> {
    /// The table of a policy at an instant, for visitors of this age: [`Age::Unknown`], or an age at which laws on
    /// minors differ.
    ///
    /// # Errors
    ///
    /// [`TableTooLarge`] for a policy of which nobody could read the table, such as one with a thousand Members who
    /// each forbid a hundred names, on each of a hundred hosts. A part of it would be no table to sign.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::DecisionTable;
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::{Age, Category, Policy};
    /// # use time::macros::{date, utc_datetime};
    /// # let policy = Policy::builder()
    /// #     .version(Version::new(1, date!(2022-12-15)))
    /// #     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
    /// #     .build()
    /// #     .unwrap();
    /// // for children other laws hold: that is another table
    /// let table = DecisionTable::of(&policy, utc_datetime!(2026-11-23 12:00), Age::Years(12)).unwrap();
    /// assert_eq!(table.age(), Age::Years(12));
    /// ```
    pub fn of(policy: &'p Policy, at: UtcDateTime, age: Age) -> Result<Self, TableTooLarge> {
        let regions = TableRegion::all(policy);
        let visitors = Visitors::of(policy, &regions, at, age);
        let mut budget = Budget::of(CELLS);
        let mut may_cost = |cost| if budget.take(cost) { Ok(()) } else { Err(TableTooLarge::TooManyCells) };
        let cells = regions.len().saturating_mul(TableConsent::ALL.len()).saturating_mul(TableSignal::ALL.len());
        let mut sections: Vec<(Vec<TableRow<'p>>, Vec<Vec<Reason>>)> = Vec::new();
        let mut known: BTreeMap<Vec<Vec<Reason>>, usize> = BTreeMap::new();
        let rows = rows::rows(policy)?;
        may_cost(cells.saturating_mul(rows.len()))?;
        for row in rows {
            let answers = answers(policy, &visitors, &regions, &row);
            let next = sections.len();
            let place = *known.entry(answers.clone()).or_insert(next);
            match sections.get_mut(place) {
                Some((rows, _)) => rows.push(row),
                None => sections.push((alloc::vec![row], answers)),
            }
        }
        // regions with the same answers in every section, and one of each to answer for them
        let mut classes: BTreeMap<Vec<&[Reason]>, Vec<usize>> = BTreeMap::new();
        for at in 0..regions.len() {
            let everywhere = sections.iter().filter_map(|(_, answers)| answers.get(at)).map(Vec::as_slice).collect();
            classes.entry(everywhere).or_default().push(at);
        }
        let mut classes: Vec<Vec<usize>> = classes.into_values().collect();
        classes.sort();
        let folded = sections.iter().map(|(_, answers)| {
            let sizes = [classes.len(), TableConsent::ALL.len(), TableSignal::ALL.len()];
            fold(sizes, |[region, consent, signal]| {
                let region = classes.get(region).and_then(|class| class.first()).and_then(|first| answers.get(*first));
                let circumstance = consent.saturating_mul(TableSignal::ALL.len()).saturating_add(signal);
                // no index is outside; of a cell that did not exist nothing would be known
                region.and_then(|answers| answers.get(circumstance)).copied().unwrap_or(Reason::Uncategorised)
            })
        });
        let folded: Vec<Vec<Line>> = folded.collect();
        // each cookie is written once for each line
        for ((rows, _), lines) in sections.iter().zip(&folded) {
            let cookies = rows.iter().map(|row| row.cookies.len()).fold(0, usize::saturating_add);
            may_cost(cookies.saturating_mul(lines.len()))?;
        }
        let of_class = |class: &Vec<usize>| class.iter().filter_map(|at| regions.get(*at)).copied().collect();
        Ok(Self {
            policy,
            at,
            age,
            regions: classes.iter().map(of_class).collect(),
            sections: sections.into_iter().zip(folded).map(|((rows, _), lines)| Section { rows, lines }).collect(),
        })
    }

    /// The instant.
    #[must_use]
    pub const fn at(&self) -> UtcDateTime {
        self.at
    }

    /// The age of the visitors.
    #[must_use]
    pub const fn age(&self) -> Age {
        self.age
    }

    /// The kinds of cookies, those with the same answers one after the other.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::DecisionTable;
    /// use cookie_consent::policy::{Declaration, Version};
    /// use cookie_consent::{Age, Category, Policy};
    /// use time::macros::{date, utc_datetime};
    ///
    /// let policy = Policy::builder()
    ///     .version(Version::new(1, date!(2022-12-15)))
    ///     .declare(Declaration::new("_ga", Category::Performance).on_host("edx.org"))
    ///     .declare(Declaration::new("_ga_*", Category::Performance))
    ///     .build()
    ///     .unwrap();
    /// let table = DecisionTable::of(&policy, utc_datetime!(2026-11-23 12:00), Age::Unknown).unwrap();
    /// let row = table.rows().next().unwrap();
    /// let cookies: Vec<String> = row.cookies().map(ToString::to_string).collect();
    /// assert_eq!(cookies, ["_ga (edx.org)", "_ga_*"]);
    /// assert_eq!(row.cookies().next().unwrap().cookie().name, "_ga");
    /// ```
    pub fn rows(&self) -> impl Iterator<Item = &TableRow<'p>> {
        self.sections.iter().flat_map(|section| &section.rows)
    }

    /// Every cell, unfolded.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::{Cell, DecisionTable};
    /// use cookie_consent::decision::Verdict;
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::{Age, Category, Policy};
    /// # use time::macros::{date, utc_datetime};
    /// # let policy = Policy::builder()
    /// #     .version(Version::new(1, date!(2022-12-15)))
    /// #     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
    /// #     .build()
    /// #     .unwrap();
    /// let table = DecisionTable::of(&policy, utc_datetime!(2026-11-23 12:00), Age::Unknown).unwrap();
    /// // whatever anybody says, the session is allowed
    /// let of_session = |cell: &Cell<'_, '_>| cell.row().cookies().any(|cookie| cookie.pattern() == "sessionid");
    /// assert!(table.cells().filter(of_session).all(|cell| cell.verdict() == Verdict::Allow));
    /// ```
    pub fn cells(&self) -> impl Iterator<Item = Cell<'_, 'p>> {
        self.sections.iter().flat_map(move |section| {
            section.rows.iter().flat_map(move |row| section.lines.iter().flat_map(move |line| self.unfolded(row, line)))
        })
    }

    fn unfolded<'t>(&'t self, row: &'t TableRow<'p>, line: &'t Line) -> impl Iterator<Item = Cell<'t, 'p>> {
        self.regions_of(line).flatten().flat_map(move |region| {
            consents_of(line).flat_map(move |consent| {
                signals_of(line).map(move |signal| Cell { row, region: *region, consent, signal, reason: line.reason })
            })
        })
    }

    /// The regions of a line, those with the same answers everywhere together.
    fn regions_of<'t>(&'t self, line: &'t Line) -> impl Iterator<Item = &'t [TableRegion]> + Clone {
        let [regions, ..] = &line.sets;
        regions.iter().filter_map(|at| self.regions.get(*at)).map(Vec::as_slice)
    }

    /// The table as Markdown, written as it is made.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::DecisionTable;
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::{Age, Category, Policy};
    /// # use time::macros::{date, utc_datetime};
    /// # let policy = Policy::builder()
    /// #     .version(Version::new(1, date!(2022-12-15)))
    /// #     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
    /// #     .build()
    /// #     .unwrap();
    /// let table = DecisionTable::of(&policy, utc_datetime!(2026-11-23 12:00), Age::Unknown).unwrap();
    /// assert!(table.markdown().to_string().contains("sessionid"));
    /// ```
    #[must_use]
    pub const fn markdown(&self) -> Markdown<'_, 'p> {
        Markdown::of(self)
    }

    /// The table as CSV, written as it is made.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::DecisionTable;
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::{Age, Category, Policy};
    /// # use time::macros::{date, utc_datetime};
    /// # let policy = Policy::builder()
    /// #     .version(Version::new(1, date!(2022-12-15)))
    /// #     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
    /// #     .build()
    /// #     .unwrap();
    /// let table = DecisionTable::of(&policy, utc_datetime!(2026-11-23 12:00), Age::Unknown).unwrap();
    /// assert!(table.csv().to_string().contains(",allow,strictly-necessary\r\n"));
    /// ```
    #[must_use]
    pub const fn csv(&self) -> Csv<'_, 'p> {
        Csv::of(self)
    }
}

fn consents_of(line: &Line) -> impl Iterator<Item = TableConsent> + Clone {
    let [_, consents, _] = &line.sets;
    consents.iter().filter_map(|at| TableConsent::ALL.get(*at)).copied()
}

fn signals_of(line: &Line) -> impl Iterator<Item = TableSignal> + Clone {
    let [_, _, signals] = &line.sets;
    signals.iter().filter_map(|at| TableSignal::ALL.get(*at)).copied()
}

/// The answers for a row, by region; in each by what was said, and then by signal.
fn answers(policy: &Policy, visitors: &Visitors, regions: &[TableRegion], row: &TableRow<'_>) -> Vec<Vec<Reason>> {
    let said = |consent: &TableConsent| visitors.stored(*consent, row.traits.judged());
    let said: Vec<StoredConsent> = TableConsent::ALL.iter().map(said).collect();
    // the cookies of a row are alike in all that decides
    let Some(cookie) = row.cookies.first().map(TableCookie::cookie) else {
        return Vec::new();
    };
    let in_region = |region: &TableRegion| {
        let each = said.iter().flat_map(|stored| TableSignal::ALL.iter().map(move |signal| (stored, *signal)));
        each.map(|(stored, signal)| {
            let visit = visitors.visit(row.place, region.region(), signal);
            decide(policy, &visit, stored.as_consent(), &cookie).reason()
        })
        .collect()
    };
    regions.iter().map(in_region).collect()
}

/// A cell of a [`DecisionTable`]: one question, and the reason of its answer.
///
/// # Examples
///
/// ```
/// use cookie_consent::review::{DecisionTable, TableConsent, TableSignal};
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::{Age, Category, Policy, Reason};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("_fbp", Category::Targeting))
///     .build()
///     .unwrap();
/// let table = DecisionTable::of(&policy, utc_datetime!(2026-11-23 12:00), Age::Unknown).unwrap();
/// let cell = table.cells().find(|cell| {
///     cell.row().cookies().any(|cookie| cookie.pattern() == "_fbp")
///         && cell.region().to_string() == "US-CA"
///         && cell.consent() == TableConsent::AcceptedAll
///         && cell.signal() == TableSignal::Gpc
/// });
/// assert_eq!(cell.unwrap().reason(), Reason::GpcBinding);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Cell<'t, 'p> {
    row: &'t TableRow<'p>,
    region: TableRegion,
    consent: TableConsent,
    signal: TableSignal,
    reason: Reason,
}

impl<'t, 'p> Cell<'t, 'p> {
    /// Of which cookies, on whose pages.
    #[must_use]
    pub const fn row(&self) -> &'t TableRow<'p> {
        self.row
    }

    /// Where the visitor is.
    #[must_use]
    pub const fn region(&self) -> TableRegion {
        self.region
    }

    /// What the visitor said.
    #[must_use]
    pub const fn consent(&self) -> TableConsent {
        self.consent
    }

    /// What speaks for the visitor.
    #[must_use]
    pub const fn signal(&self) -> TableSignal {
        self.signal
    }

    /// The rule that decides.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// The verdict.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.reason.verdict()
    }
}
