//! Axeptio: `axeptio_cookies`, an object of vendors, which are the site's, and of `$$` fields: the time, whether the
//! visitor came to the end, and perhaps what Google's consent mode was told.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};
use crate::read::managers::text::{decode, split};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::Axeptio,
        longest: LONGEST,
        naming: Naming::Services,
        groups: &[
            ("ad_storage", Some(Category::Targeting)),
            ("ad_user_data", Some(Category::Targeting)),
            ("ad_personalization", Some(Category::Targeting)),
            ("analytics_storage", Some(Category::Performance)),
            ("functionality_storage", Some(Category::Functionality)),
            ("personalization_storage", Some(Category::Functionality)),
            ("security_storage", Some(Category::StrictlyNecessary)),
        ],
    },
    form: Form::One(&[Name::Is("axeptio_cookies")], read),
};

const AUTHORISED: &str = "axeptio_authorized_vendors";

/// The vendors that were accepted, in a list of their own, which alone tells less.
pub(super) const VENDORS: Manager = Manager {
    form: Form::Set(&[Name::Is(AUTHORISED)], &["axeptio_cookies"], |context| {
        if context.values("axeptio_cookies").next().is_some() {
            return Ok(Content::NoChoice);
        }
        let mut answers = Answers::default();
        let mut found = false;
        for vendor in context.values(AUTHORISED).flat_map(|list| split(list, b',')).filter(|name| !name.is_empty()) {
            answers.accept(context, &decode(vendor));
            found = true;
        }
        if !found {
            return Ok(Content::NoChoice);
        }
        answers.refuse_known(context);
        Ok(Content::Choice(answers))
    }),
    ..MANAGER
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let mut answers = Answers::default();
    let mut completed = None;
    json::entries(&json::text(value)?, |key, value| match key {
        "$$completed" => json::once(&mut completed, json::boolean(value)?),
        "$$date" => {
            let at = json::time(value)?;
            json::once(&mut answers.decided_at, at)
        }
        "$$googleConsentMode" => json::entries(value, |signal, state| {
            match state {
                "\"granted\"" => answers.add(context, signal.as_bytes(), true),
                "\"denied\"" => answers.add(context, signal.as_bytes(), false),
                _ if signal == "version" => {}
                _ => return Err(Damage),
            }
            Ok(())
        }),
        _ if key.starts_with("$$") => Ok(()),
        vendor => {
            answers.add(context, vendor.as_bytes(), json::boolean(value)?);
            Ok(())
        }
    })?;
    // the date is set whether or not anybody chose
    match completed {
        Some(true) => Ok(Content::Choice(answers)),
        Some(false) => Ok(Content::NoChoice),
        None => Err(Damage),
    }
}
