#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

mod assess;
pub mod consent;
pub mod cookie;
mod decide;
pub mod decision;
pub mod dependence;
pub mod enforce;
pub mod explain;
mod instant;
mod json;
mod judge;
pub mod law;
pub mod page;
pub mod policy;
pub mod prompt;
pub mod read;
mod reason;
#[cfg(feature = "review")]
#[cfg_attr(docsrs, doc(cfg(feature = "review")))]
pub mod review;
#[cfg(feature = "proptest")]
#[cfg_attr(docsrs, doc(cfg(feature = "proptest")))]
pub mod strategies;
pub mod visit;
mod visitor;
pub mod vocabulary;
mod wire;

pub use time;

pub use consent::{Consent, ConsentEvent, ConsentRecord};
pub use cookie::{Category, Cookie};
pub use decide::decide;
pub use decision::{Decision, Reason};
pub use policy::Policy;
pub use prompt::Prompt;
pub use visit::{Age, Place, Region, Visit};
pub use visitor::Visitor;

/// The version of the rules: it changes with every release after which the same inputs can get another answer, so that
/// an audit log can name the rules by which a decision was made. Each change stands, starred, in the CHANGELOG.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::RULES_VERSION, 1);
/// ```
pub const RULES_VERSION: u32 = 1;

#[doc(hidden)]
#[cfg(any(doc, doctest))]
pub mod _documentation {
    #[doc = include_str!("../DESIGN.md")]
    pub mod design {}
    #[doc = include_str!("../CHANGELOG.md")]
    pub mod changelog {}
}
