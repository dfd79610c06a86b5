use alloc::vec::Vec;

use time::UtcDateTime;

use crate::vocabulary::{set_of, spelled};

/// The purposes of the Transparency and Consent Framework, as a policy's uses need them.
///
/// # Examples
///
/// ```
/// use cookie_consent::visit::{TcfPurpose, TcfPurposes};
///
/// let consented = TcfPurposes::of(&[TcfPurpose::P1, TcfPurpose::P7]);
/// assert!(!consented.contains(TcfPurpose::P8));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TcfPurpose {
    /// Store or access information on a device.
    P1,
    /// Use limited data to select advertising.
    P2,
    /// Create profiles for personalised advertising.
    P3,
    /// Use profiles to select personalised advertising.
    P4,
    /// Create profiles to personalise content.
    P5,
    /// Use profiles to select personalised content.
    P6,
    /// Measure advertising performance.
    P7,
    /// Measure content performance.
    P8,
    /// Understand audiences through statistics.
    P9,
    /// Develop and improve services.
    P10,
    /// Use limited data to select content.
    P11,
}

spelled! {
    TcfPurpose ("a TCF purpose") {
        P1 = "1", P2 = "2", P3 = "3", P4 = "4", P5 = "5", P6 = "6", P7 = "7", P8 = "8", P9 = "9", P10 = "10",
        P11 = "11",
    }
}

set_of! {
    /// A set of purposes.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(cookie_consent::visit::TcfPurposes::ALL.len(), 11);
    /// ```
    pub struct TcfPurposes(u16) of TcfPurpose;
}

/// What a TC string says of one vendor.
///
/// # Examples
///
/// ```
/// use cookie_consent::visit::{TcfPurposes, TcfVendor};
///
/// let vendor = TcfVendor { id: 1, consented: true, disclosed: true, restricted: TcfPurposes::EMPTY };
/// assert!(vendor.consented);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "the bits that a TC string holds for a vendor")]
pub struct TcfVendor {
    /// The vendor's id in the Global Vendor List.
    pub id: u16,
    /// Its consent bit.
    pub consented: bool,
    /// Its bit in the DisclosedVendors segment.
    pub disclosed: bool,
    /// Purposes for which a publisher restriction forbids it, or forbids it to rely on consent.
    pub restricted: TcfPurposes,
}

/// What a TC string says, as far as decisions need it. The string itself is read elsewhere, and never written.
///
/// # Examples
///
/// ```
/// use cookie_consent::visit::{Tcf, TcfPurposes, TcfVendor};
/// use time::macros::utc_datetime;
///
/// let tcf = Tcf {
///     last_updated: utc_datetime!(2026-11-01 00:00),
///     policy_version: 5,
///     service_specific: true,
///     purpose_one_treatment: false,
///     has_disclosed_vendors: true,
///     purposes: TcfPurposes::ALL,
///     vendors: vec![TcfVendor { id: 1, consented: true, disclosed: true, restricted: TcfPurposes::EMPTY }],
///     additional_consent: None,
/// };
/// assert!(tcf.vendor(1).is_some());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "each field can veto, so each must be stated")]
pub struct Tcf {
    /// `LastUpdated`: a day, at 00:00 UTC.
    pub last_updated: UtcDateTime,
    /// `TcfPolicyVersion`.
    pub policy_version: u8,
    /// `IsServiceSpecific`.
    pub service_specific: bool,
    /// `PurposeOneTreatment`: Purpose 1 was not disclosed, because local law does not need it.
    pub purpose_one_treatment: bool,
    /// Whether the DisclosedVendors segment is there.
    pub has_disclosed_vendors: bool,
    /// Purposes consented to.
    pub purposes: TcfPurposes,
    /// What it says of the vendors that the policy knows; one that is missing here has neither bit.
    pub vendors: Vec<TcfVendor>,
    /// The ad technology providers of Google, by their ids, that the Additional Consent string beside it consents to,
    /// of those that the policy knows ([`Vendor::atp_id`](crate::policy::Vendor::atp_id)). `None` if there is no such
    /// string: then nothing is said of them. An empty list vetoes them all.
    pub additional_consent: Option<Vec<u32>>,
}

impl Tcf {
    /// What a string says that is there and cannot be read. It is not of this site, for all that is known, so it vetoes
    /// wherever a TC string speaks; elsewhere it says nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(!cookie_consent::visit::Tcf::UNRELIABLE.service_specific);
    /// ```
    pub const UNRELIABLE: Self = Self {
        last_updated: UtcDateTime::UNIX_EPOCH,
        policy_version: 0,
        service_specific: false,
        purpose_one_treatment: false,
        has_disclosed_vendors: false,
        purposes: TcfPurposes::EMPTY,
        vendors: Vec::new(),
        additional_consent: None,
    };

    /// What two strings say together. Nobody knows which of two that differ is the newer, so neither is relied on, and
    /// everything counts as refused by the later of the days, since one of them may refuse it. And of two that differ only in the Additional Consent beside them, as where one has none, that consents to nobody.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{Tcf, TcfPurpose};
    ///
    /// let one = Tcf { purposes: TcfPurpose::P1.into(), ..Tcf::UNRELIABLE };
    /// let two = Tcf { additional_consent: Some(vec![70]), ..one.clone() };
    /// assert_eq!(one.clone().union(one.clone()), one);
    /// assert_eq!(one.clone().union(two.clone()), Tcf { additional_consent: Some(vec![]), ..one.clone() });
    /// assert_eq!(one.union(Tcf { policy_version: 5, ..two }).purposes, Tcf::UNRELIABLE.purposes);
    /// ```
    #[must_use]
    pub fn union(mut self, mut other: Self) -> Self {
        let (ours, theirs) = (self.additional_consent.take(), other.additional_consent.take());
        let string = if self == other {
            self
        } else {
            Self {
                last_updated: self.last_updated.max(other.last_updated),
                policy_version: self.policy_version.max(other.policy_version),
                ..Self::UNRELIABLE
            }
        };
        Self { additional_consent: if ours == theirs { ours } else { Some(Vec::new()) }, ..string }
    }

    /// Whether it says anything: no framework has had the version 0.
    pub(crate) const fn is_readable(&self) -> bool {
        self.policy_version != 0
    }

    /// What it says of one vendor.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::Tcf;
    ///
    /// assert_eq!(Tcf::UNRELIABLE.vendor(91), None);
    /// ```
    #[must_use]
    pub fn vendor(&self, id: u16) -> Option<&TcfVendor> {
        self.vendors.iter().find(|vendor| vendor.id == id)
    }
}
