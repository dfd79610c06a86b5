use crate::vocabulary::spelled;

/// Whether the cookie's site is the site that the visitor is on (RFC 6265bis, section 5.2: the "site for cookies").
///
/// A Member's cookie on a course subdomain is first-party although the site did not choose it: who declared a
/// cookie and its party are two facts.
///
/// # Examples
///
/// ```
/// use cookie_consent::cookie::Party;
///
/// assert_eq!(Party::Third.as_str(), "third");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "same site or not: there is no third answer")]
pub enum Party {
    /// The same site as the top-level page.
    First,
    /// Another site.
    Third,
}

spelled! {
    Party ("a party") {
        First = "first", Third = "third",
    }
}
