//! Moove GDPR Cookie Compliance: `moove_gdpr_popup`, an object of `"1"` and `"0"`. The tabs for third parties and for
//! additional cookies are meant for analytics and for marketing.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Meaning, Naming};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::Moove,
        longest: LONGEST,
        naming: Naming::Fixed,
        groups: &[
            ("strict", Some(Category::StrictlyNecessary)),
            ("thirdparty", Some(Category::Performance)),
            ("performance", Some(Category::Performance)),
            ("preference", Some(Category::Functionality)),
            ("advanced", Some(Category::Targeting)),
        ],
    },
    form: Form::One(&[Name::Is("moove_gdpr_popup")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let mut answers = Answers::default();
    json::entries(&json::text(value)?, |group, state| {
        match (group, state) {
            ("version", _) => {}
            // there are no others: it may have been the refusal of a category that another group grants
            (group, _) if context.meaning(group.as_bytes()) == Meaning::Unknown => return Err(Damage),
            (group, "\"1\"") => answers.add(context, group.as_bytes(), true),
            (group, "\"0\"") => answers.add(context, group.as_bytes(), false),
            _ => return Err(Damage),
        }
        Ok(())
    })?;
    Ok(Content::Choice(answers))
}
