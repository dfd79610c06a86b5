//! EU Cookie Compliance, a module of Drupal: `cookie-agreed`, one answer for everything, or with categories, which are
//! the site's, a list of those that were accepted.

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{FLAG, Habits, LONGEST, Naming, USUAL};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits { of: ConsentManager::EuCookieCompliance, longest: LONGEST, naming: Naming::Usual, groups: USUAL },
    form: Form::Set(&[Name::Is(AGREED), Name::Is(CATEGORIES)], &[], read),
};

const AGREED: &str = "cookie-agreed";
const CATEGORIES: &str = "cookie-agreed-categories";

fn read(context: &Context<'_>) -> Result<Content, Damage> {
    let mut answers = Answers::default();
    let mut found = false;
    for list in context.values(CATEGORIES) {
        found = true;
        json::items(&json::text(list)?, |category| {
            answers.accept(context, json::string(category)?.as_bytes());
            Ok(())
        })?;
    }
    if found {
        answers.refuse_the_rest(context);
    }
    for agreed in context.values(AGREED) {
        match agreed {
            b"0" => answers.set_all(false),
            b"1" | b"2" if found => {}
            b"1" | b"2" => answers.add(context, FLAG, true),
            _ => return Err(Damage),
        }
    }
    Ok(Content::Choice(answers))
}
