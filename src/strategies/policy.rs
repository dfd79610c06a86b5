use alloc::string::ToString;
use alloc::vec::Vec;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::any;
use proptest::sample::{select, subsequence};
use proptest::strategy::{BoxedStrategy, Just, Strategy};
use proptest::{bool, prop_oneof};
use time::Date;

use super::{law_dates, mostly, some_of};
use crate::cookie::{Category, CategorySet, DataUse, DataUseSet, Lifetime, Storage};
use crate::law::{Condition, Ground, Months, Reach, Requirement, Risk, RiskSet, Rule, table};
use crate::policy::{
    BrowserGrants, Declaration, DntScope, Exemption, Forbidden, GpcScope, ImportedLabels, LawOverride, Member, Policy,
    PolicyBuilder, Settings, Trust, Undeclared, Vendor, Version,
};
use crate::visit::{Programme, ProgrammeSet, VendorTool};

/// What the site's cookies are called: exact names and patterns, scoped to pages or not, of several kinds of storage.
/// No two can tie.
const SITE: &[Slot] = &[
    slot("_ga"),
    slot("_ga_*"),
    slot("_fbp"),
    slot("ad_*_id"),
    slot("*_pref"),
    Slot { host: Some("edx.org"), ..slot("stat") },
    Slot { host: Some("courses.edx.org"), path: Some("/unix"), ..slot("stat") },
    Slot { path: Some("/account"), ..slot("survey") },
    Slot { storage: Storage::LocalStorage, ..slot("ui-state") },
    Slot { storage: Storage::Pixel, ..slot("tr") },
];
/// Names that are the site's strictly necessary ones and nothing else.
const NECESSARY: &[Slot] = &[slot("session"), slot("__Host-csrf"), slot("keep_*")];
/// Names that a Member declares: some its own, some the site's.
const OF_MEMBERS: &[Slot] = &[slot("m_visit"), slot("m_*"), slot("_ga"), slot("_fbp")];
const DELEGATED: Slot = slot("m_session");

pub(super) const VENDORS: &[&str] = &["adco", "analytics", "social"];
/// The ids of these vendors in the Global Vendor List, and at Google.
pub(super) const TCF_IDS: &[u16] = &[1, 2, 3];
pub(super) const ATP_IDS: &[u32] = &[70, 89, 93];
pub(super) const MEMBERS: &[&str] = &["unix", "vie"];

#[derive(Clone, Copy, Debug)]
struct Slot {
    pattern: &'static str,
    host: Option<&'static str>,
    path: Option<&'static str>,
    storage: Storage,
}

const fn slot(pattern: &'static str) -> Slot {
    Slot { pattern, host: None, path: None, storage: Storage::Cookie }
}

impl Slot {
    fn declared(self, category: Category) -> Declaration {
        let declaration = Declaration::new(self.pattern, category).stored_in(self.storage);
        let declaration = self.host.into_iter().fold(declaration, Declaration::on_host);
        self.path.into_iter().fold(declaration, Declaration::on_path)
    }
}

/// Policies with everything that a policy can have: exact names and patterns, on hosts and paths, in united categories,
/// with uses, exemptions, vendors, Members, delegations, a history of versions, settings, and stricter law.
///
/// # Examples
///
/// ```
/// use cookie_consent::strategies::policies;
/// use proptest::prelude::*;
///
/// proptest!(ProptestConfig::with_cases(16), |(policy in policies())| {
///     prop_assert_eq!(policy.source().clone().build().unwrap(), policy);
/// });
/// ```
pub fn policies() -> impl Strategy<Value = Policy> {
    let inventory = (declarations(SITE, 0.7), declarations_of(NECESSARY, 0.6, necessary));
    let parts = (versions(), settings(), vendors(), inventory, members(), option::weighted(0.25, stricter_law()));
    parts.prop_filter_map(
        "of parts that contradict each other",
        |(versions, settings, vendors, inventory, members, law)| {
            let (others, necessary) = inventory;
            let reviewed = |pattern: &str| {
                others.iter().any(|site: &Declaration| *site.pattern == *pattern && site.trust == Trust::Reviewed)
            };
            // only what the site declares can be tightened
            let members: Vec<_> = members
                .into_iter()
                .map(|(member, tightenings)| {
                    tightenings.into_iter().filter(|(pattern, _)| reviewed(pattern)).fold(member, Tightened::apply)
                })
                .collect();
            let builder =
                Policy::builder().controller("edX LLC", "privacy@edx.org").settings(settings).delegate("m_sess*");
            let builder = versions.into_iter().fold(builder, PolicyBuilder::version);
            let builder = vendors.into_iter().fold(builder, PolicyBuilder::vendor);
            let builder = others.into_iter().chain(necessary).fold(builder, PolicyBuilder::declare);
            let builder = members.into_iter().fold(builder, PolicyBuilder::member);
            law.into_iter().fold(builder, PolicyBuilder::override_law).build().ok()
        },
    )
}

fn versions() -> impl Strategy<Value = Vec<Version>> {
    const DAYS: [(i32, u16); 6] = [(2019, 64), (2022, 349), (2024, 122), (2026, 10), (2026, 324), (2027, 32)];
    let dates: Vec<Date> = DAYS.into_iter().filter_map(|(year, day)| Date::from_ordinal_date(year, day).ok()).collect();
    let material = (some_of(Category::ALL, 2), subsequence(VENDORS, 0..=1));
    (subsequence(dates, 1..=4), vec(material, 4)).prop_map(|(dates, material)| {
        let numbered = (1_u32..).zip(dates).zip(material);
        numbered
            .map(|((number, date), (categories, vendors)): (_, (CategorySet, _))| {
                let version = categories.iter().fold(Version::new(number, date), Version::material);
                vendors.into_iter().fold(version, Version::material_vendor)
            })
            .collect()
    })
}

fn settings() -> impl Strategy<Value = Settings> {
    let parts = (
        select(GpcScope::ALL),
        select(DntScope::ALL),
        mostly(4, Undeclared::Deny, [Undeclared::AsTargeting]),
        select(ImportedLabels::ALL),
        select(BrowserGrants::ALL),
        mostly(6, RiskSet::EMPTY, [RiskSet::ALL, Risk::Sensitive.into()]),
    );
    parts.prop_map(|(gpc_scope, dnt_scope, undeclared, imported_labels, browser_grants, absent_risks)| Settings {
        gpc_scope,
        dnt_scope,
        undeclared,
        imported_labels,
        browser_grants,
        absent_risks,
    })
}

fn vendors() -> impl Strategy<Value = Vec<Vendor>> {
    let tool = option::weighted(0.4, select(VendorTool::ALL));
    // in the Global Vendor List, known to Google alone, to both, or to neither
    let lists = mostly(4, (true, false), [(false, true), (false, true), (true, true), (false, false), (false, false)]);
    let facts = (some_of(Programme::ALL, 3), tool, lists);
    vec(facts, VENDORS.len()).prop_map(|facts| {
        VENDORS
            .iter()
            .zip(TCF_IDS.iter().zip(ATP_IDS))
            .zip(facts)
            .map(|((id, (tcf_id, atp_id)), (programmes, tool, (in_tcf, at_google))): (_, (ProgrammeSet, _, _))| {
                let vendor = programmes.iter().fold(Vendor::new(id, id), Vendor::in_programme);
                let vendor = tool.into_iter().fold(vendor, Vendor::tool);
                let vendor = if in_tcf { vendor.tcf_id(*tcf_id) } else { vendor };
                if at_google { vendor.atp_id(*atp_id) } else { vendor }
            })
            .collect()
    })
}

fn declarations(slots: &'static [Slot], share: f64) -> impl Strategy<Value = Vec<Declaration>> {
    declarations_of(slots, share, |slot| prop_oneof![2 => free(slot), 1 => exempt(slot)].boxed())
}

fn declarations_of(
    slots: &'static [Slot],
    share: f64,
    declaration: impl Fn(Slot) -> BoxedStrategy<Declaration>,
) -> impl Strategy<Value = Vec<Declaration>> {
    let lines: Vec<_> = slots.iter().map(|slot| option::weighted(share, declaration(*slot))).collect();
    lines.prop_map(|lines| lines.into_iter().flatten().collect())
}

fn necessary(slot: Slot) -> BoxedStrategy<Declaration> {
    let uses = some_of(&[DataUse::Security, DataUse::ConsentStorage], 2);
    uses.prop_map(move |uses: DataUseSet| {
        uses.iter().fold(slot.declared(Category::StrictlyNecessary), Declaration::used_for)
    })
    .boxed()
}

/// Any categories but the strictly necessary alone, for any uses.
fn free(slot: Slot) -> BoxedStrategy<Declaration> {
    const OPTIONAL: &[Category] = &[Category::Performance, Category::Functionality, Category::Targeting];
    let category = mostly(2, Category::Targeting, OPTIONAL.iter().copied());
    let also = option::weighted(0.2, select(Category::ALL));
    let uses = prop_oneof![3 => Just(DataUseSet::EMPTY), 2 => some_of(DataUse::ALL, 3)];
    (category, also, uses, details(), bool::weighted(0.1))
        .prop_map(move |(category, also, uses, details, imported)| {
            let declaration = also.into_iter().fold(slot.declared(category), Declaration::also);
            let declaration = details.apply(uses.iter().fold(declaration, Declaration::used_for));
            if imported && also != Some(Category::StrictlyNecessary) { declaration.imported() } else { declaration }
        })
        .boxed()
}

/// A cookie that some law exempts from consent, if every condition is met.
fn exempt(slot: Slot) -> BoxedStrategy<Declaration> {
    let also = option::weighted(0.5, select(Ground::ALL));
    let unmet = option::weighted(0.15, select(Condition::ALL));
    (select(Ground::ALL), also, unmet, details())
        .prop_map(move |(ground, also, unmet, details)| {
            let exemption = |ground| unmet.into_iter().fold(Exemption::fulfilled(ground), Exemption::without);
            let also = also.filter(|also| also.category() == ground.category());
            let declaration = slot.declared(ground.category()).exempt(exemption(ground));
            details.apply(also.map(exemption).into_iter().fold(declaration, Declaration::exempt))
        })
        .boxed()
}

#[derive(Clone, Debug)]
struct Details {
    third_party: bool,
    vendor: Option<&'static str>,
    lifetime: Option<Lifetime>,
    absent_risks: RiskSet,
}

fn details() -> impl Strategy<Value = Details> {
    let vendor = option::weighted(0.6, select(VENDORS));
    let risks = prop_oneof![1 => Just(RiskSet::ALL), 1 => some_of(Risk::ALL, Risk::ALL.len())];
    (bool::weighted(0.3), vendor, lifetimes(), risks).prop_map(|(third_party, vendor, lifetime, absent_risks)| {
        Details { third_party, vendor, lifetime, absent_risks }
    })
}

impl Details {
    fn apply(self, declaration: Declaration) -> Declaration {
        let declaration = if self.third_party { declaration.third_party() } else { declaration };
        let declaration = self.vendor.into_iter().fold(declaration, Declaration::vendor);
        let declaration = self.lifetime.into_iter().fold(declaration, Declaration::lasting);
        self.absent_risks.iter().fold(declaration, Declaration::without_risk)
    }
}

fn lifetimes() -> impl Strategy<Value = Option<Lifetime>> {
    let days = [30, 396, 730].map(Lifetime::days);
    mostly(1, None, days.into_iter().chain([Lifetime::Session]).map(Some))
}

type Tightenings = Vec<(&'static str, Tightened)>;

#[derive(Clone, Copy, Debug)]
enum Tightened {
    Category(Category),
    Use(DataUse),
    Lifetime(Lifetime),
}

impl Tightened {
    fn apply(member: Member, (pattern, tightened): (&str, Self)) -> Member {
        match tightened {
            Self::Category(category) => member.add_category(pattern, category),
            Self::Use(data_use) => member.add_use(pattern, data_use),
            Self::Lifetime(lifetime) => member.shorten(pattern, lifetime),
        }
    }
}

fn members() -> impl Strategy<Value = Vec<(Member, Tightenings)>> {
    let each: Vec<_> = MEMBERS.iter().map(|id| option::weighted(0.7, member(id))).collect();
    each.prop_map(|members| members.into_iter().flatten().collect())
}

fn member(id: &'static str) -> impl Strategy<Value = (Member, Tightenings)> {
    let tightened = prop_oneof![
        select(Category::ALL).prop_map(Tightened::Category),
        select(DataUse::ALL).prop_map(Tightened::Use),
        Just(Tightened::Lifetime(Lifetime::days(7))),
    ];
    let tightenings = vec((select(SITE).prop_map(|slot| slot.pattern), tightened), 0..=2);
    let own = (declarations(OF_MEMBERS, 0.4), declarations_of(&[DELEGATED], 0.4, necessary));
    let longest = mostly(3, None, [Some(Lifetime::days(90))]);
    (own, vec(forbidden(), 0..=1), longest, tightenings).prop_map(
        move |((own, delegated), forbids, longest, tightenings)| {
            let member = Member::new(id).page("courses.edx.org", &["/", id].concat());
            // the label of a Member is the Member's own
            let own = own.into_iter().filter(|own| own.trust == Trust::Reviewed);
            let member = own.chain(delegated).fold(member, Member::declare);
            let member = forbids.into_iter().fold(member, Member::forbid);
            (longest.into_iter().fold(member, Member::longest), tightenings)
        },
    )
}

fn forbidden() -> impl Strategy<Value = Forbidden> {
    prop_oneof![
        select(&[Category::Performance, Category::Functionality, Category::Targeting][..])
            .prop_map(Forbidden::Category),
        select(&[DataUse::Analytics, DataUse::SaleOrShare, DataUse::InterestBasedAds][..]).prop_map(Forbidden::Use),
        select(VENDORS).prop_map(|vendor| Forbidden::Vendor(vendor.into())),
        select(SITE).prop_map(|slot| Forbidden::Cookie(slot.pattern.to_string().into())),
    ]
}

fn stricter_law() -> impl Strategy<Value = LawOverride> {
    let rules = [
        Rule::Requires(Requirement::OptIn),
        Rule::HonoursGpc(true),
        Rule::NoExemption,
        Rule::ConsentLasts(Months::new(1)),
        Rule::MinorsProhibited { below: 18, reach: Reach::CoveredUses },
        Rule::MinorsNeedParent { below: 16, reach: Reach::EveryUse },
        Rule::ForbiddenIf(Category::Performance.into(), Risk::Sensitive),
    ];
    let since = option::of(select(law_dates()));
    (select(table()), select(rules.to_vec()), since, any::<bool>()).prop_map(|(entry, rule, since, dated)| {
        let change = LawOverride::stricter(entry.jurisdiction(), rule);
        since.filter(|_| dated).map_or(change, |since| change.since(since.date()))
    })
}
