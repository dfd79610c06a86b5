use super::IabError;
use super::bits::Bits;
use super::fields::purpose;
use super::vendors::Vendors;
use crate::visit::TcfPurpose;

/// The restrictions that a publisher has set on purposes of vendors. They were walked once, so their ends are there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Restrictions<'a> {
    bits: Bits<'a>,
    at: usize,
}

impl<'a> Restrictions<'a> {
    pub(super) fn at(bits: Bits<'a>, at: usize) -> Result<Self, IabError> {
        let cut = IabError::Truncated("restriction");
        let count = bits.number(at, 12).ok_or(cut)?;
        let mut next = at.saturating_add(12);
        for _ in 0..count {
            let kind = bits.number(next.saturating_add(6), 2).ok_or(cut)?;
            if kind == 3 {
                return Err(IabError::Malformed("restriction"));
            }
            next = Vendors::ranges_at(bits, next.saturating_add(8), u16::MAX).ok_or(cut)?.end;
        }
        Ok(Self { bits, at })
    }

    /// Each with its purpose, its type (0 to 2) and its vendors; purposes that are not known are left out.
    pub(super) fn iter(self) -> impl Iterator<Item = (TcfPurpose, u64, Vendors<'a>)> {
        let Self { bits, at } = self;
        let count = bits.number(at, 12).unwrap_or(0);
        let mut next = at.saturating_add(12);
        let each = (0..count).map_while(move |_| {
            let (number, kind) = (bits.number(next, 6)?, bits.number(next.saturating_add(6), 2)?);
            let vendors = Vendors::ranges_at(bits, next.saturating_add(8), u16::MAX)?;
            next = vendors.end;
            Some((number, kind, vendors))
        });
        each.filter_map(|(number, kind, vendors)| Some((purpose(number)?, kind, vendors)))
    }
}
