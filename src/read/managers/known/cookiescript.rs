//! CookieScript: `CookieScriptConsent`, raw JSON whose `categories` are those accepted, a list inside a string.

use alloc::borrow::Cow;

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
        of: ConsentManager::CookieScript,
        longest: LONGEST,
        naming: Naming::Fixed,
        groups: &[
            ("strict", Some(Category::StrictlyNecessary)),
            ("performance", Some(Category::Performance)),
            ("functionality", Some(Category::Functionality)),
            ("targeting", Some(Category::Targeting)),
            ("unclassified", None),
        ],
    },
    form: Form::One(&[Name::Is("CookieScriptConsent")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let text = json::text(value)?;
    let (mut action, mut categories) = (None, None);
    let mut answers = Answers::default();
    json::entries(&text, |key, value| match key {
        "action" => json::once(&mut action, value),
        "categories" => json::once(&mut categories, value),
        "consenttime" => json::once(&mut answers.decided_at, seconds(value.as_bytes()).ok_or(Damage)?),
        key => json::of_no_matter(key, &["action", "categories", "consenttime"]),
    })?;
    match (action, categories) {
        // a list is rarely met without the string around it
        (Some("\"accept\""), Some(list)) => {
            let list = if list.starts_with('[') { Cow::Borrowed(list) } else { json::string(list)? };
            json::items(&list, |category| {
                answers.accept(context, json::string(category)?.as_bytes());
                Ok(())
            })?;
            answers.refuse_the_rest(context);
        }
        (Some("\"reject\""), _) => answers.set_all(false),
        (Some("\"accept\""), None) => {}
        (None, None) => return Ok(Content::NoChoice),
        _ => return Err(Damage),
    }
    Ok(Content::Choice(answers))
}
