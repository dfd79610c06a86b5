//! Time and allocations of each part, side by side: `cargo bench --bench decide`. For ratios see `ratios.rs`.
#![expect(clippy::std_instead_of_alloc, reason = "benches run on a host")]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a bench is ordinary code"
)]

mod workload;

use cookie_consent::consent::PolicyVersion;
use cookie_consent::read::iab::TcString;
use cookie_consent::read::{Headers, Managers};
use cookie_consent::{Consent, ConsentEvent, ConsentRecord, Cookie, Policy, decide};
use divan::{AllocProfiler, Bencher, black_box, black_box_drop};
use workload::{NOW, Random, consent, cookies, edx, inventory, questions, records, visits};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

const TC_STRING: &[u8] = b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA";

fn main() {
    divan::main();
}

/// One random question of 65,536.
#[divan::bench]
fn decide_edx(bencher: Bencher<'_, '_>) {
    let (policy, visits, records, cookies) = (edx(), visits(), records(), cookies());
    let questions = questions(visits.len(), records.len(), cookies.len());
    let mut at = 0;
    bencher.bench_local(|| {
        at = (at + 1) % questions.len();
        let (visit, record, cookie) = questions[at];
        black_box(decide(&policy, &visits[visit], consent(records[record].as_ref()), &cookies[cookie]))
    });
}

/// A known exact name, one by pattern, and one that nobody declared.
#[divan::bench(args = ["_fbp", "_ga_1X2Y3Z4A5B", "nobody_declared_this", "sessionid"])]
fn decide_one(bencher: Bencher<'_, '_>, name: &str) {
    let (policy, visits, records) = (edx(), visits(), records());
    let cookie = Cookie::first_party(name, "www.edx.org");
    bencher
        .bench(|| decide(black_box(&policy), black_box(&visits[0]), consent(records[0].as_ref()), black_box(&cookie)));
}

/// A random name of 65,536, half of them known, in inventories of two sizes.
#[divan::bench(args = [2_249, 100_000])]
fn decide_in_an_inventory_of(bencher: Bencher<'_, '_>, size: usize) {
    let (policy, _, names) = inventory(size);
    let visits = visits();
    let mut random = Random(3);
    bencher.bench_local(|| {
        let cookie = Cookie::first_party(&names[random.below(names.len())], "www.edx.org");
        black_box(decide(&policy, &visits[0], Consent::Absent, &cookie))
    });
}

#[divan::bench]
fn prompt_edx(bencher: Bencher<'_, '_>) {
    let (policy, visits, records) = (edx(), visits(), records());
    bencher.bench(|| black_box(&policy).prompt(black_box(&visits[0]), consent(records[4].as_ref())));
}

#[divan::bench]
fn read_a_record(bencher: Bencher<'_, '_>) {
    let text = ConsentRecord::first(&ConsentEvent::accept_all(NOW, PolicyVersion::new(7))).to_string();
    bencher.bench(|| black_box(text.as_str()).parse::<ConsentRecord>());
}

#[divan::bench]
fn read_a_tc_string(bencher: Bencher<'_, '_>) {
    bencher.bench(|| TcString::new(black_box(TC_STRING)).map(|string| string.to_tcf([755, 1, 2, 9])));
}

/// A request with three cookies, one of them a record and one a TC string.
#[divan::bench]
fn read_a_request(bencher: Bencher<'_, '_>) {
    let policy = edx();
    let record = ConsentRecord::first(&ConsentEvent::accept_all(NOW, PolicyVersion::new(7))).to_string();
    let header = [b"theme=dark; edx_consent=", record.as_bytes(), b"; euconsent-v2=", TC_STRING].concat();
    let lines = [(b"cookie".as_slice(), header.as_slice()), (b"sec-gpc", b"1")];
    bencher.bench(|| policy.read(NOW, &Headers::new(black_box(lines)), Managers::NONE));
}

#[divan::bench]
fn write_a_record(bencher: Bencher<'_, '_>) {
    let record = ConsentRecord::first(&ConsentEvent::accept_all(NOW, PolicyVersion::new(7)));
    bencher.bench(|| black_box_drop(black_box(&record).to_string()));
}

#[divan::bench]
fn read_the_edx_policy(bencher: Bencher<'_, '_>) {
    let text = include_str!("../examples/policies/edx.json");
    bencher.bench(|| serde_json::from_str::<Policy>(black_box(text)).unwrap());
}
