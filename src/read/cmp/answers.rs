use alloc::boxed::Box;
use alloc::vec::Vec;

use time::{Duration, UtcDateTime};

use super::{Asked, CmpNote, Manager, Mapping};
use crate::consent::{Answer, ConsentEvent, ConsentRecord, History, Item, Method};
use crate::cookie::{Category, DataUse};
use crate::policy::Policy;

/// What one cookie says.
pub(super) enum Said {
    /// It has the name and not the form: another product's.
    NotMine,
    /// Nobody has chosen yet, or the choice has to be made again.
    NoChoice,
    Choice(Answers),
}

/// What was chosen.
#[derive(Default)]
pub(super) struct Answers {
    /// When, if the manager keeps it.
    pub(super) decided_at: Option<UtcDateTime>,
    performance: Option<bool>,
    functionality: Option<bool>,
    targeting: Option<bool>,
    /// The sale or sharing of data was opted out of.
    pub(super) no_sale: bool,
    unknown: Vec<Box<str>>,
    granted_anything: bool,
    refused_anything: bool,
}

/// How many unknown groups are noted.
const NOTED: usize = 8;

impl Answers {
    /// What was said about a group of the manager's: where several are one category, all must be granted.
    pub(super) fn add(&mut self, asked: &Asked<'_>, group: &[u8], granted: bool) {
        self.granted_anything |= granted;
        self.refused_anything |= !granted;
        let category = match asked.mapping.category(asked.manager, group) {
            Ok(category) => category,
            Err(ignored) => {
                if !ignored && self.unknown.len() < NOTED {
                    self.unknown.push(shown(group));
                }
                return;
            }
        };
        let answer = match category {
            Category::StrictlyNecessary => return,
            Category::Performance => &mut self.performance,
            Category::Functionality => &mut self.functionality,
            Category::Targeting => &mut self.targeting,
        };
        *answer = Some(answer.unwrap_or(true) && granted);
    }

    pub(super) fn into_record(
        self,
        policy: &Policy,
        now: UtcDateTime,
        manager: &Manager,
        mapping: &Mapping,
        notes: &mut Vec<CmpNote>,
    ) -> ConsentRecord {
        let all_refused = manager.by_service && self.refused_anything && !self.granted_anything;
        let unknown = self.unknown.into_iter();
        notes.extend(unknown.map(|group| CmpNote::UnknownGroup { manager: manager.of, group }));
        let categories = [
            (Category::Performance, self.performance),
            (Category::Functionality, self.functionality),
            (Category::Targeting, self.targeting),
        ]
        .map(|(category, answer)| (category, if all_refused { Some(false) } else { answer }));
        let grants = categories.iter().any(|(_, answer)| *answer == Some(true));
        if grants && self.decided_at.is_none() {
            notes.push(CmpNote::Undated(manager.of));
        }
        // a grant must not look fresher than it can be, and a refusal not older
        let life = Duration::days(i64::from(mapping.days(manager)));
        let oldest = now.checked_sub(life).unwrap_or(UtcDateTime::MIN);
        let event =
            |at: UtcDateTime| ConsentEvent::new(at, policy.version_at(at)).through(Method::Imported(manager.of));
        let mut granted = event(self.decided_at.unwrap_or(oldest));
        let mut refused = event(self.decided_at.unwrap_or(now));
        for (category, answer) in categories {
            match answer {
                Some(true) => granted = granted.saying(category.into(), Answer::Granted),
                Some(false) => refused = refused.saying(category.into(), Answer::Refused),
                None => {}
            }
        }
        if self.no_sale {
            refused = refused.saying(Item::Use(DataUse::SaleOrShare), Answer::Refused);
        }
        History::from_iter([granted, refused]).record()
    }
}

/// A group as a note repeats it.
fn shown(group: &[u8]) -> Box<str> {
    const SHOWN: usize = 64;
    group.escape_ascii().map(char::from).take(SHOWN).collect::<alloc::string::String>().into()
}
