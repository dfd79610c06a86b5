//! Civic Cookie Control: `CookieControl`, raw JSON whose `optionalCookies` were each accepted or revoked. The names are
//! the site's, in any case.

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming, USUAL};
use crate::read::managers::text::milliseconds;

pub(super) const MANAGER: Manager = Manager {
    habits: Habits { of: ConsentManager::Civic, longest: LONGEST, naming: Naming::Usual, groups: USUAL },
    form: Form::One(&[Name::Is("CookieControl")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    if json::is_foreign(value, "optionalCookies") && json::is_foreign(value, "interactedWith") {
        return Ok(Content::NotMine);
    }
    let text = json::text(value)?;
    let (mut optional, mut chosen, mut is_its_own) = (None, None, false);
    let mut answers = Answers::default();
    json::entries(&text, |key, value| match key {
        "optionalCookies" => json::once(&mut optional, value),
        "interactedWith" => json::once(&mut chosen, json::boolean(value)?),
        "consentDate" => json::once(&mut answers.decided_at, milliseconds(value.as_bytes()).ok_or(Damage)?),
        "necessaryCookies" | "statement" | "consentExpiry" => {
            is_its_own = true;
            Ok(())
        }
        key => json::of_no_matter(key, &["optionalCookies", "interactedWith", "consentDate"]),
    })?;
    let (optional, chosen) = match (optional, chosen) {
        (Some(optional), Some(chosen)) => (optional, chosen),
        // another product uses the name, and `acceptedCategories`
        (None, _) if !is_its_own && answers.decided_at.is_none() => return Ok(Content::NotMine),
        _ => return Err(Damage),
    };
    if !chosen {
        return Ok(Content::NoChoice);
    }
    json::entries(optional, |group, state| {
        match json::string(state)?.as_ref() {
            "accepted" => answers.accept(context, group.as_bytes()),
            "revoked" => answers.add(context, group.as_bytes(), false),
            // what rests on a legitimate interest was neither
            "li" => {}
            _ => return Err(Damage),
        }
        Ok(())
    })?;
    // nothing was switched on of what the site is known to have
    answers.refuse_known(context);
    Ok(Content::Choice(answers))
}
