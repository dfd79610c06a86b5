//! Which byte turns a refusal into nothing, or a grant into a wider one? None, but where the damaged value is another that
//! the manager could have written; and no cookie more does either. A sample (found in a request, or a state that a
//! reader knows), a mapping, up to three damages, each judged against every whole value before it; then other samples
//! beside it. `tests/it/managers_mutated.rs` asks the same of each single byte, by the same judge.
#![no_main]

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use cookie_consent::read::Managers;
use cookie_consent_fuzz::site::{MANAGERS, NOW, POLICY};
use libfuzzer_sys::fuzz_target;
use managers_judge::{Heard, Sample, WAYS, are_halves, damaged, hear, mappings, opens, opens_beside, other, samples};

#[path = "../../tests/it/managers_judge.rs"]
mod managers_judge;
#[path = "../../tests/it/managers_states.rs"]
mod managers_states;

#[derive(Arbitrary, Debug)]
struct Case {
    sample: u16,
    mapping: u8,
    /// Where, and in which way.
    damages: [Option<(u16, u8)>; 3],
    others: [Option<u16>; 2],
}

/// Each with its mappings.
static SAMPLES: LazyLock<Vec<(Sample, Vec<Managers>)>> = LazyLock::new(|| {
    let with_mappings = |sample: Sample| {
        let mappings = mappings(&sample);
        (sample, mappings)
    };
    samples().into_iter().map(with_mappings).collect()
});

fuzz_target!(|case: Case| {
    let chosen = |index: u16| &SAMPLES[usize::from(index) % SAMPLES.len()];
    let (sample, mappings) = chosen(case.sample);
    let named = &mappings[usize::from(case.mapping) % mappings.len()];
    let heard = |value: &[u8]| hear(&POLICY, NOW, &sample.with(value), named);

    let mut value = sample.value.clone();
    let mut known = vec![(value.clone(), heard(&value))];
    for (at, way) in case.damages.into_iter().flatten() {
        let Some(next) = damaged(&value, usize::from(at) % (value.len() + 1), usize::from(way) % WAYS) else { continue };
        value = next;
        let said = heard(&value);
        // what can be read is a value by itself, from which the next damage may lead on
        let is_explained = |(from, whole): &(Vec<u8>, Heard)| {
            !matches!(whole, Heard::Damage) && (!opens(*whole, said) || other(sample, from, &value).is_some())
        };
        assert!(
            matches!(known[0].1, Heard::Damage) || known.iter().any(is_explained),
            "{:?} to {said:?}: {}",
            known[0].1,
            sample.with(&value).escape_ascii()
        );
        known.push((value.clone(), said));
    }

    let mut line = sample.with(&value);
    let mut together = hear(&POLICY, NOW, &line, &MANAGERS);
    let mut before = vec![sample];
    for (next, _) in case.others.into_iter().flatten().map(chosen) {
        if before.iter().any(|known| are_halves(known, next)) {
            continue;
        }
        line = [line.as_slice(), b"; ", &next.line].concat();
        let both = hear(&POLICY, NOW, &line, &MANAGERS);
        let alone = hear(&POLICY, NOW, &next.line, &MANAGERS);
        assert!(!opens_beside(together, alone, both), "{together:?} {alone:?} {both:?} {}", line.escape_ascii());
        before.push(next);
        together = both;
    }
});
