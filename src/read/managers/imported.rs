use alloc::vec::Vec;

use time::UtcDateTime;

use super::answers::Said;
use super::known::{MANAGERS, candidates};
use super::manager::{Damage, Manager};
use super::{ManagerRemark, Mapping};
use crate::consent::{Consent, ConsentManager, ConsentRecord, Present};
use crate::policy::Policy;
use crate::read::{Cookies, Managers, Pair};

/// What consent managers' cookies say.
///
/// # Examples
///
/// See [`read`].
#[derive(Clone, Debug)]
pub struct Imported {
    state: State,
    managers: Vec<ConsentManager>,
    remarks: Vec<ManagerRemark>,
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
    pub fn remarks(&self) -> &[ManagerRemark] {
        &self.remarks
    }

    fn add(&mut self, record: ConsentRecord, present: Present) {
        self.state = match core::mem::replace(&mut self.state, State::Unreadable) {
            State::Unreadable => State::Unreadable,
            State::Absent => State::Given(record),
            State::Given(known) if known == record => State::Given(known),
            State::Given(known) => {
                self.remarks.push(ManagerRemark::Several);
                State::Given(known.strictest(&record, present))
            }
        };
    }
}

/// The managers of these that have a cookie here, each once. Whether it is really theirs shows when it is read.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::ConsentManager;
/// use cookie_consent::read::managers::detect;
/// use cookie_consent::read::{Cookies, Managers};
///
/// let cookies = Cookies::new(&[b"a=1; OptanonConsent=groups=C0001%3A1"]).unwrap();
/// assert_eq!(detect(cookies, &Managers::every()).collect::<Vec<_>>(), [ConsentManager::OneTrust]);
/// ```
pub fn detect<'a>(cookies: Cookies<'a>, managers: &'a Managers) -> impl Iterator<Item = ConsentManager> + use<'a> {
    let found =
        Found::among(cookies, &managers.mapping).managers().map(|(manager, _)| manager.habits.of).collect::<Vec<_>>();
    // several forms of one manager stand together
    let mut last = None;
    found.into_iter().filter(move |of| last.replace(*of) != Some(*of))
}

/// The cookies that are some manager's by their names.
struct Found<'a> {
    /// Each with those whose it is, as bits in the order of the list.
    pairs: Vec<(u64, Pair<'a>)>,
}

impl<'a> Found<'a> {
    /// The most that are read, of all managers together.
    const MOST: usize = 128;

    fn among(cookies: Cookies<'a>, mapping: &Mapping) -> Self {
        let owners = |pair: &Pair<'_>| {
            let bits = if mapping.renames() { u64::MAX } else { candidates(pair.name()) };
            let owners = managers(bits).filter(|(_, known)| known.owns(pair.name(), mapping));
            owners.fold(0, |owners, (bit, _)| owners | bit)
        };
        let found = cookies.pairs().map(|pair| (owners(&pair), pair)).filter(|(owners, _)| *owners != 0);
        Self { pairs: found.take(Self::MOST.saturating_add(1)).collect() }
    }

    const fn are_too_many(&self) -> bool {
        self.pairs.len() > Self::MOST
    }

    /// The managers, each with its cookies.
    fn managers(&self) -> impl Iterator<Item = (&'static Manager, Vec<Pair<'a>>)> {
        let all = self.pairs.iter().fold(0, |all, (owners, _)| all | owners);
        managers(all).map(|(bit, manager)| {
            let own = self.pairs.iter().filter(move |(owners, _)| owners & bit != 0);
            (manager, own.map(|(_, pair)| *pair).collect())
        })
    }
}

/// The managers whose bits are set, each with its bit.
fn managers(mut bits: u64) -> impl Iterator<Item = (u64, &'static Manager)> {
    core::iter::from_fn(move || {
        let index = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        let manager = MANAGERS.get(usize::try_from(index).ok()?)?;
        Some((1_u64.wrapping_shl(index), manager))
    })
}

/// Reads the cookies of these consent managers.
///
/// What was chosen becomes a [`ConsentRecord`] by the method
/// [`Imported`](crate::consent::Method::Imported), at the manager's own time of the decision and under the version that the policy
/// had then. A manager that keeps no time gives none to its grants either: they count as old as its cookie can be, and
/// its refusals as said now. Where several groups are one category, each must be granted. A group that is not known is
/// remarked on and never granted; where groups are a site's own services and everything is refused, all categories are.
/// A default that nobody chose is no choice. Of several managers, or of one cookie that comes twice, the strictest
/// reading counts.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::{Cookies, Managers, managers};
/// use cookie_consent::consent::ConsentManager;
/// use cookie_consent::policy::Version;
/// use cookie_consent::{Category, Consent, Policy};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder().version(Version::new(1, date!(2022-12-15))).build().unwrap();
/// let named = Managers::only([ConsentManager::OneTrust]);
/// let header = b"OptanonConsent=groups=C0001%3A1%2CC0002%3A1%2CC0003%3A1%2CC0004%3A0; \
///                OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z";
/// let cookies = [header.as_slice()];
/// let cookies = Cookies::new(&cookies).unwrap();
/// let imported = managers::read(&policy, utc_datetime!(2026-11-23 12:00), cookies, &named);
/// let Consent::Given(record) = imported.consent() else { panic!() };
/// assert!(record.category(Category::Performance).grant.is_some());
/// assert!(record.category(Category::Targeting).refusal.is_some());
/// ```
#[must_use]
pub fn read(policy: &Policy, now: UtcDateTime, cookies: Cookies<'_>, managers: &Managers) -> Imported {
    let mapping = &managers.mapping;
    let present = Present { now, version: policy.version_at(now) };
    let mut imported = Imported { state: State::Absent, managers: Vec::new(), remarks: Vec::new() };
    // a word of the site that nothing can be made of may have been about a refusal
    if !mapping.faults().is_empty() {
        imported.state = State::Unreadable;
        imported.remarks.extend_from_slice(mapping.faults());
    }
    let found = Found::among(cookies, mapping);
    if found.are_too_many() {
        imported.state = State::Unreadable;
        imported.remarks.push(ManagerRemark::TooMany);
        return imported;
    }
    for (manager, own) in found.managers() {
        let (mut is_its, mut is_silent, mut has_spoken) = (false, false, false);
        for said in manager.read(own, cookies, mapping) {
            let record = match said {
                Ok(Said::NotMine) => continue,
                Ok(Said::NoChoice) => None,
                Ok(Said::Choice(answers)) => {
                    answers.into_record(policy, now, &manager.habits, mapping, &mut imported.remarks)
                }
                Err(Damage) => {
                    imported.remarks.push(ManagerRemark::Unreadable(manager.habits.of));
                    imported.state = State::Unreadable;
                    None
                }
            };
            is_its = true;
            is_silent |= record.is_none();
            if let Some(record) = record {
                has_spoken = true;
                imported.add(record, present);
            }
        }
        // of two copies one grants and the other does not, whichever is the newer
        if is_silent && has_spoken {
            imported.add(ConsentRecord::fold([]), present);
        }
        if is_its && !imported.managers.contains(&manager.habits.of) {
            imported.managers.push(manager.habits.of);
        }
    }
    imported
}
