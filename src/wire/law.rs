//! The table of the law can be written, for reports and for other programs, and never read: what holds is compiled.

use alloc::vec::Vec;

use serde::{Serialize, Serializer};

use super::tree::Written;
use super::words::Day;
use crate::law::{Certainty, Entry, Fact, Jurisdiction, Kind, Rule, Scope, Status};

#[derive(Serialize)]
struct FactText<'a> {
    id: &'a str,
    /// As a policy writes it.
    rule: Written<'a, Rule>,
    since: Option<Day>,
    until: Option<Day>,
    clause: &'a str,
    address: &'a str,
    kind: Kind,
    scope: Scope,
    status: Status,
    certainty: Certainty,
    dates: Certainty,
    read: &'a str,
    remark: &'a str,
    checked: Day,
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self {
            id,
            rule,
            since,
            until,
            clause,
            address,
            kind,
            scope,
            status,
            certainty,
            dates,
            read,
            remark,
            checked,
        } = self;
        FactText {
            id,
            rule: Written(rule),
            since: since.map(Day),
            until: until.map(Day),
            clause,
            address,
            kind: *kind,
            scope: *scope,
            status: *status,
            certainty: *certainty,
            dates: *dates,
            read,
            remark,
            checked: Day(*checked),
        }
        .serialize(serializer)
    }
}

#[derive(Serialize)]
struct EntryText<'a> {
    place: Written<'a, Jurisdiction>,
    name: &'a str,
    /// By id, what is shared first.
    facts: Vec<&'a str>,
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let facts = self.facts().map(|fact| fact.id).collect();
        EntryText { place: Written(&self.jurisdiction()), name: self.name(), facts }.serialize(serializer)
    }
}
