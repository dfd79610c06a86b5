//! What a visitor is shown of the choices made, and of what came of them.

use alloc::vec::Vec;

use time::UtcDateTime;

use super::Decisions;
use super::decisions::{Decided, all_permitted, all_permitted_at_large, is_permitted};
use crate::assess::{Asked, Deadline};
use crate::consent::{Answer, Consent, Item, PolicyVersion};
use crate::cookie::{Category, DataUseSet};
use crate::decision::{Input, InputSet};
use crate::dependence::Dependence;
use crate::policy::{Vendor, VendorFacts};
use crate::prompt::PromptReason;
use crate::reason::ReasonSet;

/// What a preference centre shows: a row for each category in use, for the sale and sharing of data where there is any,
/// and for each vendor in use.
///
/// By `serde` it is `{"version":…,"rows":[…]}`.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::{Answer, Item, PolicyVersion};
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::prompt::PromptReason;
/// use cookie_consent::visit::{BrowserMode, Recognised, Signals};
/// use cookie_consent::{Age, Category, Consent, ConsentEvent, ConsentRecord, Place, Policy, Reason, Visit};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
///     .declare(Declaration::new("_ga", Category::Performance))
///     .build()
///     .unwrap();
/// let accepted = ConsentEvent::accept_all(utc_datetime!(2026-01-10 08:00), PolicyVersion::new(1));
/// let record = ConsentRecord::first(&accepted);
/// let now = utc_datetime!(2026-11-23 12:00);
/// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown)
///     .region("FR".parse().unwrap())
///     .recognised(Recognised::BROWSER);
///
/// let visitor = policy.visitor(visit, Consent::Given(&record));
/// let preferences = visitor.decisions().preferences();
/// let [necessary, performance] = preferences.rows() else { panic!("two categories are in use") };
/// assert!(necessary.is_locked && necessary.is_allowed);
/// assert_eq!(performance.item, Item::Category(Category::Performance));
/// // the visitor said yes, which has run out in the meantime
/// assert_eq!((performance.answer, performance.given), (Some(Answer::Granted), Some(accepted.at())));
/// assert_eq!(performance.lapsed, Some(PromptReason::Expired));
/// assert!(!performance.is_allowed && performance.denied_by.contains(Reason::ConsentExpired));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences<'v> {
    version: PolicyVersion,
    rows: Vec<Preference<'v>>,
    dependence: Dependence,
}

/// What one thing stands at that a visitor can choose.
///
/// # Examples
///
/// See [`Preferences`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Preference<'v> {
    /// What is chosen: what a [`ConsentEvent`](crate::ConsentEvent::saying) answers.
    pub item: Item,
    /// The vendor, if it is one.
    pub vendor: Option<&'v Vendor>,
    /// It is no choice: what is strictly necessary is allowed without one.
    pub is_locked: bool,
    /// The visitor's last word on it; `None` if there is none, or none that can be read.
    pub answer: Option<Answer>,
    /// When that was given.
    pub given: Option<UtcDateTime>,
    /// Under which version of the policy.
    pub version: Option<PolicyVersion>,
    /// Why the last word counts no longer, or not yet, where it was a yes; why there is none, otherwise. `None` if it
    /// is in force: a no does not lapse. A vendor's yes never stands alone, and has no such state.
    pub lapsed: Option<PromptReason>,
    /// Whether everything of it that is declared here is permitted now, whatever the last word was.
    pub is_allowed: bool,
    /// What denies something of it now: the visitor's own no, a signal that overrides a yes, the law against silence.
    pub denied_by: ReasonSet,
}

impl<'v> Decisions<'v> {
    /// What a preference centre shows.
    ///
    /// # Examples
    ///
    /// See [`Preferences`].
    #[must_use]
    pub fn preferences(&self) -> Preferences<'v> {
        let now = self.visitor().visit().now();
        let mut until = Deadline::after(now);
        let categories = self.policy().categories_in_use();
        let mut rows: Vec<_> = categories.iter().map(|category| self.category_row(category, &mut until)).collect();
        if self.covered().next().is_some() {
            let decided = self.iter().filter(|(_, decision)| decision.consulted().contains(Input::Gpc));
            let is_allowed = all_permitted(decided.clone());
            rows.push(self.row(Item::SALE_OR_SHARE, None, is_allowed, decided, &mut until));
        }
        for vendor in self.policy().vendors_in_use() {
            // an id was checked when the policy was built
            if let Ok(id) = vendor.id().parse() {
                let decided = self.of_vendor(vendor.id());
                let is_allowed = all_permitted(decided.clone());
                rows.push(self.row(Item::Vendor(id), Some(vendor), is_allowed, decided, &mut until));
            }
        }
        let mut dependence = self.dependence();
        if rows.iter().any(|row| !row.is_locked) {
            const READ: InputSet =
                InputSet::of(&[Input::Now, Input::Region, Input::Consent, Input::Recognised, Input::Age, Input::Gpp]);
            dependence = dependence.and(Dependence { inputs: READ, until: until.next() });
        }
        Preferences { version: self.policy().version_at(now), rows, dependence }
    }

    fn category_row(&self, category: Category, until: &mut Deadline) -> Preference<'v> {
        let decided = self.of_category(category);
        let is_allowed = all_permitted_at_large(decided.clone());
        let row = self.row(category.into(), None, is_allowed, decided, until);
        if category == Category::StrictlyNecessary {
            return Preference { is_locked: true, is_allowed: true, lapsed: None, ..row };
        }
        // in several regions one in which it has lapsed is enough
        let facts = self.visitor().facts();
        let lapsed = facts.regions().find_map(|here| {
            until.or(here.law.until);
            let vendors = core::iter::empty::<&VendorFacts>();
            PromptReason::of(facts.hear(Asked { category, uses: DataUseSet::EMPTY, vendors }, here, None, until).said)
        });
        Preference { lapsed, ..row }
    }

    fn row<'s>(
        &'s self,
        item: Item,
        vendor: Option<&'v Vendor>,
        is_allowed: bool,
        decided: impl Iterator<Item = Decided<'v>> + 's,
        until: &mut Deadline,
    ) -> Preference<'v> {
        let consent = self.visitor().consent();
        let (mut said, mut lapsed) = (None, None);
        match consent {
            Consent::Absent => lapsed = Some(PromptReason::NotAsked),
            Consent::Unreadable => lapsed = Some(PromptReason::Unreadable),
            Consent::Given(record) => {
                let choice = record.item(&item);
                let refused = self.visitor().facts().standing(choice, until);
                said = refused
                    .map(|refusal| (refusal.answer, refusal.at, refusal.version))
                    .or_else(|| choice.grant.map(|grant| (Answer::Granted, grant.at, grant.version)));
                if said.is_none() {
                    lapsed = Some(PromptReason::NotAsked);
                }
            }
        }
        let denials = decided.map(|(_, decision)| decision).filter(|decision| !is_permitted(*decision));
        Preference {
            item,
            vendor,
            is_locked: false,
            answer: said.map(|(answer, ..)| answer),
            given: said.map(|(_, at, _)| at),
            version: said.map(|(.., version)| version),
            lapsed,
            is_allowed,
            denied_by: denials.map(|decision| decision.permission()).collect(),
        }
    }
}

impl<'v> Preferences<'v> {
    /// The version of the policy in force: what a choice made on this page is given under.
    #[must_use]
    pub const fn version(&self) -> PolicyVersion {
        self.version
    }

    /// The rows: categories, then sale and sharing, then vendors in the order of the policy.
    #[must_use]
    pub fn rows(&self) -> &[Preference<'v>] {
        &self.rows
    }

    /// On what they depend.
    #[must_use]
    pub const fn dependence(&self) -> Dependence {
        self.dependence
    }
}
