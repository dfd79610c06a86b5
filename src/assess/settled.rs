use alloc::borrow::Cow;
use alloc::vec::Vec;

use time::UtcDateTime;

use super::{Asked, Deadline, Facts, Heard, Weighed};
use crate::consent::{Consent, PolicyVersion};
use crate::cookie::{Category, DataUseSet};
use crate::judge::SignalSet;
use crate::law::{GroundSet, InForce, RiskSet};
use crate::policy::{CookieKind, Found, Policy, Step, VendorFacts};
use crate::visit::Visit;

/// What is the same for every cookie of a request, worked out once. Each part is what [`Facts`] answers without it.
#[derive(Clone, Debug)]
pub(crate) struct Settled<'a> {
    /// The visitor's words only where nothing is said of uses and vendors, which differ from cookie to cookie.
    regions: Vec<(InForce<'a>, Option<Words>)>,
    version: &'a Step,
    pub(super) signals: SignalSet,
    pub(super) sale: Until<Option<UtcDateTime>>,
    /// What is found of each kind of cookie that the site declares, as far as nothing else tells two of a kind apart.
    weighed: Kinds,
    /// What exempts a cookie in some region.
    exempting: GroundSet,
    /// Something is known that may bear on one vendor and not on another: an opt-out, or a TC string.
    vendors_differ: bool,
}

type Kinds = [Option<OfKind>; CookieKind::ALL.len()];

/// What is found of the cookies of a kind.
#[derive(Clone, Copy, Debug)]
struct OfKind {
    weighed: Weighed,
    /// The last material change of its category.
    last_material: Option<PolicyVersion>,
    /// If these risks are absent.
    risks: RiskSet,
}

/// Something, and when it may next be something else.
#[derive(Clone, Copy, Debug)]
pub(super) struct Until<T> {
    pub(super) what: T,
    pub(super) until: Option<UtcDateTime>,
}

/// What the visitor's word on each category amounts to in a region.
#[derive(Clone, Debug)]
struct Words {
    performance: Until<Heard>,
    functionality: Until<Heard>,
    targeting: Until<Heard>,
}

/// A region of the visit: its law, and the visitor's words if they are settled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Here<'a> {
    pub(crate) law: InForce<'a>,
    words: Option<&'a Words>,
}

impl<'a> Settled<'a> {
    pub(crate) fn of(policy: &'a Policy, visit: &Visit<'_>, consent: Consent<'_>) -> Self {
        let facts = Facts::of(policy, visit, consent);
        let until = Deadline::after(visit.now());
        let says_more = facts.record().is_some_and(|record| {
            record.vendors().next().is_some() || record.data_uses().any(|(data_use, _)| Facts::heeds(data_use))
        });
        let word = |law, category| {
            let mut until = until;
            let asked = Asked { category, uses: DataUseSet::EMPTY, vendors: core::iter::empty::<&VendorFacts>() };
            Until { what: facts.hear(asked, Here { law, words: None }, None, &mut until), until: until.next() }
        };
        let words = |law| Words {
            performance: word(law, Category::Performance),
            functionality: word(law, Category::Functionality),
            targeting: word(law, Category::Targeting),
        };
        let laws = visit.regions().map(|region| policy.law().at(region, visit.now()));
        let mut sale = until;
        let mut settled = Self {
            regions: laws.map(|law| (law, (!says_more).then(|| words(law)))).collect(),
            version: policy.versions().at(visit.now()).0,
            signals: facts.signals(),
            sale: Until { what: facts.opted_out_of_sale(&mut sale), until: sale.next() },
            weighed: [None; CookieKind::ALL.len()],
            exempting: GroundSet::EMPTY,
            vendors_differ: !visit.opt_outs().is_empty() || visit.signals().tcf().is_some(),
        };
        if !says_more {
            let regimes = settled.regions.iter().map(|(law, _)| law.regime.exemptions());
            settled.exempting = regimes.fold(GroundSet::EMPTY, GroundSet::union);
            settled.weighed = facts.with(&settled).weigh_kinds(settled.version);
        }
        settled
    }
}

impl<'a> Facts<'a> {
    /// Each region of the visit, under the clock.
    pub(crate) fn regions(&self) -> impl Iterator<Item = Here<'a>> + use<'a> {
        let Self { policy, visit, settled, .. } = *self;
        let mut known = settled.map(|settled| settled.regions.iter()).unwrap_or_default();
        let mut afresh = visit.regions();
        core::iter::from_fn(move || match settled {
            Some(_) => known.next().map(|(law, words)| Here { law: *law, words: words.as_ref() }),
            None => afresh.next().map(|region| Here { law: policy.law().at(region, visit.now()), words: None }),
        })
    }

    fn weigh_kinds(&self, version: &Step) -> Kinds {
        let mut all = [None; CookieKind::ALL.len()];
        for kind in self.policy.kinds() {
            let risks = self.regions().map(|here| here.law.regime.risks(kind.category));
            let listing = kind.plainest();
            if let Some(place) = listing.kind_place().and_then(|place| all.get_mut(place)) {
                *place = Some(OfKind {
                    weighed: self.weigh_all(&Found::with_no_member(Cow::Owned(listing))),
                    last_material: version.last_material(kind.category),
                    risks: risks.fold(RiskSet::EMPTY, RiskSet::union),
                });
            }
        }
        all
    }

    /// What is found of a cookie, if it is settled: where nothing bears on it that does not bear on all of its kind.
    pub(crate) fn settled_weighing(&self, found: &Found<'_>) -> Option<&'a Weighed> {
        let settled = self.settled?;
        let listing = &*found.listing;
        if found.forbidden || listing.grounds.intersects(settled.exempting) {
            return None;
        }
        let OfKind { weighed, last_material, risks } = settled.weighed.get(listing.kind_place()?)?.as_ref()?;
        if !risks.is_subset(listing.absent_risks()) {
            return None;
        }
        let is_like_others = |vendor: &VendorFacts| {
            !settled.vendors_differ && vendor.last_material(settled.version.number) <= *last_material
        };
        self.policy.vendors(listing).all(is_like_others).then_some(weighed)
    }

    /// The visitor's word, if it is settled: where nobody's vendors changed after the category did.
    pub(super) fn settled_word<V>(&self, asked: &Asked<V>, here: Here<'a>) -> Option<&'a Until<Heard>>
    where
        V: Iterator<Item = &'a VendorFacts> + Clone,
    {
        let (words, version) = (here.words?, self.settled?.version);
        let category = version.last_material(asked.category);
        let mut vendors = asked.vendors.clone();
        let word = match asked.category {
            Category::StrictlyNecessary => return None,
            Category::Performance => &words.performance,
            Category::Functionality => &words.functionality,
            Category::Targeting => &words.targeting,
        };
        vendors.all(|vendor| vendor.last_material(version.number) <= category).then_some(word)
    }
}
