//! A record as text: `1.p*tnth20:7Bvbo.ba086606`.
//!
//! ```text
//! record  = "1" *( "." item ) "." crc        one version, its items in one order, a CRC-32 in 8 hexadecimal digits
//! item    = "g" time                         Global Privacy Control was first seen
//!         / key 1*mark                       each kind of mark at most once, in this order
//! key     = "p" / "f" / "t"                  performance, functionality, targeting
//!         / "u:" data-use / "v:" vendor-id
//! mark    = "!" stamp [ "d" ]                the latest grant; "d": despite Global Privacy Control
//!         / "*" stamp ( "r" / "w" / "o" )    the latest refusal: refused, withdrawn, objected
//!         / "_" time                         the latest continued use
//! stamp   = time ":" version method actor subject
//! method  = "B" / "C" / "U" / "S" / "M" 2DIGIT36  banner, preference centre, use, signal, consent manager
//! actor   = "v" / "p" / "a"                  visitor, parent, agent
//! subject = "b" / "a"                        browser, account
//! time    = [ "-" ] 1*DIGIT36                seconds since 1970-01-01T00:00:00Z, of the years 0 to 9999
//! version = 1*DIGIT36
//! ```
//!
//! There is one text for each record: whatever reads back to a record is what that record writes. All characters are
//! cookie-octets of RFC 6265. The checksum finds damage; it does not stop a visitor from writing a record, which is the
//! visitor's own word.

use alloc::collections::BTreeMap;
use core::fmt::{self, Write as _};
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::UtcDateTime;

use super::crc::Crc;
use super::text::Text;
use crate::consent::RecordError;
use crate::consent::{
    Actor, Answer, Choice, ConsentManager, ConsentRecord, Grant, Method, PolicyVersion, RecordParts, Refusal,
};
use crate::cookie::{DataUse, VendorId};
use crate::instant::from_seconds;
use crate::visit::SubjectKind;

/// The one version there is.
const VERSION: char = '1';
/// Far more than a cookie holds; records of accounts may be longer than those of browsers.
const MAX_LEN: usize = 65_536;

impl fmt::Display for ConsentRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Checked { out: f, crc: Crc::START };
        let parts = self.parts();
        out.write_char(VERSION)?;
        for (key, choice) in [("p", &parts.performance), ("f", &parts.functionality), ("t", &parts.targeting)] {
            write_item(&mut out, format_args!("{key}"), choice)?;
        }
        for (data_use, choice) in &parts.uses {
            write_item(&mut out, format_args!("u:{data_use}"), choice)?;
        }
        for (vendor, choice) in &parts.vendors {
            write_item(&mut out, format_args!("v:{vendor}"), choice)?;
        }
        if let Some(seen) = parts.gpc_first_seen {
            write!(out, ".g{}", Time(seen))?;
        }
        let crc = out.crc.value();
        write!(f, ".{crc:08x}")
    }
}

fn write_item(out: &mut impl fmt::Write, key: fmt::Arguments<'_>, choice: &Choice) -> fmt::Result {
    if *choice == Choice::NONE {
        return Ok(());
    }
    write!(out, ".{key}")?;
    if let Some(Grant { at, version, despite_gpc, actor, subject, method }) = choice.grant {
        write!(out, "!{}", Stamp { at, version, actor, subject, method })?;
        out.write_str(if despite_gpc { "d" } else { "" })?;
    }
    if let Some(Refusal { at, answer, version, actor, subject, method }) = choice.refusal {
        write!(out, "*{}", Stamp { at, version, actor, subject, method })?;
        out.write_char(match answer {
            Answer::Withdrawn => 'w',
            Answer::Objected => 'o',
            Answer::Refused | Answer::Granted => 'r',
        })?;
    }
    if let Some(at) = choice.implied {
        write!(out, "_{}", Time(at))?;
    }
    Ok(())
}

/// What a grant and a refusal have in common.
#[derive(Clone, Copy)]
struct Stamp {
    at: UtcDateTime,
    version: PolicyVersion,
    actor: Actor,
    subject: SubjectKind,
    method: Method,
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", Time(self.at), Base36(self.version.number().into()))?;
        match self.method {
            Method::Banner => f.write_char('B')?,
            Method::PreferenceCentre => f.write_char('C')?,
            Method::ImpliedByUse => f.write_char('U')?,
            Method::Signal => f.write_char('S')?,
            Method::Imported(manager) => write!(f, "M{}", manager_code(manager))?,
        }
        f.write_char(match self.actor {
            Actor::Visitor => 'v',
            Actor::Parent => 'p',
            Actor::Agent => 'a',
        })?;
        f.write_char(match self.subject {
            SubjectKind::Browser => 'b',
            SubjectKind::Account => 'a',
        })
    }
}

/// Two digits that never change, whatever becomes of the enum: room for 1,296.
const fn manager_code(manager: ConsentManager) -> &'static str {
    match manager {
        ConsentManager::Other => "00",
        ConsentManager::OneTrust => "01",
        ConsentManager::Cookiebot => "02",
        ConsentManager::CookieYes => "03",
        ConsentManager::Didomi => "04",
        ConsentManager::Usercentrics => "05",
        ConsentManager::TrustArc => "06",
        ConsentManager::VanillaCookieConsent => "07",
        ConsentManager::Klaro => "08",
        ConsentManager::Tarteaucitron => "09",
        ConsentManager::Osano => "0a",
        ConsentManager::Complianz => "0b",
        ConsentManager::Iubenda => "0c",
        ConsentManager::Termly => "0d",
        ConsentManager::CookieFirst => "0e",
        ConsentManager::CookieScript => "0f",
        ConsentManager::Civic => "0g",
        ConsentManager::HubSpot => "0h",
        ConsentManager::Shopify => "0i",
        ConsentManager::Fides => "0j",
        ConsentManager::Axeptio => "0k",
        ConsentManager::Borlabs => "0l",
        ConsentManager::Moove => "0m",
        ConsentManager::AspNetCore => "0n",
        ConsentManager::DjangoCookieConsent => "0o",
        ConsentManager::CookieInformation => "0p",
        ConsentManager::Tealium => "0q",
        ConsentManager::CommandersAct => "0r",
        ConsentManager::Ketch => "0s",
        ConsentManager::Wix => "0t",
        ConsentManager::EuCookieCompliance => "0u",
        ConsentManager::Cookiesjsr => "0v",
        ConsentManager::GovUk => "0w",
        ConsentManager::WpConsentApi => "0x",
        ConsentManager::Orejime => "0y",
        ConsentManager::OsanoCookieConsent => "0z",
    }
}

struct Time(UtcDateTime);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.unix_timestamp();
        f.write_str(if seconds < 0 { "-" } else { "" })?;
        write!(f, "{}", Base36(seconds.unsigned_abs()))
    }
}

struct Base36(u64);

impl fmt::Display for Base36 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const RADIX: u64 = 36;
        // 36^12 is more than any second or version
        let mut place = 1_u64;
        while place.saturating_mul(RADIX) <= self.0 {
            place = place.saturating_mul(RADIX);
        }
        while place > 0 {
            let digit = self.0.checked_div(place).unwrap_or(0) % RADIX;
            f.write_char(u32::try_from(digit).ok().and_then(|digit| char::from_digit(digit, 36)).unwrap_or('0'))?;
            place = place.checked_div(RADIX).unwrap_or(0);
        }
        Ok(())
    }
}

impl FromStr for ConsentRecord {
    type Err = RecordError;

    /// # Errors
    ///
    /// * [`RecordError::Empty`] for `""`
    /// * [`RecordError::TooLong`] for more than 65,536 bytes
    /// * [`RecordError::UnsupportedVersion`] for `"2.…"`
    /// * [`RecordError::Checksum`] for a record that was cut or changed: `"1.g0.00000000"`
    /// * [`RecordError::Malformed`] for text with a right checksum that no record writes
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.chars().next() {
            None => return Err(RecordError::Empty),
            Some(_) if text.len() > MAX_LEN => return Err(RecordError::TooLong(text.len())),
            Some(VERSION) => {}
            Some(other) => return Err(RecordError::UnsupportedVersion(other)),
        }
        // a point and eight digits, wherever else points stand
        let end = text.len().checked_sub(9).and_then(|end| text.split_at_checked(end));
        let (body, crc) =
            end.and_then(|(body, crc)| Some((body, crc.strip_prefix('.')?))).ok_or(RecordError::Checksum)?;
        let mut computed = Crc::START;
        computed.add(body.as_bytes());
        if hexadecimal(crc) != Some(computed.value()) {
            return Err(RecordError::Checksum);
        }
        let mut text = Text::new(body);
        text.expect(b"1", "version")?;
        let mut parts = RecordParts::default();
        read_items(&mut text, &mut parts)?;
        Ok(Self::from_parts(parts))
    }
}

/// Eight digits, in lower case.
fn hexadecimal(digits: &str) -> Option<u32> {
    digits.bytes().try_fold(0_u32, |number, byte| {
        let digit = match byte {
            b'0'..=b'9' => byte.wrapping_sub(b'0'),
            b'a'..=b'f' => byte.wrapping_sub(b'a').wrapping_add(10),
            _ => return None,
        };
        Some(number << 4 | u32::from(digit))
    })
}

/// The last stamp, and how it was written.
type Last<'a> = Option<(&'a [u8], Stamp)>;

/// All of them, into parts that have none.
fn read_items(text: &mut Text<'_>, parts: &mut RecordParts) -> Result<(), RecordError> {
    let mut last = None;
    for (key, choice) in
        [(b".p", &mut parts.performance), (b".f", &mut parts.functionality), (b".t", &mut parts.targeting)]
    {
        if text.take(key) {
            read_marks(text, &mut last, choice)?;
        }
    }
    while text.take(b".u:") {
        let data_use = text.word::<DataUse>("use")?;
        insert(&mut parts.uses, data_use, text, &mut last)?;
    }
    while text.take(b".v:") {
        let vendor = text.word::<VendorId>("vendor")?;
        insert(&mut parts.vendors, vendor, text, &mut last)?;
    }
    if text.take(b".g") {
        parts.gpc_first_seen = Some(read_time(text)?);
    }
    text.end()
}

/// Keys ascend, so each record has one text and no key comes twice.
fn insert<'a, K: Ord>(
    map: &mut BTreeMap<K, Choice>,
    key: K,
    text: &mut Text<'a>,
    last: &mut Last<'a>,
) -> Result<(), RecordError> {
    let mut choice = Choice::NONE;
    read_marks(text, last, &mut choice)?;
    if map.last_key_value().is_some_and(|(last, _)| *last >= key) {
        return Err(text.malformed("ascending item"));
    }
    map.insert(key, choice);
    Ok(())
}

/// The marks of one item, into a choice that has none.
fn read_marks<'a>(text: &mut Text<'a>, last: &mut Last<'a>, choice: &mut Choice) -> Result<(), RecordError> {
    let start = text.rest().len();
    if text.take(b"!") {
        let Stamp { at, version, actor, subject, method } = read_stamp(text, last)?;
        if !method.is_explicit() {
            return Err(text.malformed("explicit method"));
        }
        if actor == Actor::Agent {
            // none is ever written: an agent cannot consent for the visitor
            return Err(text.malformed("actor"));
        }
        let despite_gpc = text.take(b"d");
        choice.grant = Some(Grant { at, version, despite_gpc, actor, subject, method });
    }
    if text.take(b"*") {
        let Stamp { at, version, actor, subject, method } = read_stamp(text, last)?;
        let answer = text.letter("answer", |letter| match letter {
            b'r' => Some(Answer::Refused),
            b'w' => Some(Answer::Withdrawn),
            b'o' => Some(Answer::Objected),
            _ => None,
        })?;
        choice.refusal = Some(Refusal { at, answer, version, actor, subject, method });
    }
    if text.take(b"_") {
        choice.implied = Some(read_time(text)?);
    }
    if text.rest().len() == start { Err(text.malformed("mark")) } else { Ok(()) }
}

/// Most items were said at once: what is written as the last was, reads as it did, since its end does not hang on what
/// follows.
fn read_stamp<'a>(text: &mut Text<'a>, last: &mut Last<'a>) -> Result<Stamp, RecordError> {
    if let Some((_, stamp)) = last.filter(|(written, _)| text.take(written)) {
        return Ok(stamp);
    }
    let start = text.rest();
    let stamp = read_new_stamp(text)?;
    *last = start.get(..start.len().saturating_sub(text.rest().len())).map(|written| (written, stamp));
    Ok(stamp)
}

fn read_new_stamp(text: &mut Text<'_>) -> Result<Stamp, RecordError> {
    let at = read_time(text)?;
    text.expect(b":", "`:`")?;
    let version = text.base36("version")?;
    let version = u32::try_from(version).map(PolicyVersion::new).map_err(|_| text.malformed("version"))?;
    let method = if text.take(b"M") {
        let known = ConsentManager::ALL.iter().find(|manager| text.take(manager_code(**manager).as_bytes()));
        Method::Imported(*known.ok_or(text.malformed("consent manager"))?)
    } else {
        text.letter("method", |letter| match letter {
            b'B' => Some(Method::Banner),
            b'C' => Some(Method::PreferenceCentre),
            b'U' => Some(Method::ImpliedByUse),
            b'S' => Some(Method::Signal),
            _ => None,
        })?
    };
    let actor = text.letter("actor", |letter| match letter {
        b'v' => Some(Actor::Visitor),
        b'p' => Some(Actor::Parent),
        b'a' => Some(Actor::Agent),
        _ => None,
    })?;
    let subject = text.letter("subject", |letter| match letter {
        b'b' => Some(SubjectKind::Browser),
        b'a' => Some(SubjectKind::Account),
        _ => None,
    })?;
    Ok(Stamp { at, version, actor, subject, method })
}

fn read_time(text: &mut Text<'_>) -> Result<UtcDateTime, RecordError> {
    let negative = text.take(b"-");
    let seconds = i64::try_from(text.base36("time")?).map_err(|_| text.malformed("time"))?;
    match (negative, seconds) {
        (true, 0) => Err(text.malformed("time")),
        (true, seconds) => Ok(seconds.saturating_neg()),
        (false, seconds) => Ok(seconds),
    }
    .and_then(|seconds| from_seconds(seconds).ok_or(text.malformed("time")))
}

/// Writes through, keeping the checksum of what it wrote.
struct Checked<'a, W> {
    out: &'a mut W,
    crc: Crc,
}

impl<W: fmt::Write> fmt::Write for Checked<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.crc.add(text.as_bytes());
        self.out.write_str(text)
    }
}

impl Serialize for ConsentRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ConsentRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::words::parsed(deserializer, "a consent record")
    }
}
