//! iubenda: `_iub_cs-` and the id of the policy, an object whose `purposes` are numbered, or whose `consent` is for
//! all. Purposes that the site does not use are not there.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Meaning, Naming};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::Iubenda,
        longest: LONGEST,
        naming: Naming::Fixed,
        groups: &[
            ("1", Some(Category::StrictlyNecessary)),
            ("2", Some(Category::Functionality)),
            ("3", Some(Category::Functionality)),
            ("4", Some(Category::Performance)),
            ("5", Some(Category::Targeting)),
        ],
    },
    form: Form::One(&[Name::Begins("_iub_cs-")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let text = json::text(value)?;
    let (mut at, mut purposes, mut all) = (None, None, None);
    json::entries(&text, |key, value| match key {
        "timestamp" => json::once(&mut at, value),
        "purposes" => json::once(&mut purposes, value),
        "consent" => json::once(&mut all, value),
        key => json::of_no_matter(key, &["purposes", "consent"]),
    })?;
    let at = json::time(at.ok_or(Damage)?)?;
    let mut answers = Answers::made_at(Some(at));
    if let Some(purposes) = purposes {
        json::entries(purposes, |purpose, state| {
            // there are no others: a damaged number may have been that of a refusal, where another grants the category
            if context.meaning(purpose.as_bytes()) == Meaning::Unknown {
                return Err(Damage);
            }
            answers.add(context, purpose.as_bytes(), json::boolean(state)?);
            Ok(())
        })?;
    }
    match (purposes, all) {
        (_, Some(all)) => answers.set_all(json::boolean(all)?),
        (Some(_), None) => {}
        (None, None) => return Err(Damage),
    }
    Ok(Content::Choice(answers))
}
