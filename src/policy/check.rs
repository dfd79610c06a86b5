//! Everything that a policy is refused for, in one pass that collects all errors.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::budget::Budget;
use super::catalog::{Catalog, Family, Key, ListingId};
use super::error::Shown;
use super::inventory::{Inventory, Listed};
use super::member::{MemberRules, Tightened};
use super::pages::Pages;
use super::pattern::{BadPattern, Pattern};
use super::version::Versions;
use super::{
    Declaration, Forbidden, Listing, Member, PageScope, Policy, PolicyBuilder, PolicyError, PolicyErrors, Trust,
    VendorFacts,
};
use crate::consent::PolicyVersion;
use crate::cookie::{Category, CategorySet, DataUse, DataUseSet, HostName, Party, Storage, VendorId};
use crate::instant::is_writable;
use crate::law::{Change, Jurisdiction, Law};
use crate::visit::MemberId;

pub(super) fn check(mut source: PolicyBuilder) -> Result<Policy, PolicyErrors> {
    normalise(&mut source);
    let mut check = Check { errors: PolicyErrors::none(), budget: Budget::BUILD, vendors: BTreeMap::new() };
    let law = check.law(&source);
    check.versions(&source);
    check.dates(&source);
    check.record_cookie(&source);
    let vendors = check.vendors(&source);
    let (imported, reviewed): (Vec<_>, Vec<_>) =
        source.declarations.iter().zip(0..).partition(|(declaration, _)| declaration.trust == Trust::Imported);
    let (reviewed, places) = check.inventory(reviewed);
    let (imported, places_of_imported) = check.inventory(imported);
    let delegations: Vec<Pattern<'_>> = source.delegations.iter().filter_map(|text| check.pattern(text)).collect();
    let members = check.members(&source.members, &reviewed, &delegations);
    let versions = Versions::of(&source.versions);
    let inventory = Inventory::of(&reviewed, places);
    let imported = Inventory::of(&imported, places_of_imported);
    let questions = questions(inventory.listings());
    if check.errors.is_empty() {
        let pages = Pages::of(&source.members);
        Ok(Policy { source, law, versions, vendors, inventory, imported, questions, members, pages })
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

/// Writes each part in the one way in which it is compared. The order of the parts is the document's; only versions have
/// an order of their own.
fn normalise(source: &mut PolicyBuilder) {
    let declaration = |declaration: &mut Declaration| {
        declaration.uses = declaration.uses();
        declaration.hosts.iter_mut().for_each(|host| host.make_ascii_lowercase());
        declaration.hosts.sort();
        declaration.hosts.dedup();
        declaration.exemptions.sort();
        declaration.exemptions.dedup();
    };
    // declared by being named, unless a declaration says more of it
    if let Some(cookie) = &source.record_cookie
        && !source.declarations.iter().any(|declaration| declaration.pattern == *cookie)
    {
        let record = Declaration::new(cookie, Category::StrictlyNecessary).used_for(DataUse::ConsentStorage);
        source.declarations.push(record.purpose("keeps the visitor's choice of cookies"));
    }
    source.versions.sort();
    source.versions.iter_mut().for_each(|version| version.material_vendors.sort());
    source.declarations.iter_mut().for_each(declaration);
    for member in &mut source.members {
        member.pages.iter_mut().for_each(|page| page.host.make_ascii_lowercase());
        member.declarations.iter_mut().for_each(declaration);
        member.unite_tightenings();
    }
}

/// The same with everything in one order whose order means nothing: of equal policies it is the same.
pub(super) fn sorted(source: &PolicyBuilder) -> PolicyBuilder {
    let mut source = source.clone();
    source.vendors.sort();
    source.declarations.sort();
    source.delegations.sort();
    for member in &mut source.members {
        member.pages.sort();
        member.declarations.sort();
        member.forbids.sort();
        member.tightenings.sort();
    }
    source.members.sort();
    source
}

struct Check<'s> {
    errors: PolicyErrors,
    budget: Budget,
    /// The index of each vendor by its id.
    vendors: BTreeMap<&'s str, u32>,
}

impl<'s> Check<'s> {
    fn law(&mut self, source: &PolicyBuilder) -> Law {
        for change in &source.overrides {
            if let Jurisdiction::Region(region) = change.jurisdiction
                && !region.is_assigned()
            {
                self.errors.push(PolicyError::UnknownRegion(region.to_string().as_str().into()));
            }
        }
        let changes: Vec<Change> = source
            .overrides
            .iter()
            .map(|o| Change { jurisdiction: o.jurisdiction, rule: o.rule, since: o.since, laxer: o.laxer })
            .collect();
        let (law, refused) = Law::with(&changes, |cost| self.may_cost(cost, PolicyError::TooManyOverrides));
        for Change { jurisdiction, rule, .. } in refused {
            let place = match jurisdiction {
                Jurisdiction::Region(region) => Shown::from(region.to_string().as_str()),
                Jurisdiction::Elsewhere => "every other country".into(),
                Jurisdiction::Unknown => "an unknown region".into(),
            };
            self.errors.push(PolicyError::LaxerLaw { place, rule });
        }
        law
    }

    /// A record that the site itself may not keep, or that only some cookies of a pattern would hold, is never found again.
    fn record_cookie(&mut self, source: &PolicyBuilder) {
        let Some(cookie) = &source.record_cookie else { return };
        let keeps = |declaration: &Declaration| {
            declaration.categories == Category::StrictlyNecessary.into()
                && declaration.uses.is_subset(DataUseSet::EXEMPT)
                && declaration.uses.contains(DataUse::ConsentStorage)
                && (declaration.party, declaration.storage) == (Party::First, Storage::Cookie)
                && declaration.trust == Trust::Reviewed
        };
        let mut own = source.declarations.iter().filter(|declaration| declaration.pattern == *cookie);
        if cookie.contains('*') || !own.all(keeps) {
            self.errors.push(PolicyError::RecordCookie(Shown::from(&**cookie)));
        }
    }

    fn versions(&mut self, source: &PolicyBuilder) {
        if source.versions.is_empty() {
            self.errors.push(PolicyError::NoVersion);
        }
        for pair in source.versions.windows(2) {
            if let [before, after] = pair
                && (after.number <= before.number || after.effective <= before.effective)
            {
                self.errors.push(PolicyError::VersionOrder(after.number.number()));
            }
        }
    }

    /// What no document could say would not read back.
    fn dates(&mut self, source: &PolicyBuilder) {
        let since = source.overrides.iter().filter_map(|change| change.since);
        for date in source.versions.iter().map(|version| version.effective).chain(since) {
            if !is_writable(date) {
                self.errors.push(PolicyError::Date(date));
            }
        }
    }

    fn vendors(&mut self, source: &'s PolicyBuilder) -> Box<[VendorFacts]> {
        let mut material: BTreeMap<&str, BTreeSet<PolicyVersion>> = BTreeMap::new();
        for version in &source.versions {
            for vendor in &version.material_vendors {
                material.entry(vendor).or_default().insert(version.number);
            }
        }
        let mut facts = Vec::new();
        for (index, vendor) in (0_u32..).zip(&source.vendors) {
            let id: VendorId = match vendor.id.parse() {
                Ok(id) => id,
                Err(error) => {
                    self.errors.push(PolicyError::Id(error));
                    continue;
                }
            };
            if self.vendors.insert(&vendor.id, index).is_some() {
                self.errors.push(PolicyError::DuplicateId(Shown::from(&*vendor.id)));
            }
            facts.push(VendorFacts {
                id,
                programmes: vendor.programmes,
                tool: vendor.tool,
                tcf_id: vendor.tcf_id,
                atp_id: vendor.atp_id,
                material: material.get(&*vendor.id).into_iter().flatten().copied().collect(),
            });
        }
        for version in &source.versions {
            let named = Shown::from(format!("version {}", version.number).as_str());
            for vendor in version.material_vendors.iter().filter(|vendor| !self.vendors.contains_key(&***vendor)) {
                self.errors.push(PolicyError::UnknownVendor(named.clone(), Shown::from(&**vendor)));
            }
        }
        facts.into()
    }

    fn pattern<'t>(&mut self, text: &'t str) -> Option<Pattern<'t>> {
        let error = |why| PolicyError::Pattern(Shown::from(text), why);
        match Pattern::new(text) {
            Ok(pattern) => return Some(pattern),
            Err(BadPattern::Empty) => self.errors.push(error("a name is empty: name the cookie")),
            Err(BadPattern::TooLong) => self.errors.push(error("no browser keeps a name of more than 4096 bytes")),
            Err(BadPattern::Character(_)) => {
                self.errors.push(error("no cookie name has a control character, `;`, `=` or a space at its end"));
            }
            Err(BadPattern::RegularExpression) => {
                self.errors.push(error("it looks like a regular expression: only `*` has a meaning in a pattern"));
            }
            Err(BadPattern::Stars) => self.errors.push(error("`**` means no more than `*`: write one")),
        }
        None
    }

    fn path(&mut self, whose: &str, path: &str) {
        if !path.starts_with('/') {
            self.errors.push(PolicyError::Path(Shown::from(whose), Shown::from(path)));
        } else if path.len() > LONGEST_PATH {
            self.errors.push(PolicyError::LongPath(Shown::from(whose), Shown::from(path)));
        }
    }

    /// Every key of a declaration.
    fn keys(&mut self, declaration: &'s Declaration, add: impl FnMut(Key<'s>)) {
        let name = || Shown::from(&*declaration.pattern);
        let pattern = self.pattern(&declaration.pattern);
        for host in declaration.hosts.iter().filter(|host| !is_host(host)) {
            self.errors.push(PolicyError::Host(name(), Shown::from(&**host)));
        }
        if let Some(path) = &declaration.path {
            self.path(&declaration.pattern, path);
        }
        let Some(pattern) = pattern else { return };
        if !pattern.is_exact() && pattern.literal_len() < 3 && declaration.hosts.is_empty() {
            self.errors.push(PolicyError::TooBroad(name()));
        }
        let key = |host| Key { storage: declaration.storage, pattern, host, path: declaration.path.as_deref() };
        let anywhere = declaration.hosts.is_empty().then_some(None);
        declaration.hosts.iter().map(|host| Some(&**host)).chain(anywhere).map(key).for_each(add);
    }

    /// The keys of an inventory of declarations, each with its place in the document, and the places by [`ListingId`].
    fn inventory(&mut self, mut declarations: Vec<(&'s Declaration, usize)>) -> (Box<Listed<'s>>, Box<[usize]>) {
        // ids ascend with the texts, so that those of one text stand together
        declarations.sort();
        let mut listed = Vec::with_capacity(declarations.len());
        for (id, (declaration, _)) in (0_u32..).map(ListingId).zip(&declarations) {
            let name = || Shown::from(&*declaration.pattern);
            let vendor = declaration.vendor.as_ref().and_then(|vendor| {
                let index = self.vendors.get(&**vendor).copied();
                if index.is_none() {
                    self.errors.push(PolicyError::UnknownVendor(name(), Shown::from(&**vendor)));
                }
                index
            });
            if declaration.trust == Trust::Imported && declaration.categories.contains(Category::StrictlyNecessary) {
                self.errors.push(PolicyError::ImportedNecessary(name()));
            }
            for exemption in &declaration.exemptions {
                if !declaration.categories.contains(exemption.ground.category()) {
                    self.errors.push(PolicyError::ExemptionCategory(name(), exemption.ground));
                }
                if let Some(other) = declaration.uses().difference(exemption.ground.uses()).iter().next() {
                    self.errors.push(PolicyError::ExemptionUse(name(), exemption.ground, other));
                }
            }
            let listing = Listing::of(declaration, vendor);
            self.keys(declaration, |key| listed.push((key, id, listing)));
        }
        self.conflicts(&listed);
        self.crowds(&listed);
        (listed.into(), declarations.into_iter().map(|(_, place)| place).collect())
    }

    /// Patterns of which so many begin, or end, alike that finding one of them would take long.
    fn crowds<V>(&mut self, listed: &[(Key<'_>, ListingId, V)]) {
        let mut crowds: BTreeMap<Family<'_>, BTreeSet<Pattern<'_>>> = BTreeMap::new();
        for (key, ..) in listed.iter().filter(|(key, ..)| !key.pattern.is_exact()) {
            crowds.entry(Family::of(key)).or_default().insert(key.pattern);
        }
        for crowd in crowds.into_values().filter(|crowd| crowd.len() > ALIKE) {
            let example = crowd.first().map_or("", |pattern| pattern.as_str());
            self.errors.push(PolicyError::TooManyAlike(Shown::from(example), crowd.len()));
        }
    }

    /// Two keys that mean the same cookie and of which neither is more specific.
    fn conflicts(&mut self, listed: &Listed<'_>) {
        // Only keys of one specificity can tie. Of these, two exact names, or two patterns with one `*` at the end,
        // mean the same cookie only if they are the same text; comparing each with each is left for the rest, which
        // are few.
        let mut keys: Vec<&Key<'_>> = listed.iter().map(|(key, ..)| key).collect();
        // declarations are in this order already, or nearly
        keys.sort();
        for same in keys.chunk_by(|a, b| a == b) {
            for key in same.iter().skip(1) {
                self.errors.push(PolicyError::Duplicate(Shown::from(key.pattern.as_str())));
            }
        }
        let mut uneven: BTreeMap<_, Vec<&Key<'_>>> = BTreeMap::new();
        for key in keys.into_iter().filter(|key| !key.pattern.is_exact()) {
            uneven.entry((key.storage, key.specificity())).or_default().push(key);
        }
        for keys in uneven.values() {
            // the scopes of one pattern stand together
            let patterns = keys.chunk_by(|a, b| a.pattern == b.pattern).filter_map(|keys| Some((keys.first()?, keys)));
            let (even, odd): (Vec<_>, Vec<_>) =
                patterns.partition(|(key, _)| key.pattern.literal_prefix().len() == key.pattern.literal_len());
            for (at, (one, keys)) in odd.iter().enumerate() {
                for (other, others) in odd.iter().skip(at.saturating_add(1)).chain(&even) {
                    let size = one.pattern.as_bytes().len().min(other.pattern.as_bytes().len());
                    if !self.may_cost(size, PolicyError::TooManyPatterns) {
                        return;
                    }
                    if one.pattern.overlaps(other.pattern) {
                        self.ties(keys, others);
                    }
                }
            }
        }
    }

    /// Scopes of two patterns that can mean the same cookie, on pages that both mean.
    fn ties(&mut self, keys: &[&Key<'_>], others: &[&Key<'_>]) {
        for key in keys {
            for other in others {
                if !self.may_cost(key.scope_len().min(other.scope_len()), PolicyError::TooManyPatterns) {
                    return;
                }
                if key.shares_pages(other) {
                    let shown = |key: &Key<'_>| Shown::from(key.pattern.as_str());
                    self.errors.push(PolicyError::Tie(shown(key), shown(other)));
                }
            }
        }
    }

    /// Takes some of the budget, for bytes to be compared. When it is used up the policy is refused, for what there was
    /// too much of.
    fn may_cost(&mut self, bytes: usize, or: PolicyError) -> bool {
        let was_spent = self.budget.is_spent();
        let may = self.budget.take(bytes.saturating_add(STEP));
        if !may && !was_spent {
            self.errors.push(or);
        }
        may
    }

    fn members(&mut self, members: &'s [Member], site: &Listed<'_>, delegations: &[Pattern<'_>]) -> Box<[MemberRules]> {
        let site = Reach::of(site, delegations);
        let mut rules: Vec<MemberRules> = Vec::new();
        let mut pages: BTreeMap<&PageScope, &Member> = BTreeMap::new();
        for (at, member) in members.iter().enumerate() {
            for page in &member.pages {
                if !is_host(&page.host) {
                    self.errors.push(PolicyError::Host(Shown::from(&*member.id), Shown::from(&*page.host)));
                }
                self.path(&member.id, &page.path);
                if let Some(other) = pages.insert(page, member).filter(|other| other.id != member.id) {
                    self.errors.push(PolicyError::SamePages(Shown::from(&*other.id), Shown::from(&*member.id)));
                }
            }
            rules.extend(self.member(at, member, &site));
        }
        rules.sort_by(|one, other| one.id.as_str().cmp(other.id.as_str()));
        for pair in rules.windows(2) {
            if let [one, next] = pair
                && one.id == next.id
            {
                self.errors.push(PolicyError::DuplicateId(Shown::from(one.id.as_str())));
            }
        }
        rules.into()
    }

    fn member(&mut self, at: usize, member: &'s Member, site: &Reach<'_>) -> Option<MemberRules> {
        let who = || Shown::from(&*member.id);
        let (listed, places) = self.inventory(member.declarations.iter().zip(0..).collect());
        let inventory = Inventory::of(&listed, places);
        for declaration in &member.declarations {
            let Ok(pattern) = Pattern::new(&declaration.pattern) else { continue };
            let named = || Shown::from(pattern.as_str());
            if declaration.categories.contains(Category::StrictlyNecessary) {
                if !self.is_delegated(pattern, site) {
                    self.errors.push(PolicyError::NotDelegated(who(), named()));
                }
            } else if self.is_out_of_reach(pattern, site) {
                self.errors.push(PolicyError::OutOfReach(who(), named()));
            }
        }
        let tightened = self.tightened(member, site);
        let mut categories = CategorySet::EMPTY;
        let mut uses = DataUseSet::EMPTY;
        let mut vendors = Vec::new();
        let mut cookies = Vec::new();
        for forbidden in &member.forbids {
            match forbidden {
                Forbidden::Category(Category::StrictlyNecessary) => self
                    .errors
                    .push(PolicyError::CannotForbid(who(), Shown::from(Category::StrictlyNecessary.as_str()))),
                Forbidden::Category(category) => categories = categories.with(*category),
                Forbidden::Use(data_use) if data_use.is_exempt() => {
                    self.errors.push(PolicyError::CannotForbid(who(), Shown::from(data_use.as_str())));
                }
                Forbidden::Use(data_use) => uses = uses.with(*data_use),
                Forbidden::Vendor(vendor) => match self.vendors.get(&**vendor) {
                    Some(index) => vendors.push(*index),
                    None => self.errors.push(PolicyError::UnknownVendor(who(), Shown::from(&**vendor))),
                },
                Forbidden::Cookie(text) => cookies.extend(self.pattern(text)),
            }
        }
        vendors.sort_unstable();
        cookies.sort();
        cookies.dedup();
        let cookies: Vec<(Key<'_>, ListingId, ())> =
            cookies.into_iter().map(|pattern| (MemberRules::key(pattern), ListingId(0), ())).collect();
        self.crowds(&cookies);
        let id: MemberId = match member.id.parse() {
            Ok(id) => id,
            Err(error) => {
                self.errors.push(PolicyError::Id(error));
                return None;
            }
        };
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
                self.may_cost(delegated.cost_on(pattern), PolicyError::TooManyNames) && delegated.covers(pattern)
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
                .any(|name| self.may_cost(pattern.cost_on(name), PolicyError::TooManyNames) && pattern.covers(name))
    }

    fn tightened(&mut self, member: &Member, site: &Reach<'_>) -> Box<[Tightened]> {
        let mut tightened: Vec<Tightened> = Vec::new();
        for tightening in &member.tightenings {
            let ids = site.of_text(&tightening.pattern);
            let named = || (Shown::from(&*member.id), Shown::from(&*tightening.pattern));
            if let [(_, first), ..] = ids
                && let [.., (_, last)] = ids
            {
                tightened.push(Tightened { first: *first, last: *last, by: tightening.clone() });
            } else if self.pattern(&tightening.pattern).is_some() {
                let (member, pattern) = named();
                self.errors.push(PolicyError::NothingToTighten(member, pattern));
            }
            if site.necessary.contains(&*tightening.pattern) {
                let (member, pattern) = named();
                self.errors.push(PolicyError::OutOfReach(member, pattern));
            }
        }
        tightened.sort_by_key(|tightened| tightened.first);
        tightened.into()
    }
}

/// What the site says that Members are held against, ready to be looked up.
struct Reach<'c> {
    /// The names and patterns of purely strictly necessary cookies.
    necessary: BTreeSet<&'c str>,
    /// The declarations of each text, in the order of texts, which is that of their ids.
    by_text: Vec<(&'c str, ListingId)>,
    delegated: BTreeSet<Pattern<'c>>,
    delegated_patterns: Vec<Pattern<'c>>,
}

impl<'c> Reach<'c> {
    fn of(site: &Listed<'c>, delegations: &[Pattern<'c>]) -> Self {
        let mut by_text: Vec<_> = site.iter().map(|(key, id, _)| (key.pattern.as_str(), *id)).collect();
        // declarations are in this order already, or nearly
        by_text.sort();
        by_text.dedup();
        let necessary = site.iter().filter(|(.., listing)| listing.is_necessary());
        let necessary = necessary.map(|(key, ..)| key.pattern.as_str()).collect();
        let delegated_patterns = delegations.iter().copied().filter(|pattern| !pattern.is_exact()).collect();
        Self { necessary, by_text, delegated: delegations.iter().copied().collect(), delegated_patterns }
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
