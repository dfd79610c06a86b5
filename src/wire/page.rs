//! What follows from decisions can be written, for pages and for caches, and never read; but another site's word on
//! Global Privacy Control.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::words::{Day, Instant};
use crate::consent::{Answer, Consent};
use crate::cookie::{CategorySet, DataUseSet, Party, Storage};
use crate::decision::Input;
use crate::enforce::{
    Allowed, CacheKey, ConsentState, ConsentType, CookieRow, GpcSupport, LifetimeUnit, OptOutState, OptOutStatus,
    Preference, Preferences, RegionDefault, RegionDefaults, TableLifetime,
};
use crate::instant::from_rfc3339;
use crate::policy::Vendor;
use crate::prompt::PromptReason;
use crate::reason::ReasonSet;
use crate::visit::{Age, BrowserMode, OptOut, OwnedPlace, Recognised, Region, Tcf, UsPrivacySignal};

#[derive(Serialize)]
struct AllowedText<'a> {
    categories: CategorySet,
    uses: DataUseSet,
    vendors: &'a [&'a str],
}

impl Serialize for Allowed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        AllowedText { categories: self.categories(), uses: self.uses(), vendors: self.vendors() }.serialize(serializer)
    }
}

/// The states as Google names them, and what else a default says.
fn states<S: Serializer>(
    state: ConsentState,
    serializer: S,
    and: impl FnOnce(&mut S::SerializeMap) -> Result<(), S::Error>,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    for kind in ConsentType::ALL {
        map.serialize_entry(kind.as_str(), state.word(*kind))?;
    }
    and(&mut map)?;
    map.end()
}

impl Serialize for ConsentState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        states(*self, serializer, |_| Ok(()))
    }
}

impl Serialize for RegionDefault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        states(self.state(), serializer, |map| {
            if let Some(milliseconds) = self.state().wait_for_update() {
                map.serialize_entry("wait_for_update", &milliseconds)?;
            }
            if self.regions().is_empty() { Ok(()) } else { map.serialize_entry("region", self.regions()) }
        })
    }
}

impl Serialize for RegionDefaults {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.defaults().serialize(serializer)
    }
}

macro_rules! by_word {
    ($($name:ident),+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    )+};
}

by_word! { LifetimeUnit, OptOutState }

#[derive(Serialize)]
struct StatusText {
    must_be_shown: bool,
    state: OptOutState,
    text: Option<&'static str>,
}

impl Serialize for OptOutStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        StatusText { must_be_shown: self.must_be_shown(), state: self.state(), text: self.text() }.serialize(serializer)
    }
}

#[derive(Serialize)]
struct VendorText<'a> {
    id: &'a str,
    name: &'a str,
}

fn vendor(vendor: &Vendor) -> VendorText<'_> {
    VendorText { id: vendor.id(), name: vendor.name() }
}

#[derive(Serialize)]
struct RowText<'a> {
    name: &'a str,
    categories: CategorySet,
    uses: DataUseSet,
    vendor: Option<VendorText<'a>>,
    purpose: &'a str,
    lifetime: Option<TableLifetime>,
    party: Party,
    storage: Storage,
    hosts: &'a [&'a str],
    member: Option<&'a str>,
}

impl Serialize for CookieRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RowText {
            name: self.name,
            categories: self.categories,
            uses: self.uses,
            vendor: self.vendor.map(vendor),
            purpose: self.purpose,
            lifetime: self.lifetime,
            party: self.party,
            storage: self.storage,
            hosts: &self.hosts,
            member: self.member,
        }
        .serialize(serializer)
    }
}

impl Serialize for TableLifetime {
    /// `"session"`, or `{"days":90}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Session => serializer.serialize_str("session"),
            Self::Lasts { count, unit } => serializer.collect_map([(unit, count)]),
        }
    }
}

#[derive(Serialize)]
struct PreferencesText<'a> {
    version: u32,
    rows: &'a [Preference<'a>],
}

impl Serialize for Preferences<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PreferencesText { version: self.version().number(), rows: self.rows() }.serialize(serializer)
    }
}

#[derive(Serialize)]
struct PreferenceText<'a> {
    /// As an event writes it.
    item: String,
    vendor: Option<VendorText<'a>>,
    is_locked: bool,
    answer: Option<Answer>,
    given: Option<Instant>,
    version: Option<u32>,
    lapsed: Option<PromptReason>,
    is_allowed: bool,
    denied_by: ReasonSet,
}

impl Serialize for Preference<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PreferenceText {
            item: self.item.to_string(),
            vendor: self.vendor.map(vendor),
            is_locked: self.is_locked,
            answer: self.answer,
            given: self.given.map(Instant),
            version: self.version.map(|version| version.number()),
            lapsed: self.lapsed,
            is_allowed: self.is_allowed,
            denied_by: self.denied_by,
        }
        .serialize(serializer)
    }
}

/// Each input in the form in which it is written elsewhere, and in one order; none that was not read.
#[derive(Serialize)]
struct KeyText<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<OwnedPlace>,
    #[serde(skip_serializing_if = "Option::is_none")]
    regions: Option<Vec<Option<Region>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consent: Option<ConsentText<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recognised: Option<Recognised>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gpc: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dnt: Option<bool>,
    /// Of a malformed line of either header a note tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    malformed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gpp: Option<super::facts::GppText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    us_privacy: Option<UsPrivacySignal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tcf: Option<Option<&'a Tcf>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    opt_outs: Option<&'a [OptOut]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    browser: Option<BrowserMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age: Option<Age>,
}

struct ConsentText<'a>(Consent<'a>);

impl Serialize for ConsentText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Consent::Absent => serializer.serialize_none(),
            // no record reads so, as in a cell
            Consent::Unreadable => serializer.serialize_str("unreadable"),
            Consent::Given(record) => record.serialize(serializer),
        }
    }
}

impl Serialize for CacheKey<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { depends, visit, consent } = self;
        let consulted = depends.consulted();
        let signals = visit.signals();
        let covers_headers = consulted.contains(Input::Gpc) || consulted.contains(Input::Dnt);
        KeyText {
            until: depends.valid_until().filter(|_| consulted.contains(Input::Now)).map(Instant),
            place: consulted.contains(Input::Place).then(|| visit.place().into()),
            regions: consulted.contains(Input::Region).then(|| {
                let mut regions: Vec<_> = visit.regions().collect();
                regions.sort_unstable();
                regions
            }),
            consent: consulted.contains(Input::Consent).then_some(ConsentText(*consent)),
            recognised: consulted.contains(Input::Recognised).then_some(visit.recognised_subjects()),
            gpc: consulted.contains(Input::Gpc).then_some(signals.gpc()),
            dnt: consulted.contains(Input::Dnt).then_some(signals.dnt()),
            malformed: covers_headers.then_some(signals.malformed()),
            gpp: consulted.contains(Input::Gpp).then(|| signals.gpp().into()),
            us_privacy: consulted.contains(Input::UsPrivacy).then_some(signals.us_privacy()),
            tcf: consulted.contains(Input::Tcf).then_some(signals.tcf()),
            opt_outs: consulted.contains(Input::OptOuts).then_some(visit.opt_outs()),
            browser: consulted.contains(Input::Browser).then_some(visit.browser()),
            age: consulted.contains(Input::Age).then_some(visit.age()),
        }
        .serialize(serializer)
    }
}

#[derive(Serialize)]
struct SupportText {
    gpc: bool,
    #[serde(rename = "lastUpdate", skip_serializing_if = "Option::is_none")]
    last_update: Option<Day>,
}

impl Serialize for GpcSupport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        SupportText { gpc: self.gpc, last_update: self.last_update.map(Day) }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for GpcSupport {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Support)
    }
}

struct Support;

impl<'de> Visitor<'de> for Support {
    type Value = GpcSupport;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a member `gpc` that is `true` or `false`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<GpcSupport, A::Error> {
        let (mut gpc, mut last_update) = (None, None);
        while let Some(key) = map.next_key::<String>()? {
            match &*key {
                // of two the last would win with one reader and the first with another
                "gpc" if gpc.is_some() => return Err(A::Error::custom("`gpc` is said twice: say it once")),
                "gpc" => gpc = Some(map.next_value()?),
                "lastUpdate" => last_update = Some(map.next_value::<LastUpdate>()?.0),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let gpc = gpc.ok_or_else(|| A::Error::custom("`gpc` is missing: say `true` or `false`"))?;
        Ok(GpcSupport { gpc, last_update: last_update.flatten() })
    }
}

/// RFC 3339, a `full-date` or a `date-time`; whatever else stands there is no date, and no error.
struct LastUpdate(Option<time::Date>);

impl<'de> Deserialize<'de> for LastUpdate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = LastUpdate;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<LastUpdate, E> {
                let day = text.parse::<Day>().ok().map(|Day(day)| day);
                Ok(LastUpdate(day.or_else(|| from_rfc3339(text).map(|instant| instant.date()))))
            }

            fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<LastUpdate, E> {
                Ok(LastUpdate(None))
            }

            fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<LastUpdate, E> {
                Ok(LastUpdate(None))
            }

            fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<LastUpdate, E> {
                Ok(LastUpdate(None))
            }

            fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<LastUpdate, E> {
                Ok(LastUpdate(None))
            }

            fn visit_unit<E: serde::de::Error>(self) -> Result<LastUpdate, E> {
                Ok(LastUpdate(None))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<LastUpdate, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(LastUpdate(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<LastUpdate, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(LastUpdate(None))
            }
        }

        deserializer.deserialize_any(Text)
    }
}
