//! django-cookie-consent: `cookie_consent`, pairs of `group=time` or `group=-1`. The time is that of the newest cookie
//! that was declared in the group, a version, and not that of the decision.

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};
use crate::read::managers::text::key_value;

pub(super) const MANAGER: Manager = Manager {
    habits: Habits { of: ConsentManager::DjangoCookieConsent, longest: LONGEST, naming: Naming::Services, groups: &[] },
    form: Form::One(&[Name::Is("cookie_consent")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let mut answers = Answers::default();
    let mut found = false;
    for entry in value.split(|byte| *byte == b'|') {
        // countless other banners use the name
        let fields = key_value(entry, b'=').filter(|(group, state)| !group.is_empty() && is_state(state));
        match fields {
            Some((group, state)) => answers.add(context, group, state != b"-1"),
            None if found => return Err(Damage),
            None => return Ok(Content::NotMine),
        }
        found = true;
    }
    Ok(Content::Choice(answers))
}

/// `-1`, or a time that begins with a date: `2013-06-04T01:08:58.262162`.
fn is_state(state: &[u8]) -> bool {
    let is_digit = |at: usize| state.get(at).is_some_and(u8::is_ascii_digit);
    let has = |at: usize, byte: u8| state.get(at) == Some(&byte);
    state == b"-1"
        || ([0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(is_digit) && has(4, b'-') && has(7, b'-') && has(10, b'T'))
}
