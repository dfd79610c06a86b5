//! What a person reviews before a policy is enforced: what it says and should not, what changed since the last one,
//! what would come out differently, the whole of it as a table, and which cookies it does not know.

mod diff;
mod inventory;
mod lines;
mod lint;
mod shadow;
mod subject;
mod table;
mod words;

pub use diff::{Change, ChangeKind, PolicyDiff, diff};
pub use inventory::{Hint, InventoryCheck, UndeclaredCookie, undeclared};
pub use lint::{Finding, Lint, Severity, lint};
pub use shadow::{Comparison, ShadowChange, ShadowLine, ShadowReport, compare};
pub use subject::Subject;
pub use table::{
    Cell, Csv, DecisionTable, Markdown, TableConsent, TableCookie, TableRegion, TableRow, TableSignal, TableTooLarge,
};
