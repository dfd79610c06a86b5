//! Codes of places: which there are, which everybody writes otherwise, and which name none.
#![cfg(test)]

use cookie_consent::Region;

fn region(text: &str) -> Region {
    text.parse().expect("a region")
}

fn codes() -> impl Iterator<Item = [u8; 2]> {
    (b'A'..=b'Z').flat_map(|first| (b'A'..=b'Z').map(move |second| [first, second]))
}

/// ISO 3166-1 has 249 codes; of ISO 3166-2 the United States have 57 and Canada 13.
#[test]
fn as_many_codes_are_assigned_as_the_standard_has() {
    assert_eq!(codes().filter(|code| Region::country_code(*code).is_assigned()).count(), 249);
    let parts = |country: &'static str| {
        codes().filter(move |code| region(&format!("{country}-{}", str::from_utf8(code).unwrap())).is_assigned())
    };
    assert_eq!(parts("US").count(), 57);
    assert_eq!(parts("CA").count(), 13);
    for text in ["FR", "AX", "XZ", "US-DC", "US-PR", "CA-QC", "CA-YT", "US", "GB-ENG", "FR-75"] {
        assert_eq!(region(text).is_assigned(), text != "XZ", "{text}");
    }
    for text in ["XX", "ZZ", "EU", "AP", "QQ", "US-ZZ", "US-X", "US-CAL", "US-06", "CA-CA", "XX-CA"] {
        assert!(!region(text).is_assigned(), "{text}");
    }
}

#[test]
fn aliases_read_as_what_they_mean() {
    for (alias, meant) in
        [("UK", "GB"), ("uk", "GB"), ("EL", "GR"), ("el", "GR"), ("UK-ENG", "GB-ENG"), ("EL_I", "GR-I")]
    {
        assert_eq!(region(alias), region(meant), "{alias}");
    }
}

#[test]
fn networks_report_country_and_part_apart() {
    for (country, part, whole) in
        [("US", "CA", "US-CA"), ("us", "ca", "US-CA"), ("FR", "", "FR"), ("UK", "ENG", "GB-ENG")]
    {
        assert_eq!(Region::from_parts(country, part), whole.parse(), "{country} {part}");
    }
    for (country, part) in
        [("T1", ""), ("", ""), ("", "CA"), ("US", "California"), ("US", "C-A"), ("US-CA", "CA"), ("FRA", "")]
    {
        assert!(Region::from_parts(country, part).is_err(), "{country} {part}");
    }
}
