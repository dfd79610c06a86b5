use super::{Cookies, TooManyCookies};
use crate::visit::Signals;

/// The headers of a request that speak for the visitor: `Sec-GPC`, `DNT` and `Cookie`, every line of each.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::Headers;
///
/// let headers = Headers::new([("sec-gpc", "1"), ("Cookie", "edx_consent=x"), ("Accept", "text/html")]);
/// assert!(headers.signals().gpc());
/// assert_eq!(headers.cookies().unwrap().pairs().count(), 1);
///
/// // a map of the crate `http` as it is, as axum, hyper and tonic have it
/// let mut map = http::HeaderMap::new();
/// map.append("sec-gpc", http::HeaderValue::from_static("1"));
/// assert!(Headers::new(&map).signals().gpc());
/// ```
#[derive(Clone, Debug)]
pub struct Headers<'a> {
    signals: Signals,
    cookies: Result<Cookies<'a>, TooManyCookies>,
}

impl<'a> Headers<'a> {
    /// Takes names and values of header lines, as text or bytes, of which it keeps the three. Names are compared
    /// without regard to case (RFC 9110, section 5.1); a value with a byte above `0x7e` is not dropped; trailers are
    /// not headers.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::Headers;
    ///
    /// // text or bytes, in any case
    /// assert!(Headers::new([("SEC-GPC", "1")]).signals().gpc());
    /// assert!(Headers::new([("sec-gpc", b"1".as_slice())]).signals().gpc());
    /// ```
    #[must_use]
    pub fn new<N, V>(lines: impl IntoIterator<Item = (&'a N, &'a V)>) -> Self
    where
        N: AsRef<[u8]> + ?Sized + 'a,
        V: AsRef<[u8]> + ?Sized + 'a,
    {
        let mut headers = Self { signals: Signals::NONE, cookies: Ok(Cookies::NONE) };
        for (name, value) in lines {
            let (name, value) = (name.as_ref(), value.as_ref());
            if name.eq_ignore_ascii_case(b"cookie") {
                headers.cookies = headers.cookies.and_then(|cookies| cookies.with(value));
            } else {
                headers.signals = headers.signals.with_header(name, value);
            }
        }
        headers
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
    /// [`TooManyCookies`] if they are longer than 65,536 bytes together, or more than 1,024.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::Headers;
    ///
    /// assert_eq!(Headers::new([("Cookie", "a=1; b=2")]).cookies().unwrap().pairs().count(), 2);
    /// let long = "a=1; ".repeat(1_025);
    /// assert!(Headers::new([("Cookie", long.as_str())]).cookies().is_err());
    /// ```
    pub fn cookies(&self) -> Result<&Cookies<'a>, TooManyCookies> {
        self.cookies.as_ref().map_err(|error| *error)
    }
}
