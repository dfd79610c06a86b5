//! Sites at random: each thing more is kept if it is one that a policy may say.

use cookie_consent::cookie::{DataUse, Lifetime, MaxAge, Party, Storage};
use cookie_consent::law::{self, Condition, Ground, Jurisdiction, Kind, Months, Reach, Requirement, Risk, Rule, Scope};
use cookie_consent::policy::{BrowserGrants, DntScope, Forbidden, GpcScope, ImportedLabels, Settings, Undeclared};
use cookie_consent::visit::{Programme, VendorTool};
use cookie_consent::{Category, Policy, Region};
use time::macros::date;
use time::{Date, Duration};

use super::draw::Draw;
use super::site::{Change, Company, Edition, Line, NON_ESSENTIAL, Site, Tenant, Tightens};

const PATTERNS: [&str; 8] = ["sid", "_ga", "_fbp", "ads_a", "ads_b", "pref", "ads_*", "pre*"];

const HOSTS: [&str; 2] = ["edx.org", "www.edx.org"];

pub(super) const VENDORS: [&str; 4] = ["adco", "meta", "google", "tiny"];

const MEMBERS: [&str; 2] = ["unix", "vie"];

pub(super) const USES: &[DataUse] = DataUse::ALL;

/// Where visitors are: each regime, parts and territories, divided countries, and codes that name no place.
const REGIONS: [&str; 59] = [
    "FR", "FR", "FR-75", "RE", "IE", "IT", "ES", "CZ", "NL", "DE", "AT", "PT", "SI", "NO", "AX", "GB", "GB-ENG", "CH",
    "BR", "CA", "CA-QC", "CA-ON", "CA-XX", "US", "US-CA", "US-CA", "US-CO", "US-CO", "US-CT", "US-TX", "US-MT",
    "US-NE", "US-NH", "US-NJ", "US-MN", "US-MD", "US-DE", "US-OR", "US-VT", "US-VA", "US-FL", "US-WA", "US-NV",
    "US-NY", "US-AR", "US-WY", "US-PR", "US-ZZ", "US-LA", "AU", "NZ", "JP", "KR", "TH", "IN", "CN", "SG", "KE", "XX",
];

pub(super) fn region(draw: &mut Draw) -> Region {
    draw.one(&REGIONS).parse().unwrap()
}

fn day(draw: &mut Draw, from: Date, days: u64) -> Date {
    from + Duration::days(i64::try_from(draw.below(days)).unwrap())
}

pub(super) fn lifetime(draw: &mut Draw) -> Lifetime {
    match draw.below(5) {
        0 => Lifetime::Session,
        1 => Lifetime::days(30),
        2 => Lifetime::days(396),
        3 => Lifetime::days(730),
        _ => Lifetime::Persistent(MaxAge::from_seconds(3_600).unwrap()),
    }
}

impl Line {
    fn draw(draw: &mut Draw) -> Self {
        let categories = match draw.below(12) {
            0 => vec![Category::StrictlyNecessary],
            1 => vec![Category::StrictlyNecessary, draw.one(&NON_ESSENTIAL)],
            2 => draw.some(&NON_ESSENTIAL, 2),
            3..=6 => vec![Category::Targeting],
            7..=9 => vec![Category::Performance],
            _ => vec![Category::Functionality],
        };
        let categories = if categories.is_empty() { vec![Category::Targeting] } else { categories };
        let uses = match draw.below(6) {
            0 | 1 => Vec::new(),
            2 => vec![draw.one(USES)],
            3 => vec![draw.one(USES), draw.one(USES)],
            4 => vec![DataUse::Analytics, DataUse::SaleOrShare],
            _ => vec![DataUse::InterestBasedAds],
        };
        let exemption = |draw: &mut Draw| {
            let missing = draw.chance(4).then(|| draw.one(Condition::ALL));
            (draw.one(Ground::ALL), missing)
        };
        Self {
            name: draw.one(&PATTERNS),
            host: draw.chance(4).then(|| draw.one(&HOSTS)),
            party: if draw.chance(4) { Party::Third } else { Party::First },
            storage: if draw.chance(6) { draw.one(Storage::ALL) } else { Storage::Cookie },
            categories,
            uses,
            vendor: draw.chance_of(2, 3).then(|| draw.one(&VENDORS)),
            lifetime: draw.chance(2).then(|| lifetime(draw)),
            exemptions: if draw.chance(2) {
                (0..=draw.below(2)).map(|_| exemption(draw)).collect()
            } else {
                Vec::new()
            },
            absent: draw.some(Risk::ALL, 2),
            is_label: draw.chance(10),
        }
    }

    /// A cookie that some law exempts.
    fn exempt(draw: &mut Draw) -> Self {
        let mut line = Self::draw(draw);
        let ground = draw.one(Ground::ALL);
        line.categories = vec![ground.category()];
        line.uses = Vec::new();
        line.exemptions = vec![(ground, draw.chance(8).then(|| draw.one(Condition::ALL)))];
        if draw.chance(2) {
            let same: Vec<_> = Ground::ALL.iter().filter(|other| other.category() == ground.category()).collect();
            line.exemptions.extend(same.iter().filter(|other| ***other != ground).map(|other| (**other, None)));
        }
        line.is_label = false;
        line
    }
}

impl Company {
    fn draw(id: &'static str, draw: &mut Draw) -> Self {
        let at = VENDORS.iter().position(|known| *known == id).unwrap();
        Self {
            id,
            programmes: draw.some(Programme::ALL, 2),
            tool: draw.chance(3).then(|| draw.one(VendorTool::ALL)),
            tcf: draw.chance(2).then(|| u16::try_from(at + 1).unwrap()),
            atp: draw.chance(3).then(|| u32::try_from(at + 70).unwrap()),
        }
    }
}

impl Change {
    fn draw(draw: &mut Draw) -> Self {
        let place = match draw.below(8) {
            0 => Jurisdiction::Unknown,
            1 => Jurisdiction::Elsewhere,
            2 => Jurisdiction::Region("US".parse().unwrap()),
            3 => Jurisdiction::Region("FR-75".parse().unwrap()),
            _ => Jurisdiction::Region(region(draw)),
        };
        let below = draw.one(&[0, 13, 16, 18, 21]);
        let reach = draw.one(Reach::ALL);
        let months = Months::new(draw.one(&[0, 1, 3, 6, 12, 24]));
        let categories = draw.one(&[Category::Targeting, Category::Performance]).into();
        let rule = match draw.below(18) {
            0 => Rule::Requires(draw.one(Requirement::ALL)),
            1 => Rule::RequiresFor(draw.one(&NON_ESSENTIAL), draw.one(Requirement::ALL)),
            2 => Rule::IgnoresRisk(categories, draw.one(Risk::ALL)),
            3 => Rule::OptInIf(categories, draw.one(Risk::ALL)),
            4 => Rule::ForbiddenIf(categories, draw.one(Risk::ALL)),
            5 => Rule::NoExemption,
            6 => Rule::Exempts(draw.one(Ground::ALL)),
            7 => Rule::HonoursGpc(draw.chance_of(2, 3)),
            8 => Rule::ConsentLasts(months),
            9 => Rule::AskAgainAfter(months),
            14 | 15 => Rule::OverrideLasts(months),
            10 => Rule::MinorsNotAskedAgain { below },
            11 => Rule::MinorsNeedParent { below, reach },
            12 => Rule::MinorsNeedOptIn { below, reach },
            13 => Rule::MinorsProhibited { below, reach },
            _ => draw.one(&[
                Rule::TcfVetoes,
                Rule::TcfApplies,
                Rule::NotifiesMaterialChange,
                Rule::ShowsOptOutStatus,
                Rule::Requires(Requirement::OptIn),
            ]),
        };
        // what only the row of an unknown region says, or one row beside it
        let of_nowhere = place == Jurisdiction::Unknown && draw.chance(2);
        let rule = if of_nowhere { Rule::MinorsProhibited { below, reach } } else { rule };
        let since = draw.chance(3).then(|| day(draw, date!(2025 - 06 - 01), 900));
        Self { place, rule, since, laxer: draw.chance(2) }
    }
}

impl Site {
    /// A site without cookies, and then one thing more as long as it is one that a policy may say.
    pub(super) fn draw(draw: &mut Draw) -> (Self, Policy) {
        let mut settings = Settings::default();
        settings.gpc_scope =
            draw.one(&[GpcScope::Everywhere, GpcScope::Everywhere, GpcScope::BindingOnly, GpcScope::BindingEverywhere]);
        settings.dnt_scope = draw.one(&[DntScope::Ignored, DntScope::Advisory]);
        settings.undeclared = if draw.chance(4) { Undeclared::AsTargeting } else { Undeclared::Deny };
        settings.imported_labels = draw.one(&[ImportedLabels::Inform, ImportedLabels::Decide]);
        settings.browser_grants = draw.one(&[BrowserGrants::ForBrowser, BrowserGrants::ForAccount]);
        settings.absent_risks = draw.some(&[Risk::Sensitive, Risk::HighRiskProfiling], 4).into_iter().collect();
        let mut site = Self {
            editions: Self::editions(draw),
            settings,
            companies: VENDORS.iter().map(|id| Company::draw(id, draw)).collect(),
            lines: Vec::new(),
            delegated: draw.some(&PATTERNS, 2),
            tenants: MEMBERS
                .iter()
                .map(|id| Tenant { id, lines: vec![], forbids: vec![], tightens: vec![], longest: None })
                .collect(),
            changes: Vec::new(),
            set_aside: Vec::new(),
        };
        for _ in 0..2 + draw.below(6) {
            let line = if draw.chance(5) { Line::exempt(draw) } else { Line::draw(draw) };
            site.add(|site| site.lines.push(line));
        }
        for at in 0..MEMBERS.len() {
            for _ in 0..draw.below(4) {
                let mut line = if draw.chance(4) { Line::exempt(draw) } else { Line::draw(draw) };
                line.is_label = false;
                // what both speak of is what is interesting
                if let Some(same) = draw.chance_of(2, 3).then(|| draw.one_of(&site.lines)).flatten() {
                    (line.name, line.storage) = (same.name, same.storage);
                    line.party = if draw.chance(20) { line.party } else { same.party };
                }
                site.add(|site| site.tenants[at].lines.push(line));
            }
            for _ in 0..draw.below(3) {
                let forbidden = match draw.below(4) {
                    0 => Forbidden::Category(draw.one(&NON_ESSENTIAL)),
                    1 => Forbidden::Use(draw.one(USES)),
                    2 => Forbidden::Vendor(draw.one(&VENDORS).into()),
                    _ => Forbidden::Cookie(draw.one(&PATTERNS).into()),
                };
                site.add(|site| site.tenants[at].forbids.push(forbidden));
            }
            for _ in 0..draw.below(3) {
                let by = match draw.below(3) {
                    0 => Tightens::Category(draw.one(&NON_ESSENTIAL)),
                    1 => Tightens::Use(draw.one(USES)),
                    _ => Tightens::Lifetime(lifetime(draw)),
                };
                let name = draw.one(&PATTERNS);
                site.add(|site| site.tenants[at].tightens.push((name, by)));
            }
            site.tenants[at].longest = draw.chance(5).then(|| lifetime(draw));
        }
        if draw.chance(2) {
            for _ in 0..draw.below(5) {
                let change = Change::draw(draw);
                site.add(|site| site.changes.push(change));
            }
        }
        if draw.chance(3) {
            for _ in 0..draw.below(4) {
                let facts: Vec<_> = law::facts().iter().filter(|fact| may_be_set_aside(fact)).collect();
                let fact = draw.one(&facts).id;
                site.add(|site| site.set_aside.push(fact));
            }
        }
        let policy = site.build().build().unwrap();
        (site, policy)
    }

    fn editions(draw: &mut Draw) -> Vec<Edition> {
        let mut from = date!(2021 - 01 - 01);
        let mut number = 0;
        (0..=draw.below(4))
            .map(|at| {
                number += 1 + u32::try_from(draw.below(3)).unwrap();
                from = if at == 0 { day(draw, from, 1_500) } else { day(draw, from, 600) + Duration::DAY };
                let material = draw.some(&NON_ESSENTIAL, 1);
                Edition { number, from, material, material_vendors: draw.some(&VENDORS, 1) }
            })
            .collect()
    }

    fn add(&mut self, change: impl FnOnce(&mut Self)) {
        let before = self.clone();
        change(self);
        if self.build().build().is_err() {
            *self = before;
        }
    }
}

fn may_be_set_aside(fact: &law::Fact) -> bool {
    fact.scope != Scope::Everybody || !matches!(fact.kind, Kind::Statute | Kind::Regulation)
}
