use crate::law::RiskSet;
use crate::vocabulary::spelled;

/// How far Global Privacy Control is honoured.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::policy::GpcScope::Everywhere.as_str(), "everywhere");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "where the law binds, everywhere against silence, everywhere as law")]
pub enum GpcScope {
    /// Only where a law makes it binding.
    BindingOnly,
    /// Where it is binding, and everywhere else against silence: it loses to an explicit consent. The default,
    /// because it covers residents whom geolocation misses.
    Everywhere,
    /// Everywhere as if it were binding.
    BindingEverywhere,
}

spelled! {
    GpcScope ("a scope of Global Privacy Control") {
        BindingOnly = "binding-only", Everywhere = "everywhere", BindingEverywhere = "binding-everywhere",
    }
}

/// Whether Do Not Track is honoured. No law names it as an opt-out; a German court read it as an objection
/// (LG Berlin, 16 O 420/19).
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::policy::DntScope::Ignored.as_str(), "ignored");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "honoured or not")]
pub enum DntScope {
    /// Mentioned in a note. The default.
    Ignored,
    /// Honoured against silence, for covered uses.
    Advisory,
}

spelled! {
    DntScope ("a scope of Do Not Track") {
        Ignored = "ignored", Advisory = "advisory",
    }
}

/// What an undeclared cookie is. There is no "allowed".
///
/// # Examples
///
/// ```
/// assert_eq!("as-targeting".parse(), Ok(cookie_consent::policy::Undeclared::AsTargeting));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "denied, or judged by the strictest category")]
pub enum Undeclared {
    /// Denied. The default.
    Deny,
    /// Judged as a targeting cookie that is sold and shared.
    AsTargeting,
}

spelled! {
    Undeclared ("a treatment of undeclared cookies") {
        Deny = "deny", AsTargeting = "as-targeting",
    }
}

/// What a label imported from a public list may do. It never makes a cookie strictly necessary.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::policy::ImportedLabels::Inform.as_str(), "inform");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "inform or decide")]
pub enum ImportedLabels {
    /// Inform reports. The default.
    Inform,
    /// Decide, where the site itself says nothing.
    Decide,
}

spelled! {
    ImportedLabels ("a power of imported labels") {
        Inform = "inform", Decide = "decide",
    }
}

/// For whom a browser's consent holds.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::policy::BrowserGrants::ForBrowser.as_str(), "for-browser");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "for the browser alone, or for who used it too")]
pub enum BrowserGrants {
    /// For that browser. The default.
    ForBrowser,
    /// Also for the account that was known to use it.
    ForAccount,
}

spelled! {
    BrowserGrants ("a reach of browser grants") {
        ForBrowser = "for-browser", ForAccount = "for-account",
    }
}

/// What a policy decides for itself.
///
/// # Examples
///
/// ```
/// use cookie_consent::policy::{GpcScope, Settings, Undeclared};
///
/// let settings = Settings::default();
/// assert_eq!(settings.gpc_scope, GpcScope::Everywhere);
/// assert_eq!(settings.undeclared, Undeclared::Deny);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Settings {
    /// How far Global Privacy Control is honoured.
    pub gpc_scope: GpcScope,
    /// Whether Do Not Track is honoured.
    pub dnt_scope: DntScope,
    /// What an undeclared cookie is.
    pub undeclared: Undeclared,
    /// What imported labels may do.
    pub imported_labels: ImportedLabels,
    /// For whom a browser's consent holds.
    pub browser_grants: BrowserGrants,
    /// Risks of which the site states that they are absent from all that it declares itself, as if each declaration said
    /// so. A Member's declarations speak for themselves, and a label of a public list for nobody.
    pub absent_risks: RiskSet,
}

impl Settings {
    /// The cautious ones.
    pub(crate) const DEFAULT: Self = Self {
        gpc_scope: GpcScope::Everywhere,
        dnt_scope: DntScope::Ignored,
        undeclared: Undeclared::Deny,
        imported_labels: ImportedLabels::Inform,
        browser_grants: BrowserGrants::ForBrowser,
        absent_risks: RiskSet::EMPTY,
    };
}

impl Default for Settings {
    fn default() -> Self {
        Self::DEFAULT
    }
}
