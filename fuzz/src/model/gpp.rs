//! The Global Privacy Platform: the header, and the sections of the US by their specifications (state of 2025-12-17).

use super::bits::Bits;
use super::us_privacy::us_privacy;
use cookie_consent::visit::UsPrivacySignal;

/// The sections of a string, each with its id.
#[derive(Clone, Debug)]
pub struct Gpp {
    pub sections: Vec<(u16, Vec<u8>)>,
}

/// What the sections of the US say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Us {
    pub opted_out: bool,
    pub child: bool,
    pub gpc: bool,
}

/// Of each section: id, the fields before the opt-outs, the opt-outs, those of sensitive data, of children, those after,
/// and whether it has a sub-section for Global Privacy Control. Every field has two bits.
const SECTIONS: [(u16, usize, usize, usize, usize, usize, bool); 21] = [
    (7, 6, 3, 12, 2, 4, true),
    (8, 3, 2, 9, 2, 4, true),
    (9, 3, 2, 8, 1, 3, false),
    (10, 3, 2, 7, 1, 3, true),
    (11, 4, 2, 8, 1, 3, false),
    (12, 3, 2, 8, 3, 3, true),
    (13, 3, 2, 8, 3, 4, false),
    (14, 3, 2, 8, 3, 4, true),
    (15, 3, 2, 11, 3, 4, true),
    (16, 3, 2, 8, 1, 4, true),
    (17, 3, 2, 9, 5, 4, true),
    (18, 4, 2, 8, 1, 3, true),
    (19, 3, 2, 8, 1, 4, true),
    (20, 3, 2, 8, 3, 4, true),
    (21, 3, 2, 10, 5, 4, true),
    (22, 3, 2, 8, 1, 4, true),
    (23, 3, 2, 8, 1, 4, true),
    (24, 5, 2, 0, 0, 1, true),
    (25, 5, 2, 0, 1, 1, false),
    (26, 5, 2, 0, 1, 1, false),
    (27, 5, 2, 0, 1, 1, false),
];
/// The national section of 2024 has more fields of sensitive data and of children.
const LONGER: (usize, usize) = (16, 3);

impl Gpp {
    /// Reads a string; `None` if its header is none, or lists more or fewer sections than there are.
    #[must_use]
    pub fn read(text: &[u8]) -> Option<Self> {
        if text.is_empty() || text.len() > 4_096 {
            return None;
        }
        let mut parts = text.split(|byte| *byte == b'~');
        let ids = ids(&mut Bits::of(parts.next()?)?)?;
        let texts: Vec<Vec<u8>> = parts.map(<[u8]>::to_vec).collect();
        (ids.len() == texts.len()).then(|| Self { sections: ids.into_iter().zip(texts).collect() })
    }

    /// What its sections of the US say together; `None` if one of them cannot be read.
    #[must_use]
    pub fn us(&self) -> Option<Us> {
        let mut all = Us::default();
        for (id, text) in &self.sections {
            let Some(layout) = SECTIONS.iter().find(|layout| layout.0 == *id) else { continue };
            let us = section(*layout, text)?;
            all.opted_out |= us.opted_out;
            all.child |= us.child;
            all.gpc |= us.gpc;
        }
        Some(all)
    }

    /// Whether a US Privacy string in section 6 opted out; `None` if one cannot be read.
    #[must_use]
    pub fn us_privacy(&self) -> Option<bool> {
        let strings = self.sections.iter().filter(|(id, _)| *id == 6);
        strings
            .map(|(_, text)| us_privacy(text))
            .try_fold(false, |out, signal| Some(out | (signal? == UsPrivacySignal::OptedOut)))
    }
}

/// Type 3, version 1, and the ids: steps in Fibonacci coding, singly or as groups of a first and how many follow.
fn ids(bits: &mut Bits) -> Option<Vec<u16>> {
    if bits.number(6)? != 3 || bits.number(6)? != 1 {
        return None;
    }
    let entries = bits.number(12)?;
    let mut ids = Vec::new();
    let mut last = 0_u64;
    for _ in 0..entries {
        let is_group = bits.bit()?;
        let first = last + fibonacci(bits)?;
        last = first + if is_group { fibonacci(bits)? } else { 0 };
        ids.extend(u16::try_from(first).ok()?..=u16::try_from(last).ok()?);
    }
    Some(ids)
}

/// The sum of 1, 2, 3, 5, 8 …, the least first, up to a one that follows a one. `None` beyond 16 bits.
fn fibonacci(bits: &mut Bits) -> Option<u64> {
    let mut numbers = vec![1, 2];
    let (mut sum, mut before) = (0, false);
    for at in 0.. {
        let bit = bits.bit()?;
        if bit && before {
            break;
        }
        numbers.push(65_536.min(numbers[at] + numbers[at + 1]));
        sum += if bit { numbers[at] } else { 0 };
        before = bit;
    }
    (sum < 65_536).then_some(sum)
}

fn section(layout: (u16, usize, usize, usize, usize, usize, bool), text: &[u8]) -> Option<Us> {
    let (id, notices, opt_outs, mut sensitive, mut children, after, has_gpc) = layout;
    let parts: Option<Vec<Bits>> = text.split(|byte| *byte == b'.').map(Bits::of).collect();
    let mut parts = parts?.into_iter();
    let mut core = parts.next()?;
    if id >= 24 {
        // a header of its own, with the id
        if core.number(6)? != u64::from(id) || core.number(6)? != 1 {
            return None;
        }
        core = parts.next()?;
        core.number(6)?;
    } else {
        let version = core.number(6)?;
        if version != 1 && !(id == 7 && version == 2) {
            return None;
        }
    }
    if id == 7 && core.len() >= 6 + 2 * (notices + opt_outs + LONGER.0 + LONGER.1 + after) {
        (sensitive, children) = LONGER;
    }
    let mut fields = |count: usize| -> Option<Vec<u64>> { (0..count).map(|_| core.number(2)).collect() };
    let all = [fields(notices)?, fields(opt_outs)?, fields(sensitive)?, fields(children)?, fields(after)?];
    if all.concat().contains(&3) {
        return None;
    }
    let mut gpc = false;
    for mut part in parts {
        if part.number(2)? == 1 && has_gpc {
            gpc |= part.bit()?;
        }
    }
    Some(Us { opted_out: all[1].contains(&1), child: all[3].iter().any(|field| *field != 0), gpc })
}
