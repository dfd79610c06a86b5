//! Everything that a policy is refused for, in one pass that collects all errors.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::budget::Budget;
use super::catalog::{Catalog, Family, Key, ListingId};
use super::error::Shown;
use super::inventory::{Inventory, Listed};
use super::listing::is_necessary;
use super::member::{MemberRules, Tightened};
use super::pages::Pages;
use super::pattern::{BadPattern, Pattern};
use super::version::Versions;
use super::{
    CookieKind, Declaration, Forbidden, ImportedLabels, Listing, Member, NotSubject, PageScope, Policy, PolicyBuilder,
    PolicyError, PolicyErrorKind, PolicyErrors, Trust, Vendor, VendorFacts, Version,
};
use crate::consent::PolicyVersion;
use crate::cookie::{Category, CategorySet, DataUse, DataUseSet, HostName, Party, Storage, VendorId};
use crate::instant::is_writable;
use crate::law::{Change, FactKey, Jurisdiction, Law};
use crate::visit::MemberId;

pub(super) fn check(mut source: PolicyBuilder) -> Result<Policy, PolicyErrors> {
    let given = source.declarations.len();
    complete(&mut source);
    let unread = Unread::of(source.unread.as_deref());
    let errors = source.unread.as_deref().cloned().unwrap_or(PolicyErrors::none());
    if errors.is_full() {
        return Err(errors);
    }
    let mut check =
        Check { errors, unread, budget: Budget::BUILD, vendors: BTreeMap::new(), half_read: BTreeSet::new() };
    let law = check.law(&source);
    check.versions(&source);
    check.dates(&source);
    check.record_cookie(&source);
    let vendors = check.vendors(&source);
    let of_trust = |trust| Lines::of(String::new(), given, &source.declarations, |line| line.trust == trust);
    let site = of_trust(Trust::Reviewed);
    let reviewed = check.inventory(&site);
    let labels = of_trust(Trust::Imported);
    let imported = check.inventory(&labels);
    let delegations = source.delegations.iter().enumerate();
    let mut delegations: Vec<Pattern<'_>> =
        delegations.filter_map(|(at, text)| check.pattern(text, || format!("delegations[{at}]"))).collect();
    delegations.sort();
    let members = check.members(&source.members, &Reach::of(&site, &reviewed, &delegations));
    let mut in_order: Vec<Version> = source.versions.clone();
    in_order.sort();
    let versions = Versions::of(&in_order);
    let inventory = Inventory::of(&reviewed, site.places());
    let imported = Inventory::of(&imported, labels.places());
    // what a label decides nobody could consent to, if nobody were asked
    let deciding = match source.settings.imported_labels {
        ImportedLabels::Decide => Some(&imported),
        ImportedLabels::Inform => None,
    };
    let questions = questions(inventory.listings().chain(deciding.into_iter().flat_map(Inventory::listings)));
    if check.errors.is_empty() {
        let pages = Pages::of(&source.members);
        normalise(&mut source);
        let kinds = CookieKind::of(questions.iter());
        Ok(Policy { source, law, versions, vendors, inventory, imported, questions, kinds, members, pages })
    } else {
        Err(check.errors)
    }
}

/// Browsers ignore an attribute of a cookie that is longer (RFC 6265bis, section 5.6).
const LONGEST_PATH: usize = 1024;

/// What it costs to come to the bytes that are compared.
const STEP: usize = 8;

/// How many patterns may share the fixed end by which they are found: each is compared with a name that has this end.
const ALIKE: usize = 100;

/// Says in so many words what goes without saying, and spells hosts in one way.
fn complete(source: &mut PolicyBuilder) {
    let declaration = |declaration: &mut Declaration| {
        declaration.uses = declaration.uses();
        declaration.hosts.iter_mut().for_each(|host| host.make_ascii_lowercase());
    };
    let absent = source.settings.absent_risks;
    for line in source.declarations.iter_mut().filter(|line| line.trust == Trust::Reviewed) {
        line.absent_risks = line.absent_risks.union(absent);
    }
    // declared by being named, unless a declaration says more of it
    if let Some(cookie) = &source.record_cookie
        && !source.declarations.iter().any(|declaration| declaration.pattern == *cookie)
    {
        let record = Declaration::new(cookie, Category::StrictlyNecessary).used_for(DataUse::ConsentStorage);
        source.declarations.push(record.purpose("keeps the visitor's choice of cookies"));
    }
    source.declarations.iter_mut().for_each(declaration);
    for member in &mut source.members {
        member.pages.iter_mut().for_each(|page| page.host.make_ascii_lowercase());
        member.declarations.iter_mut().for_each(declaration);
    }
}

/// Writes each part in the one way in which it is compared. The order of the parts is the document's; only versions
/// have an order of their own.
fn normalise(source: &mut PolicyBuilder) {
    let declaration = |declaration: &mut Declaration| {
        declaration.hosts.sort();
        declaration.hosts.dedup();
        declaration.exemptions.sort();
        declaration.exemptions.dedup();
    };
    source.versions.sort();
    source.versions.iter_mut().for_each(|version| version.material_vendors.sort());
    source.declarations.iter_mut().for_each(declaration);
    for member in &mut source.members {
        member.declarations.iter_mut().for_each(declaration);
        member.tightenings = member.united_tightenings();
    }
}

/// The same with everything in one order whose order means nothing: of equal policies it is the same.
pub(super) fn sorted(source: &PolicyBuilder) -> PolicyBuilder {
    let mut source = source.clone();
    source.vendors.sort();
    source.declarations.sort();
    source.delegations.sort();
    source.overrides.sort();
    source.not_subject.sort();
    for member in &mut source.members {
        member.pages.sort();
        member.declarations.sort();
        member.forbids.sort();
        member.tightenings.sort();
    }
    source.members.sort();
    source
}

/// Lines of an inventory in the order of their texts, so that those of one text stand together, each with its place in
/// the order given.
struct Lines<'s> {
    /// Where their list stands: `members[3].`, or nothing for the site's.
    within: String,
    /// How many were given. One more is that of the record's cookie.
    given: usize,
    all: Vec<(usize, &'s Declaration)>,
}

impl<'s> Lines<'s> {
    fn of(within: String, given: usize, all: &'s [Declaration], which: impl Fn(&Declaration) -> bool) -> Self {
        let mut all: Vec<_> = all.iter().enumerate().filter(|(_, line)| which(line)).collect();
        all.sort_by_key(|(_, line)| *line);
        Self { within, given, all }
    }

    /// Each with the id under which it is listed.
    fn iter(&self) -> impl Iterator<Item = (ListingId, usize, &'s Declaration)> {
        (0_u32..).map(ListingId).zip(&self.all).map(|(id, (at, line))| (id, *at, *line))
    }

    fn get(&self, id: ListingId) -> Option<(usize, &'s Declaration)> {
        usize::try_from(id.0).ok().and_then(|id| self.all.get(id)).copied()
    }

    /// Of each [`ListingId`] the place of its declaration in the order given.
    fn places(&self) -> Box<[usize]> {
        self.all.iter().map(|(at, _)| *at).collect()
    }

    /// The place of a field of the line that was given as this one, counted from zero.
    fn place(&self, at: usize, field: &str) -> String {
        if at < self.given {
            format!("{}declarations[{at}]{field}", self.within)
        } else {
            String::from("record_cookie")
        }
    }

    /// The place of the name of whichever of two was given later.
    fn later(&self, one: ListingId, other: ListingId) -> String {
        let later = [one, other].into_iter().filter_map(|id| self.get(id)).map(|(at, _)| at).max();
        self.place(later.unwrap_or_default(), ".name")
    }
}

/// What could not be read of a document: nothing is said of what hangs on it.
struct Unread<'e> {
    /// Where anything is wrong.
    places: BTreeSet<&'e str>,
    /// Those of them at which the value itself is lost.
    lost: Vec<&'e str>,
}

impl<'e> Unread<'e> {
    fn of(errors: Option<&'e PolicyErrors>) -> Self {
        let errors = || errors.into_iter().flat_map(PolicyErrors::iter);
        // of an object with a key too many everything else is known
        let is_lost = |error: &&PolicyError| {
            !matches!(error.kind(), PolicyErrorKind::UnknownKey(..) | PolicyErrorKind::DuplicateKey(_))
        };
        let lost = errors().filter(is_lost).map(PolicyError::place).collect();
        Self { places: errors().map(PolicyError::place).collect(), lost }
    }

    /// Whether everything within a place was read.
    fn is_whole(&self, place: &str) -> bool {
        let mut from = self.places.range(place..).take_while(|unread| unread.starts_with(place));
        !from.any(|unread| is_within(unread, place))
    }

    fn is_lost(&self, place: &str) -> bool {
        self.lost.iter().any(|lost| is_within(place, lost))
    }

    /// Whether any item of a list is lost, or the field of one.
    fn is_lost_in(&self, list: &str, field: &str) -> bool {
        let whole = |place: &str| place.ends_with(field) || !place.contains('.');
        self.lost.iter().any(|lost| is_within(lost, list) && whole(lost))
    }
}

fn is_within(place: &str, outer: &str) -> bool {
    place.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

struct Check<'s, 'e> {
    errors: PolicyErrors,
    unread: Unread<'e>,
    budget: Budget,
    /// Names and patterns of declarations that were not read whole.
    half_read: BTreeSet<&'s str>,
    /// The index of each vendor by its id.
    vendors: BTreeMap<&'s str, u32>,
}

impl<'s> Check<'s, '_> {
    /// Notes an error, unless what it is about could not be read.
    fn fail(&mut self, place: impl fmt::Display, kind: PolicyErrorKind) {
        let place = place.to_string();
        if !self.unread.is_lost(&place) {
            self.errors.push(place, kind);
        }
    }

    fn law(&mut self, source: &PolicyBuilder) -> Law {
        for (at, change) in source.overrides.iter().enumerate() {
            if let Jurisdiction::Region(region) = change.jurisdiction
                && !region.is_assigned()
            {
                let kind = PolicyErrorKind::UnknownRegion(region.to_string().as_str().into());
                self.fail(format_args!("law[{at}].place"), kind);
            }
        }
        let changes: Vec<Change> = source
            .overrides
            .iter()
            .map(|o| Change { jurisdiction: o.jurisdiction, rule: o.rule, since: o.since, laxer: o.laxer })
            .collect();
        let set_aside = self.set_aside(source);
        let (law, refused) =
            Law::of(&set_aside, &changes, |cost| self.may_cost(cost, "law", PolicyErrorKind::TooManyOverrides));
        for (at, Change { jurisdiction, rule, .. }) in refused {
            let place = match jurisdiction {
                Jurisdiction::Region(region) => Shown::from(region.to_string().as_str()),
                Jurisdiction::Elsewhere => "every other country".into(),
                Jurisdiction::Unknown => "an unknown region".into(),
            };
            let at = format!("law[{at}]");
            if self.unread.is_whole(&at) {
                self.fail(at, PolicyErrorKind::LaxerLaw { place, rule });
            }
        }
        law
    }

    /// The facts that do not count for this policy.
    fn set_aside(&mut self, source: &PolicyBuilder) -> BTreeSet<FactKey> {
        let mut set_aside = BTreeSet::new();
        for (at, NotSubject { fact, because }) in source.not_subject.iter().enumerate() {
            let key = FactKey::of(fact);
            let named = || Shown::from(&**fact);
            let kind = match key.binds_everybody() {
                None => Some(PolicyErrorKind::UnknownFact(named())),
                Some(true) => Some(PolicyErrorKind::BindsEverybody(named())),
                Some(false) if !set_aside.insert(key) => Some(PolicyErrorKind::DuplicateId(named())),
                Some(false) => None,
            };
            if let Some(kind) = kind {
                self.fail(format_args!("not_subject[{at}].fact"), kind);
            }
            if because.trim().is_empty() {
                self.fail(format_args!("not_subject[{at}].because"), PolicyErrorKind::NoReason(named()));
            }
        }
        set_aside
    }

    /// A record that the site itself may not keep, or that only some cookies of a pattern would hold, is never found
    /// again.
    fn record_cookie(&mut self, source: &PolicyBuilder) {
        let Some(cookie) = &source.record_cookie else { return };
        let keeps = |declaration: &Declaration| {
            declaration.categories == Category::StrictlyNecessary.into()
                && declaration.uses.is_subset(DataUseSet::EXEMPT)
                && declaration.uses.contains(DataUse::ConsentStorage)
                && (declaration.party, declaration.storage) == (Party::First, Storage::Cookie)
                && declaration.trust == Trust::Reviewed
        };
        let own = source.declarations.iter().enumerate().filter(|(_, declaration)| declaration.pattern == *cookie);
        let is_whole = |at| self.unread.is_whole(&format!("declarations[{at}]"));
        if cookie.contains('*') || own.into_iter().any(|(at, declaration)| is_whole(at) && !keeps(declaration)) {
            self.fail("record_cookie", PolicyErrorKind::RecordCookie(Shown::from(&**cookie)));
        }
    }

    fn versions(&mut self, source: &PolicyBuilder) {
        if source.versions.is_empty() {
            self.fail("versions", PolicyErrorKind::NoVersion);
        }
        let mut versions: Vec<(&Version, usize)> = source.versions.iter().zip(0..).collect();
        versions.sort();
        for pair in versions.windows(2) {
            if let [(before, _), (after, at)] = pair
                && (after.number <= before.number || after.effective <= before.effective)
                && self.unread.is_whole("versions")
            {
                self.fail(format_args!("versions[{at}]"), PolicyErrorKind::VersionOrder(after.number.number()));
            }
        }
    }

    /// What no document could say would not read back.
    fn dates(&mut self, source: &PolicyBuilder) {
        let effective = source.versions.iter().enumerate();
        let effective = effective.map(|(at, version)| (format!("versions[{at}].effective"), Some(version.effective)));
        let since = source.overrides.iter().enumerate();
        let since = since.map(|(at, change)| (format!("law[{at}].since"), change.since));
        for (place, date) in effective.chain(since) {
            if let Some(date) = date.filter(|date| !is_writable(*date)) {
                self.fail(place, PolicyErrorKind::Date(date));
            }
        }
    }

    /// Ids that are none, or that come twice.
    fn ids<'i>(&mut self, list: &str, ids: impl Iterator<Item = &'i str>) {
        let mut seen = BTreeSet::new();
        for (at, id) in ids.enumerate() {
            let kind = match id.parse::<VendorId>() {
                Err(error) => PolicyErrorKind::Id(error),
                Ok(_) if !seen.insert(id) => PolicyErrorKind::DuplicateId(Shown::from(id)),
                Ok(_) => continue,
            };
            self.fail(format_args!("{list}[{at}].id"), kind);
        }
    }

    fn vendors(&mut self, source: &'s PolicyBuilder) -> Box<[VendorFacts]> {
        let mut material: BTreeMap<&str, BTreeSet<PolicyVersion>> = BTreeMap::new();
        for version in &source.versions {
            for vendor in &version.material_vendors {
                material.entry(vendor).or_default().insert(version.number);
            }
        }
        self.ids("vendors", source.vendors.iter().map(Vendor::id));
        let mut vendors: Vec<&Vendor> = source.vendors.iter().collect();
        vendors.sort();
        let mut facts = Vec::new();
        for (index, vendor) in (0_u32..).zip(vendors) {
            self.vendors.insert(&vendor.id, index);
            let Ok(id) = vendor.id.parse() else { continue };
            facts.push(VendorFacts {
                id,
                programmes: vendor.programmes,
                tool: vendor.tool,
                tcf_id: vendor.tcf_id,
                atp_id: vendor.atp_id,
                material: material.get(&*vendor.id).into_iter().flatten().copied().collect(),
            });
        }
        for (at, version) in source.versions.iter().enumerate() {
            let named = Shown::from(format!("version {}", version.number).as_str());
            for (vendor, n) in version.material_vendors.iter().zip(0_usize..) {
                self.vendor(named.clone(), vendor, || format!("versions[{at}].material_vendors[{n}]"));
            }
        }
        facts.into()
    }

    /// The index of a vendor, by the id that stands there.
    fn vendor(&mut self, whose: Shown, vendor: &str, place: impl FnOnce() -> String) -> Option<u32> {
        let index = self.vendors.get(vendor).copied();
        if index.is_none() && !self.unread.is_lost_in("vendors", ".id") {
            self.fail(place(), PolicyErrorKind::UnknownVendor(whose, Shown::from(vendor)));
        }
        index
    }

    fn pattern<'t>(&mut self, text: &'t str, place: impl FnOnce() -> String) -> Option<Pattern<'t>> {
        let why = match Pattern::new(text) {
            Ok(pattern) => return Some(pattern),
            Err(BadPattern::Empty) => "a name is empty: name the cookie",
            Err(BadPattern::TooLong) => "no browser keeps a name of more than 4096 bytes",
            Err(BadPattern::Character(_)) => "no cookie name has a control character, `;`, `=` or a space at its end",
            Err(BadPattern::RegularExpression) => {
                "it looks like a regular expression: only `*` has a meaning in a pattern"
            }
            Err(BadPattern::Stars) => "`**` means no more than `*`: write one",
        };
        self.fail(place(), PolicyErrorKind::Pattern(Shown::from(text), why));
        None
    }

    fn path(&mut self, whose: &str, path: &str, place: impl FnOnce() -> String) {
        if !path.starts_with('/') {
            self.fail(place(), PolicyErrorKind::Path(Shown::from(whose), Shown::from(path)));
        } else if path.len() > LONGEST_PATH {
            self.fail(place(), PolicyErrorKind::LongPath(Shown::from(whose), Shown::from(path)));
        }
    }

    /// Every key of a declaration.
    fn keys(&mut self, lines: &Lines<'_>, at: usize, declaration: &'s Declaration, add: impl FnMut(Key<'s>)) {
        let name = || Shown::from(&*declaration.pattern);
        let pattern = self.pattern(&declaration.pattern, || lines.place(at, ".name"));
        for (host, n) in declaration.hosts.iter().zip(0_usize..).filter(|(host, _)| !is_host(host)) {
            let place = lines.place(at, &format!(".hosts[{n}]"));
            self.fail(place, PolicyErrorKind::Host(name(), Shown::from(&**host)));
        }
        if let Some(path) = &declaration.path {
            self.path(&declaration.pattern, path, || lines.place(at, ".path"));
        }
        let Some(pattern) = pattern else { return };
        if !self.unread.is_whole(&lines.place(at, "")) {
            self.half_read.insert(pattern.as_str());
            return;
        }
        if !pattern.is_exact() && pattern.literal_len() < 3 && declaration.hosts.is_empty() {
            self.fail(lines.place(at, ".name"), PolicyErrorKind::TooBroad(name()));
        }
        let key = |host| Key { storage: declaration.storage, pattern, host, path: declaration.path.as_deref() };
        let anywhere = declaration.hosts.is_empty().then_some(None);
        // one that is named twice is one
        let hosts: BTreeSet<&str> = declaration.hosts.iter().map(|host| &**host).collect();
        hosts.into_iter().map(Some).chain(anywhere).map(key).for_each(add);
    }

    fn inventory(&mut self, lines: &Lines<'s>) -> Vec<(Key<'s>, ListingId, Listing)> {
        let mut listed = Vec::with_capacity(lines.all.len());
        for (id, at, declaration) in lines.iter() {
            let name = || Shown::from(&*declaration.pattern);
            let vendor = declaration.vendor.as_ref();
            let vendor = vendor.and_then(|vendor| self.vendor(name(), vendor, || lines.place(at, ".vendor")));
            if declaration.categories.is_empty() && self.unread.is_whole(&lines.place(at, ".categories")) {
                self.fail(lines.place(at, ".categories"), PolicyErrorKind::NoCategory(name()));
            }
            if declaration.trust == Trust::Imported && declaration.categories.contains(Category::StrictlyNecessary) {
                self.fail(lines.place(at, ".categories"), PolicyErrorKind::ImportedNecessary(name()));
            }
            self.exemptions(lines, at, declaration);
            let listing = Listing::of(declaration, vendor);
            self.keys(lines, at, declaration, |key| listed.push((key, id, listing)));
        }
        self.conflicts(lines, &listed);
        self.crowds(&listed, |id| lines.later(id, id));
        listed
    }

    fn exemptions(&mut self, lines: &Lines<'_>, at: usize, declaration: &Declaration) {
        let name = || Shown::from(&*declaration.pattern);
        for (exemption, n) in declaration.exemptions.iter().zip(0_usize..) {
            let mut kinds = Vec::new();
            if !declaration.categories.contains(exemption.ground.category()) {
                kinds.push(PolicyErrorKind::ExemptionCategory(name(), exemption.ground));
            }
            if let Some(other) = declaration.uses().difference(exemption.ground.uses()).iter().next() {
                kinds.push(PolicyErrorKind::ExemptionUse(name(), exemption.ground, other));
            }
            for kind in kinds {
                // it hangs on categories and uses too
                if self.unread.is_whole(&lines.place(at, "")) {
                    self.fail(lines.place(at, &format!(".exemptions[{n}]")), kind);
                }
            }
        }
    }

    /// Patterns of which so many begin, or end, alike that finding one of them would take long.
    fn crowds<V>(&mut self, listed: &[(Key<'_>, ListingId, V)], place: impl Fn(ListingId) -> String) {
        let mut crowds: BTreeMap<Family<'_>, BTreeMap<Pattern<'_>, ListingId>> = BTreeMap::new();
        for (key, id, _) in listed.iter().filter(|(key, ..)| !key.pattern.is_exact()) {
            crowds.entry(Family::of(key)).or_default().insert(key.pattern, *id);
        }
        for crowd in crowds.into_values().filter(|crowd| crowd.len() > ALIKE) {
            if let Some((example, id)) = crowd.first_key_value() {
                let kind = PolicyErrorKind::TooManyAlike(Shown::from(example.as_str()), crowd.len());
                self.fail(place(*id), kind);
            }
        }
    }

    /// Two keys that mean the same cookie and of which neither is more specific.
    fn conflicts(&mut self, lines: &Lines<'_>, listed: &Listed<'_>) {
        // Only keys of one specificity can tie. Of these, two exact names, or two patterns with one `*` at the end,
        // mean the same cookie only if they are the same text; comparing each with each is left for the rest, which
        // are few.
        let mut keys: Vec<(&Key<'_>, ListingId)> = listed.iter().map(|(key, id, _)| (key, *id)).collect();
        // declarations are in this order already, or nearly
        keys.sort();
        for same in keys.chunk_by(|(a, _), (b, _)| a == b) {
            let mut given: Vec<usize> = same.iter().filter_map(|(_, id)| lines.get(*id)).map(|(at, _)| at).collect();
            given.sort_unstable();
            if let [(key, _), ..] = same {
                for again in given.into_iter().skip(1) {
                    let duplicate = PolicyErrorKind::Duplicate(Shown::from(key.pattern.as_str()));
                    self.fail(lines.place(again, ".name"), duplicate);
                }
            }
        }
        let mut uneven: BTreeMap<_, Vec<(&Key<'_>, ListingId)>> = BTreeMap::new();
        for (key, id) in keys.into_iter().filter(|(key, _)| !key.pattern.is_exact()) {
            uneven.entry((key.storage, key.specificity())).or_default().push((key, id));
        }
        for keys in uneven.values() {
            // the scopes of one pattern stand together
            let patterns = keys.chunk_by(|(a, _), (b, _)| a.pattern == b.pattern);
            let patterns = patterns.filter_map(|keys| Some((keys.first()?.0, keys)));
            let (even, odd): (Vec<_>, Vec<_>) =
                patterns.partition(|(key, _)| key.pattern.literal_prefix().len() == key.pattern.literal_len());
            for (at, (one, keys)) in odd.iter().enumerate() {
                for (other, others) in odd.iter().skip(at.saturating_add(1)).chain(&even) {
                    let size = one.pattern.as_bytes().len().min(other.pattern.as_bytes().len());
                    if !self.may_compare(lines, size) {
                        return;
                    }
                    if one.pattern.overlaps(other.pattern) {
                        self.ties(lines, keys, others);
                    }
                }
            }
        }
    }

    /// Scopes of two patterns that can mean the same cookie, on pages that both mean.
    fn ties(&mut self, lines: &Lines<'_>, keys: &[(&Key<'_>, ListingId)], others: &[(&Key<'_>, ListingId)]) {
        for (key, id) in keys {
            for (other, other_id) in others {
                if !self.may_compare(lines, key.scope_len().min(other.scope_len())) {
                    return;
                }
                if key.shares_pages(other) {
                    let shown = |key: &Key<'_>| Shown::from(key.pattern.as_str());
                    self.fail(lines.later(*id, *other_id), PolicyErrorKind::Tie(shown(key), shown(other)));
                }
            }
        }
    }

    fn may_compare(&mut self, lines: &Lines<'_>, bytes: usize) -> bool {
        self.may_cost(bytes, format_args!("{}declarations", lines.within), PolicyErrorKind::TooManyPatterns)
    }

    /// Takes some of the budget, for bytes to be compared. When it is used up the policy is refused, for what there was
    /// too much of.
    fn may_cost(&mut self, bytes: usize, place: impl fmt::Display, or: PolicyErrorKind) -> bool {
        let was_spent = self.budget.is_spent();
        let may = self.budget.take(bytes.saturating_add(STEP));
        if !may && !was_spent {
            self.fail(place, or);
        }
        may
    }

    fn members(&mut self, members: &'s [Member], site: &Reach<'_>) -> Box<[MemberRules]> {
        self.ids("members", members.iter().map(Member::id));
        let mut pages: BTreeMap<&PageScope, &Member> = BTreeMap::new();
        for (at, member) in members.iter().enumerate() {
            for (page, n) in member.pages.iter().zip(0_usize..) {
                let place = |field| format!("members[{at}].pages[{n}]{field}");
                if !is_host(&page.host) {
                    self.fail(
                        place(".host"),
                        PolicyErrorKind::Host(Shown::from(&*member.id), Shown::from(&*page.host)),
                    );
                }
                self.path(&member.id, &page.path, || place(".path"));
                if let Some(other) = pages.insert(page, member).filter(|other| other.id != member.id) {
                    let kind = PolicyErrorKind::SamePages(Shown::from(&*other.id), Shown::from(&*member.id));
                    if self.unread.is_whole("members") {
                        self.fail(place(""), kind);
                    }
                }
            }
        }
        let mut rules: Vec<MemberRules> =
            members.iter().enumerate().filter_map(|(at, member)| self.member(at, member, site)).collect();
        rules.sort_by(|one, other| one.id.cmp(&other.id));
        rules.into()
    }

    fn member(&mut self, at: usize, member: &'s Member, site: &Reach<'_>) -> Option<MemberRules> {
        let who = || Shown::from(&*member.id);
        let lines = Lines::of(format!("members[{at}]."), member.declarations.len(), &member.declarations, |_| true);
        let inventory = Inventory::of(&self.inventory(&lines), lines.places());
        for (line, n) in member.declarations.iter().zip(0_usize..) {
            let Ok(pattern) = Pattern::new(&line.pattern) else { continue };
            let named = || Shown::from(pattern.as_str());
            let claims = line.categories.contains(Category::StrictlyNecessary);
            if claims && !self.is_delegated(pattern, site) && !self.unread.is_lost_in("delegations", "]") {
                self.fail(lines.place(n, ".categories"), PolicyErrorKind::NotDelegated(who(), named()));
            }
            // no delegation covers what else it declares of it
            if !is_necessary(line.categories, line.uses())
                && (self.is_out_of_reach(pattern, site) || self.is_among_necessary(pattern, site))
                && self.unread.is_whole(&lines.place(n, ""))
            {
                self.fail(lines.place(n, ".name"), PolicyErrorKind::OutOfReach(who(), named()));
            }
        }
        let tightened = self.tightened(at, member, site);
        let mut categories = CategorySet::EMPTY;
        let mut uses = DataUseSet::EMPTY;
        let mut vendors = Vec::new();
        let mut cookies = Vec::new();
        for (forbidden, n) in member.forbids.iter().zip(0_usize..) {
            let place = || format!("members[{at}].forbids[{n}]");
            match forbidden {
                Forbidden::Category(Category::StrictlyNecessary) => {
                    let word = Shown::from(Category::StrictlyNecessary.as_str());
                    self.fail(place(), PolicyErrorKind::CannotForbid(who(), word));
                }
                Forbidden::Category(category) => categories = categories.with(*category),
                Forbidden::Use(data_use) if data_use.is_exempt() => {
                    self.fail(place(), PolicyErrorKind::CannotForbid(who(), Shown::from(data_use.as_str())));
                }
                Forbidden::Use(data_use) => uses = uses.with(*data_use),
                Forbidden::Vendor(vendor) => vendors.extend(self.vendor(who(), vendor, place)),
                Forbidden::Cookie(text) => cookies.extend(self.pattern(text, place)),
            }
        }
        vendors.sort_unstable();
        cookies.sort();
        cookies.dedup();
        let cookies: Vec<(Key<'_>, ListingId, ())> =
            cookies.into_iter().map(|pattern| (MemberRules::key(pattern), ListingId(0), ())).collect();
        self.crowds(&cookies, |_| format!("members[{at}].forbids"));
        let id: MemberId = member.id.parse().ok()?;
        Some(MemberRules {
            id,
            at,
            questions: questions(inventory.listings()),
            inventory,
            tightened,
            categories,
            uses,
            vendors: vendors.into(),
            cookies: Catalog::of(&cookies),
            longest: member.longest,
        })
    }

    /// Whether the site lets Members call every such name strictly necessary.
    fn is_delegated(&mut self, pattern: Pattern<'_>, site: &Reach<'_>) -> bool {
        site.delegated.contains(&pattern)
            || site.delegated_patterns.iter().any(|delegated| {
                // once the budget is spent this answer no longer matters
                self.may_cost(delegated.cost_on(pattern), "members", PolicyErrorKind::TooManyNames)
                    && delegated.covers(pattern)
            })
    }

    /// Whether it means a purely strictly necessary cookie of the site.
    fn is_out_of_reach(&mut self, pattern: Pattern<'_>, site: &Reach<'_>) -> bool {
        if site.necessary.contains(pattern.as_str()) {
            return true;
        }
        let prefix = pattern.literal_prefix();
        let mut near = site.necessary.range(pattern.as_str().split('*').next().unwrap_or_default()..);
        !pattern.is_exact()
            && near
                .by_ref()
                .take_while(|name| name.as_bytes().starts_with(prefix))
                .filter_map(|name| Pattern::new(name).ok())
                .any(|name| {
                    self.may_cost(pattern.cost_on(name), "members", PolicyErrorKind::TooManyNames)
                        && pattern.covers(name)
                })
    }

    /// Whether a pattern of purely strictly necessary cookies of the site means it, or may mean a name that it means: by
    /// that pattern what a Member declares would be allowed without consent. A name that the site declares itself is
    /// not judged by the pattern.
    fn is_among_necessary(&mut self, pattern: Pattern<'_>, site: &Reach<'_>) -> bool {
        site.necessary_patterns.iter().any(|necessary| {
            self.may_cost(necessary.cost_on(pattern), "members", PolicyErrorKind::TooManyNames)
                && if pattern.is_exact() {
                    necessary.covers(pattern) && site.of_text(pattern.as_str()).is_empty()
                } else {
                    necessary.overlaps(pattern)
                }
        })
    }

    fn tightened(&mut self, at: usize, member: &Member, site: &Reach<'_>) -> Box<[Tightened]> {
        for (tightening, n) in member.tightenings.iter().zip(0_usize..) {
            let text = &*tightening.pattern;
            let place = format!("members[{at}].tightens[{n}]");
            let Some(_) = self.pattern(text, || format!("{place}.name")) else { continue };
            let named = || (Shown::from(&*member.id), Shown::from(text));
            let mut lines = site.of_text(text).iter().filter_map(|(_, id)| site.lines.get(*id));
            if site.necessary.contains(text) {
                let (member, pattern) = named();
                self.fail(format_args!("{place}.name"), PolicyErrorKind::OutOfReach(member, pattern));
            } else if site.of_text(text).is_empty() {
                if !self.half_read.contains(text) && !self.unread.is_lost_in("declarations", ".name") {
                    let (member, pattern) = named();
                    self.fail(format_args!("{place}.name"), PolicyErrorKind::NothingToTighten(member, pattern));
                }
            } else if !lines.any(|(_, line)| tightening.tightens(line)) && self.unread.is_whole(&place) {
                let (member, pattern) = named();
                self.fail(place, PolicyErrorKind::TightensNothing(member, pattern));
            }
        }
        let united = member.united_tightenings().into_iter();
        let tightened = united.filter_map(|by| {
            let ids = site.of_text(&by.pattern);
            Some(Tightened { first: ids.first()?.1, last: ids.last()?.1, by })
        });
        let mut tightened: Vec<Tightened> = tightened.collect();
        tightened.sort_by_key(|tightened| tightened.first);
        tightened.into()
    }
}

/// What the site says that Members are held against, ready to be looked up.
struct Reach<'c> {
    lines: &'c Lines<'c>,
    /// The names and patterns of purely strictly necessary cookies.
    necessary: BTreeSet<&'c str>,
    /// Of these the patterns with a `*`.
    necessary_patterns: Vec<Pattern<'c>>,
    /// The declarations of each text, in the order of texts, which is that of their ids.
    by_text: Vec<(&'c str, ListingId)>,
    delegated: BTreeSet<Pattern<'c>>,
    delegated_patterns: Vec<Pattern<'c>>,
}

impl<'c> Reach<'c> {
    fn of(lines: &'c Lines<'c>, site: &Listed<'c>, delegations: &[Pattern<'c>]) -> Self {
        let mut by_text: Vec<_> = site.iter().map(|(key, id, _)| (key.pattern.as_str(), *id)).collect();
        // declarations are in this order already, or nearly
        by_text.sort();
        by_text.dedup();
        let of_necessary = site.iter().filter(|(.., listing)| listing.is_necessary()).map(|(key, ..)| key.pattern);
        let necessary: BTreeSet<&str> = of_necessary.map(Pattern::as_str).collect();
        let patterns = necessary.iter().filter_map(|text| Pattern::new(text).ok());
        let necessary_patterns = patterns.filter(|pattern| !pattern.is_exact()).collect();
        let delegated_patterns = delegations.iter().copied().filter(|pattern| !pattern.is_exact()).collect();
        Self {
            lines,
            necessary,
            necessary_patterns,
            by_text,
            delegated: delegations.iter().copied().collect(),
            delegated_patterns,
        }
    }

    /// The declarations with this very text: those from the first to the last, and no others between.
    fn of_text(&self, text: &str) -> &[(&'c str, ListingId)] {
        let start = self.by_text.partition_point(|(known, _)| *known < text);
        let rest = self.by_text.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|(known, _)| *known == text)).unwrap_or_default()
    }
}

/// What a visitor can be asked about, each once.
fn questions<'l>(listings: impl Iterator<Item = &'l Listing>) -> Box<[Listing]> {
    let mut questions: Vec<Listing> = Vec::new();
    let mut seen = BTreeSet::new();
    questions
        .extend(listings.filter(|listing| !listing.is_necessary()).map(Listing::question).filter(|q| seen.insert(*q)));
    questions.into()
}

/// A host name or address as a scope: lower case, no port, no wildcard, no outer dot.
fn is_host(host: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b':' | b'[' | b']');
    (1..=HostName::MAX_LEN).contains(&host.len())
        && host.bytes().all(allowed)
        && HostName::new(host).as_str() == host
        && !host.contains("..")
}
