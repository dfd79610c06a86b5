use super::DataUseSet;
use crate::vocabulary::{set_of, spelled};

/// The four categories of cookies, by the names of edX's cookie policy.
///
/// A category says what a cookie is *for the visitor*; what becomes of the data is a
/// [`DataUse`](crate::cookie::DataUse).
///
/// # Examples
///
/// ```
/// use cookie_consent::Category;
///
/// assert_eq!("targeting".parse(), Ok(Category::Targeting));
/// assert!(Category::StrictlyNecessary < Category::Targeting);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the four categories are the policy's own; a fifth is another policy")]
pub enum Category {
    /// The site does not work without it: login, basket, security, remembered text, the record of consent itself.
    StrictlyNecessary,
    /// How visitors use the site: statistics, errors, comparing designs, response to ads.
    Performance,
    /// What the visitor chose or was already asked: layout, font size, a survey or pop-up seen.
    Functionality,
    /// Advertising by interest, content by habit, social networks.
    Targeting,
}

spelled! {
    Category ("a category") {
        StrictlyNecessary = "strictly-necessary", Performance = "performance", Functionality = "functionality",
        Targeting = "targeting",
    }
}

set_of! {
    /// A set of categories.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::cookie::CategorySet;
    ///
    /// let asked = CategorySet::of(&[Category::Performance, Category::Targeting]);
    /// assert!(asked.contains(Category::Targeting));
    /// assert!(asked.is_subset(CategorySet::NON_ESSENTIAL));
    /// ```
    pub struct CategorySet(u8) of Category;
}

impl CategorySet {
    /// Everything a visitor may refuse: performance, functionality, targeting.
    pub const NON_ESSENTIAL: Self = Self::ALL.without(Category::StrictlyNecessary);

    /// What a declaration in these categories is used for when it names no uses: the defaults of each, united.
    pub(crate) fn default_uses(self) -> DataUseSet {
        self.iter().map(Category::default_uses).fold(DataUseSet::EMPTY, DataUseSet::union)
    }
}

impl Category {
    /// The uses of a declaration that names none. Targeting means interest-based advertising *and* sale or sharing,
    /// so that silence in a policy never takes a cookie out of an opt-out's reach.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Category;
    /// use cookie_consent::cookie::DataUse;
    ///
    /// assert!(Category::Targeting.default_uses().contains(DataUse::SaleOrShare));
    /// ```
    #[must_use]
    pub const fn default_uses(self) -> DataUseSet {
        use crate::cookie::DataUse;
        match self {
            Self::StrictlyNecessary => DataUseSet::of(&[DataUse::StrictlyNecessary]),
            Self::Performance => DataUseSet::of(&[DataUse::Analytics]),
            Self::Functionality => DataUseSet::of(&[DataUse::UiPreference]),
            Self::Targeting => DataUseSet::of(&[DataUse::InterestBasedAds, DataUse::SaleOrShare]),
        }
    }
}
