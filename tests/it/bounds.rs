//! Documents that are built to hurt: each is refused by name, or costs no more than its length.
#![expect(clippy::unwrap_used, reason = "a test that panics fails, as it should")]
#![expect(clippy::arithmetic_side_effects, reason = "numbers are small, and overflow would panic")]

use cookie_consent::cookie::{CategorySet, DataUse, Lifetime, Storage};
use cookie_consent::law::{Jurisdiction, Months, Rule};
use cookie_consent::policy::{
    Declaration, Forbidden, LawOverride, Member, PolicyBuilder, PolicyErrorKind, Settings, Undeclared, Vendor, Version,
};
use cookie_consent::review::{DecisionTable, Lint, TableTooLarge, diff, lint};
use cookie_consent::visit::{BrowserMode, Signals};
use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Reason, Region, Visit, decide};
use time::macros::{date, utc_datetime};
use time::{Date, Duration, UtcDateTime};

const NOW: UtcDateTime = utc_datetime!(2026-11-23 12:00);

fn empty() -> PolicyBuilder {
    Policy::builder().version(Version::new(1, date!(2022 - 12 - 15)))
}

fn day(n: i64) -> Date {
    date!(1970 - 01 - 01) + Duration::days(n)
}

fn region(code: &str) -> Jurisdiction {
    Jurisdiction::Region(code.parse().unwrap())
}

fn lasts(months: i64) -> Rule {
    Rule::ConsentLasts(Months::new(u8::try_from(months).unwrap()))
}

/// Overrides of one place, each at a day of its own: `n` that follow each other.
fn in_order(n: i64) -> Vec<LawOverride> {
    (0..n).map(|at| LawOverride::laxer(region("FR"), lasts(at % 2 + 1)).since(day(at))).collect()
}

/// A part of France for each number.
fn part(n: i64) -> Jurisdiction {
    let letter = |n: i64| char::from(b'A'.checked_add(u8::try_from(n % 26).unwrap()).unwrap());
    region(&format!("FR-{}{}{}", letter(n / 676), letter(n / 26), letter(n)))
}

fn overriding(changes: impl IntoIterator<Item = LawOverride>) -> PolicyBuilder {
    changes.into_iter().fold(empty(), PolicyBuilder::override_law)
}

/// Half of them follow each other, and each of the others changes all of these.
fn back_and_forth(n: i64) -> PolicyBuilder {
    let all = |at: i64| {
        let rule = Rule::AskAgainAfter(Months::new(u8::try_from(at % 2 + 1).unwrap()));
        LawOverride::laxer(region("FR"), rule)
    };
    overriding(in_order(n / 2).into_iter().chain((0..n / 2).map(all)))
}

/// Half of them follow each other, and each of the others is judged by all of these.
fn judged(n: i64) -> PolicyBuilder {
    let all = (0..n / 2).map(|at| LawOverride::stricter(region("FR"), lasts(0)).since(day(-at)));
    overriding(in_order(n / 2).into_iter().chain(all))
}

/// Half of them change a country, and each of the others takes a part out of it, with all of its past.
fn divided(n: i64) -> PolicyBuilder {
    let parts = (0..n / 2).map(|at| LawOverride::laxer(part(at), lasts(1)));
    overriding(in_order(n / 2).into_iter().chain(parts))
}

/// A change for each of so many places, each at another day.
fn everywhere(n: i64) -> PolicyBuilder {
    overriding((0..n).map(|at| LawOverride::laxer(part(at), lasts(1)).since(day(at))))
}

/// Names of Members that nearly are what the site delegates.
fn nearly_delegated(n: usize) -> PolicyBuilder {
    let delegated = (0..n).map(|at| format!("*{}b*{at:04}", "a".repeat(2_000)));
    let names = (0..n).map(|at| format!("{}{at:04}", "a".repeat(4_000)));
    let member = names
        .fold(Member::new("unix"), |member, name| member.declare(Declaration::new(&name, Category::StrictlyNecessary)));
    delegated.fold(empty(), |site, pattern| site.delegate(&pattern)).member(member)
}

/// What a build would take too long for, and what it says.
pub(crate) fn refused() -> Vec<(&'static str, PolicyBuilder, PolicyErrorKind)> {
    vec![
        ("800 kB of overrides, each judged by all others", judged(8_400), PolicyErrorKind::TooManyOverrides),
        ("620 kB of overrides, a country and its parts", divided(6_500), PolicyErrorKind::TooManyOverrides),
        ("1 MB of names and delegated patterns", nearly_delegated(160), PolicyErrorKind::TooManyNames),
    ]
}

#[test]
fn what_would_take_too_long_is_refused_by_name() {
    for (name, policy, error) in refused() {
        let errors = policy.build().unwrap_err();
        assert!(errors.iter().any(|found| *found.kind() == error), "{name}: {errors}");
    }
}

/// Of the same length, and without harm: each costs what it is long.
#[test]
fn what_only_looks_hostile_is_built() {
    let families = [
        ("620 kB of overrides, one after the other", overriding(in_order(6_500))),
        ("620 kB of overrides, each of another place", everywhere(6_500)),
        ("800 kB of overrides, back and forth", back_and_forth(8_400)),
        ("62 kB of overrides, each judged by all others", judged(650)),
        ("62 kB of overrides, a country and its parts", divided(650)),
    ];
    for (name, policy) in families {
        assert_eq!(policy.build().err(), None, "{name}");
    }
}

/// A site larger than any: it meets no limit, when it is built and when it is reviewed.
#[test]
fn an_honest_site_of_any_size_meets_no_limit() {
    let categories = [Category::Performance, Category::Functionality, Category::Targeting];
    let days = || (1..=300_u16).cycle();
    let lines = (0..100_000_u32).zip(categories.iter().cycle()).zip(days()).map(|((n, category), days)| {
        let star = if n % 10 == 0 { "*" } else { "" };
        Declaration::new(&format!("name_{n:06}{star}"), *category).lasting(Lifetime::days(days))
    });
    let members = (0..1_000_u32).map(|n| {
        Member::new(&format!("m{n}"))
            .page("courses.edx.org", &format!("/m{n}"))
            .declare(Declaration::new(&format!("m{n}_theme"), Category::Functionality))
            .forbid(Forbidden::Cookie("name_0000*".into()))
            .add_use(&format!("name_{:06}", n * 10 + 1), DataUse::SocialPlugin)
            .shorten("name_000000*", Lifetime::Session)
    });
    let site = lines.fold(empty(), PolicyBuilder::declare);
    let site = members.fold(site, PolicyBuilder::member);
    let changes = (0..300).map(|n| LawOverride::stricter(part(n / 3), lasts(3 - n % 3)).since(day(20_000 + n)));
    let policy = changes.fold(site, PolicyBuilder::override_law).build().unwrap();
    let asked = |name| reason(&policy, Place::Member("m7"), &Cookie::first_party(name, "courses.edx.org"));
    assert_eq!(asked("name_000012"), Reason::MemberRestriction);
    assert_ne!(asked("name_010012"), Reason::MemberRestriction);
    let skipped = lint(&policy).into_iter().filter(|finding| finding.lint() == Lint::NotAllCompared);
    assert_eq!(skipped.count(), 0);
    assert_eq!(diff(&policy, &policy).changes(), []);
}

fn reason(policy: &Policy, place: Place<'_>, cookie: &Cookie<'_>) -> Reason {
    let visit = Visit::new(NOW, place, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    decide(policy, &visit.region(Region::country_code(*b"NZ")), Consent::Absent, cookie).reason()
}

/// No browser keeps such a cookie, and comparing takes as long as the name: so it is in no inventory, whatever its
/// pattern, its storage, and the treatment of what nobody declared.
#[test]
fn a_name_of_more_than_4096_bytes_is_in_no_inventory() {
    let declared = |category, undeclared| {
        let mut settings = Settings::default();
        settings.undeclared = undeclared;
        let member = Member::new("unix").forbid(Forbidden::Cookie("id_*".into()));
        empty().settings(settings).declare(Declaration::new("id_*", category)).member(member).build().unwrap()
    };
    let name = |len: usize| format!(" id_{}\t", "x".repeat(len - 3));
    let (kept, dropped) = (name(4_096), name(4_097));
    for storage in Storage::ALL {
        let asked = |name| Cookie::first_party(name, "edx.org").stored_in(*storage);
        let policy = Declaration::new("id_*", Category::StrictlyNecessary).stored_in(*storage);
        let policy = empty().declare(policy).build().unwrap();
        assert_eq!(reason(&policy, Place::Site, &asked(&kept)), Reason::StrictlyNecessary, "{storage}");
        assert_eq!(reason(&policy, Place::Site, &asked(&dropped)), Reason::Uncategorised, "{storage}");
    }
    for undeclared in [Undeclared::Deny, Undeclared::AsTargeting] {
        let policy = declared(Category::Targeting, undeclared);
        let asked = |place, name| reason(&policy, place, &Cookie::first_party(name, "edx.org"));
        assert_eq!(asked(Place::Member("unix"), &kept), Reason::MemberRestriction);
        assert_eq!(asked(Place::Member("unix"), &dropped), Reason::Uncategorised);
        assert_eq!(asked(Place::Site, &dropped), Reason::Uncategorised);
    }
}

/// A host of any length is within those scopes that it was within before: only few are looked for.
#[test]
fn a_host_of_any_length_is_within_its_parents() {
    let lines = [("edx.org", Category::Targeting), ("org", Category::StrictlyNecessary)];
    let declared = lines.map(|(host, category)| Declaration::new("id", category).on_host(host));
    let policy = declared.into_iter().fold(empty(), PolicyBuilder::declare).build().unwrap();
    let below = |times| format!("{}edx.org", "ä.".repeat(times));
    for host in [below(0), below(1), below(81), below(82), below(83), below(84), below(20_000)] {
        let expected = reason(&policy, Place::Site, &Cookie::first_party("id", "edx.org"));
        assert_ne!(expected, Reason::StrictlyNecessary);
        assert_eq!(reason(&policy, Place::Site, &Cookie::first_party("id", &host)), expected, "{}", host.len());
    }
    let longest = ["a", &".b".repeat(126)].concat();
    assert_eq!(longest.len(), 253);
    let policy = empty().declare(Declaration::new("id", Category::StrictlyNecessary).on_host(&longest));
    let policy = policy.declare(Declaration::new("id", Category::Performance).on_host("c")).build().unwrap();
    let page = format!("www.{longest}");
    assert_eq!(reason(&policy, Place::Site, &Cookie::first_party("id", &page)), Reason::StrictlyNecessary);
}

/// Each is compared with every name that the site does not declare otherwise.
#[test]
fn at_most_a_hundred_forbidden_patterns_begin_alike() {
    let forbidding = |n: usize| {
        let patterns = (0..n).map(|at| Forbidden::Cookie(format!("cart*{at:03}").into()));
        empty().member(patterns.fold(Member::new("unix"), Member::forbid))
    };
    assert_eq!(forbidding(100).build().err(), None);
    let errors = forbidding(101).build().unwrap_err();
    assert!(matches!(errors.iter().next().unwrap().kind(), PolicyErrorKind::TooManyAlike(_, 101)), "{errors}");
}

// ---------------------------------------------------------------------------------------------------- reviews

fn too_large(policy: PolicyBuilder) -> Option<TableTooLarge> {
    DecisionTable::of(&policy.build().unwrap(), NOW, Age::Unknown).err()
}

/// Members who each forbid names that the site does not declare, of which each may mean something on each host.
fn forbidding(members: usize, names: usize, hosts: usize) -> PolicyBuilder {
    let line = Declaration::new("_ga*", Category::Performance);
    let line = (0..hosts).fold(line, |line, n| line.on_host(&format!("h{n}.edx.org")));
    (0..members).fold(empty().declare(line), |site, m| {
        let names = (0..names).map(|n| Forbidden::Cookie(format!("n{n}").into()));
        site.member(names.fold(Member::new(&format!("m{m}")), Member::forbid))
    })
}

/// As many kinds of cookies in as many regions.
fn kinds(n: u16, regions: i64) -> PolicyBuilder {
    let uses = |bits: u16| DataUse::ALL.iter().enumerate().filter(move |(at, _)| bits >> at & 1 == 1);
    let line = |kind: u16| {
        let line = Declaration::new(&format!("c{kind}"), Category::Targeting);
        uses(kind).fold(line, |line, (_, data_use)| line.used_for(*data_use))
    };
    (0..n).map(line).fold(everywhere(regions), PolicyBuilder::declare)
}

#[test]
fn a_table_that_nobody_could_read_is_refused_by_name() {
    for (name, policy, error) in [
        ("337 kB of names that members forbid", forbidding(100, 200, 100), TableTooLarge::TooManyCookies),
        ("one member and a site of many hosts", forbidding(1, 1_000, 2_000), TableTooLarge::TooManyCookies),
        ("as many kinds as regions", kinds(700, 2_000), TableTooLarge::TooManyCells),
    ] {
        assert_eq!(too_large(policy), Some(error), "{name}");
    }
    assert_eq!(too_large(forbidding(10, 20, 10)), None);
    assert_eq!(too_large(kinds(7, 20)), None);
}

/// Patterns that each mean what the others mean, on hosts of their own.
#[test]
fn a_lint_that_leaves_comparisons_out_says_so() {
    let site = |lines: usize, hosts: usize| {
        let line = |n: usize| {
            let line = Declaration::new(&format!("id{}*", "x".repeat(n)), Category::Performance);
            (0..hosts).fold(line, |line, host| line.on_host(&format!("h{host}.n{n}.org")))
        };
        (1..=lines).map(line).fold(empty(), PolicyBuilder::declare).build().unwrap()
    };
    let skipped = |policy: &Policy| lint(policy).iter().any(|finding| finding.lint() == Lint::NotAllCompared);
    assert!(!skipped(&site(100, 20)));
    assert!(skipped(&site(500, 30)));
}

/// A line that is gone, and so many that inherit its cookies: asking for everything again is shorter than naming them.
#[test]
fn a_change_for_many_vendors_is_one_for_everything() {
    let site = |vendors: usize, lines: usize| {
        let ids: Vec<String> = (0..vendors).map(|n| format!("v{n}")).collect();
        let site = ids.iter().map(|id| Vendor::new(id, "Vendor")).fold(empty(), PolicyBuilder::vendor);
        let line = |n: usize| Declaration::new(&format!("{}_{n:04}*", n % 7), Category::Performance);
        let line = |n: usize| line(n).vendor(&ids[n % vendors]).on_host("edx.org");
        (0..lines).map(line).fold(site, PolicyBuilder::declare)
    };
    for (vendors, lines, named) in [(100, 100, 100), (101, 101, 0), (1, 1_000, 1), (1, 1_001, 0)] {
        let new = site(vendors, lines);
        let old = new.clone().declare(Declaration::new("*", Category::Targeting).on_host("edx.org"));
        let (old, new) = (old.build().unwrap(), new.build().unwrap());
        let diff = diff(&old, &new);
        assert_eq!(diff.changes().len(), 1);
        assert_eq!(diff.material_vendors().len(), named, "{vendors}, {lines}");
        let everything = if named == 0 { CategorySet::NON_ESSENTIAL } else { CategorySet::EMPTY };
        assert_eq!(diff.material(), everything, "{vendors}, {lines}");
    }
}
