//! TrustArc: the levels that were accepted, in up to three cookies of different grammars. Level 0 is required, 1
//! functional, 2 advertising; analytics has no level of its own, so that it is known only where 1 and 2 agree, or where
//! the site says.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, Naming, RENEWED};
use crate::read::managers::text::{Keys, decode};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::TrustArc,
        longest: RENEWED,
        naming: Naming::Fixed,
        groups: &[
            ("0", Some(Category::StrictlyNecessary)),
            ("1", Some(Category::Functionality)),
            ("2", Some(Category::Targeting)),
        ],
    },
    form: Form::Set(
        &[Name::Is("notice_gdpr_prefs"), Name::Is("cmapi_cookie_privacy"), Name::Is("notice_preferences")],
        &[],
        read,
    ),
};

fn read(context: &Context<'_>) -> Result<Content, Damage> {
    let mut answers = Answers::default();
    let (mut found, mut implied) = (false, false);
    for value in context.values("notice_gdpr_prefs").map(decode) {
        let preferences = Preferences::read(&value).ok_or(Damage)?;
        // everything, and nobody was asked
        if preferences.is_implied && preferences.has(b"1") && preferences.has(b"2") {
            implied = true;
            continue;
        }
        found = true;
        preferences.levels().for_each(|level| answers.add(context, level, true));
        let refused = [b"1", b"2"].into_iter().filter(|level| !preferences.has(*level));
        refused.for_each(|level| answers.add(context, level, false));
    }
    for value in context.values("cmapi_cookie_privacy").map(decode) {
        // `permit 1,2 functional`: levels counted from 1
        let levels = value.strip_prefix(b"permit").and_then(|rest| rest.split_first()).ok_or(Damage)?.1;
        let levels = levels.split(|byte| matches!(byte, b' ' | b'_')).next().unwrap_or_default();
        let is_level = |byte: &u8| byte.is_ascii_digit() || is_separator(*byte);
        if !levels.iter().all(is_level) {
            return Err(Damage);
        }
        let accepted = |level| levels.split(|byte| is_separator(*byte)).any(|listed| listed == level);
        if !accepted(b"1") {
            return Err(Damage);
        }
        if implied && accepted(b"2") && accepted(b"3") {
            continue;
        }
        found = true;
        answers.add(context, b"1", accepted(b"2"));
        answers.add(context, b"2", accepted(b"3"));
    }
    for value in context.values("notice_preferences").map(decode) {
        // the highest level that was accepted
        let highest = match &*value {
            [level @ b'0'..=b'3', b':', rest @ ..] if rest.iter().all(u8::is_ascii_alphanumeric) => *level,
            _ => return Err(Damage),
        };
        if implied && highest >= b'2' {
            continue;
        }
        found = true;
        answers.add(context, b"1", highest >= b'1');
        answers.add(context, b"2", highest >= b'2');
    }
    if !found {
        return Ok(Content::NoChoice);
    }
    let levels = [answers.of(Category::Functionality), answers.of(Category::Targeting)];
    if let ([Some(one), Some(two)], None) = (levels, answers.of(Category::Performance))
        && one == two
    {
        answers.set(Category::Performance, one);
    }
    Ok(Content::Choice(answers))
}

/// `levels:vendors:behaviour,region`, of which the last part may be missing. Levels may stand between bars, too.
struct Preferences<'a> {
    levels: &'a [u8],
    is_implied: bool,
}

impl<'a> Preferences<'a> {
    fn read(value: &'a [u8]) -> Option<Self> {
        let mut parts = value.split(|byte| *byte == b':');
        let (levels, vendors, behaviour) = (parts.next()?, parts.next()?, parts.next());
        let is_implied = match behaviour.and_then(|behaviour| behaviour.split(|byte| is_separator(*byte)).next()) {
            Some(b"implied") => true,
            None | Some(b"expressed" | b"none") => false,
            // cut, or not known
            Some(_) => return None,
        };
        let preferences = Self { levels, is_implied };
        let mut keys = Keys::default();
        preferences.levels().for_each(|level| keys.add(level));
        let is_level = |level: &[u8]| !level.is_empty() && level.iter().all(u8::is_ascii_digit);
        let are_numbers = vendors.iter().all(|byte| byte.is_ascii_digit() || is_separator(*byte));
        let is_whole = parts.next().is_none() && are_numbers;
        (is_whole && keys.are_distinct().is_ok() && preferences.levels().all(is_level) && preferences.has(b"0"))
            .then_some(preferences)
    }

    fn levels(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.levels.split(|byte| is_separator(*byte))
    }

    fn has(&self, level: &[u8]) -> bool {
        self.levels().any(|listed| listed == level)
    }
}

const fn is_separator(byte: u8) -> bool {
    matches!(byte, b',' | b'|')
}
