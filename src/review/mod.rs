//! What a person reviews before a policy is enforced: what it says and should not, what changed since the last one,
//! what would come out differently, the whole of it as a table, and which cookies it does not know.

mod lint;

pub use lint::{Finding, Lint, Severity, Subject};
