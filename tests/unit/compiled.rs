//! The table of laws, when a policy has changed more of it than the world has places.

use alloc::vec::Vec;

use super::*;
use crate::law::Months;

/// The months of the place with this number.
const fn months(n: u32) -> Months {
    Months::new(match n % 5 {
        0 => 1,
        1 => 2,
        2 => 3,
        3 => 4,
        _ => 5,
    })
}

/// A row of its own for each of more places than 16 bits can count.
#[test]
fn each_of_seventy_thousand_places_has_its_own_row() {
    let letters = || b'A'..=b'Z';
    let parts = letters().flat_map(|a| letters().flat_map(move |b| letters().map(move |c| [a, b, c])));
    let countries = [*b"US", *b"XA", *b"XB", *b"XC"].map(Region::country_code);
    let regions = countries.iter().flat_map(|country| parts.clone().map(|part| country.with_subdivision(part)));
    let changes: Vec<Change> = (0..70_000)
        .zip(regions.clone())
        .map(|(n, region)| Change {
            jurisdiction: Jurisdiction::Region(region),
            rule: Rule::ConsentLasts(months(n)),
            since: None,
            laxer: true,
        })
        .collect();
    assert_eq!(changes.len(), 70_000);
    let (law, refused) = Law::of(&BTreeSet::new(), &changes, |_| true);
    assert_eq!(refused.len(), 0);
    for (n, region) in (0..70_000).zip(regions) {
        assert_eq!(law.at(Some(region), UtcDateTime::MAX).regime.consent_lasts(), Some(months(n)), "{region}");
    }
}
