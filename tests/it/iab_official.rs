//! Strings made by the IAB's own packages, each with the fields as the same package reads them back, against what our
//! readers say of it. `scripts/iab-strings` makes the rows.
#![cfg(test)]

use std::collections::BTreeMap;

use cookie_consent::Age;
use cookie_consent::read::iab::{Gpp, IabError, TcString, us_privacy};
use cookie_consent::visit::{GppSignal, UsPrivacySignal};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::iab_official_tcf::{canadian, canadian_by_package, european, european_by_package};
use crate::iab_official_us::signal_by_package;

const TCF: &str = include_str!("golden/iab-official-tcf.jsonl");
const GPP: &str = include_str!("golden/iab-official-gpp.jsonl");

/// What a string says, by field.
pub(crate) type Said = BTreeMap<&'static str, Value>;

#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    /// A TC string, the one section of a GPP string, or `gpp` for many.
    pub(crate) kind: String,
    /// What is peculiar about it.
    pub(crate) what: String,
    pub(crate) string: String,
    /// The sections that the header of a GPP string lists.
    #[serde(default)]
    pub(crate) ids: Vec<u16>,
    /// The kinds of the segments of a TC string, the core first.
    #[serde(default)]
    pub(crate) segments: Vec<u64>,
    /// Of each section.
    pub(crate) fields: Vec<Map<String, Value>>,
}

/// The rows, each with the fields that it leaves out since they read as in the first row of its kind.
pub(crate) fn rows() -> Vec<Row> {
    let mut firsts: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    let row = |line| {
        let mut row: Row = serde_json::from_str(line).unwrap();
        if row.kind != "gpp" {
            let own = row.fields.remove(0);
            let mut fields = firsts.entry(row.kind.clone()).or_insert_with(|| own.clone()).clone();
            fields.extend(own);
            row.fields.push(fields);
        }
        assert!(row.kind == "tcf" || row.ids.len() == row.fields.len());
        row
    };
    TCF.lines().chain(GPP.lines()).map(row).collect()
}

/// Why a string is refused, and in which section, if it is in one of the US.
type Refused = (Option<u16>, IabError);

fn by_package(row: &Row) -> Result<Said, Refused> {
    match row.kind.as_str() {
        "tcf" | "tcfeuv2" => Ok(european_by_package(row)),
        "tcfcav1" => Ok(canadian_by_package(row)),
        _ => {
            let of_tcf =
                |section| row.ids.iter().position(|id| *id == section).map(|at| row.fields[at]["cmpId"].clone());
            let sections = row.ids.iter().zip(&row.fields);
            let signals = sections.map(|(id, of)| signal_by_package(*id, of).map_err(|error| (Some(*id), error)));
            let signals: Vec<_> = signals.collect::<Result<_, _>>()?;
            Ok(said_of(signals.into_iter().fold(GppSignal::NONE, GppSignal::union), [of_tcf(2), of_tcf(5)]))
        }
    }
}

/// With the ids of consent managers in the sections of Europe and of Canada: those are compared in rows of their own.
fn said_of(signal: GppSignal, cmp_ids: [Option<Value>; 2]) -> Said {
    let age = if let Age::Years(years) = signal.age() { Value::from(years) } else { Value::Null };
    let cmp_ids = cmp_ids.into_iter().map(Value::from).collect();
    Said::from([("opted out", signal.opted_out().into()), ("gpc", signal.gpc().into()), ("age", age), ("cmp", cmp_ids)])
}

fn by_us(row: &Row) -> Result<Said, Refused> {
    let string = row.string.as_bytes();
    let gpp = || Gpp::new(string).map_err(|error| (None, error));
    let of_tcf = match row.kind.as_str() {
        "tcf" => TcString::new(string).map(|string| european(row, &string)),
        "tcfeuv2" => gpp()?.tc_string().unwrap().map(|string| european(row, &string)),
        "tcfcav1" => gpp()?.tcf_canada().unwrap().map(|string| canadian(row, &string)),
        _ => {
            let string = gpp()?;
            let of_europe = string.tc_string().map(|string| string.unwrap().cmp_id().into());
            let of_canada = string.tcf_canada().map(|string| string.unwrap().cmp_id().into());
            let signal = string.signal().map_err(|damage| (Some(damage.section), damage.error))?;
            return Ok(said_of(signal, [of_europe, of_canada]));
        }
    };
    of_tcf.map_err(|error| (None, error))
}

/// Why we refuse what a package writes, with which error, which rows these are, and how many.
type Refusal = (&'static str, fn(&Row) -> Option<Refused>, usize);

const REFUSED: &[Refusal] = &[
    (
        "no browser keeps more than 4096 bytes",
        |row| (row.string.len() > 4_096).then_some((None, IabError::TooLong(row.string.len()))),
        1,
    ),
    (
        "version 1 is out of use since 2020",
        |row| (row.kind == "tcf" && row.fields[0]["version"] == 1).then_some((None, IabError::UnsupportedVersion(1))),
        3,
    ),
    (
        "a restriction of type 3 is not defined",
        |row| (row.what == "restrictions of type 3").then_some((None, IabError::Malformed("restriction"))),
        1,
    ),
    ("\"did not opt out\" (2), where the notice of that choice says otherwise than 1", |row| by_package(row).err(), 86),
];

/// How many strings of each kind are compared, field by field.
const COMPARED: &[(&str, usize)] = &[
    ("gpp", 11),
    ("tcf", 192),
    ("tcfcav1", 86),
    ("tcfeuv2", 25),
    ("usca", 11),
    ("usco", 10),
    ("usct", 12),
    ("usde", 13),
    ("usfl", 9),
    ("usia", 11),
    ("usin", 10),
    ("usky", 10),
    ("usmd", 8),
    ("usmn", 11),
    ("usmt", 12),
    ("usnat", 15),
    ("usne", 10),
    ("usnh", 11),
    ("usnj", 14),
    ("usor", 11),
    ("uspv1", 27),
    ("usri", 10),
    ("ustn", 10),
    ("ustx", 10),
    ("usut", 9),
    ("usva", 9),
];

#[test]
fn strings_read_as_the_packages_that_wrote_them_read_them() {
    let mut compared: BTreeMap<String, usize> = BTreeMap::new();
    let mut refused = vec![0; REFUSED.len()];
    for row in rows() {
        let (kind, what, string) = (&row.kind, &row.what, &row.string);
        let ours = by_us(&row);
        let refusal = REFUSED.iter().enumerate().find_map(|(at, (_, error, _))| Some((at, error(&row)?)));
        if let Some((at, error)) = refusal {
            assert_eq!(ours, Err(error), "{kind}, {what}: {}: {string}", REFUSED[at].0);
            refused[at] += 1;
            continue;
        }
        let ours = ours.unwrap_or_else(|error| panic!("{kind}, {what}: {error:?}: {string}"));
        let theirs = by_package(&row).unwrap();
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
    for row in rows().iter().filter(|row| row.kind == "uspv1") {
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
    assert_eq!(read, 54);
}

/// Also where a section is refused.
#[test]
fn headers_list_the_sections_that_the_package_lists() {
    let mut read = 0;
    for row in rows().iter().filter(|row| row.kind != "tcf") {
        let string = Gpp::new(row.string.as_bytes()).unwrap();
        let texts = row.string.split('~').skip(1);
        let theirs: Vec<_> = row.ids.iter().copied().zip(texts).collect();
        let ours: Vec<_> = string.sections().map(|(id, text)| (id, std::str::from_utf8(text).unwrap())).collect();
        assert_eq!(ours, theirs, "{}", row.string);
        read += theirs.len();
    }
    assert_eq!(read, 657);
}
