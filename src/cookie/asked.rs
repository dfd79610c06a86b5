use super::{Attributes, Lifetime, Party, Storage};

/// The cookie that the question is about. Never its value.
///
/// A plain struct, because every text is a valid question (an ill-formed name is simply not in the inventory) and
/// because each fact must be stated: a default would be a guess in the caller's favour.
///
/// # Examples
///
/// ```
/// use cookie_consent::Cookie;
/// use cookie_consent::cookie::{Attributes, Lifetime, Party, Storage};
///
/// let cookie = Cookie {
///     name: "_ga",
///     host: "www.edx.org",
///     path: "/",
///     party: Party::First,
///     lifetime: Lifetime::days(400),
///     storage: Storage::Cookie,
///     attributes: Attributes::Unknown,
/// };
/// assert_eq!(cookie, Cookie::first_party("_ga", "www.edx.org").lasting(Lifetime::days(400)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a new fact about a cookie must break the build of who leaves it out")]
pub struct Cookie<'a> {
    /// Its name, case-sensitive, byte for byte. Space and tab around it are ignored, as browsers do; other white
    /// space is part of the name. One of more than 4,096 bytes is in no inventory, whatever it is stored in: no browser
    /// keeps such a cookie (RFC 6265bis, section 5.6).
    pub name: &'a str,
    /// The host it belongs to: the `Domain` attribute, or the host that sets it. Port, case and outer dots are ignored.
    pub host: &'a str,
    /// The `Path` attribute, `/` if there is none.
    pub path: &'a str,
    /// First- or third-party on the page in question.
    pub party: Party,
    /// How long it is to live.
    pub lifetime: Lifetime,
    /// A cookie, or one of the similar technologies.
    pub storage: Storage,
    /// What is known of its attributes.
    pub attributes: Attributes,
}

impl<'a> Cookie<'a> {
    /// A first-party session cookie with path `/` and unknown attributes: the question "may I read or set `name`?".
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Cookie;
    /// use cookie_consent::cookie::{Lifetime, Party};
    ///
    /// let cookie = Cookie::first_party("_ga", "www.edx.org");
    /// assert_eq!((cookie.party, cookie.lifetime, cookie.path), (Party::First, Lifetime::Session, "/"));
    /// ```
    #[must_use]
    pub const fn first_party(name: &'a str, host: &'a str) -> Self {
        Self::plain(name, host, Party::First)
    }

    /// The same for a third-party cookie.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Cookie;
    /// use cookie_consent::cookie::Party;
    ///
    /// // the host is that of the cookie and not of the page
    /// let cookie = Cookie::third_party("fr", "facebook.com");
    /// assert_eq!((cookie.party, cookie.host), (Party::Third, "facebook.com"));
    /// ```
    #[must_use]
    pub const fn third_party(name: &'a str, host: &'a str) -> Self {
        Self::plain(name, host, Party::Third)
    }

    const fn plain(name: &'a str, host: &'a str, party: Party) -> Self {
        Self {
            name,
            host,
            path: "/",
            party,
            lifetime: Lifetime::Session,
            storage: Storage::Cookie,
            attributes: Attributes::Unknown,
        }
    }

    /// The same cookie with another lifetime.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Cookie;
    /// use cookie_consent::cookie::Lifetime;
    ///
    /// let cookie = Cookie::first_party("_ga", "www.edx.org").lasting(Lifetime::days(730));
    /// assert_eq!(cookie.lifetime, Lifetime::days(730));
    /// ```
    #[must_use]
    pub const fn lasting(self, lifetime: Lifetime) -> Self {
        Self { lifetime, ..self }
    }

    /// The same question about another technology.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Cookie;
    /// use cookie_consent::cookie::Storage;
    ///
    /// let key = Cookie::first_party("edx.player.speed", "courses.edx.org").stored_in(Storage::LocalStorage);
    /// assert_eq!(key.storage, Storage::LocalStorage);
    /// ```
    #[must_use]
    pub const fn stored_in(self, storage: Storage) -> Self {
        Self { storage, ..self }
    }

    /// The name as browsers see it: without SP and TAB at its ends, and nothing else (RFC 6265bis, section 5.6).
    #[inline]
    pub(crate) fn trimmed_name(&self) -> &'a str {
        match self.name.as_bytes() {
            [b' ' | b'\t', ..] | [.., b' ' | b'\t'] => self.name.trim_matches([' ', '\t']),
            _ => self.name,
        }
    }
}
