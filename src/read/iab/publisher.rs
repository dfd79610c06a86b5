use super::IabError;
use super::bits::Bits;
use super::fields::{numbered, publisher_end, purposes};
use crate::visit::TcfPurposes;

/// What a TC string says of the publisher itself (its segment "Publisher TC").
///
/// # Examples
///
/// ```
/// use cookie_consent::read::iab::TcString;
///
/// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
/// let publisher = string.publisher().unwrap();
/// assert!(publisher.purposes().is_empty() && publisher.legitimate_interests().is_empty());
/// assert_eq!(publisher.own_purposes(), 0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TcfPublisher<'a>(Bits<'a>);

const INTERESTS: usize = 27;
const OWN: usize = 57;

impl<'a> TcfPublisher<'a> {
    pub(super) fn new(bits: Bits<'a>) -> Result<Self, IabError> {
        publisher_end(bits).map(|_| Self(bits)).ok_or(IabError::Truncated("publisher"))
    }

    /// The purposes that it was consented to.
    #[must_use]
    pub fn purposes(&self) -> TcfPurposes {
        purposes(self.0, 3)
    }

    /// The purposes for which its legitimate interest was disclosed and not objected to.
    #[must_use]
    pub fn legitimate_interests(&self) -> TcfPurposes {
        purposes(self.0, INTERESTS)
    }

    /// How many purposes of its own it has, 0 to 63.
    #[must_use]
    pub fn own_purposes(&self) -> u8 {
        self.0.number(51, 6).and_then(|own| u8::try_from(own).ok()).unwrap_or(0)
    }

    /// Whether it was consented to for one of its own purposes, which count from 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcString;
    ///
    /// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
    /// // it has none
    /// assert!(string.publisher().is_some_and(|publisher| !publisher.consents_to_own(1)));
    /// ```
    #[must_use]
    pub fn consents_to_own(&self, number: u8) -> bool {
        numbered(self.0, OWN, number, self.own_purposes())
    }

    /// Whether its legitimate interest was disclosed and not objected to for one of its own purposes, likewise.
    #[must_use]
    pub fn has_legitimate_interest_in_own(&self, number: u8) -> bool {
        let own = self.own_purposes();
        numbered(self.0, OWN.saturating_add(own.into()), number, own)
    }
}
