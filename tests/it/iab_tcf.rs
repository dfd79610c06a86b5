//! TC strings, Additional Consent and US Privacy: real ones, hostile ones, and those of an encoder.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "the numbers of tests are far from any limit")]

use std::ops::RangeInclusive;

use cookie_consent::read::iab::{AdditionalConsent, IabError, TcString, TcfRestriction, us_privacy};
use cookie_consent::visit::{TcfPurpose, TcfPurposes, UsPrivacySignal};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::cases::cases;
use crate::iab_encoder::{Publisher, TcModel, Vendors, Writer};

const KINDS: [TcfRestriction; 3] =
    [TcfRestriction::NotAllowed, TcfRestriction::RequireConsent, TcfRestriction::RequireLegitimateInterest];

fn purposes(numbers: &[usize]) -> TcfPurposes {
    numbers.iter().map(|number| TcfPurpose::ALL[number - 1]).collect()
}

/// Strings found in requests and filter lists: last updated, CMP, policy, purposes consented to.
#[test]
fn strings_from_the_wild() {
    let all: Vec<usize> = (1..=10).collect();
    let cases: [(&str, &str, u16, u8, &[usize]); 5] = [
        (
            "CQEXy8AQEXy8AAHABBENBFFoAP_AAAAAAAAAF5wBQAIAAtABkAFsBeYAAABSUAGAAIKalIAMAAQU1IQAYAAgpqOgAwABBTUJABgACCmo.f_gAAAAAAAAA",
            "2024-09-03",
            7,
            5,
            &all,
        ),
        ("CQb2ucAQb2ucAAKA6AELCHFgAAAAAEPgAAyIAAAXmgDAR6AuwBdqC7oLwAXkAvMAAAAA.YAAAAAAAAAAA", "2025-12-03", 10, 5, &[]),
        ("CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA", "2024-02-29", 7, 4, &[]),
        ("CPt3fQAPt3fQACNAFAENDLCgAAAAAAAAACiQAAAOCgDAB-AIsAZ8A6QDBAHBAAAA.YAAAAAAAAAAA", "2023-06-24", 141, 2, &[]),
        ("CQB2TAAQB2TAAGRABAENA8EgAAAAAAAAAAAAAAAUrgAAAAAA.YAAAAAAAAAAA", "2024-07-16", 401, 4, &[]),
    ];
    for (text, day, cmp, policy, consented) in cases {
        let string = TcString::new(text.as_bytes()).unwrap();
        assert_eq!(string.last_updated().date().to_string(), day, "{text}");
        assert_eq!(string.created(), string.last_updated(), "{text}");
        assert_eq!((string.cmp_id(), string.policy_version()), (cmp, policy), "{text}");
        assert_eq!(string.purposes(), purposes(consented), "{text}");
        assert!(string.is_service_specific(), "{text}");
        assert_eq!(string.discloses(1), None);
        assert!(string.publisher().is_some(), "{text}");
    }
    let greek = TcString::new(cases[1].0.as_bytes()).unwrap();
    assert_eq!(greek.publisher_country(), Some(*b"GR"));
    assert_eq!(greek.legitimate_interests(), purposes(&[2, 7, 8, 9, 10, 11]));
}

/// What makes other decoders panic, lose a range or take seconds.
#[test]
fn strings_that_break_other_decoders() {
    let cut = "CP1R2oAP7PUsAAfABBAFEs6AAAFOsGDAAAGWAA";
    assert_eq!(TcString::new(cut.as_bytes()).unwrap_err(), IabError::Truncated("core"));
    let valid =
        "CQEXy8AQEXy8AAHABBENBFFoAP_AAAAAAAAAF5wBQAIAAtABkAFsBeYAAABSUAGAAIKalIAMAAQU1IQAYAAgpqOgAwABBTUJABgACCmo";
    for len in [36, 56] {
        assert_eq!(TcString::new(&valid.as_bytes()[..len]).unwrap_err(), IabError::Truncated("core"), "{len}");
    }
    // a range that ends with the last id there can be
    let model = TcModel { consents: Vendors::Ranges(u16::MAX, vec![1..=1, 65_000..=u16::MAX]), ..TcModel::plain() };
    let text = model.text();
    let string = TcString::new(text.as_bytes()).unwrap();
    assert!(string.consents_to(u16::MAX) && string.consents_to(65_000) && !string.consents_to(64_999));
    // as many ranges as fit, each of which holds everything
    let model = TcModel { consents: Vendors::Ranges(65_534, vec![1..=65_534; 730]), ..TcModel::plain() };
    let text = model.text();
    assert!((4_000..=4_096).contains(&text.len()), "{}", text.len());
    let string = TcString::new(text.as_bytes()).unwrap();
    let tcf = string.to_tcf(1..=2_000);
    assert_eq!(tcf.vendors.iter().filter(|vendor| vendor.consented).count(), 2_000);
}

#[test]
fn a_damaged_string_is_an_error_by_name() {
    let text = TcModel::plain().text();
    let with = |tail: &str| TcString::new(format!("{text}{tail}").as_bytes()).map(|string| string.consents_to(1));
    assert_eq!(TcString::new(b"").unwrap_err(), IabError::Empty);
    assert_eq!(TcString::new(&[b'C'; 4_097]).unwrap_err(), IabError::TooLong(4_097));
    assert_eq!(TcString::new(b"BOEFEAyOEFEAyAHABDENAIgAAAB9vABAASA").unwrap_err(), IabError::UnsupportedVersion(1));
    assert_eq!(with(","), Err(IabError::Character { at: text.len() }));
    assert_eq!(with("."), Err(IabError::Truncated("segment")));
    assert_eq!(with(".I"), Err(IabError::Truncated("vendor")));
    assert_eq!(with(".Y"), Err(IabError::Truncated("publisher")));
    assert_eq!(with(".A"), Err(IabError::Malformed("segment")));
    assert_eq!(with(".gA"), Err(IabError::Malformed("segment")));
    assert_eq!(with(".IAAAA.IAAAA"), Err(IabError::Malformed("segment")));
    assert_eq!(with(".QAAAA.QAAAA"), Err(IabError::Malformed("segment")));
    assert_eq!(with(".IAAAA.QAAAA.YAAAAAAAAAAA"), Ok(false));
    let backwards = TcModel { consents: Vendors::Ranges(9, vec![RangeInclusive::new(7, 3)]), ..TcModel::plain() };
    assert_eq!(TcString::new(backwards.text().as_bytes()).unwrap_err(), IabError::Truncated("core"));
    let unknown = TcModel { restrictions: vec![(1, 3, vec![1..=2])], ..TcModel::plain() };
    assert_eq!(TcString::new(unknown.text().as_bytes()).unwrap_err(), IabError::Malformed("restriction"));
}

#[test]
fn restrictions_that_forbid_consent_count_and_others_do_not() {
    let model = TcModel {
        restrictions: vec![(3, 0, vec![1..=5]), (4, 1, vec![1..=5]), (7, 2, vec![5..=5, 9..=9]), (24, 0, vec![5..=5])],
        ..TcModel::plain()
    };
    let text = model.text();
    let string = TcString::new(text.as_bytes()).unwrap();
    assert_eq!(string.restricted(5, TcfRestriction::NotAllowed), purposes(&[3]));
    assert_eq!(string.restricted(5, TcfRestriction::RequireConsent), purposes(&[4]));
    assert_eq!(string.restricted(5, TcfRestriction::RequireLegitimateInterest), purposes(&[7]));
    let tcf = string.to_tcf([5, 6, 9]);
    let restricted: Vec<_> = tcf.vendors.iter().map(|vendor| vendor.restricted).collect();
    assert_eq!(restricted, [purposes(&[3, 7]), TcfPurposes::EMPTY, purposes(&[7])]);
}

pub(crate) fn ranges(most: usize) -> impl Strategy<Value = Vec<RangeInclusive<u16>>> {
    vec((1_u16..300, 0_u16..40).prop_map(|(first, more)| first..=first + more), 0..most)
}

pub(crate) fn vendors() -> impl Strategy<Value = Vendors> {
    prop_oneof![
        vec(any::<bool>(), 0..300).prop_map(Vendors::Field),
        (1_u16..400, ranges(12)).prop_map(|(max, ranges)| Vendors::Ranges(max, ranges)),
    ]
}

pub(crate) fn models() -> impl Strategy<Value = TcModel> {
    let numbers = (0..1_u64 << 36, 0..1_u64 << 36, 0..1_u16 << 12, 0_u8..64, any::<bool>());
    let masks = (0..1_u16 << 12, 0..1_u32 << 24, 0..1_u32 << 24, any::<bool>());
    let sets = (
        vendors(),
        vendors(),
        vec((0_u8..64, 0_u8..3, ranges(4)), 0..5),
        option::of(vendors()),
        option::of(vendors()),
        option::of(publishers()),
    );
    let asked_by = (0..1_u16 << 12, 0_u8..64, [0_u8..64, 0..64]);
    (numbers, masks, sets, asked_by).prop_map(|(numbers, masks, sets, asked_by)| {
        let (created, updated, cmp, policy, service_specific) = numbers;
        let (features, purposes, interests, one_treatment) = masks;
        let (consents, legitimate, restrictions, disclosed, allowed, publisher) = sets;
        TcModel {
            created,
            updated,
            cmp,
            policy,
            service_specific,
            features,
            purposes,
            interests,
            one_treatment,
            consents,
            legitimate,
            restrictions,
            disclosed,
            allowed,
            publisher,
            asked_by,
        }
    })
}

fn publishers() -> impl Strategy<Value = Publisher> {
    let own = vec((any::<bool>(), any::<bool>()), 0..64);
    let parts = (0..1_u32 << 24, 0..1_u32 << 24, own);
    parts.prop_map(|(purposes, interests, own)| Publisher { purposes, interests, own })
}

/// Six bits, as a capital letter.
fn letter(number: u8) -> Option<u8> {
    [(b'A'..=b'Z').zip(0..), (b'A'..=b'Z').zip(32..)].into_iter().flatten().find(|(_, at)| *at == number).map(|it| it.0)
}

/// The purposes of 24 bits.
pub(crate) fn of_mask(mask: u32) -> TcfPurposes {
    let set = TcfPurpose::ALL.iter().zip(1_u32..).filter(|(_, number)| mask >> (24 - number) & 1 == 1);
    set.map(|(purpose, _)| *purpose).collect()
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn what_an_encoder_writes_reads_back(model in models(), ids in vec(0_u16..450, 0..30)) {
        let text = model.text();
        let string = TcString::new(text.as_bytes()).unwrap();
        prop_assert_eq!(string.created().unix_timestamp(), i64::try_from(model.created / 10).unwrap());
        prop_assert_eq!(string.last_updated().unix_timestamp(), i64::try_from(model.updated / 10).unwrap());
        prop_assert_eq!((string.cmp_id(), string.policy_version()), (model.cmp, model.policy));
        prop_assert_eq!(string.vendor_list_version(), 178);
        prop_assert_eq!(string.publisher_country(), Some(*b"GR"));
        prop_assert_eq!(string.is_service_specific(), model.service_specific);
        prop_assert_eq!(string.purpose_one_treatment(), model.one_treatment);
        for feature in 0..=13 {
            let set = (1..=12).contains(&feature) && model.features >> (12 - feature) & 1 == 1;
            prop_assert_eq!(string.special_feature(u8::try_from(feature).unwrap()), set);
        }
        prop_assert_eq!(string.purposes(), of_mask(model.purposes));
        prop_assert_eq!(string.legitimate_interests(), of_mask(model.interests));
        for number in 0..=26_u8 {
            let is_set = |mask: u32| (1..=24).contains(&number) && mask >> (24 - number) & 1 == 1;
            prop_assert_eq!(string.consents_to_purpose(number), is_set(model.purposes));
            prop_assert_eq!(string.has_legitimate_interest_in_purpose(number), is_set(model.interests));
        }
        let (version, screen, [one, two]) = model.asked_by;
        prop_assert_eq!((string.cmp_version(), string.consent_screen()), (version, u16::from(screen)));
        prop_assert_eq!(string.consent_language(), letter(one).zip(letter(two)).map(<[u8; 2]>::from));
        prop_assert_eq!(string.publisher().is_some(), model.publisher.is_some());
        if let Some((read, written)) = string.publisher().zip(model.publisher.as_ref()) {
            prop_assert_eq!(read.purposes(), of_mask(written.purposes));
            prop_assert_eq!(read.legitimate_interests(), of_mask(written.interests));
            prop_assert_eq!(usize::from(read.own_purposes()), written.own.len());
            for number in 0..=64_u8 {
                let own = usize::from(number).checked_sub(1).and_then(|at| written.own.get(at)).copied();
                let said = (read.consents_to_own(number), read.has_legitimate_interest_in_own(number));
                prop_assert_eq!(said, own.unwrap_or_default());
            }
        }
        let of_kind = |id: u16, wanted: u8| -> TcfPurposes {
            let of_it = model.restrictions.iter().filter(|(purpose, kind, ranges)| {
                (1..=11).contains(purpose) && *kind == wanted && ranges.iter().any(|range| range.contains(&id))
            });
            of_it.map(|(purpose, ..)| TcfPurpose::ALL[usize::from(*purpose) - 1]).collect()
        };
        let restricted = |id| of_kind(id, 0).union(of_kind(id, 2));
        let listed = |mut ranges: Box<dyn Iterator<Item = RangeInclusive<u16>> + '_>, id| ranges.any(|it| it.contains(&id));
        for id in 0..450 {
            prop_assert_eq!(listed(Box::new(string.consented()), id), model.consents.contains(id));
            prop_assert_eq!(listed(Box::new(string.legitimately_interested()), id), model.legitimate.contains(id));
            let disclosed = string.disclosed().map(|ranges| listed(Box::new(ranges), id));
            prop_assert_eq!(disclosed, model.disclosed.as_ref().map(|vendors| vendors.contains(id)));
        }
        let tcf = string.to_tcf(ids.iter().copied());
        prop_assert_eq!(&TcString::tcf(text.as_bytes(), ids.iter().rev().copied()).unwrap(), &tcf);
        prop_assert_eq!(tcf.has_disclosed_vendors, model.disclosed.is_some());
        for id in ids {
            let vendor = tcf.vendor(id).unwrap();
            prop_assert_eq!(string.consents_to(id), model.consents.contains(id));
            prop_assert_eq!(string.has_legitimate_interest(id), model.legitimate.contains(id));
            prop_assert_eq!(string.discloses(id), model.disclosed.as_ref().map(|vendors| vendors.contains(id)));
            prop_assert_eq!(string.allows(id), model.allowed.as_ref().map(|vendors| vendors.contains(id)));
            for (kind, number) in KINDS.into_iter().zip(0..) {
                prop_assert_eq!(string.restricted(id, kind), of_kind(id, number));
            }
            prop_assert_eq!(vendor.consented, model.consents.contains(id));
            prop_assert_eq!(vendor.disclosed, model.disclosed.as_ref().is_some_and(|vendors| vendors.contains(id)));
            prop_assert_eq!(vendor.restricted, restricted(id));
        }
    }

    /// A string cut anywhere is damaged, or has lost whole segments and says nothing more than it did.
    #[test]
    fn a_cut_string_grants_no_more(model in models(), cut in any::<prop::sample::Index>()) {
        let text = model.text();
        let part = &text.as_bytes()[..cut.index(text.len())];
        if let Ok(string) = TcString::new(part) {
            for id in 0..450 {
                prop_assert!(!string.consents_to(id) || model.consents.contains(id));
                let whole = TcString::new(text.as_bytes()).unwrap();
                prop_assert!(KINDS.iter().all(|kind| string.restricted(id, *kind) == whole.restricted(id, *kind)));
            }
        }
    }

    #[test]
    fn any_bytes_are_a_string_or_an_error(bytes in vec(any::<u8>(), 0..200), alphabet in vec(0_u64..64, 0..200), id in any::<u16>()) {
        let encoded = alphabet.into_iter().fold(Writer::default(), |writer, sextet| writer.number(sextet, 6)).text();
        let of_version_2 = format!("C{encoded}.{encoded}");
        for text in [bytes.as_slice(), encoded.as_bytes(), of_version_2.as_bytes()] {
            if let Ok(string) = TcString::new(text) {
                let tcf = string.to_tcf([id]);
                prop_assert_eq!(tcf.vendors[0].consented, string.consents_to(id));
            }
            let _ = us_privacy(text);
            if let Ok(string) = AdditionalConsent::new(text) {
                let _ = string.consents_to(u32::from(id));
            }
        }
    }
}

#[test]
fn us_privacy_strings() {
    let cases: [(&[u8], Result<UsPrivacySignal, IabError>); 17] = [
        (b"1YYY", Ok(UsPrivacySignal::OptedOut)),
        (b"1-Y-", Ok(UsPrivacySignal::OptedOut)),
        (b"1yyn", Ok(UsPrivacySignal::OptedOut)),
        (b"1YNN", Ok(UsPrivacySignal::DidNotOptOut)),
        (b"1---", Ok(UsPrivacySignal::None)),
        (b"1N--", Ok(UsPrivacySignal::None)),
        (b"1Y--", Ok(UsPrivacySignal::None)),
        (b"1Y-N", Ok(UsPrivacySignal::None)),
        (b"1y-Y", Ok(UsPrivacySignal::None)),
        (b"", Err(IabError::Empty)),
        (b"1", Err(IabError::Malformed("US Privacy"))),
        (b"1YN", Err(IabError::Malformed("US Privacy"))),
        (b"1YNNN", Err(IabError::Malformed("US Privacy"))),
        (b"2YNN", Err(IabError::UnsupportedVersion(2))),
        (b"1YXN", Err(IabError::Character { at: 2 })),
        (b" 1YN", Err(IabError::Character { at: 0 })),
        (b"1YN\xff", Err(IabError::Character { at: 3 })),
    ];
    for (text, expected) in cases {
        assert_eq!(us_privacy(text), expected, "{}", text.escape_ascii());
    }
}

#[test]
fn additional_consent_strings() {
    let consented = |text: &str, id| AdditionalConsent::new(text.as_bytes()).map(|string| string.consents_to(id));
    assert_eq!(consented("1~", 0), Ok(false));
    assert_eq!(consented("1~7.12.35", 12), Ok(true));
    assert_eq!(consented("1~7.12.35", 3), Ok(false));
    assert_eq!(consented("2~1.35.41~dv.9.21", 35), Ok(true));
    assert_eq!(consented("2~1.35.41~dv.9.21", 9), Ok(false));
    assert_eq!(consented("2~~dv", 9), Ok(false));
    assert_eq!(consented("2~1~dv.", 1), Ok(true));
    for damaged in
        ["1", "1~7.", "1~.7", "1~7,8", "1~x", "1~+7", "1~7~dv.8", "2~7", "2~7~8", "2~7~dv.8~9", "1~99999999999", "x~1"]
    {
        assert!(consented(damaged, 7).is_err(), "{damaged}");
    }
    assert_eq!(AdditionalConsent::new(b"3~7").unwrap_err(), IabError::UnsupportedVersion(3));
}
