//! Declarations that mean some of the same cookies.

use alloc::vec::Vec;

use super::super::lines::{Line, Lines};
use super::{Finding, Lint};
use crate::cookie::HostName;
use crate::policy::{ImportedLabels, Policy, Trust};

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
    let site = Lines::of(&reviewed);
    within(&reviewed, &site, findings);
    if source.settings.imported_labels == ImportedLabels::Decide {
        within(&imported, &Lines::of(&imported), findings);
    }

    for line in &imported {
        let over = site.of_the_name(line).chain(compared(&site, line)).find(|over| over.reaches_all_of(line));
        findings.extend(over.map(|over| Finding::new(Lint::Shadowed, line.subject).beside(over.subject)));
    }
    for member in &source.members {
        let own = |line| Line::of(Some(member.id()), line);
        let lines: Vec<Line<'_>> = member.declarations.iter().filter_map(own).collect();
        let index = Lines::of(&lines);
        within(&lines, &index, findings);
        for line in &lines {
            let claimed = site.of_the_name(line).chain(compared(&site, line)).find(|site| site.shares_hosts_with(line));
            findings.extend(
                claimed.map(|site| Finding::new(Lint::MemberClaimsSiteCookie, line.subject).beside(site.subject)),
            );
        }
    }
}

/// Patterns that may mean the same as a line, no more than are worth comparing.
fn compared<'p, 'l>(index: &Lines<'l, 'p>, line: &Line<'p>) -> impl Iterator<Item = &'l Line<'p>> {
    index.meeting(line).take(COMPARED)
}

/// One inventory against itself.
fn within<'p>(lines: &[Line<'p>], index: &Lines<'_, 'p>, findings: &mut Vec<Finding<'p>>) {
    for line in lines {
        if let Some(broader) = compared(index, line).find(|other| other.makes_redundant(line)) {
            findings.push(Finding::new(Lint::Redundant, line.subject).beside(broader.subject));
        }
        if line.pattern.is_exact() {
            continue;
        }
        let mut others = compared(index, line).filter(|other| other.decides_before(line));
        let listed = others.by_ref().take(LISTED);
        findings.extend(listed.map(|other| Finding::new(Lint::Overlap, other.subject).beside(line.subject)));
        if others.next().is_some() {
            findings.push(Finding::new(Lint::ManyOverlaps, line.subject));
        }
    }
}

impl<'p> Line<'p> {
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
