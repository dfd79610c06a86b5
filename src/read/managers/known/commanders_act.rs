//! Commanders Act: `TC_PRIVACY`, fields between `@`: whether the visitor opted out, ids, the categories that were
//! accepted, those that cannot be refused, and when. Categories are numbered by the site.

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};
use crate::read::managers::text::{decode, milliseconds};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits { of: ConsentManager::CommandersAct, longest: LONGEST, naming: Naming::Services, groups: &[] },
    form: Form::One(&[Name::Is("TC_PRIVACY")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let value = decode(value);
    let fields = || value.split(|byte| *byte == b'@');
    // the ids may stand in one field, between `|`, or in three
    let first = match fields().count() {
        5 | 6 => 2,
        7 | 8 => 4,
        // others use the name, with a word of theirs
        1 if !value.is_empty() && !value.first().is_some_and(u8::is_ascii_digit) => return Ok(Content::NotMine),
        _ => return Err(Damage),
    };
    let mut categories = fields().skip(first);
    let accepted = categories.next().unwrap_or_default();
    let times = categories.nth(1).unwrap_or_default();
    // created, updated, and until when
    let mut times = times.split(|byte| *byte == b',').map(milliseconds);
    let (Some(Some(updated)), Some(Some(_)), Some(Some(_)), None) =
        (times.next(), times.next(), times.next(), times.next())
    else {
        return Err(Damage);
    };
    let mut answers = Answers::made_at(Some(updated));
    for category in accepted.split(|byte| *byte == b',').filter(|_| !accepted.is_empty()) {
        if category.is_empty() || !category.iter().all(u8::is_ascii_digit) {
            return Err(Damage);
        }
        answers.accept(context, category);
    }
    answers.refuse_the_rest_of_services(context);
    match fields().next() {
        Some(b"0") if !accepted.is_empty() => {}
        // opted out, or nothing accepted
        Some(b"0" | b"1") => answers.set_all(false),
        _ => return Err(Damage),
    }
    Ok(Content::Choice(answers))
}
