use alloc::vec::Vec;
use core::ops::RangeInclusive;

use time::UtcDateTime;

use super::IabError;
use super::bits::{Bits, check_len};
use super::fields::{
    CMP_ID, CMP_VERSION, CONSENT_LANGUAGE, CONSENT_SCREEN, CREATED, LAST_UPDATED, POLICY_VERSION, VENDOR_LIST_VERSION,
    letters, numbered, purposes, small, time,
};
use super::publisher::TcfPublisher;
use super::restrictions::{Restrictions, TcfRestriction};
use super::tcf_wanted::Wanted;
use super::vendors::Vendors;
use crate::cookie::scan::split;
use crate::visit::{Tcf, TcfPurposes};

/// A TC string of the Transparency and Consent Framework, versions 2.0 to 2.3, read where it stands.
///
/// [`new`](Self::new) walks its structure once, in time linear to its length whatever its ranges say, and allocates
/// nothing; after it every field and vendor can be asked for without an error. Where the vendors are known before, as
/// those of a policy are, [`tcf`](Self::tcf) answers for them on that walk. What a string may be relied on for is
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
    text: &'a [u8],
    core: Bits<'a>,
    consents: Vendors<'a>,
    interests: Vendors<'a>,
    restrictions: Restrictions<'a>,
    disclosed: Option<Vendors<'a>>,
    allowed: Option<Vendors<'a>>,
    publisher: Option<TcfPublisher<'a>>,
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
        Self::walk(text, None)
    }

    /// What decisions need of a string, for the vendors with these ids of the Global Vendor List: those that
    /// [the policy](crate::Policy) names. They are answered for on the one walk that its structure needs, where
    /// [`new`](Self::new) and questions after it take several.
    ///
    /// It knows nothing of an Additional Consent string beside it: where there is one, state it too, since it can veto.
    ///
    /// # Errors
    ///
    /// Those of [`new`](Self::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::{AdditionalConsent, IabError, TcString};
    /// use cookie_consent::visit::{Signals, Tcf};
    ///
    /// let tcf = TcString::tcf(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA", [755, 1])?;
    /// let additional = AdditionalConsent::new(b"2~70.89~dv.93")?;
    /// let tcf = Tcf { additional_consent: Some(additional.consented_of([89])), ..tcf };
    /// let signals = Signals::NONE.with_tcf(tcf);
    /// assert_eq!(signals.tcf().unwrap().vendors.len(), 2);
    /// # Ok::<(), IabError>(())
    /// ```
    pub fn tcf(text: &'a [u8], vendors: impl IntoIterator<Item = u16>) -> Result<Tcf, IabError> {
        let mut ids: Vec<u16> = vendors.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        let mut wanted = Wanted::of(&ids);
        let string = Self::walk(text, Some(&mut wanted))?;
        Ok(Tcf {
            last_updated: string.last_updated(),
            policy_version: string.policy_version(),
            service_specific: string.is_service_specific(),
            purpose_one_treatment: string.purpose_one_treatment(),
            has_disclosed_vendors: string.disclosed.is_some(),
            purposes: string.purposes(),
            vendors: wanted.answered(string.consents, string.disclosed),
            additional_consent: None,
        })
    }

    /// The same of a string that was read.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcString;
    ///
    /// let text = b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA";
    /// assert_eq!(TcString::new(text).unwrap().to_tcf([755]), TcString::tcf(text, [755]).unwrap());
    /// ```
    #[must_use]
    pub fn to_tcf(&self, vendors: impl IntoIterator<Item = u16>) -> Tcf {
        // no error is left in what was read
        Self::tcf(self.text, vendors).unwrap_or(Tcf::UNRELIABLE)
    }

    fn walk(text: &'a [u8], mut wanted: Option<&mut Wanted<'_>>) -> Result<Self, IabError> {
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
        let consented = wanted.as_mut().map(|wanted| &mut wanted.consented);
        let consents = Vendors::marked(core, VENDORS, consented).ok_or_else(cut)?;
        let interests = Vendors::at(core, consents.end).ok_or_else(cut)?;
        let restrictions = Restrictions::marked(core, interests.end, wanted.as_deref_mut())?;
        let (disclosed, allowed, publisher) = (None, None, None);
        let mut string = Self { text, core, consents, interests, restrictions, disclosed, allowed, publisher };
        let mut start = first.len();
        for segment in segments {
            start = start.saturating_add(1);
            let bits = Bits::new(segment, start)?;
            start = start.saturating_add(segment.len());
            let cut = || IabError::Truncated("vendor");
            let again = match bits.number(0, 3) {
                Some(1) => {
                    let marks = wanted.as_mut().map(|wanted| &mut wanted.disclosed);
                    string.disclosed.replace(Vendors::marked(bits, 3, marks).ok_or_else(cut)?).is_some()
                }
                Some(2) => string.allowed.replace(Vendors::at(bits, 3).ok_or_else(cut)?).is_some(),
                Some(3) => string.publisher.replace(TcfPublisher::new(bits)?).is_some(),
                Some(_) => return Err(IabError::Malformed("segment")),
                None => return Err(IabError::Truncated("segment")),
            };
            if again {
                return Err(IabError::Malformed("segment"));
            }
        }
        Ok(string)
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

    /// The version of the consent manager.
    #[must_use]
    pub fn cmp_version(&self) -> u16 {
        small(self.core, CMP_VERSION, 12)
    }

    /// The screen of the consent manager on which the choice was made, as it counts them.
    #[must_use]
    pub fn consent_screen(&self) -> u16 {
        small(self.core, CONSENT_SCREEN, 6)
    }

    /// The language in which the visitor was asked, as two capital letters; `None` if what stands there are no letters.
    #[must_use]
    pub fn consent_language(&self) -> Option<[u8; 2]> {
        letters(self.core, CONSENT_LANGUAGE)
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
        numbered(self.core, SPECIAL_FEATURES, number, 12)
    }

    /// The purposes consented to.
    #[must_use]
    pub fn purposes(&self) -> TcfPurposes {
        purposes(self.core, PURPOSES_CONSENT)
    }

    /// Whether a purpose was consented to, by its number: a string has room for 24, of which the policies define 11.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcString;
    ///
    /// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
    /// assert!(!string.consents_to_purpose(24) && !string.consents_to_purpose(25));
    /// ```
    #[must_use]
    pub fn consents_to_purpose(&self, number: u8) -> bool {
        numbered(self.core, PURPOSES_CONSENT, number, 24)
    }

    /// Whether a legitimate interest in a purpose was disclosed and not objected to, likewise.
    #[must_use]
    pub fn has_legitimate_interest_in_purpose(&self, number: u8) -> bool {
        numbered(self.core, PURPOSES_INTEREST, number, 24)
    }

    /// The purposes for which a legitimate interest was disclosed and not objected to.
    ///
    /// No decision rests on them: what is stored on a device, or read from it, needs consent (Directive 2002/58/EC,
    /// Art. 5(3)), and from policy version 4 on purposes 3 to 6 may not rest on a legitimate interest at all.
    #[must_use]
    pub fn legitimate_interests(&self) -> TcfPurposes {
        purposes(self.core, PURPOSES_INTEREST)
    }

    /// Whether purpose 1 was not disclosed, because local law does not need it.
    #[must_use]
    pub fn purpose_one_treatment(&self) -> bool {
        self.core.bit(PURPOSE_ONE_TREATMENT) == Some(true)
    }

    /// The country of the publisher, as two capital letters; `None` if what stands there are no letters.
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
        letters(self.core, PUBLISHER_COUNTRY)
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

    /// Whether a vendor was allowed out of band, which version 2.3 of the framework gave up; `None` if the string does
    /// not list who was. No decision rests on it.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcString;
    ///
    /// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
    /// assert_eq!(string.allows(755), None);
    /// ```
    #[must_use]
    pub fn allows(&self, vendor: u16) -> Option<bool> {
        self.allowed.map(|vendors| vendors.contains(vendor))
    }

    /// The purposes for which the publisher restricts a vendor so. Those of type "not allowed" and "require legitimate
    /// interest" keep it from relying on consent, which is what a decision asks: [`Tcf`] has them together.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::{TcString, TcfRestriction};
    ///
    /// let string = TcString::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA").unwrap();
    /// assert!(string.restricted(755, TcfRestriction::RequireConsent).is_empty());
    /// ```
    #[must_use]
    pub fn restricted(&self, vendor: u16, to: TcfRestriction) -> TcfPurposes {
        let of_it = self.restrictions.iter().filter(|(_, kind, vendors)| *kind == to && vendors.contains(vendor));
        of_it.map(|(purpose, ..)| purpose).collect()
    }

    /// What it says of the publisher itself; `None` if the string has no segment for it.
    #[must_use]
    pub const fn publisher(&self) -> Option<TcfPublisher<'a>> {
        self.publisher
    }
}
