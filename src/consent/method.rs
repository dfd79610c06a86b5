use crate::vocabulary::spelled;

/// Who spoke.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::consent::Actor::Parent.as_str(), "parent");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the visitor, or who may speak for the visitor")]
pub enum Actor {
    /// The visitor.
    Visitor,
    /// A parent or guardian, where the law needs one.
    Parent,
    /// An authorised agent, who may opt out for the visitor (11 CCR § 7063). An agent's yes is nobody's: it is no consent,
    /// lifts no refusal, and no record keeps it.
    Agent,
}

spelled! {
    Actor ("an actor") {
        Visitor = "self", Parent = "parent", Agent = "agent",
    }
}

/// The consent managers from which a choice may have been imported, and the standards that they write.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::ConsentManager;
///
/// assert_eq!("onetrust".parse(), Ok(ConsentManager::OneTrust));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ConsentManager {
    /// OneTrust (`OptanonConsent`).
    OneTrust,
    /// Cookiebot.
    Cookiebot,
    /// CookieYes.
    CookieYes,
    /// Didomi.
    Didomi,
    /// Usercentrics.
    Usercentrics,
    /// TrustArc.
    TrustArc,
    /// vanilla-cookieconsent, by orestbida.
    VanillaCookieConsent,
    /// Klaro.
    Klaro,
    /// tarteaucitron.
    Tarteaucitron,
    /// Osano.
    Osano,
    /// Complianz.
    Complianz,
    /// iubenda.
    Iubenda,
    /// Termly.
    Termly,
    /// CookieFirst.
    CookieFirst,
    /// CookieScript.
    CookieScript,
    /// Civic Cookie Control.
    Civic,
    /// HubSpot.
    HubSpot,
    /// Shopify.
    Shopify,
    /// Fides.
    Fides,
    /// Axeptio.
    Axeptio,
    /// Borlabs Cookie.
    Borlabs,
    /// Moove.
    Moove,
    /// ASP.NET Core's cookie policy.
    AspNetCore,
    /// django-cookie-consent.
    DjangoCookieConsent,
    /// A consent manager without a name here.
    Other,
    /// Cookie Information.
    CookieInformation,
    /// Tealium.
    Tealium,
    /// Commanders Act.
    CommandersAct,
    /// Ketch.
    Ketch,
    /// Wix.
    Wix,
    /// EU Cookie Compliance, a module of Drupal.
    EuCookieCompliance,
    /// COOKiES!, a module of Drupal.
    Cookiesjsr,
    /// The banner of GOV.UK and those made after it.
    GovUk,
    /// The WP Consent API, which plugins of WordPress share.
    WpConsentApi,
    /// Orejime, a fork of Klaro.
    Orejime,
    /// Osano's open source banner, `cookieconsent`.
    OsanoCookieConsent,
}

spelled! {
    ConsentManager ("a consent manager") {
        OneTrust = "onetrust", Cookiebot = "cookiebot", CookieYes = "cookieyes", Didomi = "didomi",
        Usercentrics = "usercentrics", TrustArc = "trustarc", VanillaCookieConsent = "vanilla-cookieconsent",
        Klaro = "klaro", Tarteaucitron = "tarteaucitron", Osano = "osano", Complianz = "complianz",
        Iubenda = "iubenda", Termly = "termly", CookieFirst = "cookiefirst", CookieScript = "cookiescript",
        Civic = "civic", HubSpot = "hubspot", Shopify = "shopify", Fides = "fides", Axeptio = "axeptio",
        Borlabs = "borlabs", Moove = "moove", AspNetCore = "aspnetcore",
        DjangoCookieConsent = "django-cookie-consent", Other = "other", CookieInformation = "cookie-information",
        Tealium = "tealium", CommandersAct = "commanders-act", Ketch = "ketch", Wix = "wix",
        EuCookieCompliance = "eu-cookie-compliance", Cookiesjsr = "cookiesjsr", GovUk = "gov-uk",
        WpConsentApi = "wp-consent-api", Orejime = "orejime", OsanoCookieConsent = "osano-cookieconsent",
    }
}

/// How an event came about.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::{ConsentManager, Method};
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
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::Method;
    ///
    /// assert!(Method::Banner.is_explicit() && !Method::Signal.is_explicit());
    /// ```
    #[must_use]
    pub const fn is_explicit(self) -> bool {
        match self {
            Self::Banner | Self::PreferenceCentre | Self::Imported(_) => true,
            Self::ImpliedByUse | Self::Signal => false,
        }
    }
}
