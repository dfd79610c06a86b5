//! Complianz: a cookie for each category, `allow` or `deny`, and a list of those that were saved. `functional` is what
//! the site needs. In regions without a banner `allow` is written by itself.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::Complianz,
        longest: LONGEST,
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

fn read(context: &Context<'_>) -> Result<Content, Damage> {
    let mut answers = Answers::default();
    let mut saved = false;
    for list in context.values(SAVED) {
        json::items(&json::text(list)?, |category| {
            answers.accept(context, json::string(category)?.as_bytes());
            saved = true;
            Ok(())
        })?;
    }
    let categories = context.beginning("cmplz_");
    for (category, value) in
        categories.filter(|(name, _)| MANAGER.habits.groups.iter().any(|(known, _)| known.as_bytes() == *name))
    {
        match value {
            b"allow" => answers.add(context, category, true),
            b"deny" => answers.add(context, category, false),
            _ => return Err(Damage),
        }
    }
    if saved {
        answers.refuse_the_rest(context);
    }
    answers.is_unproven = !saved && !context.has("cmplz_banner-status", b"dismissed");
    Ok(Content::Choice(answers))
}
