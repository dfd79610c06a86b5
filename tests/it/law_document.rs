//! `LAW.md`: the table for a reader without a compiler, held against the table. `UPDATE_GOLDEN=1` writes it anew.
#![cfg(test)]

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::fs;
use std::path::Path;

use cookie_consent::Category;
use cookie_consent::cookie::CategorySet;
use cookie_consent::law::{
    self, AS_OF, Certainty, Entry, Fact, Ground, Jurisdiction, Kind, Months, Reach, Requirement, Risk, Rule, Scope,
    Status,
};
use time::{Date, UtcDateTime};

/// What places share, by the first word of the ids.
const SHARED: &[(&str, &str)] = &[
    ("eu", "The European Union and the European Economic Area"),
    ("eu27", "The member states of the European Union"),
    ("eea", "The states of the European Economic Area outside the European Union"),
    ("us", "Every state of the United States"),
    ("strict", "Where a law asks for consent and gives no number"),
    ("unresearched", "Where nobody has researched the law"),
];

/// How far ahead the document looks.
const AHEAD: Months = Months::new(24);

#[test]
fn the_document_is_that_of_the_table() {
    let document = render().unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("LAW.md");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &document).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap();
    for ((line, written), rendered) in (1..).zip(written.lines()).zip(document.lines()) {
        assert_eq!(written, rendered, "LAW.md, line {line}: `UPDATE_GOLDEN=1` writes it anew");
    }
    assert_eq!(written, document, "LAW.md: `UPDATE_GOLDEN=1` writes it anew");
}

/// Each fact stands in full exactly once, whoever shares it.
#[test]
fn every_fact_and_every_place_has_its_place_in_the_document() {
    let document = render().unwrap();
    for fact in law::facts() {
        let heading = format!("<a id=\"{}\"></a>", anchor(fact));
        assert_eq!(document.matches(&heading).count(), 1, "{}", fact.id);
    }
    for entry in law::table() {
        assert_eq!(document.matches(&heading(entry)).count(), 1, "{}", entry.name());
    }
}

fn render() -> Result<String, fmt::Error> {
    let mut out = String::new();
    introduction(&mut out)?;
    let next = UtcDateTime::new(AS_OF, time::Time::MIDNIGHT);
    let until = AHEAD.after(next).unwrap().date();
    writeln!(out, "## What comes\n\nWhat comes into force or ends from {AS_OF} to {until}, nearest first.\n")?;
    let changes = changes();
    for (day, what) in changes.range(AS_OF..=until).filter(|(day, _)| **day > AS_OF) {
        change(&mut out, *day, what)?;
    }
    writeln!(out, "\n## What to look at first\n")?;
    doubts(&mut out)?;
    writeln!(out, "## What places share\n")?;
    for (key, name) in SHARED {
        writeln!(out, "### {name}\n\n<a id=\"{key}\"></a>\n")?;
        law::facts().iter().filter(|fact| section(fact) == *key).try_for_each(|fact| full(&mut out, fact))?;
        writeln!(out)?;
    }
    writeln!(out, "## Places\n")?;
    let mut places: Vec<&Entry> = law::table().iter().collect();
    // what stands for all the rest comes last
    places.sort_by_key(|entry| (!matches!(entry.jurisdiction(), Jurisdiction::Region(_)), entry.name()));
    places.into_iter().try_for_each(|entry| place(&mut out, entry))?;
    writeln!(out, "## Changes by date\n\nEvery day on which something starts or ends, newest first.\n")?;
    changes.iter().rev().try_for_each(|(day, what)| change(&mut out, *day, what))?;
    Ok(out)
}

fn introduction(out: &mut String) -> fmt::Result {
    writeln!(
        out,
        "# The law that this crate knows

The table of `cookie_consent::law`, as of {AS_OF}: {} facts for {} places. It is made from the table by
`tests/it/law_document.rs`, and a test holds it against the table. It is engineering, not legal advice: it is here to be
read by a lawyer, before a policy relies on it.

Strictly necessary cookies need no consent anywhere, and no fact is about them. The others are *performance*,
*functionality* and *targeting* cookies. A fact holds from 00:00 UTC of its first day, and ends at
00:00 UTC of the day that *until* names. Of two facts that give one number, or say what a category needs, the later one holds, by its first day; rules
about minors, risks, grounds of exemption and duties add up. Where a fact asks for more if there is a risk, it does so as
well where the site does not say that the risk is absent; and a rule about minors needs an age that is known.

Each fact says where it stands, what sort of text that is (a statute, a regulation, the guidance of a regulator or a
body of the industry, or *design*, a cautious choice of this crate), whom it binds, and how well its text and its days are
known: *primary*, the law's or the regulator's own words were read; *secondary*, a page that quotes or summarises them;
*recalled*, looked for and not found; *design*, nobody's law. A policy can change the law of a place for its own site.
",
        law::facts().len(),
        law::table().len()
    )
}

/// The key of the part of the document in which a fact stands in full.
fn section(fact: &Fact) -> &'static str {
    fact.id.split_once('/').unwrap().0
}

fn anchor(fact: &Fact) -> String {
    fact.id.replace('/', "-")
}

fn link(fact: &Fact) -> String {
    format!("[`{}`](#{})", fact.id, anchor(fact))
}

fn code(entry: &Entry) -> Option<String> {
    match entry.jurisdiction() {
        Jurisdiction::Region(region) => Some(region.to_string()),
        Jurisdiction::Elsewhere | Jurisdiction::Unknown => None,
    }
}

fn heading(entry: &Entry) -> String {
    match code(entry) {
        Some(code) => format!("### {} ({code})\n", entry.name()),
        None => format!("### {}\n", in_capitals(entry.name())),
    }
}

/// Where a fact holds.
fn whose(fact: &Fact) -> &'static str {
    name_of(section(fact))
}

/// The name of what is shared, or of the place of this code.
fn name_of(key: &str) -> &'static str {
    let shared = SHARED.iter().find(|(shared, _)| *shared == key).map(|(_, name)| *name);
    let of_a_place = || law::table().iter().find(|entry| key_of(entry) == key).map(Entry::name);
    shared.or_else(of_a_place).unwrap()
}

/// The first word of the ids of a place's own facts.
fn key_of(entry: &Entry) -> String {
    match entry.jurisdiction() {
        Jurisdiction::Region(region) => region.to_string().to_ascii_lowercase(),
        Jurisdiction::Elsewhere => "elsewhere".to_owned(),
        Jurisdiction::Unknown => "unknown".to_owned(),
    }
}

fn in_capitals(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn place(out: &mut String, entry: &Entry) -> fmt::Result {
    writeln!(out, "{}", heading(entry))?;
    let own = key_of(entry);
    let shares_its_name = SHARED.iter().any(|(key, _)| *key == own);
    let mut shared: Vec<&str> = entry.facts().map(section).filter(|key| shares_its_name || *key != own).collect();
    shared.dedup();
    if !shares_its_name {
        writeln!(out, "<a id=\"{own}\"></a>\n")?;
    }
    if !shared.is_empty() {
        let named = shared.iter().map(|key| format!("[{}](#{key})", name_of(key)));
        writeln!(out, "Shares: {}.\n", named.collect::<Vec<_>>().join("; "))?;
    }
    if matches!(entry.jurisdiction(), Jurisdiction::Unknown) {
        writeln!(out, "Whatever any other place asks for is asked for here as well.\n")?;
    }
    let mut own_facts = entry.facts().filter(|fact| !shares_its_name && section(fact) == own).peekable();
    if own_facts.peek().is_some() {
        own_facts.try_for_each(|fact| full(out, fact))?;
        writeln!(out)?;
    }
    Ok(())
}

/// A fact with all that is known of it.
fn full(out: &mut String, fact: &Fact) -> fmt::Result {
    let Fact { id, rule, kind, scope, status, certainty, dates, remark, read, .. } = fact;
    writeln!(out, "* <a id=\"{}\"></a>**{}** {}", anchor(fact), sentence(*rule), time_of(fact))?;
    writeln!(out, "  {}", clause(fact))?;
    let read = if read.is_empty() { String::new() } else { format!(" Read: {}.", escaped(read.trim_end_matches('.'))) };
    let (whom, stands) = match (kind, status) {
        // a choice binds nobody, and no court is asked about it
        (Kind::Design, Status::InForce) => (format!("applied to {}", whom(*scope)), String::new()),
        _ => (format!("binds {}", whom(*scope)), format!(" {};", stands(*status))),
    };
    writeln!(out, "  — {}; {whom};{stands} text {certainty}, days {dates}.{read} `{id}`", kind_of(*kind))?;
    if !remark.is_empty() {
        writeln!(out, "  {}", escaped(remark))?;
    }
    Ok(())
}

fn time_of(fact: &Fact) -> String {
    match (fact.since, fact.until) {
        (None, None) => "At all times.".to_owned(),
        (Some(since), None) => format!("Since {since}."),
        (None, Some(until)) => format!("Until {until}."),
        (Some(since), Some(until)) => format!("From {since} until {until}."),
    }
}

fn clause(fact: &Fact) -> String {
    if fact.address.is_empty() {
        escaped(fact.clause)
    } else {
        format!("[{}](<{}>)", escaped(fact.clause), fact.address)
    }
}

/// Text that stands as it is between the signs of Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '[' | ']' | '*' | '_' | '`' | '|' => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// What starts and what ends on each day.
fn changes() -> BTreeMap<Date, Vec<(bool, &'static Fact)>> {
    let mut changes: BTreeMap<Date, Vec<_>> = BTreeMap::new();
    for fact in law::facts() {
        for (starts, day) in [(true, fact.since), (false, fact.until)] {
            if let Some(day) = day {
                changes.entry(day).or_default().push((starts, fact));
            }
        }
    }
    changes
}

fn change(out: &mut String, day: Date, what: &[(bool, &Fact)]) -> fmt::Result {
    writeln!(out, "* **{day}**")?;
    for (starts, fact) in what {
        let verb = if *starts { "starts" } else { "ends" };
        writeln!(out, "  * {verb}: {}: {} {}", whose(fact), sentence(fact.rule), link(fact))?;
    }
    Ok(())
}

/// Whether something is true of a fact.
type Holds = fn(&Fact) -> bool;

/// What rests on less than the words of a law, and what may fall.
fn doubts(out: &mut String) -> fmt::Result {
    let sorts: [(&str, Holds); 5] = [
        ("Challenged in court, or stopped by one", |fact| fact.status != Status::InForce),
        ("Recalled: looked for, and not found", |fact| fact.certainty == Certainty::Recalled),
        ("Known, but not since which day", |fact| {
            fact.dates == Certainty::Recalled && fact.certainty != Certainty::Recalled
        }),
        ("Guidance, and no law", |fact| fact.kind == Kind::Guidance),
        ("Design: nobody's law", |fact| fact.kind == Kind::Design || fact.certainty == Certainty::Design),
    ];
    for (title, holds) in sorts {
        let facts: Vec<_> = law::facts().iter().filter(|fact| holds(fact)).collect();
        writeln!(out, "### {title} ({})\n", facts.len())?;
        for fact in facts {
            writeln!(out, "* {}: {} {} {}", whose(fact), sentence(fact.rule), escaped(fact.clause), link(fact))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

const fn kind_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Statute => "statute",
        Kind::Regulation => "regulation",
        Kind::Guidance => "guidance",
        Kind::Design => "a choice of this crate",
        _ => "another text",
    }
}

const fn whom(scope: Scope) -> &'static str {
    match scope {
        Scope::Everybody => "every site",
        Scope::OnlinePlatforms => "online platforms",
        Scope::AboveThreshold => "who is above a threshold of turnover or of visitors",
        Scope::Sector => "one sector, which the remark names",
        _ => "some",
    }
}

const fn stands(status: Status) -> &'static str {
    match status {
        Status::InForce => "unchallenged as far as known",
        Status::Challenged => "under challenge, and holds meanwhile",
        Status::Enjoined => "stopped by a court from its last day on",
        _ => "of another status",
    }
}

/// `Performance and targeting cookies`.
fn cookies(categories: CategorySet) -> String {
    if categories == CategorySet::NON_ESSENTIAL {
        return "Cookies that are not strictly necessary".to_owned();
    }
    let words: Vec<_> = categories.iter().map(Category::as_str).collect();
    format!("{} cookies", in_capitals(&words.join(" and ")))
}

const fn needed(requirement: Requirement) -> &'static str {
    match requirement {
        Requirement::Notice => "need a notice, and no consent",
        Requirement::OptOut => "are allowed until the visitor opts out",
        Requirement::OptIn => "need consent, given before",
        Requirement::Forbidden => "are forbidden, whatever the visitor says",
    }
}

fn risky(risk: Risk) -> &'static str {
    match risk {
        Risk::HighRiskProfiling => "they serve high-risk profiling",
        Risk::Sensitive => "their data is sensitive",
        Risk::IdentifiesOrProfiles => "they identify, locate or profile",
        Risk::RecipientIdentifies => "who receives their data can identify the person",
        _ => risk.as_str(),
    }
}

fn exempt(ground: Ground) -> &'static str {
    match ground {
        Ground::AudienceMeasurement => "The publisher's own, anonymous audience measurement",
        Ground::Statistical => "Statistics on how the service is used, to improve it,",
        Ground::Appearance => "Adapting how the site looks or works to the user's preferences",
        Ground::UiCustomisation => "A choice of interface that the user made and expects to be kept",
        _ => ground.as_str(),
    }
}

fn reached(reach: Reach) -> &'static str {
    match reach {
        Reach::Consent => "whatever is asked consent for",
        Reach::CoveredUses => "sale, sharing and interest-based advertising",
        Reach::ThirdParties => "sale, sharing, interest-based advertising and whatever a third party sets",
        Reach::EveryUse => "every use that is not strictly necessary",
        _ => reach.as_str(),
    }
}

/// A rule as a person reads it.
fn sentence(rule: Rule) -> String {
    match rule {
        Rule::Requires(requirement) => format!("{} {}.", cookies(CategorySet::NON_ESSENTIAL), needed(requirement)),
        Rule::RequiresFor(category, requirement) => format!("{} {}.", cookies(category.into()), needed(requirement)),
        Rule::OptInIf(categories, risk) => {
            format!("{} need consent, given before, if {}.", cookies(categories), risky(risk))
        }
        Rule::ForbiddenIf(categories, risk) => {
            format!("{} are forbidden, whatever the visitor says, if {}.", cookies(categories), risky(risk))
        }
        Rule::Exempts(ground) => format!("{} needs no consent.", exempt(ground)),
        Rule::NoExemption => "Nothing but what is strictly necessary is exempt from consent.".to_owned(),
        Rule::HonoursGpc(true) => "Global Privacy Control is binding as an opt-out.".to_owned(),
        Rule::HonoursGpc(_) => "Global Privacy Control is not binding.".to_owned(),
        Rule::ShowsOptOutStatus => "The site must show whether it processed the opt-out signal.".to_owned(),
        Rule::ConsentLasts(months) => format!("A consent counts for {months}."),
        Rule::OverrideLasts(months) => {
            format!("A consent given despite Global Privacy Control counts for {months}.")
        }
        Rule::AskAgainAfter(months) => format!("Who refused may be asked again after {months}."),
        Rule::MinorsNotAskedAgain { below } => format!("Who refused and is below {below} is not asked again."),
        Rule::MinorsNeedParent { below, reach: Reach::Consent } => {
            format!("Below {below} a parent consents: the minor's own consent counts for nothing.")
        }
        Rule::MinorsNeedParent { below, reach } => {
            format!(
                "Below {below} a parent consents: the minor's own consent counts for nothing, and there must be a parent's for {}.",
                reached(reach)
            )
        }
        Rule::MinorsNeedOptIn { below, reach } => {
            format!("Below {below} the minor, or a parent, must have opted in to {}.", reached(reach))
        }
        Rule::MinorsProhibited { below, reach } => {
            format!("Below {below} there is no {}; no consent cures it.", prohibited(reach))
        }
        Rule::TcfApplies => "Strings of IAB Europe's Transparency and Consent Framework speak for visitors.".to_owned(),
        Rule::NotifiesMaterialChange => {
            "A material change of the policy must be announced, with a chance to withdraw.".to_owned()
        }
        Rule::TcfVetoes => "What such a string refuses is refused, whatever else was said.".to_owned(),
        Rule::IgnoresRisk(..) | _ => panic!("`{rule}`: write a sentence for it"),
    }
}

fn prohibited(reach: Reach) -> &'static str {
    match reach {
        Reach::CoveredUses => "sale, sharing or interest-based advertising",
        Reach::ThirdParties => "sale, sharing, interest-based advertising or third-party cookie",
        Reach::EveryUse => "use that is not strictly necessary",
        Reach::Consent | _ => reach.as_str(),
    }
}
