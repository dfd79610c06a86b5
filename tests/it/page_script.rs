//! What stands in a page as text: JSON, script, and `/.well-known/gpc.json`.
#![cfg(test)]

use std::collections::BTreeMap;

use cookie_consent::page::{ConsentMode, GTAG, GpcSupport, RegionDefaults, script_json};
use cookie_consent::strategies::policies;
use cookie_consent::visit::Signals;
use cookie_consent::{Consent, ConsentEvent, ConsentRecord, Policy};
use proptest::prelude::*;
use serde_json::{Value, json};
use time::macros::{date, utc_datetime};

use crate::cases::cases;
use crate::fixture::{Facts, NOW, sec_gpc, visitor_in};
use crate::golden::assert_golden;

/// Everything that HTML, or a script before ECMAScript 2019, takes for an end.
fn is_safe(text: &str) -> bool {
    !text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']) && !text.chars().any(char::is_control)
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn any_text_reads_back_from_a_script(
        text in any::<String>(),
        other in "[<>&/!\u{2028}\u{2029}\"\\\\a-c\n\0-]{0,12}",
    ) {
        let data = BTreeMap::from([(text.clone(), vec![Some(other.clone()), None]), (other, vec![Some(text)])]);
        let written = script_json(&data).unwrap();
        prop_assert!(is_safe(&written), "{}", written);
        prop_assert_eq!(serde_json::from_str::<BTreeMap<String, Vec<Option<String>>>>(&written).unwrap(), data);
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn any_policy_is_written_as_by_serde_json(policy in policies()) {
        let written: Value = serde_json::from_str(&script_json(&policy).unwrap()).unwrap();
        prop_assert_eq!(written, serde_json::to_value(&policy).unwrap());
    }
}

/// Each shape that `serde` knows, as `serde_json` writes it.
#[test]
fn every_shape_is_written_as_by_serde_json() {
    #[derive(serde::Serialize)]
    struct Unit;
    #[derive(serde::Serialize)]
    struct Newtype(u8);
    #[derive(serde::Serialize)]
    struct Pair(i64, char);
    #[derive(serde::Serialize)]
    enum Shape {
        Unit,
        Newtype(bool),
        Tuple(u8, f64),
        Struct { a: Option<u8>, b: () },
    }
    fn same<T: serde::Serialize>(data: &T) {
        assert_eq!(script_json(data).unwrap(), serde_json::to_string(data).unwrap());
    }
    same(&Unit);
    same(&Newtype(7));
    same(&Pair(i64::MIN, '"'));
    same(&[Shape::Unit, Shape::Newtype(true), Shape::Tuple(1, -0.5), Shape::Struct { a: None, b: () }]);
    same(&BTreeMap::from([(1_u8, "a"), (2, "b")]));
    same(&BTreeMap::from([(true, 1.0_f32)]));
    same(&(u64::MAX, "\u{8}\u{c}\n\r\t\u{1f}é😀".replace(char::is_control, "")));
    assert_eq!(script_json("\u{1f}\u{7f}").unwrap(), r#""\u001f\u007f""#);
    let error = script_json(&BTreeMap::from([(vec![1], 1)])).unwrap_err();
    assert_eq!(error.to_string(), "`[1]` cannot be a key of JSON: use a text");
}

/// W3C, Global Privacy Control, section "GPC Support Resource".
#[test]
fn the_support_resource_reads_as_the_specification_says() {
    let day = Some(date!(2026 - 11 - 23));
    let read = |text: &str| {
        serde_json::from_str::<GpcSupport>(text).ok().map(|support| (support.is_given(), support.last_update()))
    };
    let known = [
        (r#"{"gpc":true,"lastUpdate":"2026-11-23"}"#, (true, day)),
        (r#"{"lastUpdate":"2026-11-23","gpc":false}"#, (false, day)),
        (r#"{"gpc":true}"#, (true, None)),
        // a time, and by UTC the day after
        (r#"{"gpc":true,"lastUpdate":"2026-11-23T08:30:00.000Z"}"#, (true, day)),
        (r#"{"gpc":true,"lastUpdate":"2026-11-22T23:30:00-05:00"}"#, (true, day)),
        // no valid date is no date
        (r#"{"gpc":true,"lastUpdate":"2026-02-30"}"#, (true, None)),
        (r#"{"gpc":true,"lastUpdate":"20261123"}"#, (true, None)),
        (r#"{"gpc":true,"lastUpdate":1700000000}"#, (true, None)),
        (r#"{"gpc":true,"lastUpdate":-1}"#, (true, None)),
        (r#"{"gpc":true,"lastUpdate":1.5}"#, (true, None)),
        (r#"{"gpc":true,"lastUpdate":null}"#, (true, None)),
        (r#"{"gpc":true,"lastUpdate":true}"#, (true, None)),
        (r#"{"gpc":true,"lastUpdate":["2026-11-23"]}"#, (true, None)),
        (r#"{"gpc":true,"lastUpdate":{"day":"2026-11-23"}}"#, (true, None)),
        // what has no meaning is ignored
        (r#"{"gpc":true,"version":1,"GPC":false,"sites":[{"gpc":false}]}"#, (true, None)),
    ];
    for (text, expected) in known {
        assert_eq!(read(text), Some(expected), "{text}");
    }
    for unknown in [
        "",
        "true",
        "null",
        "[]",
        "{}",
        r#"[{"gpc":true}]"#,
        r#"{"gpc":1}"#,
        r#"{"gpc":"true"}"#,
        r#"{"gpc":null}"#,
        r#"{"gpc":true,"gpc":false}"#,
        r#"{"gpc":true,"gpc":true}"#,
        r#"{"gpc":true"#,
        r#"{"gpc":true}}"#,
        r#"{"GPC":true}"#,
    ] {
        assert_eq!(read(unknown), None, "{unknown}");
    }
    let ours = GpcSupport::new(true, date!(2026 - 11 - 23));
    let written = serde_json::to_value(ours).unwrap();
    assert_eq!(written, json!({ "gpc": true, "lastUpdate": "2026-11-23" }));
    assert_eq!(serde_json::from_value::<GpcSupport>(written).unwrap(), ours);
    let error = serde_json::from_str::<GpcSupport>("{}").unwrap_err();
    assert!(error.to_string().starts_with("`gpc` is missing: say `true` or `false`"));
}

/// What a page of edX embeds, for some visitors: a change of any word is a change of what sites serve.
#[test]
fn page_data_of_version_1_stay_as_they_are() {
    let policy: Policy = serde_json::from_str(include_str!("../../examples/policies/edx.json")).unwrap();
    let mode = ConsentMode::of_vendors(&["google-analytics", "google-ads"]).waiting_for_update(500);
    let accepted = ConsentEvent::accept_all(utc_datetime!(2026-10-01 9:30), policy.version_at(NOW));
    let record = ConsentRecord::first(&accepted);
    let visits: [(&str, Facts, Consent<'_>); 4] = [
        ("FR, silent", visitor_in("FR"), Consent::Absent),
        ("FR, accepted", visitor_in("FR"), Consent::Given(&record)),
        (
            "US-CA with Global Privacy Control",
            Facts { signals: sec_gpc(&["1"]), ..visitor_in("US-CA") },
            Consent::Absent,
        ),
        ("US-TX, damaged", visitor_in("US-TX"), Consent::Unreadable),
    ];
    let mut lines = vec![GTAG.to_owned()];
    for (title, facts, consent) in visits {
        let visitor = policy.visitor(facts.visit(), consent);
        let decisions = visitor.decisions();
        lines.push(format!("# {title}"));
        let state = decisions.consent_mode(mode);
        lines.extend([state.default_script(), state.update_script()]);
        lines.push(script_json(&decisions.allowed()).unwrap());
        lines.push(script_json(&decisions.opt_out_status()).unwrap());
        lines.push(script_json(&decisions.preferences()).unwrap());
        lines.push(decisions.dependence().key(&visitor).to_string());
    }
    lines.push("# by region".to_owned());
    let defaults = RegionDefaults::at(&policy, NOW, &Signals::NONE, mode);
    lines.push(defaults.script());
    lines.push(script_json(&defaults).unwrap());
    lines.push("# table".to_owned());
    lines.extend(policy.cookie_table().iter().map(|row| script_json(row).unwrap()));
    assert!(lines.iter().all(|line| line.starts_with('#') || is_safe(line)));
    assert_golden("page-1.txt", &(lines.join("\n") + "\n"));
}
