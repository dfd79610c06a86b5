/// The visitor's age, as far as the site knows it. Never a date of birth.
///
/// Laws on minors bind a site that knows (or, in Maryland, should know) the age; unknown is not "adult" in any
/// record, but without knowledge no duty arises.
///
/// # Examples
///
/// ```
/// use cookie_consent::Age;
///
/// // where only a band is known, give its lowest age: the youngest is protected most
/// let thirteen_to_fifteen = Age::Years(13);
/// assert_ne!(thirteen_to_fifteen, Age::Unknown);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "known or not")]
pub enum Age {
    /// Not known to the site.
    Unknown,
    /// Known, in completed years.
    Years(u8),
}

impl Age {
    /// The younger of what two sources know: one who knows outweighs one who does not, and of two who differ the lower
    /// age protects most.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Age;
    ///
    /// assert_eq!(Age::Unknown.younger(Age::Years(14)), Age::Years(14));
    /// assert_eq!(Age::Years(30).younger(Age::Years(13)), Age::Years(13));
    /// ```
    #[must_use]
    pub const fn younger(self, other: Self) -> Self {
        match (self, other) {
            (Self::Years(one), Self::Years(two)) => Self::Years(if one < two { one } else { two }),
            (known @ Self::Years(_), Self::Unknown) | (Self::Unknown, known) => known,
        }
    }
}
