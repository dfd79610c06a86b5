use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use time::Date;

use super::check::check;
use super::{Declaration, Member, Policy, PolicyErrors, Settings, Vendor, Version};
use crate::law::{Jurisdiction, Rule};

/// A policy's change to a row of the [table of laws](crate::law::table).
///
/// The order of changes means nothing. The law of a place is what the table says of it (or else of its country, or of
/// every other country); then the [laxer](Self::laxer) changes of whatever row that is, and of the place itself, by
/// their first days, of one day the narrower place and then the later [`Rule`] last; and then, met with that, every
/// [stricter](Self::stricter) one of the place and of its country. So a stricter change of a country reaches all its
/// parts and loosens none of them, and a laxer one never reaches a part that has a row of its own.
///
/// # Examples
///
/// ```
/// use cookie_consent::Region;
/// use cookie_consent::policy::LawOverride;
/// use cookie_consent::law::{Jurisdiction, Months, Rule};
///
/// // this site asks again in Czechia after half a year already
/// let czechia = Jurisdiction::Region(Region::country_code(*b"CZ"));
/// let stricter = LawOverride::stricter(czechia, Rule::ConsentLasts(Months::new(6)));
/// assert!(!stricter.is_laxer());
/// assert_eq!((stricter.jurisdiction(), stricter.rule()), (czechia, Rule::ConsentLasts(Months::new(6))));
/// assert_eq!(stricter.first_day(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LawOverride {
    pub(crate) jurisdiction: Jurisdiction,
    pub(crate) rule: Rule,
    pub(crate) since: Option<Date>,
    pub(crate) laxer: bool,
}

impl LawOverride {
    /// A rule that makes the row stricter, or leaves it as it is, also in all parts of a country. One that would make
    /// the row itself laxer, after the laxer changes and whatever other stricter ones there are, is refused when the
    /// policy is built.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::law::{Jurisdiction, Requirement, Rule};
    /// use cookie_consent::policy::{LawOverride, Version};
    /// use cookie_consent::{Category, Policy, Region};
    /// use time::macros::date;
    ///
    /// let france = Jurisdiction::Region(Region::country_code(*b"FR"));
    /// let notice = Rule::RequiresFor(Category::Performance, Requirement::Notice);
    /// let site = || Policy::builder().version(Version::new(1, date!(2022-12-15)));
    /// assert!(site().override_law(LawOverride::stricter(france, notice)).build().is_err());
    /// assert!(site().override_law(LawOverride::laxer(france, notice)).build().is_ok());
    /// ```
    #[must_use]
    pub const fn stricter(jurisdiction: Jurisdiction, rule: Rule) -> Self {
        Self { jurisdiction, rule, since: None, laxer: false }
    }

    /// A rule that may make the row laxer. The word is there so that a reader of the policy stumbles over it.
    ///
    /// A rule about minors is then no addition but says at which age they are protected: what it reaches has this age,
    /// and what it does not reach has none above it. What a risk asks for is undone by [`Rule::IgnoresRisk`].
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::law::{Jurisdiction, Months, Reach, Rule};
    /// use cookie_consent::policy::LawOverride;
    ///
    /// let elsewhere = LawOverride::laxer(Jurisdiction::Elsewhere, Rule::ConsentLasts(Months::new(24)));
    /// assert!(elsewhere.is_laxer());
    ///
    /// // nothing is forbidden to minors in Oregon any more
    /// let oregon = Jurisdiction::Region("US-OR".parse().unwrap());
    /// let undone = LawOverride::laxer(oregon, Rule::MinorsProhibited { below: 0, reach: Reach::EveryUse });
    /// # use cookie_consent::policy::Version;
    /// # let site = cookie_consent::Policy::builder().version(Version::new(1, time::macros::date!(2022-12-15)));
    /// # assert!(site.override_law(undone).build().is_ok());
    /// ```
    #[must_use]
    pub const fn laxer(jurisdiction: Jurisdiction, rule: Rule) -> Self {
        Self { jurisdiction, rule, since: None, laxer: true }
    }

    /// The same from 00:00 UTC of a day.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::law::{Jurisdiction, Months, Rule};
    /// use cookie_consent::policy::LawOverride;
    /// use time::macros::date;
    ///
    /// let shorter = LawOverride::stricter(Jurisdiction::Elsewhere, Rule::ConsentLasts(Months::new(6)));
    /// assert_eq!(shorter.since(date!(2027-01-01)).first_day(), Some(date!(2027-01-01)));
    /// ```
    #[must_use]
    pub const fn since(mut self, day: Date) -> Self {
        self.since = Some(day);
        self
    }

    /// Whose row it changes.
    #[must_use]
    pub const fn jurisdiction(&self) -> Jurisdiction {
        self.jurisdiction
    }

    /// The rule that it puts there.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// The day from 00:00 UTC of which it holds; `None` if it holds for all time.
    #[must_use]
    pub const fn first_day(&self) -> Option<Date> {
        self.since
    }

    /// Whether it may make the row laxer.
    #[must_use]
    pub const fn is_laxer(&self) -> bool {
        self.laxer
    }
}

/// A fact of law that does not bind the site, and why.
///
/// # Examples
///
/// ```
/// use cookie_consent::Policy;
///
/// let builder = Policy::builder().not_subject_to("eu27/dsa-minors", "no online platform");
/// let [fact] = builder.not_subject() else { unreachable!() };
/// assert_eq!((fact.fact(), fact.because()), ("eu27/dsa-minors", "no online platform"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NotSubject {
    pub(crate) fact: Box<str>,
    pub(crate) because: Box<str>,
}

impl NotSubject {
    /// The [id](crate::law::Fact::id) of the fact.
    #[must_use]
    pub const fn fact(&self) -> &str {
        &self.fact
    }

    /// Why it does not bind the site, in the words of the policy's author.
    #[must_use]
    pub const fn because(&self) -> &str {
        &self.because
    }
}

/// What a site declares, before it is checked.
///
/// # Examples
///
/// ```
/// use cookie_consent::cookie::Lifetime;
/// use cookie_consent::policy::{Declaration, GpcScope, Settings, Vendor, Version};
/// use cookie_consent::{Category, Policy};
/// use time::macros::date;
///
/// let mut settings = Settings::default();
/// settings.gpc_scope = GpcScope::BindingOnly;
///
/// let policy = Policy::builder()
///     .controller("edX LLC", "privacy@edx.org")
///     .version(Version::new(7, date!(2022-12-15)))
///     .settings(settings)
///     .vendor(Vendor::new("google-analytics", "Google Analytics"))
///     .declare(
///         Declaration::new("_ga", Category::Performance)
///             .vendor("google-analytics")
///             .lasting(Lifetime::days(730)),
///     )
///     .build()
///     .unwrap();
///
/// // what was declared can be read back, in the order in which it was
/// let source = policy.source();
/// assert_eq!((source.controller_name(), source.contact()), ("edX LLC", "privacy@edx.org"));
/// assert_eq!(source.chosen_settings().gpc_scope, GpcScope::BindingOnly);
/// assert_eq!(source.vendors()[0].name(), "Google Analytics");
/// assert_eq!(source.declarations()[0].pattern(), "_ga");
/// assert!(source.members().is_empty() && source.overrides().is_empty() && source.delegations().next().is_none());
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PolicyBuilder {
    /// What could not be read, of one that comes from a document.
    pub(crate) unread: Option<Box<PolicyErrors>>,
    pub(crate) controller: Box<str>,
    pub(crate) contact: Box<str>,
    pub(crate) record_cookie: Option<Box<str>>,
    pub(crate) versions: Vec<Version>,
    pub(crate) settings: Settings,
    pub(crate) vendors: Vec<Vendor>,
    pub(crate) declarations: Vec<Declaration>,
    pub(crate) delegations: Vec<Box<str>>,
    pub(crate) members: Vec<Member>,
    pub(crate) overrides: Vec<LawOverride>,
    pub(crate) not_subject: Vec<NotSubject>,
}

impl PolicyBuilder {
    /// Who is responsible, and how to reach them: for receipts and reports.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Policy;
    ///
    /// let builder = Policy::builder().controller("edX LLC", "privacy@edx.org");
    /// assert_eq!((builder.controller_name(), builder.contact()), ("edX LLC", "privacy@edx.org"));
    /// ```
    #[must_use]
    pub fn controller(mut self, name: &str, contact: &str) -> Self {
        self.controller = name.into();
        self.contact = contact.into();
        self
    }

    /// The site keeps the visitor's [record](crate::ConsentRecord) in the cookie of this name. It is read from there,
    /// and declared by this: first-party, strictly necessary, for
    /// [`ConsentStorage`](crate::cookie::DataUse::ConsentStorage). A declaration of its own may say more of it (hosts,
    /// a lifetime, a purpose), and nothing else.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::Version;
    /// use cookie_consent::Policy;
    /// use time::macros::date;
    ///
    /// let policy =
    ///     Policy::builder().version(Version::new(1, date!(2022-12-15))).record_in("edx_consent").build().unwrap();
    /// assert_eq!(policy.record_cookie(), Some("edx_consent"));
    /// ```
    #[must_use]
    pub fn record_in(mut self, cookie: &str) -> Self {
        self.record_cookie = Some(cookie.into());
        self
    }

    /// A version of the policy, in ascending order. A policy may hold its whole history, and versions to come.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Policy;
    /// use cookie_consent::policy::Version;
    /// use time::macros::date;
    ///
    /// let first = || Policy::builder().version(Version::new(1, date!(2022-12-15)));
    /// assert!(first().version(Version::new(2, date!(2026-12-01))).build().is_ok());
    /// // a later version with an earlier date
    /// assert!(first().version(Version::new(2, date!(2020-01-01))).build().is_err());
    /// ```
    #[must_use]
    pub fn version(mut self, version: Version) -> Self {
        self.versions.push(version);
        self
    }

    /// The settings, in place of the cautious ones.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Policy;
    /// use cookie_consent::policy::{Settings, Undeclared};
    ///
    /// let mut settings = Settings::default();
    /// settings.undeclared = Undeclared::AsTargeting;
    /// let builder = Policy::builder().settings(settings);
    /// assert_eq!(builder.chosen_settings().undeclared, Undeclared::AsTargeting);
    /// ```
    #[must_use]
    pub const fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// A company behind cookies.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::{Declaration, Vendor, Version};
    /// use cookie_consent::{Category, Policy};
    /// use time::macros::date;
    ///
    /// let site = Policy::builder()
    ///     .version(Version::new(1, date!(2022-12-15)))
    ///     .declare(Declaration::new("_fbp", Category::Targeting).vendor("meta"));
    /// // a declaration may name only vendors that are there
    /// assert!(site.clone().build().is_err());
    /// assert!(site.vendor(Vendor::new("meta", "Meta")).build().is_ok());
    /// ```
    #[must_use]
    pub fn vendor(mut self, vendor: Vendor) -> Self {
        self.vendors.push(vendor);
        self
    }

    /// A line of the site's inventory.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::{Declaration, Version};
    /// use cookie_consent::{Category, Policy};
    /// use time::macros::date;
    ///
    /// let site = || Policy::builder().version(Version::new(1, date!(2022-12-15)));
    /// let ga = || Declaration::new("_ga", Category::Performance);
    /// assert!(site().declare(ga()).declare(ga().on_host("courses.edx.org")).build().is_ok());
    /// // one name twice in one scope
    /// assert!(site().declare(ga()).declare(ga()).build().is_err());
    /// ```
    #[must_use]
    pub fn declare(mut self, declaration: Declaration) -> Self {
        self.declarations.push(declaration);
        self
    }

    /// Members may declare cookies of this name, or of names that this pattern covers, strictly necessary.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::{Declaration, Member, Version};
    /// use cookie_consent::{Category, Policy};
    /// use time::macros::date;
    ///
    /// let session = Declaration::new("unix_session", Category::StrictlyNecessary);
    /// let site = Policy::builder()
    ///     .version(Version::new(1, date!(2022-12-15)))
    ///     .member(Member::new("unix").page("unix.edx.org", "/").declare(session));
    /// assert!(site.clone().build().is_err());
    /// assert!(site.delegate("*_session").build().is_ok());
    /// ```
    #[must_use]
    pub fn delegate(mut self, pattern: &str) -> Self {
        self.delegations.push(pattern.into());
        self
    }

    /// A tenant with pages and cookies of its own.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::{Member, Version};
    /// use cookie_consent::{Place, Policy};
    /// use time::macros::date;
    ///
    /// let policy = Policy::builder()
    ///     .version(Version::new(1, date!(2022-12-15)))
    ///     .member(Member::new("unix").page("unix.edx.org", "/"))
    ///     .build()
    ///     .unwrap();
    /// assert!(matches!(policy.place("unix.edx.org", "/quiz"), Place::Member(_)));
    /// ```
    #[must_use]
    pub fn member(mut self, member: Member) -> Self {
        self.members.push(member);
        self
    }

    /// A change to a row of the table of laws. For a country of which parts have rows of their own (`US`, `CA`) that is
    /// the row of the other parts, and a stricter change reaches the rows of all of them. A region that names no place ([`is_assigned`](crate::Region::is_assigned))
    /// is refused.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::law::{Jurisdiction, Months, Rule};
    /// use cookie_consent::policy::{LawOverride, Version};
    /// use cookie_consent::{Policy, Region};
    /// use time::macros::date;
    ///
    /// let half_a_year = |country| {
    ///     let place = Jurisdiction::Region(Region::country_code(country));
    ///     let change = LawOverride::stricter(place, Rule::ConsentLasts(Months::new(6)));
    ///     Policy::builder().version(Version::new(1, date!(2022-12-15))).override_law(change).build()
    /// };
    /// assert!(half_a_year(*b"CZ").is_ok());
    /// assert!(half_a_year(*b"XX").is_err());
    /// ```
    #[must_use]
    pub fn override_law(mut self, change: LawOverride) -> Self {
        self.overrides.push(change);
        self
    }

    /// The fact of this [id](crate::law::Fact::id) does not bind this site, and why: it does not count for this policy,
    /// wherever it is shared, and nothing stands in its place.
    ///
    /// So what binds only some ([`Scope`](crate::law::Scope)) is set aside, and what is no law: guidance, and the
    /// cautious choices of this crate ([`Kind`](crate::law::Kind)). A statute or regulation for everybody is refused,
    /// as nobody is outside of it; where a site is sure to know better, a [laxer](LawOverride::laxer) change says so.
    /// An id that no fact has is refused too, and one without a reason.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::Version;
    /// use cookie_consent::Policy;
    /// use time::macros::date;
    ///
    /// let set_aside = |fact, because| {
    ///     let site = Policy::builder().version(Version::new(1, date!(2022-12-15)));
    ///     site.not_subject_to(fact, because).build()
    /// };
    /// assert!(set_aside("eu27/dsa-minors", "no online platform").is_ok());
    /// assert!(set_aside("eu27/dsa-minors", " ").is_err());
    /// assert!(set_aside("eu/opt-in", "we would rather not").is_err());
    /// ```
    #[must_use]
    pub fn not_subject_to(mut self, fact: &str, because: &str) -> Self {
        self.not_subject.push(NotSubject { fact: fact.into(), because: because.into() });
        self
    }

    /// Who is responsible; empty if nobody was named.
    #[must_use]
    pub fn controller_name(&self) -> &str {
        &self.controller
    }

    /// How to reach who is responsible; empty if that was not said.
    #[must_use]
    pub fn contact(&self) -> &str {
        &self.contact
    }

    /// The cookie in which the site keeps the visitor's record, if it keeps it in one.
    #[must_use]
    pub fn record_cookie(&self) -> Option<&str> {
        self.record_cookie.as_deref()
    }

    /// The versions, as given; of a built policy in order.
    #[must_use]
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// The settings: those given, or else the cautious ones.
    #[must_use]
    pub const fn chosen_settings(&self) -> &Settings {
        &self.settings
    }

    /// The companies behind cookies, as given.
    #[must_use]
    pub fn vendors(&self) -> &[Vendor] {
        &self.vendors
    }

    /// The lines of the site's inventory, as given.
    #[must_use]
    pub fn declarations(&self) -> &[Declaration] {
        &self.declarations
    }

    /// The names and patterns that Members may declare strictly necessary, as given.
    pub fn delegations(&self) -> impl Iterator<Item = &str> {
        self.delegations.iter().map(|pattern| &**pattern)
    }

    /// The Members, as given.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The changes to the table of laws, as given.
    #[must_use]
    pub fn overrides(&self) -> &[LawOverride] {
        &self.overrides
    }

    /// The facts of law that do not bind the site, as given.
    #[must_use]
    pub fn not_subject(&self) -> &[NotSubject] {
        &self.not_subject
    }

    /// Checks everything.
    ///
    /// # Errors
    ///
    /// [`PolicyErrors`] with everything that is wrong, each naming the declaration and what to do: no version or one of
    /// the year -1, a pattern such as `*`, `_ga**` or `/_ga.*/`, the same pattern twice, `a*c` beside `ab*`, an unknown
    /// vendor, an exemption for a cookie that is sold, a Member's strictly necessary cookie without delegation, an
    /// override that makes a law laxer without saying so, or for `XX` or `US-ZZ`.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::Declaration;
    /// use cookie_consent::{Category, Policy};
    ///
    /// let errors = Policy::builder().declare(Declaration::new("_ga**", Category::Performance)).build().unwrap_err();
    /// // both at once: no version, and `**`
    /// let places: Vec<&str> = errors.iter().map(|error| error.place()).collect();
    /// assert_eq!(places, ["versions", "declarations[0].name"]);
    /// ```
    pub fn build(self) -> Result<Policy, PolicyErrors> {
        check(self)
    }
}

impl PolicyBuilder {
    /// Each part on one line of its own where a pretty form is asked for, and no line for what is empty: a failing test
    /// prints policies, and people read them.
    pub(super) fn fmt_as(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { unread, controller, contact, record_cookie, versions, settings, vendors, declarations, .. } = self;
        let Self { delegations, members, overrides, not_subject, .. } = self;
        let mut all = f.debug_struct(name);
        if let Some(unread) = unread {
            all.field("unread", unread);
        }
        if !(controller.is_empty() && contact.is_empty()) {
            all.field("controller", &OnALine(&(controller, contact)));
        }
        if let Some(cookie) = record_cookie {
            all.field("record_cookie", cookie);
        }
        all.field("versions", &OnLines(versions)).field("settings", &OnALine(settings));
        let mut list = |name, part: &dyn fmt::Debug, is_empty: bool| {
            if !is_empty {
                all.field(name, part);
            }
        };
        list("vendors", &OnLines(vendors), vendors.is_empty());
        list("declarations", &OnLines(declarations), declarations.is_empty());
        list("delegations", &OnLines(delegations), delegations.is_empty());
        list("members", &OnLines(members), members.is_empty());
        list("overrides", &OnLines(overrides), overrides.is_empty());
        list("not_subject", &OnLines(not_subject), not_subject.is_empty());
        all.finish()
    }
}

impl fmt::Debug for PolicyBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_as("PolicyBuilder", f)
    }
}

/// Never broken into several lines.
struct OnALine<'a, T>(&'a T);

impl<T: fmt::Debug> fmt::Debug for OnALine<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// Each item on a line.
struct OnLines<'a, T>(&'a [T]);

impl<T: fmt::Debug> fmt::Debug for OnLines<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(OnALine)).finish()
    }
}
