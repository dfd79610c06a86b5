use super::{Entry, Jurisdiction, table};
use crate::visit::Region;

/// The rows of the table that answer for a region, before a policy changes anything; `None` is an unknown region.
///
/// One row, its own or that of the country in which it lies, or "elsewhere" for a country without a row. Two questions
/// have more to them: where only a country is known of which parts have rows of their own, every row of the country is
/// here, and the strictest of them holds; and of an unknown region only its own row is here, though what holds there is
/// at least as strict as any row of the table. A code that no list knows counts as unknown, and `US-ZZ` as `US`.
///
/// # Examples
///
/// ```
/// use cookie_consent::law;
///
/// let names = |region: &str| law::answering(region.parse().ok()).map(|row| row.name()).collect::<Vec<_>>();
/// assert_eq!(names("US-CA"), ["California"]);
/// assert_eq!(names("FR-75"), ["France"]);
/// assert_eq!(names("CA-ON"), ["Canada outside Quebec"]);
/// assert_eq!(names("CA"), ["Canada outside Quebec", "Quebec"]);
/// assert_eq!(names("KE"), ["every other country"]);
/// assert_eq!(names("XX"), ["unknown region"]);
/// ```
pub fn answering(region: Option<Region>) -> impl Iterator<Item = &'static Entry> + Clone {
    let asked = region.map_or(Asked::Row(Jurisdiction::Unknown), Asked::of);
    table().iter().filter(move |entry| match asked {
        Asked::Row(jurisdiction) => entry.jurisdiction() == jurisdiction,
        Asked::RowsOf(country) => is_of(entry, |region| region.country() == country),
    })
}

/// Whose rows answer.
#[derive(Clone, Copy)]
enum Asked {
    Row(Jurisdiction),
    /// A country and its parts.
    RowsOf(Region),
}

impl Asked {
    fn of(region: Region) -> Self {
        let country = region.country();
        let has_row = |wanted| table().iter().any(|entry| entry.jurisdiction() == Jurisdiction::Region(wanted));
        let is_divided =
            || table().iter().any(|entry| is_of(entry, |part| !part.is_country() && part.country() == country));
        // of a part that there is not, the country is known
        let is_a_country = region.is_country() || !(has_row(region) || region.is_assigned());
        if is_a_country && is_divided() {
            Self::RowsOf(country)
        } else if has_row(region) {
            Self::Row(Jurisdiction::Region(region))
        } else if has_row(country) {
            Self::Row(Jurisdiction::Region(country))
        } else if region.is_assigned() {
            Self::Row(Jurisdiction::Elsewhere)
        } else {
            Self::Row(Jurisdiction::Unknown)
        }
    }
}

fn is_of(entry: &Entry, holds: impl FnOnce(Region) -> bool) -> bool {
    match entry.jurisdiction() {
        Jurisdiction::Region(region) => holds(region),
        Jurisdiction::Elsewhere | Jurisdiction::Unknown => false,
    }
}
