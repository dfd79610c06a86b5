use core::str;

use crate::cookie::{Cookie, HostName, Party};

/// What was asked for: the host and path of the request, which a browser holds each `Set-Cookie` line of the response
/// against and by which it chose the cookies of the request; and the party that this host is on the visitor's page.
///
/// A plain struct, as [`Cookie`](crate::Cookie) is: each fact must be stated. Whether the request came by `https` is none
/// of them: behind a proxy a server does not know, and where a browser heeds it, it only takes less.
///
/// # Examples
///
/// ```
/// use cookie_consent::cookie::Party;
/// use cookie_consent::enforce::RequestUri;
///
/// let uri = RequestUri { host: "www.edx.org", path: "/courses/cs101", party: Party::First };
/// assert_eq!(uri, RequestUri::first_party("www.edx.org", "/courses/cs101"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "as `Cookie`")]
pub struct RequestUri<'a> {
    /// The host of the request. Port, case and outer dots are ignored.
    pub host: &'a str,
    /// The path of the request, as it stands in the URL; a query may follow.
    pub path: &'a str,
    /// First- or third-party on the page in question.
    pub party: Party,
}

impl<'a> RequestUri<'a> {
    /// A host of the site that the visitor is on.
    ///
    /// # Examples
    ///
    /// See [`RequestUri`].
    #[must_use]
    pub const fn first_party(host: &'a str, path: &'a str) -> Self {
        Self { host, path, party: Party::First }
    }

    /// A host that other sites embed: of an image, a frame, a script.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::Party;
    /// use cookie_consent::enforce::RequestUri;
    ///
    /// assert_eq!(RequestUri::third_party("ads.adco.example", "/pixel").party, Party::Third);
    /// ```
    #[must_use]
    pub const fn third_party(host: &'a str, path: &'a str) -> Self {
        Self { host, path, party: Party::Third }
    }

    /// The host to which a `Domain` attribute gives a cookie; `None` if a browser takes no such cookie from here: it is
    /// for another host, or for a top-level domain, each of which is a public suffix (RFC 6265bis, section 5.7, steps 8
    /// to 10).
    pub(super) fn domain<'d>(&self, attribute: &'d [u8]) -> Option<&'d str> {
        let domain = str::from_utf8(attribute).ok().filter(|domain| domain.is_ascii())?;
        let host = HostName::new(self.host);
        let is_own = domain.contains('.') || domain.eq_ignore_ascii_case(host.as_str());
        (is_own && host.is_within(domain)).then_some(domain)
    }

    /// The path of a cookie whose line names none: that of the request up to its last slash (RFC 6265bis, section 5.1.4).
    pub(super) fn default_path(&self) -> &'a str {
        let path = self.path.split(['?', '#']).next().unwrap_or_default();
        match path.rsplit_once('/') {
            Some((folder, _)) if folder.starts_with('/') => folder,
            _ => "/",
        }
    }

    /// A cookie that came with the request, if it was set for this host and path: the header does not tell.
    pub(super) const fn sent<'c>(&self, name: &'c str, host: &'c str, path: &'c str) -> Cookie<'c> {
        Cookie { host, path, party: self.party, ..Cookie::first_party(name, host) }
    }

    /// Every cookie of a name that can have come with the request.
    pub(super) fn sources<'c>(&self, name: &'c str) -> impl Iterator<Item = Cookie<'c>>
    where
        'a: 'c,
    {
        let uri = *self;
        uri.hosts().flat_map(move |host| uri.paths().map(move |path| uri.sent(name, host, path)))
    }

    /// The host, and those above it for which a browser that came here may have been given cookies.
    pub(super) fn hosts(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        // deeper hosts than people have, and few enough to look each up
        const MOST: usize = 8;
        HostName::new(self.host).scopes().take(MOST)
    }

    /// The path, and the folders that it is in up to `/`.
    pub(super) fn paths(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        const MOST: usize = 16;
        let path = self.path.split(['?', '#']).next().filter(|path| path.len() > 1 && path.starts_with('/'));
        let path = path.unwrap_or_default();
        let folders = path.rmatch_indices('/').filter_map(|(at, _)| path.get(..at));
        core::iter::once(path).chain(folders).filter(|path| !path.is_empty()).take(MOST).chain(["/"])
    }
}
