//! The banner of GOV.UK and those made after it: `cookies_policy`, an object of true and false.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::GovUk,
        longest: LONGEST,
        naming: Naming::Fixed,
        groups: &[
            ("essential", Some(Category::StrictlyNecessary)),
            ("usage", Some(Category::Performance)),
            ("settings", Some(Category::Functionality)),
            ("campaigns", Some(Category::Targeting)),
            ("marketing", Some(Category::Targeting)),
        ],
    },
    form: Form::One(&[Name::Is("cookies_policy"), Name::Is("cookie_policy")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    // countless other banners use the names
    if json::is_foreign(value, "essential") {
        return Ok(Content::NotMine);
    }
    let mut answers = Answers::default();
    let mut mine = false;
    json::entries(&json::text(value)?, |group, state| {
        mine |= group == "essential";
        json::of_no_matter(group, &["essential"])?;
        answers.add(context, group.as_bytes(), json::boolean(state)?);
        Ok(())
    })?;
    Ok(if mine { Content::Choice(answers) } else { Content::NotMine })
}
