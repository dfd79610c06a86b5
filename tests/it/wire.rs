//! The text of a record: small, safe in a cookie, one for each record, and nothing else reads.
#![cfg(test)]

use cookie_consent::consent::StoredConsent;
use cookie_consent::consent::{
    Actor, Answer, ConsentManager, GpcSeen, History, Item, Method, PolicyVersion, RecordError,
};
use cookie_consent::cookie::{CategorySet, DataUse};
use cookie_consent::visit::SubjectKind;
use cookie_consent::{Category, Consent, ConsentEvent, ConsentRecord};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use time::UtcDateTime;
use time::macros::utc_datetime;

use crate::cases::cases;

/// A record with as much in it as three categories can hold, in the longest spelling.
fn fullest() -> ConsentRecord {
    let longest = |event: ConsentEvent| {
        event.through(Method::Imported(ConsentManager::DjangoCookieConsent)).by(Actor::Parent).on(SubjectKind::Account)
    };
    let version = PolicyVersion::new(u32::MAX);
    let all = CategorySet::NON_ESSENTIAL;
    let early = UtcDateTime::MIN;
    [
        longest(ConsentEvent::accept_all(early, version)).seeing_gpc(GpcSeen::ConflictShown),
        longest(ConsentEvent::withdraw(early, version, all)),
        longest(ConsentEvent::accept_all(early, version)).through(Method::ImpliedByUse),
    ]
    .into_iter()
    .collect::<History>()
    .record()
}

fn samples() -> Vec<ConsentRecord> {
    let at = utc_datetime!(2026-11-01 09:30);
    let version = PolicyVersion::new(7);
    let events = [
        ConsentEvent::new(at, version),
        ConsentEvent::accept_all(at, version),
        ConsentEvent::reject_all(at, version).through(Method::PreferenceCentre),
        ConsentEvent::choose(at, version, CategorySet::NON_ESSENTIAL, Category::Performance.into()),
        ConsentEvent::object(at, version, Category::Performance.into()).by(Actor::Parent),
        ConsentEvent::new(at, version)
            .saying(Item::SALE_OR_SHARE, Answer::Refused)
            .saying(DataUse::Analytics.into(), Answer::Objected)
            .saying(Item::Vendor("adco".parse().unwrap()), Answer::Withdrawn)
            .saying(Item::Vendor("meta".parse().unwrap()), Answer::Granted)
            .seeing_gpc(GpcSeen::On),
    ];
    events.iter().map(ConsentRecord::first).chain([fullest()]).collect()
}

#[test]
fn a_record_of_three_categories_has_at_most_200_bytes() {
    let text = fullest().to_string();
    assert!((150..=200).contains(&text.len()), "{}: {text}", text.len());
}

/// RFC 6265, section 4.1.1: a cookie-octet is any visible ASCII character but `"`, `,`, `;` and `\`.
#[test]
fn a_record_is_a_cookie_value_as_it_is() {
    for record in samples() {
        let text = record.to_string();
        assert!(text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b',' | b';' | b'\\')), "{text}");
    }
}

#[test]
fn every_sample_reads_back_equal() {
    for record in samples() {
        assert_eq!(record.to_string().parse(), Ok(record));
    }
}

/// A cut or changed record is an error with a name: never a grant, never silence.
#[test]
fn every_cut_and_every_changed_byte_is_an_error() {
    let mut tried = 0_u32;
    for text in samples().iter().map(ToString::to_string) {
        for end in 0..text.len() {
            let (cut, _) = text.split_at(end);
            assert!(cut.parse::<ConsentRecord>().is_err(), "{cut}");
        }
        for at in 0..text.len() {
            for byte in (0..=127_u8).filter(|byte| *byte != text.as_bytes()[at]) {
                let mut bytes = text.clone().into_bytes();
                bytes[at] = byte;
                let changed = String::from_utf8(bytes).unwrap();
                let read = changed.parse::<ConsentRecord>();
                assert!(read.is_err(), "{changed}");
                assert_eq!(StoredConsent::from_read(Some(read)).as_consent(), Consent::Unreadable);
                tried = tried.checked_add(1).unwrap();
            }
        }
    }
    assert!(tried > 50_000, "{tried}");
}

/// With a right checksum, text that no record writes is refused all the same, and the error says where.
#[test]
fn text_that_no_record_writes_is_refused_by_name() {
    let table: &[(&str, &str, usize)] = &[
        ("1.p", "mark", 3),
        ("1.p!0:0Bv", "subject", 9),
        ("1.p!0:0Uvb", "explicit method", 10),
        ("1.p!0:0Bvbb", "end", 10),
        ("1.p!00:0Bvb", "time", 4),
        ("1.p!-0:0Bvb", "time", 6),
        ("1.p!zzzzzzzzzzzz:0Bvb", "time", 16),
        ("1.p!0:1z141z4Bvb", "version", 13),
        ("1.p!0:0MAvb", "consent manager", 8),
        ("1.p*0:0Bvbx", "answer", 10),
        ("1.t_0.p_0", "end", 5),
        ("1.p_0.p_0", "end", 5),
        ("1.u:ads_0", "use", 4),
        ("1.u:analytics_0.u:security_0", "ascending item", 28),
        ("1.v:b_0.v:a_0", "ascending item", 13),
        ("1.v:_0", "vendor", 4),
        ("1.g", "time", 3),
        ("1.g0.g0", "end", 4),
        ("1.x", "end", 1),
        ("1x", "end", 1),
    ];
    for (body, expected, at) in table {
        let text = format!("{body}.{:08x}", crc32(body.as_bytes()));
        let error = text.parse::<ConsentRecord>().expect_err(&text);
        assert_eq!(error, RecordError::Malformed { expected, at: *at }, "{text}");
        assert_eq!(error.to_string(), format!("the record has no {expected} at byte {at}"));
    }
}

#[test]
fn length_is_capped_before_anything_is_read() {
    let long = "1".repeat(65_537);
    assert_eq!(long.parse::<ConsentRecord>(), Err(RecordError::TooLong(65_537)));
    assert_eq!(long.split_at(1).1.parse::<ConsentRecord>(), Err(RecordError::Checksum));
}

#[test]
fn serde_goes_through_the_text() {
    for record in samples() {
        let json = serde_json::to_string(&record).unwrap();
        assert_eq!(json, format!("\"{record}\""));
        assert_eq!(serde_json::from_str::<ConsentRecord>(&json).unwrap(), record);
    }
}

/// CRC-32 bit by bit, as its definition says: another way than the table of the crate.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

/// The check value of the algorithm (ISO 3309): that of the digits 1 to 9.
#[test]
fn the_checksum_is_the_usual_one() {
    assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    let empty = History::EMPTY.record().to_string();
    assert_eq!(empty, format!("1.{:08x}", crc32(b"1")));
}

/// An event as a line of a log, at this time.
fn line(at: &str) -> String {
    let facts = r#""version":7,"subject":"browser","actor":"self","method":"banner","gpc":"off","answers":{}"#;
    format!(r#"{{"v":1,"at":"{at}",{facts}}}"#)
}

/// RFC 3339 has four digits for the year, and an offset can lead out of them.
#[test]
fn an_event_outside_the_years_0_to_9999_is_refused_by_name() {
    for at in [
        "9999-12-31T23:59:59-01:00",
        "9999-12-31T23:59:60-23:59",
        "0000-01-01T00:00:00+01:00",
        "-9999-01-01T00:00:00Z",
        "-0001-12-31T23:59:59-01:00",
        "+9999-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
    ] {
        let said = format!("`{at}` is not an instant such as 2026-11-23T12:00:00Z");
        let error = serde_json::from_str::<ConsentEvent>(&line(at)).expect_err(at);
        assert!(error.to_string().starts_with(&said), "{error}");
        let error = serde_json::from_str::<History>(&format!("[{}]", line(at))).expect_err(at);
        assert!(error.to_string().starts_with(&said), "{error}");
    }
    for (at, expected) in [
        ("0000-01-01T23:59:00+23:59", utc_datetime!(0000-01-01 00:00)),
        ("9999-12-31T00:00:59-23:59", utc_datetime!(9999-12-31 23:59:59)),
    ] {
        assert_eq!(serde_json::from_str::<ConsentEvent>(&line(at)).unwrap().at(), expected);
    }
}

#[test]
fn a_record_outside_the_years_0_to_9999_is_refused_by_name() {
    let base36 = |mut number: u64| {
        let mut digits = Vec::new();
        while number > 0 || digits.is_empty() {
            digits.push(char::from_digit(u32::try_from(number % 36).unwrap(), 36).unwrap());
            number /= 36;
        }
        digits.iter().rev().collect::<String>()
    };
    let read = |sign: &str, seconds: u64| {
        let body = format!("1.p_{sign}{}", base36(seconds));
        format!("{body}.{:08x}", crc32(body.as_bytes())).parse::<ConsentRecord>()
    };
    let seconds = |at: UtcDateTime| at.unix_timestamp().unsigned_abs();
    let (first, last) = (seconds(utc_datetime!(0000-01-01 00:00)), seconds(utc_datetime!(9999-12-31 23:59:59)));
    for (sign, end) in [("-", first), ("", last)] {
        assert!(read(sign, end).is_ok(), "{sign}{end}");
        for beyond in [end.checked_add(1).unwrap(), end.checked_mul(2).unwrap(), u64::MAX / 2, u64::MAX] {
            let refused = matches!(read(sign, beyond), Err(RecordError::Malformed { expected: "time", .. }));
            assert!(refused, "{sign}{beyond}: {:?}", read(sign, beyond));
        }
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    /// Whatever instant an event was made at, it reads back from its line, and its record from its text.
    #[test]
    fn every_event_and_every_record_reads_back(
        at in prop_oneof![
            UtcDateTime::MIN.unix_timestamp()..=UtcDateTime::MAX.unix_timestamp(),
            select(&[-62_167_219_201_i64, -62_167_219_200, -1, 0, 253_402_300_799][..]),
            Just(UtcDateTime::MIN.unix_timestamp()),
            Just(UtcDateTime::MAX.unix_timestamp()),
        ],
        gpc in select(GpcSeen::ALL),
        answers in vec((select(CategorySet::NON_ESSENTIAL.iter().collect::<Vec<_>>()), select(Answer::ALL)), 0..4),
        explicit in any::<bool>(),
    ) {
        let at = UtcDateTime::from_unix_timestamp(at).unwrap();
        let method = if explicit { Method::Banner } else { Method::ImpliedByUse };
        let event = ConsentEvent::new(at, PolicyVersion::new(7)).through(method).seeing_gpc(gpc);
        let event = answers.into_iter().fold(event, |event, (category, answer)| event.saying(category.into(), answer));
        let line = serde_json::to_string(&event).unwrap();
        prop_assert_eq!(&serde_json::from_str::<ConsentEvent>(&line).unwrap(), &event, "{}", line);
        let record = ConsentRecord::first(&event);
        prop_assert_eq!(record.to_string().parse(), Ok(record));
        let (first, last) = (utc_datetime!(0000-01-01 00:00), utc_datetime!(9999-12-31 23:59:59));
        prop_assert_eq!(event.at(), at.clamp(first, last));
    }
}
