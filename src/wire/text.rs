use core::str::FromStr;

use super::WireError;

/// A text that is read from left to right.
pub(super) struct Text<'a> {
    rest: &'a str,
    len: usize,
}

impl<'a> Text<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { rest: text, len: text.len() }
    }

    pub(super) const fn malformed(&self, expected: &'static str) -> WireError {
        WireError::Malformed { expected, at: self.len.saturating_sub(self.rest.len()) }
    }

    /// Reads exactly this, if it is there.
    #[inline]
    pub(super) fn take(&mut self, what: &str) -> bool {
        match self.rest.strip_prefix(what) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    pub(super) fn expect(&mut self, what: &str, name: &'static str) -> Result<(), WireError> {
        if self.take(what) { Ok(()) } else { Err(self.malformed(name)) }
    }

    pub(super) fn one_of<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Result<T, WireError> {
        let found = choices.iter().find(|(spelling, _)| self.take(spelling));
        found.map(|(_, value)| *value).ok_or(self.malformed(name))
    }

    /// Reads as many bytes of ASCII as are wanted.
    fn while_in(&mut self, wanted: impl Fn(u8) -> bool) -> &'a str {
        let end = self.rest.bytes().position(|byte| !wanted(byte)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        word
    }

    /// Reads a word of lower-case letters, digits and hyphens.
    pub(super) fn word<T: FromStr>(&mut self, name: &'static str) -> Result<T, WireError> {
        let error = self.malformed(name);
        self.while_in(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')).parse().map_err(|_| error)
    }

    /// Reads a number without leading zeros.
    pub(super) fn base36(&mut self, name: &'static str) -> Result<u64, WireError> {
        let error = self.malformed(name);
        let (mut number, mut digits, mut is_too_great) = (0_u64, self.rest.bytes().enumerate(), false);
        let len = digits.find_map(|(at, byte)| {
            let digit = match byte {
                b'0'..=b'9' => byte.wrapping_sub(b'0'),
                b'a'..=b'z' => byte.wrapping_sub(b'a').wrapping_add(10),
                _ => return Some(at),
            };
            let more = number.checked_mul(36).and_then(|number| number.checked_add(u64::from(digit)));
            is_too_great |= more.is_none();
            number = more.unwrap_or(0);
            None
        });
        let (digits, rest) = self.rest.split_at_checked(len.unwrap_or(self.rest.len())).unwrap_or_default();
        self.rest = rest;
        let is_number = matches!(digits.as_bytes(), [b'0'] | [b'1'..=b'9' | b'a'..=b'z', ..]);
        if is_number && !is_too_great { Ok(number) } else { Err(error) }
    }

    /// What is still to be read.
    pub(super) const fn rest(&self) -> &'a str {
        self.rest
    }

    pub(super) const fn end(&self) -> Result<(), WireError> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.malformed("end")) }
    }
}
