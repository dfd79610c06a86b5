//! The cookies in which consent managers keep what the visitor chose, read into our record.
//!
//! Each manager has a file of its own, which says what its cookies are called and what they mean. They are set by
//! scripts and any script of the site can forge them: they are evidence for the site's own cookies, and no audit trail.
//!
//! | manager | cookies | its groups | time | life | shows a choice |
//! |---|---|---|---|---|---|
//! | OneTrust | `OptanonConsent`, `OptanonAlertBoxClosed`, `OneTrustWPCCPAGoogleOptOut` | known | yes | 365, 400 | yes |
//! | Cookiebot | `CookieConsent` | known | yes | 365, 400 | since 2023 |
//! | CookieYes and kin | `cookieyes-consent`, `wt_consent`, `fazcookie-consent`; `cookieyes-…`; `cookielawinfo-checkbox-…`, `CookieLawInfoConsent` | known | some | 365, 400 | yes |
//! | Didomi | `didomi_token` | the site's | yes | 365, 400 | yes |
//! | TrustArc | `notice_gdpr_prefs`, `cmapi_cookie_privacy`, `notice_preferences` | levels, without analytics | no | 395, anew | yes |
//! | vanilla-cookieconsent | `cc_cookie` | usual words | since 2.9 | 182, 400 | yes |
//! | Klaro, Orejime | `klaro`, `orejime` | services | no | 120, 400 | yes |
//! | tarteaucitron | `tarteaucitron` | services | no | 365, anew | yes |
//! | Osano | `osano_consentmanager` | known | yes | 365, 400 | no |
//! | Osano's open source banner | `cookieconsent_status` | one, `consent` | no | 365, 400 | yes |
//! | Complianz | `cmplz_…` | known | no | 365, 400 | yes |
//! | iubenda | `_iub_cs-…` | known | yes | 365, 400 | yes |
//! | CookieFirst | `cookiefirst-consent` | known, or services | yes | 365, 400 | yes |
//! | CookieScript | `CookieScriptConsent` | known | some | 30, 400 | yes |
//! | Civic | `CookieControl` | usual words | yes | 90, 400 | yes |
//! | HubSpot | `__hs_cookie_cat_pref`, `__hs_opt_out`, `__hs_do_not_track` | known | no | 180, 400 | yes |
//! | Shopify | `_tracking_consent` | known | no | 365, 400 | yes |
//! | Fides | `fides_consent…` | usual words | yes | 365, 400 | yes |
//! | Axeptio | `axeptio_cookies`, `axeptio_authorized_vendors` | services | yes | 180, 400 | yes |
//! | Borlabs Cookie | `borlabs-cookie` | known | no | 60, 400 | yes |
//! | Moove | `moove_gdpr_popup` | known | no | 365, 400 | yes |
//! | ASP.NET Core | `.AspNet.Consent` | one, `consent` | no | 365, 400 | yes |
//! | django-cookie-consent | `cookie_consent` | the site's | no | 365, 400 | yes |
//! | Cookie Information | `CookieInformationConsent` | known | yes | 365, 400 | yes |
//! | Tealium | `CONSENTMGR` | the site's | yes | 365, 400 | yes |
//! | Commanders Act | `TC_PRIVACY` | the site's | yes | 365, 400 | yes |
//! | Ketch | `_ketch_consent_v1_` | known | no | 400, anew | no |
//! | Wix | `consent-policy` | known | yes | 365, 400 | yes |
//! | EU Cookie Compliance | `cookie-agreed`, `cookie-agreed-categories` | usual words, or one, `consent` | no | 100, 400 | yes |
//! | COOKiES! | `cookiesjsr` | services | no | 365, 400 | yes |
//! | GOV.UK and kin | `cookies_policy`, `cookie_policy` | known | no | 365, 400 | yes |
//! | WP Consent API | `wp_consent_…` | known | no | 30, anew | no |
//!
//! The life is that of the cookie in days, by default and at most. A site can set most of them to whatever it likes,
//! and browsers should keep none for more than 400 days. Where the manager keeps no time, what it grants counts as old
//! as the longest life, until the site says what it set ([`Managers::lasting`](super::Managers::lasting)). *Anew* is
//! said of those that write the cookie again without a choice (at each fetch, on pages with a service that waits, at
//! each call, from a copy in the local storage): no life bounds the age of what was chosen, so it counts as 732 days,
//! more than any law lets a consent last.
//!
//! Groups that are the site's, or its services, mean nothing until it says so
//! ([`Managers::group`](super::Managers::group)); until then only a refusal of all of them is understood. Where a
//! cookie does not show whether somebody chose, it can refuse, and it grants only if the site vouches for it
//! ([`Managers::by_choice`](super::Managers::by_choice)).
//!
//! A damaged cookie is unreadable, and so is one that merely resembles a manager's own. Two things no reader can see: a
//! value that was cut between two items of a list ends as a shorter one does, and one digit may have become another.
//! What stands last is lost without a trace: `AwaitingReconsent` of OneTrust, by which its grants lapse. A site that
//! wants certainty writes each choice into a record of its own, in a listener on the manager's event; that record bears
//! a checksum.
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
