//! The rows of a decision table: cookies that are alike in all that decides.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::fmt;

use super::super::lines::in_order;
use super::TableTooLarge;
use super::escape::Label;
use crate::cookie::{Attributes, CategorySet, Cookie, DataUseSet, Lifetime, Party, Storage};
use crate::law::{GroundSet, RiskSet};
use crate::policy::budget::Budget;
use crate::policy::{Declaration, Forbidden, Found, Member, Policy};
use crate::visit::{Place, ProgrammeSet, VendorTool};

/// Cookies of one place that are alike in all that decides, and so have the same answer in every cell.
///
/// # Examples
///
/// See [`DecisionTable::rows`](super::DecisionTable::rows).
#[derive(Clone, Debug)]
pub struct TableRow<'p> {
    pub(super) place: Place<'p>,
    pub(super) traits: Traits,
    pub(super) cookies: Vec<TableCookie<'p>>,
}

impl<'p> TableRow<'p> {
    /// Whose pages these are.
    #[must_use]
    pub const fn place(&self) -> Place<'p> {
        self.place
    }

    /// The cookies, by name.
    pub fn cookies(&self) -> impl Iterator<Item = &TableCookie<'p>> {
        self.cookies.iter()
    }
}

/// A name or pattern, and where it counts.
///
/// # Examples
///
/// See [`DecisionTable::rows`](super::DecisionTable::rows).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TableCookie<'p> {
    pattern: &'p str,
    scope: Scope<'p>,
    hosts: BTreeSet<&'p str>,
    name: Box<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Scope<'p> {
    path: Option<&'p str>,
    storage: Storage,
    party: Party,
}

impl<'p> TableCookie<'p> {
    /// The name or pattern, as declared; `*` for any cookie that is not.
    #[must_use]
    pub const fn pattern(&self) -> &'p str {
        self.pattern
    }

    /// The one that was decided: a cookie that it means, and that nothing else in its inventory means better. Where it
    /// counts for every host or path, that of the cookie is empty, and in no other scope.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::DecisionTable;
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::{Age, Category, Policy};
    /// # use time::macros::{date, utc_datetime};
    /// # let policy = Policy::builder()
    /// #     .version(Version::new(1, date!(2022-12-15)))
    /// #     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
    /// #     .build()
    /// #     .unwrap();
    /// let table = DecisionTable::of(&policy, utc_datetime!(2026-11-23 12:00), Age::Unknown).unwrap();
    /// let names: Vec<&str> = table.rows().flat_map(|row| row.cookies()).map(|cookie| cookie.cookie().name).collect();
    /// assert!(names.contains(&"sessionid"));
    /// ```
    #[must_use]
    pub fn cookie(&self) -> Cookie<'_> {
        Cookie {
            name: &self.name,
            host: self.hosts.first().copied().unwrap_or(NO_HOST),
            path: self.scope.path.unwrap_or(NO_PATH),
            party: self.scope.party,
            lifetime: Lifetime::Session,
            storage: self.scope.storage,
            attributes: Attributes::Unknown,
        }
    }
}

/// In no host's scope.
const NO_HOST: &str = "";
/// In no path's scope.
const NO_PATH: &str = "";

impl fmt::Display for TableCookie<'_> {
    /// `_ga (edx.org)`, `tr (facebook.com, /tr, pixel)`, `foo`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Label(self.pattern), f)?;
        let storage = Some(self.scope.storage).filter(|storage| *storage != Storage::Cookie).map(Storage::as_str);
        let mut separator = " (";
        for part in self.hosts.iter().copied().chain(self.scope.path).chain(storage) {
            write!(f, "{separator}{}", Label(part))?;
            separator = ", ";
        }
        if separator == ", " { f.write_str(")") } else { Ok(()) }
    }
}

/// All that decides, beside the facts of the visit: cookies with the same traits get the same answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Traits {
    Listed(Listed),
    /// The site and the Member declare it for different parties.
    OtherParty,
    NotListed,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Listed {
    pub(super) categories: CategorySet,
    pub(super) judged: CategorySet,
    pub(super) uses: DataUseSet,
    pub(super) party: Party,
    pub(super) grounds: GroundSet,
    pub(super) absent_risks: RiskSet,
    /// Of each vendor, the programmes and the tool.
    pub(super) opt_outs: BTreeSet<(ProgrammeSet, Option<VendorTool>)>,
    pub(super) declared: bool,
    pub(super) forbidden: bool,
}

impl Traits {
    fn of(policy: &Policy, place: Place<'_>, cookie: &Cookie<'_>) -> Self {
        let Some(Found { listing, forbidden }) = policy.find(place, cookie) else {
            return Self::NotListed;
        };
        if listing.is_for_another_party(cookie.party) {
            return Self::OtherParty;
        }
        let has_any =
            |(programmes, tool): &(ProgrammeSet, Option<VendorTool>)| !programmes.is_empty() || tool.is_some();
        Self::Listed(Listed {
            categories: listing.categories,
            judged: listing.judged_categories(),
            uses: listing.uses(),
            party: cookie.party,
            grounds: listing.grounds,
            absent_risks: listing.absent_risks(),
            opt_outs: policy.vendors(&listing).map(|vendor| (vendor.programmes, vendor.tool)).filter(has_any).collect(),
            declared: listing.is_declared(),
            // a purely strictly necessary cookie is out of any Member's reach
            forbidden: forbidden && !listing.is_necessary(),
        })
    }

    /// The categories in which it is judged.
    pub(super) const fn judged(&self) -> CategorySet {
        match self {
            Self::Listed(listed) => listed.judged,
            Self::OtherParty | Self::NotListed => CategorySet::EMPTY,
        }
    }
}

/// The rows of the site, then those of each Member: its own cookies, and those of the site that are something else
/// there.
pub(super) fn rows(policy: &Policy) -> Result<Vec<TableRow<'_>>, TableTooLarge> {
    let source = policy.source();
    let fresh = fresh(policy);
    let mut budget = Budget::of(COOKIES);
    let mut may_cost = |cost| if budget.take(cost) { Ok(()) } else { Err(TableTooLarge::TooManyCookies) };
    let hosts = |declaration: &Declaration| declaration.hosts.len().max(1);
    may_cost(
        in_order(source).into_iter().map(|(_, line)| hosts(line)).fold(0, usize::saturating_add).saturating_mul(KEPT),
    )?;
    let site: BTreeSet<TableCookie<'_>> =
        source.declarations.iter().flat_map(|declaration| declared(declaration, fresh)).collect();
    let any_other = any_other(fresh);
    let on_site = || site.iter().chain([&any_other]);
    let on_site: Vec<_> = on_site().map(|cookie| (cookie, Traits::of(policy, Place::Site, &cookie.cookie()))).collect();
    let mut rows = grouped(Place::Site, on_site.iter().cloned());
    let known: BTreeSet<&str> = site.iter().map(|cookie| cookie.pattern).collect();
    let scopes: BTreeSet<_> = site.iter().map(|cookie| (cookie.scope, &cookie.hosts)).collect();
    let mut members: Vec<&Member> = source.members.iter().collect();
    members.sort();
    for member in members {
        let place = Place::Member(&member.id);
        let there = |cookie: &TableCookie<'_>| Traits::of(policy, place, &cookie.cookie());
        let own: BTreeSet<TableCookie<'_>> =
            member.declarations.iter().flat_map(|declaration| declared(declaration, fresh)).collect();
        let forbidden: BTreeSet<&str> = forbidden_cookies(member).filter(|pattern| !known.contains(pattern)).collect();
        may_cost(forbidden.len().saturating_mul(scopes.len()).saturating_mul(KEPT).saturating_add(on_site.len()))?;
        let named: Vec<TableCookie<'_>> = named_by(&forbidden, &scopes, fresh);
        let named = named.iter().map(|cookie| (cookie, Traits::of(policy, Place::Site, &cookie.cookie())));
        let mut listed: Vec<_> = own.iter().map(|cookie| (cookie, there(cookie))).collect();
        for (cookie, on_site) in on_site.iter().cloned().chain(named) {
            let traits = there(cookie);
            if traits != on_site {
                may_cost(KEPT)?;
                listed.push((cookie, traits));
            }
        }
        rows.extend(grouped(place, listed.into_iter()));
    }
    Ok(rows)
}

/// How many cookies are looked at, on each Member's pages again, for one table: a second or two.
const COOKIES: usize = 1 << 24;
/// How many times more it costs to keep one: at most half a million are.
const KEPT: usize = 32;

/// A character that is in no pattern of the policy. With it in place of each `*` a pattern becomes a name that no other
/// pattern means better.
fn fresh(policy: &Policy) -> char {
    let source = policy.source();
    let members = source.members.iter().flat_map(|member| {
        let declared = member.declarations.iter().map(Declaration::pattern);
        declared.chain(forbidden_cookies(member))
    });
    let patterns = source.declarations.iter().map(Declaration::pattern).chain(members);
    let used: BTreeSet<char> = patterns.flat_map(str::chars).collect();
    ('a'..='z').chain('\u{e000}'..=char::MAX).find(|c| !used.contains(c)).unwrap_or('*')
}

fn forbidden_cookies(member: &Member) -> impl Iterator<Item = &str> {
    member.forbids.iter().filter_map(|forbidden| match forbidden {
        Forbidden::Cookie(pattern) => Some(&**pattern),
        Forbidden::Category(_) | Forbidden::Use(_) | Forbidden::Vendor(_) => None,
    })
}

/// A cookie for each host of a declaration.
fn declared(declaration: &Declaration, fresh: char) -> Vec<TableCookie<'_>> {
    let Declaration { path, storage, party, .. } = declaration;
    let scope = Scope { path: path.as_deref(), storage: *storage, party: *party };
    let cookie = |hosts: BTreeSet<_>| TableCookie {
        pattern: &declaration.pattern,
        scope,
        hosts,
        name: name(&declaration.pattern, fresh),
    };
    if declaration.hosts.is_empty() {
        alloc::vec![cookie(BTreeSet::new())]
    } else {
        declaration.hosts.iter().map(|host| cookie(BTreeSet::from([&**host]))).collect()
    }
}

fn name(pattern: &str, fresh: char) -> Box<str> {
    pattern.chars().map(|c| if c == '*' { fresh } else { c }).collect()
}

/// Whatever is not declared.
fn any_other(fresh: char) -> TableCookie<'static> {
    TableCookie {
        pattern: "*",
        scope: Scope { path: None, storage: Storage::Cookie, party: Party::First },
        hosts: BTreeSet::new(),
        name: name("*", fresh),
    }
}

/// What a Member forbids by name, wherever the site declares something: `_ga_1*` may be forbidden where `_ga_*` is
/// declared.
fn named_by<'p>(
    patterns: &BTreeSet<&'p str>,
    scopes: &BTreeSet<(Scope<'p>, &BTreeSet<&'p str>)>,
    fresh: char,
) -> Vec<TableCookie<'p>> {
    let each = patterns.iter().flat_map(|pattern| {
        let cookie = move |(scope, hosts): &(Scope<'p>, &BTreeSet<&'p str>)| TableCookie {
            pattern,
            scope: *scope,
            hosts: (*hosts).clone(),
            name: name(pattern, fresh),
        };
        scopes.iter().map(cookie)
    });
    each.collect()
}

/// Cookies with the same traits in one row, hosts of one name together.
fn grouped<'a, 'p: 'a>(
    place: Place<'p>,
    cookies: impl Iterator<Item = (&'a TableCookie<'p>, Traits)>,
) -> Vec<TableRow<'p>> {
    let mut groups: BTreeMap<Traits, BTreeMap<_, TableCookie<'p>>> = BTreeMap::new();
    for (cookie, traits) in cookies {
        let group = groups.entry(traits).or_default();
        // the party is a trait, or else different for the site and the Member
        let Scope { path, storage, party: _ } = cookie.scope;
        let name = (cookie.pattern, cookie.hosts.is_empty(), path, storage);
        let same_name = group.entry(name).or_insert_with(|| cookie.clone());
        same_name.hosts.extend(&cookie.hosts);
    }
    let row = |(traits, cookies): (Traits, BTreeMap<_, _>)| TableRow {
        place,
        traits,
        cookies: cookies.into_values().collect(),
    };
    groups.into_iter().map(row).collect()
}
