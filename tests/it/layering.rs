//! The way of the data, held against the imports: who may know whom.
#![cfg(test)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each part of `src`, and all that it may name by `crate::`. Parts stand in the order of the data: what is asked,
/// under which facts, what was said, what the law says, what the site declared; then the decision; then what is around
/// it.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("instant", &[]),
    ("vocabulary", &[]),
    ("cookie", &["vocabulary"]),
    ("visit", &["cookie", "vocabulary"]),
    ("consent", &["cookie", "instant", "visit", "vocabulary"]),
    ("law", &["cookie", "visit", "vocabulary"]),
    ("reason", &["visit", "vocabulary"]),
    ("decision", &["cookie", "reason", "vocabulary"]),
    ("policy", &["consent", "cookie", "instant", "law", "reason", "visit", "vocabulary"]),
    ("judge", &["decision", "law", "reason", "visit", "vocabulary"]),
    ("assess", &["consent", "cookie", "decision", "judge", "law", "policy", "reason", "visit"]),
    ("decide", &["assess", "consent", "cookie", "decision", "judge", "policy", "reason", "visit"]),
    ("prompt", &["assess", "consent", "cookie", "decision", "judge", "law", "policy", "visit", "vocabulary"]),
    // a request's questions together, and each still answered by `decide` and `prompt`
    ("visitor", &["assess", "consent", "cookie", "decide", "decision", "policy", "prompt", "visit"]),
    // an answer and the facts of law under it, which no answer needs
    (
        "explain",
        &["assess", "consent", "cookie", "decide", "decision", "judge", "law", "policy", "reason", "visit", "visitor"],
    ),
    ("json", &[]),
    // on what a response depends, for all answers in it together
    ("dependence", &["consent", "decision", "json", "prompt", "visit", "visitor"]),
    // what pages embed and visitors are shown
    (
        "page",
        &[
            "assess",
            "consent",
            "cookie",
            "decision",
            "dependence",
            "instant",
            "json",
            "law",
            "policy",
            "prompt",
            "reason",
            "visit",
            "visitor",
            "vocabulary",
        ],
    ),
    (
        "wire",
        &[
            "consent",
            "cookie",
            "decision",
            "dependence",
            "explain",
            "instant",
            "law",
            "page",
            "policy",
            "prompt",
            "reason",
            "visit",
            "vocabulary",
        ],
    ),
    ("read", &["consent", "cookie", "instant", "policy", "visit", "visitor", "vocabulary", "wire"]),
    // what leaves: nobody else may know it
    ("enforce", &["consent", "cookie", "decision", "policy", "read", "visit", "visitor", "vocabulary"]),
    // what people read before a policy is enforced: nothing on the path of a request may know it
    (
        "review",
        &["consent", "cookie", "decide", "decision", "law", "policy", "prompt", "reason", "visit", "vocabulary"],
    ),
    // strategies are a user of the crate, and know all of its public face
    ("strategies", &["consent", "cookie", "decide", "decision", "law", "policy", "reason", "visit"]),
];

#[test]
fn every_import_follows_the_way_of_the_data() {
    let table: BTreeMap<_, _> = MAY_KNOW.iter().copied().collect();
    let mut edges = 0_usize;
    for file in sources() {
        let part = part_of(&file);
        if part == "lib" {
            continue;
        }
        let allowed = table.get(part.as_str()).unwrap_or_else(|| panic!("`{part}` is not in the table"));
        let text = fs::read_to_string(&file).unwrap();
        for known in imports(&text) {
            edges = edges.checked_add(1).unwrap();
            let is_part = table.contains_key(known);
            // what stands at the crate's root is public, and only its users may go through there
            let allowed = known == part || allowed.contains(&known) || (part == "strategies" && !is_part);
            assert!(allowed, "{}: `{part}` may not know `{known}`", file.display());
        }
    }
    assert!(edges > 100, "only {edges} imports were found: the reading of sources is broken");
}

#[test]
fn the_way_of_the_data_has_no_circle() {
    for (at, (part, known)) in MAY_KNOW.iter().enumerate() {
        for other in *known {
            let place = MAY_KNOW.iter().position(|(name, _)| name == other).unwrap();
            assert!(place < at, "`{part}` stands before `{other}`, which it knows");
        }
    }
}

/// One word has one meaning: a type of what arrives is not named as one of what is assessed or declared.
#[test]
fn types_of_read_share_no_name_with_those_of_assess_and_policy() {
    let named = |wanted: &[&str]| -> BTreeMap<String, PathBuf> {
        let files = sources().into_iter().filter(|file| wanted.contains(&part_of(file).as_str()));
        files
            .flat_map(|file| {
                types(&fs::read_to_string(&file).unwrap()).into_iter().map(move |name| (name, file.clone()))
            })
            .collect()
    };
    let (read, others) = (named(&["read"]), named(&["assess", "judge", "policy"]));
    assert!(read.len() > 50 && others.len() > 40, "the reading of sources is broken");
    let shared: Vec<_> = read.iter().filter(|(name, _)| others.contains_key(*name)).collect();
    assert!(shared.is_empty(), "{shared:?}");
}

/// The names of the structs and enums of a file.
fn types(text: &str) -> Vec<String> {
    let declared = |line: &str| {
        let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        let is_declaration =
            !line.trim_start().starts_with("//") && words.any(|word| word == "struct" || word == "enum");
        words.next().filter(|_| is_declaration).map(ToOwned::to_owned)
    };
    text.lines().filter_map(declared).collect()
}

/// `judge` is finite: it may not name time, text, lists or memory.
#[test]
fn judge_names_nothing_unbounded() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/judge.rs")).unwrap();
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    // the words of the small enums are not text that is judged
    for forbidden in ["time::", "alloc", "&str", "String::", "&String", "Vec<", "&[", "UtcDateTime"] {
        let named: Vec<_> = code.iter().filter(|line| line.contains(forbidden)).collect();
        assert!(named.is_empty(), "`{forbidden}`: {named:?}");
    }
}

/// No clock, file, environment or socket can be named where `std` cannot.
#[test]
fn nothing_in_src_names_std() {
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            assert!(!line.contains("std::"), "{}: {line}", file.display());
        }
    }
}

fn sources() -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The first name below `src`.
fn part_of(file: &Path) -> String {
    let inside = file.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = inside.components().next().unwrap();
    Path::new(first.as_os_str()).file_stem().unwrap().to_str().unwrap().to_owned()
}

/// What follows each `crate::` in code.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1))
        .map(|after| after.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
        .filter(|name| !name.is_empty())
}
