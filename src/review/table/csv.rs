use core::fmt;

use super::escape::{Field, Joined, apostrophe};
use super::rows::Traits;
use super::{DecisionTable, TableConsent, TableCookie, TableSignal, consents_of, signals_of};

/// A [`DecisionTable`] as CSV: for each kind of cookie each line of its section, spelt out so that a spreadsheet can
/// filter it. `any` stands for every region, everything said, or every signal.
///
/// Lines end with CR LF, the first is a heading, and fields are quoted where needed (RFC 4180). Items of a field are
/// separated by semicolons. A cookie whose name begins like a formula (`=`, `+`, `-`, `@`) has an apostrophe before it,
/// and so has one that begins with an apostrophe.
///
/// # Examples
///
/// ```
/// use cookie_consent::review::DecisionTable;
/// use cookie_consent::policy::Version;
/// use cookie_consent::{Age, Policy};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder().version(Version::new(1, date!(2022-12-15))).build().unwrap();
/// let table = DecisionTable::of(&policy, utc_datetime!(2026-11-23 12:00), Age::Unknown).unwrap();
/// let text = table.csv().to_string();
/// assert!(text.starts_with("pages,cookies,categories,uses,details,regions,consent,signals,verdict,reason\r\n"));
/// assert!(text.ends_with("\r\nsite,*,,,not in the inventory,any,any,any,deny,uncategorised\r\n"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Csv<'t, 'p>(&'t DecisionTable<'p>);

impl<'t, 'p> Csv<'t, 'p> {
    pub(super) const fn of(table: &'t DecisionTable<'p>) -> Self {
        Self(table)
    }
}

/// Between the items of a field. No item holds a semicolon.
const AND: &str = "; ";

impl fmt::Display for Csv<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("pages,cookies,categories,uses,details,regions,consent,signals,verdict,reason\r\n")?;
        for section in &self.0.sections {
            for row in &section.rows {
                for line in &section.lines {
                    let cookies = Joined(row.cookies.iter().map(Cookie), AND);
                    write!(f, "{},{},", Field(row.pages()), Field(cookies))?;
                    match &row.traits {
                        Traits::Listed(listed) => {
                            let categories = Joined(listed.categories.iter(), AND);
                            write!(f, "{},{},", Field(categories), Field(Joined(listed.uses.iter(), AND)))?;
                        }
                        Traits::OtherParty | Traits::NotListed => f.write_str(",,")?,
                    }
                    let regions = self.0.regions_of(line).flatten();
                    let all = self.0.regions.iter().flatten().count();
                    write!(f, "{},", Field(row.details()))?;
                    write!(f, "{},", Field(AnyOr(regions, all)))?;
                    write!(f, "{},", Field(AnyOr(consents_of(line), TableConsent::ALL.len())))?;
                    write!(f, "{},", Field(AnyOr(signals_of(line), TableSignal::ALL.len())))?;
                    write!(f, "{},{}\r\n", line.reason.verdict(), line.reason)?;
                }
            }
        }
        Ok(())
    }
}

/// A cookie as an item of a field.
struct Cookie<'t, 'p>(&'t TableCookie<'p>);

impl fmt::Display for Cookie<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", apostrophe(self.0.pattern()), self.0)
    }
}

/// All of so many, or those that are listed.
struct AnyOr<I>(I, usize);

impl<I: Iterator<Item: fmt::Display> + Clone> fmt::Display for AnyOr<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(items, all) = self;
        if items.clone().count() == *all { f.write_str("any") } else { write!(f, "{}", Joined(items.clone(), AND)) }
    }
}
