//! Writes strings of the IAB for tests: the crate itself only reads them.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "the numbers of tests are far from any limit")]

use std::ops::RangeInclusive;

/// Bits, written one after the other, as base64url.
#[derive(Clone, Debug, Default)]
pub(crate) struct Writer(Vec<bool>);

impl Writer {
    pub(crate) fn number(mut self, value: u64, width: u32) -> Self {
        self.0.extend((0..width).rev().map(|bit| value >> bit & 1 == 1));
        self
    }

    /// How many there are.
    pub(crate) fn count(self, count: usize, width: u32) -> Self {
        self.number(count.try_into().unwrap(), width)
    }

    pub(crate) fn bits(mut self, bits: impl IntoIterator<Item = bool>) -> Self {
        self.0.extend(bits);
        self
    }

    pub(crate) fn text(&self) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let letter = |bits: &[bool]| {
            let value = (0..6).fold(0_usize, |value, at| value << 1 | usize::from(bits.get(at) == Some(&true)));
            char::from(LETTERS[value])
        };
        self.0.chunks(6).map(letter).collect()
    }

    /// A set of vendors, in either form.
    pub(crate) fn vendors(self, vendors: &Vendors) -> Self {
        match vendors {
            Vendors::Field(bits) => self.count(bits.len(), 16).number(0, 1).bits(bits.iter().copied()),
            Vendors::Ranges(max, ranges) => self.number(u64::from(*max), 16).number(1, 1).ranges(ranges),
        }
    }

    pub(crate) fn restrictions(self, restrictions: &[Restriction]) -> Self {
        let counted = self.count(restrictions.len(), 12);
        restrictions.iter().fold(counted, |writer, (purpose, kind, ranges)| {
            writer.number(u64::from(*purpose), 6).number(u64::from(*kind), 2).ranges(ranges)
        })
    }

    fn ranges(self, ranges: &[RangeInclusive<u16>]) -> Self {
        let counted = self.count(ranges.len(), 12);
        ranges.iter().fold(counted, |writer, range| {
            let (first, last) = (u64::from(*range.start()), u64::from(*range.end()));
            let single = first == last;
            let writer = writer.number(u64::from(!single), 1).number(first, 16);
            if single { writer } else { writer.number(last, 16) }
        })
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Vendors {
    Field(Vec<bool>),
    Ranges(u16, Vec<RangeInclusive<u16>>),
}

impl Vendors {
    pub(crate) fn contains(&self, id: u16) -> bool {
        match self {
            Self::Field(bits) => usize::from(id).checked_sub(1).and_then(|at| bits.get(at)) == Some(&true),
            Self::Ranges(max, ranges) => id > 0 && id <= *max && ranges.iter().any(|range| range.contains(&id)),
        }
    }
}

/// A publisher's restriction: purpose, type, vendors.
pub(crate) type Restriction = (u8, u8, Vec<RangeInclusive<u16>>);

/// All that a TC string says, as far as tests care.
#[derive(Clone, Debug)]
pub(crate) struct TcModel {
    pub(crate) created: u64,
    pub(crate) updated: u64,
    pub(crate) cmp: u16,
    pub(crate) policy: u8,
    pub(crate) service_specific: bool,
    pub(crate) features: u16,
    pub(crate) purposes: u32,
    pub(crate) interests: u32,
    pub(crate) one_treatment: bool,
    pub(crate) consents: Vendors,
    pub(crate) legitimate: Vendors,
    pub(crate) restrictions: Vec<Restriction>,
    pub(crate) disclosed: Option<Vendors>,
    pub(crate) allowed: Option<Vendors>,
    pub(crate) publisher: Option<Publisher>,
    /// Of the consent manager: its version, its screen, and its language as two numbers.
    pub(crate) asked_by: (u16, u8, [u8; 2]),
}

/// The segment of the publisher itself: 24 purposes consented to, 24 of legitimate interest, and its own of both kinds.
#[derive(Clone, Debug)]
pub(crate) struct Publisher {
    pub(crate) purposes: u32,
    pub(crate) interests: u32,
    pub(crate) own: Vec<(bool, bool)>,
}

impl TcModel {
    /// Nothing consented to, and nobody.
    pub(crate) const fn plain() -> Self {
        Self {
            created: 17_000_000_000,
            updated: 17_000_000_000,
            cmp: 7,
            policy: 5,
            service_specific: true,
            features: 0,
            purposes: 0,
            interests: 0,
            one_treatment: false,
            consents: Vendors::Field(Vec::new()),
            legitimate: Vendors::Field(Vec::new()),
            restrictions: Vec::new(),
            disclosed: None,
            allowed: None,
            publisher: None,
            asked_by: (1, 0, [4, 13]),
        }
    }

    pub(crate) fn text(&self) -> String {
        let core = Writer::default()
            .number(2, 6)
            .number(self.created, 36)
            .number(self.updated, 36)
            .number(u64::from(self.cmp), 12)
            .number(u64::from(self.asked_by.0), 12)
            .number(u64::from(self.asked_by.1), 6)
            .number(u64::from(self.asked_by.2[0]), 6)
            .number(u64::from(self.asked_by.2[1]), 6)
            .number(178, 12)
            .number(u64::from(self.policy), 6)
            .bits([self.service_specific, false])
            .number(u64::from(self.features), 12)
            .number(u64::from(self.purposes), 24)
            .number(u64::from(self.interests), 24)
            .bits([self.one_treatment])
            .number(6, 6)
            .number(17, 6)
            .vendors(&self.consents)
            .vendors(&self.legitimate)
            .restrictions(&self.restrictions);
        let disclosed = self.disclosed.iter().map(|vendors| Writer::default().number(1, 3).vendors(vendors));
        let allowed = self.allowed.iter().map(|vendors| Writer::default().number(2, 3).vendors(vendors));
        let publisher = self.publisher.iter().map(|publisher| {
            let writer = Writer::default().number(3, 3);
            let writer = writer.number(u64::from(publisher.purposes), 24).number(u64::from(publisher.interests), 24);
            let counted = writer.number(u64::try_from(publisher.own.len()).unwrap(), 6);
            let consents = publisher.own.iter().map(|own| own.0);
            counted.bits(consents.chain(publisher.own.iter().map(|own| own.1)))
        });
        let parts = [core].into_iter().chain(publisher).chain(disclosed).chain(allowed);
        parts.map(|part| part.text()).collect::<Vec<_>>().join(".")
    }
}

/// A section of the US of these fields, of which `MspaCoveredTransaction` is 1 where it is left at 0, which it may not
/// be; `gpc` adds the sub-section. The last four states' begin with a header, as the specification has it.
pub(crate) fn section(id: u16, fields: &[u64], gpc: Option<bool>) -> String {
    let header = (id >= 24).then(|| Writer::default().number(u64::from(id), 6).number(1, 6).number(0, 12).text());
    header.into_iter().chain([bare_section(id, fields, gpc)]).collect::<Vec<_>>().join(".")
}

/// The same without a header, as the IAB's own encoder writes it.
pub(crate) fn bare_section(id: u16, fields: &[u64], gpc: Option<bool>) -> String {
    let covered = if id >= 24 { 0 } else { fields.len() - 3 };
    let field = |(index, field): (usize, &u64)| if index == covered { (*field).max(1) } else { *field };
    let fields = fields.iter().enumerate().map(field);
    let core = fields.fold(Writer::default().number(1, 6), |writer, field| writer.number(field, 2)).text();
    let gpc = gpc.map(|gpc| Writer::default().number(1, 2).bits([gpc]).text());
    [core].into_iter().chain(gpc).collect::<Vec<_>>().join(".")
}

/// Fibonacci coding: the sum of 1, 2, 3, 5, 8 …, the least first, and a one at the end.
pub(crate) fn fibonacci(writer: Writer, value: u16) -> Writer {
    let mut numbers = vec![1_u32, 2];
    let value = u32::from(value);
    while *numbers.last().unwrap() <= value {
        numbers.push(numbers[numbers.len() - 1] + numbers[numbers.len() - 2]);
    }
    let mut rest = value;
    let mut bits: Vec<bool> = numbers
        .iter()
        .rev()
        .map(|number| {
            let fits = *number <= rest;
            rest -= if fits { *number } else { 0 };
            fits
        })
        .collect();
    bits.reverse();
    while bits.last() == Some(&false) {
        bits.pop();
    }
    writer.bits(bits).bits([true])
}

/// A whole GPP string; runs of ids become groups if `groups`.
pub(crate) fn string(sections: &[(u16, String)], groups: bool) -> String {
    let mut entries: Vec<(u16, u16)> = Vec::new();
    for (id, _) in sections {
        match entries.last_mut() {
            Some((_, last)) if groups && *last + 1 == *id => *last = *id,
            _ => entries.push((*id, *id)),
        }
    }
    let header = Writer::default().number(3, 6).number(1, 6).count(entries.len(), 12);
    let (header, _) = entries.iter().fold((header, 0), |(header, before), (first, last)| {
        let header = fibonacci(header.bits([first != last]), first - before);
        (if first == last { header } else { fibonacci(header, last - first) }, *last)
    });
    let texts = sections.iter().map(|(_, text)| text.clone());
    [header.text()].into_iter().chain(texts).collect::<Vec<_>>().join("~")
}
