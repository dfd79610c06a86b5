use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeSet;

use crate::cookie::{Category, CategorySet, DataUse, DataUseSet, Lifetime, Party};
use crate::law::{Ground, GroundSet, Reach, RiskSet};
use crate::policy::{Declaration, VendorFacts};

/// What one or two declarations say of a cookie, as deciding needs it: small and without text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Listing {
    /// As declared, `StrictlyNecessary` among them.
    pub(crate) categories: CategorySet,
    uses: DataUseSet,
    /// What these two come to: see [`Listing::judged_categories`].
    judged: CategorySet,
    /// By the site and by the Member; `None` where nothing is known.
    parties: [Option<Party>; 2],
    vendors: [Option<u32>; 2],
    /// What exempts it, where a law knows the ground: claimed, with all conditions met.
    pub(crate) grounds: GroundSet,
    absent_risks: RiskSet,
    lifetime: Option<Lifetime>,
    declared: bool,
}

impl Declaration {
    /// The categories that it is judged in by itself: what a page shows of it.
    pub(crate) fn shown_categories(&self) -> CategorySet {
        match Listing::of(self, None) {
            listing if listing.is_necessary() => Category::StrictlyNecessary.into(),
            listing => listing.judged_categories(),
        }
    }
}

/// What tells the cookies of one category apart that have no vendor, no claim of an exemption and no risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CookieKind {
    pub(crate) category: Category,
    /// What the opt-outs of sale and targeted advertising reach, if anything.
    covered: Option<DataUse>,
}

impl CookieKind {
    /// Of each category that which is not covered, that which is sold, and that which serves interest-based advertising.
    pub(crate) const ALL: [Self; 9] = {
        const fn of(category: Category, covered: Option<DataUse>) -> CookieKind {
            CookieKind { category, covered }
        }
        [
            of(Category::Performance, None),
            of(Category::Performance, Some(DataUse::SaleOrShare)),
            of(Category::Performance, Some(DataUse::InterestBasedAds)),
            of(Category::Functionality, None),
            of(Category::Functionality, Some(DataUse::SaleOrShare)),
            of(Category::Functionality, Some(DataUse::InterestBasedAds)),
            of(Category::Targeting, None),
            of(Category::Targeting, Some(DataUse::SaleOrShare)),
            of(Category::Targeting, Some(DataUse::InterestBasedAds)),
        ]
    };

    /// Of listings, each kind once.
    pub(super) fn of<'l>(listings: impl Iterator<Item = &'l Listing>) -> Box<[Self]> {
        listings.filter_map(Listing::kind).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The plainest cookie of this kind, without any risk.
    pub(crate) fn plainest(self) -> Listing {
        let uses = self.covered.into_iter().collect();
        let categories = self.category.into();
        let absent_risks = RiskSet::ALL;
        Listing { categories, uses, judged: categories, absent_risks, ..Listing::UNDECLARED_AS_TARGETING }
    }
}

/// What the policy says of a cookie at a place.
#[derive(Clone, Debug)]
pub(crate) struct Found<'p> {
    pub(crate) listing: Cow<'p, Listing>,
    /// By the Member whose pages these are.
    pub(crate) forbidden: bool,
}

impl<'p> Found<'p> {
    pub(crate) const fn with_no_member(listing: Cow<'p, Listing>) -> Self {
        Self { listing, forbidden: false }
    }

    /// Whose rules would apply is unknown, so nothing but the strictly necessary is allowed.
    pub(super) const fn on_an_unknown_members_page(listing: Cow<'p, Listing>) -> Self {
        Self { listing, forbidden: true }
    }
}

impl Listing {
    /// Nothing is known of the cookie, and the policy wants it judged as the worst that it can be.
    pub(super) const UNDECLARED_AS_TARGETING: Self = Self {
        categories: CategorySet::EMPTY.with(Category::Targeting),
        uses: Category::Targeting.default_uses(),
        judged: CategorySet::EMPTY.with(Category::Targeting),
        parties: [None, None],
        vendors: [None, None],
        grounds: GroundSet::EMPTY,
        absent_risks: RiskSet::EMPTY,
        lifetime: None,
        declared: false,
    };

    /// Of a declaration that has been checked.
    pub(crate) fn of(declaration: &Declaration, vendor: Option<u32>) -> Self {
        let held = declaration.exemptions.iter().filter(|exemption| exemption.holds());
        Self {
            categories: declaration.categories,
            uses: declaration.uses(),
            judged: judged(declaration.categories, declaration.uses()),
            parties: [Some(declaration.party), None],
            vendors: [vendor, None],
            grounds: held.map(|exemption| exemption.ground).collect(),
            absent_risks: declaration.absent_risks,
            lifetime: declaration.lifetime,
            declared: true,
        }
    }

    /// What the site and the Member say together: categories, uses and vendors of both; of exemptions and of limits
    /// only what both grant.
    pub(super) fn united_with(self, member: &Self) -> Self {
        let mut both = Self {
            categories: self.categories,
            uses: self.uses,
            judged: self.judged,
            parties: [first(self.parties), first(member.parties)],
            vendors: [first(self.vendors), first(member.vendors)],
            grounds: self.grounds.intersection(member.grounds),
            absent_risks: self.absent_risks.intersection(member.absent_risks),
            lifetime: self.lifetime,
            declared: true,
        };
        both.widen(member.categories, member.uses);
        both.shorten(member.lifetime);
        both
    }

    pub(super) fn widen(&mut self, categories: CategorySet, uses: DataUseSet) {
        self.categories = self.categories.union(categories);
        self.uses = self.uses.union(uses);
        self.judged = judged(self.categories, self.uses);
    }

    pub(super) fn shorten(&mut self, lifetime: Option<Lifetime>) {
        self.lifetime = match (self.lifetime, lifetime) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (one, None) | (None, one) => one,
        };
    }

    /// What a visitor is asked about it: the lifetime makes no difference to that.
    pub(super) const fn question(&self) -> Self {
        Self { lifetime: None, ..*self }
    }

    /// Whether it is strictly necessary and nothing else.
    pub(crate) fn is_necessary(&self) -> bool {
        is_necessary(self.categories, self.uses)
    }

    /// The categories under which it is judged: those that it is declared in, and the home of each of its uses, so that
    /// no label hides a use. A "strictly necessary" cookie that serves another use is judged by that use, since a cookie
    /// is exempt only if each of its purposes is (WP194, section 2.3).
    pub(crate) const fn judged_categories(&self) -> CategorySet {
        self.judged
    }

    pub(crate) const fn uses(&self) -> DataUseSet {
        self.uses
    }

    pub(crate) const fn is_interest_based(&self) -> bool {
        self.uses.contains(DataUse::InterestBasedAds)
    }

    pub(crate) const fn is_covered(&self) -> bool {
        self.uses.intersects(DataUseSet::COVERED)
    }

    /// What a rule about minors must reach to be about it.
    pub(crate) fn reach(&self) -> Reach {
        if self.is_covered() {
            Reach::CoveredUses
        } else if self.parties.contains(&Some(Party::Third)) {
            Reach::ThirdParties
        } else {
            Reach::EveryUse
        }
    }

    pub(crate) const fn absent_risks(&self) -> RiskSet {
        self.absent_risks
    }

    pub(crate) const fn lifetime(&self) -> Option<Lifetime> {
        self.lifetime
    }

    pub(crate) const fn is_declared(&self) -> bool {
        self.declared
    }

    /// The ground that exempts it in this category where the law knows these grounds. A use that the ground cannot
    /// carry, which a Member may have added, is a second purpose and ends it.
    pub(crate) fn exemption(&self, category: Category, known: GroundSet) -> Option<Ground> {
        let grounds = self.grounds.intersection(known);
        if grounds.is_empty() {
            return None;
        }
        grounds.iter().find(|ground| ground.category() == category && self.uses.is_subset(ground.uses()))
    }

    /// Whether it was declared for the other party.
    pub(crate) fn is_for_another_party(&self, party: Party) -> bool {
        self.parties.iter().flatten().any(|declared| *declared != party)
    }

    /// Its kind, if it is judged in one category.
    pub(crate) fn kind(&self) -> Option<CookieKind> {
        CookieKind::ALL.get(self.kind_place()?).copied()
    }

    /// The place of its kind among all. What only a third party's cookie meets is not of its kind.
    pub(crate) fn kind_place(&self) -> Option<usize> {
        if self.reach() == Reach::ThirdParties {
            return None;
        }
        let of_category = match self.judged {
            only if only == Category::Performance.into() => 0_usize,
            only if only == Category::Functionality.into() => 3,
            only if only == Category::Targeting.into() => 6,
            _ => return None,
        };
        let covered = usize::from(self.is_covered()).wrapping_add(usize::from(self.is_interest_based()));
        Some(of_category.wrapping_add(covered))
    }

    /// How many declarations it is made of: one, or the site's and the Member's.
    pub(crate) fn declarations(&self) -> usize {
        self.parties.iter().flatten().count()
    }

    pub(super) fn vendor_indices(&self) -> impl Iterator<Item = u32> + Clone + use<> {
        let [first, second] = self.vendors;
        first.into_iter().chain(second)
    }

    /// Its vendors among all.
    pub(super) fn vendors<'v>(
        &self,
        all: &'v [VendorFacts],
    ) -> impl Iterator<Item = &'v VendorFacts> + Clone + use<'v> {
        // both are looked up before the first is asked for: nearly every cookie has one at most
        let [first, second] = self.vendors.map(|at| all.get(usize::try_from(at?).ok()?));
        first.into_iter().chain(second)
    }
}

/// Whether that is strictly necessary and nothing else.
pub(super) fn is_necessary(categories: CategorySet, uses: DataUseSet) -> bool {
    categories == Category::StrictlyNecessary.into() && uses.is_subset(DataUseSet::EXEMPT)
}

fn judged(categories: CategorySet, uses: DataUseSet) -> CategorySet {
    if is_necessary(categories, uses) {
        CategorySet::EMPTY
    } else {
        categories.without(Category::StrictlyNecessary).union(uses.categories())
    }
}

const fn first<T: Copy>([first, _]: [Option<T>; 2]) -> Option<T> {
    first
}
