use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::{Member, PageScope};
use crate::cookie::{HostName, path_matches, percent_decoded};
use crate::visit::MemberId;

/// The pages of all Members, by host and path: finding whose a page is takes the same time for one Member as for
/// thousands, and for the longest host and path as for any other.
#[derive(Clone, Debug)]
pub(super) struct Pages {
    /// In the order of hosts and paths, the paths as they are [compared](normal).
    owned: Box<[(PageScope, MemberId)]>,
    /// In the order of their names.
    hosts: Box<[Host]>,
    longest_host: usize,
}

/// The pages of one host.
#[derive(Clone, Debug)]
struct Host {
    name: Box<str>,
    start: usize,
    end: usize,
    /// How long its paths are, the longest first, each once: no other beginnings of a path need be asked about.
    lengths: Box<[usize]>,
}

/// Whose a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner<'p> {
    Site,
    Member(&'p MemberId),
    /// On a host with pages of Members, and too long to be told.
    Untold,
}

/// No server takes a longer path; of one that is longer whose it is cannot be told in a bounded time.
const LONGEST: usize = 8_192;

impl Pages {
    /// Of Members whose ids were checked.
    pub(super) fn of(members: &[Member]) -> Self {
        let claims = members.iter().filter_map(|member| Some((member, member.id().parse::<MemberId>().ok()?)));
        let pages = |member: &Member| {
            let normal = |page: &PageScope| PageScope::new(page.host(), &normal(page.path()));
            member.pages.iter().map(normal).collect::<Vec<_>>()
        };
        let mut owned: Vec<(PageScope, MemberId)> =
            claims.flat_map(|(member, id)| pages(member).into_iter().map(move |page| (page, id.clone()))).collect();
        owned.sort();
        let mut hosts: Vec<Host> = Vec::new();
        let mut start = 0_usize;
        for pages in owned.chunk_by(|(one, _), (other, _)| one.host == other.host) {
            let end = start.saturating_add(pages.len());
            let mut lengths: Vec<usize> = pages.iter().map(|(page, _)| page.path().len()).collect();
            lengths.sort_unstable_by(|one, other| other.cmp(one));
            lengths.dedup();
            let name = pages.first().map(|(page, _)| page.host.clone()).unwrap_or_default();
            hosts.push(Host { name, start, end, lengths: lengths.into() });
            start = end;
        }
        let longest_host = hosts.iter().map(|host| host.name.len()).max().unwrap_or(0);
        Self { owned: owned.into(), hosts: hosts.into(), longest_host }
    }

    /// Whose page it is: of those who claim it the one who names the longest host, and then the longest path.
    pub(super) fn owner(&self, host: &str, path: &str) -> Owner<'_> {
        let host = HostName::new(without_service(host));
        let named = host.scopes().filter(|scope| scope.len() <= self.longest_host);
        let mut hosts = named.filter_map(|scope| self.host(scope)).peekable();
        if hosts.peek().is_none() {
            return Owner::Site;
        }
        if path.len() > LONGEST {
            return Owner::Untold;
        }
        let path = normal(path);
        hosts.find_map(|host| self.of_path(host, &path)).map_or(Owner::Site, Owner::Member)
    }

    fn host(&self, name: &str) -> Option<&Host> {
        self.hosts.binary_search_by(|host| in_any_case(&host.name, name)).ok().and_then(|at| self.hosts.get(at))
    }

    fn of_path(&self, host: &Host, path: &str) -> Option<&MemberId> {
        let pages = self.owned.get(host.start..host.end)?;
        let scopes = host.lengths.iter().filter_map(|len| path.get(..*len));
        scopes.filter(|scope| path_matches(path, scope)).find_map(|scope| {
            let at = pages.binary_search_by(|(page, _)| page.path().cmp(scope)).ok()?;
            pages.get(at).map(|(_, member)| member)
        })
    }
}

/// Declared hosts are in lower case; the host of a request may be in any.
fn in_any_case(declared: &str, host: &str) -> Ordering {
    declared.bytes().cmp(host.bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// `courses.edx.org:https` names its port by the service.
fn without_service(host: &str) -> &str {
    host.rsplit_once(':').map(|(name, _)| name).filter(|name| !name.contains([':', '['])).unwrap_or(host)
}

/// A path as servers understand it, so that no other spelling leaves a Member's pages: without query and fragment,
/// percent-decoded, without parameters of segments, empty segments and dots (RFC 3986, section 6.2.2). What a server
/// might read in two ways is read as the one that can be a Member's: there less is allowed. Case is left alone.
fn normal(path: &str) -> Cow<'_, str> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() {
        return Cow::Borrowed("/");
    }
    let odd = |pair: &[u8]| matches!(pair, [b'%' | b';' | b'\\', _] | [b'/', b'/' | b'.']);
    if !path.as_bytes().windows(2).any(odd) && !path.ends_with([';', '\\']) {
        return Cow::Borrowed(path);
    }
    // what is no UTF-8 is replaced
    let decoded = percent_decoded(path.as_bytes());
    let decoded = String::from_utf8_lossy(&decoded);
    let mut segments: Vec<&str> = Vec::new();
    let mut is_folder = false;
    for segment in decoded.split(['/', '\\']) {
        let name = segment.split(';').next().unwrap_or_default();
        is_folder = matches!(name, "" | "." | "..");
        match name {
            "" | "." => {}
            ".." => drop(segments.pop()),
            name => segments.push(name),
        }
    }
    let mut normal = String::new();
    for segment in &segments {
        normal.push('/');
        normal.push_str(segment);
    }
    if is_folder {
        normal.push('/');
    }
    Cow::Owned(normal)
}
