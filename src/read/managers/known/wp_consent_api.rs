//! The WP Consent API: `wp_consent_` and a category, `allow` or `deny`. Plugins share it, and write defaults too.
//! `functional` is what the site needs.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, Naming, RENEWED};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::WpConsentApi,
        longest: RENEWED,
        naming: Naming::Fixed,
        groups: &[
            ("functional", Some(Category::StrictlyNecessary)),
            ("preferences", Some(Category::Functionality)),
            ("statistics", Some(Category::Performance)),
            ("statistics-anonymous", Some(Category::Performance)),
            ("marketing", Some(Category::Targeting)),
        ],
    },
    form: Form::Set(&[Name::Begins(PREFIX)], &[], read),
};

const PREFIX: &str = "wp_consent_";

fn read(context: &Context<'_>) -> Result<Content, Damage> {
    let mut answers = Answers::proven(false);
    for (category, value) in context.beginning(PREFIX) {
        match value {
            b"allow" => answers.add(context, category, true),
            b"deny" => answers.add(context, category, false),
            _ => return Err(Damage),
        }
    }
    Ok(Content::Choice(answers))
}
