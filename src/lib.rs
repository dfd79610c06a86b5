#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

mod assess;
mod consent;
mod cookie;
mod decide;
mod decision;
mod instant;
mod judge;
pub mod law;
mod policy;
mod prompt;
pub mod read;
mod reason;
pub mod review;
#[cfg(feature = "proptest")]
#[cfg_attr(docsrs, doc(cfg(feature = "proptest")))]
pub mod strategies;
mod visit;
mod vocabulary;
mod wire;

pub use time;

pub use consent::{
    Actor, Answer, Choice, Consent, ConsentEvent, ConsentManager, ConsentRecord, GpcSeen, Grant, History,
    InvalidNotice, Item, Method, Notice, PolicyVersion, Refusal, StoredConsent,
};
pub use cookie::{
    Attributes, Category, CategorySet, Cookie, DataUse, DataUseSet, HostName, InvalidMaxAge, InvalidVendorId, Lifetime,
    MaxAge, OwnedCookie, Party, SameSite, SetCookie, Storage, VendorId,
};
pub use decide::decide;
pub use decision::{Decision, Existing, Feasibility, Input, InputSet, Note, NoteSet, Obligation, ObligationSet};
pub use policy::{
    BrowserGrants, Declaration, DntScope, Exemption, Forbidden, GpcScope, ImportedLabels, LawOverride, Member,
    PageScope, Policy, PolicyBuilder, PolicyError, PolicyErrors, Settings, Shown, Trust, Undeclared, Vendor, Version,
};
pub use prompt::{Ask, Prompt, PromptReason, PromptReasons};
pub use reason::{Reason, ReasonSet, Verdict};
pub use visit::{
    Age, BrowserMode, Coverage, GppSignal, InvalidMemberId, InvalidRegion, MemberId, OptOut, OptOutControl,
    OptOutField, OwnedPlace, OwnedVisit, Place, Programme, ProgrammeSet, Provenance, Recognised, Region, Signals,
    SubjectKind, Tcf, TcfPurpose, TcfPurposes, TcfVendor, UsPrivacySignal, VendorTool, Visit,
};
pub use vocabulary::UnknownWord;
pub use wire::RecordError;

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
