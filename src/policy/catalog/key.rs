use crate::cookie::{HostName, Storage, path_matches};
use crate::policy::pattern::Pattern;

/// What an entry of an inventory is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key<'a> {
    pub(crate) storage: Storage,
    pub(crate) pattern: Pattern<'a>,
    /// Lower case; for it and the hosts below it.
    pub(crate) host: Option<&'a str>,
    /// For it and the paths below it.
    pub(crate) path: Option<&'a str>,
}

/// How specific a key is: more bytes of the name, then of the host, then of the path. (Exact names stand before all
/// patterns.) Two keys of one inventory that mean the same cookie never tie: that is refused when it is built.
pub(crate) type Specificity = (usize, usize, usize);

impl Key<'_> {
    pub(crate) fn specificity(&self) -> Specificity {
        (self.pattern.literal_len(), self.host.map_or(0, str::len), self.path.map_or(0, str::len))
    }

    /// How many bytes its host and its path have.
    pub(crate) fn scope_len(&self) -> usize {
        let (_, host, path) = self.specificity();
        host.saturating_add(path)
    }

    /// Whether some page is in the scope of both.
    pub(crate) fn shares_pages(&self, other: &Self) -> bool {
        let nested = |a: Option<&str>, b: Option<&str>, within: fn(&str, &str) -> bool| match (a, b) {
            (Some(a), Some(b)) => within(a, b) || within(b, a),
            (None, _) | (_, None) => true,
        };
        nested(self.host, other.host, |a, b| HostName::new(a).is_within(b))
            && nested(self.path, other.path, path_matches)
    }
}
