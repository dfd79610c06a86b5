use core::fmt;

use crate::cookie::Storage;
use crate::law::Jurisdiction;
use crate::policy::Declaration;

/// What a finding or a change is about.
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
    /// A fact of law that the policy sets aside.
    SetAside {
        /// Its id.
        fact: &'p str,
        /// Why, in the words of the policy's author.
        because: &'p str,
    },
    /// A setting, by name.
    Setting(&'static str),
}

impl<'p> Subject<'p> {
    pub(super) fn of(member: Option<&'p str>, declaration: &'p Declaration) -> Self {
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
            Self::SetAside { fact, because } => {
                write!(f, "the fact `{fact}` (set aside because `{}`)", because.escape_debug())
            }
            Self::Setting(name) => write!(f, "the setting `{name}`"),
        }
    }
}
