use super::{Category, CategorySet};
use crate::vocabulary::{set_of, spelled};

/// What the data of a cookie is used for.
///
/// Global Privacy Control and the industry opt-outs restrict uses, not categories: a signal against sale and
/// sharing leaves first-party statistics alone
/// ([GPC, Legal and Implementation Considerations](https://w3c.github.io/gpc/explainer)).
///
/// # Examples
///
/// ```
/// use cookie_consent::cookie::DataUse;
///
/// assert!(DataUse::SaleOrShare.is_covered());
/// assert!(!DataUse::ContextualAds.is_covered());
/// assert!(DataUse::Security.is_exempt());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DataUse {
    /// Needed for the service that the visitor asked for (ePrivacy Directive, Art. 5(3)).
    StrictlyNecessary,
    /// Keeping the visitor's own choice.
    ConsentStorage,
    /// Protecting the visitor and the service: CSRF tokens, fraud, abuse.
    Security,
    /// Statistics on how the site is used.
    Analytics,
    /// Finding errors. Not strictly necessary by itself.
    ErrorMonitoring,
    /// How well an advertisement did. Outside the laws' "targeted advertising", and never part of an exemption.
    AdMeasurement,
    /// Language, layout, colours, font size.
    UiPreference,
    /// Choosing the site's own content by the visitor's habits.
    ContentPersonalisation,
    /// Buttons and embeds of social networks.
    SocialPlugin,
    /// Advertisements chosen by the page alone.
    ContextualAds,
    /// Advertisements chosen by behaviour over time and across sites.
    InterestBasedAds,
    /// The data is sold, or shared for advertising across contexts.
    SaleOrShare,
}

spelled! {
    DataUse ("a use of data") {
        StrictlyNecessary = "strictly-necessary", ConsentStorage = "consent-storage", Security = "security",
        Analytics = "analytics", ErrorMonitoring = "error-monitoring", AdMeasurement = "ad-measurement",
        UiPreference = "ui-preference", ContentPersonalisation = "content-personalisation",
        SocialPlugin = "social-plugin", ContextualAds = "contextual-ads", InterestBasedAds = "interest-based-ads",
        SaleOrShare = "sale-or-share",
    }
}

set_of! {
    /// A set of uses.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::{DataUse, DataUseSet};
    ///
    /// assert!(DataUseSet::COVERED.contains(DataUse::InterestBasedAds));
    /// ```
    pub struct DataUseSet(u16) of DataUse;
}

impl DataUse {
    /// Whether the visitor's opt-out of sale, sharing and targeted advertising reaches this use, and so
    /// Global Privacy Control and the laws on minors.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::DataUse;
    ///
    /// assert!(DataUse::SaleOrShare.is_covered() && !DataUse::Analytics.is_covered());
    /// ```
    #[must_use]
    pub const fn is_covered(self) -> bool {
        DataUseSet::COVERED.contains(self)
    }

    /// Whether the use needs no consent anywhere (ePrivacy Directive, Art. 5(3), second sentence).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::DataUse;
    ///
    /// assert!(DataUse::ConsentStorage.is_exempt() && !DataUse::UiPreference.is_exempt());
    /// ```
    #[must_use]
    pub const fn is_exempt(self) -> bool {
        DataUseSet::EXEMPT.contains(self)
    }

    /// The home of this use: the category under which a cookie is judged for it, whatever category it is declared in.
    const fn category(self) -> Option<Category> {
        match self {
            Self::StrictlyNecessary | Self::ConsentStorage | Self::Security => None,
            Self::Analytics | Self::ErrorMonitoring | Self::AdMeasurement => Some(Category::Performance),
            Self::UiPreference => Some(Category::Functionality),
            Self::ContentPersonalisation
            | Self::SocialPlugin
            | Self::ContextualAds
            | Self::InterestBasedAds
            | Self::SaleOrShare => Some(Category::Targeting),
        }
    }
}

impl DataUseSet {
    /// Uses that the opt-outs of sale, sharing and targeted advertising cover.
    pub const COVERED: Self = Self::of(&[DataUse::InterestBasedAds, DataUse::SaleOrShare]);
    /// Uses that need no consent.
    pub const EXEMPT: Self = Self::of(&[DataUse::StrictlyNecessary, DataUse::ConsentStorage, DataUse::Security]);

    /// The categories under which these uses are judged; the exempt ones belong to none.
    pub(crate) fn categories(self) -> CategorySet {
        self.iter().filter_map(DataUse::category).collect()
    }
}
