//! Timing that compares like with like: everything in every round, in rotated order, and the median of the rounds.

use std::time::Instant;

use cookie_consent::Visit;

const ROUNDS: usize = 21;

pub(crate) struct Contender<'a> {
    name: String,
    questions: usize,
    run: Box<dyn FnMut() + 'a>,
}

impl<'a> Contender<'a> {
    pub(crate) fn new(name: &str, questions: usize, run: impl FnMut() + 'a) -> Self {
        Self { name: name.to_owned(), questions, run: Box::new(run) }
    }
}

/// The first contender is ours; the others are shown as multiples of it.
pub(crate) fn race(title: &str, mut contenders: Vec<Contender<'_>>) {
    let mut times = vec![Vec::new(); contenders.len()];
    for round in 0..ROUNDS {
        for step in 0..contenders.len() {
            let at = (round + step) % contenders.len();
            let contender = &mut contenders[at];
            let start = Instant::now();
            (contender.run)();
            times[at].push(start.elapsed().as_nanos() as f64 / contender.questions as f64);
        }
    }
    println!("{title}");
    let ours = times[0].clone();
    for (contender, times) in contenders.iter().zip(&times) {
        let ratios = ours.iter().zip(times).map(|(ours, theirs)| ours / theirs).collect();
        println!("  {:<52} {:>9.1} ns   decide is {:>6.3} x", contender.name, median(times.clone()), median(ratios));
    }
}

/// The least of many, in nanoseconds for one question.
pub(crate) fn best_of<F: Fn(&Visit<'_>) -> usize>(prepare: impl FnOnce() -> F, visit: &Visit<'_>) -> f64 {
    let run = prepare();
    (0..41)
        .map(|_| {
            let start = Instant::now();
            let questions = run(visit);
            start.elapsed().as_nanos() as f64 / questions as f64
        })
        .fold(f64::INFINITY, f64::min)
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
