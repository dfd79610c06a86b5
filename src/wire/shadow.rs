//! A report of a policy in the shadow of another can be written, for dashboards, and never read.

use alloc::vec::Vec;

use serde::{Serialize, Serializer};

use crate::reason::Reason;
use crate::review::{ShadowChange, ShadowLine, ShadowReport};

#[derive(Serialize)]
struct ReportText<'r> {
    compared: u64,
    same: u64,
    changed: u64,
    lines: Vec<LineText<'r>>,
}

#[derive(Serialize)]
struct LineText<'r> {
    change: ShadowChange,
    before: Reason,
    after: Reason,
    count: u64,
    examples: Vec<&'r str>,
}

impl<'r> From<ShadowLine<'r>> for LineText<'r> {
    fn from(line: ShadowLine<'r>) -> Self {
        Self {
            change: line.change(),
            before: line.before(),
            after: line.after(),
            count: line.count(),
            examples: line.examples().collect(),
        }
    }
}

impl Serialize for ShadowReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ReportText {
            compared: self.compared(),
            same: self.same(),
            changed: self.changed(),
            lines: self.lines().map(LineText::from).collect(),
        }
        .serialize(serializer)
    }
}
