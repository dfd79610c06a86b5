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
    #[must_use]
    pub const fn in_programme(mut self, programme: Programme) -> Self {
        self.programmes = self.programmes.with(programme);
        self
    }

    /// It has an opt-out tool.
    #[must_use]
    pub const fn tool(mut self, tool: VendorTool) -> Self {
        self.tool = Some(tool);
        self
    }

    /// Its id in the IAB's Global Vendor List.
    #[must_use]
    pub const fn tcf_id(mut self, id: u16) -> Self {
        self.tcf_id = Some(id);
        self
    }

    /// Its id as an ad technology provider of Google, for a company that is not in the Global Vendor List. An Additional
    /// Consent string beside a TC string then speaks of it. One that has an id in the list too is held against the TC
    /// string alone.
    ///
    /// # Examples
    ///
    /// ```
    /// let other = cookie_consent::policy::Vendor::new("otherads", "OtherAds").atp_id(89);
    /// # let _ = other;
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
