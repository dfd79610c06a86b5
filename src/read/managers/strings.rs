//! Strings of the IAB that consent managers keep inside cookies of their own form.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::imported::ManagerCookies;
use super::json;
use super::known::{cookiebot, fides};
use super::manager::Damage;
use crate::consent::ConsentManager;
use crate::read::Cookies;
use crate::read::iab::{IabString, Kind, TOGETHER};

/// Those that have cookies of their own, and these: of managers that the site names, and of those that have no name
/// here.
pub(in crate::read) fn with_strings<'a>(
    mut found: Vec<IabString<'a>>,
    cookies: &Cookies<'a>,
    own: &ManagerCookies<'a>,
) -> Vec<IabString<'a>> {
    // iubenda wraps what others write as it stands; what cannot be unwrapped stays, and is damage
    for string in found.iter_mut().filter(|string| string.kind == Kind::UsPrivacy && json::is_object(&string.text)) {
        if let Ok(text) = field(&string.text, "uspString") {
            string.text = Cow::Owned(text);
        }
    }
    let mut add = |kind, cookie, text: Cow<'a, [u8]>| found.push(IabString { kind, cookie, text });
    // of what cannot be read an empty string stands in, which is damage: it may have held a veto
    for value in own.of(ConsentManager::Cookiebot) {
        if let Some(text) = cookiebot::tc_string(value).unwrap_or_else(|Damage| Some(Vec::new())) {
            add(Kind::TcString, "CookieConsent", Cow::Owned(text));
        }
    }
    for value in own.of(ConsentManager::Fides) {
        let strings = fides::strings(value).unwrap_or_else(|Damage| {
            for kind in [Kind::TcString, Kind::Gpp] {
                add(kind, "fides_consent", Cow::Borrowed(b""));
            }
            Vec::new()
        });
        for (kind, text) in TOGETHER.into_iter().zip(strings.split(|byte| *byte == b',')) {
            if !text.is_empty() {
                add(kind, "fides_consent", Cow::Owned(text.to_vec()));
            }
        }
    }
    for pair in cookies.all(FUNDING_CHOICES.as_bytes()) {
        match funding_choices(pair.unquoted()) {
            Ok(strings) => {
                for (kind, text) in TOGETHER.into_iter().zip(strings).filter(|(_, text)| !text.is_empty()) {
                    add(kind, FUNDING_CHOICES, Cow::Owned(text));
                }
            }
            // it may have held a refusal: nothing reads as damage does
            Err(Damage) => add(Kind::TcString, FUNDING_CHOICES, Cow::Borrowed(b"")),
        }
    }
    found
}

/// Google's own consent manager, for its publishers.
const FUNDING_CHOICES: &str = "FCCDCF";

/// A list, of which the fourth item is a list of a TC string and an Additional Consent string. Where nobody has chosen
/// it is null.
fn funding_choices(value: &[u8]) -> Result<Vec<Vec<u8>>, Damage> {
    let text = json::text(value)?;
    let (mut place, mut strings) = (0_u8, Vec::new());
    json::items(&text, |item| {
        place = place.saturating_add(1);
        if place == 4 && item != "null" {
            json::items(item, |string| {
                match string {
                    _ if strings.len() == 2 => {}
                    "null" => strings.push(Vec::new()),
                    string => strings.push(json::string(string)?.as_bytes().to_vec()),
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(strings)
}

/// The text of one field of an object.
fn field(value: &[u8], name: &str) -> Result<Vec<u8>, Damage> {
    let text = json::text(value)?;
    Ok(json::string(json::field(&text, name)?.ok_or(Damage)?)?.as_bytes().to_vec())
}
