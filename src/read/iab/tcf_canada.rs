use time::UtcDateTime;

use super::IabError;
use super::bits::{Bits, check_len};
use super::canada_lists::{Form, List, are_ranges, either};
use super::fields::{
    CMP_ID, CREATED, LAST_UPDATED, POLICY_VERSION, VENDOR_LIST_VERSION, numbered, publisher_end, purposes, small, time,
};
use crate::visit::TcfPurposes;

/// A string of IAB Canada's Transparency and Consent Framework, section 5 of GPP (`tcfcav1`), read where it stands.
///
/// Express and implied consent stand in fields of their own, and the bit for purpose 1 is not used. It decides nothing:
/// no law of Canada rests on the framework, and what it would take to be implied consent under each is for a site's
/// counsel. A site that relies on it reads it and records events.
///
/// # Examples
///
/// ```
/// use cookie_consent::visit::TcfPurpose;
/// use cookie_consent::read::iab::TcfCanada;
///
/// let string = TcfCanada::new(b"BPSG_8APSG_8AAyACAENGdCgf_gfgAfgfgBgABABAAABAB4AACACAAA.fHHHA4444ao").unwrap();
/// assert!(string.express_purposes().contains(TcfPurpose::P2));
/// assert!(string.implied_purposes().contains(TcfPurpose::P7));
/// assert!(string.has_express_consent(12) && string.has_implied_consent(30));
/// ```
#[derive(Clone, Debug)]
pub struct TcfCanada<'a> {
    core: Bits<'a>,
    lists: Lists<'a>,
    disclosed: Option<List<'a>>,
    publisher: Option<Bits<'a>>,
}

/// What follows the fields of fixed width.
#[derive(Clone, Debug)]
struct Lists<'a> {
    form: Form,
    express: List<'a>,
    implied: List<'a>,
    /// Where the implied consents stand, and after them the restrictions.
    starts: (usize, usize),
}

/// What a publisher in Canada restricts a vendor to, for a purpose.
///
/// # Examples
///
/// See [`TcfCanada::restricted`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the types that a string can hold")]
pub enum CanadaRestriction {
    /// The purpose is not allowed.
    NotAllowed,
    /// It needs express consent.
    ExpressConsent,
    /// It needs implied consent.
    ImpliedConsent,
}

// Where each field of the core stands ("IAB Canada TCF Technical Specification", core sub-section).
const SPECIAL_FEATURES: usize = 139;
const PURPOSES_EXPRESS: usize = 151;
const PURPOSES_IMPLIED: usize = 175;
const VENDORS: usize = 199;

impl<'a> TcfCanada<'a> {
    /// Reads the structure of a string, once and in time linear to its length.
    ///
    /// The specification wants ranges of vendors in Fibonacci coding; the IAB's own encoders wrote them as in TC
    /// strings for years. Both are read: the form is that in which the lists fill the string, and end with the ids that
    /// they give as their greatest. Restrictions came with version 1.1 and may be missing. Until September 2023 these
    /// encoders wrote the version 2 with the policy version 1, which is read as version 1.
    ///
    /// # Errors
    ///
    /// [`IabError`]: `b""`, more than 4,096 bytes, a character that is not base64url, another version (`b"D"`), a
    /// segment that is cut (`b"BPSG"`), comes twice, or is of an unknown type, and lists that fit in neither form, or in
    /// both and would differ.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::{IabError, TcfCanada};
    ///
    /// // a TC string of Europe
    /// assert_eq!(
    ///     TcfCanada::new(b"CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA").unwrap_err(),
    ///     IabError::UnsupportedVersion(2)
    /// );
    /// ```
    pub fn new(text: &'a [u8]) -> Result<Self, IabError> {
        check_len(text)?;
        let cut = IabError::Truncated("core");
        let mut segments = text.split(|byte| *byte == b'.');
        let first = segments.next().unwrap_or_default();
        let core = Bits::new(first, 0)?;
        match core.number(0, 6).ok_or(cut)? {
            1 => {}
            // what the IAB's encoder wrote until September 2023, with a policy that no TC string of version 2 has
            2 if core.number(POLICY_VERSION, 6) == Some(1) => {}
            other => return Err(IabError::UnsupportedVersion(u8::try_from(other).unwrap_or(u8::MAX))),
        }
        if core.number(PURPOSES_IMPLIED, 24).is_none() {
            return Err(cut);
        }
        let lists =
            either(|form| Lists::read(core, form), |lists| lists.have_no_ranges(core), |lists| lists.are_exact(core));
        let lists = lists.ok_or(IabError::Malformed("core"))?;
        let mut string = Self { core, lists, disclosed: None, publisher: None };
        let mut start = first.len();
        for segment in segments {
            start = start.saturating_add(1);
            let bits = Bits::new(segment, start)?;
            start = start.saturating_add(segment.len());
            let again = match bits.number(0, 3) {
                Some(1) => {
                    let list = |form: Form| form.list(bits, 3).filter(|(_, end)| bits.is_padding(*end));
                    let list = either(list, |_| are_ranges(bits, 3) == Some(false), |(list, _)| list.is_exact());
                    let (list, _) = list.ok_or(IabError::Malformed("vendor"))?;
                    string.disclosed.replace(list).is_some()
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

    /// The version of the vendor list.
    #[must_use]
    pub fn vendor_list_version(&self) -> u16 {
        small(self.core, VENDOR_LIST_VERSION, 12)
    }

    /// The version of the framework's policies.
    #[must_use]
    pub fn policy_version(&self) -> u8 {
        u8::try_from(small(self.core, POLICY_VERSION, 6)).unwrap_or(0)
    }

    /// Whether there is express consent to a special feature: 1, precise location; 2, active scanning of the device.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcfCanada;
    ///
    /// let string = TcfCanada::new(b"BPSG_8APSG_8AAyACAENGdCgf_gfgAfgfgBgABABAAABAB4AACACAAA.fHHHA4444ao").unwrap();
    /// // there are two
    /// assert!(!string.special_feature(255));
    /// ```
    #[must_use]
    pub fn special_feature(&self, number: u8) -> bool {
        numbered(self.core, SPECIAL_FEATURES, number, 12)
    }

    /// The purposes expressly consented to.
    #[must_use]
    pub fn express_purposes(&self) -> TcfPurposes {
        purposes(self.core, PURPOSES_EXPRESS)
    }

    /// The purposes for which implied consent was established and not objected to.
    #[must_use]
    pub fn implied_purposes(&self) -> TcfPurposes {
        purposes(self.core, PURPOSES_IMPLIED)
    }

    /// Whether a vendor was expressly consented to.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcfCanada;
    ///
    /// let string = TcfCanada::new(b"BPSG_8APSG_8AAyACAENGdCgf_gfgAfgfgBgABABAAABAB4AACACAAA.fHHHA4444ao").unwrap();
    /// assert!(string.has_express_consent(12) && !string.has_express_consent(30));
    /// ```
    #[must_use]
    pub fn has_express_consent(&self, vendor: u16) -> bool {
        self.lists.express.contains(vendor)
    }

    /// Whether implied consent to a vendor was established and not objected to.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcfCanada;
    ///
    /// let string = TcfCanada::new(b"BPSG_8APSG_8AAyACAENGdCgf_gfgAfgfgBgABABAAABAB4AACACAAA.fHHHA4444ao").unwrap();
    /// assert!(string.has_implied_consent(30) && !string.has_implied_consent(12));
    /// ```
    #[must_use]
    pub fn has_implied_consent(&self, vendor: u16) -> bool {
        self.lists.implied.contains(vendor)
    }

    /// Whether a vendor was disclosed; `None` if the string does not list who was.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::TcfCanada;
    ///
    /// let string = TcfCanada::new(b"BPSG_8APSG_8AAyACAENGdCgf_gfgAfgfgBgABABAAABAB4AACACAAA.fHHHA4444ao").unwrap();
    /// assert_eq!(string.discloses(12), None);
    /// ```
    #[must_use]
    pub fn discloses(&self, vendor: u16) -> Option<bool> {
        self.disclosed.as_ref().map(|vendors| vendors.contains(vendor))
    }

    /// The purposes for which the publisher restricts a vendor so.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::{CanadaRestriction, TcfCanada};
    /// use cookie_consent::visit::{TcfPurpose, TcfPurposes};
    ///
    /// let string = TcfCanada::new(b"BPSG_8APSG_8AAAAAAENAACAAAAAAAAAAAAAAAAACCgBwABAAOAAoADgAJA").unwrap();
    /// assert_eq!(string.restricted(9, CanadaRestriction::ExpressConsent), TcfPurpose::P1.into());
    /// assert_eq!(string.restricted(9, CanadaRestriction::NotAllowed), TcfPurposes::EMPTY);
    /// ```
    #[must_use]
    pub fn restricted(&self, vendor: u16, to: CanadaRestriction) -> TcfPurposes {
        let wanted = match to {
            CanadaRestriction::NotAllowed => 0,
            CanadaRestriction::ExpressConsent => 1,
            CanadaRestriction::ImpliedConsent => 2,
        };
        let all = self.lists.form.restrictions(self.core, self.lists.starts.1).flatten();
        let of_it = all.filter(|restriction| restriction.kind == wanted && restriction.vendors.contains(vendor));
        of_it.filter_map(|restriction| restriction.purpose).collect()
    }

    /// The purposes that the publisher itself was expressly consented to; `None` if the string has no segment for it.
    #[must_use]
    pub fn publisher_express_purposes(&self) -> Option<TcfPurposes> {
        self.publisher.map(|bits| purposes(bits, 3))
    }

    /// The purposes for which implied consent to the publisher itself was established and not objected to; `None` if
    /// the string has no segment for it.
    #[must_use]
    pub fn publisher_implied_purposes(&self) -> Option<TcfPurposes> {
        self.publisher.map(|bits| purposes(bits, 27))
    }
}

impl<'a> Lists<'a> {
    /// The lists in this form, if they fill the core.
    fn read(core: Bits<'a>, form: Form) -> Option<Self> {
        let (express, middle) = form.list(core, VENDORS)?;
        let (implied, restrictions) = form.list(core, middle)?;
        let mut end = restrictions;
        if core.number(restrictions, 12).is_some() {
            end = end.checked_add(12)?;
            for restriction in form.restrictions(core, restrictions) {
                end = restriction?.end;
            }
        }
        core.is_padding(end).then_some(Self { form, express, implied, starts: (middle, restrictions) })
    }

    /// Whether each ends with its greatest id. Those of restrictions in the form of TC strings state none.
    fn are_exact(&self, core: Bits<'a>) -> bool {
        let restrictions = self.form.restrictions(core, self.starts.1).flatten();
        let lists = [&self.express, &self.implied].into_iter().all(List::is_exact);
        lists
            && (self.form == Form::Fixed || restrictions.into_iter().all(|restriction| restriction.vendors.is_exact()))
    }

    /// Whether the form makes no difference.
    fn have_no_ranges(&self, core: Bits<'a>) -> bool {
        let (implied, restrictions) = self.starts;
        let fields = [VENDORS, implied].into_iter().all(|at| are_ranges(core, at) == Some(false));
        fields && core.number(restrictions, 12).unwrap_or(0) == 0
    }
}
