use alloc::collections::BTreeSet;
use alloc::vec::{self, Vec};
use core::{fmt, str};

use super::line::MAX_VALUE;
use super::{Removable, RequestUri};
use crate::consent::Consent;
use crate::cookie::{Cookie, Party, Prefix};
use crate::decision::{Decision, Existing, Input, InputSet};
use crate::policy::Declaration;
use crate::read::Cookies;
use crate::visit::UsPrivacySignal;
use crate::visitor::Visitor;

/// One `Set-Cookie` line that removes a cookie; it is written by [`Display`](fmt::Display).
///
/// # Examples
///
/// See [`Visitor::removals`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Removal<'a> {
    cookie: Cookie<'a>,
    /// Whether it was set for the host and those below it, or for the host alone.
    is_for_domain: bool,
    is_partitioned: bool,
    decision: Decision,
}

impl<'a> Removal<'a> {
    /// The cookie that it removes, if it was set for this host and path.
    #[must_use]
    pub const fn cookie(&self) -> Cookie<'a> {
        self.cookie
    }

    /// Why it goes.
    pub const fn decision(&self) -> Decision {
        self.decision
    }
}

impl fmt::Display for Removal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cookie { name, host, path, party, .. } = self.cookie;
        let prefix = Prefix::of(name.as_bytes());
        write!(f, "{name}=; Path={path}")?;
        if self.is_for_domain {
            write!(f, "; Domain={host}")?;
        }
        f.write_str("; Max-Age=0")?;
        // without it a browser takes the line by plain `http` too
        if prefix.secure || self.is_partitioned || party == Party::Third {
            f.write_str("; Secure")?;
        }
        if prefix.http {
            f.write_str("; HttpOnly")?;
        }
        // else a browser ignores the line in a frame or for an image (RFC 6265bis, section 5.7, step 18)
        if party == Party::Third {
            f.write_str("; SameSite=None")?;
        }
        f.write_str(if self.is_partitioned { "; Partitioned" } else { "" })
    }
}

/// What a visitor says no by, of what [`Existing::Remove`] counts.
const MAY_SAY_NO: InputSet = InputSet::of(&[Input::Consent, Input::Gpp, Input::UsPrivacy]);

/// The removals of a request: an iterator of [`Removal`]s, those of one cookie together.
///
/// # Examples
///
/// See [`Visitor::removals`].
#[must_use = "removals that are not sent remove nothing"]
#[derive(Clone, Debug)]
pub struct Removals<'a> {
    lines: vec::IntoIter<Removal<'a>>,
    consulted: InputSet,
}

impl Removals<'_> {
    /// Which inputs the answers read, also where nothing is removed.
    #[must_use]
    pub const fn consulted(&self) -> InputSet {
        self.consulted
    }
}

impl<'a> Iterator for Removals<'a> {
    type Item = Removal<'a>;

    fn next(&mut self) -> Option<Removal<'a>> {
        self.lines.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.lines.size_hint()
    }
}

impl ExactSizeIterator for Removals<'_> {}

impl<'a> Visitor<'a> {
    /// The lines that remove the cookies of a request to which the visitor said no: refused, withdrawn, objected to,
    /// opted out of ([`Existing::Remove`]). What merely has no ground now ([`Existing::Leave`]) is never removed.
    ///
    /// The header does not tell for which host and path a cookie was set, and only the same ones remove it. So there is a
    /// line for the host alone and for each domain that the site owns, with `Path=/` and the paths that are declared for
    /// the name; each only where the answer is to remove it. What is on another path of the site, of another party, or no
    /// cookie is out of reach here: see [`beyond_reach`](Self::beyond_reach).
    ///
    /// A response has room for some dozen lines. They may be cut off (`take`): what is still there comes again with the
    /// next request.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::enforce::{Removable, RequestUri};
    /// use cookie_consent::read::{Headers, Managers};
    /// use cookie_consent::{Age, ConsentEvent, Policy};
    /// use time::macros::utc_datetime;
    ///
    /// let document = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/policies/edx.json"));
    /// let policy: Policy = serde_json::from_str(document).unwrap();
    /// let now = utc_datetime!(2026-11-23 12:00);
    /// let refusal = ConsentEvent::reject_all(now, policy.version_at(now));
    /// let record = cookie_consent::ConsentRecord::first(&refusal);
    /// let header = format!("sessionid=3f9a; _fbp=fb.1.1; edx_consent={record}");
    ///
    /// let headers = Headers::new([("Cookie", header.as_str())]);
    /// let request = policy.read(now, &headers, Managers::NONE);
    /// let visitor = request.visitor(policy.place("www.edx.org", "/"), Age::Unknown, &[]);
    /// let uri = RequestUri::first_party("www.edx.org", "/");
    ///
    /// let removals = visitor.removals(&uri, &Removable::of_domains(&["edx.org"]), headers.cookies().unwrap());
    /// let lines: Vec<String> = removals.map(|removal| removal.to_string()).collect();
    /// assert_eq!(lines, [
    ///     "_fbp=; Path=/; Max-Age=0",
    ///     "_fbp=; Path=/; Domain=www.edx.org; Max-Age=0",
    ///     "_fbp=; Path=/; Domain=edx.org; Max-Age=0",
    /// ]);
    /// ```
    pub fn removals<'c>(&self, uri: &RequestUri<'c>, removable: &Removable<'_>, cookies: &Cookies<'c>) -> Removals<'c>
    where
        'a: 'c,
    {
        let mut lines = Vec::new();
        let mut consulted = InputSet::EMPTY;
        let names = cookies.pairs().filter_map(|pair| str::from_utf8(pair.name()).ok());
        if !self.may_have_said_no() {
            let consulted = if names.count() == 0 { InputSet::EMPTY } else { MAY_SAY_NO };
            return Removals { lines: lines.into_iter(), consulted };
        }
        // each once, and none that would not be the same in a line
        for name in names.filter(|name| !name.is_empty() && is_written(name)).collect::<BTreeSet<_>>() {
            let is_of_host = Prefix::of(name.as_bytes()).host;
            let domains = uri.hosts().filter(|host| !is_of_host && removable.owns(host)).map(|host| (host, true));
            for (host, is_for_domain) in core::iter::once((uri.host, false)).chain(domains) {
                let paths = self.removed_paths(uri, removable, name, host);
                for path in paths.into_iter().filter(|path| !is_of_host || *path == "/") {
                    let cookie = uri.sent(name, host, path);
                    let decision = self.decide(&cookie);
                    consulted = consulted.union(decision.consulted());
                    if decision.existing() == Existing::Remove && (removable.undeclared || self.declares(&cookie)) {
                        let line = Removal { cookie, is_for_domain, is_partitioned: false, decision };
                        let is_kept_apart = removable.partitioned || uri.party == Party::Third;
                        let apart = is_kept_apart.then_some(Removal { is_partitioned: true, ..line });
                        lines.extend([line].into_iter().chain(apart));
                    }
                }
            }
        }
        Removals { lines: lines.into_iter(), consulted }
    }

    /// Whether anything can be to be removed. Of most visitors nothing is, and then no cookie of theirs is looked at.
    fn may_have_said_no(&self) -> bool {
        let signals = self.visit().signals();
        signals.gpp().opted_out()
            || signals.us_privacy() == UsPrivacySignal::OptedOut
            || matches!(self.consent(), Consent::Given(record) if record.restricts())
    }

    fn declares(&self, cookie: &Cookie<'_>) -> bool {
        self.policy().declarations_of(self.visit().place(), cookie).next().is_some()
    }

    /// The paths for which a cookie of the request is removed: `/`, those that are declared for it, and the folders.
    fn removed_paths<'c>(
        &self,
        uri: &RequestUri<'c>,
        removable: &Removable<'_>,
        name: &str,
        host: &str,
    ) -> BTreeSet<&'c str>
    where
        'a: 'c,
    {
        let (policy, place) = (self.policy(), self.visit().place());
        let lines = uri.paths().flat_map(|path| policy.declarations_of(place, &uri.sent(name, host, path)));
        let declared = lines.filter_map(|line: &'a Declaration| line.path());
        let folders = uri.paths().skip(1).filter(|_| removable.in_folders);
        let paths = declared.chain(folders).filter(|path| path.len() <= MAX_VALUE && is_written(path));
        paths.chain(["/"]).collect()
    }
}

/// Whether a line can hold it: no control character, and nothing that would end it.
fn is_written(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_control() || byte == b';')
}
