//! OneTrust: `OptanonConsent`, a query string of which `groups` is the decision, and `OptanonAlertBoxClosed`, when the
//! banner was closed. `AwaitingReconsent` says that the grants lapsed: since it is one word behind the grants, whatever
//! may have been it is damage beside them. A cut between two fields leaves no trace.

use crate::cookie::scan;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Meaning, Naming};
use crate::read::managers::text::{Keys, decode, is_almost, iso_time, key_value, split};
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
        for value in context.values(SALE_COOKIE) {
            match value {
                b"true" => answers.no_sale = true,
                b"false" => {}
                _ => return Err(Damage),
            }
        }
        Ok(if answers.no_sale { Content::Choice(answers) } else { Content::Aside })
    }),
};

const SALE_COOKIE: &str = "OneTrustWPCCPAGoogleOptOut";

const CLOSED: &str = "OptanonAlertBoxClosed";

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
        // the decision was cut off; other products use the name with fields of their own, and close no banner of this
        None if fields.are_its_own || begins_as_its_own(&value) => Err(Damage),
        None if context.values(CLOSED).next().is_some() => Err(Damage),
        None => Ok(Content::NotMine),
    }
}

/// Whether a value was cut inside its first key.
fn begins_as_its_own(value: &[u8]) -> bool {
    OF_NO_MATTER.iter().chain(&["groups"]).any(|key| key.as_bytes().starts_with(value))
}

/// What counts of the query string.
#[derive(Clone, Copy, Default)]
struct Fields<'a> {
    groups: Option<&'a [u8]>,
    /// The grants lapsed.
    awaits_reconsent: Option<bool>,
    click: Click,
    are_its_own: bool,
    /// What looks like a part of `groups` stands alone.
    groups_are_cut: bool,
    /// Something stands there that is not known, and may have been the word that the grants lapsed.
    are_odd: bool,
}

/// Whether the value is there because somebody clicked.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Click {
    #[default]
    None,
    Made,
    Damaged,
}

/// The fields that say nothing of the choice. `isGpcEnabled` is the signal of the last page that wrote the value, and
/// not of the choice.
const OF_NO_MATTER: &[&str] = &[
    "datestamp",
    "version",
    "isGpcEnabled",
    "browserGpcFlag",
    "isDntEnabled",
    "isIABGlobal",
    "hosts",
    "genVendors",
    "vendors",
    "consentId",
    "identifierType",
    "interactionCount",
    "isAnonUser",
    "landingPath",
    "geolocation",
    "EU",
    "EuOnly",
    "GPPCookiesCount",
    "gppSid",
    "crTime",
    "prevHadToken",
    "lastConsentTs",
    "fclco",
];

impl<'a> Fields<'a> {
    fn read(value: &'a [u8]) -> Result<Self, Damage> {
        let mut fields = Self::default();
        for field in scan::split(value, b'&') {
            match key_value(field, b'=') {
                Some((b"groups", list)) if fields.groups.replace(list).is_some() => return Err(Damage),
                Some((b"groups", _)) => {}
                Some((b"AwaitingReconsent", state)) => {
                    let awaits = match state {
                        b"true" => true,
                        b"false" => false,
                        // it may have swallowed the click, too
                        _ => {
                            fields.are_odd = true;
                            fields.click = Click::Damaged;
                            continue;
                        }
                    };
                    fields.are_odd |= fields.awaits_reconsent.replace(awaits).is_some();
                }
                // the kind of the last click: only in values that somebody clicked for
                Some((b"intType" | b"iType", kind)) => {
                    fields.are_its_own = true;
                    fields.click = match kind {
                        b"1" | b"2" | b"3" => Click::Made,
                        // met where nobody clicked
                        b"" | b"undefined" => fields.click,
                        [digit] if digit.is_ascii_digit() => fields.click,
                        _ => Click::Damaged,
                    };
                }
                Some((key, _)) if OF_NO_MATTER.iter().any(|known| known.as_bytes() == key) => {
                    fields.are_its_own |= key != b"version" && key != b"hosts" && key != b"vendors";
                }
                // a piece of the groups
                None if field.iter().any(|byte| matches!(byte, b'%' | b':')) => fields.groups_are_cut = true,
                odd => {
                    let key = odd.map_or(field, |(key, _)| key);
                    // a `=` may have come to stand inside the key
                    let start = field.split_last().map_or(field, |(_, start)| start);
                    fields.are_odd = true;
                    // and a `&` in it, or it was cut
                    if odd.is_none()
                        || is_almost(key, b"intType")
                        || is_almost(key, b"iType")
                        || is_almost(start, b"intType=")
                        || is_almost(start, b"iType=")
                    {
                        fields.click = Click::Damaged;
                    }
                }
            }
        }
        Ok(fields)
    }
}

fn said(context: &Context<'_>, fields: Fields<'_>, groups: &[u8]) -> Result<Content, Damage> {
    if fields.groups_are_cut {
        return Err(Damage);
    }
    // never `datestamp`, which moves with each page; of two banners closed the older, so that no grant looks fresher
    let mut decided_at = None;
    for closed in context.values(CLOSED) {
        let at = iso_time(closed).ok_or(Damage)?;
        decided_at = Some(decided_at.map_or(at, |known: UtcDateTime| known.min(at)));
    }
    // defaults of the visitor's region stand in the groups before anybody chose
    match (decided_at, fields.click) {
        (Some(_), _) | (None, Click::Made) => {}
        (None, Click::Damaged) => return Err(Damage),
        (None, Click::None) if groups.is_empty() => return Ok(Content::NoChoice),
        // cut in the groups, so that the click behind them is lost
        (None, Click::None) => return answers(context, groups, None).map(|_| Content::NoChoice),
    }
    let mut answers = answers(context, groups, decided_at)?;
    // a grant lapses when the site asks again, a refusal does not
    if fields.awaits_reconsent == Some(true) {
        answers.lapse();
        if !answers.refuses() {
            return Ok(Content::NoChoice);
        }
    }
    if fields.are_odd && answers.grants() {
        return Err(Damage);
    }
    Ok(Content::Choice(answers))
}

fn answers(context: &Context<'_>, groups: &[u8], decided_at: Option<UtcDateTime>) -> Result<Answers, Damage> {
    let mut answers = Answers::made_at(decided_at);
    let mut keys = Keys::default();
    for entry in split(groups, b',') {
        let (group, state) = key_value(entry, b':').ok_or(Damage)?;
        keys.add(group);
        let granted = match state {
            b"1" => true,
            b"0" => false,
            _ => return Err(Damage),
        };
        match group {
            // sale of personal data; sale, sharing and targeted advertising
            b"SPD_BG" | b"OSSTA_BG" => answers.add_sale(context, group, granted),
            // one of them, damaged
            _ if !granted && [b"SPD_BG".as_slice(), b"OSSTA_BG"].iter().any(|sale| is_almost(group, sale)) => {
                answers.no_sale = true;
                answers.add(context, group, false);
            }
            group if is_bundle(group) && context.own_meaning(group) == Meaning::Unknown => {}
            group => answers.add(context, group, granted),
        }
    }
    keys.are_distinct()?;
    Ok(answers)
}

/// Stacks of the TCF, bundles of groups, and buckets of vendors: they repeat what other groups say.
fn is_bundle(group: &[u8]) -> bool {
    let numbered = |prefix: &[u8]| {
        group.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && rest.iter().all(u8::is_ascii_digit))
    };
    numbered(b"STACK") || numbered(b"V2STACK") || numbered(b"BG") || numbered(b"0_")
}
