//! Complianz: a cookie for each category, `allow` or `deny`, and a list of those that were saved. `functional` is what
//! the site needs. In regions without a banner `allow` is written by itself.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
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
        ],
        &["cmplz_banner-status", SAVED],
        |context| {
            // more than an empty list, raw or encoded
            let is_saved = context.values(SAVED).any(|list| list.len() > "%5B%5D".len());
            let was_asked = is_saved || context.has("cmplz_banner-status", b"dismissed");
            let mut answers = Answers::proven(was_asked);
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
            Ok(Content::Choice(answers))
        },
    ),
};

const SAVED: &str = "cmplz_saved_categories";

/// The list is a choice of its own: what it leaves out is refused, whatever the other cookies say.
pub(super) const LIST: Manager = Manager {
    form: Form::Set(&[Name::Is(SAVED)], &["cmplz_banner-status"], |context| {
        let mut is_empty = true;
        let mut answers = Answers::default();
        for list in context.values(SAVED) {
            json::items(&json::text(list)?, |category| {
                answers.accept(context, json::string(category)?.as_bytes());
                is_empty = false;
                Ok(())
            })?;
        }
        // a list of nothing lacks what cannot be refused
        if is_empty {
            return Ok(Content::Aside);
        }
        answers.refuse_the_rest(context);
        Ok(Content::Choice(answers))
    }),
    ..MANAGER
};
