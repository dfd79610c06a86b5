//! A report of a policy in the shadow of another can be written, for dashboards, and never read. Its words can be both.

use alloc::string::String;
use alloc::vec::Vec;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{ShadowChange, ShadowLine, ShadowReport};
use crate::reason::Reason;

impl Serialize for ShadowChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ShadowChange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

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
