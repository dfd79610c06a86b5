//! One row: what it means, or why it is refused.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use csv::ByteRecord;

use super::{Columns, Place, Source, retention};
use crate::cookie::{Category, DataUse, HostName};
use crate::policy::{Declaration, Pattern, Shown};
use crate::vocabulary::spelled;

/// Why a row of a list was not taken.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::read::WhyRefused::ShortPrefix.as_str(), "short-prefix");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WhyRefused {
    /// It has fewer columns than the header.
    MissingColumn,
    /// A field is not UTF-8.
    NotUtf8,
    /// A field has more than 8,192 bytes.
    TooLong,
    /// It names no cookie.
    NoName,
    /// The name has a space, a control or invisible character, `;` or `=`, or more than 4,096 bytes: no cookie has
    /// that name. Or it looks like a regular expression, and no policy takes it.
    NotAName,
    /// The name stands for others, by `[…]`, `%…%` or `{…}`, and the list does not say how.
    Placeholder,
    /// The name has a `*`, and the list says by another column what is a pattern.
    Star,
    /// It is a prefix of fewer than three bytes, which would claim other cookies.
    ShortPrefix,
    /// Whether it is a prefix is not said by `0` or `1`.
    UnknownWildcard,
    /// Its category is none of the list's.
    UnknownCategory,
}

spelled! {
    WhyRefused ("a reason to refuse a row") {
        MissingColumn = "missing-column", NotUtf8 = "not-utf-8", TooLong = "too-long", NoName = "no-name",
        NotAName = "not-a-name", Placeholder = "placeholder", Star = "star", ShortPrefix = "short-prefix",
        UnknownWildcard = "unknown-wildcard", UnknownCategory = "unknown-category",
    }
}

/// What was taken of a row: a declaration for each host.
pub(super) struct Read {
    pub(super) declarations: Vec<(Place, Declaration)>,
    /// Without its number.
    pub(super) source: Source,
}

/// The fields of a row.
pub(super) struct Row<'r> {
    name: &'r str,
    category: &'r str,
    domain: &'r str,
    description: &'r str,
    retention: &'r str,
    wildcard: &'r str,
}

const LONGEST_FIELD: usize = 8_192;
/// How many hosts one row can name. Each becomes a declaration with the whole description, and today's list names two.
const MOST_HOSTS: usize = 8;

impl Row<'_> {
    pub(super) fn read(record: &ByteRecord, columns: &Columns) -> Result<Read, (Shown, WhyRefused)> {
        let shown = || Shown::from(&*String::from_utf8_lossy(record.get(columns.name).unwrap_or_default()));
        let field = |at| {
            let bytes = record.get(at).ok_or(WhyRefused::MissingColumn)?;
            let text = core::str::from_utf8(bytes).map_err(|_| WhyRefused::NotUtf8)?;
            if text.len() > LONGEST_FIELD { Err(WhyRefused::TooLong) } else { Ok(text) }
        };
        let read = || {
            let row = Row {
                name: field(columns.name)?,
                category: field(columns.category)?,
                domain: field(columns.domain)?,
                description: field(columns.description)?,
                retention: field(columns.retention)?,
                wildcard: field(columns.wildcard)?,
            };
            let source = Source {
                row: 0,
                id: field(columns.id)?.into(),
                platform: field(columns.platform)?.into(),
                category: row.category.into(),
                domain: row.domain.into(),
            };
            Ok(Read { declarations: row.declarations()?, source })
        };
        read().map_err(|why| (shown(), why))
    }

    fn declarations(&self) -> Result<Vec<(Place, Declaration)>, WhyRefused> {
        let (category, data_use) = meaning(self.category).ok_or(WhyRefused::UnknownCategory)?;
        let pattern = self.pattern()?;
        let (storage, lifetime) = retention::read(self.retention);
        let any_host = || {
            let declaration = Declaration::new(&pattern, category).imported().stored_in(storage);
            let declaration = data_use.into_iter().fold(declaration, Declaration::used_for);
            let declaration = lifetime.into_iter().fold(declaration, Declaration::lasting);
            declaration.purpose(self.description.trim())
        };
        let hosts = hosts(self.domain);
        let place = |host: Option<&str>| -> Place { (pattern.as_str().into(), storage, host.map(Box::from)) };
        if hosts.is_empty() {
            return Ok(Vec::from([(place(None), any_host())]));
        }
        // the list names the host of a cookie that is not the site's own
        let on = |host: &String| (place(Some(host)), any_host().on_host(host).third_party());
        Ok(hosts.iter().map(on).collect())
    }

    fn pattern(&self) -> Result<String, WhyRefused> {
        let name = self.name;
        let visible = name.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b';' | b'='));
        let stands_for_others = name.contains(['[', ']', '{', '}', '<', '>']) || name.matches('%').count() > 1;
        let is_prefix = match self.wildcard.trim() {
            "0" => false,
            "1" => true,
            _ => return Err(WhyRefused::UnknownWildcard),
        };
        if name.is_empty() {
            Err(WhyRefused::NoName)
        } else if !visible {
            Err(WhyRefused::NotAName)
        } else if stands_for_others {
            Err(WhyRefused::Placeholder)
        } else if name.contains('*') {
            Err(WhyRefused::Star)
        } else if is_prefix && name.len() < 3 {
            Err(WhyRefused::ShortPrefix)
        } else {
            let pattern = [name, if is_prefix { "*" } else { "" }].concat();
            if Pattern::new(&pattern).is_ok() { Ok(pattern) } else { Err(WhyRefused::NotAName) }
        }
    }
}

/// What the list's categories mean here, with the use that they tell.
fn meaning(category: &str) -> Option<(Category, Option<DataUse>)> {
    match category.trim() {
        "Functional" | "Necessary" => Some((Category::Functionality, None)),
        "Personalization" => Some((Category::Functionality, Some(DataUse::ContentPersonalisation))),
        "Security" => Some((Category::Functionality, Some(DataUse::Security))),
        "Analytics" => Some((Category::Performance, None)),
        "Marketing" => Some((Category::Targeting, None)),
        _ => None,
    }
}

/// The hosts in a column that holds prose: `.bing.com (3rd party) or .microsoft.com (3rd party)`. None, if any part of
/// it is something else, and if they are more than eight.
fn hosts(domain: &str) -> Vec<String> {
    let read = |part: &str| {
        let part = part.trim();
        let host = part.strip_suffix("(3rd party)").unwrap_or(part).trim();
        let host = HostName::new(host).as_str().to_ascii_lowercase();
        let label = |label: &str| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        (host.len() <= 253 && host.contains('.') && host.split('.').all(label)).then_some(host)
    };
    let hosts: Option<BTreeSet<String>> = domain.split(" or ").map(read).collect();
    hosts.filter(|hosts| hosts.len() <= MOST_HOSTS).into_iter().flatten().collect()
}
