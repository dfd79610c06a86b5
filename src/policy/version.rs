use alloc::boxed::Box;
use alloc::vec::Vec;

use time::{Date, UtcDateTime};

use super::VendorFacts;
use crate::consent::PolicyVersion;
use crate::cookie::{Category, CategorySet};
use crate::law::midnight;

/// A version of the policy: its number, the day from which it holds, and what it changed materially.
///
/// A consent counts for a category only if it was given at or after that category's last material change, so a new
/// advertising partner asks again for targeting alone, and a mended sentence asks for nothing.
///
/// # Examples
///
/// ```
/// use cookie_consent::Category;
/// use cookie_consent::policy::Version;
/// use time::macros::date;
///
/// let version = Version::new(5, date!(2026-02-01)).material(Category::Targeting).material_vendor("adco");
/// assert_eq!(version.number().number(), 5);
/// assert_eq!(version.material_categories(), Category::Targeting.into());
/// assert_eq!(version.material_vendors().collect::<Vec<_>>(), ["adco"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    pub(crate) number: PolicyVersion,
    pub(crate) effective: Date,
    pub(crate) material: CategorySet,
    pub(crate) material_vendors: Vec<Box<str>>,
}

impl Version {
    /// The version with this number, in force from 00:00 UTC of this day.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::PolicyVersion;
    /// use cookie_consent::policy::Version;
    /// use time::macros::date;
    ///
    /// let version = Version::new(2, date!(2026-12-01));
    /// assert_eq!((version.number(), version.effective()), (PolicyVersion::new(2), date!(2026-12-01)));
    /// // nobody is asked again
    /// assert!(version.material_categories().is_empty());
    /// ```
    #[must_use]
    pub const fn new(number: u32, effective: Date) -> Self {
        Self {
            number: PolicyVersion::new(number),
            effective,
            material: CategorySet::EMPTY,
            material_vendors: Vec::new(),
        }
    }

    /// It changed this category materially: a new use, a wider one, a longer life.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::policy::Version;
    /// use time::macros::date;
    ///
    /// let version = Version::new(2, date!(2026-12-01)).material(Category::Targeting);
    /// assert_eq!(version.material_categories(), Category::Targeting.into());
    /// ```
    #[must_use]
    pub const fn material(mut self, category: Category) -> Self {
        self.material = self.material.with(category);
        self
    }

    /// It changed this vendor materially, or brought it in.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::Version;
    /// use time::macros::date;
    ///
    /// let version = Version::new(2, date!(2026-12-01)).material_vendor("adco");
    /// assert_eq!(version.material_vendors().collect::<Vec<_>>(), ["adco"]);
    /// ```
    #[must_use]
    pub fn material_vendor(mut self, vendor: &str) -> Self {
        self.material_vendors.push(vendor.into());
        self
    }

    /// Its number.
    #[must_use]
    pub const fn number(&self) -> PolicyVersion {
        self.number
    }

    /// The day from which it holds.
    #[must_use]
    pub const fn effective(&self) -> Date {
        self.effective
    }

    /// The categories that it changed materially.
    #[must_use]
    pub const fn material_categories(&self) -> CategorySet {
        self.material
    }

    /// The ids of the vendors that it changed materially, or brought in.
    pub fn material_vendors(&self) -> impl Iterator<Item = &str> {
        self.material_vendors.iter().map(|vendor| &**vendor)
    }
}

/// The versions in order, with the last material change of each category as of each.
#[derive(Clone, Debug)]
pub(crate) struct Versions(Box<[Step]>);

/// What holds from one version to the next.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) number: PolicyVersion,
    pub(crate) from: UtcDateTime,
    performance: Option<PolicyVersion>,
    functionality: Option<PolicyVersion>,
    targeting: Option<PolicyVersion>,
}

impl Step {
    /// Before any version.
    const NONE: Self = Self {
        number: PolicyVersion::new(0),
        from: UtcDateTime::MIN,
        performance: None,
        functionality: None,
        targeting: None,
    };

    /// The last material change of a category or of one of these vendors: what a grant is held against.
    pub(crate) fn last_material_with<'v>(
        &self,
        category: Category,
        vendors: impl Iterator<Item = &'v VendorFacts>,
    ) -> Option<PolicyVersion> {
        vendors.filter_map(|vendor| vendor.last_material(self.number)).chain(self.last_material(category)).max()
    }

    /// The last material change of a category.
    pub(crate) const fn last_material(&self, category: Category) -> Option<PolicyVersion> {
        match category {
            Category::StrictlyNecessary => None,
            Category::Performance => self.performance,
            Category::Functionality => self.functionality,
            Category::Targeting => self.targeting,
        }
    }
}

impl Versions {
    /// Of versions that ascend in number and date.
    pub(crate) fn of(versions: &[Version]) -> Self {
        let steps = versions.iter().scan(Step::NONE, |step, version| {
            let changed = |category| version.material.contains(category).then_some(version.number);
            *step = Step {
                number: version.number,
                from: midnight(version.effective),
                performance: changed(Category::Performance).or(step.performance),
                functionality: changed(Category::Functionality).or(step.functionality),
                targeting: changed(Category::Targeting).or(step.targeting),
            };
            Some(*step)
        });
        Self(steps.collect())
    }

    /// What holds at an instant, and when the next version takes effect.
    pub(crate) fn at(&self, instant: UtcDateTime) -> (&Step, Option<UtcDateTime>) {
        let mut next = None;
        for step in self.0.iter().rev() {
            if step.from <= instant {
                return (step, next);
            }
            next = Some(step.from);
        }
        (self.0.first().unwrap_or(&Step::NONE), next)
    }

    /// The version that was really in force then: before the first one there was none, which is below all.
    pub(crate) fn in_force_on(&self, instant: UtcDateTime) -> PolicyVersion {
        self.0.iter().rev().find(|step| step.from <= instant).unwrap_or(&Step::NONE).number
    }
}
