//! CookieYes, its older editions, and the sister products that write as it does (WebToffee, FAZ). The key `consent` is
//! no summary, and in the US it is inverted: the categories alone count.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Groups, Habits, LONGEST, Naming};
use crate::read::managers::text::{base64_text, key_value, milliseconds, split};

const GROUPS: Groups = &[
    ("necessary", Some(Category::StrictlyNecessary)),
    ("functional", Some(Category::Functionality)),
    ("analytics", Some(Category::Performance)),
    ("performance", Some(Category::Performance)),
    ("advertisement", Some(Category::Targeting)),
    // as FAZ calls it
    ("marketing", Some(Category::Targeting)),
];

const fn manager(naming: Naming, form: Form) -> Manager {
    Manager { habits: Habits { of: ConsentManager::CookieYes, longest: LONGEST, naming, groups: GROUPS }, form }
}

/// Pairs of `key:value` in one cookie.
pub(super) const MANAGER: Manager = manager(
    Naming::Fixed,
    Form::One(
        &[Name::Is("cookieyes-consent"), Name::Is("wt_consent"), Name::Is("fazcookie-consent")],
        |context, value| {
            let mut answers = Answers::default();
            let mut action = None;
            for entry in split(value, b',') {
                let Some((key, value)) = key_value(entry, b':') else {
                    return if action.is_some() { Err(Damage) } else { Ok(Content::NotMine) };
                };
                match (key, value) {
                    (b"consentid" | b"consent" | b"lastRenewedDate", _) => {}
                    (b"action", value) => action = Some(value),
                    (b"consent_time", value) => answers.decided_at = Some(milliseconds(value).ok_or(Damage)?),
                    (group, value) => answers.add(context, group, yes(value)?),
                }
            }
            match action {
                Some(b"yes") => Ok(Content::Choice(answers)),
                // the defaults of the visitor's region
                Some(b"" | b"no") => Ok(Content::NoChoice),
                Some(_) => Err(Damage),
                None => Ok(Content::NotMine),
            }
        },
    ),
);

/// One cookie for each group: the older web application.
pub(super) const SPLIT: Manager = manager(
    Naming::Fixed,
    Form::Set(
        &[
            Name::Is("cookieyes-necessary"),
            Name::Is("cookieyes-functional"),
            Name::Is("cookieyes-analytics"),
            Name::Is("cookieyes-performance"),
            Name::Is("cookieyes-advertisement"),
            Name::Is("cookieyes-other"),
        ],
        &["cky-action"],
        |context| {
            let mut answers = Answers::proven(context.has("cky-action", b"yes"));
            for (group, value) in context.beginning("cookieyes-") {
                answers.add(context, group, yes(value)?);
            }
            Ok(Content::Choice(answers))
        },
    ),
);

const BAR: &str = "viewed_cookie_policy";
const CHECKBOX: &str = "cookielawinfo-checkbox-";
const ALL: &str = "CookieLawInfoConsent";

/// The plugin before that: one cookie for each group or all in base64, and what was answered to the bar. Some sites
/// have one group beside the necessary one, so that refusing it refuses all.
pub(super) const LEGACY: Manager = manager(
    Naming::Services,
    Form::Set(&[Name::Is(BAR), Name::Begins(CHECKBOX), Name::Is(ALL)], &[], |context| {
        let mut answers = Answers::proven(context.values(BAR).next().is_some());
        for (group, value) in context.beginning(CHECKBOX) {
            answers.add(context, group, yes(value)?);
        }
        for value in context.values(ALL) {
            let text = base64_text(value).ok_or(Damage)?;
            json::entries(&text, |group, state| {
                match state {
                    "true" | "\"true\"" => answers.add(context, group.as_bytes(), true),
                    "false" | "\"false\"" => answers.add(context, group.as_bytes(), false),
                    _ if group == "ver" => {}
                    _ => return Err(Damage),
                }
                Ok(())
            })?;
        }
        for answer in context.values(BAR) {
            if !yes(answer)? {
                answers.set_all(false);
            }
        }
        Ok(Content::Choice(answers))
    }),
);

const fn yes(value: &[u8]) -> Result<bool, Damage> {
    match value {
        b"yes" => Ok(true),
        b"no" => Ok(false),
        _ => Err(Damage),
    }
}
