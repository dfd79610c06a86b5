//! The fields that the strings of the two Transparency and Consent Frameworks, of Europe and of Canada, have in common.

use time::UtcDateTime;

use super::bits::Bits;
use crate::instant::from_seconds;
use crate::visit::{TcfPurpose, TcfPurposes};

pub(super) const CREATED: usize = 6;
pub(super) const LAST_UPDATED: usize = 42;
pub(super) const CMP_ID: usize = 78;
pub(super) const CMP_VERSION: usize = 90;
pub(super) const CONSENT_SCREEN: usize = 102;
pub(super) const CONSENT_LANGUAGE: usize = 108;
pub(super) const VENDOR_LIST_VERSION: usize = 120;
pub(super) const POLICY_VERSION: usize = 132;

/// A number of at most 16 bits that is known to be there.
pub(super) fn small(bits: Bits<'_>, at: usize, width: u32) -> u16 {
    bits.number(at, width).and_then(|number| u16::try_from(number).ok()).unwrap_or(0)
}

/// Tenths of seconds since 1970, of which 36 bits end in the year 2187.
pub(super) fn time(bits: Bits<'_>, at: usize) -> UtcDateTime {
    let seconds = bits.number(at, 36).and_then(|tenths| i64::try_from(tenths).ok()?.checked_div(10));
    seconds.and_then(from_seconds).unwrap_or(UtcDateTime::UNIX_EPOCH)
}

/// Purposes 1 to 11, of 24 bits.
pub(super) fn purposes(bits: Bits<'_>, at: usize) -> TcfPurposes {
    let window = bits.window(at);
    let set = (0..).zip(TcfPurpose::ALL).filter(|(index, _)| window.wrapping_shl(*index) >> 63 == 1);
    set.map(|(_, purpose)| *purpose).collect()
}

pub(super) fn purpose(number: u64) -> Option<TcfPurpose> {
    let index = usize::try_from(number).ok()?.checked_sub(1)?;
    TcfPurpose::ALL.get(index).copied()
}

/// One of so many bits, the first of which stands here, counted from 1.
pub(super) fn numbered(bits: Bits<'_>, first: usize, number: u8, count: u8) -> bool {
    let at = first.saturating_add(usize::from(number)).saturating_sub(1);
    (1..=count).contains(&number) && bits.bit(at) == Some(true)
}

/// Two letters, of six bits each. What was written from small letters stands 32 above.
pub(super) fn letters(bits: Bits<'_>, at: usize) -> Option<[u8; 2]> {
    let letter = |at| match u8::try_from(bits.number(at, 6)?) {
        Ok(number @ (0..=25 | 32..=57)) => Some((number & 0x1f).wrapping_add(b'A')),
        _ => None,
    };
    Some([letter(at)?, letter(at.saturating_add(6))?])
}

/// Where the publisher's segment ends: two times 24 purposes, and twice as many bits as it has purposes of its own.
pub(super) fn publisher_end(bits: Bits<'_>) -> Option<usize> {
    let own = usize::try_from(bits.number(51, 6)?).ok()?;
    let end = own.checked_mul(2)?.checked_add(57)?;
    bits.bit(end.checked_sub(1)?)?;
    Some(end)
}
