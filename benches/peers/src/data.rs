//! Inventories, real and made, and names to ask for.

use std::collections::BTreeMap;

use cookie_consent::cookie::DataUse;
use cookie_consent::policy::{Declaration, Member, PolicyBuilder, Version};
use cookie_consent::visit::{BrowserMode, Signals};
use cookie_consent::{Age, Category, Place, Policy, Visit};
use time::macros::date;

use crate::workload::{NOW, Random};

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) is_prefix: bool,
    pub(crate) category: Category,
}

pub(crate) struct Inventory {
    pub(crate) title: String,
    pub(crate) lines: Vec<Line>,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Hit,
    PatternHit,
    Miss,
    /// Begins like a listed name, as far as it can without being one.
    AdversarialMiss,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Hit, Self::PatternHit, Self::Miss, Self::AdversarialMiss];
}

fn letters(random: &mut Random, len: usize) -> String {
    (0..len).map(|_| char::from(LETTERS[random.below(LETTERS.len())])).collect()
}

fn declaration(line: &Line) -> Declaration {
    let pattern = if line.is_prefix { format!("{}*", line.name) } else { line.name.clone() };
    Declaration::new(&pattern, line.category).used_for(match line.category {
        Category::StrictlyNecessary => DataUse::StrictlyNecessary,
        Category::Performance => DataUse::Analytics,
        Category::Functionality => DataUse::UiPreference,
        Category::Targeting => DataUse::SaleOrShare,
    })
}

fn empty() -> PolicyBuilder {
    Policy::builder().version(Version::new(7, date!(2022 - 12 - 15)))
}

/// The names of the Open Cookie Database that can be declared without a host: no two-byte prefixes.
pub(crate) fn open_cookie_database() -> Option<Inventory> {
    let mut rows = csv::Reader::from_path(std::env::var_os("OPEN_COOKIE_DATABASE")?).ok()?;
    let mut lines = BTreeMap::new();
    for row in rows.records() {
        let row = row.ok()?;
        let (name, category, wildcard) = (row.get(3)?, row.get(2)?, row.get(9)?);
        let category = match category {
            "Analytics" => Category::Performance,
            "Marketing" => Category::Targeting,
            _ => Category::Functionality,
        };
        let legal = |c: char| !c.is_control() && !matches!(c, ';' | '=' | '*');
        if name.chars().all(legal) && name.trim() == name && (wildcard == "0" || name.len() >= 3) && !name.is_empty() {
            lines.insert((name.to_owned(), wildcard == "1"), category);
        }
    }
    let lines = lines.into_iter().map(|((name, is_prefix), category)| Line { name, is_prefix, category });
    let lines: Vec<Line> = lines.collect();
    Some(Inventory { title: format!("{} real names", lines.len()), lines })
}

impl Inventory {
    /// Irregular names of which every tenth is a pattern; they share their beginnings, as those of one vendor do.
    pub(crate) fn synthetic(size: usize) -> Self {
        let (_, listed, _) = crate::workload::inventory(size);
        let lines = listed.into_iter().map(|(name, is_prefix, category)| Line { name, is_prefix, category }).collect();
        Self { title: format!("{size} names"), lines }
    }

    pub(crate) fn builder(&self) -> PolicyBuilder {
        self.lines.iter().map(declaration).fold(empty(), PolicyBuilder::declare)
    }

    pub(crate) fn policy(&self) -> Policy {
        self.builder().build().unwrap()
    }

    pub(crate) fn names(&self, kind: Kind, count: usize) -> Vec<String> {
        let mut random = Random(99);
        let (prefixes, exact): (Vec<&Line>, Vec<&Line>) = self.lines.iter().partition(|line| line.is_prefix);
        let name = |from: &[&Line], random: &mut Random| from[random.below(from.len())].name.clone();
        (0..count)
            .map(|_| match kind {
                Kind::Hit => name(&exact, &mut random),
                Kind::PatternHit => name(&prefixes, &mut random) + &letters(&mut random, 10),
                Kind::Miss => letters(&mut random, 12) + "~",
                Kind::AdversarialMiss => {
                    let name = name(&exact, &mut random);
                    name[..name.len() - 1].to_owned() + "~"
                }
            })
            .collect()
    }
}

/// A policy whose declarations are those of a thousand Members, and names with the Member on whose pages they are.
pub(crate) fn of_members(size: usize) -> (Policy, Vec<(String, String)>) {
    let mut random = Random(5);
    let each = size / 1_000;
    let mut names = Vec::new();
    let mut builder = empty();
    for number in 0..1_000 {
        let id = format!("member-{number}");
        let mut member = Member::new(&id).page("courses.edx.org", &format!("/{id}"));
        for at in 0..each {
            let is_prefix = at % 10 == 0;
            let line = Line { name: letters(&mut random, 9), is_prefix, category: Category::Performance };
            names.push((id.clone(), if is_prefix { format!("{}x1", line.name) } else { line.name.clone() }));
            member = member.declare(declaration(&line));
        }
        builder = builder.member(member);
    }
    let asked = (0..8_192).map(|_| names[random.below(names.len())].clone()).collect();
    (builder.build().unwrap(), asked)
}

pub(crate) fn on_pages_of<'a>(visit: &Visit<'_>, member: &'a str) -> Visit<'a> {
    let none = Signals::NONE;
    let there = Visit::new(NOW, Place::Member(member), none, &[], BrowserMode::AcceptsAll, Age::Unknown);
    visit.regions().flatten().fold(there, Visit::region)
}

/// A family of questions that are built to hurt, by size.
pub(crate) struct Family {
    pub(crate) title: &'static str,
    pub(crate) sizes: &'static [usize],
    pub(crate) case: fn(usize) -> (Policy, Vec<String>),
}

fn policy(patterns: impl IntoIterator<Item = String>) -> Policy {
    let lines = patterns.into_iter().map(|pattern| Declaration::new(&pattern, Category::Performance));
    lines.fold(empty(), PolicyBuilder::declare).build().unwrap()
}

pub(crate) fn hostile() -> Vec<Family> {
    const LENGTHS: &[usize] = &[512, 1_024, 2_048, 4_096];
    const COUNTS: &[usize] = &[12_500, 25_000, 50_000, 100_000];
    vec![
        Family {
            title: "names of n bytes that agree with a pattern to the end",
            sizes: LENGTHS,
            case: |n| (policy(["aaa*aaab".to_owned(), "aaaa*a*a*a*b".to_owned()]), vec!["a".repeat(n); 200]),
        },
        Family {
            title: "names of n bytes, patterns of every length",
            sizes: LENGTHS,
            case: |n| {
                (policy((3..400).map(|len| "b".repeat(len) + "*")), vec!["b".repeat(2) + &"a".repeat(n - 2); 200])
            },
        },
        Family {
            title: "names of n bytes that begin like patterns of every length",
            sizes: LENGTHS,
            case: |n| {
                let patterns = (3..400).map(|len| "b".repeat(len) + "c*");
                (policy(patterns), vec!["b".repeat(n); 200])
            },
        },
        Family {
            title: "n patterns with a `*` inside, each with its own ends",
            sizes: &[1_000, 2_000, 4_000, 8_000],
            case: |n| {
                let patterns = (0..n).map(|at| format!("p{at:05}*{at:05}"));
                (policy(patterns), (0..200).map(|at| format!("p{:05}zzz{:05}", at % n, (at + 1) % n)).collect())
            },
        },
        Family {
            title: "n exact names, misses that share all but the last byte",
            sizes: COUNTS,
            case: |n| {
                (
                    policy((0..n).map(|at| format!("name{at:06}"))),
                    (0..2_000).map(|at| format!("name{at:05}x")).collect(),
                )
            },
        },
        Family {
            title: "n prefixes, misses that share all but the last byte",
            sizes: COUNTS,
            case: |n| {
                let patterns = (0..n).map(|at| format!("{at:06}name*"));
                (policy(patterns), (0..2_000).map(|at| format!("{at:06}nam_")).collect())
            },
        },
    ]
}
