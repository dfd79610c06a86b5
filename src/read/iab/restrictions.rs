use super::IabError;
use super::bits::Bits;
use super::fields::purpose;
use super::tcf_wanted::Wanted;
use super::vendors::Vendors;
use crate::visit::TcfPurpose;

/// How a publisher restricts what vendors may rely on for a purpose.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::iab::{TcString, TcfRestriction};
///
/// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
/// assert!(string.restricted(755, TcfRestriction::NotAllowed).is_empty());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TcfRestriction {
    /// Type 0: the purpose is flatly not allowed.
    NotAllowed,
    /// Type 1: it needs consent, whatever the vendor declared.
    RequireConsent,
    /// Type 2: it needs a legitimate interest, so that no consent counts.
    RequireLegitimateInterest,
}

impl TcfRestriction {
    /// The type 3 is not defined.
    const fn of(number: u64) -> Option<Self> {
        match number {
            0 => Some(Self::NotAllowed),
            1 => Some(Self::RequireConsent),
            2 => Some(Self::RequireLegitimateInterest),
            _ => None,
        }
    }

    /// Whether it keeps a vendor from relying on consent.
    pub(super) const fn forbids_consent(self) -> bool {
        match self {
            Self::NotAllowed | Self::RequireLegitimateInterest => true,
            Self::RequireConsent => false,
        }
    }
}

/// The restrictions that a publisher has set on purposes of vendors. They were walked once, so their ends are there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Restrictions<'a> {
    bits: Bits<'a>,
    at: usize,
}

impl<'a> Restrictions<'a> {
    /// Those that stand here. The walk marks for each purpose the ids that it forbids to rely on consent.
    pub(super) fn marked(bits: Bits<'a>, at: usize, mut wanted: Option<&mut Wanted<'_>>) -> Result<Self, IabError> {
        let cut = IabError::Truncated("restriction");
        let count = bits.number(at, 12).ok_or(cut)?;
        let mut next = at.saturating_add(12);
        for _ in 0..count {
            let (number, kind) = (bits.number(next, 6).ok_or(cut)?, bits.number(next.saturating_add(6), 2).ok_or(cut)?);
            let kind = TcfRestriction::of(kind).ok_or(IabError::Malformed("restriction"))?;
            let purpose = purpose(number).filter(|_| kind.forbids_consent());
            let marks = purpose.and_then(|purpose| Some(wanted.as_mut()?.restricted(purpose)));
            next = Vendors::marked_ranges(bits, next.saturating_add(8), u16::MAX, marks).ok_or(cut)?.end;
        }
        Ok(Self { bits, at })
    }

    /// Each with its purpose, its type and its vendors; purposes that are not known are left out.
    pub(super) fn iter(self) -> impl Iterator<Item = (TcfPurpose, TcfRestriction, Vendors<'a>)> {
        let Self { bits, at } = self;
        let count = bits.number(at, 12).unwrap_or(0);
        let mut next = at.saturating_add(12);
        let each = (0..count).map_while(move |_| {
            let (number, kind) = (bits.number(next, 6)?, bits.number(next.saturating_add(6), 2)?);
            let vendors = Vendors::ranges_at(bits, next.saturating_add(8), u16::MAX)?;
            next = vendors.end;
            Some((number, kind, vendors))
        });
        each.filter_map(|(number, kind, vendors)| Some((purpose(number)?, TcfRestriction::of(kind)?, vendors)))
    }
}
