//! The mistakes of the field, each with the test that forbids it here.
#![cfg(test)]

use std::io;

use cookie_consent::consent::StoredConsent;
use cookie_consent::consent::{Actor, Answer, GpcSeen, History, Item, Method, Notice, PolicyVersion, RecordError};
use cookie_consent::cookie::{Attributes, CategorySet, DataUse, HostName, Lifetime, MaxAge, SetCookie, VendorId};
use cookie_consent::decision::Existing;
use cookie_consent::law::{self, Jurisdiction, Months, Rule};
use cookie_consent::policy::{
    Declaration, Forbidden, GpcScope, ImportedLabels, LawOverride, Member, PolicyBuilder, PolicyErrorKind, Settings,
    Undeclared, Version,
};
use cookie_consent::prompt::{Ask, PromptReason};
use cookie_consent::visit::{BrowserMode, MemberId, Recognised, Signals, SubjectKind};
use cookie_consent::{
    Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Decision, Place, Policy, Reason, Region, Visit, decide,
};
use serde_json::Value;
use time::UtcDateTime;
use time::macros::{date, utc_datetime};

use crate::fixture::{
    ADV, ADX, CURRENT, FONT, Facts, GA, GADS, META, NOW, SESS, STAT, SURV, accepted_all, policy, rejected_all, sec_gpc,
    site, unix, visitor_in,
};

const NOVEMBER: UtcDateTime = utc_datetime!(2026-11-01 12:00);

fn inventory(declarations: impl IntoIterator<Item = Declaration>) -> PolicyBuilder {
    let builder = Policy::builder().version(Version::new(1, date!(2022 - 12 - 15)));
    declarations.into_iter().fold(builder, PolicyBuilder::declare)
}

fn listed(names: &[(&str, Category)]) -> Policy {
    inventory(names.iter().map(|(name, category)| Declaration::new(name, *category))).build().unwrap()
}

/// Whether the policy knows the cookie, in a state where that is enough for it to be allowed.
fn knows(policy: &Policy, cookie: &Cookie<'_>) -> bool {
    visitor_in("US-UT").decide(policy, &[], cookie).is_allowed()
}

fn named(name: &str) -> Cookie<'_> {
    Cookie::first_party(name, "www.edx.org")
}

#[track_caller]
fn refused(declarations: &[Declaration], is_it: impl Fn(&PolicyErrorKind) -> bool) {
    let errors = inventory(declarations.iter().cloned()).build().expect_err("it should be refused");
    assert!(errors.iter().any(|error| is_it(error.kind())), "{errors}");
}

// Matching

/// Searching for a name as a substring: a refused service reads as allowed when another's name ends with it.
#[test]
fn a_name_that_contains_another_is_another_name() {
    let pairs = [("gtag", "multiplegtag"), ("_ga", "_gat"), ("_ga", "x_ga"), ("token", "csrftoken")];
    for (short, long) in pairs {
        for (refused, accepted) in [(short, long), (long, short)] {
            let policy = listed(&[(refused, Category::Targeting), (accepted, Category::Performance)]);
            let said = [ConsentEvent::choose(
                NOVEMBER,
                PolicyVersion::new(1),
                CategorySet::NON_ESSENTIAL,
                Category::Performance.into(),
            )];
            let reason = |name| visitor_in("FR").decide(&policy, &said, &named(name)).reason();
            assert_eq!(reason(refused), Reason::Refused, "{refused} beside {accepted}");
            assert_eq!(reason(accepted), Reason::Consent, "{accepted} beside {refused}");
        }
        assert!(!knows(&listed(&[(short, Category::Performance)]), &named(long)));
        assert!(!knows(&listed(&[(long, Category::Performance)]), &named(short)));
    }
}

/// Pasting names into a regular expression without escaping them.
#[test]
fn dots_pluses_and_dollars_in_names_are_plain_characters() {
    for (name, as_regex) in [("a.b", "axb"), ("a+b", "aab"), ("a$b", "ab"), ("a|b", "a"), ("(a)", "a"), ("a?b", "b")] {
        let policy = listed(&[(name, Category::Performance)]);
        assert!(knows(&policy, &named(name)), "{name}");
        assert!(!knows(&policy, &named(as_regex)), "{name} is not {as_regex}");
    }
    let policy = listed(&[("id.*", Category::Performance)]);
    assert!(knows(&policy, &named("id.1")) && !knows(&policy, &named("idx1")));
}

/// A matcher with a cursor skips every second match, and a memory of what was seen before makes an
/// answer depend on the questions before it.
#[test]
fn an_answer_does_not_depend_on_what_was_asked_before() {
    let policy = policy();
    let facts = visitor_in("US-CA");
    let cookies = [SESS, GA, GADS, STAT, FONT, SURV, ADV, ADX, META, named("unheard_of")];
    let ask = |cookie: &Cookie<'_>| facts.decide(&policy, &[], cookie);
    let first: Vec<Decision> = cookies.iter().map(ask).collect();
    let mut again: Vec<Decision> = cookies.iter().rev().map(ask).collect();
    again.reverse();
    assert_eq!(first, again);
    let thrice = [ask(&ADV), ask(&ADV), ask(&ADV)];
    assert!(thrice.iter().all(|decision| *decision == thrice[0]));
}

/// `/_ga*/` written as text means one thing to its author and nothing to the matcher.
#[test]
fn a_regular_expression_is_refused_and_never_matches_nothing() {
    for pattern in ["/_ga*/", "^_ga", "_ga$", r"_ga\d+", r"_ga_\w*", "/^_ga/"] {
        refused(&[Declaration::new(pattern, Category::Performance)], |error| {
            matches!(error, PolicyErrorKind::Pattern(..))
        });
    }
}

/// `**`, which in other tools means more than `*`. Here it would not, and two lines that mean the same cookies would
/// look like two patterns.
#[test]
fn two_stars_in_a_row_are_refused_wherever_a_pattern_stands() {
    let site = || inventory([Declaration::new("_ga*", Category::Performance)]);
    let necessary = Declaration::new("_ga**", Category::StrictlyNecessary);
    let member = |member: Member| site().member(member);
    let policies = [
        site().declare(necessary.clone()),
        site().declare(Declaration::new("a**b", Category::Performance).on_host("edx.org")),
        site().declare(Declaration::new("**_ga", Category::Performance)),
        site().declare(Declaration::new("_ga***", Category::Performance).imported()),
        site().delegate("_ga**"),
        member(Member::new("unix").declare(Declaration::new("_ga**", Category::Performance))),
        member(Member::new("unix").forbid(Forbidden::Cookie("_ga**".into()))),
        member(Member::new("unix").add_category("_ga**", Category::Targeting)),
    ];
    for policy in policies {
        let errors = policy.build().expect_err("`**` is refused").to_string();
        assert!(errors.contains("`**` means no more than `*`: write one"), "{errors}");
    }
}

/// `*`, an empty prefix and two-letter prefixes claim half the cookies of the world.
#[test]
fn patterns_that_fix_too_little_need_a_host() {
    for pattern in ["*", "_s*", "tp*", "*CT", "S*R"] {
        let broad = Declaration::new(pattern, Category::Performance);
        refused(std::slice::from_ref(&broad), |error| matches!(error, PolicyErrorKind::TooBroad(_)));
        assert!(inventory([broad.on_host("stats.edx.org")]).build().is_ok(), "{pattern}");
    }
    refused(&[Declaration::new("", Category::Performance)], |error| matches!(error, PolicyErrorKind::Pattern(..)));
    let scoped = inventory([Declaration::new("*", Category::Performance).on_host("stats.edx.org")]).build().unwrap();
    assert!(knows(&scoped, &Cookie::first_party("anything", "stats.edx.org")));
    assert!(!knows(&scoped, &Cookie::first_party("anything", "www.edx.org")));
}

/// In one tool a star is "at least one character", in another "any number": here none is enough.
#[test]
fn a_star_also_stands_for_nothing() {
    let policy = listed(&[("_ga*", Category::Performance), ("utm_*_id", Category::Performance)]);
    for name in ["_ga", "_ga_", "_gaX", "utm__id", "utm_a_b_id"] {
        assert!(knows(&policy, &named(name)), "{name}");
    }
    for name in ["_g", "x_ga", "utm_id", "utm__idx"] {
        assert!(!knows(&policy, &named(name)), "{name}");
    }
}

/// The first rule that matches wins, so the order of a list decides on a category.
#[test]
fn the_most_specific_declaration_decides_in_any_order() {
    let mut declarations = [
        Declaration::new("_ga*", Category::Targeting),
        Declaration::new("_gac_*", Category::Functionality),
        Declaration::new("_gac_gb*", Category::Performance),
        Declaration::new("_gac_gb_1", Category::StrictlyNecessary),
    ];
    let expected = [
        ("_gac_gb_1", Reason::StrictlyNecessary),
        ("_gac_gb_2", Reason::Consent),
        ("_gac_x", Reason::Withdrawn),
        ("_gax", Reason::Refused),
    ];
    let said = [
        ConsentEvent::choose(NOVEMBER, PolicyVersion::new(1), CategorySet::ALL, Category::Performance.into()),
        ConsentEvent::withdraw(utc_datetime!(2026-11-02 12:00), PolicyVersion::new(1), Category::Functionality.into()),
    ];
    for _ in 0..declarations.len() {
        declarations.rotate_left(1);
        let policy = inventory(declarations.iter().cloned()).build().unwrap();
        for (name, reason) in expected {
            assert_eq!(visitor_in("FR").decide(&policy, &said, &named(name)).reason(), reason, "{name}");
        }
    }
}

/// Public lists hold `token` under two categories, and whichever comes last wins.
#[test]
fn two_declarations_of_one_name_are_refused() {
    let twice = ["token", "chk", "dc*"].map(|name| {
        [Declaration::new(name, Category::Performance), Declaration::new(name, Category::Targeting)]
            .map(|declaration| declaration.on_host("edx.org"))
    });
    for pair in twice {
        refused(&pair, |error| matches!(error, PolicyErrorKind::Duplicate(_)));
    }
    refused(
        &[Declaration::new("ab*yz", Category::Performance), Declaration::new("abc*z", Category::Targeting)],
        |error| matches!(error, PolicyErrorKind::Tie(..)),
    );
}

/// Names folded to one case share an answer that was given for one of them.
#[test]
fn names_differ_by_case_and_hosts_do_not() {
    let policy = inventory([
        Declaration::new("Foo", Category::StrictlyNecessary).on_host("EDX.org"),
        Declaration::new("foo", Category::Targeting),
    ])
    .build()
    .unwrap();
    let reason = |name, host| visitor_in("FR").decide(&policy, &[], &Cookie::first_party(name, host)).reason();
    for host in ["edx.org", "www.edx.org", "WWW.EDX.ORG", "Edx.Org:443"] {
        assert_eq!(reason("Foo", host), Reason::StrictlyNecessary, "{host}");
        assert_eq!(reason("foo", host), Reason::DefaultOptIn, "{host}");
        assert_eq!(reason("FOO", host), Reason::Uncategorised, "{host}");
    }
}

/// `evil-example.com` ends with `example.com`.
#[test]
fn a_host_ends_at_a_label() {
    let policy = inventory([Declaration::new("quiz", Category::Performance).on_host("example.com")]).build().unwrap();
    let within = |host| knows(&policy, &Cookie::first_party("quiz", host));
    for host in
        ["example.com", "www.example.com", ".example.com", "example.com.", "a.b.example.com:8080", "EXAMPLE.COM"]
    {
        assert!(within(host), "{host}");
    }
    for host in [
        "evil-example.com",
        "evilexample.com",
        "example.com.evil.test",
        "com",
        "example.co",
        "xample.com",
        "www.example.com/example.com",
        "example.com@evil.test",
        "",
        ".",
        "localhost",
        "10.0.0.1",
    ] {
        assert!(!within(host), "{host}");
    }
}

/// Addresses have no subdomains, and a public suffix is not below its own names.
#[test]
fn addresses_and_public_suffixes_are_not_below_anything() {
    for (host, scope, within) in [
        ("10.0.0.1", "10.0.0.1", true),
        ("10.0.0.1", "0.0.1", false),
        ("1.10.0.0.1", "10.0.0.1", false),
        ("[::1]:8080", "[::1]", true),
        ("::1", ":1", false),
        ("localhost:3000", "localhost", true),
        ("gouv.fr", "ants.gouv.fr", false),
        ("ants.gouv.fr", "gouv.fr", true),
    ] {
        assert_eq!(HostName::new(host).is_within(scope), within, "{host} within {scope}");
    }
}

/// Trimming all Unicode white space turns `U+2000 __Host-consent` into `__Host-consent`.
#[test]
fn only_space_and_tab_are_trimmed_from_a_name() {
    let policy = listed(&[("__Host-consent", Category::Performance)]);
    for same in [" __Host-consent", "__Host-consent\t", "\t \t__Host-consent  "] {
        assert!(knows(&policy, &named(same)), "{same:?}");
    }
    let foreign =
        ["\u{a0}", "\u{2000}", "\u{3000}", "\u{85}", "\u{ad}", "\u{b}", "\u{c}", "\u{0}", "\r", "\n", "%20", "+"];
    for other in foreign {
        for name in
            [format!("{other}__Host-consent"), format!("__Host-consent{other}"), format!("__Host-{other}consent")]
        {
            assert!(!knows(&policy, &named(&name)), "{name:?}");
        }
    }
    for encoded in ["%5f_Host-consent", "__Host%2dconsent", "%255f_Host-consent", "__host-consent"] {
        assert!(!knows(&policy, &named(encoded)), "{encoded}");
    }
}

/// A browser reads name prefixes without case and trims the name first, and so must a check of them.
#[test]
fn name_prefixes_are_checked_as_browsers_do() {
    let policy = inventory([Declaration::new("*Host-id", Category::StrictlyNecessary)]).build().unwrap();
    let line =
        SetCookie { secure: false, http_only: false, domain: false, partitioned: false, same_site: None, value_len: 1 };
    for name in ["__Host-id", "__hOST-Host-id", "__HOST-HTTP-Host-id", " __Host-id", "\t__SECURE-Host-id "] {
        let cookie = Cookie { attributes: Attributes::Set(line), ..named(name) };
        let decision = visitor_in("FR").decide(&policy, &[], &cookie);
        assert_eq!(decision.reason(), Reason::InvalidAttributes, "{name:?}");
    }
}

// Records

/// A record of acceptance under this version, on a policy whose last material change is version 5 of 7.
fn under_version(version: u32) -> Reason {
    visitor_in("FR").decide(&policy(), &[accepted_all(version, NOVEMBER)], &ADV).reason()
}

/// Versions compared as text: `zzz` is accepted for ever, and 10 is older than 9.
#[test]
fn versions_are_numbers_and_one_that_does_not_exist_yet_is_no_version() {
    for stale in [0, 1, 4, 8, 10, 46_655, u32::MAX] {
        assert_eq!(under_version(stale), Reason::ConsentStaleVersion, "{stale}");
    }
    for current in [5, 6, 7] {
        assert_eq!(under_version(current), Reason::Consent, "{current}");
    }
    let ten = Policy::builder()
        .version(Version::new(9, date!(2025 - 01 - 01)))
        .version(Version::new(10, date!(2026 - 01 - 01)).material(Category::Targeting))
        .declare(Declaration::new("ads", Category::Targeting))
        .build()
        .unwrap();
    let reason = |version| visitor_in("FR").decide(&ten, &[accepted_all(version, NOVEMBER)], &named("ads")).reason();
    assert_eq!((reason(9), reason(10)), (Reason::ConsentStaleVersion, Reason::Consent));
}

/// A negative version, or one that does not fit, is damage and not version 0.
#[test]
fn versions_that_are_no_numbers_do_not_read() {
    let event = serde_json::to_value(accepted_all(7, NOVEMBER)).unwrap();
    for version in ["-1", "4294967296", "1.5", "\"7\"", "null", "true"] {
        let mut event = event.clone();
        event["version"] = serde_json::from_str(version).unwrap();
        assert!(serde_json::from_value::<ConsentEvent>(event).is_err(), "{version}");
    }
    let mut missing = event;
    missing.as_object_mut().unwrap().remove("version");
    assert!(serde_json::from_value::<ConsentEvent>(missing).is_err());
}

/// A choice of nothing, out of nothing, counts as acceptance of everything.
#[test]
fn an_empty_choice_grants_nothing() {
    let empty = [
        ConsentEvent::new(NOVEMBER, CURRENT),
        ConsentEvent::choose(NOVEMBER, CURRENT, CategorySet::EMPTY, CategorySet::EMPTY),
        // what was not on offer cannot be accepted
        ConsentEvent::choose(NOVEMBER, CURRENT, CategorySet::EMPTY, CategorySet::ALL),
    ];
    for event in empty {
        for cookie in [GA, SURV, ADV] {
            assert_eq!(
                visitor_in("FR").decide(&policy(), std::slice::from_ref(&event), &cookie).reason(),
                Reason::DefaultOptIn
            );
        }
    }
}

/// The query says that stale consent is undecided, and the cleaning code keeps the cookie.
#[test]
fn one_answer_serves_setting_keeping_and_asking() {
    let stale = [accepted_all(4, NOVEMBER)];
    let facts = visitor_in("CZ");
    let decision = facts.decide(&policy(), &stale, &ADV);
    assert_eq!((decision.is_allowed(), decision.existing()), (false, Existing::Leave));
    let Ask::Now { categories, why, .. } = facts.prompt(&policy(), &stale) else { panic!("nothing to ask") };
    assert_eq!((categories, why), (CategorySet::NON_ESSENTIAL, PromptReason::PolicyChanged.into()));
}

/// The text "false" activates a service.
#[test]
fn an_answer_is_a_known_word_and_nothing_else() {
    let event = serde_json::to_value(accepted_all(7, NOVEMBER)).unwrap();
    for answer in ["true", "false", "1", "0", "\"true\"", "\"false\"", "\"yes\"", "\"Granted\"", "\"\"", "null", "{}"] {
        let mut event = event.clone();
        event["answers"]["targeting"] = serde_json::from_str(answer).unwrap();
        assert!(serde_json::from_value::<ConsentEvent>(event).is_err(), "{answer}");
    }
}

/// A saved `false` is lost where a default is `true`.
#[test]
fn a_refusal_outranks_every_default_that_allows() {
    for region in ["US-CA", "US-VA", "US-WY", "CH", "CA-ON", "AU"] {
        let reason = |cookie| visitor_in(region).decide(&policy(), &[rejected_all(NOVEMBER)], &cookie).reason();
        assert_eq!((reason(GA), reason(ADV)), (Reason::Refused, Reason::Refused), "{region}");
    }
    // nor does an exemption come back
    assert_eq!(visitor_in("GB").decide(&policy(), &[rejected_all(NOVEMBER)], &STAT).reason(), Reason::Refused);
}

/// A new service suspends every consent there is; a service's new purpose suspends none.
#[test]
fn a_change_asks_again_for_what_changed_and_nothing_else() {
    let with = |change: fn(Version) -> Version| {
        let builder = site().version(change(Version::new(8, date!(2026 - 11 - 10)))).member(unix()).build().unwrap();
        let reason = |cookie| visitor_in("FR").decide(&builder, &[accepted_all(7, NOVEMBER)], &cookie).reason();
        (reason(GA), reason(ADV), reason(META))
    };
    let (holds, stale) = (Reason::Consent, Reason::ConsentStaleVersion);
    assert_eq!(with(|typo| typo), (holds, holds, holds));
    assert_eq!(with(|new| new.material(Category::Targeting)), (holds, stale, stale));
    assert_eq!(with(|new| new.material(Category::Performance)), (stale, holds, holds));
    assert_eq!(with(|new| new.material_vendor("meta")), (holds, holds, stale));
}

/// Off by one second at the end, and at the beginning.
#[test]
fn a_consent_begins_with_its_second_and_ends_before_its_last() {
    let reason =
        |now, given| Facts { now, ..visitor_in("FR") }.decide(&policy(), &[accepted_all(7, given)], &ADV).reason();
    let given = utc_datetime!(2026-08-01 12:00);
    assert_eq!(reason(utc_datetime!(2026-08-01 11:59:59), given), Reason::ConsentFutureDated);
    assert_eq!(reason(utc_datetime!(2026-08-01 12:00), given), Reason::Consent);
    assert_eq!(reason(utc_datetime!(2027-02-01 11:59:59), given), Reason::Consent);
    assert_eq!(reason(utc_datetime!(2027-02-01 12:00), given), Reason::ConsentExpired);
    // the ends of time are instants like any other
    for (now, given) in [(UtcDateTime::MAX, given), (NOW, UtcDateTime::MIN), (UtcDateTime::MAX, UtcDateTime::MIN)] {
        assert_eq!(reason(now, given), Reason::ConsentExpired);
    }
    assert_eq!(reason(UtcDateTime::MIN, UtcDateTime::MAX), Reason::ConsentFutureDated);
    assert_eq!(reason(UtcDateTime::MAX, UtcDateTime::MAX), Reason::ConsentExpired);
}

/// `months || 12` makes a limit of zero mean "the default".
#[test]
fn zero_means_zero() {
    let france = Jurisdiction::Region(Region::country_code(*b"FR"));
    let never = LawOverride::stricter(france, Rule::ConsentLasts(Months::new(0)));
    let policy = site().override_law(never).build().unwrap();
    let reason = visitor_in("FR").decide(&policy, &[accepted_all(7, NOW)], &ADV).reason();
    assert_eq!(reason, Reason::ConsentExpired);
    for seconds in [0, -1, i64::MIN, 4_294_967_296, i64::MAX] {
        assert!(MaxAge::from_seconds(seconds).is_err(), "{seconds}");
    }
}

/// A record that keeps its own fields beside cookie names, so that a cookie may be called like a field.
#[test]
fn a_vendor_may_be_called_like_a_category() {
    for id in ["targeting", "performance", "sale-or-share", "strictly-necessary", "g", "t", "1"] {
        let vendor = Item::Vendor(id.parse().unwrap());
        let event = accepted_all(7, NOVEMBER).saying(vendor, Answer::Refused);
        let record = ConsentRecord::first(&event);
        assert_eq!(record.to_string().parse(), Ok(record.clone()), "{id}");
        let read: ConsentEvent = serde_json::from_str(&serde_json::to_string(&event).unwrap()).unwrap();
        assert_eq!(read, event, "{id}");
        assert_eq!(visitor_in("FR").decide(&policy(), &[event], &ADV).reason(), Reason::Consent, "{id}");
    }
}

/// Two records of one visitor, and the one that is read last wins.
#[test]
fn events_count_in_any_order_and_at_one_instant_the_refusal_wins() {
    let (yes, no) = (accepted_all(7, NOVEMBER), rejected_all(NOVEMBER));
    let later = accepted_all(7, utc_datetime!(2026-11-02 12:00));
    let reason = |said: &[ConsentEvent]| visitor_in("FR").decide(&policy(), said, &ADV).reason();
    assert_eq!(reason(&[yes.clone(), no.clone()]), Reason::Refused);
    assert_eq!(reason(&[no.clone(), yes.clone()]), Reason::Refused);
    let mut events = [yes, no, later];
    for _ in 0..3 {
        events.rotate_left(1);
        assert_eq!(reason(&events), Reason::Consent);
        events.swap(0, 1);
        assert_eq!(reason(&events), Reason::Consent);
    }
}

/// A log in which one thing is answered twice keeps the last answer.
#[test]
fn an_event_that_answers_twice_is_refused() {
    let twice = r#"{"v":1,"at":"2026-11-01T09:30:00Z","version":7,"subject":"browser","actor":"self","method":"banner",
        "gpc":"off","answers":{"targeting":"refused","targeting":"granted"}}"#;
    assert!(serde_json::from_str::<ConsentEvent>(twice).is_err());
}

// Signals

/// The whole life of a signal in an opt-out state.
#[test]
fn global_privacy_control_before_after_and_despite() {
    let seen = ConsentEvent::new(NOVEMBER, CURRENT).through(Method::Signal).seeing_gpc(GpcSeen::On);
    let earlier = accepted_all(7, utc_datetime!(2026-10-01 12:00));
    let later = |gpc| accepted_all(7, utc_datetime!(2026-11-10 12:00)).seeing_gpc(gpc);
    let on = sec_gpc(&["1"]);
    let despite = || later(GpcSeen::ConflictShown);
    let (earlier, seen) = (|| earlier.clone(), || seen.clone());
    let off = Signals::NONE;
    let rows = [
        ("no record", vec![], &on, Reason::GpcBinding),
        ("an earlier consent", vec![earlier()], &on, Reason::GpcBinding),
        ("and the signal seen since", vec![earlier(), seen()], &on, Reason::GpcBinding),
        ("a later consent that knew nothing of it", vec![seen(), later(GpcSeen::Off)], &on, Reason::GpcBinding),
        ("one beside it", vec![seen(), later(GpcSeen::On)], &on, Reason::GpcBinding),
        ("one despite it", vec![seen(), despite()], &on, Reason::Consent),
        ("one despite it, that says so for the first time", vec![despite()], &on, Reason::GpcBinding),
        ("removed afterwards", vec![seen()], &off, Reason::GpcRemembered),
        ("removed, with an earlier consent", vec![earlier(), seen()], &off, Reason::GpcRemembered),
        ("removed, with one despite it", vec![seen(), despite()], &off, Reason::Consent),
    ];
    for (what, said, signals, reason) in rows {
        let facts = Facts { signals: signals.clone(), ..visitor_in("US-CA") };
        assert_eq!(facts.decide(&policy(), &said, &ADV).reason(), reason, "{what}");
    }
}

/// Reading only the first line, or taking `true` for `1`.
#[test]
fn only_an_exact_1_is_the_signal_and_one_line_is_enough() {
    let on: [&[&str]; 6] = [&["1"], &["0", "1"], &["1", "1"], &["1", "junk"], &[" 1 "], &["\t1"]];
    let off: [&[&str]; 17] = [
        &[],
        &[""],
        &["0"],
        &["2"],
        &["01"],
        &["1;x"],
        &["?1"],
        &["1, 1"],
        &["1,1"],
        &["true"],
        &["\"1\""],
        &["１"],
        &["1\u{a0}"],
        &["\u{a0}1"],
        &["1\n"],
        &["1\0"],
        &["on"],
    ];
    for lines in on {
        assert!(sec_gpc(lines).gpc(), "{lines:?}");
    }
    for lines in off {
        assert!(!sec_gpc(lines).gpc(), "{lines:?}");
    }
    assert!(!Signals::from_headers([("Sec-GPC", b"\xff".as_slice()), ("Sec-GPC", b"\xc21")]).gpc());
}

/// The first response comes before any record, and a stale yes to one company survives the signal.
#[test]
fn the_signal_holds_at_once_and_against_finer_grants() {
    let facts = Facts { signals: sec_gpc(&["1"]), ..visitor_in("US-CA") };
    assert_eq!(facts.decide(&policy(), &[], &ADV).reason(), Reason::GpcBinding);
    let finer = accepted_all(7, utc_datetime!(2026-10-01 12:00))
        .saying(Item::Vendor("adco".parse().unwrap()), Answer::Granted)
        .saying(Item::Use(DataUse::InterestBasedAds), Answer::Granted)
        .saying(Item::SALE_OR_SHARE, Answer::Granted);
    assert_eq!(facts.decide(&policy(), &[finer], &ADV).reason(), Reason::GpcBinding);
}

/// An exception from the signal that nobody can take back.
#[test]
fn a_consent_despite_the_signal_can_be_withdrawn() {
    let seen = ConsentEvent::new(NOVEMBER, CURRENT).seeing_gpc(GpcSeen::On);
    let despite = accepted_all(7, utc_datetime!(2026-11-10 12:00)).seeing_gpc(GpcSeen::ConflictShown);
    let withdrawn = ConsentEvent::withdraw(utc_datetime!(2026-11-20 12:00), CURRENT, Category::Targeting.into());
    let facts = Facts { signals: sec_gpc(&["1"]), ..visitor_in("US-CA") };
    assert!(facts.decide(&policy(), &[seen.clone(), despite.clone()], &ADV).is_allowed());
    let decision = facts.decide(&policy(), &[seen, despite, withdrawn], &ADV);
    assert_eq!((decision.reason(), decision.existing()), (Reason::Withdrawn, Existing::Remove));
    assert!(decision.reasons().contains(Reason::GpcBinding));
}

/// A missing word about one company read as its refusal.
#[test]
fn a_category_that_was_accepted_needs_no_word_about_each_company() {
    let said = [accepted_all(7, NOVEMBER).saying(Item::Vendor("meta".parse().unwrap()), Answer::Refused)];
    let reason = |cookie| visitor_in("FR").decide(&policy(), &said, &cookie).reason();
    assert_eq!((reason(ADV), reason(ADX), reason(META)), (Reason::Consent, Reason::Consent, Reason::Refused));
}

/// One of the models ignores the signal.
#[test]
fn the_signal_counts_against_silence_under_every_law() {
    let policy = policy();
    for entry in law::table() {
        let regions = match entry.jurisdiction() {
            Jurisdiction::Region(region) => region.to_string(),
            Jurisdiction::Elsewhere => "AQ".into(),
            Jurisdiction::Unknown => String::new(),
        };
        let facts = Facts { signals: sec_gpc(&["1"]), ..visitor_in(&regions) };
        assert!(!facts.decide(&policy, &[], &ADV).is_allowed(), "{}", entry.name());
    }
}

/// Of several groups of one cookie the first is kept and the others are ignored.
#[test]
fn a_cookie_of_two_categories_needs_both() {
    let both = Declaration::new("both", Category::Performance).also(Category::Targeting);
    let policy = inventory([both]).build().unwrap();
    for (accepted, allowed) in [
        (CategorySet::NON_ESSENTIAL, true),
        (Category::Performance.into(), false),
        (Category::Targeting.into(), false),
        (Category::Functionality.into(), false),
    ] {
        let said = [ConsentEvent::choose(NOVEMBER, PolicyVersion::new(1), CategorySet::NON_ESSENTIAL, accepted)];
        assert_eq!(visitor_in("FR").decide(&policy, &said, &named("both")).is_allowed(), allowed, "{accepted:?}");
    }
}

/// A mistyped category falls back to the one that is always allowed.
#[test]
fn an_unknown_category_is_refused_and_never_always_allowed() {
    let document = |category: Value| {
        let mut document = serde_json::to_value(listed(&[("_ga", Category::Performance)])).unwrap();
        document["declarations"][0]["categories"] = category;
        serde_json::from_value::<Policy>(document)
    };
    assert!(document(serde_json::json!(["performance"])).is_ok());
    for typo in ["necessary", "functional", "Performance", "perfomance", "marketing", "", " performance"] {
        assert!(document(serde_json::json!([typo])).is_err(), "{typo}");
        assert!(document(serde_json::json!(["performance", typo])).is_err(), "{typo}");
    }
    for nothing in [serde_json::json!([]), Value::Null, serde_json::json!("performance"), serde_json::json!({})] {
        assert!(document(nothing.clone()).is_err(), "{nothing}");
    }
}

/// Nothing is configured, so everything is allowed.
#[test]
fn an_empty_policy_allows_nothing() {
    let empty = inventory([]).build().unwrap();
    for region in ["AU", "US-WY", "FR", ""] {
        assert_eq!(
            visitor_in(region).decide(&empty, &[accepted_all(1, NOVEMBER)], &GA).reason(),
            Reason::Uncategorised
        );
    }
    assert!(serde_json::from_str::<Policy>("{}").is_err());
}

/// An unknown region gets the host's default, or everything.
#[test]
fn an_unknown_region_is_strict_and_a_region_reads_in_any_spelling() {
    let reason = |regions: &str| visitor_in(regions).decide(&policy(), &[], &ADV).reason();
    assert_eq!(reason(""), Reason::RegionUnknownStrict);
    for unheard_of in ["XX", "ZZ", "QQ-123", "EU"] {
        assert_eq!(reason(unheard_of), Reason::RegionUnknownStrict, "{unheard_of}");
    }
    for spelling in ["US-CA", "us-ca", "us_ca", "Us_Ca"] {
        assert_eq!(reason(spelling), Reason::DefaultOptOut, "{spelling}");
    }
    // Germany and Delaware, Canada and California
    assert_eq!((reason("DE"), reason("US-DE")), (Reason::DefaultOptIn, Reason::DefaultOptOut));
    assert_eq!((reason("CA-QC"), reason("US-CA")), (Reason::DefaultOptIn, Reason::DefaultOptOut));
    // a part without a row of its own falls back to its country
    assert_eq!((reason("FR-IDF"), reason("DE-BY"), reason("US-ZZ")), {
        (Reason::DefaultOptIn, Reason::DefaultOptIn, Reason::DefaultOptOut)
    });
    for text in ["", "F", "FRA", "US-", "US-CALI", "ＦＲ", "US CA", "US/CA", "California", "-CA", "US--CA", " FR", "U1"]
    {
        assert!(text.parse::<Region>().is_err(), "{text}");
    }
}

/// An outage brings a fall-back policy with another fingerprint, which erases the refusal and then grants.
#[test]
fn a_refusal_outlives_another_policy() {
    let fallback = listed(&[(ADS, Category::Targeting)]);
    let rebuilt = site().version(Version::new(9, date!(2026 - 11 - 10)).material(Category::Targeting)).build().unwrap();
    for region in ["US-CA", "US-WY", "FR"] {
        let said = [rejected_all(utc_datetime!(2024-01-01 12:00))];
        assert_eq!(visitor_in(region).decide(&fallback, &said, &named(ADS)).reason(), Reason::Refused);
        assert_eq!(visitor_in(region).decide(&rebuilt, &said, &ADV).reason(), Reason::Refused);
    }
}

const ADS: &str = "ads_id";

// Enforcement

/// The cookie that keeps the choice falls to the choice, and the banner comes back for ever.
#[test]
fn the_cookie_that_keeps_the_choice_is_strictly_necessary() {
    let keeps = Declaration::new("edx_consent", Category::StrictlyNecessary).used_for(DataUse::ConsentStorage);
    let policy = inventory([keeps]).build().unwrap();
    let facts = Facts { signals: sec_gpc(&["1"]), age: Age::Years(12), ..visitor_in("US-MD FR") };
    for consent in
        [Consent::Absent, Consent::Unreadable, Consent::Given(&ConsentRecord::first(&rejected_all(NOVEMBER)))]
    {
        let decision = decide(&policy, &facts.visit(), consent, &named("edx_consent"));
        assert_eq!((decision.reason(), decision.existing()), (Reason::StrictlyNecessary, Existing::Keep));
    }
}

/// Missing data deletes what the visitor never refused.
#[test]
fn only_a_no_removes_a_cookie() {
    let at = |regions: &str| visitor_in(regions);
    let existing = |facts: Facts, said: &[ConsentEvent]| facts.decide(&policy(), said, &ADV).existing();
    let withdrawn = ConsentEvent::withdraw(NOVEMBER, CURRENT, Category::Targeting.into());
    let objected = ConsentEvent::object(NOVEMBER, CURRENT, Category::Targeting.into());
    let sold = ConsentEvent::new(NOVEMBER, CURRENT).saying(Item::SALE_OR_SHARE, Answer::Refused);
    let signal = Facts { signals: sec_gpc(&["1"]), ..at("US-CA") };
    let nobody = Facts { recognised: Recognised::NOBODY, ..at("FR") };
    let minor = Facts { age: Age::Years(14), ..at("US-CA") };

    assert_eq!(existing(at(""), &[]), Existing::Leave);
    assert_eq!(existing(at("FR"), &[]), Existing::Leave);
    assert_eq!(existing(signal, &[]), Existing::Leave);
    assert_eq!(existing(minor, &[]), Existing::Leave);
    assert_eq!(existing(nobody, &[accepted_all(7, NOVEMBER)]), Existing::Leave);
    assert_eq!(existing(at("FR"), &[accepted_all(4, NOVEMBER)]), Existing::Leave);
    assert_eq!(decide(&policy(), &at("FR").visit(), Consent::Unreadable, &ADV).existing(), Existing::Leave);
    for no in [rejected_all(NOVEMBER), withdrawn.clone(), objected, sold] {
        assert_eq!(existing(at("US-CA"), &[no]), Existing::Remove);
    }
    // and a browser block hides no withdrawal
    let blocked = Facts { browser: BrowserMode::BlocksAll, ..at("FR") };
    assert_eq!(existing(blocked, &[withdrawn]), Existing::Remove);
}

/// Turning enforcement off erases what visitors refused.
#[test]
fn the_laxest_settings_erase_no_refusal() {
    let mut settings = Settings::default();
    settings.gpc_scope = GpcScope::BindingOnly;
    settings.undeclared = Undeclared::AsTargeting;
    settings.imported_labels = ImportedLabels::Decide;
    let wyoming = Jurisdiction::Region("US-WY".parse().unwrap());
    let lax = LawOverride::laxer(wyoming, Rule::Requires(law::Requirement::Notice));
    let policy = site().settings(settings).override_law(lax).build().unwrap();
    let decision = visitor_in("US-WY").decide(&policy, &[rejected_all(NOVEMBER)], &ADV);
    assert_eq!((decision.reason(), decision.existing()), (Reason::Refused, Existing::Remove));
}

/// The grant is logged and the withdrawal of somebody without a name is not.
#[test]
fn a_withdrawal_is_logged_as_fully_as_a_grant() {
    let fields = |event: &ConsentEvent| {
        let value = serde_json::to_value(event).unwrap();
        value.as_object().unwrap().keys().cloned().collect::<Vec<String>>()
    };
    let notice = || Notice::new("sha256-9f86d081884c7d65", "en").unwrap();
    let grant = accepted_all(7, NOVEMBER).showing(notice());
    let withdrawal = ConsentEvent::withdraw(NOVEMBER, CURRENT, CategorySet::NON_ESSENTIAL).showing(notice());
    assert_eq!(fields(&grant), fields(&withdrawal));
    let history: History = [grant, withdrawal].into_iter().collect();
    let read: History = serde_json::from_str(&serde_json::to_string(&history).unwrap()).unwrap();
    assert_eq!(read, history);
}

// Size and damage

/// Limits that nobody wrote down: one below, at, and one above each.
#[test]
fn every_limit_is_exact() {
    let id = |len: usize| "a".repeat(len);
    assert!(id(64).parse::<VendorId>().is_ok() && id(65).parse::<VendorId>().is_err());
    assert!(id(64).parse::<MemberId>().is_ok() && id(65).parse::<MemberId>().is_err());
    assert!(Notice::new(&id(128), "en").is_ok() && Notice::new(&id(129), "en").is_err());
    let pattern = |len| inventory([Declaration::new(&id(len), Category::Performance)]).build().is_ok();
    assert!(pattern(4096) && !pattern(4097));
    let host = |len| inventory([Declaration::new("_ga", Category::Performance).on_host(&id(len))]).build().is_ok();
    assert!(host(253) && !host(254));
    let path =
        |len| inventory([Declaration::new("_ga", Category::Performance).on_path(&"/".repeat(len))]).build().is_ok();
    assert!(path(1024) && !path(1025));
    let record = |len: usize| format!("1.{}", id(len.checked_sub(2).unwrap())).parse::<ConsentRecord>();
    assert_eq!(record(65_535), Err(RecordError::Checksum));
    assert_eq!(record(65_536), Err(RecordError::Checksum));
    assert_eq!(record(65_537), Err(RecordError::TooLong(65_537)));
    let line = |value_len| SetCookie {
        secure: true,
        http_only: true,
        domain: false,
        partitioned: false,
        same_site: None,
        value_len,
    };
    let fits = |value_len| {
        let cookie = Cookie { attributes: Attributes::Set(line(value_len)), ..SESS };
        visitor_in("FR").decide(&policy(), &[], &cookie).is_allowed()
    };
    let room = 4096_usize.checked_sub(SESS.name.len()).unwrap();
    assert!(fits(room) && !fits(room.checked_add(1).unwrap()) && !fits(usize::MAX));
}

/// Texts that somebody may send in any place.
fn hostile() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " ",
        "*",
        ".",
        "..",
        ":",
        "[",
        "]:",
        "::",
        ":80",
        "/",
        "//",
        "%",
        "\\",
        "\0",
        "\u{feff}",
        "\u{202e}evil",
        "\u{10ffff}",
        "é",
        "名前",
        "a=b; c=d",
        "\r\nSet-Cookie: x=y",
        "-1",
        "1.",
        "1..",
        "1.83dcefb7",
        "2.p",
        "US-CA",
        "null",
        "{\"v\":1}",
        "__Host-",
        "__Secure-__Host-",
        "\u{1f36a}",
    ]
    .map(String::from)
    .into();
    texts.extend(["a", "*", ".", "é", "\u{0}"].map(|text| text.repeat(100_000)));
    texts
}

/// One strange text, anywhere, stops the server.
#[test]
fn any_text_is_an_answerable_question() {
    let policy = policy();
    for text in &hostile() {
        let shown: String = text.chars().take(20).collect();
        let signals =
            Signals::from_headers([("Sec-GPC", text.as_bytes()), ("Sec-GPC", b"\xff\xfe"), ("DNT", text.as_bytes())]);
        let place = Place::Member(text);
        let visit = Visit::new(NOW, place, signals, &[], BrowserMode::AcceptsAll, Age::Unknown);
        let record = text.parse::<ConsentRecord>();
        let stored = StoredConsent::from_read(Some(record));
        for cookie in [
            Cookie::first_party(text, "www.edx.org"),
            Cookie::third_party(ADV.name, text),
            Cookie { path: text, ..GA },
            Cookie { name: text, host: text, path: text, ..GA },
        ] {
            let decision = decide(&policy, &visit, stored.as_consent(), &cookie);
            assert!(!decision.is_allowed(), "{shown:?}: {decision}");
        }
        // the other questions and the readers answer as well
        let _ = policy.prompt(&visit, stored.as_consent());
        let _ = (text.parse::<Region>(), text.parse::<VendorId>(), text.parse::<Category>(), Notice::new(text, text));
        let _ = (policy.place(text, text), HostName::new(text).is_within(text));
        let _ = inventory([Declaration::new(text, Category::Performance).on_host(text).on_path(text)]).build();
        assert!(serde_json::from_str::<Policy>(text).is_err() && serde_json::from_str::<History>(text).is_err());
    }
}

/// Damage read as silence loses a refusal.
#[test]
fn a_damaged_record_is_never_read_as_silence() {
    let text = ConsentRecord::first(&rejected_all(NOVEMBER)).to_string();
    let policy = policy();
    for (cut, _) in text.char_indices() {
        let (cut, _) = text.split_at(cut);
        let stored = StoredConsent::of_text(Some(cut));
        assert_eq!(stored.as_consent(), Consent::Unreadable, "{cut}");
        let decision = decide(&policy, &visitor_in("US-WY").visit(), stored.as_consent(), &ADV);
        assert_eq!(decision.reason(), Reason::RecordUnreadable);
    }
    for at in 0..text.len() {
        for byte in b'!'..=b'~' {
            let mut changed = text.clone().into_bytes();
            changed[at] = byte;
            let changed = String::from_utf8(changed).unwrap();
            assert!(changed == text || changed.parse::<ConsentRecord>().is_err(), "{changed}");
        }
    }
}

/// A text that counts how much of it was read.
struct Counted<'a> {
    rest: &'a [u8],
    read: usize,
}

impl io::Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.rest.read(buffer)?;
        self.read = self.read.checked_add(read).unwrap();
        Ok(read)
    }
}

/// How much of a document is read, and what is said of it.
#[track_caller]
fn refuse(document: &str) -> (usize, String) {
    let mut reader = Counted { rest: document.as_bytes(), read: 0 };
    let error = serde_json::from_reader::<_, Policy>(&mut reader).expect_err("it should be refused").to_string();
    (reader.read, error)
}

const TEN_MEGABYTES: usize = 10_000_000;

/// Ten megabytes of the same thing in the place of the declarations.
fn full_of(declaration: &str) -> String {
    let version = r#"{"format":"cookie-consent-policy/1","versions":[{"number":1,"effective":"2022-12-15"}]"#;
    let count = TEN_MEGABYTES.div_ceil(declaration.len());
    let declarations = vec![declaration; count].join(",");
    format!(r#"{version},"declarations":[{declarations}]}}"#)
}

/// Documents that cost their sender nothing and their reader everything: what is wrong at the
/// beginning ends the reading there, and what is wrong ten thousand times is told a hundred times, and briefly.
#[test]
fn hostile_policy_documents_are_refused_with_bounded_work() {
    let at_once = 4096;
    for document in [
        " ".repeat(TEN_MEGABYTES) + "[",
        "[".repeat(TEN_MEGABYTES),
        r#"{"a":"#.repeat(TEN_MEGABYTES / 5),
        "9".repeat(TEN_MEGABYTES),
    ] {
        let (read, error) = refuse(&document);
        let is_blank = document.starts_with("  ") || document.starts_with("99");
        assert!(is_blank || read < at_once, "{read} bytes were read before: {error}");
        assert!(error.len() < 1000, "{error}");
    }
    let long = "a".repeat(TEN_MEGABYTES);
    for document in [
        full_of(r#"{"name":"a","categories":["performance"],"unknown":1}"#),
        full_of(r#"{"name":"a","categories":["marketing"]}"#),
        full_of(r#"{"name":"a","categories":[]}"#),
        full_of(r#"{"name":"*","categories":["performance"]}"#),
        full_of(r#"{"name":"/a/","categories":["performance"],"vendor":"nobody"}"#),
        full_of(r#"{"name":"abc","categories":["performance"],"path":"x","hosts":[" "]}"#),
        full_of(&format!(r#"{{"name":"{long}","categories":["performance"]}}"#)),
        full_of(&format!(r#"{{"name":"abc","categories":["performance"],"hosts":["{long}"],"vendor":"{long}"}}"#)),
    ] {
        let (read, error) = refuse(&document);
        assert!(read <= document.len());
        assert!(error.lines().count() <= 101 && error.len() < 40_000, "{} bytes of errors", error.len());
    }
}

/// A log line that holds what should not be logged.
#[test]
fn debug_and_display_show_no_more_than_was_asked() {
    let facts = Facts { recognised: Recognised::ALL, ..visitor_in("FR") };
    let record = ConsentRecord::first(&accepted_all(7, NOVEMBER).on(SubjectKind::Account).by(Actor::Parent));
    let decision = decide(&policy(), &facts.visit(), Consent::Given(&record), &ADV);
    assert_eq!(decision.to_string(), "allow: consent");
    assert!(!format!("{decision:?}").contains(ADV.name));
    assert_eq!(Lifetime::Session.to_string(), "session");
}
