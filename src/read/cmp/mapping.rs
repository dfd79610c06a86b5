use alloc::boxed::Box;
use alloc::vec::Vec;

use super::Manager;
use crate::consent::ConsentManager;
use crate::cookie::Category;

/// A manager's own names for our categories. `None` is a name that means nothing here.
pub(super) type Groups = &'static [(&'static str, Option<Category>)];

/// What a site says of its consent manager: what its groups mean, and how long its cookie lives.
///
/// Every manager has a default for the groups that it ships with. A site that renamed or added some says so here; what is
/// said here comes before the default.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::cmp::Mapping;
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
}

impl Mapping {
    /// The defaults.
    #[must_use]
    pub const fn new() -> Self {
        Self { groups: Vec::new(), days: Vec::new() }
    }

    /// This group of the manager's is this category of ours.
    #[must_use]
    pub fn group(self, manager: ConsentManager, group: &str, category: Category) -> Self {
        self.with(manager, group, Some(category))
    }

    /// This group of the manager's is of no matter, and not to be noted.
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

    fn with(mut self, manager: ConsentManager, group: &str, category: Option<Category>) -> Self {
        self.groups.push((manager, group.into(), category));
        self
    }

    /// What a group means; the error is whether it is to be passed over in silence.
    pub(super) fn category(&self, manager: &Manager, group: &[u8]) -> Result<Category, bool> {
        let own = self.groups.iter().rev().find(|(of, name, _)| *of == manager.of && name.as_bytes() == group);
        let default = || manager.groups.iter().find(|(name, _)| name.as_bytes() == group);
        match own.map(|(.., category)| *category).or_else(|| default().map(|(_, category)| *category)) {
            Some(Some(category)) => Ok(category),
            Some(None) => Err(true),
            None => Err(false),
        }
    }

    pub(super) fn days(&self, manager: &Manager) -> u16 {
        let own = self.days.iter().rev().find(|(of, _)| *of == manager.of);
        own.map_or(manager.days, |(_, days)| *days)
    }
}
