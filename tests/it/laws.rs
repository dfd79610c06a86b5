//! The sixteen laws, through the public API.
//!
//! Each property counts how many of its cases were allowed, denied and at an edge, and fails where these are too few to
//! prove anything.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "the times and counts of tests are far from any limit")]

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cookie_consent::consent::{
    Actor, Answer, GpcSeen, Grant, History, Item, Method, PolicyVersion, RecordError, StoredConsent,
};
use cookie_consent::cookie::{CategorySet, DataUse, Lifetime, MaxAge, Storage};
use cookie_consent::decision::{Feasibility, Input, ReasonSet, Verdict};
use cookie_consent::law::{Condition, Ground, Jurisdiction, Months, Reach, Requirement, Risk, Rule};
use cookie_consent::policy::{Declaration, LawOverride, Version};
use cookie_consent::strategies::{Scene, policies, regions, scenes_of};
use cookie_consent::visit::{
    BrowserMode, Coverage, GppSignal, OptOut, OptOutControl, OptOutField, OwnedPlace, Programme, Provenance,
    Recognised, Signals, SubjectKind, Tcf, TcfPurpose, TcfPurposes, TcfVendor, UsPrivacySignal,
};
use cookie_consent::{
    Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Decision, Policy, Reason, Region, Visit, decide,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{RngSeed, TestCaseResult, TestError, TestRunner};
use serde::Serialize;
use serde_json::{Value, json};
use time::{Date, Duration, UtcDateTime};

use crate::cases::cases;

/// To build a policy costs more than to ask it many times.
const SCENES_PER_POLICY: u32 = 8;

/// How many cases of a property were of which kind.
#[derive(Default)]
struct Tally {
    cases: Cell<u32>,
    allowed: Cell<u32>,
    edge: Cell<u32>,
}

fn increment(count: &Cell<u32>, condition: bool) {
    count.set(count.get() + u32::from(condition));
}

impl Tally {
    fn count(&self, decision: &Decision, at_edge: bool) {
        increment(&self.cases, true);
        increment(&self.allowed, decision.is_allowed());
        increment(&self.edge, at_edge);
    }

    /// At least one in twenty of each kind.
    #[track_caller]
    fn proves_something(&self) {
        let (cases, allowed, edge) = (self.cases.get(), self.allowed.get(), self.edge.get());
        let denied = cases - allowed;
        println!("{cases} cases: {allowed} allowed, {denied} denied, {edge} at an edge");
        assert!(allowed * 20 >= cases, "{allowed} of {cases} cases were allowed: this proves nothing");
        assert!(denied * 20 >= cases, "{denied} of {cases} cases were denied: this proves nothing");
        assert!(edge * 20 >= cases, "{edge} of {cases} cases were at an edge: this proves nothing");
    }
}

fn runner(name: &str) -> TestRunner {
    let mut config = cases(3_000);
    if let RngSeed::Fixed(seed) = config.rng_seed {
        // each law draws cases of its own
        let own = name.bytes().fold(0, |own, byte| own * 31 % 1_000_003 + u64::from(byte));
        config.rng_seed = RngSeed::Fixed(seed ^ own);
    }
    config.cases = config.cases.div_ceil(SCENES_PER_POLICY);
    TestRunner::new(config)
}

/// Runs a property on scenes of all kinds, each with something else that is drawn. The property gives the decision that
/// it is about, or nothing where it does not apply.
#[track_caller]
fn law<S: Strategy>(
    name: &str,
    other: impl Fn(&Arc<Policy>) -> S,
    property: impl Fn(&Scene, S::Value) -> Result<Option<Decision>, TestCaseError>,
) where
    S::Value: Clone,
{
    let tally = Tally::default();
    let cases = policies().prop_flat_map(|policy| {
        let policy = Arc::new(policy);
        vec((scenes_of(policy.clone()), other(&policy)), usize::try_from(SCENES_PER_POLICY).unwrap())
    });
    let result = runner(name).run(&cases, |scenes| {
        scenes.into_iter().try_for_each(|(scene, other)| -> TestCaseResult {
            let decision = property(&scene, other.clone()).map_err(|error| {
                let policy = serde_json::to_string(&*scene.policy).unwrap();
                let Scene { visit, consent, cookie, .. } = &scene;
                TestCaseError::fail(format!("{error}\n{policy}\n{visit:?}\n{consent:?}\n{cookie:?}\n{other:?}"))
            })?;
            if let Some(decision) = decision {
                tally.count(&decision, is_at_edge(&scene));
            }
            Ok(())
        })
    });
    // the scenes beside the one that failed say nothing
    match result {
        Ok(()) => {}
        Err(TestError::Fail(why, _) | TestError::Abort(why)) => panic!("{why}"),
    }
    tally.proves_something();
}

/// How long an allowed cookie may last, as something that compares: no limit is the longest.
fn longest(decision: &Decision) -> (bool, Option<Lifetime>) {
    (decision.max_lifetime().is_none(), decision.max_lifetime())
}

/// Whether another answer is given a second or two before or after.
fn is_at_edge(scene: &Scene) -> bool {
    let reasons = |seconds| {
        let mut then = scene.clone();
        then.visit.now += Duration::seconds(seconds);
        then.decide().reasons()
    };
    let now = reasons(0);
    [-2, -1, 1, 2].into_iter().any(|seconds| reasons(seconds) != now)
}

const fn nothing(_: &Arc<Policy>) -> Just<()> {
    Just(())
}

/// The same policy with its document changed, if it still is one.
fn edited(policy: &Policy, edit: impl FnOnce(&mut Value)) -> Option<Arc<Policy>> {
    let mut document = serde_json::to_value(policy).unwrap();
    edit(&mut document);
    serde_json::from_value(document).ok().map(Arc::new)
}

fn each<'v>(document: &'v mut Value, list: &str) -> impl Iterator<Item = &'v mut Value> + use<'v> {
    document[list].as_array_mut().unwrap().iter_mut()
}

/// The lines of the inventory of the site and of all Members.
fn each_declaration(document: &mut Value, mut edit: impl FnMut(&mut Value)) {
    each(document, "declarations").for_each(&mut edit);
    each(document, "members").for_each(|member| each(member, "declarations").for_each(&mut edit));
}

fn vendors(policy: &Policy) -> Vec<String> {
    let mut document = serde_json::to_value(policy).unwrap();
    each(&mut document, "vendors").map(|vendor| vendor["id"].as_str().unwrap().to_owned()).collect()
}

fn is_necessary(declaration: &Value) -> bool {
    declaration["categories"] == json!(["strictly-necessary"])
}

/// A second and simpler reading of what a declaration's pattern, hosts and path mean.
fn speaks_of(declaration: &Value, scene: &Scene) -> bool {
    fn glob(pattern: &[u8], name: &[u8]) -> bool {
        match (pattern, name) {
            ([b'*', rest @ ..], _) => glob(rest, name) || (!name.is_empty() && glob(pattern, &name[1..])),
            ([p, pattern @ ..], [n, name @ ..]) => p == n && glob(pattern, name),
            ([], name) => name.is_empty(),
            (_, []) => false,
        }
    }
    let cookie = &scene.cookie;
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
    let host = cookie.host.trim_start_matches('.');
    let hosts: Vec<_> = declaration["hosts"].as_array().unwrap().iter().filter_map(text).collect();
    let in_host = hosts.is_empty() || hosts.iter().any(|scope| host == scope || host.ends_with(&format!(".{scope}")));
    let in_path = text(&declaration["path"])
        .is_none_or(|scope| cookie.path == scope || cookie.path.starts_with(&format!("{scope}/")));
    declaration["storage"] == cookie.storage.as_str()
        && glob(text(&declaration["name"]).unwrap().as_bytes(), cookie.name.as_bytes())
        && in_host
        && in_path
}

/// Whether the site, or the Member at whose place it is met, declares a cookie.
fn is_declared(scene: &Scene, by_the_site_alone: bool) -> bool {
    let document = serde_json::to_value(&*scene.policy).unwrap();
    let reviewed = |list: &Value| {
        list.as_array().unwrap().iter().any(|line| line["trust"] == "reviewed" && speaks_of(line, scene))
    };
    let here = |member: &&Value| scene.visit.place == OwnedPlace::Member(member["id"].as_str().unwrap().into());
    reviewed(&document["declarations"])
        || (!by_the_site_alone
            && document["members"]
                .as_array()
                .unwrap()
                .iter()
                .filter(here)
                .any(|member| reviewed(&member["declarations"])))
}

/// A scene of which each event is another, or none; where nothing was said, or it cannot be read, it stays so.
fn retelling(scene: &Scene, change: impl Fn(&ConsentEvent) -> Option<ConsentEvent>) -> Scene {
    let mut other = scene.clone();
    if let StoredConsent::Given(_) = scene.consent {
        other.tell(scene.history.events().iter().filter_map(change).collect());
    }
    other
}

/// A scene with the events that have happened, each changed.
fn happened(scene: &Scene, change: impl Fn(&ConsentEvent) -> ConsentEvent) -> Scene {
    retelling(scene, |event| (event.at() <= scene.visit.now).then(|| change(event)))
}

/// Signals with one of their parts replaced, by its name in a document.
fn replaced(signals: &Signals, part: &str, by: impl Serialize) -> Signals {
    let mut document = serde_json::to_value(signals).unwrap();
    document[part] = serde_json::to_value(by).unwrap();
    serde_json::from_value(document).unwrap()
}

/// The same event at another time, under another version, with other answers.
fn retold(
    event: &ConsentEvent,
    at: UtcDateTime,
    version: PolicyVersion,
    keep: impl Fn(Answer) -> bool,
    gpc: GpcSeen,
) -> ConsentEvent {
    let base =
        ConsentEvent::new(at, version).by(event.actor()).on(event.subject()).through(event.method()).seeing_gpc(gpc);
    let base = event.notice().cloned().into_iter().fold(base, ConsentEvent::showing);
    let kept = event.answers().filter(|(_, answer)| keep(*answer));
    kept.fold(base, |event, (item, answer)| event.saying(item.clone(), answer))
}

fn current(scene: &Scene) -> PolicyVersion {
    scene.policy.version_at(scene.visit.now)
}

// ---------------------------------------------------------------------------------------------------------------- 1, 2

#[test]
fn total() {
    let wild = |_: &_| {
        let text = || vec(any::<char>(), 0..12).prop_map(String::from_iter);
        let lines = || vec(vec(any::<u8>(), 0..4), 0..3);
        let instant = select(vec![UtcDateTime::MIN, UtcDateTime::UNIX_EPOCH, UtcDateTime::MAX]);
        let damage = (any::<Index>(), any::<u8>(), any::<bool>());
        (text(), text(), text(), lines(), lines(), any::<u8>(), proptest::option::weighted(0.2, instant), damage)
    };
    law("total", wild, |scene, (name, host, path, sec_gpc, dnt, age, instant, (at, byte, truncate))| {
        let mut wild = scene.clone();
        let headers = sec_gpc.iter().map(|line| ("Sec-GPC", line)).chain(dnt.iter().map(|line| ("DNT", line)));
        wild.visit.signals =
            headers.fold(wild.visit.signals, |signals, (name, value)| signals.with_header(name.as_bytes(), value));
        wild.visit.age = Age::Years(age);
        wild.visit.now = instant.unwrap_or(scene.visit.now);
        if let Consent::Given(record) = scene.consent() {
            let mut text = record.to_string().into_bytes();
            let at = at.index(text.len());
            if truncate {
                text.truncate(at);
            } else {
                text[at] = byte;
            }
            let stored = StoredConsent::of_text(Some(&String::from_utf8_lossy(&text)));
            let decision = decide(&wild.policy, &wild.visit(), stored.as_consent(), &wild.cookie());
            prop_assert!(!decision.to_string().is_empty());
        }
        for (text, part) in [(name, 0), (host, 1), (path, 2)] {
            let mut odd = wild.clone();
            *[&mut odd.cookie.name, &mut odd.cookie.host, &mut odd.cookie.path][part] = text;
            let decision = odd.decide();
            prop_assert_eq!(decision.verdict(), decision.reason().verdict());
        }
        Ok(Some(scene.decide()))
    });
}

#[test]
fn default_deny() {
    law("default_deny", nothing, |scene, ()| {
        let decision = scene.decide();
        let settings = &serde_json::to_value(&*scene.policy).unwrap()["settings"];
        let in_so_many_words = settings["undeclared"] == "as-targeting" || settings["imported_labels"] == "decide";
        let declared = is_declared(scene, false);
        prop_assert!(declared || in_so_many_words || decision.reason() == Reason::Uncategorised, "{decision}");
        prop_assert_eq!(declared && decision.reason() == Reason::Uncategorised, false, "a declared cookie is known");
        Ok(Some(decision))
    });
}

// ------------------------------------------------------------------------------------------------------------------- 3

#[test]
fn allowed_only_with_a_ground() {
    law("allowed_only_with_a_ground", nothing, |scene, ()| {
        let decision = scene.decide();
        if !decision.is_allowed() {
            return Ok(Some(decision));
        }
        prop_assert!(decision.reasons().iter().all(|reason| reason.verdict() == Verdict::Allow), "{decision:?}");
        prop_assert_eq!(decision.feasibility(), Feasibility::Feasible);
        let limited = decision.max_lifetime().is_some_and(|lifetime| lifetime <= Lifetime::Persistent(MaxAge::LIMIT));
        prop_assert!(limited || scene.cookie.storage != Storage::Cookie, "{decision:?}");
        let now = scene.visit.now;
        let granted = scene.history.events().iter().any(|event| {
            event.at() <= now
                && event.method().is_explicit()
                && event.answers().any(|(_, answer)| answer == Answer::Granted)
        });
        let mut document = serde_json::to_value(&*scene.policy).unwrap();
        let (mut necessary, mut exempt) = (false, false);
        each_declaration(&mut document, |line| {
            if speaks_of(line, scene) {
                let is_exempt = |data_use: &Value| data_use.as_str().unwrap().parse::<DataUse>().unwrap().is_exempt();
                necessary |= is_necessary(line) && line["uses"].as_array().unwrap().iter().all(is_exempt);
                exempt |= line["exemptions"].as_array().unwrap().iter().any(|exemption| {
                    let ground: Ground = exemption["ground"].as_str().unwrap().parse().unwrap();
                    let met = exemption["met"].as_array().unwrap();
                    ground.conditions().iter().all(|condition: Condition| met.contains(&json!(condition.as_str())))
                });
            }
        });
        let known_region = scene.visit.regions.iter().any(Option::is_some);
        let grounds = [
            (Reason::StrictlyNecessary, necessary),
            (Reason::Consent, granted || scene.visit.signals.tcf().is_some()),
            (Reason::ExemptAudienceMeasurement, exempt),
            (Reason::ExemptStatistical, exempt),
            (Reason::ExemptAppearance, exempt),
            (Reason::ExemptUiCustomisation, exempt),
            (Reason::DefaultOptOut, known_region),
            (Reason::NoticeOnly, known_region),
        ];
        prop_assert!(grounds.contains(&(decision.reason(), true)), "{decision}");
        Ok(Some(decision))
    });
}

// ---------------------------------------------------------------------------------------------------------------- 4, 5

/// What a TC string does not say.
#[derive(Clone, Copy, Debug)]
enum Veto {
    Purpose(TcfPurpose),
    Vendors,
    /// Of the vendors that are known to Google alone.
    Providers,
    Valid,
}

/// Something that can only narrow.
#[derive(Clone, Debug)]
enum Restriction {
    Said(Item, Answer, i64),
    Gpc,
    Dnt,
    Gpp,
    /// A field on known children, for a band that begins at this age.
    KnownChild(u8),
    UsPrivacy,
    TcfVeto(Veto),
    OptOut(OptOutControl),
    Browser(BrowserMode),
    Forbidden(Value),
    Tightened(Value),
    Minor(u8),
    Category(Category),
    Use(DataUse),
    Region(Region),
}

fn restrictions(policy: &Arc<Policy>) -> impl Strategy<Value = Restriction> + use<> {
    use Restriction as R;
    let vendors = vendors(policy);
    let items = [Category::Performance, Category::Functionality, Category::Targeting].map(Item::from).into_iter();
    let items = items.chain(DataUse::ALL.iter().copied().map(Item::from));
    let items: Vec<Item> = items.chain(vendors.iter().map(|vendor| Item::Vendor(vendor.parse().unwrap()))).collect();
    let no = select(vec![Answer::Refused, Answer::Withdrawn, Answer::Objected]);
    let forbidden = |(kind, word): (&str, &str)| json!({ kind: word });
    let words = Category::ALL.iter().skip(1).map(|category| ("category", category.as_str()));
    let words = words.chain(DataUse::ALL.iter().filter(|u| !u.is_exempt()).map(|data_use| ("use", data_use.as_str())));
    let words = words.chain(vendors.iter().map(|vendor| ("vendor", vendor.as_str()))).chain([("cookie", "*_*")]);
    let vetoes = TcfPurpose::ALL.iter().copied().map(Veto::Purpose);
    let vetoes = vetoes.chain([Veto::Vendors; 6]).chain([Veto::Providers; 6]).chain([Veto::Valid; 6]);
    let programmes = Programme::ALL.iter().copied().map(OptOutControl::Programme);
    let controls = programmes.chain([OptOutControl::VendorTool, OptOutControl::GoogleAnalyticsAddOn]);
    let tightened = |(category, data_use): (Category, DataUse)| json!({"add_categories": [category], "add_uses": [data_use], "lifetime": "session"});
    prop_oneof![
        4 => (select(items), no, select(vec![0, -1, 1, -100_000])).prop_map(|(item, no, at)| R::Said(item, no, at)),
        3 => select(vec![R::Gpc, R::Dnt, R::Gpp, R::UsPrivacy]),
        2 => select(vetoes.collect::<Vec<_>>()).prop_map(R::TcfVeto),
        2 => select(controls.collect::<Vec<_>>()).prop_map(R::OptOut),
        1 => select(BrowserMode::ALL).prop_map(R::Browser),
        2 => select(words.map(forbidden).collect::<Vec<_>>()).prop_map(R::Forbidden),
        3 => (select(Category::ALL), select(DataUse::ALL)).prop_map(tightened).prop_map(R::Tightened),
        2 => (11_u8..=18).prop_map(R::Minor),
        2 => select(vec![0, 13, 16]).prop_map(R::KnownChild),
        1 => select(Category::ALL).prop_map(R::Category),
        1 => select(DataUse::ALL).prop_map(R::Use),
        1 => regions().prop_map(R::Region),
    ]
}

impl Restriction {
    fn name(&self) -> String {
        let text = format!("{self:?}");
        text.split('(').next().unwrap().to_owned()
    }

    /// Whether it is a matter of choices, signals, opt-outs, ages, regions or Members.
    const fn leaves_the_cookie_alone(&self) -> bool {
        !matches!(self, Self::Browser(_) | Self::Category(_) | Self::Use(_))
    }

    fn apply(&self, before: &Scene) -> Option<Scene> {
        let mut scene = before.clone();
        let visit = &mut scene.visit;
        match self {
            Self::Said(..) if scene.consent == StoredConsent::Unreadable => return None,
            Self::Said(item, answer, seconds) => {
                let at = visit.now + Duration::seconds(*seconds);
                scene.say(ConsentEvent::new(at, current(before)).saying(item.clone(), *answer));
            }
            Self::Gpc => visit.signals = visit.signals.clone().with_gpc(),
            Self::Dnt => visit.signals = visit.signals.clone().with_header(b"DNT", b"1"),
            Self::Gpp => {
                let opted_out = GppSignal::from_fields(&[OptOutField::OptedOut], true);
                visit.signals = visit.signals.clone().with_gpp(opted_out);
            }
            Self::KnownChild(lowest) => {
                visit.signals = visit.signals.clone().with_gpp(GppSignal::NONE.with_age(Age::Years(*lowest)));
            }
            Self::UsPrivacy => visit.signals = visit.signals.clone().with_us_privacy(UsPrivacySignal::OptedOut),
            Self::TcfVeto(veto) => {
                let tcf = vetoed(visit.signals.tcf().cloned(), *veto, visit.now);
                visit.signals = replaced(&visit.signals, "tcf", tcf);
            }
            Self::OptOut(control) => visit.opt_outs.push(OptOut {
                control: *control,
                covers: Coverage::AllParticipants,
                since: None,
                known_by: Provenance::Visitor,
            }),
            Self::Browser(_) if !matches!(visit.browser, BrowserMode::AcceptsAll) => {
                visit.browser = BrowserMode::BlocksAll;
            }
            Self::Browser(mode) => visit.browser = *mode,
            Self::Minor(age) => visit.age = visit.age.younger(Age::Years(*age)),
            Self::Region(_) if visit.regions.is_empty() => return None,
            Self::Region(region) => visit.regions.push(Some(*region)),
            Self::Forbidden(rule) => {
                scene.policy = edited(&before.policy, |document| {
                    each(document, "members").for_each(|m| m["forbids"].as_array_mut().unwrap().push(rule.clone()));
                })?;
            }
            Self::Tightened(rule) => {
                scene.policy = edited(&before.policy, |document| {
                    let meant = each(document, "declarations").find(|line| speaks_of(line, before));
                    let Some(name) = meant.map(|line| line["name"].clone()) else { return };
                    let mut rule = rule.clone();
                    rule["name"] = name;
                    for member in each(document, "members") {
                        let tightens = member["tightens"].as_array_mut().unwrap();
                        tightens.push(rule.clone());
                    }
                })?;
            }
            Self::Category(category) => scene.policy = widened(before, "categories", category.as_str())?,
            Self::Use(data_use) => scene.policy = widened(before, "uses", data_use.as_str())?,
        }
        Some(scene)
    }
}

/// A TC string that grants everything.
fn granting(now: UtcDateTime) -> Tcf {
    let consented = |id| TcfVendor { id, consented: true, disclosed: true, restricted: TcfPurposes::EMPTY };
    Tcf {
        last_updated: now - Duration::DAY,
        policy_version: 5,
        service_specific: true,
        purpose_one_treatment: false,
        has_disclosed_vendors: true,
        purposes: TcfPurposes::ALL,
        vendors: (1..=3).map(consented).collect(),
        additional_consent: Some(vec![70, 89, 93]),
    }
}

/// A TC string without something: that of the visit, or one that grants everything else.
fn vetoed(tcf: Option<Tcf>, veto: Veto, now: UtcDateTime) -> Tcf {
    let is_new = tcf.is_none();
    let mut tcf = tcf.unwrap_or_else(|| granting(now));
    match veto {
        // any other purpose may not be needed, and a string without it grants the rest
        Veto::Purpose(_) if is_new => tcf.purposes = tcf.purposes.without(TcfPurpose::P1),
        Veto::Purpose(purpose) => tcf.purposes = tcf.purposes.without(purpose),
        // a string that lacks one kind of vendors would grant the cookies of the other
        Veto::Vendors | Veto::Providers if is_new => {
            tcf.vendors.clear();
            tcf.additional_consent = Some(Vec::new());
        }
        Veto::Vendors => tcf.vendors.iter_mut().for_each(|vendor| vendor.consented = false),
        Veto::Providers => tcf.additional_consent = Some(Vec::new()),
        Veto::Valid => tcf.service_specific = false,
    }
    tcf
}

/// A category or use more, for all declarations that speak of the cookie.
fn widened(scene: &Scene, list: &str, word: &str) -> Option<Arc<Policy>> {
    edited(&scene.policy, |document| {
        each_declaration(document, |line| {
            let words = line[list].as_array().unwrap().iter();
            let mut words: Vec<_> = words.filter(|known| **known != word).cloned().collect();
            words.push(json!(word));
            if speaks_of(line, scene) {
                line[list] = words.into();
            }
        });
    })
}

#[test]
fn strictly_necessary_is_out_of_reach() {
    law(
        "strictly_necessary_is_out_of_reach",
        |policy| vec(restrictions(policy).prop_filter("others", Restriction::leaves_the_cookie_alone), 0..3),
        |scene, restrictions| {
            let mut scene = scene.clone();
            let necessary = Declaration::new("sn-1", Category::StrictlyNecessary);
            scene.policy = Arc::new(scene.policy.source().clone().declare(necessary).build().unwrap());
            scene.cookie.name = "sn-1".to_owned();
            scene.cookie.party = cookie_consent::cookie::Party::First;
            scene.cookie.storage = Storage::Cookie;
            for restriction in restrictions {
                scene = restriction.apply(&scene).unwrap_or(scene);
            }
            let decision = scene.decide();
            let by_the_browser = decision.feasibility() == Feasibility::Blocked(decision.reason());
            prop_assert!(decision.is_allowed() || by_the_browser, "{decision}");
            prop_assert_eq!(decision.permission(), Reason::StrictlyNecessary);
            Ok(Some(decision))
        },
    );
}

#[test]
fn restrictions_never_allow_more() {
    let bites: RefCell<BTreeMap<String, u32>> = RefCell::default();
    law(
        "restrictions_never_allow_more",
        |policy| vec(restrictions(policy), 4..=8),
        |scene, restrictions| {
            for restriction in restrictions {
                let Some(narrower) = restriction.apply(scene) else { continue };
                let (before, after) = (scene.decide(), narrower.decide());
                prop_assert!(before.is_allowed() || !after.is_allowed(), "{restriction:?}: {before}, then {after}");
                prop_assert!(!after.is_allowed() || longest(&after) <= longest(&before), "{restriction:?}");
                let bite = u32::from(before.is_allowed() && !after.is_allowed());
                *bites.borrow_mut().entry(restriction.name()).or_default() += bite;
            }
            Ok(Some(scene.decide()))
        },
    );
    let bites = bites.into_inner();
    println!("turned to deny: {bites:?}");
    assert!(bites.len() == 15 && bites.values().all(|count| *count > 0), "a kind never matters: {bites:?}");
}

/// What a set of strings says, one of each kind, each drawn apart from the others.
#[derive(Clone, Debug)]
struct Strings {
    gpp: GppSignal,
    us_privacy: UsPrivacySignal,
    veto: Option<Veto>,
    additional_consent: Option<Vec<u32>>,
    is_older: bool,
}

fn strings() -> impl Strategy<Value = Strings> {
    let fields = prop_oneof![3 => Just(OptOutField::DidNotOptOut), 1 => Just(OptOutField::OptedOut)];
    let ages = prop_oneof![3 => Just(Age::Unknown), 1 => select(vec![0, 13, 16]).prop_map(Age::Years)];
    let gpp = (fields, proptest::bool::weighted(0.1), ages)
        .prop_map(|(field, gpc, age)| GppSignal::from_fields(&[field], gpc).with_age(age));
    let us_privacy = [UsPrivacySignal::None, UsPrivacySignal::DidNotOptOut, UsPrivacySignal::OptedOut];
    let us_privacy = select(us_privacy.to_vec());
    let vetoes = TcfPurpose::ALL.iter().copied().map(Veto::Purpose).chain([Veto::Vendors; 3]).chain([Veto::Valid; 3]);
    let veto = proptest::option::weighted(0.3, select(vetoes.collect::<Vec<_>>()));
    let providers = prop_oneof![4 => Just(Some(vec![70, 89, 93])), 1 => Just(Some(vec![])), 1 => Just(None)];
    (gpp, us_privacy, veto, providers, proptest::bool::weighted(0.2)).prop_map(
        |(gpp, us_privacy, veto, additional_consent, is_older)| Strings {
            gpp,
            us_privacy,
            veto,
            additional_consent,
            is_older,
        },
    )
}

impl Strings {
    fn tcf(&self, now: UtcDateTime) -> Tcf {
        let granting = Tcf { additional_consent: self.additional_consent.clone(), ..granting(now) };
        let tcf = self.veto.map_or(granting.clone(), |veto| vetoed(Some(granting), veto, now));
        Tcf { last_updated: tcf.last_updated - Duration::days(i64::from(self.is_older)), ..tcf }
    }

    /// These signals and what the strings say. A TC string can grant where there was none, so there is always one.
    fn added_to(&self, signals: Signals, now: UtcDateTime) -> Signals {
        signals.with_gpp(self.gpp).with_us_privacy(self.us_privacy).with_tcf(self.tcf(now))
    }
}

/// Signals that are added are united with those that are there, and none is replaced.
#[test]
fn signals_together_allow_only_what_each_allows() {
    let bites = Cell::new(0_u32);
    law(
        "signals_together_allow_only_what_each_allows",
        |_| vec((strings(), strings()), 1..=4),
        |scene, pairs| {
            let visit = scene.visit();
            let now = visit.now();
            let ask = |signals: Signals| {
                let said = Visit::new(now, visit.place(), signals, visit.opt_outs(), visit.browser(), visit.age())
                    .recognised(visit.recognised_subjects());
                let said = scene.visit.regions.iter().fold(said, |said, region| match region {
                    Some(region) => said.region(*region),
                    None => said.unknown_region(),
                });
                decide(&scene.policy, &said, scene.consent(), &scene.cookie())
            };
            for (one, two) in pairs {
                let alone = [&one, &two].map(|strings| ask(strings.added_to(Signals::NONE, now)));
                let signals = two.added_to(one.added_to(Signals::NONE, now), now);
                prop_assert_eq!(&signals, &one.added_to(two.added_to(Signals::NONE, now), now));
                prop_assert_eq!(&signals, &two.added_to(signals.clone(), now), "the same again");
                let together = ask(signals);
                for alone in alone {
                    prop_assert!(alone.is_allowed() || !together.is_allowed(), "{alone}, and together {together}");
                    prop_assert!(!together.is_allowed() || longest(&together) <= longest(&alone));
                }
                increment(&bites, alone[0].is_allowed() != alone[1].is_allowed());
            }
            Ok(Some(scene.decide()))
        },
    );
    println!("{} pairs of which one alone allows", bites.get());
    assert!(bites.get() > 100, "{} pairs of which one alone allows: this proves nothing", bites.get());
}

// ---------------------------------------------------------------------------------------------------------------- 6, 7

/// Every Member declares the site's cookie too, with the exemptions that the site no longer claims for it.
fn with_exemptions_of_members_alone(scene: &Scene) -> Option<Arc<Policy>> {
    edited(&scene.policy, |document| {
        let mut meant = Vec::new();
        for line in each(document, "declarations").filter(|line| !is_necessary(line) && speaks_of(line, scene)) {
            meant.push(line.clone());
            line["exemptions"] = json!([]);
        }
        for member in each(document, "members") {
            let own = member["declarations"].as_array_mut().unwrap();
            own.retain(|line| !speaks_of(line, scene));
            own.extend(meant.iter().filter(|line| line["trust"] == "reviewed").cloned());
        }
    })
}

#[test]
fn members_only_narrow() {
    law(
        "members_only_narrow",
        |_| any::<bool>(),
        |scene, exempt_on_members_pages| {
            let mut on_site = scene.clone();
            if let Some(policy) = with_exemptions_of_members_alone(scene).filter(|_| exempt_on_members_pages) {
                on_site.policy = policy;
                on_site.consent = StoredConsent::Absent;
            }
            on_site.visit.place = OwnedPlace::Site;
            let there = on_site.decide();
            if is_declared(&on_site, true) {
                for member in ["unix", "vie", "nobody"] {
                    let mut on_members = on_site.clone();
                    on_members.visit.place = OwnedPlace::Member(member.to_owned());
                    let here = on_members.decide();
                    prop_assert!(!here.is_allowed() || longest(&here) <= longest(&there), "longer on {member}");
                    prop_assert!(
                        there.is_allowed() || !here.is_allowed(),
                        "{there} on the site, {here} on the pages of {member}"
                    );
                }
            }
            Ok(Some(there))
        },
    );
}

#[test]
fn time_never_heals() {
    let ages = |_: &_| (select(vec![0, 1, 86_400, 2_678_400, 17_280_000, 40_000_000]), 0_u32..4);
    law("time_never_heals", ages, |scene, (seconds, versions)| {
        // a record above the policy's own version is stale, and a lower one may not be: a rollback is no matter of age
        if scene.history.events().iter().any(|event| event.version() > current(scene)) {
            return Ok(None);
        }
        let lowest = scene.history.events().iter().map(|event| event.version().number()).min().unwrap_or(0);
        let young = happened(scene, Clone::clone);
        let old = happened(scene, |event| {
            let version = PolicyVersion::new(event.version().number() - versions.min(lowest));
            retold(event, event.at() - Duration::seconds(seconds), version, |_| true, event.gpc())
        });
        let (young, old) = (young.decide(), old.decide());
        prop_assert!(young.is_allowed() || !old.is_allowed(), "{young}, and when older {old}");
        Ok(Some(young))
    });
}

// ------------------------------------------------------------------------------------------------------------------- 8

/// What is refused.
#[derive(Clone, Copy, Debug)]
enum Refused {
    Categories,
    Sale,
    Vendors,
}

/// What does not end a refusal.
#[derive(Clone, Debug)]
enum Aftermath {
    Years(i64),
    Edit,
    FutureGrant,
    Implied(Method),
    WrongSubject(SubjectKind),
    Unreadable,
}

impl Aftermath {
    fn apply(&self, scene: &mut Scene) {
        let now = scene.visit.now;
        let version = current(scene);
        let yes = |at| ConsentEvent::accept_all(at, version).saying(Item::SALE_OR_SHARE, Answer::Granted);
        match self {
            Self::Years(years) => scene.visit.now += Duration::days(365 * years),
            Self::Edit => {
                let last = scene.policy.source().clone();
                let version = Version::new(99, Date::MAX).material(Category::Targeting);
                let other = Declaration::new("another-cookie", Category::Targeting);
                scene.policy = Arc::new(last.version(version).declare(other).build().unwrap());
            }
            Self::FutureGrant => scene.say(yes(now + Duration::SECOND)),
            Self::Implied(method) => {
                scene.say(yes(now).through(*method));
                scene.visit.now += Duration::SECOND;
            }
            Self::WrongSubject(subject) => {
                // a browser's grant may count for an account that is recognised in it
                scene.visit.recognised = match subject {
                    SubjectKind::Browser => Recognised::NOBODY,
                    SubjectKind::Account => scene.visit.recognised.without(*subject),
                };
                scene.visit.now += Duration::DAY;
                scene.say(yes(scene.visit.now).on(*subject));
            }
            Self::Unreadable => scene.consent = StoredConsent::Unreadable,
        }
    }
}

#[test]
fn refusals_outlive() {
    let aftermaths = |_: &_| {
        let aftermath = select(vec![
            Aftermath::Years(1),
            Aftermath::Years(30),
            Aftermath::Edit,
            Aftermath::FutureGrant,
            Aftermath::Implied(Method::ImpliedByUse),
            Aftermath::Implied(Method::Signal),
            Aftermath::WrongSubject(SubjectKind::Browser),
            Aftermath::WrongSubject(SubjectKind::Account),
            Aftermath::Unreadable,
        ]);
        let no = select(vec![Answer::Refused, Answer::Withdrawn, Answer::Objected]);
        (aftermath, no, select(SubjectKind::ALL), select(vec![Refused::Categories, Refused::Sale, Refused::Vendors]))
    };
    law("refusals_outlive", aftermaths, |scene, (aftermath, no, subject, of_what)| {
        let mut refused = happened(scene, Clone::clone);
        let refusal = ConsentEvent::new(scene.visit.now, current(scene)).on(subject);
        let items: Vec<Item> = match of_what {
            Refused::Categories => CategorySet::NON_ESSENTIAL.iter().map(Item::from).collect(),
            Refused::Sale => vec![Item::SALE_OR_SHARE],
            Refused::Vendors => vendors(&scene.policy).iter().map(|id| Item::Vendor(id.parse().unwrap())).collect(),
        };
        let refusal = items.into_iter().fold(refusal, |event, item| event.saying(item, no));
        refused.say(refusal);
        let decision = refused.decide();
        // what is consulted says what kind of cookie it is
        let kind = match of_what {
            Refused::Categories => Input::Consent,
            Refused::Sale => Input::Gpc,
            Refused::Vendors => Input::OptOuts,
        };
        if decision.consulted().contains(kind) {
            prop_assert!(!decision.is_allowed(), "{decision}, and {no} were {of_what:?}");
            let mut after = refused.clone();
            aftermath.apply(&mut after);
            let later = after.decide();
            prop_assert!(!later.is_allowed(), "{decision}, and after {aftermath:?} {later}");
        }
        Ok(Some(scene.decide()))
    });
}

// --------------------------------------------------------------------------------------------------------------- 9, 10

/// An enabling fact that is left out.
#[derive(Clone, Copy, Debug)]
enum Omitted {
    Consent,
    Override,
    Recognition,
    Regions,
    Exemptions,
    ClearedRisks,
    Delegations,
}

impl Omitted {
    fn apply(self, before: &Scene) -> Option<Scene> {
        let mut scene = before.clone();
        match self {
            Self::Consent => {
                scene = retelling(before, |event| {
                    Some(retold(event, event.at(), event.version(), Answer::is_refusal, event.gpc()))
                });
            }
            Self::Override => {
                scene = retelling(before, |event| {
                    let gpc = if event.gpc() == GpcSeen::Off { GpcSeen::Off } else { GpcSeen::On };
                    Some(retold(event, event.at(), event.version(), |_| true, gpc))
                });
            }
            Self::Recognition => scene.visit.recognised = Recognised::NOBODY,
            Self::Regions => scene.visit.regions.clear(),
            Self::Exemptions => scene.policy = without(before, "exemptions")?,
            Self::ClearedRisks => scene.policy = without(before, "absent_risks")?,
            Self::Delegations => {
                scene.policy = edited(&before.policy, |document| {
                    document["delegations"] = json!([]);
                    for member in each(document, "members") {
                        member["declarations"].as_array_mut().unwrap().retain(|line| !is_necessary(line));
                    }
                })?;
            }
        }
        Some(scene)
    }
}

fn without(scene: &Scene, list: &str) -> Option<Arc<Policy>> {
    edited(&scene.policy, |document| each_declaration(document, |line| line[list] = json!([])))
}

/// What a region decides on, beside what is left out.
#[derive(Clone, Copy, Debug)]
enum Beside {
    Nothing,
    Tcf,
    Gpc,
    Minor,
    KnownChild,
}

#[test]
fn omission_never_allows_more() {
    let omitted = |_: &_| {
        let omitted = select(vec![
            Omitted::Consent,
            Omitted::Override,
            Omitted::Recognition,
            Omitted::Regions,
            Omitted::Regions,
            Omitted::Regions,
            Omitted::Exemptions,
            Omitted::ClearedRisks,
            Omitted::Delegations,
        ]);
        (omitted, select(vec![Beside::Nothing, Beside::Tcf, Beside::Gpc, Beside::Minor, Beside::KnownChild]))
    };
    law("omission_never_allows_more", omitted, |scene, (omitted, beside)| {
        let mut scene = scene.clone();
        match beside {
            Beside::Nothing => {}
            Beside::Tcf => {
                let tcf = granting(scene.visit.now);
                scene.visit.signals = replaced(&scene.visit.signals, "tcf", tcf);
                scene.consent = StoredConsent::Absent;
            }
            Beside::Gpc => scene.visit.signals = scene.visit.signals.with_gpc(),
            Beside::Minor => scene.visit.age = Age::Years(15),
            Beside::KnownChild => {
                scene.visit.signals = scene.visit.signals.with_gpp(GppSignal::NONE.with_age(Age::Years(13)));
            }
        }
        let decision = scene.decide();
        if let Some(less) = omitted.apply(&scene) {
            let less = less.decide();
            prop_assert!(decision.is_allowed() || !less.is_allowed(), "{decision}, without {omitted:?} {less}");
        }
        Ok(Some(decision))
    });
}

/// A visitor answers every question as `decide` and the prompt do, in every field, however it
/// came by its facts: those that enable are added one after the other here.
#[test]
fn visitor_answers_as_decide() {
    law("visitor_answers_as_decide", nothing, |scene, ()| {
        let (visit, consent) = (scene.visit(), scene.consent());
        let bare = Visit::new(
            visit.now(),
            visit.place(),
            visit.signals().clone(),
            visit.opt_outs(),
            BrowserMode::BlocksAll,
            visit.age(),
        );
        let visitor = scene.policy.visitor(bare, consent).browser(visit.browser());
        let visitor = scene.visit.regions.iter().fold(visitor, |visitor, region| match region {
            Some(region) => visitor.region(*region),
            None => visitor.unknown_region(),
        });
        let visitor = visitor.recognised(visit.recognised_subjects());
        prop_assert_eq!(visitor.visit(), &visit);
        prop_assert_eq!((visitor.consent(), visitor.policy()), (consent, &*scene.policy));
        prop_assert_eq!(visitor.prompt(), scene.policy.prompt(&visit, consent));
        // the same visitor is asked about every cookie that the site declares, as well as this one
        let mut document = serde_json::to_value(&*scene.policy).unwrap();
        let names = each(&mut document, "declarations").filter_map(|line| line["name"].as_str());
        for cookie in names.map(|name| Cookie { name, ..scene.cookie() }).chain([scene.cookie()]) {
            prop_assert_eq!(visitor.decide(&cookie), decide(&scene.policy, &visit, consent, &cookie));
        }
        Ok(Some(scene.decide()))
    });
}

/// Part of law 9: a code that names no place says no more than what is left without it, beside whatever else is known.
#[test]
fn a_region_that_names_no_place_is_left_out() {
    let pairs = [("XX", ""), ("ZZ", ""), ("EU", ""), ("XX-CA", ""), ("US-ZZ", "US"), ("US-CAL", "US"), ("CA-XX", "CA")];
    let pairs = |_: &_| (select(pairs.to_vec()), any::<bool>());
    law("a_region_that_names_no_place_is_left_out", pairs, |scene, ((code, left), alone)| {
        let within = |code: &str| {
            let mut scene = scene.clone();
            scene.visit.regions.truncate(if alone { 0 } else { 2 });
            scene.visit.regions.push(code.parse().ok());
            scene
        };
        let (named, left) = (within(code), within(left));
        let decision = named.decide();
        prop_assert_eq!(decision, left.decide());
        let prompt = |scene: &Scene| scene.policy.prompt(&scene.visit(), scene.consent());
        prop_assert_eq!(prompt(&named), prompt(&left));
        Ok(Some(decision))
    });
}

/// Every grant of one category that can be given at one instant, as far as it can matter which.
fn grants_at_one_instant() -> Vec<ConsentEvent> {
    let mut grants = Vec::new();
    for actor in [Actor::Visitor, Actor::Parent] {
        for subject in SubjectKind::ALL {
            for (version, method) in [(1, Method::Banner), (2, Method::Banner), (1, Method::PreferenceCentre)] {
                for gpc in GpcSeen::ALL {
                    let event = ConsentEvent::new(UtcDateTime::UNIX_EPOCH, PolicyVersion::new(version));
                    let event = event.by(actor).on(*subject).through(method).seeing_gpc(*gpc);
                    grants.push(event.saying(Category::Targeting.into(), Answer::Granted));
                }
            }
        }
    }
    grants
}

/// By whom and for which subject has no order of strictness: which of two grants is kept may not hang on whether one of
/// them was given despite Global Privacy Control, or leaving that out would let the other one hold.
#[test]
fn of_grants_at_one_instant_no_override_chooses_which_is_kept() {
    let kept = |events: &[&ConsentEvent]| {
        let history: History = events.iter().copied().cloned().collect();
        history.record().category(Category::Targeting).grant.unwrap()
    };
    let grants = grants_at_one_instant();
    let unseen = |event: &ConsentEvent| event.clone().seeing_gpc(GpcSeen::On);
    for one in &grants {
        for two in &grants {
            let both = kept(&[one, two]);
            assert_eq!(kept(&[two, one]), both);
            assert_eq!(kept(&[one, two, one]), both, "told twice");
            for without in [kept(&[&unseen(one), two]), kept(&[one, &unseen(two)]), kept(&[&unseen(one), &unseen(two)])]
            {
                let despite_gpc = both.despite_gpc && without.despite_gpc;
                let mut weaker = both;
                weaker.despite_gpc = despite_gpc;
                assert_eq!(without, weaker, "{one:?} and {two:?}");
            }
            // it is the grant of one of them, and where both could have given it, as weak as each
            let given: Vec<_> = [one, two].into_iter().map(|event| kept(&[event])).collect();
            let whose = |grant: &&Grant| (grant.actor, grant.subject) == (both.actor, both.subject);
            let theirs: Vec<_> = given.iter().filter(whose).collect();
            assert_eq!(Some(both.version), theirs.iter().map(|grant| grant.version).min());
            assert_eq!(both.despite_gpc, theirs.iter().all(|grant| grant.despite_gpc));
            assert_eq!(Some(both.method), theirs.iter().map(|grant| grant.method).min());
        }
    }
    // of three, told in every order
    for (at, one) in grants.iter().enumerate().step_by(5) {
        for (next, two) in grants.iter().enumerate().skip(at).step_by(3) {
            for three in grants.iter().skip(next) {
                let kept: BTreeSet<_> = [[one, two, three], [one, three, two], [two, one, three], [two, three, one]]
                    .into_iter()
                    .chain([[three, one, two], [three, two, one]])
                    .map(|events| kept(&events))
                    .collect();
                assert_eq!(kept.len(), 1, "{kept:?}");
            }
        }
    }
}

#[test]
fn order_is_irrelevant() {
    fn turned<T: Clone>(items: &[T], by: usize) -> Vec<T> {
        let mut turned = items.to_vec();
        if by % 2 == 1 {
            turned.reverse();
        } else {
            turned.rotate_left(by / 2 % items.len().max(1));
        }
        turned
    }
    fn turn_all(value: &mut Value, by: usize) {
        if let Some(list) = value.as_array_mut() {
            *list = turned(list, by);
            for item in list {
                turn_all(item, by);
            }
        } else if let Some(map) = value.as_object_mut() {
            for item in map.values_mut() {
                turn_all(item, by);
            }
        }
    }
    law(
        "order_is_irrelevant",
        |_| 1_usize..6,
        |scene, by| {
            let mut one = scene.clone();
            let lines: Vec<_> =
                ["0", "1", "", "1 ", "x"].into_iter().take(by).map(|value| ("Sec-GPC", value)).collect();
            prop_assert_eq!(Signals::from_headers(lines.clone()), Signals::from_headers(turned(&lines, by)));
            let mut other = one.clone();
            if let StoredConsent::Given(record) = &scene.consent {
                let history: History = turned(scene.history.events(), by).into_iter().collect();
                prop_assert_eq!(&history.record(), record);
                other.tell(history);
            }
            let visit = &mut other.visit;
            visit.regions = turned(&visit.regions, by);
            visit.opt_outs = turned(&visit.opt_outs, by);
            other.policy = edited(&one.policy, |document| turn_all(document, by)).expect("the same policy");
            prop_assert_eq!(&one.policy, &other.policy);
            prop_assert_eq!(one.decide(), other.decide());
            // at one instant a refusal wins, whichever is told first
            let yes = ConsentEvent::accept_all(scene.visit.now, current(scene));
            let no = ConsentEvent::reject_all(scene.visit.now, current(scene));
            let both =
                |first: &ConsentEvent, then: &ConsentEvent| History::from_iter([first.clone(), then.clone()]).record();
            prop_assert_eq!(both(&yes, &no), both(&no, &yes));
            one.tell([yes, no].into_iter().collect());
            let decision = one.decide();
            let out_of_reach = matches!(decision.permission(), Reason::StrictlyNecessary);
            prop_assert!(!decision.is_allowed() || out_of_reach, "{decision}");
            Ok(Some(scene.decide()))
        },
    );
}

// -------------------------------------------------------------------------------------------------------------- 11, 12

#[test]
fn stricter_regime_never_allows_more() {
    let rules = |_: &_| {
        select(vec![
            Rule::Requires(Requirement::OptOut),
            Rule::Requires(Requirement::OptIn),
            Rule::RequiresFor(Category::Performance, Requirement::OptIn),
            Rule::Requires(Requirement::Forbidden),
            Rule::OptInIf(Category::Targeting.into(), Risk::Sensitive),
            Rule::ForbiddenIf(CategorySet::NON_ESSENTIAL, Risk::Sensitive),
            Rule::HonoursGpc(true),
            Rule::NoExemption,
            Rule::ConsentLasts(Months::new(1)),
            Rule::OverrideLasts(Months::new(1)),
            Rule::MinorsNeedOptIn { below: 18, reach: Reach::CoveredUses },
            Rule::MinorsNeedOptIn { below: 15, reach: Reach::EveryUse },
            Rule::MinorsNeedParent { below: 18, reach: Reach::Consent },
            Rule::MinorsNeedParent { below: 18, reach: Reach::ThirdParties },
            Rule::MinorsProhibited { below: 18, reach: Reach::CoveredUses },
            Rule::MinorsProhibited { below: 16, reach: Reach::EveryUse },
        ])
    };
    let bites = Cell::new(0);
    law("stricter_regime_never_allows_more", rules, |scene, rule| {
        let decision = scene.decide();
        let jurisdiction = |region: &Option<Region>| region.map_or(Jurisdiction::Unknown, Jurisdiction::Region);
        let regions = scene.visit.regions.iter().map(jurisdiction);
        let regions: Vec<_> =
            if scene.visit.regions.is_empty() { vec![Jurisdiction::Unknown] } else { regions.collect() };
        for jurisdiction in regions {
            let mut strict = scene.clone();
            let source = scene.policy.source().clone();
            let Ok(policy) = source.override_law(LawOverride::stricter(jurisdiction, rule)).build() else { continue };
            strict.policy = Arc::new(policy);
            let strict = strict.decide();
            prop_assert!(decision.is_allowed() || !strict.is_allowed(), "{decision}, under {rule:?} {strict}");
            increment(&bites, decision.is_allowed() && !strict.is_allowed());
        }
        Ok(Some(decision))
    });
    assert!(bites.get() > 20, "stricter law denied only {} more", bites.get());
}

#[test]
fn valid_until_is_honest() {
    let changes = Cell::new(0);
    let prompts = Cell::new(0);
    law(
        "valid_until_is_honest",
        |_| 0.0..1.0_f64,
        |scene, share| {
            let decision = scene.decide();
            let now = scene.visit.now;
            let at = |instant| {
                let mut later = scene.clone();
                later.visit.now = instant;
                later.decide()
            };
            let ask = |instant| {
                let mut later = scene.clone();
                later.visit.now = instant;
                scene.policy.prompt(&later.visit(), later.consent())
            };
            let (prompt, share_of) = (ask(now), |end: UtcDateTime| now + (end - now) * share);
            let end = prompt.valid_until();
            prop_assert!(end.is_none_or(|end| end > now));
            let last = end.unwrap_or(now + Duration::days(36_500));
            for instant in [now + Duration::NANOSECOND, share_of(last), last - Duration::NANOSECOND] {
                if (now..last).contains(&instant) {
                    prop_assert_eq!(ask(instant), prompt, "at {} of {}", instant, last);
                }
            }
            increment(&prompts, end.is_some_and(|end| ask(end).ask() != prompt.ask()));
            let end = decision.valid_until();
            prop_assert!(end.is_none_or(|end| end > now));
            let last = end.unwrap_or(now + Duration::days(36_500));
            let between = share_of(last);
            for instant in [
                now + Duration::NANOSECOND,
                now + Duration::SECOND,
                between,
                last - Duration::SECOND,
                last - Duration::NANOSECOND,
            ] {
                if (now..last).contains(&instant) {
                    prop_assert_eq!(at(instant), decision, "at {} of {}", instant, last);
                }
            }
            if let Some(end) = end {
                increment(&changes, at(end).reasons() != decision.reasons());
            }
            Ok(Some(decision))
        },
    );
    assert!(changes.get() > 50, "only {} answers changed when they were no longer valid", changes.get());
    assert!(prompts.get() > 50, "only {} prompts changed when they were no longer valid", prompts.get());
}

// ------------------------------------------------------------------------------------------------------------------ 13

/// A scene with one input of another.
fn with_input(scene: &Scene, input: Input, other: &Scene) -> Scene {
    let mut changed = scene.clone();
    let (visit, other_visit) = (&mut changed.visit, other.visit.clone());
    match input {
        Input::Now => visit.now = other_visit.now,
        Input::Place => visit.place = other_visit.place,
        Input::Region => visit.regions = other_visit.regions,
        Input::Consent => changed.consent = other.consent.clone(),
        Input::Recognised => visit.recognised = other_visit.recognised,
        Input::Gpc => {
            let signals = replaced(&visit.signals, "gpc", other_visit.signals.gpc());
            visit.signals = replaced(&signals, "malformed", other_visit.signals.malformed());
        }
        Input::Dnt => {
            let signals = replaced(&visit.signals, "dnt", other_visit.signals.dnt());
            visit.signals = replaced(&signals, "malformed", other_visit.signals.malformed());
        }
        Input::Gpp => {
            let gpp = serde_json::to_value(&other_visit.signals).unwrap()["gpp"].take();
            visit.signals = replaced(&visit.signals, "gpp", gpp);
        }
        Input::UsPrivacy => {
            visit.signals = replaced(&visit.signals, "us_privacy", other_visit.signals.us_privacy());
        }
        Input::Tcf => visit.signals = replaced(&visit.signals, "tcf", other_visit.signals.tcf()),
        Input::OptOuts => visit.opt_outs = other_visit.opt_outs,
        Input::Browser => visit.browser = other_visit.browser,
        Input::Age => visit.age = other_visit.age,
        other => panic!("{other} is new"),
    }
    changed
}

#[test]
fn consulted_is_honest() {
    let matters: RefCell<BTreeMap<Input, u32>> = RefCell::default();
    let prompts: RefCell<BTreeMap<Input, u32>> = RefCell::default();
    law(
        "consulted_is_honest",
        |policy| scenes_of(policy.clone()),
        |scene, other| {
            let decision = scene.decide();
            let prompt = scene.policy.prompt(&scene.visit(), scene.consent());
            for input in Input::ALL {
                let changed = with_input(scene, *input, &other);
                let asked = scene.policy.prompt(&changed.visit(), changed.consent());
                if prompt.consulted().contains(*input) {
                    *prompts.borrow_mut().entry(*input).or_default() += u32::from(asked.ask() != prompt.ask());
                } else {
                    prop_assert_eq!(asked, prompt, "{} was not consulted for the prompt", input);
                }
                let changed = changed.decide();
                if decision.consulted().contains(*input) {
                    *matters.borrow_mut().entry(*input).or_default() += u32::from(changed != decision);
                } else {
                    prop_assert_eq!(changed, decision, "{} was not consulted", input);
                }
            }
            Ok(Some(decision))
        },
    );
    let matters = matters.into_inner();
    println!("changed the answer: {matters:?}");
    assert!(matters.len() == Input::ALL.len() && matters.values().all(|count| *count > 0), "{matters:?}");
    let prompts = prompts.into_inner();
    println!("changed the prompt: {prompts:?}");
    assert!(prompts.len() == 7 && prompts.values().all(|count| *count > 0), "{prompts:?}");
}

// -------------------------------------------------------------------------------------------------------------- 14, 15

#[test]
fn round_trips() {
    law("round_trips", nothing, |scene, ()| {
        let mut again = scene.clone();
        let policy = serde_json::to_string(&*scene.policy).unwrap();
        again.policy = Arc::new(serde_json::from_str(&policy).unwrap());
        prop_assert_eq!(&again.policy, &scene.policy);
        prop_assert_eq!(serde_json::to_string(&*again.policy).unwrap(), policy);
        let facts = serde_json::to_string(&(&scene.visit, &scene.consent, &scene.cookie)).unwrap();
        (again.visit, again.consent, again.cookie) = serde_json::from_str(&facts).unwrap();
        prop_assert_eq!(&again, scene);
        if let StoredConsent::Given(record) = &scene.consent {
            let log = serde_json::to_string(&scene.history).unwrap();
            again.tell(serde_json::from_str(&log).unwrap());
            prop_assert_eq!(&again.consent, &scene.consent);
            let text = record.to_string();
            prop_assert_eq!(&text.parse::<ConsentRecord>().unwrap(), record);
            let is_cookie_octet = |byte| matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e);
            prop_assert!(text.bytes().all(is_cookie_octet), "{text}");
            let of_categories_only = record.data_uses().next().is_none() && record.vendors().next().is_none();
            prop_assert!(!of_categories_only || text.len() <= 200, "{} bytes: {text}", text.len());
            let newer = text.replacen('1', "2", 1);
            prop_assert_eq!(newer.parse::<ConsentRecord>(), Err(RecordError::UnsupportedVersion('2')));
        }
        prop_assert_eq!(again.decide(), scene.decide());
        Ok(Some(again.decide()))
    });
}

#[test]
fn explains_itself() {
    let codes: BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.code()).collect();
    assert_eq!(codes.len(), Reason::ALL.len(), "two reasons share a code");
    let reached = Cell::new(ReasonSet::EMPTY);
    law("explains_itself", nothing, |scene, ()| {
        let decision = scene.decide();
        let (reason, reasons) = (decision.reason(), decision.reasons());
        prop_assert!(reasons.contains(reason) && reasons.contains(decision.permission()), "{decision:?}");
        prop_assert_eq!(decision.verdict(), reason.verdict());
        let mut denials = reasons.iter().filter(|reason| reason.verdict() == Verdict::Deny);
        prop_assert_eq!(decision.is_allowed(), denials.next().is_none(), "{:?}", decision);
        if decision.feasibility() == Feasibility::Feasible && !decision.is_allowed() {
            prop_assert_eq!(reasons.iter().find(|reason| reason.verdict() == Verdict::Deny), Some(reason));
        }
        prop_assert!(reason.explanation().ends_with('.'));
        prop_assert_eq!(decision.to_string(), format!("{}: {}", decision.verdict(), reason.code()));
        reached.set(reached.get().union(reasons));
        Ok(Some(decision))
    });
    let missing: Vec<_> = Reason::ALL.iter().filter(|reason| !reached.get().contains(**reason)).collect();
    assert!(missing.is_empty(), "never reached: {missing:?}");
}

// ------------------------------------------------------------------------------------------------------------------ 16

#[test]
fn past_is_replayable() {
    law(
        "past_is_replayable",
        |policy| scenes_of(policy.clone()),
        |scene, other| {
            let now = scene.visit.now;
            let known: History = scene.history.events().iter().filter(|event| event.at() <= now).cloned().collect();
            let mut longer = History::EMPTY;
            // what was said since, in any order with what was known
            let since = other.history.events().iter().filter(|event| event.at() > now);
            longer.extend(since.cloned());
            longer.extend(scene.history.events().iter().rev().cloned());
            let mut then = known.events().to_vec();
            then.reverse();
            let then: History = then.into_iter().collect();
            prop_assert_eq!(longer.record_at(now), then.record());
            prop_assert_eq!(then.record(), known.record());
            let ask =
                |record: &ConsentRecord| decide(&scene.policy, &scene.visit(), Consent::Given(record), &scene.cookie());
            let decision = ask(&known.record());
            prop_assert_eq!(ask(&longer.record_at(now)), decision);
            Ok(Some(decision))
        },
    );
}
