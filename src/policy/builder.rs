use alloc::boxed::Box;
use alloc::vec::Vec;

use time::Date;

use super::check::check;
use super::{Declaration, Member, Policy, PolicyErrors, Settings, Vendor, Version};
use crate::law::{Jurisdiction, Rule};

/// A policy's change to a row of the [table of laws](crate::law::table).
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
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LawOverride {
    pub(crate) jurisdiction: Jurisdiction,
    pub(crate) rule: Rule,
    pub(crate) since: Option<Date>,
    pub(crate) laxer: bool,
}

impl LawOverride {
    /// A rule that makes the row stricter, or leaves it as it is. One that would make it laxer is refused when the
    /// policy is built.
    #[must_use]
    pub const fn stricter(jurisdiction: Jurisdiction, rule: Rule) -> Self {
        Self { jurisdiction, rule, since: None, laxer: false }
    }

    /// A rule that may make the row laxer. The word is there so that a reader of the policy stumbles over it.
    #[must_use]
    pub const fn laxer(jurisdiction: Jurisdiction, rule: Rule) -> Self {
        Self { jurisdiction, rule, since: None, laxer: true }
    }

    /// The same from 00:00 UTC of a day.
    #[must_use]
    pub const fn since(mut self, day: Date) -> Self {
        self.since = Some(day);
        self
    }

    /// Whether it may make the row laxer.
    #[must_use]
    pub const fn is_laxer(&self) -> bool {
        self.laxer
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
///     .build();
/// assert!(policy.is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
}

impl PolicyBuilder {
    /// Who is responsible, and how to reach them: for receipts and reports.
    #[must_use]
    pub fn controller(mut self, name: &str, contact: &str) -> Self {
        self.controller = name.into();
        self.contact = contact.into();
        self
    }

    /// The site keeps the visitor's [record](crate::ConsentRecord) in the cookie of this name. It is read from there, and
    /// declared by this: first-party, strictly necessary, for [`ConsentStorage`](crate::cookie::DataUse::ConsentStorage).
    /// A declaration of its own may say more of it (hosts, a lifetime, a purpose), and nothing else.
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
    #[must_use]
    pub fn version(mut self, version: Version) -> Self {
        self.versions.push(version);
        self
    }

    /// The settings, in place of the cautious ones.
    #[must_use]
    pub const fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// A company behind cookies.
    #[must_use]
    pub fn vendor(mut self, vendor: Vendor) -> Self {
        self.vendors.push(vendor);
        self
    }

    /// A line of the site's inventory.
    #[must_use]
    pub fn declare(mut self, declaration: Declaration) -> Self {
        self.declarations.push(declaration);
        self
    }

    /// Members may declare cookies of this name, or of names that this pattern covers, strictly necessary.
    #[must_use]
    pub fn delegate(mut self, pattern: &str) -> Self {
        self.delegations.push(pattern.into());
        self
    }

    /// A tenant with pages and cookies of its own.
    #[must_use]
    pub fn member(mut self, member: Member) -> Self {
        self.members.push(member);
        self
    }

    /// A change to a row of the table of laws. For a country of which parts have rows of their own (`US`, `CA`) it
    /// changes the row of the other parts.
    #[must_use]
    pub fn override_law(mut self, change: LawOverride) -> Self {
        self.overrides.push(change);
        self
    }

    /// The versions, as given; of a built policy in order.
    #[must_use]
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// Every line of every inventory, with the Member whose line it is.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (Option<&str>, &Declaration)> {
        let site = self.declarations.iter().map(|line| (None, line));
        let members = self.members.iter();
        site.chain(members.flat_map(|member| member.declarations.iter().map(|line| (Some(member.id()), line))))
    }

    /// Checks everything.
    ///
    /// # Errors
    ///
    /// [`PolicyErrors`] with everything that is wrong, each naming the declaration and what to do: no version or one of
    /// the year -1, a pattern such as `*`, `_ga**` or `/_ga.*/`, the same pattern twice, `a*c` beside `ab*`, an unknown
    /// vendor, an exemption for a cookie that is sold, a Member's strictly necessary cookie without delegation, an
    /// override that makes a law laxer without saying so.
    pub fn build(self) -> Result<Policy, PolicyErrors> {
        check(self)
    }
}
