//! JSON that may stand within a `<script>` element: whatever HTML or an older script would take for the end of it is
//! escaped. `serde_json` writes no such text, and is no dependency of the core.

use alloc::string::{String, ToString};
use core::fmt::{Display, Write as _};

use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// The error of [`script_json`]: what cannot be said in JSON.
///
/// # Examples
///
/// ```
/// let error = cookie_consent::page::script_json(&f64::NAN).unwrap_err();
/// assert_eq!(error.to_string(), "`NaN` cannot be written as JSON: use a finite number");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotJson(String);

impl serde::ser::Error for NotJson {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// Writes data as JSON (RFC 8259) that may stand as it is within a `<script>` element, where it is an expression too:
/// `<`, `>`, `&`, U+2028 and U+2029 are escaped, so that no purpose text and no vendor's name can end the element or
/// the line. Nothing of this crate fails to be written.
///
/// # Errors
///
/// [`NotJson`] for a number that is not finite, a map whose keys are lists or maps, and what the data itself refuses.
///
/// # Examples
///
/// ```
/// use cookie_consent::page::script_json;
///
/// assert_eq!(script_json(&["</script>", "a & b"]).unwrap(), r#"["\u003c/script\u003e","a \u0026 b"]"#);
/// ```
pub fn script_json<T: Serialize + ?Sized>(data: &T) -> Result<String, NotJson> {
    let mut text = String::new();
    data.serialize(Writer(&mut text))?;
    Ok(text)
}

struct Writer<'t>(&'t mut String);

/// A list or an object, half written.
struct Items<'t> {
    text: &'t mut String,
    is_first: bool,
    end: &'static str,
}

fn quote(text: &mut String, word: &str) -> Result<(), NotJson> {
    text.push('"');
    for c in word.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' | '\u{7f}' => {
                write!(text, "\\u{:04x}", u32::from(c)).map_err(NotJson::custom)?;
            }
            _ => text.push(c),
        }
    }
    text.push('"');
    Ok(())
}

impl<'t> Writer<'t> {
    fn display(self, value: impl Display) -> Result<(), NotJson> {
        write!(self.0, "{value}").map_err(NotJson::custom)
    }

    fn number(self, value: f64) -> Result<(), NotJson> {
        if value.is_finite() {
            write!(self.0, "{value:?}").map_err(NotJson::custom)
        } else {
            Err(NotJson::custom(format_args!("`{value}` cannot be written as JSON: use a finite number")))
        }
    }

    fn items(self, start: &str, end: &'static str) -> Items<'t> {
        self.0.push_str(start);
        Items { text: self.0, is_first: true, end }
    }

    /// An object with one key, of which the value is still to be written.
    fn variant(self, name: &str, start: &str, end: &'static str) -> Result<Items<'t>, NotJson> {
        self.0.push('{');
        quote(self.0, name)?;
        self.0.push(':');
        Ok(Writer(self.0).items(start, end))
    }
}

impl Items<'_> {
    fn separate(&mut self) {
        if !self.is_first {
            self.text.push(',');
        }
        self.is_first = false;
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotJson> {
        self.separate();
        value.serialize(Writer(self.text))
    }

    fn key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotJson> {
        self.separate();
        let mut written = String::new();
        key.serialize(Writer(&mut written))?;
        match written.as_bytes() {
            [b'"', ..] => self.text.push_str(&written),
            [b'0'..=b'9' | b'-', ..] | b"true" | b"false" => quote(self.text, &written)?,
            _ => return Err(NotJson::custom(format_args!("`{written}` cannot be a key of JSON: use a text"))),
        }
        self.text.push(':');
        Ok(())
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotJson> {
        value.serialize(Writer(self.text))
    }

    fn close(self) {
        self.text.push_str(self.end);
    }
}

macro_rules! displayed {
    ($($method:ident: $kind:ty),+ $(,)?) => {$(
        fn $method(self, value: $kind) -> Result<(), NotJson> {
            self.display(value)
        }
    )+};
}

impl<'t> Serializer for Writer<'t> {
    type Ok = ();
    type Error = NotJson;
    type SerializeSeq = Items<'t>;
    type SerializeTuple = Items<'t>;
    type SerializeTupleStruct = Items<'t>;
    type SerializeTupleVariant = Items<'t>;
    type SerializeMap = Items<'t>;
    type SerializeStruct = Items<'t>;
    type SerializeStructVariant = Items<'t>;

    displayed! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_i128: i128, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_u128: u128,
    }

    fn serialize_f32(self, value: f32) -> Result<(), NotJson> {
        self.number(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), NotJson> {
        self.number(value)
    }

    fn serialize_char(self, value: char) -> Result<(), NotJson> {
        quote(self.0, value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), NotJson> {
        quote(self.0, value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), NotJson> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), NotJson> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NotJson> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), NotJson> {
        self.display("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NotJson> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), NotJson> {
        quote(self.0, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), NotJson> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), NotJson> {
        let mut object = self.variant(variant, "", "}")?;
        object.value(value)?;
        object.close();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'t>, NotJson> {
        Ok(self.items("[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'t>, NotJson> {
        Ok(self.items("[", "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'t>, NotJson> {
        Ok(self.items("[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'t>, NotJson> {
        self.variant(variant, "[", "]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Items<'t>, NotJson> {
        Ok(self.items("{", "}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'t>, NotJson> {
        Ok(self.items("{", "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'t>, NotJson> {
        self.variant(variant, "{", "}}")
    }
}

macro_rules! lists {
    ($($shape:ident, $method:ident);+ $(;)?) => {$(
        impl $shape for Items<'_> {
            type Ok = ();
            type Error = NotJson;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotJson> {
                self.item(value)
            }

            fn end(self) -> Result<(), NotJson> {
                self.close();
                Ok(())
            }
        }
    )+};
}

lists! {
    SerializeSeq, serialize_element;
    SerializeTuple, serialize_element;
    SerializeTupleStruct, serialize_field;
    SerializeTupleVariant, serialize_field;
}

macro_rules! objects {
    ($($shape:ident),+) => {$(
        impl $shape for Items<'_> {
            type Ok = ();
            type Error = NotJson;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), NotJson> {
                self.key(key)?;
                self.value(value)
            }

            fn end(self) -> Result<(), NotJson> {
                self.close();
                Ok(())
            }
        }
    )+};
}

objects! { SerializeStruct, SerializeStructVariant }

impl SerializeMap for Items<'_> {
    type Ok = ();
    type Error = NotJson;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotJson> {
        self.key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotJson> {
        self.value(value)
    }

    fn end(self) -> Result<(), NotJson> {
        self.close();
        Ok(())
    }
}
