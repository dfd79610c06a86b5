//! The cipher under which Osano hides its cookie: corrected block TEA (Wheeler and Needham, 1998). It hides and does
//! not protect: there is no check of integrity, so what comes out has to be text of the right form.

use alloc::vec::Vec;

const DELTA: u32 = 0x9e37_79b9;

/// What was encrypted under this key, in words of 32 bits, little end first; `None` if these are not two whole words or
/// more.
pub(super) fn decrypt(text: &[u8], key: [u8; 16]) -> Option<Vec<u8>> {
    let mut words: Vec<u32> = words(text)?.collect();
    let mut parts = [0; 4];
    parts.iter_mut().zip(self::words(&key)?).for_each(|(part, word)| *part = word);
    let len = u32::try_from(words.len()).ok().filter(|len| *len > 1)?;
    let rounds = 52_u32.checked_div(len)?.checked_add(6)?;
    let mut sum = rounds.wrapping_mul(DELTA);
    let mut next = *words.first()?;
    for _ in 0..rounds {
        let turn = sum >> 2 & 3;
        for place in (0..words.len()).rev() {
            let before = *words.get(place.checked_sub(1).unwrap_or(words.len().checked_sub(1)?))?;
            let part = *parts.get(usize::try_from(u32::try_from(place).ok()? & 3 ^ turn).ok()?)?;
            let mixed = (before >> 5 ^ next << 2).wrapping_add(next >> 3 ^ before << 4);
            let word = words.get_mut(place)?;
            *word = word.wrapping_sub(mixed ^ (sum ^ next).wrapping_add(part ^ before));
            next = *word;
        }
        sum = sum.wrapping_sub(DELTA);
    }
    Some(words.into_iter().flat_map(u32::to_le_bytes).collect())
}

fn words(bytes: &[u8]) -> Option<impl Iterator<Item = u32>> {
    let (words, rest) = bytes.as_chunks::<4>();
    rest.is_empty().then(|| words.iter().map(|word| u32::from_le_bytes(*word)))
}
