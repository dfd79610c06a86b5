use alloc::vec::Vec;

use time::UtcDateTime;

use crate::cookie::VendorId;
use crate::vocabulary::{set_of, spelled};

/// The industry's opt-out programmes. Each covers interest-based advertising by its participating companies, for
/// one browser or person: never "no cookies", "no analytics" or "no ads".
///
/// # Examples
///
/// ```
/// assert_eq!("edaa".parse(), Ok(cookie_consent::visit::Programme::Edaa));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Programme {
    /// Digital Advertising Alliance (US).
    Daa,
    /// European Interactive Digital Advertising Alliance.
    Edaa,
    /// Network Advertising Initiative (US). Its tool ended on 2025-09-15; opt-outs made before stay in force.
    Nai,
}

spelled! {
    Programme ("an opt-out programme") {
        Daa = "daa", Edaa = "edaa", Nai = "nai",
    }
}

set_of! {
    /// A set of programmes.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{Programme, ProgrammeSet};
    ///
    /// assert!(ProgrammeSet::ALL.contains(Programme::Nai));
    /// ```
    pub struct ProgrammeSet(u8) of Programme;
}

/// A company's own way of opting out, where one has an effect on the site.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::visit::VendorTool::GoogleAnalytics.as_str(), "google-analytics");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum VendorTool {
    /// The browser add-on of Google Analytics, or `ga-disable` on the page.
    GoogleAnalytics,
    /// A tool of the vendor's own.
    Own,
}

spelled! {
    VendorTool ("a vendor's opt-out tool") {
        GoogleAnalytics = "google-analytics", Own = "own",
    }
}

/// How the backend knows of an opt-out, kept as evidence. A server sees most of them never; an unverified word
/// still restricts.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::visit::Provenance::Visitor.as_str(), "visitor");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Provenance {
    /// The visitor said so on the site.
    Visitor,
    /// A script in the browser saw it.
    Script,
    /// An opt-out cookie of the vendor was seen.
    OptOutCookie,
    /// A token or list of the programme said so.
    Programme,
}

spelled! {
    Provenance ("a provenance") {
        Visitor = "visitor", Script = "script", OptOutCookie = "opt-out-cookie", Programme = "programme",
    }
}

/// Where an opt-out was made.
///
/// # Examples
///
/// ```
/// use cookie_consent::visit::{OptOutControl, Programme};
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
/// use cookie_consent::visit::Coverage;
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
/// use cookie_consent::visit::{Coverage, OptOut, OptOutControl, Programme, Provenance};
///
/// let opt_out = OptOut {
///     control: OptOutControl::Programme(Programme::Daa),
///     covers: Coverage::AllParticipants,
///     since: None,
///     known_by: Provenance::Visitor,
/// };
/// assert_eq!(opt_out, OptOut::at(Programme::Daa, Provenance::Visitor));
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

impl OptOut {
    /// An opt-out at a programme, of every company that takes part: what the visitor reports, or what a token of the
    /// programme says.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{OptOut, Programme, Provenance};
    ///
    /// let told = OptOut::at(Programme::Edaa, Provenance::Visitor);
    /// let token = OptOut::at(Programme::Daa, Provenance::Programme).naming(["adco".parse().unwrap()]);
    /// assert_ne!(told.covers, token.covers);
    /// ```
    #[must_use]
    pub const fn at(programme: Programme, known_by: Provenance) -> Self {
        Self::through(OptOutControl::Programme(programme), Coverage::AllParticipants, known_by)
    }

    /// An opt-out with one company's own tool, for instance by its opt-out cookie.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{OptOut, OptOutControl, Provenance};
    ///
    /// let opt_out = OptOut::with_vendor("hotjar".parse().unwrap(), Provenance::OptOutCookie);
    /// assert_eq!(opt_out.control, OptOutControl::VendorTool);
    /// ```
    #[must_use]
    pub fn with_vendor(vendor: VendorId, known_by: Provenance) -> Self {
        Self::through(OptOutControl::VendorTool, Coverage::Vendors(Vec::from([vendor])), known_by)
    }

    /// Google Analytics is switched off: by its browser add-on, or by `window['ga-disable-…']` on the site's pages.
    /// A server sees neither; a script can report it ([`Provenance::Script`]).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{OptOut, OptOutControl, Provenance};
    ///
    /// let reported = OptOut::from_google_analytics(Provenance::Script);
    /// assert_eq!(reported.control, OptOutControl::GoogleAnalyticsAddOn);
    /// ```
    #[must_use]
    pub const fn from_google_analytics(known_by: Provenance) -> Self {
        Self::through(OptOutControl::GoogleAnalyticsAddOn, Coverage::AllParticipants, known_by)
    }

    const fn through(control: OptOutControl, covers: Coverage, known_by: Provenance) -> Self {
        Self { control, covers, since: None, known_by }
    }

    /// The same opt-out, of these companies only.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{Coverage, OptOut, Programme, Provenance};
    ///
    /// // told by the visitor, who opted out of one company alone
    /// let opt_out = OptOut::at(Programme::Daa, Provenance::Visitor).naming(["adco".parse().unwrap()]);
    /// assert!(matches!(opt_out.covers, Coverage::Vendors(vendors) if vendors.len() == 1));
    /// ```
    #[must_use]
    pub fn naming(self, vendors: impl IntoIterator<Item = VendorId>) -> Self {
        Self { covers: Coverage::Vendors(vendors.into_iter().collect()), ..self }
    }

    /// The same opt-out with the time it was made.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{OptOut, Programme, Provenance};
    /// use time::macros::utc_datetime;
    ///
    /// let opt_out = OptOut::at(Programme::Daa, Provenance::Visitor).since(utc_datetime!(2026-11-01 09:30));
    /// assert_eq!(opt_out.since, Some(utc_datetime!(2026-11-01 09:30)));
    /// ```
    #[must_use]
    pub fn since(self, since: UtcDateTime) -> Self {
        Self { since: Some(since), ..self }
    }
}
