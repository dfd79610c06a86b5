//! The decision on everything that is declared.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::cookie::{Attributes, Category, CategorySet, Cookie, DataUse, DataUseSet, Lifetime};
use crate::decision::{Decision, Input, Obligation, ObligationSet, Verdict};
use crate::dependence::Dependence;
use crate::policy::{Declaration, Forbidden, Member, Pattern, Policy};
use crate::reason::{Reason, ReasonSet};
use crate::visit::Place;
use crate::visitor::Visitor;

/// The decision on each line of the inventory that counts where the visitor is: what everything else in
/// [`enforce`](crate::page) is read off.
///
/// Each line is asked about as a cookie of its own name, on its own hosts and path. On a Member's pages the Member's own
/// lines are there too, and where the Member's word can bear on some cookies of a line, these are asked about as well, by a
/// name that both mean. A decision stands here with each line by which its cookie is judged, so one line can stand here
/// several times: it is allowed if it always is.
///
/// Everything here goes by what is [permitted](Decision::permission), and not by what the browser will do: a page keeps
/// its state for longer than one request, and data are sent where nothing is stored.
///
/// # Examples
///
/// ```
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::visit::{BrowserMode, Signals};
/// use cookie_consent::{Age, Category, Consent, Place, Policy, Visit};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
///     .declare(Declaration::new("_ga_*", Category::Performance))
///     .build()
///     .unwrap();
/// let now = utc_datetime!(2026-11-23 12:00);
/// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
/// let visitor = policy.visitor(visit, Consent::Absent).region("FR".parse().unwrap());
///
/// let decisions = visitor.decisions();
/// let told: Vec<_> = decisions.iter().map(|(line, decision)| (line.pattern(), decision.reason().code())).collect();
/// assert_eq!(told, [("sessionid", "strictly-necessary"), ("_ga_*", "default-opt-in")]);
/// ```
#[must_use = "decisions that nobody reads protect nobody"]
#[derive(Clone, Debug)]
pub struct Decisions<'v> {
    visitor: &'v Visitor<'v>,
    decided: Vec<Decided<'v>>,
}

/// One question and its answer.
pub(super) type Decided<'v> = (&'v Declaration, Decision);

impl Visitor<'_> {
    /// The decision on everything that is declared where the visitor is.
    ///
    /// # Examples
    ///
    /// See [`Decisions`].
    pub fn decisions(&self) -> Decisions<'_> {
        let (policy, place) = (self.policy(), self.visit().place());
        let member = match place {
            Place::Site => None,
            Place::Member(id) => policy.source().members().iter().find(|member| member.id() == id),
        };
        let own = member.map(Member::declarations).unwrap_or_default();
        let mut decided = Vec::new();
        let mut ask = |line: &Declaration, name: &str, scopes: &Declaration| {
            for (host, path) in scopes_of(scopes) {
                let cookie = question(line, name, host, path);
                let decision = self.decide(&cookie);
                decided.extend(policy.declarations_of(place, &cookie).map(|judging| (judging, decision)));
            }
        };
        for line in policy.site_lines().chain(own) {
            // under its own text, which it means itself and nothing more specific does
            ask(line, line.pattern(), line);
            for forbidden in member.into_iter().flat_map(Member::forbids) {
                if let Forbidden::Cookie(text) = forbidden
                    && let Some(name) = shared_name(line, text)
                {
                    ask(line, &name, line);
                }
            }
        }
        for (line, theirs) in policy.site_lines().flat_map(|line| own.iter().map(move |theirs| (line, theirs))) {
            if line.storage() == theirs.storage()
                && let Some(name) = shared_name(line, theirs.pattern())
            {
                ask(line, &name, line);
                ask(line, &name, theirs);
            }
        }
        Decisions { visitor: self, decided }
    }
}

/// What a line says of a cookie, asked about that cookie. Nothing is assumed of attributes, and of lifetimes that they
/// are short, which no permission depends on.
const fn question<'q>(line: &Declaration, name: &'q str, host: &'q str, path: &'q str) -> Cookie<'q> {
    Cookie {
        name,
        host,
        path,
        party: line.party(),
        lifetime: Lifetime::Session,
        storage: line.storage(),
        attributes: Attributes::Unknown,
    }
}

/// A name that a line and another text both mean. The texts were checked when the policy was built.
fn shared_name<'l>(line: &'l Declaration, text: &'l str) -> Option<Cow<'l, str>> {
    Pattern::new(line.pattern()).ok()?.shared_name(Pattern::new(text).ok()?)
}

/// The hosts and the path that a line is for; a line for all hosts is for one without a name, too.
fn scopes_of(line: &Declaration) -> impl Iterator<Item = (&str, &str)> {
    let path = line.path().unwrap_or("/");
    let anywhere = line.hosts().next().is_none().then_some("");
    line.hosts().chain(anywhere).map(move |host| (host, path))
}

impl<'v> Decisions<'v> {
    /// Each line with a decision on it, in the order in which they were asked: the lines of the document first.
    pub fn iter(&self) -> impl Iterator<Item = (&'v Declaration, Decision)> + Clone + '_ {
        self.decided.iter().copied()
    }

    /// Who asked.
    #[must_use]
    pub const fn visitor(&self) -> &'v Visitor<'v> {
        self.visitor
    }

    /// What the site owes the visitor along with any of the decisions.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::decision::ObligationSet;
    /// # use cookie_consent::policy::Version;
    /// # use cookie_consent::visit::{BrowserMode, Signals};
    /// # use cookie_consent::{Age, Consent, Place, Policy, Visit};
    /// # use time::macros::{date, utc_datetime};
    /// # let policy = Policy::builder().version(Version::new(1, date!(2022-12-15))).build().unwrap();
    /// # let now = utc_datetime!(2026-11-23 12:00);
    /// # let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    /// # let visitor = policy.visitor(visit, Consent::Absent);
    /// assert_eq!(visitor.decisions().obligations(), ObligationSet::EMPTY, "nothing is declared");
    /// ```
    #[must_use]
    pub fn obligations(&self) -> ObligationSet {
        self.iter().map(|(_, decision)| decision.obligations()).fold(ObligationSet::EMPTY, ObligationSet::union)
    }

    /// On what all of this depends.
    ///
    /// # Examples
    ///
    /// See [`Dependence`].
    #[must_use]
    pub fn dependence(&self) -> Dependence {
        self.iter().fold(Dependence::NOTHING, |all, (_, decision)| all.and(decision))
    }

    pub(super) fn owes(&self, obligation: Obligation) -> bool {
        self.obligations().contains(obligation)
    }

    /// Those that tell whether a category is allowed: of cookies that are judged in it alone, or where there are none
    /// such in it among others, so that a refusal of another category does not count as one of this.
    pub(super) fn of_category(&self, category: Category) -> impl Iterator<Item = Decided<'v>> + Clone + '_ {
        let is_in = move |decided: &Decided<'_>| categories(decided).contains(category);
        let is_alone = move |decided: &Decided<'_>| categories(decided) == category.into();
        self.alone_or_among(is_alone, is_in)
    }

    /// Those that tell whether a use is allowed, likewise.
    pub(super) fn of_use(&self, data_use: DataUse) -> impl Iterator<Item = Decided<'v>> + Clone + '_ {
        let is_in = move |(line, _): &Decided<'_>| line.uses().contains(data_use);
        let is_alone = move |(line, _): &Decided<'_>| line.uses() == data_use.into();
        self.alone_or_among(is_alone, is_in)
    }

    fn alone_or_among<'s>(
        &'s self,
        is_alone: impl Fn(&Decided<'_>) -> bool + Clone + 's,
        is_in: impl Fn(&Decided<'_>) -> bool + Clone + 's,
    ) -> impl Iterator<Item = Decided<'v>> + Clone + 's {
        let has_any = self.decided.iter().any(&is_alone);
        self.iter().filter(move |decided| if has_any { is_alone(decided) } else { is_in(decided) })
    }

    pub(super) fn of_vendor<'s>(&'s self, id: &'s str) -> impl Iterator<Item = Decided<'v>> + Clone + 's {
        self.iter().filter(move |(line, _)| line.vendor_id() == Some(id))
    }

    /// Those of data that opt-outs of sale and targeted advertising reach.
    pub(super) fn covered(&self) -> impl Iterator<Item = Decision> + Clone + '_ {
        let decisions = self.iter().map(|(_, decision)| decision);
        // what is covered is asked about the signal, also where only a Member's word makes it so
        decisions.filter(|decision| decision.consulted().contains(Input::Gpc))
    }

    /// The uses of lines.
    pub(super) fn uses(&self) -> DataUseSet {
        self.iter().map(|(line, _)| line.uses()).fold(DataUseSet::EMPTY, DataUseSet::union)
    }

    pub(super) const fn policy(&self) -> &'v Policy {
        self.visitor.policy()
    }
}

/// What a cookie is judged in, or would be if it were not for another party than was declared.
pub(super) fn categories((line, decision): &Decided<'_>) -> CategorySet {
    if decision.categories().is_empty() { line.shown_categories() } else { decision.categories() }
}

pub(super) fn is_permitted(decision: Decision) -> bool {
    decision.permission().verdict() == Verdict::Allow
}

/// Whether there are any, and all of them are permitted. What nobody declared is denied.
pub(super) fn all_permitted<'v>(mut decided: impl Iterator<Item = Decided<'v>> + Clone) -> bool {
    decided.clone().next().is_some() && decided.all(|(_, decision)| is_permitted(decision))
}

/// The same, and on a ground that reaches other cookies as well: an exemption is of one cookie and not of a category.
pub(super) fn all_permitted_at_large<'v>(decided: impl Iterator<Item = Decided<'v>> + Clone) -> bool {
    const EXEMPT: ReasonSet = ReasonSet::of(&[
        Reason::ExemptAudienceMeasurement,
        Reason::ExemptStatistical,
        Reason::ExemptAppearance,
        Reason::ExemptUiCustomisation,
    ]);
    let mut grounds = decided.clone().map(|(_, decision)| decision.permission());
    all_permitted(decided) && !grounds.any(|ground| EXEMPT.contains(ground))
}
