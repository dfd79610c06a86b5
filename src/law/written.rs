//! Reads the table while the crate is compiled: a word that is none, a date that is no day of the calendar, a fact
//! without a clause, an id that stands twice fail the build, which shows the line.
#![expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "all of it runs while the crate is compiled, and never later"
)]

use time::{Date, Month};

use super::fact::{Certainty, Fact, Kind, Scope, Status};
use super::{Ground, Jurisdiction, Months, Reach, Requirement, Risk, Rule};
use crate::cookie::{Category, CategorySet};
use crate::visit::Region;

const TEXT: &str = include_str!("table.txt");

/// The value of an enum that has this word.
macro_rules! word {
    ($words:ident, $text:expr) => {{
        let text: &'static str = $text;
        let mut at = 0;
        while at < $words::ALL.len() && !same($words::ALL[at].as_str(), text) {
            at += 1;
        }
        assert!(at < $words::ALL.len(), "{}", text);
        $words::ALL[at]
    }};
}

/// A heading: what it names, and where the facts below it stand among all.
#[derive(Clone, Copy)]
pub(super) struct Section {
    key: &'static str,
    name: &'static str,
    /// The keys of the sections whose facts it shares.
    shares: &'static str,
    own: Span,
}

/// From where to where something stands among the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A place, with what it shares first.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) jurisdiction: Jurisdiction,
    pub(super) name: &'static str,
    pub(super) parts: [Span; 4],
}

/// How many facts, headings and places there are.
const COUNTED: [usize; 3] = {
    let mut counted = [0; 3];
    let mut text = TEXT;
    while !text.is_empty() {
        let (line, rest) = cut(text, b'\n');
        text = rest;
        if is_fact(line) {
            counted[0] += 1;
        }
        if is_heading(line) {
            counted[1] += 1;
            if jurisdiction(key(line)).is_some() {
                counted[2] += 1;
            }
        }
    }
    counted
};

pub(super) const FACTS: usize = COUNTED[0];
const SECTIONS: usize = COUNTED[1];
pub(super) const ROWS: usize = COUNTED[2];

/// Every fact, in the order of the text.
pub(super) static FACT_LIST: [Fact; FACTS] = {
    let mut facts = [NO_FACT; FACTS];
    let mut count = 0;
    let mut text = TEXT;
    while !text.is_empty() {
        let (line, rest) = cut(text, b'\n');
        text = rest;
        if is_fact(line) {
            facts[count] = fact(line);
            let mut before = 0;
            while before < count {
                assert!(!same(facts[before].id, facts[count].id), "{}", line);
                before += 1;
            }
            count += 1;
        }
    }
    facts
};

/// Every heading, in the order of the text.
static SECTION_LIST: [Section; SECTIONS] = {
    let mut sections = [Section { key: "", name: "", shares: "", own: Span { start: 0, end: 0 } }; SECTIONS];
    let (mut count, mut facts) = (0, 0);
    let mut text = TEXT;
    while !text.is_empty() {
        let (line, rest) = cut(text, b'\n');
        text = rest;
        if is_fact(line) {
            facts += 1;
            sections[count - 1].own.end = facts;
        }
        if is_heading(line) {
            let (names, shares) = cut(line, b'<');
            let (_, name) = cut(names, b']');
            let own = Span { start: facts, end: facts };
            sections[count] = Section { key: key(line), name: name.trim_ascii(), shares: shares.trim_ascii(), own };
            count += 1;
        }
    }
    sections
};

/// Every place, in the order of the text.
pub(super) static ROW_LIST: [Row; ROWS] = {
    let none = Row { jurisdiction: Jurisdiction::Unknown, name: "", parts: [Span { start: 0, end: 0 }; 4] };
    let mut places = [none; ROWS];
    let (mut section, mut count) = (0, 0);
    while section < SECTIONS {
        let Section { key, name, shares, own } = SECTION_LIST[section];
        if let Some(jurisdiction) = jurisdiction(key) {
            places[count] = Row { jurisdiction, name, ..none };
            let (mut shared, mut part) = (shares, 0);
            while !shared.is_empty() {
                let (key, rest) = cut(shared, b' ');
                shared = rest;
                places[count].parts[part] = section_of(key).own;
                part += 1;
            }
            places[count].parts[part] = own;
            count += 1;
        }
        section += 1;
    }
    places
};

const NO_FACT: Fact = Fact {
    id: "",
    rule: Rule::NoExemption,
    since: None,
    until: None,
    clause: "",
    address: "",
    kind: Kind::Design,
    scope: Scope::Everybody,
    status: Status::InForce,
    certainty: Certainty::Design,
    dates: Certainty::Design,
    read: "",
    remark: "",
    checked: Date::MIN,
};

const fn is_fact(line: &str) -> bool {
    matches!(line.as_bytes(), [b'a'..=b'z', ..])
}

const fn is_heading(line: &str) -> bool {
    matches!(line.as_bytes(), [b'[', ..])
}

const fn key(heading: &'static str) -> &'static str {
    let (key, _) = cut(heading, b']');
    key.split_at(1).1
}

const fn section_of(key: &str) -> Section {
    let mut at = 0;
    while at < SECTIONS {
        if same(SECTION_LIST[at].key, key) {
            return SECTION_LIST[at];
        }
        at += 1;
    }
    panic!("{}", key)
}

/// The place that a key names; `None` for what places share.
const fn jurisdiction(key: &str) -> Option<Jurisdiction> {
    if same(key, "elsewhere") {
        return Some(Jurisdiction::Elsewhere);
    }
    if same(key, "unknown") {
        return Some(Jurisdiction::Unknown);
    }
    match *key.as_bytes() {
        [a @ b'A'..=b'Z', b] => Some(Jurisdiction::Region(Region::country_code([a, b]))),
        [a @ b'A'..=b'Z', b, b'-', c, d] => {
            Some(Jurisdiction::Region(Region::country_code([a, b]).with_subdivision([c, d, 0])))
        }
        _ => None,
    }
}

const fn fact(line: &'static str) -> Fact {
    let mut fields = [""; 14];
    let (mut rest, mut count) = (line, 0);
    while count < fields.len() {
        let (field, after) = cut(rest, b'|');
        fields[count] = field.trim_ascii();
        rest = after;
        count += 1;
    }
    let [id, rule_words, since, until, clause, address, kind, scope, status, certainty, dates, read, remark, checked] =
        fields;
    assert!(rest.is_empty() && !clause.is_empty(), "{}", line);
    let fact = Fact {
        id,
        rule: rule(rule_words),
        since: day(since),
        until: day(until),
        clause,
        address: or_nothing(address),
        kind: word!(Kind, kind),
        scope: word!(Scope, scope),
        status: word!(Status, status),
        certainty: word!(Certainty, certainty),
        dates: word!(Certainty, dates),
        read: or_nothing(read),
        remark: or_nothing(remark),
        checked: match day(checked) {
            Some(day) => day,
            None => panic!("{}", line),
        },
    };
    let is_ours = matches!(fact.kind, Kind::Design);
    assert!(is_ours || !fact.address.is_empty(), "{}", line);
    assert!(is_ours == matches!(fact.certainty, Certainty::Design), "{}", line);
    assert!(!matches!(fact.status, Status::Enjoined) || fact.until.is_some(), "{}", line);
    fact
}

/// The words of a rule.
const fn rule(text: &'static str) -> Rule {
    let (word, rest) = cut(text, b' ');
    let (first, rest) = cut(rest, b' ');
    let (second, rest) = cut(rest, b' ');
    assert!(rest.is_empty(), "{}", text);
    if same(word, "requires") {
        let requirement = word!(Requirement, second);
        if same(first, "all") {
            return Rule::Requires(requirement);
        }
        return Rule::RequiresFor(word!(Category, first), requirement);
    }
    if same(word, "opt-in-if") {
        return Rule::OptInIf(categories(first), word!(Risk, second));
    }
    if same(word, "forbidden-if") {
        return Rule::ForbiddenIf(categories(first), word!(Risk, second));
    }
    if same(word, "minors-need-parent") {
        return Rule::MinorsNeedParent { below: number(first), reach: word!(Reach, second) };
    }
    if same(word, "minors-need-opt-in") {
        return Rule::MinorsNeedOptIn { below: number(first), reach: word!(Reach, second) };
    }
    if same(word, "minors-prohibited") {
        return Rule::MinorsProhibited { below: number(first), reach: word!(Reach, second) };
    }
    assert!(second.is_empty(), "{}", text);
    if same(word, "exempts") {
        return Rule::Exempts(word!(Ground, first));
    }
    if same(word, "consent-lasts") {
        return Rule::ConsentLasts(Months::new(number(first)));
    }
    if same(word, "override-lasts") {
        return Rule::OverrideLasts(Months::new(number(first)));
    }
    if same(word, "ask-again-after") {
        return Rule::AskAgainAfter(Months::new(number(first)));
    }
    if same(word, "minors-not-asked-again") {
        return Rule::MinorsNotAskedAgain { below: number(first) };
    }
    assert!(first.is_empty(), "{}", text);
    if same(word, "honours-gpc") {
        return Rule::HonoursGpc(true);
    }
    if same(word, "shows-opt-out-status") {
        return Rule::ShowsOptOutStatus;
    }
    if same(word, "tcf-vetoes") {
        return Rule::TcfVetoes;
    }
    if same(word, "tcf-applies") {
        return Rule::TcfApplies;
    }
    if same(word, "notifies-material-change") {
        return Rule::NotifiesMaterialChange;
    }
    panic!("{}", text)
}

const fn categories(word: &'static str) -> CategorySet {
    if same(word, "all") { CategorySet::NON_ESSENTIAL } else { CategorySet::EMPTY.with(word!(Category, word)) }
}

/// `2026-11-25`, or `-` for none.
const fn day(text: &'static str) -> Option<Date> {
    if same(text, "-") {
        return None;
    }
    let (year, rest) = cut(text, b'-');
    let (month, day) = cut(rest, b'-');
    let Ok(year) = i32::from_str_radix(year, 10) else { panic!("{}", text) };
    assert!(matches!(number(month), 1..=12), "{}", text);
    match Date::from_calendar_date(year, Month::January.nth_next(number(month) - 1), number(day)) {
        Ok(date) => Some(date),
        Err(_) => panic!("{}", text),
    }
}

const fn number(text: &'static str) -> u8 {
    match u8::from_str_radix(text, 10) {
        Ok(number) => number,
        Err(_) => panic!("{}", text),
    }
}

const fn or_nothing(text: &'static str) -> &'static str {
    if same(text, "-") { "" } else { text }
}

/// What stands before a character, and what after it; all, and nothing, where it does not occur.
const fn cut(text: &'static str, character: u8) -> (&'static str, &'static str) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == character {
            let (before, after) = text.split_at(at);
            return (before, after.split_at(1).1);
        }
        at += 1;
    }
    (text, "")
}

const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}
