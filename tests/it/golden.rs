//! What must never change: the codes of reasons, and texts of version 1 that sites have stored.
//!
//! `UPDATE_GOLDEN=1` adds new lines to the files. A line that was ever shipped stays as it is, and is read for ever.
#![cfg(test)]

use std::fs;
use std::path::PathBuf;

use cookie_consent::consent::{Actor, Answer, ConsentManager, GpcSeen, History, Item, Method, Notice, PolicyVersion};
use cookie_consent::cookie::{CategorySet, DataUse, Lifetime, Storage};
use cookie_consent::law::{Ground, Jurisdiction, Months, Risk, Rule};
use cookie_consent::policy::{
    Declaration, Exemption, Forbidden, GpcScope, LawOverride, Member, Settings, Vendor, Version,
};
use cookie_consent::visit::{Programme, SubjectKind, VendorTool};
use cookie_consent::{Category, ConsentEvent, ConsentRecord, Policy, Reason, Region};
use serde_json::Value;
use time::UtcDateTime;
use time::macros::{date, utc_datetime};

/// Holds what the crate writes against the file of this name, and returns the file's lines.
#[track_caller]
pub(crate) fn assert_golden(name: &str, written: &str) -> Vec<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(name);
    let read = || fs::read_to_string(&path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let mut left = written.lines();
        let shipped = read().unwrap_or_default();
        let lost = shipped.lines().find(|shipped| !left.any(|line| line == *shipped));
        assert_eq!(lost, None, "{name}: a line that was shipped would be lost");
        fs::write(&path, written).unwrap();
    }
    let golden = read().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    for ((golden, written), line) in golden.lines().zip(written.lines()).zip(1_u32..) {
        assert_eq!(golden, written, "{name}, line {line}");
    }
    assert_eq!(golden, written, "{name}");
    golden.lines().map(String::from).collect()
}

/// Codes stand in logs, metrics and dashboards; their order settles which of several reasons decides.
#[test]
fn reason_codes_verdicts_and_order_are_stable() {
    let lines: Vec<String> =
        Reason::ALL.iter().map(|reason| format!("{} {}\n", reason.code(), reason.verdict())).collect();
    assert_golden("reason-codes.txt", &lines.concat());
}

const VERSION: PolicyVersion = PolicyVersion::new(7);
const AT: UtcDateTime = utc_datetime!(2026-11-01 9:30);
const LATER: UtcDateTime = utc_datetime!(2026-11-20 18:45:59);

fn vendor(id: &str) -> Item {
    Item::Vendor(id.parse().unwrap())
}

/// Histories that between them use every word of an event and of a record.
fn histories() -> Vec<Vec<ConsentEvent>> {
    let event = |at| ConsentEvent::new(at, VERSION);
    let accepted = || ConsentEvent::accept_all(AT, VERSION);
    let mut histories = vec![
        vec![],
        vec![accepted()],
        vec![ConsentEvent::reject_all(AT, VERSION)],
        vec![ConsentEvent::choose(AT, VERSION, CategorySet::NON_ESSENTIAL, Category::Performance.into())],
        vec![accepted(), ConsentEvent::withdraw(LATER, VERSION, Category::Targeting.into())],
        vec![ConsentEvent::object(AT, VERSION, Category::Performance.into())],
        vec![accepted().through(Method::ImpliedByUse)],
        vec![
            event(AT)
                .through(Method::PreferenceCentre)
                .by(Actor::Agent)
                .on(SubjectKind::Account)
                .saying(Item::SALE_OR_SHARE, Answer::Refused),
        ],
        vec![
            accepted()
                .saying(vendor("adco"), Answer::Refused)
                .saying(vendor("google-analytics"), Answer::Granted)
                .saying(Item::Use(DataUse::Analytics), Answer::Withdrawn)
                .saying(Item::Use(DataUse::SocialPlugin), Answer::Objected),
        ],
        vec![event(AT).through(Method::Signal).seeing_gpc(GpcSeen::On).saying(Item::SALE_OR_SHARE, Answer::Refused)],
        vec![
            event(AT).seeing_gpc(GpcSeen::On),
            ConsentEvent::accept_all(LATER, VERSION).on(SubjectKind::Account).seeing_gpc(GpcSeen::ConflictShown),
        ],
        vec![accepted().by(Actor::Parent).showing(Notice::new("sha256-9f86d081884c7d65", "pt-BR").unwrap())],
        // a clock before 1970, and the greatest version
        vec![ConsentEvent::choose(
            utc_datetime!(1969-12-31 23:59:59),
            PolicyVersion::new(u32::MAX),
            Category::Targeting.into(),
            Category::Targeting.into(),
        )],
    ];
    histories.extend(ConsentManager::ALL.iter().map(|manager| {
        let offered = CategorySet::from(Category::Performance);
        vec![ConsentEvent::choose(AT, VERSION, offered, offered).through(Method::Imported(*manager))]
    }));
    histories
}

fn record(events: &[ConsentEvent]) -> ConsentRecord {
    events.iter().cloned().collect::<History>().record()
}

/// Each line: a record as it stands in visitors' cookies, and the events that it amounts to.
#[test]
fn records_of_version_1_read_for_ever() {
    let line = |events: &Vec<ConsentEvent>| {
        let history: History = events.iter().cloned().collect();
        format!("{{\"record\":\"{}\",\"events\":{}}}\n", record(events), serde_json::to_string(&history).unwrap())
    };
    let lines: Vec<String> = histories().iter().map(line).collect();
    for line in assert_golden("records-1.jsonl", &lines.concat()) {
        let line: Value = serde_json::from_str(&line).unwrap();
        let text = line["record"].as_str().unwrap();
        let history: History = serde_json::from_value(line["events"].clone()).unwrap();
        assert_eq!(text.parse(), Ok(history.record()), "{text}");
    }
}

/// The checksum is CRC-32 as everybody computes it, so that other programs can write and check records.
#[test]
fn the_checksum_of_a_record_is_the_common_crc_32() {
    // `crc32(b"1")` and the like of zlib
    assert_eq!(record(&[]).to_string(), "1.83dcefb7");
    let seen = ConsentEvent::new(AT, VERSION).seeing_gpc(GpcSeen::On);
    assert_eq!(record(&[seen]).to_string(), "1.gtnth20.a22f8d45");
}

/// The log is the proof of consent: each line reads back as the event that wrote it.
#[test]
fn events_of_version_1_read_for_ever() {
    let events: Vec<ConsentEvent> = histories().into_iter().flatten().collect();
    let lines: Vec<String> =
        events.iter().map(|event| serde_json::to_string(event).unwrap()).map(|line| line + "\n").collect();
    for (line, event) in assert_golden("events-1.jsonl", &lines.concat()).iter().zip(events) {
        assert_eq!(serde_json::from_str::<ConsentEvent>(line).unwrap(), event, "{line}");
    }
}

/// A policy that uses each field of a document at least once.
fn small_policy() -> Policy {
    let mut settings = Settings::default();
    settings.gpc_scope = GpcScope::BindingOnly;
    let czechia = Jurisdiction::Region(Region::country_code(*b"CZ"));
    Policy::builder()
        .controller("edX LLC", "privacy@edx.org")
        .settings(settings)
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .version(Version::new(2, date!(2026 - 02 - 01)).material(Category::Targeting).material_vendor("adco"))
        .vendor(Vendor::new("adco", "AdCo Inc.").in_programme(Programme::Daa).tcf_id(1).atp_id(2))
        .vendor(Vendor::new("google-analytics", "Google Analytics").tool(VendorTool::GoogleAnalytics))
        .declare(
            Declaration::new("_ga*", Category::Performance).vendor("google-analytics").lasting(Lifetime::days(400)),
        )
        .declare(Declaration::new("_hjSession*", Category::Performance).imported())
        .declare(
            Declaration::new("adco_id", Category::Targeting)
                .also(Category::Performance)
                .third_party()
                .vendor("adco")
                .on_host("ads.adco.example")
                .on_path("/ads")
                .without_risk(Risk::Sensitive)
                .lasting(Lifetime::Session),
        )
        .declare(
            Declaration::new("edx_stat", Category::Performance)
                .stored_in(Storage::LocalStorage)
                .exempt(Exemption::fulfilled(Ground::Statistical)),
        )
        .declare(Declaration::new("sessionid", Category::StrictlyNecessary).purpose("keeps you logged in"))
        .delegate("unix_session*")
        .member(
            Member::new("unix")
                .page("courses.edx.org", "/courses/UniX")
                .declare(Declaration::new("unix_session", Category::StrictlyNecessary))
                .forbid(Forbidden::Category(Category::Targeting))
                .forbid(Forbidden::Use(DataUse::SaleOrShare))
                .forbid(Forbidden::Vendor("adco".into()))
                .forbid(Forbidden::Cookie("_hj*".into()))
                .add_category("_ga*", Category::Targeting)
                .add_use("_ga*", DataUse::SaleOrShare)
                .shorten("_ga*", Lifetime::days(30))
                .longest(Lifetime::days(90)),
        )
        .override_law(LawOverride::stricter(czechia, Rule::ConsentLasts(Months::new(6))))
        .override_law(
            LawOverride::laxer(czechia, Rule::Exempts(Ground::AudienceMeasurement)).since(date!(2027 - 01 - 01)),
        )
        .build()
        .unwrap()
}

/// A document of version 1 reads as the same policy, and is written as it was.
#[test]
fn policies_of_version_1_read_for_ever() {
    let policy = small_policy();
    let document = serde_json::to_string_pretty(&policy).unwrap() + "\n";
    let shipped = assert_golden("policy-1.json", &document).join("\n");
    assert_eq!(serde_json::from_str::<Policy>(&shipped).unwrap(), policy);
}
