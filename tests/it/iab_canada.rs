//! Strings of the Canadian framework: those of the IAB's own encoder, and those of ours.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "the numbers of tests are far from any limit")]

use cookie_consent::read::iab::{CanadaRestriction, Gpp, IabError, TcfCanada};
use cookie_consent::visit::{TcfPurpose, TcfPurposes};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::cases::cases;
use crate::iab_encoder::{Restriction, Vendors, Writer, fibonacci, string};
use crate::iab_tcf::{of_mask, ranges, vendors};

/// Vectors of the test suite of the IAB's encoder (`iabgpp-java`, `TcfCaV1Test`).
const EMPTY: &str = "BPSG_8APSG_8AAAAAAENAACAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAA";
const FILLED: &str = "BPSG_8APSG_8AAyACAENGdCgf_gfgAfgfgBgABABAAABAB4AACACAAA.fHHHA4444ao";
const DISCLOSING: &str = "BPSG_8APSG_8AAAAAAENAACAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAA.IAGO5w";
/// The same restrictions, as the encoder writes them since it knows Fibonacci coding.
const RESTRICTED_FIBONACCI: &str = "BPSG_8APSG_8AAAAAAENAACAAAAAAAAAAAAAAAAACCgAS7o.YAAAAAAAAAA";
const RESTRICTED: &str = "BPSG_8APSG_8AAAAAAENAACAAAAAAAAAAAAAAAAACCgBwABAAOAAoADgAJA.YAAAAAAAAAA";

fn read(text: &str) -> TcfCanada<'_> {
    TcfCanada::new(text.as_bytes()).unwrap()
}

fn ids(has: impl Fn(u16) -> bool) -> Vec<u16> {
    (0..100).filter(|id| has(*id)).collect()
}

fn purposes(numbers: &[usize]) -> TcfPurposes {
    numbers.iter().map(|number| TcfPurpose::ALL[number - 1]).collect()
}

#[test]
fn strings_of_the_official_encoder() {
    for text in [EMPTY, FILLED, DISCLOSING, RESTRICTED, RESTRICTED_FIBONACCI] {
        let string = read(text);
        assert_eq!(string.created().to_string(), "2022-01-01 0:00:00.0 +00", "{text}");
        assert_eq!((string.last_updated(), string.policy_version()), (string.created(), 2), "{text}");
    }
    let filled = read(FILLED);
    assert_eq!((filled.cmp_id(), filled.vendor_list_version()), (50, 413));
    let features: Vec<u8> = (0..=13).filter(|number| filled.special_feature(*number)).collect();
    assert_eq!(features, [7, 8, 9, 10, 11, 12]);
    assert_eq!(filled.express_purposes(), purposes(&[1, 2, 3, 4, 5, 6]));
    assert_eq!(filled.implied_purposes(), purposes(&[7, 8, 9, 10, 11]));
    assert_eq!(ids(|id| filled.has_express_consent(id)), [12, 24, 48]);
    assert_eq!(ids(|id| filled.has_implied_consent(id)), [18, 30]);
    assert_eq!(filled.publisher_express_purposes(), Some(purposes(&[1, 2, 3, 7, 8, 9])));
    assert_eq!(filled.publisher_implied_purposes(), Some(purposes(&[4, 5, 6, 10, 11])));
    assert_eq!(filled.discloses(1), None);
    let disclosing = read(DISCLOSING);
    assert_eq!(ids(|id| disclosing.discloses(id) == Some(true)), [1, 2, 3, 5, 6, 7, 10, 11, 12]);
    for text in [RESTRICTED, RESTRICTED_FIBONACCI] {
        let restricted = read(text);
        let by_express = |id| !restricted.restricted(id, CanadaRestriction::ExpressConsent).is_empty();
        assert_eq!(ids(by_express), [1, 2, 3, 5, 6, 7, 9]);
        assert_eq!(restricted.restricted(1, CanadaRestriction::ExpressConsent), purposes(&[1]));
        assert_eq!(restricted.restricted(1, CanadaRestriction::NotAllowed), TcfPurposes::EMPTY);
    }
}

/// Until September 2023 the encoder wrote the version 2, with the policy version 1: strings of its own tests.
#[test]
fn strings_of_the_official_encoder_before_its_version_was_mended() {
    let empty = read("CPSG_8APSG_8AAAAAAENAABAAAAAAAAAAAAAAAAA.YAAAAAAAAAA");
    assert_eq!((empty.policy_version(), ids(|id| empty.has_express_consent(id))), (1, vec![]));
    let filled = read("CPSG_8APSG_8AAyACAENGdBgf_gfgAfgfgBgABABAAABAB4AACAC.fHHHA4444ao");
    assert_eq!((filled.cmp_id(), filled.policy_version()), (50, 1));
    assert_eq!(ids(|id| filled.has_express_consent(id)), [12, 24, 48]);
    assert_eq!(ids(|id| filled.has_implied_consent(id)), [18, 30]);
    assert_eq!(filled.express_purposes(), purposes(&[1, 2, 3, 4, 5, 6]));
    // with another policy it is a TC string of Europe
    let other = "CPSG_8APSG_8AAyACAENGdCgf_gfgAfgfgBgABABAAABAB4AACAC.fHHHA4444ao";
    assert_eq!(TcfCanada::new(other.as_bytes()).unwrap_err(), IabError::UnsupportedVersion(2));
}

/// Lists as encoders write them: the greatest id is that of the last vendor. Many fit in either form by chance, and of
/// these few end with their greatest id in both.
#[test]
fn a_list_that_ends_with_its_greatest_id_is_of_that_form() {
    let mut state = 1_u32;
    let mut below = |limit: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u16::try_from((state >> 8) % limit).unwrap()
    };
    let mut refused = 0;
    for case in 0..40_000 {
        let form = if case % 2 == 0 { Form::Fixed } else { Form::Fibonacci };
        let mut list = || {
            let (mut ranges, mut last) = (Vec::new(), 0);
            for _ in 0..below(4) {
                let first = last + 1 + below(90);
                last = first + below(3);
                ranges.push(first..=last);
            }
            // as a field where nothing is listed, which the encoder does too
            if ranges.is_empty() { Vendors::Field(vec![]) } else { Vendors::Ranges(last, ranges) }
        };
        let (express, implied) = (list(), list());
        let restrictions = (below(2) == 0).then(Vec::new);
        let (disclosed, publisher) = (None, None);
        let model = Model {
            form,
            express_purposes: 0,
            implied_purposes: 0,
            express,
            implied,
            restrictions,
            disclosed,
            publisher,
        };
        let text = model.text();
        match TcfCanada::new(text.as_bytes()) {
            Ok(string) => {
                for id in 0..300 {
                    assert_eq!(string.has_express_consent(id), model.express.contains(id), "{text}, {id}");
                    assert_eq!(string.has_implied_consent(id), model.implied.contains(id), "{text}, {id}");
                }
            }
            Err(error) => {
                assert_eq!(error, IabError::Malformed("core"), "{text}");
                refused += 1;
            }
        }
    }
    assert!(refused <= 4, "{refused} of 40,000");
}

#[test]
fn a_section_of_gpp_is_found() {
    let gpp = string(&[(5, FILLED.to_owned()), (7, "BVQqAAAACkA".to_owned())], false);
    let gpp = Gpp::new(gpp.as_bytes()).unwrap();
    assert!(gpp.tcf_canada().unwrap().unwrap().has_express_consent(12));
    assert!(gpp.tc_string().is_none() && !gpp.signal().unwrap().opted_out());
    // the specification's own example holds a TC string of Europe there
    let example = Gpp::new(b"DBABjw~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN").unwrap();
    assert_eq!(example.tcf_canada().unwrap().unwrap_err(), IabError::UnsupportedVersion(2));
    assert!(Gpp::new(b"DBABLA~BVQqAAAACkA").unwrap().tcf_canada().is_none());
}

#[test]
fn a_damaged_string_is_an_error_by_name() {
    let error = |text: &str| TcfCanada::new(text.as_bytes()).unwrap_err();
    assert_eq!(error(""), IabError::Empty);
    assert_eq!(error(&"B".repeat(4_097)), IabError::TooLong(4_097));
    assert_eq!(error("C"), IabError::UnsupportedVersion(2));
    assert_eq!(error("BPSG"), IabError::Truncated("core"));
    // lists that do not fill the string, in either form
    assert_eq!(error(FILLED.get(..40).unwrap()), IabError::Malformed("core"));
    assert_eq!(error(&format!("{}AAAAAA", EMPTY.get(..42).unwrap())), IabError::Malformed("core"));
    assert_eq!(error("BP!G"), IabError::Character { at: 2 });
    let with = |tail: &str| error(&format!("{EMPTY}{tail}"));
    assert_eq!(with(".YAAAAAAAAAA"), IabError::Malformed("segment"));
    assert_eq!(with(".Q"), IabError::Malformed("segment"));
    assert_eq!(with("."), IabError::Truncated("segment"));
    assert_eq!(with(".I"), IabError::Malformed("vendor"));
    assert_eq!(error(&format!("{}.Y", EMPTY.get(..42).unwrap())), IabError::Truncated("publisher"));
}

/// In which form ranges are written.
#[derive(Clone, Copy, Debug)]
enum Form {
    Fixed,
    Fibonacci,
}

impl Form {
    fn write(self, writer: Writer, vendors: &Vendors) -> Writer {
        match (self, vendors) {
            (Self::Fibonacci, Vendors::Ranges(..)) => {
                by_fibonacci(writer, &(1..450).filter(|id| vendors.contains(*id)).collect::<Vec<_>>())
            }
            _ => writer.vendors(vendors),
        }
    }

    fn restrictions(self, writer: Writer, restrictions: &[Restriction]) -> Writer {
        if matches!(self, Self::Fixed) {
            return writer.restrictions(restrictions);
        }
        let counted = writer.count(restrictions.len(), 12);
        restrictions.iter().fold(counted, |writer, (purpose, kind, ranges)| {
            let ids: Vec<u16> = (1..450).filter(|id| ranges.iter().any(|range| range.contains(id))).collect();
            by_fibonacci(writer.number((*purpose).into(), 6).number((*kind).into(), 2), &ids)
        })
    }
}

fn by_fibonacci(writer: Writer, ids: &[u16]) -> Writer {
    let mut runs: Vec<(u16, u16)> = Vec::new();
    for id in ids {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *id => *last = *id,
            _ => runs.push((*id, *id)),
        }
    }
    let greatest = ids.last().copied().unwrap_or(0);
    let counted = writer.number(greatest.into(), 16).number(1, 1).count(runs.len(), 12);
    let written = runs.iter().fold((counted, 0), |(writer, before), (first, last)| {
        let writer = fibonacci(writer.bits([first != last]), first - before);
        (if first == last { writer } else { fibonacci(writer, last - first) }, *last)
    });
    written.0
}

#[derive(Clone, Debug)]
struct Model {
    form: Form,
    express_purposes: u32,
    implied_purposes: u32,
    express: Vendors,
    implied: Vendors,
    /// None if the string is of version 1.0.
    restrictions: Option<Vec<Restriction>>,
    disclosed: Option<Vendors>,
    publisher: Option<(u32, u32)>,
}

impl Model {
    fn text(&self) -> String {
        let core = Writer::default()
            .number(1, 6)
            .number(17_000_000_000, 36)
            .number(17_000_864_000, 36)
            .number(50, 12)
            .number(1, 12)
            .number(0, 6)
            .number(0, 12)
            .number(413, 12)
            .number(2, 6)
            .bits([false])
            .number(0b1000_0000_0001, 12)
            .number(self.express_purposes.into(), 24)
            .number(self.implied_purposes.into(), 24);
        let core = self.form.write(self.form.write(core, &self.express), &self.implied);
        let core = self.restrictions.iter().fold(core, |core, list| self.form.restrictions(core, list));
        let disclosed = self.disclosed.iter().map(|vendors| self.form.write(Writer::default().number(1, 3), vendors));
        let publisher = self.publisher.iter().map(|(express, implied)| {
            let purposes = Writer::default().number(3, 3).number((*express).into(), 24).number((*implied).into(), 24);
            purposes.number(2, 6).number(0b1001, 4)
        });
        let parts = [core].into_iter().chain(disclosed).chain(publisher);
        parts.map(|part| part.text()).collect::<Vec<_>>().join(".")
    }
}

fn models() -> impl Strategy<Value = Model> {
    let masks = (0..1_u32 << 24, 0..1_u32 << 24, option::of((0..1_u32 << 24, 0..1_u32 << 24)));
    let restrictions = option::weighted(0.8, vec((0_u8..64, 0_u8..3, ranges(4)), 0..5));
    let form = select(vec![Form::Fixed, Form::Fibonacci]);
    (form, masks, vendors(), vendors(), restrictions, option::of(vendors())).prop_map(
        |(form, (express_purposes, implied_purposes, publisher), express, implied, restrictions, disclosed)| Model {
            form,
            express_purposes,
            implied_purposes,
            express,
            implied,
            restrictions,
            disclosed,
            publisher,
        },
    )
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn what_an_encoder_writes_reads_back(model in models()) {
        let text = model.text();
        // what fits in either form is not guessed at
        let ambiguous = [Err(IabError::Malformed("core")), Err(IabError::Malformed("vendor"))];
        prop_assume!(!ambiguous.contains(&TcfCanada::new(text.as_bytes()).map(|_| ())));
        let string = read(&text);
        prop_assert_eq!(string.created().unix_timestamp(), 1_700_000_000);
        prop_assert_eq!((string.last_updated() - string.created()).whole_days(), 1);
        prop_assert_eq!((string.cmp_id(), string.vendor_list_version(), string.policy_version()), (50, 413, 2));
        prop_assert!(string.special_feature(1) && string.special_feature(12) && !string.special_feature(2));
        prop_assert_eq!(string.express_purposes(), of_mask(model.express_purposes));
        prop_assert_eq!(string.implied_purposes(), of_mask(model.implied_purposes));
        prop_assert_eq!(string.publisher_express_purposes(), model.publisher.map(|(express, _)| of_mask(express)));
        prop_assert_eq!(string.publisher_implied_purposes(), model.publisher.map(|(_, implied)| of_mask(implied)));
        let kinds = [CanadaRestriction::NotAllowed, CanadaRestriction::ExpressConsent, CanadaRestriction::ImpliedConsent];
        for id in 0..450 {
            prop_assert_eq!(string.has_express_consent(id), model.express.contains(id));
            prop_assert_eq!(string.has_implied_consent(id), model.implied.contains(id));
            prop_assert_eq!(string.discloses(id), model.disclosed.as_ref().map(|vendors| vendors.contains(id)));
            for (kind, to) in (0..).zip(kinds) {
                let of_it = model.restrictions.iter().flatten().filter(|(purpose, is, ranges)| {
                    (1..=11).contains(purpose) && *is == kind && ranges.iter().any(|range| range.contains(&id))
                });
                let expected: TcfPurposes = of_it.map(|(purpose, ..)| TcfPurpose::ALL[usize::from(*purpose) - 1]).collect();
                prop_assert_eq!(string.restricted(id, to), expected);
            }
        }
    }

    #[test]
    fn any_bytes_are_a_string_or_an_error(bytes in vec(any::<u8>(), 0..200), tail in "[A-Za-z0-9_.-]{0,120}") {
        for text in [bytes, format!("B{tail}").into_bytes()] {
            if let Ok(string) = TcfCanada::new(&text) {
                let _ = (string.has_express_consent(7), string.restricted(7, CanadaRestriction::NotAllowed));
            }
        }
    }
}
