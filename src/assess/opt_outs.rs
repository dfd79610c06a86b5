use super::Facts;
use crate::policy::{Listing, VendorFacts};
use crate::reason::{Reason, ReasonSet};
use crate::visit::{Coverage, OptOut, OptOutControl, ProgrammeSet, VendorTool};

/// R7: what opt-outs outside the site mean for a cookie; the same in every region.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OptOuts {
    pub(super) programmes: ProgrammeSet,
    pub(super) tool: Option<VendorTool>,
    pub(super) also: ReasonSet,
    /// One of them has no effect on what a site may set.
    pub(crate) without_effect: bool,
}

impl Facts<'_> {
    pub(crate) fn opt_outs(&self, listing: &Listing) -> OptOuts {
        let mut found =
            OptOuts { programmes: ProgrammeSet::EMPTY, tool: None, also: ReasonSet::EMPTY, without_effect: false };
        for opt_out in self.visit.opt_outs() {
            for vendor in self.policy.vendors(listing) {
                found.add(opt_out, vendor);
            }
        }
        found
    }
}

impl OptOuts {
    fn add(&mut self, opt_out: &OptOut, vendor: &VendorFacts) {
        let named = |takes_part: bool| match &opt_out.covers {
            Coverage::AllParticipants => takes_part,
            Coverage::Vendors(vendors) => vendors.contains(&vendor.id),
        };
        match opt_out.control {
            OptOutControl::Programme(programme) if named(vendor.programmes.contains(programme)) => {
                self.programmes = self.programmes.with(programme);
            }
            OptOutControl::VendorTool if named(vendor.tool.is_some()) => {
                self.add_tool(vendor.tool.unwrap_or(VendorTool::Own));
            }
            // it is the tool of one vendor, whatever else is named
            OptOutControl::GoogleAnalyticsAddOn if vendor.tool == Some(VendorTool::GoogleAnalytics) || named(false) => {
                self.add_tool(VendorTool::GoogleAnalytics);
            }
            OptOutControl::MetaAccountControl => self.without_effect |= named(true),
            OptOutControl::Programme(_) | OptOutControl::VendorTool | OptOutControl::GoogleAnalyticsAddOn => {}
        }
    }

    fn add_tool(&mut self, tool: VendorTool) {
        self.also = self.also.with(Reason::vendor_tool(tool));
        self.tool = Some(self.tool.map_or(tool, |known| known.min(tool)));
    }
}
