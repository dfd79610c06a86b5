//! Complianz: a cookie for each category, `allow` or `deny`, and a list of those that were saved. `functional` is what the site
//! needs. In regions without a banner `allow` is written by itself.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Said};
use crate::read::managers::asked::Asked;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, Naming};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::Complianz,
        days: 365,
        naming: Naming::Fixed,
        groups: &[
            ("functional", Some(Category::StrictlyNecessary)),
            ("preferences", Some(Category::Functionality)),
            ("statistics", Some(Category::Performance)),
            ("statistics-anonymous", Some(Category::Performance)),
            ("marketing", Some(Category::Targeting)),
            ("no_warning", None),
            ("do_not_track", None),
        ],
    },
    form: Form::Set(
        &[
            Name::Is("cmplz_functional"),
            Name::Is("cmplz_preferences"),
            Name::Is("cmplz_statistics"),
            Name::Is("cmplz_statistics-anonymous"),
            Name::Is("cmplz_marketing"),
            Name::Is(SAVED),
        ],
        &["cmplz_banner-status"],
        read,
    ),
};

const SAVED: &str = "cmplz_saved_categories";

fn read(asked: &Asked<'_>) -> Result<Said, Damage> {
    let mut answers = Answers::default();
    let mut saved = false;
    for list in asked.values(SAVED) {
        json::items(&json::text(list)?, |category| {
            answers.accept(asked, json::string(category)?.as_bytes());
            saved = true;
            Ok(())
        })?;
    }
    let categories = asked.beginning("cmplz_");
    for (category, value) in
        categories.filter(|(name, _)| MANAGER.habits.groups.iter().any(|(known, _)| known.as_bytes() == *name))
    {
        match value {
            b"allow" => answers.add(asked, category, true),
            b"deny" => answers.add(asked, category, false),
            _ => return Err(Damage),
        }
    }
    if saved {
        answers.refuse_the_rest(asked);
    }
    answers.is_unproven = !saved && !asked.has("cmplz_banner-status", b"dismissed");
    Ok(Said::Choice(answers))
}
