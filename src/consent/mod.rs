//! What was said: events as they happened, and the record that they amount to.

mod choice;
mod event;
mod history;
mod method;
mod record;
mod record_error;
mod stored;
mod strictest;
mod version;

pub use choice::{Answer, Choice, Grant, Item, Refusal};
pub use event::{ConsentEvent, GpcSeen, InvalidNotice, Notice};
pub use history::History;
pub use method::{Actor, ConsentManager, Method};
pub use record::{Consent, ConsentRecord};
pub use record_error::RecordError;
pub use stored::StoredConsent;
pub use version::PolicyVersion;

pub(crate) use record::RecordParts;
pub(crate) use strictest::Present;
