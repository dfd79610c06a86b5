//! What a response depends on, and the key of a cache.
#![cfg(test)]

use std::cell::Cell;
use std::sync::Arc;

use cookie_consent::decision::Input;
use cookie_consent::dependence::Dependence;
use cookie_consent::strategies::{Scene, policies, scenes_of};
use cookie_consent::visit::{BrowserMode, OwnedPlace, Signals};
use cookie_consent::{Age, Consent};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::cases::cases;
use crate::fixture::{Facts, GA, META, SESS, policy, visitor_in};

fn key(scene: &Scene) -> String {
    let visitor = scene.policy.visitor(scene.visit(), scene.consent());
    Dependence::from(visitor.decide(&scene.cookie())).key(&visitor).to_string()
}

/// Takes one input of the other scene.
fn mix(scene: &Scene, other: &Scene, input: Input) -> Scene {
    let mut mixed = scene.clone();
    let (visit, from) = (&mut mixed.visit, &other.visit);
    match input {
        Input::Now => visit.now = from.now,
        Input::Place => visit.place = from.place.clone(),
        Input::Region => visit.regions.clone_from(&from.regions),
        Input::Consent => mixed.consent = other.consent.clone(),
        Input::Recognised => visit.recognised = from.recognised,
        Input::OptOuts => visit.opt_outs.clone_from(&from.opt_outs),
        Input::Browser => visit.browser = from.browser,
        Input::Age => visit.age = from.age,
        // of signals all that arrive together
        Input::Gpc | Input::Dnt | Input::Gpp | Input::UsPrivacy | Input::Tcf => visit.signals = from.signals.clone(),
        other => panic!("`{other}` is not mixed"),
    }
    mixed
}

#[test]
fn one_key_is_one_decision() {
    let (same, different) = (Cell::new(0), Cell::new(0));
    let pairs = policies().prop_flat_map(|policy| {
        let policy = Arc::new(policy);
        let scenes = (scenes_of(policy.clone()), scenes_of(policy));
        proptest::collection::vec((scenes, proptest::sample::select(Input::ALL)), 8)
    });
    let property = |pairs: Vec<((Scene, Scene), Input)>| {
        for ((scene, other), input) in pairs {
            let mixed = mix(&scene, &other, input);
            if key(&scene) == key(&mixed) {
                same.set(same.get() + u32::from(scene != mixed));
                prop_assert_eq!(scene.decide(), mixed.decide(), "{:?}: {}", input, key(&scene));
            } else {
                different.set(different.get() + 1);
                let is_read = |input| scene.decide().consulted().contains(input);
                let signals = [Input::Gpc, Input::Dnt, Input::Gpp, Input::UsPrivacy, Input::Tcf];
                let read = if signals.contains(&input) { signals.into_iter().any(is_read) } else { is_read(input) };
                prop_assert!(read, "{:?} was not read", input);
            }
        }
        Ok(())
    };
    TestRunner::new(cases(300)).run(&pairs, property).unwrap();
    println!("{} pairs with one key, {} with two", same.get(), different.get());
    assert!(same.get() > 200 && different.get() > 200, "this proves nothing");
}

type Change = fn(&mut Facts);

/// Each fact that is read stands in the key: what differs in it has another one.
#[test]
fn every_input_that_is_read_tells_keys_apart() {
    let policy = policy();
    let key = |facts: &Facts| {
        let visitor = policy.visitor(facts.visit(), Consent::Absent);
        Dependence::from(visitor.decide(&META)).key(&visitor).to_string()
    };
    let plain = visitor_in("US-CA");
    let with = |change: Change| {
        let mut facts = plain.clone();
        change(&mut facts);
        key(&facts)
    };
    let changes: [(&str, Change); 7] = [
        ("region", |facts| facts.regions.push("FR".parse().unwrap())),
        ("gpc", |facts| facts.signals = Signals::from_headers([("Sec-GPC", "1")])),
        ("dnt", |facts| facts.signals = Signals::from_headers([("DNT", "1")])),
        ("malformed", |facts| facts.signals = Signals::from_headers([("Sec-GPC", "yes")])),
        ("age", |facts| facts.age = Age::Years(12)),
        ("browser", |facts| facts.browser = BrowserMode::BlocksAll),
        ("place", |facts| facts.place = cookie_consent::Place::Member("unix")),
    ];
    for (title, change) in changes {
        assert_ne!(with(change), key(&plain), "{title}");
    }
    let two = |one: &str, other: &str| key(&visitor_in(&format!("{one} {other}")));
    assert_eq!(two("FR", "DE"), two("DE", "FR"), "their order means nothing");
}

/// No text can pass for another: a Member's id is the caller's, who may take it from a URL.
#[test]
fn no_member_id_can_forge_a_key() {
    let policy = policy();
    let key = |place: &str| {
        let mut facts = visitor_in("US-CA");
        facts.place = cookie_consent::Place::Site;
        let owned = OwnedPlace::Member(place.to_owned());
        let visit = facts.visit();
        let mut visit = cookie_consent::visit::OwnedVisit::from(&visit);
        visit.place = owned;
        let visitor = policy.visitor(visit.as_visit(), Consent::Absent);
        Dependence::from(visitor.decide(&META)).key(&visitor).to_string()
    };
    let forged = r#"unix"},"regions":["FR"#;
    assert!(serde_json::from_str::<serde_json::Value>(&key(forged)).unwrap()["place"]["member"] == forged);
}

#[test]
fn a_response_depends_on_all_that_it_holds() {
    let policy = policy();
    let french = visitor_in("FR");
    let visitor = policy.visitor(french.visit(), Consent::Absent);
    let alone = Dependence::from(visitor.decide(&SESS));
    assert_eq!((alone.vary(), alone.valid_until()), (String::new(), None));
    let ga = visitor.decide(&GA);
    let both = alone.and(ga);
    assert_eq!((both.vary(), both.cache_control()), ("Cookie".to_owned(), Some("private")));
    let all = both.and(visitor.prompt()).and(visitor.decide(&META));
    assert_eq!(all.vary(), "Cookie, Sec-GPC, DNT");
    let ends = [ga.valid_until(), visitor.prompt().valid_until(), visitor.decide(&META).valid_until()];
    assert_eq!(all.valid_until(), ends.into_iter().flatten().min());
}
