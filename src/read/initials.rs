//! Names that are known in advance, told apart by how they begin.

/// Which of up to 64 names, or beginnings of names, of ASCII a name may be, by its first two bytes: most cookies of a
/// request are nobody's, and end here.
pub(super) struct Initials {
    /// For each first byte the names that begin so, as bits.
    first: [u64; 128],
    second: [u64; 128],
}

impl Initials {
    pub(super) const NONE: Self = Self { first: [0; 128], second: [0; 128] };

    /// One name more, under its bit. Of one byte it would begin any other, and there is none.
    pub(super) const fn with(mut self, name: &str, bit: u64) -> Self {
        let [first, second, ..] = name.as_bytes() else { return self };
        mark(&mut self.first, *first, bit);
        mark(&mut self.second, *second, bit);
        self
    }

    /// The bits of all names that this may be. Any other it is not.
    pub(super) fn of(&self, name: &[u8]) -> u64 {
        let [first, second, ..] = name else { return 0 };
        marks(&self.first, *first) & marks(&self.second, *second)
    }
}

const fn mark(table: &mut [u64; 128], byte: u8, bit: u64) {
    let (mut slots, mut at): (&mut [u64], u8) = (table, 0);
    while let [slot, others @ ..] = slots {
        if at == byte {
            *slot |= bit;
        }
        (slots, at) = (others, at.wrapping_add(1));
    }
}

fn marks(table: &[u64; 128], byte: u8) -> u64 {
    table.get(usize::from(byte)).copied().unwrap_or(0)
}
