//! What a policy may say and still should not: every finding as data, from one function per subject.

mod code;
mod declarations;
mod overlaps;
mod whole;

use alloc::vec::Vec;
use core::fmt;

pub use code::{Lint, Severity};

use crate::cookie::Storage;
use crate::law::Jurisdiction;
use crate::policy::{Declaration, Policy};

/// Something in a policy that deserves a second look.
///
/// # Examples
///
/// ```
/// use cookie_consent::review::{Lint, Severity};
/// use cookie_consent::{Category, Declaration, Lifetime, Policy, Version};
/// use time::macros::date;
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(
///         Declaration::new("prefs", Category::Functionality).purpose("keeps the layout").lasting(Lifetime::days(730)),
///     )
///     .build()
///     .unwrap();
/// let findings = policy.lint();
/// assert_eq!(findings.len(), 1);
/// assert_eq!((findings[0].lint(), findings[0].severity()), (Lint::Beyond400Days, Severity::Warning));
/// assert_eq!(
///     findings[0].to_string(),
///     "`prefs`: it is to live for more than 400 days, and browsers keep it for no longer: shorten its lifetime"
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Finding<'p> {
    lint: Lint,
    subject: Subject<'p>,
    other: Option<Subject<'p>>,
}

/// What a finding is about.
///
/// # Examples
///
/// ```
/// use cookie_consent::review::Subject;
///
/// assert_eq!(Subject::Vendor("adco").to_string(), "vendor `adco`");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Subject<'p> {
    /// A line of an inventory.
    Declaration {
        /// The Member whose line it is; `None` for the site.
        member: Option<&'p str>,
        /// Its name or pattern.
        pattern: &'p str,
        /// What it is.
        storage: Storage,
        /// Its path, if it is scoped to one.
        path: Option<&'p str>,
        /// The first of its hosts, if it is scoped to any.
        host: Option<&'p str>,
    },
    /// A vendor, by id.
    Vendor(&'p str),
    /// A Member, by id.
    Member(&'p str),
    /// An override of a law.
    Law(Jurisdiction),
    /// A setting, by name.
    Setting(&'static str),
}

impl<'p> Finding<'p> {
    const fn new(lint: Lint, subject: Subject<'p>) -> Self {
        Self { lint, subject, other: None }
    }

    const fn beside(self, other: Subject<'p>) -> Self {
        Self { other: Some(other), ..self }
    }

    /// What was found.
    #[must_use]
    pub const fn lint(self) -> Lint {
        self.lint
    }

    /// How grave it is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        self.lint.severity()
    }

    /// What it is about.
    #[must_use]
    pub const fn subject(self) -> Subject<'p> {
        self.subject
    }

    /// The other side, where the finding is about two.
    #[must_use]
    pub const fn other(self) -> Option<Subject<'p>> {
        self.other
    }
}

impl<'p> Subject<'p> {
    fn of(member: Option<&'p str>, declaration: &'p Declaration) -> Self {
        Self::Declaration {
            member,
            pattern: &declaration.pattern,
            storage: declaration.storage,
            path: declaration.path.as_deref(),
            host: declaration.hosts.first().map(|host| &**host),
        }
    }
}

impl fmt::Display for Subject<'_> {
    /// `` `_ga*` (cookie on edx.org) of member `unix` ``: as much as is needed to find it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Declaration { member, pattern, storage, path, host } => {
                write!(f, "`{}`", pattern.escape_debug())?;
                if storage != Storage::Cookie {
                    write!(f, " in {storage}")?;
                }
                if host.is_some() || path.is_some() {
                    write!(f, " on {}{}", host.unwrap_or("every host"), path.unwrap_or_default())?;
                }
                member.map_or(Ok(()), |member| write!(f, " of member `{member}`"))
            }
            Self::Vendor(id) => write!(f, "vendor `{id}`"),
            Self::Member(id) => write!(f, "member `{id}`"),
            Self::Law(Jurisdiction::Region(region)) => write!(f, "the override for {region}"),
            Self::Law(Jurisdiction::Elsewhere) => f.write_str("the override for every other country"),
            Self::Law(Jurisdiction::Unknown) => f.write_str("the override for unknown regions"),
            Self::Setting(name) => write!(f, "the setting `{name}`"),
        }
    }
}

impl fmt::Display for Finding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.subject)?;
        if let Some(other) = self.other {
            write!(f, " and {other}")?;
        }
        write!(f, ": {}", self.lint.advice())
    }
}

impl Policy {
    /// What this policy says and should not: the gravest first, then by code and subject, whatever the order of
    /// declarations. A finding never changes a decision.
    ///
    /// It takes near-linear time, so it can run whenever a policy is loaded.
    ///
    /// # Examples
    ///
    /// See [`Finding`].
    #[must_use]
    pub fn lint(&self) -> Vec<Finding<'_>> {
        let source = self.source();
        let mut findings = Vec::new();
        let site = source.declarations.iter().map(|line| (None, line));
        let members = source.members.iter();
        let theirs = members.flat_map(|member| member.declarations.iter().map(|line| (Some(member.id()), line)));
        for (member, line) in site.chain(theirs) {
            declarations::check(Subject::of(member, line), line, &mut findings);
        }
        whole::check(self, &mut findings);
        overlaps::check(self, &mut findings);
        findings.sort_by(|a, b| b.severity().cmp(&a.severity()).then_with(|| a.cmp(b)));
        findings.dedup();
        findings
    }
}
