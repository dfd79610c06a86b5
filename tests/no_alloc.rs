//! `decide` allocates nothing, whatever it is asked, and building and reviewing a policy no more than in proportion to
//! its length: counted, in a process of its own.
#![expect(unsafe_code, reason = "a global allocator cannot be written without it")]
#![expect(clippy::std_instead_of_core, reason = "tests run on a host")]
#![expect(clippy::unwrap_used, reason = "a test that panics fails, as it should")]
#![expect(clippy::arithmetic_side_effects, reason = "numbers are small, and overflow would panic")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use cookie_consent::cookie::Lifetime;
use cookie_consent::enforce::{Fate, RequestUri};
use cookie_consent::law::{Jurisdiction, Months, Rule};
use cookie_consent::policy::{Declaration, LawOverride, Member, PolicyBuilder, Vendor, Version};
use cookie_consent::read::iab::{AdditionalConsent, Gpp, TcString, TcfCanada, TcfRestriction};
use cookie_consent::review::diff;
use cookie_consent::strategies::scenes;
use cookie_consent::visit::{BrowserMode, Signals};
use cookie_consent::{Age, Category, Consent, Place, Policy, Visit, decide};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use time::Duration;
use time::macros::{date, utc_datetime};

use crate::cases::cases;
use crate::iab_encoder::{TcModel, Vendors};

#[path = "it/cases.rs"]
mod cases;
#[path = "it/iab_encoder.rs"]
#[expect(dead_code, reason = "the other tests need the rest of it")]
mod iab_encoder;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
    static BYTES: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

fn count(bytes: usize) {
    // the slot may be gone when a thread ends; what is allocated then is not ours
    let _ = ALLOCATIONS.try_with(|allocations| allocations.set(allocations.get().saturating_add(1)));
    let _ = BYTES.try_with(|all| all.set(all.get().saturating_add(bytes)));
}

// SAFETY: every call goes on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: as above
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
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
    let mut runner = TestRunner::new(cases(0));
    let (mut allowed, mut denied) = (0_u32, 0_u32);
    for _ in 0..2_000 {
        let scene = scenes().new_tree(&mut runner).unwrap().current();
        let (visit, consent, cookie) = (scene.visit(), scene.consent(), scene.cookie());
        let mut decision = None;
        assert_eq!(allocations(|| decision = Some(decide(&scene.policy, &visit, consent, &cookie))), 0, "{scene:?}");
        let visitor = scene.policy.visitor(visit, consent);
        assert_eq!(allocations(|| decision = Some(visitor.decide(&cookie))), 0, "{scene:?}");
        let side = if decision.unwrap().is_allowed() { &mut allowed } else { &mut denied };
        *side = side.saturating_add(1);
    }
    assert!(allowed > 100 && denied > 100, "{allowed} allowed, {denied} denied");
}

#[test]
fn deciding_on_the_edx_policy_allocates_nothing() {
    let policy: Policy = serde_json::from_str(include_str!("../examples/policies/edx.json")).unwrap();
    let mut runner = TestRunner::new(cases(0));
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

/// Reading a `Set-Cookie` line, asking, and keeping or dropping it takes nothing; shortening takes what is written; a
/// header of which everything goes on takes nothing, and another at most its own length.
#[test]
fn filtering_takes_only_what_is_written_anew() {
    let policy: Policy = serde_json::from_str(include_str!("../examples/policies/edx.json")).unwrap();
    let uri = RequestUri::first_party("www.edx.org", "/courses/cs101");
    let name = "caf\u{e9}".repeat(1_000);
    let mut runner = TestRunner::new(cases(0));
    for _ in 0..50 {
        let scene = scenes().new_tree(&mut runner).unwrap().current();
        let visitor = policy.visitor(scene.visit(), scene.consent());
        for name in ["sessionid", "_ga_ABCDEF", "_fbp", "edx_consent", &name, ""] {
            for rest in [
                "",
                "; Path=/; Domain=edx.org; Secure; HttpOnly; SameSite=Lax; Max-Age=60",
                "; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "; Max-Age=0",
                "; Domain=org",
                "; x=\0",
            ] {
                let line = format!("{name}=1{rest}");
                let mut fate = None;
                let counted =
                    allocations(|| fate = Some(std::hint::black_box(visitor.set_cookie(&uri, line.as_bytes())).fate()));
                assert_eq!(counted == 0, fate != Some(Fate::Shortened), "{line}");
            }
        }
    }
    let now = utc_datetime!(2026-11-23 12:00);
    let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    let visitor = policy.visitor(visit, Consent::Absent);
    let line = format!("sessionid=1; Max-Age={}; Secure", u64::MAX);
    let before = BYTES.get();
    assert_eq!(visitor.set_cookie(&uri, line.as_bytes()).fate(), Fate::Shortened);
    let bytes = BYTES.get().saturating_sub(before);
    assert!(bytes <= 2 * line.len(), "{bytes} bytes");
    let goes_on = allocations(|| {
        let _ = std::hint::black_box(visitor.cookie_header(&uri, b"sessionid=1; csrftoken=2")).dropped();
    });
    assert_eq!(goes_on, 0);
    let header = ["sessionid=1; nobody=knows; ".repeat(200), "csrftoken=1".into()].concat();
    let before = BYTES.get();
    assert_eq!(visitor.cookie_header(&uri, header.as_bytes()).dropped(), 200);
    assert!(BYTES.get().saturating_sub(before) <= 4 * header.len());
}

/// Ranges that each hold everything, an id that stands there a thousand times: a cookie of legal size, read for a
/// hundred vendors, takes at most 16 kB in all, and what need not be collected takes nothing.
#[test]
fn hostile_strings_of_the_iab_take_little_memory() {
    let everything = || Vendors::Ranges(u16::MAX, vec![1..=u16::MAX; 725]);
    let text = |model: TcModel| {
        let text = model.text();
        assert!((3_000..=4_096).contains(&text.len()), "{}", text.len());
        text
    };
    let restrictions = (0_u8..64).cycle().take(450).map(|purpose| (purpose, 0, vec![1..=u16::MAX])).collect();
    let strings = [
        text(TcModel { consents: everything(), ..TcModel::plain() }),
        text(TcModel { disclosed: Some(everything()), ..TcModel::plain() }),
        text(TcModel { restrictions, ..TcModel::plain() }),
    ];
    for text in &strings {
        let before = (ALLOCATIONS.get(), BYTES.get());
        let string = TcString::new(text.as_bytes()).unwrap();
        let _ = std::hint::black_box((
            string.consents_to(9),
            string.discloses(9),
            string.restricted(9, TcfRestriction::NotAllowed),
        ));
        assert_eq!(ALLOCATIONS.get(), before.0);
        let tcf = string.to_tcf(1..=100);
        let bytes = BYTES.get().saturating_sub(before.1);
        assert!(bytes <= 16_384, "{bytes} bytes");
        assert_eq!(tcf.vendors.len(), 100);
    }
    let repeated = format!("1~{}", vec!["7"; 2_000].join("."));
    let before = BYTES.get();
    let consented = AdditionalConsent::new(repeated.as_bytes()).unwrap().consented_of(0..100);
    let bytes = BYTES.get().saturating_sub(before);
    assert!(bytes <= 16_384, "{bytes} bytes");
    assert_eq!(consented, [7]);
    let nothing = allocations(|| {
        let canada = TcfCanada::new(b"BPSG_8APSG_8AAyACAENGdCgf_gfgAfgfgBgABABAAABAB4AACACAAA.fHHHA4444ao").unwrap();
        let gpp = Gpp::new(b"DBABLA~BVQqAAAACkA.QA").unwrap();
        let _ = std::hint::black_box((canada.has_express_consent(12), gpp.signal(), gpp.sections().count()));
    });
    assert_eq!(nothing, 0);
}

fn empty() -> PolicyBuilder {
    Policy::builder().version(Version::new(1, date!(2022 - 12 - 15)))
}

/// So many overrides of one place, each at a day of its own.
fn overrides(n: u16) -> PolicyBuilder {
    let place = Jurisdiction::Region("FR".parse().unwrap());
    (0..n).fold(empty(), |site, at| {
        let rule = Rule::ConsentLasts(Months::new(u8::try_from(at % 2 + 1).unwrap()));
        let day = date!(1970 - 01 - 01).checked_add(Duration::days(at.into())).unwrap();
        site.override_law(LawOverride::laxer(place, rule).since(day))
    })
}

/// One name, declared for each of so many hosts, and half as many Members who shorten its life.
fn tightened(n: u16) -> PolicyBuilder {
    let line = |at| Declaration::new("_ga", Category::Performance).on_host(&format!("h{at}.edx.org"));
    let member = |at| Member::new(&format!("m{at}")).shorten("_ga", Lifetime::days(30));
    let site = (0..n).map(line).fold(empty(), PolicyBuilder::declare);
    (0..n / 2).map(member).fold(site, PolicyBuilder::member)
}

/// A Member with so many pages, and with as many cookies, each of another vendor.
fn with_pages(n: u16, pages: u16) -> Policy {
    let vendors = (0..n).map(|at| Vendor::new(&format!("v{at}"), "Vendor"));
    let line = |at| Declaration::new(&format!("c{at}"), Category::Performance).vendor(&format!("v{at}"));
    let member = (0..n).map(line).fold(Member::new("unix"), Member::declare);
    let member = (0..pages).fold(member, |member, at| member.page("edx.org", &format!("/{at}")));
    vendors.fold(empty(), PolicyBuilder::vendor).member(member).build().unwrap()
}

/// Twice the document takes about twice the memory.
#[test]
fn building_and_reviewing_take_memory_in_proportion() {
    let bytes = |work: &dyn Fn()| {
        let before = BYTES.get();
        work();
        BYTES.get().saturating_sub(before)
    };
    let built = |policy: PolicyBuilder| {
        let policy = std::cell::RefCell::new(Some(policy));
        bytes(&|| drop(policy.take().unwrap().build().unwrap()))
    };
    let diffed = |n: u16| {
        let (old, new) = (with_pages(n, 0), with_pages(n, n));
        bytes(&|| drop(std::hint::black_box(diff(&old, &new))))
    };
    let families: &[(&str, &dyn Fn(u16) -> usize)] = &[
        ("overrides of one place", &|n| built(overrides(n))),
        ("one name, many hosts and Members", &|n| built(tightened(n))),
        ("pages that change hands", &diffed),
    ];
    for (name, of) in families {
        let (once, twice) = (of(300), of(600));
        assert!(twice < once * 5 / 2, "{name}: {once} bytes, and {twice} for twice as much");
    }
}
