use alloc::boxed::Box;
use core::fmt;
use core::str::FromStr;

use crate::cookie::{InvalidVendorId, VendorId};

/// The name of a Member: a tenant of the site, such as a university, with pages and cookies of its own.
///
/// The same characters as a [`VendorId`].
///
/// # Examples
///
/// ```
/// use cookie_consent::visit::MemberId;
///
/// assert_eq!("unix".parse::<MemberId>().unwrap().as_str(), "unix");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId(Box<str>);

/// The error of reading a [`MemberId`]: see [`InvalidVendorId`], whose grammar it shares.
pub type InvalidMemberId = InvalidVendorId;

impl MemberId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MemberId {
    type Err = InvalidMemberId;

    /// # Errors
    ///
    /// [`InvalidMemberId`] for `""`, `"Uni X"`, and anything longer than 64 bytes.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<VendorId>().map(|id| Self(id.as_str().into()))
    }
}

impl fmt::Display for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whose pages the visitor is on.
///
/// # Examples
///
/// ```
/// use cookie_consent::Place;
///
/// assert_ne!(Place::Site, Place::Member("unix"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the site's, or a Member's")]
pub enum Place<'a> {
    /// The site's own pages.
    Site,
    /// The pages of the Member with this id. An id that the policy does not know leaves only the site's purely
    /// strictly necessary cookies: whose rules would apply is unknown.
    Member(&'a str),
}
