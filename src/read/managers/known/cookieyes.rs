//! CookieYes, its older editions, and the sister products that write as it does (WebToffee, FAZ). The key `consent` is
//! no summary, and in the US it is inverted: the categories alone count.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Groups, Habits, LONGEST, Meaning, Naming};
use crate::read::managers::text::{Keys, base64_text, key_value, milliseconds, split};

const GROUPS: Groups = &[
    ("necessary", Some(Category::StrictlyNecessary)),
    ("functional", Some(Category::Functionality)),
    ("analytics", Some(Category::Performance)),
    ("performance", Some(Category::Performance)),
    ("advertisement", Some(Category::Targeting)),
    // as FAZ calls it
    ("marketing", Some(Category::Targeting)),
    // what nobody sorted
    ("other", None),
    ("others", None),
    ("uncategorized", None),
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
            let (mut action, mut last) = (None, None);
            let mut keys = Keys::default();
            for entry in split(value, b',') {
                let (key, value) = key_value(entry, b':').ok_or(Damage)?;
                keys.add(key);
                last = Some(key);
                match (key, value) {
                    (b"consentid" | b"consent" | b"lastRenewedDate", _) => {}
                    (b"action", value) => action = Some(value),
                    (b"consent_time", value) => answers.decided_at = Some(milliseconds(value).ok_or(Damage)?),
                    // there are no others: it may have been the refusal of a category that another group grants
                    (group, _) if context.meaning(group) == Meaning::Unknown => return Err(Damage),
                    (group, value) => answers.add(context, group, yes(value)?),
                }
            }
            keys.are_distinct()?;
            match action {
                // a category that others always follow ends no value
                Some(b"yes") if matches!(last, Some(b"action" | b"necessary" | b"functional" | b"analytics")) => {
                    Err(Damage)
                }
                Some(b"yes") => Ok(Content::Choice(answers)),
                Some(b"") if last == Some(b"action") => Err(Damage),
                // the defaults of the visitor's region
                Some(b"" | b"no") => Ok(Content::NoChoice),
                Some(_) | None => Err(Damage),
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

/// The plugin before that: one cookie for each group, and what was answered to the bar. Some sites have one group beside
/// the necessary one, under a name of their own, so that refusing what nobody can name refuses all.
pub(super) const LEGACY: Manager = manager(
    Naming::Usual,
    Form::Set(&[Name::Is(BAR), Name::Begins(CHECKBOX)], &[ALL], |context| {
        let groups = || context.beginning(CHECKBOX);
        let is_bar_alone = groups().next().is_none() && context.values(ALL).next().is_some();
        let mut answers = Answers::proven(context.values(BAR).next().is_some());
        for (group, value) in groups() {
            answers.add(context, group, yes(value)?);
        }
        let answered = bar(context, &mut answers)?;
        // the groups stand in the other cookie
        Ok(if is_bar_alone && answered { Content::Aside } else { Content::Choice(answers) })
    }),
);

/// Its next edition: all groups in base64. A choice of its own, of which the strictest holds, since both may be there.
pub(super) const LEGACY_ALL: Manager = manager(
    Naming::Usual,
    Form::Set(&[Name::Is(ALL)], &[BAR], |context| {
        let mut answers = Answers::proven(context.values(BAR).next().is_some());
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
        bar(context, &mut answers)?;
        Ok(Content::Choice(answers))
    }),
);

/// What was answered to the bar, and whether it refused nothing. A group that was refused and that nobody can name may
/// be all that there is.
fn bar(context: &Context<'_>, answers: &mut Answers) -> Result<bool, Damage> {
    let mut answered = true;
    for answer in context.values(BAR) {
        answered &= yes(answer)?;
    }
    if !answered || answers.has_refused_unknown() {
        answers.set_all(false);
    }
    Ok(answered)
}

const fn yes(value: &[u8]) -> Result<bool, Damage> {
    match value {
        b"yes" => Ok(true),
        b"no" => Ok(false),
        _ => Err(Damage),
    }
}
