//! What the site declared: its inventory, vendors, Members, versions and settings, checked once and then immutable.

pub(crate) mod budget;
mod builder;
mod catalog;
mod check;
mod declaration;
pub mod document;
mod error;
mod inventory;
mod listing;
mod member;
mod pages;
mod pattern;
mod settings;
mod vendor;
mod version;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use core::fmt;

use time::UtcDateTime;

use crate::consent::PolicyVersion;
use crate::cookie::{CategorySet, Cookie};
use crate::law::Law;
use crate::visit::Place;

pub use builder::{LawOverride, NotSubject, PolicyBuilder};
pub use declaration::{Declaration, Exemption, Trust};
pub use error::{PolicyError, PolicyErrorKind, PolicyErrors, Shown};
pub use member::{Forbidden, Member, PageScope, Tightening};
pub use settings::{BrowserGrants, DntScope, GpcScope, ImportedLabels, Settings, Undeclared};
pub use vendor::Vendor;
pub use version::Version;

pub(crate) use listing::{CookieKind, Found, Listing};
pub(crate) use member::MemberRules;
pub(crate) use pattern::Pattern;
pub(crate) use vendor::VendorFacts;
pub(crate) use version::Step;

use inventory::Inventory;
use pages::{Owner, Pages};
use version::Versions;

/// What the site declared, ready to be asked: immutable, `Send + Sync`, and cheap to share behind an `Arc`.
///
/// Made from code by [`Policy::builder`], or from a document by `serde` (any format); both give the same policy.
///
/// # Examples
///
/// ```
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::{Category, Policy};
/// use time::macros::date;
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
///     .build()
///     .unwrap();
///
/// let document = serde_json::to_string(&policy).unwrap();
/// assert_eq!(serde_json::from_str::<Policy>(&document).unwrap(), policy);
/// ```
#[derive(Clone)]
pub struct Policy {
    /// What was declared, in the order of the document.
    source: PolicyBuilder,
    law: Law,
    versions: Versions,
    vendors: Box<[VendorFacts]>,
    inventory: Inventory,
    imported: Inventory,
    questions: Box<[Listing]>,
    kinds: Box<[CookieKind]>,
    members: Box<[MemberRules]>,
    pages: Pages,
}

impl PartialEq for Policy {
    /// Whether the same things were declared, in whatever order.
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source || check::sorted(&self.source) == check::sorted(&other.source)
    }
}

impl Eq for Policy {}

impl fmt::Debug for Policy {
    /// What was declared, a line each; of the law only what the policy changes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt_as("Policy", f)
    }
}

impl Policy {
    /// An empty policy, to be filled and [built](PolicyBuilder::build).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Policy;
    /// use cookie_consent::policy::Version;
    /// use time::macros::date;
    ///
    /// assert!(Policy::builder().build().is_err(), "it needs a version");
    /// assert!(Policy::builder().version(Version::new(1, date!(2022-12-15))).build().is_ok());
    /// ```
    #[must_use]
    pub fn builder() -> PolicyBuilder {
        PolicyBuilder::default()
    }

    /// What was declared, in the order in which it was, each part in its one spelling: hosts in lower case and in
    /// order, the default uses written out, what a Member adds to one pattern in one place. Versions stand in order.
    #[must_use]
    pub const fn source(&self) -> &PolicyBuilder {
        &self.source
    }

    /// The cookie in which the site keeps the visitor's record, if it keeps it in one.
    #[must_use]
    pub fn record_cookie(&self) -> Option<&str> {
        self.source.record_cookie()
    }

    /// The version in force at an instant: the last one whose date has come, or else the first.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Policy;
    /// use cookie_consent::policy::Version;
    /// use time::macros::{date, utc_datetime};
    ///
    /// let policy = Policy::builder()
    ///     .version(Version::new(1, date!(2022-12-15)))
    ///     .version(Version::new(2, date!(2026-12-01)))
    ///     .build()
    ///     .unwrap();
    /// assert_eq!(policy.version_at(utc_datetime!(2026-11-30 23:59:59)).number(), 1);
    /// assert_eq!(policy.version_at(utc_datetime!(2026-12-01 00:00)).number(), 2);
    /// assert_eq!(policy.version_at(utc_datetime!(2000-01-01 00:00)).number(), 1, "before the first there was none");
    /// ```
    #[must_use]
    pub fn version_at(&self, instant: UtcDateTime) -> PolicyVersion {
        self.versions.at(instant).0.number
    }

    /// Whose pages a URL belongs to, by the hosts and paths that the Members declare: the most specific one wins.
    ///
    /// A path is compared as RFC 3986, section 6.2.2 normalises it, without query, fragment, parameters of segments and
    /// doubled slashes, and a host without port, so that no other spelling of a Member's page leaves it. The case of a
    /// path is left to the caller: a site whose paths have none lowers them before it asks. A path of more than 8,192
    /// bytes on a host with pages of Members is on a page of none that the policy knows, where only what is strictly
    /// necessary is allowed.
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
    ///     .member(Member::new("unix").page("courses.edx.org", "/courses/UniX"))
    ///     .build()
    ///     .unwrap();
    ///
    /// assert_eq!(policy.place("courses.edx.org", "/courses/UniX/cs101"), Place::Member("unix"));
    /// assert_eq!(policy.place("courses.edx.org", "/courses/UniXtra"), Place::Site);
    /// ```
    #[must_use]
    pub fn place(&self, host: &str, path: &str) -> Place<'_> {
        match self.pages.owner(host, path) {
            Owner::Site => Place::Site,
            Owner::Member(id) => Place::Member(id.as_str()),
            Owner::Untold => Place::Member(""),
        }
    }

    /// What the policy decides for itself.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.source.settings
    }

    pub(crate) const fn law(&self) -> &Law {
        &self.law
    }

    pub(crate) const fn versions(&self) -> &Versions {
        &self.versions
    }

    pub(crate) fn vendors<'a>(&'a self, listing: &Listing) -> impl Iterator<Item = &'a VendorFacts> + Clone + use<'a> {
        listing.vendors(&self.vendors)
    }

    /// The ids of its vendors in the Global Vendor List.
    #[cfg(feature = "iab")]
    pub(crate) fn tcf_ids(&self) -> impl Iterator<Item = u16> {
        self.vendors.iter().filter_map(|vendor| vendor.tcf_id)
    }

    /// The ids of its vendors at Google.
    #[cfg(feature = "iab")]
    pub(crate) fn atp_ids(&self) -> impl Iterator<Item = u32> {
        self.vendors.iter().filter_map(|vendor| vendor.atp_id)
    }

    pub(crate) const fn has_members(&self) -> bool {
        !self.members.is_empty()
    }

    fn member(&self, id: &str) -> Option<&MemberRules> {
        self.members.binary_search_by(|member| member.id().as_str().cmp(id)).ok().and_then(|at| self.members.get(at))
    }

    /// What a visitor at this place can be asked about.
    pub(crate) fn questions(&self, place: Place<'_>) -> impl Iterator<Item = &Listing> {
        let own = match place {
            Place::Site => None,
            Place::Member(id) => self.member(id),
        };
        self.questions.iter().chain(own.into_iter().flat_map(MemberRules::questions))
    }

    /// The kinds of what the site declares, each once.
    pub(crate) fn kinds(&self) -> &[CookieKind] {
        &self.kinds
    }

    /// What the policy says of a cookie at a place.
    #[inline]
    pub(crate) fn find(&self, place: Place<'_>, cookie: &Cookie<'_>) -> Option<Found<'_>> {
        let site = self.inventory.find(cookie);
        let alone = || match site {
            Some((_, listing)) => Some(Cow::Borrowed(listing)),
            None => self.without_declaration(cookie).map(Cow::Owned),
        };
        match place {
            Place::Site => alone().map(Found::with_no_member),
            // a purely strictly necessary cookie of the site is out of any Member's reach
            Place::Member(_) if site.is_some_and(|(_, listing)| listing.is_necessary()) => {
                alone().map(Found::with_no_member)
            }
            Place::Member(id) => match self.member(id) {
                Some(member) => member.find(site, cookie, || self.without_declaration(cookie)),
                None => alone().map(Found::on_an_unknown_members_page),
            },
        }
    }

    /// The lines by which a cookie is judged at a place: the site's, then that of the Member whose pages these are. A
    /// label of a public list stands here only where it decides. None for what nobody declared.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::{Declaration, Member, Version};
    /// use cookie_consent::{Category, Cookie, Place, Policy};
    /// use time::macros::date;
    ///
    /// let theirs = Declaration::new("_ga*", Category::Targeting).purpose("finds new students");
    /// let policy = Policy::builder()
    ///     .version(Version::new(1, date!(2022-12-15)))
    ///     .declare(Declaration::new("_ga", Category::Performance).purpose("counts visitors"))
    ///     .member(Member::new("unix").declare(theirs))
    ///     .build()
    ///     .unwrap();
    ///
    /// let cookie = Cookie::first_party("_ga", "courses.edx.org");
    /// let purposes: Vec<_> =
    ///     policy.declarations_of(Place::Member("unix"), &cookie).map(Declaration::purpose_text).collect();
    /// assert_eq!(purposes, ["counts visitors", "finds new students"]);
    /// assert_eq!(policy.declarations_of(Place::Site, &cookie).count(), 1);
    /// assert_eq!(policy.declarations_of(Place::Site, &Cookie::first_party("foo", "courses.edx.org")).count(), 0);
    /// ```
    pub fn declarations_of<'p>(
        &'p self,
        place: Place<'_>,
        cookie: &Cookie<'_>,
    ) -> impl Iterator<Item = &'p Declaration> + use<'p> {
        let lines = &*self.source.declarations;
        let site = self.inventory.line(lines, cookie);
        let own = match place {
            Place::Site => None,
            // as in `find`
            Place::Member(_) if self.inventory.find(cookie).is_some_and(|(_, listing)| listing.is_necessary()) => None,
            Place::Member(id) => self.member(id).and_then(|member| member.line(&self.source.members, cookie)),
        };
        let label = match self.settings().imported_labels {
            ImportedLabels::Decide if site.or(own).is_none() => self.imported.line(lines, cookie),
            ImportedLabels::Decide | ImportedLabels::Inform => None,
        };
        [site, own, label].into_iter().flatten()
    }

    /// The vendors of which some line that may decide a cookie, the site's or a Member's, names the id: in the order of
    /// the document.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::{Declaration, Vendor, Version};
    /// use cookie_consent::{Category, Policy};
    /// use time::macros::date;
    ///
    /// let policy = Policy::builder()
    ///     .version(Version::new(1, date!(2022-12-15)))
    ///     .vendor(Vendor::new("meta", "Meta"))
    ///     .vendor(Vendor::new("adco", "AdCo"))
    ///     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
    ///     .declare(Declaration::new("_fbp", Category::Targeting).vendor("meta"))
    ///     .build()
    ///     .unwrap();
    ///
    /// assert_eq!(policy.vendors_in_use().map(Vendor::name).collect::<Vec<_>>(), ["Meta"]);
    /// assert!(policy.categories_in_use().contains(Category::Targeting));
    /// assert!(!policy.categories_in_use().contains(Category::Performance));
    /// ```
    pub fn vendors_in_use(&self) -> impl Iterator<Item = &Vendor> {
        let used: BTreeSet<&str> = self.lines_with_a_say().filter_map(Declaration::vendor_id).collect();
        self.source.vendors.iter().filter(move |vendor| used.contains(vendor.id()))
    }

    /// The categories that lines which may decide a cookie are judged in, the site's and Members', with those that
    /// Members add: what a page of preferences shows. What nobody declared has none, whatever the settings say of it.
    ///
    /// Where a site and a Member both speak of one cookie it can be judged in one more, for a use of the other line:
    /// [`Decision::categories`](crate::Decision::categories) says so.
    ///
    /// # Examples
    ///
    /// See [`vendors_in_use`](Self::vendors_in_use).
    #[must_use]
    pub fn categories_in_use(&self) -> CategorySet {
        let added = self.source.members.iter().flat_map(Member::tightenings).map(Tightening::categories);
        let judged = self.lines_with_a_say().map(Declaration::shown_categories);
        judged.chain(added).fold(CategorySet::EMPTY, CategorySet::union)
    }

    /// Every line but the labels of a public list that only inform.
    fn lines_with_a_say(&self) -> impl Iterator<Item = &Declaration> {
        self.site_lines().chain(self.source.members.iter().flat_map(Member::declarations))
    }

    /// Those of the site.
    pub(crate) fn site_lines(&self) -> impl Iterator<Item = &Declaration> {
        let decide = self.settings().imported_labels == ImportedLabels::Decide;
        self.source.declarations.iter().filter(move |line| decide || line.trust == Trust::Reviewed)
    }

    /// What the policy says of a cookie that neither the site nor a Member declares.
    fn without_declaration(&self, cookie: &Cookie<'_>) -> Option<Listing> {
        if cookie.trimmed_name().len() > Pattern::MAX_LEN {
            // it is looked up nowhere, so a Member may have forbidden it
            return None;
        }
        let label = match self.settings().imported_labels {
            ImportedLabels::Decide => self.imported.find(cookie).map(|(_, listing)| *listing),
            ImportedLabels::Inform => None,
        };
        label.or(match self.settings().undeclared {
            Undeclared::AsTargeting => Some(Listing::UNDECLARED_AS_TARGETING),
            Undeclared::Deny => None,
        })
    }

    /// Whether a public list has a label for the cookie.
    pub(crate) fn has_imported_label(&self, cookie: &Cookie<'_>) -> bool {
        self.imported.find(cookie).is_some()
    }
}
