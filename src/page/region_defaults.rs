//! Consent Mode for a page that does not know its visitor.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use time::UtcDateTime;

use super::consent_mode::Command;
use super::{ConsentMode, ConsentState, ConsentTypes};
use crate::consent::Consent;
use crate::decision::{Input, InputSet};
use crate::dependence::Dependence;
use crate::law::{Entry, Jurisdiction, table};
use crate::policy::{LawOverride, Policy};
use crate::visit::{Age, BrowserMode, Place, Region, Signals, Visit};

/// The defaults of Consent Mode by region, for a page that is the same for many visitors and therefore says nothing of
/// any: Google finds the region itself, and takes the default of the most specific one.
///
/// Each is the state of a visitor from there who has said nothing, by [`decide`](crate::decide()): denied where the law
/// wants an opt-in, and otherwise what the region permits against silence. The first default is for everywhere else, by
/// the strictest law. Since Global Privacy Control and a refusal that was made before hold in every region, such a page
/// must tell tags to [wait](ConsentMode::waiting_for_update), vary on what [`dependence`](Self::dependence) says, and
/// [update](ConsentState::update_script) the state from the visitor's own decisions; a page that is made for its
/// visitor takes [`ConsentState::default_script`] instead.
///
/// By `serde` it is a list of what `gtag('consent', 'default', …)` takes.
///
/// # Examples
///
/// ```
/// use cookie_consent::Policy;
/// use cookie_consent::page::{ConsentMode, ConsentType, RegionDefaults};
/// use cookie_consent::policy::{Declaration, Vendor, Version};
/// use cookie_consent::visit::Signals;
/// use cookie_consent::{Category, Region};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .vendor(Vendor::new("google-analytics", "Google Analytics"))
///     .declare(Declaration::new("_ga*", Category::Performance).vendor("google-analytics"))
///     .build()
///     .unwrap();
/// let mode = ConsentMode::of_vendors(&["google-analytics"]).waiting_for_update(500);
/// let defaults = RegionDefaults::at(&policy, utc_datetime!(2026-11-23 12:00), &Signals::NONE, mode);
///
/// let everywhere = &defaults.defaults()[0];
/// assert!(everywhere.regions().is_empty() && everywhere.state().granted().is_empty());
/// let california: Region = "US-CA".parse().unwrap();
/// let there = defaults.defaults().iter().find(|default| default.regions().contains(&california)).unwrap();
/// assert!(there.state().granted().contains(ConsentType::AnalyticsStorage));
/// assert!(defaults.script().starts_with("gtag('consent','default',{\"ad_storage\":\"denied\","));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionDefaults {
    defaults: Vec<RegionDefault>,
    dependence: Dependence,
}

/// A default for some regions.
///
/// # Examples
///
/// See [`RegionDefaults`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionDefault {
    regions: Vec<Region>,
    state: ConsentState,
}

impl RegionDefault {
    /// The regions, in order; none for everywhere else.
    #[must_use]
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// What holds there.
    #[must_use]
    pub const fn state(&self) -> ConsentState {
        self.state
    }
}

impl RegionDefaults {
    /// The defaults at an instant on the site's own pages, for requests with these headers. Of the signals `Sec-GPC`
    /// and `DNT` alone are read, which are the same for many visitors.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::page::{ConsentMode, RegionDefaults};
    /// # use cookie_consent::policy::Version;
    /// # use cookie_consent::Policy;
    /// use cookie_consent::visit::Signals;
    /// # use time::macros::{date, utc_datetime};
    /// # let policy = Policy::builder().version(Version::new(1, date!(2022-12-15))).build().unwrap();
    /// let mode = ConsentMode::of_vendors(&[]).waiting_for_update(500);
    /// let defaults = RegionDefaults::at(&policy, utc_datetime!(2026-11-23 12:00), &Signals::NONE, mode);
    /// assert_eq!(defaults.defaults().len(), 1, "nothing is declared, so nothing is granted anywhere");
    /// ```
    #[must_use]
    pub fn at(policy: &Policy, now: UtcDateTime, signals: &Signals, mode: ConsentMode<'_>) -> Self {
        let lines = [("Sec-GPC", signals.gpc()), ("DNT", signals.dnt())];
        let sent = lines.into_iter().filter(|(_, is_sent)| *is_sent).map(|(name, _)| (name, "1"));
        let visit =
            Visit::new(now, Place::Site, Signals::from_headers(sent), &[], BrowserMode::AcceptsAll, Age::Unknown);
        let mut dependence = Dependence::NOTHING;
        let mut state_in = |region: Option<Region>| {
            let visit = region.into_iter().fold(visit.clone(), Visit::region);
            let visitor = policy.visitor(visit, Consent::Absent);
            let decisions = visitor.decisions();
            dependence = dependence.and(decisions.dependence());
            decisions.consent_mode(mode)
        };
        let everywhere = state_in(None);
        // a country stands before its parts
        let mut listed: BTreeMap<Region, ConsentState> = BTreeMap::new();
        for region in regions(policy) {
            let state = state_in(Some(region));
            let of_country = listed.get(&region.country()).copied().unwrap_or(everywhere);
            if state != of_country {
                listed.insert(region, state);
            }
        }
        let mut alike: BTreeMap<ConsentTypes, RegionDefault> = BTreeMap::new();
        for (region, state) in listed {
            let default = alike.entry(state.granted()).or_insert(RegionDefault { regions: Vec::new(), state });
            default.regions.push(region);
        }
        let first = RegionDefault { regions: Vec::new(), state: everywhere };
        // whoever the visitor is, the page is the same: it read nothing but the clock and two headers
        let read = InputSet::of(&[Input::Now, Input::Gpc, Input::Dnt]);
        let inputs = dependence.inputs.intersection(read);
        Self {
            defaults: core::iter::once(first).chain(alike.into_values()).collect(),
            dependence: Dependence { inputs, ..dependence },
        }
    }

    /// The defaults, that for everywhere else first.
    #[must_use]
    pub fn defaults(&self) -> &[RegionDefault] {
        &self.defaults
    }

    /// On what they depend: the clock, and where something is sold the header of Global Privacy Control. They hold
    /// until [`valid_until`](Dependence::valid_until), when a law or the policy changes.
    #[must_use]
    pub const fn dependence(&self) -> Dependence {
        self.dependence
    }

    /// The lines of script, to stand after [`GTAG`](super::GTAG) and before any tag.
    ///
    /// # Examples
    ///
    /// See [`RegionDefaults`].
    #[must_use]
    pub fn script(&self) -> String {
        let mut script: String =
            self.defaults.iter().map(|default| Command(default.state, Some(&default.regions)).to_string()).collect();
        script.push_str(self.defaults.first().map_or("", |default| default.state.redaction()));
        script
    }
}

/// The places of which the table of the law or the policy says something, with all parts of the countries that are told
/// apart, each country before its parts.
fn regions(policy: &Policy) -> BTreeSet<Region> {
    let rows = table().iter().map(Entry::jurisdiction);
    let changed = policy.source().overrides().iter().map(LawOverride::jurisdiction);
    let named = rows.chain(changed).filter_map(|place| match place {
        Jurisdiction::Region(region) => Some(region),
        Jurisdiction::Elsewhere | Jurisdiction::Unknown => None,
    });
    named.flat_map(|region| [region, region.country()].into_iter().chain(region.country().parts())).collect()
}
