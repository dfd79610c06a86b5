use crate::cookie::{Category, DataUse, DataUseSet};
use crate::vocabulary::{set_of, spelled};

/// A ground on which a law lets a cookie that is not strictly necessary be set without consent.
///
/// # Examples
///
/// ```
/// use cookie_consent::Category;
/// use cookie_consent::law::Ground;
///
/// assert_eq!(Ground::Statistical.category(), Category::Performance);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Ground {
    /// The publisher's own, anonymous audience measurement (CNIL 2025-07-04; AEPD 2024; Dutch Telecommunications
    /// Act, Art. 11.7a(3)(b)).
    AudienceMeasurement,
    /// Statistics on how the service is used, to improve it (UK PECR, Schedule A1, since 2026-02-05).
    Statistical,
    /// Adapting how the site looks or works to the user's preferences (UK PECR, Schedule A1).
    Appearance,
    /// An interface choice that the user made and expects to be kept (WP194, section 3.6; CNIL).
    UiCustomisation,
}

spelled! {
    Ground ("a ground of exemption") {
        AudienceMeasurement = "audience-measurement", Statistical = "statistical", Appearance = "appearance",
        UiCustomisation = "ui-customisation",
    }
}

set_of! {
    /// A set of grounds.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::law::{Ground, GroundSet};
    ///
    /// assert!(GroundSet::from(Ground::Appearance).contains(Ground::Appearance));
    /// ```
    pub struct GroundSet(u8) of Ground;
}

/// What must be true of a cookie for a [`Ground`] to hold.
///
/// # Examples
///
/// ```
/// assert_eq!("sole-purpose".parse(), Ok(cookie_consent::law::Condition::SolePurpose));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Condition {
    /// It serves this purpose and no other, for this site alone.
    SolePurpose,
    /// Its identifier is not shared across sites, and nothing that is not anonymous leaves the publisher.
    NoCrossSiteIdentifier,
    /// The visitor is told clearly.
    InformationGiven,
    /// The visitor can object simply and free of charge.
    ObjectionOffered,
    /// The visitor asked for what it does.
    RequestedByUser,
}

spelled! {
    Condition ("a condition of an exemption") {
        SolePurpose = "sole-purpose", NoCrossSiteIdentifier = "no-cross-site-identifier",
        InformationGiven = "information-given", ObjectionOffered = "objection-offered",
        RequestedByUser = "requested-by-user",
    }
}

set_of! {
    /// A set of conditions.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::law::{ConditionSet, Ground};
    ///
    /// assert!(Ground::Statistical.conditions().is_subset(ConditionSet::ALL));
    /// ```
    pub struct ConditionSet(u8) of Condition;
}

impl Ground {
    /// The category in which it exempts.
    #[must_use]
    pub const fn category(self) -> Category {
        match self {
            Self::AudienceMeasurement | Self::Statistical => Category::Performance,
            Self::Appearance | Self::UiCustomisation => Category::Functionality,
        }
    }

    /// All that must be true for it to hold.
    #[must_use]
    pub const fn conditions(self) -> ConditionSet {
        match self {
            Self::AudienceMeasurement | Self::Statistical => ConditionSet::of(&[
                Condition::SolePurpose,
                Condition::NoCrossSiteIdentifier,
                Condition::InformationGiven,
                Condition::ObjectionOffered,
            ]),
            Self::Appearance => {
                ConditionSet::of(&[Condition::SolePurpose, Condition::InformationGiven, Condition::ObjectionOffered])
            }
            Self::UiCustomisation => ConditionSet::of(&[Condition::SolePurpose, Condition::RequestedByUser]),
        }
    }

    /// The uses that the ground can carry beside the exempt ones. Any other use means a second purpose, and a cookie
    /// with several purposes is exempt only if each of them is (WP194, section 2.3).
    #[must_use]
    pub const fn uses(self) -> DataUseSet {
        match self {
            Self::AudienceMeasurement | Self::Statistical => {
                DataUseSet::of(&[DataUse::Analytics, DataUse::ErrorMonitoring]).union(DataUseSet::EXEMPT)
            }
            Self::Appearance | Self::UiCustomisation => {
                DataUseSet::of(&[DataUse::UiPreference]).union(DataUseSet::EXEMPT)
            }
        }
    }
}

/// What makes processing risky enough that a law asks for consent where it would otherwise allow an opt-out.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::law::Risk::Sensitive.as_str(), "sensitive");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Risk {
    /// High-risk profiling (Swiss Data Protection Act, Art. 5(g)).
    HighRiskProfiling,
    /// Sensitive data, that on health among it (PIPEDA, Principle 4.3.4; Swiss Data Protection Act, Art. 6(7); the acts
    /// of most states of the US; Washington's My Health My Data Act).
    Sensitive,
    /// It identifies, locates or profiles (Quebec, Private Sector Act, s. 8.1).
    IdentifiesOrProfiles,
    /// Who receives the data can identify the person, and the site cannot (Japan, APPI Art. 31).
    RecipientIdentifies,
}

spelled! {
    Risk ("a risk") {
        HighRiskProfiling = "high-risk-profiling", Sensitive = "sensitive",
        IdentifiesOrProfiles = "identifies-or-profiles", RecipientIdentifies = "recipient-identifies",
    }
}

set_of! {
    /// A set of risks.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(!cookie_consent::law::RiskSet::ALL.is_empty());
    /// ```
    pub struct RiskSet(u8) of Risk;
}
