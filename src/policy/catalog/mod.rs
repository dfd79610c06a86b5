//! An inventory, ready to be asked which of its declarations a cookie means.

mod ends;
mod index;
mod key;
mod scope;

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::pattern::{Pattern, is_meant};
use crate::cookie::Cookie;

pub(crate) use key::Key;

use ends::{End, Ends};
use index::{Index, hash};
use scope::{Query, Scope, meant};

/// Which declaration of an inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ListingId(pub(super) u32);

/// What the declarations of an inventory say, under their keys: found without allocation, in time that hardly grows
/// with their number. (DESIGN.md says how, and why this is not a crate.)
#[derive(Clone, Debug)]
pub(crate) struct Catalog<V> {
    /// The texts of names and patterns, each once, one after the other.
    texts: Box<[u8]>,
    /// Exact names, then patterns by how they begin, then patterns by how they end; the entries of one text together.
    entries: Box<[Entry]>,
    scopes: Box<[Scope]>,
    /// Each once: most declarations say what another says.
    values: Box<[V]>,
    exact: Index,
    beginnings: Ends,
    endings: Ends,
}

/// A key and what stands under it.
#[derive(Clone, Copy, Debug)]
struct Entry {
    text: Text,
    /// Index of its scope. They ascend within the entries of a text.
    scope: u32,
    value: u32,
    id: ListingId,
    /// How many entries of the same text stand here, this one first.
    run: u32,
}

/// A text in [`Catalog::texts`].
#[derive(Clone, Copy, Debug)]
struct Text {
    at: u32,
    /// At most 4,096.
    len: u16,
    /// How many of its bytes are not `*`.
    fixed: u16,
}

impl<V: Clone + Ord> Catalog<V> {
    /// Of keys, each with the declaration it comes from and what that says. No two keys are equal.
    pub(super) fn of(listed: &[(Key<'_>, ListingId, V)]) -> Self {
        let scopes: BTreeSet<Scope> = listed.iter().map(|(key, ..)| Scope::of(key)).collect();
        let values: BTreeSet<&V> = listed.iter().map(|(.., value)| value).collect();
        let scope_index: BTreeMap<&Scope, u32> = scopes.iter().zip(0..).collect();
        let value_index: BTreeMap<&V, u32> = values.iter().copied().zip(0..).collect();
        // what is looked up together stands together, the most specific first
        let (mut sorted, mut patterns): (Vec<_>, Vec<_>) = listed
            .iter()
            .map(|(key, id, value)| {
                let scope = scope_index.get(&Scope::of(key)).copied().unwrap_or_default();
                let value = value_index.get(value).copied().unwrap_or_default();
                let family = Family::of(key);
                // of exact names none is more specific than another
                let fixed = if family == Family::Exact { 0 } else { key.pattern.literal_len() };
                (family, Reverse(fixed), key.pattern, scope, *id, value)
            })
            .partition(|(family, ..)| *family == Family::Exact);
        // declarations come in the order of their texts, so most of the work is done
        sorted.sort();
        patterns.sort();
        sorted.append(&mut patterns);

        let mut texts: Vec<u8> = Vec::new();
        let mut entries: Vec<Entry> = Vec::new();
        let mut exact = Vec::new();
        let mut beginnings = Vec::new();
        let mut endings = Vec::new();
        let mut last_family = None;
        for run in sorted.chunk_by(|a, b| a.2 == b.2) {
            let Some((family, _, pattern, ..)) = run.first() else { continue };
            let fixed = pattern.literal_len();
            let pattern = pattern.as_bytes();
            let start = narrow(entries.len());
            let text = Text { at: narrow(texts.len()), len: short(pattern.len()), fixed: short(fixed) };
            texts.extend_from_slice(pattern);
            let left = (1..=narrow(run.len())).rev();
            entries.extend(run.iter().zip(left).map(|((_, _, _, scope, id, value), run)| Entry {
                text,
                scope: *scope,
                value: *value,
                id: *id,
                run,
            }));
            match family {
                Family::Exact => exact.push((hash(pattern), start)),
                // patterns that begin, or end, alike are found through the first of them
                _ if last_family == Some(*family) => {}
                Family::Beginning(fixed) => beginnings.push((*fixed, start)),
                Family::Ending(fixed) => endings.push((*fixed, start)),
            }
            last_family = Some(*family);
        }
        Self {
            exact: Index::of(&exact),
            beginnings: Ends::of(End::Beginning, &beginnings),
            endings: Ends::of(End::Ending, &endings),
            values: values.into_iter().cloned().collect(),
            texts: texts.into(),
            entries: entries.into(),
            scopes: scopes.iter().cloned().collect(),
        }
    }
}

/// How a key is looked up. A pattern goes by the longer of its two fixed ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family<'a> {
    Exact,
    Beginning(&'a [u8]),
    Ending(&'a [u8]),
}

impl<'a> Family<'a> {
    pub(super) fn of(key: &Key<'a>) -> Self {
        let (beginning, ending) = (key.pattern.literal_prefix(), key.pattern.literal_suffix());
        if key.pattern.is_exact() {
            Self::Exact
        } else if beginning.len() >= ending.len() {
            Self::Beginning(beginning)
        } else {
            Self::Ending(ending)
        }
    }
}

fn narrow(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

fn short(len: usize) -> u16 {
    u16::try_from(len).unwrap_or(u16::MAX)
}

impl<V> Catalog<V> {
    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.values.iter()
    }

    /// The declaration that the cookie means and what it says: by its exact name, else by the most specific pattern,
    /// each within its scope. No declaration means a name of more than 4,096 bytes.
    pub(crate) fn find(&self, cookie: &Cookie<'_>) -> Option<(ListingId, &V)> {
        if self.entries.is_empty() {
            return None;
        }
        let query = Query::about(cookie);
        // nothing that long can be declared by name, and what a pattern takes to compare grows with the name
        if query.name.len() > Pattern::MAX_LEN {
            return None;
        }
        let entry = self.exact(&query).or_else(|| self.by_pattern(&query))?;
        self.values.get(widen(entry.value)).map(|value| (entry.id, value))
    }

    fn exact(&self, query: &Query<'_>) -> Option<&Entry> {
        let is_named = |at: u32| self.entries.get(widen(at)).is_some_and(|entry| self.text(entry) == query.name);
        let at = self.exact.find(hash(query.name), is_named)?;
        meant(self.run(at), &self.scopes, query)
    }

    fn by_pattern(&self, query: &Query<'_>) -> Option<&Entry> {
        let mut best: Option<&Entry> = None;
        for ends in [&self.beginnings, &self.endings] {
            ends.each(query.name, |fixed| {
                let is_fixed = |entry: &Entry| ends.is_fixed_by(fixed, self.text(entry));
                let Some(mut at) = ends.find(fixed, |at| self.entries.get(widen(at)).is_some_and(is_fixed)) else {
                    return;
                };
                while let run @ [first, ..] = self.run(at)
                    && is_fixed(first)
                    && best.is_none_or(|best| best.text.fixed <= first.text.fixed)
                {
                    if self.means(first, fixed, query.name)
                        && let Some(entry) = meant(run, &self.scopes, query)
                    {
                        best = Some(self.more_specific(best, entry));
                    }
                    at = at.saturating_add(first.run);
                }
            });
        }
        best
    }

    /// Whether a pattern whose fixed end is known to agree means the name.
    fn means(&self, entry: &Entry, fixed: &[u8], name: &[u8]) -> bool {
        let text = self.text(entry);
        text.len() == fixed.len().saturating_add(1) || is_meant(text, name)
    }

    /// Two patterns that mean the same cookie never tie: that is refused when a policy is built.
    fn more_specific<'e>(&'e self, best: Option<&'e Entry>, other: &'e Entry) -> &'e Entry {
        let specificity =
            |entry: &Entry| (entry.text.fixed, self.scopes.get(widen(entry.scope)).map(Scope::specificity));
        best.filter(|best| specificity(best) > specificity(other)).unwrap_or(other)
    }

    fn text(&self, entry: &Entry) -> &[u8] {
        let start = widen(entry.text.at);
        self.texts.get(start..start.saturating_add(usize::from(entry.text.len))).unwrap_or_default()
    }

    /// The entries of one text, of which the first stands here.
    fn run(&self, at: u32) -> &[Entry] {
        let Some(rest @ [first, ..]) = self.entries.get(widen(at)..) else { return &[] };
        rest.get(..widen(first.run)).unwrap_or_default()
    }
}

/// An index of 32 bits, where every pointer has at least as many.
fn widen(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
