//! Declarations that mean some of the same cookies.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::{Finding, Lint, Subject};
use crate::cookie::{HostName, Storage};
use crate::policy::{Declaration, Pattern, Policy, Trust};

/// How many overlaps of one pattern are listed.
const LISTED: usize = 8;
/// How many patterns are compared with one.
const COMPARED: usize = 1_000;

pub(super) fn check<'p>(policy: &'p Policy, findings: &mut Vec<Finding<'p>>) {
    let source = policy.source();
    let (imported, reviewed): (Vec<_>, Vec<_>) = source
        .declarations
        .iter()
        .filter_map(|line| Line::of(None, line))
        .partition(|line| line.declaration.trust == Trust::Imported);
    let site = Patterns::of(&reviewed);
    within(&reviewed, &site, findings);
    within(&imported, &Patterns::of(&imported), findings);

    let names: Names<'_, '_> = reviewed.iter().fold(BTreeMap::new(), |mut names, line| {
        names.entry((line.declaration.storage, line.pattern.as_str())).or_insert_with(Vec::new).push(line);
        names
    });
    for line in &imported {
        let over = same_name(&names, line).chain(site.meeting(line)).find(|over| over.reaches_all_of(line));
        findings.extend(over.map(|over| Finding::new(Lint::Shadowed, line.subject).beside(over.subject)));
    }
    for member in &source.members {
        let own = |line| Line::of(Some(member.id()), line);
        let lines: Vec<Line<'_>> = member.declarations.iter().filter_map(own).collect();
        let patterns = Patterns::of(&lines);
        within(&lines, &patterns, findings);
        for line in &lines {
            let claimed = same_name(&names, line).chain(site.meeting(line)).find(|site| site.shares_hosts_with(line));
            findings.extend(
                claimed.map(|site| Finding::new(Lint::MemberClaimsSiteCookie, line.subject).beside(site.subject)),
            );
        }
    }
}

/// The lines of one name.
type Names<'l, 'p> = BTreeMap<(Storage, &'p str), Vec<&'l Line<'p>>>;

fn same_name<'l, 'p>(names: &Names<'l, 'p>, line: &Line<'p>) -> impl Iterator<Item = &'l Line<'p>> {
    names.get(&(line.declaration.storage, line.pattern.as_str())).into_iter().flatten().copied()
}

/// One inventory against itself.
fn within<'p>(lines: &[Line<'p>], patterns: &Patterns<'_, 'p>, findings: &mut Vec<Finding<'p>>) {
    for line in lines {
        if let Some(broader) = patterns.meeting(line).find(|other| other.makes_redundant(line)) {
            findings.push(Finding::new(Lint::Redundant, line.subject).beside(broader.subject));
        }
        if line.pattern.is_exact() {
            continue;
        }
        let mut others = patterns.meeting(line).filter(|other| other.decides_before(line));
        let listed = others.by_ref().take(LISTED);
        findings.extend(listed.map(|other| Finding::new(Lint::Overlap, other.subject).beside(line.subject)));
        if others.next().is_some() {
            findings.push(Finding::new(Lint::ManyOverlaps, line.subject));
        }
    }
}

/// A declaration with its pattern read.
struct Line<'p> {
    subject: Subject<'p>,
    declaration: &'p Declaration,
    pattern: Pattern<'p>,
}

impl<'p> Line<'p> {
    fn of(member: Option<&'p str>, declaration: &'p Declaration) -> Option<Self> {
        let pattern = Pattern::new(&declaration.pattern).ok()?;
        Some(Self { subject: Subject::of(member, declaration), declaration, pattern })
    }

    fn hosts(&self) -> impl Iterator<Item = &'p str> {
        self.declaration.hosts.iter().map(|host| &**host)
    }

    /// Whether some host is one of both.
    fn shares_hosts_with(&self, other: &Self) -> bool {
        let related = |a: &str, b: &str| HostName::new(a).is_within(b) || HostName::new(b).is_within(a);
        self.declaration.hosts.is_empty()
            || other.declaration.hosts.is_empty()
            || self.hosts().any(|host| other.hosts().any(|another| related(host, another)))
    }

    /// Whether every cookie that the other means is one that this means.
    fn reaches_all_of(&self, other: &Self) -> bool {
        let within = |host: &str| self.hosts().any(|scope| HostName::new(host).is_within(scope));
        let hosts =
            self.declaration.hosts.is_empty() || (!other.declaration.hosts.is_empty() && other.hosts().all(within));
        hosts
            && (self.declaration.path.is_none() || self.declaration.path == other.declaration.path)
            && self.pattern.covers(other.pattern)
    }

    /// Whether dropping the other would change no decision.
    fn makes_redundant(&self, other: &Self) -> bool {
        let (broad, narrow) = (self.declaration, other.declaration);
        self.pattern != other.pattern
            && self.reaches_all_of(other)
            && (broad.party, broad.categories, broad.uses(), broad.lifetime, broad.absent_risks)
                == (narrow.party, narrow.categories, narrow.uses(), narrow.lifetime, narrow.absent_risks)
            && (&broad.vendor, &broad.exemptions) == (&narrow.vendor, &narrow.exemptions)
    }

    /// Whether both mean some cookie, and this one decides because it fixes more of the name.
    fn decides_before(&self, other: &Self) -> bool {
        self.pattern != other.pattern
            && (self.pattern.literal_len(), self.pattern) > (other.pattern.literal_len(), other.pattern)
            && self.pattern.overlaps(other.pattern)
            && self.shares_hosts_with(other)
    }
}

/// The patterns with a `*` of one inventory, by their fixed ends.
struct Patterns<'l, 'p> {
    /// By what they begin with.
    beginning: BTreeMap<(Storage, &'p [u8]), Vec<&'l Line<'p>>>,
    /// Those that begin with `*`.
    open: BTreeMap<Storage, Vec<&'l Line<'p>>>,
}

impl<'l, 'p> Patterns<'l, 'p> {
    fn of(lines: &'l [Line<'p>]) -> Self {
        let mut patterns = Self { beginning: BTreeMap::new(), open: BTreeMap::new() };
        for line in lines.iter().filter(|line| !line.pattern.is_exact()) {
            let storage = line.declaration.storage;
            match line.pattern.literal_prefix() {
                [] => patterns.open.entry(storage).or_default().push(line),
                prefix => patterns.beginning.entry((storage, prefix)).or_default().push(line),
            }
        }
        patterns
    }

    /// Patterns that may mean a cookie that the line means: those that begin with a part of what it begins with, those
    /// that begin longer, and those that begin with `*`. (No more than are worth comparing: see `COMPARED`.)
    fn meeting<'a>(&'a self, line: &Line<'p>) -> impl Iterator<Item = &'l Line<'p>> + use<'a, 'l, 'p> {
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
        shorter.chain(longer.into_iter().flatten()).chain(open).flatten().copied().take(COMPARED)
    }
}
