use alloc::string::String;

use super::{Attributes, Cookie, Lifetime, Party, Storage};

/// A [`Cookie`] that owns its texts: for a queue, a log to replay, or work in bulk. By `serde` it is a document in
/// which every field is stated.
///
/// # Examples
///
/// ```
/// use cookie_consent::Cookie;
/// use cookie_consent::cookie::OwnedCookie;
///
/// let owned = OwnedCookie::from(Cookie::first_party("_ga", "www.edx.org"));
/// let text = serde_json::to_string(&owned).unwrap();
/// let read: OwnedCookie = serde_json::from_str(&text).unwrap();
/// assert_eq!(read.as_cookie(), Cookie::first_party("_ga", "www.edx.org"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "as `Cookie`")]
pub struct OwnedCookie {
    /// As [`Cookie::name`].
    pub name: String,
    /// As [`Cookie::host`].
    pub host: String,
    /// As [`Cookie::path`].
    pub path: String,
    /// As [`Cookie::party`].
    pub party: Party,
    /// As [`Cookie::lifetime`].
    pub lifetime: Lifetime,
    /// As [`Cookie::storage`].
    pub storage: Storage,
    /// As [`Cookie::attributes`].
    pub attributes: Attributes,
}

impl OwnedCookie {
    /// What to ask with.
    ///
    /// # Examples
    ///
    /// See [`OwnedCookie`].
    #[must_use]
    pub fn as_cookie(&self) -> Cookie<'_> {
        Cookie {
            name: &self.name,
            host: &self.host,
            path: &self.path,
            party: self.party,
            lifetime: self.lifetime,
            storage: self.storage,
            attributes: self.attributes,
        }
    }
}

impl From<Cookie<'_>> for OwnedCookie {
    fn from(cookie: Cookie<'_>) -> Self {
        let Cookie { name, host, path, party, lifetime, storage, attributes } = cookie;
        Self { name: name.into(), host: host.into(), path: path.into(), party, lifetime, storage, attributes }
    }
}
