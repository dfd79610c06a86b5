use alloc::boxed::Box;
use alloc::vec::Vec;

use super::index::{Index, hash};

/// Patterns by one of their fixed ends: where those that begin, or end, with the same bytes stand.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    end: End,
    index: Index,
    lengths: Lengths,
}

/// Which end of a text.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    Beginning,
    Ending,
}

impl End {
    /// So many bytes at this end.
    fn of(self, text: &[u8], len: usize) -> Option<&[u8]> {
        match self {
            Self::Beginning => text.get(..len),
            Self::Ending => text.len().checked_sub(len).and_then(|start| text.get(start..)),
        }
    }
}

impl Ends {
    /// Of fixed ends, each with where its patterns begin.
    pub(super) fn of(end: End, runs: &[(&[u8], u32)]) -> Self {
        let hashed: Vec<_> = runs.iter().map(|(fixed, at)| (hash(fixed), *at)).collect();
        Self { end, index: Index::of(&hashed), lengths: Lengths::of(end, runs.iter().map(|(fixed, _)| *fixed)) }
    }

    /// Whether a pattern is fixed at this end by these bytes, and then has a `*`. (Where they come of a name they can
    /// hold a `*` too, which any `*` of a pattern means.)
    pub(super) fn is_fixed_by(&self, fixed: &[u8], pattern: &[u8]) -> bool {
        match self.end {
            End::Beginning => pattern.strip_prefix(fixed).is_some_and(|rest| rest.first() == Some(&b'*')),
            End::Ending => pattern.strip_suffix(fixed).is_some_and(|rest| rest.last() == Some(&b'*')),
        }
    }

    /// Calls `visit` with each end of the name that could be the fixed end of a pattern.
    pub(super) fn each<'n>(&self, name: &'n [u8], visit: impl FnMut(&'n [u8])) {
        self.lengths.each(self.end, name, visit);
    }

    /// Where the patterns with this fixed end begin.
    pub(super) fn find(&self, fixed: &[u8], is_right: impl Fn(u32) -> bool) -> Option<u32> {
        self.index.find(hash(fixed), is_right)
    }
}

/// Which lengths the fixed ends of patterns have, by their outermost three bytes, so that a name that no pattern can
/// mean costs almost nothing.
#[derive(Clone, Debug)]
struct Lengths {
    /// Of ends of three bytes and more, by a hash of the outermost three: bit `n` for length `n`, bit 63 for all that
    /// stand in `long`. Empty if there are none.
    by_three: Box<[u64]>,
    /// The same of shorter ends, bit 0 among them: patterns with a `*` at either end.
    short: u64,
    /// All lengths above 62, ascending.
    long: Box<[usize]>,
}

/// The last length with a bit of its own.
const LAST_BIT: u32 = 62;

impl Lengths {
    fn of<'a>(end: End, ends: impl Iterator<Item = &'a [u8]> + Clone) -> Self {
        // four places for each pattern, at most half a megabyte
        let size = ends.clone().count().saturating_mul(4).clamp(256, 1 << 16).next_power_of_two();
        let mut by_three = Vec::new();
        let mut short = 0;
        let mut long = Vec::new();
        for fixed in ends {
            match end.of(fixed, 3) {
                None => short |= bit(fixed.len()),
                Some(three) => {
                    by_three.resize(size, 0);
                    if let Some(bits) = by_three.get_mut(place(three, size)) {
                        *bits |= bit(fixed.len());
                    }
                }
            }
            if bit(fixed.len()) == bit(usize::MAX) {
                long.push(fixed.len());
            }
        }
        long.sort_unstable();
        long.dedup();
        Self { by_three: by_three.into(), short, long: long.into() }
    }

    /// Calls `visit` with each end of the name that has one of the lengths.
    fn each<'n>(&self, end: End, name: &'n [u8], mut visit: impl FnMut(&'n [u8])) {
        let three = end.of(name, 3).and_then(|three| self.by_three.get(place(three, self.by_three.len())));
        let bits = self.short | three.copied().unwrap_or(0);
        let mut own = bits & !bit(usize::MAX);
        while own != 0 {
            if let Some(fixed) = usize::try_from(own.trailing_zeros()).ok().and_then(|len| end.of(name, len)) {
                visit(fixed);
            }
            own &= own.wrapping_sub(1);
        }
        if bits & bit(usize::MAX) != 0 {
            self.long.iter().filter_map(|len| end.of(name, *len)).for_each(visit);
        }
    }
}

/// Where the lengths of ends with these outermost bytes stand.
fn place(three: &[u8], size: usize) -> usize {
    let word = three.iter().fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
    let mixed = word.wrapping_mul(0x9e37_79b1);
    usize::try_from(mixed >> 16).unwrap_or_default() & size.wrapping_sub(1)
}

fn bit(len: usize) -> u64 {
    let shift = u32::try_from(len).unwrap_or(u32::MAX).min(LAST_BIT.wrapping_add(1));
    1_u64.wrapping_shl(shift)
}
