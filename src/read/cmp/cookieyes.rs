//! CookieYes: `cookieyes-consent`, pairs of `key:value`. The key `consent` is no summary, and in the US it is inverted: the
//! categories alone count.

use super::answers::{Answers, Said};
use super::text::{key_value, split};
use super::{Asked, Damage, Manager};
use crate::consent::ConsentManager;
use crate::cookie::Category;

pub(super) const MANAGER: Manager = Manager {
    of: ConsentManager::CookieYes,
    cookie: "cookieyes-consent",
    days: 365,
    by_service: false,
    groups: &[
        ("necessary", Some(Category::StrictlyNecessary)),
        ("functional", Some(Category::Functionality)),
        ("analytics", Some(Category::Performance)),
        ("performance", Some(Category::Performance)),
        ("advertisement", Some(Category::Targeting)),
    ],
    read,
};

fn read(asked: &Asked<'_>) -> Result<Said, Damage> {
    let mut answers = Answers::default();
    let mut action = None;
    for entry in split(asked.value, b',').filter(|entry| !entry.is_empty()) {
        let Some((key, value)) = key_value(entry, b':') else {
            return if action.is_some() { Err(Damage) } else { Ok(Said::NotMine) };
        };
        match (key, value) {
            (b"consentid" | b"consent" | b"lastRenewedDate", _) => {}
            (b"action", value) => action = Some(value),
            (group, b"yes") => answers.add(asked, group, true),
            (group, b"no") => answers.add(asked, group, false),
            _ => return Err(Damage),
        }
    }
    match action {
        Some(b"yes") => Ok(Said::Choice(answers)),
        // the defaults of the visitor's region
        Some(b"" | b"no") => Ok(Said::NoChoice),
        Some(_) => Err(Damage),
        None => Ok(Said::NotMine),
    }
}
