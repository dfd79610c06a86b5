//! What a policy costs to build and to keep.

use std::hint::black_box;
use std::time::Instant;

use crate::counting::counted;
use crate::data::Inventory;
use crate::peers::Map;
use crate::race::median;

/// Milliseconds (the median of several), allocations and bytes kept of making something once.
fn cost<I, T>(prepare: impl Fn() -> I, make: impl Fn(I) -> T) -> (f64, usize, usize) {
    let mut times = Vec::new();
    for _ in 0..9 {
        let input = prepare();
        let start = Instant::now();
        let made = black_box(make(input));
        times.push(start.elapsed().as_secs_f64() * 1e3);
        drop(made);
    }
    // what goes in was not counted, and some of it may be freed: the difference may be negative, and wraps
    let input = prepare();
    let (made, counts) = counted(|| make(input));
    drop(made);
    (median(times), counts.calls, counts.kept)
}

pub(crate) fn report(inventory: &Inventory) {
    let count = inventory.lines.len();
    let text: usize = inventory.lines.iter().map(|line| line.name.len()).sum();
    // what was declared is moved into the policy, and stands beside the catalogue
    let source = counted(|| inventory.builder()).1.kept;
    let (time, calls, grown) = cost(|| inventory.builder(), |builder| builder.build().unwrap());
    let (map_time, map_calls, map_bytes) = cost(|| (), |()| Map::<std::hash::RandomState>::of(inventory));
    let each = |bytes: usize| bytes as f64 / count as f64;
    println!("{}: build and memory", inventory.title);
    println!(
        "  policy from parsed values {time:>8.2} ms, {:.2} allocations for each declaration",
        calls as f64 / count as f64
    );
    println!(
        "  std HashMap               {map_time:>8.2} ms, {:.2} allocations; the policy takes {:.2} x",
        map_calls as f64 / count as f64,
        time / map_time
    );
    println!(
        "  kept for each declaration: {:.1} B catalogue ({:.2} MB), of which {:.1} B text; {:.1} B what was declared; std HashMap {:.1} B",
        each(grown),
        grown as f64 / 1e6,
        each(text),
        each(source),
        each(map_bytes)
    );
}
