use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::{Member, PageScope};
use crate::cookie::{HostName, path_scopes};
use crate::visit::MemberId;

/// The pages of all Members, by host and path: finding whose a page is takes the same time for one Member as for
/// thousands.
#[derive(Clone, Debug)]
pub(super) struct Pages {
    /// In the order of hosts and paths.
    owned: Box<[(PageScope, MemberId)]>,
    longest_path: usize,
}

impl Pages {
    /// Of Members whose ids were checked.
    pub(super) fn of(members: &[Member]) -> Self {
        let claims = members.iter().filter_map(|member| Some((member, member.id().parse::<MemberId>().ok()?)));
        let mut owned: Vec<(PageScope, MemberId)> =
            claims.flat_map(|(member, id)| member.pages.iter().map(move |page| (page.clone(), id.clone()))).collect();
        owned.sort();
        let longest_path = owned.iter().map(|(page, _)| page.path().len()).max().unwrap_or(0);
        Self { owned: owned.into(), longest_path }
    }

    /// Whose page it is: of those who claim it the one who names the longest host, and then the longest path.
    pub(super) fn owner(&self, host: HostName<'_>, path: &str) -> Option<&MemberId> {
        if self.owned.is_empty() {
            return None;
        }
        host.scopes().find_map(|host| path_scopes(path, self.longest_path).find_map(|path| self.at(host, path)))
    }

    fn at(&self, host: &str, path: &str) -> Option<&MemberId> {
        let order =
            |(page, _): &(PageScope, MemberId)| in_any_case(page.host(), host).then_with(|| page.path().cmp(path));
        self.owned.binary_search_by(order).ok().and_then(|at| self.owned.get(at)).map(|(_, member)| member)
    }
}

/// Declared hosts are in lower case; the host of a request may be in any.
fn in_any_case(declared: &str, host: &str) -> Ordering {
    declared.bytes().cmp(host.bytes().map(|byte| byte.to_ascii_lowercase()))
}
