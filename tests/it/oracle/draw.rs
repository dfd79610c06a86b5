//! A small generator of pseudo-random choices (SplitMix64): the same seed draws the same scenes, and a million of them
//! cost little.

pub(super) struct Draw(u64);

impl Draw {
    pub(super) const fn from_seed(seed: u64) -> Self {
        Self(seed)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one.
    pub(super) const fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// Once in so many times.
    pub(super) const fn chance(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// So many times out of so many.
    pub(super) const fn chance_of(&mut self, times: u64, of: u64) -> bool {
        self.below(of) < times
    }

    fn place(&mut self, len: usize) -> usize {
        usize::try_from(self.below(u64::try_from(len).unwrap())).unwrap()
    }

    pub(super) fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.place(of.len())].clone()
    }

    pub(super) fn one_of<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        if of.is_empty() { None } else { of.get(self.place(of.len())) }
    }

    /// Some of these, each about so many times out of six.
    pub(super) fn some<T: Clone>(&mut self, of: &[T], times: u64) -> Vec<T> {
        of.iter().filter(|_| self.chance_of(times, 6)).cloned().collect()
    }
}
