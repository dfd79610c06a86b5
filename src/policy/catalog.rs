use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::pattern::Pattern;
use crate::cookie::{Cookie, HostName, Storage, path_matches};

/// Where a value stands in its [`Catalog`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ListingId(u32);

/// What an entry of an inventory is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) storage: Storage,
    pub(crate) pattern: Pattern,
    /// Lower case; for it and the hosts below it.
    pub(crate) host: Option<Box<str>>,
    /// For it and the paths below it.
    pub(crate) path: Option<Box<str>>,
}

/// How specific a key is: more bytes of the name, then of the host, then of the path. (Exact names stand before all
/// patterns.) Two keys of one inventory that mean the same cookie never tie: that is refused when it is built.
type Specificity = (usize, usize, usize);

impl Key {
    pub(crate) fn specificity(&self) -> Specificity {
        let len = |text: &Option<Box<str>>| text.as_ref().map_or(0, |text| text.len());
        (self.pattern.literal_len(), len(&self.host), len(&self.path))
    }

    fn is_in_scope(&self, asked: &Asked<'_>) -> bool {
        self.storage == asked.storage
            && self.host.as_ref().is_none_or(|host| asked.host.is_within(host))
            && self.path.as_ref().is_none_or(|path| path_matches(asked.path, path))
    }
}

/// A cookie as an inventory is asked for it.
struct Asked<'a> {
    name: &'a [u8],
    storage: Storage,
    host: HostName<'a>,
    path: &'a str,
}

/// A key, with what is compared first taken out of it.
#[derive(Clone, Debug)]
struct Entry {
    key: Key,
    id: ListingId,
    exact: bool,
    prefix_len: usize,
    specificity: Specificity,
}

impl Entry {
    fn new(key: Key, id: ListingId) -> Self {
        let exact = key.pattern.is_exact();
        let prefix_len = key.pattern.literal_prefix().len();
        let specificity = key.specificity();
        Self { key, id, exact, prefix_len, specificity }
    }

    fn prefix(&self) -> &[u8] {
        self.key.pattern.as_bytes().get(..self.prefix_len).unwrap_or_default()
    }
}

/// An inventory, ready to be asked which of its values a cookie means: without allocation, in time that does not grow
/// with the number of its entries.
#[derive(Clone, Debug)]
pub(crate) struct Catalog<V> {
    entries: Box<[Entry]>,
    values: Box<[V]>,
    exact: Index,
    prefixes: Index,
    lengths: PrefixLengths,
}

impl<V> Catalog<V> {
    /// Of values, each under its keys.
    pub(crate) fn of(listed: Vec<(Vec<Key>, V)>) -> Self {
        let mut entries = Vec::new();
        let mut values = Vec::new();
        for (id, (keys, value)) in (0_u32..).zip(listed) {
            entries.extend(keys.into_iter().map(|key| Entry::new(key, ListingId(id))));
            values.push(value);
        }
        // what is looked up together stands together, the most specific first
        entries.sort_by(|a, b| {
            let order = |entry: &Entry| (!entry.exact, Reverse(entry.specificity));
            (a.prefix(), order(a)).cmp(&(b.prefix(), order(b)))
        });
        let exact = Index::of(entries.iter().map(|entry| entry.exact.then(|| entry.prefix())));
        let prefixes = Index::of(entries.iter().map(|entry| (!entry.exact).then(|| entry.prefix())));
        let lengths = PrefixLengths::of(entries.iter().filter(|entry| !entry.exact).map(Entry::prefix));
        Self { entries: entries.into(), values: values.into(), exact, prefixes, lengths }
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.values.iter()
    }

    /// The keys, each with its value's id.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&Key, ListingId)> {
        self.entries.iter().map(|entry| (&entry.key, entry.id))
    }

    pub(crate) fn value(&self, id: ListingId) -> Option<&V> {
        usize::try_from(id.0).ok().and_then(|at| self.values.get(at))
    }

    /// The value that the cookie means: by its exact name, else by the most specific pattern, each within its scope.
    pub(crate) fn find(&self, cookie: &Cookie<'_>) -> Option<(ListingId, &V)> {
        let asked = Asked {
            name: cookie.trimmed_name().as_bytes(),
            storage: cookie.storage,
            host: HostName::new(cookie.host),
            path: cookie.path,
        };
        let id = self.find_exact(&asked).or_else(|| self.find_pattern(&asked))?;
        self.value(id).map(|value| (id, value))
    }

    fn find_exact(&self, asked: &Asked<'_>) -> Option<ListingId> {
        let run = self.exact.run(&self.entries, hash(asked.name), asked.name);
        run.iter().find(|entry| entry.key.is_in_scope(asked)).map(|entry| entry.id)
    }

    fn find_pattern(&self, asked: &Asked<'_>) -> Option<ListingId> {
        let mut best: Option<&Entry> = None;
        self.lengths.each(asked.name, |prefix, hash| {
            let run = self.prefixes.run(&self.entries, hash, prefix);
            let worthy = run.iter().take_while(|entry| best.is_none_or(|best| entry.specificity > best.specificity));
            let mut meant =
                worthy.filter(|entry| entry.key.pattern.matches(asked.name) && entry.key.is_in_scope(asked));
            best = meant.next().or(best);
        });
        best.map(|entry| entry.id)
    }
}

/// The entries of each literal prefix: open addressing, at most half full, linear probing. The inventory is trusted and
/// the questions are not; a hostile name can only meet the longest run of neighbours that building left.
#[derive(Clone, Debug)]
struct Index {
    slots: Box<[Slot]>,
}

/// The hash of a prefix, and where its entries begin and end; an empty run is a free slot.
#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u32,
    start: u32,
    end: u32,
}

impl Index {
    /// Of the prefixes of all entries in order; `None` for those that are not looked up here.
    fn of<'a>(prefixes: impl Iterator<Item = Option<&'a [u8]>>) -> Self {
        let mut runs: Vec<Slot> = Vec::new();
        let mut last: Option<&[u8]> = None;
        for (start, prefix) in (0_u32..).zip(prefixes) {
            let end = start.saturating_add(1);
            match (prefix, runs.last_mut()) {
                (None, _) => {}
                (Some(prefix), Some(run)) if last == Some(prefix) => run.end = end,
                (Some(prefix), _) => runs.push(Slot { hash: hash(prefix), start, end }),
            }
            last = prefix.or(last);
        }
        let free = Slot { hash: 0, start: 0, end: 0 };
        let size = runs.len().saturating_mul(2).next_power_of_two();
        let mut slots = alloc::vec![free; size].into_boxed_slice();
        for run in runs {
            let place = places(size, run.hash).find(|at| slots.get(*at).is_some_and(|slot| slot.end == 0));
            if let Some(slot) = place.and_then(|at| slots.get_mut(at)) {
                *slot = run;
            }
        }
        Self { slots }
    }

    /// The entries whose literal prefix is this one, the most specific first.
    fn run<'e>(&self, entries: &'e [Entry], hash: u32, prefix: &[u8]) -> &'e [Entry] {
        for at in places(self.slots.len(), hash) {
            let Some(slot) = self.slots.get(at).filter(|slot| slot.end != 0) else { break };
            if slot.hash == hash
                && let (Ok(start), Ok(end)) = (usize::try_from(slot.start), usize::try_from(slot.end))
                && let Some(run @ [first, ..]) = entries.get(start..end)
                && first.prefix() == prefix
            {
                return run;
            }
        }
        &[]
    }
}

/// The slots in which a hash may stand, in order.
fn places(size: usize, hash: u32) -> impl Iterator<Item = usize> {
    let mask = size.wrapping_sub(1);
    let home = usize::try_from(hash).unwrap_or_default();
    (0..size).map(move |step| home.wrapping_add(step) & mask)
}

/// FNV-1a, folded to 32 bits: short names, a byte at a time, so that the hashes of all prefixes come out on the way.
fn hash(name: &[u8]) -> u32 {
    name.iter().copied().fold(Fnv::START, Fnv::with).fold()
}

#[derive(Clone, Copy)]
struct Fnv(u64);

impl Fnv {
    const START: Self = Self(0xcbf2_9ce4_8422_2325);

    const fn with(self, byte: u8) -> Self {
        #[expect(clippy::as_conversions, reason = "widening; `u64::from` is not `const`")]
        let byte = byte as u64;
        Self((self.0 ^ byte).wrapping_mul(0x0100_0000_01b3))
    }

    #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "both halves are used")]
    const fn fold(self) -> u32 {
        (self.0 ^ (self.0 >> 32)) as u32
    }
}

/// Which lengths the literal prefixes of patterns have, by how the prefixes begin, so that a name that no pattern can
/// mean costs almost nothing.
#[derive(Clone, Debug)]
struct PrefixLengths {
    /// Of prefixes of three bytes and more, by a hash of these three: bit `n` for length `n`, bit 63 for all longer
    /// ones. Empty if there are none.
    by_start: Box<[u64]>,
    /// The same of shorter prefixes, bit 0 among them: patterns that begin with `*`.
    short: u64,
    longest: usize,
}

const STARTS: usize = 256;
const LAST_BIT: usize = 63;

impl PrefixLengths {
    fn of<'a>(prefixes: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut lengths = Self { by_start: Box::from([]), short: 0, longest: 0 };
        for prefix in prefixes {
            lengths.longest = lengths.longest.max(prefix.len());
            match Self::start(prefix) {
                None => lengths.short |= Self::bit(prefix.len()),
                Some(start) => {
                    if lengths.by_start.is_empty() {
                        lengths.by_start = alloc::vec![0; STARTS].into();
                    }
                    if let Some(bits) = lengths.by_start.get_mut(start) {
                        *bits |= Self::bit(prefix.len());
                    }
                }
            }
        }
        lengths
    }

    /// A hash of the first three bytes.
    fn start(text: &[u8]) -> Option<usize> {
        let [first, second, third, ..] = text else { return None };
        let mixed = first.wrapping_mul(31).wrapping_add(*second).wrapping_mul(31).wrapping_add(*third);
        Some(usize::from(mixed))
    }

    fn bit(len: usize) -> u64 {
        u32::try_from(len.min(LAST_BIT)).map_or(0, |shift| 1_u64.wrapping_shl(shift))
    }

    /// Calls `visit` with each prefix of the name that could be the literal prefix of a pattern, and its hash.
    fn each<'n>(&self, name: &'n [u8], mut visit: impl FnMut(&'n [u8], u32)) {
        let long = Self::start(name).and_then(|start| self.by_start.get(start));
        let bits = self.short | long.copied().unwrap_or(0);
        let Some(last) = bits.checked_ilog2().and_then(|last| usize::try_from(last).ok()) else { return };
        let mut state = Fnv::START;
        if bits & 1 != 0 {
            visit(b"", state.fold());
        }
        let last = if last == LAST_BIT { self.longest } else { last };
        for (len, byte) in (1_usize..=last).zip(name) {
            state = state.with(*byte);
            if bits & Self::bit(len) != 0
                && let Some(prefix) = name.get(..len)
            {
                visit(prefix, state.fold());
            }
        }
    }
}
