//! OneTrust: `OptanonConsent`, a query string of which `groups` is the decision, and `OptanonAlertBoxClosed`, when the
//! banner was closed.

use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};
use crate::read::managers::text::{decode, iso_time, key_value, split};
use crate::read::scan;
use time::UtcDateTime;

use crate::consent::ConsentManager;
use crate::cookie::Category;

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::OneTrust,
        longest: LONGEST,
        naming: Naming::Fixed,
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
    },
    form: Form::One(&[Name::Is("OptanonConsent")], read),
};

/// The opt-out of the sale of data, which OneTrust hands on to Google in a cookie of its own.
pub(super) const SALE: Manager = Manager {
    habits: Habits { of: ConsentManager::OneTrust, longest: LONGEST, naming: Naming::Fixed, groups: &[] },
    form: Form::Set(&[Name::Is(SALE_COOKIE)], &[], |context| {
        let mut answers = Answers::default();
        answers.no_sale = context.has(SALE_COOKIE, b"true");
        Ok(if answers.no_sale { Content::Choice(answers) } else { Content::NoChoice })
    }),
};

const SALE_COOKIE: &str = "OneTrustWPCCPAGoogleOptOut";

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let fields = Fields::read(value)?;
    if let Some(groups) = fields.groups {
        return said(context, fields, groups);
    }
    // a proxy may have encoded the whole a second time
    let value = decode(value);
    let fields = Fields::read(&value)?;
    match fields.groups {
        Some(groups) => said(context, fields, groups),
        // the decision was cut off; other products use the name with fields of their own
        None if fields.are_its_own => Err(Damage),
        None => Ok(Content::NotMine),
    }
}

/// What counts of the query string.
#[derive(Clone, Copy, Default)]
struct Fields<'a> {
    groups: Option<&'a [u8]>,
    awaits_reconsent: bool,
    is_clicked: bool,
    are_its_own: bool,
}

impl<'a> Fields<'a> {
    fn read(value: &'a [u8]) -> Result<Self, Damage> {
        let mut fields = Self::default();
        for field in scan::split(value, b'&') {
            match key_value(field, b'=') {
                Some((b"groups", list)) if fields.groups.replace(list).is_some() => return Err(Damage),
                Some((b"AwaitingReconsent", state)) => fields.awaits_reconsent |= !matches!(state, b"" | b"false"),
                // the kind of the last click: only in values that somebody clicked for
                Some((b"intType" | b"iType", kind)) => fields.is_clicked |= matches!(kind, b"1" | b"2" | b"3"),
                Some((b"datestamp" | b"isGpcEnabled" | b"consentId" | b"interactionCount" | b"landingPath", _)) => {
                    fields.are_its_own = true;
                }
                _ => {}
            }
        }
        Ok(fields)
    }
}

fn said(context: &Context<'_>, fields: Fields<'_>, groups: &[u8]) -> Result<Content, Damage> {
    // never `datestamp`, which moves with each page; of two banners closed the older, so that no grant looks fresher
    let mut decided_at = None;
    for closed in context.values("OptanonAlertBoxClosed") {
        let at = iso_time(closed).ok_or(Damage)?;
        decided_at = Some(decided_at.map_or(at, |known: UtcDateTime| known.min(at)));
    }
    // defaults of the visitor's region stand in the groups before anybody chose
    if fields.awaits_reconsent || (decided_at.is_none() && !fields.is_clicked) {
        return Ok(Content::NoChoice);
    }
    let mut answers = Answers::made_at(decided_at);
    for entry in split(groups, b',') {
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
            group => answers.add(context, group, granted),
        }
    }
    Ok(Content::Choice(answers))
}

/// Stacks of the TCF, bundles of groups, and buckets of vendors: they repeat what other groups say.
fn is_bundle(group: &[u8]) -> bool {
    let numbered = |prefix: &[u8]| {
        group.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && rest.iter().all(u8::is_ascii_digit))
    };
    numbered(b"STACK") || numbered(b"V2STACK") || numbered(b"BG") || numbered(b"0_")
}
