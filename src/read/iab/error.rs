/// Why a string of the IAB cannot be read. It may not be relied on then, and what it might have refused is unknown:
/// treat it as [`Consent::Unreadable`](crate::Consent::Unreadable), as [`Policy::read`](crate::Policy::read) does.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::iab::{IabError, TcString};
///
/// assert_eq!(TcString::new(b"B").unwrap_err(), IabError::UnsupportedVersion(1));
/// assert_eq!(TcString::new(b"C!").unwrap_err(), IabError::Character { at: 1 });
/// assert_eq!(TcString::new(b"CPXxGfA").unwrap_err(), IabError::Truncated("core"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum IabError {
    /// Nothing at all.
    #[error("the string is empty")]
    Empty,
    /// Longer than any browser keeps.
    #[error("the string has {0} bytes, and the most that is read is 4096")]
    TooLong(usize),
    /// A character that is none of its alphabet.
    #[error("the string has a foreign character at byte {at}")]
    Character {
        /// Where, counted from 0.
        at: usize,
    },
    /// A version that is not read.
    #[error("the string has the unsupported version {0}")]
    UnsupportedVersion(u8),
    /// A part ends before its fields do.
    #[error("the {0} part of the string is cut")]
    Truncated(&'static str),
    /// A part says something that no such part says.
    #[error("the {0} part of the string is malformed")]
    Malformed(&'static str),
}
