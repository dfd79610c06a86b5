use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::str;

use super::RequestUri;
use super::line::name_and_value;
use crate::cookie::Cookie;
use crate::cookie::scan::split;
use crate::decision::InputSet;
use crate::policy::Declaration;
use crate::visitor::Visitor;

/// A line of the `Cookie` header, with what may be passed on of it.
///
/// # Examples
///
/// ```
/// use cookie_consent::enforce::RequestUri;
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::visit::{BrowserMode, Signals};
/// use cookie_consent::{Age, Category, Consent, Place, Policy, Visit};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
///     .declare(Declaration::new("_fbp", Category::Targeting))
///     .build()
///     .unwrap();
/// let now = utc_datetime!(2026-11-23 12:00);
/// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
/// let visitor = policy.visitor(visit.region("FR".parse().unwrap()), Consent::Absent);
/// let uri = RequestUri::first_party("www.edx.org", "/courses/cs101");
///
/// let incoming = visitor.cookie_header(&uri, b"_fbp=fb.1.1; sessionid=\"3f9a\"; nobody=knows");
/// assert_eq!(incoming.line(), Some(b"sessionid=\"3f9a\"".as_slice()));
/// // nothing of this one may be passed on: then there is no header
/// assert_eq!(visitor.cookie_header(&uri, b"_fbp=fb.1.1").line(), None);
/// ```
#[must_use = "a header that is passed on without its answer protects nobody"]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Incoming<'l> {
    line: Option<Cow<'l, [u8]>>,
    dropped: usize,
    consulted: InputSet,
}

impl<'l> Incoming<'l> {
    /// The line to pass on, if anything of it is to be.
    #[must_use]
    pub fn line(&self) -> Option<&[u8]> {
        self.line.as_deref()
    }

    /// The same, owned only where something was left out.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::borrow::Cow;
    ///
    /// use cookie_consent::Visitor;
    /// use cookie_consent::enforce::RequestUri;
    ///
    /// fn passed_on<'l>(visitor: &Visitor<'_>, uri: &RequestUri<'_>, lines: &[&'l [u8]]) -> Vec<Cow<'l, [u8]>> {
    ///     lines.iter().filter_map(|line| visitor.cookie_header(uri, line).into_line()).collect()
    /// }
    /// ```
    #[must_use]
    pub fn into_line(self) -> Option<Cow<'l, [u8]>> {
        self.line
    }

    /// How many cookies are left out.
    #[must_use]
    pub const fn dropped(&self) -> usize {
        self.dropped
    }

    /// Which inputs the answers read: whatever is made of the line depends on them.
    #[must_use]
    pub const fn consulted(&self) -> InputSet {
        self.consulted
    }
}

/// Never the line, which holds values.
impl core::fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let len = self.line().map(<[u8]>::len);
        f.debug_struct("Incoming").field("len", &len).field("dropped", &self.dropped).finish_non_exhaustive()
    }
}

impl Visitor<'_> {
    /// What of a line of the `Cookie` header may go on to whoever stands behind: a Member's server, a vendor's endpoint.
    /// The visitor is at that [place](crate::Place). Order and bytes of what is left are kept; several lines are asked
    /// for one by one.
    ///
    /// The header tells neither for which of its hosts and paths a cookie was set. So where the policy has several
    /// declarations for one name on the way up from this host and path, each of them must allow it.
    ///
    /// # Examples
    ///
    /// See [`Incoming`].
    pub fn cookie_header<'l>(&self, uri: &RequestUri<'_>, line: &'l [u8]) -> Incoming<'l> {
        let mut consulted = InputSet::EMPTY;
        let mut dropped = 0_usize;
        // as long as nothing is left out, the line is what is kept of it
        let mut kept: Option<Vec<u8>> = None;
        let mut seen = 0_usize;
        for piece in split(line, b';') {
            let may_go_on = match name_and_value(piece) {
                // not a cookie
                ([], []) => true,
                (name, _) => self.may_go_on(uri, name, &mut consulted),
            };
            if !may_go_on {
                dropped = dropped.saturating_add(1);
                // without the separator before this piece
                kept.get_or_insert_with(|| line.get(..seen.saturating_sub(1)).unwrap_or_default().into());
            } else if let Some(kept) = &mut kept {
                let piece = if kept.is_empty() { piece.strip_prefix(b" ").unwrap_or(piece) } else { piece };
                if !kept.is_empty() {
                    kept.push(b';');
                }
                kept.extend_from_slice(piece);
            }
            // with the separator, which is not there after the last one
            seen = seen.saturating_add(piece.len()).saturating_add(1);
        }
        let line = match kept {
            None => Some(Cow::Borrowed(line)),
            Some(kept) => (!kept.is_empty()).then_some(Cow::Owned(kept)),
        };
        Incoming { line, dropped, consulted }
    }

    fn may_go_on(&self, uri: &RequestUri<'_>, name: &[u8], consulted: &mut InputSet) -> bool {
        let Ok(name) = str::from_utf8(name) else { return false };
        let mut may = |cookie: &Cookie<'_>| {
            let decision = self.decide(cookie);
            *consulted = consulted.union(decision.consulted());
            decision.is_allowed()
        };
        // whatever declares it for a host or a path above declares it for this one, if nothing closer does
        let here = uri.sent(name, uri.host, uri.paths().next().unwrap_or_default());
        let lines = |cookie: &Cookie<'_>| {
            self.policy().declarations_of(self.visit().place(), cookie).map(core::ptr::from_ref::<Declaration>)
        };
        let is_of_other_lines = |cookie: &Cookie<'_>| lines(cookie).next().is_some() && lines(cookie).ne(lines(&here));
        may(&here)
            && (lines(&here).next().is_none()
                || uri.sources(name).filter(is_of_other_lines).all(|elsewhere| may(&elsewhere)))
    }
}
