//! What leaves: the record's cookie, a response as a whole, the header of a request passed on, and removals.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "the times and counts of tests are far from any limit")]

use std::collections::BTreeSet;
use std::sync::Arc;

use cookie_consent::consent::{Answer, Item, PolicyVersion, StoredConsent};
use cookie_consent::cookie::{CategorySet, DataUse, Lifetime, MaxAge, Storage};
use cookie_consent::decision::Existing;
use cookie_consent::enforce::{BeyondReach, Fate, Removable, Remover, RequestUri};
use cookie_consent::policy::{Declaration, Forbidden, Member, PolicyBuilder, Settings, Undeclared, Version};
use cookie_consent::read::{Cookies, Pair};
use cookie_consent::strategies::scenes;
use cookie_consent::visit::{BrowserMode, Recognised, Signals};
use cookie_consent::{
    Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Place, Policy, Reason, Visit, Visitor,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use time::Duration;
use time::macros::date;

use crate::cases::cases;
use crate::fixture::NOW;

const URI: RequestUri<'static> = RequestUri::first_party("www.edx.org", "/");
const VERSION: PolicyVersion = PolicyVersion::new(1);

fn site() -> PolicyBuilder {
    Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .record_in("consent")
        .declare(Declaration::new("sessionid", Category::StrictlyNecessary).lasting(Lifetime::days(14)))
        .declare(Declaration::new("_ga*", Category::Performance).lasting(Lifetime::days(396)))
        .declare(Declaration::new("theme", Category::Functionality))
        .declare(Declaration::new("_fbp", Category::Targeting))
}

fn record(event: &ConsentEvent) -> ConsentRecord {
    ConsentRecord::first(event)
}

/// A visitor from these regions who is recognised.
fn visit(regions: &str) -> Visit<'static> {
    let visit = Visit::new(NOW, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Years(30));
    let visit = visit.recognised(Recognised::BROWSER);
    regions.split_whitespace().map(|region| region.parse().unwrap()).fold(visit, Visit::region)
}

// The record's cookie

fn line_of(policy: &Policy, regions: &str, record: &ConsentRecord) -> String {
    policy.visitor(visit(regions), Consent::Absent).record_cookie(&URI, record).unwrap().to_string()
}

/// The life of the region for what only grants, the whole 400 days for what restricts or where there is no number.
#[test]
fn the_record_lives_as_long_as_it_says_something() {
    let policy = site().build().unwrap();
    let yes = record(&ConsentEvent::accept_all(NOW, VERSION));
    let one_no = ConsentEvent::choose(NOW, VERSION, CategorySet::NON_ESSENTIAL, Category::Performance.into());
    let one_no = record(&one_no);
    let opted_out = record(&ConsentEvent::do_not_sell_or_share(NOW, VERSION));
    let days = |regions, record| {
        let line = line_of(&policy, regions, record);
        let age = line.split("; ").find_map(|piece| piece.strip_prefix("Max-Age=")).unwrap();
        age.parse::<u32>().unwrap() / 86_400
    };
    // from 23 November to 23 May, and to the next 23 November
    assert_eq!(days("FR", &yes), 181);
    assert_eq!(days("GB", &yes), 365);
    assert_eq!(days("FR GB", &yes), 365);
    assert_eq!(days("", &yes), 181);
    assert_eq!(days("US-CA", &yes), 400);
    assert_eq!(days("FR US-CA", &yes), 400);
    for no in [&one_no, &opted_out] {
        for regions in ["FR", "GB", "", "US-CA"] {
            assert_eq!(days(regions, no), 400, "{regions}");
        }
    }
    let declared = Declaration::new("consent", Category::StrictlyNecessary).used_for(DataUse::ConsentStorage);
    let short = site().declare(declared.lasting(Lifetime::days(30))).build().unwrap();
    assert!(line_of(&short, "FR", &one_no).contains("; Max-Age=2592000;"));
}

/// What the library writes passes the library's own filter, whatever the name promises.
#[test]
fn the_record_cookie_is_one_that_browsers_take() {
    let refusal = record(&ConsentEvent::reject_all(NOW, VERSION));
    for name in ["consent", "__Secure-consent", "__Host-consent", "__http-consent", "__Host-Http-consent"] {
        let policy = Policy::builder().version(Version::new(1, date!(2022 - 12 - 15))).record_in(name).build().unwrap();
        let visitor = policy.visitor(visit("FR"), Consent::Absent);
        let plain = visitor.record_cookie(&URI, &refusal).unwrap();
        for cookie in [
            plain,
            plain.on_domain(".edx.org"),
            plain.read_by_scripts(),
            plain.without_tls(),
            plain.on_domain("edx.org").read_by_scripts().without_tls(),
        ] {
            let line = cookie.to_string();
            let outgoing = visitor.set_cookie(&URI, line.as_bytes());
            assert_eq!(outgoing.fate(), Fate::Kept, "{outgoing}: {line}");
            assert_eq!(visitor.consent_after([line.as_bytes()]), StoredConsent::Given(refusal.clone()));
        }
    }
    let policy = Policy::builder().version(Version::new(1, date!(2022 - 12 - 15))).build().unwrap();
    assert_eq!(policy.visitor(visit("FR"), Consent::Absent).record_cookie(&URI, &refusal), None);
}

/// Pitfall 31: the cookie of the choice is necessary by construction, also for who refused all, on a Member's pages, and
/// on those of a Member that nobody knows.
#[test]
fn the_record_cookie_always_passes() {
    let policy = site().member(Member::new("unix").page("courses.edx.org", "/")).build().unwrap();
    let refusal = record(&ConsentEvent::reject_all(NOW, VERSION));
    for place in [Place::Site, Place::Member("unix"), Place::Member("nobody")] {
        let visit = Visit::new(NOW, place, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Years(7));
        for consent in [Consent::Absent, Consent::Unreadable, Consent::Given(&refusal)] {
            let visitor = policy.visitor(visit.clone(), consent);
            let line = visitor.record_cookie(&URI, &refusal).unwrap().to_string();
            assert_eq!(visitor.set_cookie(&URI, line.as_bytes()).fate(), Fate::Kept);
        }
    }
}

/// Grants lapse and refusals do not: when the cookie is gone, nothing is allowed that the record in it would deny.
#[test]
fn a_record_that_ends_allows_nothing_more() {
    let (mut denied, mut allowed, mut lapsed) = (0_u32, 0_u32, 0_u32);
    let mut runner = TestRunner::new(cases(0));
    for _ in 0..2_000 {
        let told = (scenes(), any::<bool>()).prop_map(|(mut scene, accepts)| {
            let given = scene.visit.now;
            let version = scene.policy.version_at(given);
            if accepts {
                scene.tell([ConsentEvent::accept_all(given, version)].into_iter().collect());
            }
            scene
        });
        let mut scene = told.new_tree(&mut runner).unwrap().current();
        let policy = scene.policy.source().clone().record_in("the_record").build().unwrap();
        scene.policy = Arc::new(policy);
        let StoredConsent::Given(record) = &scene.consent else { continue };
        let visitor = scene.policy.visitor(scene.visit(), scene.consent());
        let life = visitor.record_cookie(&URI, record).unwrap().life();
        // a browser that ends every cookie with the session
        let Lifetime::Persistent(age) = life else { continue };
        // the whole 400 days are the browser's limit and not the library's
        if age == MaxAge::LIMIT {
            continue;
        }
        let Some(end) = scene.visit.now.checked_add(Duration::seconds(age.seconds().into())) else { continue };
        scene.visit.now = end;
        let kept = scene.decide();
        scene.consent = StoredConsent::Absent;
        let gone = scene.decide();
        assert!(kept.is_allowed() || !gone.is_allowed(), "{kept}, {gone}: {scene:?}");
        *(if kept.is_allowed() { &mut allowed } else { &mut denied }) += 1;
        lapsed += u32::from(kept.reasons().contains(Reason::ConsentExpired));
    }
    assert!(denied > 100 && allowed > 50 && lapsed > 50, "{allowed} allowed, {denied} denied, {lapsed} lapsed");
}

// A response as a whole

/// The lines that leave, judged by what was said before and in the response itself.
fn sent(visitor: &Visitor<'_>, lines: &[&str]) -> Vec<String> {
    let said = visitor.consent_after(lines.iter().map(|line| line.as_bytes()));
    let visitor = visitor.policy().visitor(visitor.visit().clone(), said.as_consent());
    let text = |line: &&str| Some(String::from_utf8(visitor.set_cookie(&URI, line.as_bytes()).line()?.into()).unwrap());
    lines.iter().filter_map(text).collect()
}

/// Pitfall 29, and `CookieConsentTests` of ASP.NET Core: withdrawing there leaves the cookie that was appended before, and
/// suppresses the one after. Here neither leaves, in any order of the lines, and the new record does.
#[test]
fn set_and_withdrawn_in_one_response_is_withdrawn() {
    let policy = site().build().unwrap();
    let yes = record(&ConsentEvent::accept_all(NOW - Duration::DAY, VERSION));
    for regions in ["FR", "US-CA"] {
        let visitor = policy.visitor(visit(regions), Consent::Given(&yes));
        let no = visitor.record_with(&ConsentEvent::reject_all(NOW, VERSION));
        let stored = visitor.record_cookie(&URI, &no).unwrap().to_string();
        let lines = ["_fbp=1; Path=/", stored.as_str(), "_fbp=2; Path=/", "sessionid=3"];
        assert_eq!(sent(&visitor, &["_fbp=1"]), ["_fbp=1"]);
        assert_eq!(sent(&visitor, &lines), [stored.as_str(), "sessionid=3"], "{regions}");
        // as WithdrawConsent does it there: the record itself is removed
        let removed = "consent=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
        assert_eq!(sent(&visitor, &["_fbp=1", removed]), [removed]);
        assert_eq!(sent(&visitor, &["_fbp=1", "consent=damaged"]), ["consent=damaged"]);
    }
}

/// The rest of `CookieConsentTests`: a grant in the response opens nothing in it against an older refusal; deleting needs
/// no consent; what is essential passes; who has no consent sets nothing.
#[test]
fn the_cases_of_aspnet_core() {
    let policy = site().build().unwrap();
    let no = record(&ConsentEvent::reject_all(NOW - Duration::DAY, VERSION));
    let france = policy.visitor(visit("FR"), Consent::Absent);
    assert_eq!(sent(&france, &["_fbp=1", "sessionid=1", "_fbp=; Max-Age=0"]), ["sessionid=1", "_fbp=; Max-Age=0"]);
    let refused = policy.visitor(visit("FR"), Consent::Given(&no));
    let yes = refused.record_with(&ConsentEvent::accept_all(NOW, VERSION));
    let stored = refused.record_cookie(&URI, &yes).unwrap().to_string();
    assert_eq!(sent(&refused, &["_fbp=1", stored.as_str()]), [stored.as_str()]);
    // from the next request on, or at once where the backend asks with the new record
    let accepted = policy.visitor(visit("FR"), Consent::Given(&yes));
    assert_eq!(sent(&accepted, &["_fbp=1", stored.as_str()]), ["_fbp=1", stored.as_str()]);
}

/// Pitfall 21: Global Privacy Control counts on the very first response, and against a consent of before.
#[test]
fn gpc_counts_on_the_first_response() {
    let policy = site().build().unwrap();
    let yes = record(&ConsentEvent::accept_all(NOW - Duration::DAY, VERSION));
    let signals = Signals::from_headers([("Sec-GPC", "1")]);
    let visit = Visit::new(NOW, Place::Site, signals, &[], BrowserMode::AcceptsAll, Age::Years(30))
        .region("US-CA".parse().unwrap())
        .recognised(Recognised::BROWSER);
    for consent in [Consent::Absent, Consent::Given(&yes)] {
        let visitor = policy.visitor(visit.clone(), consent);
        assert_eq!(sent(&visitor, &["_fbp=1", "sessionid=1"]), ["sessionid=1"]);
        assert!(visitor.set_cookie(&URI, b"_fbp=1").consulted().vary().any(|name| name == "Sec-GPC"));
    }
}

/// Pitfall 34: nothing is remembered between lines, so neither their order nor their number matters.
#[test]
fn no_line_depends_on_another() {
    let policy = site().build().unwrap();
    let visitor = policy.visitor(visit("FR"), Consent::Absent);
    let lines = ["_fbp=1", "sessionid=1", "_fbp=1", "theme=x", "sessionid=2; Max-Age=99999999", "_fbp=; Max-Age=0"];
    let alone: BTreeSet<_> = lines.iter().flat_map(|line| sent(&visitor, &[line])).collect();
    let mut turned = lines;
    for _ in 0..lines.len() {
        turned.rotate_left(1);
        assert_eq!(sent(&visitor, &turned).into_iter().collect::<BTreeSet<_>>(), alone);
    }
}

/// `FAZ-Cookie-Manager`, and in general: what is logged of a cookie holds no value, and not much of a long name.
#[test]
fn nothing_that_is_logged_holds_a_value() {
    let policy = site().build().unwrap();
    let visitor = policy.visitor(visit("FR"), Consent::Absent);
    for line in ["_fbp=secret; Path=/", "sessionid=secret", "=secret", "secret", "a=secret\0", "_fbp=secret; Max-Age=0"]
    {
        let outgoing = visitor.set_cookie(&URI, line.as_bytes());
        assert!(!format!("{outgoing} {outgoing:?}").contains("secret"), "{outgoing:?}");
        assert!(!format!("{:?}", visitor.cookie_header(&URI, line.as_bytes())).contains("secret"));
    }
    let long = format!("{}\u{7f}=1", "\u{e9}".repeat(3_000));
    assert!(visitor.set_cookie(&URI, long.as_bytes()).to_string().len() < 400);
}

/// 16 kB lines, a thousand of them, and bytes of every kind: an answer, and nothing that was not decided.
#[test]
fn hostile_lines_get_an_answer() {
    let policy = site().build().unwrap();
    let visitor = policy.visitor(visit("FR"), Consent::Absent);
    let long = |piece: &str| piece.repeat(16_384 / piece.len());
    let pieces = [
        ";",
        "=",
        "; Max-Age=1",
        "; Expires=Thu, 01 Jan 2070 00:00:00 GMT",
        "; Domain=edx.org",
        ";Path=/",
        " ",
        "\t",
        "a",
        "1 ",
        "; expires=1:1:1 2 jan 99",
    ];
    let thousand: Vec<String> =
        pieces.iter().cycle().take(1_000).map(|piece| ["_fbp=1", &long(piece)].concat()).collect();
    for line in &thousand {
        assert!(
            matches!(visitor.set_cookie(&URI, line.as_bytes()).fate(), Fate::Dropped(_) | Fate::Removes),
            "{line:.40}"
        );
    }
    let shortened = ["sessionid=1", &long("; Max-Age=99999999")].concat();
    let outgoing = visitor.set_cookie(&URI, shortened.as_bytes());
    assert_eq!(outgoing.line().unwrap(), shortened.replace("99999999", "1209600").as_bytes());
    let lines: Vec<&str> = thousand.iter().map(String::as_str).collect();
    assert!(sent(&visitor, &lines).iter().all(|line| line.contains("expires=1:1:1 2 jan 99")));
}

fn bytes_of_a_line() -> impl Strategy<Value = Vec<u8>> {
    let word = prop::sample::select(vec![
        "_fbp",
        "sessionid",
        "theme",
        "_ga_1",
        "consent",
        "__Host-a",
        "=",
        "=1",
        ";",
        "; ",
        " ",
        "\t",
        "Max-Age=",
        "0",
        "-1",
        "60",
        "99999999999",
        "Expires=",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Fri, 31 Dec 2099 23:59:59 GMT",
        "Path=/",
        "Path=",
        "Domain=",
        "edx.org",
        ".org",
        "Secure",
        "HttpOnly",
        "SameSite=None",
        "Partitioned",
        "\"",
        ",",
        "x",
    ]);
    let piece = prop_oneof![12 => word.prop_map(|word| word.as_bytes().to_vec()), 1 => prop::collection::vec(any::<u8>(), 1..4)];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(2_048))]

    /// Of any bytes: what is sent was allowed or removes, filtering again changes nothing, what is not shortened is the
    /// same byte for byte, and what is shortened lives no longer than it may.
    #[test]
    fn filtering_is_idempotent_and_touches_nothing_else(line in bytes_of_a_line(), place in 0_usize..3) {
        let policy = site().build().unwrap();
        let yes = record(&ConsentEvent::accept_all(NOW - Duration::DAY, VERSION));
        let consents = [Consent::Absent, Consent::Given(&yes), Consent::Unreadable];
        let visitor = policy.visitor(visit("FR"), consents[place]);
        let once = visitor.set_cookie(&URI, &line);
        let Some(sent) = once.line() else {
            prop_assert!(matches!(once.fate(), Fate::Dropped(_)));
            return Ok(());
        };
        let allowed = once.decision().is_none_or(|decision| decision.is_allowed());
        prop_assert!(allowed && matches!(once.fate(), Fate::Kept | Fate::Shortened | Fate::Removes));
        prop_assert_eq!(sent == line, once.fate() != Fate::Shortened);
        let twice = visitor.set_cookie(&URI, sent);
        prop_assert_eq!(twice.line(), Some(sent));
        prop_assert_ne!(twice.fate(), Fate::Shortened);
        if let (Some(cookie), Some(decision)) = (twice.cookie(), once.decision()) {
            prop_assert!(cookie.lifetime <= decision.max_lifetime().unwrap());
            // the same cookie, but for its life
            let before = once.cookie().unwrap();
            prop_assert_eq!(Cookie { lifetime: before.lifetime, ..cookie }, before);
        }
    }

    /// Of any header: what goes on is what is allowed, in its order, and nothing of the rest.
    #[test]
    fn what_goes_on_is_what_is_allowed(line in bytes_of_a_line(), accepted in any::<bool>()) {
        let policy = site().build().unwrap();
        let yes = record(&ConsentEvent::accept_all(NOW - Duration::DAY, VERSION));
        let consent = if accepted { Consent::Given(&yes) } else { Consent::Absent };
        let visitor = policy.visitor(visit("FR"), consent);
        let allowed = |pair: &Pair<'_>| str::from_utf8(pair.name()).is_ok_and(|name| {
            visitor.decide(&Cookie::first_party(name, URI.host)).is_allowed()
        });
        let incoming = visitor.cookie_header(&URI, &line);
        let all = [line.as_slice()];
        let expected: Vec<_> = Cookies::new(&all).unwrap().pairs().filter(allowed).collect();
        let kept = [incoming.line().unwrap_or_default()];
        let kept = Cookies::new(&kept).unwrap();
        prop_assert_eq!(kept.pairs().collect::<Vec<_>>(), expected);
        prop_assert_eq!(incoming.dropped() == 0, incoming.line() == Some(&*line));
        if let Some(once) = incoming.line() {
            let twice = visitor.cookie_header(&URI, once);
            prop_assert_eq!(twice.line(), Some(once));
        }
    }
}

// What goes on

fn passed_on(visitor: &Visitor<'_>, path: &str, line: &str) -> Option<String> {
    let uri = RequestUri::first_party("www.edx.org", path);
    visitor.cookie_header(&uri, line.as_bytes()).line().map(|line| String::from_utf8(line.into()).unwrap())
}

#[test]
fn the_rest_of_a_header_keeps_its_bytes() {
    let policy = site().build().unwrap();
    let visitor = policy.visitor(visit("FR"), Consent::Absent);
    let cases = [
        ("sessionid=1", Some("sessionid=1")),
        ("sessionid=1;;  sessionid = \"2\" ;", Some("sessionid=1;;  sessionid = \"2\" ;")),
        ("_fbp=1; sessionid=1; _ga=2; consent=x; foo", Some("sessionid=1; consent=x")),
        ("sessionid=1; _fbp=1", Some("sessionid=1")),
        ("sessionid=1; _fbp=1;", Some("sessionid=1;")),
        ("_fbp=1;sessionid=1", Some("sessionid=1")),
        ("_fbp=sessionid=1", None),
        ("_fbp=1; ", None),
        ("SESSIONID=1", None),
        ("sessionid=a=b=\"c; d\"", Some("sessionid=a=b=\"c")),
        ("", Some("")),
    ];
    for (line, expected) in cases {
        assert_eq!(passed_on(&visitor, "/", line).as_deref(), expected, "{line}");
    }
    let incoming = visitor.cookie_header(&URI, b"_fbp=1; caf\xe9=1; sessionid=\xff");
    assert_eq!((incoming.line(), incoming.dropped()), (Some(b"sessionid=\xff".as_slice()), 2));
    assert!(incoming.consulted().must_be_private());
}

/// The header does not tell which of two cookies of one name it is: each that it may be must be allowed.
#[test]
fn a_name_with_several_declarations_goes_on_if_each_allows_it() {
    let here = |host: &str, category| Declaration::new("theme", category).on_host(host);
    let on = |path: &str, category| Declaration::new("quiz", category).on_path(path);
    let policy = Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .declare(here("www.edx.org", Category::StrictlyNecessary))
        .declare(here("edx.org", Category::Targeting))
        .declare(on("/a/b", Category::StrictlyNecessary))
        .declare(on("/a", Category::Targeting))
        .declare(Declaration::new("quiz", Category::StrictlyNecessary))
        .declare(Declaration::new("api", Category::StrictlyNecessary).on_path("/api").on_host("edx.org"))
        .build()
        .unwrap();
    let visitor = policy.visitor(visit("FR"), Consent::Absent);
    assert_eq!(passed_on(&visitor, "/", "theme=1"), None);
    assert_eq!(passed_on(&visitor, "/x", "quiz=1").as_deref(), Some("quiz=1"));
    assert_eq!(passed_on(&visitor, "/a/b/c?d#e", "quiz=1"), None);
    // declared for a path and a domain alone
    assert_eq!(passed_on(&visitor, "/api/v1/users", "api=1").as_deref(), Some("api=1"));
    assert_eq!(passed_on(&visitor, "/apis", "api=1"), None);
}

// Removals

fn removals(
    policy: &Policy,
    visit: Visit<'_>,
    consent: Consent<'_>,
    removable: &Removable<'_>,
    header: &str,
) -> Vec<String> {
    let lines = [header.as_bytes()];
    let cookies = Cookies::new(&lines).unwrap();
    let uri = RequestUri::first_party("a.courses.edx.org", "/courses/cs101/quiz?x=/y/z");
    policy.visitor(visit, consent).removals(&uri, removable, &cookies).map(|removal| removal.to_string()).collect()
}

const EDX: Removable<'static> = Removable::of_domains(&["edx.org"]);

/// Who said no: by a refusal, a withdrawal, an opt-out, an objection.
#[test]
fn what_was_said_no_to_is_removed_on_every_domain_of_the_site() {
    let policy = site().build().unwrap();
    let no = record(&ConsentEvent::reject_all(NOW, VERSION));
    let plan =
        |removable: &Removable<'_>, header| removals(&policy, visit("FR"), Consent::Given(&no), removable, header);
    let domains = ["", "; Domain=a.courses.edx.org", "; Domain=courses.edx.org", "; Domain=edx.org"];
    let line = |name: &str, domain: &str| format!("{name}=; Path=/{domain}; Max-Age=0");
    let all = |name: &str| domains.map(|domain| line(name, domain));
    assert_eq!(plan(&EDX, "_fbp=1"), all("_fbp"));
    // each name once, what may stay stays, and what nobody declared is left alone
    let header = "sessionid=1; theme=x; _ga_2=1; consent=x; nobody=knows; theme=y; =z; w; _GA=1";
    assert_eq!(plan(&EDX, header), [all("_ga_2"), all("theme")].concat());
    // never above what the site owns, whatever is handed in
    let owned = |domains: &'static [&'static str]| plan(&Removable::of_domains(domains), "_fbp=1").len();
    assert_eq!(owned(&[]), 1);
    assert_eq!(owned(&["org", "edx.com", "a.courses.edx.orgs", "s.edx.org", "x.a.courses.edx.org", ""]), 4);
    assert_eq!(owned(&["courses.edx.org"]), 3);
    assert_eq!(owned(&[".EDX.org.", "courses.edx.org"]), 4);

    let opted_out = record(&ConsentEvent::do_not_sell_or_share(NOW, VERSION));
    assert_eq!(removals(&policy, visit("US-CA"), Consent::Given(&opted_out), &EDX, "_fbp=1; _ga_1=1"), all("_fbp"));
    let yes = record(&ConsentEvent::accept_all(NOW - Duration::DAY, VERSION));
    let withdrawn =
        yes.with(&ConsentEvent::new(NOW, VERSION).saying(Item::Category(Category::Targeting), Answer::Withdrawn));
    assert_eq!(removals(&policy, visit("FR"), Consent::Given(&withdrawn), &EDX, "_fbp=1; _ga_1=1"), all("_fbp"));
}

/// Pitfall 32, and design: not allowed is not withdrawn. Silence, a missing region, a signal, damage, an expired consent,
/// a browser that blocks: none of them removes anything.
#[test]
fn what_is_merely_not_allowed_is_left_alone() {
    let policy = site().build().unwrap();
    let old = record(&ConsentEvent::accept_all(NOW - Duration::days(1_000), VERSION));
    let header = "_fbp=1; _ga_1=1; theme=x; sessionid=1";
    for regions in ["", "FR", "US-CA", "FR US-CA"] {
        for signals in [Signals::NONE, Signals::from_headers([("Sec-GPC", "1"), ("DNT", "1")])] {
            for browser in [BrowserMode::AcceptsAll, BrowserMode::BlocksAll] {
                let visit = Visit::new(NOW, Place::Site, signals.clone(), &[], browser, Age::Years(9));
                let visit =
                    regions.split_whitespace().fold(visit, |visit, region| visit.region(region.parse().unwrap()));
                for consent in [Consent::Absent, Consent::Unreadable, Consent::Given(&old)] {
                    let visitor = policy.visitor(visit.clone(), consent);
                    assert!(!visitor.decide(&Cookie::first_party("_fbp", "edx.org")).is_allowed());
                    let all = EDX.undeclared().in_folders().partitioned();
                    assert_eq!(removals(&policy, visit.clone(), consent, &all, header), [""; 0], "{regions}");
                }
            }
        }
    }
}

/// Whatever says no is heard before any cookie is looked at: what `decide` says to remove has its line.
#[test]
fn whatever_decide_says_to_remove_is_removed() {
    let (mut removed, mut left) = (0_u32, 0_u32);
    let mut runner = TestRunner::new(cases(0));
    for _ in 0..4_000 {
        let scene = scenes().new_tree(&mut runner).unwrap().current();
        let Cookie { name, host, party, .. } = scene.cookie();
        let uri = RequestUri { host, path: "/", party };
        let header = format!("{name}=1");
        let lines = [header.as_bytes()];
        let cookies = Cookies::new(&lines).unwrap();
        let visitor = scene.policy.visitor(scene.visit(), scene.consent());
        let arrived = Cookie { party, ..Cookie::first_party(name, host) };
        let is_to_go = visitor.decide(&arrived).existing() == Existing::Remove;
        let plan: Vec<_> =
            visitor.removals(&uri, &EDX.undeclared(), &cookies).map(|removal| removal.cookie()).collect();
        // a nameless one, or one that a line cannot name
        let is_writable =
            cookies.pairs().next().is_some_and(|pair| !pair.name().is_empty() && pair.name() == name.as_bytes());
        assert_eq!(plan.contains(&arrived), is_to_go && is_writable, "{scene:?}");
        *(if is_to_go { &mut removed } else { &mut left }) += 1;
    }
    println!("removed {removed}, left {left}");
    assert!(removed > 200 && left > 200, "removed {removed}, left {left}");
}

/// What the inventory does not know goes only where it is asked for, and the visitor said no to such cookies.
#[test]
fn what_nobody_declared_is_removed_only_on_request() {
    let mut settings = Settings::default();
    settings.undeclared = Undeclared::AsTargeting;
    let no = record(&ConsentEvent::reject_all(NOW, VERSION));
    for (settings, asked) in [(Settings::default(), 0), (settings, 4)] {
        let policy = site().settings(settings).build().unwrap();
        let plan = |removable| removals(&policy, visit("FR"), Consent::Given(&no), &removable, "nobody=knows").len();
        assert_eq!((plan(EDX), plan(EDX.undeclared())), (0, asked));
    }
}

/// Prefixes, paths, folders, partitions and parties: each line is one that a browser takes.
#[test]
fn removals_are_lines_that_browsers_take() {
    let targeting = |name: &str| Declaration::new(name, Category::Targeting);
    let policy = site()
        .declare(targeting("__Host-ad"))
        .declare(targeting("__Secure-ad"))
        .declare(targeting("__host-http-ad"))
        .declare(targeting("quiz_ad").on_path("/courses").on_host("edx.org"))
        .declare(targeting("elsewhere").on_path("/about"))
        .declare(targeting("odd").on_path("/courses/a;b"))
        .declare(targeting("www_ad").on_host("www.edx.org"))
        .declare(targeting("frame_ad").third_party())
        .build()
        .unwrap();
    let no = record(&ConsentEvent::reject_all(NOW, VERSION));
    let host = Removable::of_domains(&[]);
    let plan =
        |removable: Removable<'_>, header| removals(&policy, visit("FR"), Consent::Given(&no), &removable, header);
    assert_eq!(plan(EDX, "__Host-ad=1"), ["__Host-ad=; Path=/; Max-Age=0; Secure"]);
    assert_eq!(plan(EDX.in_folders(), "__host-http-ad=1"), ["__host-http-ad=; Path=/; Max-Age=0; Secure; HttpOnly"]);
    assert_eq!(plan(EDX, "__Secure-ad=1")[3], "__Secure-ad=; Path=/; Domain=edx.org; Max-Age=0; Secure");
    assert_eq!(plan(host, "quiz_ad=1"), ["quiz_ad=; Path=/courses; Max-Age=0"]);
    assert_eq!(plan(host, "elsewhere=1; odd=1; www_ad=1"), [""; 0]);
    assert_eq!(
        plan(host.in_folders(), "_fbp=1"),
        ["_fbp=; Path=/; Max-Age=0", "_fbp=; Path=/courses; Max-Age=0", "_fbp=; Path=/courses/cs101; Max-Age=0"]
    );
    assert_eq!(
        plan(host.partitioned(), "_fbp=1"),
        ["_fbp=; Path=/; Max-Age=0", "_fbp=; Path=/; Max-Age=0; Secure; Partitioned"]
    );
    // in a frame of another site
    let visitor = policy.visitor(visit("FR"), Consent::Given(&no));
    let uri = RequestUri::third_party("www.edx.org", "/");
    let header = [b"frame_ad=1; _fbp=1".as_slice()];
    let lines: Vec<_> =
        visitor.removals(&uri, &host, &Cookies::new(&header).unwrap()).map(|line| line.to_string()).collect();
    assert_eq!(
        lines,
        [
            "frame_ad=; Path=/; Max-Age=0; Secure; SameSite=None",
            "frame_ad=; Path=/; Max-Age=0; Secure; SameSite=None; Partitioned",
        ]
    );
    // a hostile host is written nowhere
    let uri = RequestUri::first_party("x;y.edx.org", "/a;b\r\nc/d");
    let header = [b"_fbp=1; _ga_\n=1".as_slice()];
    let removals = visitor.removals(&uri, &EDX.in_folders(), &Cookies::new(&header).unwrap());
    assert_eq!(removals.len(), 2);
    for removal in removals {
        let line = removal.to_string();
        assert!(["_fbp=; Path=/; Max-Age=0", "_fbp=; Path=/; Domain=edx.org; Max-Age=0"].contains(&line.as_str()));
    }
}

/// A Member's pages: what it forbids is not what the visitor said, and its own cookies go as the site's do.
#[test]
fn a_members_cookies_are_removed_on_its_pages() {
    let ads = Declaration::new("unix_ads", Category::Targeting);
    let member = Member::new("unix").page("edx.org", "/courses").declare(ads);
    let policy = site().member(member.forbid(Forbidden::Category(Category::Functionality))).build().unwrap();
    let at = |place| Visit::new(NOW, place, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Years(30));
    let no = ConsentEvent::choose(NOW, VERSION, Category::Targeting.into(), CategorySet::EMPTY);
    let no = record(&no);
    let plan =
        |place| removals(&policy, at(place), Consent::Given(&no), &Removable::of_domains(&[]), "unix_ads=1; theme=x");
    assert_eq!(plan(Place::Member("unix")), ["unix_ads=; Path=/; Max-Age=0"]);
    assert_eq!(plan(Place::Site), [""; 0]);
}

/// What a response cannot remove is told, and web storage is cleared only where nothing in it may stay.
#[test]
fn what_is_beyond_reach_is_told() {
    let stored = |name: &str, category| Declaration::new(name, category).stored_in(Storage::LocalStorage);
    let with = |declarations: &[Declaration]| {
        let policy = declarations.iter().cloned().fold(site(), PolicyBuilder::declare).build().unwrap();
        let no = record(&ConsentEvent::reject_all(NOW, VERSION));
        let visitor = policy.visitor(visit("FR"), Consent::Given(&no));
        let uri = RequestUri::first_party("www.edx.org", "/");
        let told = |beyond: BeyondReach<'_>| (beyond.declaration().pattern().to_owned(), beyond.remover());
        let left: Vec<_> = visitor.beyond_reach(&uri).map(told).collect();
        (left, visitor.may_clear_storage(&uri))
    };
    let ads = stored("ads_*", Category::Targeting);
    let other = stored("fr", Category::Targeting).third_party();
    let cart = stored("cart", Category::StrictlyNecessary);
    let of = |name: &str, remover| (name.to_owned(), remover);
    assert_eq!(with(&[]), (vec![], false));
    assert_eq!(with(std::slice::from_ref(&ads)), (vec![of("ads_*", Remover::Script)], true));
    assert_eq!(
        with(&[other, cart, ads.clone()]),
        (vec![of("fr", Remover::OtherParty), of("ads_*", Remover::Script)], false)
    );
    // of another host, and so of another origin
    assert_eq!(with(&[ads.on_host("blog.edx.org")]), (vec![], false));
    let pixel = Declaration::new("tr", Category::Targeting).stored_in(Storage::Pixel).third_party();
    assert_eq!(with(&[pixel]), (vec![], false));
}
