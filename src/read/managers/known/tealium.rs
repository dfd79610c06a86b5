//! Tealium: `CONSENTMGR`, numbered categories, which a site may use or not, and whether at least one was accepted.

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};
use crate::read::managers::text::{Keys, key_value, milliseconds, split};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits { of: ConsentManager::Tealium, longest: LONGEST, naming: Naming::Services, groups: &[] },
    form: Form::One(&[Name::Is("CONSENTMGR")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let mut answers = Answers::default();
    let mut consent = None;
    let mut keys = Keys::default();
    for entry in split(value, b'|') {
        let (key, value) = key_value(entry, b':').ok_or(Damage)?;
        keys.add(key);
        match (key, value) {
            (b"consent", b"true") => json::once(&mut consent, true)?,
            (b"consent", b"false") => json::once(&mut consent, false)?,
            (b"ts", at) => json::once(&mut answers.decided_at, milliseconds(at).ok_or(Damage)?)?,
            (b"id", _) => {}
            // there are no others: it may have been the refusal of one
            (group, _) if !is_category(group) => return Err(Damage),
            (group, b"1") => answers.add(context, group, true),
            (group, b"0") => answers.add(context, group, false),
            _ => return Err(Damage),
        }
    }
    keys.are_distinct()?;
    match consent {
        Some(true) => Ok(Content::Choice(answers)),
        Some(false) => {
            answers.set_all(false);
            Ok(Content::Choice(answers))
        }
        None => Err(Damage),
    }
}

/// `c1` to `c15`.
const fn is_category(group: &[u8]) -> bool {
    matches!(group, [b'c', b'1'..=b'9'] | [b'c', b'1', b'0'..=b'5'])
}
