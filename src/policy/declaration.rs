use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::cookie::{Category, CategorySet, DataUse, DataUseSet, Lifetime, Party, Storage};
use crate::law::{Condition, ConditionSet, Ground, Risk, RiskSet};
use crate::vocabulary::spelled;

/// How far the label of a declaration is trusted.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::policy::Trust::Imported.as_str(), "imported");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "somebody at the site looked at it, or nobody did")]
pub enum Trust {
    /// The site, or the Member, vouches for it.
    Reviewed,
    /// It comes from a public list. It informs, and decides only if the policy says so.
    Imported,
}

spelled! {
    Trust ("a trust") {
        Reviewed = "reviewed", Imported = "imported",
    }
}

/// A claim that the law exempts a cookie from consent, and the conditions of it that are met.
///
/// It helps only in regions that know the ground, and only while every condition of it is met.
///
/// # Examples
///
/// ```
/// use cookie_consent::policy::Exemption;
/// use cookie_consent::law::{Condition, Ground};
///
/// let whole = Exemption::fulfilled(Ground::AudienceMeasurement);
/// assert!(whole.holds());
/// assert!(!whole.without(Condition::NoCrossSiteIdentifier).holds());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exemption {
    pub(crate) ground: Ground,
    pub(crate) met: ConditionSet,
}

impl Exemption {
    /// A claim of this ground with the conditions that are met.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::law::{ConditionSet, Ground};
    /// use cookie_consent::policy::Exemption;
    ///
    /// assert!(!Exemption::new(Ground::AudienceMeasurement, ConditionSet::EMPTY).holds());
    /// ```
    #[must_use]
    pub const fn new(ground: Ground, met: ConditionSet) -> Self {
        Self { ground, met }
    }

    /// A claim of this ground with all of its conditions met.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::law::Ground;
    /// use cookie_consent::policy::Exemption;
    ///
    /// let claim = Exemption::fulfilled(Ground::AudienceMeasurement);
    /// assert_eq!(claim, Exemption::new(Ground::AudienceMeasurement, Ground::AudienceMeasurement.conditions()));
    /// ```
    #[must_use]
    pub const fn fulfilled(ground: Ground) -> Self {
        Self { ground, met: ground.conditions() }
    }

    /// The same claim with one condition not met.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::law::{Condition, Ground};
    /// use cookie_consent::policy::Exemption;
    ///
    /// let claim = Exemption::fulfilled(Ground::AudienceMeasurement).without(Condition::NoCrossSiteIdentifier);
    /// assert!(!claim.met().contains(Condition::NoCrossSiteIdentifier));
    /// ```
    #[must_use]
    pub const fn without(self, condition: Condition) -> Self {
        Self { met: self.met.without(condition), ..self }
    }

    /// The ground.
    #[must_use]
    pub const fn ground(self) -> Ground {
        self.ground
    }

    /// The conditions that are met, of this ground or of others.
    #[must_use]
    pub const fn met(self) -> ConditionSet {
        self.met
    }

    /// Whether all conditions of the ground are met.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::law::{Condition, Ground};
    /// use cookie_consent::policy::Exemption;
    ///
    /// let whole = Exemption::fulfilled(Ground::AudienceMeasurement);
    /// assert!(whole.holds() && !whole.without(Condition::NoCrossSiteIdentifier).holds());
    /// ```
    #[must_use]
    pub const fn holds(self) -> bool {
        self.ground.conditions().is_subset(self.met)
    }
}

/// A line of the inventory: which cookies, what for, and how long.
///
/// A name is exact, or a pattern in which each `*` stands for any run of characters, also none; `**` would mean no more
/// and is refused. Nothing is checked here; [`build`](crate::policy::PolicyBuilder::build) checks everything at once.
///
/// # Examples
///
/// ```
/// use cookie_consent::Category;
/// use cookie_consent::cookie::{DataUse, Lifetime};
/// use cookie_consent::policy::Declaration;
///
/// let declaration = Declaration::new("_ga_*", Category::Performance)
///     .used_for(DataUse::Analytics)
///     .vendor("google-analytics")
///     .on_host("edx.org")
///     .lasting(Lifetime::days(730))
///     .purpose("tells visitors apart for statistics");
///
/// // all of it can be read back
/// assert_eq!(declaration.pattern(), "_ga_*");
/// assert_eq!(declaration.vendor_id(), Some("google-analytics"));
/// assert_eq!(declaration.hosts().collect::<Vec<_>>(), ["edx.org"]);
/// assert_eq!(declaration.lifetime(), Some(Lifetime::days(730)));
/// assert_eq!(declaration.purpose_text(), "tells visitors apart for statistics");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Declaration {
    pub(crate) pattern: Box<str>,
    pub(crate) hosts: Vec<Box<str>>,
    pub(crate) path: Option<Box<str>>,
    pub(crate) storage: Storage,
    pub(crate) party: Party,
    pub(crate) categories: CategorySet,
    pub(crate) uses: DataUseSet,
    pub(crate) vendor: Option<Box<str>>,
    pub(crate) lifetime: Option<Lifetime>,
    pub(crate) purpose: Box<str>,
    pub(crate) exemptions: Vec<Exemption>,
    pub(crate) absent_risks: RiskSet,
    pub(crate) trust: Trust,
}

impl Declaration {
    /// A first-party cookie by its name or pattern, in one category, for that category's default uses.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::cookie::Party;
    /// use cookie_consent::policy::Declaration;
    ///
    /// let session = Declaration::new("sessionid", Category::StrictlyNecessary);
    /// assert_eq!((session.party(), session.lifetime(), session.hosts().count()), (Party::First, None, 0));
    /// ```
    #[must_use]
    pub fn new(pattern: &str, category: Category) -> Self {
        Self {
            pattern: pattern.into(),
            hosts: Vec::new(),
            path: None,
            storage: Storage::Cookie,
            party: Party::First,
            categories: category.into(),
            uses: DataUseSet::EMPTY,
            vendor: None,
            lifetime: None,
            purpose: Box::from(""),
            exemptions: Vec::new(),
            absent_risks: RiskSet::EMPTY,
            trust: Trust::Reviewed,
        }
    }

    /// It belongs to one more category, and is allowed only where each allows it.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::policy::Declaration;
    ///
    /// let both = Declaration::new("_ga", Category::Performance).also(Category::Targeting);
    /// assert!(both.categories().contains(Category::Performance) && both.categories().contains(Category::Targeting));
    /// ```
    #[must_use]
    pub const fn also(mut self, category: Category) -> Self {
        self.categories = self.categories.with(category);
        self
    }

    /// It serves this use. A declaration that names none serves the defaults of its categories.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::cookie::DataUse;
    /// use cookie_consent::policy::Declaration;
    ///
    /// let ga = Declaration::new("_ga", Category::Performance);
    /// assert_eq!(ga.uses(), Category::Performance.default_uses());
    /// assert_eq!(ga.used_for(DataUse::ErrorMonitoring).uses(), DataUse::ErrorMonitoring.into());
    /// ```
    #[must_use]
    pub const fn used_for(mut self, data_use: DataUse) -> Self {
        self.uses = self.uses.with(data_use);
        self
    }

    /// It is third-party.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::cookie::Party;
    /// use cookie_consent::policy::Declaration;
    ///
    /// assert_eq!(Declaration::new("fr", Category::Targeting).third_party().party(), Party::Third);
    /// ```
    #[must_use]
    pub const fn third_party(mut self) -> Self {
        self.party = Party::Third;
        self
    }

    /// It is not a cookie but a similar technology.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::cookie::Storage;
    /// use cookie_consent::policy::Declaration;
    ///
    /// let speed = Declaration::new("edx.player.speed", Category::Functionality).stored_in(Storage::LocalStorage);
    /// assert_eq!(speed.storage(), Storage::LocalStorage);
    /// ```
    #[must_use]
    pub const fn stored_in(mut self, storage: Storage) -> Self {
        self.storage = storage;
        self
    }

    /// The declaration is for this host and those below it. It may be called for several; without any it is for all.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::policy::Declaration;
    ///
    /// let theme = Declaration::new("theme", Category::Functionality).on_host("edx.org").on_host("2u.com");
    /// assert_eq!(theme.hosts().collect::<Vec<_>>(), ["edx.org", "2u.com"]);
    /// ```
    #[must_use]
    pub fn on_host(mut self, host: &str) -> Self {
        self.hosts.push(host.into());
        self
    }

    /// The declaration is for this path and those below it.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::policy::Declaration;
    ///
    /// assert_eq!(Declaration::new("quiz", Category::Functionality).on_path("/courses").path(), Some("/courses"));
    /// ```
    #[must_use]
    pub fn on_path(mut self, path: &str) -> Self {
        self.path = Some(path.into());
        self
    }

    /// It belongs to this vendor.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::policy::Declaration;
    ///
    /// assert_eq!(Declaration::new("_fbp", Category::Targeting).vendor("meta").vendor_id(), Some("meta"));
    /// ```
    #[must_use]
    pub fn vendor(mut self, vendor: &str) -> Self {
        self.vendor = Some(vendor.into());
        self
    }

    /// It lives at most this long. Without it only browsers and the law limit it.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::cookie::Lifetime;
    /// use cookie_consent::policy::Declaration;
    ///
    /// let theme = Declaration::new("theme", Category::Functionality).lasting(Lifetime::days(365));
    /// assert_eq!(theme.lifetime(), Some(Lifetime::days(365)));
    /// ```
    #[must_use]
    pub const fn lasting(mut self, lifetime: Lifetime) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// What to tell the visitor.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::policy::Declaration;
    ///
    /// let theme = Declaration::new("theme", Category::Functionality).purpose("dark or light");
    /// assert_eq!(theme.purpose_text(), "dark or light");
    /// ```
    #[must_use]
    pub fn purpose(mut self, purpose: &str) -> Self {
        self.purpose = purpose.into();
        self
    }

    /// The law exempts it, on this ground. It may be called for several.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::law::Ground;
    /// use cookie_consent::policy::{Declaration, Exemption};
    ///
    /// let counter = Declaration::new("counter", Category::Performance);
    /// assert_eq!(counter.exempt(Exemption::fulfilled(Ground::AudienceMeasurement)).exemptions().len(), 1);
    /// ```
    #[must_use]
    pub fn exempt(mut self, exemption: Exemption) -> Self {
        self.exemptions.push(exemption);
        self
    }

    /// The site states that this risk is absent. Where a law asks, silence counts as the risk.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::law::Risk;
    /// use cookie_consent::policy::Declaration;
    ///
    /// let counter = Declaration::new("counter", Category::Performance).without_risk(Risk::ALL[0]);
    /// assert_eq!(counter.absent_risks(), Risk::ALL[0].into());
    /// ```
    #[must_use]
    pub const fn without_risk(mut self, risk: Risk) -> Self {
        self.absent_risks = self.absent_risks.with(risk);
        self
    }

    /// The label comes from a public list.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::policy::{Declaration, Trust};
    ///
    /// assert_eq!(Declaration::new("_ga", Category::Performance).imported().trust(), Trust::Imported);
    /// ```
    #[must_use]
    pub const fn imported(mut self) -> Self {
        self.trust = Trust::Imported;
        self
    }

    /// The name or pattern.
    #[must_use]
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// The categories.
    #[must_use]
    pub const fn categories(&self) -> CategorySet {
        self.categories
    }

    /// The uses: those named, or the defaults of the categories.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::cookie::DataUse;
    /// use cookie_consent::policy::Declaration;
    ///
    /// assert!(Declaration::new("_ga", Category::Performance).uses().contains(DataUse::Analytics));
    /// ```
    #[must_use]
    pub fn uses(&self) -> DataUseSet {
        if self.uses.is_empty() { self.categories.default_uses() } else { self.uses }
    }

    /// Whose it is for the page: the site's own, or a third party's.
    #[must_use]
    pub const fn party(&self) -> Party {
        self.party
    }

    /// Where it is kept: a cookie, or a similar technology.
    #[must_use]
    pub const fn storage(&self) -> Storage {
        self.storage
    }

    /// The hosts that it is for, with those below them; none if it is for all.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.hosts.iter().map(|host| &**host)
    }

    /// The path that it is for, with those below it; `None` if it is for all.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The id of the vendor whose it is, if one is named.
    #[must_use]
    pub fn vendor_id(&self) -> Option<&str> {
        self.vendor.as_deref()
    }

    /// How long it lives at most, if that was declared.
    #[must_use]
    pub const fn lifetime(&self) -> Option<Lifetime> {
        self.lifetime
    }

    /// What to tell the visitor; empty if nothing was written.
    #[must_use]
    pub fn purpose_text(&self) -> &str {
        &self.purpose
    }

    /// The claims that a law exempts it.
    #[must_use]
    pub fn exemptions(&self) -> &[Exemption] {
        &self.exemptions
    }

    /// The risks that the site states to be absent.
    #[must_use]
    pub const fn absent_risks(&self) -> RiskSet {
        self.absent_risks
    }

    /// Whether the site vouches for the line, or a public list.
    #[must_use]
    pub const fn trust(&self) -> Trust {
        self.trust
    }
}
