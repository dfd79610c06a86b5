//! HubSpot: `__hs_cookie_cat_pref`, numbered categories, or one answer for all in `__hs_opt_out`. `__hs_do_not_track`
//! is set by the site for a visitor who asked for it.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};
use crate::read::managers::text::{Keys, decode, key_value};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::HubSpot,
        longest: LONGEST,
        naming: Naming::Fixed,
        groups: &[
            ("1", Some(Category::Performance)),
            ("2", Some(Category::Targeting)),
            ("3", Some(Category::Functionality)),
        ],
    },
    form: Form::Set(&[Name::Is(CATEGORIES), Name::Is(OPT_OUT), Name::Is(DO_NOT_TRACK)], &[], read),
};

const CATEGORIES: &str = "__hs_cookie_cat_pref";
const OPT_OUT: &str = "__hs_opt_out";
const DO_NOT_TRACK: &str = "__hs_do_not_track";

fn read(context: &Context<'_>) -> Result<Content, Damage> {
    let mut answers = Answers::default();
    let mut found = false;
    for list in context.values(CATEGORIES).map(decode) {
        found = true;
        let mut keys = Keys::default();
        for entry in list.split(|byte| matches!(byte, b',' | b'_')) {
            let (category, state) = key_value(entry, b':').ok_or(Damage)?;
            keys.add(category);
            match state {
                b"true" => answers.add(context, category, true),
                b"false" => answers.add(context, category, false),
                _ => return Err(Damage),
            }
        }
        keys.are_distinct()?;
    }
    for opted_out in context.values(OPT_OUT) {
        match opted_out {
            b"yes" => answers.set_all(false),
            // the categories say more, if they are there
            b"no" if found => {}
            b"no" => answers.set_all(true),
            _ => return Err(Damage),
        }
    }
    for value in context.values(DO_NOT_TRACK) {
        match value {
            b"yes" => {
                answers.set(Category::Performance, false);
                answers.set(Category::Targeting, false);
            }
            b"no" => {}
            _ => return Err(Damage),
        }
    }
    Ok(Content::Choice(answers))
}
