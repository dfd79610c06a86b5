//! The facts of a question as documents: a visit, a cookie, and what a store holds of a visitor's choices. What could
//! restrict an answer must be stated, and no field that is not named here is read.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::UtcDateTime;

use super::words::Instant;
use crate::consent::StoredConsent;
use crate::cookie::{Attributes, Lifetime, MaxAge, OwnedCookie, Party, SameSite, SetCookie, Storage, VendorId};
use crate::visit::{
    Age, BrowserMode, Coverage, GppSignal, OptOut, OptOutControl, OptOutField, OwnedPlace, OwnedVisit, Programme,
    Provenance, Recognised, Region, Signals, Tcf, TcfPurposes, TcfVendor, UsPrivacySignal,
};

/// A noun that is written and read by way of the text that stands beside it.
macro_rules! by_text {
    ($($noun:ident as $text:ident),+ $(,)?) => {$(
        impl Serialize for $noun {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $text::serialize(self, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $noun {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $text::deserialize(deserializer)
            }
        }
    )+};
}

by_text! {
    Age as AgeText, Attributes as AttributesText, Coverage as CoverageText, OptOut as OptOutText,
    OptOutControl as ControlText, OwnedCookie as CookieText, OwnedPlace as PlaceText, OwnedVisit as VisitText,
    SetCookie as SetCookieText, Tcf as TcfText, TcfVendor as TcfVendorText,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "OwnedVisit", deny_unknown_fields)]
struct VisitText {
    #[serde(with = "instant")]
    now: UtcDateTime,
    place: OwnedPlace,
    signals: Signals,
    opt_outs: Vec<OptOut>,
    browser: BrowserMode,
    age: Age,
    // what only enables may be left out
    #[serde(default = "nobody")]
    recognised: Recognised,
    #[serde(default, with = "regions")]
    regions: Vec<Option<Region>>,
}

const fn nobody() -> Recognised {
    Recognised::NOBODY
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "OwnedPlace", rename_all = "kebab-case")]
enum PlaceText {
    Site,
    Member(String),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Age", rename_all = "kebab-case")]
enum AgeText {
    Unknown,
    Years(u8),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "OptOut", deny_unknown_fields)]
struct OptOutText {
    control: OptOutControl,
    covers: Coverage,
    #[serde(default, with = "instant::maybe")]
    since: Option<UtcDateTime>,
    known_by: Provenance,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "OptOutControl", rename_all = "kebab-case")]
enum ControlText {
    Programme(Programme),
    VendorTool,
    GoogleAnalyticsAddOn,
    MetaAccountControl,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Coverage", rename_all = "kebab-case")]
enum CoverageText {
    AllParticipants,
    Vendors(Vec<VendorId>),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignalsText {
    gpc: bool,
    dnt: bool,
    malformed: bool,
    gpp: GppText,
    us_privacy: UsPrivacySignal,
    #[serde(deserialize_with = "Option::deserialize")]
    tcf: Option<Tcf>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GppText {
    opted_out: bool,
    gpc: bool,
    age: Age,
}

impl From<GppSignal> for GppText {
    fn from(gpp: GppSignal) -> Self {
        Self { opted_out: gpp.opted_out(), gpc: gpp.gpc(), age: gpp.age() }
    }
}

impl Serialize for Signals {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        SignalsText {
            gpc: self.gpc(),
            dnt: self.dnt(),
            malformed: self.malformed(),
            gpp: self.gpp().into(),
            us_privacy: self.us_privacy(),
            tcf: self.tcf().cloned(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Signals {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let SignalsText { gpc, dnt, malformed, gpp, us_privacy, tcf } = SignalsText::deserialize(deserializer)?;
        let headers = [(gpc, "Sec-GPC", "1"), (dnt, "DNT", "1"), (malformed, "DNT", "")];
        let headers = headers.into_iter().filter(|(sent, ..)| *sent).map(|(_, name, value)| (name, value));
        let field = if gpp.opted_out { OptOutField::OptedOut } else { OptOutField::NotApplicable };
        let signals = Self::from_headers(headers)
            .with_gpp(GppSignal::from_fields(&[field], gpp.gpc).with_age(gpp.age))
            .with_us_privacy(us_privacy);
        Ok(tcf.into_iter().fold(signals, Self::with_tcf))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Tcf", deny_unknown_fields)]
struct TcfText {
    #[serde(with = "instant")]
    last_updated: UtcDateTime,
    policy_version: u8,
    service_specific: bool,
    purpose_one_treatment: bool,
    has_disclosed_vendors: bool,
    purposes: TcfPurposes,
    vendors: Vec<TcfVendor>,
    #[serde(deserialize_with = "Option::deserialize")]
    additional_consent: Option<Vec<u32>>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "TcfVendor", deny_unknown_fields)]
struct TcfVendorText {
    id: u16,
    consented: bool,
    disclosed: bool,
    restricted: TcfPurposes,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "OwnedCookie", deny_unknown_fields)]
struct CookieText {
    name: String,
    host: String,
    path: String,
    party: Party,
    lifetime: Lifetime,
    storage: Storage,
    attributes: Attributes,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Attributes", rename_all = "kebab-case")]
enum AttributesText {
    Unknown,
    None,
    Set(SetCookie),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SetCookie", deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "as `SetCookie`")]
struct SetCookieText {
    secure: bool,
    http_only: bool,
    domain: bool,
    partitioned: bool,
    #[serde(deserialize_with = "Option::deserialize")]
    same_site: Option<SameSite>,
    value_len: usize,
}

/// `"session"`, `{"days": 30}` or `{"seconds": 86400}`; written in seconds.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum LifetimeText {
    Session,
    Days(u16),
    Seconds(u32),
}

impl Serialize for Lifetime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = match self {
            Self::Session => LifetimeText::Session,
            Self::Persistent(age) => LifetimeText::Seconds(age.seconds()),
        };
        text.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Lifetime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match LifetimeText::deserialize(deserializer)? {
            LifetimeText::Session => Ok(Self::Session),
            LifetimeText::Days(0) => Err(D::Error::custom("`0` days is not a lifetime: use `session` or 1 to 49710")),
            LifetimeText::Days(days) => Ok(Self::days(days)),
            LifetimeText::Seconds(seconds) => {
                MaxAge::from_seconds(seconds.into()).map(Self::Persistent).map_err(D::Error::custom)
            }
        }
    }
}

impl Serialize for StoredConsent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            // no record reads so, whatever its version
            Self::Unreadable => serializer.serialize_some("unreadable"),
            Self::Given(record) => serializer.serialize_some(record),
        }
    }
}

impl<'de> Deserialize<'de> for StoredConsent {
    /// Whatever is there and is no record is unreadable. A field that is missing is an error, unless its struct says
    /// otherwise: nobody knows then what is stored.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(Cell)
        } else {
            deserializer.deserialize_option(Cell)
        }
    }
}

/// Anything that a store may hold.
struct Cell;

impl<'de> Visitor<'de> for Cell {
    type Value = StoredConsent;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a record, or nothing")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<StoredConsent, E> {
        Ok(StoredConsent::of_text(Some(text)))
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<StoredConsent, E> {
        Ok(core::str::from_utf8(bytes).map_or(StoredConsent::Unreadable, |text| StoredConsent::of_text(Some(text))))
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<StoredConsent, E> {
        Ok(StoredConsent::Absent)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<StoredConsent, E> {
        Ok(StoredConsent::Absent)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<StoredConsent, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(self)
        } else {
            deserializer.deserialize_str(self)
        }
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<StoredConsent, E> {
        Ok(StoredConsent::Unreadable)
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<StoredConsent, E> {
        Ok(StoredConsent::Unreadable)
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<StoredConsent, E> {
        Ok(StoredConsent::Unreadable)
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<StoredConsent, E> {
        Ok(StoredConsent::Unreadable)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<StoredConsent, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(StoredConsent::Unreadable)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<StoredConsent, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(StoredConsent::Unreadable)
    }
}

mod instant {
    use super::{Deserialize, Deserializer, Instant, Serialize, Serializer, UtcDateTime};

    pub(super) fn serialize<S: Serializer>(instant: &UtcDateTime, serializer: S) -> Result<S::Ok, S::Error> {
        Instant(*instant).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<UtcDateTime, D::Error> {
        Instant::deserialize(deserializer).map(|Instant(instant)| instant)
    }

    pub(super) mod maybe {
        use super::{Deserialize, Deserializer, Instant, Serialize, Serializer, UtcDateTime};

        #[expect(clippy::ref_option, reason = "the form that `serde` asks for")]
        pub(in super::super) fn serialize<S: Serializer>(
            instant: &Option<UtcDateTime>,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            instant.map(Instant).serialize(serializer)
        }

        pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Option<UtcDateTime>, D::Error> {
            Ok(Option::<Instant>::deserialize(deserializer)?.map(|Instant(instant)| instant))
        }
    }
}

/// Regions, and the word `unknown` for one of which nothing is known.
mod regions {
    use alloc::vec::Vec;
    use core::fmt;
    use core::str::FromStr;

    use super::{Deserialize, Deserializer, Region, Serializer};
    use crate::visit::InvalidRegion;
    use crate::wire::words::parsed;

    const UNKNOWN: &str = "unknown";

    struct Word(Option<Region>);

    impl FromStr for Word {
        type Err = InvalidRegion;

        fn from_str(text: &str) -> Result<Self, Self::Err> {
            if text == UNKNOWN { Ok(Self(None)) } else { text.parse().map(Some).map(Self) }
        }
    }

    impl fmt::Display for Word {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self.0 {
                Some(region) => fmt::Display::fmt(&region, f),
                None => f.write_str(UNKNOWN),
            }
        }
    }

    impl serde::Serialize for Word {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }

    impl<'de> Deserialize<'de> for Word {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            parsed(deserializer, "a region, or `unknown`")
        }
    }

    pub(super) fn serialize<S: Serializer>(regions: &[Option<Region>], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(regions.iter().copied().map(Word))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Option<Region>>, D::Error> {
        let words = Vec::<Word>::deserialize(deserializer)?;
        Ok(words.into_iter().map(|Word(region)| region).collect())
    }
}
