use super::bits::Bits;

/// Ids that ascend: a list of Fibonacci-coded steps, singly or as groups ("Range (Fibonacci)" of the GPP
/// specification). `None` in it is a cut.
#[derive(Clone, Debug)]
pub(super) struct Ids<'a> {
    bits: Bits<'a>,
    at: usize,
    entries: u64,
    last: u16,
    /// How many ids of a group are still to come.
    group: u16,
}

impl<'a> Ids<'a> {
    /// The list that stands here: how many entries, and each.
    pub(super) fn at(bits: Bits<'a>, at: usize) -> Option<Self> {
        Some(Self { bits, at: at.checked_add(12)?, entries: bits.number(at, 12)?, last: 0, group: 0 })
    }

    /// The next entry as its first and its last id, so that a group of thousands costs what one id does.
    fn range(&mut self) -> Option<(u16, u16)> {
        self.entries = self.entries.checked_sub(1)?;
        let first = self.step()?;
        self.last = first.checked_add(core::mem::take(&mut self.group))?;
        Some((first, self.last))
    }

    pub(super) fn contains(mut self, id: u16) -> bool {
        core::iter::from_fn(|| self.range()).any(|(first, last)| (first..=last).contains(&id))
    }

    /// Where the list ends, if it is not cut, and the last of its ids.
    pub(super) fn end(mut self) -> Option<(usize, u16)> {
        while self.entries > 0 {
            self.range()?;
        }
        Some((self.at, self.last))
    }

    /// One number, which ends with two ones in a row.
    fn fibonacci(&mut self) -> Option<u16> {
        let (mut value, mut this, mut next) = (0_u32, 1_u32, 2_u32);
        let mut before = false;
        loop {
            let bit = self.bits.bit(self.at)?;
            self.at = self.at.checked_add(1)?;
            if bit && before {
                return u16::try_from(value).ok();
            }
            if bit {
                value = value.saturating_add(this);
            }
            before = bit;
            (this, next) = (next, this.saturating_add(next));
        }
    }

    fn step(&mut self) -> Option<u16> {
        if self.group > 0 {
            self.group = self.group.checked_sub(1)?;
            self.last = self.last.checked_add(1)?;
            return Some(self.last);
        }
        let is_group = self.bits.bit(self.at)?;
        self.at = self.at.checked_add(1)?;
        let offset = self.fibonacci()?;
        self.last = self.last.checked_add(offset)?;
        if is_group {
            self.group = self.fibonacci()?;
        }
        Some(self.last)
    }
}

impl Iterator for Ids<'_> {
    type Item = Option<u16>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.group == 0 {
            self.entries = self.entries.checked_sub(1)?;
        }
        let id = self.step();
        if id.is_none() {
            // nothing can be read after a cut
            (self.entries, self.group) = (0, 0);
        }
        Some(id)
    }
}
