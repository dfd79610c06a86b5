//! What a person reviews before a policy is enforced: what another policy would change, and the table to sign.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "the times and counts of tests are far from any limit")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use cookie_consent::consent::StoredConsent;
use cookie_consent::consent::{Answer, GpcSeen, History, Item, Method};
use cookie_consent::cookie::{CategorySet, DataUse, Lifetime, Storage};
use cookie_consent::decision::Verdict;
use cookie_consent::law::{self, Ground, Jurisdiction, Months, Risk, Rule};
use cookie_consent::policy::{
    Declaration, Exemption, Forbidden, GpcScope, LawOverride, Member, PolicyBuilder, Settings, Undeclared, Vendor,
    Version,
};
use cookie_consent::review::{
    Comparison, DecisionTable, ShadowChange, ShadowReport, TableConsent, TableSignal, compare,
};
use cookie_consent::strategies::policies;
use cookie_consent::visit::{
    BrowserMode, Coverage, GppSignal, OptOut, OptOutControl, OptOutField, Programme, Provenance, Recognised, Signals,
    VendorTool,
};
use cookie_consent::{Age, Category, Consent, ConsentEvent, Cookie, Place, Policy, Reason, Visit, decide};
use proptest::prelude::*;
use time::macros::{date, utc_datetime};
use time::{Duration, UtcDateTime};

use crate::fixture::{self, CURRENT, Facts, NOW, accepted_all, visitor_in};

const EDX: &str = include_str!("../../examples/policies/edx.json");

fn edx() -> Policy {
    serde_json::from_str(EDX).unwrap()
}

// ------------------------------------------------------------------------------------------------------- the shadow

const GA: Cookie<'static> = Cookie::first_party("_ga", "www.edx.org");

fn empty() -> PolicyBuilder {
    Policy::builder().version(Version::new(7, date!(2022 - 12 - 15)))
}

fn ga() -> Declaration {
    Declaration::new("_ga", Category::Performance)
}

fn declaring(declaration: Declaration) -> Policy {
    empty().declare(declaration).build().unwrap()
}

fn compared(current: &Policy, proposed: &Policy, facts: &Facts, said: &[ConsentEvent]) -> Comparison {
    let record = said.iter().cloned().collect::<History>().record();
    let consent = if said.is_empty() { Consent::Absent } else { Consent::Given(&record) };
    let comparison = compare(current, proposed, &facts.visit(), consent, &GA);
    assert_eq!(comparison.current(), decide(current, &facts.visit(), consent, &GA));
    assert_eq!(comparison.proposed(), decide(proposed, &facts.visit(), consent, &GA));
    comparison
}

/// One comparison of each kind, with the reasons that a report gives for it.
fn one_of_each() -> Vec<(Comparison, Option<ShadowChange>, Reason, Reason)> {
    let plain = declaring(ga());
    let sold = declaring(ga().used_for(DataUse::Analytics).used_for(DataUse::SaleOrShare));
    let short = declaring(ga().lasting(Lifetime::days(30)));
    let of_vendor = empty().vendor(Vendor::new("google", "Google")).declare(ga().vendor("google")).build().unwrap();
    let nothing = empty().build().unwrap();
    let france = visitor_in("FR");
    let gpc = Facts { signals: Signals::NONE.with_gpc(), ..visitor_in("US-CA") };
    let blocked = Facts { browser: BrowserMode::BlocksAll, ..gpc.clone() };
    let accepted = [accepted_all(7, NOW)];
    let member = empty().declare(ga()).member(Member::new("unix")).build().unwrap();
    let at_unix = Facts { place: Place::Member("unix"), ..visitor_in("FR") };
    vec![
        (compared(&plain, &plain, &france, &[]), None, Reason::DefaultOptIn, Reason::DefaultOptIn),
        (
            compared(&nothing, &plain, &france, &accepted),
            Some(ShadowChange::NewlyAllowed),
            Reason::Uncategorised,
            Reason::Consent,
        ),
        (
            compared(&plain, &sold, &gpc, &[]),
            Some(ShadowChange::NewlyDenied),
            Reason::DefaultOptOut,
            Reason::GpcBinding,
        ),
        // a Member that the proposed policy does not know
        (
            compared(&member, &plain, &at_unix, &accepted),
            Some(ShadowChange::NewlyDenied),
            Reason::Consent,
            Reason::MemberRestriction,
        ),
        (
            compared(&plain, &nothing, &france, &[]),
            Some(ShadowChange::OtherReason),
            Reason::DefaultOptIn,
            Reason::Uncategorised,
        ),
        // what is permitted stands behind the block of the browser
        (
            compared(&plain, &sold, &blocked, &[]),
            Some(ShadowChange::OtherPermission),
            Reason::DefaultOptOut,
            Reason::GpcBinding,
        ),
        (
            compared(&plain, &short, &france, &accepted),
            Some(ShadowChange::OtherLimits),
            Reason::Consent,
            Reason::Consent,
        ),
        (
            compared(&plain, &of_vendor, &france, &accepted),
            Some(ShadowChange::OtherDetails),
            Reason::Consent,
            Reason::Consent,
        ),
    ]
}

#[test]
fn each_kind_of_change_is_told_apart() {
    let mut seen = BTreeSet::new();
    for (comparison, change, before, after) in one_of_each() {
        assert_eq!(comparison.change(), change);
        assert_eq!(comparison.is_same(), change.is_none());
        let mut report = ShadowReport::default();
        report.record(&comparison, Some("_ga"));
        let lines: Vec<_> = report.lines().map(|line| (line.change(), line.before(), line.after())).collect();
        assert_eq!(lines, change.map(|change| (change, before, after)).into_iter().collect::<Vec<_>>());
        seen.extend(change);
    }
    assert_eq!(seen, ShadowChange::ALL.iter().copied().collect());
}

/// Another treatment of an existing cookie is a limit too: the reason is the same, and one of those that bear beside it
/// says no.
#[test]
fn another_treatment_of_existing_cookies_is_another_limit() {
    let harmless = || ga().without_risk(Risk::Sensitive);
    let sold = declaring(harmless().used_for(DataUse::SaleOrShare));
    let for_ads = declaring(harmless().used_for(DataUse::SaleOrShare).used_for(DataUse::Analytics));
    let refused = ConsentEvent::new(NOW, CURRENT).saying(Item::Use(DataUse::Analytics), Answer::Refused);
    let minor = Facts { age: Age::Years(15), ..visitor_in("US-MD") };
    let comparison = compared(&sold, &for_ads, &minor, &[refused]);
    assert_eq!(comparison.current().reason(), Reason::MinorProhibited);
    assert_ne!(comparison.current().existing(), comparison.proposed().existing());
    assert_eq!(comparison.change(), Some(ShadowChange::OtherLimits));
}

#[test]
fn a_report_counts_and_shows() {
    let mut report = ShadowReport::default();
    for (times, (comparison, ..)) in (1..).zip(one_of_each()) {
        (0..times).for_each(|_| report.record(&comparison, Some("_ga")));
    }
    assert_eq!((report.compared(), report.same(), report.changed()), (36, 1, 35));
    assert_eq!(report.count(ShadowChange::NewlyDenied), 3 + 4);
    assert_eq!(report.count(ShadowChange::OtherDetails), 8);
    assert_eq!(
        report.to_string(),
        "\
compared 36: 1 same, 35 changed

change            before           after                  count  examples
newly-allowed     uncategorised    consent                    2  _ga
newly-denied      consent          member-restriction         4  _ga
newly-denied      default-opt-out  gpc-binding                3  _ga
other-reason      default-opt-in   uncategorised              5  _ga
other-permission  default-opt-out  gpc-binding                6  _ga
other-limits      consent          consent                    7  _ga
other-details     consent          consent                    8  _ga
"
    );
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["changed"], 35);
    assert_eq!(json["lines"][1]["after"], "member-restriction");
    assert_eq!(json["lines"][1]["examples"], serde_json::json!(["_ga"]));
    assert_eq!(ShadowReport::default().to_string(), "compared 0: 0 same, 0 changed\n");
}

/// A hostile visitor can send any name any number of times.
#[test]
fn a_report_stays_small_whatever_is_recorded() {
    let mut report = ShadowReport::default();
    let comparisons = one_of_each();
    for at in 0_u32..20_000 {
        let name = format!("{}\n\u{1b}[31m{}", (at * 7919) % 20_011, "x".repeat(10_000));
        for (comparison, ..) in comparisons.iter().take(1 + usize::from(at % 100 == 0) * 7) {
            report.record(comparison, Some(&name));
        }
    }
    assert_eq!((report.same(), report.changed()), (20_000, 200 * 7));
    assert_eq!(report.lines().count(), 7);
    for line in report.lines() {
        assert_eq!(line.examples().count(), ShadowReport::EXAMPLES);
        for example in line.examples() {
            assert!(example.chars().count() < 100, "{example}");
            assert!(!example.contains(char::is_control), "{example}");
        }
    }
    assert!(report.to_string().len() < 3_000, "{}", report.to_string().len());
}

#[test]
fn without_a_name_there_is_no_example() {
    let mut report = ShadowReport::default();
    for (comparison, ..) in one_of_each() {
        report.record(&comparison, None);
    }
    assert_eq!(report.changed(), 7);
    assert_eq!(report.lines().flat_map(|line| line.examples()).count(), 0);
}

fn report_of(records: &[(usize, String)]) -> ShadowReport {
    let comparisons = one_of_each();
    let mut report = ShadowReport::default();
    for (at, name) in records {
        report.record(&comparisons[*at].0, Some(name));
    }
    report
}

fn united(reports: &[&ShadowReport]) -> ShadowReport {
    let mut all = ShadowReport::default();
    for report in reports {
        all.merge(report);
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever server saw what, and in whatever order their reports arrive.
    #[test]
    fn reports_merge_in_any_order(records in proptest::collection::vec((0..8_usize, "[a-d]{1,2}"), 0..60), cut in 0..60_usize) {
        let whole = report_of(&records);
        let (first, rest) = records.split_at(cut.min(records.len()));
        let (second, third) = rest.split_at(rest.len() / 2);
        let [a, b, c] = [first, second, third].map(report_of);
        prop_assert_eq!(&united(&[&a, &b, &c]), &whole);
        prop_assert_eq!(&united(&[&c, &a, &b]), &whole);
        prop_assert_eq!(&united(&[&a, &united(&[&b, &c])]), &whole);
        prop_assert_eq!(whole.compared(), u64::try_from(records.len()).unwrap());
    }
}

// -------------------------------------------------------------------------------------------------------- the table

/// A question, as the words of a table ask it.
type Question = (String, String, String, String, String);

/// Reads RFC 4180: every record must end with CR LF and have ten fields.
#[track_caller]
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        let record = records.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => record.last_mut().unwrap().push(chars.next().unwrap()),
            '"' if quoted || record.last().unwrap().is_empty() => quoted = !quoted,
            ',' if !quoted => record.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'), "a line ends with CR LF");
                records.push(vec![String::new()]);
            }
            '"' | '\n' if !quoted => panic!("`{c}` must be quoted"),
            c => record.last_mut().unwrap().push(c),
        }
    }
    assert!(!quoted);
    assert_eq!(records.pop(), Some(vec![String::new()]), "the last line ends too");
    assert!(records.iter().all(|record| record.len() == 10));
    let heading = ["pages", "cookies", "categories", "uses", "details", "regions", "consent", "signals", "verdict"];
    assert_eq!(records.remove(0), [heading.as_slice(), &["reason"]].concat());
    records
}

/// `any`, or the items of a list.
fn items(field: &str, all: &[String]) -> Vec<String> {
    if field == "any" { all.to_vec() } else { field.split("; ").map(String::from).collect() }
}

/// Every word for a region that a table of this policy must know.
fn regions(changed: &[&str]) -> Vec<String> {
    let rows = law::table().iter().map(|entry| match entry.jurisdiction() {
        Jurisdiction::Region(region) => region.to_string(),
        Jurisdiction::Elsewhere => "elsewhere".to_owned(),
        Jurisdiction::Unknown => "unknown".to_owned(),
    });
    let mut all: Vec<String> = rows.chain(["US-*", "CA-*"].map(String::from)).collect();
    all.extend(changed.iter().map(|region| (*region).to_owned()));
    all
}

/// The regions of a visitor, chosen apart from the crate: Puerto Rico, Ontario and Nigeria have no rows.
fn place_on_earth(word: &str) -> &str {
    match word {
        "US-*" => "US-PR",
        "CA-*" => "CA-ON",
        "DE-*" => "DE-BE",
        "elsewhere" => "NG",
        "unknown" => "",
        region => region,
    }
}

fn stored(word: &str, categories: CategorySet, version: cookie_consent::consent::PolicyVersion) -> StoredConsent {
    let accepted = |at| ConsentEvent::accept_all(at, version);
    let earlier = NOW - Duration::hours(3);
    let events = match word {
        "absent" => return StoredConsent::Absent,
        "unreadable" => return StoredConsent::Unreadable,
        "continued-use" => vec![accepted(earlier).through(Method::ImpliedByUse)],
        "accepted-all" => vec![accepted(earlier)],
        "accepted-its-categories" => {
            vec![ConsentEvent::choose(earlier, version, CategorySet::NON_ESSENTIAL, categories)]
        }
        "accepted-long-ago" => vec![accepted(utc_datetime!(2020-01-01 12:00))],
        "accepted-despite-gpc" => vec![
            ConsentEvent::new(earlier, version).seeing_gpc(GpcSeen::On),
            accepted(NOW).seeing_gpc(GpcSeen::ConflictShown),
        ],
        "opted-out-of-sale" => vec![accepted(earlier).saying(Item::SALE_OR_SHARE, Answer::Refused)],
        "refused-all" => vec![ConsentEvent::reject_all(earlier, version)],
        "withdrawn" => vec![accepted(earlier), ConsentEvent::withdraw(NOW, version, CategorySet::NON_ESSENTIAL)],
        other => panic!("`{other}`"),
    };
    StoredConsent::Given(events.into_iter().collect::<History>().record())
}

fn signalling(facts: Facts, word: &str) -> Facts {
    let opt_out =
        |control| OptOut { control, covers: Coverage::AllParticipants, since: Some(NOW), known_by: Provenance::Script };
    match word {
        "none" => facts,
        "gpc" => Facts { signals: Signals::from_headers([("Sec-GPC", "1")]), ..facts },
        "dnt" => Facts { signals: Signals::from_headers([("DNT", "1")]), ..facts },
        "gpp-opt-out" => {
            let fields = [OptOutField::DidNotOptOut, OptOutField::OptedOut];
            Facts { signals: Signals::NONE.with_gpp(GppSignal::from_fields(&fields, false)), ..facts }
        }
        "programme-opt-out" => {
            let programmes = [Programme::Nai, Programme::Edaa, Programme::Daa];
            Facts { opt_outs: programmes.map(OptOutControl::Programme).map(opt_out).to_vec(), ..facts }
        }
        "vendor-tool-opt-out" => Facts { opt_outs: vec![opt_out(OptOutControl::VendorTool)], ..facts },
        other => panic!("`{other}`"),
    }
}

/// One of the Members of these tests.
fn known(id: &str) -> &'static str {
    ["unix", "meridian", "norrland", "-uni"].into_iter().find(|known| *known == id).unwrap()
}

/// `\u{2c}` and the like as the characters that they stand for.
fn unescaped(label: &str) -> String {
    let mut pieces = label.split("\\u{");
    let mut text = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (code, rest) = piece.split_once('}').unwrap();
        text.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        text.push_str(rest);
    }
    text
}

/// What a label such as `tr (facebook.com, /tr, pixel)` means.
#[derive(Debug)]
struct Labelled {
    pattern: String,
    hosts: Vec<String>,
    path: String,
    storage: Storage,
}

impl Labelled {
    fn read(item: &str) -> Self {
        let (pattern, scope) = match item.strip_suffix(')') {
            Some(whole) => whole.split_once(" (").unwrap(),
            None => (item, ""),
        };
        let mut labelled = Self {
            pattern: unescaped(pattern),
            hosts: Vec::new(),
            path: "/elsewhere".to_owned(),
            storage: Storage::Cookie,
        };
        for part in scope.split(", ").filter(|part| !part.is_empty()) {
            match part.parse() {
                Ok(storage) => labelled.storage = storage,
                Err(_) if part.starts_with('/') => labelled.path = unescaped(part),
                Err(_) => labelled.hosts.push(unescaped(part)),
            }
        }
        labelled
    }
}

/// Holds each cell of a table, as a spreadsheet would read it, against the answer for a visit that is made here, and
/// returns the answers.
#[track_caller]
fn assert_decided(policy: &Policy, changed: &[&str]) -> BTreeMap<Question, Reason> {
    let table = DecisionTable::of(policy, NOW, Age::Unknown).unwrap();
    let regions = regions(changed);
    let consents: Vec<String> = TableConsent::ALL.iter().map(ToString::to_string).collect();
    let signals: Vec<String> = TableSignal::ALL.iter().map(ToString::to_string).collect();
    let mut cells = BTreeMap::new();
    let mut rows: BTreeMap<(String, String), (CategorySet, bool)> = BTreeMap::new();
    for record in read_csv(&table.csv().to_string()) {
        let [pages, cookies, categories, _, details, at, said, with, verdict, reason] = record.try_into().unwrap();
        let reason = *Reason::ALL.iter().find(|known| known.code() == reason).unwrap();
        assert_eq!(reason.verdict().as_str(), verdict);
        let judged =
            details.split_once("judged as ").map_or(&*categories, |(_, judged)| judged.split(';').next().unwrap());
        let categories = judged.split([';', ',']).filter_map(|word| word.trim().parse::<Category>().ok()).collect();
        for cookie in cookies.split("; ").map(|item| item.strip_prefix('\'').unwrap_or(item)) {
            rows.insert((pages.clone(), cookie.to_owned()), (categories, details.starts_with("third")));
            for region in items(&at, &regions) {
                for consent in items(&said, &consents) {
                    for signal in items(&with, &signals) {
                        let key = (pages.clone(), cookie.to_owned(), region.clone(), consent.clone(), signal);
                        assert_eq!(cells.insert(key.clone(), reason), None, "two answers to {key:?}");
                    }
                }
            }
        }
    }
    assert_eq!(cells.len(), rows.len() * regions.len() * consents.len() * signals.len(), "cells are missing");
    for ((pages, cookie), (categories, third)) in &rows {
        let Labelled { pattern, hosts, path, storage } = Labelled::read(cookie);
        let name = pattern.replace('*', "0~zq9");
        let place = pages.strip_prefix("member ").map_or(Place::Site, |id| Place::Member(known(id)));
        let hosts = if hosts.is_empty() { vec!["nowhere.example".to_owned()] } else { hosts };
        let asked = |host| Cookie {
            path: &path,
            ..if *third { Cookie::third_party(&name, host) } else { Cookie::first_party(&name, host) }
                .stored_in(storage)
        };
        for consent in &consents {
            let stored = stored(consent, *categories, policy.version_at(NOW));
            for signal in &signals {
                for region in &regions {
                    let facts = Facts { place, age: Age::Unknown, ..visitor_in(place_on_earth(region)) };
                    let facts = signalling(facts, signal);
                    let key = (pages.clone(), cookie.clone(), region.clone(), consent.clone(), signal.clone());
                    for host in &hosts {
                        let decision = decide(policy, &facts.visit(), stored.as_consent(), &asked(host));
                        assert_eq!(cells[&key], decision.reason(), "{key:?} of {host}");
                    }
                }
            }
        }
    }
    // the cells that the crate itself unfolds are the same
    let mut unfolded = 0_usize;
    for cell in table.cells() {
        let pages = match cell.row().place() {
            Place::Site => "site".to_owned(),
            Place::Member(id) => format!("member {id}"),
        };
        for cookie in cell.row().cookies() {
            let [region, consent, signal] =
                [cell.region().to_string(), cell.consent().to_string(), cell.signal().to_string()];
            let key = (pages.clone(), cookie.to_string(), region, consent, signal);
            assert_eq!(cells[&key], cell.reason(), "{key:?}");
            unfolded += 1;
        }
    }
    assert_eq!(unfolded, cells.len());
    cells
}

fn answer(cells: &BTreeMap<Question, Reason>, question: [&str; 5]) -> Reason {
    let [pages, cookie, region, consent, signal] = question.map(String::from);
    let key = (pages, cookie, region, consent, signal);
    *cells.get(&key).unwrap_or_else(|| panic!("there is no cell {key:?}"))
}

#[test]
fn the_table_of_edx_is_what_is_decided() {
    let cells = assert_decided(&edx(), &[]);
    let fbp = |region, consent, signal| answer(&cells, ["site", "_fbp (edx.org)", region, consent, signal]);
    assert_eq!(fbp("FR", "absent", "none"), Reason::DefaultOptIn);
    assert_eq!(fbp("FR", "continued-use", "none"), Reason::ImpliedNotConsent);
    assert_eq!(fbp("FR", "accepted-long-ago", "none"), Reason::ConsentExpired);
    assert_eq!(fbp("US-CA", "accepted-all", "gpc"), Reason::GpcBinding);
    assert_eq!(fbp("US-CA", "accepted-despite-gpc", "gpc"), Reason::Consent);
    assert_eq!(fbp("US-WY", "absent", "none"), Reason::NoticeOnly);
    assert_eq!(fbp("US-*", "absent", "none"), Reason::NoticeOnly);
    assert_eq!(fbp("US", "absent", "gpc"), Reason::GpcBinding);
    assert_eq!(fbp("unknown", "absent", "none"), Reason::RegionUnknownStrict);
    assert_eq!(fbp("GB", "accepted-all", "programme-opt-out"), Reason::IndustryOptOutDaa);
    let at_unix = |consent| answer(&cells, ["member unix", "edx_stats (edx.org)", "GB", consent, "none"]);
    assert_eq!(at_unix("absent"), Reason::MemberRestriction);
    // all that was declared is there, and any other cookie
    let site: BTreeSet<&str> = cells.keys().filter(|key| key.0 == "site").map(|key| &*key.1).collect();
    let document: serde_json::Value = serde_json::from_str(EDX).unwrap();
    assert_eq!(site.len(), document["declarations"].as_array().unwrap().len() + 1);
    let denied = cells.values().filter(|reason| reason.verdict() == Verdict::Deny).count();
    assert!((cells.len() / 3..cells.len() * 9 / 10).contains(&denied), "{denied} of {}", cells.len());
}

#[test]
fn the_table_of_the_common_setting_is_what_is_decided() {
    let cells = assert_decided(&fixture::policy(), &[]);
    let site = |cookie, region| answer(&cells, ["site", cookie, region, "absent", "none"]);
    assert_eq!(site("edx_stat", "GB"), Reason::ExemptStatistical);
    assert_eq!(site("edx_stat", "FR"), Reason::ExemptAudienceMeasurement);
    assert_eq!(site("edx_login_stat", "FR"), Reason::DefaultOptIn);
    assert_eq!(site("*", "FR"), Reason::Uncategorised);
}

/// A policy with whatever makes a table difficult: names that mean something elsewhere, patterns within patterns, two
/// categories, a Member that forbids by name, regions of its own.
fn hostile() -> Policy {
    let mut settings = Settings::default();
    settings.undeclared = Undeclared::AsTargeting;
    settings.gpc_scope = GpcScope::BindingOnly;
    let region = |word: &str| Jurisdiction::Region(word.parse().unwrap());
    let named = |name: &str| Declaration::new(name, Category::Functionality);
    Policy::builder()
        .controller("A | B\n# <script>`", "")
        .settings(settings)
        .version(Version::new(3, date!(2019 - 01 - 01)))
        .vendor(Vendor::new("one", "One").in_programme(Programme::Edaa).tool(VendorTool::Own))
        .vendor(Vendor::new("two", "Two").in_programme(Programme::Nai))
        .declare(named("+cmd|' /C calc'!A0"))
        .declare(named("-1"))
        .declare(named("@SUM(A1)"))
        .declare(named("'quoted"))
        .declare(named("＝full-width"))
        .declare(named("a`b``c"))
        .declare(named("`"))
        .declare(named("|"))
        .declare(named("a,b \"c\""))
        .declare(named("<img src onerror>"))
        .declare(named("[link](javascript:)"))
        .declare(named("right\u{202e}left"))
        .declare(named("_ga (edx.org)"))
        .declare(named("wide"))
        .declare(named("wide").on_host("a.example"))
        .declare(named("pixel").stored_in(Storage::Pixel))
        .declare(named("scoped").on_path("/a; (b), \\u{2c}|\n").on_host("a.example").on_host("b.example"))
        .declare(named("_xy*").third_party().vendor("one").used_for(DataUse::ContextualAds))
        .declare(Declaration::new("_xy*", Category::Targeting).on_host("a.example").vendor("two"))
        .declare(Declaration::new("_xy_*", Category::Performance).also(Category::Targeting).vendor("one"))
        .declare(Declaration::new("_xy_1", Category::StrictlyNecessary).used_for(DataUse::Analytics))
        .declare(Declaration::new("public", Category::Targeting).imported())
        .declare(
            Declaration::new("own_stat", Category::Performance)
                .exempt(Exemption::fulfilled(Ground::AudienceMeasurement))
                .used_for(DataUse::Analytics),
        )
        .member(
            Member::new("-uni")
                .page("uni.example", "/")
                .declare(named("_xy_1*").on_host("a.example"))
                .declare(named("party").third_party())
                .forbid(Forbidden::Cookie("_xy_2*".into()))
                .forbid(Forbidden::Cookie("a`b``c".into()))
                .forbid(Forbidden::Category(Category::Targeting))
                .add_use("own_stat", DataUse::AdMeasurement),
        )
        .declare(named("party"))
        .override_law(LawOverride::stricter(region("DE-BY"), Rule::ConsentLasts(Months::new(1))))
        .override_law(LawOverride::laxer(region("KE"), Rule::Requires(law::Requirement::Notice)))
        .build()
        .unwrap()
}

#[test]
fn the_table_of_a_difficult_policy_is_what_is_decided() {
    let cells = assert_decided(&hostile(), &["DE-BY", "DE-*", "KE"]);
    let at = |pages, cookie, region| answer(&cells, [pages, cookie, region, "absent", "none"]);
    assert_eq!(at("site", "-1", "KE"), Reason::NoticeOnly);
    assert_eq!(at("site", "-1", "elsewhere"), Reason::DefaultOptIn);
    assert_eq!(at("site", "wide", "KE"), Reason::NoticeOnly);
    assert_eq!(at("site", "wide (a.example)", "KE"), Reason::NoticeOnly);
    // forbidden by a name within a pattern of the site, and by the very name
    assert_eq!(at("member -uni", "_xy_2*", "KE"), Reason::MemberRestriction);
    assert_eq!(at("member -uni", "a`b``c", "KE"), Reason::MemberRestriction);
    assert_eq!(at("member -uni", "*", "KE"), Reason::MemberRestriction);
    assert_eq!(at("site", "*", "KE"), Reason::NoticeOnly);
    assert_eq!(at("member -uni", "party", "KE"), Reason::OtherParty);
    assert_eq!(at("site", "own_stat", "FR"), Reason::ExemptAudienceMeasurement);
    assert_eq!(at("member -uni", "own_stat", "FR"), Reason::DefaultOptIn);
    assert_eq!(
        at("site", "scoped (a.example, b.example, /a\\u{3b} \\u{28}b\\u{29}\\u{2c} \\u{5c}u{2c}|\\u{a})", "KE"),
        Reason::NoticeOnly
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Of any policy: each cell stands once, and holds for every cookie of its row.
    #[test]
    fn every_cell_of_any_policy_is_what_is_decided(policy in policies(), skipped in 0..89_usize) {
        let table = DecisionTable::of(&policy, NOW, Age::Unknown).unwrap();
        let rows: Vec<_> = table.rows().collect();
        let mut once = BTreeSet::new();
        let mut regions = BTreeSet::new();
        let mut denied = 0_usize;
        for (at, cell) in table.cells().enumerate() {
            let row = rows.iter().position(|row| std::ptr::eq(*row, cell.row())).unwrap();
            prop_assert!(once.insert((row, cell.region(), cell.consent(), cell.signal())));
            regions.insert(cell.region());
            denied += usize::from(cell.verdict() == Verdict::Deny);
            if at % 89 != skipped {
                continue;
            }
            let opt_outs = signalling(visitor_in(""), cell.signal().as_str());
            let visit = Visit::new(
                NOW,
                cell.row().place(),
                opt_outs.signals.clone(),
                &opt_outs.opt_outs,
                BrowserMode::AcceptsAll,
                Age::Unknown,
            );
            let visit = cell.region().region().into_iter().fold(visit, Visit::region).recognised(Recognised::BROWSER);
            // a row does not tell the categories that a Member added to it
            if cell.consent() == TableConsent::AcceptedItsCategories {
                continue;
            }
            let stored = stored(cell.consent().as_str(), CategorySet::EMPTY, policy.version_at(NOW));
            for cookie in cell.row().cookies() {
                let decision = decide(&policy, &visit, stored.as_consent(), &cookie.cookie());
                prop_assert_eq!(decision.reason(), cell.reason(), "{} {:?}", cookie, cell);
            }
        }
        prop_assert_eq!(once.len(), rows.len() * regions.len() * TableConsent::ALL.len() * TableSignal::ALL.len());
        prop_assert!(denied > 0 && denied <= once.len());
    }
}

/// What a Member's rows leave out is as on the site.
#[test]
fn what_is_not_listed_for_a_member_is_as_on_the_site() {
    for policy in [edx(), hostile()] {
        let table = DecisionTable::of(&policy, NOW, Age::Unknown).unwrap();
        let rows = |wanted: Place<'_>| -> Vec<_> {
            table.rows().filter(|row| row.place() == wanted).flat_map(|row| row.cookies().cloned()).collect()
        };
        let members: BTreeSet<&str> = table
            .rows()
            .filter_map(|row| match row.place() {
                Place::Member(id) => Some(known(id)),
                Place::Site => None,
            })
            .collect();
        assert!(!members.is_empty());
        let mut left_out = 0_usize;
        for member in members {
            let place = Place::Member(member);
            let listed = rows(place);
            let others = rows(Place::Site);
            let others = others.iter().filter(|cookie| {
                let name = cookie.cookie().name;
                listed.iter().all(|listed| listed.cookie().name != name)
            });
            for cookie in others {
                left_out += 1;
                for (region, consent) in [("FR", "absent"), ("GB", "absent"), ("US-CA", "accepted-all"), ("", "absent")]
                {
                    let stored = stored(consent, CategorySet::EMPTY, policy.version_at(NOW));
                    let on = |place| {
                        let facts = Facts { place, signals: Signals::NONE.with_gpc(), ..visitor_in(region) };
                        decide(&policy, &facts.visit(), stored.as_consent(), &cookie.cookie()).reason()
                    };
                    assert_eq!(on(place), on(Place::Site), "{cookie} at {member}");
                }
            }
        }
        assert!(left_out > 5, "{left_out}");
    }
}

#[test]
fn nothing_in_csv_is_a_formula() {
    let text = DecisionTable::of(&hostile(), NOW, Age::Unknown).unwrap().csv().to_string();
    let mut guarded = BTreeSet::new();
    for record in read_csv(&text) {
        for field in &record {
            for item in field.split("; ") {
                assert!(!item.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']), "{item}");
            }
            assert!(!field.contains(char::is_control), "{field:?}");
        }
        guarded.extend(record[1].split("; ").filter(|item| item.starts_with('\'')).map(str::to_owned));
    }
    let wanted = ["'+cmd|' /C calc'!A0", "'-1", "'@SUM\\u{28}A1\\u{29}", "''quoted", "'＝full-width"];
    assert_eq!(guarded, wanted.map(String::from).into_iter().collect());
    // a comma and a quote in a name
    assert!(text.contains("\"\"c\"\""), "{text}");
}

/// Cells of one line of a table in GitHub's Markdown: at each pipe that is not escaped.
fn cells_of(line: &str) -> Vec<String> {
    let line = line.strip_prefix("| ").unwrap().strip_suffix(" |").unwrap();
    line.replace("\\|", "\u{0}").split('|').map(|cell| cell.trim().replace('\u{0}', "|")).collect()
}

/// Takes the code spans out of a text: those between fences of equal length.
fn without_code(text: &str) -> (String, Vec<String>) {
    let chars: Vec<char> = text.chars().collect();
    let mut runs = chars.chunk_by(|a, b| (*a == '`') == (*b == '`')).map(String::from_iter);
    let (mut plain, mut spans) = (String::new(), Vec::new());
    while let Some(run) = runs.next() {
        if run.starts_with('`') {
            let span: String = runs.by_ref().take_while(|end| *end != run).collect();
            let bare = span.strip_prefix(' ').and_then(|span| span.strip_suffix(' '));
            spans.push(bare.unwrap_or(&span).to_owned());
        } else {
            plain.push_str(&run);
        }
    }
    (plain, spans)
}

#[test]
fn nothing_in_markdown_is_more_than_text() {
    let policy = hostile();
    let table = DecisionTable::of(&policy, NOW, Age::Unknown).unwrap();
    let text = table.markdown().to_string();
    let mut names = BTreeSet::new();
    for line in text.lines() {
        assert!(!line.contains(|c: char| c.is_control() || c == '\u{202e}'), "{line:?}");
        let (plain, spans) = without_code(line);
        assert!(!plain.contains(['<', '[', '\\']), "{line}");
        if line.starts_with("| ") {
            let cells = cells_of(line);
            assert!([2, 3, 5].contains(&cells.len()), "{line}");
            if cells.len() == 5 && !spans.is_empty() {
                names.extend(without_code(&cells[1]).1);
            }
        }
    }
    assert!(text.contains("* Site: `` A \\| B\\n# <script>` ``\n"), "{}", text.lines().nth(2).unwrap());
    let listed: BTreeSet<String> =
        table.rows().flat_map(|row| row.cookies().map(ToString::to_string).collect::<Vec<_>>()).collect();
    assert_eq!(names, listed);
}

/// The law and the age of the visitor are those asked for.
#[test]
fn a_table_is_of_one_instant_and_one_age() {
    let policy = edx();
    let reasons = |at: UtcDateTime, age| -> BTreeSet<Reason> {
        DecisionTable::of(&policy, at, age).unwrap().cells().map(|cell| cell.reason()).collect()
    };
    let before = reasons(utc_datetime!(2026-02-04 23:59:59), Age::Unknown);
    let after = reasons(utc_datetime!(2026-02-05 0:00), Age::Unknown);
    assert_eq!(
        after.difference(&before).copied().collect::<Vec<_>>(),
        [Reason::ExemptStatistical, Reason::ExemptAppearance]
    );
    let minors = reasons(NOW, Age::Years(12));
    assert!(minors.contains(&Reason::MinorProhibited) && minors.contains(&Reason::MinorNoOptIn));
    assert!(!reasons(NOW, Age::Years(30)).contains(&Reason::MinorNoOptIn));
    // the ends of time are instants too
    for at in [UtcDateTime::MIN, UtcDateTime::MAX] {
        assert!(reasons(at, Age::Unknown).contains(&Reason::StrictlyNecessary));
    }
}

/// A person can read it: a few hundred lines for some three hundred thousand cells.
#[test]
fn the_table_of_edx_is_short() {
    let policy = edx();
    let table = DecisionTable::of(&policy, NOW, Age::Unknown).unwrap();
    let text = table.markdown().to_string();
    let lines = text
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains(" | allow | ") || line.contains(" | deny | "))
        .count();
    assert!((100..400).contains(&lines), "{lines}");
    let cells = table.cells().count();
    assert!(cells > 150_000, "{cells}");
}

/// The table that edX would sign. `UPDATE_GOLDEN=1` writes it anew: a changed line is a changed answer, for a person to
/// read.
#[test]
fn the_table_of_edx_is_the_one_that_was_signed() {
    let policy = edx();
    let table = DecisionTable::of(&policy, NOW, Age::Unknown).unwrap();
    for (name, written) in
        [("edx-decisions.md", table.markdown().to_string()), ("edx-decisions.csv", table.csv().to_string())]
    {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(name);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &written).unwrap();
        }
        let golden = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for ((golden, written), line) in golden.lines().zip(written.lines()).zip(1_u32..) {
            assert_eq!(golden, written, "{name}, line {line}");
        }
        assert_eq!(golden, written, "{name}");
    }
}
