use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;

use super::Declaration;
use super::catalog::{Catalog, Key, ListingId};
use super::inventory::Inventory;
use super::listing::{Found, Listing};
use super::pattern::Pattern;
use crate::cookie::{Category, CategorySet, Cookie, DataUse, DataUseSet, Lifetime, Storage};
use crate::visit::MemberId;

/// A host and a path: pages.
///
/// # Examples
///
/// ```
/// use cookie_consent::policy::PageScope;
///
/// assert_eq!(PageScope::new("courses.edx.org", "/courses/UniX").path(), "/courses/UniX");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageScope {
    pub(crate) host: Box<str>,
    pub(crate) path: Box<str>,
}

impl PageScope {
    /// A host with those below it, and a path with those below it.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::PageScope;
    ///
    /// let pages = PageScope::new("courses.edx.org", "/courses/UniX");
    /// assert_eq!((pages.host(), pages.path()), ("courses.edx.org", "/courses/UniX"));
    /// ```
    #[must_use]
    pub fn new(host: &str, path: &str) -> Self {
        Self { host: host.into(), path: path.into() }
    }

    /// The host.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The path.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Something that a Member forbids on its pages.
///
/// # Examples
///
/// ```
/// use cookie_consent::Category;
/// use cookie_consent::policy::Forbidden;
///
/// assert_ne!(Forbidden::Category(Category::Targeting), Forbidden::Vendor("meta".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the whole grammar of a Member's prohibitions")]
pub enum Forbidden {
    /// Every cookie of a category.
    Category(Category),
    /// Every cookie for a use.
    Use(DataUse),
    /// Every cookie of a vendor.
    Vendor(Box<str>),
    /// Cookies by name or pattern.
    Cookie(Box<str>),
}

/// What a Member adds to the site's own word about a cookie, by [`Member::add_category`], [`Member::add_use`] and
/// [`Member::shorten`].
///
/// # Examples
///
/// ```
/// use cookie_consent::Category;
/// use cookie_consent::policy::Member;
///
/// let member = Member::new("unix").add_category("_ga", Category::Targeting);
/// let tightening = &member.tightenings()[0];
/// assert_eq!((tightening.pattern(), tightening.categories()), ("_ga", Category::Targeting.into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tightening {
    pub(crate) pattern: Box<str>,
    pub(crate) categories: CategorySet,
    pub(crate) uses: DataUseSet,
    pub(crate) lifetime: Option<Lifetime>,
}

impl Tightening {
    /// The name or pattern of the site's cookie, as the site declares it.
    #[must_use]
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// The categories that it belongs to as well.
    #[must_use]
    pub const fn categories(&self) -> CategorySet {
        self.categories
    }

    /// The uses that it serves as well.
    #[must_use]
    pub const fn uses(&self) -> DataUseSet {
        self.uses
    }

    /// How long it lives at most, if the Member says so.
    #[must_use]
    pub const fn lifetime(&self) -> Option<Lifetime> {
        self.lifetime
    }

    /// Whether the site's own line says less.
    pub(super) fn tightens(&self, line: &Declaration) -> bool {
        !self.categories.is_subset(line.categories)
            || !self.uses.is_subset(line.uses())
            || self.lifetime.is_some_and(|lifetime| line.lifetime.is_none_or(|own| lifetime < own))
    }
}

/// A tenant of the site, such as a university, with pages and cookies of its own.
///
/// There is no word for "allow": a Member can declare its own cookies, forbid, add a category or a use to a cookie that
/// the site declared, and shorten lifetimes. The visitor's choices on the site bind its cookies too.
///
/// # Examples
///
/// ```
/// use cookie_consent::Category;
/// use cookie_consent::cookie::Lifetime;
/// use cookie_consent::policy::{Declaration, Forbidden, Member};
///
/// let member = Member::new("unix")
///     .page("courses.edx.org", "/courses/UniX")
///     .declare(Declaration::new("unix_quiz", Category::Functionality))
///     .forbid(Forbidden::Category(Category::Targeting))
///     .add_category("_ga", Category::Targeting)
///     .shorten("_ga", Lifetime::days(30));
/// assert_eq!(member.id(), "unix");
/// assert_eq!(member.pages()[0].path(), "/courses/UniX");
/// assert_eq!(member.declarations()[0].pattern(), "unix_quiz");
/// assert_eq!(member.forbids(), [Forbidden::Category(Category::Targeting)]);
/// assert_eq!(member.longest_lifetime(), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Member {
    pub(crate) id: Box<str>,
    pub(crate) pages: Vec<PageScope>,
    pub(crate) declarations: Vec<Declaration>,
    pub(crate) forbids: Vec<Forbidden>,
    pub(crate) tightenings: Vec<Tightening>,
    pub(crate) longest: Option<Lifetime>,
}

impl Member {
    /// A Member by its id (see [`MemberId`]).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::Member;
    ///
    /// // without pages nothing is on them
    /// assert!(Member::new("unix").pages().is_empty());
    /// ```
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self {
            id: id.into(),
            pages: Vec::new(),
            declarations: Vec::new(),
            forbids: Vec::new(),
            tightenings: Vec::new(),
            longest: None,
        }
    }

    /// These pages are its own: a host with those below it, and a path with those below it.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::Member;
    ///
    /// let member = Member::new("unix").page("unix.edx.org", "/").page("courses.edx.org", "/courses/UniX");
    /// assert_eq!(member.pages().len(), 2);
    /// ```
    #[must_use]
    pub fn page(mut self, host: &str, path: &str) -> Self {
        self.pages.push(PageScope::new(host, path));
        self
    }

    /// It sets this cookie on its pages. It may be strictly necessary only if the site
    /// [delegates](crate::policy::PolicyBuilder::delegate) the name.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::policy::{Declaration, Member};
    ///
    /// let member = Member::new("unix").declare(Declaration::new("unix_quiz", Category::Functionality));
    /// assert_eq!(member.declarations()[0].pattern(), "unix_quiz");
    /// ```
    #[must_use]
    pub fn declare(mut self, declaration: Declaration) -> Self {
        self.declarations.push(declaration);
        self
    }

    /// It forbids this on its pages.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::{Forbidden, Member};
    ///
    /// let member = Member::new("unix").forbid(Forbidden::Cookie("_ga*".into()));
    /// assert_eq!(member.forbids(), [Forbidden::Cookie("_ga*".into())]);
    /// ```
    #[must_use]
    pub fn forbid(mut self, forbidden: Forbidden) -> Self {
        self.forbids.push(forbidden);
        self
    }

    /// On its pages the site's cookie with this name or pattern belongs to one more category.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::policy::Member;
    ///
    /// let member = Member::new("unix").add_category("_ga", Category::Targeting);
    /// assert_eq!(member.tightenings()[0].categories(), Category::Targeting.into());
    /// ```
    #[must_use]
    pub fn add_category(self, pattern: &str, category: Category) -> Self {
        self.tighten(pattern, |tightening| tightening.categories = tightening.categories.with(category))
    }

    /// On its pages the site's cookie with this name or pattern serves one more use.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::DataUse;
    /// use cookie_consent::policy::Member;
    ///
    /// let member = Member::new("unix").add_use("_ga", DataUse::AdMeasurement);
    /// assert_eq!(member.tightenings()[0].uses(), DataUse::AdMeasurement.into());
    /// ```
    #[must_use]
    pub fn add_use(self, pattern: &str, data_use: DataUse) -> Self {
        self.tighten(pattern, |tightening| tightening.uses = tightening.uses.with(data_use))
    }

    /// On its pages the site's cookie with this name or pattern lives at most this long.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::Lifetime;
    /// use cookie_consent::policy::Member;
    ///
    /// let member = Member::new("unix").shorten("_ga", Lifetime::days(30));
    /// assert_eq!(member.tightenings()[0].lifetime(), Some(Lifetime::days(30)));
    /// ```
    #[must_use]
    pub fn shorten(self, pattern: &str, lifetime: Lifetime) -> Self {
        self.tighten(pattern, |tightening| tightening.lifetime = Some(lifetime))
    }

    /// On its pages no cookie that is not strictly necessary lives longer than this.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::Lifetime;
    /// use cookie_consent::policy::Member;
    ///
    /// assert_eq!(Member::new("unix").longest(Lifetime::days(90)).longest_lifetime(), Some(Lifetime::days(90)));
    /// ```
    #[must_use]
    pub const fn longest(mut self, lifetime: Lifetime) -> Self {
        self.longest = Some(lifetime);
        self
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its pages.
    #[must_use]
    pub fn pages(&self) -> &[PageScope] {
        &self.pages
    }

    /// The cookies that it sets.
    #[must_use]
    pub fn declarations(&self) -> &[Declaration] {
        &self.declarations
    }

    /// What it forbids.
    #[must_use]
    pub fn forbids(&self) -> &[Forbidden] {
        &self.forbids
    }

    /// What it adds to the site's word. Before the policy is built one pattern may stand here several times.
    #[must_use]
    pub fn tightenings(&self) -> &[Tightening] {
        &self.tightenings
    }

    /// How long any cookie that is not strictly necessary lives at most on its pages, if it says so.
    #[must_use]
    pub const fn longest_lifetime(&self) -> Option<Lifetime> {
        self.longest
    }

    pub(crate) fn tighten(mut self, pattern: &str, change: impl FnOnce(&mut Tightening)) -> Self {
        let mut tightening = Tightening {
            pattern: pattern.into(),
            categories: CategorySet::EMPTY,
            uses: DataUseSet::EMPTY,
            lifetime: None,
        };
        change(&mut tightening);
        self.tightenings.push(tightening);
        self
    }

    /// All that is said about each pattern, where it is said first.
    pub(super) fn united_tightenings(&self) -> Vec<Tightening> {
        let mut placed: Vec<(usize, Tightening)> = self.tightenings.iter().cloned().enumerate().collect();
        placed.sort_by(|(_, a), (_, b)| a.pattern.cmp(&b.pattern));
        placed.dedup_by(|(_, next), (_, kept)| {
            let same = next.pattern == kept.pattern;
            if same {
                kept.categories = kept.categories.union(next.categories);
                kept.uses = kept.uses.union(next.uses);
                kept.lifetime = [kept.lifetime, next.lifetime].into_iter().flatten().min();
            }
            same
        });
        placed.sort_by_key(|(at, _)| *at);
        placed.into_iter().map(|(_, tightening)| tightening).collect()
    }
}

/// What a Member adds to the site's word about some of its listings, which share a pattern.
#[derive(Clone, Debug)]
pub(super) struct Tightened {
    pub(super) first: ListingId,
    pub(super) last: ListingId,
    pub(super) by: Tightening,
}

/// A Member's word, checked and ready to be asked.
#[derive(Clone, Debug)]
pub(crate) struct MemberRules {
    pub(super) id: MemberId,
    /// Its place among the Members of the document.
    pub(super) at: usize,
    pub(super) inventory: Inventory,
    pub(super) questions: Box<[Listing]>,
    /// By the site's listings, ascending.
    pub(super) tightened: Box<[Tightened]>,
    pub(super) categories: CategorySet,
    pub(super) uses: DataUseSet,
    /// Indices of vendors, ascending.
    pub(super) vendors: Box<[u32]>,
    /// Names and patterns, each under its [`key`](MemberRules::key).
    pub(super) cookies: Catalog<()>,
    pub(super) longest: Option<Lifetime>,
}

/// Stands for every kind of storage.
const ANY_STORAGE: Storage = Storage::Cookie;

impl MemberRules {
    pub(super) const fn id(&self) -> &MemberId {
        &self.id
    }

    /// Under which a forbidden name or pattern stands: it is forbidden wherever it is and whatever it is stored in.
    pub(super) const fn key(pattern: Pattern<'_>) -> Key<'_> {
        Key { storage: ANY_STORAGE, pattern, host: None, path: None }
    }

    /// The Member's own line that means a cookie.
    pub(super) fn line<'d>(&self, members: &'d [Member], cookie: &Cookie<'_>) -> Option<&'d Declaration> {
        members.get(self.at).and_then(|member| self.inventory.line(&member.declarations, cookie))
    }

    pub(super) const fn questions(&self) -> &[Listing] {
        &self.questions
    }

    /// What the site and the Member say of a cookie together, if either knows it.
    pub(super) fn find<'p>(
        &self,
        site: Option<(ListingId, &Listing)>,
        cookie: &Cookie<'_>,
        undeclared: impl FnOnce() -> Option<Listing>,
    ) -> Option<Found<'p>> {
        let own = self.inventory.find(cookie).map(|(_, listing)| *listing);
        let site = site.map(|(id, listing)| self.tightened(id, *listing));
        let mut listing = match (site, own) {
            (Some(site), Some(own)) => site.united_with(&own),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => undeclared()?,
        };
        if !listing.is_necessary() {
            listing.shorten(self.longest);
        }
        let forbidden = self.forbids(&listing, cookie);
        Some(Found { listing: Cow::Owned(listing), forbidden })
    }

    fn tightened(&self, id: ListingId, mut listing: Listing) -> Listing {
        let at = self.tightened.partition_point(|tightened| tightened.last < id);
        if let Some(Tightened { by, .. }) = self.tightened.get(at).filter(|tightened| tightened.first <= id) {
            listing.widen(by.categories, by.uses);
            listing.shorten(by.lifetime);
        }
        listing
    }

    fn forbids(&self, listing: &Listing, cookie: &Cookie<'_>) -> bool {
        self.categories.intersects(listing.judged_categories())
            || self.uses.intersects(listing.uses())
            || listing.vendor_indices().any(|vendor| self.vendors.binary_search(&vendor).is_ok())
            || self.cookies.find(&Cookie { storage: ANY_STORAGE, ..*cookie }).is_some()
    }
}
