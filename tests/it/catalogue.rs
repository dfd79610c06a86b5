//! The compiled catalogue against a naive one: which declaration a cookie means, read off the contract and not off the
//! code. Each declaration has a lifetime of its own, by which the answer tells which one was found.
#![cfg(test)]

use std::cell::Cell;

use cookie_consent::cookie::{Lifetime, Storage};
use cookie_consent::policy::{Declaration, Member, PolicyBuilder, Version};
use cookie_consent::visit::{BrowserMode, Signals};
use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Reason, Visit, decide};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{TestError, TestRunner};
use time::macros::{date, utc_datetime};

use crate::cases::cases;

/// A line of an inventory, and the days that it is to live.
#[derive(Clone, Debug)]
struct Line {
    pattern: String,
    hosts: Vec<&'static str>,
    path: Option<&'static str>,
    storage: Storage,
    days: u16,
}

impl Line {
    fn declared(&self) -> Declaration {
        let line = Declaration::new(&self.pattern, Category::Performance).stored_in(self.storage);
        let line = self.hosts.iter().fold(line, |line, host| line.on_host(host));
        let line = self.path.into_iter().fold(line, Declaration::on_path);
        line.lasting(Lifetime::days(self.days))
    }

    /// How specific it is for a cookie that it means: exact names first, then the most fixed bytes, then the longest
    /// host, then the longest path. `None` if it does not mean the cookie.
    fn means(&self, cookie: &Cookie<'_>) -> Option<(bool, usize, usize, usize)> {
        let fixed = self.pattern.bytes().filter(|byte| *byte != b'*').count();
        let host = if self.hosts.is_empty() {
            Some(0)
        } else {
            self.hosts.iter().filter(|scope| is_within(cookie.host, scope)).map(|scope| scope.len()).max()
        }?;
        let path = self.path.map_or(Some(0), |path| is_below(cookie.path, path).then_some(path.len()))?;
        let name = cookie.name.trim_matches([' ', '\t']);
        let meant = self.storage == cookie.storage && glob(self.pattern.as_bytes(), name.as_bytes());
        meant.then_some((!self.pattern.contains('*'), fixed, host, path))
    }
}

/// `*` stands for any run of bytes, also none; everything else for itself.
fn glob(pattern: &[u8], name: &[u8]) -> bool {
    match (pattern.split_first(), name.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), tail) => glob(rest, name) || tail.is_some_and(|(_, tail)| glob(pattern, tail)),
        (Some((a, pattern)), Some((b, name))) => a == b && glob(pattern, name),
        (None, Some(_)) | (Some(_), None) => false,
    }
}

/// RFC 6265bis, section 5.1.3: the same host, or one below it that is no address. Port, case and outer dots do not
/// count.
fn is_within(host: &str, scope: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let host = match host.rsplit_once(':') {
        Some((head, port)) if digits(port) && (!head.contains(':') || head.ends_with(']')) => head.to_owned(),
        _ => host,
    };
    let host = host.strip_prefix('.').unwrap_or(&host);
    let host = host.strip_suffix('.').unwrap_or(host);
    let is_address = host.contains(':') || digits(host.rsplit('.').next().unwrap());
    host == scope || (!is_address && host.ends_with(&format!(".{scope}")))
}

/// RFC 6265bis, section 5.1.4.
fn is_below(path: &str, scope: &str) -> bool {
    let below = path.strip_prefix(scope);
    below.is_some_and(|rest| rest.is_empty() || scope.ends_with('/') || rest.starts_with('/'))
}

fn naive<'l>(lines: &'l [Line], cookie: &Cookie<'_>) -> Option<&'l Line> {
    let meant = lines.iter().filter_map(|line| line.means(cookie).map(|how| (how, line)));
    meant.max_by_key(|(how, _)| *how).map(|(_, line)| line)
}

/// The days of the declaration that the crate found; of two that are united the fewer.
fn found(policy: &Policy, place: Place<'_>, cookie: &Cookie<'_>) -> Option<u16> {
    let now = utc_datetime!(2026-11-23 12:00);
    let visit = Visit::new(now, place, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    let decision = decide(policy, &visit.region("US-UT".parse().unwrap()), Consent::Absent, cookie);
    match (decision.reason(), decision.max_lifetime()) {
        (Reason::DefaultOptOut, Some(Lifetime::Persistent(age))) => Some((age.seconds() / 86_400).try_into().unwrap()),
        (Reason::Uncategorised, None) => None,
        other => panic!("{other:?} for {cookie:?}"),
    }
}

const HOSTS: &[&str] = &["edx.org", "www.edx.org", "a.www.edx.org", "127.0.0.1", "other.example"];
const PATHS: &[&str] = &["/", "/a", "/a/", "/a/b"];

fn name(stars: bool) -> impl Strategy<Value = String> {
    let letters: &[char] = if stars { &['a', 'b', 'c', '_', '*', 'é'] } else { &['a', 'b', 'c', '_', 'é', '*'] };
    vec(select(&letters[..if stars { 6 } else { 5 }]), 1..9).prop_map(|mut letters| {
        // two stars in a row are refused
        letters.dedup_by(|next, kept| *next == '*' && *kept == '*');
        letters.into_iter().collect()
    })
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let storage = prop_oneof![9 => Just(Storage::Cookie), 1 => Just(Storage::LocalStorage)];
    let hosts = prop_oneof![3 => Just(vec![]), 2 => vec(select(HOSTS), 1..3)];
    let path = prop_oneof![4 => Just(None), 1 => select(PATHS).prop_map(Some)];
    vec((name(true), hosts, path, storage), 0..24).prop_map(|lines| {
        let line = |(days, (pattern, hosts, path, storage)): (u16, (String, _, _, _))| Line {
            pattern,
            hosts,
            path,
            storage,
            days,
        };
        (1..).zip(lines).map(line).collect()
    })
}

/// A name that lines like these can mean: one of their patterns with its stars filled, or any.
fn asked(lines: &[Line], (at, fill, other, meant): (prop::sample::Index, String, String, bool)) -> String {
    match lines.get(at.index(lines.len().max(1))) {
        Some(line) if meant => line.pattern.replace('*', &fill),
        _ => other,
    }
}

fn empty() -> PolicyBuilder {
    Policy::builder().version(Version::new(1, date!(2022 - 12 - 15)))
}

/// Of the lines, those that can stand together: ties and duplicates are refused.
fn standing(lines: Vec<Line>, mut builds: impl FnMut(&[Line]) -> bool) -> Vec<Line> {
    let mut kept = Vec::new();
    for line in lines {
        kept.push(line);
        if !builds(&kept) {
            kept.pop();
        }
    }
    kept
}

fn with(lines: &[Line]) -> PolicyBuilder {
    lines.iter().map(Line::declared).fold(empty(), PolicyBuilder::declare)
}

#[test]
fn the_compiled_catalogue_finds_what_a_naive_one_finds() {
    let (hits, patterns, united, all) = (Cell::new(0), Cell::new(0), Cell::new(0), Cell::new(0));
    let count = |cell: &Cell<u32>, yes: bool| cell.set(cell.get() + u32::from(yes));
    let name = || (any::<prop::sample::Index>(), name(false), name(false), prop::bool::weighted(0.8));
    let host =
        select(&["edx.org", "WWW.edx.org:8080", "a.www.edx.org.", ".www.edx.org", "xedx.org", "127.0.0.1", "[::1]:80"]);
    let path = select(&["/", "/a", "/ab", "/a/", "/a/b/c", "/c", ""]);
    let storage = prop_oneof![9 => Just(Storage::Cookie), 1 => Just(Storage::LocalStorage)];
    let question =
        (name(), host, path, storage, any::<bool>(), prop_oneof![4 => Just(""), 1 => Just(" "), 1 => Just("\u{a0}")]);
    let strategy = (lines(), lines(), vec(question, 32), any::<prop::sample::Index>());
    let property = |(site, own, questions, turn): (Vec<Line>, Vec<Line>, Vec<_>, prop::sample::Index)| {
        let site = standing(site, |lines| with(lines).build().is_ok());
        // some of what the site has the Member has too
        let own = site.iter().take(2).cloned().chain(own).zip(101..);
        let own: Vec<Line> = own.map(|(line, days)| Line { days, ..line }).collect();
        let member = |lines: &[Line]| {
            let member = lines.iter().map(Line::declared).fold(Member::new("unix"), Member::declare);
            with(&site).member(member)
        };
        let own = standing(own, |lines| member(lines).build().is_ok());
        let policy = member(&own).build().unwrap();
        // the order of declarations means nothing
        let mut turned = site.clone();
        turned.rotate_left(turn.index(site.len().max(1)));
        let again = own.iter().rev().map(Line::declared).fold(Member::new("unix"), Member::declare);
        let again = with(&turned).member(again).build().unwrap();
        prop_assert!(policy == again);
        for (name, host, path, storage, at_member, space) in questions {
            let lines = if at_member { &own } else { &site };
            let name = format!("{space}{}{space}", asked(lines, name));
            let cookie = Cookie { path, storage, ..Cookie::first_party(&name, host) };
            let (place, theirs) =
                if at_member { (Place::Member("unix"), naive(&own, &cookie)) } else { (Place::Site, None) };
            let ours = naive(&site, &cookie);
            let expected = ours.into_iter().chain(theirs).map(|line| line.days).min();
            count(&all, true);
            count(&hits, expected.is_some());
            count(&patterns, ours.or(theirs).is_some_and(|line| line.pattern.contains('*')));
            count(&united, ours.is_some() && theirs.is_some());
            prop_assert_eq!(found(&policy, place, &cookie), expected, "{:?}", cookie);
            prop_assert_eq!(found(&again, place, &cookie), expected, "in another order: {:?}", cookie);
        }
        Ok(())
    };
    if let Err(TestError::Fail(why, (site, own, ..))) = TestRunner::new(cases(800)).run(&strategy, property) {
        panic!("{why}\nsite {site:#?}\nmember {own:#?}");
    }
    let [hits, patterns, united, all] = [hits, patterns, united, all].map(Cell::into_inner);
    println!("{all} questions: {hits} found, {patterns} by a pattern, {united} declared by both");
    assert!(hits * 5 > all && hits * 10 < all * 9, "{hits} of {all}");
    assert!(patterns * 10 > all && united * 100 > all, "{patterns}, {united} of {all}");
}

/// Every name of up to seven letters of an alphabet of two, and a host and a path in every scope.
fn every_cookie() -> impl Iterator<Item = (String, &'static str, &'static str)> {
    let mut names = vec![String::new()];
    for at in 0.. {
        let Some(name) = names.get(at).filter(|name| name.len() < 7) else { break };
        let longer = ["a", "b"].map(|letter| format!("{name}{letter}"));
        names.extend(longer);
    }
    let pages = [("www.edx.org", "/"), ("www.edx.org", "/a/b"), ("edx.org", "/a"), ("other.example", "/a/b")];
    names.into_iter().flat_map(move |name| pages.map(|(host, path)| (name.clone(), host, path)))
}

/// Whenever two declarations mean one cookie and neither is more specific, the policy is refused: which of the two
/// decided would be chance.
#[test]
fn no_tie_is_built() {
    let (built, overlapping, tied) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let count = |cell: &Cell<u32>, yes: bool| cell.set(cell.get() + u32::from(yes));
    let pattern = vec(select(&["a", "b", "*", "*"]), 1..6).prop_map(|letters| letters.concat());
    let hosts = prop_oneof![
        1 => Just(vec![]),
        5 => prop::sample::subsequence(vec!["edx.org", "www.edx.org", "other.example"], 1..3),
    ];
    let path = prop_oneof![3 => Just(None), 2 => select(&["/", "/a", "/a/", "/a/b"]).prop_map(Some)];
    let lines = vec((pattern, hosts, path), 2..5).prop_map(|lines| {
        let line = |(days, (pattern, hosts, path))| Line { pattern, hosts, path, storage: Storage::Cookie, days };
        (1..).zip(lines).map(line).collect::<Vec<_>>()
    });
    let property = |lines: Vec<Line>| {
        let policy = with(&lines).build();
        let mut is_overlapping = false;
        let mut is_tied = false;
        for (name, host, path) in every_cookie() {
            let cookie = Cookie { path, ..Cookie::first_party(&name, host) };
            let mut meant: Vec<_> = lines.iter().filter_map(|line| line.means(&cookie)).collect();
            meant.sort_unstable();
            is_overlapping |= meant.len() > 1;
            is_tied |= meant.windows(2).any(|pair| pair[0] == pair[1]);
        }
        count(&built, policy.is_ok());
        count(&overlapping, policy.is_ok() && is_overlapping);
        count(&tied, is_tied);
        prop_assert!(!is_tied || policy.is_err(), "two of these tie, and the policy was built");
        Ok(())
    };
    let config = cases(4_000);
    let least = config.cases / 50;
    if let Err(TestError::Fail(why, lines)) = TestRunner::new(config).run(&lines, property) {
        panic!("{why}\n{lines:#?}");
    }
    let [built, overlapping, tied] = [built, overlapping, tied].map(Cell::into_inner);
    println!("{built} were built, {overlapping} of them with declarations that overlap; {tied} tied");
    assert!(overlapping > least && tied > least, "{built} {overlapping} {tied}: this proves nothing");
}

#[test]
fn five_thousand_declarations_are_all_found() {
    let line = |n: u16| Line {
        pattern: if n.is_multiple_of(10) { format!("p{n:04}_*") } else { format!("name{n:04}") },
        hosts: vec![],
        path: None,
        storage: Storage::Cookie,
        days: 1 + n % 399,
    };
    let policy = with(&(0..5_000).map(line).collect::<Vec<_>>()).build().unwrap();
    for n in 0_u16..5_000 {
        let (hit, miss) = if n.is_multiple_of(10) {
            (format!("p{n:04}_x"), format!("p{n:04}"))
        } else {
            (format!("name{n:04}"), format!("name{n:04}x"))
        };
        assert_eq!(found(&policy, Place::Site, &Cookie::first_party(&hit, "edx.org")), Some(1 + n % 399), "{hit}");
        assert_eq!(found(&policy, Place::Site, &Cookie::first_party(&miss, "edx.org")), None, "{miss}");
    }
}

#[test]
fn the_longest_names_are_found() {
    let longest = "n".repeat(4_096);
    let half = "m".repeat(2_000);
    let patterns = [longest.clone(), format!("{half}*{half}")];
    let policy = patterns.iter().zip([1, 2]).fold(empty(), |policy, (pattern, days)| {
        policy.declare(Declaration::new(pattern, Category::Performance).lasting(Lifetime::days(days)))
    });
    let policy = policy.build().unwrap();
    let asked = |name: &str| {
        found(&policy, Place::Site, &Cookie { storage: Storage::Cookie, ..Cookie::first_party(name, "edx.org") })
    };
    assert_eq!(asked(longest.strip_prefix('n').unwrap()), None);
    assert_eq!(asked(&format!("{half}{half}")), Some(2));
    assert_eq!(asked(&format!("{half}x{half}")), Some(2));
    assert_eq!(asked(&"m".repeat(3_999)), None);
}
