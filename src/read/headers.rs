use alloc::vec::Vec;

use super::{Cookies, TooManyCookies};
use crate::visit::Signals;

/// The headers of a request that speak for the visitor: `Sec-GPC`, `DNT` and `Cookie`, every line of each.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::Headers;
///
/// let headers = Headers::new([
///     (b"sec-gpc".as_slice(), b"1".as_slice()),
///     (b"Cookie", b"edx_consent=x"),
///     (b"Accept", b"text/html"),
/// ]);
/// assert!(headers.signals().gpc());
/// assert_eq!(headers.cookies().unwrap().pairs().count(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct Headers<'a> {
    signals: Signals,
    cookies: Vec<&'a [u8]>,
}

impl<'a> Headers<'a> {
    /// Takes names and values of header lines, of which it keeps the three. Names are compared without regard to case
    /// (RFC 9110, section 5.1); trailers are not headers.
    #[must_use]
    pub fn new<L>(lines: L) -> Self
    where
        L: IntoIterator<Item = (&'a [u8], &'a [u8]), IntoIter: Clone>,
    {
        let lines = lines.into_iter();
        let of = |wanted: &'static [u8]| {
            lines.clone().filter(move |(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
        };
        Self { signals: Signals::from_headers(of(b"sec-gpc"), of(b"dnt")), cookies: of(b"cookie").collect() }
    }

    /// What `Sec-GPC` and `DNT` say.
    #[must_use]
    pub const fn signals(&self) -> &Signals {
        &self.signals
    }

    /// The cookies.
    ///
    /// # Errors
    ///
    /// [`TooManyCookies`] if they are longer than 65,536 bytes together.
    pub fn cookies(&self) -> Result<Cookies<'_>, TooManyCookies> {
        Cookies::new(&self.cookies)
    }
}

/// Reads the values as bytes: one with a byte above `0x7e` is not dropped.
#[cfg(feature = "http")]
#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl<'a> From<&'a http::HeaderMap> for Headers<'a> {
    fn from(map: &'a http::HeaderMap) -> Self {
        use http::header::{COOKIE, DNT};
        let gpc = map.get_all("sec-gpc").iter().map(http::HeaderValue::as_bytes);
        let dnt = map.get_all(DNT).iter().map(http::HeaderValue::as_bytes);
        let cookies = map.get_all(COOKIE).iter().map(http::HeaderValue::as_bytes).collect();
        Self { signals: Signals::from_headers(gpc, dnt), cookies }
    }
}
