//! Osano: `osano_consentmanager`, an object of categories, each accepted or denied. It is hidden under a key made of
//! the domain that the site configured there, and written without a click where nobody has to be asked.

use alloc::string::String;
use alloc::vec::Vec;

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};
use crate::read::managers::text::{base64, is_almost, milliseconds};
use crate::read::managers::xxtea;

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::Osano,
        longest: LONGEST,
        naming: Naming::Fixed,
        groups: &[
            ("ESSENTIAL", Some(Category::StrictlyNecessary)),
            ("ANALYTICS", Some(Category::Performance)),
            ("PERSONALIZATION", Some(Category::Functionality)),
            ("MARKETING", Some(Category::Targeting)),
        ],
    },
    form: Form::One(&[Name::Is("osano_consentmanager")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    // without a key its script writes plain text
    if json::is_object(value) {
        return said(context, &json::text(value)?);
    }
    let hidden = base64(value).ok_or(Damage)?;
    let mut domains = context.mapping.osano_domains();
    let text = domains.find_map(|domain| reveal(&hidden, domain)).ok_or(Damage)?;
    said(context, &text)
}

/// The text under the key of a domain, if that is the right one.
fn reveal(hidden: &[u8], domain: &str) -> Option<String> {
    let mut key = [0; 16];
    key.iter_mut().zip(domain.bytes()).for_each(|(place, byte)| *place = byte);
    let mut text: Vec<u8> = xxtea::decrypt(hidden, key)?;
    while text.last() == Some(&0) {
        text.pop();
    }
    String::from_utf8(text).ok().filter(|text| text.starts_with('{'))
}

fn said(context: &Context<'_>, text: &str) -> Result<Content, Damage> {
    let mut answers = Answers::proven(false);
    let mut consent = None;
    json::entries(text, |key, value| match key {
        "consent" => json::once(&mut consent, value),
        "consentTimestamp" => json::once(&mut answers.decided_at, milliseconds(value.as_bytes()).ok_or(Damage)?),
        key => json::of_no_matter(key, &["consent", "consentTimestamp"]),
    })?;
    json::entries(consent.ok_or(Damage)?, |category, state| {
        // what the vendor's script keeps for itself
        if matches!(category, "iab" | "extUsrData") {
            return Ok(());
        }
        let accepted = match state {
            "\"ACCEPT\"" => true,
            "\"DENY\"" => false,
            _ => return Err(Damage),
        };
        match category {
            // this one is the visitor's wish not to be sold
            "OPT_OUT" if accepted => answers.add_sale(context, b"OPT_OUT", false),
            // the switch for storage as such
            "STORAGE" if !accepted => answers.set_all(false),
            // not to have opted out is no consent, nor is storage
            "OPT_OUT" | "STORAGE" => {}
            category if is_almost(category.as_bytes(), b"OPT_OUT") || is_almost(category.as_bytes(), b"STORAGE") => {
                return Err(Damage);
            }
            category => answers.add(context, category.as_bytes(), accepted),
        }
        Ok(())
    })?;
    Ok(Content::Choice(answers))
}
