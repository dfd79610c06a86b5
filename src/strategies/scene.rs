use alloc::sync::Arc;

use proptest::strategy::{Just, Strategy};

use super::cookie::cookies_at;
use super::policy::policies;
use super::record::consents_of;
use super::visit::{places, visits_of};
use crate::consent::{Consent, ConsentEvent, History, StoredConsent};
use crate::cookie::{Cookie, OwnedCookie};
use crate::decide::decide;
use crate::decision::Decision;
use crate::policy::{Member, Policy};
use crate::visit::{OwnedVisit, Visit};

/// All that a decision depends on, owned, so that a property can change one thing and ask again.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::StoredConsent;
/// use cookie_consent::strategies::scenes;
/// use proptest::prelude::*;
///
/// proptest!(ProptestConfig::with_cases(16), |(scene in scenes())| {
///     let mut unreadable = scene.clone();
///     unreadable.consent = StoredConsent::Unreadable;
///     // what cannot be read may hold a refusal: it never allows what nothing at all would not
///     let mut silent = scene;
///     silent.consent = StoredConsent::Absent;
///     prop_assert!(silent.decide().is_allowed() || !unreadable.decide().is_allowed());
/// });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scene {
    /// What the site declared.
    pub policy: Arc<Policy>,
    /// The facts of the request.
    pub visit: OwnedVisit,
    /// What the visitor said.
    pub consent: StoredConsent,
    /// The events behind the record, if there is one.
    pub history: History,
    /// What is asked.
    pub cookie: OwnedCookie,
}

impl Scene {
    /// The answer.
    ///
    /// # Examples
    ///
    /// See [`Scene`].
    pub fn decide(&self) -> Decision {
        decide(&self.policy, &self.visit(), self.consent(), &self.cookie())
    }

    /// The facts of the request, to ask with.
    ///
    /// # Examples
    ///
    /// See [`OwnedVisit`].
    #[must_use]
    pub fn visit(&self) -> Visit<'_> {
        self.visit.as_visit()
    }

    /// What the visitor said, to ask with.
    ///
    /// # Examples
    ///
    /// See [`StoredConsent`].
    #[must_use]
    pub const fn consent(&self) -> Consent<'_> {
        self.consent.as_consent()
    }

    /// Lets the visitor say one thing more; what could not be read is given anew.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::PolicyVersion;
    /// use cookie_consent::{Category, ConsentEvent, Reason};
    /// use cookie_consent::strategies::scenes;
    /// use proptest::prelude::*;
    ///
    /// proptest!(ProptestConfig::with_cases(16), |(mut scene in scenes())| {
    ///     scene.say(ConsentEvent::reject_all(scene.visit.now, PolicyVersion::new(1)));
    ///     prop_assert!(!scene.decide().reasons().contains(Reason::RecordUnreadable));
    /// });
    /// ```
    pub fn say(&mut self, event: ConsentEvent) {
        let events = self.history.events().iter().cloned().chain([event]);
        self.tell(events.collect());
    }

    /// Lets the visitor have said this and nothing else.
    ///
    /// # Examples
    ///
    /// See [`say`](Self::say).
    pub fn tell(&mut self, history: History) {
        self.consent = StoredConsent::Given(history.record());
        self.history = history;
    }

    /// The cookie, to ask with.
    ///
    /// # Examples
    ///
    /// See [`OwnedCookie`].
    #[must_use]
    pub fn cookie(&self) -> Cookie<'_> {
        self.cookie.as_cookie()
    }
}

/// Scenes under policies of every kind.
///
/// # Examples
///
/// See [`Scene`].
pub fn scenes() -> impl Strategy<Value = Scene> {
    policies().prop_flat_map(scenes_of)
}

/// Scenes under one policy: its cookies, on its pages and its Members', at instants near the edges of the law, of its
/// versions, and of what was said.
///
/// # Examples
///
/// ```
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::strategies::scenes_of;
/// use cookie_consent::{Category, Policy};
/// use proptest::prelude::*;
/// use time::macros::date;
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
///     .build()
///     .unwrap();
/// proptest!(|(scene in scenes_of(policy))| {
///     let decision = scene.decide();
///     prop_assert_eq!(decision.verdict(), decision.reason().verdict());
/// });
/// ```
pub fn scenes_of(policy: impl Into<Arc<Policy>>) -> impl Strategy<Value = Scene> {
    let policy = policy.into();
    let places = places(policy.source().members.iter().map(Member::id));
    (places, consents_of(&policy)).prop_flat_map(move |(place, said)| {
        let cookie = cookies_at(&policy, &place);
        let visit = visits_of(&policy, said.0.events(), place);
        (Just(policy.clone()), visit, Just(said), cookie)
            .prop_map(|(policy, visit, (history, consent), cookie)| Scene { policy, visit, consent, history, cookie })
    })
}
