use super::{GroundSet, Months, RiskSet, Rule};
use crate::cookie::Category;
use crate::visit::Age;
use crate::vocabulary::spelled;

/// What a category needs before a cookie of it may be set, from lax to strict.
///
/// # Examples
///
/// ```
/// use cookie_consent::law::Requirement;
///
/// assert!(Requirement::OptIn > Requirement::OptOut);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "say so, offer a way out, ask before, or leave it")]
pub enum Requirement {
    /// Say so.
    Notice,
    /// Allowed until the visitor opts out.
    OptOut,
    /// Forbidden until the visitor consents.
    OptIn,
    /// Forbidden, whatever the visitor says.
    Forbidden,
}

spelled! {
    Requirement ("a requirement") {
        Notice = "notice", OptOut = "opt-out", OptIn = "opt-in", Forbidden = "forbidden",
    }
}

/// Which cookies a rule about minors reaches, each step with all that those before it reach. What is strictly necessary
/// is never reached.
///
/// # Examples
///
/// ```
/// use cookie_consent::law::Reach;
///
/// assert!(Reach::EveryUse > Reach::CoveredUses);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reach {
    /// None: the rule says only who may consent, where consent is asked for (GDPR, Art. 8).
    Consent,
    /// Sale, sharing and interest-based advertising.
    CoveredUses,
    /// And whatever a third party sets: a persistent identifier in its hands (COPPA, 16 CFR 312.2).
    ThirdParties,
    /// And everything else that is not strictly necessary.
    EveryUse,
}

spelled! {
    Reach ("how far a rule about minors reaches") {
        Consent = "consent", CoveredUses = "covered-uses", ThirdParties = "third-parties", EveryUse = "every-use",
    }
}

/// What a cookie needs for a known minor, from lax to strict.
///
/// # Examples
///
/// ```
/// use cookie_consent::law::MinorDuty;
///
/// assert!(MinorDuty::Prohibited > MinorDuty::ParentOptIn);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "nothing, the minor's word, a parent's word, or never")]
pub enum MinorDuty {
    /// Nothing beyond what adults get.
    None,
    /// The minor's own opt-in, or a parent's.
    OwnOptIn,
    /// A parent's opt-in.
    ParentOptIn,
    /// No consent cures it.
    Prohibited,
}

spelled! {
    MinorDuty ("a duty towards minors") {
        None = "none", OwnOptIn = "own-opt-in", ParentOptIn = "parent-opt-in", Prohibited = "prohibited",
    }
}

/// What one category needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Need {
    requirement: Requirement,
    opt_in_if: RiskSet,
    forbidden_if: RiskSet,
}

/// The ages below which a rule about minors holds, by what it has to reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Ages([u8; Reach::ALL.len()]);

impl Ages {
    const NONE: Self = Self([0; Reach::ALL.len()]);

    /// Below which age a rule reaches this.
    const fn reaching(self, what: Reach) -> u8 {
        let Self([consent, covered_uses, third_parties, every_use]) = self;
        match what {
            Reach::Consent => consent,
            Reach::CoveredUses => covered_uses,
            Reach::ThirdParties => third_parties,
            Reach::EveryUse => every_use,
        }
    }

    /// Of two rules the one that protects more minors holds, for what it reaches.
    fn with(self, below: u8, reach: Reach) -> Self {
        self.meet(Self::of(|what| if what <= reach { below } else { 0 }))
    }

    /// What the rule reaches has this age and no other, and what it does not reach has none above it: a rule that
    /// reaches more reaches the rest too.
    fn lowered(self, below: u8, reach: Reach) -> Self {
        Self::of(|what| if what <= reach { below } else { self.reaching(what).min(below) })
    }

    fn of(age: impl Fn(Reach) -> u8) -> Self {
        Self(core::array::from_fn(|step| Reach::ALL.get(step).map_or(0, |what| age(*what))))
    }

    fn meet(self, Self(other): Self) -> Self {
        let mut ages = self;
        ages.0.iter_mut().zip(other).for_each(|(age, other)| *age = (*age).max(other));
        ages
    }
}

/// What the law of a region requires at an instant.
///
/// # Examples
///
/// ```
/// use cookie_consent::Category;
/// use cookie_consent::law::{self, Requirement, RiskSet};
/// use time::macros::utc_datetime;
///
/// let entry = law::table().iter().find(|entry| entry.name() == "Oregon").unwrap();
/// let before = entry.regime_at(utc_datetime!(2025-12-31 23:59:59));
/// let after = entry.regime_at(utc_datetime!(2026-01-01 00:00));
/// assert!(!before.honours_gpc() && after.honours_gpc());
/// // nobody has said that no sensitive data is processed
/// assert_eq!(after.requirement(Category::Targeting, RiskSet::EMPTY), Requirement::OptIn);
/// assert_eq!(after.requirement(Category::Targeting, RiskSet::ALL), Requirement::OptOut);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of law, each read by its own method")]
pub struct Regime {
    performance: Need,
    functionality: Need,
    targeting: Need,
    exemptions: GroundSet,
    honours_gpc: bool,
    shows_opt_out_status: bool,
    tcf_vetoes: bool,
    tcf_grants: bool,
    notifies_material_change: bool,
    consent_lasts: Option<Months>,
    override_lasts: Option<Months>,
    ask_again_after: Option<Months>,
    minors_not_asked_below: u8,
    parent_below: Ages,
    opt_in_below: Ages,
    prohibited_below: Ages,
}

impl Regime {
    /// No law: a notice is enough. What every region starts from before its first provision.
    pub(crate) const NOTICE: Self = {
        const NEED: Need =
            Need { requirement: Requirement::Notice, opt_in_if: RiskSet::EMPTY, forbidden_if: RiskSet::EMPTY };
        Self {
            performance: NEED,
            functionality: NEED,
            targeting: NEED,
            exemptions: GroundSet::EMPTY,
            honours_gpc: false,
            shows_opt_out_status: false,
            tcf_vetoes: false,
            tcf_grants: false,
            notifies_material_change: false,
            consent_lasts: None,
            override_lasts: None,
            ask_again_after: None,
            minors_not_asked_below: 0,
            parent_below: Ages::NONE,
            opt_in_below: Ages::NONE,
            prohibited_below: Ages::NONE,
        }
    };

    /// What every regime is at least as strict as: nothing is asked for, and whatever can permit does.
    pub(crate) const LAXEST: Self = Self { exemptions: GroundSet::ALL, tcf_grants: true, ..Self::NOTICE };

    /// This regime with one more rule in force, of a law or of a policy that is stricter: rules about minors and risks
    /// add up.
    #[must_use]
    pub(crate) fn with(mut self, rule: Rule) -> Self {
        match rule {
            Rule::Requires(requirement) => {
                for category in [Category::Performance, Category::Functionality, Category::Targeting] {
                    self = self.with(Rule::RequiresFor(category, requirement));
                }
            }
            Rule::RequiresFor(category, requirement) => {
                if let Some(need) = self.need_mut(category) {
                    need.requirement = requirement;
                }
            }
            Rule::IgnoresRisk(categories, risk) => {
                for category in categories.iter() {
                    if let Some(need) = self.need_mut(category) {
                        need.opt_in_if = need.opt_in_if.without(risk);
                        need.forbidden_if = need.forbidden_if.without(risk);
                    }
                }
            }
            Rule::OptInIf(categories, risk) => {
                for category in categories.iter() {
                    if let Some(need) = self.need_mut(category) {
                        need.opt_in_if = need.opt_in_if.with(risk);
                    }
                }
            }
            Rule::ForbiddenIf(categories, risk) => {
                for category in categories.iter() {
                    if let Some(need) = self.need_mut(category) {
                        need.forbidden_if = need.forbidden_if.with(risk);
                    }
                }
            }
            Rule::NoExemption => self.exemptions = GroundSet::EMPTY,
            Rule::Exempts(ground) => self.exemptions = self.exemptions.with(ground),
            Rule::HonoursGpc(binding) => self.honours_gpc = binding,
            Rule::ShowsOptOutStatus => self.shows_opt_out_status = true,
            Rule::ConsentLasts(months) => self.consent_lasts = Some(months),
            Rule::OverrideLasts(months) => self.override_lasts = Some(months),
            Rule::AskAgainAfter(months) => self.ask_again_after = Some(months),
            // of two provisions about minors the one that protects more of them holds
            Rule::MinorsNotAskedAgain { below } => self.minors_not_asked_below = self.minors_not_asked_below.max(below),
            Rule::MinorsNeedParent { below, reach } => self.parent_below = self.parent_below.with(below, reach),
            Rule::MinorsNeedOptIn { below, reach } => self.opt_in_below = self.opt_in_below.with(below, reach),
            Rule::MinorsProhibited { below, reach } => self.prohibited_below = self.prohibited_below.with(below, reach),
            Rule::TcfVetoes => self.tcf_vetoes = true,
            Rule::TcfApplies => (self.tcf_vetoes, self.tcf_grants) = (true, true),
            Rule::NotifiesMaterialChange => self.notifies_material_change = true,
        }
        self
    }

    /// This regime with one more rule in force, of a policy that may be laxer: a rule about minors is no addition, but
    /// says at which age they are protected.
    #[must_use]
    pub(crate) fn changed_to(mut self, rule: Rule) -> Self {
        match rule {
            Rule::MinorsNotAskedAgain { below } => self.minors_not_asked_below = below,
            Rule::MinorsNeedParent { below, reach } => self.parent_below = self.parent_below.lowered(below, reach),
            Rule::MinorsNeedOptIn { below, reach } => self.opt_in_below = self.opt_in_below.lowered(below, reach),
            Rule::MinorsProhibited { below, reach } => {
                self.prohibited_below = self.prohibited_below.lowered(below, reach);
            }
            Rule::Requires(_)
            | Rule::RequiresFor(..)
            | Rule::IgnoresRisk(..)
            | Rule::OptInIf(..)
            | Rule::ForbiddenIf(..)
            | Rule::NoExemption
            | Rule::Exempts(_)
            | Rule::HonoursGpc(_)
            | Rule::ShowsOptOutStatus
            | Rule::ConsentLasts(_)
            | Rule::OverrideLasts(_)
            | Rule::AskAgainAfter(_)
            | Rule::TcfVetoes
            | Rule::TcfApplies
            | Rule::NotifiesMaterialChange => return self.with(rule),
        }
        self
    }

    const fn need(&self, category: Category) -> Option<&Need> {
        match category {
            Category::StrictlyNecessary => None,
            Category::Performance => Some(&self.performance),
            Category::Functionality => Some(&self.functionality),
            Category::Targeting => Some(&self.targeting),
        }
    }

    const fn need_mut(&mut self, category: Category) -> Option<&mut Need> {
        match category {
            Category::StrictlyNecessary => None,
            Category::Performance => Some(&mut self.performance),
            Category::Functionality => Some(&mut self.functionality),
            Category::Targeting => Some(&mut self.targeting),
        }
    }

    /// What a category needs, given the risks of which the site says that they are absent. Strictly necessary cookies
    /// need a notice, everywhere.
    #[must_use]
    pub const fn requirement(&self, category: Category, cleared: RiskSet) -> Requirement {
        match self.need(category) {
            None => Requirement::Notice,
            Some(need) if !need.forbidden_if.is_subset(cleared) => Requirement::Forbidden,
            Some(need) if need.opt_in_if.is_subset(cleared) => need.requirement,
            Some(Need { requirement: Requirement::Forbidden, .. }) => Requirement::Forbidden,
            Some(_) => Requirement::OptIn,
        }
    }

    /// The risks that make a difference to what a category needs.
    #[must_use]
    pub const fn risks(&self, category: Category) -> RiskSet {
        match self.need(category) {
            None | Some(Need { requirement: Requirement::Forbidden, .. }) => RiskSet::EMPTY,
            Some(Need { requirement: Requirement::OptIn, forbidden_if, .. }) => *forbidden_if,
            Some(Need { opt_in_if, forbidden_if, .. }) => opt_in_if.union(*forbidden_if),
        }
    }

    /// The grounds that exempt from consent.
    #[must_use]
    pub const fn exemptions(&self) -> GroundSet {
        self.exemptions
    }

    /// Whether Global Privacy Control is binding.
    #[must_use]
    pub const fn honours_gpc(&self) -> bool {
        self.honours_gpc
    }

    /// Whether the site must show that it processed the signal.
    #[must_use]
    pub const fn shows_opt_out_status(&self) -> bool {
        self.shows_opt_out_status
    }

    /// Whether a TC string forbids what it does not consent to, whatever else was said.
    #[must_use]
    pub const fn tcf_vetoes(&self) -> bool {
        self.tcf_vetoes
    }

    /// Whether the consents of a TC string count as given to the site.
    #[must_use]
    pub const fn tcf_grants(&self) -> bool {
        self.tcf_grants
    }

    /// Whether a material change must be announced.
    #[must_use]
    pub const fn notifies_material_change(&self) -> bool {
        self.notifies_material_change
    }

    /// How long a consent counts; `None` without limit.
    #[must_use]
    pub const fn consent_lasts(&self) -> Option<Months> {
        self.consent_lasts
    }

    /// How long a consent given despite Global Privacy Control counts; `None` without a limit of its own.
    #[must_use]
    pub const fn override_lasts(&self) -> Option<Months> {
        self.override_lasts
    }

    /// After how long a visitor who refused may be asked again; `None` if no rule says.
    #[must_use]
    pub const fn ask_again_after(&self) -> Option<Months> {
        self.ask_again_after
    }

    /// Whether a visitor of this age who refused may be asked again at all.
    #[must_use]
    pub const fn may_ask_again(&self, age: Age) -> bool {
        match age {
            Age::Unknown => true,
            Age::Years(years) => years >= self.minors_not_asked_below,
        }
    }

    /// What a cookie needs for a visitor of this age, if only rules with at least this reach are about it:
    /// [`CoveredUses`](Reach::CoveredUses) for one that serves a covered use, [`ThirdParties`](Reach::ThirdParties) for
    /// any other of a third party, [`EveryUse`](Reach::EveryUse) for the rest. Without knowledge there is no duty.
    #[must_use]
    pub const fn minor_duty(&self, age: Age, reach: Reach) -> MinorDuty {
        match age {
            Age::Years(years) if years < self.prohibited_below.reaching(reach) => MinorDuty::Prohibited,
            Age::Years(years) if years < self.parent_below.reaching(reach) => MinorDuty::ParentOptIn,
            Age::Years(years) if years < self.opt_in_below.reaching(reach) => MinorDuty::OwnOptIn,
            Age::Years(_) | Age::Unknown => MinorDuty::None,
        }
    }

    /// Whether a visitor of this age cannot consent, and a parent must, whatever it is about.
    #[must_use]
    pub const fn needs_parent(&self, age: Age) -> bool {
        match age {
            Age::Unknown => false,
            Age::Years(years) => years < self.parent_below.reaching(Reach::Consent),
        }
    }

    /// The strictest of two regimes, rule by rule: what holds where either might.
    #[must_use]
    pub(crate) fn meet(self, other: Self) -> Self {
        Self {
            performance: self.performance.meet(other.performance),
            functionality: self.functionality.meet(other.functionality),
            targeting: self.targeting.meet(other.targeting),
            exemptions: self.exemptions.intersection(other.exemptions),
            honours_gpc: self.honours_gpc || other.honours_gpc,
            shows_opt_out_status: self.shows_opt_out_status || other.shows_opt_out_status,
            tcf_vetoes: self.tcf_vetoes || other.tcf_vetoes,
            tcf_grants: self.tcf_grants && other.tcf_grants,
            notifies_material_change: self.notifies_material_change || other.notifies_material_change,
            consent_lasts: shortest(self.consent_lasts, other.consent_lasts),
            override_lasts: shortest(self.override_lasts, other.override_lasts),
            ask_again_after: self.ask_again_after.max(other.ask_again_after),
            minors_not_asked_below: self.minors_not_asked_below.max(other.minors_not_asked_below),
            parent_below: self.parent_below.meet(other.parent_below),
            opt_in_below: self.opt_in_below.meet(other.opt_in_below),
            prohibited_below: self.prohibited_below.meet(other.prohibited_below),
        }
    }

    /// Whether nothing here is laxer than there.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::law;
    /// use time::macros::utc_datetime;
    ///
    /// let regime = |name| {
    ///     let entry = law::table().iter().find(|entry| entry.name() == name).unwrap();
    ///     entry.regime_at(utc_datetime!(2026-11-25 00:00))
    /// };
    /// // Texas asks for less, but TC strings, which can permit, have no say there: neither is the stricter
    /// let (germany, texas) = (regime("Germany"), regime("Texas"));
    /// assert!(germany.tcf_grants() && !texas.tcf_grants());
    /// assert!(!germany.is_at_least_as_strict_as(&texas) && !texas.is_at_least_as_strict_as(&germany));
    /// ```
    #[must_use]
    pub fn is_at_least_as_strict_as(&self, other: &Self) -> bool {
        self.meet(*other) == self.meet(*self)
    }
}

impl Need {
    fn meet(self, other: Self) -> Self {
        let requirement = self.requirement.max(other.requirement);
        let opt_in_if = match requirement {
            // where consent is always needed, no risk can ask for more of it
            Requirement::OptIn | Requirement::Forbidden => RiskSet::ALL,
            Requirement::OptOut | Requirement::Notice => self.opt_in_if.union(other.opt_in_if),
        };
        let forbidden_if = match requirement {
            Requirement::Forbidden => RiskSet::ALL,
            Requirement::OptIn | Requirement::OptOut | Requirement::Notice => {
                self.forbidden_if.union(other.forbidden_if)
            }
        };
        Self { requirement, opt_in_if, forbidden_if }
    }
}

fn shortest(a: Option<Months>, b: Option<Months>) -> Option<Months> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, None) | (None, one) => one,
    }
}
