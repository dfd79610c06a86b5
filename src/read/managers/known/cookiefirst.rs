//! CookieFirst: `cookiefirst-consent`, an object of four categories, or of services if its `type` is `granular`.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};
use crate::read::managers::text::seconds;

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::CookieFirst,
        longest: LONGEST,
        naming: Naming::Services,
        groups: &[
            ("necessary", Some(Category::StrictlyNecessary)),
            ("performance", Some(Category::Performance)),
            ("functional", Some(Category::Functionality)),
            ("advertising", Some(Category::Targeting)),
        ],
    },
    form: Form::One(&[Name::Is("cookiefirst-consent")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let mut answers = Answers::default();
    let mut found = false;
    json::entries(&json::text(value)?, |key, value| {
        match key {
            "timestamp" => json::once(&mut answers.decided_at, seconds(value.as_bytes()).ok_or(Damage)?)?,
            "version" => answers.under(context, value.trim_matches('"').as_bytes()),
            "type" => {}
            group => {
                answers.add(context, group.as_bytes(), json::boolean(value)?);
                found = true;
            }
        }
        Ok(())
    })?;
    if found { Ok(Content::Choice(answers)) } else { Err(Damage) }
}
