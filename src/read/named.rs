/// The consent managers that a site uses, or did until lately. Leaving one out could lose a refusal, so
/// [`Sources::of`](super::Sources::of) asks for them; [`NONE`](Self::NONE) says that there are none.
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
    /// use cookie_consent::read::{Managers, Sources};
    /// use cookie_consent::Policy;
    /// use cookie_consent::policy::Version;
    /// use time::macros::date;
    ///
    /// let policy = Policy::builder().version(Version::new(1, date!(2022-12-15))).build().unwrap();
    /// let sources = Sources::of(&policy, Managers::NONE).record_in("consent");
    /// assert_eq!(sources.managers(), Managers::NONE);
    /// ```
    pub const NONE: &'static Self = &Self {
        #[cfg(feature = "consent-managers")]
        mapping: super::managers::Mapping::NONE,
    };
}
