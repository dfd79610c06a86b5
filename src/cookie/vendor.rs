use alloc::boxed::Box;
use core::fmt;
use core::str::FromStr;

/// The name by which a policy, a record and an opt-out speak of one company: `google-analytics`, `meta`, `adco`.
///
/// One to 64 characters of `a`–`z`, `0`–`9` and `-`: safe in a cookie, in a log and in a file name.
///
/// # Examples
///
/// ```
/// use cookie_consent::cookie::VendorId;
///
/// let vendor: VendorId = "google-analytics".parse().unwrap();
/// assert_eq!(vendor.as_str(), "google-analytics");
/// assert!("Google Analytics".parse::<VendorId>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VendorId(Box<str>);

/// The error of reading a [`VendorId`]: empty, longer than 64 characters, or with another character.
///
/// # Examples
///
/// ```
/// use cookie_consent::cookie::VendorId;
///
/// let error = "Google Analytics".parse::<VendorId>().unwrap_err();
/// assert_eq!(error.to_string(), "`Google Analytics` is not an id: use 1 to 64 of `a`-`z`, `0`-`9` and `-`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id: use 1 to 64 of `a`-`z`, `0`-`9` and `-`")]
pub struct InvalidVendorId(Box<str>);

impl VendorId {
    /// The longest id, in bytes.
    pub const MAX_LEN: usize = 64;

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for VendorId {
    type Err = InvalidVendorId;

    /// # Errors
    ///
    /// [`InvalidVendorId`] for `""`, `"Meta"` (upper case), `"a b"`, and anything longer than 64 bytes.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = (1..=Self::MAX_LEN).contains(&text.len());
        if fits && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-')) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidVendorId(text.chars().take(Self::MAX_LEN).collect()))
        }
    }
}

impl fmt::Display for VendorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
