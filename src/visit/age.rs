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
