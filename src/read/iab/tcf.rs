use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::ops::RangeInclusive;

use time::UtcDateTime;

use super::IabError;
use super::bits::{Bits, check_len};
use super::fields::{
    CMP_ID, CREATED, LAST_UPDATED, POLICY_VERSION, VENDOR_LIST_VERSION, publisher_end, purposes, small,
    special_feature, time,
};
use super::restrictions::Restrictions;
use super::vendors::{Marks, Vendors};
use crate::cookie::scan::split;
use crate::visit::{Tcf, TcfPurpose, TcfPurposes, TcfVendor};

/// A TC string of the Transparency and Consent Framework, versions 2.0 to 2.3, read where it stands.
///
/// [`new`](Self::new) walks its structure once, in time linear to its length whatever its ranges say, and allocates
/// nothing; after it every field and vendor can be asked for without an error. What a string may be relied on for is
/// decided elsewhere: see [`Reason::TcfStringInvalid`](crate::Reason::TcfStringInvalid).
///
/// # Examples
///
/// ```
/// use cookie_consent::visit::TcfPurpose;
/// use cookie_consent::read::iab::TcString;
///
/// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
/// assert_eq!(string.last_updated().to_string(), "2024-02-29 0:00:00.0 +00");
/// assert_eq!(string.policy_version(), 4);
/// assert!(!string.purposes().contains(TcfPurpose::P1) && !string.consents_to(755));
/// assert_eq!(string.discloses(755), None);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TcString<'a> {
    core: Bits<'a>,
    consents: Vendors<'a>,
    interests: Vendors<'a>,
    restrictions: Restrictions<'a>,
    disclosed: Option<Vendors<'a>>,
    publisher: Option<Bits<'a>>,
}

// Where each field of the core stands (TC string format, "The Core String").
const IS_SERVICE_SPECIFIC: usize = 138;
const SPECIAL_FEATURES: usize = 140;
const PURPOSES_CONSENT: usize = 152;
const PURPOSES_INTEREST: usize = 176;
const PURPOSE_ONE_TREATMENT: usize = 200;
const PUBLISHER_COUNTRY: usize = 201;
const VENDORS: usize = 213;

impl<'a> TcString<'a> {
    /// Reads the structure of a string.
    ///
    /// # Errors
    ///
    /// [`IabError`]: `b""`, more than 4,096 bytes, a character that is not base64url, another version than 2, a segment
    /// that is cut, comes twice, or is of an unknown type, a range that ends before it begins, a restriction of no
    /// known type.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::{IabError, TcString};
    ///
    /// let whole = b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA";
    /// assert!(TcString::new(whole).is_ok());
    /// assert!(TcString::new(&whole[..20]).is_err());
    /// assert_eq!(TcString::new(b"BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA").unwrap_err(), IabError::UnsupportedVersion(1));
    /// ```
    pub fn new(text: &'a [u8]) -> Result<Self, IabError> {
        check_len(text)?;
        let mut segments = split(text, b'.');
        let first = segments.next().unwrap_or_default();
        let core = Bits::new(first, 0)?;
        let version = core.number(0, 6).and_then(|version| u8::try_from(version).ok());
        match version {
            Some(2) => {}
            Some(other) => return Err(IabError::UnsupportedVersion(other)),
            None => return Err(IabError::Truncated("core")),
        }
        let cut = || IabError::Truncated("core");
        let consents = Vendors::at(core, VENDORS).ok_or_else(cut)?;
        let interests = Vendors::at(core, consents.end).ok_or_else(cut)?;
        let restrictions = Restrictions::at(core, interests.end)?;
        let mut string = Self { core, consents, interests, restrictions, disclosed: None, publisher: None };
        let mut start = first.len();
        let mut allowed = false;
        for segment in segments {
            start = start.saturating_add(1);
            let bits = Bits::new(segment, start)?;
            start = start.saturating_add(segment.len());
            let vendors = || Vendors::at(bits, 3).ok_or(IabError::Truncated("vendor"));
            let again = match bits.number(0, 3) {
                Some(1) => string.disclosed.replace(vendors()?).is_some(),
                // it is out of use since version 2.3, and was for strings that are not service-specific
                Some(2) => {
                    vendors()?;
                    core::mem::replace(&mut allowed, true)
                }
                Some(3) => {
                    publisher_end(bits).ok_or(IabError::Truncated("publisher"))?;
                    string.publisher.replace(bits).is_some()
                }
                Some(_) => return Err(IabError::Malformed("segment")),
                None => return Err(IabError::Truncated("segment")),
            };
            if again {
                return Err(IabError::Malformed("segment"));
            }
        }
        Ok(string)
    }

    /// The restrictions that keep a vendor from relying on consent: of type "not allowed", or "require legitimate
    /// interest". Each with its purpose and its vendors.
    fn restrictions(&self) -> impl Iterator<Item = (TcfPurpose, Vendors<'a>)> {
        let each = self.restrictions.iter().filter(|(_, kind, _)| *kind != 1);
        each.map(|(purpose, _, vendors)| (purpose, vendors))
    }

    /// When the string was first made.
    #[must_use]
    pub fn created(&self) -> UtcDateTime {
        time(self.core, CREATED)
    }

    /// When a choice was last made.
    #[must_use]
    pub fn last_updated(&self) -> UtcDateTime {
        time(self.core, LAST_UPDATED)
    }

    /// The consent manager's id.
    #[must_use]
    pub fn cmp_id(&self) -> u16 {
        small(self.core, CMP_ID, 12)
    }

    /// The version of the Global Vendor List.
    #[must_use]
    pub fn vendor_list_version(&self) -> u16 {
        small(self.core, VENDOR_LIST_VERSION, 12)
    }

    /// The version of the TCF policies.
    #[must_use]
    pub fn policy_version(&self) -> u8 {
        u8::try_from(small(self.core, POLICY_VERSION, 6)).unwrap_or(0)
    }

    /// Whether it was made for this site or group of sites alone.
    #[must_use]
    pub fn is_service_specific(&self) -> bool {
        self.core.bit(IS_SERVICE_SPECIFIC) == Some(true)
    }

    /// Whether a special feature was opted in to: 1, precise location; 2, active scanning of the device.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcString;
    ///
    /// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
    /// // there are two
    /// assert!(!string.special_feature(1) && !string.special_feature(255));
    /// ```
    #[must_use]
    pub fn special_feature(&self, number: u8) -> bool {
        special_feature(self.core, SPECIAL_FEATURES, number)
    }

    /// The purposes consented to.
    #[must_use]
    pub fn purposes(&self) -> TcfPurposes {
        purposes(self.core, PURPOSES_CONSENT)
    }

    /// The purposes for which a legitimate interest was disclosed and not objected to.
    #[must_use]
    pub fn legitimate_interests(&self) -> TcfPurposes {
        purposes(self.core, PURPOSES_INTEREST)
    }

    /// Whether purpose 1 was not disclosed, because local law does not need it.
    #[must_use]
    pub fn purpose_one_treatment(&self) -> bool {
        self.core.bit(PURPOSE_ONE_TREATMENT) == Some(true)
    }

    /// The country of the publisher, as two letters; `None` if what stands there are no letters.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcString;
    ///
    /// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
    /// assert_eq!(string.publisher_country(), Some(*b"AA"));
    /// ```
    #[must_use]
    pub fn publisher_country(&self) -> Option<[u8; 2]> {
        let letter = |at| match u8::try_from(self.core.number(at, 6)?) {
            Ok(number @ 0..=25) => Some(number.wrapping_add(b'A')),
            _ => None,
        };
        Some([letter(PUBLISHER_COUNTRY)?, letter(PUBLISHER_COUNTRY.saturating_add(6))?])
    }

    /// Whether a vendor of the Global Vendor List was consented to.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcString;
    ///
    /// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
    /// assert!(!string.consents_to(755));
    /// // no vendor has the id 0
    /// assert!(!string.consents_to(0));
    /// ```
    #[must_use]
    pub fn consents_to(&self, vendor: u16) -> bool {
        self.consents.contains(vendor)
    }

    /// Whether a vendor's legitimate interest was disclosed and not objected to.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcString;
    ///
    /// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
    /// assert!(!string.has_legitimate_interest(755));
    /// ```
    #[must_use]
    pub fn has_legitimate_interest(&self, vendor: u16) -> bool {
        self.interests.contains(vendor)
    }

    /// Whether a vendor was disclosed; `None` if the string does not list who was.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcString;
    ///
    /// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
    /// // "nobody is said" is not "was not disclosed"
    /// assert_eq!(string.discloses(755), None);
    /// ```
    #[must_use]
    pub fn discloses(&self, vendor: u16) -> Option<bool> {
        self.disclosed.map(|vendors| vendors.contains(vendor))
    }

    /// All vendors consented to, as ranges of ids in the order of the string, which may touch or overlap. One pass over
    /// the string, where a question for each id would be a pass for each.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcString;
    ///
    /// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
    /// assert_eq!(string.consented().count(), 0);
    /// ```
    pub fn consented(&self) -> impl Iterator<Item = RangeInclusive<u16>> {
        self.consents.listed()
    }

    /// All vendors whose legitimate interest was disclosed and not objected to, likewise.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcString;
    ///
    /// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
    /// assert_eq!(string.legitimately_interested().count(), 0);
    /// ```
    pub fn legitimately_interested(&self) -> impl Iterator<Item = RangeInclusive<u16>> {
        self.interests.listed()
    }

    /// All vendors that were disclosed, likewise; `None` if the string does not list who was.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcString;
    ///
    /// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
    /// assert!(string.disclosed().is_none());
    /// ```
    #[must_use]
    pub fn disclosed(&self) -> Option<impl Iterator<Item = RangeInclusive<u16>>> {
        self.disclosed.map(Vendors::listed)
    }

    /// The purposes for which the publisher forbids a vendor to rely on consent.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcString;
    ///
    /// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
    /// assert!(string.restricted(755).is_empty());
    /// ```
    #[must_use]
    pub fn restricted(&self, vendor: u16) -> TcfPurposes {
        let of_it = self.restrictions().filter(|(_, vendors)| vendors.contains(vendor));
        of_it.map(|(purpose, _)| purpose).collect()
    }

    /// The purposes that the publisher itself was consented to; `None` if the string has no segment for it.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcString;
    ///
    /// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
    /// assert!(string.publisher_purposes().is_some_and(|purposes| purposes.is_empty()));
    /// ```
    #[must_use]
    pub fn publisher_purposes(&self) -> Option<TcfPurposes> {
        self.publisher.map(|bits| purposes(bits, 3))
    }

    /// What decisions need of it, for the vendors with these ids of the Global Vendor List: those that
    /// [the policy](crate::Policy) names. It knows nothing of an Additional Consent string beside it: where there is
    /// one, state it too, since it can veto.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::{AdditionalConsent, TcString};
    /// use cookie_consent::visit::{Signals, Tcf};
    ///
    /// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
    /// let additional = AdditionalConsent::new(b"2~70.89~dv.93").unwrap();
    /// let tcf = Tcf { additional_consent: Some(additional.consented_of([89])), ..string.to_tcf([755, 1]) };
    /// let signals = Signals::NONE.with_tcf(tcf);
    /// assert_eq!(signals.tcf().unwrap().vendors.len(), 2);
    /// ```
    #[must_use]
    pub fn to_tcf(&self, vendors: impl IntoIterator<Item = u16>) -> Tcf {
        let mut ids: Vec<u16> = vendors.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        let consented = self.consents.contains_each(&ids);
        let disclosed = self.disclosed.map(|vendors| vendors.contains_each(&ids)).unwrap_or_default();
        let mut vendors: Vec<TcfVendor> = ids
            .iter()
            .zip(consented)
            .map(|(id, consented)| TcfVendor { id: *id, consented, disclosed: false, restricted: TcfPurposes::EMPTY })
            .collect();
        for (vendor, disclosed) in vendors.iter_mut().zip(disclosed) {
            vendor.disclosed = disclosed;
        }
        let mut restricted: BTreeMap<TcfPurpose, Marks<'_>> = BTreeMap::new();
        for (purpose, vendors) in self.restrictions() {
            vendors.mark(restricted.entry(purpose).or_insert_with(|| Marks::of(&ids)));
        }
        for (purpose, marks) in restricted {
            for (vendor, _) in vendors.iter_mut().zip(marks.marked()).filter(|(_, marked)| *marked) {
                vendor.restricted = vendor.restricted.with(purpose);
            }
        }
        Tcf {
            last_updated: self.last_updated(),
            policy_version: self.policy_version(),
            service_specific: self.is_service_specific(),
            purpose_one_treatment: self.purpose_one_treatment(),
            has_disclosed_vendors: self.disclosed.is_some(),
            purposes: self.purposes(),
            vendors,
            additional_consent: None,
        }
    }
}
