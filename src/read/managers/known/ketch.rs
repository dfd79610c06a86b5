//! Ketch: `_ketch_consent_v1_`, base64 of an object of purposes, each granted or denied. It is written for defaults
//! too.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, Naming, RENEWED};
use crate::read::managers::text::base64_text;

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::Ketch,
        longest: RENEWED,
        naming: Naming::Fixed,
        groups: &[
            ("essential_services", Some(Category::StrictlyNecessary)),
            ("analytics", Some(Category::Performance)),
            ("behavioral_advertising", Some(Category::Targeting)),
        ],
    },
    form: Form::One(&[Name::Is("_ketch_consent_v1_")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let text = base64_text(value).ok_or(Damage)?;
    let mut answers = Answers::proven(false);
    json::entries(&text, |purpose, value| {
        match json::field(value, "status")? {
            Some("\"granted\"") => answers.add(context, purpose.as_bytes(), true),
            Some("\"denied\"") => answers.add(context, purpose.as_bytes(), false),
            _ => return Err(Damage),
        }
        Ok(())
    })?;
    Ok(Content::Choice(answers))
}
