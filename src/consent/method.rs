use crate::vocabulary::words;

words! {
    /// Who spoke.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(cookie_consent::Actor::Parent.as_str(), "parent");
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "the visitor, or who may speak for the visitor")]
    pub enum Actor ("an actor (`self`, `parent` or `agent`)") {
        /// The visitor.
        Visitor = "self",
        /// A parent or guardian, where the law needs one.
        Parent = "parent",
        /// An authorised agent, who may opt out for the visitor (11 CCR § 7063).
        Agent = "agent",
    }
}

words! {
    /// The consent managers from which a choice may have been imported, and the standards that they write.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentManager;
    ///
    /// assert_eq!("onetrust".parse(), Ok(ConsentManager::OneTrust));
    /// ```
    #[non_exhaustive]
    pub enum ConsentManager ("a consent manager") {
        /// OneTrust (`OptanonConsent`).
        OneTrust = "onetrust",
        /// Cookiebot.
        Cookiebot = "cookiebot",
        /// CookieYes.
        CookieYes = "cookieyes",
        /// Didomi.
        Didomi = "didomi",
        /// Usercentrics.
        Usercentrics = "usercentrics",
        /// TrustArc.
        TrustArc = "trustarc",
        /// vanilla-cookieconsent, by orestbida.
        VanillaCookieConsent = "vanilla-cookieconsent",
        /// Klaro.
        Klaro = "klaro",
        /// tarteaucitron.
        Tarteaucitron = "tarteaucitron",
        /// Osano.
        Osano = "osano",
        /// Complianz.
        Complianz = "complianz",
        /// iubenda.
        Iubenda = "iubenda",
        /// Termly.
        Termly = "termly",
        /// CookieFirst.
        CookieFirst = "cookiefirst",
        /// CookieScript.
        CookieScript = "cookiescript",
        /// Civic Cookie Control.
        Civic = "civic",
        /// HubSpot.
        HubSpot = "hubspot",
        /// Shopify.
        Shopify = "shopify",
        /// Fides.
        Fides = "fides",
        /// Axeptio.
        Axeptio = "axeptio",
        /// Borlabs Cookie.
        Borlabs = "borlabs",
        /// Moove.
        Moove = "moove",
        /// ASP.NET Core's cookie policy.
        AspNetCore = "aspnetcore",
        /// django-cookie-consent.
        DjangoCookieConsent = "django-cookie-consent",
        /// A consent manager without a name here.
        Other = "other",
        /// Cookie Information.
        CookieInformation = "cookie-information",
        /// Tealium.
        Tealium = "tealium",
        /// Commanders Act.
        CommandersAct = "commanders-act",
        /// Ketch.
        Ketch = "ketch",
        /// Wix.
        Wix = "wix",
        /// EU Cookie Compliance, a module of Drupal.
        EuCookieCompliance = "eu-cookie-compliance",
        /// COOKiES!, a module of Drupal.
        Cookiesjsr = "cookiesjsr",
        /// The banner of GOV.UK and those made after it.
        GovUk = "gov-uk",
        /// The WP Consent API, which plugins of WordPress share.
        WpConsentApi = "wp-consent-api",
        /// Orejime, a fork of Klaro.
        Orejime = "orejime",
        /// Osano's open source banner, `cookieconsent`.
        OsanoCookieConsent = "osano-cookieconsent",
    }
}

/// How an event came about.
///
/// # Examples
///
/// ```
/// use cookie_consent::{ConsentManager, Method};
///
/// assert!(Method::Imported(ConsentManager::OneTrust).is_explicit());
/// assert!(!Method::ImpliedByUse.is_explicit());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Method {
    /// An explicit act in a banner.
    Banner,
    /// An explicit act in a preference centre, or in a form such as "Your Privacy Choices".
    PreferenceCentre,
    /// An explicit act in another consent manager, read from what it stored.
    Imported(ConsentManager),
    /// "By using the Site, you agree": kept as evidence of notice. Never consent (CJEU C-673/17 *Planet49*;
    /// EDPB Guidelines 05/2020, paragraph 86; 4 CCR 904-3 Rule 7.03).
    ImpliedByUse,
    /// Recorded because a signal was seen. It can refuse, never grant.
    Signal,
}

impl Method {
    /// Whether a grant by this method is an act of consent.
    #[must_use]
    pub const fn is_explicit(self) -> bool {
        match self {
            Self::Banner | Self::PreferenceCentre | Self::Imported(_) => true,
            Self::ImpliedByUse | Self::Signal => false,
        }
    }
}
