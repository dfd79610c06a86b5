//! The facts of a question as documents: what must be stated, what may be left out, and what damage becomes.
#![cfg(test)]

use cookie_consent::consent::{Answer, History, Item, PolicyVersion, StoredConsent};
use cookie_consent::cookie::{CategorySet, OwnedCookie};
use cookie_consent::strategies::{events, histories};
use cookie_consent::visit::OwnedVisit;
use cookie_consent::{Category, Consent, ConsentEvent};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use time::UtcDateTime;
use time::macros::utc_datetime;

use crate::cases::cases;

const AT: UtcDateTime = utc_datetime!(2026-11-01 09:30);
const VERSION: PolicyVersion = PolicyVersion::new(7);

/// Each with everything that it can say.
const GOLDEN: &str = include_str!("golden/facts-1.json");

fn golden(part: &str) -> Value {
    serde_json::from_str::<Value>(GOLDEN).unwrap()[part].take()
}

fn is_read<T: DeserializeOwned>(document: &Value) -> bool {
    serde_json::from_value::<T>(document.clone()).is_ok()
}

#[test]
fn facts_of_version_1_read_for_ever() {
    let visit: OwnedVisit = serde_json::from_value(golden("visit")).unwrap();
    let cookie: OwnedCookie = serde_json::from_value(golden("cookie")).unwrap();
    let consent: StoredConsent = serde_json::from_value(golden("consent")).unwrap();
    assert!(matches!(consent, StoredConsent::Given(_)));
    assert_eq!(OwnedVisit::from(&visit.as_visit()), visit);
    let written = json!({ "visit": visit, "consent": consent, "cookie": cookie });
    assert_eq!(written, serde_json::from_str::<Value>(GOLDEN).unwrap());
}

/// Every path to a field of an object, with lists looked into.
fn fields(document: &Value, path: &str, found: &mut Vec<String>) {
    match document {
        Value::Object(map) => {
            for (key, value) in map {
                found.push(format!("{path}/{key}"));
                fields(value, &format!("{path}/{key}"), found);
            }
        }
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                fields(value, &format!("{path}/{at}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn without(document: &Value, path: &str) -> Value {
    let mut document = document.clone();
    let (parent, key) = path.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key);
    document
}

/// An input may be left out only if that can never turn a denial into an allowance.
#[test]
fn only_what_enables_may_be_left_out() {
    let visit = golden("visit");
    let mut paths = Vec::new();
    fields(&visit, "", &mut paths);
    let may = |path: &str| matches!(path, "/regions" | "/recognised") || path.ends_with("/since");
    for path in &paths {
        assert_eq!(is_read::<OwnedVisit>(&without(&visit, path)), may(path), "without {path}");
    }
    assert!(paths.len() > 25, "{paths:?}");
    let cookie = golden("cookie");
    let mut paths = Vec::new();
    fields(&cookie, "", &mut paths);
    for path in &paths {
        assert!(!is_read::<OwnedCookie>(&without(&cookie, path)), "without {path}");
    }
    assert!(paths.len() > 12, "{paths:?}");
}

#[test]
fn an_unknown_field_or_word_is_refused() {
    for (part, path) in
        [("visit", ""), ("visit", "/signals"), ("visit", "/signals/gpp"), ("visit", "/signals/tcf"), ("cookie", "")]
    {
        let mut document = golden(part);
        document.pointer_mut(path).unwrap()["new"] = json!(true);
        assert!(!is_read::<OwnedVisit>(&document) && !is_read::<OwnedCookie>(&document), "{part}{path}");
    }
    for (path, word) in [
        ("/browser", json!("blocks-some")),
        ("/age", json!(12)),
        ("/place", json!("elsewhere")),
        ("/regions", json!(["nowhere"])),
        ("/signals/us_privacy", json!("Y")),
        ("/now", json!("2026-11-01")),
    ] {
        let mut document = golden("visit");
        *document.pointer_mut(path).unwrap() = word;
        assert!(!is_read::<OwnedVisit>(&document), "{path}");
    }
}

#[derive(Debug, serde::Deserialize)]
struct Row {
    consent: StoredConsent,
}

/// One damaged cell must neither fail its row nor become silence.
#[test]
fn whatever_a_cell_holds_is_absent_unreadable_or_a_record() {
    let read = |cell: Value| serde_json::from_value::<StoredConsent>(cell).unwrap();
    assert_eq!(read(Value::Null), StoredConsent::Absent);
    for cell in
        [json!(""), json!("damaged"), json!(0), json!(-1), json!(0.5), json!(true), json!([1, [2]]), json!({ "a": {} })]
    {
        assert_eq!(read(cell.clone()), StoredConsent::Unreadable, "{cell}");
    }
    assert!(
        serde_json::from_str::<Row>(r#"{"consent":"x"}"#).is_ok_and(|row| row.consent == StoredConsent::Unreadable)
    );
    // nobody knows what is stored
    assert!(serde_json::from_str::<Row>("{}").is_err());
}

#[test]
fn a_record_takes_a_further_event_as_the_whole_history_does() {
    proptest!(cases(256), |(history in histories(), event in events())| {
        let record = history.record();
        let mut longer = history;
        longer.push(event.clone());
        prop_assert_eq!(record.with(&event), longer.record());
        prop_assert_eq!(Consent::Given(&record).with(&event), longer.record());
        prop_assert_eq!(Consent::Absent.with(&event), History::from_iter([event]).record());
    });
}

/// "Do not sell", then "yes to performance": the later word takes nothing of the earlier back.
#[test]
fn a_later_choice_takes_no_opt_out_back() {
    let performance = CategorySet::from(Category::Performance);
    let opted_out = Consent::Absent.with(&ConsentEvent::do_not_sell_or_share(AT, VERSION));
    let accepted = ConsentEvent::choose(AT + time::Duration::DAY, VERSION, performance, performance);
    let record = Consent::Given(&opted_out).with(&accepted);
    assert!(record.item(&Item::SALE_OR_SHARE).refusal.is_some());
    assert!(record.category(Category::Performance).grant.is_some());
}

/// What cannot be read may have held a refusal of anything that the new choice does not speak of.
#[test]
fn after_an_unreadable_record_only_what_is_answered_counts() {
    proptest!(cases(256), |(event in events())| {
        let record = Consent::Unreadable.with(&event);
        for item in CategorySet::NON_ESSENTIAL.iter().map(Item::Category).chain([Item::SALE_OR_SHARE]) {
            let choice = record.item(&item);
            prop_assert_eq!(choice.refusal.is_some(), event.answer(&item) != Some(Answer::Granted), "{}", item);
        }
        prop_assert_eq!(record.gpc_first_seen(), Consent::Absent.with(&event).gpc_first_seen());
    });
}
