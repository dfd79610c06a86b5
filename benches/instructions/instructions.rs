//! Instructions of one call, exact and repeatable: `cargo bench` in this folder. It needs valgrind and
//! `cargo install gungraun-runner --version 0.20.0`.

use std::hint::black_box;

use cookie_consent::read::Cookies;
use cookie_consent::read::iab::{Gpp, TcString};
use cookie_consent::consent::PolicyVersion;
use cookie_consent::visit::{BrowserMode, Recognised, Signals};
use cookie_consent::{Age, Consent, ConsentEvent, ConsentRecord, Cookie, Decision, Place, Policy, Visit, decide};
use gungraun::{library_benchmark, library_benchmark_group, main};
use time::macros::utc_datetime;

/// Everything in hand: the edX policy, a visitor, a record, and the name of a cookie.
struct Scene {
    policy: Policy,
    visit: Visit<'static>,
    record: Option<ConsentRecord>,
    cookie: Cookie<'static>,
}

fn scene(region: &str, gpc: bool, accepted: bool, name: &'static str) -> Scene {
    let signals = if gpc { Signals::NONE.with_gpc() } else { Signals::NONE };
    let now = utc_datetime!(2026-11-23 12:00);
    let visit = Visit::new(now, Place::Site, signals, &[], BrowserMode::AcceptsAll, Age::Unknown);
    let event = ConsentEvent::accept_all(utc_datetime!(2026-10-01 12:00), PolicyVersion::new(7));
    Scene {
        policy: serde_json::from_str(include_str!("../../examples/policies/edx.json")).unwrap(),
        visit: visit.region(region.parse().unwrap()).recognised(Recognised::BROWSER),
        record: accepted.then(|| ConsentRecord::first(&event)),
        cookie: Cookie::first_party(name, "www.edx.org"),
    }
}

#[library_benchmark]
#[bench::hit_strictly_necessary(args = ("FR", false, false, "sessionid"), setup = scene)]
#[bench::hit_silence(args = ("FR", false, false, "_ga"), setup = scene)]
#[bench::hit_consent(args = ("FR", false, true, "_ga"), setup = scene)]
#[bench::hit_gpc(args = ("US-CA", true, false, "_fbp"), setup = scene)]
#[bench::hit_gpc_and_consent(args = ("US-CA", true, true, "_fbp"), setup = scene)]
#[bench::pattern_hit(args = ("FR", false, false, "_ga_1X2Y3Z4A5B"), setup = scene)]
#[bench::miss(args = ("FR", false, false, "nobody_declared_this"), setup = scene)]
fn one(scene: Scene) -> (Decision, Scene) {
    let consent = scene.record.as_ref().map_or(Consent::Absent, Consent::Given);
    let decision = decide(black_box(&scene.policy), &scene.visit, consent, &scene.cookie);
    // what was set up is handed back, so that dropping it is not counted
    (decision, scene)
}

// A visitor, and thirty cookies of it. (The macro takes no doc comment.)
#[library_benchmark]
#[bench::silence(args = ("FR", false, false, "_ga"), setup = scene)]
#[bench::consent(args = ("FR", false, true, "_ga"), setup = scene)]
#[bench::gpc_and_consent(args = ("US-CA", true, true, "_fbp"), setup = scene)]
fn thirty(scene: Scene) -> (usize, Scene) {
    let consent = scene.record.as_ref().map_or(Consent::Absent, Consent::Given);
    let visitor = black_box(&scene.policy).visitor(scene.visit.clone(), consent);
    let allowed = (0..30).filter(|_| visitor.decide(black_box(&scene.cookie)).is_allowed()).count();
    drop(visitor);
    (allowed, scene)
}

#[library_benchmark]
#[bench::without_vendors(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA")]
fn tc_string(text: &[u8]) -> bool {
    TcString::new(black_box(text)).is_ok_and(|string| string.consents_to(755))
}

#[library_benchmark]
#[bench::national(b"DBABLA~BVQqAAAACkA.QA")]
fn gpp(text: &[u8]) -> bool {
    Gpp::new(black_box(text)).is_ok_and(|string| string.signal().is_ok_and(|signal| signal.opted_out()))
}

#[library_benchmark]
#[bench::three(b"theme=dark; sessionid=0123456789abcdef0123456789abcdef; csrftoken=0123456789abcdef")]
fn cookies(header: &[u8]) -> usize {
    Cookies::new(&[black_box(header)]).map_or(0, |cookies| cookies.pairs().count())
}

fn text() -> String {
    ConsentRecord::first(&ConsentEvent::accept_all(utc_datetime!(2026-10-01 12:00), PolicyVersion::new(7))).to_string()
}

#[library_benchmark]
#[bench::of_categories(args = (), setup = text)]
fn record(text: String) -> (bool, String) {
    (black_box(text.as_str()).parse::<ConsentRecord>().is_ok(), text)
}

library_benchmark_group!(name = decisions, benchmarks = [one, thirty]);
library_benchmark_group!(name = reading, benchmarks = [tc_string, gpp, cookies, record]);
main!(library_benchmark_groups = decisions, reading);
