//! The cookies in which consent managers keep what the visitor chose, read into our record.
//!
//! Each manager has a file of its own, which says what its cookies are called and what they mean. They are set by scripts
//! and any script of the site can forge them: they are evidence for the site's own cookies, and no audit trail.
//!
//! Usercentrics and Termly keep their state in the browser's local storage, and nothing arrives: mirror it into a
//! [`ConsentRecord`] in a listener on their consent event.

mod answers;
#[cfg(feature = "cmp-gzip")]
mod gzip;
mod imported;
mod json;
mod manager;
mod managers;
mod mapping;
mod note;
mod text;
mod xxtea;

pub use imported::{Imported, detect, read};
pub use mapping::Mapping;
pub use note::CmpNote;
