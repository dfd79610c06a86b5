//! Wix: `consent-policy`, an object of zeros and ones, and of `ts`, in minutes. `dt3` is the handing on of data to
//! third parties.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Meaning, Naming};
use crate::read::managers::text::minutes;

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::Wix,
        longest: LONGEST,
        naming: Naming::Fixed,
        groups: &[
            ("ess", Some(Category::StrictlyNecessary)),
            ("func", Some(Category::Functionality)),
            ("anl", Some(Category::Performance)),
            ("adv", Some(Category::Targeting)),
        ],
    },
    form: Form::One(&[Name::Is("consent-policy")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    if json::is_foreign(value, "anl") {
        return Ok(Content::NotMine);
    }
    let mut answers = Answers::default();
    json::entries(&json::text(value)?, |key, value| {
        match (key, value) {
            ("ts", minute) => json::once(&mut answers.decided_at, minutes(minute.as_bytes()).ok_or(Damage)?)?,
            ("dt3", "0") => answers.add_sale(context, b"dt3", false),
            ("dt3", "1") => answers.add_sale(context, b"dt3", true),
            // there are no others
            (group, _) if context.meaning(group.as_bytes()) == Meaning::Unknown => return Err(Damage),
            (group, "1") => answers.add(context, group.as_bytes(), true),
            (group, "0") => answers.add(context, group.as_bytes(), false),
            _ => return Err(Damage),
        }
        Ok(())
    })?;
    Ok(Content::Choice(answers))
}
