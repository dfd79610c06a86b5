/// CRC-32 (ISO-HDLC, as in zip and PNG): finds every burst of damage up to 32 bits.
#[derive(Clone, Copy)]
pub(crate) struct Crc(u32);

impl Crc {
    pub(crate) const START: Self = Self(u32::MAX);

    /// What a byte leaves behind, by how many bytes follow it: the last table is that of the last byte.
    const TABLES: [[u32; 256]; 8] = {
        let mut tables = [[0_u32; 256]; 8];
        let mut bytes = 8_u32;
        let mut rest: &mut [[u32; 256]] = &mut tables;
        while let [table, after @ ..] = rest {
            let mut slots: &mut [u32] = table;
            let mut index = 0_u32;
            while let [slot, others @ ..] = slots {
                let mut value = index;
                let mut bits = 8_u32.wrapping_mul(bytes);
                while bits > 0 {
                    value = if value & 1 == 1 { (value >> 1) ^ 0xedb8_8320 } else { value >> 1 };
                    bits = bits.wrapping_sub(1);
                }
                *slot = value;
                index = index.wrapping_add(1);
                slots = others;
            }
            bytes = bytes.wrapping_sub(1);
            rest = after;
        }
        tables
    };

    /// Eight bytes at once, which do not wait for each other.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        static TABLES: [[u32; 256]; 8] = Crc::TABLES;
        let left = |table: &[u32; 256], byte: u8| table.get(usize::from(byte)).copied().unwrap_or(0);
        let (words, rest) = bytes.as_chunks();
        for word in words {
            let word = (u64::from_le_bytes(*word) ^ u64::from(self.0)).to_le_bytes();
            self.0 = TABLES.iter().zip(word).fold(0, |crc, (table, byte)| crc ^ left(table, byte));
        }
        let [.., last] = &TABLES;
        for byte in rest {
            let [low, ..] = self.0.to_le_bytes();
            self.0 = (self.0 >> 8) ^ left(last, low ^ byte);
        }
    }

    pub(crate) const fn value(self) -> u32 {
        !self.0
    }
}
