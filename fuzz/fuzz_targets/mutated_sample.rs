//! Real cookies, damaged: what may be set after it is never more than before, but where the damage wrote another value.
//!
//! A reader sees one value and not what it was. `C0004%3A0` with one bit flipped is `C0004%3A1`, which a manager could
//! have written, and a grant that no reader can tell from a true one. So the laws are:
//!
//! 1. **Two copies, one of them edited in any way, in any order**: nothing is allowed that one of them alone would deny.
//!    Where the visitor is to be asked first, that is so for each copy that is the manager's, whether or not somebody
//!    chose in it. Where the visitor may refuse it is so without exception.
//! 2. **Edits outside of the value** change nothing: other cookies between, another order, the same pair twice. Without
//!    one of its companions a sample grants no more.
//! 3. **A value that could be read and was cut** grants no more. One sample does: without its end, which says that nobody
//!    was asked, it is what TrustArc writes when somebody accepts everything.
//! 4. **Bytes that no manager writes** (control characters, and those above 0x7e), wherever they stand or whatever they
//!    replace, grant no more; unless they are in the name of a group, which then is another group that nobody mapped,
//!    and a remark says so with the byte in it. Where two groups are one category, the refusal in it is lost.
//! 5. **Any other edit** grants more only if the tokens of the value are others than before: its words (letters,
//!    digits, `_` and `-`, after percent-decoding) and its brackets, in their order. So nothing that damages only what
//!    separates words grants; and whatever does is another value, which the changed token explains.
//!
//! "Grants" is what `decide` allows where the law asks first. Where it lets refuse, silence allows: there a refusal that
//! was cut away is lost, and only law 1 can hold. `tests/it/managers_mutated.rs` asks that of single bytes and cuts, and
//! lists what is left.
#![no_main]

use std::collections::BTreeSet;

use arbitrary::Arbitrary;
use cookie_consent::Consent;
use cookie_consent::read::managers::{self, ManagerRemark};
use cookie_consent::read::{Cookies, Remark};
use cookie_consent_fuzz::edit::{Edit, edited};
use cookie_consent_fuzz::samples::SAMPLES;
use cookie_consent_fuzz::site::{MANAGERS, NOW, POLICY, REGIONS, allowed, request_of_cookies};
use libfuzzer_sys::fuzz_target;
use time::{Duration, UtcDateTime};

#[derive(Arbitrary, Debug)]
struct Case {
    sample: u16,
    edits: Vec<Edit>,
    cut: u16,
    /// Where, which, and whether it stands beside what was there or instead of it.
    foreign: [(u16, u8, bool); 2],
}

/// What may be set, and whether the cookie is some manager's.
struct Heard {
    allowed: BTreeSet<(&'static str, &'static str)>,
    is_known: bool,
    is_readable: bool,
    /// The name of a group that is not mapped holds a byte that no manager writes.
    renamed: bool,
}

fuzz_target!(|case: Case| {
    let sample = &SAMPLES[usize::from(case.sample) % SAMPLES.len()];
    // the day after the choice, where its day is known
    let now = sample.decided_at.map_or(NOW, |at| at + Duration::DAY);
    let pairs = sample.pairs();
    let (own, companions) = pairs.split_last().unwrap();
    let start = sample.name.len() + 1;
    let with_value = |value: &[u8]| [&own[..start], value].concat();
    let value = &own[start..];
    let original = hear(now, &pairs);

    // 1: two copies
    let edit = with_value(&edited(value, &case.edits));
    let alone = hear(now, &[companions, std::slice::from_ref(&edit)].concat());
    let copies = [own.clone(), edit.clone()];
    let backwards = [edit.clone(), own.clone()];
    for both in [[companions, &copies].concat(), [&backwards, companions].concat()] {
        let both = hear(now, &both);
        for one in [&original, &alone] {
            for (region, name) in both.allowed.difference(&one.allowed) {
                assert!(*region == REGIONS[0] && !one.is_known, "{name} in {region}: {}", shown(&copies));
            }
        }
    }

    // 2: outside of the value
    let mut others = pairs.clone();
    for at in 0..=pairs.len() {
        others.insert(at * 2, format!("theme{at}=\u{fc}; groups=1").into_bytes());
    }
    let reversed: Vec<Vec<u8>> = pairs.iter().rev().cloned().collect();
    for same in [others, reversed, [pairs.clone(), pairs.clone()].concat()] {
        assert_eq!(hear(now, &same).allowed, original.allowed, "{}", shown(&same));
    }
    for at in 0..companions.len() {
        let mut fewer = pairs.clone();
        fewer.remove(at);
        assert_no_more(&original, now, &fewer);
    }

    // 3: a cut
    let cut = with_value(&value[..usize::from(case.cut) % (value.len() + 1)]);
    if original.is_readable && own != b"notice_gdpr_prefs=0,1,2::implied" {
        assert_no_more(&original, now, &[companions, &[cut]].concat());
    }

    // 4: foreign bytes
    let mut damaged = value.to_vec();
    for (at, byte, beside) in case.foreign {
        let at = usize::from(at) % (damaged.len() + 1);
        let replaced = at..damaged.len().min(at + usize::from(!beside));
        damaged.splice(replaced, [foreign(byte)]).for_each(drop);
    }
    let damaged = [companions, &[with_value(&damaged)]].concat();
    if !hear(now, &damaged).renamed {
        assert_no_more(&original, now, &damaged);
    }

    // 5: any edit
    if grants(&alone).any(|granted| !original.allowed.contains(granted)) {
        assert_ne!(tokens(&edit), tokens(own), "{}", shown(&[edit]));
    }
});

fn hear(now: UtcDateTime, pairs: &[Vec<u8>]) -> Heard {
    let lines: Vec<&[u8]> = pairs.iter().map(Vec::as_slice).collect();
    let request = request_of_cookies(now, &lines);
    // as remarks escape it
    let is_renamed = |remark: &Remark| matches!(remark, Remark::Manager(ManagerRemark::UnknownGroup { group, .. }) if group.contains('\\'));
    Heard {
        allowed: allowed(&request),
        is_readable: request.consent() != Consent::Unreadable,
        is_known: Cookies::new(&lines)
            .is_ok_and(|cookies| !managers::read(&POLICY, now, &cookies, &MANAGERS).managers().is_empty()),
        renamed: request.remarks().iter().any(is_renamed),
    }
}

/// What may be set where the law asks first.
fn grants(heard: &Heard) -> impl Iterator<Item = &(&'static str, &'static str)> {
    heard.allowed.iter().filter(|(region, _)| *region == REGIONS[0])
}

fn assert_no_more(original: &Heard, now: UtcDateTime, pairs: &[Vec<u8>]) {
    for granted in grants(&hear(now, pairs)) {
        assert!(original.allowed.contains(granted), "{granted:?}: {}", shown(pairs));
    }
}

/// A byte that no manager writes, that ends neither a value nor a line, and that is not trimmed.
fn foreign(byte: u8) -> u8 {
    match byte {
        b'\t' | b'\n' => 0,
        0x20..=0x7e => byte | 0x80,
        _ => byte,
    }
}

/// Words and brackets.
fn tokens(text: &[u8]) -> Vec<Vec<u8>> {
    let text = (0..3).fold(text.to_vec(), |text, _| decoded(&text));
    let mut tokens: Vec<Vec<u8>> = Vec::new();
    let mut inside = false;
    for byte in text {
        let is_word = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        match tokens.last_mut() {
            Some(word) if is_word && inside => word.push(byte),
            _ if is_word || matches!(byte, b'[' | b']' | b'{' | b'}') => tokens.push(vec![byte]),
            _ => {}
        }
        inside = is_word;
    }
    tokens
}

fn decoded(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::new();
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        let hex = after.get(..2).filter(|hex| *byte == b'%' && hex.iter().all(u8::is_ascii_hexdigit));
        let hex = hex.and_then(|hex| u8::from_str_radix(core::str::from_utf8(hex).ok()?, 16).ok());
        decoded.push(hex.unwrap_or(*byte));
        rest = if hex.is_some() { &after[2..] } else { after };
    }
    decoded
}

fn shown(pairs: &[Vec<u8>]) -> String {
    pairs.join(b"; ".as_slice()).escape_ascii().to_string()
}
