use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::escape::{Code, Joined};
use super::fold::Line;
use super::rows::Traits;
use super::{DecisionTable, Section, TableConsent, TableCookie, TableRegion, TableRow, TableSignal};
use crate::policy::Shown;
use crate::reason::Reason;
use crate::visit::{Age, Place};

/// A [`DecisionTable`] as Markdown, for people: a section for all kinds of cookies with the same answers, and a key to
/// every word.
///
/// "Any" stands for all values, and "any but" for all others. Names, hosts and paths stand in code spans, with pipes
/// escaped, and nothing in them is Markdown or HTML.
///
/// # Examples
///
/// See [`DecisionTable`].
#[derive(Clone, Copy, Debug)]
pub struct Markdown<'t, 'p>(&'t DecisionTable<'p>);

impl<'t, 'p> Markdown<'t, 'p> {
    pub(super) const fn of(table: &'t DecisionTable<'p>) -> Self {
        Self(table)
    }
}

impl fmt::Display for Markdown<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.heading(f)?;
        for (section, number) in self.0.sections.iter().zip(1_u32..) {
            self.section(f, section, number)?;
        }
        self.key(f)
    }
}

impl Markdown<'_, '_> {
    fn heading(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DecisionTable { policy, at, age, .. } = self.0;
        let (hour, minute, second) = at.time().as_hms();
        let controller = Shown::from(&*policy.source().controller).to_string();
        f.write_str("# Decision table\n\n")?;
        if !controller.is_empty() {
            writeln!(f, "* Site: {}", Code(&controller))?;
        }
        writeln!(f, "* Version of the policy: {}", policy.version_at(*at))?;
        writeln!(f, "* Law and policy as of: {}T{hour:02}:{minute:02}:{second:02}Z", at.date())?;
        for one in policy.source().not_subject() {
            let (fact, because) = (Shown::from(one.fact()).to_string(), Shown::from(one.because()).to_string());
            writeln!(f, "* Set aside, as it does not bind this site: {}, because {}", Code(&fact), Code(&because))?;
        }
        match age {
            Age::Unknown => f.write_str("* Age of the visitor: not known\n")?,
            Age::Years(years) => writeln!(f, "* Age of the visitor: {years}")?,
        }
        f.write_str(
            "\nEach line of a section answers for every cookie of the section, for each combination of what was said, \
             what speaks for the visitor, and where; no combination is in two lines or in none. On the pages of a \
             Member, cookies that are not listed for it are answered as on the site. Browsers are recognised and block \
             nothing; no TC string was sent. A cookie `*` is any that is not declared. The words are explained at the end.\n",
        )
    }

    fn section(self, f: &mut fmt::Formatter<'_>, section: &Section<'_>, number: u32) -> fmt::Result {
        writeln!(f, "\n## {number}. {}\n", title(section))?;
        f.write_str("| pages | cookies | categories | uses | details |\n|---|---|---|---|---|\n")?;
        for row in &section.rows {
            let cookies = Joined(row.cookies.iter().map(Cookie), ", ");
            write!(f, "| {} | {cookies} | ", row.pages())?;
            match &row.traits {
                Traits::Listed(listed) => {
                    write!(f, "{} | {}", Joined(listed.categories.iter(), ", "), Joined(listed.uses.iter(), ", "))?;
                }
                Traits::OtherParty | Traits::NotListed => f.write_str(" | ")?,
            }
            writeln!(f, " | {} |", row.details())?;
        }
        f.write_str("\n| said | signal | regions | verdict | reason |\n|---|---|---|---|---|\n")?;
        for line in &section.lines {
            let [regions, consents, signals] = &line.sets;
            let said = Set { values: consents, size: TableConsent::ALL.len(), item: |at| TableConsent::ALL.get(at) };
            let signals = Set { values: signals, size: TableSignal::ALL.len(), item: |at| TableSignal::ALL.get(at) };
            let regions = Set {
                values: regions,
                size: self.0.regions.len(),
                item: |at| self.0.regions.get(at).map(Vec::as_slice).map(Class),
            };
            let Line { reason, .. } = line;
            writeln!(f, "| {said} | {signals} | {regions} | {} | {reason} |", reason.verdict())?;
        }
        Ok(())
    }

    fn key(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\n## Regions\n\nRegions with the same answers in every line share a name.\n\n")?;
        f.write_str("| name | stands for |\n|---|---|\n")?;
        for class in &self.0.regions {
            writeln!(f, "| {} | {} |", Class(class), Joined(class.iter().map(Named), ", "))?;
        }
        f.write_str("\n## What was said\n\n| word | the visitor |\n|---|---|\n")?;
        for said in TableConsent::ALL {
            writeln!(f, "| {said} | {} |", said.explanation())?;
        }
        f.write_str("\n## Signals\n\n| word | what speaks for the visitor |\n|---|---|\n")?;
        for signal in TableSignal::ALL {
            writeln!(f, "| {signal} | {} |", signal.explanation())?;
        }
        f.write_str("\n## Reasons\n\n| verdict | reason | explanation |\n|---|---|---|\n")?;
        let reasons: BTreeSet<Reason> =
            self.0.sections.iter().flat_map(|section| &section.lines).map(|line| line.reason).collect();
        for reason in reasons {
            writeln!(f, "| {} | {reason} | {} |", reason.verdict(), reason.explanation())?;
        }
        Ok(())
    }
}

/// The categories of the site's cookies in a section, or else of a Member's.
fn title(section: &Section<'_>) -> String {
    let first = section.rows.first().map(TableRow::place);
    let own = section.rows.iter().filter(|row| Some(row.place()) == first);
    let mut titles: Vec<String> = own
        .map(|row| match &row.traits {
            Traits::Listed(listed) => Joined(listed.categories.iter(), " and ").to_string(),
            Traits::OtherParty | Traits::NotListed => row.details().to_string(),
        })
        .collect();
    titles.dedup();
    let titles = titles.join("; ");
    match first {
        Some(Place::Member(id)) => format!("{titles} on pages of {id}"),
        Some(Place::Site) | None => titles,
    }
}

/// A cookie as it stands in a cell.
struct Cookie<'t, 'p>(&'t TableCookie<'p>);

impl fmt::Display for Cookie<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Code(&self.0.to_string()), f)
    }
}

/// The name of regions with the same answers: that of the first, and how many more there are.
struct Class<'t>(&'t [TableRegion]);

impl fmt::Display for Class<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => Ok(()),
            [only] => fmt::Display::fmt(only, f),
            [first, others @ ..] => write!(f, "{first} +{}", others.len()),
        }
    }
}

/// A region with its name.
struct Named<'t>(&'t TableRegion);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.name() {
            Some(name) => write!(f, "{} ({name})", self.0),
            None => write!(f, "{} (no part of it known)", self.0),
        }
    }
}

/// Values of an axis of this size.
struct Set<'t, F> {
    values: &'t [usize],
    size: usize,
    item: F,
}

impl<F: Fn(usize) -> Option<T> + Copy, T: fmt::Display> fmt::Display for Set<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { values, size, item } = *self;
        let inside = values.iter().copied().filter_map(item);
        let outside = (0..size).filter(|at| !values.contains(at)).filter_map(item);
        match outside.clone().count() {
            0 => f.write_str("any"),
            left_out if left_out < values.len() => write!(f, "any but {}", Joined(outside, ", ")),
            _ => fmt::Display::fmt(&Joined(inside, ", "), f),
        }
    }
}
