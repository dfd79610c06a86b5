//! Which of the cookies that were observed the policy does not know.

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::Subject;
use super::lines::in_order;
use crate::cookie::{Cookie, HostName, Party, Storage, path_matches};
use crate::policy::{Declaration, Pattern, Policy, Trust};
use crate::visit::Place;

/// A cookie that was observed and that the policy does not declare there.
///
/// # Examples
///
/// See [`undeclared`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndeclaredCookie<'p, 'c> {
    place: Place<'c>,
    cookie: Cookie<'c>,
    seen: usize,
    hints: Vec<Hint<'p>>,
}

/// What may help to declare a cookie.
///
/// # Examples
///
/// See [`undeclared`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hint<'p> {
    /// A public list has a label for it, of several the most specific: copy the line, and review it.
    Label(&'p Declaration),
    /// It is declared for the other party.
    OtherParty(Subject<'p>),
    /// It is declared for other hosts, paths or kinds of storage.
    OtherScope(Subject<'p>),
    /// A Member declares it, and these are not its pages.
    OtherPages(Subject<'p>),
    /// A declared name differs in the case of letters alone: names are case-sensitive.
    OtherCase(Subject<'p>),
    /// Several that are not declared begin alike and end in what looks like an id: this pattern means them all.
    Pattern(String),
}

/// How many different cookies are looked at.
const OBSERVED: usize = 10_000;
/// How many declarations are compared with one: only patterns that begin with `*` can be that many.
const COMPARED: usize = 1_000;
/// How many hints are given for one.
const HINTS: usize = 8;
/// How many names must begin alike to suggest a pattern.
const ALIKE: usize = 3;

/// What came of an inventory check.
///
/// # Examples
///
/// See [`undeclared`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventoryCheck<'p, 'c> {
    undeclared: Vec<UndeclaredCookie<'p, 'c>>,
    declared: usize,
    left_out: usize,
}

impl<'p, 'c> InventoryCheck<'p, 'c> {
    /// What is not declared, by place and name, each once.
    #[must_use]
    pub fn undeclared(&self) -> &[UndeclaredCookie<'p, 'c>] {
        &self.undeclared
    }

    /// How many different cookies are declared.
    #[must_use]
    pub const fn declared(&self) -> usize {
        self.declared
    }

    /// How many observations were not looked at, because 10,000 different ones had come before.
    #[must_use]
    pub const fn left_out(&self) -> usize {
        self.left_out
    }
}

impl<'p, 'c> UndeclaredCookie<'p, 'c> {
    /// On whose pages it was observed.
    #[must_use]
    pub const fn place(&self) -> Place<'c> {
        self.place
    }

    /// The cookie, as it was first observed.
    #[must_use]
    pub const fn cookie(&self) -> Cookie<'c> {
        self.cookie
    }

    /// How often.
    #[must_use]
    pub const fn seen(&self) -> usize {
        self.seen
    }

    /// What may help to declare it: at most eight, in the order of [`Hint`].
    #[must_use]
    pub fn hints(&self) -> &[Hint<'p>] {
        &self.hints
    }
}

impl fmt::Display for Hint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Label(line) => {
                write!(f, "a public list says `{}` is", line.pattern().escape_debug())?;
                let categories = line.categories.iter();
                categories
                    .zip(core::iter::once(" ").chain(core::iter::repeat(" and ")))
                    .try_for_each(|(c, and)| write!(f, "{and}{c}"))
            }
            Self::OtherParty(line) => write!(f, "{line} is declared for the other party"),
            Self::OtherScope(line) => write!(f, "{line} is declared, elsewhere"),
            Self::OtherPages(line) => write!(f, "{line} is declared, on other pages"),
            Self::OtherCase(line) => write!(f, "{line} differs in case only"),
            Self::Pattern(pattern) => write!(f, "`{}` would mean it and others like it", pattern.escape_debug()),
        }
    }
}

/// Which of these cookies are not declared where they were observed, with what may help to declare them. A cookie
/// that is declared for the other party is not declared; neither is one of which only a public list knows.
///
/// # Examples
///
/// ```
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::review::undeclared;
/// use cookie_consent::{Category, Cookie, Place, Policy};
/// use time::macros::date;
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("sessionid", Category::StrictlyNecessary))
///     .declare(Declaration::new("_ttp", Category::Targeting).imported())
///     .build()
///     .unwrap();
///
/// let names = ["sessionid", "SessionId", "_ttp", "_ttp"];
/// let check = undeclared(&policy, names.map(|name| (Place::Site, Cookie::first_party(name, "www.edx.org"))));
/// let report: Vec<String> = check
///     .undeclared()
///     .iter()
///     .map(|undeclared| format!("{} ({}): {}", undeclared.cookie().name, undeclared.seen(), undeclared.hints()[0]))
///     .collect();
/// assert_eq!(report, [
///     "SessionId (1): `sessionid` differs in case only",
///     "_ttp (2): a public list says `_ttp` is targeting",
/// ]);
/// assert_eq!(check.declared(), 1);
/// ```
#[must_use]
pub fn undeclared<'p, 'c>(
    policy: &'p Policy,
    observed: impl IntoIterator<Item = (Place<'c>, Cookie<'c>)>,
) -> InventoryCheck<'p, 'c> {
    let mut distinct: BTreeMap<Observation<'c>, (Place<'c>, Cookie<'c>, usize)> = BTreeMap::new();
    let mut left_out = 0_usize;
    for (place, cookie) in observed {
        let key = observation(place, &cookie);
        let full = distinct.len() >= OBSERVED;
        match distinct.get_mut(&key) {
            Some((.., seen)) => *seen = seen.saturating_add(1),
            None if full => left_out = left_out.saturating_add(1),
            None => {
                distinct.insert(key, (place, cookie, 1));
            }
        }
    }
    let all = distinct.len();
    let mut undeclared: Vec<(Place<'c>, Cookie<'c>, usize)> = distinct.into_values().collect();
    undeclared.retain(|(place, cookie, _)| !declares(policy, *place, cookie));
    let known = Known::of(policy);
    let alike = alike(undeclared.iter().map(|(_, cookie, _)| cookie.trimmed_name()));
    let report = |(place, cookie, seen): &(Place<'c>, Cookie<'c>, usize)| {
        let suggested = prefix(cookie.trimmed_name()).filter(|prefix| alike.contains(prefix));
        let pattern = suggested.map(|prefix| Hint::Pattern([prefix, "*"].concat()));
        let mut hints = known.hints(*place, cookie);
        hints.extend(pattern);
        hints.sort_by_key(Hint::rank);
        hints.truncate(HINTS);
        UndeclaredCookie { place: *place, cookie: *cookie, seen: *seen, hints }
    };
    InventoryCheck {
        declared: all.saturating_sub(undeclared.len()),
        left_out,
        undeclared: undeclared.iter().map(report).collect(),
    }
}

/// Whether somebody who vouches for it, the site or the Member whose pages these are, declares the cookie for its
/// party.
fn declares(policy: &Policy, place: Place<'_>, cookie: &Cookie<'_>) -> bool {
    let mut lines = policy.declarations_of(place, cookie);
    lines.any(|line| line.trust == Trust::Reviewed && line.party == cookie.party)
}

/// What makes two observations one.
type Observation<'c> = (Option<&'c str>, &'c str, String, &'c str, Storage, Party);

fn observation<'c>(place: Place<'c>, cookie: &Cookie<'c>) -> Observation<'c> {
    let member = match place {
        Place::Site => None,
        Place::Member(id) => Some(id),
    };
    let host = HostName::new(cookie.host).as_str().to_ascii_lowercase();
    (member, cookie.trimmed_name(), host, cookie.path, cookie.storage, cookie.party)
}

/// What is declared anywhere, by name in lower case.
struct Known<'p> {
    policy: &'p Policy,
    /// Each in lower case.
    exact: BTreeMap<String, Vec<Named<'p>>>,
    /// Patterns, by what they begin with.
    beginning: BTreeMap<String, Vec<Named<'p>>>,
    longest_beginning: usize,
}

/// A declaration, and whose.
struct Named<'p> {
    member: Option<&'p str>,
    line: &'p Declaration,
    pattern: Pattern<'p>,
}

impl<'p> Named<'p> {
    fn of(member: Option<&'p str>, line: &'p Declaration) -> Option<Self> {
        Pattern::new(line.pattern()).ok().map(|pattern| Self { member, line, pattern })
    }

    fn is_a_label(&self) -> bool {
        self.line.trust == Trust::Imported
    }

    /// How specific it is for a cookie: an exact name, then more bytes of the name, of the host and of the path. `None`
    /// if it does not mean the cookie.
    fn specificity(&self, cookie: &Cookie<'_>) -> Option<(bool, usize, usize, usize)> {
        let host = HostName::new(cookie.host);
        let hosts = self.line.hosts.iter().filter(|scope| host.is_within(scope)).map(|scope| scope.len()).max();
        let path = self.line.path.as_deref().unwrap_or_default();
        let is_meant = self.line.storage == cookie.storage
            && self.pattern.matches(cookie.trimmed_name().as_bytes())
            && (self.line.hosts.is_empty() || hosts.is_some())
            && (path.is_empty() || path_matches(cookie.path, path));
        is_meant.then_some((self.pattern.is_exact(), self.pattern.literal_len(), hosts.unwrap_or_default(), path.len()))
    }
}

impl<'p> Known<'p> {
    fn of(policy: &'p Policy) -> Self {
        let lines = in_order(policy.source()).into_iter().filter_map(|(member, line)| Named::of(member, line));
        let mut known = Self { policy, exact: BTreeMap::new(), beginning: BTreeMap::new(), longest_beginning: 0 };
        for named in lines {
            let text = named.line.pattern().to_ascii_lowercase();
            match text.split_once('*') {
                None => known.exact.entry(text).or_default().push(named),
                Some((beginning, _)) => {
                    known.longest_beginning = known.longest_beginning.max(beginning.len());
                    known.beginning.entry(beginning.to_owned()).or_default().push(named);
                }
            }
        }
        known
    }

    fn hints(&self, place: Place<'_>, cookie: &Cookie<'_>) -> Vec<Hint<'p>> {
        let lower = cookie.trimmed_name().to_ascii_lowercase();
        let beginnings =
            (0..=lower.len().min(self.longest_beginning)).rev().filter_map(|len| self.beginning.get(lower.get(..len)?));
        let candidates = self.exact.get(&lower).into_iter().chain(beginnings).flatten().take(COMPARED);
        let (labels, declared): (Vec<_>, Vec<_>) = candidates.partition(|named| named.is_a_label());
        let meant = labels.iter().filter_map(|named| Some((named.specificity(cookie)?, named.line)));
        let label = meant.max_by_key(|(specificity, _)| *specificity).map(|(_, line)| Hint::Label(line));
        let near = declared.into_iter().filter_map(|named| self.hint(named, place, cookie, &lower));
        label.into_iter().chain(near).take(HINTS).collect()
    }

    fn hint(&self, named: &Named<'p>, place: Place<'_>, cookie: &Cookie<'_>, lower: &str) -> Option<Hint<'p>> {
        let subject = Subject::of(named.member, named.line);
        if !named.pattern.matches(cookie.trimmed_name().as_bytes()) {
            let folded = named.line.pattern().to_ascii_lowercase();
            let means = Pattern::new(&folded).is_ok_and(|pattern| pattern.matches(lower.as_bytes()));
            return means.then_some(Hint::OtherCase(subject));
        }
        let here = match (named.member, place) {
            (None, _) => true,
            (Some(member), Place::Member(id)) => member == id,
            (Some(_), Place::Site) => false,
        };
        let other_party = Cookie { party: named.line.party, ..*cookie };
        Some(if !here {
            Hint::OtherPages(subject)
        } else if declares(self.policy, place, &other_party) {
            Hint::OtherParty(subject)
        } else {
            Hint::OtherScope(subject)
        })
    }
}

impl Hint<'_> {
    const fn rank(&self) -> u8 {
        match self {
            Self::Label(_) => 0,
            Self::OtherParty(_) => 1,
            Self::OtherScope(_) => 2,
            Self::OtherPages(_) => 3,
            Self::OtherCase(_) => 4,
            Self::Pattern(_) => 5,
        }
    }
}

/// What stands before a UUID, or before the last separator and with it if what follows looks like an id; only if it is
/// enough for a pattern.
fn prefix(name: &str) -> Option<&str> {
    let before_uuid = || name.split_at_checked(name.len().checked_sub(UUID)?).filter(|(_, id)| is_uuid(id));
    let before_id = || {
        let (prefix, id) = name.split_at_checked(name.rfind(['_', '-', '.', ':'])?.saturating_add(1))?;
        id.bytes().any(|byte| byte.is_ascii_digit()).then_some((prefix, id))
    };
    let (prefix, _) = before_uuid().or_else(before_id)?;
    (prefix.len() >= 3 && Pattern::new(prefix).is_ok_and(Pattern::is_exact)).then_some(prefix)
}

/// Bytes of a UUID as text.
const UUID: usize = 36;

/// Eight, four, four, four and twelve hexadecimal digits (RFC 9562, section 4).
fn is_uuid(text: &str) -> bool {
    let fits = |(at, byte): (usize, u8)| {
        if matches!(at, 8 | 13 | 18 | 23) { byte == b'-' } else { byte.is_ascii_hexdigit() }
    };
    text.len() == UUID && text.bytes().enumerate().all(fits)
}

/// The prefixes that several names share.
fn alike<'c>(names: impl Iterator<Item = &'c str>) -> BTreeSet<&'c str> {
    let mut groups: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for name in names {
        if let Some(prefix) = prefix(name) {
            groups.entry(prefix).or_default().insert(name);
        }
    }
    groups.into_iter().filter(|(_, names)| names.len() >= ALIKE).map(|(prefix, _)| prefix).collect()
}
