//! GPP strings with one thing changed: each bit flipped, each character lost or another, cut anywhere. In a request
//! none of them loses an opt-out or a Global Privacy Control without a word.
//!
//! Some changes make of a string another that is as whole, and nobody can tell them apart: the bits of the opt-out
//! itself and of `Gpc`; a sub-section cut off with its separator, as it may be left out; and a header that names another
//! state, where the fields mean something there too. The first two are left out here, the last are counted.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "the numbers of tests are far from any limit")]

use cookie_consent::Policy;
use cookie_consent::read::iab::Gpp;
use cookie_consent::read::{Headers, Managers, Remark};

use crate::fixture::{NOW, policy};
use crate::iab_encoder::{bare_section, section, string};
use crate::iab_gpp::{SECTIONS, names};

/// All fields set, and Global Privacy Control where there is one: vectors of the tests of the IAB's own encoder
/// (`IABTechLab/iabgpp-es`, 3.2.0).
const OFFICIAL: &[(u16, &str)] = &[
    (7, "CVVVkkkkkpFY.YA"),
    (8, "BVWSSSVY.YA"),
    (9, "BVWSSVY"),
    (10, "BVWSSVg.YA"),
    (11, "BVVkklWA"),
    (12, "BVWSSZFg.YA"),
    (13, "BVWSSZlY"),
    (14, "BVWSSZFY.YA"),
    (15, "BVWSSRpFYA.YA"),
    (16, "BVWSSVWA.YA"),
    (17, "BVWSSSSVYA.YA"),
    (18, "BVVkklWA.YA"),
    (19, "BVWSSVWA.YA"),
    (20, "BVWSSZFY.YA"),
    (21, "BVWSSRklWA.YA"),
    (22, "BVWSSVWA.YA"),
    (23, "BVWSSVWA.YA"),
    (24, "BVVU.YA"),
    (25, "BVVV.kkk"),
    (26, "BVVV.kkk"),
    (27, "BVVV.kkk"),
];

/// A string, and the bits of it (of which byte, and which of six) that are a choice and nothing else.
struct Sample {
    text: String,
    choices: Vec<(usize, u8)>,
}

impl Sample {
    /// Of the last section: which fields opt out, and where its fields begin.
    fn new(sections: &[(u16, String)], opt_outs: &[usize], start: usize) -> Self {
        let text = string(sections, false);
        let core = text.len() - sections.last().unwrap().1.len() + start;
        let bits = opt_outs.iter().flat_map(|field| [2 * field + 6, 2 * field + 7]);
        let of_fields = bits.map(|bit| (core + bit / 6, u8::try_from(5 - bit % 6).unwrap()));
        // two bits of a type, and `Gpc`
        let of_gpc = text.match_indices(".Y").map(|(at, _)| (at + 1, 3));
        Self { choices: of_fields.chain(of_gpc).collect(), text }
    }
}

/// The official ones, all of them together, and of each section those that opt out of one thing alone, in both forms.
fn samples() -> Vec<Sample> {
    let owned = |(id, text): &(u16, &str)| (*id, (*text).to_owned());
    let mut samples: Vec<Sample> = OFFICIAL.iter().map(|section| Sample::new(&[owned(section)], &[], 0)).collect();
    samples.push(Sample::new(&OFFICIAL.iter().map(owned).collect::<Vec<_>>(), &[], 0));
    for (id, ..) in SECTIONS {
        let names = names(*id);
        let opt_outs: Vec<usize> = (0..names.len()).filter(|at| names[*at].ends_with("OptOut")).collect();
        // none of them: Global Privacy Control alone
        let gpc = (*id <= 24).then_some(true);
        let alone = opt_outs.iter().copied().map(Some).chain(gpc.map(|_| None));
        for opted_out in alone {
            let field = |at: usize| match names[at] {
                name if name.ends_with("Notice") => 1,
                _ if opted_out == Some(at) => 1,
                _ if opt_outs.contains(&at) => 2,
                _ => 0,
            };
            let fields: Vec<u64> = (0..names.len()).map(field).collect();
            let opted_out: Vec<usize> = opted_out.into_iter().collect();
            let bare = bare_section(*id, &fields, gpc);
            samples.push(Sample::new(&[(*id, bare.clone())], &opted_out, 0));
            if *id >= 24 {
                let whole = section(*id, &fields, gpc);
                let start = whole.len() - bare.len();
                samples.push(Sample::new(&[(*id, whole)], &opted_out, start));
            }
        }
    }
    samples
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn mutants(sample: &Sample) -> Vec<String> {
    let bytes = sample.text.as_bytes();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let mut mutants = Vec::new();
    for at in 0..bytes.len() {
        let with = |other: &[u8]| text([&bytes[..at], other, &bytes[at + 1..]].concat());
        mutants.push(text(bytes[..at].to_vec()));
        mutants.push(with(b""));
        mutants.extend(
            [b"~", b".", b",", b"%"].into_iter().filter(|other| other[0] != bytes[at]).map(|other| with(other)),
        );
        if let Some(value) = LETTERS.iter().position(|letter| *letter == bytes[at]) {
            let bits = (0..6_u8).filter(|bit| !sample.choices.contains(&(at, *bit)));
            mutants.extend(bits.map(|bit| with(&[LETTERS[value ^ 1 << bit]])));
        }
    }
    mutants
}

/// Whether it opted out, whether Global Privacy Control is set, and whether anything was remarked.
fn read(policy: &Policy, text: &str) -> (bool, bool, bool) {
    let line = format!("__gpp={text}");
    let request = policy.read(NOW, &Headers::new([("Cookie", line.as_str())]), Managers::NONE);
    let signal = request.signals().gpp();
    let is_damaged = request.remarks().iter().any(|remark| !matches!(remark, Remark::GppSectionUnread { .. }));
    assert!(!is_damaged || signal.opted_out(), "{text}");
    (signal.opted_out(), signal.gpc(), !request.remarks().is_empty())
}

#[test]
fn no_change_of_a_string_loses_an_opt_out_without_a_word() {
    let policy = policy();
    let (mut read_in_all, mut renamed, mut lost) = (0, 0, Vec::new());
    for sample in samples() {
        let (opted_out, gpc, remarked) = read(&policy, &sample.text);
        assert!((opted_out || gpc) && !remarked, "{}", sample.text);
        let sections = |text: &str| -> Vec<u16> {
            Gpp::new(text.as_bytes()).map(|string| string.sections().map(|(id, _)| id).collect()).unwrap_or_default()
        };
        for mutant in mutants(&sample) {
            read_in_all += 1;
            let (out_still, gpc_still, remarked) = read(&policy, &mutant);
            let is_left_out = sample.text.starts_with(&mutant) && !mutant.contains(".Y");
            if remarked || (out_still || !opted_out) && (gpc_still || !gpc || is_left_out) {
                continue;
            }
            if sections(&mutant) == sections(&sample.text) {
                lost.push(format!("{} became {mutant}", sample.text));
            }
            renamed += 1;
        }
    }
    println!("{read_in_all} strings, {renamed} of which name another section");
    assert_eq!(lost, [""; 0]);
    assert!(read_in_all > 15_000, "{read_in_all}");
    assert!(renamed <= 1, "{renamed}");
}
