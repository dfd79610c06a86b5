//! GPP strings: real ones, each section field by field, and damage.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "the numbers of tests are far from any limit")]

use cookie_consent::Age;
use cookie_consent::read::iab::{Gpp, GppSection, IabError};
use cookie_consent::visit::{OptOutField, UsPrivacySignal};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use crate::cases::cases;
use crate::iab_encoder::{Writer, bare_section, fibonacci, section, string};

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
    let signal = Gpp::new(text.as_bytes())?.signal().map_err(|error| error.error)?;
    Ok((signal.opted_out(), signal.gpc()))
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

/// The names of the fields, as each document lists them; `*` and how many there are of one name.
const NAMES: &[(u16, &str)] = &[
    (
        7,
        "SharingNotice SaleOptOutNotice SharingOptOutNotice TargetedAdvertisingOptOutNotice \
         SensitiveDataProcessingOptOutNotice SensitiveDataLimitUseNotice SaleOptOut SharingOptOut \
         TargetedAdvertisingOptOut SensitiveDataProcessing*12 KnownChildSensitiveDataConsents*2 PersonalDataConsents \
         MspaCoveredTransaction MspaOptOutOptionMode MspaServiceProviderMode",
    ),
    (
        8,
        "SaleOptOutNotice SharingOptOutNotice SensitiveDataLimitUseNotice SaleOptOut SharingOptOut \
         SensitiveDataProcessing*9 KnownChildSensitiveDataConsents*2 PersonalDataConsents MspaCoveredTransaction \
         MspaOptOutOptionMode MspaServiceProviderMode",
    ),
    (9, "SharingNotice STATE SensitiveDataProcessing*8 KnownChildSensitiveDataConsents*1 MSPA"),
    (10, "SharingNotice STATE SensitiveDataProcessing*7 KnownChildSensitiveDataConsents*1 MSPA"),
    (
        11,
        "SharingNotice SaleOptOutNotice TargetedAdvertisingOptOutNotice SensitiveDataProcessingOptOutNotice SaleOptOut \
         TargetedAdvertisingOptOut SensitiveDataProcessing*8 KnownChildSensitiveDataConsents*1 MSPA",
    ),
    (12, "SharingNotice STATE SensitiveDataProcessing*8 KnownChildSensitiveDataConsents*3 MSPA"),
    (13, "ProcessingNotice STATE SensitiveDataProcessing*8 KnownChildSensitiveDataConsents*3 MORE MSPA"),
    (14, "SharingNotice STATE SensitiveDataProcessing*8 KnownChildSensitiveDataConsents*3 MORE MSPA"),
    (15, "ProcessingNotice STATE SensitiveDataProcessing*11 KnownChildSensitiveDataConsents*3 MORE MSPA"),
    (16, "ProcessingNotice STATE SensitiveDataProcessing*8 KnownChildSensitiveDataConsents*1 MORE MSPA"),
    (17, "ProcessingNotice STATE SensitiveDataProcessing*9 KnownChildSensitiveDataConsents*5 MORE MSPA"),
    (
        18,
        "ProcessingNotice SaleOptOutNotice TargetedAdvertisingOptOutNotice SensitiveDataOptOutNotice SaleOptOut \
         TargetedAdvertisingOptOut SensitiveDataProcessing*8 KnownChildSensitiveDataConsents*1 MSPA",
    ),
    (19, "ProcessingNotice STATE SensitiveDataProcessing*8 KnownChildSensitiveDataConsents*1 MORE MSPA"),
    (20, "ProcessingNotice STATE SensitiveDataProcessing*8 KnownChildSensitiveDataConsents*3 MORE MSPA"),
    (21, "ProcessingNotice STATE SensitiveDataProcessing*10 KnownChildSensitiveDataConsents*5 MORE MSPA"),
    (22, "ProcessingNotice STATE SensitiveDataProcessing*8 KnownChildSensitiveDataConsents*1 MORE MSPA"),
    (23, "ProcessingNotice STATE SensitiveDataProcessing*8 KnownChildSensitiveDataConsents*1 MORE MSPA"),
    (24, "MspaCoveredTransaction MspaMode ProcessingNotice STATE MORE"),
    (25, "MspaCoveredTransaction MspaMode ProcessingNotice STATE KnownChildSensitiveDataConsents*1 MORE"),
    (26, "MspaCoveredTransaction MspaMode ProcessingNotice STATE KnownChildSensitiveDataConsents*1 MORE"),
    (27, "MspaCoveredTransaction MspaMode ProcessingNotice STATE KnownChildSensitiveDataConsents*1 MORE"),
];

/// The name of each field of a section.
pub(crate) fn names(id: u16) -> Vec<&'static str> {
    let (_, names) = NAMES.iter().find(|(known, _)| *known == id).unwrap();
    let unfold = |word: &'static str| match word {
        "STATE" => "SaleOptOutNotice TargetedAdvertisingOptOutNotice SaleOptOut TargetedAdvertisingOptOut",
        "MORE" => "AdditionalDataProcessingConsent",
        "MSPA" => "MspaCoveredTransaction MspaOptOutOptionMode MspaServiceProviderMode",
        word => word,
    };
    let words = names.split(' ').flat_map(|word| unfold(word).split(' '));
    words
        .flat_map(|word| {
            let (name, count) = word.split_once('*').unwrap_or((word, "1"));
            std::iter::repeat_n(name, count.parse().unwrap())
        })
        .collect()
}

/// Each pair of a field and its value that counts as an opt-out.
const RESTRICTING: &[(&str, u64)] = &[
    ("SaleOptOut", 1),
    ("SharingOptOut", 1),
    ("TargetedAdvertisingOptOut", 1),
    ("MspaServiceProviderMode", 1),
    ("MspaMode", 2),
    ("SharingNotice", 2),
    ("ProcessingNotice", 2),
    ("SaleOptOutNotice", 2),
    ("SharingOptOutNotice", 2),
    ("TargetedAdvertisingOptOutNotice", 2),
];

/// What a section of one field that is not 0 says, by the field's name: whether it opts out.
fn said_by(name: &'static str, value: u64) -> Result<bool, IabError> {
    match (name, value) {
        (name, 3) => Err(IabError::Field { name, value: 3 }),
        ("SaleOptOut" | "SharingOptOut" | "TargetedAdvertisingOptOut", 2) => Err(IabError::WithoutNotice(name)),
        field => Ok(RESTRICTING.contains(&field)),
    }
}

#[test]
fn every_field_of_every_section() {
    for layout in SECTIONS {
        let (id, before, opt_outs, sensitive, children, after, _) = *layout;
        let one = |set: &[(usize, u64)]| string(&[(id, fields(*layout, set))], false);
        let end = before + opt_outs.split(' ').count();
        let names = names(id);
        assert_eq!(names.len(), end + sensitive + children + after, "section {id}");
        for (index, name) in names.iter().enumerate() {
            for value in 1..=3 {
                let says = said_by(name, value).map(|opted_out| (opted_out, false));
                assert_eq!(signal(&one(&[(index, value)])), says, "section {id}, {name}, {value}");
            }
            let text = one(&[(index, 1)]);
            let of_children = (end + sensitive..end + sensitive + children).contains(&index);
            let string = Gpp::new(text.as_bytes()).unwrap();
            assert_eq!(string.speaks_of_a_child(), Ok(of_children), "section {id}, {name}");
            assert_eq!(*name == "KnownChildSensitiveDataConsents", of_children, "section {id}");
        }
    }
}

// ---------------------------------------------------------------------------------------------------- sub-sections

/// The part that states Global Privacy Control, after its two bits of a type.
fn with_gpc(layout: (u16, usize, &str, usize, usize, usize, bool), part: &str) -> String {
    string(&[(layout.0, format!("{}.{part}", fields(layout, &[])))], false)
}

/// One flipped bit in the type of a sub-section lost a Global Privacy Control without a word.
#[test]
fn a_sub_section_of_unknown_type_may_have_been_global_privacy_control() {
    for layout in SECTIONS.iter().filter(|layout| layout.0 <= 24) {
        assert_eq!(signal(&with_gpc(*layout, "YA")), Ok((false, true)), "section {}", layout.0);
        assert_eq!(signal(&with_gpc(*layout, "Q")), Ok((false, false)), "section {}", layout.0);
        // 00 1, 10 1, 11 1
        for (part, kind) in [("IA", 0), ("oA", 2), ("4A", 3)] {
            assert_eq!(signal(&with_gpc(*layout, part)), Err(IabError::SubSection(kind)), "section {}", layout.0);
        }
        for part in ["", "YB", "YAAAAA"] {
            assert!(signal(&with_gpc(*layout, part)).is_err(), "section {}, `{part}`", layout.0);
        }
        // a second one takes nothing back
        assert_eq!(signal(&with_gpc(*layout, "YA.QA")), Ok((false, true)), "section {}", layout.0);
    }
}

/// There the sub-section has no type, and holds consents to the processing of sensitive data.
#[test]
fn three_states_have_a_sub_section_on_sensitive_data() {
    for layout in SECTIONS.iter().filter(|layout| layout.0 > 24) {
        for part in ["AAA", "kkk", "VVUA"] {
            assert_eq!(signal(&with_gpc(*layout, part)), Ok((false, false)), "section {}, `{part}`", layout.0);
        }
        assert_eq!(signal(&with_gpc(*layout, "YA")), Err(IabError::Truncated("sub-section")), "section {}", layout.0);
        let three = IabError::Field { name: "SensitiveDataProcessing", value: 3 };
        assert_eq!(signal(&with_gpc(*layout, "AwA")), Err(three), "section {}", layout.0);
        assert_eq!(signal(&with_gpc(*layout, "AAB")), Err(IabError::Malformed("sub-section")), "section {}", layout.0);
    }
}

/// The specification wants a header, and the IAB's own encoder (`@iabgpp/cmpapi` 3.2.0) leaves it out. The second form
/// of each is a vector of that encoder's tests.
#[test]
fn the_last_four_states_are_read_with_and_without_their_header() {
    let age = |text: &str| Gpp::new(text.as_bytes()).unwrap().signal().unwrap().age();
    assert_eq!(signal("DBABEY~BVVU.YA"), Ok((true, true)));
    assert_eq!(signal("DBABEY~BQAA"), Ok((false, false)));
    assert_eq!(signal("DBABEY~YBAA.BVVU.YA"), Ok((true, true)));
    for id in 25..=27 {
        for text in ["BVVV.kkk", "BVVV"] {
            let text = string(&[(id, text.to_owned())], false);
            assert_eq!((signal(&text), age(&text)), (Ok((true, false)), Age::Years(0)), "section {id}");
        }
        let text = string(&[(id, "BQAA.AAA".to_owned())], false);
        assert_eq!((signal(&text), age(&text)), (Ok((false, false)), Age::Unknown), "section {id}");
    }
    // the same fields in both forms
    for layout in SECTIONS.iter().filter(|layout| layout.0 >= 24) {
        let count = names(layout.0).len();
        for index in 0..count {
            for value in 0..=3 {
                let fields: Vec<u64> = (0..count).map(|at| if at == index { value } else { 0 }).collect();
                let both =
                    [section, bare_section].map(|write| string(&[(layout.0, write(layout.0, &fields, None))], false));
                let [with, without] = both.map(|text| Gpp::new(text.as_bytes()).unwrap().signal());
                assert_eq!(with, without, "section {}, field {index}", layout.0);
            }
        }
        // a header of another of them, and of another version
        let core = bare_section(layout.0, &vec![0; count], None);
        for header in [if layout.0 == 24 { "ZBAA" } else { "YBAA" }, "cBAA", "fBAA"] {
            let text = string(&[(layout.0, format!("{header}.{core}"))], false);
            assert!(matches!(signal(&text), Err(IabError::UnsupportedVersion(24..))), "section {}", layout.0);
        }
        let second = Writer::default().number(layout.0.into(), 6).number(2, 6).number(0, 12).text();
        let text = string(&[(layout.0, format!("{second}.{core}"))], false);
        assert_eq!(signal(&text), Err(IabError::UnsupportedVersion(2)));
    }
}

// ------------------------------------------------------------------------------------- what contradicts itself

/// The specification: an opt-out is 0 where its notice does not apply, or was not provided.
#[test]
fn nobody_declines_to_opt_out_of_what_they_were_not_told_of() {
    for (id, ..) in SECTIONS {
        let names = names(*id);
        let find = |name: &str| names.iter().position(|known| *known == name);
        for choice in ["SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut"] {
            let Some((opt_out, notice)) = find(choice).zip(find(&format!("{choice}Notice"))) else { continue };
            let says = |told: u64, chosen: u64| {
                let mut fields = vec![0; names.len()];
                (fields[notice], fields[opt_out]) = (told, chosen);
                signal(&string(&[(*id, section(*id, &fields, None))], false)).map(|(opted_out, _)| opted_out)
            };
            // told and not opted out; nothing to opt out of; a field that says nothing, as `1Y--` does
            assert_eq!([says(1, 2), says(0, 0), says(1, 0)], [Ok(false); 3], "section {id}, {choice}");
            // who opted out did, whatever they were told; who was not told may not be sold
            assert_eq!([says(1, 1), says(0, 1), says(2, 1), says(2, 0)], [Ok(true); 4], "section {id}, {choice}");
            assert_eq!([says(0, 2), says(2, 2)], [Err(IabError::WithoutNotice(choice)); 2], "section {id}, {choice}");
        }
    }
}

/// No is 2, and 0 is not defined. It is where the fields of another section are read.
#[test]
fn whether_the_transaction_is_covered_is_yes_or_no() {
    for (id, ..) in SECTIONS {
        let names = names(*id);
        let covered = names.iter().position(|name| *name == "MspaCoveredTransaction").unwrap();
        let says = |value: u64| {
            let fields = (0..names.len()).map(|at| if at == covered { value } else { 0 });
            let text = fields.fold(Writer::default().number(1, 6), |writer, field| writer.number(field, 2)).text();
            signal(&string(&[(*id, text)], false))
        };
        let undefined = |value| Err(IabError::Field { name: "MspaCoveredTransaction", value });
        assert_eq!([says(1), says(2)], [Ok((false, false)); 2], "section {id}");
        assert_eq!([says(0), says(3)], [undefined(0), undefined(3)], "section {id}");
    }
}

/// What the business says of additional processing is neither a grant nor a refusal of what is decided here.
#[test]
fn a_consent_to_additional_processing_says_nothing() {
    // strings from cookies: `PersonalDataConsents` = 2 and nothing opted out of, 1 and everything
    assert_eq!(signal("DBABLA~BVQqAAAACgA.QA"), Ok((false, false)));
    assert_eq!(signal("DBABLA~BVQVAAAABgA.QA"), Ok((true, false)));
}

/// Without padding a section of California passed for one of Virginia, and a header for a shorter one.
#[test]
fn nothing_but_padding_follows_the_fields() {
    for layout in SECTIONS {
        let text = fields(*layout, &[]);
        let with = |tail: &str| signal(&string(&[(layout.0, format!("{text}{tail}"))], false));
        assert_eq!(with(""), Ok((false, false)), "section {}", layout.0);
        assert_eq!(with("A"), Ok((false, false)), "section {}", layout.0);
        // the national one has a longer form, which that is then
        let is_national = layout.0 == 7;
        assert!(with("AB").is_err() && with("AAAAAAAA").is_err(), "section {}", layout.0);
        assert!(is_national || with("AB") == Err(IabError::Malformed("section")), "section {}", layout.0);
    }
    // one id, 7, and a bit after it; and one that ends early, as 2
    for header in ["DBABLB", "DBABPA", "DBABLAAAA"] {
        let text = format!("{header}~BVQVAAAACkA");
        assert_eq!(Gpp::new(text.as_bytes()).unwrap_err(), IabError::Malformed("header"), "{header}");
    }
}

// ------------------------------------------------------------------------------------------------- by section

#[test]
fn each_section_says_what_it_says() {
    // US Privacy; national: sale opted out of, Global Privacy Control; California: sharing opted out of, below 16;
    // one of another region
    let mut usnat = vec![1, 1, 1, 1, 0, 0, 1, 2, 2];
    usnat.resize(27, 0);
    let mut usca = vec![1, 1, 0, 2, 1];
    usca.resize(20, 0);
    usca[14] = 2;
    let sections = [
        (6, "1YNN".to_owned()),
        (7, section(7, &usnat, Some(true))),
        (8, section(8, &usca, None)),
        (400, "?".to_owned()),
    ];
    let text = string(&sections, false);
    let string_ = Gpp::new(text.as_bytes()).unwrap();
    let said: Vec<_> = string_.by_section().collect();
    assert_eq!(said.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [6, 7, 8, 400]);
    assert_eq!(said[0].1, Ok(GppSection::UsPrivacy(UsPrivacySignal::DidNotOptOut)));
    let Ok(GppSection::Us(national)) = said[1].1 else { panic!("{:?}", said[1]) };
    assert_eq!(national.sale_opt_out(), Some(OptOutField::OptedOut));
    assert_eq!(national.sharing_opt_out(), Some(OptOutField::DidNotOptOut));
    assert_eq!(national.targeted_advertising_opt_out(), Some(OptOutField::DidNotOptOut));
    assert_eq!((national.gpc(), national.known_child()), (true, Age::Unknown));
    assert!(!national.lacks_notice() && !national.is_service_provider());
    let Ok(GppSection::Us(california)) = said[2].1 else { panic!("{:?}", said[2]) };
    assert_eq!(california.sale_opt_out(), Some(OptOutField::DidNotOptOut));
    assert_eq!(california.sharing_opt_out(), Some(OptOutField::OptedOut));
    assert_eq!(california.targeted_advertising_opt_out(), None);
    assert_eq!((california.gpc(), california.known_child()), (false, Age::Years(0)));
    assert_eq!(said[3].1, Ok(GppSection::Unread));
    let all = string_.signal().unwrap();
    assert!(all.opted_out() && all.gpc() && all.age() == Age::Years(0));
}

/// One odd section among twenty good ones: it is named, and the others are read.
#[test]
fn a_damaged_section_hides_no_other() {
    for damaged in 0..SECTIONS.len() {
        let mut sections: Vec<(u16, String)> =
            SECTIONS.iter().map(|section| (section.0, fields(*section, &[]))).collect();
        sections[damaged].1.truncate(2);
        let text = string(&sections, true);
        let string = Gpp::new(text.as_bytes()).unwrap();
        let id = SECTIONS[damaged].0;
        for (section, said) in string.by_section() {
            assert_eq!(said.is_err(), section == id, "section {section}");
        }
        let error = string.signal().unwrap_err();
        assert_eq!(error.section, id);
        assert_eq!(error.to_string(), format!("section {id}: the section part of the string is cut"));
    }
}

/// One flipped bit of a header makes of a state's section one of the frameworks.
#[test]
fn a_framework_that_is_damaged_is_a_damaged_section() {
    let texas = fields(SECTIONS[9], &[(3, 1)]);
    for id in [2, 5] {
        let text = string(&[(id, texas.clone())], false);
        assert_eq!(Gpp::new(text.as_bytes()).unwrap().signal().unwrap_err().section, id);
    }
    let tcf = "DBABMA~CQb2ucAQb2ucAAKA6AELCHFgAAAAAEPgAAyIAAAXmgDAR6AuwBdqC7oLwAXkAvMAAAAA.YAAAAAAAAAAA";
    let said: Vec<_> = Gpp::new(tcf.as_bytes()).unwrap().by_section().collect();
    assert_eq!(said, [(2, Ok(GppSection::Framework))]);
    // the specification's own example holds a TC string of Europe where Canada's stands
    let example = Gpp::new(b"DBABjw~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN").unwrap();
    assert_eq!(example.signal().unwrap_err().error, IabError::UnsupportedVersion(2));
}

#[test]
fn a_us_privacy_string_without_a_choice_hides_no_other_section() {
    // vectors of the IAB's encoder
    for (text, opted_out) in [("1---", false), ("1Y--", false), ("1YNN", false), ("1YYN", true)] {
        assert_eq!(signal(&format!("DBABTA~{text}")), Ok((opted_out, false)), "{text}");
    }
    for text in ["1Y--", "1Y-N", "1Y-Y", "1N--"] {
        let usca = section(8, &[1, 1, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], Some(true));
        assert_eq!(signal(&string(&[(6, text.to_owned()), (8, usca)], false)), Ok((false, true)), "{text}");
    }
}

#[test]
fn the_national_section_is_read_in_both_lengths_under_both_numbers() {
    for (count, children) in [(27, 21..23), (32, 25..28)] {
        for version in [1, 2] {
            for index in 0..count {
                let fields = (0..count).map(|at| u64::from(at == index || at == count - 3));
                let text =
                    fields.fold(Writer::default().number(version, 6), |writer, field| writer.number(field, 2)).text();
                let text = string(&[(7, text)], false);
                // the opt-outs, and the last field: the service provider mode
                let is_opt_out = (6..9).contains(&index) || index == count - 1;
                assert_eq!(signal(&text), Ok((is_opt_out, false)));
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
    assert_eq!(signal("DBABLA~BVQqAAAACkA.!"), Err(IabError::Character { at: 12 }));
    // a header of another section
    let other = section(25, &[0; 9], None);
    assert_eq!(signal(&string(&[(24, other)], false)), Err(IabError::UnsupportedVersion(25)));
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
