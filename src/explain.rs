//! On which law an answer rests, and what would have to change for another one.
//!
//! [`decide`](crate::decide()) says why in a word; here stand the facts of law behind each word, with their clauses. It
//! is for people, logs and disputes, and not for the path of a request: it allocates, and judges anew.

use alloc::vec::Vec;
use core::fmt;

use time::UtcDateTime;

use crate::assess::{Assessed, Deadline, Facts};
use crate::consent::{Consent, PolicyVersion};
use crate::cookie::{Category, Cookie};
use crate::decide::answer;
use crate::decision::Decision;
use crate::judge::{Case, Said, judge};
use crate::law::{self, Fact, Ground, Jurisdiction, MinorDuty, Reach, Regime, Requirement, Risk, RiskSet, Rule};
use crate::policy::{Found, LawOverride, Policy};
use crate::reason::{Reason, ReasonSet};
use crate::visit::{Age, Region, Visit};
use crate::visitor::Visitor;

/// An answer, with the law behind it.
///
/// # Examples
///
/// See [`explain`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    decision: Decision,
    bearings: Vec<Bearing>,
}

impl Explanation {
    /// The answer, as [`decide`](crate::decide()) gives it.
    pub const fn decision(&self) -> Decision {
        self.decision
    }

    /// Each reason that bears, in the order of the rules. Of several denials the first decides.
    #[must_use]
    pub fn bearings(&self) -> &[Bearing] {
        &self.bearings
    }

    /// The one that decides.
    #[must_use]
    pub fn deciding(&self) -> Option<&Bearing> {
        self.bearings.iter().find(|bearing| bearing.reason == self.decision.reason())
    }
}

/// One reason that bears on an answer, and what it rests on.
///
/// # Examples
///
/// See [`explain`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearing {
    reason: Reason,
    rests_on: Vec<Basis>,
    remedy: Remedy,
}

impl Bearing {
    /// The reason.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// What makes it bear, region by region. Nothing where it rests on no law of a region: on the visitor's own no, the
    /// browser, the inventory, a Member, or a setting of the policy.
    #[must_use]
    pub fn rests_on(&self) -> &[Basis] {
        &self.rests_on
    }

    /// What would have to change for this reason to bear no more.
    #[must_use]
    pub const fn remedy(&self) -> Remedy {
        self.remedy
    }
}

/// What a reason rests on in a region of the visit. `None` is the unknown region.
///
/// # Examples
///
/// See [`explain`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the law, or the site's own word in its place")]
pub enum Basis {
    /// A fact of law, in force at the instant of the visit. It stands in the row that [answers](law::answering) for the
    /// region; where only a country is known of which parts have rows, in those of the strictest parts; where nothing
    /// is known and the row of the unknown region does not say it, in whichever rows do.
    Fact {
        /// The region of the visit.
        region: Option<Region>,
        /// The fact.
        fact: &'static Fact,
    },
    /// A change that the policy makes to the law of the region, in force then.
    Override {
        /// The region of the visit.
        region: Option<Region>,
        /// The change.
        change: LawOverride,
    },
}

impl fmt::Display for Basis {
    /// One line: `FR: requires all opt-in (eu/opt-in, primary): …`, or for a change `FR: consent-lasts 2 months (this
    /// policy)`; the unknown region is `?`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.region() {
            Some(region) => write!(f, "{region}: ")?,
            None => f.write_str("?: ")?,
        }
        match self {
            Self::Fact { fact, .. } => fmt::Display::fmt(fact, f),
            Self::Override { change, .. } => write!(f, "{} (this policy)", change.rule()),
        }
    }
}

impl Basis {
    /// The region of the visit in which it bears.
    #[must_use]
    pub const fn region(&self) -> Option<Region> {
        match self {
            Self::Fact { region, .. } | Self::Override { region, .. } => *region,
        }
    }

    /// What it says.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self {
            Self::Fact { fact, .. } => fact.rule,
            Self::Override { change, .. } => change.rule(),
        }
    }
}

/// What would have to change for a reason to bear no more, as one plain sentence by `Display`. It may be reworded in
/// any release. Other reasons may bear still.
///
/// # Examples
///
/// See [`explain`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remedy {
    reason: Reason,
    needs_parent: bool,
    /// The age below which it is forbidden.
    below: u8,
    /// Nobody says that these are absent.
    risks: RiskSet,
    version: PolicyVersion,
}

/// Explains an answer: [`decide`](crate::decide()), and for each reason the facts of law on which it rests.
///
/// # Examples
///
/// ```
/// use cookie_consent::explain::{Basis, explain};
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::visit::{BrowserMode, Signals};
/// use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Reason, Visit};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("_fbp", Category::Targeting))
///     .build()
///     .unwrap();
/// let visit = Visit::new(
///     utc_datetime!(2026-11-23 12:00),
///     Place::Site,
///     Signals::from_headers([("Sec-GPC", "1")]),
///     &[],
///     BrowserMode::AcceptsAll,
///     Age::Unknown,
/// )
/// .region("US-CO".parse().unwrap());
///
/// let explanation = explain(&policy, &visit, Consent::Absent, &Cookie::first_party("_fbp", "www.edx.org"));
/// assert_eq!(explanation.decision().reason(), Reason::GpcBinding);
///
/// let bearing = explanation.deciding().unwrap();
/// let [Basis::Fact { fact, .. }] = bearing.rests_on() else { panic!("one fact of Colorado") };
/// assert_eq!(fact.id, "us-co/gpc");
/// let line = bearing.rests_on()[0].to_string();
/// assert!(line.starts_with("US-CO: honours-gpc (us-co/gpc, primary): C.R.S. § 6-1-1306"));
/// assert_eq!(
///     bearing.remedy().to_string(),
///     "The visitor's consent, given after being told that Global Privacy Control is on."
/// );
/// ```
#[must_use]
pub fn explain(policy: &Policy, visit: &Visit<'_>, consent: Consent<'_>, cookie: &Cookie<'_>) -> Explanation {
    let facts = Facts::of(policy, visit, consent);
    let decision = answer(&facts, cookie);
    let found = policy.find(visit.place(), cookie);
    let found = found.filter(|found| !found.listing.is_for_another_party(cookie.party));
    let views = found.as_ref().map(|found| View::all(&facts, found)).unwrap_or_default();
    let bearings = decision.reasons().iter().map(|reason| bearing(&facts, reason, &views)).collect();
    Explanation { decision, bearings }
}

impl Visitor<'_> {
    /// The answer of [`decide`](Self::decide), with the law behind it: see [`explain`].
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::{Declaration, Version};
    /// use cookie_consent::visit::{BrowserMode, Signals};
    /// use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Visit};
    /// use time::macros::{date, utc_datetime};
    ///
    /// let policy = Policy::builder()
    ///     .version(Version::new(1, date!(2022-12-15)))
    ///     .declare(Declaration::new("_ga", Category::Performance))
    ///     .build()
    ///     .unwrap();
    /// let now = utc_datetime!(2026-11-23 12:00);
    /// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    /// let visitor = policy.visitor(visit, Consent::Absent).region("FR".parse().unwrap());
    ///
    /// let cookie = Cookie::first_party("_ga", "www.edx.org");
    /// let explanation = visitor.explain(&cookie);
    /// assert_eq!(explanation.decision(), visitor.decide(&cookie));
    /// assert_eq!(explanation.deciding().unwrap().remedy().to_string(), "The visitor's consent.");
    /// ```
    #[must_use]
    pub fn explain(&self, cookie: &Cookie<'_>) -> Explanation {
        explain(self.policy(), self.visit(), self.consent(), cookie)
    }
}

/// A cookie in one of its categories in one region, as it was judged.
struct View<'a> {
    region: Option<Region>,
    is_of_a_place: bool,
    regime: &'a Regime,
    category: Category,
    reach: Reach,
    absent_risks: RiskSet,
    age: Age,
    said: Option<Said>,
    granted_despite_gpc: bool,
    /// Since which version a consent would count.
    version: PolicyVersion,
    reasons: ReasonSet,
}

impl<'a> View<'a> {
    /// The same judging as that of the answer, kept apart by region and category.
    fn all(facts: &Facts<'a>, found: &Found<'_>) -> Vec<Self> {
        let Facts { policy, visit, consent, .. } = *facts;
        let listing = &*found.listing;
        let opt_outs = facts.opt_outs(listing);
        let mut until = Deadline::after(visit.now());
        let (current, _) = policy.versions().at(visit.now());
        let last_material = |category| current.last_material_with(category, policy.vendors(listing));
        let mut views = Vec::new();
        for (region, here) in visit.regions().zip(facts.regions()) {
            for category in listing.judged_categories().iter() {
                let Assessed { case, also, .. } = facts.assess(found, &opt_outs, here, category, &mut until);
                let grant = match consent {
                    Consent::Given(record) => record.category(category).grant,
                    Consent::Absent | Consent::Unreadable => None,
                };
                views.push(Self {
                    region,
                    is_of_a_place: here.law.is_of_a_place,
                    regime: here.law.regime,
                    category,
                    reach: listing.reach(),
                    absent_risks: listing.absent_risks(),
                    age: facts.age(),
                    said: said(case),
                    granted_despite_gpc: grant.is_some_and(|grant| grant.despite_gpc),
                    version: last_material(category).unwrap_or(current.number),
                    reasons: judge(case).reasons.union(also),
                });
            }
        }
        views
    }

    const fn is_below(&self, age: u8) -> bool {
        match self.age {
            Age::Years(years) => years < age,
            Age::Unknown => false,
        }
    }

    /// Whether a parent has to answer.
    fn needs_parent(&self) -> bool {
        self.regime.needs_parent(self.age) || self.regime.minor_duty(self.age, self.reach) == MinorDuty::ParentOptIn
    }

    /// What the category needs where no risk is known.
    const fn requirement(&self) -> Requirement {
        self.regime.requirement(self.category, RiskSet::ALL)
    }

    fn needs(&self, rule: Rule, requirement: Requirement) -> bool {
        let says = rule == Rule::Requires(requirement) || rule == Rule::RequiresFor(self.category, requirement);
        says && self.requirement() == requirement
    }

    /// The risk for which a rule asks for more, if nobody says that it is absent.
    const fn risk(&self, rule: Rule) -> Option<Risk> {
        let (Rule::OptInIf(categories, risk) | Rule::ForbiddenIf(categories, risk)) = rule else {
            return None;
        };
        if categories.contains(self.category) && !self.absent_risks.contains(risk) { Some(risk) } else { None }
    }

    fn asks_for_consent(&self, rule: Rule) -> bool {
        self.needs(rule, Requirement::OptIn)
            || (self.requirement() < Requirement::OptIn
                && matches!(rule, Rule::OptInIf(..))
                && self.risk(rule).is_some())
    }

    /// Whether a reason rests on a rule here: it is of the kind that the reason reads, and what it says is what holds.
    /// A rule that a later one or the policy replaced says something else, or the same.
    fn rests_on(&self, reason: Reason, rule: Rule) -> bool {
        match reason {
            Reason::Forbidden => {
                self.needs(rule, Requirement::Forbidden)
                    || (matches!(rule, Rule::ForbiddenIf(..)) && self.risk(rule).is_some())
            }
            Reason::MinorProhibited => {
                matches!(rule, Rule::MinorsProhibited { below, reach } if self.is_below(below) && reach >= self.reach)
            }
            Reason::MinorNoOptIn => {
                // a child's own yes counts for nothing, whatever the rule reaches beside
                let reaches = |reach| reach >= self.reach || self.said == Some(Said::WrongActor);
                matches!(rule, Rule::MinorsNeedParent { below, reach } if self.is_below(below) && reaches(reach))
                    || matches!(
                        rule,
                        Rule::MinorsNeedOptIn { below, reach } if self.is_below(below) && reach >= self.reach
                    )
            }
            Reason::GpcBinding | Reason::GpcRemembered => {
                // a consent given despite the signal was there, and has lapsed
                let has_lapsed = self.said == Some(Said::Granted) && self.granted_despite_gpc;
                let lasts = self.regime.override_lasts().filter(|_| has_lapsed);
                (rule == Rule::HonoursGpc(true) && self.regime.honours_gpc())
                    || lasts.is_some_and(|months| rule == Rule::OverrideLasts(months))
            }
            Reason::TcfStringInvalid | Reason::TcfNoPurpose1 | Reason::TcfPurposeMissing | Reason::TcfVendorMissing => {
                // elsewhere a refusal counts against silence, whatever the law
                matches!(rule, Rule::TcfApplies | Rule::TcfVetoes) && self.regime.tcf_vetoes()
            }
            Reason::Consent | Reason::ConsentExpired => {
                let lasts = self.regime.consent_lasts();
                self.asks_for_consent(rule) || lasts.is_some_and(|months| rule == Rule::ConsentLasts(months))
            }
            Reason::ConsentWrongScope
            | Reason::ConsentFutureDated
            | Reason::ConsentStaleVersion
            | Reason::ImpliedNotConsent
            | Reason::RegionUnknownStrict
            | Reason::DefaultOptIn => self.asks_for_consent(rule),
            Reason::ExemptAudienceMeasurement => rule == Rule::Exempts(Ground::AudienceMeasurement),
            Reason::ExemptStatistical => rule == Rule::Exempts(Ground::Statistical),
            Reason::ExemptAppearance => rule == Rule::Exempts(Ground::Appearance),
            Reason::ExemptUiCustomisation => rule == Rule::Exempts(Ground::UiCustomisation),
            Reason::DefaultOptOut => self.needs(rule, Requirement::OptOut),
            Reason::NoticeOnly => self.needs(rule, Requirement::Notice),
            // the inventory, the browser, the visitor's own no, a Member, or a setting
            Reason::Uncategorised
            | Reason::OtherParty
            | Reason::InvalidAttributes
            | Reason::BrowserBlocksAll
            | Reason::BrowserBlocksFirstParty
            | Reason::BrowserBlocksThirdParty
            | Reason::StrictlyNecessary
            | Reason::RecordUnreadable
            | Reason::Refused
            | Reason::Withdrawn
            | Reason::ObjectedToExemption
            | Reason::OptedOutOfSaleShare
            | Reason::GppOptOut
            | Reason::UspOptOut
            | Reason::IndustryOptOutDaa
            | Reason::IndustryOptOutEdaa
            | Reason::IndustryOptOutNai
            | Reason::VendorToolGoogleAnalytics
            | Reason::VendorToolOwn
            | Reason::MemberRestriction
            | Reason::GpcAdvisory
            | Reason::DntAdvisory => false,
        }
    }

    /// The facts and the changes of the policy that a reason rests on here.
    fn bases(&self, facts: &Facts<'_>, reason: Reason) -> Vec<Basis> {
        let Self { region, .. } = *self;
        let now = facts.visit.now();
        let of = |rows: &mut dyn Iterator<Item = &'static law::Entry>| -> Vec<Basis> {
            let binds = |fact: &Fact| !facts.policy.source().not_subject().iter().any(|one| one.fact() == fact.id);
            let bears = |fact: &&Fact| fact.holds_at(now) && binds(fact) && self.rests_on(reason, fact.rule);
            rows.flat_map(law::Entry::facts).filter(bears).map(|fact| Basis::Fact { region, fact }).collect()
        };
        let mut bases = of(&mut law::answering(region));
        if bases.is_empty() && !self.is_of_a_place {
            // the unknown region is as strict as any row
            bases = of(&mut law::table().iter());
        }
        let changes = facts.policy.source().overrides.iter();
        let changes = changes.filter(|change| self.is_reached_by(change, now) && self.rests_on(reason, change.rule));
        bases.extend(changes.map(|change| Basis::Override { region, change: *change }));
        bases
    }

    /// Whether a change of the policy is in force and about the law of this region.
    fn is_reached_by(&self, change: &LawOverride, now: UtcDateTime) -> bool {
        if change.first_day().is_some_and(|day| law::midnight(day) > now) {
            return false;
        }
        let Some(region) = self.region.filter(|_| self.is_of_a_place) else {
            return true;
        };
        let is_row = |jurisdiction| law::answering(Some(region)).any(|row| row.jurisdiction() == jurisdiction);
        match change.jurisdiction() {
            Jurisdiction::Region(place) if place == region => true,
            // what is laxer reaches no part that has a row of its own
            Jurisdiction::Region(place) if place == region.country() => {
                !change.is_laxer() || !is_row(Jurisdiction::Region(region))
            }
            // only the country is known, so it may be this part of it
            Jurisdiction::Region(place) => {
                place.country() == region.country() && (region.is_country() || !region.is_assigned())
            }
            Jurisdiction::Elsewhere => is_row(Jurisdiction::Elsewhere),
            Jurisdiction::Unknown => false,
        }
    }
}

const fn said(case: Case) -> Option<Said> {
    match case {
        Case::Necessary => None,
        Case::Uncovered(base, _) | Case::Sale(base, _) | Case::Interest(base, _, _) => Some(base.said),
    }
}

fn bearing(facts: &Facts<'_>, reason: Reason, views: &[View<'_>]) -> Bearing {
    let mut rests_on = Vec::new();
    let version = PolicyVersion::new(0);
    let mut remedy = Remedy { reason, needs_parent: false, below: 0, risks: RiskSet::EMPTY, version };
    for view in views.iter().filter(|view| view.reasons.contains(reason)) {
        remedy.needs_parent |= view.needs_parent();
        remedy.version = remedy.version.max(view.version);
        for basis in view.bases(facts, reason) {
            if let Some(risk) = view.risk(basis.rule()) {
                remedy.risks = remedy.risks.with(risk);
            }
            if let Rule::MinorsProhibited { below, .. } = basis.rule() {
                remedy.below = remedy.below.max(below);
            }
            if !rests_on.contains(&basis) {
                rests_on.push(basis);
            }
        }
    }
    Bearing { reason, rests_on, remedy }
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { reason, needs_parent, below, risks, version } = *self;
        let (whose, in_passing) =
            if needs_parent { ("A parent's", "a parent's") } else { ("The visitor's", "the visitor's") };
        f.write_str(match reason {
            Reason::Uncategorised => "Declare the cookie.",
            Reason::OtherParty => "Declare the cookie for the party that sets it.",
            Reason::InvalidAttributes => "Mend the cookie's attributes, so that browsers keep it.",
            Reason::BrowserBlocksAll => "A browser that keeps cookies.",
            Reason::BrowserBlocksFirstParty => "A browser that keeps first-party cookies.",
            Reason::BrowserBlocksThirdParty => "A browser that keeps third-party cookies.",
            Reason::StrictlyNecessary => "A use of the cookie that is not strictly necessary.",
            Reason::Forbidden if risks.is_empty() => "Nothing: no consent cures it.",
            Reason::Forbidden => {
                return write!(
                    f,
                    "No consent cures it. Declare that these risks are absent, if they are: {}.",
                    List(risks)
                );
            }
            Reason::MinorProhibited if below == 0 => "Nothing: no consent cures it.",
            Reason::MinorProhibited => {
                return write!(f, "Nothing before the visitor is {below}: no consent cures it.");
            }
            Reason::MinorNoOptIn if needs_parent => "A parent's opt-in.",
            Reason::MinorNoOptIn => "The minor's own opt-in, or a parent's.",
            Reason::RecordUnreadable => "A new choice of the visitor: ask again.",
            Reason::Refused | Reason::Withdrawn => return write!(f, "{whose} consent, given later than the refusal."),
            Reason::ObjectedToExemption => "The visitor's consent, given later than the objection.",
            Reason::OptedOutOfSaleShare => "The visitor taking back the opt-out of sale and sharing.",
            Reason::GpcBinding | Reason::GpcRemembered => {
                return write!(f, "{whose} consent, given after being told that Global Privacy Control is on.");
            }
            Reason::GppOptOut => "A GPP string without the opt-out.",
            Reason::UspOptOut => "A US Privacy string without the opt-out.",
            Reason::IndustryOptOutDaa => "The visitor taking back the opt-out at the Digital Advertising Alliance.",
            Reason::IndustryOptOutEdaa => {
                "The visitor taking back the opt-out at the European Interactive Digital Advertising Alliance."
            }
            Reason::IndustryOptOutNai => "The visitor taking back the opt-out at the Network Advertising Initiative.",
            Reason::VendorToolGoogleAnalytics => "The visitor taking back the opt-out of Google Analytics.",
            Reason::VendorToolOwn => "The visitor taking back the opt-out with the company's own tool.",
            Reason::TcfStringInvalid => "A TC string that is valid.",
            Reason::TcfNoPurpose1 => "A TC string with consent to storage on the device (Purpose 1).",
            Reason::TcfPurposeMissing => "A TC string with consent to every purpose of the cookie.",
            Reason::TcfVendorMissing => "A TC string with consent to the vendor.",
            Reason::MemberRestriction => {
                "The institution lifting its restriction, or the policy knowing the institution."
            }
            Reason::Consent => "The visitor withdrawing the consent.",
            Reason::ExemptAudienceMeasurement
            | Reason::ExemptStatistical
            | Reason::ExemptAppearance
            | Reason::ExemptUiCustomisation => "The visitor's objection.",
            Reason::ConsentWrongScope => "The browser or the account that consented, recognised.",
            Reason::ConsentFutureDated => "A consent that is dated no later than now.",
            Reason::ConsentExpired => return write!(f, "{whose} consent, given anew."),
            Reason::ConsentStaleVersion => {
                return write!(f, "{whose} consent under version {version} or later.");
            }
            Reason::ImpliedNotConsent => return write!(f, "{whose} explicit consent."),
            Reason::RegionUnknownStrict => return write!(f, "The visitor's region, or else {in_passing} consent."),
            Reason::DefaultOptIn if !risks.is_empty() => {
                return write!(
                    f,
                    "{whose} consent, or a declaration that these risks are absent, if they are: {}.",
                    List(risks)
                );
            }
            Reason::DefaultOptIn | Reason::GpcAdvisory | Reason::DntAdvisory => return write!(f, "{whose} consent."),
            Reason::DefaultOptOut => "The visitor's opt-out or refusal.",
            Reason::NoticeOnly => "The visitor's refusal.",
        })
    }
}

struct List(RiskSet);

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(at, risk)| {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{risk}")
        })
    }
}
