//! OneTrust: `OptanonConsent`, a query string of which `groups` is the decision, and `OptanonAlertBoxClosed`, when the banner
//! was closed.

use super::answers::{Answers, Said};
use super::text::{decode, iso_time, key_value, split};
use super::{Asked, Damage, Manager};
use crate::consent::ConsentManager;
use crate::cookie::Category;

pub(super) const MANAGER: Manager = Manager {
    of: ConsentManager::OneTrust,
    cookie: "OptanonConsent",
    days: 365,
    by_service: false,
    groups: &[
        ("C0001", Some(Category::StrictlyNecessary)),
        ("C0002", Some(Category::Performance)),
        ("C0003", Some(Category::Functionality)),
        ("C0004", Some(Category::Targeting)),
        // the numbering of versions before 6
        ("1", Some(Category::StrictlyNecessary)),
        ("2", Some(Category::Performance)),
        ("3", Some(Category::Functionality)),
        ("4", Some(Category::Targeting)),
    ],
    read,
};

fn read(asked: &Asked<'_>) -> Result<Said, Damage> {
    match fields(asked, asked.value) {
        // a proxy may have encoded the whole a second time
        Ok(Said::NotMine) => fields(asked, &decode(asked.value)),
        said => said,
    }
}

fn fields(asked: &Asked<'_>, value: &[u8]) -> Result<Said, Damage> {
    let (mut groups, mut again, mut clicked) = (None, false, false);
    for field in value.split(|byte| *byte == b'&') {
        match key_value(field, b'=') {
            Some((b"groups", list)) if groups.replace(list).is_some() => return Err(Damage),
            Some((b"AwaitingReconsent", b"true")) => again = true,
            // the kind of the last click: only in values that somebody clicked for
            Some((b"intType" | b"iType", kind)) => clicked |= matches!(kind, b"1" | b"2" | b"3"),
            _ => {}
        }
    }
    let Some(groups) = groups else { return Ok(Said::NotMine) };
    // never `datestamp`, which moves with each page
    let closed = asked.cookies.all(b"OptanonAlertBoxClosed").next();
    let decided_at = closed.map(|closed| iso_time(closed.unquoted()).ok_or(Damage)).transpose()?;
    // defaults of the visitor's region stand in the groups before anybody chose
    if again || (decided_at.is_none() && !clicked) {
        return Ok(Said::NoChoice);
    }
    let mut answers = Answers::default();
    answers.decided_at = decided_at;
    for entry in split(groups, b',').filter(|entry| !entry.is_empty()) {
        let (group, state) = key_value(entry, b':').ok_or(Damage)?;
        let granted = match state {
            b"1" => true,
            b"0" => false,
            _ => return Err(Damage),
        };
        match group {
            // sale of personal data; sale, sharing and targeted advertising
            b"SPD_BG" | b"OSSTA_BG" => answers.no_sale |= !granted,
            group if is_bundle(group) => {}
            group => answers.add(asked, group, granted),
        }
    }
    Ok(Said::Choice(answers))
}

/// Stacks of the TCF, bundles of groups, and buckets of vendors: they repeat what other groups say.
fn is_bundle(group: &[u8]) -> bool {
    let numbered = |prefix: &[u8]| {
        group.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && rest.iter().all(u8::is_ascii_digit))
    };
    numbered(b"STACK") || numbered(b"V2STACK") || numbered(b"BG") || numbered(b"0_")
}
