//! Cookiebot: `CookieConsent`, an object literal of which `'` and `,` are percent-encoded.

#[cfg(feature = "iab")]
use alloc::vec::Vec;

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};
use crate::read::managers::text::{Keys, decode, is_almost, key_value, milliseconds, split};

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
        // that was one of the two
        [_] => return Err(Damage),
        _ => {}
    }
    let text = decode(value);
    if !is_its_own(&text) {
        return Ok(Content::NotMine);
    }
    let body = text.strip_prefix(b"{").and_then(|body| body.strip_suffix(b"}")).ok_or(Damage)?;
    let mut answers = Answers::default();
    let (mut found, mut stamp, mut method, mut is_odd) = (0_u8, None, None, false);
    let mut keys = Keys::default();
    for entry in split(body, b',') {
        let (key, value) = key_value(entry, b':').ok_or(Damage)?;
        let (key, value) = (bare(key), bare(value));
        keys.add(key);
        match key {
            b"stamp" => stamp = Some(value),
            b"method" => method = Some(value),
            b"utc" => answers.decided_at = Some(milliseconds(value).ok_or(Damage)?),
            // nothing but a number, so that it has not swallowed the time
            b"ver" if value.iter().all(u8::is_ascii_digit) => answers.under(context, value),
            b"ver" => return Err(Damage),
            b"region" | b"iab" | b"iab2" | b"gacm" => {}
            key if CATEGORIES.contains(&key) => {
                found = found.saturating_add(1);
                match value {
                    b"true" => answers.add(context, key, true),
                    b"false" => answers.add(context, key, false),
                    _ => return Err(Damage),
                }
            }
            _ => is_odd = true,
        }
    }
    keys.are_distinct()?;
    // what is not known may have been the word that nobody was asked
    if found != 4 || (is_odd && answers.grants()) {
        return Err(Damage);
    }
    // everything is on because nobody had to be asked
    match method {
        _ if stamp == Some(b"-1") => return Ok(Content::NoChoice),
        // it was that, and base64 has no `-`
        _ if stamp.is_some_and(|stamp| stamp.contains(&b'-') || is_almost(stamp, b"-1")) => return Err(Damage),
        Some(b"implied") => return Ok(Content::NoChoice),
        None | Some(b"explicit") => {}
        // a word that was damaged, or is yet to come: the refusal beside it may be one
        Some(_) => return Err(Damage),
    }
    // before 2023 there was no method, and other tools plant values without one
    answers.is_unproven = method.is_none();
    Ok(Content::Choice(answers))
}

/// Whether a value begins as its own do, or did before one byte of it was lost: other products use the name.
fn is_its_own(text: &[u8]) -> bool {
    let holds = |key: &[u8]| text.windows(key.len()).any(|part| part == key);
    match text {
        [] | [b'{'] => true,
        [b'{', first, ..] if first.is_ascii_lowercase() => true,
        _ => [b"stamp:".as_slice(), b"necessary:", b"preferences:", b"marketing:"].into_iter().any(holds),
    }
}

/// The TC string that it keeps where it takes part in the TCF.
#[cfg(feature = "iab")]
pub(in crate::read::managers) fn tc_string(value: &[u8]) -> Result<Option<Vec<u8>>, Damage> {
    let text = decode(value);
    if !text.windows(3).any(|part| part == b"iab") {
        return Ok(None);
    }
    let body = text.strip_prefix(b"{").and_then(|body| body.strip_suffix(b"}")).ok_or(Damage)?;
    let mut string = None;
    for entry in split(body, b',') {
        let Some((key, value)) = key_value(entry, b':') else { continue };
        let key = bare(key);
        let is_repeated = key == b"iab2" && string.replace(bare(value)).is_some();
        if is_repeated || (key != b"iab" && is_almost(key, b"iab2")) {
            return Err(Damage);
        }
    }
    Ok(string.filter(|string| !string.is_empty()).map(<[_]>::to_vec))
}

/// Without white space and one pair of quotes.
fn bare(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii();
    match text {
        [b'\'', inner @ .., b'\''] | [b'"', inner @ .., b'"'] => inner,
        _ => text,
    }
}
