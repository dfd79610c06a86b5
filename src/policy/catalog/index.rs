use alloc::boxed::Box;
use alloc::vec::Vec;

/// Where the entries of each text begin, by its hash: open addressing, at most half full, linear probing.
///
/// The inventory is trusted and the questions are not: a hostile name can only walk along the neighbours that building
/// left, and building leaves at most [`LONGEST_PROBE`] of them.
#[derive(Clone, Debug)]
pub(super) struct Index {
    slots: Box<[Slot]>,
}

/// The upper half of a hash, and where its entries begin; `u32::MAX` for a free slot.
#[derive(Clone, Copy, Debug)]
struct Slot {
    tag: u32,
    at: u32,
}

const FREE: Slot = Slot { tag: 0, at: u32::MAX };

/// How many slots are looked at before the answer is no.
const LONGEST_PROBE: usize = 64;

/// How often the table is doubled to keep probes short. Only equal hashes could need more, and those that no table can
/// part merely cost their probes.
const DOUBLINGS: usize = 3;

impl Index {
    /// Of hashes, each with where its entries begin.
    pub(super) fn of(runs: &[(u64, u32)]) -> Self {
        let least = runs.len().saturating_mul(2).next_power_of_two();
        let mut slots = Vec::new();
        for doubled in 0..=DOUBLINGS {
            let size = least.checked_shl(u32::try_from(doubled).unwrap_or(0)).unwrap_or(least);
            slots = alloc::vec![FREE; size];
            let mut longest = 0;
            for (hash, at) in runs {
                let free = places(size, *hash)
                    .zip(1_usize..)
                    .find(|(place, _)| slots.get(*place).is_some_and(|slot: &Slot| slot.at == FREE.at));
                if let Some((place, probes)) = free
                    && let Some(slot) = slots.get_mut(place)
                {
                    *slot = Slot { tag: upper_half(*hash), at: *at };
                    longest = longest.max(probes);
                }
            }
            if longest <= LONGEST_PROBE {
                break;
            }
        }
        Self { slots: slots.into() }
    }

    /// Where the entries begin that have this hash and are the right ones.
    pub(super) fn find(&self, hash: u64, is_right: impl Fn(u32) -> bool) -> Option<u32> {
        let tag = upper_half(hash);
        let size = self.slots.len();
        let home = home(size, hash);
        let mut place = home;
        loop {
            let slot = self.slots.get(place).filter(|slot| slot.at != FREE.at)?;
            if slot.tag == tag && is_right(slot.at) {
                return Some(slot.at);
            }
            place = place.wrapping_add(1) & size.wrapping_sub(1);
            // at most half of the slots are taken, but what ends by itself needs no proof
            if place == home {
                return None;
            }
        }
    }
}

/// The slots in which a hash may stand, in order.
fn places(size: usize, hash: u64) -> impl Iterator<Item = usize> {
    let home = home(size, hash);
    (home..size).chain(0..home)
}

/// The first of them.
fn home(size: usize, hash: u64) -> usize {
    usize::try_from(hash & u64::from(u32::MAX)).unwrap_or_default() & size.wrapping_sub(1)
}

fn upper_half(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or_default()
}

/// A hash of eight bytes at a time: names are short, and most take two multiplications.
pub(super) fn hash(text: &[u8]) -> u64 {
    let (whole, rest) = text.as_chunks::<8>();
    let state = whole.iter().fold(SEED, |state, bytes| mixed(state, u64::from_le_bytes(*bytes)));
    // the last bytes, some of them again where there are enough; the length tells a text from a longer one
    let last = match (text.last_chunk::<8>(), rest) {
        (Some(bytes), _) => u64::from_le_bytes(*bytes),
        (None, rest) => rest.iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte)),
    };
    let len = u64::try_from(text.len()).unwrap_or(u64::MAX);
    let state = mixed(state ^ len, last);
    state ^ (state >> 29)
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

const fn mixed(state: u64, word: u64) -> u64 {
    let mixed = (state ^ word).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ mixed.rotate_left(25) ^ mixed.rotate_left(47)
}
