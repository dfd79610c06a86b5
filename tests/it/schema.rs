//! The schema of a policy document, held against reading, in both directions.
#![cfg(test)]

use std::collections::BTreeSet;

use cookie_consent::Policy;
use cookie_consent::policy::document::SCHEMA;
use cookie_consent::policy::{PolicyBuilder, PolicyErrorKind};
use cookie_consent::strategies::policies;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use crate::cases::cases;

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

/// Whether a value is valid, by the keywords that our schema uses. Another keyword is an error, so none is passed over.
fn is_valid(root: &Value, schema: &Value, value: &Value) -> bool {
    let number = |value: &Value| value.as_u64();
    let has = |key: &str| value.get(key).is_some();
    schema.as_object().unwrap().iter().all(|(keyword, word)| match keyword.as_str() {
        "$schema" | "$defs" | "title" | "description" => true,
        "$ref" => is_valid(root, root.pointer(word.as_str().unwrap().trim_start_matches('#')).unwrap(), value),
        "anyOf" => word.as_array().unwrap().iter().any(|schema| is_valid(root, schema, value)),
        "type" => match word.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            "integer" => value.is_u64() || value.is_i64(),
            other => panic!("`{other}` is no type that is known here"),
        },
        "const" => value == word,
        "enum" => word.as_array().unwrap().contains(value),
        "minimum" => number(value).is_some_and(|number| number >= word.as_u64().unwrap()),
        "maximum" => number(value).is_some_and(|number| number <= word.as_u64().unwrap()),
        "minLength" => value.as_str().is_some_and(|text| !text.is_empty()),
        "minItems" => value.as_array().is_some_and(|items| !items.is_empty()),
        "pattern" => value.as_str().is_some_and(|text| matches(word.as_str().unwrap(), text)),
        "required" => word.as_array().unwrap().iter().all(|key| has(key.as_str().unwrap())),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| is_valid(root, word, item))),
        "properties" => word
            .as_object()
            .unwrap()
            .iter()
            .all(|(key, schema)| value.get(key).is_none_or(|value| is_valid(root, schema, value))),
        "additionalProperties" => {
            let known = schema["properties"].as_object().unwrap();
            value.as_object().is_none_or(|object| object.keys().all(|key| known.contains_key(key)))
        }
        other => panic!("`{other}` is no keyword that is known here"),
    })
}

/// The three patterns of the schema.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern {
        "^/" => text.starts_with('/'),
        "^[a-z0-9-]{1,64}$" => {
            (1..=64).contains(&text.len()) && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        }
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" => {
            let is_right =
                |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
            text.len() == 10 && text.bytes().enumerate().all(is_right)
        }
        other => panic!("`{other}` is no pattern that is known here"),
    }
}

/// Something that is valid, for each way in which it may be: every word, and every key, alone beside those that must be
/// there.
fn samples(root: &Value, schema: &Value, key: &str) -> Vec<Value> {
    if let Some(name) = schema.get("$ref") {
        return samples(root, root.pointer(name.as_str().unwrap().trim_start_matches('#')).unwrap(), key);
    }
    if let Some(ways) = schema.get("anyOf").or_else(|| schema.get("enum")) {
        let is_enum = schema.get("enum").is_some();
        let of = |way: &Value| if is_enum { vec![way.clone()] } else { samples(root, way, key) };
        return ways.as_array().unwrap().iter().flat_map(of).collect();
    }
    if let Some(word) = schema.get("const") {
        return vec![word.clone()];
    }
    match schema["type"].as_str().unwrap() {
        "object" => {
            let properties = schema["properties"].as_object().unwrap();
            let each: Vec<(&String, Vec<Value>)> =
                properties.iter().map(|(key, schema)| (key, samples(root, schema, key))).collect();
            let needed = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
            let least: serde_json::Map<String, Value> = each
                .iter()
                .filter(|(key, _)| needed.contains(&json!(key)))
                .map(|(key, samples)| ((*key).clone(), samples[0].clone()))
                .collect();
            let with = |key: &String, value: &Value| {
                let mut object = least.clone();
                object.insert(key.clone(), value.clone());
                Value::Object(object)
            };
            each.iter()
                .flat_map(|(key, samples)| samples.iter().map(|value| with(key, value)).collect::<Vec<_>>())
                .collect()
        }
        "array" => samples(root, &schema["items"], key).into_iter().map(|item| json!([item])).collect(),
        "string" => vec![json!(match (schema.get("pattern").and_then(Value::as_str), key) {
            (Some("^/"), _) => "/courses",
            (Some("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), _) => "2026-11-23",
            (_, "place") => "FR",
            (_, "hosts" | "host") => "edx.org",
            _ => "edx",
        })],
        "boolean" => vec![json!(true), json!(false)],
        "null" => vec![Value::Null],
        "integer" => vec![schema["minimum"].clone(), schema["maximum"].clone()],
        other => panic!("`{other}` is no type that is known here"),
    }
}

/// What could not be read, as opposed to what was read and makes no sense there.
fn unread(document: &Value) -> Vec<String> {
    let policy: PolicyBuilder = serde_json::from_value(document.clone()).unwrap();
    let Err(errors) = policy.build() else { return Vec::new() };
    let unread = errors.iter().filter(|error| {
        matches!(
            error.kind(),
            PolicyErrorKind::Format(_)
                | PolicyErrorKind::Unread { .. }
                | PolicyErrorKind::UnknownWord(_)
                | PolicyErrorKind::UnknownKey(..)
                | PolicyErrorKind::DuplicateKey(_)
                | PolicyErrorKind::MissingKey(..)
        )
    });
    unread.map(ToString::to_string).collect()
}

#[test]
fn every_key_and_word_of_the_schema_is_read() {
    let root = schema();
    let documents = samples(&root, &root, "");
    assert!(documents.len() > 200, "{} documents", documents.len());
    let mut told = BTreeSet::new();
    for document in &documents {
        assert!(is_valid(&root, &root, document), "{document:#}");
        told.extend(unread(document));
    }
    assert_eq!(told, BTreeSet::new());
}

/// Where each value of a document stands.
fn places(value: &Value, at: &str, places: &mut Vec<String>) {
    places.push(at.to_owned());
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, item)| self::places(item, &format!("{at}/{n}"), places));
        }
        Value::Object(object) => {
            object.iter().for_each(|(key, value)| self::places(value, &format!("{at}/{key}"), places));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whatever may come into the hand of somebody who edits a document.
fn instead() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        select_from(&[json!(0), json!(1), json!(-1), json!(1.5), json!(300), json!(70_000), json!(u64::MAX)]),
        select_from(&[
            json!(""),
            json!("session"),
            json!("targeting"),
            json!("2026-13-01"),
            json!("Ad Co"),
            json!("a/b")
        ]),
        select_from(&[json!([]), json!({}), json!(["performance"]), json!({ "days": 3 }), json!({ "months": 3 })]),
    ]
}

fn select_from(values: &[Value]) -> impl Strategy<Value = Value> + use<> {
    proptest::sample::select(values.to_vec())
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn what_is_written_is_valid(policy in policies()) {
        let root = schema();
        let document = serde_json::to_value(&policy).unwrap();
        prop_assert!(is_valid(&root, &root, &document), "{document:#}");
    }

    /// What the schema forbids is refused; and what it permits can at least be read.
    #[test]
    fn an_edited_document_is_refused_where_the_schema_forbids_it(
        policy in policies(),
        edits in proptest::collection::vec((any::<Index>(), instead(), any::<bool>()), 1..4),
    ) {
        let root = schema();
        let mut document = serde_json::to_value(&policy).unwrap();
        for (which, value, adds_a_key) in edits {
            let mut all = Vec::new();
            places(&document, "", &mut all);
            let at: &String = which.get(&all);
            let place = document.pointer_mut(at).unwrap();
            match place.as_object_mut().filter(|_| adds_a_key) {
                Some(object) => drop(object.insert("nmae".into(), value)),
                None if at.is_empty() => {}
                None => *place = value,
            }
        }
        if !is_valid(&root, &root, &document) {
            prop_assert!(serde_json::from_value::<Policy>(document.clone()).is_err(), "{document:#}");
        }
    }
}
