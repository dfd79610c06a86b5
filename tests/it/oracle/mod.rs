//! An oracle for the whole decision: written from the text of the rules, by somebody who had not read how the crate
//! decides, slow and plain (lists instead of sets, calendars instead of deadlines).
//!
//! Of each scene the whole answer is compared: verdict, reasons, categories, notes, obligations, what becomes of a
//! cookie that is there, how long it may last. Until when the answer holds is tried at the instants at which the oracle
//! knows that it may change, and which inputs it read by changing each of the others.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "the times and counts of tests are far from any limit")]
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "each question is about some words; a new one that it should have known is a difference"
)]

mod answer;
mod changed;
mod draw;
mod drawn_site;
mod facts;
mod found;
mod guest;
mod instants;
mod judged;
mod law;
mod prompt;
mod record;
mod said;
mod scene;
mod site;
mod string;

use std::collections::BTreeMap;
use std::fmt::Debug;

use cookie_consent::consent::Actor;
use cookie_consent::decision::Input;
use cookie_consent::prompt::{Ask, Prompt, PromptReason, PromptReasons};
use cookie_consent::{Decision, Policy, Reason, decide};
use proptest::test_runner::RngSeed;
use time::{Duration, UtcDateTime};

use self::answer::{Answer, answer};
use self::changed::with_input;
use self::draw::Draw;
use self::facts::Facts;
use self::law::Book;
use self::prompt::ask;
use self::record::Record;
use self::scene::Scene;
use self::site::Site;
use crate::cases::cases;

/// To build a policy costs more than to ask it many times.
const SCENES_PER_SITE: u32 = 64;

/// How many of the instants at which nothing should change are tried, beside those of the scene itself.
const DAYS_TRIED: usize = 8;

/// A site with scenes in it.
struct Drawn {
    book: Book,
    site: Site,
    policy: Policy,
    seed: u64,
}

/// Draws scenes and has each looked at: what is there for each is the same every day, and other scenes in
/// `scripts/check-slow`. What went wrong is told with all that it takes to repeat it.
fn for_each_scene(usual: u32, mut look: impl FnMut(&mut Draw, &Drawn, &Scene) -> Result<(), String>) {
    let config = cases(usual);
    let RngSeed::Fixed(seed) = config.rng_seed else { panic!("a seed is always chosen") };
    let mut drawn = None;
    for at in 0..config.cases {
        let (site_at, scene_at) = (at / SCENES_PER_SITE, at % SCENES_PER_SITE);
        if scene_at == 0 {
            let seed = seed.wrapping_mul(1_000_003).wrapping_add(u64::from(site_at));
            let (site, policy) = Site::draw(&mut Draw::from_seed(seed));
            drawn = Some((Drawn { book: Book::open(), site, policy, seed }, Vec::new()));
        }
        let (drawn, days) = drawn.as_mut().unwrap();
        if days.is_empty() {
            *days = drawn.book.days(&drawn.site);
        }
        let mut draw = Draw::from_seed(drawn.seed.rotate_left(32) ^ u64::from(scene_at));
        let scene = Scene::draw(&mut draw, &drawn.site, days);
        if let Err(why) = look(&mut draw, drawn, &scene) {
            panic!("{why}\n{scene:#?}\n{:#?}", drawn.site);
        }
    }
}

/// How often what is interesting came up.
#[derive(Default)]
struct Tally(BTreeMap<String, u32>);

impl Tally {
    fn count(&mut self, what: impl Into<String>, condition: bool) {
        *self.0.entry(what.into()).or_default() += u32::from(condition);
    }

    /// Each at least once in so many cases.
    #[track_caller]
    fn proves_something(&self, cases: u32, once_in: u32) {
        for (what, count) in &self.0 {
            println!("{count:8} of {cases}: {what}");
        }
        for (what, count) in &self.0 {
            assert!(count * once_in >= cases, "{count} of {cases} cases: {what}: this proves nothing");
        }
    }
}

fn decision(policy: &Policy, scene: &Scene) -> Decision {
    scene.record.consent(|consent| decide(policy, &scene.guest.visit(), consent, &scene.cookie))
}

/// What the crate says, in the words of the oracle.
fn told(decision: &Decision) -> Answer {
    Answer {
        verdict: decision.verdict(),
        reason: decision.reason(),
        permission: decision.permission(),
        reasons: decision.reasons().iter().collect(),
        categories: decision.categories().iter().collect(),
        existing: decision.existing(),
        max_lifetime: decision.max_lifetime(),
        notes: decision.notes().iter().collect(),
        obligations: decision.obligations().iter().collect(),
    }
}

fn same<T: PartialEq + Debug>(what: &str, wanted: &T, found: &T) -> Result<(), String> {
    if wanted == found { Ok(()) } else { Err(format!("{what}\n    should be {wanted:?}\n    and is    {found:?}")) }
}

#[test]
fn the_answer_is_that_of_the_oracle() {
    let mut tally = Tally::default();
    let mut reasons: BTreeMap<Reason, u32> = Reason::ALL.iter().map(|reason| (*reason, 0)).collect();
    let mut count = 0;
    for_each_scene(20_000, |_, Drawn { book, site, policy, .. }, scene| {
        let facts = Facts::of(book, site, scene);
        let wanted = answer(&facts, &scene.cookie);
        same("the answer", &wanted, &told(&decision(policy, scene)))?;
        count += 1;
        *reasons.entry(wanted.reason).or_default() += 1;
        scene_kinds(&mut tally, &facts, scene, &wanted);
        Ok(())
    });
    for (reason, times) in &reasons {
        println!("{times:8} of {count}: {reason}");
    }
    let unmet: Vec<_> = reasons.iter().filter(|(_, times)| **times == 0).map(|(reason, _)| reason.code()).collect();
    assert!(unmet.is_empty() || count < 20_000, "never the one that decides: {unmet:?}");
    tally.proves_something(count, 200);
}

/// What makes a scene worth its time.
fn scene_kinds(tally: &mut Tally, facts: &Facts<'_>, scene: &Scene, wanted: &Answer) {
    let found = found::Found::of(facts.site, scene.guest.member, &scene.cookie);
    let vendors = found.as_ref().map_or(0, |found| found.vendors().count());
    tally.count("allowed", !answer::denies(wanted.reason));
    tally.count("declared by the site and by a Member", found.as_ref().is_some_and(|found| found.of_lines.len() == 2));
    tally.count("of two vendors", vendors == 2);
    tally.count("judged in several categories", wanted.categories.len() > 1);
    tally.count("in three regions or more", facts.laws.len() >= 3);
    tally.count("a law of the site's own", !facts.site.changes.is_empty() || !facts.site.set_aside.is_empty());
    tally.count("an exemption holds", wanted.reasons.iter().any(|reason| judged::exemptions().contains(reason)));
    tally.count("of a minor", facts.age.is_some_and(|age| age < 18));
    tally.count("with two strings", scene.guest.tcf.len() == 2);
    tally.count("of several events", scene.record.acts().len() > 1);
    tally.count("a damaged record", matches!(scene.record, Record::Damaged));
    tally.count("something to note", !wanted.notes.is_empty());
    tally.count("something owed", !wanted.obligations.is_empty());
}

/// Some instants between two, at which nothing may change: those of the scene, a few days of the law, and the last
/// second.
fn between(draw: &mut Draw, drawn: &Drawn, scene: &Scene, until: Option<UtcDateTime>) -> Vec<UtcDateTime> {
    let is_between = |instant: &UtcDateTime| *instant > scene.guest.now && until.is_none_or(|until| *instant < until);
    let mut instants: Vec<_> = instants::own(&drawn.site, scene).into_iter().filter(is_between).collect();
    let days: Vec<_> = drawn.book.days(&drawn.site).into_iter().filter(is_between).collect();
    instants.extend((0..DAYS_TRIED.min(days.len())).map(|_| draw.one(&days)));
    instants.extend(until.map(|until| until - Duration::SECOND).filter(is_between));
    instants
}

fn at(scene: &Scene, now: UtcDateTime) -> Scene {
    let mut then = scene.clone();
    then.guest.now = now;
    then
}

#[test]
fn an_answer_holds_until_it_says() {
    let mut tally = Tally::default();
    let mut count = 0;
    for_each_scene(4_000, |draw, drawn, scene| {
        let now = decision(&drawn.policy, scene);
        let until = now.valid_until();
        for instant in between(draw, drawn, scene, until) {
            let then = decision(&drawn.policy, &at(scene, instant));
            same(&format!("the answer at {instant}, before it ends at {until:?}"), &now, &then)?;
        }
        if let Some(until) = until {
            if !instants::all(&drawn.book, &drawn.site, scene).contains(&until) || until <= scene.guest.now {
                return Err(format!("nothing happens at {until}"));
            }
            tally.count("another answer then", told(&decision(&drawn.policy, &at(scene, until))) != told(&now));
        }
        tally.count("an end", until.is_some());
        count += 1;
        Ok(())
    });
    tally.proves_something(count, 20);
}

#[test]
fn what_was_not_consulted_changes_nothing() {
    let mut tally = Tally::default();
    let mut count = 0;
    for_each_scene(4_000, |draw, drawn, scene| {
        let now = decision(&drawn.policy, scene);
        let other = Scene::draw(draw, &drawn.site, &drawn.book.days(&drawn.site));
        for input in Input::ALL {
            tally.count(format!("reads {input}"), now.consulted().contains(*input));
            if !now.consulted().contains(*input) {
                let changed = with_input(scene, *input, &other);
                same(&format!("the answer with another {input}"), &now, &decision(&drawn.policy, &changed))?;
            }
        }
        count += 1;
        Ok(())
    });
    tally.proves_something(count, 20);
}

fn prompted(policy: &Policy, scene: &Scene) -> Prompt {
    scene.record.consent(|consent| policy.prompt(&scene.guest.visit(), consent))
}

#[test]
fn the_prompt_is_that_of_the_oracle() {
    let mut tally = Tally::default();
    let mut count = 0;
    for_each_scene(8_000, |_, Drawn { book, site, policy, .. }, scene| {
        let facts = Facts::of(book, site, scene);
        let wanted = ask(&facts);
        same("what to ask", &wanted, &prompted(policy, scene).ask())?;
        count += 1;
        let (asks, whom, why) = match wanted {
            Ask::Now { whom, why, .. } => (true, Some(whom), why),
            _ => (false, None, PromptReasons::EMPTY),
        };
        tally.count("nothing to ask", wanted == Ask::Nothing);
        tally.count("something to ask", asks);
        tally.count("something to ask a parent", whom == Some(Actor::Parent));
        tally.count("for several reasons", why.len() > 1);
        tally.count("in several regions", facts.laws.len() > 1 && asks);
        tally.count("a pause", matches!(wanted, Ask::NotBefore(_)));
        for reason in PromptReason::ALL {
            tally.count(format!("as {reason}"), why.contains(*reason));
        }
        Ok(())
    });
    tally.proves_something(count, 400);
}

#[test]
fn a_prompt_holds_until_it_says() {
    let mut tally = Tally::default();
    let mut count = 0;
    for_each_scene(3_000, |draw, drawn, scene| {
        let now = prompted(&drawn.policy, scene);
        let until = now.valid_until();
        for instant in between(draw, drawn, scene, until) {
            let then = prompted(&drawn.policy, &at(scene, instant));
            same(&format!("the prompt at {instant}, before it ends at {until:?}"), &now, &then)?;
        }
        if let Some(until) = until {
            if !instants::all(&drawn.book, &drawn.site, scene).contains(&until) || until <= scene.guest.now {
                return Err(format!("nothing happens at {until}"));
            }
            tally.count("another prompt then", prompted(&drawn.policy, &at(scene, until)).ask() != now.ask());
        }
        count += 1;
        Ok(())
    });
    tally.proves_something(count, 20);
}

#[test]
fn what_a_prompt_did_not_consult_changes_nothing() {
    let mut tally = Tally::default();
    let mut count = 0;
    for_each_scene(3_000, |draw, drawn, scene| {
        let now = prompted(&drawn.policy, scene);
        let other = Scene::draw(draw, &drawn.site, &drawn.book.days(&drawn.site));
        for input in Input::ALL.iter().filter(|input| !now.consulted().contains(**input)) {
            let changed = with_input(scene, *input, &other);
            same(&format!("the prompt with another {input}"), &now, &prompted(&drawn.policy, &changed))?;
        }
        tally.count("reads the record", now.consulted().contains(Input::Consent));
        tally.count("is due", now.is_due());
        count += 1;
        Ok(())
    });
    tally.proves_something(count, 20);
}
