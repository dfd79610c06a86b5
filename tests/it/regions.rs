//! Codes of places: which there are, which everybody writes otherwise, and which name none.
#![cfg(test)]

use cookie_consent::law::{self, Jurisdiction, Rule};
use cookie_consent::policy::{LawOverride, PolicyError, PolicyErrorKind, Version};
use cookie_consent::{Age, Policy, Reason, Region};
use time::macros::{date, utc_datetime};

use crate::fixture::{ADV, Facts, accepted_all, policy, visitor_in};

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

/// A network that reports `XX` for "I do not know" has said nothing, and an unknown state may be California.
#[test]
fn a_code_that_names_no_place_is_never_laxer_than_no_region() {
    let reason = |region: &str| visitor_in(region).decide(&policy(), &[], &ADV).reason();
    for nowhere in ["XX", "ZZ", "EU", "AP", "XX-CA", "XX FR", "US-WY XX"] {
        assert_eq!(reason(nowhere), Reason::RegionUnknownStrict, "{nowhere}");
    }
    for (part, whole) in [("US-ZZ", "US"), ("US-06", "US"), ("CA-XX", "CA"), ("CA-CA", "CA")] {
        assert_eq!(reason(part), reason(whole), "{part}");
        // each is asked under the strictest of the parts
        assert_ne!(reason(part), Reason::NoticeOnly, "{part}");
    }
    // those that have no row of their own, but are places
    assert_eq!((reason("AQ"), reason("AQ-X"), reason("US-UM")), {
        (Reason::DefaultOptIn, Reason::DefaultOptIn, Reason::NoticeOnly)
    });
}

/// A child known to be fifteen, in a state that nobody knows: in Maryland no consent would cure it.
#[test]
fn an_unknown_state_protects_minors_as_the_strictest_does() {
    let facts = |region| Facts { age: Age::Years(15), ..visitor_in(region) };
    let said = [accepted_all(7, utc_datetime!(2026-11-01 12:00))];
    for region in ["US-MD", "US", "US-ZZ", "XX", ""] {
        assert_eq!(facts(region).decide(&policy(), &said, &ADV).reason(), Reason::MinorProhibited, "{region}");
    }
}

#[test]
fn every_row_of_the_table_is_of_a_place() {
    for entry in law::table() {
        if let Jurisdiction::Region(region) = entry.jurisdiction() {
            assert!(region.is_assigned(), "{region}");
        }
    }
}

#[test]
fn no_law_of_no_place_is_overridden() {
    for (code, accepted) in
        [("XX", false), ("EU", false), ("US-ZZ", false), ("AQ", true), ("UK", true), ("US-CA", true)]
    {
        let change = LawOverride::stricter(Jurisdiction::Region(region(code)), Rule::NoExemption);
        let built = Policy::builder().version(Version::new(1, date!(2022 - 12 - 15))).override_law(change).build();
        assert_eq!(built.is_ok(), accepted, "{code}");
        if let Err(errors) = built {
            let kinds: Vec<_> = errors.iter().map(PolicyError::kind).collect();
            assert_eq!(kinds, [&PolicyErrorKind::UnknownRegion(code.into())]);
            assert_eq!(
                errors.to_string(),
                format!(
                    "law[0].place: `{code}` names no place, so no law of it can be overridden: use a code of ISO 3166 \
                     (`GB` for the United Kingdom)"
                ),
            );
        }
    }
}
