use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::consent::PolicyVersion;
use crate::cookie::VendorId;
use crate::visit::{Programme, ProgrammeSet, VendorTool};

/// A company behind cookies: what it takes part in, and how one opts out of it.
///
/// # Examples
///
/// ```
/// use cookie_consent::policy::Vendor;
/// use cookie_consent::visit::{Programme, VendorTool};
///
/// let adco = Vendor::new("adco", "AdCo Inc.").in_programme(Programme::Daa).tcf_id(91);
/// let analytics = Vendor::new("google-analytics", "Google Analytics").tool(VendorTool::GoogleAnalytics);
/// assert_ne!(adco, analytics);
/// assert_eq!((adco.id(), adco.name(), adco.gvl_id()), ("adco", "AdCo Inc.", Some(91)));
/// assert_eq!(adco.programmes(), Programme::Daa.into());
/// assert_eq!(analytics.opt_out_tool(), Some(VendorTool::GoogleAnalytics));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vendor {
    pub(crate) id: Box<str>,
    pub(crate) name: Box<str>,
    pub(crate) programmes: ProgrammeSet,
    pub(crate) tool: Option<VendorTool>,
    pub(crate) tcf_id: Option<u16>,
    pub(crate) atp_id: Option<u32>,
}

impl Vendor {
    /// A vendor by its id (see [`VendorId`]) and its name.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::Vendor;
    ///
    /// let adco = Vendor::new("adco", "AdCo Inc.");
    /// assert_eq!((adco.id(), adco.name(), adco.opt_out_tool()), ("adco", "AdCo Inc.", None));
    /// ```
    #[must_use]
    pub fn new(id: &str, name: &str) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            programmes: ProgrammeSet::EMPTY,
            tool: None,
            tcf_id: None,
            atp_id: None,
        }
    }

    /// It takes part in an opt-out programme.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::Vendor;
    /// use cookie_consent::visit::Programme;
    ///
    /// // said twice, it takes part in both
    /// let adco = Vendor::new("adco", "AdCo").in_programme(Programme::Daa).in_programme(Programme::Nai);
    /// assert!(adco.programmes().contains(Programme::Daa) && adco.programmes().contains(Programme::Nai));
    /// ```
    #[must_use]
    pub const fn in_programme(mut self, programme: Programme) -> Self {
        self.programmes = self.programmes.with(programme);
        self
    }

    /// It has an opt-out tool.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::policy::Vendor;
    /// use cookie_consent::visit::VendorTool;
    ///
    /// assert_eq!(Vendor::new("adco", "AdCo").tool(VendorTool::Own).opt_out_tool(), Some(VendorTool::Own));
    /// ```
    #[must_use]
    pub const fn tool(mut self, tool: VendorTool) -> Self {
        self.tool = Some(tool);
        self
    }

    /// Its id in the IAB's Global Vendor List.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(cookie_consent::policy::Vendor::new("adco", "AdCo").tcf_id(91).gvl_id(), Some(91));
    /// ```
    #[must_use]
    pub const fn tcf_id(mut self, id: u16) -> Self {
        self.tcf_id = Some(id);
        self
    }

    /// Its id as an ad technology provider of Google, for a company that is not in the Global Vendor List. An
    /// Additional Consent string beside a TC string then speaks of it. One that has an id in the list too is held
    /// against the TC string alone.
    ///
    /// # Examples
    ///
    /// ```
    /// let other = cookie_consent::policy::Vendor::new("otherads", "OtherAds").atp_id(89);
    /// assert_eq!(other.google_id(), Some(89));
    /// ```
    #[must_use]
    pub const fn atp_id(mut self, id: u32) -> Self {
        self.atp_id = Some(id);
        self
    }

    /// Its id in this policy, in records and in opt-outs.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its name, for people.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The opt-out programmes that it takes part in.
    #[must_use]
    pub const fn programmes(&self) -> ProgrammeSet {
        self.programmes
    }

    /// Its opt-out tool, if it has one.
    #[must_use]
    pub const fn opt_out_tool(&self) -> Option<VendorTool> {
        self.tool
    }

    /// Its id in the Global Vendor List, as given by [`tcf_id`](Self::tcf_id).
    #[must_use]
    pub const fn gvl_id(&self) -> Option<u16> {
        self.tcf_id
    }

    /// Its id at Google, as given by [`atp_id`](Self::atp_id).
    #[must_use]
    pub const fn google_id(&self) -> Option<u32> {
        self.atp_id
    }
}

/// What deciding needs to know of a vendor.
#[derive(Clone, Debug)]
pub(crate) struct VendorFacts {
    pub(crate) id: VendorId,
    pub(crate) programmes: ProgrammeSet,
    pub(crate) tool: Option<VendorTool>,
    pub(crate) tcf_id: Option<u16>,
    pub(crate) atp_id: Option<u32>,
    /// The versions of the policy in which the vendor changed materially, ascending.
    pub(crate) material: Vec<PolicyVersion>,
}

impl VendorFacts {
    /// The last material change up to a version.
    pub(crate) fn last_material(&self, current: PolicyVersion) -> Option<PolicyVersion> {
        self.material.iter().rev().copied().find(|version| *version <= current)
    }
}
