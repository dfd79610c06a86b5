use alloc::boxed::Box;
use alloc::vec::Vec;

use super::Declaration;
use super::catalog::{Catalog, Key, ListingId};
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

/// What a Member adds to the site's own word about a cookie.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Tightening {
    pub(crate) pattern: Box<str>,
    pub(crate) categories: CategorySet,
    pub(crate) uses: DataUseSet,
    pub(crate) lifetime: Option<Lifetime>,
}

impl Tightening {
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
    #[must_use]
    pub fn page(mut self, host: &str, path: &str) -> Self {
        self.pages.push(PageScope::new(host, path));
        self
    }

    /// It sets this cookie on its pages. It may be strictly necessary only if the site
    /// [delegates](crate::policy::PolicyBuilder::delegate) the name.
    #[must_use]
    pub fn declare(mut self, declaration: Declaration) -> Self {
        self.declarations.push(declaration);
        self
    }

    /// It forbids this on its pages.
    #[must_use]
    pub fn forbid(mut self, forbidden: Forbidden) -> Self {
        self.forbids.push(forbidden);
        self
    }

    /// On its pages the site's cookie with this name or pattern belongs to one more category.
    #[must_use]
    pub fn add_category(self, pattern: &str, category: Category) -> Self {
        self.tighten(pattern, |tightening| tightening.categories = tightening.categories.with(category))
    }

    /// On its pages the site's cookie with this name or pattern serves one more use.
    #[must_use]
    pub fn add_use(self, pattern: &str, data_use: DataUse) -> Self {
        self.tighten(pattern, |tightening| tightening.uses = tightening.uses.with(data_use))
    }

    /// On its pages the site's cookie with this name or pattern lives at most this long.
    #[must_use]
    pub fn shorten(self, pattern: &str, lifetime: Lifetime) -> Self {
        self.tighten(pattern, |tightening| tightening.lifetime = Some(lifetime))
    }

    /// On its pages no cookie that is not strictly necessary lives longer than this.
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

    /// All that is said about each pattern, in their order.
    pub(super) fn united_tightenings(&self) -> Vec<Tightening> {
        let mut tightenings = self.tightenings.clone();
        tightenings.sort();
        tightenings.dedup_by(|next, kept| {
            let same = next.pattern == kept.pattern;
            if same {
                kept.categories = kept.categories.union(next.categories);
                kept.uses = kept.uses.union(next.uses);
                kept.lifetime = [kept.lifetime, next.lifetime].into_iter().flatten().min();
            }
            same
        });
        tightenings
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
    pub(super) inventory: Catalog<Listing>,
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

    /// What the Member itself says of a cookie.
    pub(super) fn declared(&self, cookie: &Cookie<'_>) -> Option<&Listing> {
        self.inventory.find(cookie).map(|(_, listing)| listing)
    }

    pub(super) const fn questions(&self) -> &[Listing] {
        &self.questions
    }

    /// What the site and the Member say of a cookie together, if either knows it.
    pub(super) fn find(
        &self,
        site: Option<(ListingId, &Listing)>,
        cookie: &Cookie<'_>,
        undeclared: impl FnOnce() -> Option<Listing>,
    ) -> Option<Found> {
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
        Some(Found { listing, forbidden: self.forbids(&listing, cookie) })
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
