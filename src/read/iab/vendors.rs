use alloc::vec;
use alloc::vec::Vec;

use super::bits::Bits;

/// A set of vendor ids as it stands in a string: a field of bits, or ranges. It was walked once when it was found, so its
/// ends are known to be there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vendors<'a> {
    bits: Bits<'a>,
    max: u16,
    form: Form,
    /// Where the set ends.
    pub(super) end: usize,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Field { at: usize },
    Ranges { at: usize, count: u16 },
}

impl<'a> Vendors<'a> {
    /// The set that stands here: its greatest id, and its form.
    pub(super) fn at(bits: Bits<'a>, at: usize) -> Option<Self> {
        let max = bits.short(at)?;
        let body = at.checked_add(17)?;
        if bits.bit(at.checked_add(16)?)? {
            return Self::ranges_at(bits, body, max);
        }
        let end = body.checked_add(usize::from(max))?;
        // the last bit is there, so all are
        if max > 0 {
            bits.bit(end.checked_sub(1)?)?;
        }
        Some(Self { bits, max, form: Form::Field { at: body }, end })
    }

    /// A list of ranges: how many, and each.
    pub(super) fn ranges_at(bits: Bits<'a>, at: usize, max: u16) -> Option<Self> {
        let count = u16::try_from(bits.number(at, 12)?).ok()?;
        let at = at.checked_add(12)?;
        let mut end = at;
        for _ in 0..count {
            let (first, last, next) = range(bits, end)?;
            if first == 0 || first > last {
                return None;
            }
            end = next;
        }
        Some(Self { bits, max, form: Form::Ranges { at, count }, end })
    }

    /// The ids from one to another, in the order in which they stand.
    fn ranges(self) -> impl Iterator<Item = (u16, u16)> {
        let (mut at, count) = match self.form {
            Form::Ranges { at, count } => (at, count),
            Form::Field { .. } => (0, 0),
        };
        (0..count).map_while(move |_| {
            let (first, last, next) = range(self.bits, at)?;
            at = next;
            Some((first, last))
        })
    }

    pub(super) fn contains(self, id: u16) -> bool {
        if id == 0 || id > self.max {
            return false;
        }
        match self.form {
            Form::Field { at } => {
                at.checked_add(usize::from(id).wrapping_sub(1)).and_then(|at| self.bits.bit(at)) == Some(true)
            }
            Form::Ranges { .. } => self.ranges().any(|(first, last)| (first..=last).contains(&id)),
        }
    }

    /// Which of these ids, which ascend, are in the set: one pass over either, however the ranges overlap.
    pub(super) fn contains_each(self, ids: &[u16]) -> Vec<bool> {
        match self.form {
            Form::Field { .. } => ids.iter().map(|id| self.contains(*id)).collect(),
            Form::Ranges { .. } => {
                let mut marks = Marks::of(ids);
                self.mark(&mut marks);
                marks.marked().zip(ids).map(|(marked, id)| marked && *id <= self.max).collect()
            }
        }
    }

    /// Marks the ids that its ranges hold.
    pub(super) fn mark(self, marks: &mut Marks<'_>) {
        self.ranges().for_each(|(first, last)| marks.add(first, last));
    }
}

/// Ids, which ascend, and how many ranges begin and end before each: marked in one pass at the end, so that ranges which
/// all hold everything cost no more than others.
#[derive(Clone, Debug)]
pub(super) struct Marks<'i> {
    ids: &'i [u16],
    begun: Vec<u32>,
    ended: Vec<u32>,
}

impl<'i> Marks<'i> {
    pub(super) fn of(ids: &'i [u16]) -> Self {
        Self { ids, begun: vec![0; ids.len()], ended: vec![0; ids.len()] }
    }

    fn add(&mut self, first: u16, last: u16) {
        let (begin, end) = (self.ids.partition_point(|id| *id < first), self.ids.partition_point(|id| *id <= last));
        for (marks, before) in [(&mut self.begun, begin), (&mut self.ended, end)] {
            if let Some(mark) = marks.get_mut(before) {
                *mark = mark.saturating_add(1);
            }
        }
    }

    pub(super) fn marked(&self) -> impl Iterator<Item = bool> {
        let mut open = 0_u32;
        self.begun.iter().zip(&self.ended).map(move |(begun, ended)| {
            open = open.saturating_add(*begun).saturating_sub(*ended);
            open > 0
        })
    }
}

/// One range, and where the next one stands.
fn range(bits: Bits<'_>, at: usize) -> Option<(u16, u16, usize)> {
    let start = at.checked_add(1)?;
    let first = bits.short(start)?;
    let next = start.checked_add(16)?;
    if bits.bit(at)? { Some((first, bits.short(next)?, next.checked_add(16)?)) } else { Some((first, first, next)) }
}
