//! The strings of the IAB: TC strings, those of Canada, Google's Additional Consent, GPP and US Privacy. They are read
//! where they stand, without decoding more than is asked for; they are never written.

mod additional_consent;
mod bits;
mod canada_lists;
mod cookies;
mod error;
mod fibonacci;
mod fields;
mod gpp;
mod publisher;
mod restrictions;
mod sections;
mod tcf;
mod tcf_canada;
mod tcf_wanted;
mod us_privacy;
mod us_section;
mod vendors;

pub use additional_consent::AdditionalConsent;
pub use error::{GppError, IabError};
pub use gpp::{Gpp, GppSection};
pub use publisher::TcfPublisher;
pub use restrictions::TcfRestriction;
pub use tcf::TcString;
pub use tcf_canada::{CanadaRestriction, TcfCanada};
pub use us_privacy::us_privacy;
pub use us_section::UsSection;

#[cfg(feature = "consent-managers")]
pub(super) use cookies::{IabString, Kind, TOGETHER};
pub(super) use cookies::{add_signals, in_cookies};
