use alloc::vec::Vec;

use crate::cookie::scan::{split, split_once};
use crate::cookie::trim;

/// The `Cookie` header of one request, as bytes: every line of it, in the order received, split once.
///
/// It borrows names and values. A pair ends at `;` and nowhere else; SP and TAB around a name or a value are not part
/// of it, other white space is (RFC 6265bis, section 5.6). Nothing is decoded, so a foreign cookie with odd bytes never
/// makes another one unreadable.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::Cookies;
///
/// let lines = [b"a=1; caf\xe9=\xff; consent=x".as_slice(), b"consent=y"];
/// let cookies = Cookies::new(&lines).unwrap();
/// // a name that comes twice is two cookies, and their order says nothing about which is newer
/// let consent: Vec<&[u8]> = cookies.all(b"consent").map(|pair| pair.value()).collect();
/// assert_eq!(consent, [b"x", b"y"]);
/// ```
#[derive(Clone, Debug)]
pub struct Cookies<'a> {
    pub(super) pairs: Vec<Pair<'a>>,
    /// The bytes of the lines that were read.
    len: usize,
}

/// The error of [`Cookies::new`]: the lines of the `Cookie` header hold more than 65,536 bytes together, or more than
/// 1,024 cookies. What stands in them is unreadable, never absent: a refusal may be among it.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::{Cookies, TooManyCookies};
///
/// let long = vec![b'a'; 65_537];
/// let error: TooManyCookies = Cookies::new(&[&long]).unwrap_err();
/// assert_eq!(error.to_string(), "the Cookie header has more than 65536 bytes or 1024 cookies");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the Cookie header has more than 65536 bytes or 1024 cookies")]
#[non_exhaustive]
pub struct TooManyCookies;

/// One `name=value` of a `Cookie` header.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::Cookies;
///
/// let cookies = Cookies::new(&[b" a = \"b\" "]).unwrap();
/// let pair = cookies.pairs().next().unwrap();
/// assert_eq!((pair.name(), pair.value(), pair.unquoted()), (b"a".as_slice(), b"\"b\"".as_slice(), b"b".as_slice()));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pair<'a> {
    name: &'a [u8],
    value: &'a [u8],
}

impl<'a> Cookies<'a> {
    /// The most bytes that are read, all lines together: four times what common servers accept.
    const MAX_LEN: usize = 65_536;
    /// The most pairs: browsers keep a few hundred cookies of a site (RFC 6265bis, section 6.1, asks them for 50).
    const MAX_COUNT: usize = 1_024;

    /// No line.
    pub(super) const NONE: Self = Self { pairs: Vec::new(), len: 0 };

    /// Takes the values of all `Cookie` header lines. HTTP/2 and HTTP/3 may split the header into several (RFC 9113,
    /// section 8.2.3).
    ///
    /// # Errors
    ///
    /// [`TooManyCookies`] if the lines hold more than 65,536 bytes together, or more than 1,024 cookies.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::Cookies;
    ///
    /// let cookies = Cookies::new(&[b"a=1; b=2", b"c=3"]).unwrap();
    /// assert_eq!(cookies.pairs().count(), 3);
    /// assert!(Cookies::new(&[&[b'a'; 65_537]]).is_err());
    /// ```
    pub fn new(lines: &[&'a [u8]]) -> Result<Self, TooManyCookies> {
        lines.iter().try_fold(Self::NONE, |cookies, line| cookies.with(line))
    }

    /// One line more.
    pub(super) fn with(mut self, line: &'a [u8]) -> Result<Self, TooManyCookies> {
        // as many as cookies of a common length, so that a list need not grow
        const COMMON_LEN: usize = 32;
        self.len = self.len.saturating_add(line.len());
        if self.len > Self::MAX_LEN {
            return Err(TooManyCookies);
        }
        self.pairs.reserve((line.len() / COMMON_LEN).min(Self::MAX_COUNT));
        for pair in split(line, b';').filter_map(Pair::read) {
            if self.pairs.len() == Self::MAX_COUNT {
                return Err(TooManyCookies);
            }
            self.pairs.push(pair);
        }
        Ok(self)
    }

    /// Every pair, in the order received. A piece without `=` is a value without a name: browsers send such a cookie
    /// so. Empty pieces are skipped.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::Cookies;
    ///
    /// let cookies = Cookies::new(&[b"a=1;; b"]).unwrap();
    /// let names: Vec<&[u8]> = cookies.pairs().map(|pair| pair.name()).collect();
    /// // `b` has no name: it is a value
    /// assert_eq!(names, [b"a".as_slice(), b""]);
    /// ```
    pub fn pairs(&self) -> impl Iterator<Item = Pair<'a>> + Clone {
        self.pairs.iter().copied()
    }

    /// The pairs of one name, byte for byte: none, one, or several if cookies of one name were set for several domains
    /// or paths.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::Cookies;
    ///
    /// let cookies = Cookies::new(&[b"_ga=1; _GA=2; _ga=3"]).unwrap();
    /// let values: Vec<&[u8]> = cookies.all(b"_ga").map(|pair| pair.value()).collect();
    /// assert_eq!(values, [b"1", b"3"]);
    /// ```
    pub fn all(&self, name: &[u8]) -> impl Iterator<Item = Pair<'a>> + Clone {
        self.pairs().filter(move |pair| pair.name == name)
    }
}

impl<'a> Pair<'a> {
    fn read(piece: &'a [u8]) -> Option<Self> {
        let (name, value) = split_once(piece, b'=').unwrap_or((&[], piece));
        let pair = Self { name: trim(name), value: trim(value) };
        (!(pair.name.is_empty() && pair.value.is_empty())).then_some(pair)
    }

    /// The name.
    #[must_use]
    pub const fn name(self) -> &'a [u8] {
        self.name
    }

    /// The value as it stands, with quotes if it has any.
    #[must_use]
    pub const fn value(self) -> &'a [u8] {
        self.value
    }

    /// The value without one pair of double quotes around it, which some writers add and browsers keep.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::Cookies;
    ///
    /// let cookies = Cookies::new(&[b"a=\"b\"; c=\"d"]).unwrap();
    /// let values: Vec<&[u8]> = cookies.pairs().map(|pair| pair.unquoted()).collect();
    /// assert_eq!(values, [b"b".as_slice(), b"\"d"]);
    /// ```
    #[must_use]
    pub const fn unquoted(self) -> &'a [u8] {
        unquoted(self.value)
    }
}

/// A value without one pair of double quotes around it.
pub(super) const fn unquoted(value: &[u8]) -> &[u8] {
    match value {
        [b'"', inner @ .., b'"'] => inner,
        whole => whole,
    }
}

/// Names and lengths: a value may name a person, and logs are no place for it.
impl core::fmt::Debug for Pair<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Pair({}=[{} bytes])", self.name.escape_ascii(), self.value.len())
    }
}
