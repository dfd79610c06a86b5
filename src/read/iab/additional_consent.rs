use alloc::vec::Vec;

use super::IabError;
use super::bits::check_len;

/// Google's Additional Consent string: the ad technology providers consented to that are not in the Global Vendor List,
/// by their ids at Google. `1~7.12`, or with those merely disclosed, `2~7.12~dv.9`.
///
/// It stands beside a TC string and means nothing without one: see [`Tcf::additional_consent`](crate::visit::Tcf).
///
/// # Examples
///
/// ```
/// use cookie_consent::read::iab::AdditionalConsent;
///
/// let string = AdditionalConsent::new(b"2~70.89~dv.93").unwrap();
/// assert!(string.consents_to(89) && !string.consents_to(93) && !string.consents_to(8));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AdditionalConsent<'a> {
    consented: &'a [u8],
}

impl<'a> AdditionalConsent<'a> {
    /// Reads a string.
    ///
    /// # Errors
    ///
    /// [`IabError`] for `b""`, more than 4,096 bytes, another version than 1 or 2, an id that is no number
    /// (`b"1~7.x"`), and for parts that do not belong (`b"1~7~dv."`, `b"2~7"`).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::AdditionalConsent;
    ///
    /// assert!(AdditionalConsent::new(b"1~").is_ok());
    /// assert!(AdditionalConsent::new(b"1~7.x").is_err());
    /// ```
    pub fn new(text: &'a [u8]) -> Result<Self, IabError> {
        check_len(text)?;
        let mut parts = text.split(|byte| *byte == b'~');
        let version = parts.next().unwrap_or_default();
        let consented = parts.next().ok_or(IabError::Truncated("Additional Consent"))?;
        let disclosed = parts.next();
        if parts.next().is_some() {
            return Err(IabError::Malformed("Additional Consent"));
        }
        match (version, disclosed) {
            (b"1", None) => check_ids(consented)?,
            (b"2", Some([b'd', b'v', disclosed @ ..])) => {
                check_ids(consented)?;
                match disclosed {
                    [] => {}
                    [b'.', ids @ ..] => check_ids(ids)?,
                    [_, ..] => return Err(IabError::Malformed("Additional Consent")),
                }
            }
            (b"1" | b"2", _) => return Err(IabError::Malformed("Additional Consent")),
            ([digit @ b'0'..=b'9'], _) => return Err(IabError::UnsupportedVersion(digit.wrapping_sub(b'0'))),
            _ => return Err(IabError::Malformed("Additional Consent")),
        }
        Ok(Self { consented })
    }

    /// Whether a provider was consented to.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::AdditionalConsent;
    ///
    /// // nobody is consented to, which is not the same as no string
    /// assert!(!AdditionalConsent::new(b"1~").unwrap().consents_to(89));
    /// ```
    #[must_use]
    pub fn consents_to(&self, provider: u32) -> bool {
        ids(self.consented).any(|id| number(id) == Some(provider))
    }

    /// Which of these providers were consented to, in ascending order: those that [the policy](crate::Policy) names.
    /// One pass over the string, however many they are.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::AdditionalConsent;
    ///
    /// let string = AdditionalConsent::new(b"2~89.70~dv.93").unwrap();
    /// assert_eq!(string.consented_of([93, 89, 70, 8]), [70, 89]);
    /// ```
    #[must_use]
    pub fn consented_of(&self, providers: impl IntoIterator<Item = u32>) -> Vec<u32> {
        // what is found is marked, so that a string which repeats an id costs no more
        let mut wanted: Vec<(u32, bool)> = providers.into_iter().map(|provider| (provider, false)).collect();
        wanted.sort_unstable();
        wanted.dedup();
        for id in ids(self.consented).filter_map(number) {
            let at = wanted.binary_search_by_key(&id, |(provider, _)| *provider);
            if let Some((_, consented)) = at.ok().and_then(|at| wanted.get_mut(at)) {
                *consented = true;
            }
        }
        wanted.into_iter().filter(|(_, consented)| *consented).map(|(provider, _)| provider).collect()
    }
}

fn ids(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    list.split(|byte| *byte == b'.').filter(move |_| !list.is_empty())
}

fn check_ids(list: &[u8]) -> Result<(), IabError> {
    if ids(list).all(|id| number(id).is_some()) { Ok(()) } else { Err(IabError::Malformed("Additional Consent")) }
}

fn number(id: &[u8]) -> Option<u32> {
    let digits = id.iter().all(u8::is_ascii_digit);
    core::str::from_utf8(id).ok().filter(|_| digits).and_then(|text| text.parse().ok())
}
