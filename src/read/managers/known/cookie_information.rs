//! Cookie Information: `CookieInformationConsent`, an object with lists of the categories approved and denied.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::CookieInformation,
        longest: LONGEST,
        naming: Naming::Fixed,
        groups: &[
            ("cookie_cat_necessary", Some(Category::StrictlyNecessary)),
            ("cookie_cat_statistic", Some(Category::Performance)),
            ("cookie_cat_functional", Some(Category::Functionality)),
            ("cookie_cat_marketing", Some(Category::Targeting)),
            ("cookie_cat_unclassified", None),
        ],
    },
    form: Form::One(&[Name::Is("CookieInformationConsent")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let text = json::text(value)?;
    let (mut approved, mut denied, mut at) = (None, None, None);
    json::entries(&text, |key, value| match key {
        "timestamp" => json::once(&mut at, value),
        "consents_approved" => json::once(&mut approved, value),
        "consents_denied" => json::once(&mut denied, value),
        _ => Ok(()),
    })?;
    let at = json::time(at.ok_or(Damage)?)?;
    let mut answers = Answers::made_at(Some(at));
    for (list, granted) in [(approved, true), (denied, false)] {
        json::items(list.ok_or(Damage)?, |category| {
            answers.add(context, json::string(category)?.as_bytes(), granted);
            Ok(())
        })?;
    }
    Ok(Content::Choice(answers))
}
