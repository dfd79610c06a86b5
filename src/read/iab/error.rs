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
    /// A field of a section of the US holds a value that means nothing: 3, or 0 in `MspaCoveredTransaction`.
    #[error("the field {name} is {value}, which means nothing")]
    Field {
        /// As the specification calls it.
        name: &'static str,
        /// What it holds.
        value: u8,
    },
    /// A field of a section of the US says "did not opt out" where the notice before it says that there was nothing to
    /// opt out of, or that nobody was told.
    #[error("the field {0} says that the visitor did not opt out, without a notice of that choice")]
    WithoutNotice(&'static str),
    /// A section of the US has a sub-section of a type that it cannot have.
    #[error("the type {0} of a sub-section is unknown")]
    SubSection(u8),
}

/// Why a section of a GPP string cannot be read: which, and what is wrong in it. What it may have held is unknown, so
/// the string counts as an opt-out, as [`Policy::read`](crate::Policy::read) has it.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::iab::{Gpp, IabError};
///
/// // usca, in which the opt-out of sale is a 3
/// let error = Gpp::new(b"DBABBg~BAwAAABA").unwrap().signal().unwrap_err();
/// assert_eq!((error.section, error.error), (8, IabError::Field { name: "SaleOptOut", value: 3 }));
/// assert_eq!(error.to_string(), "section 8: the field SaleOptOut is 3, which means nothing");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
#[error("section {section}: {error}")]
pub struct GppError {
    /// The id of the section.
    pub section: u16,
    /// What is wrong in it. Positions are counted from the beginning of the section.
    pub error: IabError,
}
