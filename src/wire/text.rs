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

    fn while_in(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let (word, rest) = match self.rest.find(|c| !wanted(c)) {
            Some(end) => self.rest.split_at(end),
            None => (self.rest, ""),
        };
        self.rest = rest;
        word
    }

    /// Reads a word of lower-case letters, digits and hyphens.
    pub(super) fn word<T: FromStr>(&mut self, name: &'static str) -> Result<T, WireError> {
        let error = self.malformed(name);
        self.while_in(|c| matches!(c, 'a'..='z' | '0'..='9' | '-')).parse().map_err(|_| error)
    }

    /// Reads a number without leading zeros.
    pub(super) fn base36(&mut self, name: &'static str) -> Result<u64, WireError> {
        let error = self.malformed(name);
        let digits = self.while_in(|c| matches!(c, 'a'..='z' | '0'..='9'));
        if digits.len() > 1 && digits.starts_with('0') {
            return Err(error);
        }
        u64::from_str_radix(digits, 36).map_err(|_| error)
    }

    pub(super) const fn end(&self) -> Result<(), WireError> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.malformed("end")) }
    }
}
