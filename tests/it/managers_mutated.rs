//! Every sample of a consent manager's cookie, damaged in every place and joined with the others: no refusal is lost, and
//! no grant grows.
#![cfg(test)]

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use cookie_consent::consent::ConsentManager;
use cookie_consent::read::Managers;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;
use proptest::{option, prop_assert};

use crate::cases::cases;
use crate::fixture::{NOW, site};
use crate::imported::{read, told};
use crate::managers_judge::{
    Heard, SERVICES, Said, Sample, WAYS, are_halves, damaged, hear, mapped, mappings, opens, opens_beside, other,
    samples,
};
use crate::managers_states::states;

#[test]
fn no_damage_of_a_sample_opens() {
    let policy = site().build().unwrap();
    let (mut count, mut others, mut opened) = (0_u64, BTreeMap::new(), Vec::new());
    for sample in samples() {
        for named in mappings(&sample) {
            let heard = |value: &[u8]| hear(&policy, NOW, &sample.with(value), &named);
            let whole = heard(&sample.value);
            let places = (0..sample.value.len()).flat_map(|at| (0..WAYS).map(move |way| (at, way)));
            for value in places.filter_map(|(at, way)| damaged(&sample.value, at, way)) {
                count += 1;
                if !opens(whole, heard(&value)) {
                    continue;
                }
                match other(&sample, &sample.value, &value) {
                    Some(other) => *others.entry(other).or_insert(0_u32) += 1,
                    None => opened.push(format!("{whole:?} {}", sample.with(&value).escape_ascii())),
                }
            }
        }
    }
    assert!(
        opened.is_empty(),
        "{} of {count}:\n{}",
        opened.len(),
        opened.get(..opened.len().min(20)).unwrap().join("\n")
    );
    println!("{count} damaged values; valid other answers: {others:?}");
    assert!(count > 1_900_000);
    assert_eq!(others.len(), 7, "an exception that nothing needs: {others:?}");
}

/// Of each manager there is a grant, a refusal and, where it has such a form, what is no choice.
#[test]
fn every_state_says_what_its_manager_means() {
    let mut said_of: BTreeMap<ConsentManager, BTreeSet<char>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (manager, sample, expected) in states() {
        assert_eq!(sample.managers, [manager], "{}", sample.line.escape_ascii());
        let line = core::str::from_utf8(&sample.line).unwrap();
        let said = told(&read(line, &mapped(&sample)));
        if said != expected {
            wrong.push(format!("{line}\n{said}, not {expected}"));
        }
        let all: String = mappings(&sample).iter().map(|named| told(&read(line, named))).collect();
        let signs = all.chars().chain(all.contains("absent").then_some('a'));
        said_of.entry(manager).or_default().extend(signs);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for manager in Managers::every().names() {
        let has = |sign| said_of.get(&manager).is_some_and(|said| said.contains(&sign));
        assert!(has('+') && has('-'), "{manager}");
        assert_eq!(has('a'), !ALWAYS_A_CHOICE.contains(&manager), "{manager}");
    }
}

/// Whose cookie is there because somebody chose, whatever it says.
const ALWAYS_A_CHOICE: [ConsentManager; 17] = [
    ConsentManager::VanillaCookieConsent,
    ConsentManager::Klaro,
    ConsentManager::Orejime,
    ConsentManager::Iubenda,
    ConsentManager::CookieFirst,
    ConsentManager::HubSpot,
    ConsentManager::Borlabs,
    ConsentManager::Moove,
    ConsentManager::AspNetCore,
    ConsentManager::DjangoCookieConsent,
    ConsentManager::CookieInformation,
    ConsentManager::Tealium,
    ConsentManager::CommandersAct,
    ConsentManager::Wix,
    ConsentManager::EuCookieCompliance,
    ConsentManager::Cookiesjsr,
    ConsentManager::GovUk,
];

#[test]
fn no_cookie_more_opens() {
    let policy = site().build().unwrap();
    let samples = samples();
    let every = Managers::every().names().fold(Managers::every(), Managers::by_choice);
    let heard = |line: &[u8]| hear(&policy, NOW, line, &every);
    let alone: Vec<Heard> = samples.iter().map(|sample| heard(&sample.line)).collect();
    let mut pairs = 0_u32;
    for (one, said_by_one) in samples.iter().zip(&alone) {
        for (two, said_by_two) in samples.iter().zip(&alone) {
            if are_halves(one, two) {
                continue;
            }
            pairs += 1;
            let line = [one.line.as_slice(), b"; ", &two.line].concat();
            assert!(!opens_beside(*said_by_one, *said_by_two, heard(&line)), "{}", line.escape_ascii());
        }
    }
    assert!(pairs > 80_000, "{pairs}");
}

/// The same of three and four in any order, of which some are damaged.
#[test]
fn no_cookie_more_opens_what_several_say() {
    let policy = site().build().unwrap();
    let samples = samples();
    let every = Managers::every().names().fold(Managers::every(), Managers::by_choice);
    let every = SERVICES.iter().fold(every, |named, (service, category)| {
        Managers::every().names().fold(named, |named, manager| named.group(manager, service, *category))
    });
    let heard = |line: &[u8]| hear(&policy, NOW, line, &every);
    let (joined, refused, granted, unreadable) = (Cell::new(0), Cell::new(0), Cell::new(0), Cell::new(0));
    let count = |cell: &Cell<u32>, is_one: bool| cell.set(cell.get() + u32::from(is_one));
    // one damage of four, as often as none
    let one = (any::<Index>(), option::of((any::<Index>(), 0..WAYS)));
    let mut runner = TestRunner::new(cases(20_000));
    let law = runner.run(&vec(one, 3..=4), |chosen| {
        let mut before: Vec<&Sample> = Vec::new();
        let mut line = Vec::new();
        let mut known = heard(b"");
        for (sample, damage) in chosen {
            let sample = sample.get(&samples);
            if before.iter().any(|known| are_halves(known, sample)) {
                continue;
            }
            let at = damage.map(|(at, way)| (at.index(sample.value.len().max(1)), way));
            let value = at.and_then(|(at, way)| damaged(&sample.value, at, way));
            let next = value.map_or_else(|| sample.line.clone(), |value| sample.with(&value));
            let alone = heard(&next);
            line = if line.is_empty() { next } else { [line.as_slice(), b"; ", &next].concat() };
            let both = heard(&line);
            prop_assert!(!opens_beside(known, alone, both), "{known:?} {alone:?} {both:?} {}", line.escape_ascii());
            if !before.is_empty() {
                count(&joined, true);
                count(&unreadable, matches!(both, Heard::Damage));
                if let Heard::Of(said, _) = both {
                    count(&refused, said.contains(&Said::Refused));
                    count(&granted, said.iter().any(|said| matches!(said, Said::Granted(_))));
                }
            }
            before.push(sample);
            known = both;
        }
        Ok(())
    });
    law.unwrap_or_else(|error| panic!("{error}"));
    let [joined, refused, granted, unreadable] = [joined, refused, granted, unreadable].map(Cell::into_inner);
    println!("{joined} joined: {refused} with a refusal, {granted} with a grant, {unreadable} unreadable");
    assert!(refused > joined / 10 && granted > joined / 50 && unreadable > joined / 10, "{joined} {refused} {granted}");
}
