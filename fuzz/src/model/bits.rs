//! Base64url as a list of bits, read from the left.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

#[derive(Clone, Debug)]
pub struct Bits {
    bits: Vec<bool>,
    at: usize,
}

impl Bits {
    /// Decodes all of a text; `None` if a character is foreign.
    #[must_use]
    pub fn of(text: &[u8]) -> Option<Self> {
        let mut bits = Vec::new();
        for byte in text {
            let value = ALPHABET.iter().position(|letter| letter == byte)?;
            bits.extend((0..6).rev().map(|bit| value >> bit & 1 == 1));
        }
        Some(Self { bits, at: 0 })
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.bits.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bits.is_empty()
    }

    pub fn bit(&mut self) -> Option<bool> {
        let bit = self.bits.get(self.at).copied();
        self.at += 1;
        bit
    }

    pub fn bits(&mut self, count: u64) -> Option<Vec<bool>> {
        (0..count).map(|_| self.bit()).collect()
    }

    /// Whether nothing but padding is left: zeros, and fewer than four characters.
    #[must_use]
    pub fn is_at_padding(&self) -> bool {
        let rest = &self.bits[self.at.min(self.bits.len())..];
        rest.len() < 24 && !rest.contains(&true)
    }

    pub fn number(&mut self, width: u64) -> Option<u64> {
        Some(self.bits(width)?.into_iter().fold(0, |number, bit| number * 2 + u64::from(bit)))
    }
}

/// A text in which every byte that is none of the alphabet, and none of these others, is replaced by a letter, so that
/// a fuzzer's bytes get past the first check. Without a mode it stays as it is.
#[must_use]
pub fn legible(mode: bool, text: &[u8], others: &[u8]) -> Vec<u8> {
    let letter = |byte: &u8| {
        let known = !mode || ALPHABET.contains(byte) || others.contains(byte);
        if known { *byte } else { ALPHABET[usize::from(byte & 63)] }
    };
    text.iter().map(letter).collect()
}
