//! What arrives: headers, consent managers' cookies, and the strings of the IAB, read into
//! [`Signals`](crate::visit::Signals), [`Consent`](crate::Consent) and [`OptOut`](crate::visit::OptOut)s.
//! [`Policy::read`](crate::Policy::read) does all of it in one call.

mod cookies;
mod headers;
#[cfg(feature = "iab")]
#[cfg_attr(docsrs, doc(cfg(feature = "iab")))]
pub mod iab;
#[cfg(any(feature = "iab", feature = "consent-managers"))]
mod initials;
#[cfg(feature = "consent-managers")]
#[cfg_attr(docsrs, doc(cfg(feature = "consent-managers")))]
pub mod managers;
mod named;
#[cfg(feature = "open-cookie-database")]
#[cfg_attr(docsrs, doc(cfg(feature = "open-cookie-database")))]
mod open_cookie_database;
mod opt_out_cookies;
mod remark;
mod request;
mod several;

pub use cookies::{Cookies, Pair, TooManyCookies};
pub use headers::Headers;
pub use named::Managers;
#[cfg(feature = "open-cookie-database")]
pub use open_cookie_database::{Import, ImportError, Label, Refused, Source, WhyRefused, open_cookie_database};
pub use opt_out_cookies::{OptOutCookie, opt_out_cookies};
pub use remark::Remark;
pub use request::Request;

pub(crate) use request::record_in;
