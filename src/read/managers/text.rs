//! Text as browsers and scripts write it into cookies.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode;
use time::UtcDateTime;

use super::manager::Damage;
use crate::cookie::scan::find;
use crate::instant::{from_rfc3339, from_seconds};
use crate::wire::crc::Crc;

/// Pieces between separators, raw or percent-encoded: split first and decode then, since a piece may hold either.
pub(super) fn split(text: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(text);
    core::iter::from_fn(move || {
        let text = rest?;
        let Some((piece, after)) = key_value(text, separator) else { return rest.take() };
        rest = Some(after);
        Some(piece)
    })
}

/// A key and what stands after the first separator, raw or percent-encoded.
pub(super) fn key_value(text: &[u8], separator: u8) -> Option<(&[u8], &[u8])> {
    let [high_digit, low_digit] = hexadecimal(separator);
    let mut searched = 0_usize;
    loop {
        let unsearched = text.get(searched..)?;
        let further = unsearched.iter().position(|byte| *byte == separator || *byte == b'%')?;
        let at = searched.checked_add(further)?;
        let (key, rest) = text.split_at_checked(at)?;
        match rest {
            [first, value @ ..] if *first == separator => return Some((key, value)),
            [b'%', high, low, value @ ..] if *high == high_digit && low.eq_ignore_ascii_case(&low_digit) => {
                return Some((key, value));
            }
            _ => searched = at.checked_add(1)?,
        }
    }
}

/// Percent-decodes once. What is no encoding stands for itself; `+` is no space.
pub(super) fn decode(text: &[u8]) -> Cow<'_, [u8]> {
    // most texts are not encoded
    if find(text, b'%').is_some() { percent_decode(text).into() } else { Cow::Borrowed(text) }
}

/// The two digits of a byte of ASCII, the second in lower case.
const fn hexadecimal(byte: u8) -> [u8; 2] {
    let low = byte & 0xf;
    [(byte >> 4).wrapping_add(b'0'), low.wrapping_add(if low < 10 { b'0' } else { b'a'.wrapping_sub(10) })]
}

/// `2021-10-19T03:31:41.236Z`, raw or percent-encoded.
pub(super) fn iso_time(text: &[u8]) -> Option<UtcDateTime> {
    const LONGEST: usize = 64;
    if text.len() > LONGEST {
        return None;
    }
    let text = decode(text);
    // the parser takes any byte between the day and the hour
    let is_parted = text.get(10).is_some_and(|byte| matches!(byte, b'T' | b't' | b' '));
    from_rfc3339(core::str::from_utf8(&text).ok().filter(|_| is_parted)?)
}

/// Milliseconds since 1970.
pub(super) fn milliseconds(text: &[u8]) -> Option<UtcDateTime> {
    from_seconds(number(text)?.div_euclid(1_000))
}

/// Seconds since 1970.
pub(super) fn seconds(text: &[u8]) -> Option<UtcDateTime> {
    from_seconds(number(text)?)
}

/// Minutes since 1970.
pub(super) fn minutes(text: &[u8]) -> Option<UtcDateTime> {
    from_seconds(number(text)?.checked_mul(60)?)
}

fn number(text: &[u8]) -> Option<i64> {
    core::str::from_utf8(text).ok()?.parse().ok()
}

/// Text in base64, as [`base64`] reads it.
pub(super) fn base64_text(text: &[u8]) -> Option<String> {
    String::from_utf8(base64(text)?).ok()
}

/// Base64 of either alphabet, percent-encoded or not, padded or not.
pub(super) fn base64(text: &[u8]) -> Option<Vec<u8>> {
    const EITHER: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let mut text = decode(text).into_owned();
    for byte in &mut text {
        *byte = match *byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        };
    }
    GeneralPurpose::new(&STANDARD, EITHER).decode(text).ok()
}

/// Whether a text is a word with one byte changed, lost or added; or with two that stand together, which is what becomes
/// of a letter of base64, where the word is long enough to be known by the rest.
pub(super) fn is_almost(text: &[u8], word: &[u8]) -> bool {
    const LONG: usize = 5;
    let damaged = if word.len() < LONG { 1 } else { 2 };
    let start = text.iter().zip(word).take_while(|(one, other)| one == other).count();
    let end = text.iter().rev().zip(word.iter().rev()).take_while(|(one, other)| one == other).count();
    text != word && start.saturating_add(end).saturating_add(damaged) >= text.len().max(word.len())
}

/// The keys of one list or object, of which none may come twice: readers disagree on which of the two counts, and a
/// damaged name may have become another's.
#[derive(Default)]
pub(super) struct Keys(Vec<u32>);

impl Keys {
    pub(super) fn add(&mut self, key: &[u8]) {
        // as many as most lists have, so that this one need not grow
        const COMMON: usize = 16;
        self.0.reserve(COMMON.saturating_sub(self.0.len()));
        // a sum of each, which costs less than the keys do
        let mut sum = Crc::START;
        sum.add(key);
        self.0.push(sum.value());
    }

    pub(super) fn are_distinct(mut self) -> Result<(), Damage> {
        self.0.sort_unstable();
        if self.0.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) { Err(Damage) } else { Ok(()) }
    }
}
