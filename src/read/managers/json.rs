//! JSON as it stands in cookies: read in passing, so that a hostile value costs no more memory than it has bytes.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use serde::de::{Deserializer as _, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use time::UtcDateTime;

use super::manager::Damage;
use super::text::{Keys, decode, is_almost, iso_time};

/// The text of a value that may be percent-encoded. Real headers hold raw quotes, which no encoder leaves: where one
/// stands, a `%` is part of the text.
pub(super) fn text(value: &[u8]) -> Result<Cow<'_, str>, Damage> {
    if value.contains(&b'"') {
        return core::str::from_utf8(value).map(Cow::Borrowed).map_err(|_| Damage);
    }
    String::from_utf8(decode(value).into_owned()).map(Cow::Owned).map_err(|_| Damage)
}

/// Whether a value begins as an object does, raw or encoded.
pub(super) fn is_object(value: &[u8]) -> bool {
    matches!(value, [b'{', ..] | [b'%', b'7', b'b' | b'B', ..])
}

/// Whether a value is another product's: no object, nor one that was cut or damaged at its first byte, since it does
/// not hold this key of ours either.
pub(super) fn is_foreign(value: &[u8], key: &str) -> bool {
    let is_cut = matches!(value, b"" | b"%" | b"%7");
    !is_object(value) && !is_cut && !value.windows(key.len()).any(|part| part == key.as_bytes())
}

/// A key of no matter, unless it is almost one of those that are: then it may have been that one.
pub(super) fn of_no_matter(key: &str, known: &[&str]) -> Result<(), Damage> {
    if known.iter().any(|known| is_almost(key.as_bytes(), known.as_bytes())) { Err(Damage) } else { Ok(()) }
}

/// Each key of an object with its value, as text. No key may come twice.
pub(super) fn entries<'t>(
    text: &'t str,
    mut each: impl FnMut(&str, &'t str) -> Result<(), Damage>,
) -> Result<(), Damage> {
    let mut json = serde_json::Deserializer::from_str(text);
    let mut keys = Keys::default();
    let each = |key: &str, value| {
        keys.add(key.as_bytes());
        each(key, value)
    };
    json.deserialize_map(Entries(each)).map_err(|_| Damage)?;
    json.end().map_err(|_| Damage)?;
    keys.are_distinct()
}

/// Each item of a list, as text.
pub(super) fn items<'t>(text: &'t str, each: impl FnMut(&'t str) -> Result<(), Damage>) -> Result<(), Damage> {
    let mut json = serde_json::Deserializer::from_str(text);
    json.deserialize_seq(Items(each)).map_err(|_| Damage)?;
    json.end().map_err(|_| Damage)
}

/// The value of one key of an object, if it is there; the rest is only looked through.
pub(super) fn field<'t>(text: &'t str, name: &str) -> Result<Option<&'t str>, Damage> {
    let mut found = None;
    entries(text, |key, value| if key == name { once(&mut found, value) } else { of_no_matter(key, &[name]) })?;
    Ok(found)
}

/// The time that a string says.
pub(super) fn time(text: &str) -> Result<UtcDateTime, Damage> {
    iso_time(string(text)?.as_bytes()).ok_or(Damage)
}

/// What a string says.
pub(super) fn string(text: &str) -> Result<Cow<'_, str>, Damage> {
    serde_json::from_str::<JsonString<'_>>(text).map(|JsonString(text)| text).map_err(|_| Damage)
}

/// `true` or `false`, and nothing that a script would take for one.
pub(super) fn boolean(text: &str) -> Result<bool, Damage> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Damage),
    }
}

/// A value that may stand once.
pub(super) fn once<T>(place: &mut Option<T>, value: T) -> Result<(), Damage> {
    if place.replace(value).is_none() { Ok(()) } else { Err(Damage) }
}

#[derive(serde::Deserialize)]
struct JsonString<'t>(#[serde(borrow)] Cow<'t, str>);

struct Entries<F>(F);

impl<'t, F: FnMut(&str, &'t str) -> Result<(), Damage>> Visitor<'t> for Entries<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'t>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some((JsonString(key), value)) = map.next_entry::<JsonString<'t>, &'t RawValue>()? {
            (self.0)(&key, value.get()).map_err(|Damage| A::Error::custom("damage"))?;
        }
        Ok(())
    }
}

struct Items<F>(F);

impl<'t, F: FnMut(&'t str) -> Result<(), Damage>> Visitor<'t> for Items<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'t>>(mut self, mut list: A) -> Result<(), A::Error> {
        while let Some(item) = list.next_element::<&'t RawValue>()? {
            (self.0)(item.get()).map_err(|Damage| A::Error::custom("damage"))?;
        }
        Ok(())
    }
}
