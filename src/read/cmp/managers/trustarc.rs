//! TrustArc: the levels that were accepted, in up to three cookies of different grammars. Level 0 is required, 1 functional,
//! 2 advertising; analytics has no level of its own, so that it is known only where 1 and 2 agree, or where the site says.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::cmp::answers::{Answers, Said};
use crate::read::cmp::manager::{Asked, Damage, Form, Manager, Name, Naming};
use crate::read::cmp::text::decode;

pub(super) const MANAGER: Manager = Manager {
    of: ConsentManager::TrustArc,
    days: 396,
    naming: Naming::Fixed,
    groups: &[
        ("0", Some(Category::StrictlyNecessary)),
        ("1", Some(Category::Functionality)),
        ("2", Some(Category::Targeting)),
    ],
    form: Form::Set(
        &[Name::Is("notice_gdpr_prefs"), Name::Is("cmapi_cookie_privacy"), Name::Is("notice_preferences")],
        read,
    ),
};

fn read(asked: &Asked<'_>) -> Result<Said, Damage> {
    let mut answers = Answers::default();
    let (mut found, mut implied) = (false, false);
    for value in asked.values("notice_gdpr_prefs").map(decode) {
        // levels, vendors, and the behaviour of the notice with its region
        let mut parts = value.split(|byte| *byte == b':');
        let levels = parts.next().unwrap_or_default();
        let is_implied = parts.nth(1).is_some_and(|behaviour| behaviour.starts_with(b"implied"));
        let accepted = |level| levels.split(|byte| matches!(byte, b',' | b'|')).any(|listed| listed == level);
        let well_formed = levels.iter().all(|byte| matches!(byte, b'0'..=b'9' | b',' | b'|')) && accepted(b"0");
        if !well_formed {
            return Err(Damage);
        }
        // everything, and nobody was asked
        if is_implied && accepted(b"1") && accepted(b"2") {
            implied = true;
            continue;
        }
        found = true;
        let listed = levels.split(|byte| matches!(byte, b',' | b'|'));
        listed.for_each(|level| answers.add(asked, level, true));
        [b"1", b"2"].into_iter().filter(|level| !accepted(*level)).for_each(|level| answers.add(asked, level, false));
    }
    for value in asked.values("cmapi_cookie_privacy").map(decode) {
        // `permit 1,2 functional`: levels counted from 1
        let levels = value.strip_prefix(b"permit").and_then(|rest| rest.split_first()).ok_or(Damage)?.1;
        let levels = levels.split(|byte| matches!(byte, b' ' | b'_')).next().unwrap_or_default();
        let accepted = |level| levels.split(|byte| matches!(byte, b',' | b'|')).any(|listed| listed == level);
        if !accepted(b"1") {
            return Err(Damage);
        }
        if implied && accepted(b"2") && accepted(b"3") {
            continue;
        }
        found = true;
        answers.add(asked, b"1", accepted(b"2"));
        answers.add(asked, b"2", accepted(b"3"));
    }
    for value in asked.values("notice_preferences").map(decode) {
        // the highest level that was accepted
        let highest = value.split(|byte| *byte == b':').next().unwrap_or_default();
        let highest: u8 = core::str::from_utf8(highest).ok().and_then(|text| text.parse().ok()).ok_or(Damage)?;
        if implied && highest >= 2 {
            continue;
        }
        found = true;
        answers.add(asked, b"1", highest >= 1);
        answers.add(asked, b"2", highest >= 2);
    }
    if !found {
        return Ok(Said::NoChoice);
    }
    let levels = [answers.of(Category::Functionality), answers.of(Category::Targeting)];
    if let ([Some(one), Some(two)], None) = (levels, answers.of(Category::Performance))
        && one == two
    {
        answers.set(Category::Performance, one);
    }
    Ok(Said::Choice(answers))
}
