//! `decide` allocates nothing, whatever it is asked: counted, in a process of its own.
#![expect(unsafe_code, reason = "a global allocator cannot be written without it")]
#![expect(clippy::std_instead_of_core, reason = "tests run on a host")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use cookie_consent::strategies::scenes;
use cookie_consent::{Consent, Policy, decide};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

fn count() {
    // the slot may be gone when a thread ends; what is allocated then is not ours
    let _ = ALLOCATIONS.try_with(|allocations| allocations.set(allocations.get().saturating_add(1)));
}

// SAFETY: every call goes on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: as above
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: as above
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get().saturating_sub(before)
}

#[test]
fn the_counter_counts() {
    assert!(allocations(|| drop(std::hint::black_box(vec![1_u8]))) > 0);
}

#[test]
fn deciding_allocates_nothing() {
    let mut runner = TestRunner::deterministic();
    let (mut allowed, mut denied) = (0_u32, 0_u32);
    for _ in 0..2_000 {
        let scene = scenes().new_tree(&mut runner).unwrap().current();
        let (visit, consent, cookie) = (scene.visit(), scene.consent(), scene.cookie());
        let mut decision = None;
        assert_eq!(allocations(|| decision = Some(decide(&scene.policy, &visit, consent, &cookie))), 0, "{scene:?}");
        let side = if decision.unwrap().is_allowed() { &mut allowed } else { &mut denied };
        *side = side.saturating_add(1);
    }
    assert!(allowed > 100 && denied > 100, "{allowed} allowed, {denied} denied");
}

#[test]
fn deciding_on_the_edx_policy_allocates_nothing() {
    let policy: Policy = serde_json::from_str(include_str!("../examples/policies/edx.json")).unwrap();
    let mut runner = TestRunner::deterministic();
    for _ in 0..200 {
        let scene = scenes().new_tree(&mut runner).unwrap().current();
        let visit = scene.visit();
        for name in ["sessionid", "_ga", "_ga_ABCDEF", "_fbp", "fr", "nobody-knows-this", ""] {
            let cookie = cookie_consent::Cookie { name, host: "www.edx.org", ..scene.cookie() };
            for consent in [Consent::Absent, Consent::Unreadable, scene.consent()] {
                let counted = allocations(|| {
                    let decision = decide(&policy, &visit, consent, &cookie);
                    let _ = std::hint::black_box((decision.verdict(), decision.existing(), decision.reasons().len()));
                });
                assert_eq!(counted, 0, "{name}");
            }
        }
    }
}
