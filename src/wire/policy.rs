//! A policy as a document. Every field that is not named here is an error, and so is a format that is not this one.

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::words::Day;
use crate::consent::PolicyVersion;
use crate::cookie::{Category, CategorySet, DataUse, DataUseSet, Lifetime, Party, Storage};
use crate::law::{ConditionSet, Ground, Jurisdiction, Months, Requirement, Risk, RiskSet, Rule};
use crate::policy::{
    BrowserGrants, Declaration, DntScope, Exemption, Forbidden, GpcScope, ImportedLabels, LawOverride, Member,
    PageScope, Policy, PolicyBuilder, Settings, Tightening, Trust, Undeclared, Vendor, Version,
};
use crate::visit::{ProgrammeSet, VendorTool};
use crate::vocabulary::UnknownWord;

const FORMAT: &str = "cookie-consent-policy/1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyText {
    format: Box<str>,
    #[serde(default)]
    controller: ControllerText,
    #[serde(default)]
    record_cookie: Option<Box<str>>,
    versions: Vec<VersionText>,
    #[serde(default)]
    settings: SettingsText,
    #[serde(default)]
    vendors: Vec<VendorText>,
    declarations: Vec<DeclarationText>,
    #[serde(default)]
    delegations: Vec<Box<str>>,
    #[serde(default)]
    members: Vec<MemberText>,
    #[serde(default)]
    law: Vec<OverrideText>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ControllerText {
    name: Box<str>,
    contact: Box<str>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionText {
    number: u32,
    effective: Day,
    #[serde(default)]
    material: CategorySet,
    #[serde(default)]
    material_vendors: Vec<Box<str>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SettingsText {
    gpc_scope: GpcScope,
    dnt_scope: DntScope,
    undeclared: Undeclared,
    imported_labels: ImportedLabels,
    browser_grants: BrowserGrants,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct VendorText {
    id: Box<str>,
    name: Box<str>,
    #[serde(default)]
    programmes: ProgrammeSet,
    #[serde(default)]
    tool: Option<VendorTool>,
    #[serde(default)]
    tcf_id: Option<u16>,
    #[serde(default)]
    atp_id: Option<u32>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclarationText {
    name: Box<str>,
    categories: CategorySet,
    #[serde(default)]
    uses: DataUseSet,
    #[serde(default = "first")]
    party: Party,
    #[serde(default = "cookie")]
    storage: Storage,
    #[serde(default)]
    hosts: Vec<Box<str>>,
    #[serde(default)]
    path: Option<Box<str>>,
    #[serde(default)]
    vendor: Option<Box<str>>,
    #[serde(default)]
    lifetime: Option<Lifetime>,
    #[serde(default)]
    purpose: Box<str>,
    #[serde(default)]
    exemptions: Vec<ExemptionText>,
    #[serde(default)]
    absent_risks: RiskSet,
    #[serde(default = "reviewed")]
    trust: Trust,
}

const fn first() -> Party {
    Party::First
}

const fn cookie() -> Storage {
    Storage::Cookie
}

const fn reviewed() -> Trust {
    Trust::Reviewed
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExemptionText {
    ground: Ground,
    met: ConditionSet,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberText {
    id: Box<str>,
    #[serde(default)]
    pages: Vec<PageText>,
    #[serde(default)]
    declarations: Vec<DeclarationText>,
    #[serde(default)]
    forbids: Vec<ForbiddenText>,
    #[serde(default)]
    tightens: Vec<TighteningText>,
    #[serde(default)]
    longest: Option<Lifetime>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PageText {
    host: Box<str>,
    path: Box<str>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ForbiddenText {
    Category(Category),
    Use(DataUse),
    Vendor(Box<str>),
    Cookie(Box<str>),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TighteningText {
    name: Box<str>,
    #[serde(default)]
    add_categories: CategorySet,
    #[serde(default)]
    add_uses: DataUseSet,
    #[serde(default)]
    lifetime: Option<Lifetime>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OverrideText {
    place: PlaceText,
    rule: RuleText,
    #[serde(default)]
    since: Option<Day>,
    #[serde(default)]
    laxer: bool,
}

/// A region, `elsewhere` or `unknown`.
struct PlaceText(Jurisdiction);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum RuleText {
    Requires(Requirement),
    RequiresFor { category: Category, requirement: Requirement },
    OptInIf { category: Category, risk: Risk },
    Exempts(Ground),
    NoExemption,
    HonoursGpc(bool),
    ShowsOptOutStatus,
    ConsentLasts { months: u8 },
    OverrideLasts { months: u8 },
    AskAgainAfter { months: u8 },
    MinorsNotAskedAgain { below: u8 },
    MinorsNeedParent { below: u8 },
    MinorsNeedOptIn { below: u8 },
    MinorsProhibited { below: u8 },
    TcfApplies,
    NotifiesMaterialChange,
}

impl Serialize for PlaceText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Jurisdiction::Region(region) => serializer.collect_str(&region),
            Jurisdiction::Elsewhere => serializer.serialize_str("elsewhere"),
            Jurisdiction::Unknown => serializer.serialize_str("unknown"),
        }
    }
}

impl core::str::FromStr for PlaceText {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "elsewhere" => Ok(Self(Jurisdiction::Elsewhere)),
            "unknown" => Ok(Self(Jurisdiction::Unknown)),
            region => region.parse().map(Jurisdiction::Region).map(Self),
        }
    }
}

impl<'de> Deserialize<'de> for PlaceText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::words::parsed(deserializer, "a region, `elsewhere` or `unknown`")
    }
}

impl Default for SettingsText {
    fn default() -> Self {
        Self::from(Settings::default())
    }
}

impl From<Settings> for SettingsText {
    fn from(settings: Settings) -> Self {
        let Settings { gpc_scope, dnt_scope, undeclared, imported_labels, browser_grants } = settings;
        Self { gpc_scope, dnt_scope, undeclared, imported_labels, browser_grants }
    }
}

impl From<SettingsText> for Settings {
    fn from(text: SettingsText) -> Self {
        let SettingsText { gpc_scope, dnt_scope, undeclared, imported_labels, browser_grants } = text;
        Self { gpc_scope, dnt_scope, undeclared, imported_labels, browser_grants }
    }
}

impl From<&Declaration> for DeclarationText {
    fn from(declaration: &Declaration) -> Self {
        let exemption = |exemption: &Exemption| ExemptionText { ground: exemption.ground, met: exemption.met };
        Self {
            name: declaration.pattern.clone(),
            categories: declaration.categories,
            uses: declaration.uses,
            party: declaration.party,
            storage: declaration.storage,
            hosts: declaration.hosts.clone(),
            path: declaration.path.clone(),
            vendor: declaration.vendor.clone(),
            lifetime: declaration.lifetime,
            purpose: declaration.purpose.clone(),
            exemptions: declaration.exemptions.iter().map(exemption).collect(),
            absent_risks: declaration.absent_risks,
            trust: declaration.trust,
        }
    }
}

impl DeclarationText {
    fn declaration<E: serde::de::Error>(self) -> Result<Declaration, E> {
        if self.categories.is_empty() {
            let name = crate::policy::Shown::from(&*self.name);
            return Err(E::custom(format_args!("`{name}` is in no category: give it one")));
        }
        Ok(Declaration {
            pattern: self.name,
            hosts: self.hosts,
            path: self.path,
            storage: self.storage,
            party: self.party,
            categories: self.categories,
            uses: self.uses,
            vendor: self.vendor,
            lifetime: self.lifetime,
            purpose: self.purpose,
            exemptions: self.exemptions.into_iter().map(|text| Exemption::new(text.ground, text.met)).collect(),
            absent_risks: self.absent_risks,
            trust: self.trust,
        })
    }
}

impl From<&Member> for MemberText {
    fn from(member: &Member) -> Self {
        let page = |page: &PageScope| PageText { host: page.host.clone(), path: page.path.clone() };
        let forbidden = |forbidden: &Forbidden| match forbidden {
            Forbidden::Category(category) => ForbiddenText::Category(*category),
            Forbidden::Use(data_use) => ForbiddenText::Use(*data_use),
            Forbidden::Vendor(vendor) => ForbiddenText::Vendor(vendor.clone()),
            Forbidden::Cookie(pattern) => ForbiddenText::Cookie(pattern.clone()),
        };
        let tightening = |tightening: &Tightening| TighteningText {
            name: tightening.pattern.clone(),
            add_categories: tightening.categories,
            add_uses: tightening.uses,
            lifetime: tightening.lifetime,
        };
        Self {
            id: member.id.clone(),
            pages: member.pages.iter().map(page).collect(),
            declarations: member.declarations.iter().map(DeclarationText::from).collect(),
            forbids: member.forbids.iter().map(forbidden).collect(),
            tightens: member.tightenings.iter().map(tightening).collect(),
            longest: member.longest,
        }
    }
}

impl MemberText {
    fn member<E: serde::de::Error>(self) -> Result<Member, E> {
        let forbidden = |text| match text {
            ForbiddenText::Category(category) => Forbidden::Category(category),
            ForbiddenText::Use(data_use) => Forbidden::Use(data_use),
            ForbiddenText::Vendor(vendor) => Forbidden::Vendor(vendor),
            ForbiddenText::Cookie(pattern) => Forbidden::Cookie(pattern),
        };
        let member = Member {
            id: self.id,
            pages: self.pages.into_iter().map(|page| PageScope { host: page.host, path: page.path }).collect(),
            declarations: self.declarations.into_iter().map(DeclarationText::declaration).collect::<Result<_, _>>()?,
            forbids: self.forbids.into_iter().map(forbidden).collect(),
            tightenings: Vec::new(),
            longest: self.longest,
        };
        Ok(self.tightens.into_iter().fold(member, |member, text| {
            member.tighten(&text.name, |tightening| {
                tightening.categories = text.add_categories;
                tightening.uses = text.add_uses;
                tightening.lifetime = text.lifetime;
            })
        }))
    }
}

impl From<Rule> for RuleText {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::Requires(requirement) => Self::Requires(requirement),
            Rule::RequiresFor(category, requirement) => Self::RequiresFor { category, requirement },
            Rule::OptInIf(category, risk) => Self::OptInIf { category, risk },
            Rule::Exempts(ground) => Self::Exempts(ground),
            Rule::NoExemption => Self::NoExemption,
            Rule::HonoursGpc(binding) => Self::HonoursGpc(binding),
            Rule::ShowsOptOutStatus => Self::ShowsOptOutStatus,
            Rule::ConsentLasts(months) => Self::ConsentLasts { months: months.count() },
            Rule::OverrideLasts(months) => Self::OverrideLasts { months: months.count() },
            Rule::AskAgainAfter(months) => Self::AskAgainAfter { months: months.count() },
            Rule::MinorsNotAskedAgain { below } => Self::MinorsNotAskedAgain { below },
            Rule::MinorsNeedParent { below } => Self::MinorsNeedParent { below },
            Rule::MinorsNeedOptIn { below } => Self::MinorsNeedOptIn { below },
            Rule::MinorsProhibited { below } => Self::MinorsProhibited { below },
            Rule::TcfApplies => Self::TcfApplies,
            Rule::NotifiesMaterialChange => Self::NotifiesMaterialChange,
        }
    }
}

impl From<RuleText> for Rule {
    fn from(text: RuleText) -> Self {
        match text {
            RuleText::Requires(requirement) => Self::Requires(requirement),
            RuleText::RequiresFor { category, requirement } => Self::RequiresFor(category, requirement),
            RuleText::OptInIf { category, risk } => Self::OptInIf(category, risk),
            RuleText::Exempts(ground) => Self::Exempts(ground),
            RuleText::NoExemption => Self::NoExemption,
            RuleText::HonoursGpc(binding) => Self::HonoursGpc(binding),
            RuleText::ShowsOptOutStatus => Self::ShowsOptOutStatus,
            RuleText::ConsentLasts { months } => Self::ConsentLasts(Months::new(months)),
            RuleText::OverrideLasts { months } => Self::OverrideLasts(Months::new(months)),
            RuleText::AskAgainAfter { months } => Self::AskAgainAfter(Months::new(months)),
            RuleText::MinorsNotAskedAgain { below } => Self::MinorsNotAskedAgain { below },
            RuleText::MinorsNeedParent { below } => Self::MinorsNeedParent { below },
            RuleText::MinorsNeedOptIn { below } => Self::MinorsNeedOptIn { below },
            RuleText::MinorsProhibited { below } => Self::MinorsProhibited { below },
            RuleText::TcfApplies => Self::TcfApplies,
            RuleText::NotifiesMaterialChange => Self::NotifiesMaterialChange,
        }
    }
}

impl From<&PolicyBuilder> for PolicyText {
    fn from(policy: &PolicyBuilder) -> Self {
        let version = |version: &Version| VersionText {
            number: version.number.number(),
            effective: Day(version.effective),
            material: version.material,
            material_vendors: version.material_vendors.clone(),
        };
        let vendor = |vendor: &Vendor| VendorText {
            id: vendor.id.clone(),
            name: vendor.name.clone(),
            programmes: vendor.programmes,
            tool: vendor.tool,
            tcf_id: vendor.tcf_id,
            atp_id: vendor.atp_id,
        };
        let change = |change: &LawOverride| OverrideText {
            place: PlaceText(change.jurisdiction),
            rule: change.rule.into(),
            since: change.since.map(Day),
            laxer: change.laxer,
        };
        Self {
            format: FORMAT.into(),
            controller: ControllerText { name: policy.controller.clone(), contact: policy.contact.clone() },
            record_cookie: policy.record_cookie.clone(),
            versions: policy.versions.iter().map(version).collect(),
            settings: policy.settings.into(),
            vendors: policy.vendors.iter().map(vendor).collect(),
            declarations: policy.declarations.iter().map(DeclarationText::from).collect(),
            delegations: policy.delegations.clone(),
            members: policy.members.iter().map(MemberText::from).collect(),
            law: policy.overrides.iter().map(change).collect(),
        }
    }
}

impl PolicyText {
    fn policy<E: serde::de::Error>(self) -> Result<PolicyBuilder, E> {
        if *self.format != *FORMAT {
            let format = crate::policy::Shown::from(&*self.format);
            return Err(E::custom(format_args!("`{format}` is not a format that this release reads: use `{FORMAT}`")));
        }
        let version = |text: VersionText| Version {
            number: PolicyVersion::new(text.number),
            effective: text.effective.0,
            material: text.material,
            material_vendors: text.material_vendors,
        };
        let vendor = |text: VendorText| Vendor {
            id: text.id,
            name: text.name,
            programmes: text.programmes,
            tool: text.tool,
            tcf_id: text.tcf_id,
            atp_id: text.atp_id,
        };
        let change = |text: OverrideText| LawOverride {
            jurisdiction: text.place.0,
            rule: text.rule.into(),
            since: text.since.map(|Day(day)| day),
            laxer: text.laxer,
        };
        Ok(PolicyBuilder {
            controller: self.controller.name,
            contact: self.controller.contact,
            record_cookie: self.record_cookie,
            versions: self.versions.into_iter().map(version).collect(),
            settings: self.settings.into(),
            vendors: self.vendors.into_iter().map(vendor).collect(),
            declarations: self.declarations.into_iter().map(DeclarationText::declaration).collect::<Result<_, _>>()?,
            delegations: self.delegations,
            members: self.members.into_iter().map(MemberText::member).collect::<Result<_, _>>()?,
            overrides: self.law.into_iter().map(change).collect(),
        })
    }
}

impl Serialize for PolicyBuilder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PolicyText::from(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for PolicyBuilder {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        PolicyText::deserialize(deserializer)?.policy()
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.source().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Policy {
    /// Reads and builds: everything that is wrong comes in one error, a line each. For typed errors read a
    /// [`PolicyBuilder`] and [build](PolicyBuilder::build) it.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        PolicyBuilder::deserialize(deserializer)?.build().map_err(D::Error::custom)
    }
}
