use core::fmt;

/// The number of a version of the site's cookie policy. Numbers are compared as numbers; a higher one is later.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::PolicyVersion;
///
/// assert!(PolicyVersion::new(10) > PolicyVersion::new(9));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyVersion(u32);

impl PolicyVersion {
    /// The version with this number.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::PolicyVersion;
    ///
    /// assert_eq!(PolicyVersion::new(7).number(), 7);
    /// ```
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for PolicyVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
