//! Didomi: `didomi_token`, base64 of an object with the vendors and purposes enabled and disabled. Purposes are the
//! site's own; those of the IAB stand in the TC string beside it. `geolocation_data` and `device_characteristics` are
//! its special features.

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};
use crate::read::managers::text::base64_text;

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::Didomi,
        longest: LONGEST,
        naming: Naming::Services,
        groups: &[("geolocation_data", None), ("device_characteristics", None)],
    },
    form: Form::One(&[Name::Is("didomi_token")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let text = base64_text(value).ok_or(Damage)?;
    let mut answers = Answers::default();
    let mut found = false;
    json::entries(&text, |key, value| match key {
        "updated" => {
            let at = json::time(value)?;
            json::once(&mut answers.decided_at, at)
        }
        // what rests on a legitimate interest (`vendors_li`, `purposes_li`) was not consented to
        "vendors" | "purposes" => json::entries(value, |state, list| {
            let granted = match state {
                "enabled" => true,
                "disabled" => false,
                _ => return Err(Damage),
            };
            found = true;
            json::items(list, |id| {
                answers.add(context, json::string(id)?.as_bytes(), granted);
                Ok(())
            })
        }),
        key => json::of_no_matter(key, &["updated", "vendors", "purposes"]),
    })?;
    Ok(if found { Content::Choice(answers) } else { Content::NoChoice })
}
