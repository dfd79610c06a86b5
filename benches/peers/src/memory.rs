//! What a policy costs to build and to keep.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

use crate::data::Inventory;
use crate::peers::Map;
use crate::race::median;

static CALLS: AtomicUsize = AtomicUsize::new(0);
static LIVE: AtomicUsize = AtomicUsize::new(0);

pub(crate) struct Counting;

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        CALLS.fetch_add(1, Relaxed);
        LIVE.fetch_add(layout.size(), Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        CALLS.fetch_add(1, Relaxed);
        LIVE.fetch_add(size, Relaxed);
        LIVE.fetch_sub(layout.size(), Relaxed);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// Milliseconds (the median of several), allocations and bytes kept of making something once.
fn cost<I, T>(prepare: impl Fn() -> I, make: impl Fn(I) -> T) -> (f64, usize, usize) {
    let mut times = Vec::new();
    let mut counted = (0, 0);
    for _ in 0..9 {
        let input = prepare();
        let (calls, live) = (CALLS.load(Relaxed), LIVE.load(Relaxed));
        let start = Instant::now();
        let made = black_box(make(input));
        times.push(start.elapsed().as_secs_f64() * 1e3);
        counted = (CALLS.load(Relaxed) - calls, LIVE.load(Relaxed).wrapping_sub(live));
        drop(made);
    }
    (median(times), counted.0, counted.1)
}

pub(crate) fn report(inventory: &Inventory) {
    let count = inventory.lines.len();
    let text: usize = inventory.lines.iter().map(|line| line.name.len()).sum();
    // what was declared is moved into the policy, and stands beside the catalogue
    let source = {
        let before = LIVE.load(Relaxed);
        let source = inventory.builder();
        let kept = LIVE.load(Relaxed) - before;
        drop(source);
        kept
    };
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
