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

/// The vendors that were accepted, in a list of their own.
pub(super) const VENDORS: Manager = Manager {
    form: Form::Set(&[Name::Is(AUTHORISED)], &[], |context| {
        let mut answers = Answers::default();
        let mut found = false;
        for list in context.values(AUTHORISED) {
            // it begins and ends with a comma, also where nothing is in it
            let (mut last, mut commas) = (None, 0_usize);
            for vendor in split(list, b',') {
                if let Some(vendor) = last.replace(vendor) {
                    commas = commas.saturating_add(1);
                    if !vendor.is_empty() {
                        answers.accept(context, &decode(vendor));
                        found = true;
                    }
                }
            }
            if commas < 2 || last != Some(b"") {
                return Err(Damage);
            }
        }
        if !found {
            return Ok(Content::Aside);
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
        _ if key.starts_with("$$") => json::of_no_matter(key, &["$$completed", "$$date", "$$googleConsentMode"]),
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
