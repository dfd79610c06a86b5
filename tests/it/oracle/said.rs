//! What the visitor said, read from the events themselves.

use cookie_consent::consent::{Actor, Answer, GpcSeen, Item, Method};
use cookie_consent::policy::BrowserGrants;
use cookie_consent::visit::SubjectKind;
use cookie_consent::{Category, Reason};
use time::UtcDateTime;

use super::found::Found;
use super::guest::Guest;
use super::law::Law;
use super::record::{Act, Record};
use super::site::Site;

/// Whether something of this instant still counts after this long: while fewer calendar months have passed, and in the
/// last of them before the same day and time. Where that month has no such day, all of it is before.
pub(super) fn still_counts(since: UtcDateTime, months: u8, now: UtcDateTime) -> bool {
    let month_of = |instant: UtcDateTime| instant.year() * 12 + i32::from(u8::from(instant.month()));
    let passed = month_of(now) - month_of(since);
    let day_of = |instant: UtcDateTime| (instant.day(), instant.time());
    passed < i32::from(months) || (passed == i32::from(months) && day_of(now) < day_of(since))
}

/// An explicit yes, as it was given.
#[derive(Clone, Copy, Debug)]
pub(super) struct Yes {
    pub(super) at: UtcDateTime,
    pub(super) version: u32,
    pub(super) actor: Actor,
    pub(super) subject: SubjectKind,
    pub(super) despite_gpc: bool,
    /// What a TC string says, and no event.
    pub(super) by_string: bool,
}

fn answer(act: &Act, item: &Item) -> Option<Answer> {
    let said = act.answers.iter().rev().find(|(said, _)| said == item);
    said.map(|(_, answer)| *answer).filter(|_| *item != Item::Category(Category::StrictlyNecessary))
}

fn is_explicit(method: Method) -> bool {
    !matches!(method, Method::ImpliedByUse | Method::Signal)
}

/// The latest yes to one thing. Of two at one instant, one that holds only where both do.
pub(super) fn latest_yes(record: &Record, item: &Item) -> Option<Yes> {
    let given = record.acts().iter().filter(|act| {
        answer(act, item) == Some(Answer::Granted) && is_explicit(act.method) && act.actor != Actor::Agent
    });
    let latest = given.clone().map(|act| act.at).max()?;
    let mut at_once: Vec<_> = given.filter(|act| act.at == latest).collect();
    at_once.sort_by_key(|act| (act.actor, act.subject));
    let (actor, subject) = (at_once[0].actor, at_once[0].subject);
    at_once.retain(|act| (act.actor, act.subject) == (actor, subject));
    Some(Yes {
        at: latest,
        version: at_once.iter().map(|act| act.version).min()?,
        actor,
        subject,
        despite_gpc: at_once.iter().all(|act| act.gpc == GpcSeen::ConflictShown),
        by_string: false,
    })
}

/// The latest no to one thing: when, and in which form.
pub(super) fn latest_no(record: &Record, item: &Item) -> Option<(UtcDateTime, Answer)> {
    let said = record.acts().iter().filter_map(|act| Some((act.at, answer(act, item)?)));
    let noes = said.filter(|(_, answer)| *answer != Answer::Granted);
    noes.max_by_key(|(at, answer)| (*at, core::cmp::Reverse(*answer)))
}

/// Whether all that was ever said of one thing is "continued use".
pub(super) fn is_implied(record: &Record, item: &Item) -> bool {
    record
        .acts()
        .iter()
        .any(|act| answer(act, item) == Some(Answer::Granted) && !is_explicit(act.method) && act.actor != Actor::Agent)
}

pub(super) fn gpc_first_seen(record: &Record) -> Option<UtcDateTime> {
    record.acts().iter().filter(|act| act.gpc != GpcSeen::Off).map(|act| act.at).min()
}

/// Whether who said this is here now.
pub(super) fn is_recognised(site: &Site, guest: &Guest, subject: SubjectKind) -> bool {
    let here = |subject| guest.recognised.contains(&subject);
    let for_account = site.settings.browser_grants == BrowserGrants::ForAccount;
    here(subject) || (for_account && subject == SubjectKind::Browser && here(SubjectKind::Account))
}

/// The no that stands, unless a later yes of somebody who is here has lifted it.
pub(super) fn standing_no(site: &Site, guest: &Guest, record: &Record, item: &Item) -> Option<(UtcDateTime, Answer)> {
    let no = latest_no(record, item)?;
    let lifted = latest_yes(record, item)
        .is_some_and(|yes| yes.at > no.0 && yes.at <= guest.now && is_recognised(site, guest, yes.subject));
    (!lifted).then_some(no)
}

/// What keeps a yes from counting here and now, in the order of the reasons; nothing if it counts. A yes that is not of
/// whom the law wants is none at all, which is asked elsewhere.
pub(super) fn flaw(
    site: &Site,
    guest: &Guest,
    found: &Found<'_>,
    category: Category,
    law: &Law,
    only_a_parents: bool,
    yes: &Yes,
) -> Option<Reason> {
    let now = guest.now;
    if !is_recognised(site, guest, yes.subject) {
        return Some(Reason::ConsentWrongScope);
    }
    if yes.at > now {
        return Some(Reason::ConsentFutureDated);
    }
    // by who cannot consent
    if only_a_parents && yes.actor != Actor::Parent {
        return Some(Reason::MinorNoOptIn);
    }
    // the framework lets no string count for more than 13 months
    let by_string = yes.by_string.then_some(13);
    let limits = law.consent_lasts().into_iter().chain(by_string);
    if limits.into_iter().any(|months| !still_counts(yes.at, months, now)) {
        return Some(Reason::ConsentExpired);
    }
    is_stale(site, found, category, yes, now).then_some(Reason::ConsentStaleVersion)
}

/// Whether the policy has changed materially since, for the category or one of the vendors, or did not yet exist.
pub(super) fn is_stale(site: &Site, found: &Found<'_>, category: Category, yes: &Yes, now: UtcDateTime) -> bool {
    let begun = || site.editions.iter().filter(|edition| edition.from.midnight().as_utc() <= now);
    let current = begun().next_back().unwrap_or(&site.editions[0]);
    let held: Vec<_> = site.editions.iter().filter(|edition| edition.number <= current.number).collect();
    let vendors: Vec<_> = found.vendors().map(|vendor| vendor.id).collect();
    let changed = held.iter().filter(|edition| {
        edition.material.contains(&category) || edition.material_vendors.iter().any(|id| vendors.contains(id))
    });
    yes.version > current.number || changed.into_iter().any(|edition| yes.version < edition.number)
}
