/// CRC-32 (ISO-HDLC, as in zip and PNG): finds every burst of damage up to 32 bits.
#[derive(Clone, Copy)]
pub(crate) struct Crc(u32);

impl Crc {
    pub(crate) const START: Self = Self(u32::MAX);

    /// What half a byte leaves behind, by how many halves follow it: the last table is that of the last half.
    const TABLES: [[u32; 16]; 16] = {
        let mut tables = [[0_u32; 16]; 16];
        let mut halves = 16_u32;
        let mut rest: &mut [[u32; 16]] = &mut tables;
        while let [table, after @ ..] = rest {
            let mut slots: &mut [u32] = table;
            let mut index = 0_u32;
            while let [slot, others @ ..] = slots {
                let mut value = index;
                let mut bits = 4_u32.wrapping_mul(halves);
                while bits > 0 {
                    value = if value & 1 == 1 { (value >> 1) ^ 0xedb8_8320 } else { value >> 1 };
                    bits = bits.wrapping_sub(1);
                }
                *slot = value;
                index = index.wrapping_add(1);
                slots = others;
            }
            halves = halves.wrapping_sub(1);
            rest = after;
        }
        tables
    };

    /// Eight bytes at once, as sixteen halves that do not wait for each other.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks();
        for word in words {
            self.0 = Self::halves(u64::from_le_bytes(*word) ^ u64::from(self.0), &Self::TABLES);
        }
        let (_, last) = Self::TABLES.split_at(14);
        for byte in rest {
            let left = Self::halves(u64::from(*byte) ^ u64::from(self.0 & 0xff), last);
            self.0 = (self.0 >> 8) ^ left;
        }
    }

    fn halves(word: u64, tables: &[[u32; 16]]) -> u32 {
        let half = |shift: u32| usize::try_from(word.wrapping_shr(shift) & 15).unwrap_or(0);
        let of_each = (0_u32..).step_by(4).zip(tables);
        of_each.fold(0, |crc, (shift, table)| crc ^ table.get(half(shift)).copied().unwrap_or(0))
    }

    pub(crate) const fn value(self) -> u32 {
        !self.0
    }
}
