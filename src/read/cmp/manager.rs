use super::answers::Said;
use super::mapping::{Groups, Mapping};
use crate::consent::ConsentManager;
use crate::read::{Cookies, Pair};

/// A consent manager, as far as it differs from others.
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
    /// In several cookies together.
    Set(&'static [Name], fn(&Asked<'_>) -> Result<Said, Damage>),
}

/// A cookie's name, or how it begins.
#[derive(Clone, Copy)]
pub(super) enum Name {
    Is(&'static str),
    Begins(&'static str),
}

impl Name {
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
    cookies: Cookies<'a>,
}

/// The most bytes of a value that are read: twice what a browser keeps, since some layers join.
pub(super) const MAX_LEN: usize = 8_192;

impl Manager {
    /// Everything that the cookies of one request say: nothing if the manager has none there.
    pub(super) fn read<'a>(
        &'a self,
        cookies: Cookies<'a>,
        mapping: &'a Mapping,
    ) -> impl Iterator<Item = Result<Said, Damage>> + use<'a> {
        let asked = Asked { manager: self, mapping, cookies };
        let (mut one, mut set) = (None, None);
        match self.form {
            Form::One(_, read) => {
                let each = self.pairs(cookies, mapping).map(Pair::unquoted);
                one = Some(each.map(move |value| if is_long(value) { Err(Damage) } else { read(&asked, value) }));
            }
            Form::Set(_, read) => {
                let mut pairs = self.pairs(cookies, mapping).map(Pair::unquoted).peekable();
                let found = pairs.peek().is_some();
                set = found.then(|| if pairs.any(is_long) { Err(Damage) } else { read(&asked) });
            }
        }
        one.into_iter().flatten().chain(set)
    }

    /// Its cookies, whether or not they turn out to be its own.
    pub(super) fn pairs<'a>(
        &'a self,
        cookies: Cookies<'a>,
        mapping: &'a Mapping,
    ) -> impl Iterator<Item = Pair<'a>> + use<'a> {
        let (names, renamed) = match self.form {
            Form::One(names, _) => (names, mapping.cookie(self.of)),
            Form::Set(names, _) => (names, None),
        };
        let is_mine = move |name: &[u8]| match renamed {
            Some(own) => own.as_bytes() == name,
            None => names.iter().any(|known| known.is_of(name)),
        };
        let read = mapping.reads(self.of);
        cookies.pairs().filter(move |pair| read && is_mine(pair.name()))
    }
}

const fn is_long(value: &[u8]) -> bool {
    value.len() > MAX_LEN
}

impl<'a> Asked<'a> {
    /// The values of the other cookies of this name.
    pub(super) fn values(&self, name: &'static str) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.cookies.all(name.as_bytes()).map(Pair::unquoted)
    }

    /// The cookies whose names begin so: what follows, and the value.
    pub(super) fn beginning(&self, start: &'static str) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        let rest = move |pair: Pair<'a>| Some((pair.name().strip_prefix(start.as_bytes())?, pair.unquoted()));
        self.cookies.pairs().filter_map(rest)
    }

    /// Whether a companion is there with this value.
    pub(super) fn has(&self, name: &'static str, value: &[u8]) -> bool {
        self.values(name).any(|found| found == value)
    }
}
