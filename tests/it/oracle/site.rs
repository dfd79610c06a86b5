//! What a site declares, as plain facts, and the policy that the crate makes of them.

use cookie_consent::cookie::{DataUse, Lifetime, Party, Storage};
use cookie_consent::law::{Condition, Ground, Jurisdiction, Risk, Rule};
use cookie_consent::policy::{
    Declaration, Exemption, Forbidden, LawOverride, Member, PolicyBuilder, Settings, Vendor, Version,
};
use cookie_consent::visit::{Programme, VendorTool};
use cookie_consent::{Category, Policy};
use time::Date;

pub(super) const NON_ESSENTIAL: [Category; 3] = [Category::Performance, Category::Functionality, Category::Targeting];

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

impl Line {
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

impl Site {
    pub(super) fn build(&self) -> PolicyBuilder {
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
