//! The Open Cookie Database: a public list of cookie names with crowd-sourced labels, as CSV.

mod retention;
mod row;

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use csv::{ByteRecord, ReaderBuilder};

use crate::cookie::{HostName, Storage};
use crate::policy::{Declaration, Shown};
pub use row::WhyRefused;
use row::{Read, Row};

/// The most bytes that are read: thirty times the list of today.
const MAX_LEN: usize = 16 << 20;
/// The most rows that are read: forty times the list of today.
const MAX_ROWS: usize = 100_000;

/// What was read of the list: every row is in it, taken or refused.
///
/// # Examples
///
/// See [`open_cookie_database`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    taken: Vec<Label>,
    refused: Vec<Refused>,
    rows: usize,
}

/// A declaration that the list suggests, and the rows that it comes from.
///
/// # Examples
///
/// See [`open_cookie_database`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    declaration: Declaration,
    sources: Vec<Source>,
}

/// A row of the list, as it stands there.
///
/// # Examples
///
/// See [`open_cookie_database`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// The number of the row; the one after the header is 1.
    pub row: usize,
    /// Its id in the list.
    pub id: Box<str>,
    /// The product or company that sets the cookie.
    pub platform: Box<str>,
    /// The list's own category.
    pub category: Box<str>,
    /// The column `Domain`. Where it is a host, or several, the declaration is scoped to it; elsewhere it is prose.
    pub domain: Box<str>,
}

/// A row that was not taken.
///
/// # Examples
///
/// See [`open_cookie_database`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// The number of the row; the one after the header is 1.
    pub row: usize,
    /// The name that it gives.
    pub name: Shown,
    /// Why.
    pub why: WhyRefused,
}

/// Why a list was not read at all.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::{ImportError, open_cookie_database};
///
/// assert_eq!(open_cookie_database(b"ID,Platform\n"), Err(ImportError::MissingColumn("Category")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The header has no column of this name.
    #[error("the header has no column `{0}`")]
    MissingColumn(&'static str),
    /// There is more than anybody's list.
    #[error("the list has {0} bytes, and the most that is read is 16777216")]
    TooLong(usize),
    /// There are more rows than in anybody's list.
    #[error("the list has more than 100000 rows")]
    TooManyRows,
}

impl Import {
    /// The declarations that the list suggests, in the order of their names:
    /// [imported](crate::policy::Trust::Imported), and never strictly necessary. A policy can hold all of them.
    #[must_use]
    pub fn taken(&self) -> &[Label] {
        &self.taken
    }

    /// The rows that were not taken, in their order.
    #[must_use]
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// How many rows there were: each is a source of something taken, or refused.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// The declarations alone, to be added to a policy.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Policy;
    /// use cookie_consent::policy::Version;
    /// use cookie_consent::read::open_cookie_database;
    /// use time::macros::date;
    ///
    /// let list = b"ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,Data Controller,\
    /// User Privacy & GDPR Rights Portals,Wildcard match\n1,TikTok,Marketing,_ttp,,counts,13 months,TikTok,,0\n";
    /// let import = open_cookie_database(list).unwrap();
    /// let site = Policy::builder().version(Version::new(1, date!(2022-12-15)));
    /// assert!(import.into_declarations().fold(site, |site, label| site.declare(label)).build().is_ok());
    /// ```
    pub fn into_declarations(self) -> impl Iterator<Item = Declaration> {
        self.taken.into_iter().map(|label| label.declaration)
    }
}

impl Label {
    /// What it suggests.
    #[must_use]
    pub const fn declaration(&self) -> &Declaration {
        &self.declaration
    }

    /// Where it comes from: several rows if they name one cookie. Their categories and uses are united, also with those
    /// that rows for any host, or for a host above, give to the same name, so that no label hides another that asks for
    /// more; of lifetimes the shortest counts.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }
}

/// Reads the CSV of the [Open Cookie Database](https://github.com/jkwakman/Open-Cookie-Database). Nothing is silently
/// dropped: every row is taken, or refused by name.
///
/// The labels are opinions. They are taken as [imported](crate::policy::Trust::Imported): they inform reports and
/// suggestions, and decide only if the policy says so. `Functional`, `Personalization`, `Security` and `Necessary`
/// become functionality, since a list cannot know what is strictly necessary for a site; `Analytics` becomes
/// performance, `Marketing` targeting. A name marked as a wildcard is a prefix.
///
/// # Errors
///
/// [`ImportError`] for `b"ID,Platform\n"`, a header without a column that is needed, and for more than 16 MiB or
/// 100,000 rows.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::{WhyRefused, open_cookie_database};
/// use cookie_consent::Category;
/// use cookie_consent::cookie::CategorySet;
/// use cookie_consent::policy::Trust;
///
/// let list = b"\
/// ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,Wildcard match
/// a1,Example,Analytics,_xa,,Counts visitors,2 years,0
/// a2,Example,Marketing,_s,,Retargets,session,1
/// ";
/// let import = open_cookie_database(list).unwrap();
/// assert_eq!(import.taken()[0].declaration().pattern(), "_xa");
/// assert_eq!(import.taken()[0].sources()[0].platform.as_ref(), "Example");
/// // taken literally, the prefix `_s` would claim every name that begins so
/// assert_eq!((import.refused()[0].row, import.refused()[0].why), (2, WhyRefused::ShortPrefix));
/// ```
pub fn open_cookie_database(csv: &[u8]) -> Result<Import, ImportError> {
    if csv.len() > MAX_LEN {
        return Err(ImportError::TooLong(csv.len()));
    }
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv);
    // reading from memory cannot fail, and a row of any length is a row
    let mut records = reader.byte_records().map_while(Result::ok);
    let columns = Columns::of(&records.next().unwrap_or_default())?;
    let mut found: BTreeMap<Place, Label> = BTreeMap::new();
    let mut import = Import { taken: Vec::new(), refused: Vec::new(), rows: 0 };
    for (record, row) in records.zip(1..) {
        if row > MAX_ROWS {
            return Err(ImportError::TooManyRows);
        }
        import.rows = row;
        match Row::read(&record, &columns) {
            Ok(Read { declarations, source }) => {
                for (place, declaration) in declarations {
                    let source = Source { row, ..source.clone() };
                    match found.get_mut(&place) {
                        Some(label) => label.unite(&declaration, source),
                        None => {
                            found.insert(place, Label { declaration, sources: Vec::from([source]) });
                        }
                    }
                }
            }
            Err((name, why)) => import.refused.push(Refused { row, name, why }),
        }
    }
    widen(&mut found);
    import.taken = found.into_values().collect();
    Ok(import)
}

impl Label {
    fn unite(&mut self, other: &Declaration, source: Source) {
        let ours = &mut self.declaration;
        // defaults first: beside a use that is named, silence would no longer mean sale and sharing
        ours.uses = ours.uses().union(other.uses());
        ours.lifetime = match (ours.lifetime, other.lifetime) {
            (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
            (ours, theirs) => ours.or(theirs),
        };
        ours.categories = ours.categories.union(other.categories);
        self.sources.push(source);
    }
}

/// A label for a host is the only one that counts there, so it takes on what labels of the same name ask for on the
/// hosts above and on any host.
fn widen(found: &mut BTreeMap<Place, Label>) {
    let mut wider = Vec::new();
    for place in found.keys() {
        let (pattern, storage, Some(host)) = place else { continue };
        let above = HostName::new(host).scopes().skip(1).map(|host| Some(host.into())).chain([None]);
        let labels = above.filter_map(|host| found.get(&(pattern.clone(), *storage, host)));
        let asked = labels.map(|label| (label.declaration.categories, label.declaration.uses()));
        let all = asked.reduce(|(categories, uses), (more, others)| (categories.union(more), uses.union(others)));
        wider.extend(all.map(|all| (place.clone(), all)));
    }
    for (place, (categories, uses)) in wider {
        if let Some(Label { declaration, .. }) = found.get_mut(&place) {
            declaration.uses = declaration.uses().union(uses);
            declaration.categories = declaration.categories.union(categories);
        }
    }
}

/// What makes two rows speak of one cookie: pattern, storage and host.
type Place = (Box<str>, Storage, Option<Box<str>>);

/// Where each column is.
struct Columns {
    id: usize,
    platform: usize,
    category: usize,
    name: usize,
    domain: usize,
    description: usize,
    retention: usize,
    wildcard: usize,
}

impl Columns {
    fn of(header: &ByteRecord) -> Result<Self, ImportError> {
        // a byte order mark is no part of the first name
        let is = |field: &[u8], name: &str| field.strip_prefix(b"\xef\xbb\xbf").unwrap_or(field) == name.as_bytes();
        let at = |name| header.iter().position(|field| is(field, name)).ok_or(ImportError::MissingColumn(name));
        Ok(Self {
            id: at("ID")?,
            platform: at("Platform")?,
            category: at("Category")?,
            name: at("Cookie / Data Key name")?,
            domain: at("Domain")?,
            description: at("Description")?,
            retention: at("Retention period")?,
            wildcard: at("Wildcard match")?,
        })
    }
}
