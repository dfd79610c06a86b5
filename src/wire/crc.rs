/// CRC-32 (ISO-HDLC, as in zip and PNG): finds every burst of damage up to 32 bits.
#[derive(Clone, Copy)]
pub(crate) struct Crc(u32);

impl Crc {
    pub(crate) const START: Self = Self(u32::MAX);

    const TABLE: [u32; 16] = {
        let mut table = [0_u32; 16];
        let mut slots: &mut [u32] = &mut table;
        let mut index = 0_u32;
        while let [slot, rest @ ..] = slots {
            let mut value = index;
            let mut bit = 0;
            while bit < 4 {
                value = if value & 1 == 1 { (value >> 1) ^ 0xedb8_8320 } else { value >> 1 };
                bit = 1_u32.wrapping_add(bit);
            }
            *slot = value;
            index = index.wrapping_add(1);
            slots = rest;
        }
        table
    };

    pub(crate) fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 ^= u32::from(*byte);
            for _ in 0..2 {
                let low = usize::try_from(self.0 & 15).ok().and_then(|low| Self::TABLE.get(low));
                self.0 = (self.0 >> 4) ^ low.copied().unwrap_or(0);
            }
        }
    }

    pub(crate) const fn value(self) -> u32 {
        !self.0
    }
}
