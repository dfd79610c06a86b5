//! A piece of a document as it stands, and reading it key by key: whatever cannot be read is noted with its place, and
//! reading goes on.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::policy::{PolicyErrorKind, PolicyErrors, Shown};

/// What a document says at one place, of whatever shape.
pub(super) enum Tree {
    Null,
    Bool(bool),
    Whole(u64),
    /// A number below zero or with a fraction, as text.
    Number(Box<str>),
    Text(Box<str>),
    List(Vec<Self>),
    Object(Vec<(Box<str>, Self)>),
}

impl Tree {
    /// As an error repeats it.
    pub(super) fn shown(&self) -> Shown {
        match self {
            Self::Null => "null".into(),
            Self::Bool(yes) => Shown::from(if *yes { "true" } else { "false" }),
            Self::Whole(number) => Shown::from(&*number.to_string()),
            Self::Number(text) | Self::Text(text) => Shown::from(&**text),
            Self::List(_) => "[...]".into(),
            Self::Object(_) => "{...}".into(),
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Take { depth: DEEPEST, item: None }.deserialize(deserializer)
    }
}

/// How many lists and objects stand in each other, at most: Members, one, its declarations, one, its exemptions, one,
/// its conditions.
const DEEPEST: usize = 7;
/// Reading stops there: whoever nests a document deeper than anything that it can mean wants to hold up its reader.
const TOO_DEEP: &str = "lists and objects stand in each other deeper than anything in a policy: take some apart";

/// Takes what stands there.
pub(super) struct Take<'t> {
    /// How much deeper it may go.
    depth: usize,
    /// Who takes the items of a list, one by one, so that no more than one stands in memory as a tree.
    item: Option<&'t mut dyn FnMut(Tree)>,
}

impl<'t> Take<'t> {
    pub(super) const fn each(item: &'t mut dyn FnMut(Tree)) -> Self {
        Self { depth: DEEPEST, item: Some(item) }
    }
}

impl<'de> DeserializeSeed<'de> for Take<'_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Take<'_> {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, a list or an object")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(yes))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Whole(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree, E> {
        Ok(u64::try_from(number).map_or_else(|_| Tree::Number(number.to_string().into()), Tree::Whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Tree, E> {
        Ok(Tree::Number(format!("{number:?}").into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        let depth = self.depth.checked_sub(1).ok_or_else(|| A::Error::custom(TOO_DEEP))?;
        let mut taker = self.item;
        while let Some(item) = list.next_element_seed(Take { depth, item: None })? {
            match &mut taker {
                Some(take) => take(item),
                None => items.push(item),
            }
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Tree, A::Error> {
        let mut entries = Vec::new();
        let depth = self.depth.checked_sub(1).ok_or_else(|| A::Error::custom(TOO_DEEP))?;
        while let Some(key) = object.next_key()? {
            entries.push((key, object.next_value_seed(Take { depth, item: None })?));
        }
        Ok(Tree::Object(entries))
    }
}

/// A noun that stands in a document, or a piece of one.
pub(super) trait Part: Sized {
    /// Reads it. What cannot be read is noted, and something harmless stands in for it, so that what is around it can
    /// be read and its places stay true; nothing comes of a document with such a note.
    fn read(tree: Tree, reading: &mut Reading) -> Self;

    /// Writes it as it is read.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// A part as it is written.
pub(super) struct Written<'a, T>(pub(super) &'a T);

impl<T: Part> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// Writes an object with one key.
pub(super) fn one<S: Serializer, T: Part>(serializer: S, key: &'static str, value: &T) -> Result<S::Ok, S::Error> {
    serializer.collect_map([(key, Written(value))])
}

/// The keys of an object: those that are known, and those of them that must be there, with how these are written.
pub(super) struct Keys {
    pub(super) known: &'static [&'static str],
    pub(super) needed: &'static [(&'static str, &'static str)],
}

/// For whoever edits a document: it may stand in each of its objects, and nothing reads it.
const COMMENT: &str = "comment";

/// Where reading is, and what could not be read so far.
pub(super) struct Reading {
    place: String,
    errors: PolicyErrors,
}

impl Reading {
    pub(super) const fn new() -> Self {
        Self { place: String::new(), errors: PolicyErrors::none() }
    }

    pub(super) fn errors(self) -> PolicyErrors {
        self.errors
    }

    pub(super) fn wrong(&mut self, kind: impl Into<PolicyErrorKind>) {
        self.errors.push(&self.place, kind.into());
    }

    pub(super) fn unread(&mut self, found: &Tree, expected: &'static str) {
        self.wrong(PolicyErrorKind::Unread { found: found.shown(), expected });
    }

    /// Reads what stands under a key.
    pub(super) fn under<T>(&mut self, key: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let len = self.place.len();
        if len > 0 {
            self.place.push('.');
        }
        self.place.push_str(key);
        let value = read(self);
        self.place.truncate(len);
        value
    }

    /// Reads one of a list.
    pub(super) fn item<T>(&mut self, at: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        let len = self.place.len();
        self.place.extend(["[", &at.to_string(), "]"]);
        let value = read(self);
        self.place.truncate(len);
        value
    }

    /// Which of the known keys this is, the first time that it comes.
    pub(super) fn key(&mut self, key: &str, keys: &Keys, seen: &mut Vec<&'static str>) -> Option<&'static str> {
        let known = keys.known.iter().copied().chain([COMMENT]).find(|known| *known == key);
        match known {
            None => self.wrong(PolicyErrorKind::UnknownKey(Shown::from(key), keys.known)),
            Some(known) if seen.contains(&known) => self.wrong(PolicyErrorKind::DuplicateKey(known)),
            Some(known) => {
                seen.push(known);
                return Some(known);
            }
        }
        None
    }

    /// Notes the keys that have not come.
    pub(super) fn missing(&mut self, keys: &Keys, seen: &[&'static str]) {
        for (key, example) in keys.needed.iter().filter(|(key, _)| !seen.contains(key)) {
            self.under(key, |reading| reading.wrong(PolicyErrorKind::MissingKey(key, example)));
        }
    }

    /// Reads an object, each key once and at its place. Comments are left out.
    pub(super) fn object(
        &mut self,
        tree: Tree,
        expected: &'static str,
        keys: &Keys,
        mut value: impl FnMut(&'static str, Tree, &mut Self),
    ) {
        let Tree::Object(entries) = tree else { return self.unread(&tree, expected) };
        let mut seen = Vec::new();
        for (key, tree) in entries {
            let Some(key) = self.key(&key, keys, &mut seen) else { continue };
            self.under(key, |reading| {
                if key == COMMENT { drop(Box::<str>::read(tree, reading)) } else { value(key, tree, reading) }
            });
        }
        self.missing(keys, &seen);
    }

    /// Reads an object of which one key says what it is, and a comment.
    pub(super) fn choice<T>(
        &mut self,
        tree: Tree,
        expected: &'static str,
        known: &'static [&'static str],
        mut value: impl FnMut(&'static str, Tree, &mut Self) -> T,
    ) -> Option<T> {
        let is_one = |entries: &[(Box<str>, Tree)]| entries.iter().filter(|(key, _)| **key != *COMMENT).count() == 1;
        if !matches!(&tree, Tree::Object(entries) if is_one(entries)) {
            self.unread(&tree, expected);
            return None;
        }
        let mut chosen = None;
        self.object(tree, expected, &Keys { known, needed: &[] }, |key, tree, reading| {
            chosen = Some(value(key, tree, reading));
        });
        chosen
    }
}

impl Part for Box<str> {
    fn read(tree: Tree, reading: &mut Reading) -> Self {
        if let Tree::Text(text) = tree {
            return text;
        }
        reading.unread(&tree, "a text: write it in quotation marks");
        Self::default()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

impl Part for bool {
    fn read(tree: Tree, reading: &mut Reading) -> Self {
        if let Tree::Bool(yes) = tree {
            return yes;
        }
        reading.unread(&tree, "a yes or no: write `true` or `false`");
        false
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

macro_rules! numbers {
    ($($number:ty: $expected:literal),+ $(,)?) => {$(
        impl Part for $number {
            fn read(tree: Tree, reading: &mut Reading) -> Self {
                let number = if let Tree::Whole(number) = tree { Self::try_from(number).ok() } else { None };
                number.unwrap_or_else(|| {
                    reading.unread(&tree, $expected);
                    0
                })
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }
        }
    )+};
}

numbers! {
    u8: "a number: use a whole one from 0 to 255",
    u16: "a number: use a whole one from 0 to 65535",
    u32: "a number: use a whole one from 0 to 4294967295",
}

impl<T: Part> Part for Option<T> {
    fn read(tree: Tree, reading: &mut Reading) -> Self {
        if matches!(tree, Tree::Null) { None } else { Some(T::read(tree, reading)) }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().map(Written).serialize(serializer)
    }
}

pub(super) const LIST: &str = "a list: write it in `[` and `]`";

impl<T: Part> Part for Vec<T> {
    fn read(tree: Tree, reading: &mut Reading) -> Self {
        let Tree::List(items) = tree else {
            reading.unread(&tree, LIST);
            return Self::new();
        };
        let items = items.into_iter().enumerate();
        items.map(|(at, item)| reading.item(at, |reading| T::read(item, reading))).collect()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Written))
    }
}
