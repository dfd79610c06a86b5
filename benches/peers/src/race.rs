//! Timing that compares like with like: everything in every round, in rotated order, and the median of the rounds.

use std::time::Instant;

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
    let repeats: Vec<usize> = contenders.iter_mut().map(|contender| repeats(&mut contender.run)).collect();
    let mut times = vec![Vec::new(); contenders.len()];
    for round in 0..ROUNDS {
        for step in 0..contenders.len() {
            let at = (round + step) % contenders.len();
            let contender = &mut contenders[at];
            // what the contender before left in caches and predictors is not its fault
            (contender.run)();
            let start = Instant::now();
            for _ in 0..repeats[at] {
                (contender.run)();
            }
            times[at].push(start.elapsed().as_nanos() as f64 / (contender.questions * repeats[at]) as f64);
        }
    }
    println!("{title}");
    let ours = times[0].clone();
    for (contender, times) in contenders.iter().zip(&times) {
        let ratios: Vec<f64> = ours.iter().zip(times).map(|(ours, theirs)| ours / theirs).collect();
        let ratio = median(ratios);
        println!(
            "  {:<56} {:>10.1} ns   ours takes {ratio:>6.3} x, is {:>6.2} x faster",
            contender.name,
            median(times.clone()),
            1.0 / ratio
        );
    }
}

/// So many times that the clock's own cost is lost in it.
fn repeats(run: &mut impl FnMut()) -> usize {
    run();
    let start = Instant::now();
    run();
    (1_000_000 / start.elapsed().as_nanos().max(1)).clamp(1, 10_000) as usize
}

/// The least of many, in nanoseconds for one question. What runs says how many questions it answered.
pub(crate) fn best_of(mut run: impl FnMut() -> usize) -> f64 {
    let repeats = repeats(&mut || {
        run();
    });
    (0..41)
        .map(|_| {
            let start = Instant::now();
            let questions: usize = (0..repeats).map(|_| run()).sum();
            start.elapsed().as_nanos() as f64 / questions as f64
        })
        .fold(f64::INFINITY, f64::min)
}

/// How time grows when a size doubles, and the time at the greatest.
pub(crate) fn growth<F: FnMut() -> usize>(title: &str, sizes: &[usize], case: impl Fn(usize) -> F) -> f64 {
    let times: Vec<f64> = sizes.iter().map(|n| best_of(case(*n))).collect();
    let worst = times.windows(2).map(|pair| pair[1] / pair[0]).fold(0.0_f64, f64::max);
    let shown: Vec<String> = sizes.iter().zip(&times).map(|(n, time)| format!("{n}: {time:.0} ns")).collect();
    println!("  {title:<56} {worst:>5.2}   {}", shown.join("  "));
    times.last().copied().unwrap_or_default()
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
