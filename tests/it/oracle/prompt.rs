//! The oracle for the prompt: whether to ask the visitor, about what, why and whom, and from when.

use cookie_consent::consent::{Actor, Item};
use cookie_consent::cookie::Party;
use cookie_consent::law::{MinorDuty, Requirement};
use cookie_consent::policy::ImportedLabels;
use cookie_consent::prompt::{Ask, PromptReason};
use cookie_consent::{Category, Reason};
use time::UtcDateTime;

use super::facts::Facts;
use super::found::Found;
use super::instants::end_of;
use super::law::Law;
use super::record::Record;
use super::said;

/// What there is to ask about one category of one cookie.
enum Question {
    Nothing,
    Now(Vec<PromptReason>),
    NotBefore(UtcDateTime),
}

/// What is declared for these pages, a line each, with its party.
fn declared<'s>(facts: &Facts<'s>) -> Vec<(Found<'s>, Party)> {
    let labels_decide = facts.site.settings.imported_labels == ImportedLabels::Decide;
    let (labels, of_site): (Vec<_>, Vec<_>) = facts.site.lines.iter().partition(|line| line.is_label);
    let tenant = facts.site.tenants.iter().find(|tenant| Some(tenant.id) == facts.guest.member);
    let of_member = tenant.iter().flat_map(|tenant| &tenant.lines);
    let of_others = labels.into_iter().filter(|_| labels_decide).chain(of_member);
    let by_site = of_site.into_iter().map(|line| (Found::by_the_site(facts.site, line), line.party));
    by_site.chain(of_others.map(|line| (Found::by_others(facts.site, line), line.party))).collect()
}

pub(super) fn ask(facts: &Facts<'_>) -> Ask {
    let mut now: Vec<(Category, PromptReason)> = Vec::new();
    let mut later: Vec<UtcDateTime> = Vec::new();
    for (found, party) in declared(facts) {
        if found.is_necessary() {
            continue;
        }
        for category in found.judged() {
            match question(facts, &found, party, category) {
                Question::Nothing => {}
                Question::Now(why) => now.extend(why.into_iter().map(|why| (category, why))),
                Question::NotBefore(instant) => later.push(instant),
            }
        }
    }
    if now.is_empty() {
        return later.into_iter().min().map_or(Ask::Nothing, Ask::NotBefore);
    }
    let needs_parent = facts.laws.iter().any(|law| law.needs_parent(facts.age));
    Ask::Now {
        categories: now.iter().map(|(category, _)| *category).collect(),
        why: now.iter().map(|(_, why)| *why).collect(),
        whom: if needs_parent { Actor::Parent } else { Actor::Visitor },
    }
}

fn question(facts: &Facts<'_>, found: &Found<'_>, party: Party, category: Category) -> Question {
    // what no answer could allow is not asked
    let in_vain = |law: &Law| {
        law.requirement(category, &found.cleared) == Requirement::Forbidden
            || law.minor_duty(facts.age, found.reach(party)) == MinorDuty::Prohibited
    };
    if facts.laws.iter().any(in_vain) {
        return Question::Nothing;
    }
    if matches!(facts.record, Record::Damaged) {
        return Question::Now(vec![PromptReason::Unreadable]);
    }
    if let Some(refused) = refused_at(facts, found, category) {
        return after_a_refusal(facts, refused);
    }
    let reasons: Vec<_> = facts.laws.iter().filter_map(|law| why(facts, found, party, category, law)).collect();
    if reasons.is_empty() { Question::Nothing } else { Question::Now(reasons) }
}

/// When the visitor said the latest no that stands against it.
fn refused_at(facts: &Facts<'_>, found: &Found<'_>, category: Category) -> Option<UtcDateTime> {
    let mut items = vec![Item::Category(category)];
    if found.is_covered() {
        items.push(Item::SALE_OR_SHARE);
    }
    items.extend(found.vendors().map(|vendor| Item::Vendor(vendor.id.parse().unwrap())));
    items.extend(found.refusable_uses().map(Item::Use));
    let stands = |item: &Item| said::standing_no(facts.site, facts.guest, facts.record, item);
    items.iter().filter_map(stands).map(|(at, _)| at).max()
}

/// Each law must let the visitor be asked again, and the longest pause holds; where one gives none nobody asks again.
fn after_a_refusal(facts: &Facts<'_>, refused: UtcDateTime) -> Question {
    let pauses = facts.laws.iter().map(|law| law.ask_again_after().filter(|_| law.may_ask_again(facts.age)));
    match pauses.collect::<Option<Vec<u8>>>().and_then(|pauses| pauses.into_iter().max()) {
        None => Question::Nothing,
        Some(months) if said::still_counts(refused, months, facts.guest.now) => {
            Question::NotBefore(end_of(refused, months))
        }
        Some(_) => Question::Now(vec![PromptReason::MayAskAgain]),
    }
}

/// Why a law wants an opt-in that is not there.
fn why(facts: &Facts<'_>, found: &Found<'_>, party: Party, category: Category, law: &Law) -> Option<PromptReason> {
    let consent = facts.consent_by_record(found, category, law);
    let duty = law.minor_duty(facts.age, found.reach(party));
    let exempt = found.grounds_in(category).into_iter().any(|ground| law.exempts(ground));
    let opt_in = law.requirement(category, &found.cleared) == Requirement::OptIn && !exempt;
    if consent.is_ok() || !(opt_in || duty != MinorDuty::None) {
        return None;
    }
    let cause = consent.err().and_then(|flaws| flaws.first().copied());
    Some(match cause {
        Some(Reason::ConsentWrongScope) => PromptReason::NotRecognised,
        Some(Reason::ConsentFutureDated) => PromptReason::FutureDated,
        Some(Reason::ConsentExpired) => PromptReason::Expired,
        Some(Reason::ConsentStaleVersion) => PromptReason::PolicyChanged,
        Some(Reason::ImpliedNotConsent) => PromptReason::Implied,
        Some(Reason::MinorNoOptIn) => PromptReason::WrongActor,
        _ => PromptReason::NotAsked,
    })
}
