use alloc::vec::Vec;

use super::answers::Said;
use super::mapping::{Groups, Mapping};
use crate::consent::ConsentManager;
use crate::read::{Cookies, Pair};

/// A consent manager, as far as it differs from others. One that keeps its choice in several forms is several of these.
pub(super) struct Manager {
    pub(super) of: ConsentManager,
    /// How long its cookie lives at most unless the site says otherwise: as old a grant without a time counts.
    pub(super) days: u16,
    /// Its names for our categories.
    pub(super) groups: Groups,
    pub(super) naming: Naming,
    pub(super) form: Form,
}

/// Who names the groups.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// The manager: a list of those accepted shows which were refused.
    Fixed,
    /// The site, mostly by usual words.
    Usual,
    /// The site, after its services, of which no default can say what they are. If all are refused, everything is.
    Services,
}

/// In which cookies the choice stands.
pub(super) enum Form {
    /// All of it in one cookie. Two of that name are two choices.
    One(&'static [Name], fn(&Asked<'_>, &[u8]) -> Result<Said, Damage>),
    /// In several cookies together, with companions that say nothing alone.
    Set(&'static [Name], &'static [&'static str], fn(&Asked<'_>) -> Result<Said, Damage>),
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

/// What a manager's reader may look at beside the value.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) manager: &'a Manager,
    pub(super) mapping: &'a Mapping,
    beside: Beside<'a>,
}

#[derive(Clone, Copy)]
enum Beside<'a> {
    All(Cookies<'a>),
    /// Those of a set, each name once.
    Chosen(&'a [Pair<'a>]),
}

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

    /// Whether a cookie of this name is its own, as far as the name tells.
    pub(super) fn owns(&self, name: &[u8], mapping: &Mapping) -> bool {
        let renamed = match self.form {
            Form::One(..) => mapping.cookie(self.of),
            Form::Set(..) => None,
        };
        let is_its = match renamed {
            Some(own) => own.as_bytes() == name,
            None => self.names().iter().any(|known| known.is_of(name)),
        };
        is_its && mapping.reads(self.of)
    }

    /// What its cookies say, one by one, or together as often as there are copies of one of them: nothing if there are none.
    pub(super) fn read(&self, own: &[Pair<'_>], cookies: Cookies<'_>, mapping: &Mapping) -> Vec<Result<Said, Damage>> {
        if own.len() > MAX_COOKIES || own.iter().any(|pair| is_damaged(pair.unquoted())) {
            return Vec::from([Err(Damage)]);
        }
        match self.form {
            Form::One(_, read) => {
                let asked = Asked { manager: self, mapping, beside: Beside::All(cookies) };
                own.iter().map(|pair| read(&asked, pair.unquoted())).collect()
            }
            Form::Set(_, companions, read) => {
                let beside = companions.iter().flat_map(|name| cookies.all(name.as_bytes()).take(MAX_COPIES));
                let set: Vec<Pair<'_>> = own.iter().copied().chain(beside).collect();
                let copies = set.iter().map(|pair| of_name(&set, pair.name()).count()).max().unwrap_or(0);
                if copies > MAX_COPIES {
                    return Vec::from([Err(Damage)]);
                }
                let of_turn = |turn| {
                    let chosen = choose(&set, turn);
                    read(&Asked { manager: self, mapping, beside: Beside::Chosen(&chosen) })
                };
                (0..copies).map(of_turn).collect()
            }
        }
    }
}

fn of_name<'p, 'a>(pairs: &'p [Pair<'a>], name: &[u8]) -> impl Iterator<Item = &'p Pair<'a>> {
    pairs.iter().filter(move |pair| pair.name() == name)
}

/// One cookie of each name: the copy of this turn, or the last one if there are fewer. So each copy has its turn.
fn choose<'a>(set: &[Pair<'a>], turn: usize) -> Vec<Pair<'a>> {
    let is_first = |index: &usize, name| set.iter().take(*index).all(|before| before.name() != name);
    let names =
        set.iter().enumerate().filter(|(index, pair)| is_first(index, pair.name())).map(|(_, pair)| pair.name());
    let copy = |name| of_name(set, name).nth(turn).or_else(|| of_name(set, name).last());
    names.filter_map(copy).copied().collect()
}

/// Too long, or with bytes that neither a browser nor a manager writes: controls (RFC 6265bis, section 5.6), and what is no
/// text.
fn is_damaged(value: &[u8]) -> bool {
    // without a way out, so that many bytes are looked at together
    let has_control = || value.iter().fold(false, |found, byte| found | byte.is_ascii_control());
    value.len() > MAX_LEN || has_control() || core::str::from_utf8(value).is_err()
}

impl<'a> Asked<'a> {
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
