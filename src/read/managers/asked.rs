use super::mapping::{Habits, Mapping, Meaning};
use crate::read::{Cookies, Pair};

/// What a manager's reader may look at beside the value.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) habits: &'a Habits,
    pub(super) mapping: &'a Mapping,
    pub(super) beside: Beside<'a>,
}

#[derive(Clone, Copy)]
pub(super) enum Beside<'a> {
    All(Cookies<'a>),
    /// Those of a set, each name once.
    Chosen(&'a [Pair<'a>]),
}

impl<'a> Asked<'a> {
    /// What a group means on this site.
    pub(super) fn meaning(&self, group: &[u8]) -> Meaning<'a> {
        self.mapping.meaning(self.habits, group)
    }

    fn pairs(&self) -> impl Iterator<Item = Pair<'a>> + use<'a> {
        let (all, chosen) = match self.beside {
            Beside::All(cookies) => (Some(cookies.pairs()), None),
            Beside::Chosen(pairs) => (None, Some(pairs.iter().copied())),
        };
        all.into_iter().flatten().chain(chosen.into_iter().flatten())
    }

    /// The values of the cookies of this name that stand beside it.
    pub(super) fn values(&self, name: &'static str) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.pairs().filter(move |pair| pair.name() == name.as_bytes()).map(Pair::unquoted)
    }

    /// The cookies whose names begin so: what follows, and the value.
    pub(super) fn beginning(&self, start: &'static str) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        let rest = move |pair: Pair<'a>| Some((pair.name().strip_prefix(start.as_bytes())?, pair.unquoted()));
        self.pairs().filter_map(rest)
    }

    /// Whether a companion is there with this value.
    pub(super) fn has(&self, name: &'static str, value: &[u8]) -> bool {
        self.values(name).any(|found| found == value)
    }
}
