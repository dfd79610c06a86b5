//! What the law says: dated facts with their sources, and the regime that they amount to at an instant.
//!
//! The facts stand in `table.txt`, one a line, and are read while the crate is compiled.

mod answering;
mod calendar;
mod compiled;
mod fact;
mod ground;
mod regime;
mod rule;
mod table;
mod written;

pub use answering::answering;
pub use calendar::Months;
pub use fact::{Certainty, Fact, Kind, Scope, Status};
pub use ground::{Condition, ConditionSet, Ground, GroundSet, Risk, RiskSet};
pub use regime::{MinorDuty, Reach, Regime, Requirement};
pub use rule::{Jurisdiction, Rule};
pub use table::{AS_OF, Entry, fact, facts, table};

pub(crate) use calendar::midnight;
pub(crate) use compiled::{Change, InForce, Law};
pub(crate) use table::FactKey;
