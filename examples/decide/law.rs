//! What the law of a place says, since when, and how that is known.

use std::fmt::{self, Write};

use cookie_consent::Region;
use cookie_consent::explain::{Basis, Explanation};
use cookie_consent::law::{self, Entry, Jurisdiction};
use time::UtcDateTime;

use crate::explain::{explained, instant};

/// The facts of these regions, those in force at an instant marked; of no region, those of an unknown one.
pub(crate) fn of(regions: &[Region], at: UtcDateTime) -> Result<String, fmt::Error> {
    let mut out = String::new();
    if regions.is_empty() {
        writeln!(out, "No region: the strictest of all rows holds, this one among them.\n")?;
        write_row(&mut out, row(Jurisdiction::Unknown), at)?;
    }
    for region in regions {
        let row = row(Jurisdiction::Region(*region))
            .or_else(|| row(Jurisdiction::Region(region.country())))
            .or_else(|| row(Jurisdiction::Elsewhere));
        writeln!(out, "{region}")?;
        if region.is_country() && law::table().iter().any(|entry| is_part_of(entry, *region)) {
            writeln!(out, "Parts of it have rows of their own; with no part known the strictest of them all holds.")?;
        }
        write_row(&mut out, row, at)?;
    }
    Ok(out)
}

/// Each reason that bears on an answer, the law on which it rests, and what would have to change.
pub(crate) fn behind(out: &mut String, explanation: &Explanation) -> fmt::Result {
    for bearing in explanation.bearings() {
        writeln!(out, "{}", explained(bearing.reason()))?;
        for basis in bearing.rests_on() {
            let region = basis.region().map_or("unknown".to_owned(), |region| region.to_string());
            match basis {
                Basis::Fact { fact, .. } => {
                    let since = fact.since.map_or("always".to_owned(), |since| format!("since {since}"));
                    writeln!(out, "    {region:<8} {}, {since} [{}, {}]", fact.rule, fact.id, fact.certainty)?;
                    writeln!(out, "    {:<8} {} <{}>", "", fact.clause, fact.address)?;
                }
                Basis::Override { change, .. } => {
                    writeln!(out, "    {region:<8} {}, by the policy's own change of the law", change.rule())?;
                }
            }
        }
        writeln!(out, "    {:<8} {}\n", "instead", bearing.remedy())?;
    }
    Ok(())
}

fn row(jurisdiction: Jurisdiction) -> Option<&'static Entry> {
    law::table().iter().find(|entry| entry.jurisdiction() == jurisdiction)
}

fn is_part_of(entry: &Entry, country: Region) -> bool {
    matches!(entry.jurisdiction(), Jurisdiction::Region(region) if !region.is_country() && region.country() == country)
}

fn write_row(out: &mut String, row: Option<&Entry>, at: UtcDateTime) -> fmt::Result {
    let Some(row) = row else {
        return writeln!(out, "  no row\n");
    };
    writeln!(out, "{}, at {}\n", row.name(), instant(at))?;
    writeln!(out, "    {:<10}  {:<44}  {:<10}  {:<24} clause", "since", "rule", "certainty", "id")?;
    for fact in row.facts() {
        let in_force = fact.holds_at(at);
        let since = fact.since.map_or("always".to_owned(), |since| since.to_string());
        writeln!(
            out,
            "  {} {since:<10}  {:<44}  {:<10}  {:<24} {}",
            if in_force { '✓' } else { '·' },
            fact.rule.to_string(),
            fact.certainty.as_str(),
            fact.id,
            fact.clause
        )?;
    }
    writeln!(out)
}
