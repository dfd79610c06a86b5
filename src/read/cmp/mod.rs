//! The cookies in which consent managers keep what the visitor chose, read into our record.
//!
//! Each manager has a file of its own, which says what its cookies are called and what they mean. They are set by scripts
//! and any script of the site can forge them: they are evidence for the site's own cookies, and no audit trail.
//!
//! Usercentrics and Termly keep their state in the browser's local storage, and nothing arrives: mirror it into a
//! [`ConsentRecord`] in a listener on their consent event.

mod answers;
mod cookiebot;
mod cookieyes;
mod django;
mod mapping;
mod note;
mod onetrust;
mod tarteaucitron;
mod text;

use alloc::vec::Vec;

use time::UtcDateTime;

pub use mapping::Mapping;
pub use note::CmpNote;

use super::{Cookies, Pair};
use crate::consent::{Consent, ConsentManager, ConsentRecord, Present};
use crate::policy::Policy;
use answers::Said;

/// A manager: the cookie that holds its choice, how long that lives at most unless the site says otherwise, its names for
/// our categories, and how it is read.
struct Manager {
    of: ConsentManager,
    cookie: &'static str,
    days: u16,
    /// Its groups are the site's services, of which no default can say what they are.
    by_service: bool,
    groups: mapping::Groups,
    read: fn(&Asked<'_>) -> Result<Said, Damage>,
}

const MANAGERS: &[Manager] =
    &[onetrust::MANAGER, cookiebot::MANAGER, cookieyes::MANAGER, tarteaucitron::MANAGER, django::MANAGER];

/// A cookie to read, with all the others of the request.
struct Asked<'a> {
    value: &'a [u8],
    cookies: Cookies<'a>,
    manager: &'a Manager,
    mapping: &'a Mapping,
}

/// The cookie is the manager's, and cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Damage;

/// The most bytes of a value that are read: twice what a browser keeps, since some layers join.
const MAX_LEN: usize = 8_192;

/// What consent managers' cookies say.
///
/// # Examples
///
/// See [`read`].
#[derive(Clone, Debug)]
pub struct Imported {
    state: State,
    managers: Vec<ConsentManager>,
    notes: Vec<CmpNote>,
}

#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "one per request, and a box would be one more allocation")]
enum State {
    Absent,
    Unreadable,
    Given(ConsentRecord),
}

impl Imported {
    /// What the visitor said: [`Consent::Absent`] if no choice was made yet.
    #[must_use]
    pub const fn consent(&self) -> Consent<'_> {
        match &self.state {
            State::Absent => Consent::Absent,
            State::Unreadable => Consent::Unreadable,
            State::Given(record) => Consent::Given(record),
        }
    }

    /// The managers whose cookies were read, whether or not a choice was in them.
    #[must_use]
    pub fn managers(&self) -> &[ConsentManager] {
        &self.managers
    }

    /// What deserves mention.
    #[must_use]
    pub fn notes(&self) -> &[CmpNote] {
        &self.notes
    }

    fn add(&mut self, record: Result<ConsentRecord, Damage>, present: Present) {
        self.state = match (core::mem::replace(&mut self.state, State::Unreadable), record) {
            (State::Unreadable, _) | (_, Err(Damage)) => State::Unreadable,
            (State::Absent, Ok(record)) => State::Given(record),
            (State::Given(known), Ok(record)) if known == record => State::Given(known),
            (State::Given(known), Ok(record)) => {
                self.notes.push(CmpNote::Several);
                State::Given(known.strictest(&record, present))
            }
        };
    }
}

/// The managers that have a cookie here, each once. Whether it is really theirs shows when it is read.
///
/// # Examples
///
/// ```
/// use cookie_consent::ConsentManager;
/// use cookie_consent::read::{Cookies, cmp};
///
/// let cookies = Cookies::new(&[b"a=1; OptanonConsent=groups=C0001%3A1"]).unwrap();
/// assert_eq!(cmp::detect(cookies).collect::<Vec<_>>(), [ConsentManager::OneTrust]);
/// ```
pub fn detect(cookies: Cookies<'_>) -> impl Iterator<Item = ConsentManager> {
    MANAGERS.iter().filter(move |known| known.pairs(cookies).next().is_some()).map(|known| known.of)
}

/// Reads the cookies of every known consent manager.
///
/// What was chosen becomes a [`ConsentRecord`] by the method
/// [`Imported`](crate::Method::Imported), at the manager's own time of the decision and under the version that the policy
/// had then. A manager that keeps no time gives none to its grants either: they count as old as its cookie can be, and
/// its refusals as said now. Where several groups are one category, each must be granted. A group that is not known is
/// noted and never granted; where groups are a site's own services and everything is refused, all categories are. A default that nobody chose is no choice. Of several managers, or of one cookie that comes
/// twice, the strictest reading counts.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::cmp::{self, Mapping};
/// use cookie_consent::read::Cookies;
/// use cookie_consent::{Category, Consent, Policy, Version};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder().version(Version::new(1, date!(2022-12-15))).build().unwrap();
/// let header = b"OptanonConsent=groups=C0001%3A1%2CC0002%3A1%2CC0003%3A1%2CC0004%3A0; \
///                OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z";
/// let cookies = [header.as_slice()];
/// let cookies = Cookies::new(&cookies).unwrap();
/// let imported = cmp::read(&policy, utc_datetime!(2026-11-23 12:00), cookies, &Mapping::new());
/// let Consent::Given(record) = imported.consent() else { panic!() };
/// assert!(record.category(Category::Performance).grant.is_some());
/// assert!(record.category(Category::Targeting).refusal.is_some());
/// ```
#[must_use]
pub fn read(policy: &Policy, now: UtcDateTime, cookies: Cookies<'_>, mapping: &Mapping) -> Imported {
    let present = Present { now, version: policy.version_at(now) };
    let mut imported = Imported { state: State::Absent, managers: Vec::new(), notes: Vec::new() };
    for manager in MANAGERS {
        for pair in manager.pairs(cookies) {
            let asked = Asked { value: pair.unquoted(), cookies, manager, mapping };
            let said = if asked.value.len() > MAX_LEN { Err(Damage) } else { (manager.read)(&asked) };
            let record = match said {
                Ok(Said::NotMine) => continue,
                Ok(Said::NoChoice) => None,
                Ok(Said::Choice(answers)) => {
                    Some(Ok(answers.into_record(policy, now, manager, mapping, &mut imported.notes)))
                }
                Err(Damage) => {
                    imported.notes.push(CmpNote::Unreadable(manager.of));
                    Some(Err(Damage))
                }
            };
            if !imported.managers.contains(&manager.of) {
                imported.managers.push(manager.of);
            }
            if let Some(record) = record {
                imported.add(record, present);
            }
        }
    }
    imported
}

impl Manager {
    fn pairs<'a>(&self, cookies: Cookies<'a>) -> impl Iterator<Item = Pair<'a>> + use<'a> {
        cookies.all(self.cookie.as_bytes())
    }
}
