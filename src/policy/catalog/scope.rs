use alloc::boxed::Box;
use core::cmp::Ordering;

use super::{Entry, Key, widen};
use crate::cookie::{Cookie, HostName, Storage, path_matches, path_scopes};

/// Where an entry counts. Ordered so that the entries of one host stand together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Scope {
    storage: Storage,
    host: Option<Box<str>>,
    path: Option<Box<str>>,
}

/// A cookie as an inventory is asked for it.
pub(super) struct Query<'a> {
    pub(super) name: &'a [u8],
    storage: Storage,
    host: &'a str,
    path: &'a str,
}

impl<'a> Query<'a> {
    pub(super) fn about(cookie: &Cookie<'a>) -> Self {
        Self { name: cookie.trimmed_name().as_bytes(), storage: cookie.storage, host: cookie.host, path: cookie.path }
    }
}

impl Scope {
    pub(super) fn of(key: &Key<'_>) -> Self {
        Self { storage: key.storage, host: key.host.map(Box::from), path: key.path.map(Box::from) }
    }

    /// More bytes of the host, then of the path.
    pub(super) fn specificity(&self) -> (usize, usize) {
        let len = |text: &Option<Box<str>>| text.as_ref().map_or(0, |text| text.len());
        (len(&self.host), len(&self.path))
    }

    fn holds(&self, query: &Query<'_>) -> bool {
        self.storage == query.storage
            && self.host.as_ref().is_none_or(|host| HostName::is_text_within(query.host, host))
            && self.path.as_ref().is_none_or(|path| path_matches(query.path, path))
    }
}

/// The most specific of the entries of one text in whose scope the cookie is. Each host that the cookie's own is within
/// is searched for, and then each path, so that a name declared for a thousand hosts costs little more than for one.
#[inline]
pub(super) fn meant<'e>(run: &'e [Entry], scopes: &[Scope], query: &Query<'_>) -> Option<&'e Entry> {
    match run {
        [only] => scopes.get(widen(only.scope)).is_some_and(|scope| scope.holds(query)).then_some(only),
        several => meant_of(several, scopes, query),
    }
}

fn meant_of<'e>(run: &'e [Entry], scopes: &[Scope], query: &Query<'_>) -> Option<&'e Entry> {
    let scope = |entry: &Entry| scopes.get(widen(entry.scope));
    let run = equal(run, |entry| scope(entry).map(|scope| scope.storage).cmp(&Some(query.storage)));
    let hosts = HostName::new(query.host).scopes().map(Some).chain([None]);
    hosts
        .map(|host| equal(run, |entry| folded(scope(entry).and_then(|scope| scope.host.as_deref()), host)))
        .filter(|run| !run.is_empty())
        .find_map(|run| {
            let path = |entry: &Entry| scope(entry).and_then(|scope| scope.path.as_deref());
            let longest = run.iter().filter_map(path).map(str::len).max().unwrap_or(0);
            let mut paths = path_scopes(query.path, longest).map(Some).chain([None]);
            paths.find_map(|query| equal(run, |entry| path(entry).cmp(&query)).first())
        })
}

/// The entries that compare equal; they stand together.
fn equal(run: &[Entry], order: impl Fn(&Entry) -> Ordering) -> &[Entry] {
    let start = run.partition_point(|entry| order(entry) == Ordering::Less);
    let rest = run.get(start..).unwrap_or_default();
    rest.get(..rest.partition_point(|entry| order(entry) == Ordering::Equal)).unwrap_or_default()
}

/// Compares a host in lower case with one in any.
fn folded(lower: Option<&str>, any: Option<&str>) -> Ordering {
    match (lower, any) {
        (Some(lower), Some(any)) => lower.bytes().cmp(any.bytes().map(|byte| byte.to_ascii_lowercase())),
        (lower, any) => lower.is_some().cmp(&any.is_some()),
    }
}
