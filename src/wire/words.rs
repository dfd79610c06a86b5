//! Words, sets of words, dates and instants by `serde`.

use alloc::format;
use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::consent::{Actor, Answer, ConsentManager, GpcSeen};
use crate::cookie::{Category, CategorySet, DataUse, DataUseSet, Party, SameSite, Storage, VendorId};
use crate::decision::{Existing, Input, InputSet, Note, NoteSet, Obligation, ObligationSet};
use crate::instant::{from_rfc3339, is_writable};
use crate::law::{
    Certainty, Condition, ConditionSet, Ground, GroundSet, Kind, Reach, Requirement, Risk, RiskSet, Scope, Status,
};
use crate::policy::{BrowserGrants, DntScope, GpcScope, ImportedLabels, Trust, Undeclared};
use crate::prompt::{PromptReason, PromptReasons};
use crate::reason::{Reason, ReasonSet, Verdict};
use crate::visit::{
    BrowserMode, MemberId, Programme, ProgrammeSet, Provenance, Recognised, Region, SubjectKind, TcfPurpose,
    TcfPurposes, UsPrivacySignal, VendorTool,
};
use crate::vocabulary::UnknownWord;

/// Reads a text, borrowed or not, and what it spells.
pub(super) fn parsed<'de, D, T>(deserializer: D, what: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    struct Parse<T>(&'static str, PhantomData<T>);

    impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Parse<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(E::custom)
        }
    }

    deserializer.deserialize_str(Parse(what, PhantomData))
}

macro_rules! by_word {
    ($($name:ident),+ $(,)?) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                parsed(deserializer, stringify!($name))
            }
        }
    )+};
}

by_word! {
    Actor, Answer, BrowserGrants, BrowserMode, Category, Certainty, Condition, ConsentManager, DataUse, DntScope,
    Existing, GpcScope, GpcSeen, Ground, ImportedLabels, Input, Kind, MemberId, Note, Obligation, Party, Programme,
    PromptReason, Provenance, Reach, Requirement, Risk, SameSite, Scope, Status, Storage, SubjectKind, TcfPurpose,
    Trust, Undeclared, UsPrivacySignal, VendorId, VendorTool,
}

macro_rules! by_words {
    ($($set:ident of $item:ident),+ $(,)?) => {$(
        impl Serialize for $set {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self.iter())
            }
        }

        impl<'de> Deserialize<'de> for $set {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                items::<D, $item, _>(deserializer)
            }
        }
    )+};
}

by_words! {
    CategorySet of Category, ConditionSet of Condition, DataUseSet of DataUse, GroundSet of Ground,
    InputSet of Input, NoteSet of Note, ObligationSet of Obligation, ProgrammeSet of Programme,
    PromptReasons of PromptReason, Recognised of SubjectKind, RiskSet of Risk, TcfPurposes of TcfPurpose,
}

/// Reads a sequence into a set without keeping the items: a list of any length takes no memory.
fn items<'de, D, T, C>(deserializer: D) -> Result<C, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
    C: FromIterator<T>,
{
    struct Items<T, C>(PhantomData<(T, C)>);

    impl<'de, T: Deserialize<'de>, C: FromIterator<T>> Visitor<'de> for Items<T, C> {
        type Value = C;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<C, A::Error> {
            core::iter::from_fn(|| list.next_element().transpose()).collect()
        }
    }

    deserializer.deserialize_seq(Items(PhantomData))
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl Serialize for ReasonSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl Serialize for Region {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Region {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, "a region")
    }
}

/// A day as `2026-11-23`, and in no other of the notations of ISO 8601.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day(pub(super) time::Date);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl FromStr for Day {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        use time::format_description::well_known::Iso8601;
        let day = time::Date::parse(text, &Iso8601::DATE).ok();
        let day = day.filter(|day| is_writable(*day) && format!("{day}") == text);
        day.map(Self).ok_or_else(|| UnknownWord::new("a date: write a day of the calendar as `2026-11-23`", &[], text))
    }
}

/// An instant as RFC 3339 in UTC: `2026-11-23T12:00:00Z`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instant(pub(super) time::UtcDateTime);

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second, nanosecond) = self.0.time().as_hms_nano();
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}", self.0.date())?;
        if nanosecond > 0 {
            write!(f, ".{nanosecond:09}")?;
        }
        f.write_str("Z")
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: String = parsed(deserializer, "an instant")?;
        from_rfc3339(&text).map(Self).ok_or_else(|| {
            D::Error::custom(format_args!(
                "`{}` is not an instant such as 2026-11-23T12:00:00Z",
                crate::policy::Shown::from(&*text)
            ))
        })
    }
}
