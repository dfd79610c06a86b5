//! Strings made by the IAB's own packages, each with the fields as the same package reads them back, against what our
//! readers say of it. `scripts/iab-strings` makes the rows.
#![cfg(test)]

use std::collections::BTreeMap;

use cookie_consent::Age;
use cookie_consent::read::iab::{Gpp, IabError, TcString, us_privacy};
use cookie_consent::visit::{GppSignal, OptOutField, UsPrivacySignal};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::iab_gpp::CHILDREN;
use crate::iab_official_tcf::{canadian, canadian_by_package, european, european_by_package};

const TCF: &str = include_str!("golden/iab-official-tcf.jsonl");
const GPP: &str = include_str!("golden/iab-official-gpp.jsonl");

/// What a string says, by field.
pub(crate) type Said = BTreeMap<&'static str, Value>;

#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    /// A TC string, the one section of a GPP string, or `gpp` for many.
    kind: String,
    /// What is peculiar about it.
    what: String,
    string: String,
    /// The sections that the header of a GPP string lists.
    #[serde(default)]
    ids: Vec<u64>,
    /// The kinds of the segments of a TC string, the core first.
    #[serde(default)]
    pub(crate) segments: Vec<u64>,
    /// Of each section.
    pub(crate) fields: Vec<Map<String, Value>>,
}

/// The rows, each with the fields that it leaves out since they read as in the first row of its kind.
fn rows() -> Vec<Row> {
    let mut firsts: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    let row = |line| {
        let mut row: Row = serde_json::from_str(line).unwrap();
        if row.kind != "gpp" {
            let own = row.fields.remove(0);
            let mut fields = firsts.entry(row.kind.clone()).or_insert_with(|| own.clone()).clone();
            fields.extend(own);
            row.fields.push(fields);
        }
        row
    };
    TCF.lines().chain(GPP.lines()).map(row).collect()
}

/// What a section says to decisions, by the package's fields.
fn to_decisions(id: u64, fields: &Map<String, Value>) -> GppSignal {
    let says = |name: &str, value: Value| fields.get(name) == Some(&value);
    let fields_of_opt_outs = ["saleOptOut", "sharingOptOut", "targetedAdvertisingOptOut"];
    let opted_out = fields_of_opt_outs.into_iter().any(|name| says(name, 1.into())) || says("optOutSale", "Y".into());
    let gpc = says("gpcSegmentIncluded", true.into()) && says("gpc", true.into());
    let children = match fields.get("knownChildSensitiveDataConsents") {
        None => &[],
        Some(Value::Array(children)) => children.as_slice(),
        Some(child) => std::slice::from_ref(child),
    };
    // the longer form of the national section has a third band, from 16 years
    let bands =
        CHILDREN.iter().filter(|(section, _)| u64::from(*section) == id).flat_map(|(_, lowest)| *lowest).chain(&[16]);
    let known = children.iter().zip(bands).filter(|(child, _)| **child != 0).map(|(_, lowest)| Age::Years(*lowest));
    let field = if opted_out { OptOutField::OptedOut } else { OptOutField::NotApplicable };
    GppSignal::from_fields(&[field], gpc).with_age(known.fold(Age::Unknown, Age::younger))
}

fn by_package(row: &Row) -> Said {
    match row.kind.as_str() {
        "tcf" | "tcfeuv2" => european_by_package(row),
        "tcfcav1" => canadian_by_package(row),
        _ => {
            assert_eq!(row.ids.len(), row.fields.len());
            let signals = row.ids.iter().zip(&row.fields).map(|(id, fields)| to_decisions(*id, fields));
            let of_tcf =
                |section| row.ids.iter().position(|id| *id == section).map(|at| row.fields[at]["cmpId"].clone());
            said_of(signals.fold(GppSignal::NONE, GppSignal::union), [of_tcf(2), of_tcf(5)])
        }
    }
}

/// With the ids of consent managers in the sections of Europe and of Canada: those are compared in rows of their own.
fn said_of(signal: GppSignal, cmp_ids: [Option<Value>; 2]) -> Said {
    let age = if let Age::Years(years) = signal.age() { Value::from(years) } else { Value::Null };
    let cmp_ids = cmp_ids.into_iter().map(Value::from).collect();
    Said::from([("opted out", signal.opted_out().into()), ("gpc", signal.gpc().into()), ("age", age), ("cmp", cmp_ids)])
}

fn by_us(row: &Row) -> Result<Said, IabError> {
    let string = row.string.as_bytes();
    match row.kind.as_str() {
        "tcf" => TcString::new(string).map(|string| european(row, &string)),
        "tcfeuv2" => Gpp::new(string)?.tc_string().unwrap().map(|string| european(row, &string)),
        "tcfcav1" => Gpp::new(string)?.tcf_canada().unwrap().map(|string| canadian(row, &string)),
        _ => {
            let string = Gpp::new(string)?;
            let of_europe = string.tc_string().map(|string| string.unwrap().cmp_id().into());
            let of_canada = string.tcf_canada().map(|string| string.unwrap().cmp_id().into());
            string.signal().map(|signal| said_of(signal, [of_europe, of_canada]))
        }
    }
}

/// Why we refuse what a package writes, which rows these are, and how many.
type Refusal = (&'static str, fn(&Row) -> bool, usize);

const REFUSED: &[Refusal] = &[
    ("no browser keeps more than 4096 bytes", |row| row.string.len() > 4_096, 1),
    ("version 1 is out of use since 2020", |row| row.kind == "tcf" && row.fields[0]["version"] == 1, 3),
    ("a restriction of type 3 is not defined", |row| row.what == "restrictions of type 3", 1),
    (
        "sections 24 to 27 lack the header that the specification puts before them",
        |row| row.ids.iter().any(|id| (24..=27).contains(id)),
        66,
    ),
    ("`1Y-?`: it does not say whether the sale was opted out of", |row| row.string.contains("~1Y-"), 4),
    (
        "lists of Canada that fit in both codings, and differ",
        |row| {
            let ambiguous = ["vendors 1,65535", "older form, a restriction of a field of bits"];
            row.kind == "tcfcav1" && ambiguous.contains(&row.what.as_str())
        },
        2,
    ),
];

/// How many strings of each kind are compared, field by field.
const COMPARED: &[(&str, usize)] = &[
    ("gpp", 22),
    ("tcf", 192),
    ("tcfcav1", 84),
    ("tcfeuv2", 25),
    ("usca", 13),
    ("usco", 13),
    ("usct", 14),
    ("usde", 16),
    ("usfl", 12),
    ("usia", 13),
    ("usmn", 13),
    ("usmt", 14),
    ("usnat", 21),
    ("usne", 13),
    ("usnh", 14),
    ("usnj", 16),
    ("usor", 14),
    ("uspv1", 24),
    ("ustn", 13),
    ("ustx", 13),
    ("usut", 11),
    ("usva", 11),
];

#[test]
fn strings_read_as_the_packages_that_wrote_them_read_them() {
    let mut compared: BTreeMap<String, usize> = BTreeMap::new();
    let mut refused = vec![0; REFUSED.len()];
    for row in rows() {
        let (kind, what, string) = (&row.kind, &row.what, &row.string);
        if let Some(at) = REFUSED.iter().position(|(_, is, _)| is(&row)) {
            let reason = REFUSED[at].0;
            assert!(by_us(&row).is_err(), "{kind}, {what}: read now, though {reason}: {string}");
            refused[at] += 1;
            continue;
        }
        let (ours, theirs) = (by_us(&row), by_package(&row));
        let ours = ours.unwrap_or_else(|error| panic!("{kind}, {what}: {error}: {string}"));
        for (field, value) in &theirs {
            assert_eq!(&ours[field], value, "{kind}, {what}: {field} (ours, then the package's): {string}");
        }
        assert_eq!(ours.len(), theirs.len());
        *compared.entry(row.kind).or_default() += 1;
    }
    assert_eq!(refused, REFUSED.iter().map(|(.., count)| *count).collect::<Vec<_>>());
    assert_eq!(compared, COMPARED.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect());
}

/// The same rows as strings of their own.
#[test]
fn us_privacy_strings_read_as_the_package_reads_them() {
    let mut read = 0;
    for row in rows().iter().filter(|row| row.kind == "uspv1" && !REFUSED.iter().any(|(_, is, _)| is(row))) {
        let (_, string) = row.string.split_once('~').unwrap();
        let says = match row.fields[0]["optOutSale"].as_str() {
            Some("Y") => UsPrivacySignal::OptedOut,
            Some("N") => UsPrivacySignal::DidNotOptOut,
            Some("-") => UsPrivacySignal::None,
            other => panic!("{other:?} is no opt-out"),
        };
        for string in [string.to_owned(), string.to_ascii_lowercase()] {
            assert_eq!(us_privacy(string.as_bytes()), Ok(says), "{string}");
            read += 1;
        }
    }
    assert_eq!(read, 48);
}

/// Also where a section is refused.
#[test]
fn headers_list_the_sections_that_the_package_lists() {
    let mut read = 0;
    for row in rows().iter().filter(|row| row.kind != "tcf") {
        let string = Gpp::new(row.string.as_bytes()).unwrap();
        let texts = row.string.split('~').skip(1);
        let theirs: Vec<_> = row.ids.iter().copied().zip(texts).collect();
        let ours: Vec<_> =
            string.sections().map(|(id, text)| (u64::from(id), std::str::from_utf8(text).unwrap())).collect();
        assert_eq!(ours, theirs, "{}", row.string);
        read += theirs.len();
    }
    assert_eq!(read, 657);
}

/// Else a row that is left out would not be missed.
#[test]
fn the_rows_hold_every_value_of_every_field_of_the_us() {
    let mut seen: BTreeMap<(String, String, usize), Vec<u64>> = BTreeMap::new();
    for row in rows().into_iter().filter(|row| row.kind.starts_with("us") && row.kind != "uspv1") {
        for (field, value) in &row.fields[0] {
            for (place, value) in value.as_array().unwrap_or(&vec![value.clone()]).iter().enumerate() {
                let value = value.as_u64().or_else(|| value.as_bool().map(u64::from)).unwrap();
                seen.entry((row.kind.clone(), field.clone(), place)).or_default().push(value);
            }
        }
    }
    for ((kind, field, place), values) in &mut seen {
        values.sort_unstable();
        values.dedup();
        let all: &[u64] = match field.as_str() {
            "version" if kind == "usnat" => &[1, 2],
            "version" | "mspaVersion" | "gpcSegmentType" => &[1],
            "gpc" | "gpcSegmentIncluded" | "sensitiveDataConsentSegmentIncluded" => &[0, 1],
            "mspaCoveredTransaction" => &[1, 2],
            _ => &[0, 1, 2],
        };
        assert_eq!(values, all, "{kind}, {field}, {place}");
    }
    assert_eq!(seen.len(), 470);
}
