use alloc::boxed::Box;
use alloc::vec::Vec;

use super::ManagerRemark;
use super::answers::OF_NO_POLICY;
use super::known::{MANAGERS, candidates, forms, managers};
use super::text::is_almost;
use crate::consent::{ConsentManager, PolicyVersion};
use crate::cookie::{Category, CategorySet};
use crate::read::Managers;

/// A manager's own names for our categories. `None` is a name that means nothing here.
pub(super) type Groups = &'static [(&'static str, Option<Category>)];

/// A manager's habits, apart from how it writes.
#[derive(Clone, Copy)]
pub(super) struct Habits {
    pub(super) of: ConsentManager,
    /// The greatest age of a choice that its cookie can have, in days: as old a grant without a time counts, unless the
    /// site says otherwise.
    pub(super) longest: u16,
    pub(super) naming: Naming,
    pub(super) groups: Groups,
}

/// The longest life that a browser should give any cookie (RFC 6265bis, section 5.5), in days.
pub(super) const LONGEST: u16 = 400;

/// Of managers that write their cookie anew without a choice, so that no life of it bounds the choice's age: more than
/// any law lets a consent last, which is 24 months.
pub(super) const RENEWED: u16 = 732;

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

impl<'a> Meaning<'a> {
    const fn of(name: &'a str, categories: CategorySet) -> Self {
        match categories.intersection(CategorySet::NON_ESSENTIAL) {
            CategorySet::EMPTY => Self::Nothing,
            optional => Self::Of(name, optional),
        }
    }
}

fn is_name(habits: &Habits, name: &str, group: &[u8]) -> bool {
    match habits.naming {
        Naming::Usual => name.as_bytes().eq_ignore_ascii_case(group),
        Naming::Fixed | Naming::Services => name.as_bytes() == group,
    }
}

/// What a site says of its consent managers: which it uses, what their groups mean, in which cookies they write, and
/// how long those live. Every manager has a default for the groups that it ships with; the site's word comes before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::read) struct Mapping {
    used: Vec<ConsentManager>,
    /// The forms that stand in cookies of their default names here, as bits.
    by_default: u64,
    groups: Vec<(ConsentManager, Box<str>, Option<Category>)>,
    days: Vec<(ConsentManager, u16)>,
    revisions: Vec<(ConsentManager, Box<str>, PolicyVersion)>,
    /// Names that the site gave, and the forms that stand in cookies of them, as bits.
    cookies: Vec<(u64, Box<str>)>,
    by_choice: Vec<ConsentManager>,
    osano_domains: Vec<Box<str>>,
    /// Words of the site that nothing can be made of: what they were to say is not known, and may be a refusal.
    faults: Vec<ManagerRemark>,
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

/// What is said of a manager names it: it is read, whether or not [`only`](Self::only) has it too.
#[cfg_attr(docsrs, doc(cfg(feature = "consent-managers")))]
impl Managers {
    /// The site uses these, or did until lately. A cookie under the name of any other is not read.
    ///
    /// Of some managers, Usercentrics for one, no cookie arrives. Where one of them is named, what the visitor said is
    /// [`Consent::Unreadable`](crate::Consent::Unreadable) in every request, with a remark that says what to do.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::ConsentManager;
    /// use cookie_consent::read::managers::detect;
    /// use cookie_consent::read::{Cookies, Managers};
    ///
    /// let managers = Managers::only([ConsentManager::OneTrust]);
    /// // a cookie that the site writes for itself, under the name that Wix has for its own
    /// let lines = [b"consent-policy=ours".as_slice()];
    /// assert_eq!(detect(&Cookies::new(&lines).unwrap(), &managers).count(), 0);
    /// ```
    #[must_use]
    pub fn only(managers: impl IntoIterator<Item = ConsentManager>) -> Self {
        managers.into_iter().fold(Self { mapping: Mapping::NONE }, Self::using)
    }

    /// Every manager that is known and whose cookies arrive: for migrations, and to find out what a site uses. Two
    /// products may have cookies of one name, so a site that knows its managers names them.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::ConsentManager;
    /// use cookie_consent::read::Managers;
    ///
    /// assert_eq!(Managers::every().names().count(), 33);
    /// assert!(Managers::every().names().all(|manager| manager != ConsentManager::Usercentrics));
    /// ```
    #[must_use]
    pub fn every() -> Self {
        Self::only(MANAGERS.iter().map(|manager| manager.habits.of))
    }

    /// The managers that are named, each once.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::ConsentManager;
    /// use cookie_consent::read::Managers;
    ///
    /// let managers = Managers::only([ConsentManager::Klaro]).osano_domain("edx.org");
    /// assert_eq!(managers.names().collect::<Vec<_>>(), [ConsentManager::Klaro, ConsentManager::Osano]);
    /// ```
    pub fn names(&self) -> impl Iterator<Item = ConsentManager> {
        self.mapping.used.iter().copied()
    }

    /// This group of the manager's is this category of ours. Said of several categories it is all of them.
    ///
    /// A group is what the manager calls its categories, purposes or services: `C0004` of OneTrust, a service of Klaro,
    /// a custom purpose of Didomi. Managers that keep one answer for everything have one group, `consent`.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::consent::ConsentManager;
    /// use cookie_consent::read::Managers;
    ///
    /// let managers = Managers::only([]).group(ConsentManager::Klaro, "matomo", Category::Performance);
    /// // naming a group names its manager
    /// assert_eq!(managers.names().collect::<Vec<_>>(), [ConsentManager::Klaro]);
    /// ```
    #[must_use]
    pub fn group(self, manager: ConsentManager, group: &str, category: Category) -> Self {
        self.meaning(manager, group, Some(category))
    }

    /// This group of the manager's is of no matter, and no remark is made of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::ConsentManager;
    /// use cookie_consent::read::Managers;
    ///
    /// let managers = Managers::only([]).ignoring(ConsentManager::OneTrust, "BG26");
    /// assert_eq!(managers.names().collect::<Vec<_>>(), [ConsentManager::OneTrust]);
    /// ```
    #[must_use]
    pub fn ignoring(self, manager: ConsentManager, group: &str) -> Self {
        self.meaning(manager, group, None)
    }

    /// The manager's cookie lives so many days on this site: as old a grant without a time counts. Said several times,
    /// the longest counts.
    ///
    /// Without this word such a grant counts as old as any cookie of the manager can be, which is the second number of
    /// its life in the [list of managers](crate::read::managers): mostly the 400 days for which browsers keep a cookie.
    /// Where a consent lasts less, a year or half of one, it has run out, and the visitor is asked again.
    ///
    /// It is true only where choices alone write the cookie. Some managers write it anew without one, as the list says:
    /// of these, say it only if the site keeps them from that.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::ConsentManager;
    /// use cookie_consent::read::Managers;
    ///
    /// let managers = Managers::only([]).lasting(ConsentManager::Klaro, 120);
    /// assert_eq!(managers.names().collect::<Vec<_>>(), [ConsentManager::Klaro]);
    /// ```
    #[must_use]
    pub fn lasting(mut self, manager: ConsentManager, days: u16) -> Self {
        self.mapping.days.push((manager, days));
        self.using(manager)
    }

    /// This revision of the manager's own belongs to this version of the policy: what was granted under it was granted
    /// at that version at the latest. What was granted under a revision that the site does not name so, or under none,
    /// is [stale](crate::Reason::ConsentStaleVersion), with a remark; what was refused stands. Without this word the
    /// version is that of the day of the choice.
    ///
    /// Sites raise a revision where they change their banner and not their policy. It is `revision` of
    /// vanilla-cookieconsent, `ver` of Cookiebot, `version` of Borlabs Cookie and of CookieFirst, and the time that
    /// django-cookie-consent stores with each group, as it stands there. Other managers keep none that is read here, so
    /// that all they grant is stale then.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::{ConsentManager, PolicyVersion};
    /// use cookie_consent::read::Managers;
    ///
    /// let vanilla = ConsentManager::VanillaCookieConsent;
    /// let managers = Managers::only([])
    ///     .revision(vanilla, "1", PolicyVersion::new(6))
    ///     .revision(vanilla, "2", PolicyVersion::new(7));
    /// assert_eq!(managers.names().collect::<Vec<_>>(), [vanilla]);
    /// ```
    #[must_use]
    pub fn revision(mut self, manager: ConsentManager, revision: &str, version: PolicyVersion) -> Self {
        self.mapping.revisions.push((manager, revision.into(), version));
        self.using(manager)
    }

    /// The manager keeps its choice in the cookie of this name on this site, and no longer in that of its default name.
    /// Said several times, each is read.
    ///
    /// A manager that spreads a choice over several cookies keeps their names. Where one of them is renamed, what the
    /// visitor said is [`Consent::Unreadable`](crate::Consent::Unreadable) in every request, with a remark.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::ConsentManager;
    /// use cookie_consent::read::managers::detect;
    /// use cookie_consent::read::{Cookies, Managers};
    ///
    /// let managers = Managers::only([]).in_cookie(ConsentManager::Klaro, "choices");
    /// let lines = [b"klaro=%7B%7D; choices=%7B%22matomo%22%3Afalse%7D".as_slice()];
    /// assert_eq!(detect(&Cookies::new(&lines).unwrap(), &managers).collect::<Vec<_>>(), [ConsentManager::Klaro]);
    /// ```
    #[must_use]
    pub fn in_cookie(mut self, manager: ConsentManager, cookie: &str) -> Self {
        self = self.using(manager);
        let renamed = forms(|known| known.habits.of == manager && known.can_be_renamed());
        if renamed == 0 {
            self.fault(ManagerRemark::NotRenamed(manager));
        }
        self.mapping.by_default &= !renamed;
        self.mapping.cookies.push((renamed, cookie.into()));
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
    /// use cookie_consent::consent::ConsentManager;
    /// use cookie_consent::read::Managers;
    ///
    /// let managers = Managers::only([ConsentManager::Osano]);
    /// assert_ne!(managers.clone().by_choice(ConsentManager::Osano), managers);
    /// ```
    #[must_use]
    pub fn by_choice(mut self, manager: ConsentManager) -> Self {
        self.mapping.by_choice.push(manager);
        self.using(manager)
    }

    /// A domain that the site configured at Osano, which hides its cookie under a key made of the longest one that fits
    /// the page's host. Said several times, each is tried.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::ConsentManager;
    /// use cookie_consent::read::Managers;
    ///
    /// let managers = Managers::only([]).osano_domain("edx.org");
    /// assert_eq!(managers.names().collect::<Vec<_>>(), [ConsentManager::Osano]);
    /// ```
    #[must_use]
    pub fn osano_domain(mut self, domain: &str) -> Self {
        self.mapping.osano_domains.push(domain.into());
        self.using(ConsentManager::Osano)
    }

    fn meaning(mut self, manager: ConsentManager, group: &str, category: Option<Category>) -> Self {
        self.mapping.groups.push((manager, group.into(), category));
        self.using(manager)
    }

    fn using(mut self, manager: ConsentManager) -> Self {
        if !self.mapping.used.contains(&manager) {
            let forms = forms(|known| known.habits.of == manager);
            if forms == 0 {
                self.fault(ManagerRemark::NotCarried(manager));
            }
            self.mapping.by_default |= forms;
            self.mapping.used.push(manager);
        }
        self
    }

    fn fault(&mut self, fault: ManagerRemark) {
        if !self.mapping.faults.contains(&fault) {
            self.mapping.faults.push(fault);
        }
    }
}

impl Mapping {
    /// None is used, and nothing is said.
    pub(in crate::read) const NONE: Self = Self {
        used: Vec::new(),
        by_default: 0,
        groups: Vec::new(),
        days: Vec::new(),
        revisions: Vec::new(),
        cookies: Vec::new(),
        by_choice: Vec::new(),
        osano_domains: Vec::new(),
        faults: Vec::new(),
    };

    fn own<'a>(&'a self, habits: &Habits) -> impl Iterator<Item = (&'a str, Option<Category>)> + use<'a> {
        let of = habits.of;
        self.groups.iter().filter(move |(by, ..)| *by == of).map(|(_, name, category)| (&**name, *category))
    }

    /// What a group means: by the site's word, else by default.
    pub(super) fn meaning<'a>(&'a self, habits: &'a Habits, group: &[u8]) -> Meaning<'a> {
        match self.own_meaning(habits, group) {
            Meaning::Unknown => {
                let known = habits.groups.iter().find(|(name, _)| is_name(habits, name, group));
                let meant = |(name, category): &(&'a str, Option<Category>)| {
                    Meaning::of(name, category.map_or(CategorySet::EMPTY, CategorySet::from))
                };
                known.map_or(Meaning::Unknown, meant)
            }
            own @ (Meaning::Of(..) | Meaning::Nothing) => own,
        }
    }

    /// What the site says that a group means.
    pub(super) fn own_meaning<'a>(&'a self, habits: &Habits, group: &[u8]) -> Meaning<'a> {
        let own = self.own(habits).filter(|(name, _)| is_name(habits, name, group));
        let united = own.fold(None, |meant: Option<(&str, CategorySet)>, (name, category)| {
            let (name, categories) = meant.unwrap_or((name, CategorySet::EMPTY));
            Some((name, category.map_or(categories, |category| categories.with(category))))
        });
        united.map_or(Meaning::Unknown, |(name, categories)| Meaning::of(name, categories))
    }

    /// The categories of the groups whose names are almost this one: it may be one of them, damaged. Names with digits
    /// are numbered, and each is almost the next.
    pub(super) fn almost(&self, habits: &Habits, group: &[u8]) -> CategorySet {
        const SHORTEST: usize = 3;
        let is_it = |name: &str| {
            let name = name.as_bytes();
            name.len() >= SHORTEST && !name.iter().any(u8::is_ascii_digit) && is_almost(group, name)
        };
        let almost = self.own(habits).chain(habits.groups.iter().copied()).filter(|(name, _)| is_it(name));
        almost.filter_map(|(_, category)| category).collect()
    }

    /// The groups that the site says it has.
    pub(super) fn own_groups<'a>(&'a self, habits: &Habits) -> impl Iterator<Item = &'a str> + use<'a> {
        self.own(habits).map(|(name, _)| name)
    }

    /// How long the site says that the cookie lives.
    pub(super) fn days(&self, habits: &Habits) -> Option<u16> {
        self.days.iter().filter(|(of, _)| *of == habits.of).map(|(_, days)| *days).max()
    }

    /// To which version of the policy a revision belongs, if the site says that of any.
    pub(super) fn version_of(&self, habits: &Habits, revision: &[u8]) -> Option<PolicyVersion> {
        let own = || self.revisions.iter().filter(|(of, ..)| *of == habits.of);
        let named = own().filter(|(_, name, _)| name.as_bytes() == revision).map(|(.., version)| *version);
        // said of several versions it is the oldest of them
        named.min().or_else(|| own().next().map(|_| OF_NO_POLICY))
    }

    /// Whether any cookie can be one of a manager that is read.
    pub(super) const fn has_owners(&self) -> bool {
        self.by_default != 0 || !self.cookies.is_empty()
    }

    /// The forms of managers that are read and have a cookie of this name, as bits in the order of the list.
    pub(super) fn owners(&self, name: &[u8]) -> u64 {
        let named = managers(candidates(name) & self.by_default).filter(|(_, manager)| manager.has(name));
        let renamed = self.cookies.iter().filter(|(_, own)| own.as_bytes() == name);
        named.map(|(bit, _)| bit).chain(renamed.map(|(bits, _)| *bits)).fold(0, |owners, bits| owners | bits)
    }

    pub(super) fn is_by_choice(&self, manager: ConsentManager) -> bool {
        self.by_choice.contains(&manager)
    }

    pub(super) fn faults(&self) -> &[ManagerRemark] {
        &self.faults
    }

    pub(super) fn osano_domains(&self) -> impl Iterator<Item = &str> {
        self.osano_domains.iter().map(|domain| &**domain)
    }
}
