//! What leaves, held against what [`decide`](crate::decide()) says: the `Set-Cookie` lines of a response, kept, shortened
//! or dropped; the `Cookie` header, for whoever stands behind; the lines that remove what a visitor said no to; and the
//! line that stores what was said.
//!
//! A backend asks a request's [`Visitor`](crate::Visitor), after everything else has been added to the response:
//!
//! ```
//! use cookie_consent::decision::InputSet;
//! use cookie_consent::enforce::RequestUri;
//! use cookie_consent::{Policy, Visitor};
//!
//! /// The lines to send, and what they depend on.
//! fn enforce(visitor: &Visitor<'_>, host: &str, path: &str, lines: &[&[u8]]) -> (Vec<Vec<u8>>, InputSet) {
//!     let uri = RequestUri::first_party(host, path);
//!     // a choice that this very response stores: set and withdrawn in one response is withdrawn
//!     let said = visitor.consent_after(lines.iter().copied());
//!     let visitor = visitor.policy().visitor(visitor.visit().clone(), said.as_consent());
//!     let mut consulted = InputSet::EMPTY;
//!     let sent = lines.iter().filter_map(|line| {
//!         let outgoing = visitor.set_cookie(&uri, line);
//!         consulted = consulted.union(outgoing.consulted());
//!         outgoing.into_line().map(|line| line.into_owned())
//!     });
//!     (sent.collect(), consulted)
//! }
//! ```
//!
//! And what pages embed and show: [`Visitor::decisions`](crate::Visitor::decisions) asks about everything that the policy
//! declares; the state of Google's tags, what a loader may load, the status of an opt-out and the preferences are each
//! read off that one list, so that no two of them can disagree, and none with `decide`. No HTML is made here: all of it
//! is data, and [`script_json`] writes data so that it may stand in a page.

mod allowed;
mod beyond_reach;
mod consent_mode;
mod cookie_table;
mod date;
mod decisions;
mod dependence;
mod gpc_support;
mod incoming;
mod line;
mod opt_out_status;
mod outgoing;
mod preferences;
mod record_cookie;
mod region_defaults;
mod removable;
mod removal;
mod request_uri;
mod shorten;

pub use allowed::Allowed;
pub use beyond_reach::{BeyondReach, Remover};
pub use consent_mode::{ConsentMode, ConsentState, ConsentType, ConsentTypes, GTAG};
pub use cookie_table::{CookieRow, LifetimeUnit, TableLifetime};
pub use decisions::Decisions;
pub use dependence::{CacheKey, Dependence};
pub use gpc_support::GpcSupport;
pub use incoming::Incoming;
pub use opt_out_status::{OptOutState, OptOutStatus};
pub use outgoing::{Fate, Outgoing, WhyDropped};
pub use preferences::{Preference, Preferences};
pub use record_cookie::RecordCookie;
pub use region_defaults::{RegionDefault, RegionDefaults};
pub use removable::Removable;
pub use removal::{Removal, Removals};
pub use request_uri::RequestUri;

pub use crate::json::{NotJson, script_json};
