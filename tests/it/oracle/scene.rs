//! The plain facts of a scene, drawn at random: from them the crate's own types are made, and the oracle reads nothing
//! else.

use cookie_consent::consent::{Actor, Answer, ConsentManager, GpcSeen, Item, Method, PolicyVersion};
use cookie_consent::cookie::{Attributes, DataUse, Lifetime, MaxAge, Party, SameSite, SetCookie, Storage};
use cookie_consent::law::{self, Condition, Ground, Jurisdiction, Kind, Months, Reach, Requirement, Risk, Rule, Scope};
use cookie_consent::policy::{
    BrowserGrants, Declaration, DntScope, Exemption, Forbidden, GpcScope, ImportedLabels, LawOverride, Member,
    PolicyBuilder, Settings, Undeclared, Vendor, Version,
};
use cookie_consent::visit::{
    BrowserMode, Coverage, GppSignal, OptOut, OptOutControl, OptOutField, Programme, Provenance, Recognised, Signals,
    SubjectKind, Tcf, TcfPurpose, TcfPurposes, TcfVendor, UsPrivacySignal, VendorTool,
};
use cookie_consent::{Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Place, Policy, Region, Visit};
use time::macros::{date, utc_datetime};
use time::{Date, Duration, UtcDateTime};

use super::draw::Draw;

/// A line of an inventory.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) name: &'static str,
    pub(super) host: Option<&'static str>,
    pub(super) party: Party,
    pub(super) storage: Storage,
    pub(super) categories: Vec<Category>,
    pub(super) uses: Vec<DataUse>,
    pub(super) vendor: Option<&'static str>,
    pub(super) lifetime: Option<Lifetime>,
    pub(super) exemptions: Vec<(Ground, Option<Condition>)>,
    pub(super) absent: Vec<Risk>,
    pub(super) is_label: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Company {
    pub(super) id: &'static str,
    pub(super) programmes: Vec<Programme>,
    pub(super) tool: Option<VendorTool>,
    pub(super) tcf: Option<u16>,
    pub(super) atp: Option<u32>,
}

#[derive(Clone, Debug)]
pub(super) enum Tightens {
    Category(Category),
    Use(DataUse),
    Lifetime(Lifetime),
}

#[derive(Clone, Debug)]
pub(super) struct Tenant {
    pub(super) id: &'static str,
    pub(super) lines: Vec<Line>,
    pub(super) forbids: Vec<Forbidden>,
    pub(super) tightens: Vec<(&'static str, Tightens)>,
    pub(super) longest: Option<Lifetime>,
}

#[derive(Clone, Debug)]
pub(super) struct Edition {
    pub(super) number: u32,
    pub(super) from: Date,
    pub(super) material: Vec<Category>,
    pub(super) material_vendors: Vec<&'static str>,
}

#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) place: Jurisdiction,
    pub(super) rule: Rule,
    pub(super) since: Option<Date>,
    pub(super) laxer: bool,
}

/// What the site declares.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub(super) editions: Vec<Edition>,
    pub(super) settings: Settings,
    pub(super) companies: Vec<Company>,
    pub(super) lines: Vec<Line>,
    pub(super) delegated: Vec<&'static str>,
    pub(super) tenants: Vec<Tenant>,
    pub(super) changes: Vec<Change>,
    pub(super) set_aside: Vec<&'static str>,
}

#[derive(Clone, Debug)]
pub(super) struct Gpp {
    pub(super) fields: Vec<OptOutField>,
    pub(super) gpc: bool,
    pub(super) age: Option<u8>,
}

/// The facts of a request.
#[derive(Clone, Debug)]
pub(super) struct Guest {
    pub(super) now: UtcDateTime,
    pub(super) member: Option<&'static str>,
    pub(super) headers: Vec<(&'static str, &'static str)>,
    pub(super) script_gpc: bool,
    pub(super) gpp: Vec<Gpp>,
    pub(super) us_privacy: Vec<UsPrivacySignal>,
    pub(super) tcf: Vec<Tcf>,
    pub(super) opt_outs: Vec<OptOut>,
    pub(super) browser: BrowserMode,
    pub(super) age: Option<u8>,
    pub(super) recognised: Vec<SubjectKind>,
    pub(super) regions: Vec<Region>,
    pub(super) and_unknown: bool,
    /// Nothing unusual arrives with the request, so that what is behind it comes into view.
    is_calm: bool,
}

/// Something that the visitor said.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub(super) at: UtcDateTime,
    pub(super) version: u32,
    pub(super) actor: Actor,
    pub(super) subject: SubjectKind,
    pub(super) method: Method,
    pub(super) gpc: GpcSeen,
    pub(super) answers: Vec<(Item, Answer)>,
}

#[derive(Clone, Debug)]
pub(super) enum Record {
    Absent,
    Damaged,
    Of(Vec<Act>),
}

#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub(super) guest: Guest,
    pub(super) record: Record,
    pub(super) cookie: Cookie<'static>,
}

const NAMES: [&str; 6] = ["sid", "_ga", "_fbp", "ads_a", "ads_b", "pref"];
const PATTERNS: [&str; 8] = ["sid", "_ga", "_fbp", "ads_a", "ads_b", "pref", "ads_*", "pre*"];
const HOSTS: [&str; 2] = ["edx.org", "www.edx.org"];
const VENDORS: [&str; 4] = ["adco", "meta", "google", "tiny"];
const MEMBERS: [&str; 2] = ["unix", "vie"];
const USES: &[DataUse] = DataUse::ALL;
pub(super) const NON_ESSENTIAL: [Category; 3] = [Category::Performance, Category::Functionality, Category::Targeting];

/// Where visitors are: each regime, parts and territories, divided countries, and codes that name no place.
const REGIONS: [&str; 58] = [
    "FR", "FR", "FR-75", "RE", "IE", "IT", "ES", "CZ", "NL", "DE", "AT", "PT", "SI", "NO", "AX", "GB", "GB-ENG", "CH",
    "BR", "CA", "CA-QC", "CA-ON", "CA-XX", "US", "US-CA", "US-CA", "US-CO", "US-CT", "US-TX", "US-MT", "US-NE",
    "US-NH", "US-NJ", "US-MN", "US-MD", "US-DE", "US-OR", "US-VT", "US-VA", "US-FL", "US-WA", "US-NV", "US-NY",
    "US-AR", "US-WY", "US-PR", "US-ZZ", "US-LA", "AU", "NZ", "JP", "KR", "TH", "IN", "CN", "SG", "KE", "XX",
];

fn region(draw: &mut Draw) -> Region {
    draw.one(&REGIONS).parse().unwrap()
}

fn second(draw: &mut Draw, from: UtcDateTime, days: u64) -> UtcDateTime {
    let seconds = i64::try_from(draw.below(days * 86_400)).unwrap();
    from + Duration::seconds(seconds)
}

fn day(draw: &mut Draw, from: Date, days: u64) -> Date {
    from + Duration::days(i64::try_from(draw.below(days)).unwrap())
}

fn lifetime(draw: &mut Draw) -> Lifetime {
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

    fn declaration(&self) -> Declaration {
        let mut line = Declaration::new(self.name, self.categories[0]);
        line = self.categories.iter().fold(line, |line, category| line.also(*category));
        line = self.uses.iter().fold(line, |line, data_use| line.used_for(*data_use));
        line = self.absent.iter().fold(line, |line, risk| line.without_risk(*risk));
        line = self.host.iter().fold(line, |line, host| line.on_host(host));
        line = self.vendor.iter().fold(line, |line, vendor| line.vendor(vendor));
        line = self.lifetime.iter().fold(line, |line, lifetime| line.lasting(*lifetime));
        line = self.exemptions.iter().fold(line, |line, (ground, missing)| {
            let exemption = Exemption::fulfilled(*ground);
            line.exempt(missing.map_or(exemption, |missing| exemption.without(missing)))
        });
        line = line.stored_in(self.storage);
        if self.party == Party::Third {
            line = line.third_party();
        }
        if self.is_label { line.imported() } else { line }
    }
}

impl Tenant {
    fn member(&self) -> Member {
        let mut member = Member::new(self.id).page("courses.edx.org", &format!("/{}", self.id));
        member = self.lines.iter().fold(member, |member, line| member.declare(line.declaration()));
        member = self.forbids.iter().fold(member, |member, forbidden| member.forbid(forbidden.clone()));
        member = self.tightens.iter().fold(member, |member, (name, by)| match by {
            Tightens::Category(category) => member.add_category(name, *category),
            Tightens::Use(data_use) => member.add_use(name, *data_use),
            Tightens::Lifetime(lifetime) => member.shorten(name, *lifetime),
        });
        self.longest.map_or(member.clone(), |lifetime| member.longest(lifetime))
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
        let rule = match draw.below(15) {
            0 => Rule::Requires(draw.one(Requirement::ALL)),
            1 => Rule::RequiresFor(draw.one(&NON_ESSENTIAL), draw.one(Requirement::ALL)),
            2 => Rule::IgnoresRisk(categories, draw.one(Risk::ALL)),
            3 => Rule::OptInIf(categories, draw.one(Risk::ALL)),
            4 => Rule::ForbiddenIf(categories, draw.one(Risk::ALL)),
            5 => Rule::NoExemption,
            6 => Rule::Exempts(draw.one(Ground::ALL)),
            7 => Rule::HonoursGpc(draw.chance_of(2, 3)),
            8 => Rule::ConsentLasts(months),
            9 => draw.one(&[Rule::OverrideLasts(months), Rule::AskAgainAfter(months)]),
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

    fn build(&self) -> PolicyBuilder {
        let mut site = Policy::builder().settings(self.settings);
        for edition in &self.editions {
            let version = Version::new(edition.number, edition.from);
            let version = edition.material.iter().fold(version, |version, category| version.material(*category));
            site =
                site.version(edition.material_vendors.iter().fold(version, |version, id| version.material_vendor(id)));
        }
        for company in &self.companies {
            let vendor = Vendor::new(company.id, company.id);
            let vendor = company.programmes.iter().fold(vendor, |vendor, at| vendor.in_programme(*at));
            let vendor = company.tool.into_iter().fold(vendor, Vendor::tool);
            let vendor = company.tcf.into_iter().fold(vendor, Vendor::tcf_id);
            site = site.vendor(company.atp.into_iter().fold(vendor, Vendor::atp_id));
        }
        site = self.lines.iter().fold(site, |site, line| site.declare(line.declaration()));
        site = self.delegated.iter().fold(site, |site, pattern| site.delegate(pattern));
        site = self.tenants.iter().fold(site, |site, tenant| site.member(tenant.member()));
        for change in &self.changes {
            let make = if change.laxer { LawOverride::laxer } else { LawOverride::stricter };
            let law = make(change.place, change.rule);
            site = site.override_law(change.since.map_or(law, |day| law.since(day)));
        }
        self.set_aside.iter().fold(site, |site, fact| site.not_subject_to(fact, "it does not bind us"))
    }
}

fn may_be_set_aside(fact: &law::Fact) -> bool {
    fact.scope != Scope::Everybody || !matches!(fact.kind, Kind::Statute | Kind::Regulation)
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

impl Guest {
    pub(super) fn draw(draw: &mut Draw, days: &[UtcDateTime]) -> Self {
        let now = match draw.below(6) {
            0 => utc_datetime!(2026-11-25 12:00),
            1 | 2 => {
                // on a day on which some law begins or ends, and around it
                let recent: Vec<_> = days.iter().filter(|day| day.year() >= 2022).collect();
                *draw.one(&recent) + Duration::seconds(draw.one(&[-86_400, -1, 0, 0, 1, 86_400]))
            }
            _ => second(draw, utc_datetime!(2023-01-01 0:00), 2_200),
        };
        let header = |draw: &mut Draw| match draw.below(4) {
            0 => ("DNT", draw.one(&["1", "0", "yes"])),
            1 => ("sec-gpc", draw.one(&["0", "true", " 1", "1;x"])),
            2 => ("Accept", "1"),
            _ => ("Sec-GPC", "1"),
        };
        let headers = (0..draw.one(&[0, 0, 0, 1, 1, 2, 3])).map(|_| header(draw)).collect();
        let gpp = |draw: &mut Draw| Gpp {
            fields: draw.some(&[OptOutField::NotApplicable, OptOutField::DidNotOptOut, OptOutField::OptedOut], 1),
            gpc: draw.chance(3),
            age: draw.chance(4).then(|| draw.one(&[0, 13, 16])),
        };
        let is_calm = draw.chance_of(3, 5);
        let at_most = |draw: &mut Draw, some: &[u64]| if is_calm && !draw.chance(8) { 0 } else { draw.one(some) };
        let how_many_regions = draw.one(&[0, 1, 1, 1, 1, 2, 2, 3, 4, 5, 6]);
        Self {
            now,
            member: draw
                .chance_of(2, 5)
                .then(|| draw.one(&["unix", "unix", "unix", "unix", "vie", "vie", "vie", "vie", "nobody"])),
            headers,
            script_gpc: draw.chance(12),
            gpp: (0..at_most(draw, &[0, 0, 1, 2])).map(|_| gpp(draw)).collect(),
            us_privacy: (0..at_most(draw, &[0, 0, 0, 1, 2])).map(|_| draw.one(UsPrivacySignal::ALL)).collect(),
            tcf: (0..draw.one(&[0, 0, 0, 0, 0, 1, 1, 1, 1, 2])).map(|_| string(draw, now)).collect(),
            opt_outs: (0..draw.one(&[0, 0, 0, 0, 1, 2])).map(|_| opt_out(draw)).collect(),
            browser: draw.one(if is_calm {
                &[BrowserMode::AcceptsAll, BrowserMode::SessionOnly]
            } else {
                BrowserMode::ALL
            }),
            age: draw.chance(if is_calm { 12 } else { 3 }).then(|| draw.one(&[9, 12, 13, 14, 15, 16, 17, 18, 30])),
            recognised: match draw.below(8) {
                0 => Vec::new(),
                1 => vec![SubjectKind::Account],
                2 => vec![SubjectKind::Browser, SubjectKind::Account],
                _ => vec![SubjectKind::Browser],
            },
            regions: (0..how_many_regions).map(|_| region(draw)).collect(),
            and_unknown: draw.chance(12),
            is_calm,
        }
    }

    pub(super) fn signals(&self) -> Signals {
        let mut signals = Signals::from_headers(self.headers.iter().copied());
        if self.script_gpc {
            signals = signals.with_gpc();
        }
        for gpp in &self.gpp {
            let age = gpp.age.map_or(Age::Unknown, Age::Years);
            signals = signals.with_gpp(GppSignal::from_fields(&gpp.fields, gpp.gpc).with_age(age));
        }
        signals = self.us_privacy.iter().fold(signals, |signals, said| signals.with_us_privacy(*said));
        self.tcf.iter().fold(signals, |signals, tcf| signals.with_tcf(tcf.clone()))
    }

    pub(super) fn visit(&self) -> Visit<'_> {
        let place = self.member.map_or(Place::Site, Place::Member);
        let age = self.age.map_or(Age::Unknown, Age::Years);
        let visit = Visit::new(self.now, place, self.signals(), &self.opt_outs, self.browser, age);
        let visit = visit.recognised(self.recognised.iter().copied().collect::<Recognised>());
        let visit = self.regions.iter().fold(visit, |visit, region| visit.region(*region));
        if self.and_unknown { visit.unknown_region() } else { visit }
    }
}

fn opt_out(draw: &mut Draw) -> OptOut {
    let named = draw.some(&VENDORS, 2).into_iter().map(|id| id.parse().unwrap()).collect();
    let all = draw.chance(2);
    let control = match draw.below(8) {
        0 => OptOutControl::VendorTool,
        1 => OptOutControl::GoogleAnalyticsAddOn,
        2 => OptOutControl::MetaAccountControl,
        _ => OptOutControl::Programme(draw.one(Programme::ALL)),
    };
    let covers = if all { Coverage::AllParticipants } else { Coverage::Vendors(named) };
    OptOut { control, covers, since: None, known_by: Provenance::Visitor }
}

fn string(draw: &mut Draw, now: UtcDateTime) -> Tcf {
    if draw.chance(12) {
        return Tcf::UNRELIABLE;
    }
    let days_ago = draw.one(&[0, 1, 20, 100, 170, 200, 380, 396, 410, -2]);
    let purposes = |draw: &mut Draw| match draw.below(4) {
        0 => draw.some(TcfPurpose::ALL, 5),
        1 => {
            let without = draw.one(&[TcfPurpose::P1, TcfPurpose::P3, TcfPurpose::P4, TcfPurpose::P8, TcfPurpose::P7]);
            TcfPurpose::ALL.iter().copied().filter(|purpose| *purpose != without).collect()
        }
        _ => TcfPurpose::ALL.to_vec(),
    };
    let vendor = |draw: &mut Draw, id| TcfVendor {
        id,
        consented: !draw.chance(8),
        disclosed: !draw.chance(8),
        restricted: if draw.chance(6) {
            TcfPurposes::of(&[draw.one(&[TcfPurpose::P1, TcfPurpose::P3, TcfPurpose::P9])])
        } else {
            TcfPurposes::EMPTY
        },
    };
    Tcf {
        last_updated: (now - Duration::days(days_ago)).replace_time(time::Time::MIDNIGHT),
        policy_version: draw.one(&[5, 5, 5, 5, 4, 3]),
        service_specific: !draw.chance(10),
        purpose_one_treatment: draw.chance(4),
        has_disclosed_vendors: !draw.chance(5),
        purposes: purposes(draw).into_iter().collect(),
        vendors: (1..=4)
            .filter(|_| !draw.chance(8))
            .collect::<Vec<_>>()
            .into_iter()
            .map(|id| vendor(draw, id))
            .collect(),
        additional_consent: draw.chance(2).then(|| draw.some(&[70, 71, 72, 73], 3)),
    }
}

impl Act {
    fn draw(draw: &mut Draw, guest: &Guest, site: &Site) -> Self {
        let now = guest.now;
        let at = match draw.below(9) {
            // at the ends of the times that laws name, and around them
            0 | 1 => {
                let days = draw.one(&[181, 182, 183, 184, 185, 365, 366, 730, 731, 30, 31, 90, 91, 92]);
                now - Duration::days(days) + Duration::seconds(draw.one(&[-1, 0, 1, 40_000]))
            }
            2 => now + Duration::seconds(draw.one(&[-1, 0, 1, 86_400, 8_000_000])),
            3 | 4 => now - Duration::seconds(i64::try_from(draw.below(400 * 86_400)).unwrap()),
            _ => now - Duration::seconds(i64::try_from(draw.below(100 * 86_400)).unwrap()),
        };
        let current = site.editions.iter().rev().find(|edition| edition.from.midnight().as_utc() <= now);
        let current = current.unwrap_or(&site.editions[0]).number;
        let version = match draw.below(6) {
            0 => draw.one_of(&site.editions).unwrap().number,
            1 => current.saturating_add(draw.one(&[0, 1, 2])),
            2 => current.saturating_sub(draw.one(&[1, 2, 3])),
            _ => current,
        };
        let item = |draw: &mut Draw| match draw.below(6) {
            0 => Item::SALE_OR_SHARE,
            1 => Item::Use(draw.one(USES)),
            2 | 3 => Item::Vendor(draw.one(&VENDORS).parse().unwrap()),
            _ => Item::Category(draw.one(Category::ALL)),
        };
        let mut answers: Vec<(Item, Answer)> = Vec::new();
        let kind = if guest.is_calm && !draw.chance(6) { 0 } else { draw.below(8) };
        if kind < 6 {
            let answer = |draw: &mut Draw| match kind {
                0..=2 => Answer::Granted,
                3 => Answer::Refused,
                _ => {
                    draw.one(&[Answer::Granted, Answer::Granted, Answer::Refused, Answer::Withdrawn, Answer::Objected])
                }
            };
            answers.extend(NON_ESSENTIAL.map(|category| (Item::Category(category), answer(draw))));
        }
        for _ in 0..if guest.is_calm { draw.below(8) / 6 } else { draw.one(&[0, 0, 0, 1, 2]) } {
            answers.push((item(draw), draw.one(Answer::ALL)));
        }
        Self {
            at,
            version,
            actor: draw.one(&[
                Actor::Visitor,
                Actor::Visitor,
                Actor::Visitor,
                Actor::Visitor,
                Actor::Parent,
                Actor::Parent,
                Actor::Agent,
            ]),
            subject: if draw.chance(4) { SubjectKind::Account } else { SubjectKind::Browser },
            method: match draw.below(10) {
                0 => Method::ImpliedByUse,
                1 => Method::Signal,
                2 => Method::Imported(ConsentManager::OneTrust),
                3 => Method::PreferenceCentre,
                _ => Method::Banner,
            },
            gpc: draw.one(&[GpcSeen::Off, GpcSeen::Off, GpcSeen::Off, GpcSeen::On, GpcSeen::ConflictShown]),
            answers,
        }
    }

    fn event(&self) -> ConsentEvent {
        let event = ConsentEvent::new(self.at, PolicyVersion::new(self.version));
        let event = event.by(self.actor).on(self.subject).through(self.method).seeing_gpc(self.gpc);
        self.answers.iter().fold(event, |event, (item, answer)| event.saying(item.clone(), *answer))
    }
}

impl Record {
    pub(super) fn draw(draw: &mut Draw, guest: &Guest, site: &Site) -> Self {
        match draw.below(20) {
            0 => Self::Damaged,
            1..=4 => Self::Absent,
            _ => Self::Of((0..draw.one(&[1, 1, 2, 2, 3, 4])).map(|_| Act::draw(draw, guest, site)).collect()),
        }
    }

    pub(super) fn acts(&self) -> &[Act] {
        match self {
            Self::Absent | Self::Damaged => &[],
            Self::Of(acts) => acts,
        }
    }

    pub(super) fn consent<T>(&self, ask: impl FnOnce(Consent<'_>) -> T) -> T {
        match self {
            Self::Absent => ask(Consent::Absent),
            Self::Damaged => ask(Consent::Unreadable),
            Self::Of(acts) => {
                let (first, rest) = acts.split_first().unwrap();
                let first = ConsentRecord::first(&first.event());
                ask(Consent::Given(&rest.iter().fold(first, |record, act| record.with(&act.event()))))
            }
        }
    }
}

impl Scene {
    pub(super) fn draw(draw: &mut Draw, site: &Site, days: &[UtcDateTime]) -> Self {
        let guest = Guest::draw(draw, days);
        let record = Record::draw(draw, &guest, site);
        Self { cookie: Self::cookie(draw, site, guest.member), guest, record }
    }

    /// Mostly one that somebody declares, and in the way it is declared.
    fn cookie(draw: &mut Draw, site: &Site, member: Option<&str>) -> Cookie<'static> {
        let tenant = site.tenants.iter().find(|tenant| Some(tenant.id) == member);
        let of_tenant = tenant.and_then(|tenant| draw.one_of(&tenant.lines));
        let line = of_tenant.filter(|_| draw.chance(2)).or_else(|| draw.one_of(&site.lines));
        let mut cookie =
            Cookie::first_party(draw.one(&NAMES), draw.one(&["www.edx.org", "www.edx.org", "edx.org", "example.com"]));
        if let Some(line) = line.filter(|_| !draw.chance(20)) {
            cookie.name = match line.name {
                "ads_*" => draw.one(&["ads_a", "ads_b", "ads_c"]),
                "pre*" => draw.one(&["pref", "prelude"]),
                name => name,
            };
            cookie.host = line.host.unwrap_or(cookie.host);
            (cookie.party, cookie.storage) = (line.party, line.storage);
        }
        if draw.chance(30) {
            cookie.party = draw.one(&[Party::First, Party::Third]);
        }
        cookie.lifetime = lifetime(draw);
        if cookie.storage == Storage::Cookie && draw.chance(3) {
            cookie.attributes = Attributes::Set(SetCookie {
                secure: !draw.chance(8),
                http_only: draw.chance(2),
                domain: draw.chance(3),
                partitioned: draw.chance(2),
                same_site: draw.one(&[None, Some(SameSite::Lax), Some(SameSite::None)]),
                value_len: draw.one(&[10, 10, 10, 10, 10, 10, 10, 4_080, 4_090, 4_092, 4_093, 5_000]),
            });
        } else if cookie.storage != Storage::Cookie {
            cookie.attributes = Attributes::None;
        }
        cookie
    }
}
