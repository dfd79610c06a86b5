//! The common setting: one site, its vendors and cookies, one Member, and the facts of an ordinary visit.
#![cfg(test)]

use cookie_consent::consent::{History, PolicyVersion};
use cookie_consent::cookie::{DataUse, Lifetime};
use cookie_consent::law::{Condition, Ground, Risk};
use cookie_consent::policy::{Declaration, Exemption, Member, PolicyBuilder, Vendor, Version};
use cookie_consent::prompt::Ask;
use cookie_consent::visit::{BrowserMode, OptOut, Programme, Recognised, Signals, VendorTool};
use cookie_consent::{Age, Category, Consent, ConsentEvent, Cookie, Decision, Place, Policy, Region, Visit, decide};
use time::UtcDateTime;
use time::macros::{date, utc_datetime};

/// When every visit takes place that does not say otherwise.
pub(crate) const NOW: UtcDateTime = utc_datetime!(2026-11-23 12:00);
/// The version in force at [`NOW`]. The last material change, in every category, is version 5.
pub(crate) const CURRENT: PolicyVersion = PolicyVersion::new(7);

const SITE: &str = "www.edx.org";
const COURSES: &str = "courses.edx.org";

/// The login session: strictly necessary.
pub(crate) const SESS: Cookie<'static> = Cookie::first_party("sessionid", SITE);
/// Google Analytics under service-provider terms: performance, for analytics.
pub(crate) const GA: Cookie<'static> = Cookie::first_party("_ga", SITE);
/// The same, linked to advertising: the data is shared as well.
pub(crate) const GADS: Cookie<'static> = Cookie::first_party("_ga_ads", SITE);
/// The site's own audience measurement, which meets every condition of an exemption.
pub(crate) const STAT: Cookie<'static> = Cookie::first_party("edx_stat", SITE);
/// [`STAT`] with an identifier that other sites know.
pub(crate) const STAT_SHARED: Cookie<'static> = Cookie::first_party("edx_stat_shared", SITE);
/// The font size: functionality, flagged as appearance.
pub(crate) const FONT: Cookie<'static> = Cookie::first_party("edx_font", SITE);
/// "Already asked to fill in a survey": functionality, without any exemption.
pub(crate) const SURV: Cookie<'static> = Cookie::first_party("edx_survey", SITE);
/// Retargeting by `AdCo`, which is in DAA, EDAA and NAI, and vendor 1 of the TCF.
pub(crate) const ADV: Cookie<'static> = Cookie::third_party("adco_id", "ads.adco.example");
/// [`ADV`] with high-risk profiling, or at least without the statement that there is none.
pub(crate) const ADV_PROFILING: Cookie<'static> = Cookie::third_party("adco_profile", "ads.adco.example");
/// Like [`ADV`], by `OtherAds`, which is in no programme.
pub(crate) const ADX: Cookie<'static> = Cookie::third_party("otherads_id", "ads.otherads.example");
/// `AdCo`'s cookie for advertisements by the page alone.
pub(crate) const CTX: Cookie<'static> = Cookie::third_party("adco_ctx", "ads.adco.example");
/// The Meta pixel's cookie.
pub(crate) const META: Cookie<'static> = Cookie::first_party("_fbp", SITE);
/// Declared strictly necessary, although it also serves analytics.
pub(crate) const MIXED: Cookie<'static> = Cookie::first_party("edx_login_stat", SITE);
/// An advertising cookie of the Member `UniX` on a course subdomain.
pub(crate) const MADV: Cookie<'static> = Cookie::first_party("unix_ads", COURSES);
/// An analytics cookie of the Member `UniX`.
pub(crate) const MGA: Cookie<'static> = Cookie::first_party("unix_ga", COURSES);

/// The site without its Member.
pub(crate) fn site() -> PolicyBuilder {
    let changed = |version: Version| {
        version.material(Category::Performance).material(Category::Functionality).material(Category::Targeting)
    };
    // nothing on the site reveals what the law calls sensitive
    let own = |cookie: Cookie<'_>, category| Declaration::new(cookie.name, category).without_risk(Risk::Sensitive);
    let third_party = |cookie: Cookie<'_>, vendor: &str| own(cookie, Category::Targeting).third_party().vendor(vendor);
    let advertising = |cookie: Cookie<'_>, vendor: &str| {
        third_party(cookie, vendor).used_for(DataUse::InterestBasedAds).used_for(DataUse::SaleOrShare)
    };
    let statistics = Exemption::fulfilled(Ground::Statistical);
    let measurement = Exemption::fulfilled(Ground::AudienceMeasurement);
    let shared = Condition::NoCrossSiteIdentifier;
    let own_statistics = |cookie: Cookie<'_>| {
        own(cookie, Category::Performance).used_for(DataUse::Analytics).lasting(Lifetime::days(396))
    };
    Policy::builder()
        .controller("edX LLC", "privacy@edx.org")
        .version(Version::new(4, date!(2022 - 12 - 15)))
        .version(changed(Version::new(5, date!(2026 - 02 - 01))))
        .version(Version::new(6, date!(2026 - 06 - 01)))
        .version(Version::new(7, date!(2026 - 07 - 01)))
        .vendor(
            Vendor::new("adco", "AdCo")
                .in_programme(Programme::Daa)
                .in_programme(Programme::Edaa)
                .in_programme(Programme::Nai)
                .tcf_id(1),
        )
        .vendor(Vendor::new("otherads", "OtherAds"))
        .vendor(Vendor::new("meta", "Meta"))
        .vendor(Vendor::new("google-analytics", "Google Analytics").tool(VendorTool::GoogleAnalytics))
        .declare(Declaration::new(SESS.name, Category::StrictlyNecessary))
        .declare(
            own(GA, Category::Performance)
                .without_risk(Risk::HighRiskProfiling)
                .used_for(DataUse::Analytics)
                .vendor("google-analytics"),
        )
        .declare(
            own(GADS, Category::Performance)
                .used_for(DataUse::Analytics)
                .used_for(DataUse::SaleOrShare)
                .vendor("google-analytics"),
        )
        .declare(own_statistics(STAT).exempt(measurement).exempt(statistics))
        .declare(own_statistics(STAT_SHARED).exempt(measurement.without(shared)).exempt(statistics.without(shared)))
        .declare(
            own(FONT, Category::Functionality)
                .used_for(DataUse::UiPreference)
                .exempt(Exemption::fulfilled(Ground::Appearance)),
        )
        .declare(own(SURV, Category::Functionality))
        .declare(advertising(ADV, "adco").without_risk(Risk::HighRiskProfiling))
        .declare(advertising(ADV_PROFILING, "adco"))
        .declare(advertising(ADX, "otherads").without_risk(Risk::HighRiskProfiling))
        .declare(third_party(CTX, "adco").used_for(DataUse::ContextualAds))
        .declare(
            own(META, Category::Targeting)
                .used_for(DataUse::InterestBasedAds)
                .used_for(DataUse::SaleOrShare)
                .vendor("meta"),
        )
        .declare(
            own(MIXED, Category::StrictlyNecessary).used_for(DataUse::StrictlyNecessary).used_for(DataUse::Analytics),
        )
}

/// The Member `UniX`, with its pages and its two cookies.
pub(crate) fn unix() -> Member {
    Member::new("unix")
        .page(COURSES, "/courses/UniX")
        .declare(
            Declaration::new(MADV.name, Category::Targeting)
                .without_risk(Risk::Sensitive)
                .used_for(DataUse::InterestBasedAds)
                .used_for(DataUse::SaleOrShare),
        )
        .declare(
            Declaration::new(MGA.name, Category::Performance)
                .used_for(DataUse::Analytics)
                .without_risk(Risk::Sensitive),
        )
}

/// The pages of `UniX`.
pub(crate) const AT_UNIX: Place<'static> = Place::Member("unix");

/// The policy of the common setting.
pub(crate) fn policy() -> Policy {
    site().member(unix()).build().unwrap()
}

/// The facts of a visit, open to be changed one by one.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) now: UtcDateTime,
    pub(crate) place: Place<'static>,
    pub(crate) signals: Signals,
    pub(crate) opt_outs: Vec<OptOut>,
    pub(crate) browser: BrowserMode,
    pub(crate) age: Age,
    pub(crate) recognised: Recognised,
    pub(crate) regions: Vec<Region>,
}

/// An adult on the site's own pages, whose browser is recognised and blocks nothing. Regions are separated by spaces;
/// without any the region is unknown.
pub(crate) fn visitor_in(regions: &str) -> Facts {
    Facts {
        now: NOW,
        place: Place::Site,
        signals: Signals::NONE,
        opt_outs: Vec::new(),
        browser: BrowserMode::AcceptsAll,
        age: Age::Years(30),
        recognised: Recognised::BROWSER,
        regions: regions.split_whitespace().map(|region| region.parse().unwrap()).collect(),
    }
}

impl Facts {
    pub(crate) fn visit(&self) -> Visit<'_> {
        let Self { now, place, ref signals, ref opt_outs, browser, age, recognised, ref regions } = *self;
        let visit = Visit::new(now, place, signals.clone(), opt_outs, browser, age).recognised(recognised);
        regions.iter().fold(visit, |visit, region| visit.region(*region))
    }

    /// The decision for a visitor who said this; nothing, if there are no events.
    pub(crate) fn decide(&self, policy: &Policy, said: &[ConsentEvent], cookie: &Cookie<'_>) -> Decision {
        with_consent(said, |consent| decide(policy, &self.visit(), consent, cookie))
    }

    /// Whether to ask a visitor who said this.
    pub(crate) fn prompt(&self, policy: &Policy, said: &[ConsentEvent]) -> Ask {
        with_consent(said, |consent| policy.prompt(&self.visit(), consent).ask())
    }
}

fn with_consent<T>(said: &[ConsentEvent], ask: impl FnOnce(Consent<'_>) -> T) -> T {
    let history: History = said.iter().cloned().collect();
    if said.is_empty() { ask(Consent::Absent) } else { ask(Consent::Given(&history.record())) }
}

/// `Sec-GPC` with these lines.
pub(crate) fn sec_gpc(lines: &[&str]) -> Signals {
    Signals::from_headers(lines.iter().map(|line| ("Sec-GPC", line)))
}

pub(crate) fn accepted_all(version: u32, at: UtcDateTime) -> ConsentEvent {
    ConsentEvent::accept_all(at, PolicyVersion::new(version))
}

pub(crate) fn rejected_all(at: UtcDateTime) -> ConsentEvent {
    ConsentEvent::reject_all(at, CURRENT)
}
