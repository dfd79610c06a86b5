//! How much is allocated: counted only while asked, so that contenders which allocate are not slowed when they are timed.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

static COUNTING: AtomicBool = AtomicBool::new(false);
static CALLS: AtomicUsize = AtomicUsize::new(0);
static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

pub(crate) struct Counting;

fn add(size: usize) {
    CALLS.fetch_add(1, Relaxed);
    let live = LIVE.fetch_add(size, Relaxed).wrapping_add(size);
    PEAK.fetch_max(live, Relaxed);
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if COUNTING.load(Relaxed) {
            add(layout.size());
        }
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        if COUNTING.load(Relaxed) {
            LIVE.fetch_sub(layout.size(), Relaxed);
        }
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if COUNTING.load(Relaxed) {
            add(size);
            LIVE.fetch_sub(layout.size(), Relaxed);
        }
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// What some work allocated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counts {
    pub(crate) calls: usize,
    /// Bytes that are still there after it.
    pub(crate) kept: usize,
    /// The most bytes that were there at once.
    pub(crate) peak: usize,
}

/// Does some work and counts. What was allocated before must not be freed in it.
pub(crate) fn counted<T>(work: impl FnOnce() -> T) -> (T, Counts) {
    for counter in [&CALLS, &LIVE, &PEAK] {
        counter.store(0, Relaxed);
    }
    COUNTING.store(true, Relaxed);
    let done = work();
    COUNTING.store(false, Relaxed);
    (done, Counts { calls: CALLS.load(Relaxed), kept: LIVE.load(Relaxed), peak: PEAK.load(Relaxed) })
}
