//! Cookiebot: `CookieConsent`, an object literal of which `'` and `,` are percent-encoded.

#[cfg(feature = "iab")]
use alloc::vec::Vec;

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};
use crate::read::managers::text::{decode, key_value, milliseconds, split};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::Cookiebot,
        longest: LONGEST,
        naming: Naming::Fixed,
        groups: &[
            ("necessary", Some(Category::StrictlyNecessary)),
            ("preferences", Some(Category::Functionality)),
            ("statistics", Some(Category::Performance)),
            ("marketing", Some(Category::Targeting)),
        ],
    },
    form: Form::One(&[Name::Is("CookieConsent")], read),
};

const CATEGORIES: [&[u8]; 4] = [b"necessary", b"preferences", b"statistics", b"marketing"];

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    match value {
        // the visitor is where the site asks nobody
        b"-1" => return Ok(Content::NoChoice),
        // declined, or nothing chosen yet: the two cannot be told apart
        b"0" => {
            let mut answers = Answers::default();
            for category in CATEGORIES {
                answers.add(context, category, false);
            }
            return Ok(Content::Choice(answers));
        }
        _ => {}
    }
    let text = decode(value);
    let Some(body) = text.strip_prefix(b"{") else { return Ok(Content::NotMine) };
    let (body, whole) = body.strip_suffix(b"}").map_or((body, false), |body| (body, true));
    let mut answers = Answers::default();
    let (mut found, mut stamp, mut method) = (0_u8, None, None);
    for entry in split(body, b',') {
        let Some((key, value)) = key_value(entry, b':') else { continue };
        let (key, value) = (bare(key), bare(value));
        match key {
            b"stamp" => stamp = Some(value),
            b"method" => method = Some(value),
            b"utc" => answers.decided_at = Some(milliseconds(value).ok_or(Damage)?),
            key if CATEGORIES.contains(&key) => {
                found = found.saturating_add(1);
                match value {
                    b"true" => answers.add(context, key, true),
                    b"false" => answers.add(context, key, false),
                    _ => return Err(Damage),
                }
            }
            _ => {}
        }
    }
    // other products use the name
    if found == 0 {
        return Ok(Content::NotMine);
    }
    if found != 4 || !whole {
        return Err(Damage);
    }
    // everything is on because nobody had to be asked
    if stamp == Some(b"-1") || method.is_some_and(|method| method != b"explicit") {
        return Ok(Content::NoChoice);
    }
    // before 2023 there was no method, and other tools plant values without one
    answers.is_unproven = method.is_none();
    Ok(Content::Choice(answers))
}

/// The TC string that it keeps where it takes part in the TCF.
#[cfg(feature = "iab")]
pub(in crate::read::managers) fn tc_string(value: &[u8]) -> Option<Vec<u8>> {
    let text = decode(value);
    let body = text.strip_prefix(b"{")?.strip_suffix(b"}")?;
    let mut entries = split(body, b',').filter_map(|entry| key_value(entry, b':'));
    let string = entries.find_map(|(key, value)| (bare(key) == b"iab2").then(|| bare(value)))?;
    (!string.is_empty()).then(|| string.to_vec())
}

/// Without white space and one pair of quotes.
fn bare(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii();
    match text {
        [b'\'', inner @ .., b'\''] | [b'"', inner @ .., b'"'] => inner,
        _ => text,
    }
}
