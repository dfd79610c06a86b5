//! EU Cookie Compliance, a module of Drupal: `cookie-agreed`, one answer for everything, or with categories, which are the site's,
//! a list of those that were accepted.

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Said};
use crate::read::managers::asked::Asked;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{FLAG, Habits, Naming, USUAL};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits { of: ConsentManager::EuCookieCompliance, days: 100, naming: Naming::Usual, groups: USUAL },
    form: Form::Set(&[Name::Is(AGREED), Name::Is(CATEGORIES)], &[], read),
};

const AGREED: &str = "cookie-agreed";
const CATEGORIES: &str = "cookie-agreed-categories";

fn read(asked: &Asked<'_>) -> Result<Said, Damage> {
    let mut answers = Answers::default();
    let mut found = false;
    for list in asked.values(CATEGORIES) {
        found = true;
        json::items(&json::text(list)?, |category| {
            answers.accept(asked, json::string(category)?.as_bytes());
            Ok(())
        })?;
    }
    if found {
        answers.refuse_the_rest(asked);
    }
    for agreed in asked.values(AGREED) {
        match agreed {
            b"0" => answers.set_all(false),
            b"1" | b"2" if found => {}
            b"1" | b"2" => answers.add(asked, FLAG, true),
            _ => return Err(Damage),
        }
    }
    Ok(Said::Choice(answers))
}
