//! Which of the cookies that were observed the policy does not know, and what may help.
#![cfg(test)]

use cookie_consent::cookie::Storage;
use cookie_consent::policy::{Declaration, ImportedLabels, Member, PolicyBuilder, Settings, Undeclared, Version};
use cookie_consent::review::{Hint, InventoryCheck, undeclared};
use cookie_consent::{Category, Cookie, Place, Policy, Reason};
use time::macros::date;

use crate::fixture::visitor_in;

fn policy() -> PolicyBuilder {
    Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
        .declare(Declaration::new("theme", Category::Functionality).on_host("www.edx.org"))
        .declare(Declaration::new("fr", Category::Targeting).third_party())
        .declare(Declaration::new("_ga_*", Category::Performance))
        .declare(Declaration::new("_ttp", Category::Targeting).imported())
        .declare(Declaration::new("_tt_*", Category::Targeting).imported())
        .member(
            Member::new("unix").page("unix.edx.org", "/").declare(Declaration::new("quiz", Category::Functionality)),
        )
}

fn first(name: &str) -> (Place<'static>, Cookie<'_>) {
    (Place::Site, Cookie::first_party(name, "www.edx.org"))
}

fn shown(check: &InventoryCheck<'_, '_>) -> Vec<(String, Vec<String>)> {
    let line = |undeclared: &cookie_consent::review::UndeclaredCookie<'_, '_>| {
        (undeclared.cookie().name.to_owned(), undeclared.hints().iter().map(Hint::to_string).collect())
    };
    check.undeclared().iter().map(line).collect()
}

#[track_caller]
fn hints(observed: (Place<'_>, Cookie<'_>), expected: &[&str]) {
    let policy = policy().build().unwrap();
    let check = undeclared(&policy, [observed]);
    let [undeclared] = check.undeclared() else { panic!("{check:?}") };
    let hints: Vec<String> = undeclared.hints().iter().map(Hint::to_string).collect();
    assert_eq!(hints, expected);
    // what is not declared is not allowed either, for want of a declaration
    let decision = visitor_in("US-TX").decide(&policy, &[], &observed.1);
    assert!(matches!(decision.reason(), Reason::Uncategorised | Reason::OtherParty), "{decision}");
}

#[test]
fn what_is_declared_is_not_reported() {
    let policy = policy().build().unwrap();
    let declared = [
        first("sessionid"),
        // browsers trim the name, so this is the one before
        first(" sessionid\t"),
        first("theme"),
        first("_ga_X1"),
        (Place::Site, Cookie::third_party("fr", "facebook.com")),
        (Place::Member("unix"), Cookie::first_party("quiz", "unix.edx.org")),
        (Place::Member("unix"), Cookie::first_party("sessionid", "unix.edx.org")),
    ];
    let check = undeclared(&policy, declared);
    assert_eq!((check.undeclared(), check.declared(), check.left_out()), ([].as_slice(), 6, 0));
}

#[test]
fn every_hint() {
    hints(first("_ttp"), &["a public list says `_ttp` is targeting"]);
    hints(first("_tt_x"), &["a public list says `_tt_*` is targeting"]);
    hints(first("fr"), &["`fr` is declared for the other party"]);
    hints(
        (Place::Site, Cookie::first_party("theme", "courses.edx.org")),
        &["`theme` on www.edx.org is declared, elsewhere"],
    );
    let stored = Cookie::first_party("sessionid", "www.edx.org").stored_in(Storage::LocalStorage);
    hints((Place::Site, stored), &["`sessionid` is declared, elsewhere"]);
    hints(first("quiz"), &["`quiz` of member `unix` is declared, on other pages"]);
    hints(first("SessionID"), &["`sessionid` differs in case only"]);
    hints(first("_GA_1"), &["`_ga_*` differs in case only"]);
    hints(first("nothing_like_it"), &[]);
}

#[test]
fn names_that_end_in_ids_suggest_a_pattern() {
    let policy = policy().build().unwrap();
    let check = undeclared(&policy, ["exp_1a", "exp_2b", "exp_3c", "abc_1", "abc_2", "x_y"].map(first));
    let pattern = || vec!["`exp_*` would mean it and others like it".to_owned()];
    let expected = [
        ("abc_1", vec![]),
        ("abc_2", vec![]),
        ("exp_1a", pattern()),
        ("exp_2b", pattern()),
        ("exp_3c", pattern()),
        ("x_y", vec![]),
    ];
    assert_eq!(shown(&check), expected.map(|(name, hints)| (name.to_owned(), hints)));
}

#[test]
fn each_is_counted_once_and_the_rest_is_counted_too() {
    let policy = policy().build().unwrap();
    let names: Vec<String> = (0..10_050).map(|n| format!("n{n}")).collect();
    let check = undeclared(&policy, names.iter().chain(&names).map(|name| first(name)));
    assert_eq!((check.undeclared().len(), check.declared(), check.left_out()), (10_000, 0, 100));
    assert!(check.undeclared().iter().all(|undeclared| undeclared.seen() == 2));
}

#[test]
fn a_uuid_suggests_what_stands_before_it() {
    let policy = policy().build().unwrap();
    let uuid = |n: u32| format!("sess_550e8400-e29b-41d4-a716-44665544{n:04}");
    let names = [uuid(1), uuid(2), uuid(3)];
    let check = undeclared(&policy, names.iter().map(|name| first(name)));
    for undeclared in check.undeclared() {
        assert_eq!(undeclared.hints(), [Hint::Pattern("sess_*".to_owned())]);
    }
    // names that no policy takes as patterns suggest none, since it would be refused
    let odd = ["a*b_1", "a*b_2", "a*b_3", "^ab_1", "^ab_2", "^ab_3", "a;b_1", "a;b_2", "a;b_3"];
    assert!(undeclared(&policy, odd.map(first)).undeclared().iter().all(|undeclared| undeclared.hints().is_empty()));
}

#[test]
fn one_cookie_in_several_spellings_is_one() {
    let policy = policy().build().unwrap();
    let spelt = [("a", "www.edx.org"), (" a\t", "WWW.edx.org"), ("a", ".www.edx.org.:443"), ("A", "www.edx.org")];
    let check = undeclared(&policy, spelt.map(|(name, host)| (Place::Site, Cookie::first_party(name, host))));
    let seen: Vec<_> =
        check.undeclared().iter().map(|undeclared| (undeclared.cookie().name, undeclared.seen())).collect();
    assert_eq!(seen, [("A", 1), ("a", 3)]);
}

/// Of several labels that one counts which a policy would follow, and a label is no declaration to be near to.
#[test]
fn only_the_label_that_counts_is_a_hint() {
    let label = |pattern, category| Declaration::new(pattern, category).imported();
    let policy = policy()
        .declare(label("token", Category::Targeting))
        .declare(label("token", Category::Functionality).third_party().on_host("adnxs.com"))
        .declare(label("tok*", Category::Performance))
        .build()
        .unwrap();
    let hints = |name, host| {
        let check = undeclared(&policy, [(Place::Site, Cookie::third_party(name, host))]);
        check.undeclared()[0].hints().iter().map(Hint::to_string).collect::<Vec<_>>()
    };
    assert_eq!(hints("token", "www.edx.org"), ["a public list says `token` is targeting"]);
    assert_eq!(hints("token", "ib.adnxs.com"), ["a public list says `token` is functionality"]);
    assert_eq!(hints("toks", "ib.adnxs.com"), ["a public list says `tok*` is performance"]);
    assert_eq!(hints("Token", "www.edx.org"), [""; 0]);
}

/// Settings by which an unknown cookie can be allowed make it no less undeclared.
#[test]
fn settings_do_not_declare() {
    let mut settings = Settings::default();
    settings.undeclared = Undeclared::AsTargeting;
    settings.imported_labels = ImportedLabels::Decide;
    let policy = policy().settings(settings).build().unwrap();
    assert_eq!(undeclared(&policy, ["_ttp", "other"].map(first)).undeclared().len(), 2);
}

#[test]
fn hostile_names_get_no_more_hints_than_others() {
    let many = (0..50).fold(policy(), |policy, n| {
        policy.declare(Declaration::new("same", Category::Performance).on_host(&format!("h{n}.edx.org")))
    });
    let policy = many.build().unwrap();
    let long = "_ga_".repeat(1_000_000);
    let check = undeclared(&policy, [first("same"), first(&long), first("")]);
    assert_eq!(check.undeclared().iter().map(|undeclared| undeclared.hints().len()).max(), Some(8));
}
