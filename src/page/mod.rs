//! What pages embed, and what a visitor is shown.
//!
//! [`Visitor::decisions`](crate::Visitor::decisions) asks about everything that the policy declares; the state of
//! Google's tags, what a loader may load, the status of an opt-out and the preferences are each read off that one list,
//! so that no two of them can disagree, and none with [`decide`](crate::decide()). No HTML is made here: all of it is
//! data, and [`script_json`] writes data so that it may stand in a page.

mod allowed;
mod consent_mode;
mod cookie_table;
mod decisions;
mod gpc_support;
mod opt_out_status;
mod preferences;
mod region_defaults;

pub use allowed::Allowed;
pub use consent_mode::{ConsentMode, ConsentState, ConsentType, ConsentTypes, GTAG};
pub use cookie_table::{CookieRow, LifetimeUnit, TableLifetime};
pub use decisions::Decisions;
pub use gpc_support::GpcSupport;
pub use opt_out_status::{OptOutState, OptOutStatus};
pub use preferences::{Preference, Preferences};
pub use region_defaults::{RegionDefault, RegionDefaults};

pub use crate::json::{NotJson, script_json};
