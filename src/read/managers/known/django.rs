//! django-cookie-consent: `cookie_consent`, pairs of `group=time` or `group=-1`. The time is that of the newest cookie
//! that was declared in the group, a version, and not that of the decision.

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};
use crate::read::managers::text::{Keys, key_value};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits { of: ConsentManager::DjangoCookieConsent, longest: LONGEST, naming: Naming::Services, groups: &[] },
    form: Form::One(&[Name::Is("cookie_consent")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let mut answers = Answers::default();
    let mut keys = Keys::default();
    for entry in value.split(|byte| *byte == b'|') {
        let fields = key_value(entry, b'=').filter(|(group, state)| !group.is_empty() && is_state(state));
        let Some((group, state)) = fields else {
            return if is_its_own(value) { Err(Damage) } else { Ok(Content::NotMine) };
        };
        keys.add(group);
        let is_granted = state != b"-1";
        if is_granted {
            answers.under(context, state);
        }
        answers.add(context, group, is_granted);
    }
    keys.are_distinct()?;
    Ok(Content::Choice(answers))
}

/// Countless other banners use the name, and none writes bars, `-1` or a state that is no word.
fn is_its_own(value: &[u8]) -> bool {
    let is_word = |state: &[u8]| state.first().is_some_and(u8::is_ascii_alphabetic) && state.is_ascii();
    let is_of_others = value.first().is_some_and(|first| matches!(first, b'{' | b'%' | b'['));
    let has_mark = value.contains(&b'|') || value.windows(2).any(|pair| pair == b"-1");
    let is_cut = key_value(value, b'=').is_some_and(|(_, state)| !is_word(state));
    value.is_empty() || (!is_of_others && (has_mark || is_cut))
}

/// `-1`, or a time as Python writes it: `2013-06-04T01:08:58.262162+00:00`, of which the fraction and the offset may be
/// missing.
fn is_state(state: &[u8]) -> bool {
    let Some((seconds, rest)) = state.split_at_checked(19) else { return state == b"-1" };
    let offset = match rest {
        [b'.', rest @ ..] => match rest.split_at_checked(6) {
            Some((fraction, offset)) if fraction.iter().all(u8::is_ascii_digit) => offset,
            _ => return false,
        },
        offset => offset,
    };
    let is_like = |text: &[u8], form: &[u8]| {
        let fits = |(byte, like): (&u8, &u8)| if *like == b'0' { byte.is_ascii_digit() } else { byte == like };
        text.len() == form.len() && text.iter().zip(form).all(fits)
    };
    is_like(seconds, b"0000-00-00T00:00:00")
        && (offset.is_empty() || is_like(offset, b"+00:00") || is_like(offset, b"-00:00"))
}
