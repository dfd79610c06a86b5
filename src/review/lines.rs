//! Inventories as reviews read them: each line with its pattern, found by what it can mean.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::Subject;
use crate::cookie::Storage;
use crate::policy::{Declaration, Pattern, PolicyBuilder};

/// Every line of every inventory, with the Member whose line it is: those of the site first, and in one order
/// whatever that of the document, so that equal policies are reviewed alike.
pub(super) fn in_order(source: &PolicyBuilder) -> Vec<(Option<&str>, &Declaration)> {
    let site = source.declarations.iter().map(|line| (None, line));
    let members = source.members.iter();
    let theirs = members.flat_map(|member| member.declarations.iter().map(|line| (Some(member.id()), line)));
    let mut lines: Vec<_> = site.chain(theirs).collect();
    lines.sort();
    lines
}

/// A declaration with its pattern read.
pub(super) struct Line<'p> {
    pub(super) subject: Subject<'p>,
    pub(super) declaration: &'p Declaration,
    pub(super) pattern: Pattern<'p>,
}

impl<'p> Line<'p> {
    pub(super) fn of(member: Option<&'p str>, declaration: &'p Declaration) -> Option<Self> {
        let pattern = Pattern::new(&declaration.pattern).ok()?;
        Some(Self { subject: Subject::of(member, declaration), declaration, pattern })
    }
}

/// The lines of one inventory, found by what they can mean.
pub(super) struct Lines<'l, 'p> {
    /// By their very text.
    named: BTreeMap<(Storage, &'p str), Vec<&'l Line<'p>>>,
    /// Patterns, by what they begin with.
    beginning: BTreeMap<(Storage, &'p [u8]), Vec<&'l Line<'p>>>,
    /// Patterns that begin with `*`.
    open: BTreeMap<Storage, Vec<&'l Line<'p>>>,
}

impl<'l, 'p> Lines<'l, 'p> {
    pub(super) fn of(lines: &'l [Line<'p>]) -> Self {
        let mut index = Self { named: BTreeMap::new(), beginning: BTreeMap::new(), open: BTreeMap::new() };
        for line in lines {
            let storage = line.declaration.storage;
            index.named.entry((storage, line.pattern.as_str())).or_default().push(line);
            if line.pattern.is_exact() {
                continue;
            }
            match line.pattern.literal_prefix() {
                [] => index.open.entry(storage).or_default().push(line),
                prefix => index.beginning.entry((storage, prefix)).or_default().push(line),
            }
        }
        index
    }

    /// The lines with the same text.
    pub(super) fn of_the_name(&self, line: &Line<'p>) -> impl Iterator<Item = &'l Line<'p>> {
        self.named.get(&(line.declaration.storage, line.pattern.as_str())).into_iter().flatten().copied()
    }

    /// Patterns that may mean a cookie that the line means: those that begin with a part of what it begins with, those
    /// that begin longer, and those that begin with `*`.
    pub(super) fn meeting<'a>(&'a self, line: &Line<'p>) -> impl Iterator<Item = &'l Line<'p>> + use<'a, 'l, 'p> {
        let (storage, pattern) = (line.declaration.storage, line.pattern);
        let prefix = if pattern.is_exact() { pattern.as_bytes() } else { pattern.literal_prefix() };
        let shorter = (1..=prefix.len()).filter_map(move |len| self.beginning.get(&(storage, prefix.get(..len)?)));
        let longer = (!pattern.is_exact()).then(|| {
            self.beginning
                .range((storage, prefix)..)
                .take_while(move |((other, longer), _)| *other == storage && longer.starts_with(prefix))
                .filter(move |((_, longer), _)| longer.len() > prefix.len())
                .map(|(_, lines)| lines)
        });
        let open = self.open.get(&storage).into_iter();
        shorter.chain(longer.into_iter().flatten()).chain(open).flatten().copied()
    }
}
