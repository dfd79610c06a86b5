//! What changed from one policy to the next, and for what visitors have to be asked again.
//!
//! The rule: nothing that the newer policy allows by consent may rest on a consent that was given when the older one
//! was in force and would have denied it. Where a change could, it is material.

mod change;
mod inventory;
mod whole;

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use time::Date;

pub use change::{Change, ChangeKind};

use crate::cookie::CategorySet;
use crate::policy::{Policy, Version};

/// The changes from one policy to a newer one.
///
/// # Examples
///
/// ```
/// use cookie_consent::review::diff;
/// use cookie_consent::cookie::{CategorySet, Lifetime};
/// use cookie_consent::policy::{Declaration, Vendor, Version};
/// use cookie_consent::{Category, Policy};
/// use time::macros::date;
///
/// let site = |days| {
///     Policy::builder()
///         .version(Version::new(1, date!(2022-12-15)))
///         .vendor(Vendor::new("adco", "AdCo"))
///         .declare(Declaration::new("theme", Category::Functionality).lasting(Lifetime::days(days)))
/// };
/// let old = site(30).build().unwrap();
/// let advertising = Declaration::new("adco_id", Category::Targeting).vendor("adco").third_party();
/// let new = site(60).declare(advertising).build().unwrap();
///
/// let diff = diff(&old, &new);
/// let changes: Vec<String> = diff.changes().iter().map(ToString::to_string).collect();
/// assert_eq!(changes, [
///     "`adco_id`: declaration-added: targeting, interest-based-ads+sale-or-share, third, vendor adco \
///      (material for vendor adco)",
///     "`theme`: lifetime: 2592000 s, now 5184000 s (material for functionality)",
/// ]);
/// assert_eq!(diff.material(), Category::Functionality.into());
///
/// // the version that asks again for what changed, and for nothing else
/// let version = diff.next_version(2, date!(2026-12-01));
/// let asked = Version::new(2, date!(2026-12-01)).material(Category::Functionality).material_vendor("adco");
/// assert_eq!(version, asked);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyDiff<'p> {
    changes: Vec<Change<'p>>,
}

impl<'p> PolicyDiff<'p> {
    /// Every change, in one order whatever the order of declarations.
    #[must_use]
    pub fn changes(&self) -> &[Change<'p>] {
        &self.changes
    }

    /// The categories for which something changed materially: consents to them have to be asked for again.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::diff;
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::{Category, Policy};
    /// # use time::macros::date;
    /// # let of = |names: &[&str]| {
    /// #     let site = Policy::builder().version(Version::new(1, date!(2022-12-15)));
    /// #     let lines = names.iter().map(|name| Declaration::new(name, Category::Targeting));
    /// #     lines.fold(site, |site, line| site.declare(line)).build().unwrap()
    /// # };
    /// let (old, new) = (of(&[]), of(&["_fbp"]));
    /// assert_eq!(diff(&old, &new).material(), Category::Targeting.into());
    /// assert!(diff(&new, &new).material().is_empty());
    /// ```
    #[must_use]
    pub fn material(&self) -> CategorySet {
        self.changes.iter().fold(CategorySet::EMPTY, |all, change| all.union(change.material()))
    }

    /// The vendors whose cookies changed materially, in order, without those of which nothing is left.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::diff;
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::{Category, Policy};
    /// # use time::macros::date;
    /// # let of = |names: &[&str]| {
    /// #     let site = Policy::builder().version(Version::new(1, date!(2022-12-15)));
    /// #     let lines = names.iter().map(|name| Declaration::new(name, Category::Targeting));
    /// #     lines.fold(site, |site, line| site.declare(line)).build().unwrap()
    /// # };
    /// // these name no vendor, so their whole category is asked again
    /// assert!(diff(&of(&[]), &of(&["_fbp"])).material_vendors().is_empty());
    /// ```
    #[must_use]
    pub fn material_vendors(&self) -> Vec<&'p str> {
        let vendors: BTreeSet<&str> = self.changes.iter().flat_map(Change::material_vendors).collect();
        vendors.into_iter().collect()
    }

    /// Whether visitors have to be asked again for anything.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::diff;
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::{Category, Policy};
    /// # use time::macros::date;
    /// # let of = |names: &[&str]| {
    /// #     let site = Policy::builder().version(Version::new(1, date!(2022-12-15)));
    /// #     let lines = names.iter().map(|name| Declaration::new(name, Category::Targeting));
    /// #     lines.fold(site, |site, line| site.declare(line)).build().unwrap()
    /// # };
    /// let (old, new) = (of(&["_fbp"]), of(&[]));
    /// // one cookie less is a change, and nothing to ask for
    /// assert!(!diff(&old, &new).changes().is_empty() && !diff(&old, &new).is_material());
    /// ```
    #[must_use]
    pub fn is_material(&self) -> bool {
        self.changes.iter().any(Change::is_material)
    }

    /// The version by which the newer policy asks again for what changed materially, and only for that. Add it to the
    /// newer policy, which is refused if number or date do not follow those that it has already.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::diff;
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::{Category, Policy};
    /// # use time::macros::date;
    /// # let of = |names: &[&str]| {
    /// #     let site = Policy::builder().version(Version::new(1, date!(2022-12-15)));
    /// #     let lines = names.iter().map(|name| Declaration::new(name, Category::Targeting));
    /// #     lines.fold(site, |site, line| site.declare(line)).build().unwrap()
    /// # };
    /// let (old, new) = (of(&[]), of(&["_fbp"]));
    /// let next = diff(&old, &new).next_version(2, date!(2026-12-01));
    /// assert_eq!(next, Version::new(2, date!(2026-12-01)).material(Category::Targeting));
    /// ```
    #[must_use]
    pub fn next_version(&self, number: u32, effective: Date) -> Version {
        let version = self.material().iter().fold(Version::new(number, effective), Version::material);
        self.material_vendors().into_iter().fold(version, Version::material_vendor)
    }
}

/// What changed from one policy to a newer one. Neither knows of the other's past: an edit undone is no change.
///
/// It takes near-linear time in the number of declarations.
///
/// # Examples
///
/// See [`PolicyDiff`].
#[must_use]
pub fn diff<'p>(old: &'p Policy, new: &'p Policy) -> PolicyDiff<'p> {
    let mut changes = Vec::new();
    inventory::compare(old.source(), new.source(), &mut changes);
    whole::compare(old, new, &mut changes);
    changes.sort();
    PolicyDiff { changes }
}
