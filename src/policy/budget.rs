/// What work may cost altogether, so that no document can hold up, or fill the memory of, who reads it: everything
/// whose cost is more than linear in the document takes from it. (DESIGN.md says what that amounts to.)
///
/// A unit is about a byte that is compared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    /// `None` once more was wanted.
    left: Option<usize>,
}

impl Budget {
    /// For building a policy: a second or two on a slow machine, and far more than any site needs.
    pub(super) const BUILD: Self = Self::of(1 << 29);

    pub(crate) const fn of(units: usize) -> Self {
        Self { left: Some(units) }
    }

    /// Takes so much, if it is there. Once it was not, nothing is.
    pub(crate) fn take(&mut self, cost: usize) -> bool {
        self.left = self.left.and_then(|left| left.checked_sub(cost));
        self.left.is_some()
    }

    pub(crate) const fn is_spent(&self) -> bool {
        self.left.is_none()
    }
}
