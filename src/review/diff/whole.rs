//! What no line of an inventory shows: who is responsible, vendors, Members, settings, law and versions.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use super::super::Subject;
use super::change::{Change, ChangeKind, Effect};
use super::inventory::{asked_again, is_longer, life, words};
use crate::cookie::{Category, CategorySet, DataUseSet};
use crate::law::{self, RiskSet, Rule};
use crate::policy::{
    BrowserGrants, Declaration, Forbidden, GpcScope, ImportedLabels, LawOverride, Member, NotSubject, PageScope,
    Policy, PolicyBuilder, Tightening, Trust, Undeclared, Vendor, Version,
};
use crate::visit::Place;

pub(super) fn compare<'p>(old: &'p Policy, new: &'p Policy, changes: &mut Vec<Change<'p>>) {
    let (before, after) = (old.source(), new.source());
    // consent is to a controller, by name (GDPR, recital 42; EDPB Guidelines 05/2020, paragraph 64)
    if before.controller != after.controller {
        let change = Change::new(None, ChangeKind::Controller, Effect::EVERYTHING);
        changes.push(change.becoming(&before.controller, &after.controller));
    }
    if before.contact != after.contact {
        changes.push(Change::new(None, ChangeKind::Contact, Effect::NONE).becoming(&before.contact, &after.contact));
    }
    let delegations = |source: &'p PolicyBuilder| source.delegations().collect::<BTreeSet<_>>();
    if delegations(before) != delegations(after) {
        let change = Change::new(None, ChangeKind::Delegations, Effect::NONE);
        changes.push(change.becoming(words(delegations(before).iter()), words(delegations(after).iter())));
    }
    vendors(before, after, changes);
    members(old, new, changes);
    settings(before, after, changes);
    law(before, after, changes);
    not_subject(before, after, changes);
    versions(before, after, changes);
}

/// What stands in two lists: (old, new), each if it is there.
fn paired<'p, T, K: Ord + 'p>(
    old: &'p [T],
    new: &'p [T],
    key: impl Fn(&'p T) -> K,
) -> impl Iterator<Item = (Option<&'p T>, Option<&'p T>)> {
    let mut pairs: BTreeMap<K, (Option<&T>, Option<&T>)> = BTreeMap::new();
    for item in old {
        pairs.entry(key(item)).or_default().0 = Some(item);
    }
    for item in new {
        pairs.entry(key(item)).or_default().1 = Some(item);
    }
    pairs.into_values()
}

fn vendors<'p>(old: &'p PolicyBuilder, new: &'p PolicyBuilder, changes: &mut Vec<Change<'p>>) {
    for pair in paired(&old.vendors, &new.vendors, Vendor::id) {
        match pair {
            (Some(old), Some(new)) => vendor(old, new, changes),
            // without a line it has no cookie, and with one the line is new
            (None, Some(new)) => changes.push(
                Change::new(Some(Subject::Vendor(new.id())), ChangeKind::VendorAdded, Effect::NONE).saying(&new.name),
            ),
            (Some(old), None) => changes.push(
                Change::new(Some(Subject::Vendor(old.id())), ChangeKind::VendorRemoved, Effect::NONE).saying(&old.name),
            ),
            (None, None) => {}
        }
    }
}

fn vendor<'p>(old: &'p Vendor, new: &'p Vendor, changes: &mut Vec<Change<'p>>) {
    let mut change = |kind, wider: bool, before: &dyn fmt::Display, after: &dyn fmt::Display| {
        let effect = Effect::on_vendor(new.id()).only_if(wider);
        changes.push(Change::new(Some(Subject::Vendor(new.id())), kind, effect).becoming(before, after));
    };
    if old.name != new.name {
        change(ChangeKind::VendorName, false, &old.name, &new.name);
    }
    // an opt-out that no longer reaches it denies nothing any more
    if old.programmes != new.programmes {
        let fewer = !old.programmes.is_subset(new.programmes);
        change(ChangeKind::Programmes, fewer, &words(old.programmes.iter()), &words(new.programmes.iter()));
    }
    if old.tool != new.tool {
        change(ChangeKind::OptOutTool, old.tool.is_some(), &words(old.tool.iter()), &words(new.tool.iter()));
    }
    // another id is another company in a TC string, which vetoes and grants
    if old.tcf_id != new.tcf_id {
        change(ChangeKind::TcfId, true, &words(old.tcf_id.iter()), &words(new.tcf_id.iter()));
    }
    if old.atp_id != new.atp_id {
        change(ChangeKind::AtpId, true, &words(old.atp_id.iter()), &words(new.atp_id.iter()));
    }
}

fn members<'p>(old: &'p Policy, new: &'p Policy, changes: &mut Vec<Change<'p>>) {
    let source = new.source();
    let own = |member: &'p Member| member.declarations.iter().map(|line| asked_again(source, line)).collect();
    // the lines of one pattern stand together
    let mut lines: Vec<&Declaration> = source.declarations.iter().collect();
    lines.sort();
    let again = Again {
        members: source.members.iter().map(|member| (member.id(), own(member))).collect(),
        patterns: (lines.chunk_by(|a, b| a.pattern == b.pattern))
            .filter_map(|lines| Some((lines.first()?.pattern(), lines.iter().map(|line| asked_again(source, line)))))
            .map(|(pattern, effects)| (pattern, effects.collect()))
            .collect(),
    };
    for pair in paired(&old.source().members, &source.members, Member::id) {
        let Some(subject) = pair.1.or(pair.0).map(|member| Subject::Member(member.id())) else { continue };
        match pair {
            (None, Some(_)) => changes.push(Change::new(Some(subject), ChangeKind::MemberAdded, Effect::NONE)),
            (Some(_), None) => changes.push(Change::new(Some(subject), ChangeKind::MemberRemoved, Effect::NONE)),
            (Some(_), Some(_)) | (None, None) => {}
        }
        let pages = |member: Option<&'p Member>| -> BTreeSet<&'p PageScope> {
            member.into_iter().flat_map(|member| &member.pages).collect()
        };
        let (before, after) = (pages(pair.0), pages(pair.1));
        for page in after.difference(&before) {
            changes.push(
                Change::new(Some(subject), ChangeKind::PagesAdded, again.moved(old, new, page)).saying(Page(page)),
            );
        }
        for page in before.difference(&after) {
            changes.push(
                Change::new(Some(subject), ChangeKind::PagesRemoved, again.moved(old, new, page)).saying(Page(page)),
            );
        }
        // of a Member that is gone or new, what it forbade is of no matter without its pages
        if let (Some(old), Some(new_member)) = pair {
            restrictions(subject, old, new_member, &again, changes);
        }
    }
}

/// What has to be asked again if lines of the newer policy mean more than before, put together once.
struct Again<'p> {
    /// For all that a Member declares.
    members: BTreeMap<&'p str, Effect<'p>>,
    /// For all of the site's lines with one pattern.
    patterns: BTreeMap<&'p str, Effect<'p>>,
}

struct Page<'p>(&'p PageScope);

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.0.host(), self.0.path())
    }
}

impl<'p> Again<'p> {
    /// What has to be asked again where pages change hands: all if whoever restricted them no longer does, and what
    /// their new Member declares.
    fn moved(&self, old: &Policy, new: &Policy, page: &PageScope) -> Effect<'p> {
        match (old.place(page.host(), page.path()), new.place(page.host(), page.path())) {
            (before, after) if before == after => Effect::NONE,
            (Place::Site, Place::Member(id)) => self.members.get(id).cloned().unwrap_or_default(),
            (Place::Site | Place::Member(_), _) => Effect::EVERYTHING,
        }
    }
}

fn restrictions<'p>(
    subject: Subject<'p>,
    old: &'p Member,
    new: &'p Member,
    again: &Again<'p>,
    changes: &mut Vec<Change<'p>>,
) {
    for pair in paired(&old.forbids, &new.forbids, |forbidden| forbidden) {
        match pair {
            (None, Some(new)) => {
                changes.push(Change::new(Some(subject), ChangeKind::ForbidAdded, Effect::NONE).saying(Named(new)));
            }
            (Some(old), None) => {
                let effect = match old {
                    Forbidden::Category(category) => Effect::on((*category).into()),
                    Forbidden::Vendor(_) | Forbidden::Cookie(_) | Forbidden::Use(_) => Effect::EVERYTHING,
                };
                changes.push(Change::new(Some(subject), ChangeKind::ForbidRemoved, effect).saying(Named(old)));
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
    let nothing = |pattern: &str| Tightening {
        pattern: pattern.into(),
        categories: CategorySet::EMPTY,
        uses: DataUseSet::EMPTY,
        lifetime: None,
    };
    for pair in paired(&old.tightenings, &new.tightenings, |tightening| &*tightening.pattern) {
        let Some(pattern) = pair.1.or(pair.0).map(|tightening| &*tightening.pattern) else { continue };
        let none = nothing(pattern);
        let (old, new) = (pair.0.unwrap_or(&none), pair.1.unwrap_or(&none));
        if old == new {
            continue;
        }
        let fewer = old.categories != new.categories || is_longer(old.lifetime, new.lifetime) || old.uses != new.uses;
        let lines = again.patterns.get(pattern).cloned();
        let asked: Effect<'_> = lines.into_iter().chain([Effect::on(new.categories)]).collect();
        changes.push(
            Change::new(Some(subject), ChangeKind::Tightening, asked.only_if(fewer))
                .becoming(Tightened(old), Tightened(new)),
        );
    }
    if old.longest != new.longest {
        let effect = Effect::EVERYTHING.only_if(is_longer(old.longest, new.longest));
        changes.push(
            Change::new(Some(subject), ChangeKind::Longest, effect).becoming(life(old.longest), life(new.longest)),
        );
    }
}

struct Named<'p>(&'p Forbidden);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Forbidden::Category(category) => write!(f, "{category}"),
            Forbidden::Use(data_use) => write!(f, "use {data_use}"),
            Forbidden::Vendor(vendor) => write!(f, "vendor {vendor}"),
            Forbidden::Cookie(pattern) => write!(f, "`{}`", pattern.escape_debug()),
        }
    }
}

struct Tightened<'p>(&'p Tightening);

impl fmt::Display for Tightened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tightening { pattern, categories, uses, lifetime } = self.0;
        let (categories, uses) = (words(categories.iter()), words(uses.iter()));
        write!(f, "`{}` adds {categories}, {uses}, {}", pattern.escape_debug(), life(*lifetime))
    }
}

fn settings<'p>(old: &'p PolicyBuilder, new: &'p PolicyBuilder, changes: &mut Vec<Change<'p>>) {
    let mut change = |name, effect, before: &dyn fmt::Display, after: &dyn fmt::Display| {
        if before.to_string() != after.to_string() {
            let change = Change::new(Some(Subject::Setting(name)), ChangeKind::Setting, effect);
            changes.push(change.becoming(before, after));
        }
    };
    let (before, after) = (&old.settings, &new.settings);
    // elsewhere than under a binding law only this scope prevails over a consent
    let effect = Effect::EVERYTHING.only_if(before.gpc_scope == GpcScope::BindingEverywhere);
    change("gpc_scope", effect, &before.gpc_scope, &after.gpc_scope);
    // it never prevails over a consent
    change("dnt_scope", Effect::NONE, &before.dnt_scope, &after.dnt_scope);
    let effect = Effect::on(Category::Targeting.into()).only_if(after.undeclared == Undeclared::AsTargeting);
    change("undeclared", effect, &before.undeclared, &after.undeclared);
    // labels that decide are new lines; those that no longer do leave their cookies to the treatment of undeclared ones
    let labels = new.declarations.iter().filter(|line| line.trust == Trust::Imported);
    let effect = match (after.imported_labels, after.undeclared) {
        (ImportedLabels::Decide, _) => labels.map(|line| asked_again(new, line)).collect(),
        (ImportedLabels::Inform, Undeclared::AsTargeting) => Effect::on(Category::Targeting.into()),
        (ImportedLabels::Inform, Undeclared::Deny) => Effect::NONE,
    };
    change("imported_labels", effect, &before.imported_labels, &after.imported_labels);
    let effect = Effect::EVERYTHING.only_if(after.browser_grants == BrowserGrants::ForAccount);
    change("browser_grants", effect, &before.browser_grants, &after.browser_grants);
    // what it says of each declaration is told there
    let risks = |set: RiskSet| words(set.iter());
    change("absent_risks", Effect::NONE, &risks(before.absent_risks), &risks(after.absent_risks));
}

/// What law binds decides, among other things, how long a consent lasts: with less of it, more rests on an old one.
fn law<'p>(old: &'p PolicyBuilder, new: &'p PolicyBuilder, changes: &mut Vec<Change<'p>>) {
    let known = |source: &'p PolicyBuilder| source.overrides.iter().collect::<BTreeSet<&LawOverride>>();
    let (before, after) = (known(old), known(new));
    for change in new.overrides.iter().filter(|change| !before.contains(change)) {
        let effect = Effect::EVERYTHING.only_if(change.laxer);
        changes.push(override_change(change, ChangeKind::OverrideAdded, effect));
    }
    for change in old.overrides.iter().filter(|change| !after.contains(change)) {
        changes.push(override_change(change, ChangeKind::OverrideRemoved, Effect::EVERYTHING.only_if(!change.laxer)));
    }
}

fn override_change<'p>(change: &LawOverride, kind: ChangeKind, effect: Effect<'p>) -> Change<'p> {
    let how = if change.laxer { "laxer" } else { "stricter" };
    let since = change.since.map(|day| [" since ", &day.to_string()].concat()).unwrap_or_default();
    Change::new(Some(Subject::Law(change.jurisdiction)), kind, effect)
        .saying(alloc::format!("{}, {how}{since}", change.rule))
}

/// What a fact forbids no longer denies once it is set aside; what it permits is permitted once it counts again. Where
/// it stands in the place of another fact either can be the wider.
fn not_subject<'p>(old: &'p PolicyBuilder, new: &'p PolicyBuilder, changes: &mut Vec<Change<'p>>) {
    for pair in paired(&old.not_subject, &new.not_subject, NotSubject::fact) {
        let Some(one) = pair.1.or(pair.0) else { continue };
        let subject = Some(Subject::SetAside { fact: one.fact(), because: one.because() });
        let rule = law::fact(one.fact()).map(|fact| fact.rule);
        let only_permits = matches!(rule, Some(Rule::Exempts(_)));
        let only_forbids = match rule {
            Some(
                Rule::NoExemption
                | Rule::OptInIf(..)
                | Rule::ForbiddenIf(..)
                | Rule::HonoursGpc(true)
                | Rule::ShowsOptOutStatus
                | Rule::MinorsNotAskedAgain { .. }
                | Rule::MinorsNeedParent { .. }
                | Rule::MinorsNeedOptIn { .. }
                | Rule::MinorsProhibited { .. }
                | Rule::TcfVetoes
                | Rule::NotifiesMaterialChange,
            ) => true,
            Some(_) | None => false,
        };
        match pair {
            (None, Some(_)) => {
                let effect = Effect::EVERYTHING.only_if(!only_permits);
                changes.push(Change::new(subject, ChangeKind::FactSetAside, effect));
            }
            (Some(_), None) => {
                let effect = Effect::EVERYTHING.only_if(!only_forbids);
                changes.push(Change::new(subject, ChangeKind::FactCounts, effect));
            }
            (Some(old), Some(new)) if old.because != new.because => {
                let change = Change::new(subject, ChangeKind::FactReason, Effect::NONE);
                changes.push(change.becoming(&old.because, &new.because));
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
}

fn versions<'p>(old: &'p PolicyBuilder, new: &'p PolicyBuilder, changes: &mut Vec<Change<'p>>) {
    let known: BTreeSet<&str> = new.vendors.iter().map(Vendor::id).collect();
    for pair in paired(&old.versions, &new.versions, Version::number) {
        match pair {
            (None, Some(new)) => {
                changes.push(Change::new(None, ChangeKind::VersionAdded, Effect::NONE).saying(new.number.number()));
            }
            // what it asked for again would no longer be asked
            (Some(old), after) if after != Some(old) => {
                let vendors = old.material_vendors.iter().map(|vendor| &**vendor);
                let vendors = vendors.filter(|vendor| known.contains(vendor)).collect();
                let effect = Effect { categories: old.material, vendors };
                let change = Change::new(None, ChangeKind::VersionRewritten, effect);
                changes.push(change.saying(old.number.number()));
            }
            (Some(_), _) | (None, None) => {}
        }
    }
}
