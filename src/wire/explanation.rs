//! An explanation can be written, as a decision can: for logs and disputes, and never read.

use alloc::format;
use alloc::string::String;

use serde::{Serialize, Serializer};

use super::tree::Written;
use super::words::Day;
use crate::decision::Decision;
use crate::explain::{Basis, Bearing, Explanation};
use crate::law::{Certainty, Jurisdiction, Rule};
use crate::reason::{Reason, Verdict};

#[derive(Serialize)]
struct ExplanationText<'a> {
    decision: Decision,
    bearings: &'a [Bearing],
}

impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ExplanationText { decision: self.decision(), bearings: self.bearings() }.serialize(serializer)
    }
}

#[derive(Serialize)]
struct BearingText<'a> {
    reason: Reason,
    verdict: Verdict,
    explanation: &'static str,
    rests_on: &'a [Basis],
    remedy: String,
}

impl Serialize for Bearing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        BearingText {
            reason: self.reason(),
            verdict: self.reason().verdict(),
            explanation: self.reason().explanation(),
            rests_on: self.rests_on(),
            remedy: format!("{}", self.remedy()),
        }
        .serialize(serializer)
    }
}

/// Of a fact what a reader of a log needs before the table is at hand; the rest stands there under the id.
#[derive(Serialize)]
struct FactText<'a> {
    region: String,
    fact: &'static str,
    rule: Written<'a, Rule>,
    since: Option<Day>,
    clause: &'static str,
    certainty: Certainty,
}

#[derive(Serialize)]
struct OverrideText<'a> {
    region: String,
    #[serde(rename = "override")]
    place: Written<'a, Jurisdiction>,
    rule: Written<'a, Rule>,
    since: Option<Day>,
    laxer: bool,
}

impl Serialize for Basis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let region = self.region().map_or_else(|| String::from("unknown"), |region| format!("{region}"));
        let rule = self.rule();
        let rule = Written(&rule);
        match self {
            Self::Fact { fact, .. } => FactText {
                region,
                fact: fact.id,
                rule,
                since: fact.since.map(Day),
                clause: fact.clause,
                certainty: fact.certainty,
            }
            .serialize(serializer),
            Self::Override { change, .. } => OverrideText {
                region,
                place: Written(&change.jurisdiction()),
                rule,
                since: change.first_day().map(Day),
                laxer: change.is_laxer(),
            }
            .serialize(serializer),
        }
    }
}
