//! Many cells with few answers, as few lines as can be found.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::reason::Reason;

/// A box of cells with one answer: some values of each axis. The lines of one body of cells share no cell and leave
/// none out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Indices into each axis, ascending.
    pub(super) sets: [Vec<usize>; 3],
    pub(super) reason: Reason,
}

/// The axes of a [`Line`].
const REGIONS: usize = 0;
const CONSENTS: usize = 1;
const SIGNALS: usize = 2;

/// In which order the axes are taken apart.
const ORDERS: [[usize; 3]; 6] = [
    [CONSENTS, SIGNALS, REGIONS],
    [CONSENTS, REGIONS, SIGNALS],
    [SIGNALS, CONSENTS, REGIONS],
    [SIGNALS, REGIONS, CONSENTS],
    [REGIONS, CONSENTS, SIGNALS],
    [REGIONS, SIGNALS, CONSENTS],
];

/// The fewest lines that any order of the axes gives, what was said first.
pub(super) fn fold(sizes: [usize; 3], answer: impl Fn([usize; 3]) -> Reason) -> Vec<Line> {
    let folded = ORDERS.iter().map(|order| merged(nested(sizes, *order, &answer)));
    let mut lines = folded.min_by_key(Vec::len).unwrap_or_default();
    lines.sort_by(|a, b| {
        let key = |line: &Line| {
            let [regions, consents, signals] = line.sets.clone();
            (consents, signals, regions)
        };
        key(a).cmp(&key(b))
    });
    lines
}

/// The values of one axis, those together for which all cells are the same, and of these the values of the next.
fn nested(sizes: [usize; 3], order: [usize; 3], answer: &impl Fn([usize; 3]) -> Reason) -> Vec<Line> {
    let [first, second, third] = order.map(|axis| (axis, sizes.get(axis).copied().unwrap_or(0)));
    let at = |values: [usize; 3]| answer(arranged(order, values));
    let mut lines = Vec::new();
    for outer in classes(first.1, |a| {
        (0..second.1).flat_map(|b| (0..third.1).map(move |c| (b, c))).map(|(b, c)| at([a, b, c])).collect::<Vec<_>>()
    }) {
        let Some(a) = outer.first().copied() else { continue };
        for middle in classes(second.1, |b| (0..third.1).map(|c| at([a, b, c])).collect::<Vec<_>>()) {
            let Some(b) = middle.first().copied() else { continue };
            for inner in classes(third.1, |c| at([a, b, c])) {
                let Some(c) = inner.first().copied() else { continue };
                let sets = arranged(order, [outer.clone(), middle.clone(), inner]);
                lines.push(Line { sets, reason: at([a, b, c]) });
            }
        }
    }
    lines
}

/// Values in the order of `order`, put in the order of the axes.
fn arranged<T: Default>(order: [usize; 3], values: [T; 3]) -> [T; 3] {
    let mut arranged = <[T; 3]>::default();
    for (axis, value) in order.into_iter().zip(values) {
        if let Some(place) = arranged.get_mut(axis) {
            *place = value;
        }
    }
    arranged
}

/// Numbers up to a size, those with the same key together.
fn classes<K: Ord>(size: usize, key: impl Fn(usize) -> K) -> impl Iterator<Item = Vec<usize>> {
    let mut classes: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for value in 0..size {
        classes.entry(key(value)).or_default().push(value);
    }
    classes.into_values()
}

/// Lines that differ in one axis only become one, until there are none.
fn merged(mut lines: Vec<Line>) -> Vec<Line> {
    loop {
        let before = lines.len();
        for axis in [REGIONS, CONSENTS, SIGNALS] {
            let mut alike: BTreeMap<([Vec<usize>; 3], Reason), Vec<usize>> = BTreeMap::new();
            for Line { mut sets, reason } in lines {
                let own = sets.get_mut(axis).map(core::mem::take).unwrap_or_default();
                alike.entry((sets, reason)).or_default().extend(own);
            }
            let line = |((mut sets, reason), mut united): (([Vec<usize>; 3], Reason), Vec<usize>)| {
                united.sort_unstable();
                if let Some(own) = sets.get_mut(axis) {
                    *own = united;
                }
                Line { sets, reason }
            };
            lines = alike.into_iter().map(line).collect();
        }
        if lines.len() == before {
            return lines;
        }
    }
}
