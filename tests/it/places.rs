//! Whose pages a URL belongs to, however it is spelled.
#![cfg(test)]

use std::fmt::Write as _;

use cookie_consent::policy::{Forbidden, Member, Version};
use cookie_consent::{Category, Place, Policy};
use proptest::prelude::*;
use time::macros::date;

use crate::cases::cases;

fn policy() -> Policy {
    let forbids = |member: Member| member.forbid(Forbidden::Category(Category::Performance));
    Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .member(forbids(Member::new("unix").page("courses.edx.org", "/courses/UniX")))
        .member(forbids(Member::new("vie").page("courses.edx.org", "/courses/UniX/vie").page("vie.edx.org", "/")))
        .member(forbids(Member::new("umlaut").page("edx.org", "/hochschule/m%C3%BCnchen/")))
        .build()
        .unwrap()
}

#[test]
fn a_page_spelled_otherwise_stays_its_members() {
    let policy = policy();
    for path in [
        "/courses/UniX",
        "/courses/UniX/",
        "/courses/UniX?utm=1",
        "/courses/UniX#top",
        "/courses/UniX;v=1",
        "/courses/UniX;v=1/about",
        "//courses//UniX",
        "/courses/./UniX/cs101",
        "/x/../courses/UniX",
        "/../courses/UniX",
        "/courses/Uni%58",
        "/courses%2FUniX/cs101",
        "/courses\\UniX",
        "/%63ourses/UniX?/courses/UniX/vie",
        "/courses/UniX/vienna/../cs101",
    ] {
        for host in [
            "courses.edx.org",
            "COURSES.edx.org.",
            "courses.edx.org:https",
            "courses.edx.org:8443",
            "a.courses.edx.org",
        ] {
            assert_eq!(policy.place(host, path), Place::Member("unix"), "{host} {path}");
        }
    }
    for path in ["/courses/UniX/vie", "/courses/UniX/vie/a", "/courses/UniX/cs/../vie?x", "/courses/UniX/%76ie"] {
        assert_eq!(policy.place("courses.edx.org", path), Place::Member("vie"), "{path}");
    }
    for path in [
        "/",
        "",
        "*",
        "/courses",
        "/courses/UniXtra",
        "/courses/UniX/..",
        "/courses/Uni%5",
        "/courses/%",
        "/courses/%+8",
    ] {
        assert_eq!(policy.place("courses.edx.org", path), Place::Site, "{path}");
    }
    for path in ["", "/", "?a", "#a"] {
        assert_eq!(policy.place("vie.edx.org", path), Place::Member("vie"), "{path}");
    }
    assert_eq!(policy.place("vie.edx.org", "/any;thing?at=all"), Place::Member("vie"));
    assert_eq!(policy.place("[::1]:8080", "/courses/UniX"), Place::Site);
    // a declared path may be spelled otherwise too
    for path in ["/hochschule/münchen/", "/hochschule/m%c3%bcnchen/x", "/hochschule/./m%C3%BCnchen/"] {
        assert_eq!(policy.place("edx.org", path), Place::Member("umlaut"), "{path}");
    }
}

#[test]
fn whose_a_path_beyond_all_servers_is_cannot_be_told_and_is_not_the_sites() {
    let policy = policy();
    let long = format!("/courses/{}", "a/".repeat(5_000));
    assert_eq!(policy.place("courses.edx.org", &long), Place::Member(""));
    assert_eq!(policy.place("www.edx.com", &long), Place::Site, "no Member has pages on this host");
}

proptest! {
    #![proptest_config(cases(512))]

    /// Dots, doubled slashes, percent-encoding, parameters, queries: none of them changes whose page it is.
    #[test]
    fn no_spelling_leaves_a_member(
        segments in proptest::collection::vec("[a-zA-Z0-9]{1,6}", 0..4),
        noise in proptest::collection::vec(0_usize..7, 8),
        tail in prop_oneof![Just(""), Just("?a=/b/../c"), Just("#x/../y"), Just(";p=1")],
    ) {
        let policy = policy();
        let plain = ["courses", "UniX"].into_iter().map(String::from).chain(segments).collect::<Vec<_>>();
        let mut odd = String::new();
        for (segment, noise) in plain.iter().zip(noise.iter().cycle()) {
            odd += ["/", "//", "/./", "/x/../", "/", "/;a/", "/%2E/"][*noise];
            match noise {
                4 => segment.bytes().for_each(|byte| write!(odd, "%{byte:02x}").unwrap()),
                _ => odd += segment,
            }
        }
        let straight = format!("/{}", plain.join("/"));
        prop_assert_eq!(
            policy.place("courses.edx.org", &(odd + tail)),
            policy.place("courses.edx.org", &straight)
        );
    }
}
