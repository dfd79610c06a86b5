use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::consent::ConsentManager;
use crate::cookie::{Category, CategorySet};

/// A manager's own names for our categories. `None` is a name that means nothing here.
pub(super) type Groups = &'static [(&'static str, Option<Category>)];

/// A manager's habits, apart from how it writes.
#[derive(Clone, Copy)]
pub(super) struct Habits {
    pub(super) of: ConsentManager,
    /// How long its cookie lives at most unless the site says otherwise: as old a grant without a time counts.
    pub(super) days: u16,
    pub(super) naming: Naming,
    pub(super) groups: Groups,
}

/// Who names the groups.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// The manager: a list of those accepted shows which were refused.
    Fixed,
    /// The site, mostly by usual words.
    Usual,
    /// The site, after its services, of which no default can say what they are. If all are refused, everything is.
    Services,
}

/// The words by which sites that name their groups themselves mostly do.
pub(super) const USUAL: Groups = &[
    ("necessary", Some(Category::StrictlyNecessary)),
    ("strictly_necessary", Some(Category::StrictlyNecessary)),
    ("essential", Some(Category::StrictlyNecessary)),
    ("required", Some(Category::StrictlyNecessary)),
    ("performance", Some(Category::Performance)),
    ("analytics", Some(Category::Performance)),
    ("statistics", Some(Category::Performance)),
    ("measurement", Some(Category::Performance)),
    ("functional", Some(Category::Functionality)),
    ("functionality", Some(Category::Functionality)),
    ("preferences", Some(Category::Functionality)),
    ("targeting", Some(Category::Targeting)),
    ("marketing", Some(Category::Targeting)),
    ("advertising", Some(Category::Targeting)),
    ("advertisement", Some(Category::Targeting)),
    ("ads", Some(Category::Targeting)),
];

/// The group of a manager that keeps one answer for everything.
pub(super) const FLAG: &[u8] = b"consent";

/// What a site says of its consent manager: what its groups mean, in which cookie it writes, and how long that lives.
///
/// Every manager has a default for the groups that it ships with. A site that renamed or added some says so here; what is
/// said here of a group comes before the default.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::managers::Mapping;
/// use cookie_consent::{Category, ConsentManager};
///
/// let mapping = Mapping::new()
///     .group(ConsentManager::OneTrust, "C0005", Category::Targeting)
///     .ignoring(ConsentManager::OneTrust, "C0009")
///     .lasting(ConsentManager::CookieYes, 180);
/// # let _ = mapping;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    groups: Vec<(ConsentManager, Box<str>, Option<Category>)>,
    days: Vec<(ConsentManager, u16)>,
    cookies: Vec<(ConsentManager, Box<str>)>,
    by_choice: Vec<ConsentManager>,
    without: Vec<ConsentManager>,
    osano_domains: Vec<Box<str>>,
}

/// What a group means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning<'a> {
    /// Under the name by which it is known: these categories.
    Of(&'a str, CategorySet),
    /// Nothing that could be refused.
    Nothing,
    Unknown,
}

impl Mapping {
    /// The defaults.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            groups: Vec::new(),
            days: Vec::new(),
            cookies: Vec::new(),
            by_choice: Vec::new(),
            without: Vec::new(),
            osano_domains: Vec::new(),
        }
    }

    /// This group of the manager's is this category of ours. Said of several categories it is all of them.
    ///
    /// A group is what the manager calls its categories, purposes or services: `C0004` of OneTrust, a service of Klaro, a
    /// custom purpose of Didomi. Managers that keep one answer for everything have one group, `consent`.
    #[must_use]
    pub fn group(self, manager: ConsentManager, group: &str, category: Category) -> Self {
        self.with(manager, group, Some(category))
    }

    /// This group of the manager's is of no matter, and no remark is made of it.
    #[must_use]
    pub fn ignoring(self, manager: ConsentManager, group: &str) -> Self {
        self.with(manager, group, None)
    }

    /// The manager's cookie lives so many days: as old a grant without a time counts.
    #[must_use]
    pub fn lasting(mut self, manager: ConsentManager, days: u16) -> Self {
        self.days.push((manager, days));
        self
    }

    /// The manager keeps its choice in the cookie of this name on this site, and no longer in that of its default name.
    /// Managers that spread a choice over several cookies keep their names.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentManager;
    /// use cookie_consent::read::Cookies;
    /// use cookie_consent::read::managers::{Mapping, detect};
    ///
    /// let mapping = Mapping::new().named(ConsentManager::Klaro, "choices");
    /// let lines = [b"klaro=%7B%7D; choices=%7B%22matomo%22%3Afalse%7D".as_slice()];
    /// assert_eq!(detect(Cookies::new(&lines).unwrap(), &mapping).collect::<Vec<_>>(), [ConsentManager::Klaro]);
    /// ```
    #[must_use]
    pub fn named(mut self, manager: ConsentManager, cookie: &str) -> Self {
        self.cookies.push((manager, cookie.into()));
        self
    }

    /// On this site the manager writes its cookie only when somebody chose, as in a banner of an opt-in region.
    ///
    /// Some managers, Osano for one, write a default in the same form as a choice, so that what their cookie grants is
    /// not counted unless the site says this. What it refuses always is.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentManager;
    /// use cookie_consent::read::managers::Mapping;
    ///
    /// assert_ne!(Mapping::new().by_choice(ConsentManager::Osano), Mapping::new());
    /// ```
    #[must_use]
    pub fn by_choice(mut self, manager: ConsentManager) -> Self {
        self.by_choice.push(manager);
        self
    }

    /// The site never used this manager: a cookie of its name is another product's, and is not read.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::ConsentManager;
    /// use cookie_consent::read::Cookies;
    /// use cookie_consent::read::managers::{Mapping, detect};
    ///
    /// let mapping = Mapping::new().without(ConsentManager::Wix);
    /// let lines = [b"consent-policy=ours".as_slice()];
    /// assert_eq!(detect(Cookies::new(&lines).unwrap(), &mapping).count(), 0);
    /// ```
    #[must_use]
    pub fn without(mut self, manager: ConsentManager) -> Self {
        self.without.push(manager);
        self
    }

    /// A domain that the site configured at Osano, which hides its cookie under a key made of the longest one that fits
    /// the page's host. Said several times, each is tried.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::managers::Mapping;
    ///
    /// assert_ne!(Mapping::new().osano_domain("edx.org"), Mapping::new());
    /// ```
    #[must_use]
    pub fn osano_domain(mut self, domain: &str) -> Self {
        self.osano_domains.push(domain.into());
        self
    }

    fn with(mut self, manager: ConsentManager, group: &str, category: Option<Category>) -> Self {
        self.groups.push((manager, group.into(), category));
        self
    }

    fn own<'a>(&'a self, habits: &Habits) -> impl Iterator<Item = (&'a str, Option<Category>)> + use<'a> {
        let of = habits.of;
        self.groups.iter().filter(move |(by, ..)| *by == of).map(|(_, name, category)| (&**name, *category))
    }

    /// What a group means: by the site's word, else by default.
    pub(super) fn meaning<'a>(&'a self, habits: &'a Habits, group: &[u8]) -> Meaning<'a> {
        let is_it = |name: &str| match habits.naming {
            Naming::Usual => name.as_bytes().eq_ignore_ascii_case(group),
            Naming::Fixed | Naming::Services => name.as_bytes() == group,
        };
        let own = self.own(habits).filter(|(name, _)| is_it(name));
        let united = own.fold(None, |meant: Option<(&str, CategorySet)>, (name, category)| {
            let (name, categories) = meant.unwrap_or((name, CategorySet::EMPTY));
            Some((name, category.map_or(categories, |category| categories.with(category))))
        });
        let default = || {
            let known = habits.groups.iter().find(|(name, _)| is_it(name));
            known.map(|(name, category)| (*name, category.map_or(CategorySet::EMPTY, CategorySet::from)))
        };
        match united.or_else(default) {
            None => Meaning::Unknown,
            Some((name, categories)) => match categories.intersection(CategorySet::NON_ESSENTIAL) {
                CategorySet::EMPTY => Meaning::Nothing,
                optional => Meaning::Of(name, optional),
            },
        }
    }

    /// The groups that the site says it has.
    pub(super) fn own_groups<'a>(&'a self, habits: &Habits) -> impl Iterator<Item = &'a str> + use<'a> {
        self.own(habits).map(|(name, _)| name)
    }

    pub(super) fn days(&self, habits: &Habits) -> u16 {
        let own = self.days.iter().rev().find(|(of, _)| *of == habits.of);
        own.map_or(habits.days, |(_, days)| *days)
    }

    pub(super) fn cookie(&self, manager: ConsentManager) -> Option<&str> {
        self.cookies.iter().rev().find(|(of, _)| *of == manager).map(|(_, name)| &**name)
    }

    pub(super) const fn renames(&self) -> bool {
        !self.cookies.is_empty()
    }

    pub(super) fn is_by_choice(&self, manager: ConsentManager) -> bool {
        self.by_choice.contains(&manager)
    }

    pub(super) fn reads(&self, manager: ConsentManager) -> bool {
        !self.without.contains(&manager)
    }

    pub(super) fn osano_domains(&self) -> impl Iterator<Item = &str> {
        self.osano_domains.iter().map(|domain| &**domain)
    }
}
