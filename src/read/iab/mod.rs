//! The strings of the IAB: TC strings, Google's Additional Consent, GPP and US Privacy. They are read where they stand,
//! without decoding more than is asked for; they are never written.

mod additional_consent;
mod bits;
mod cookies;
mod error;
mod gpp;
mod sections;
mod tcf;
mod us_privacy;
mod vendors;

pub use additional_consent::AdditionalConsent;
pub use error::IabError;
pub use gpp::Gpp;
pub use tcf::TcString;
pub use us_privacy::us_privacy;

#[cfg(feature = "cmp")]
pub(super) use cookies::{Found, Kind};
pub(super) use cookies::{add_signals, in_cookies};
