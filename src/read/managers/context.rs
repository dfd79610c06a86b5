use super::mapping::{Habits, Mapping, Meaning};
use crate::read::Pair;

/// What a manager's reader may look at beside the value.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) habits: &'a Habits,
    pub(super) mapping: &'a Mapping,
    /// The cookies of the request, or those of a set, each name once.
    pub(super) beside: &'a [Pair<'a>],
}

impl<'a> Context<'a> {
    /// What a group means on this site.
    pub(super) fn meaning(&self, group: &[u8]) -> Meaning<'a> {
        self.mapping.meaning(self.habits, group)
    }

    /// What the site says that a group means: it comes before what the reader knows of it.
    pub(super) fn own_meaning(&self, group: &[u8]) -> Meaning<'a> {
        self.mapping.own_meaning(self.habits, group)
    }

    /// The values of the cookies of this name that stand beside it.
    pub(super) fn values(&self, name: &'static str) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.beside.iter().filter(move |pair| pair.name() == name.as_bytes()).map(|pair| pair.unquoted())
    }

    /// The cookies whose names begin so: what follows, and the value.
    pub(super) fn beginning(&self, start: &'static str) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        let rest = move |pair: &Pair<'a>| Some((pair.name().strip_prefix(start.as_bytes())?, pair.unquoted()));
        self.beside.iter().filter_map(rest)
    }

    /// Whether a companion is there with this value.
    pub(super) fn has(&self, name: &'static str, value: &[u8]) -> bool {
        self.values(name).any(|found| found == value)
    }
}
