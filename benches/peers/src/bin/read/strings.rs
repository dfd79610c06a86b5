//! Strings of the IAB, written bit by bit.

use std::ops::RangeInclusive;

use crate::workload::Random;

/// Bits, written one after the other, as base64url of whole bytes.
#[derive(Clone, Default)]
pub(crate) struct Writer(Vec<bool>);

impl Writer {
    pub(crate) fn number(mut self, value: usize, width: u32) -> Self {
        self.0.extend((0..width).rev().map(|bit| value >> bit & 1 == 1));
        self
    }

    fn field(self, ids: &[u16], max: u16) -> Self {
        let mut written = self.number(max.into(), 16).number(0, 1);
        written.0.extend((1..=max).map(|id| ids.binary_search(&id).is_ok()));
        written
    }

    pub(crate) fn ranges(self, ranges: &[RangeInclusive<u16>]) -> Self {
        ranges.iter().fold(self.number(ranges.len(), 12), |written, range| {
            let (first, last) = (*range.start(), *range.end());
            let written = written.number((first < last).into(), 1).number(first.into(), 16);
            if first < last { written.number(last.into(), 16) } else { written }
        })
    }

    pub(crate) fn listed(self, max: u16, ranges: &[RangeInclusive<u16>]) -> Self {
        self.number(max.into(), 16).number(1, 1).ranges(ranges)
    }

    /// An id of a GPP header, as its distance from the one before.
    pub(crate) fn fibonacci(self, distance: usize) -> Self {
        let mut numbers = vec![1, 2];
        while numbers[numbers.len() - 1] <= distance {
            numbers.push(numbers[numbers.len() - 1] + numbers[numbers.len() - 2]);
        }
        let mut rest = distance;
        let mut code: Vec<bool> = Vec::new();
        for number in numbers.iter().rev() {
            let taken = *number <= rest;
            rest -= if taken { *number } else { 0 };
            if taken || !code.is_empty() {
                code.push(taken);
            }
        }
        let mut written = self;
        written.0.extend(code.iter().rev());
        written.0.push(true);
        written
    }

    pub(crate) fn text(mut self) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        self.0.resize(self.0.len().next_multiple_of(8), false);
        let letter = |bits: &[bool]| {
            let value = (0..6).fold(0_usize, |value, at| value << 1 | usize::from(bits.get(at) == Some(&true)));
            char::from(LETTERS[value])
        };
        self.0.chunks(6).map(letter).collect()
    }
}

/// The core of a TC string up to its vendors.
pub(crate) fn core(random: &mut Random) -> Writer {
    Writer::default()
        .number(2, 6)
        .number(17_000_000_000 + random.below(1_000_000), 36)
        .number(17_100_000_000 + random.below(1_000_000), 36)
        .number(1 + random.below(400), 12)
        .number(1, 12)
        .number(1, 6)
        .number(4, 6)
        .number(13, 6)
        .number(random.below(400), 12)
        .number(5, 6)
        .number(1, 1)
        .number(0, 1)
        .number(random.below(4) << 10, 12)
        .number(random.below(1 << 11) << 13, 24)
        .number(random.below(1 << 11) << 13, 24)
        .number(0, 1)
        .number(3, 6)
        .number(4, 6)
}

/// A hundred vendors in a field of bits, about two thirds of them set.
pub(crate) fn short(random: &mut Random) -> String {
    let ids: Vec<u16> = (1..=100).filter(|_| random.below(3) != 0).collect();
    let few = &ids[..30];
    core(random).field(&ids, 100).field(few, few[29]).number(0, 12).text()
}

/// About a thousand vendors in 250 ranges, three times.
pub(crate) fn long(random: &mut Random) -> String {
    let mut ranges = Vec::new();
    let mut at = 1_u16;
    for _ in 0..250 {
        let last = at + u16::try_from(random.below(7)).unwrap();
        ranges.push(at..=last);
        at = last + 2 + u16::try_from(random.below(3)).unwrap();
    }
    let max = *ranges[ranges.len() - 1].end();
    let core = core(random).listed(max, &ranges).listed(max, &ranges).number(0, 12).text();
    format!("{core}.{}", Writer::default().number(1, 3).listed(max, &ranges).text())
}

/// Several sections of the US with random choices: California, Virginia, and a US Privacy string.
pub(crate) fn us_sections(random: &mut Random) -> String {
    // 6 alone, then 8 and one more as a group: a third entry is misread by `iab_gpp` 0.1.2
    let header = Writer::default().number(3, 6).number(1, 6).number(2, 12).number(0, 1).fibonacci(6);
    let header = header.number(1, 1).fibonacci(2).fibonacci(1);
    let fields = |random: &mut Random, count: usize| {
        (0..count).fold(Writer::default().number(1, 6), |written, at| {
            let value = match at {
                // all notices were given
                0..3 => 1,
                // the transaction is covered or not: yes or no, and nothing else
                at if at + 3 == count => 1 + random.below(2),
                // no service provider
                at if at + 1 == count => 2 * random.below(2),
                _ => random.below(3),
            };
            written.number(value, 2)
        })
    };
    let gpc = Writer::default().number(1, 2).number(random.below(2), 1).text();
    let (ca, va) = (fields(random, 20).text(), fields(random, 17).text());
    let sale = [b'Y', b'N'][random.below(2)];
    format!("{}~1Y{}N~{ca}.{gpc}~{va}", header.text(), char::from(sale))
}

/// A TC string and a US Privacy string.
pub(crate) fn tcf_and_us_privacy(random: &mut Random) -> String {
    let header = Writer::default().number(3, 6).number(1, 6).number(2, 12);
    let header = [2, 4].iter().fold(header, |header, step| header.number(0, 1).fibonacci(*step));
    format!("{}~{}~1YNN", header.text(), short(random))
}
