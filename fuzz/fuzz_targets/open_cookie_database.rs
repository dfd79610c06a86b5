//! The Open Cookie Database: every row is taken or refused and never both, nothing becomes strictly necessary, and a
//! policy can hold everything taken.
#![no_main]

use std::collections::BTreeSet;

use cookie_consent::read::{Label, open_cookie_database};
use cookie_consent::policy::{PolicyBuilder, Version};
use cookie_consent::{Category, Policy};
use libfuzzer_sys::fuzz_target;
use time::macros::date;

fuzz_target!(|csv: &[u8]| {
    let Ok(import) = open_cookie_database(csv) else { return };
    let taken: BTreeSet<usize> = import.taken().iter().flat_map(Label::sources).map(|source| source.row).collect();
    let refused: BTreeSet<usize> = import.refused().iter().map(|refused| refused.row).collect();
    assert!(taken.is_disjoint(&refused));
    assert!(taken.union(&refused).copied().eq(1..=import.rows()));
    for label in import.taken() {
        assert!(!label.declaration().uses().is_empty());
    }
    let empty = Policy::builder().version(Version::new(1, date!(2022 - 12 - 15)));
    let policy = import.into_declarations().fold(empty, PolicyBuilder::declare).build().unwrap();
    let written = serde_json::to_value(&policy).unwrap();
    for line in written["declarations"].as_array().unwrap() {
        let categories = line["categories"].as_array().unwrap();
        assert!(!categories.is_empty() && categories.iter().all(|it| it != Category::StrictlyNecessary.as_str()));
    }
});
