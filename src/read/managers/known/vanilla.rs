//! vanilla-cookieconsent, by orestbida: `cc_cookie`, an object with a list of the categories that were accepted. It is
//! called `level` up to 2.8 and both ways in 2.9; in version 3 the keys of `services` name every category of the site.

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming, USUAL};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits { of: ConsentManager::VanillaCookieConsent, longest: LONGEST, naming: Naming::Usual, groups: USUAL },
    form: Form::One(&[Name::Is("cc_cookie")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let text = json::text(value)?;
    let (mut categories, mut level, mut all, mut at, mut before, mut revision) = (None, None, None, None, None, None);
    json::entries(&text, |key, value| match key {
        "categories" => json::once(&mut categories, value),
        "level" => json::once(&mut level, value),
        "services" => json::once(&mut all, value),
        // the last act of the visitor, in version 3 and in 2.9
        "lastConsentTimestamp" => json::once(&mut at, value),
        "last_consent_update" => json::once(&mut before, value),
        "revision" => json::once(&mut revision, value),
        key => json::of_no_matter(key, &KEYS),
    })?;
    let lists = [categories, level];
    let mut answers = Answers::default();
    let at = at.or(before);
    answers.decided_at = at.and_then(|at| json::time(at).ok());
    if lists == [None, None] {
        return Err(Damage);
    }
    if let Some(revision) = revision {
        answers.under(context, revision.as_bytes());
    }
    for list in lists.into_iter().flatten() {
        json::items(list, |category| {
            answers.accept(context, json::string(category)?.as_bytes());
            Ok(())
        })?;
    }
    if let Some(all) = all {
        json::entries(all, |category, _| {
            answers.refuse_unless_accepted(context, category.as_bytes());
            Ok(())
        })?;
    }
    answers.refuse_the_rest(context);
    // filter lists plant what is no date at all, and a refusal needs none; but a date that is damaged was one
    if answers.decided_at.is_none() && at.is_some_and(was_a_date) && answers.grants() {
        return Err(Damage);
    }
    Ok(Content::Choice(answers))
}

const KEYS: [&str; 6] = ["categories", "level", "services", "lastConsentTimestamp", "last_consent_update", "revision"];

const fn was_a_date(text: &str) -> bool {
    const SHORTEST: usize = "2026-01-01".len();
    text.len() > SHORTEST
}
