use super::IabError;

/// No cookie is longer, so no string is.
const MAX_LEN: usize = 4_096;

/// Encoders fill up to whole bytes, or to four characters of base64.
const MOST_PADDING: usize = 24;

/// How many characters are read at once.
const CHARACTERS: usize = 7;

/// Bits in base64url, six to a character, read where they stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bits<'a>(&'a [u8]);

impl<'a> Bits<'a> {
    /// A part of a string, which begins at a byte of the whole.
    pub(super) fn new(text: &'a [u8], start: usize) -> Result<Self, IabError> {
        // of all at once, since that takes a compiler to vectors; where it stands is asked of few
        if !text.iter().fold(false, |foreign, byte| foreign | is_foreign(*byte)) {
            return Ok(Self(text));
        }
        let at = text.iter().position(|byte| is_foreign(*byte)).unwrap_or(0);
        Err(IabError::Character { at: start.saturating_add(at) })
    }

    /// How many there are.
    pub(super) const fn len(self) -> usize {
        self.0.len().saturating_mul(6)
    }

    /// Whether nothing but padding follows.
    pub(super) fn is_padding(self, from: usize) -> bool {
        // fewer bits than a window, and beyond the end all is zero
        self.len().checked_sub(from).is_some_and(|rest| rest < MOST_PADDING) && self.window(from) == 0
    }

    /// So many bits of a [`window`](Self::window) are there, wherever it begins.
    pub(super) const WINDOW: u32 = 37;

    /// The bits from here on, the first of them the highest of the word; beyond the end they are zero.
    #[inline]
    pub(super) fn window(self, at: usize) -> u64 {
        let text = self.0.get(at / 6..).unwrap_or_default();
        let bits = if let Some(whole) = text.first_chunk::<CHARACTERS>() {
            sextets(whole)
        } else {
            let missing = CHARACTERS.saturating_sub(text.len()).saturating_mul(6);
            sextets(text).wrapping_shl(u32::try_from(missing).unwrap_or(0))
        };
        // seven characters are 42 bits
        bits << 22 << (at % 6)
    }

    /// An unsigned number of 1 to 37 bits, the most significant first; `None` beyond the end.
    pub(super) fn number(self, at: usize, width: u32) -> Option<u64> {
        let end = at.checked_add(usize::try_from(width).ok()?)?;
        if end > self.len() {
            return None;
        }
        self.window(at).checked_shr(u64::BITS.checked_sub(width)?)
    }

    /// Whether any of so many fields of two bits, from here on, holds a 3; `None` if not all of them are there.
    pub(super) fn has_three(self, at: usize, fields: u8) -> Option<bool> {
        /// The first bit of each field.
        const FIRST: u64 = 0xaaaa_aaaa_aaaa_aaaa;
        /// An even number, and no more than a window.
        const AT_ONCE: usize = 36;
        let end = at.checked_add(usize::from(fields).checked_mul(2)?)?;
        let threes = (at..end).step_by(AT_ONCE).any(|at| {
            let beyond = u32::try_from(end.saturating_sub(at).min(AT_ONCE)).unwrap_or(0);
            let word = self.window(at) & !u64::MAX.checked_shr(beyond).unwrap_or(0);
            word & (word << 1) & FIRST != 0
        });
        if threes { Some(true) } else { (end <= self.len()).then_some(false) }
    }

    pub(super) fn bit(self, at: usize) -> Option<bool> {
        let sextet = sextet(*self.0.get(at / 6)?);
        Some(sextet >> 5_usize.wrapping_sub(at % 6) & 1 == 1)
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

/// Whether a byte is none of base64url.
const fn is_foreign(byte: u8) -> bool {
    // by differences and not by patterns, which would be branches
    let (letter, digit) = ((byte | 0x20).wrapping_sub(b'a'), byte.wrapping_sub(b'0'));
    !(letter < 26 || digit < 10 || byte == b'-' || byte == b'_')
}

#[inline]
fn sextets(text: &[u8]) -> u64 {
    text.iter().fold(0, |bits, byte| bits << 6 | sextet(*byte))
}

/// The value of a character, of which it is known that it has one.
fn sextet(byte: u8) -> u64 {
    SEXTETS.get(usize::from(byte)).copied().map_or(0, u64::from)
}

const SEXTETS: [u8; 256] = {
    let mut table = [0; 256];
    let mut slots: &mut [u8] = &mut table;
    let mut byte = 0_u8;
    while let [slot, rest @ ..] = slots {
        *slot = match byte {
            b'A'..=b'Z' => byte.wrapping_sub(b'A'),
            b'a'..=b'z' => byte.wrapping_sub(b'a').wrapping_add(26),
            b'0'..=b'9' => byte.wrapping_sub(b'0').wrapping_add(52),
            b'-' => 62,
            _ => 63,
        };
        byte = byte.wrapping_add(1);
        slots = rest;
    }
    table
};
