use super::Cookies;
use crate::cookie::HostName;

/// An opt-out cookie of an advertising company, found on that company's own domain.
///
/// Such cookies reach only the company itself: a site that is not one of them never receives any, and finds none here.
/// They are matched by domain, name and value, byte for byte, never by a pattern: another site's `optout=1` says
/// nothing.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::{Cookies, opt_out_cookies};
/// use cookie_consent::visit::{OptOut, Provenance};
///
/// let cookies = Cookies::new(&[b"id=OPT_OUT; uid=7"]).unwrap();
/// let found: Vec<_> = opt_out_cookies("ad.doubleclick.net", &cookies).collect();
/// assert_eq!((found[0].domain(), found[0].name(), found.len()), ("doubleclick.net", "id", 1));
///
/// let opt_out = OptOut::with_vendor("google".parse().unwrap(), Provenance::OptOutCookie);
/// # let _ = opt_out;
/// assert_eq!(opt_out_cookies("www.edx.org", &cookies).count(), 0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OptOutCookie {
    domain: &'static str,
    name: &'static str,
    value: &'static str,
}

/// From the registry of the Digital Advertising Alliance that browsers' opt-out extensions carried, last changed in
/// 2015: the larger companies of it.
const DOCUMENTED: &[OptOutCookie] = &[
    OptOutCookie::new("adnxs.com", "uuid2", "-1"),
    OptOutCookie::new("atdmt.com", "TOptOut", "1"),
    OptOutCookie::new("bing.com", "TOptOut", "1"),
    OptOutCookie::new("bluekai.com", "BKIgnore", "1"),
    OptOutCookie::new("criteo.com", "optout", "1"),
    OptOutCookie::new("crwdcntrl.net", "cc", "optout"),
    OptOutCookie::new("demdex.net", "demdex", "NOTARGET"),
    OptOutCookie::new("doubleclick.net", "id", "OPT_OUT"),
    OptOutCookie::new("exelator.com", "DNP", "eXelate+OptOut"),
    OptOutCookie::new("live.com", "TOptOut", "1"),
    OptOutCookie::new("mathtag.com", "optout", "1"),
    OptOutCookie::new("microsoft.com", "TOptOut", "1"),
    OptOutCookie::new("msn.com", "TOptOut", "1"),
    OptOutCookie::new("quantserve.com", "qoo", "OPT_OUT"),
    OptOutCookie::new("rubiconproject.com", "trp_optout", "true"),
    OptOutCookie::new("sharethis.com", "st_optout", "true"),
    OptOutCookie::new("tribalfusion.com", "ANON_ID", "OptOut"),
    OptOutCookie::new("turn.com", "optOut", "1"),
    OptOutCookie::new("w55c.net", "optout", "1"),
    OptOutCookie::new("yahoo.com", "AO", "o=1"),
];

impl OptOutCookie {
    const fn new(domain: &'static str, name: &'static str, value: &'static str) -> Self {
        Self { domain, name, value }
    }

    /// The company's domain.
    #[must_use]
    pub const fn domain(self) -> &'static str {
        self.domain
    }

    /// The cookie's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }
}

/// The documented opt-out cookies among those that a request to `host` carries.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::{Cookies, opt_out_cookies};
///
/// let cookies = Cookies::new(&[b"id=OPT_OUT"]).unwrap();
/// assert_eq!(opt_out_cookies("ad.doubleclick.net", &cookies).count(), 1);
/// // the same name and value at anybody else says nothing
/// assert_eq!(opt_out_cookies("www.edx.org", &cookies).count(), 0);
/// ```
pub fn opt_out_cookies<'a>(host: &'a str, cookies: &'a Cookies<'_>) -> impl Iterator<Item = OptOutCookie> + 'a {
    let host = HostName::new(host);
    let here = DOCUMENTED.iter().filter(move |known| host.is_within(known.domain));
    here.copied()
        .filter(move |known| cookies.all(known.name.as_bytes()).any(|pair| pair.unquoted() == known.value.as_bytes()))
}
