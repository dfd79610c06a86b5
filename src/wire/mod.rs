//! Our own formats, and the only place that knows them: a record as compact text; policies, events and decisions by
//! `serde`, in any format. Types of their own stand between the formats and the nouns, so that changing one cannot
//! change a rule, and everything that is read is checked.

pub(crate) mod crc;
mod decision;
mod event;
mod explanation;
mod facts;
mod law;
mod page;
mod policy;
mod record;
mod text;
mod tree;
mod words;
