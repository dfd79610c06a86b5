//! What the site and the Member say of a cookie: rule R0, in lists.

use cookie_consent::cookie::{DataUse, Lifetime, Party};
use cookie_consent::law::{Condition, Ground, Risk};
use cookie_consent::policy::{Forbidden, ImportedLabels, Undeclared};
use cookie_consent::{Category, Cookie};

use super::site::{Company, Line, Site, Tenant, Tightens};

/// All that was declared of a cookie, at one place.
#[derive(Clone, Debug, Default)]
pub(super) struct Found<'s> {
    pub(super) categories: Vec<Category>,
    pub(super) uses: Vec<DataUse>,
    /// Of each line that speaks of it, whose cookie it is; a line may name nobody.
    pub(super) of_lines: Vec<Option<&'s Company>>,
    pub(super) limits: Vec<Lifetime>,
    pub(super) grounds: Vec<Ground>,
    pub(super) cleared: Vec<Risk>,
    pub(super) is_of_other_party: bool,
    pub(super) is_forbidden: bool,
    pub(super) is_undeclared: bool,
}

pub(super) const COVERED: [DataUse; 2] = [DataUse::InterestBasedAds, DataUse::SaleOrShare];
const EXEMPT: [DataUse; 3] = [DataUse::StrictlyNecessary, DataUse::ConsentStorage, DataUse::Security];

pub(super) fn is_exempt(data_use: DataUse) -> bool {
    EXEMPT.contains(&data_use)
}

/// The category in which a use is at home; the exempt ones have none.
fn home(data_use: DataUse) -> Option<Category> {
    match data_use {
        DataUse::Analytics | DataUse::ErrorMonitoring | DataUse::AdMeasurement => Some(Category::Performance),
        DataUse::UiPreference => Some(Category::Functionality),
        data_use if is_exempt(data_use) => None,
        _ => Some(Category::Targeting),
    }
}

fn defaults(category: Category) -> Vec<DataUse> {
    match category {
        Category::StrictlyNecessary => vec![DataUse::StrictlyNecessary],
        Category::Performance => vec![DataUse::Analytics],
        Category::Functionality => vec![DataUse::UiPreference],
        Category::Targeting => COVERED.to_vec(),
    }
}

/// The uses of a line: those named, or the defaults of its categories.
fn uses(line: &Line) -> Vec<DataUse> {
    if line.uses.is_empty() { line.categories.iter().copied().flat_map(defaults).collect() } else { line.uses.clone() }
}

/// What a ground needs to be true, beside a use that it can carry.
fn conditions(ground: Ground) -> Vec<Condition> {
    match ground {
        Ground::AudienceMeasurement | Ground::Statistical => vec![
            Condition::SolePurpose,
            Condition::NoCrossSiteIdentifier,
            Condition::InformationGiven,
            Condition::ObjectionOffered,
        ],
        Ground::Appearance => vec![Condition::SolePurpose, Condition::InformationGiven, Condition::ObjectionOffered],
        _ => vec![Condition::SolePurpose, Condition::RequestedByUser],
    }
}

pub(super) fn category_of(ground: Ground) -> Category {
    match ground {
        Ground::AudienceMeasurement | Ground::Statistical => Category::Performance,
        _ => Category::Functionality,
    }
}

/// Whether a cookie for this has no second purpose (WP194, section 2.3).
fn carries(ground: Ground, data_use: DataUse) -> bool {
    is_exempt(data_use)
        || match ground {
            Ground::AudienceMeasurement | Ground::Statistical => {
                matches!(data_use, DataUse::Analytics | DataUse::ErrorMonitoring)
            }
            _ => data_use == DataUse::UiPreference,
        }
}

/// The grounds that a line claims with every condition met.
fn grounds(line: &Line) -> Vec<Ground> {
    let met = |(ground, missing): &(Ground, Option<Condition>)| {
        let is_met = missing.is_none_or(|missing| !conditions(*ground).contains(&missing));
        is_met.then_some(*ground)
    };
    line.exemptions.iter().filter_map(met).collect()
}

/// Whether a name is meant by a name or pattern; patterns of scenes have their star at the end.
fn means(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |prefix| name.starts_with(prefix))
}

fn is_within(host: &str, scope: &str) -> bool {
    host == scope || host.strip_suffix(scope).is_some_and(|head| head.ends_with('.'))
}

/// The line that means the cookie: the exact name before a pattern, a longer pattern before a shorter one, and of one
/// name the narrower host.
fn line<'s>(lines: impl Iterator<Item = &'s Line>, cookie: &Cookie<'_>) -> Option<&'s Line> {
    let meant = lines.filter(|line| {
        line.storage == cookie.storage
            && means(line.name, cookie.name)
            && line.host.is_none_or(|host| is_within(cookie.host, host))
    });
    meant.max_by_key(|line| {
        let is_exact = !line.name.ends_with('*');
        (is_exact, line.name.len(), line.host.map(str::len))
    })
}

impl<'s> Found<'s> {
    /// One line alone.
    fn one(site: &'s Site, line: &Line, party: Party, stated: &[Risk]) -> Self {
        Self {
            categories: line.categories.clone(),
            uses: uses(line),
            of_lines: vec![line.vendor.and_then(|id| site.companies.iter().find(|company| company.id == id))],
            limits: line.lifetime.into_iter().collect(),
            grounds: grounds(line),
            cleared: line.absent.iter().chain(stated).copied().collect(),
            is_of_other_party: line.party != party,
            is_forbidden: false,
            is_undeclared: false,
        }
    }

    /// A line of the site's own, for whom it is declared.
    pub(super) fn by_the_site(site: &'s Site, line: &Line) -> Self {
        let stated: Vec<Risk> = site.settings.absent_risks.iter().collect();
        Self::one(site, line, line.party, &stated)
    }

    /// A line of a Member's or of a public list, likewise: what the site states of its own says nothing of these.
    pub(super) fn by_others(site: &'s Site, line: &Line) -> Self {
        Self::one(site, line, line.party, &[])
    }

    /// What both say: categories, uses and vendors of either, of exemptions and risks only what each says.
    fn and(mut self, other: &Self) -> Self {
        self.categories.extend(&other.categories);
        self.uses.extend(&other.uses);
        self.of_lines.extend(&other.of_lines);
        self.limits.extend(&other.limits);
        self.grounds.retain(|ground| other.grounds.contains(ground));
        self.cleared.retain(|risk| other.cleared.contains(risk));
        self.is_of_other_party |= other.is_of_other_party;
        self
    }

    /// What the policy says of the cookie on these pages; nothing if nobody declared it.
    pub(super) fn of(site: &'s Site, member: Option<&str>, cookie: &Cookie<'_>) -> Option<Self> {
        let stated: Vec<Risk> = site.settings.absent_risks.iter().collect();
        let reviewed = line(site.lines.iter().filter(|line| !line.is_label), cookie);
        let label = line(site.lines.iter().filter(|line| line.is_label), cookie)
            .filter(|_| site.settings.imported_labels == ImportedLabels::Decide);
        let of_site = reviewed.map(|line| (line.name, Self::one(site, line, cookie.party, &stated)));
        if let Some((_, found)) = of_site.as_ref().filter(|(_, found)| found.is_necessary()) {
            // what is strictly necessary and nothing else is out of a Member's reach
            return Some(found.clone());
        }
        let tenant = site.tenants.iter().find(|tenant| Some(tenant.id) == member);
        let own = tenant.and_then(|tenant| line(tenant.lines.iter(), cookie));
        let of_site = match (of_site, tenant, label.filter(|_| own.is_none())) {
            (Some((name, mut found)), Some(tenant), _) => {
                found.tightened(tenant, name);
                Some(found)
            }
            (Some((_, found)), None, _) => Some(found),
            // nobody vouches for it, so nobody tightens it
            (None, _, label) => label.map(|line| Self::one(site, line, cookie.party, &[])),
        };
        let of_member = own.map(|line| Self::one(site, line, cookie.party, &[]));
        let mut found = match (of_site, of_member) {
            (Some(one), Some(other)) => one.and(&other),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) if site.settings.undeclared == Undeclared::AsTargeting => Self {
                categories: vec![Category::Targeting],
                uses: COVERED.to_vec(),
                of_lines: vec![None],
                is_undeclared: true,
                ..Self::default()
            },
            (None, None) => return None,
        };
        if let Some(tenant) = tenant {
            if !found.is_necessary() {
                found.limits.extend(tenant.longest);
            }
            found.is_forbidden = found.is_forbidden_by(tenant, cookie);
        }
        // an unknown Member's rules are unknown
        found.is_forbidden |= member.is_some() && tenant.is_none();
        Some(found)
    }

    fn tightened(&mut self, tenant: &Tenant, name: &str) {
        for (_, by) in tenant.tightens.iter().filter(|(tightened, _)| *tightened == name) {
            match by {
                Tightens::Category(category) => self.categories.push(*category),
                Tightens::Use(data_use) => self.uses.push(*data_use),
                Tightens::Lifetime(lifetime) => self.limits.push(*lifetime),
            }
        }
    }

    fn is_forbidden_by(&self, tenant: &Tenant, cookie: &Cookie<'_>) -> bool {
        tenant.forbids.iter().any(|forbidden| match forbidden {
            Forbidden::Category(category) => self.judged().contains(category),
            Forbidden::Use(data_use) => self.uses.contains(data_use),
            Forbidden::Vendor(id) => self.vendors().any(|vendor| vendor.id == &**id),
            Forbidden::Cookie(pattern) => means(pattern, cookie.name),
        })
    }

    pub(super) fn vendors(&self) -> impl Iterator<Item = &'s Company> {
        self.of_lines.iter().copied().flatten()
    }

    /// The uses of which a no is heard: none that is exempt, and of sale elsewhere.
    pub(super) fn refusable_uses(&self) -> impl Iterator<Item = DataUse> {
        self.uses.iter().copied().filter(|data_use| *data_use != DataUse::SaleOrShare && !is_exempt(*data_use))
    }

    pub(super) fn is_covered(&self) -> bool {
        self.uses.iter().any(|data_use| COVERED.contains(data_use))
    }

    /// Strictly necessary, and every use of it exempt.
    pub(super) fn is_necessary(&self) -> bool {
        self.categories.iter().all(|category| *category == Category::StrictlyNecessary)
            && self.uses.iter().copied().all(is_exempt)
    }

    /// The categories by which it is judged: those declared and the homes of its uses; "strictly necessary" only if
    /// there is no other.
    pub(super) fn judged(&self) -> Vec<Category> {
        let mut categories = self.categories.clone();
        categories.extend(self.uses.iter().copied().filter_map(home));
        categories.retain(|category| *category != Category::StrictlyNecessary);
        categories.sort();
        categories.dedup();
        categories
    }

    /// The grounds that exempt it in a category, if a law knows them.
    pub(super) fn grounds_in(&self, category: Category) -> Vec<Ground> {
        let holds = |ground: &Ground| {
            category_of(*ground) == category && self.uses.iter().all(|data_use| carries(*ground, *data_use))
        };
        self.grounds.iter().copied().filter(holds).collect()
    }

    /// The party, for a duty towards minors that reaches third parties.
    pub(super) fn reach(&self, party: Party) -> cookie_consent::law::Reach {
        use cookie_consent::law::Reach;
        match party {
            _ if self.is_covered() => Reach::CoveredUses,
            Party::Third => Reach::ThirdParties,
            Party::First => Reach::EveryUse,
        }
    }
}

/// Whether a public list has a word on the cookie.
pub(super) fn has_label(site: &Site, cookie: &Cookie<'_>) -> bool {
    line(site.lines.iter().filter(|line| line.is_label), cookie).is_some()
}
