//! Declarations that mean some of the same cookies.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::super::lines::{Line, Lines, in_order};
use super::{Finding, Lint, Subject};
use crate::cookie::HostName;
use crate::policy::budget::Budget;
use crate::policy::{Declaration, ImportedLabels, Policy, Trust};

/// How many overlaps of one pattern are listed.
const LISTED: usize = 8;
/// How many lines are compared with one.
const COMPARED: usize = 1_000;
/// How many hosts are looked for among others, altogether: half a second, and far more than any site needs.
const HOSTS: usize = 1 << 22;

pub(super) fn check<'p>(policy: &'p Policy, findings: &mut Vec<Finding<'p>>) {
    let source = policy.source();
    let mut hosts = Budget::of(HOSTS);
    let (of_site, of_members): (Vec<_>, Vec<_>) =
        in_order(source).into_iter().partition(|(member, _)| member.is_none());
    let read = |(member, line): &(Option<&'p str>, &'p Declaration)| Line::of(*member, line);
    let (imported, reviewed): (Vec<_>, Vec<_>) =
        of_site.iter().filter_map(read).partition(|line| line.declaration.trust == Trust::Imported);
    let site = Lines::of(&reviewed);
    within(&reviewed, &site, &mut hosts, findings);
    if source.settings.imported_labels == ImportedLabels::Decide {
        within(&imported, &Lines::of(&imported), &mut hosts, findings);
    }

    for line in &imported {
        let over = named_or_compared(&site, line).find(|over| over.reaches_all_of(line, &mut hosts));
        findings.extend(over.map(|over| Finding::new(Lint::Shadowed, line.subject).beside(over.subject)));
    }
    for own in of_members.chunk_by(|(one, _), (other, _)| one == other) {
        let lines: Vec<Line<'_>> = own.iter().filter_map(read).collect();
        let index = Lines::of(&lines);
        within(&lines, &index, &mut hosts, findings);
        for line in &lines {
            let claimed = named_or_compared(&site, line).find(|site| site.shares_hosts_with(line, &mut hosts));
            findings.extend(
                claimed.map(|site| Finding::new(Lint::MemberClaimsSiteCookie, line.subject).beside(site.subject)),
            );
        }
    }
    if hosts.is_spent() {
        let most = in_order(source).into_iter().max_by_key(|(_, line)| line.hosts.len());
        findings.extend(most.map(|(member, line)| Finding::new(Lint::NotAllCompared, Subject::of(member, line))));
    }
}

/// Lines that may mean the same as a line, those with the same text first.
fn named_or_compared<'p, 'l>(index: &Lines<'l, 'p>, line: &Line<'p>) -> impl Iterator<Item = &'l Line<'p>> {
    index.of_the_name(line).chain(index.meeting(line)).take(COMPARED)
}

/// Patterns that may mean the same as a line, no more than are worth comparing.
fn compared<'p, 'l>(index: &Lines<'l, 'p>, line: &Line<'p>) -> impl Iterator<Item = &'l Line<'p>> {
    index.meeting(line).take(COMPARED)
}

/// One inventory against itself.
fn within<'p>(lines: &[Line<'p>], index: &Lines<'_, 'p>, hosts: &mut Budget, findings: &mut Vec<Finding<'p>>) {
    for line in lines {
        if let Some(broader) = compared(index, line).find(|other| other.makes_redundant(line, hosts)) {
            findings.push(Finding::new(Lint::Redundant, line.subject).beside(broader.subject));
        }
        if line.pattern.is_exact() {
            continue;
        }
        let mut others = compared(index, line).filter(|other| other.decides_before(line, hosts));
        let listed = others.by_ref().take(LISTED);
        findings.extend(listed.map(|other| Finding::new(Lint::Overlap, other.subject).beside(line.subject)));
        if others.next().is_some() {
            findings.push(Finding::new(Lint::ManyOverlaps, line.subject));
        }
    }
}

impl Line<'_> {
    /// Whether some host is one of both.
    fn shares_hosts_with(&self, other: &Self, budget: &mut Budget) -> bool {
        let (own, others) = (&self.declaration.hosts, &other.declaration.hosts);
        own.is_empty()
            || others.is_empty()
            || (budget.take(own.len().saturating_add(others.len()))
                && (own.iter().any(|host| is_within_any(host, others))
                    || others.iter().any(|host| is_within_any(host, own))))
    }

    /// Whether every cookie that the other means is one that this means.
    fn reaches_all_of(&self, other: &Self, budget: &mut Budget) -> bool {
        let (own, others) = (&self.declaration.hosts, &other.declaration.hosts);
        (self.declaration.path.is_none() || self.declaration.path == other.declaration.path)
            && self.pattern.covers(other.pattern)
            && (own.is_empty()
                || (!others.is_empty()
                    && budget.take(others.len())
                    && others.iter().all(|host| is_within_any(host, own))))
    }

    /// Whether dropping the other would change no decision.
    fn makes_redundant(&self, other: &Self, budget: &mut Budget) -> bool {
        let (broad, narrow) = (self.declaration, other.declaration);
        self.pattern != other.pattern
            && (broad.party, broad.categories, broad.uses(), broad.lifetime, broad.absent_risks)
                == (narrow.party, narrow.categories, narrow.uses(), narrow.lifetime, narrow.absent_risks)
            && (&broad.vendor, &broad.exemptions) == (&narrow.vendor, &narrow.exemptions)
            && self.reaches_all_of(other, budget)
    }

    /// Whether both mean some cookie, and this one decides because it fixes more of the name.
    fn decides_before(&self, other: &Self, budget: &mut Budget) -> bool {
        self.pattern != other.pattern
            && (self.pattern.literal_len(), self.pattern) > (other.pattern.literal_len(), other.pattern)
            && self.pattern.overlaps(other.pattern)
            && self.shares_hosts_with(other, budget)
    }
}

/// Whether a host is one of these, which are in order, or below it.
fn is_within_any(host: &str, scopes: &[Box<str>]) -> bool {
    HostName::new(host).scopes().any(|scope| scopes.binary_search_by(|known| (**known).cmp(scope)).is_ok())
}
