/// The consent managers that a site uses, or did until lately. Leaving one out could lose a refusal, so
/// [`Policy::read`](crate::Policy::read) asks for them; [`NONE`](Self::NONE) says that there are none.
///
/// With the feature `consent-managers` the site names them, and says what their groups mean, in which cookies they
/// write and how long those live. Without it none can be read, and there is nothing to say but `NONE`.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "consent-managers")] {
/// use cookie_consent::read::Managers;
/// use cookie_consent::Category;
/// use cookie_consent::consent::ConsentManager;
///
/// let managers = Managers::only([ConsentManager::OneTrust, ConsentManager::CookieYes])
///     .group(ConsentManager::OneTrust, "C0005", Category::Targeting)
///     .ignoring(ConsentManager::OneTrust, "C0009")
///     .lasting(ConsentManager::CookieYes, 180);
/// assert_ne!(&managers, Managers::NONE);
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Managers {
    #[cfg(feature = "consent-managers")]
    pub(super) mapping: super::managers::Mapping,
}

impl Managers {
    /// The site uses no consent manager: no cookie of one is read. Strings of the IAB are, where they have cookies of
    /// their own.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::Version;
    /// use cookie_consent::read::{Headers, Managers};
    /// use cookie_consent::{Consent, Policy};
    /// use time::macros::{date, utc_datetime};
    ///
    /// let policy = Policy::builder().version(Version::new(1, date!(2022-12-15))).build().unwrap();
    /// // the name that a manager has for its own cookie, and a site without one for another
    /// let headers = Headers::new([("Cookie", "consent-policy=ours")]);
    /// let request = policy.read(utc_datetime!(2026-11-23 12:00), &headers, Managers::NONE);
    /// assert_eq!(request.consent(), Consent::Absent);
    /// ```
    pub const NONE: &'static Self = &Self {
        #[cfg(feature = "consent-managers")]
        mapping: super::managers::Mapping::NONE,
    };
}
