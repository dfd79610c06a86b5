//! Bytes that separate, found eight at a time.

/// Where a byte stands for the first time.
pub(crate) fn find(text: &[u8], wanted: u8) -> Option<usize> {
    const LOW: u64 = u64::from_le_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    let pattern = u64::from_le_bytes([wanted; 8]);
    // nothing but separators would be found one word at a time
    if text.first() == Some(&wanted) {
        return Some(0);
    }
    let (words, rest) = text.as_chunks();
    let mut at = 0_usize;
    for word in words {
        // what is zero here is wanted; the lowest bit that is left stands in the first such byte
        let word = u64::from_le_bytes(*word) ^ pattern;
        let found = word.wrapping_sub(LOW) & !word & HIGH;
        if found != 0 {
            return at.checked_add(usize::try_from(found.trailing_zeros() / 8).ok()?);
        }
        at = at.wrapping_add(8);
    }
    rest.iter().position(|byte| *byte == wanted).and_then(|further| at.checked_add(further))
}

/// What stands before a byte, and what stands after it.
pub(crate) fn split_once(text: &[u8], wanted: u8) -> Option<(&[u8], &[u8])> {
    let (before, rest) = text.split_at_checked(find(text, wanted)?)?;
    Some((before, rest.get(1..)?))
}

/// The pieces between bytes, of which there is at least one.
pub(crate) const fn split(text: &[u8], separator: u8) -> Split<'_> {
    Split { rest: Some(text), separator }
}

#[derive(Clone, Debug)]
pub(crate) struct Split<'a> {
    rest: Option<&'a [u8]>,
    separator: u8,
}

impl<'a> Iterator for Split<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let text = self.rest?;
        let (piece, rest) = match split_once(text, self.separator) {
            Some((piece, rest)) => (piece, Some(rest)),
            None => (text, None),
        };
        self.rest = rest;
        Some(piece)
    }
}
