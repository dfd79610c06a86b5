//! Google's Consent Mode.

use alloc::format;
use alloc::string::String;
use core::fmt;

use super::Decisions;
use super::decisions::{Decided, all_permitted};
use crate::cookie::{DataUse, DataUseSet};
use crate::policy::Declaration;
use crate::vocabulary::{set_of, spelled};

/// What Google's tags ask about before they store or send anything: the seven types of Consent Mode v2
/// (<https://developers.google.com/tag-platform/security/guides/consent>).
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::page::ConsentType::AdUserData.as_str(), "ad_user_data");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ConsentType {
    /// Storage for advertising: measuring it, choosing it by the page or by interests, selling or sharing data.
    AdStorage,
    /// Sending data of the visitor for advertising: for all of that but choosing it by the page alone.
    AdUserData,
    /// Advertising by interests.
    AdPersonalization,
    /// Storage for analytics.
    AnalyticsStorage,
    /// Storage for what the visitor set, such as the language.
    FunctionalityStorage,
    /// Storage for personalised content.
    PersonalizationStorage,
    /// Storage for security and for what is strictly necessary otherwise.
    SecurityStorage,
}

spelled! {
    ConsentType ("a type of Consent Mode") {
        AdStorage = "ad_storage", AdUserData = "ad_user_data", AdPersonalization = "ad_personalization",
        AnalyticsStorage = "analytics_storage", FunctionalityStorage = "functionality_storage",
        PersonalizationStorage = "personalization_storage", SecurityStorage = "security_storage",
    }
}

set_of! {
    /// A set of types of Consent Mode.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(cookie_consent::page::ConsentTypes::ALL.len(), 7);
    /// ```
    pub struct ConsentTypes(u8) of ConsentType;
}

impl ConsentType {
    /// Which uses a line of the policy needs one of to be about the type.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::DataUse;
    /// use cookie_consent::page::ConsentType;
    ///
    /// assert_eq!(ConsentType::AdPersonalization.uses(), DataUse::InterestBasedAds.into());
    /// assert!(!ConsentType::AdUserData.uses().contains(DataUse::ContextualAds));
    /// ```
    #[must_use]
    pub const fn uses(self) -> DataUseSet {
        const USER_DATA: DataUseSet =
            DataUseSet::of(&[DataUse::AdMeasurement, DataUse::InterestBasedAds, DataUse::SaleOrShare]);
        match self {
            Self::AdStorage => USER_DATA.with(DataUse::ContextualAds),
            Self::AdUserData => USER_DATA,
            Self::AdPersonalization => DataUseSet::of(&[DataUse::InterestBasedAds]),
            Self::AnalyticsStorage => DataUseSet::of(&[DataUse::Analytics]),
            Self::FunctionalityStorage => DataUseSet::of(&[DataUse::UiPreference]),
            Self::PersonalizationStorage => DataUseSet::of(&[DataUse::ContentPersonalisation]),
            Self::SecurityStorage => DataUseSet::EXEMPT,
        }
    }

    /// Whether a line is about the type, of these vendors' tags.
    fn is_of(self, line: &Declaration, vendors: &[&str]) -> bool {
        let is_theirs = line.vendor_id().is_some_and(|id| vendors.contains(&id));
        let is_sites = line.vendor_id().is_none();
        match self {
            Self::AdStorage | Self::AdUserData | Self::AdPersonalization | Self::AnalyticsStorage => {
                is_theirs && line.uses().intersects(self.uses())
            }
            Self::FunctionalityStorage | Self::PersonalizationStorage => {
                (is_theirs || is_sites) && line.uses().intersects(self.uses())
            }
            // what serves something else as well is told by the type of that
            Self::SecurityStorage => (is_theirs || is_sites) && line.uses().is_subset(self.uses()),
        }
    }
}

/// How a page uses Consent Mode: whose tags go by it, and how they are to behave.
///
/// A type is granted if the policy declares something of its [uses](ConsentType::uses), of one of these vendors, and
/// all that it so declares is permitted for this visitor by [`decide`](crate::decide()). Where nothing is declared it
/// is denied: a tag that is granted a type sets whatever cookies of it it likes. What belongs to other vendors does not
/// count, as their tags do not go by it; name those whose tags do. Functionality, personalisation and security are
/// about the site's own storage as well, of lines that name no vendor.
///
/// Redaction of advertising data is asked for, and URL passthrough is never: it would carry the ids of denied cookies
/// in links instead.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::PolicyVersion;
/// use cookie_consent::page::{ConsentMode, ConsentType};
/// use cookie_consent::policy::{Declaration, Vendor, Version};
/// use cookie_consent::visit::{BrowserMode, Recognised, Signals};
/// use cookie_consent::{Age, Category, Consent, ConsentEvent, Place, Policy, Visit};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .vendor(Vendor::new("google-analytics", "Google Analytics"))
///     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
///     .declare(Declaration::new("_ga*", Category::Performance).vendor("google-analytics"))
///     .build()
///     .unwrap();
/// let mode = ConsentMode::of_vendors(&["google-analytics"]).waiting_for_update(500);
///
/// let now = utc_datetime!(2026-11-23 12:00);
/// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown)
///     .recognised(Recognised::BROWSER);
/// let visitor = policy.visitor(visit.clone(), Consent::Absent).region("FR".parse().unwrap());
/// let state = visitor.decisions().consent_mode(mode);
/// assert_eq!(
///     state.default_script(),
///     "gtag('consent','default',{\"ad_storage\":\"denied\",\"ad_user_data\":\"denied\",\
///      \"ad_personalization\":\"denied\",\"analytics_storage\":\"denied\",\"functionality_storage\":\"denied\",\
///      \"personalization_storage\":\"denied\",\"security_storage\":\"granted\",\"wait_for_update\":500});\
///      gtag('set','ads_data_redaction',true);"
/// );
///
/// // the visitor accepts: the page, or its script, sends what has changed
/// let record = visitor.record_with(&ConsentEvent::accept_all(now, PolicyVersion::new(1)));
/// let visitor = policy.visitor(visit, Consent::Given(&record)).region("FR".parse().unwrap());
/// let state = visitor.decisions().consent_mode(mode);
/// assert!(state.granted().contains(ConsentType::AnalyticsStorage));
/// assert!(!state.granted().contains(ConsentType::AdStorage), "nothing of the kind is declared");
/// assert!(state.update_script().starts_with("gtag('consent','update',{\"ad_storage\":\"denied\","));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsentMode<'a> {
    vendors: &'a [&'a str],
    behaviour: Behaviour,
}

/// What the tags are told beside the states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Behaviour {
    pub(crate) wait_for_update: Option<u16>,
    redacts: bool,
}

/// Where `gtag` comes from: to stand before the first line that calls it, and before Google's own script.
///
/// # Examples
///
/// ```
/// assert!(cookie_consent::page::GTAG.contains("function gtag()"));
/// ```
pub const GTAG: &str = "window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments);}";

impl<'a> ConsentMode<'a> {
    /// Of the tags of these vendors, by their ids in the policy. An id that the policy does not know grants nothing.
    ///
    /// # Examples
    ///
    /// See [`ConsentMode`].
    #[must_use]
    pub const fn of_vendors(vendors: &'a [&'a str]) -> Self {
        Self { vendors, behaviour: Behaviour { wait_for_update: None, redacts: true } }
    }

    /// Tags wait so many milliseconds for an update before they go by the default (`wait_for_update`): where a script
    /// tells the visitor's choice after the page has begun. A page that is made for its visitor needs none.
    ///
    /// # Examples
    ///
    /// See [`ConsentMode`].
    #[must_use]
    pub const fn waiting_for_update(mut self, milliseconds: u16) -> Self {
        self.behaviour.wait_for_update = Some(milliseconds);
        self
    }

    /// Does not ask to redact ids of advertisements where `ad_storage` is denied (`ads_data_redaction`).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::page::ConsentMode;
    ///
    /// let mode = ConsentMode::of_vendors(&["google-ads"]);
    /// assert_ne!(mode, mode.without_redaction());
    /// ```
    #[must_use]
    pub const fn without_redaction(mut self) -> Self {
        self.behaviour.redacts = false;
        self
    }
}

/// The state of each type of Consent Mode for one visitor.
///
/// By `serde` it is what `gtag('consent', 'update', …)` takes: `{"ad_storage":"denied",…}`, all seven, as a type of
/// which nothing is said is not denied to every tag.
///
/// # Examples
///
/// See [`ConsentMode`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConsentState {
    granted: ConsentTypes,
    declared: ConsentTypes,
    behaviour: Behaviour,
}

impl Decisions<'_> {
    /// The states of Consent Mode for this visitor.
    ///
    /// # Examples
    ///
    /// See [`ConsentMode`].
    #[must_use]
    pub fn consent_mode(&self, mode: ConsentMode<'_>) -> ConsentState {
        let of = |kind: ConsentType| self.iter().filter(move |(line, _): &Decided<'_>| kind.is_of(line, mode.vendors));
        let all = || ConsentType::ALL.iter().copied();
        ConsentState {
            granted: all().filter(|kind| all_permitted(of(*kind))).collect(),
            declared: all().filter(|kind| of(*kind).next().is_some()).collect(),
            behaviour: mode.behaviour,
        }
    }
}

impl ConsentState {
    /// The types that are granted; each other one is denied.
    #[must_use]
    pub const fn granted(self) -> ConsentTypes {
        self.granted
    }

    /// The types of which the policy declares something here, of the vendors that were named. No other can ever be
    /// granted, so one that is missed here is missing in the policy, or a vendor's id in the call.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::page::{ConsentMode, ConsentTypes};
    /// # use cookie_consent::policy::Version;
    /// # use cookie_consent::visit::{BrowserMode, Signals};
    /// # use cookie_consent::{Age, Consent, Place, Policy, Visit};
    /// # use time::macros::{date, utc_datetime};
    /// # let policy = Policy::builder().version(Version::new(1, date!(2022-12-15))).build().unwrap();
    /// # let now = utc_datetime!(2026-11-23 12:00);
    /// # let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    /// # let visitor = policy.visitor(visit, Consent::Absent);
    /// let state = visitor.decisions().consent_mode(ConsentMode::of_vendors(&["google-ads"]));
    /// assert_eq!(state.declared(), ConsentTypes::EMPTY, "an empty policy");
    /// ```
    #[must_use]
    pub const fn declared(self) -> ConsentTypes {
        self.declared
    }

    /// The line of script that sets the state when a page begins, before any tag: [`GTAG`] stands before it. What holds
    /// is known by then, so it is for this visitor and no region.
    ///
    /// # Examples
    ///
    /// See [`ConsentMode`].
    #[must_use]
    pub fn default_script(self) -> String {
        format!("{}{}", Command(self, Some(&[])), self.redaction())
    }

    /// The line of script that changes the state while a page is open: after the visitor has chosen, or where the page
    /// came from a cache with the [defaults of its region](super::RegionDefaults).
    ///
    /// # Examples
    ///
    /// See [`ConsentMode`].
    #[must_use]
    pub fn update_script(self) -> String {
        format!("{}", Command(self, None))
    }

    pub(super) const fn redaction(self) -> &'static str {
        if self.behaviour.redacts { "gtag('set','ads_data_redaction',true);" } else { "" }
    }

    pub(crate) const fn wait_for_update(self) -> Option<u16> {
        self.behaviour.wait_for_update
    }
}

/// A command of `gtag`: a default for some regions, or for all if there are none; or else an update. No word of it
/// needs to be escaped.
pub(super) struct Command<'r>(pub(super) ConsentState, pub(super) Option<&'r [crate::visit::Region]>);

impl fmt::Display for Command<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(state, regions) = *self;
        write!(f, "gtag('consent','{}',{{", if regions.is_some() { "default" } else { "update" })?;
        for (at, kind) in ConsentType::ALL.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(f, "{comma}\"{kind}\":\"{}\"", state.word(*kind))?;
        }
        if let Some(regions) = regions {
            if let Some(milliseconds) = state.wait_for_update() {
                write!(f, ",\"wait_for_update\":{milliseconds}")?;
            }
            for (at, region) in regions.iter().enumerate() {
                write!(f, "{}\"{region}\"", if at == 0 { ",\"region\":[" } else { "," })?;
            }
            f.write_str(if regions.is_empty() { "" } else { "]" })?;
        }
        f.write_str("});")
    }
}

impl ConsentState {
    pub(crate) const fn word(self, kind: ConsentType) -> &'static str {
        if self.granted.contains(kind) { "granted" } else { "denied" }
    }
}
