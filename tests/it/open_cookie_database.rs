//! The Open Cookie Database: every row is taken, or refused by name.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "counts of rows")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use cookie_consent::cookie::{CategorySet, DataUse, Lifetime};
use cookie_consent::policy::{ImportedLabels, PolicyBuilder, Settings, Trust, Version};
use cookie_consent::read::{Import, ImportError, Label, WhyRefused, open_cookie_database};
use cookie_consent::{Category, Cookie, Policy, Reason};
use proptest::prelude::*;
use proptest::sample::select;
use time::macros::date;

use crate::cases::cases;
use crate::fixture::{sec_gpc, visitor_in};

const HEADER: &str = "ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,Data Controller,\
                      User Privacy & GDPR Rights Portals,Wildcard match";

/// A list of rows: category, name, domain, retention, wildcard.
fn list(rows: &[[&str; 5]]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let row = |[category, name, domain, retention, wildcard]: &[&str; 5]| {
        ["id", "Example", category, name, domain, "what it does", retention, "", "", wildcard].map(quoted).join(",")
    };
    let rows = rows.iter().map(row);
    [HEADER.to_owned()].into_iter().chain(rows).collect::<Vec<_>>().join("\r\n")
}

fn import(rows: &[[&str; 5]]) -> Import {
    open_cookie_database(list(rows).as_bytes()).unwrap()
}

/// A policy that holds everything taken.
fn policy(import: Import) -> Policy {
    let empty = Policy::builder().version(Version::new(1, date!(2022 - 12 - 15)));
    import.into_declarations().fold(empty, PolicyBuilder::declare).build().unwrap()
}

fn refused(name: &str, wildcard: &str) -> Option<WhyRefused> {
    let import = import(&[["Marketing", name, "", "1 year", wildcard]]);
    import.refused().first().map(|refused| refused.why)
}

fn line(import: &Import) -> serde_json::Value {
    let [label] = import.taken() else { panic!("{import:?}") };
    let one = Policy::builder().version(Version::new(1, date!(2022 - 12 - 15))).declare(label.declaration().clone());
    serde_json::to_value(one.build().unwrap()).unwrap()["declarations"][0].clone()
}

/// The rows that were taken or refused, each once.
fn numbers(import: &Import) -> Vec<usize> {
    let taken: BTreeSet<usize> = import.taken().iter().flat_map(Label::sources).map(|source| source.row).collect();
    let refused: BTreeSet<usize> = import.refused().iter().map(|refused| refused.row).collect();
    assert!(taken.is_disjoint(&refused), "a row is both taken and refused");
    taken.union(&refused).copied().collect()
}

#[test]
fn categories_are_never_strictly_necessary() {
    let cases = [
        ("Functional", Category::Functionality, DataUse::UiPreference),
        ("Necessary", Category::Functionality, DataUse::UiPreference),
        ("Personalization", Category::Functionality, DataUse::ContentPersonalisation),
        ("Security", Category::Functionality, DataUse::Security),
        ("Analytics", Category::Performance, DataUse::Analytics),
        ("Marketing", Category::Targeting, DataUse::SaleOrShare),
    ];
    for (theirs, category, data_use) in cases {
        let import = import(&[[theirs, "name", "", "session", "0"]]);
        let line = line(&import);
        assert_eq!(line["categories"], serde_json::json!([category.as_str()]), "{theirs}");
        assert_eq!(line["trust"], Trust::Imported.as_str());
        assert!(import.taken()[0].declaration().uses().contains(data_use), "{theirs}");
    }
    for unknown in ["", "marketing", "Advertising", "Functional,Analytics"] {
        let import = import(&[[unknown, "name", "", "", "0"]]);
        assert_eq!(import.refused()[0].why, WhyRefused::UnknownCategory, "{unknown}");
    }
}

#[test]
fn trap_prefixes_of_two_bytes_are_refused() {
    for name in ["_s", "SR", "CT", "tp"] {
        assert_eq!(refused(name, "1"), Some(WhyRefused::ShortPrefix), "{name}");
        assert_eq!(refused(name, "0"), None, "{name}: an exact name may be short");
    }
    assert_eq!(refused("cap", "1"), None);
}

#[test]
fn trap_a_star_is_said_by_another_column() {
    for name in ["SSPR_*", "SCM*", "UID_EXT_*"] {
        assert_eq!(refused(name, "0"), Some(WhyRefused::Star), "{name}");
        assert_eq!(refused(name, "1"), Some(WhyRefused::Star), "{name}");
    }
    let import = import(&[["Marketing", "_gac_", "", "1 year", "1"]]);
    assert_eq!(import.taken()[0].declaration().pattern(), "_gac_*");
}

#[test]
fn trap_placeholders_stand_for_names_that_nobody_knows() {
    for name in ["visitor_id%INTEGER%", "wp-settings-[user]", "{id}_cart", "<id>"] {
        assert_eq!(refused(name, "0"), Some(WhyRefused::Placeholder), "{name}");
    }
    assert_eq!(refused("100%", "0"), None);
}

#[test]
fn trap_invisible_characters_and_spaces_are_in_no_name() {
    for name in ["Site History", "ce_need_secure_cookie\t", "a\u{ad}b", "\u{200b}uid", "u\u{a0}id", "a;b", "a=b", "né"]
    {
        assert_eq!(refused(name, "0"), Some(WhyRefused::NotAName), "{name:?}");
    }
    assert_eq!(refused("", "0"), Some(WhyRefused::NoName));
    assert_eq!(refused("uid", "yes"), Some(WhyRefused::UnknownWildcard));
}

#[test]
fn trap_one_name_in_two_categories_unites_them_unless_the_host_differs() {
    let import = import(&[
        ["Functional", "token", "", "2 years", "0"],
        ["Marketing", "token", "", "1 day", "0"],
        ["Analytics", "token", "stats.example", "1 year", "0"],
    ]);
    let [anywhere, there] = import.taken() else { panic!("{import:?}") };
    let rows = |label: &Label| label.sources().iter().map(|source| source.row).collect::<Vec<_>>();
    assert_eq!((rows(anywhere), rows(there)), (vec![1, 2], vec![3]));
    let policy = policy(import);
    let document = serde_json::to_value(&policy).unwrap();
    let lines = document["declarations"].as_array().unwrap();
    let united: CategorySet = [Category::Functionality, Category::Targeting].into_iter().collect();
    assert_eq!(lines[0]["categories"], serde_json::to_value(united).unwrap());
    assert_eq!(lines[0]["lifetime"], serde_json::json!({ "seconds": 86_400 }));
    assert_eq!(lines[1]["hosts"], serde_json::json!(["stats.example"]));
    // for that host it is the only one that counts, so it asks for no less than the others
    assert_eq!(lines[1]["categories"], serde_json::to_value(CategorySet::NON_ESSENTIAL).unwrap());
}

#[test]
fn a_label_for_a_host_takes_on_those_above_it_and_no_others() {
    let import = import(&[
        ["Marketing", "uid", "ads.example", "", "0"],
        ["Functional", "uid", "eu.ads.example", "", "0"],
        ["Analytics", "uid", "other.example", "", "0"],
        ["Marketing", "uid_", "", "", "0"],
    ]);
    let uses: Vec<Vec<DataUse>> = import.taken().iter().map(|l| l.declaration().uses().iter().collect()).collect();
    let sold = [DataUse::InterestBasedAds, DataUse::SaleOrShare];
    assert_eq!(
        uses,
        [
            sold.to_vec(),
            vec![DataUse::UiPreference, DataUse::InterestBasedAds, DataUse::SaleOrShare],
            vec![DataUse::Analytics],
            sold.to_vec(),
        ]
    );
}

/// A use that one row names must not end the sale that another row's silence means, or Global Privacy Control no longer
/// reaches the cookie.
#[test]
fn uniting_keeps_the_uses_that_silence_means() {
    for other in ["Security", "Personalization", "Functional"] {
        for rows in [["Marketing", other], [other, "Marketing"]] {
            let import = import(&rows.map(|category| [category, "uid", "", "", "0"]));
            let mut settings = Settings::default();
            settings.imported_labels = ImportedLabels::Decide;
            let empty = Policy::builder().version(Version::new(1, date!(2022 - 12 - 15))).settings(settings);
            let policy = import.into_declarations().fold(empty, PolicyBuilder::declare).build().unwrap();
            let mut facts = visitor_in("US-CA");
            facts.signals = sec_gpc(&["1"]);
            let decision = facts.decide(&policy, &[], &Cookie::first_party("uid", "www.edx.org"));
            assert_eq!(decision.reason(), Reason::GpcBinding, "{rows:?}");
        }
    }
}

#[test]
fn names_that_no_policy_takes_are_refused() {
    for name in ["^uid", "uid$", "u\\id", "/uid/", &"u".repeat(4_097)] {
        assert_eq!(refused(name, "0"), Some(WhyRefused::NotAName), "{name}");
    }
    assert_eq!(refused(&"u".repeat(4_096), "0"), None);
    // with the `*` that a prefix gets it is too long
    assert_eq!(refused(&"u".repeat(4_096), "1"), Some(WhyRefused::NotAName));
}

/// Each host becomes a declaration with the whole description: a thousand hosts would make gigabytes of a few rows.
#[test]
fn a_row_of_many_hosts_is_prose() {
    let taken = |count: usize| {
        let hosts: Vec<String> = (0..count).map(|n| format!("h{n}.example")).collect();
        import(&[["Analytics", "uid", &hosts.join(" or "), "", "0"]]).taken().len()
    };
    assert_eq!((taken(8), taken(9), taken(500)), (8, 1, 1));
    let twice = import(&[["Analytics", "uid", ".a.example or A.example (3rd party)", "", "0"]]);
    assert_eq!((twice.taken().len(), twice.taken()[0].sources().len()), (1, 1));
}

#[test]
fn more_rows_than_in_anybodys_list_are_an_error() {
    let of = |rows: usize| open_cookie_database([HEADER, "\n", &"x\n".repeat(rows)].concat().as_bytes());
    assert_eq!(of(100_000).unwrap().refused().len(), 100_000);
    assert_eq!(of(100_001), Err(ImportError::TooManyRows));
}

#[test]
fn names_that_differ_by_case_are_two() {
    let import = import(&[["Analytics", "uid", "", "", "0"], ["Analytics", "UID", "", "", "0"]]);
    assert_eq!(import.taken().len(), 2);
}

#[test]
fn trap_prose_in_the_domain_column_is_no_host() {
    let hosts = |domain: &str| line(&import(&[["Analytics", "uid", domain, "", "0"]]))["hosts"].clone();
    let none = serde_json::json!([]);
    assert_eq!(hosts(""), none);
    assert_eq!(hosts("google.com"), serde_json::json!(["google.com"]));
    assert_eq!(hosts(".Google.com (3rd party)"), serde_json::json!(["google.com"]));
    for prose in ["advertiser's website domain", "1st party", "facebook.com (or 3rd party)", "*.example.com", "com"] {
        assert_eq!(hosts(prose), none, "{prose}");
    }
    let two = import(&[["Analytics", "MUID", ".bing.com (3rd party) or .microsoft.com (3rd party)", "", "0"]]);
    assert_eq!(two.taken().len(), 2);
    assert_eq!(&*two.taken()[0].sources()[0].domain, ".bing.com (3rd party) or .microsoft.com (3rd party)");
}

#[test]
fn retention_is_read_where_it_has_one_meaning() {
    let lifetime = |text: &str| line(&import(&[["Analytics", "uid", "", text, "0"]]))["lifetime"].clone();
    let seconds = |seconds: u32| serde_json::json!({ "seconds": seconds });
    let session = serde_json::json!("session");
    for text in ["session", "Session", "End of session (browser)", "Sessions"] {
        assert_eq!(lifetime(text), session, "{text}");
    }
    let cases = [
        ("1 year", 31_536_000),
        ("2 Years", 63_072_000),
        ("13 months", 396 * 86_400),
        ("1 month", 31 * 86_400),
        ("3 weeks", 21 * 86_400),
        ("30 Days", 30 * 86_400),
        ("24 hours", 86_400),
        ("30 mins", 1_800),
        ("1 second", 1),
    ];
    for (text, expected) in cases {
        assert_eq!(lifetime(text), seconds(expected), "{text}");
    }
    for text in [
        "Varies",
        "forever",
        "0 days",
        "-1 days",
        "2 years after last activity",
        "undefined",
        "1year",
        "9999999999999 years",
        "",
    ] {
        assert_eq!(lifetime(text), serde_json::Value::Null, "{text}");
    }
    assert_ne!(Lifetime::Session, Lifetime::days(1));
    assert_eq!(line(&import(&[["Analytics", "uid", "", "Local Storage", "0"]]))["storage"], "local-storage");
}

#[test]
fn a_list_that_is_none_is_an_error_by_name() {
    assert_eq!(open_cookie_database(b""), Err(ImportError::MissingColumn("ID")));
    let without = HEADER.replace("Wildcard match", "Wildcard");
    assert_eq!(open_cookie_database(without.as_bytes()), Err(ImportError::MissingColumn("Wildcard match")));
    assert_eq!(open_cookie_database(&vec![b','; (16 << 20) + 1]), Err(ImportError::TooLong((16 << 20) + 1)));
    let short = format!("\u{feff}{HEADER}\nid,Example,Analytics,uid\n");
    let import = open_cookie_database(short.as_bytes()).unwrap();
    assert_eq!((import.rows(), import.refused()[0].why), (1, WhyRefused::MissingColumn));
    assert_eq!(import.refused()[0].name.to_string(), "uid");
    let foreign = [HEADER.as_bytes(), b"\nid,Example,Analytics,u\xffid,,,,,,0\n"].concat();
    assert_eq!(open_cookie_database(&foreign).unwrap().refused()[0].why, WhyRefused::NotUtf8);
    let long = list(&[["Analytics", &"a".repeat(8_193), "", "", "0"]]);
    assert_eq!(open_cookie_database(long.as_bytes()).unwrap().refused()[0].why, WhyRefused::TooLong);
}

/// The list of 2026-01-21, if it is there: beside the project, or where `OPEN_COOKIE_DATABASE` says.
#[test]
fn the_real_list_is_taken_or_refused_row_by_row() {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/open-cookie-database.csv");
    let path = std::env::var_os("OPEN_COOKIE_DATABASE").map_or(beside, PathBuf::from);
    let Ok(list) = std::fs::read(&path) else {
        eprintln!("skipped: the list is not at {}", path.display());
        return;
    };
    let import = open_cookie_database(&list).unwrap();
    let mut why = BTreeMap::<&str, usize>::new();
    for refused in import.refused() {
        *why.entry(refused.why.as_str()).or_default() += 1;
    }
    assert_eq!(numbers(&import), (1..=import.rows()).collect::<Vec<_>>(), "a row is lost");
    println!("{} rows, {} declarations, refused: {why:?}", import.rows(), import.taken().len());
    if import.rows() == 2_264 {
        let expected = [("not-a-name", 3), ("placeholder", 4), ("short-prefix", 5), ("star", 4)];
        assert_eq!(why.into_iter().collect::<Vec<_>>(), expected);
        assert_eq!(import.taken().len(), 2_254);
    }
    let policy = policy(import);
    assert!(policy.source().versions().len() == 1);
}

proptest! {
    #![proptest_config(cases(500))]

    /// Any bytes, and any cells: every row has its label or its refusal, and a policy takes the labels.
    #[test]
    fn any_bytes_are_read_or_refused(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        cells in proptest::collection::vec(
            (r"[ -~]{0,6}", select(&["", "a.b", "a.b or c.d", "A.b or a.b"]), select(&["0", "1"])),
            0..6),
    ) {
        let _ = open_cookie_database(&bytes);
        let row = |(name, domain, flag)| -> [&str; 5] { ["Marketing", name, domain, "1 day", flag] };
        let rows: Vec<_> = cells.iter().map(|(name, domain, flag)| row((name.as_str(), *domain, *flag))).collect();
        for text in [[HEADER.as_bytes(), b"\n", &bytes].concat(), list(&rows).into_bytes()] {
            let import = open_cookie_database(&text).unwrap();
            prop_assert_eq!(numbers(&import), (1..=import.rows()).collect::<Vec<_>>());
            policy(import);
        }
    }

    /// Whatever the rows, everything taken fits into one policy, and a list cut anywhere loses no row that is whole.
    #[test]
    fn what_is_taken_makes_a_policy(
        rows in proptest::collection::vec(
            (select(&["Marketing", "Analytics", "Security"]), select(&["uid", "uid_", "UID", "_ga", "u*"]),
             select(&["", "a.example", "b.example or a.example", "prose"]), select(&["1 year", "session", "x"]), select(&["0", "1"])),
            0..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let rows: Vec<[&str; 5]> = rows.into_iter().map(|(a, b, c, d, e)| [a, b, c, d, e]).collect();
        let whole = import(&rows);
        prop_assert_eq!(whole.rows(), rows.len());
        policy(whole);
        let text = list(&rows);
        let cut = cut.index(text.len());
        if cut > HEADER.len() {
            let part = open_cookie_database(text.as_bytes().get(..cut).unwrap()).unwrap();
            // no cell of these rows holds a line break, so each line before the last is a whole row
            let lines = text.get(..cut).unwrap().lines().count() - 1;
            prop_assert!(part.rows() == lines || part.rows() + 1 == lines, "{} of {lines}", part.rows());
            prop_assert_eq!(numbers(&part), (1..=part.rows()).collect::<Vec<_>>());
            policy(part);
        }
    }
}
