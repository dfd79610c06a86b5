//! The Global Privacy Platform: the header, and the sections of the US by their specifications (state of 2025-12-17).

use super::bits::Bits;
use super::us_privacy::us_privacy;
use cookie_consent::visit::UsPrivacySignal;

/// The sections of a string, each with its id.
#[derive(Clone, Debug)]
pub struct Gpp {
    pub sections: Vec<(u16, Vec<u8>)>,
}

/// What a section of the US says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Us {
    pub opted_out: bool,
    pub child: bool,
    pub gpc: bool,
}

type Layout = (u16, usize, usize, usize, usize, usize);

/// Of each section: id, the fields before the opt-outs, the opt-outs, those of sensitive data, of children, and those
/// after. Every field has two bits.
const SECTIONS: [Layout; 21] = [
    (7, 6, 3, 12, 2, 4),
    (8, 3, 2, 9, 2, 4),
    (9, 3, 2, 8, 1, 3),
    (10, 3, 2, 7, 1, 3),
    (11, 4, 2, 8, 1, 3),
    (12, 3, 2, 8, 3, 3),
    (13, 3, 2, 8, 3, 4),
    (14, 3, 2, 8, 3, 4),
    (15, 3, 2, 11, 3, 4),
    (16, 3, 2, 8, 1, 4),
    (17, 3, 2, 9, 5, 4),
    (18, 4, 2, 8, 1, 3),
    (19, 3, 2, 8, 1, 4),
    (20, 3, 2, 8, 3, 4),
    (21, 3, 2, 10, 5, 4),
    (22, 3, 2, 8, 1, 4),
    (23, 3, 2, 8, 1, 4),
    (24, 5, 2, 0, 0, 1),
    (25, 5, 2, 0, 1, 1),
    (26, 5, 2, 0, 1, 1),
    (27, 5, 2, 0, 1, 1),
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

    /// What a section of the US says, or a US Privacy string; `None` for one of another region or one that is not known,
    /// `Some(None)` for one that cannot be read.
    #[must_use]
    pub fn us(id: u16, text: &[u8]) -> Option<Option<Us>> {
        if id == 6 {
            let opted_out = |signal| signal == UsPrivacySignal::OptedOut;
            return Some(us_privacy(text).map(|signal| Us { opted_out: opted_out(signal), ..Us::default() }));
        }
        SECTIONS.iter().find(|layout| layout.0 == id).map(|layout| section(*layout, text))
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
    bits.is_at_padding().then_some(ids)
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

fn section(layout: Layout, text: &[u8]) -> Option<Us> {
    let (id, before, opt_outs, mut sensitive, mut children, after) = layout;
    let parts: Option<Vec<Bits>> = text.split(|byte| *byte == b'.').map(Bits::of).collect();
    let mut parts = parts?.into_iter();
    let mut core = parts.next()?;
    let mut version = core.number(6)?;
    let has_header = id >= 24 && version == u64::from(id);
    if has_header {
        version = core.number(6)?;
    }
    if version != 1 && !(id == 7 && version == 2) {
        return None;
    }
    if has_header {
        core = parts.next()?;
        core.number(6)?;
    }
    if id == 7 && core.len() >= 6 + 2 * (before + opt_outs + LONGER.0 + LONGER.1 + after) {
        (sensitive, children) = LONGER;
    }
    let mut fields = |count: usize| -> Option<Vec<u64>> { (0..count).map(|_| core.number(2)).collect() };
    let [before, opt_outs, sensitive, children, after] =
        [fields(before)?, fields(opt_outs)?, fields(sensitive)?, fields(children)?, fields(after)?];
    let all = [&before, &opt_outs, &sensitive, &children, &after];
    if all.iter().any(|fields| fields.contains(&3)) || !core.is_at_padding() {
        return None;
    }
    // the notices of processing and of the choices, and the first of the latter
    let (notices, first) = match id {
        7 => (0..4, 1),
        8 => (0..2, 0),
        24.. => (2..5, 3),
        _ => (0..3, 1),
    };
    let untold = opt_outs.iter().zip(&before[first..]).any(|(chosen, told)| *chosen == 2 && *told != 1);
    let (covered, serves) =
        if id >= 24 { (before[0], before[1] == 2) } else { (after[after.len() - 3], after.last() == Some(&1)) };
    if untold || covered == 0 {
        return None;
    }
    let mut gpc = false;
    for mut part in parts {
        if id > 24 {
            for _ in 0..8 {
                part.number(2).filter(|field| *field != 3)?;
            }
        } else {
            part.number(2).filter(|kind| *kind == 1)?;
            gpc |= part.bit()?;
        }
        part.is_at_padding().then_some(())?;
    }
    let opted_out = opt_outs.contains(&1) || before[notices].contains(&2) || serves;
    Some(Us { opted_out, child: children.iter().any(|field| *field != 0), gpc })
}
