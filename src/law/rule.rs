use time::Date;

use super::{Ground, Months, Reach, Requirement, Risk};
use crate::cookie::Category;
use crate::visit::Region;
use crate::vocabulary::spelled;

/// How well a fact of law is known.
///
/// # Examples
///
/// ```
/// use cookie_consent::law::Certainty;
///
/// assert!(Certainty::PrimarySeen < Certainty::Recalled);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Certainty {
    /// The primary text was read.
    PrimarySeen,
    /// A secondary page was read.
    SecondarySeen,
    /// From general knowledge, not checked against its source.
    Recalled,
    /// Not law: this crate's cautious choice where the law gives no number.
    Design,
}

spelled! {
    Certainty ("a certainty") {
        PrimarySeen = "primary-seen", SecondarySeen = "secondary-seen", Recalled = "recalled", Design = "design",
    }
}

/// One thing that a law requires or permits.
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
    /// One category needs consent if the processing is risky in this way, or if nobody says that it is not.
    OptInIf(Category, Risk),
    /// One category is forbidden, whatever the visitor says, if the processing is risky in this way, or if nobody says
    /// that it is not.
    ForbiddenIf(Category, Risk),
    /// This ground exempts from consent.
    Exempts(Ground),
    /// Nothing but strictly necessary cookies is exempt.
    NoExemption,
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
    /// TC strings speak for visitors from here.
    TcfApplies,
    /// A material change of the policy must be announced, with a chance to withdraw.
    NotifiesMaterialChange,
}

/// A fact of law: what, since when, and how we know.
///
/// # Examples
///
/// ```
/// use cookie_consent::law::{self, Certainty};
///
/// // everything that nobody has checked against its source
/// let recalled = law::table()
///     .iter()
///     .flat_map(|entry| entry.provisions())
///     .filter(|provision| provision.certainty == Certainty::Recalled)
///     .count();
/// assert!(recalled > 0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Provision {
    /// From 00:00 UTC of this day; `None` if it holds for every instant that a record may speak of.
    ///
    /// Where a source names only a month, a stricter rule starts on its first day and a laxer one on the first day
    /// after it.
    pub since: Option<Date>,
    /// What it says.
    pub rule: Rule,
    /// Where it stands: the law or guidance, and what was read of it.
    pub source: &'static str,
    /// How well it is known.
    pub certainty: Certainty,
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
