use core::str::FromStr;

use crate::consent::RecordError;

/// A text that is read from left to right. What is looked for is ASCII, so it never ends within a character.
pub(super) struct Text<'a> {
    rest: &'a [u8],
    len: usize,
}

impl<'a> Text<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { rest: text.as_bytes(), len: text.len() }
    }

    pub(super) const fn malformed(&self, expected: &'static str) -> RecordError {
        RecordError::Malformed { expected, at: self.len.saturating_sub(self.rest.len()) }
    }

    /// Reads exactly this, if it is there.
    #[inline]
    pub(super) fn take(&mut self, what: &[u8]) -> bool {
        match self.rest.strip_prefix(what) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    pub(super) fn expect(&mut self, what: &[u8], name: &'static str) -> Result<(), RecordError> {
        if self.take(what) { Ok(()) } else { Err(self.malformed(name)) }
    }

    /// Reads one byte that stands for something.
    #[inline]
    pub(super) fn letter<T>(&mut self, name: &'static str, of: impl Fn(u8) -> Option<T>) -> Result<T, RecordError> {
        let found = self.rest.split_first().and_then(|(letter, rest)| Some((of(*letter)?, rest)));
        let Some((value, rest)) = found else { return Err(self.malformed(name)) };
        self.rest = rest;
        Ok(value)
    }

    /// Reads a word of lower-case letters, digits and hyphens.
    pub(super) fn word<T: FromStr>(&mut self, name: &'static str) -> Result<T, RecordError> {
        let error = self.malformed(name);
        let is_of_word = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        let end = self.rest.iter().position(|byte| !is_of_word(byte)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        core::str::from_utf8(word).ok().and_then(|word| word.parse().ok()).ok_or(error)
    }

    /// Reads a number without leading zeros.
    pub(super) fn base36(&mut self, name: &'static str) -> Result<u64, RecordError> {
        let start = self.rest;
        let (mut number, mut is_too_great) = (0_u64, false);
        while let [byte, rest @ ..] = self.rest {
            let digit = match byte {
                b'0'..=b'9' => byte.wrapping_sub(b'0'),
                b'a'..=b'z' => byte.wrapping_sub(b'a').wrapping_add(10),
                _ => break,
            };
            let more = number.checked_mul(36).and_then(|number| number.checked_add(u64::from(digit)));
            is_too_great |= more.is_none();
            number = more.unwrap_or(0);
            self.rest = rest;
        }
        let len = start.len().saturating_sub(self.rest.len());
        let is_number = len == 1 || (len > 1 && !start.starts_with(b"0"));
        if is_number && !is_too_great {
            return Ok(number);
        }
        self.rest = start;
        Err(self.malformed(name))
    }

    /// What is still to be read.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(super) const fn end(&self) -> Result<(), RecordError> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.malformed("end")) }
    }
}
