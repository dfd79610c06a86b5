use core::fmt;

use super::{Ground, Months, Reach, Requirement, Risk};
use crate::cookie::{Category, CategorySet};
use crate::visit::Region;

/// One thing that a law requires or permits.
///
/// Rules that take something away stand before those that add to it: of two laxer changes of one day the later one in
/// this order has the last word ([`LawOverride::laxer`](crate::policy::LawOverride::laxer)).
///
/// # Examples
///
/// ```
/// use cookie_consent::law::{Months, Rule};
///
/// assert_ne!(Rule::ConsentLasts(Months::new(6)), Rule::ConsentLasts(Months::new(12)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// What performance, functionality and targeting cookies need.
    Requires(Requirement),
    /// What one category needs.
    RequiresFor(Category, Requirement),
    /// Whether the processing is risky in this way makes no difference to these categories: no other rule on this risk
    /// holds for them. Only a policy says so, in a [laxer](crate::policy::LawOverride::laxer) change.
    IgnoresRisk(CategorySet, Risk),
    /// These categories need consent if the processing is risky in this way, or if nobody says that it is not.
    OptInIf(CategorySet, Risk),
    /// These categories are forbidden, whatever the visitor says, if the processing is risky in this way, or if nobody says
    /// that it is not.
    ForbiddenIf(CategorySet, Risk),
    /// Nothing but strictly necessary cookies is exempt.
    NoExemption,
    /// This ground exempts from consent.
    Exempts(Ground),
    /// Whether Global Privacy Control is binding as an opt-out of sale, sharing and targeted advertising.
    HonoursGpc(bool),
    /// The site must show whether it processed the signal.
    ShowsOptOutStatus,
    /// A consent counts for so long.
    ConsentLasts(Months),
    /// A consent given despite Global Privacy Control must be refreshed after so long.
    OverrideLasts(Months),
    /// After a refusal or opt-out the visitor may be asked again after so long.
    AskAgainAfter(Months),
    /// A minor below this age who refused is not asked again.
    MinorsNotAskedAgain {
        /// In years.
        below: u8,
    },
    /// Below this age what the rule reaches needs the opt-in of a parent. Whatever it reaches, a consent that is not a
    /// parent's counts for nothing at that age (GDPR, Art. 8).
    MinorsNeedParent {
        /// In years.
        below: u8,
        /// Which cookies need it even where an adult's need no consent.
        reach: Reach,
    },
    /// Below this age what the rule reaches needs the minor's own opt-in, or a parent's.
    MinorsNeedOptIn {
        /// In years.
        below: u8,
        /// Which cookies need it.
        reach: Reach,
    },
    /// Below this age what the rule reaches is forbidden; no consent cures it.
    MinorsProhibited {
        /// In years.
        below: u8,
        /// Which cookies are forbidden.
        reach: Reach,
    },
    /// A TC string can forbid here, also what a consent of the site's own would allow.
    TcfVetoes,
    /// TC strings speak for visitors from here: what they do not consent to is forbidden, and what they consent to is
    /// consented to.
    TcfApplies,
    /// A material change of the policy must be announced, with a chance to withdraw.
    NotifiesMaterialChange,
}

impl fmt::Display for Rule {
    /// In the words of the table and of policies: `requires targeting opt-in`, `minors-prohibited 18 every-use`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Requires(requirement) => write!(f, "requires all {requirement}"),
            Self::RequiresFor(category, requirement) => write!(f, "requires {category} {requirement}"),
            Self::IgnoresRisk(categories, risk) => write!(f, "ignores-risk {} {risk}", Reached(categories)),
            Self::OptInIf(categories, risk) => write!(f, "opt-in-if {} {risk}", Reached(categories)),
            Self::ForbiddenIf(categories, risk) => write!(f, "forbidden-if {} {risk}", Reached(categories)),
            Self::Exempts(ground) => write!(f, "exempts {ground}"),
            Self::NoExemption => f.write_str("no-exemption"),
            Self::HonoursGpc(true) => f.write_str("honours-gpc"),
            Self::HonoursGpc(false) => f.write_str("honours-gpc no"),
            Self::ShowsOptOutStatus => f.write_str("shows-opt-out-status"),
            Self::ConsentLasts(months) => write!(f, "consent-lasts {months}"),
            Self::OverrideLasts(months) => write!(f, "override-lasts {months}"),
            Self::AskAgainAfter(months) => write!(f, "ask-again-after {months}"),
            Self::MinorsNotAskedAgain { below } => write!(f, "minors-not-asked-again {below}"),
            Self::MinorsNeedParent { below, reach } => write!(f, "minors-need-parent {below} {reach}"),
            Self::MinorsNeedOptIn { below, reach } => write!(f, "minors-need-opt-in {below} {reach}"),
            Self::MinorsProhibited { below, reach } => write!(f, "minors-prohibited {below} {reach}"),
            Self::TcfVetoes => f.write_str("tcf-vetoes"),
            Self::TcfApplies => f.write_str("tcf-applies"),
            Self::NotifiesMaterialChange => f.write_str("notifies-material-change"),
        }
    }
}

/// `all`, or the categories one by one.
struct Reached(CategorySet);

impl fmt::Display for Reached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == CategorySet::NON_ESSENTIAL {
            return f.write_str("all");
        }
        self.0.iter().enumerate().try_for_each(|(at, category)| {
            let comma = if at == 0 { "" } else { "," };
            write!(f, "{comma}{category}")
        })
    }
}

/// Where a row of the table applies.
///
/// # Examples
///
/// ```
/// use cookie_consent::law::{self, Jurisdiction};
///
/// assert!(law::table().iter().any(|entry| entry.jurisdiction() == Jurisdiction::Unknown));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a place, any other place, or no known place")]
pub enum Jurisdiction {
    /// A country or a part of it. For a country of which parts have rows of their own, its row is for the other parts;
    /// a visitor of whom only such a country is known gets the strictest of them all.
    Region(Region),
    /// Every country without a row.
    Elsewhere,
    /// No region is known.
    Unknown,
}
