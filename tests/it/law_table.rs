//! The table as data: what each line must be, and that no two lines together are laxer than one of them alone.
#![cfg(test)]

use std::collections::BTreeSet;

use cookie_consent::law::{
    self, AS_OF, Certainty, Entry, Fact, GroundSet, Jurisdiction, MinorDuty, Reach, Regime, Requirement, RiskSet, Rule,
};
use cookie_consent::{Age, Category};
use serde_json::json;
use time::{Date, Duration, Time, UtcDateTime};

/// `us-co/gpc`.
fn is_well_formed(id: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    id.split_once('/').is_some_and(|(place, name)| is_word(place) && is_word(name))
}

/// The whole is as of the day on which the last of its facts was checked.
#[test]
fn every_fact_was_checked_on_a_day() {
    let days = law::facts().iter().map(|fact| fact.checked);
    assert_eq!(days.max(), Some(AS_OF));
}

#[test]
fn ids_are_unique_and_well_formed() {
    let ids: BTreeSet<_> = law::facts().iter().map(|fact| fact.id).collect();
    assert_eq!(ids.len(), law::facts().len());
    for id in ids {
        assert!(is_well_formed(id), "{id}");
        assert_eq!(law::fact(id).map(|fact| fact.id), Some(id));
    }
}

#[test]
fn every_fact_can_be_looked_up() {
    for Fact { id, clause, address, since, until, .. } in law::facts() {
        assert!(!clause.trim().is_empty(), "{id} has no clause");
        assert!(
            address.is_empty() || address.starts_with("https://") || address.starts_with("http://"),
            "{id}: {address}"
        );
        if let (Some(since), Some(until)) = (since, until) {
            assert!(until > since, "{id} ends before it starts");
        }
    }
    let recalled: Vec<_> = law::facts().iter().filter(|fact| fact.certainty == Certainty::Recalled).collect();
    assert!(recalled.len() <= 10, "too much is only recalled: {recalled:?}");
}

/// A fact that nobody has is a slip of the pen in a heading.
#[test]
fn every_fact_is_of_a_place() {
    let of_places: BTreeSet<_> = law::table().iter().flat_map(Entry::facts).map(|fact| fact.id).collect();
    let lost: Vec<_> = law::facts().iter().filter(|fact| !of_places.contains(fact.id)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

/// Now and from now on: a place without such a rule would fall to a notice.
#[test]
fn every_place_says_what_it_requires() {
    for entry in law::table() {
        let says = |day: Date| {
            let now = UtcDateTime::new(day, Time::MIDNIGHT);
            let in_force: Vec<_> = entry.facts().filter(|fact| fact.holds_at(now)).map(|fact| fact.rule).collect();
            [Category::Performance, Category::Functionality, Category::Targeting].iter().all(|category| {
                in_force.iter().any(|rule| {
                    matches!(rule, Rule::Requires(_)) || matches!(rule, Rule::RequiresFor(only, _) if only == category)
                })
            })
        };
        for day in edges(entry).into_iter().filter(|day| *day >= AS_OF).chain([AS_OF]) {
            assert!(says(day), "{} on {day}", entry.name());
        }
    }
}

/// Each place answers for itself, and by nothing else unless it is a country of parts.
#[test]
fn each_place_answers_for_itself() {
    for entry in law::table() {
        let region = match entry.jurisdiction() {
            Jurisdiction::Region(region) => Some(region),
            Jurisdiction::Unknown => None,
            // for whatever has no row
            Jurisdiction::Elsewhere => "KE".parse().ok(),
        };
        let rows: Vec<_> = law::answering(region).collect();
        assert!(rows.contains(&entry), "{}", entry.name());
        assert!(rows.len() == 1 || ["US", "CA"].contains(&region.unwrap().to_string().as_str()), "{}", entry.name());
    }
}

/// The first and the last day that are looked at, and each on which a fact of a place starts or ends.
fn edges(entry: &Entry) -> BTreeSet<Date> {
    let days = entry.facts().flat_map(|fact| [fact.since, fact.until]).flatten();
    days.chain([2000, 2040].map(|year| Date::from_ordinal_date(year, 1).unwrap())).collect()
}

#[test]
fn no_date_and_no_age_makes_a_place_laxer_than_one_of_its_facts() {
    let mut checked = 0_u32;
    for entry in law::table() {
        for day in edges(entry) {
            let at = UtcDateTime::new(day, Time::MIDNIGHT);
            for instant in [at, at.checked_sub(Duration::SECOND).unwrap()] {
                let mut facts: Vec<_> = entry.facts().filter(|fact| fact.holds_at(instant)).collect();
                facts.sort_by_key(|fact| fact.since);
                let regime = entry.regime_at(instant);
                for fact in &facts {
                    assert!(is_heeded(&regime, fact.rule), "{}, {} at {instant}: {regime:?}", entry.name(), fact.id);
                    checked = checked.checked_add(1).unwrap();
                }
                let (lasts, needed, grounds) = latest(&facts);
                assert_eq!(regime.consent_lasts().map(law::Months::count), lasts, "{} at {instant}", entry.name());
                for (category, needed) in needed {
                    let asks = regime.requirement(category, RiskSet::ALL);
                    assert_eq!(asks, needed, "{} at {instant}: {category}", entry.name());
                }
                assert_eq!(regime.exemptions(), grounds, "{} at {instant}", entry.name());
            }
        }
    }
    assert!(checked > 3_000, "only {checked} facts at edges");
}

/// Of what the later of two facts settles, the latest; and the grounds.
fn latest(facts: &[&Fact]) -> (Option<u8>, [(Category, Requirement); 3], GroundSet) {
    let mut lasts = None;
    let mut needed =
        [Category::Performance, Category::Functionality, Category::Targeting].map(|only| (only, Requirement::Notice));
    let mut grounds = GroundSet::EMPTY;
    for fact in facts {
        match fact.rule {
            Rule::ConsentLasts(months) => lasts = Some(months.count()),
            Rule::Requires(requirement) => needed.iter_mut().for_each(|(_, needed)| *needed = requirement),
            Rule::RequiresFor(category, requirement) => {
                needed.iter_mut().filter(|(only, _)| *only == category).for_each(|(_, needed)| *needed = requirement);
            }
            Rule::Exempts(ground) => grounds = grounds.with(ground),
            Rule::NoExemption => grounds = GroundSet::EMPTY,
            Rule::OptInIf(..)
            | Rule::ForbiddenIf(..)
            | Rule::HonoursGpc(_)
            | Rule::ShowsOptOutStatus
            | Rule::OverrideLasts(_)
            | Rule::AskAgainAfter(_)
            | Rule::MinorsNotAskedAgain { .. }
            | Rule::MinorsNeedParent { .. }
            | Rule::MinorsNeedOptIn { .. }
            | Rule::MinorsProhibited { .. }
            | Rule::TcfApplies
            | Rule::NotifiesMaterialChange
            | _ => {}
        }
    }
    (lasts, needed, grounds)
}

/// Whether a regime asks for at least what one rule says alone.
fn is_heeded(regime: &Regime, rule: Rule) -> bool {
    let minors = |below: u8, reach: Reach, duty: MinorDuty| {
        (0..=20_u8).filter(|age| *age < below).map(Age::Years).all(|age| {
            Reach::ALL.iter().filter(|what| **what <= reach).all(|what| regime.minor_duty(age, *what) >= duty)
        })
    };
    let without = |risk| [RiskSet::EMPTY, RiskSet::ALL.without(risk)];
    match rule {
        Rule::HonoursGpc(binding) => regime.honours_gpc() == binding,
        Rule::ShowsOptOutStatus => regime.shows_opt_out_status(),
        Rule::TcfApplies => regime.tcf_vetoes() && regime.tcf_grants(),
        Rule::TcfVetoes => regime.tcf_vetoes(),
        Rule::NotifiesMaterialChange => regime.notifies_material_change(),
        Rule::OptInIf(categories, risk) => categories.iter().all(|category| {
            without(risk).iter().all(|cleared| regime.requirement(category, *cleared) >= Requirement::OptIn)
        }),
        Rule::ForbiddenIf(categories, risk) => categories.iter().all(|category| {
            without(risk).iter().all(|cleared| regime.requirement(category, *cleared) == Requirement::Forbidden)
        }),
        Rule::MinorsNotAskedAgain { below } => {
            (0..=20).filter(|age| *age < below).all(|age| !regime.may_ask_again(Age::Years(age)))
        }
        Rule::MinorsProhibited { below, reach } => minors(below, reach, MinorDuty::Prohibited),
        Rule::MinorsNeedParent { below, reach } => {
            minors(below, reach, MinorDuty::ParentOptIn)
                && (0..=20).filter(|age| *age < below).all(|age| regime.needs_parent(Age::Years(age)))
        }
        Rule::MinorsNeedOptIn { below, reach } => minors(below, reach, MinorDuty::OwnOptIn),
        // what the later fact settles is looked at together
        Rule::Requires(_) | Rule::RequiresFor(..) | Rule::Exempts(_) | Rule::NoExemption | Rule::ConsentLasts(_) => {
            true
        }
        Rule::OverrideLasts(months) => regime.override_lasts() == Some(months),
        Rule::AskAgainAfter(_) => regime.ask_again_after().is_some(),
        Rule::IgnoresRisk(..) | _ => panic!("`{rule}`: say what it asks for"),
    }
}

/// The form in which reports and other programs have it.
#[test]
fn the_table_is_written_in_the_words_of_policies() {
    let fact = law::fact("us-or/minors-2026").unwrap();
    assert_eq!(
        serde_json::to_value(fact).unwrap(),
        json!({
            "id": "us-or/minors-2026",
            "rule": { "minors-prohibited": { "below": 16, "reach": "covered-uses" } },
            "since": "2026-01-01",
            "until": null,
            "clause": fact.clause,
            "address": fact.address,
            "kind": "statute",
            "scope": fact.scope.as_str(),
            "status": "in-force",
            "certainty": fact.certainty.as_str(),
            "dates": fact.dates.as_str(),
            "read": fact.read,
            "remark": fact.remark,
            "checked": "2026-11-25",
        })
    );
    let written = |region: Option<&str>| {
        let row = law::answering(region.and_then(|region| region.parse().ok())).next().unwrap();
        serde_json::to_string(row).unwrap()
    };
    assert_eq!(
        written(Some("BE")),
        r#"{"place":"BE","name":"Belgium","facts":["eu/opt-in","eu/tcf","eu/consent-lasts","eu/ask-again","eu27/dsa-minors","be/digital-consent-2018","be/digital-consent"]}"#
    );
    assert!(written(Some("KE")).starts_with(r#"{"place":"elsewhere","name":"every other country","facts":["strict/"#));
    assert!(written(None).starts_with(r#"{"place":"unknown","#));
}
