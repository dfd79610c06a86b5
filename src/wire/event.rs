//! An event as a line of an append-only log.
//!
//! ```json
//! {"v":1,"at":"2026-11-01T09:30:00Z","version":7,"subject":"browser","actor":"self","method":"banner","gpc":"off",
//!  "answers":{"performance":"granted","targeting":"refused","use:sale-or-share":"refused","vendor:adco":"refused"}}
//! ```

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::words::{Instant, parsed};
use crate::consent::{
    Actor, Answer, ConsentEvent, ConsentManager, GpcSeen, History, Item, Method, Notice, PolicyVersion,
};
use crate::cookie::{Category, DataUse};
use crate::visit::SubjectKind;
use crate::vocabulary::UnknownWord;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EventText {
    v: u8,
    at: Instant,
    version: u32,
    subject: SubjectKind,
    actor: Actor,
    method: MethodText,
    gpc: GpcSeen,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notice: Option<NoticeText>,
    answers: Answers,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum MethodText {
    Banner,
    PreferenceCentre,
    ImpliedByUse,
    Signal,
    Imported(ConsentManager),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoticeText {
    hash: String,
    language: String,
}

/// A map in which no key may come twice: of two answers about one thing the last would win, and lose a refusal.
struct Answers(BTreeMap<Item, Answer>);

impl Serialize for Answers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(&self.0)
    }
}

impl<'de> Deserialize<'de> for Answers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Answers;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("a map from things to answers")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Answers, A::Error> {
                let mut answers = BTreeMap::new();
                while let Some((item, answer)) = map.next_entry::<Item, Answer>()? {
                    if let Some(twice) = answers.insert(item.clone(), answer) {
                        let error = format_args!("`{item}` is answered twice, once with `{twice}`");
                        return Err(A::Error::custom(error));
                    }
                }
                Ok(Answers(answers))
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}

impl Serialize for Item {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, "a category, `use:…` or `vendor:…`")
    }
}

impl FromStr for Item {
    type Err = UnknownWord;

    /// # Errors
    ///
    /// [`UnknownWord`] for `"marketing"`, `"use:ads"`, `"vendor:Ad Co"`, and for `"strictly-necessary"`, which is not
    /// on offer.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownWord::new("a category, `use:…` or `vendor:…`", &[], text);
        if let Some(data_use) = text.strip_prefix("use:") {
            data_use.parse::<DataUse>().map(Self::Use)
        } else if let Some(vendor) = text.strip_prefix("vendor:") {
            vendor.parse().map(Self::Vendor).map_err(|_| unknown())
        } else {
            match text.parse()? {
                Category::StrictlyNecessary => Err(unknown()),
                category @ (Category::Performance | Category::Functionality | Category::Targeting) => {
                    Ok(Self::Category(category))
                }
            }
        }
    }
}

impl From<&ConsentEvent> for EventText {
    fn from(event: &ConsentEvent) -> Self {
        Self {
            v: 1,
            at: Instant(event.at()),
            version: event.version().number(),
            subject: event.subject(),
            actor: event.actor(),
            method: match event.method() {
                Method::Banner => MethodText::Banner,
                Method::PreferenceCentre => MethodText::PreferenceCentre,
                Method::ImpliedByUse => MethodText::ImpliedByUse,
                Method::Signal => MethodText::Signal,
                Method::Imported(manager) => MethodText::Imported(manager),
            },
            gpc: event.gpc(),
            notice: event
                .notice()
                .map(|notice| NoticeText { hash: notice.hash().into(), language: notice.language().into() }),
            answers: Answers(event.answers().map(|(item, answer)| (item.clone(), answer)).collect()),
        }
    }
}

impl EventText {
    fn event<E: serde::de::Error>(self) -> Result<ConsentEvent, E> {
        if self.v != 1 {
            return Err(E::custom(format_args!("`{}` is not a version of events that this release reads", self.v)));
        }
        let method = match self.method {
            MethodText::Banner => Method::Banner,
            MethodText::PreferenceCentre => Method::PreferenceCentre,
            MethodText::ImpliedByUse => Method::ImpliedByUse,
            MethodText::Signal => Method::Signal,
            MethodText::Imported(manager) => Method::Imported(manager),
        };
        let event = ConsentEvent::new(self.at.0, PolicyVersion::new(self.version))
            .on(self.subject)
            .by(self.actor)
            .through(method)
            .seeing_gpc(self.gpc);
        let event = match self.notice {
            Some(NoticeText { hash, language }) => event.showing(Notice::new(&hash, &language).map_err(E::custom)?),
            None => event,
        };
        Ok(self.answers.0.into_iter().fold(event, |event, (item, answer)| event.saying(item, answer)))
    }
}

impl Serialize for ConsentEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        EventText::from(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ConsentEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        EventText::deserialize(deserializer)?.event()
    }
}

impl Serialize for History {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.events())
    }
}

impl<'de> Deserialize<'de> for History {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<ConsentEvent>::deserialize(deserializer).map(|events| events.into_iter().collect())
    }
}
