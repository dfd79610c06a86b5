//! A decision and a prompt can be written, for logs and for other programs, and never read: an answer is only ever
//! given.

use serde::{Serialize, Serializer};

use super::words::Instant;
use crate::consent::Actor;
use crate::cookie::{CategorySet, Lifetime};
use crate::decision::{Decision, Existing, Feasibility, InputSet, NoteSet, ObligationSet};
use crate::prompt::{Ask, Prompt, PromptReasons};
use crate::reason::{Reason, ReasonSet, Verdict};

#[derive(Serialize)]
struct DecisionText {
    verdict: Verdict,
    reason: Reason,
    explanation: &'static str,
    reasons: ReasonSet,
    categories: CategorySet,
    permission: Reason,
    blocked: Option<Reason>,
    existing: Existing,
    max_lifetime: Option<Lifetime>,
    valid_until: Option<Instant>,
    obligations: ObligationSet,
    notes: NoteSet,
    consulted: InputSet,
}

impl Serialize for Decision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        DecisionText {
            verdict: self.verdict(),
            reason: self.reason(),
            explanation: self.reason().explanation(),
            reasons: self.reasons(),
            categories: self.categories(),
            permission: self.permission(),
            blocked: match self.feasibility() {
                Feasibility::Feasible => None,
                Feasibility::Blocked(reason) => Some(reason),
            },
            existing: self.existing(),
            max_lifetime: self.max_lifetime(),
            valid_until: self.valid_until().map(Instant),
            obligations: self.obligations(),
            notes: self.notes(),
            consulted: self.consulted(),
        }
        .serialize(serializer)
    }
}

#[derive(Serialize)]
struct PromptText {
    ask: AskText,
    valid_until: Option<Instant>,
    consulted: InputSet,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum AskText {
    Nothing,
    Now { categories: CategorySet, why: PromptReasons, whom: Actor },
    NotBefore(Instant),
}

impl Serialize for Prompt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PromptText {
            ask: match self.ask() {
                Ask::Nothing => AskText::Nothing,
                Ask::Now { categories, why, whom } => AskText::Now { categories, why, whom },
                Ask::NotBefore(instant) => AskText::NotBefore(Instant(instant)),
            },
            valid_until: self.valid_until().map(Instant),
            consulted: self.consulted(),
        }
        .serialize(serializer)
    }
}
