//! GPP strings: real ones, each section field by field, and damage.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "the numbers of tests are far from any limit")]

use cookie_consent::Age;
use cookie_consent::read::iab::{Gpp, IabError};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use crate::cases::cases;
use crate::iab_encoder::{Writer, fibonacci, section, string};

/// Each section as its specification lists it: id, fields of two bits before the opt-outs, the opt-outs by letter,
/// fields of sensitive data, of children, other fields after, and whether it has a sub-section for Global Privacy
/// Control. (Global Privacy Platform, `Sections/US-National` and `Sections/US-States`, state of 2025-12-17.)
pub(crate) const SECTIONS: &[(u16, usize, &str, usize, usize, usize, bool)] = &[
    (7, 6, "sale share ads", 12, 2, 4, true),
    (8, 3, "sale share", 9, 2, 4, true),
    (9, 3, "sale ads", 8, 1, 3, false),
    (10, 3, "sale ads", 7, 1, 3, true),
    (11, 4, "sale ads", 8, 1, 3, false),
    (12, 3, "sale ads", 8, 3, 3, true),
    (13, 3, "sale ads", 8, 3, 4, false),
    (14, 3, "sale ads", 8, 3, 4, true),
    (15, 3, "sale ads", 11, 3, 4, true),
    (16, 3, "sale ads", 8, 1, 4, true),
    (17, 3, "sale ads", 9, 5, 4, true),
    (18, 4, "sale ads", 8, 1, 3, true),
    (19, 3, "sale ads", 8, 1, 4, true),
    (20, 3, "sale ads", 8, 3, 4, true),
    (21, 3, "sale ads", 10, 5, 4, true),
    (22, 3, "sale ads", 8, 1, 4, true),
    (23, 3, "sale ads", 8, 1, 4, true),
    (24, 5, "sale ads", 0, 0, 1, true),
    (25, 5, "sale ads", 0, 1, 1, false),
    (26, 5, "sale ads", 0, 1, 1, false),
    (27, 5, "sale ads", 0, 1, 1, false),
];

fn signal(text: &str) -> Result<(bool, bool), IabError> {
    Gpp::new(text.as_bytes())?.signal().map(|signal| (signal.opted_out(), signal.gpc()))
}

fn ids(text: &str) -> Vec<u16> {
    Gpp::new(text.as_bytes()).unwrap().sections().map(|(id, _)| id).collect()
}

#[test]
fn strings_from_the_wild() {
    assert_eq!(signal("DBABLA~BVQqAAAACkA.QA"), Ok((false, false)));
    assert_eq!(signal("DBABLA~BAAAAAAAAgA.QA"), Ok((false, false)));
    assert_eq!(signal("DBABLA~BVQqAAAAAgA.QA"), Ok((false, false)));
    assert_eq!(signal("DBABLA~BVQqAAAACkA.YA"), Ok((false, true)));
    let tcf = "DBABMA~CQb2ucAQb2ucAAKA6AELCHFgAAAAAEPgAAyIAAAXmgDAR6AuwBdqC7oLwAXkAvMAAAAA.YAAAAAAAAAAA";
    assert_eq!((ids(tcf), signal(tcf)), (vec![2], Ok((false, false))));
    let string = Gpp::new(tcf.as_bytes()).unwrap();
    assert_eq!(string.tc_string().unwrap().unwrap().cmp_id(), 10);
    // cut short by whoever wrote it
    let cut = Gpp::new(b"DBACNYA~CPXxGfA");
    assert_eq!(cut.unwrap_err(), IabError::Malformed("header"));
    // vectors of the specification
    assert_eq!(ids("DBACNY~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN"), [2, 6]);
    assert_eq!(ids("DBABjw~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN"), [5, 6]);
}

/// A header that lists three or more ids is where another decoder takes one section for another.
#[test]
fn many_sections_keep_their_ids() {
    let sections: Vec<(u16, String)> = SECTIONS.iter().map(|section| (section.0, fields(*section, &[]))).collect();
    for groups in [false, true] {
        let text = string(&sections, groups);
        assert_eq!(ids(&text), (7..=27).collect::<Vec<_>>());
        assert_eq!(signal(&text), Ok((false, false)));
    }
    let opted_out = [(6, "1YYN".to_owned()), (8, sections[1].1.clone()), (12, sections[5].1.clone())];
    assert_eq!(signal(&string(&opted_out, false)), Ok((true, false)));
}

/// A decoder that adds up the steps of a header wrongly takes the third section for another state's.
#[test]
fn sections_after_the_second_keep_their_ids() {
    for wanted in [&[2, 6, 10][..], &[7, 8, 12], &[2, 7, 9, 12], &[7, 8, 9, 24]] {
        for groups in [false, true] {
            let sections: Vec<_> = wanted.iter().map(|id| (*id, format!("{id}"))).collect();
            let text = string(&sections, groups);
            let read: Vec<_> =
                Gpp::new(text.as_bytes()).unwrap().sections().map(|(id, text)| (id, text.to_vec())).collect();
            assert_eq!(read, sections.into_iter().map(|(id, text)| (id, text.into_bytes())).collect::<Vec<_>>());
        }
    }
}

/// The lowest age of the band that each field on known children is about, as the section documents say it. "A known
/// child" is one below 13.
pub(crate) const CHILDREN: &[(u16, &[u8])] = &[
    (7, &[13, 0]),
    (8, &[0, 0]),
    (9, &[0]),
    (10, &[0]),
    (11, &[0]),
    (12, &[0, 13, 13]),
    (13, &[0, 13, 16]),
    (14, &[0, 13, 13]),
    (15, &[0, 13, 13]),
    (16, &[0]),
    (17, &[0, 13, 13, 16, 16]),
    (18, &[0]),
    (19, &[0]),
    (20, &[0, 13, 13]),
    (21, &[0, 13, 13, 16, 16]),
    (22, &[0]),
    (23, &[0]),
    (24, &[]),
    (25, &[0]),
    (26, &[0]),
    (27, &[0]),
];

#[test]
fn fields_on_known_children_say_how_young_the_visitor_may_be() {
    let age = |text: &str| Gpp::new(text.as_bytes()).unwrap().signal().unwrap().age();
    for (layout, (id, ages)) in SECTIONS.iter().zip(CHILDREN) {
        let (section, before, opt_outs, sensitive, children, ..) = *layout;
        assert_eq!((section, children), (*id, ages.len()));
        let first = before + opt_outs.split(' ').count() + sensitive;
        assert_eq!(age(&string(&[(*id, fields(*layout, &[]))], false)), Age::Unknown, "section {id}");
        for (slot, lowest) in ages.iter().enumerate() {
            // consent or not, the business knows
            for value in [1, 2] {
                let text = string(&[(*id, fields(*layout, &[(first + slot, value)]))], false);
                assert_eq!(age(&text), Age::Years(*lowest), "section {id}, field {slot} on children");
            }
        }
        let all: Vec<_> = (0..ages.len()).map(|slot| (first + slot, 2)).collect();
        let youngest = ages.iter().min().map_or(Age::Unknown, |lowest| Age::Years(*lowest));
        assert_eq!(age(&string(&[(*id, fields(*layout, &all))], false)), youngest, "section {id}");
    }
    // the longer form of the national section: 13 to 16, below 13, 16 to 17
    for (slot, lowest) in [(25, 13), (26, 0), (27, 16)] {
        let fields: Vec<u64> = (0..32).map(|at| u64::from(at == slot)).collect();
        assert_eq!(age(&string(&[(7, section(7, &fields, None))], false)), Age::Years(lowest));
    }
    // of several sections the youngest
    let both = string(&[(12, fields(SECTIONS[5], &[(14, 1)])), (13, fields(SECTIONS[6], &[(15, 1)]))], false);
    assert_eq!(age(&both), Age::Years(13));
}

/// A section whose fields are 0, but for these.
fn fields(section_: (u16, usize, &str, usize, usize, usize, bool), set: &[(usize, u64)]) -> String {
    let (id, before, opt_outs, sensitive, children, after, _) = section_;
    let mut fields = vec![0; before + opt_outs.split(' ').count() + sensitive + children + after];
    for (index, value) in set {
        fields[*index] = *value;
    }
    section(id, &fields, None)
}

#[test]
fn every_field_of_every_section() {
    for layout in SECTIONS {
        let (id, before, opt_outs, sensitive, children, after, has_gpc) = *layout;
        let one = |set: &[(usize, u64)]| string(&[(id, fields(*layout, set))], false);
        let end = before + opt_outs.split(' ').count();
        let count = end + sensitive + children + after;
        for index in 0..count {
            let is_opt_out = (before..end).contains(&index);
            assert_eq!(signal(&one(&[(index, 1)])), Ok((is_opt_out, false)), "section {id}, field {index}");
            assert_eq!(signal(&one(&[(index, 2)])), Ok((false, false)), "section {id}, field {index}");
            assert_eq!(signal(&one(&[(index, 3)])), Err(IabError::Malformed("section")), "section {id}, field {index}");
            let text = one(&[(index, 1)]);
            let of_children = (end + sensitive..end + sensitive + children).contains(&index);
            assert_eq!(
                Gpp::new(text.as_bytes()).unwrap().speaks_of_a_child(),
                Ok(of_children),
                "section {id}, field {index}"
            );
        }
        for gpc in [false, true] {
            let text = string(&[(id, section(id, &vec![0; count], Some(gpc)))], false);
            assert_eq!(signal(&text), Ok((false, gpc && has_gpc)), "section {id}");
        }
    }
}

#[test]
fn the_national_section_is_read_in_both_lengths_under_both_numbers() {
    for (count, children) in [(27, 21..23), (32, 25..28)] {
        for version in [1, 2] {
            for index in 0..count {
                let fields = (0..count).map(|at| u64::from(at == index));
                let text =
                    fields.fold(Writer::default().number(version, 6), |writer, field| writer.number(field, 2)).text();
                let text = string(&[(7, text)], false);
                assert_eq!(signal(&text), Ok(((6..9).contains(&index), false)));
                let child = Gpp::new(text.as_bytes()).unwrap().speaks_of_a_child();
                assert_eq!(child, Ok(children.contains(&index)), "{count} fields, {index}");
            }
        }
    }
}

#[test]
fn a_damaged_string_is_an_error_by_name() {
    let new = |text: &str| Gpp::new(text.as_bytes()).map(|_| ());
    assert_eq!(new(""), Err(IabError::Empty));
    assert_eq!(new(&"D".repeat(4_097)), Err(IabError::TooLong(4_097)));
    assert_eq!(new("CPXxGfA"), Err(IabError::Malformed("header")));
    assert_eq!(new("DCABLA~BVQqAAAACkA"), Err(IabError::UnsupportedVersion(2)));
    assert_eq!(new("D"), Err(IabError::Truncated("header")));
    assert_eq!(new("DBAB"), Err(IabError::Truncated("header")));
    assert_eq!(new("DBABLA"), Err(IabError::Malformed("header")));
    assert_eq!(new("DBABLA~a~b"), Err(IabError::Malformed("header")));
    assert_eq!(new("DB.BLA~a"), Err(IabError::Character { at: 2 }));
    assert_eq!(signal("DBABLA~"), Err(IabError::Truncated("section")));
    assert_eq!(signal("DBABLA~BVQq"), Err(IabError::Truncated("section")));
    assert_eq!(signal("DBABLA~DVQqAAAACkA"), Err(IabError::UnsupportedVersion(3)));
    assert_eq!(signal("DBABLA~BVQqAAAACkA.!"), Err(IabError::Character { at: 0 }));
    // a header of another section
    let other = section(25, &[0; 9], None);
    assert_eq!(signal(&string(&[(24, other)], false)), Err(IabError::Malformed("section")));
    // a group of as many ids as there can be
    let group = fibonacci(fibonacci(Writer::default().number(3, 6).number(1, 6).number(1, 12).bits([true]), 1), 60_000);
    assert_eq!(new(&format!("{}~a", group.text())), Err(IabError::Malformed("header")));
}

/// The first Fibonacci number beyond 16 bits was read as the greatest id.
#[test]
fn a_step_beyond_16_bits_is_an_error() {
    let header = Writer::default().number(3, 6).number(1, 6).number(1, 12);
    let step = [vec![false; 23], vec![true, true]].concat();
    let text = format!("{}~a", header.bits([false]).bits(step).text());
    assert_eq!(Gpp::new(text.as_bytes()).unwrap_err(), IabError::Truncated("header"));
}

proptest! {
    #![proptest_config(cases(400))]

    /// Sections that are not known are passed over, wherever they stand.
    #[test]
    fn unknown_sections_say_nothing(others in btree_map(28_u16..400, "[A-Za-z0-9.]{0,12}", 0..6), out in any::<bool>(), groups in any::<bool>()) {
        let us = fields(SECTIONS[0], &[(6, u64::from(out))]);
        let sections: Vec<(u16, String)> = [(7, us)].into_iter().chain(others).collect();
        let text = string(&sections, groups);
        prop_assert_eq!(ids(&text), sections.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        prop_assert_eq!(signal(&text), Ok((out, false)));
    }

    /// Cut anywhere, a string is damaged or still says what it said.
    #[test]
    fn a_cut_string_loses_no_refusal(cut in 0_usize..60) {
        let text = string(&[(7, section(7, &[0, 0, 0, 0, 0, 0, 1, 1, 1], None) + "AAAAAAAA"), (8, fields(SECTIONS[1], &[]))], false);
        if let Some(part) = text.get(..cut) && let Ok((opted_out, _)) = signal(part) {
            prop_assert!(opted_out || part.len() == text.len());
        }
    }

    #[test]
    fn any_bytes_are_a_string_or_an_error(bytes in vec(any::<u8>(), 0..100), tail in "[A-Za-z0-9_~.-]{0,60}") {
        let with_header = format!("DBA{tail}");
        for text in [bytes.as_slice(), tail.as_bytes(), with_header.as_bytes()] {
            if let Ok(string) = Gpp::new(text) {
                let _ = (string.signal().is_ok(), string.speaks_of_a_child().is_ok(), string.tc_string().is_some());
            }
        }
    }
}
