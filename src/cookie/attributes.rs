use super::{Cookie, Storage};
use crate::vocabulary::spelled;

/// The `SameSite` attribute (RFC 6265bis, section 5.5.7).
///
/// # Examples
///
/// ```
/// assert_eq!("lax".parse(), Ok(cookie_consent::cookie::SameSite::Lax));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the values of RFC 6265bis")]
pub enum SameSite {
    /// Only in same-site requests.
    Strict,
    /// Also in top-level navigation.
    Lax,
    /// In every request; needs `Secure`.
    None,
}

spelled! {
    SameSite ("a SameSite value") {
        Strict = "strict", Lax = "lax", None = "none",
    }
}

/// The attributes of a `Set-Cookie` line, as far as they decide whether a browser keeps the cookie.
///
/// # Examples
///
/// ```
/// use cookie_consent::cookie::{SameSite, SetCookie};
///
/// let line = SetCookie {
///     secure: true,
///     http_only: true,
///     domain: false,
///     partitioned: false,
///     same_site: Some(SameSite::Lax),
///     value_len: 64,
/// };
/// assert!(!line.partitioned);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "each attribute that a browser checks must be stated")]
#[expect(clippy::struct_excessive_bools, reason = "these are the flags of the header, by their own names")]
pub struct SetCookie {
    /// `Secure` is present.
    pub secure: bool,
    /// `HttpOnly` is present.
    pub http_only: bool,
    /// A `Domain` attribute is present, so the cookie is not host-only.
    pub domain: bool,
    /// `Partitioned` is present.
    pub partitioned: bool,
    /// The `SameSite` attribute, if any.
    pub same_site: Option<SameSite>,
    /// How many bytes the value has. Only its length: no type of this crate ever holds a value.
    pub value_len: usize,
}

/// What is known of a cookie's attributes.
///
/// # Examples
///
/// ```
/// use cookie_consent::cookie::Attributes;
///
/// // a `Cookie` request header carries names and values, nothing else
/// assert_ne!(Attributes::Unknown, Attributes::None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "known, unknown, or nothing to know")]
pub enum Attributes {
    /// They cannot be seen: the cookie came in a request, or the question is asked in advance. Nothing is assumed in
    /// its favour: it counts as unpartitioned.
    Unknown,
    /// It is no HTTP cookie and has none.
    None,
    /// The attributes with which it is to be set.
    Set(SetCookie),
}

/// RFC 6265bis, section 5.6: name and value together.
const MAX_NAME_AND_VALUE: usize = 4096;

impl Cookie<'_> {
    /// Whether a browser would drop this cookie whatever the law says: RFC 6265bis sections 4.1.3, 5.6 and 5.7
    /// (prefixes, size, `SameSite=None` without `Secure`), and `__Http-` of its successor draft.
    pub(crate) fn would_be_dropped(&self) -> bool {
        match (self.storage, &self.attributes) {
            (Storage::Cookie, Attributes::Set(line)) => {
                let name = self.trimmed_name();
                let Prefix { secure, host, http } = Prefix::of(name.as_bytes());
                let needs_secure = secure || line.partitioned || matches!(line.same_site, Some(SameSite::None));
                (needs_secure && !line.secure)
                    || (http && !line.http_only)
                    || (host && (line.domain || self.path != "/"))
                    || name.len().saturating_add(line.value_len) > MAX_NAME_AND_VALUE
                    || (name.is_empty() && line.value_len == 0)
            }
            (
                Storage::Cookie | Storage::LocalStorage | Storage::SessionStorage | Storage::IndexedDb | Storage::Pixel,
                _,
            ) => false,
        }
    }

    /// Whether a browser keeps it apart for each top-level site (CHIPS): `Partitioned` counts only with `Secure`.
    pub(crate) const fn is_partitioned(&self) -> bool {
        matches!(self.attributes, Attributes::Set(SetCookie { partitioned: true, secure: true, .. }))
    }
}

/// What a name's prefix promises. Browsers compare prefixes without case (RFC 6265bis, section 5.7).
pub(crate) struct Prefix {
    pub(crate) secure: bool,
    pub(crate) host: bool,
    pub(crate) http: bool,
}

impl Prefix {
    pub(crate) fn of(name: &[u8]) -> Self {
        let starts = |prefix: &[u8]| {
            name.split_at_checked(prefix.len()).is_some_and(|(head, _)| head.eq_ignore_ascii_case(prefix))
        };
        let host_http = starts(b"__Host-Http-");
        let host = starts(b"__Host-");
        let http = host_http || starts(b"__Http-");
        Self { secure: host || http || starts(b"__Secure-"), host, http }
    }
}
