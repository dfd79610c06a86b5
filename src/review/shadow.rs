//! What would change if another policy were in force: one comparison, and a report of many.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::ToString;
use core::fmt;

use crate::consent::Consent;
use crate::cookie::Cookie;
use crate::decide::decide;
use crate::decision::Decision;
use crate::policy::{Policy, Shown};
use crate::reason::{Reason, Verdict};
use crate::visit::Visit;
use crate::vocabulary::spelled;

/// How the answer of a proposed policy differs from that of the current one, what matters most first.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::review::ShadowChange::NewlyDenied.as_str(), "newly-denied");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ShadowChange {
    /// Denied by the current policy, allowed by the proposed one.
    NewlyAllowed,
    /// Allowed by the current policy, denied by the proposed one.
    NewlyDenied,
    /// The same verdict for another reason.
    OtherReason,
    /// The browser blocks it under both, and what the law and the visitor say differs.
    OtherPermission,
    /// The same reason, with another longest life, another treatment of existing cookies, or other obligations.
    OtherLimits,
    /// The same in all that a server acts on, with other bearing reasons, notes, inputs or end of validity.
    OtherDetails,
}

spelled! {
    ShadowChange ("a change between two policies") {
        NewlyAllowed = "newly-allowed", NewlyDenied = "newly-denied", OtherReason = "other-reason",
        OtherPermission = "other-permission", OtherLimits = "other-limits", OtherDetails = "other-details",
    }
}

/// The answers of two policies to one question.
///
/// # Examples
///
/// See [`compare`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Comparison {
    current: Decision,
    proposed: Decision,
}

/// Asks two policies the same question. Only the current one is to be acted on.
///
/// A visit to the pages of a Member that one of the policies does not know is, under that one, a visit to pages whose
/// rules are unknown: nothing but the strictly necessary is allowed there.
///
/// # Examples
///
/// ```
/// use cookie_consent::review::{ShadowChange, compare};
/// use cookie_consent::cookie::DataUse;
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::visit::{BrowserMode, Signals};
/// use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Reason, Visit};
/// use time::macros::{date, utc_datetime};
///
/// let with = |declaration| Policy::builder().version(Version::new(1, date!(2022-12-15))).declare(declaration).build();
/// let current = with(Declaration::new("_ga", Category::Performance)).unwrap();
/// let proposed = with(Declaration::new("_ga", Category::Performance).used_for(DataUse::SaleOrShare)).unwrap();
/// let visit = Visit::new(
///     utc_datetime!(2026-11-23 12:00),
///     Place::Site,
///     Signals::NONE.with_gpc(),
///     &[],
///     BrowserMode::AcceptsAll,
///     Age::Unknown,
/// )
/// .region("US-CA".parse().unwrap());
///
/// let comparison = compare(&current, &proposed, &visit, Consent::Absent, &Cookie::first_party("_ga", "www.edx.org"));
/// assert_eq!(comparison.change(), Some(ShadowChange::NewlyDenied));
/// assert_eq!(comparison.proposed().reason(), Reason::GpcBinding);
/// ```
#[must_use = "a comparison that nobody reads changes nothing"]
pub fn compare(
    current: &Policy,
    proposed: &Policy,
    visit: &Visit<'_>,
    consent: Consent<'_>,
    cookie: &Cookie<'_>,
) -> Comparison {
    Comparison { current: decide(current, visit, consent, cookie), proposed: decide(proposed, visit, consent, cookie) }
}

impl Comparison {
    /// The answer of the policy in force.
    pub const fn current(&self) -> Decision {
        self.current
    }

    /// The answer of the policy that is being tried.
    pub const fn proposed(&self) -> Decision {
        self.proposed
    }

    /// Whether the answers are the same in every part.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::compare;
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::visit::{BrowserMode, Signals};
    /// # use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Visit};
    /// # use time::macros::{date, utc_datetime};
    /// # let of = |category| {
    /// #     let site = Policy::builder().version(Version::new(1, date!(2022-12-15)));
    /// #     site.declare(Declaration::new("_ga", category)).build().unwrap()
    /// # };
    /// # let (now, mode) = (utc_datetime!(2026-11-23 12:00), BrowserMode::AcceptsAll);
    /// # let visit = Visit::new(now, Place::Site, Signals::NONE, &[], mode, Age::Unknown);
    /// # let visit = visit.region("FR".parse().unwrap());
    /// # let ga = Cookie::first_party("_ga", "www.edx.org");
    /// let policy = of(Category::Performance);
    /// assert!(compare(&policy, &policy, &visit, Consent::Absent, &ga).is_same());
    /// ```
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.current == self.proposed
    }

    /// What differs most; `None` if the answers are the same in every part.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::{ShadowChange, compare};
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::visit::{BrowserMode, Signals};
    /// # use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Visit};
    /// # use time::macros::{date, utc_datetime};
    /// # let of = |category| {
    /// #     let site = Policy::builder().version(Version::new(1, date!(2022-12-15)));
    /// #     site.declare(Declaration::new("_ga", category)).build().unwrap()
    /// # };
    /// # let (now, mode) = (utc_datetime!(2026-11-23 12:00), BrowserMode::AcceptsAll);
    /// # let visit = Visit::new(now, Place::Site, Signals::NONE, &[], mode, Age::Unknown);
    /// # let visit = visit.region("FR".parse().unwrap());
    /// # let ga = Cookie::first_party("_ga", "www.edx.org");
    /// let (current, proposed) = (of(Category::Performance), of(Category::StrictlyNecessary));
    /// let comparison = compare(&current, &proposed, &visit, Consent::Absent, &ga);
    /// assert_eq!(comparison.change(), Some(ShadowChange::NewlyAllowed));
    /// ```
    #[must_use]
    pub fn change(&self) -> Option<ShadowChange> {
        let differs = |part: fn(&Decision) -> Reason| part(&self.current) != part(&self.proposed);
        let limits = |decision: &Decision| (decision.max_lifetime(), decision.existing(), decision.obligations());
        match (self.current.verdict(), self.proposed.verdict()) {
            (Verdict::Deny, Verdict::Allow) => Some(ShadowChange::NewlyAllowed),
            (Verdict::Allow, Verdict::Deny) => Some(ShadowChange::NewlyDenied),
            _ if differs(Decision::reason) => Some(ShadowChange::OtherReason),
            _ if differs(Decision::permission) => Some(ShadowChange::OtherPermission),
            _ if limits(&self.current) != limits(&self.proposed) => Some(ShadowChange::OtherLimits),
            _ if !self.is_same() => Some(ShadowChange::OtherDetails),
            _ => None,
        }
    }

    /// The reasons before and after. Behind a browser's block that is the same they are what is permitted.
    const fn reasons(&self, change: ShadowChange) -> (Reason, Reason) {
        match change {
            ShadowChange::OtherPermission => (self.current.permission(), self.proposed.permission()),
            ShadowChange::NewlyAllowed
            | ShadowChange::NewlyDenied
            | ShadowChange::OtherReason
            | ShadowChange::OtherLimits
            | ShadowChange::OtherDetails => (self.current.reason(), self.proposed.reason()),
        }
    }
}

/// What a server keeps while it runs a proposed policy in the shadow of the current one: how often the answers were the
/// same, and how often they differed in which way.
///
/// It stays small whatever is recorded: at most one line for each change and pair of reasons, each with a count and
/// at most [`EXAMPLES`](Self::EXAMPLES) names. Counts stop at the greatest number. Of the names that were recorded the
/// first in alphabetical order are kept, so that reports of several servers can be merged in any order.
///
/// # Examples
///
/// ```
/// use cookie_consent::review::{ShadowReport, compare};
/// # use cookie_consent::policy::{Declaration, Version};
/// # use cookie_consent::visit::{BrowserMode, Signals};
/// # use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Visit};
/// # use time::macros::{date, utc_datetime};
/// # let now = utc_datetime!(2026-11-23 12:00);
/// # let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
/// # let builder = || Policy::builder().version(Version::new(1, date!(2022-12-15)));
/// # let current = builder().declare(Declaration::new("_ga", Category::Performance)).build().unwrap();
/// # let proposed = builder().build().unwrap();
///
/// let mut report = ShadowReport::default();
/// for name in ["_ga", "foo"] {
///     let cookie = Cookie::first_party(name, "www.edx.org");
///     report.record(&compare(&current, &proposed, &visit, Consent::Absent, &cookie), Some(name));
/// }
/// assert_eq!((report.same(), report.changed()), (1, 1));
/// assert_eq!(report.to_string(), "\
/// compared 2: 1 same, 1 changed
///
/// change        before                 after             count  examples
/// other-reason  region-unknown-strict  uncategorised         1  _ga
/// ");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShadowReport {
    same: u64,
    tallies: BTreeMap<(ShadowChange, Reason, Reason), Tally>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Tally {
    count: u64,
    examples: BTreeSet<Box<str>>,
}

impl Tally {
    fn add(&mut self, count: u64, examples: impl IntoIterator<Item = Box<str>>) {
        self.count = self.count.saturating_add(count);
        for example in examples {
            self.examples.insert(example);
            if self.examples.len() > ShadowReport::EXAMPLES {
                self.examples.pop_last();
            }
        }
    }
}

impl ShadowReport {
    /// How many names are kept for each line.
    pub const EXAMPLES: usize = 3;

    /// Counts one comparison, with the name of the cookie as an example, cut to 64 characters and with its control
    /// characters escaped.
    ///
    /// Some sites write an id into the *name* of a cookie. Give the pattern that means it then, or `None`.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::{ShadowReport, compare};
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::visit::{BrowserMode, Signals};
    /// # use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Visit};
    /// # use time::macros::{date, utc_datetime};
    /// # let of = |category| {
    /// #     let site = Policy::builder().version(Version::new(1, date!(2022-12-15)));
    /// #     site.declare(Declaration::new("_ga", category)).build().unwrap()
    /// # };
    /// # let (now, mode) = (utc_datetime!(2026-11-23 12:00), BrowserMode::AcceptsAll);
    /// # let visit = Visit::new(now, Place::Site, Signals::NONE, &[], mode, Age::Unknown);
    /// # let visit = visit.region("FR".parse().unwrap());
    /// # let ga = Cookie::first_party("_ga", "www.edx.org");
    /// let (current, proposed) = (of(Category::Performance), of(Category::StrictlyNecessary));
    /// let comparison = compare(&current, &proposed, &visit, Consent::Absent, &ga);
    /// let mut report = ShadowReport::default();
    /// report.record(&comparison, Some("_ga"));
    /// assert_eq!(report.lines().next().unwrap().examples().collect::<Vec<_>>(), ["_ga"]);
    /// ```
    pub fn record(&mut self, comparison: &Comparison, name: Option<&str>) {
        let Some(change) = comparison.change() else {
            self.same = self.same.saturating_add(1);
            return;
        };
        let (before, after) = comparison.reasons(change);
        let example = name.map(|name| Shown::from(name).to_string().into_boxed_str());
        self.tallies.entry((change, before, after)).or_default().add(1, example);
    }

    /// Adds everything that another report counted.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::{ShadowReport, compare};
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::visit::{BrowserMode, Signals};
    /// # use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Visit};
    /// # use time::macros::{date, utc_datetime};
    /// # let of = |category| {
    /// #     let site = Policy::builder().version(Version::new(1, date!(2022-12-15)));
    /// #     site.declare(Declaration::new("_ga", category)).build().unwrap()
    /// # };
    /// # let (now, mode) = (utc_datetime!(2026-11-23 12:00), BrowserMode::AcceptsAll);
    /// # let visit = Visit::new(now, Place::Site, Signals::NONE, &[], mode, Age::Unknown);
    /// # let visit = visit.region("FR".parse().unwrap());
    /// # let ga = Cookie::first_party("_ga", "www.edx.org");
    /// let (current, proposed) = (of(Category::Performance), of(Category::StrictlyNecessary));
    /// let comparison = compare(&current, &proposed, &visit, Consent::Absent, &ga);
    /// let mut report = ShadowReport::default();
    /// report.record(&comparison, None);
    /// let mut all = report.clone();
    /// all.merge(&report);
    /// assert_eq!((all.compared(), all.lines().count()), (2, 1));
    /// ```
    pub fn merge(&mut self, other: &Self) {
        self.same = self.same.saturating_add(other.same);
        for (key, tally) in &other.tallies {
            self.tallies.entry(*key).or_default().add(tally.count, tally.examples.iter().cloned());
        }
    }

    /// How many comparisons were recorded.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::{ShadowReport, compare};
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::visit::{BrowserMode, Signals};
    /// # use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Visit};
    /// # use time::macros::{date, utc_datetime};
    /// # let of = |category| {
    /// #     let site = Policy::builder().version(Version::new(1, date!(2022-12-15)));
    /// #     site.declare(Declaration::new("_ga", category)).build().unwrap()
    /// # };
    /// # let (now, mode) = (utc_datetime!(2026-11-23 12:00), BrowserMode::AcceptsAll);
    /// # let visit = Visit::new(now, Place::Site, Signals::NONE, &[], mode, Age::Unknown);
    /// # let visit = visit.region("FR".parse().unwrap());
    /// # let ga = Cookie::first_party("_ga", "www.edx.org");
    /// let (current, proposed) = (of(Category::Performance), of(Category::StrictlyNecessary));
    /// let comparison = compare(&current, &proposed, &visit, Consent::Absent, &ga);
    /// let mut report = ShadowReport::default();
    /// report.record(&comparison, None);
    /// report.record(&compare(&current, &current, &visit, Consent::Absent, &ga), None);
    /// assert_eq!((report.compared(), report.same(), report.changed()), (2, 1, 1));
    /// ```
    #[must_use]
    pub fn compared(&self) -> u64 {
        self.same.saturating_add(self.changed())
    }

    /// How many were the same in every part.
    #[must_use]
    pub const fn same(&self) -> u64 {
        self.same
    }

    /// How many differed.
    #[must_use]
    pub fn changed(&self) -> u64 {
        self.lines().map(|line| line.count).fold(0, u64::saturating_add)
    }

    /// How many differed in this way.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::{ShadowChange, ShadowReport, compare};
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::visit::{BrowserMode, Signals};
    /// # use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Visit};
    /// # use time::macros::{date, utc_datetime};
    /// # let of = |category| {
    /// #     let site = Policy::builder().version(Version::new(1, date!(2022-12-15)));
    /// #     site.declare(Declaration::new("_ga", category)).build().unwrap()
    /// # };
    /// # let (now, mode) = (utc_datetime!(2026-11-23 12:00), BrowserMode::AcceptsAll);
    /// # let visit = Visit::new(now, Place::Site, Signals::NONE, &[], mode, Age::Unknown);
    /// # let visit = visit.region("FR".parse().unwrap());
    /// # let ga = Cookie::first_party("_ga", "www.edx.org");
    /// let (current, proposed) = (of(Category::Performance), of(Category::StrictlyNecessary));
    /// let comparison = compare(&current, &proposed, &visit, Consent::Absent, &ga);
    /// let mut report = ShadowReport::default();
    /// report.record(&comparison, None);
    /// assert_eq!((report.count(ShadowChange::NewlyAllowed), report.count(ShadowChange::NewlyDenied)), (1, 0));
    /// ```
    #[must_use]
    pub fn count(&self, change: ShadowChange) -> u64 {
        self.lines().filter(|line| line.change == change).map(|line| line.count).fold(0, u64::saturating_add)
    }

    /// What differed, in the order of [`ShadowChange`] and of [`Reason`].
    pub fn lines(&self) -> impl Iterator<Item = ShadowLine<'_>> + Clone {
        self.tallies.iter().map(|((change, before, after), tally)| ShadowLine {
            change: *change,
            before: *before,
            after: *after,
            count: tally.count,
            examples: &tally.examples,
        })
    }
}

impl fmt::Display for ShadowReport {
    /// A table for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "compared {}: {} same, {} changed", self.compared(), self.same(), self.changed())?;
        if self.tallies.is_empty() {
            return Ok(());
        }
        let widest = |heading: &str, word: fn(ShadowLine<'_>) -> &'static str| {
            self.lines().map(|line| word(line).len()).fold(heading.len(), usize::max)
        };
        let change = widest("change", |line| line.change.as_str());
        let before = widest("before", |line| line.before.code());
        let after = widest("after", |line| line.after.code());
        writeln!(f, "\n{:change$}  {:before$}  {:after$}  {:>8}  examples", "change", "before", "after", "count")?;
        for line in self.lines() {
            write!(
                f,
                "{:change$}  {:before$}  {:after$}  {:>8}",
                line.change.as_str(),
                line.before.code(),
                line.after.code(),
                line.count
            )?;
            let mut separator = "  ";
            for example in line.examples() {
                write!(f, "{separator}{example}")?;
                separator = ", ";
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// A line of a [`ShadowReport`].
///
/// # Examples
///
/// ```
/// # use cookie_consent::review::{ShadowChange, ShadowReport};
/// # let report = ShadowReport::default();
/// let alarming = report.lines().filter(|line| line.change() == ShadowChange::NewlyAllowed);
/// assert_eq!(alarming.count(), 0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShadowLine<'r> {
    change: ShadowChange,
    before: Reason,
    after: Reason,
    count: u64,
    examples: &'r BTreeSet<Box<str>>,
}

impl<'r> ShadowLine<'r> {
    /// In which way the answers differed.
    #[must_use]
    pub const fn change(&self) -> ShadowChange {
        self.change
    }

    /// The reason of the current policy; of [`ShadowChange::OtherPermission`] what it permits behind the block.
    #[must_use]
    pub const fn before(&self) -> Reason {
        self.before
    }

    /// The reason of the proposed policy; of [`ShadowChange::OtherPermission`] what it permits behind the block.
    #[must_use]
    pub const fn after(&self) -> Reason {
        self.after
    }

    /// How often.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Names of cookies, in alphabetical order.
    pub fn examples(&self) -> impl Iterator<Item = &'r str> + use<'r> {
        self.examples.iter().map(|name| &**name)
    }
}
