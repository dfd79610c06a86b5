//! What the law says: dated facts with their sources, and the regime that they amount to at an instant.

mod calendar;
mod compiled;
mod ground;
mod regime;
mod rule;
mod table;

pub use calendar::Months;
pub use ground::{Condition, ConditionSet, Ground, GroundSet, Risk, RiskSet};
pub use regime::{MinorDuty, Reach, Regime, Requirement};
pub use rule::{Certainty, Jurisdiction, Provision, Rule};
pub use table::{Entry, table};

pub(crate) use calendar::midnight;
pub(crate) use compiled::{Change, InForce, Law};
