use alloc::vec::Vec;

use proptest::collection::vec;
use proptest::prop_oneof;
use proptest::sample::select;
use proptest::strategy::{Just, Strategy};
use time::{Duration, UtcDateTime};

use super::policy::VENDORS;
use super::{later, law_dates, mostly, near, some_of};
use crate::consent::{
    Actor, Answer, ConsentEvent, ConsentManager, ConsentRecord, GpcSeen, History, Item, Method, PolicyVersion,
    StoredConsent,
};
use crate::cookie::{Category, CategorySet, DataUse};
use crate::law::midnight;
use crate::policy::{Policy, Vendor};
use crate::visit::SubjectKind;

/// Events of every kind: all accepted, some, none; withdrawn, objected to; a use, a vendor, sale and sharing.
///
/// # Examples
///
/// ```
/// use cookie_consent::ConsentEvent;
/// use cookie_consent::strategies::events;
/// use proptest::prelude::*;
///
/// proptest!(|(event in events())| {
///     let line = serde_json::to_string(&event).unwrap();
///     prop_assert_eq!(serde_json::from_str::<ConsentEvent>(&line).unwrap(), event);
/// });
/// ```
pub fn events() -> impl Strategy<Value = ConsentEvent> {
    let vocabulary = Vocabulary::own();
    (starts(), drafts(&vocabulary)).prop_map(move |(at, draft)| draft.event(at, &vocabulary.versions))
}

/// Histories of one to three events that are close to each other, in any order, some at one instant.
///
/// # Examples
///
/// ```
/// use cookie_consent::strategies::histories;
/// use proptest::prelude::*;
///
/// proptest!(|(history in histories())| {
///     let latest = history.events().iter().map(|event| event.at()).max();
///     prop_assert!(latest.is_none_or(|latest| history.record_at(latest) == history.record()));
/// });
/// ```
pub fn histories() -> impl Strategy<Value = History> {
    histories_in(&Vocabulary::own())
}

/// Records: what [`histories`] amount to.
///
/// # Examples
///
/// ```
/// use cookie_consent::ConsentRecord;
/// use cookie_consent::strategies::records;
/// use proptest::prelude::*;
///
/// proptest!(|(record in records())| {
///     prop_assert_eq!(record.to_string().parse::<ConsentRecord>().unwrap(), record);
/// });
/// ```
pub fn records() -> impl Strategy<Value = ConsentRecord> {
    histories().prop_map(|history| history.record())
}

/// What a store may hold: nothing, something that cannot be read, or a record.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::StoredConsent;
/// use cookie_consent::strategies::consents;
/// use proptest::prelude::*;
///
/// proptest!(|(consent in consents())| {
///     let text = serde_json::to_string(&consent).unwrap();
///     prop_assert_eq!(serde_json::from_str::<StoredConsent>(&text).unwrap(), consent);
/// });
/// ```
pub fn consents() -> impl Strategy<Value = StoredConsent> {
    consents_in(&Vocabulary::own()).prop_map(|(_, stored)| stored)
}

/// Consents that speak of a policy's versions and vendors, with the events behind those that are given.
pub(super) fn consents_of(policy: &Policy) -> impl Strategy<Value = (History, StoredConsent)> + use<> {
    consents_in(&Vocabulary::of(policy))
}

/// What can be spoken of.
struct Vocabulary {
    /// Each with the instant from which it was in force, ascending.
    versions: Vec<(UtcDateTime, PolicyVersion)>,
    items: Vec<Item>,
}

impl Vocabulary {
    fn new<'v>(versions: Vec<(UtcDateTime, PolicyVersion)>, vendors: impl Iterator<Item = &'v str>) -> Self {
        let uses = DataUse::ALL.iter().copied().map(Item::Use);
        let vendors = vendors.filter_map(|vendor| vendor.parse().ok()).map(Item::Vendor);
        // the one that has a law of its own as often as all others
        Self { versions, items: uses.chain(vendors).flat_map(|item| [item, Item::SALE_OR_SHARE]).collect() }
    }

    fn own() -> Self {
        let versions = law_dates().into_iter().step_by(8).zip((1..).map(PolicyVersion::new));
        Self::new(versions.collect(), VENDORS.iter().copied())
    }

    fn of(policy: &Policy) -> Self {
        let source = policy.source();
        let versions = source.versions.iter().map(|version| (midnight(version.effective()), version.number()));
        Self::new(versions.collect(), source.vendors.iter().map(Vendor::id))
    }
}

/// An event without its time.
#[derive(Clone, Debug)]
struct Draft {
    answers: Vec<(Item, Answer)>,
    /// The version that the event names; the one in force if none.
    version: Option<PolicyVersion>,
    actor: Actor,
    subject: SubjectKind,
    method: Method,
    gpc: GpcSeen,
}

impl Draft {
    fn event(self, at: UtcDateTime, versions: &[(UtcDateTime, PolicyVersion)]) -> ConsentEvent {
        let in_force = versions.iter().rev().find(|(from, _)| *from <= at).or(versions.first());
        let version = self.version.or(in_force.map(|(_, version)| *version)).unwrap_or(PolicyVersion::new(1));
        let event =
            ConsentEvent::new(at, version).by(self.actor).on(self.subject).through(self.method).seeing_gpc(self.gpc);
        self.answers.into_iter().fold(event, |event, (item, answer)| event.saying(item, answer))
    }
}

fn drafts(vocabulary: &Vocabulary) -> impl Strategy<Value = Draft> + use<> {
    let latest = vocabulary.versions.last().map_or(1, |(_, version)| version.number());
    // the one after the latest is known to a site that was rolled back
    let next = PolicyVersion::new(latest.saturating_add(1));
    let others = vocabulary.versions.iter().map(|(_, version)| *version).chain([next]);
    let versions = mostly(12, None, others.map(Some));
    let actor = mostly(5, Actor::Visitor, [Actor::Parent, Actor::Agent]);
    let subject = mostly(3, SubjectKind::Browser, [SubjectKind::Account]);
    let other_methods =
        [Method::PreferenceCentre, Method::Imported(ConsentManager::OneTrust), Method::ImpliedByUse, Method::Signal];
    let method = mostly(6, Method::Banner, other_methods);
    let gpc = mostly(4, GpcSeen::Off, [GpcSeen::On, GpcSeen::ConflictShown, GpcSeen::ConflictShown]);
    (answers(vocabulary.items.clone()), versions, actor, subject, method, gpc).prop_map(
        |(answers, version, actor, subject, method, gpc)| Draft { answers, version, actor, subject, method, gpc },
    )
}

fn answers(items: Vec<Item>) -> impl Strategy<Value = Vec<(Item, Answer)>> {
    let all = |answer| move |set: CategorySet| set.iter().map(|category| (Item::from(category), answer)).collect();
    let everything = Just(CategorySet::NON_ESSENTIAL);
    let some = || some_of(Category::ALL, 3);
    let choice = some().prop_map(|accepted: CategorySet| {
        let answer = |category| if accepted.contains(category) { Answer::Granted } else { Answer::Refused };
        CategorySet::NON_ESSENTIAL.iter().map(|category| (category.into(), answer(category))).collect()
    });
    let one = (select(items), mostly(1, Answer::Granted, [Answer::Refused, Answer::Withdrawn, Answer::Objected]));
    prop_oneof![
        6 => everything.prop_map(all(Answer::Granted)),
        2 => choice,
        1 => everything.prop_map(all(Answer::Refused)),
        1 => some().prop_map(all(Answer::Withdrawn)),
        1 => some().prop_map(all(Answer::Objected)),
        2 => vec(one, 1..=2),
    ]
}

/// Where histories begin: near a law's date, or at the end of a month that others do not reach.
fn starts() -> impl Strategy<Value = UtcDateTime> {
    const SUMMER_OF_2026: Duration = Duration::seconds(1_785_499_200);
    const EVE_OF_2026: Duration = Duration::seconds(1_767_225_599);
    let usual = [SUMMER_OF_2026, EVE_OF_2026].map(|since| later(UtcDateTime::UNIX_EPOCH, since)).to_vec();
    prop_oneof![2 => near(usual), 1 => near(law_dates())]
}

fn histories_in(vocabulary: &Vocabulary) -> impl Strategy<Value = History> + use<> {
    let pause = mostly(
        1,
        Duration::ZERO,
        [Duration::SECOND, Duration::hours(1), Duration::days(1), Duration::days(31), Duration::days(200)],
    );
    let versions = vocabulary.versions.clone();
    (starts(), vec((pause, drafts(vocabulary)), 1..=3)).prop_map(move |(start, drafts)| {
        drafts.into_iter().map(|(pause, draft)| draft.event(later(start, pause), &versions)).collect()
    })
}

fn consents_in(vocabulary: &Vocabulary) -> impl Strategy<Value = (History, StoredConsent)> + use<> {
    let given = |history: History| (history.clone(), StoredConsent::Given(history.record()));
    prop_oneof![
        2 => Just((History::EMPTY, StoredConsent::Absent)),
        1 => Just((History::EMPTY, StoredConsent::Unreadable)),
        16 => histories_in(vocabulary).prop_map(given),
    ]
}
