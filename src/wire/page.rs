//! What follows from decisions can be written, for pages and for caches, and never read; but another site's word on
//! Global Privacy Control.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::facts::GppText;
use super::words::{Day, Instant};
use crate::consent::{Answer, Consent, ConsentRecord, PolicyVersion};
use crate::cookie::{CategorySet, DataUseSet, Party, Storage};
use crate::decision::Input;
use crate::dependence::CacheKey;
use crate::instant::from_rfc3339;
use crate::page::{
    Allowed, ConsentState, ConsentType, CookieRow, GpcSupport, LifetimeUnit, OptOutState, OptOutStatus, Preference,
    Preferences, RegionDefault, RegionDefaults, TableLifetime,
};
use crate::policy::Vendor;
use crate::prompt::PromptReason;
use crate::reason::ReasonSet;
use crate::visit::{Age, BrowserMode, GppSignal, OptOut, OwnedPlace, Recognised, Region, Tcf, UsPrivacySignal};

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
            version: self.version.map(PolicyVersion::number),
            lapsed: self.lapsed,
            is_allowed: self.is_allowed,
            denied_by: self.denied_by,
        }
        .serialize(serializer)
    }
}

/// Each input that was read in the form in which it is written elsewhere, in one order. Of those that say nothing, such
/// as a signal that was not sent, nothing is written: which were read is the same for all who ask the same.
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
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    gpc: bool,
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    dnt: bool,
    /// Of a malformed line of either header a note tells.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    malformed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    gpp: Option<GppText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    us_privacy: Option<UsPrivacySignal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tcf: Option<&'a Tcf>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    opt_outs: &'a [OptOut],
    #[serde(skip_serializing_if = "Option::is_none")]
    browser: Option<BrowserMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age: Option<Age>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum ConsentText<'a> {
    /// No record reads so, as in a cell.
    Unreadable,
    #[serde(untagged)]
    Given(&'a ConsentRecord),
}

impl Serialize for CacheKey<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { depends, visit, consent } = self;
        let read = |input| depends.consulted().contains(input);
        let signals = visit.signals();
        KeyText {
            until: depends.valid_until().filter(|_| read(Input::Now)).map(Instant),
            place: read(Input::Place).then(|| visit.place().into()),
            regions: read(Input::Region).then(|| {
                let mut regions: Vec<_> = visit.regions().collect();
                regions.sort_unstable();
                regions
            }),
            consent: match consent {
                Consent::Unreadable if read(Input::Consent) => Some(ConsentText::Unreadable),
                Consent::Given(record) if read(Input::Consent) => Some(ConsentText::Given(record)),
                Consent::Absent | Consent::Unreadable | Consent::Given(_) => None,
            },
            recognised: Some(visit.recognised_subjects())
                .filter(|who| read(Input::Recognised) && *who != Recognised::NOBODY),
            gpc: read(Input::Gpc) && signals.gpc(),
            dnt: read(Input::Dnt) && signals.dnt(),
            malformed: (read(Input::Gpc) || read(Input::Dnt)) && signals.malformed(),
            gpp: Some(signals.gpp()).filter(|gpp| read(Input::Gpp) && *gpp != GppSignal::NONE).map(GppText::from),
            us_privacy: Some(signals.us_privacy())
                .filter(|signal| read(Input::UsPrivacy) && *signal != UsPrivacySignal::None),
            tcf: signals.tcf().filter(|_| read(Input::Tcf)),
            opt_outs: if read(Input::OptOuts) { visit.opt_outs() } else { &[] },
            browser: Some(visit.browser()).filter(|mode| read(Input::Browser) && *mode != BrowserMode::AcceptsAll),
            age: Some(visit.age()).filter(|age| read(Input::Age) && *age != Age::Unknown),
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
                Ok(LastUpdate(day.or_else(|| from_rfc3339(text).map(time::UtcDateTime::date))))
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
