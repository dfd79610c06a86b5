//! Ratios that can be trusted: every contender is timed in every round, in rotated order; the ratio is taken inside the
//! round, and the median of 31 rounds is printed. Before anything is timed, all contenders must agree on every answer.
//! `cargo bench --bench ratios`
#![expect(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "benches run on a host")]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::float_arithmetic,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a bench reads the clock, divides and prints"
)]

mod by_hand;
mod standard_map;
mod workload;

use std::hint::black_box;
use std::time::Instant;

use by_hand::{Declared, LAWS, by_hand};
use cookie_consent::cookie::Party;
use cookie_consent::enforce::RequestUri;
use cookie_consent::{Category, Consent, Cookie, Policy, decide};
use standard_map::StandardMap;
use workload::{NOW, QUESTIONS, consent, cookies, edx, inventory, questions, records, visits};

const ROUNDS: usize = 31;

/// A name, and something that answers every question once.
type Contender<'a> = (&'a str, Box<dyn FnMut() + 'a>);

fn race(title: &str, mut contenders: Vec<Contender<'_>>) {
    let mut times = vec![Vec::new(); contenders.len()];
    for round in 0..ROUNDS {
        for step in 0..contenders.len() {
            let at = (round + step) % contenders.len();
            let start = Instant::now();
            (contenders[at].1)();
            times[at].push(start.elapsed().as_nanos() as f64 / QUESTIONS as f64);
        }
    }
    println!("{title}");
    let base = times[0].clone();
    for ((name, _), times) in contenders.iter().zip(&times) {
        let ratios = times.iter().zip(&base).map(|(time, base)| time / base).collect();
        println!("  {name:<58} {:>8.1} ns  {:>6.2} x", median(times.clone()), median(ratios));
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    one_decision();
    cookies_of_a_response();
    lines_of_a_response();
    for size in [2_249, 100_000] {
        a_name_in_an_inventory(size);
    }
}

fn one_decision() {
    let (policy, visits, records, cookies) = (edx(), visits(), records(), cookies());
    let questions = questions(visits.len(), records.len(), cookies.len());
    let declared: Vec<Declared> = cookies.iter().map(Declared::of).collect();
    let hand = |&(visit, record, cookie): &(usize, usize, usize)| {
        by_hand(&LAWS[visit / 4], declared[cookie], &visits[visit], records[record].as_ref(), NOW)
    };
    let ours = |&(visit, record, cookie): &(usize, usize, usize)| {
        decide(&policy, &visits[visit], consent(records[record].as_ref()), &cookies[cookie])
    };
    for question in &questions {
        let (visit, record, cookie) = *question;
        assert_eq!(
            ours(question).reason().code(),
            hand(question),
            "{:?} {:?} {:?}",
            visits[visit],
            records[record],
            cookies[cookie]
        );
    }
    race(
        "one decision on the edX policy, 65,536 questions in random order",
        vec![
            (
                "by hand: one instant, everything found, the reason alone",
                Box::new(|| {
                    for question in &questions {
                        let _ = black_box(hand(question).len());
                    }
                }),
            ),
            (
                "decide: lookup, any instant, the whole answer",
                Box::new(|| {
                    for question in &questions {
                        let _ = black_box(ours(question));
                    }
                }),
            ),
        ],
    );
}

/// Thirty cookies of one visitor, after another visitor's: what a response costs, the visitor included.
fn cookies_of_a_response() {
    const COOKIES: usize = 30;
    let (policy, visits, records, cookies) = (edx(), visits(), records(), cookies());
    let questions = questions(visits.len(), records.len(), cookies.len());
    let declared: Vec<Declared> = cookies.iter().map(Declared::of).collect();
    let map = StandardMap::of(&by_name(&policy));
    let responses = || questions.chunks(COOKIES).map(|asked| (asked[0].0, asked[0].1, asked));
    let visitor =
        |visit: usize, record: usize| policy.visitor(visits[visit].clone(), consent(records[record].as_ref()));
    for (visit, record, asked) in responses() {
        let visitor = visitor(visit, record);
        for (_, _, cookie) in asked {
            let alone = decide(&policy, &visits[visit], consent(records[record].as_ref()), &cookies[*cookie]);
            assert_eq!(visitor.decide(&cookies[*cookie]), alone);
        }
    }
    race(
        "thirty cookies of one visitor on the edX policy, each in random order",
        vec![
            (
                "by hand: one instant, everything found, the reason alone",
                Box::new(|| {
                    for (visit, record, asked) in responses() {
                        for (_, _, cookie) in asked {
                            let (visit, law) = (&visits[visit], &LAWS[visit / 4]);
                            let _ =
                                black_box(by_hand(law, declared[*cookie], visit, records[record].as_ref(), NOW).len());
                        }
                    }
                }),
            ),
            (
                "by hand, each name looked up in a std HashMap first",
                Box::new(|| {
                    for (visit, record, asked) in responses() {
                        for (_, _, cookie) in asked {
                            let (visit, law) = (&visits[visit], &LAWS[visit / 4]);
                            let _ = black_box(map.find(cookies[*cookie].name));
                            let _ =
                                black_box(by_hand(law, declared[*cookie], visit, records[record].as_ref(), NOW).len());
                        }
                    }
                }),
            ),
            (
                "a visitor, and its decisions",
                Box::new(|| {
                    for (visit, record, asked) in responses() {
                        let visitor = visitor(visit, record);
                        for (_, _, cookie) in asked {
                            let _ = black_box(visitor.decide(&cookies[*cookie]));
                        }
                    }
                }),
            ),
            (
                "decide, for each",
                Box::new(|| {
                    for (visit, record, asked) in responses() {
                        for (_, _, cookie) in asked {
                            let consent = consent(records[record].as_ref());
                            let _ = black_box(decide(&policy, &visits[visit], consent, &cookies[*cookie]));
                        }
                    }
                }),
            ),
        ],
    );
}

/// Thirty `Set-Cookie` lines of a response, each kept or dropped.
fn lines_of_a_response() {
    const LINES: usize = 30;
    let (policy, visits) = (edx(), visits());
    let map = StandardMap::of(&by_name(&policy));
    let lines: Vec<String> = (0..LINES)
        .map(|at| {
            let names = cookies().into_iter().filter(|cookie| cookie.party == Party::First).map(|cookie| cookie.name);
            let name = names.clone().nth(at % names.count()).unwrap();
            let value = "GA1.2.1234567890.1763900000".repeat(at % 3 + 1);
            let life = ["", "; Max-Age=86400", "; Max-Age=86400; Expires=Tue, 24 Nov 2026 12:00:00 GMT"][at / 2 % 3];
            format!("{name}={value}; Domain=edx.org; Path=/{life}; Secure; HttpOnly; SameSite=Lax")
        })
        .collect();
    let uri = RequestUri::first_party("www.edx.org", "/courses/cs101");
    // from France, in silence
    let by_hand = |line: &str| {
        let cookie = cookie::Cookie::parse(line).ok()?;
        match map.find(cookie.name())? {
            Category::StrictlyNecessary => Some(cookie.name().len()),
            Category::Performance | Category::Functionality | Category::Targeting => None,
        }
    };
    let visitor = || policy.visitor(visits[0].clone(), Consent::Absent);
    for line in &lines {
        let outgoing = visitor().set_cookie(&uri, line.as_bytes()).into_line();
        assert_eq!(outgoing.as_deref(), by_hand(line).map(|_| line.as_bytes()), "{line}");
    }
    let responses = || (0..QUESTIONS / LINES).map(|_| &lines);
    race(
        "thirty Set-Cookie lines on the edX policy, each kept or dropped",
        vec![
            (
                "cookie::Cookie::parse, std HashMap and prefixes, a match",
                Box::new(|| {
                    responses().flatten().for_each(|line| {
                        let _ = black_box(by_hand(line));
                    });
                }),
            ),
            (
                "a visitor, and its lines",
                Box::new(|| {
                    for lines in responses() {
                        let visitor = visitor();
                        for line in lines {
                            let _ = black_box(visitor.set_cookie(&uri, line.as_bytes()).line());
                        }
                    }
                }),
            ),
        ],
    );
}

/// What the site declares, by name: whether it is a pattern, which all end in `*` here, and its category.
fn by_name(policy: &Policy) -> Vec<(String, bool, Category)> {
    let lines = policy.source().declarations().iter();
    let name = |text: &str| (text.trim_end_matches('*').to_owned(), text.ends_with('*'));
    lines
        .filter_map(|line| Some((name(line.pattern()), line.categories().iter().next()?)))
        .map(|((name, pattern), category)| (name, pattern, category))
        .collect()
}

fn a_name_in_an_inventory(size: usize) {
    let (policy, listed, names) = inventory(size);
    let map = StandardMap::of(&listed);
    let visits = visits();
    let visit = &visits[0];
    let known = |name: &str| match map.find(name) {
        None => "uncategorised",
        Some(Category::StrictlyNecessary) => "strictly-necessary",
        Some(Category::Performance | Category::Functionality | Category::Targeting) => "default-opt-in",
    };
    for name in &names {
        let cookie = Cookie::first_party(name, "www.edx.org");
        assert_eq!(decide(&policy, visit, Consent::Absent, &cookie).reason().code(), known(name), "{name}");
    }
    race(
        &format!("one decision in an inventory of {size} names, half of the questions hits"),
        vec![
            (
                "std HashMap, a question for each prefix length, and a match",
                Box::new(|| {
                    for name in &names {
                        let _ = black_box(known(name).len());
                    }
                }),
            ),
            (
                "decide",
                Box::new(|| {
                    for name in &names {
                        let cookie = Cookie::first_party(name, "www.edx.org");
                        let _ = black_box(decide(&policy, visit, Consent::Absent, &cookie));
                    }
                }),
            ),
        ],
    );
}
