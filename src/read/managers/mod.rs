//! The cookies in which consent managers keep what the visitor chose, read into our record.
//!
//! Each manager has a file of its own, which says what its cookies are called and what they mean. They are set by
//! scripts and any script of the site can forge them: they are evidence for the site's own cookies, and no audit trail.
//!
//! | manager | cookies | its groups | time | shows a choice |
//! |---|---|---|---|---|
//! | OneTrust | `OptanonConsent`, `OptanonAlertBoxClosed`, `OneTrustWPCCPAGoogleOptOut` | known | yes | yes |
//! | Cookiebot | `CookieConsent` | known | yes | since 2023 |
//! | CookieYes and kin | `cookieyes-consent`, `wt_consent`, `fazcookie-consent`; `cookieyes-…`; `cookielawinfo-checkbox-…`, `CookieLawInfoConsent` | known | some | yes |
//! | Didomi | `didomi_token` | the site's | yes | yes |
//! | TrustArc | `notice_gdpr_prefs`, `cmapi_cookie_privacy`, `notice_preferences` | levels, without analytics | no | yes |
//! | vanilla-cookieconsent | `cc_cookie` | usual words | since 2.9 | yes |
//! | Klaro, Orejime | `klaro`, `orejime` | services | no | yes |
//! | tarteaucitron | `tarteaucitron` | services | no | yes |
//! | Osano | `osano_consentmanager` | known | yes | no |
//! | Osano's open source banner | `cookieconsent_status` | one, `consent` | no | yes |
//! | Complianz | `cmplz_…` | known | no | yes |
//! | iubenda | `_iub_cs-…` | known | yes | yes |
//! | CookieFirst | `cookiefirst-consent` | known, or services | yes | yes |
//! | CookieScript | `CookieScriptConsent` | known | some | yes |
//! | Civic | `CookieControl` | usual words | yes | yes |
//! | HubSpot | `__hs_cookie_cat_pref`, `__hs_opt_out`, `__hs_do_not_track` | known | no | yes |
//! | Shopify | `_tracking_consent` | known | no | yes |
//! | Fides | `fides_consent…` | usual words | yes | yes |
//! | Axeptio | `axeptio_cookies`, `axeptio_authorized_vendors` | services | yes | yes |
//! | Borlabs Cookie | `borlabs-cookie` | known | no | yes |
//! | Moove | `moove_gdpr_popup` | known | no | yes |
//! | ASP.NET Core | `.AspNet.Consent` | one, `consent` | no | yes |
//! | django-cookie-consent | `cookie_consent` | the site's | no | yes |
//! | Cookie Information | `CookieInformationConsent` | known | yes | yes |
//! | Tealium | `CONSENTMGR` | the site's | yes | yes |
//! | Commanders Act | `TC_PRIVACY` | the site's | yes | yes |
//! | Ketch | `_ketch_consent_v1_` | known | no | no |
//! | Wix | `consent-policy` | known | yes | yes |
//! | EU Cookie Compliance | `cookie-agreed`, `cookie-agreed-categories` | usual words, or one, `consent` | no | yes |
//! | COOKiES! | `cookiesjsr` | services | no | yes |
//! | GOV.UK and kin | `cookies_policy`, `cookie_policy` | known | no | yes |
//! | WP Consent API | `wp_consent_…` | known | no | no |
//!
//! Groups that are the site's, or its services, mean nothing until it says so
//! ([`Managers::group`](super::Managers::group)); until then only a refusal of all of them is understood. Where a
//! cookie does not show whether somebody chose, it can refuse, and it grants only if the site vouches for it
//! ([`Managers::by_choice`](super::Managers::by_choice)).
//!
//! Strings of the IAB inside these cookies (Cookiebot's `iab2`, Fides' `fides_string`, Google's `FCCDCF`, the US
//! Privacy string as iubenda writes it) are read with the feature `iab`, as if each had a cookie of its own.
//!
//! Usercentrics and Termly keep their state in the browser's local storage, and nothing arrives; Sourcepoint keeps it
//! on its own servers. Mirror it: in a listener on their consent event, post what was chosen to the site, which writes
//! a [`ConsentRecord`](crate::ConsentRecord) of its own.

mod answers;
mod context;
#[cfg(feature = "consent-managers-gzip")]
mod gzip;
mod imported;
mod json;
mod known;
mod manager;
mod mapping;
mod remark;
#[cfg(feature = "iab")]
mod strings;
mod text;
mod xxtea;

pub use imported::{Imported, detect, read};
pub use remark::ManagerRemark;

pub(super) use imported::{ManagerCookies, import};
pub(super) use mapping::Mapping;

#[cfg(feature = "iab")]
pub(super) use strings::with_strings;
