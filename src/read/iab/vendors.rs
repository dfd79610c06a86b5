use alloc::vec::Vec;
use core::ops::RangeInclusive;

use super::bits::Bits;

/// A set of vendor ids as it stands in a string: a field of bits, or ranges. It was walked once when it was found, so
/// its ends are known to be there.
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
        Self::marked(bits, at, None)
    }

    /// Likewise. The walk on which its ranges are found marks those ids that they hold.
    pub(super) fn marked(bits: Bits<'a>, at: usize, marks: Option<&mut Marks<'_>>) -> Option<Self> {
        let max = bits.short(at)?;
        let body = at.checked_add(17)?;
        if bits.bit(at.checked_add(16)?)? {
            return Self::marked_ranges(bits, body, max, marks);
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
        Self::marked_ranges(bits, at, max, None)
    }

    /// Likewise. The walk marks those ids that they hold.
    pub(super) fn marked_ranges(
        bits: Bits<'a>,
        at: usize,
        max: u16,
        mut marks: Option<&mut Marks<'_>>,
    ) -> Option<Self> {
        let count = u16::try_from(bits.number(at, 12)?).ok()?;
        let at = at.checked_add(12)?;
        let mut end = at;
        for _ in 0..count {
            let (first, last, next) = range(bits, end);
            if first == 0 || first > last {
                return None;
            }
            if let Some(marks) = &mut marks {
                marks.add(first, last);
            }
            end = next;
        }
        (end <= bits.len()).then_some(Self { bits, max, form: Form::Ranges { at, count }, end })
    }

    /// The ids from one to another, in the order in which they stand.
    fn ranges(self) -> impl Iterator<Item = (u16, u16)> {
        let (mut at, count) = match self.form {
            Form::Ranges { at, count } => (at, count),
            Form::Field { .. } => (0, 0),
        };
        (0..count).map(move |_| {
            let (first, last, next) = range(self.bits, at);
            at = next;
            (first, last)
        })
    }

    /// The ids from one to another, as they stand in a field of bits.
    fn runs(self) -> impl Iterator<Item = (u16, u16)> {
        let (mut at, end) = match self.form {
            Form::Field { at } => (at, self.end),
            Form::Ranges { .. } => (0, 0),
        };
        // a part of the field, of which `id` is the first and `left` are still there
        let (mut word, mut id, mut left) = (0_u64, 1_u32, 0_u32);
        core::iter::from_fn(move || {
            while word == 0 {
                id = id.wrapping_add(left);
                left = u32::try_from(end.saturating_sub(at)).unwrap_or(u32::MAX).min(Bits::WINDOW);
                word = self.bits.window(at) & !u64::MAX.checked_shr(left).unwrap_or(0);
                at = at.checked_add(usize::try_from(left).ok()?)?;
                if left == 0 {
                    return None;
                }
            }
            let zeros = word.leading_zeros();
            word = word.wrapping_shl(zeros);
            let ones = word.leading_ones();
            word = word.wrapping_shl(ones);
            let first = id.wrapping_add(zeros);
            id = first.wrapping_add(ones);
            left = left.wrapping_sub(zeros).wrapping_sub(ones);
            Some((u16::try_from(first).ok()?, u16::try_from(id.wrapping_sub(1)).ok()?))
        })
    }

    /// All ids, however the set is written: in one pass over it, whatever its ranges say.
    pub(super) fn listed(self) -> impl Iterator<Item = RangeInclusive<u16>> {
        let max = self.max;
        let ranges = self.ranges().filter(move |(first, _)| *first <= max);
        self.runs().chain(ranges).map(move |(first, last)| first..=last.min(max))
    }

    /// Whether its greatest id is one of those that it lists, and none is greater.
    pub(super) fn is_exact(self) -> bool {
        self.runs().chain(self.ranges()).map(|(_, last)| last).max().unwrap_or(0) == self.max
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

    /// Which of these ids are in the set, of which the walk has marked those that its ranges hold.
    pub(super) fn contains_each(self, marks: &Marks<'_>) -> impl Iterator<Item = bool> {
        let is_field = matches!(self.form, Form::Field { .. });
        marks.marked().map(move |(id, marked)| if is_field { self.contains(id) } else { marked && id <= self.max })
    }
}

/// Ids, which ascend, and how many more ranges begin at each than have ended before it: summed up in one pass at the
/// end, so that ranges which all hold everything cost no more than others.
#[derive(Clone, Debug)]
pub(super) struct Marks<'i> {
    ids: &'i [u16],
    /// Fewer ranges fit into a string than numbers into this. None is there until one has begun.
    begun: Vec<i16>,
    /// Where a range was found last: ranges usually ascend, and most hold none of the ids.
    last: usize,
    /// The ids around that place: what lies above the first, and not above the second, belongs there.
    gap: (u32, u32),
}

impl<'i> Marks<'i> {
    pub(super) const fn of(ids: &'i [u16]) -> Self {
        Self { ids, begun: Vec::new(), last: 0, gap: (0, 0) }
    }

    fn add(&mut self, first: u16, last: u16) {
        let (first, last) = (u32::from(first), u32::from(last));
        // begun and ended at the same id: that adds up to nothing
        if self.gap.0 < first && last < self.gap.1 {
            return;
        }
        self.count(first, 1);
        self.count(last.saturating_add(1), -1);
    }

    /// Counts at the first id that is not below another.
    fn count(&mut self, id: u32, by: i16) {
        if !(self.gap.0 < id && id <= self.gap.1) {
            self.last = self.ids.partition_point(|known| u32::from(*known) < id);
            let known = |at: Option<usize>| at.and_then(|at| self.ids.get(at)).copied().map(u32::from);
            self.gap = (known(self.last.checked_sub(1)).unwrap_or(0), known(Some(self.last)).unwrap_or(u32::MAX));
        }
        if self.begun.is_empty() {
            self.begun.resize(self.ids.len(), 0);
        }
        if let Some(begun) = self.begun.get_mut(self.last) {
            *begun = begun.saturating_add(by);
        }
    }

    /// Each id, and whether a range holds it.
    pub(super) fn marked(&self) -> impl Iterator<Item = (u16, bool)> {
        let mut open = 0_i16;
        self.ids.iter().enumerate().map(move |(at, id)| {
            open = open.saturating_add(self.begun.get(at).copied().unwrap_or(0));
            (*id, open > 0)
        })
    }
}

/// One range, from an id to another, and where the next one stands. Beyond the end all is zero.
#[inline]
fn range(bits: Bits<'_>, at: usize) -> (u16, u16, usize) {
    let word = bits.window(at);
    let id = |before: u32| u16::try_from(word.wrapping_shl(before) >> 48).unwrap_or(0);
    // far from an overflow: there are at most 4,095 ranges
    if word >> 63 == 1 {
        (id(1), id(17), at.wrapping_add(33))
    } else {
        seldom();
        (id(1), id(1), at.wrapping_add(17))
    }
}

/// Makes a choice a branch: where the next range stands is then foretold, and not waited for.
#[cold]
const fn seldom() {}
