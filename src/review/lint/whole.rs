//! What no single line shows: vendors, Members, law and settings.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::{Finding, Lint, Subject};
use crate::cookie::{Category, HostName, Party};
use crate::policy::{Declaration, ImportedLabels, Member, Policy, PolicyBuilder, Undeclared};

pub(super) fn check<'p>(policy: &'p Policy, findings: &mut Vec<Finding<'p>>) {
    let source = policy.source();
    vendors(source, findings);
    for member in &source.members {
        pages(member, findings);
    }
    let laxer = source.overrides.iter().filter(|change| change.is_laxer());
    findings.extend(laxer.map(|change| Finding::new(Lint::LaxLaw, Subject::Law(change.jurisdiction))));
    let set_aside = source.not_subject.iter().map(|one| Subject::SetAside { fact: one.fact(), because: one.because() });
    findings.extend(set_aside.map(|subject| Finding::new(Lint::NotSubject, subject)));
    if source.settings.imported_labels == ImportedLabels::Decide {
        findings.push(Finding::new(Lint::ImportedLabelsDecide, Subject::Setting("imported_labels")));
    }
    if source.settings.undeclared == Undeclared::AsTargeting {
        findings.push(Finding::new(Lint::UndeclaredCanBeAllowed, Subject::Setting("undeclared")));
    }
    if source.record_cookie.is_none() {
        findings.push(Finding::new(Lint::NoRecordCookie, Subject::Setting("record_cookie")));
    }
}

fn vendors<'p>(source: &'p PolicyBuilder, findings: &mut Vec<Finding<'p>>) {
    let lines = || source.declarations.iter().chain(source.members.iter().flat_map(|member| &member.declarations));
    let named = |wanted: fn(&Declaration) -> bool| -> BTreeSet<&str> {
        lines().filter(|line| wanted(line)).filter_map(|line| line.vendor.as_deref()).collect()
    };
    let (used, targeting) = (named(|_| true), named(|line| line.categories.contains(Category::Targeting)));
    for vendor in &source.vendors {
        if !used.contains(vendor.id()) {
            findings.push(Finding::new(Lint::VendorUnused, Subject::Vendor(vendor.id())));
        }
        if targeting.contains(vendor.id()) && vendor.programmes.is_empty() && vendor.tool.is_none() {
            findings.push(Finding::new(Lint::VendorWithoutOptOut, Subject::Vendor(vendor.id())));
        }
    }
}

fn pages<'p>(member: &'p Member, findings: &mut Vec<Finding<'p>>) {
    if member.pages.is_empty() {
        findings.push(Finding::new(Lint::MemberWithoutPages, Subject::Member(member.id())));
        return;
    }
    // a page can set a first-party cookie for its own host and for those above it: one that is scoped to a host only
    // if the page itself is within it
    let scopes: BTreeSet<&str> = member.pages.iter().flat_map(|page| HostName::new(page.host()).scopes()).collect();
    for line in &member.declarations {
        let can_be_set = || line.hosts.iter().any(|host| scopes.contains(&**host));
        if line.party == Party::First && !line.hosts.is_empty() && !can_be_set() {
            findings.push(Finding::new(Lint::OffItsPages, Subject::of(Some(member.id()), line)));
        }
    }
}
