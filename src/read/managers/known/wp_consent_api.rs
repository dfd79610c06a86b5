//! The WP Consent API: `wp_consent_` and a category, `allow` or `deny`. Plugins share it, and write defaults too. `functional` is
//! what the site needs.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Said};
use crate::read::managers::asked::Asked;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, Naming};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::WpConsentApi,
        days: 365,
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

fn read(asked: &Asked<'_>) -> Result<Said, Damage> {
    let mut answers = Answers::proven(false);
    for (category, value) in asked.beginning(PREFIX) {
        match value {
            b"allow" => answers.add(asked, category, true),
            b"deny" => answers.add(asked, category, false),
            _ => return Err(Damage),
        }
    }
    Ok(Said::Choice(answers))
}
