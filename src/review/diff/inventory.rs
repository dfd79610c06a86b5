//! The lines of the inventories, of the site and of Members.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::super::Subject;
use super::super::lines::{Line, Lines, in_order};
use super::change::{Change, ChangeKind, Effect};
use crate::cookie::{Category, CategorySet, Lifetime, Storage};
use crate::policy::{Declaration, ImportedLabels, Listing, PolicyBuilder, Trust, Undeclared};

/// What a line means: in another place it is another line.
type Meaning<'p> = (Option<&'p str>, Trust, Storage, &'p str, &'p [Box<str>], Option<&'p str>);

pub(super) fn compare<'p>(old: &'p PolicyBuilder, new: &'p PolicyBuilder, changes: &mut Vec<Change<'p>>) {
    let (before, after) = (lines(old), lines(new));
    let read: Vec<Line<'_>> = after.iter().filter_map(|((member, ..), line)| Line::of(*member, line)).collect();
    let index = Lines::of(&read);
    for (meaning, line) in &after {
        match before.get(meaning) {
            None => changes.push(
                Change::new(Some(subject(meaning, line)), ChangeKind::DeclarationAdded, asked_again(new, line))
                    .saying(summary(line)),
            ),
            Some(old) => changed(subject(meaning, line), old, line, &asked_again(new, line), changes),
        }
    }
    for (meaning, line) in before.iter().filter(|(meaning, _)| !after.contains_key(*meaning)) {
        let effect = match Line::of(meaning.0, line) {
            Some(gone) if decided(old, line) => inherited(new, &index, &gone),
            _ => Effect::NONE,
        };
        changes.push(
            Change::new(Some(subject(meaning, line)), ChangeKind::DeclarationRemoved, effect).saying(summary(line)),
        );
    }
}

fn lines(source: &PolicyBuilder) -> BTreeMap<Meaning<'_>, &Declaration> {
    let meaning = |member, line: &'_ Declaration| (member, line.trust, line.storage);
    let each = in_order(source).into_iter().map(|(member, line)| {
        let (member, trust, storage) = meaning(member, line);
        ((member, trust, storage, &*line.pattern, line.hosts.as_slice(), line.path.as_deref()), line)
    });
    each.collect()
}

fn subject<'p>(meaning: &Meaning<'p>, line: &'p Declaration) -> Subject<'p> {
    Subject::of(meaning.0, line)
}

/// Whether a line has a say at all.
fn decided(source: &PolicyBuilder, line: &Declaration) -> bool {
    line.trust == Trust::Reviewed || source.settings.imported_labels == ImportedLabels::Decide
}

/// The categories under which a line is judged.
pub(super) fn judged(line: &Declaration) -> CategorySet {
    Listing::of(line, None).judged_categories()
}

/// What has to be asked again if a line means more than before: its vendor if it names one, else its categories.
pub(super) fn asked_again<'p>(source: &PolicyBuilder, line: &'p Declaration) -> Effect<'p> {
    let categories = judged(line);
    match line.vendor.as_deref() {
        _ if categories.is_empty() || !decided(source, line) => Effect::NONE,
        Some(vendor) => Effect::on_vendor(vendor),
        None => Effect::on(categories),
    }
}

/// What has to be asked again where a line no longer decides: whatever decides in its place.
fn inherited<'p>(new: &PolicyBuilder, index: &Lines<'_, 'p>, gone: &Line<'p>) -> Effect<'p> {
    let undeclared = match new.settings.undeclared {
        Undeclared::AsTargeting => Effect::on(Category::Targeting.into()),
        Undeclared::Deny => Effect::NONE,
    };
    let covers = |line: &&Line<'_>| {
        if gone.pattern.is_exact() { line.pattern.covers(gone.pattern) } else { line.pattern.overlaps(gone.pattern) }
    };
    let named = index.of_the_name(gone).map(|line| (line, true));
    let meeting = index.meeting(gone).map(|line| (line, covers(&line)));
    let lines: Vec<_> = named.chain(meeting).take(COMPARED.saturating_add(1)).collect();
    // of so many it is not worth knowing which inherit
    if lines.len() > COMPARED {
        return Effect::EVERYTHING;
    }
    let heirs = lines.into_iter().filter_map(|(line, inherits)| inherits.then_some(line));
    heirs.map(|line| asked_again(new, line.declaration)).chain([undeclared]).collect()
}

/// How many lines are looked at for one that is gone.
const COMPARED: usize = 1_000;

fn changed<'p>(
    subject: Subject<'p>,
    old: &Declaration,
    new: &'p Declaration,
    asked_again: &Effect<'p>,
    changes: &mut Vec<Change<'p>>,
) {
    let mut change = |kind, wider: bool, before: &dyn fmt::Display, after: &dyn fmt::Display| {
        changes.push(Change::new(Some(subject), kind, asked_again.clone().only_if(wider)).becoming(before, after));
    };
    // by other categories it can be allowed to other visitors, even if there are fewer of them
    let judged_otherwise = judged(old) != judged(new);
    if old.categories != new.categories {
        change(ChangeKind::Categories, judged_otherwise, &words(old.categories.iter()), &words(new.categories.iter()));
    }
    if old.uses != new.uses {
        let wider = judged_otherwise || !new.uses.is_subset(old.uses);
        change(ChangeKind::Uses, wider, &words(old.uses.iter()), &words(new.uses.iter()));
    }
    if old.party != new.party {
        change(ChangeKind::Party, true, &old.party, &new.party);
    }
    if old.vendor != new.vendor {
        let id = |vendor: &Option<Box<str>>| vendor.as_deref().unwrap_or("none").to_string();
        change(ChangeKind::Vendor, true, &id(&old.vendor), &id(&new.vendor));
    }
    if old.lifetime != new.lifetime {
        change(ChangeKind::Lifetime, is_longer(old.lifetime, new.lifetime), &life(old.lifetime), &life(new.lifetime));
    }
    if old.purpose != new.purpose {
        change(ChangeKind::Purpose, false, &old.purpose, &new.purpose);
    }
    if old.exemptions != new.exemptions {
        let list = |line: &Declaration| {
            let holding = |holds| if holds { "" } else { " (unmet)" };
            words(
                line.exemptions
                    .iter()
                    .map(|exemption| [exemption.ground().as_str(), holding(exemption.holds())].concat()),
            )
        };
        change(ChangeKind::Exemptions, false, &list(old), &list(new));
    }
    if old.absent_risks != new.absent_risks {
        // where a law forbids what is risky, only the word that it is not lets a consent count
        let widens = !new.absent_risks.is_subset(old.absent_risks);
        change(ChangeKind::AbsentRisks, widens, &words(old.absent_risks.iter()), &words(new.absent_risks.iter()));
    }
}

/// Whether something may live longer than before; `None` is without limit.
pub(super) fn is_longer(old: Option<Lifetime>, new: Option<Lifetime>) -> bool {
    old.is_some_and(|old| new.is_none_or(|new| new > old))
}

pub(super) fn life(lifetime: Option<Lifetime>) -> String {
    lifetime.map_or_else(|| "no limit".into(), |lifetime| lifetime.to_string())
}

pub(super) fn words(words: impl Iterator<Item = impl fmt::Display>) -> String {
    let words: Vec<String> = words.map(|word| word.to_string()).collect();
    if words.is_empty() { "none".into() } else { words.join("+") }
}

fn summary(line: &Declaration) -> String {
    let vendor = line.vendor.as_deref().map(|vendor| [", vendor ", vendor].concat()).unwrap_or_default();
    let imported = if line.trust == Trust::Imported { ", imported" } else { "" };
    let (categories, uses) = (words(line.categories.iter()), words(line.uses.iter()));
    alloc::format!("{categories}, {uses}, {}{vendor}{imported}", line.party)
}
