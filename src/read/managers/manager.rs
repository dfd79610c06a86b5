use alloc::vec::Vec;

use super::answers::Content;
use super::context::Context;
use super::mapping::{Habits, Mapping};
use crate::read::{Cookies, Pair};

/// A consent manager. One that keeps its choice in several forms is several of these.
pub(super) struct Manager {
    pub(super) habits: Habits,
    pub(super) form: Form,
}

/// In which cookies the choice stands.
pub(super) enum Form {
    /// All of it in one cookie. Two of that name are two choices.
    One(&'static [Name], fn(&Context<'_>, &[u8]) -> Result<Content, Damage>),
    /// In several cookies together, with companions that say nothing alone.
    Set(&'static [Name], &'static [&'static str], fn(&Context<'_>) -> Result<Content, Damage>),
}

/// A cookie's name, or how it begins.
#[derive(Clone, Copy)]
pub(super) enum Name {
    Is(&'static str),
    Begins(&'static str),
}

impl Name {
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Is(text) | Self::Begins(text) => text,
        }
    }

    fn is_of(self, name: &[u8]) -> bool {
        match self {
            Self::Is(whole) => name == whole.as_bytes(),
            Self::Begins(start) => name.starts_with(start.as_bytes()),
        }
    }
}

/// The cookie is the manager's, and cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Damage;

/// The most bytes of a value that are read: twice what a browser keeps, since some layers join.
pub(super) const MAX_LEN: usize = 8_192;

/// The most cookies of one manager that are read, and the most copies of one of a set: more are nobody's choice, and a
/// header has room for thousands.
const MAX_COOKIES: usize = 32;
const MAX_COPIES: usize = 8;

impl Manager {
    pub(super) const fn names(&self) -> &'static [Name] {
        match self.form {
            Form::One(names, _) | Form::Set(names, ..) => names,
        }
    }

    /// Whether it has a cookie of this name by default.
    pub(super) fn has(&self, name: &[u8]) -> bool {
        self.names().iter().any(|known| known.is_of(name))
    }

    /// Whether the site may say in which cookie it writes.
    pub(super) const fn can_be_renamed(&self) -> bool {
        matches!(self.form, Form::One(..))
    }

    /// What its cookies say, one by one, or together as often as there are copies of one of them: nothing if there are
    /// none.
    pub(super) fn read(
        &self,
        own: Vec<Pair<'_>>,
        cookies: &Cookies<'_>,
        mapping: &Mapping,
    ) -> Vec<Result<Content, Damage>> {
        let own = distinct(own);
        if own.len() > MAX_COOKIES || own.iter().any(|pair| is_damaged(pair.unquoted())) {
            return Vec::from([Err(Damage)]);
        }
        match self.form {
            Form::One(_, read) => {
                let context = Context { habits: &self.habits, mapping, beside: &cookies.pairs };
                own.iter().map(|pair| read(&context, pair.unquoted())).collect()
            }
            Form::Set(_, companions, read) => {
                let beside = companions.iter().flat_map(|name| cookies.all(name.as_bytes()));
                let set = distinct(own.into_iter().chain(beside).collect());
                let by_name = || set.chunk_by(|one, two| one.name() == two.name());
                let copies = by_name().map(<[_]>::len).max().unwrap_or(0);
                if copies > MAX_COPIES {
                    return Vec::from([Err(Damage)]);
                }
                // each copy has its turn, beside the last of what has fewer
                let in_turn = |turn| {
                    let chosen: Vec<_> =
                        by_name().filter_map(|copies| copies.get(turn).or(copies.last())).copied().collect();
                    read(&Context { habits: &self.habits, mapping, beside: &chosen })
                };
                (0..copies).map(in_turn).collect()
            }
        }
    }
}

/// Without what comes twice, and in an order of its own, so that the header's order says nothing.
fn distinct(mut pairs: Vec<Pair<'_>>) -> Vec<Pair<'_>> {
    pairs.sort_unstable_by_key(|pair| (pair.name(), pair.value()));
    pairs.dedup();
    pairs
}

/// Too long, or with bytes that neither a browser nor a manager writes: controls (RFC 6265bis, section 5.6), and what
/// is no text.
fn is_damaged(value: &[u8]) -> bool {
    // without a way out, so that many bytes are looked at together
    let has_control = || value.iter().fold(false, |found, byte| found | byte.is_ascii_control());
    value.len() > MAX_LEN || has_control() || core::str::from_utf8(value).is_err()
}
