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

mod beyond_reach;
mod date;
mod incoming;
mod line;
mod outgoing;
mod record_cookie;
mod removable;
mod removal;
mod request_uri;
mod shorten;

pub use beyond_reach::{BeyondReach, Remover};
pub use incoming::Incoming;
pub use outgoing::{Fate, Outgoing, WhyDropped};
pub use record_cookie::RecordCookie;
pub use removable::Removable;
pub use removal::{Removal, Removals};
pub use request_uri::RequestUri;
