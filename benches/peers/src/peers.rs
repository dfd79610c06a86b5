//! What a backend would otherwise use.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::str::FromStr;

use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, RestrictedExpression};
use cookie_consent::Category;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use regex::RegexSet;

use crate::data::Inventory;

/// A name to its category: an exact name first, then the longest prefix.
pub(crate) trait Matcher {
    fn find(&self, name: &str) -> Option<Category>;
}

/// A map for exact names, another for prefixes, and a question for each length of prefix.
pub(crate) struct Map<S> {
    exact: HashMap<Box<str>, Category, S>,
    prefixes: HashMap<Box<str>, Category, S>,
    lengths: Vec<usize>,
}

impl<S: BuildHasher + Default> Map<S> {
    pub(crate) fn of(inventory: &Inventory) -> Self {
        let mut map = Self { exact: HashMap::default(), prefixes: HashMap::default(), lengths: Vec::new() };
        for line in &inventory.lines {
            let names = if line.is_prefix { &mut map.prefixes } else { &mut map.exact };
            names.insert(line.name.as_str().into(), line.category);
            if line.is_prefix && !map.lengths.contains(&line.name.len()) {
                map.lengths.push(line.name.len());
            }
        }
        map.lengths.sort_unstable_by(|a, b| b.cmp(a));
        map
    }
}

impl<S: BuildHasher> Matcher for Map<S> {
    fn find(&self, name: &str) -> Option<Category> {
        self.exact.get(name).copied().or_else(|| {
            self.lengths.iter().find_map(|len| name.get(..*len).and_then(|prefix| self.prefixes.get(prefix)).copied())
        })
    }
}

/// Of several that match, the one to take: lines in the order in which they decide.
fn ranked(inventory: &Inventory) -> Vec<&crate::data::Line> {
    let mut lines: Vec<_> = inventory.lines.iter().collect();
    lines.sort_by_key(|line| (line.is_prefix, std::cmp::Reverse(line.name.len())));
    lines
}

pub(crate) struct Globs(GlobSet, Vec<Category>);

impl Globs {
    pub(crate) fn of(inventory: &Inventory) -> Self {
        let lines = ranked(inventory);
        let mut set = GlobSetBuilder::new();
        for line in &lines {
            let star = if line.is_prefix { "*" } else { "" };
            set.add(GlobBuilder::new(&format!("{}{star}", globset::escape(&line.name))).build().unwrap());
        }
        Self(set.build().unwrap(), lines.iter().map(|line| line.category).collect())
    }
}

impl Matcher for Globs {
    fn find(&self, name: &str) -> Option<Category> {
        self.0.matches(name).into_iter().min().map(|at| self.1[at])
    }
}

pub(crate) struct Regexes(RegexSet, Vec<Category>);

impl Regexes {
    pub(crate) fn of(inventory: &Inventory) -> Self {
        let lines = ranked(inventory);
        let patterns = lines.iter().map(|line| {
            let end = if line.is_prefix { "" } else { "$" };
            format!("^{}{end}", regex::escape(&line.name))
        });
        let set = regex::RegexSetBuilder::new(patterns).unicode(false).size_limit(1 << 30).build().unwrap();
        Self(set, lines.iter().map(|line| line.category).collect())
    }
}

impl Matcher for Regexes {
    fn find(&self, name: &str) -> Option<Category> {
        self.0.matches(name).iter().min().map(|at| self.1[at])
    }
}

/// The leanest way to say it: the caller has worked out every fact.
pub(crate) struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    uid: EntityUid,
}

impl Cedar {
    pub(crate) fn new() -> Self {
        let policies = r#"
            permit(principal, action, resource) when { context.necessary || context.consented };
            forbid(principal, action, resource) when { context.covered && context.opted_out };
        "#;
        Self {
            authorizer: Authorizer::new(),
            policies: PolicySet::from_str(policies).unwrap(),
            entities: Entities::empty(),
            uid: EntityUid::from_str(r#"Cookie::"asked""#).unwrap(),
        }
    }

    pub(crate) fn allows(&self, category: Category) -> bool {
        let fact = |name: &str, value| (name.to_owned(), RestrictedExpression::new_bool(value));
        let facts = [
            fact("necessary", category == Category::StrictlyNecessary),
            fact("consented", false),
            fact("covered", category == Category::Targeting),
            fact("opted_out", false),
        ];
        let uid = || self.uid.clone();
        let context = Context::from_pairs(facts).unwrap();
        let request = Request::new(uid(), uid(), uid(), context, None).unwrap();
        self.authorizer.is_authorized(&request, &self.policies, &self.entities).decision() == Decision::Allow
    }
}
