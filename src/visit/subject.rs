use crate::vocabulary::{set_of, spelled};

/// Whose word an event is: that of a browser, or of a person's account.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::visit::SubjectKind::Account.as_str(), "account");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a browser or a person")]
pub enum SubjectKind {
    /// One browser on one device.
    Browser,
    /// A person who is logged in.
    Account,
}

spelled! {
    SubjectKind ("a subject") {
        Browser = "browser", Account = "account",
    }
}

set_of! {
    /// Which subjects of a record the backend recognises now. Grants need it; refusals bind whatever it says.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{Recognised, SubjectKind};
    ///
    /// assert!(Recognised::ALL.contains(SubjectKind::Account));
    /// assert!(!Recognised::BROWSER.contains(SubjectKind::Account));
    /// ```
    pub struct Recognised(u8) of SubjectKind;
}

impl Recognised {
    /// Nobody: the default of a [`Visit`](crate::Visit).
    pub const NOBODY: Self = Self::EMPTY;
    /// The browser that brought its record with it.
    pub const BROWSER: Self = Self::of(&[SubjectKind::Browser]);
    /// The person who is logged in, on a browser that is not known.
    pub const ACCOUNT: Self = Self::of(&[SubjectKind::Account]);
}
