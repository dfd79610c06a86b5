//! Borlabs Cookie: `borlabs-cookie`, an object whose `consents` hold the groups that were accepted, each with a list of
//! its services that were.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::Borlabs,
        longest: LONGEST,
        naming: Naming::Fixed,
        groups: &[
            ("essential", Some(Category::StrictlyNecessary)),
            ("statistics", Some(Category::Performance)),
            ("marketing", Some(Category::Targeting)),
        ],
    },
    form: Form::One(&[Name::Is("borlabs-cookie")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let text = json::text(value)?;
    let (mut consents, mut version) = (None, None);
    json::entries(&text, |key, value| match key {
        "consents" => json::once(&mut consents, value),
        "version" => json::once(&mut version, value),
        // `expires` is when it ends, and does not tell when it began
        key => json::of_no_matter(key, &["consents", "version"]),
    })?;
    let mut answers = Answers::default();
    // a text in its version 2, a number in 3
    if let Some(version) = version {
        answers.under(context, version.trim_matches('"').as_bytes());
    }
    json::entries(consents.ok_or(Damage)?, |group, services| {
        let mut is_accepted = false;
        json::items(services, |service| {
            is_accepted = true;
            json::string(service).map(drop)
        })?;
        if is_accepted {
            answers.accept(context, group.as_bytes());
        }
        Ok(())
    })?;
    answers.refuse_the_rest(context);
    Ok(Content::Choice(answers))
}
