use alloc::vec::Vec;

use time::UtcDateTime;

use crate::cookie::VendorId;
use crate::vocabulary::{set_of, words};

words! {
    /// The industry's opt-out programmes. Each covers interest-based advertising by its participating companies, for
    /// one browser or person: never "no cookies", "no analytics" or "no ads".
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!("edaa".parse(), Ok(cookie_consent::Programme::Edaa));
    /// ```
    #[non_exhaustive]
    pub enum Programme ("an opt-out programme") {
        /// Digital Advertising Alliance (US).
        Daa = "daa",
        /// European Interactive Digital Advertising Alliance.
        Edaa = "edaa",
        /// Network Advertising Initiative (US). Its tool ended on 2025-09-15; opt-outs made before stay in force.
        Nai = "nai",
    }
}

set_of! {
    /// A set of programmes.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::{Programme, ProgrammeSet};
    ///
    /// assert!(ProgrammeSet::ALL.contains(Programme::Nai));
    /// ```
    pub struct ProgrammeSet(u8) of Programme;
}

words! {
    /// How the backend knows of an opt-out, kept as evidence. A server sees most of them never; an unverified word
    /// still restricts.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(cookie_consent::Provenance::Visitor.as_str(), "visitor");
    /// ```
    #[non_exhaustive]
    pub enum Provenance ("a provenance") {
        /// The visitor said so on the site.
        Visitor = "visitor",
        /// A script in the browser saw it.
        Script = "script",
        /// An opt-out cookie of the vendor was seen.
        OptOutCookie = "opt-out-cookie",
        /// A token or list of the programme said so.
        Programme = "programme",
    }
}

/// Where an opt-out was made.
///
/// # Examples
///
/// ```
/// use cookie_consent::{OptOutControl, Programme};
///
/// assert_ne!(OptOutControl::Programme(Programme::Daa), OptOutControl::GoogleAnalyticsAddOn);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OptOutControl {
    /// At an industry programme: restricts interest-based advertising of the companies it covers.
    Programme(Programme),
    /// With a vendor's own tool: restricts that vendor's cookies.
    VendorTool,
    /// The browser add-on of Google Analytics or `ga-disable`: restricts the cookies of vendors whose tool it is.
    GoogleAnalyticsAddOn,
    /// Meta's account control over activity from other businesses. It decides what Meta does with data, not whether
    /// a site may set a cookie: it is noted and has no effect.
    MetaAccountControl,
}

/// Which companies an opt-out names.
///
/// # Examples
///
/// ```
/// use cookie_consent::Coverage;
///
/// assert_ne!(Coverage::AllParticipants, Coverage::Vendors(vec![]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "all, or those named")]
pub enum Coverage {
    /// Every company that takes part.
    AllParticipants,
    /// These companies, whether or not the policy lists them as participants.
    Vendors(Vec<VendorId>),
}

/// An opt-out outside the site, as far as the backend knows of it.
///
/// # Examples
///
/// ```
/// use cookie_consent::{Coverage, OptOut, OptOutControl, Programme, Provenance};
///
/// let opt_out = OptOut {
///     control: OptOutControl::Programme(Programme::Daa),
///     covers: Coverage::Vendors(vec!["adco".parse().unwrap()]),
///     since: None,
///     known_by: Provenance::Visitor,
/// };
/// assert_eq!(opt_out.known_by, Provenance::Visitor);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "an opt-out is these four facts")]
pub struct OptOut {
    /// Where it was made.
    pub control: OptOutControl,
    /// Whom it names.
    pub covers: Coverage,
    /// Since when, if known. Evidence only: an opt-out binds whatever its date.
    pub since: Option<UtcDateTime>,
    /// How the backend knows.
    pub known_by: Provenance,
}
