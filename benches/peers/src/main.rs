//! The catalogue beside what a backend would otherwise use.

#[allow(dead_code)]
mod counting;
mod data;
mod memory;
mod peers;
mod race;
#[path = "../../workload.rs"]
#[allow(dead_code)]
mod workload;

use std::hint::black_box;

use cookie_consent::{Category, Consent, Cookie, Policy, Visit, decide};
use data::{Inventory, Kind};
use peers::{Cedar, Globs, Map, Matcher, Regexes};
use race::{Contender, race};

#[global_allocator]
static ALLOCATOR: counting::Counting = counting::Counting;

/// How many names of each kind are asked.
const NAMES: usize = 8_192;

fn main() {
    let real = data::open_cookie_database();
    if real.is_none() {
        println!("OPEN_COOKIE_DATABASE is not set or cannot be read: the real names are left out\n");
    }
    let inventories = real.into_iter().chain([2_249, 10_000, 100_000].map(Inventory::synthetic));
    let visits = workload::visits();
    for inventory in inventories {
        decisions(&inventory, &visits[0]);
        memory::report(&inventory);
        println!();
    }
    members(&visits[0]);
    growth(&visits[0]);
}

fn verdict(policy: &Policy, visit: &Visit<'_>, name: &str) -> &'static str {
    decide(policy, visit, Consent::Absent, &Cookie::first_party(name, "www.edx.org")).reason().code()
}

fn by_category(category: Option<Category>) -> &'static str {
    match category {
        None => "uncategorised",
        Some(Category::StrictlyNecessary) => "strictly-necessary",
        Some(_) => "default-opt-in",
    }
}

fn decisions(inventory: &Inventory, visit: &Visit<'_>) {
    let policy = inventory.policy();
    let small = inventory.lines.len() <= 10_000;
    let mut matchers: Vec<(&str, Box<dyn Matcher>)> = vec![
        ("std HashMap + a question for each prefix length", Box::new(Map::<std::hash::RandomState>::of(inventory))),
        ("the same with rustc-hash", Box::new(Map::<rustc_hash::FxBuildHasher>::of(inventory))),
    ];
    if small {
        matchers.push(("globset", Box::new(Globs::of(inventory))));
    }
    if inventory.lines.len() <= 3_000 {
        matchers.push(("regex::RegexSet", Box::new(Regexes::of(inventory))));
    }
    let cedar = Cedar::new();
    for kind in Kind::ALL {
        let names = inventory.names(kind, NAMES);
        for name in &names {
            let ours = verdict(&policy, visit, name);
            for (who, matcher) in &matchers {
                assert_eq!(by_category(matcher.find(name)), ours, "{who}: {name}");
            }
        }
        // the slow ones answer fewer names
        let few: Vec<String> = names.iter().take(NAMES / 32).cloned().collect();
        let mut contenders: Vec<Contender<'_>> = vec![Contender::new("decide", names.len(), || {
            for name in &names {
                black_box(verdict(&policy, visit, name));
            }
        })];
        for (who, matcher) in &matchers {
            let slow = !who.contains("hash") && !who.contains("Hash");
            let names = if slow { &few } else { &names };
            contenders.push(Contender::new(who, names.len(), move || {
                for name in names {
                    black_box(by_category(matcher.find(name)));
                }
            }));
        }
        let map = &matchers[0].1;
        let (cedar, few) = (&cedar, &few);
        contenders.push(Contender::new("std HashMap, then cedar-policy", few.len(), move || {
            for name in few {
                black_box(map.find(name).is_some_and(|category| cedar.allows(category)));
            }
        }));
        race(&format!("{}: {kind:?}", inventory.title), contenders);
    }
}

/// Declarations of a thousand Members: each decision is on the pages of one of them.
fn members(visit: &Visit<'_>) {
    for size in [10_000, 100_000] {
        let (policy, names) = data::of_members(size);
        let visits: Vec<Visit<'_>> = names.iter().map(|(member, _)| data::on_pages_of(visit, member)).collect();
        race(
            &format!("{size} declarations of 1,000 Members"),
            vec![
                Contender::new("decide on the Member's pages", names.len(), || {
                    for ((_, name), visit) in names.iter().zip(&visits) {
                        black_box(verdict(&policy, visit, name));
                    }
                }),
                Contender::new("Policy::place", names.len(), || {
                    for (member, _) in &names {
                        black_box(policy.place("courses.edx.org", &format!("/{member}/course")));
                    }
                }),
            ],
        );
    }
}

/// How the time of a decision grows with what is hostile about the question, and with the inventory.
fn growth(visit: &Visit<'_>) {
    println!("time(2n) : time(n), the limit is 2.3");
    for family in data::hostile() {
        race::growth(family.title, family.sizes, |n| {
            let (policy, names) = (family.case)(n);
            move || {
                for name in &names {
                    black_box(verdict(&policy, visit, name));
                }
                names.len()
            }
        });
    }
}
