//! The lists of vendors in strings of the Canadian framework, which are in circulation in two forms.
//!
//! A list is its greatest id, then a field of bits or ranges. The IAB's own encoders wrote ranges as TC strings do, for
//! years, and write them in Fibonacci coding since; no version tells one from the other. So the form is the one in
//! which the lists fill their part to the end; if either does, the one in which each list ends with its greatest id, as
//! all of these encoders have it. (The specification puts the bit that tells fields from ranges first, and no encoder
//! does.)

use super::bits::Bits;
use super::fibonacci::Ids;
use super::fields::purpose;
use super::vendors::Vendors;
use crate::visit::TcfPurpose;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Fibonacci,
    Fixed,
}

/// A list of vendors.
#[derive(Clone, Debug)]
pub(super) enum List<'a> {
    /// As in a TC string.
    Vendors(Vendors<'a>),
    Fibonacci {
        ids: Ids<'a>,
        is_exact: bool,
    },
}

impl List<'_> {
    pub(super) fn contains(&self, id: u16) -> bool {
        match self {
            Self::Vendors(vendors) => vendors.contains(id),
            Self::Fibonacci { ids, .. } => ids.clone().contains(id),
        }
    }

    /// Whether it ends with its greatest id.
    pub(super) fn is_exact(&self) -> bool {
        match self {
            Self::Vendors(vendors) => vendors.is_exact(),
            Self::Fibonacci { is_exact, .. } => *is_exact,
        }
    }
}

impl Form {
    /// The list that stands here, and where it ends.
    pub(super) fn list(self, bits: Bits<'_>, at: usize) -> Option<(List<'_>, usize)> {
        if self == Self::Fibonacci && are_ranges(bits, at)? {
            let ids = Ids::at(bits, at.checked_add(17)?)?;
            let (end, last) = ids.clone().end()?;
            return Some((List::Fibonacci { ids, is_exact: bits.short(at) == Some(last) }, end));
        }
        Vendors::at(bits, at).map(|vendors| (List::Vendors(vendors), vendors.end))
    }

    /// The list of a restriction, which in TC strings is but ranges.
    fn restricted(self, bits: Bits<'_>, at: usize) -> Option<(List<'_>, usize)> {
        match self {
            Self::Fibonacci => self.list(bits, at),
            Self::Fixed => Vendors::ranges_at(bits, at, u16::MAX).map(|vendors| (List::Vendors(vendors), vendors.end)),
        }
    }

    /// Each restriction that stands here: its purpose, its type and its vendors; `None` in it is damage. Where a
    /// restriction ends is told with it.
    pub(super) fn restrictions(self, bits: Bits<'_>, at: usize) -> impl Iterator<Item = Option<Restriction<'_>>> {
        let count = bits.number(at, 12).unwrap_or(0);
        let mut next = at.checked_add(12);
        (0..count).map(move |_| {
            let at = next.take()?;
            let (number, kind) = (bits.number(at, 6)?, bits.number(at.checked_add(6)?, 2)?);
            let (vendors, end) = self.restricted(bits, at.checked_add(8)?)?;
            next = Some(end);
            // the type 3 is not defined
            (kind != 3).then_some(Restriction { purpose: purpose(number), kind, vendors, end })
        })
    }
}

#[derive(Clone, Debug)]
pub(super) struct Restriction<'a> {
    pub(super) purpose: Option<TcfPurpose>,
    pub(super) kind: u64,
    pub(super) vendors: List<'a>,
    pub(super) end: usize,
}

/// Whether a list that stands here is one of ranges: only in these do the forms differ.
pub(super) fn are_ranges(bits: Bits<'_>, at: usize) -> Option<bool> {
    bits.bit(at.checked_add(16)?)
}

/// What is read in the form in which it fits. What fits in both is not guessed at, unless it reads the same, or ends as
/// encoders write it in one of them alone.
pub(super) fn either<T>(
    read: impl Fn(Form) -> Option<T>,
    is_the_same: impl Fn(&T) -> bool,
    is_exact: impl Fn(&T) -> bool,
) -> Option<T> {
    match (read(Form::Fibonacci), read(Form::Fixed)) {
        (Some(one), Some(_)) if is_the_same(&one) => Some(one),
        (Some(one), Some(other)) => match (is_exact(&one), is_exact(&other)) {
            (true, false) => Some(one),
            (false, true) => Some(other),
            (true, true) | (false, false) => None,
        },
        (one, other) => one.or(other),
    }
}
