//! What a page's loader may load.

use alloc::vec::Vec;

use super::Decisions;
use super::decisions::{all_permitted, all_permitted_at_large};
use crate::cookie::{Category, CategorySet, DataUse, DataUseSet};
use crate::policy::Vendor;

/// The categories, uses and vendors of which everything that the policy declares is permitted for this visitor: what a
/// page's loader of scripts goes by.
///
/// A category is here if each cookie that is judged in it alone is permitted, and on a ground that reaches the whole of
/// it: a counter that the law exempts allows no other counter. Uses likewise. A vendor is here if each of its cookies
/// is permitted, on whatever ground. What nobody declares is nowhere here. A script that is of several categories or
/// uses needs all of them; one that is of a vendor, the vendor too: one vendor's opt-out takes its category away from
/// here as well, as not everything in it is permitted.
///
/// By `serde` it is `{"categories":[…],"uses":[…],"vendors":[…]}`.
///
/// # Examples
///
/// ```
/// use cookie_consent::page::script_json;
/// use cookie_consent::policy::{Declaration, Vendor, Version};
/// use cookie_consent::visit::{BrowserMode, Signals};
/// use cookie_consent::{Age, Category, Consent, Place, Policy, Visit};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .vendor(Vendor::new("matomo", "Matomo"))
///     .declare(Declaration::new("_pk_id*", Category::Performance).vendor("matomo"))
///     .declare(Declaration::new("_fbp", Category::Targeting))
///     .build()
///     .unwrap();
/// let now = utc_datetime!(2026-11-23 12:00);
/// let signals = Signals::from_headers([("Sec-GPC", "1")]);
/// let visit = Visit::new(now, Place::Site, signals, &[], BrowserMode::AcceptsAll, Age::Unknown);
/// let visitor = policy.visitor(visit, Consent::Absent).region("US-CA".parse().unwrap());
///
/// let allowed = visitor.decisions().allowed();
/// assert_eq!(
///     script_json(&allowed).unwrap(),
///     r#"{"categories":["performance"],"uses":["analytics"],"vendors":["matomo"]}"#
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed<'v> {
    categories: CategorySet,
    uses: DataUseSet,
    vendors: Vec<&'v str>,
}

impl<'v> Decisions<'v> {
    /// What a loader may load.
    ///
    /// # Examples
    ///
    /// See [`Allowed`].
    #[must_use]
    pub fn allowed(&self) -> Allowed<'v> {
        let vendors = self.policy().source().vendors().iter().map(Vendor::id);
        let is_allowed = |category: &Category| all_permitted_at_large(self.of_category(*category));
        let is_use_allowed = |data_use: &DataUse| all_permitted_at_large(self.of_use(*data_use));
        Allowed {
            categories: Category::ALL.iter().copied().filter(is_allowed).collect(),
            uses: self.uses().iter().filter(is_use_allowed).collect(),
            vendors: vendors.filter(|id| all_permitted(self.of_vendor(id))).collect(),
        }
    }
}

impl<'v> Allowed<'v> {
    /// The categories of which everything is permitted.
    #[must_use]
    pub const fn categories(&self) -> CategorySet {
        self.categories
    }

    /// The uses of which everything is permitted.
    #[must_use]
    pub const fn uses(&self) -> DataUseSet {
        self.uses
    }

    /// The ids of the vendors of which everything is permitted, in the order of the policy.
    #[must_use]
    pub fn vendors(&self) -> &[&'v str] {
        &self.vendors
    }
}
