use super::IabError;

/// No cookie is longer, so no string is.
const MAX_LEN: usize = 4_096;

/// Bits in base64url, six to a character, read where they stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bits<'a>(&'a [u8]);

impl<'a> Bits<'a> {
    /// A part of a string, which begins at a byte of the whole.
    pub(super) fn new(text: &'a [u8], start: usize) -> Result<Self, IabError> {
        match text.iter().position(|byte| sextet(*byte).is_none()) {
            Some(at) => Err(IabError::Character { at: start.saturating_add(at) }),
            None => Ok(Self(text)),
        }
    }

    /// An unsigned number of at most 36 bits, the most significant first; `None` beyond the end.
    pub(super) fn number(self, at: usize, width: usize) -> Option<u64> {
        let end = at.checked_add(width)?;
        let (first, last) = (at.checked_div(6)?, end.checked_add(5)?.checked_div(6)?);
        let value = self
            .0
            .get(first..last)?
            .iter()
            .fold(0_u64, |value, byte| value << 6 | u64::from(sextet(*byte).unwrap_or(0)));
        // drop what follows in the last character, and what precedes in the first
        let after = last.checked_mul(6)?.checked_sub(end)?;
        let mask = 1_u64.checked_shl(u32::try_from(width).ok()?)?.wrapping_sub(1);
        Some(value.checked_shr(u32::try_from(after).ok()?)? & mask)
    }

    pub(super) fn bit(self, at: usize) -> Option<bool> {
        let sextet = sextet(*self.0.get(at.checked_div(6)?)?)?;
        Some(sextet >> 5_usize.checked_sub(at % 6)? & 1 == 1)
    }

    pub(super) fn short(self, at: usize) -> Option<u16> {
        self.number(at, 16).and_then(|number| u16::try_from(number).ok())
    }
}

pub(super) const fn check_len(text: &[u8]) -> Result<(), IabError> {
    match text.len() {
        0 => Err(IabError::Empty),
        len if len > MAX_LEN => Err(IabError::TooLong(len)),
        _ => Ok(()),
    }
}

const fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte.wrapping_sub(b'A')),
        b'a'..=b'z' => Some(byte.wrapping_sub(b'a').wrapping_add(26)),
        b'0'..=b'9' => Some(byte.wrapping_sub(b'0').wrapping_add(52)),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    }
}
