use alloc::vec::Vec;

use time::UtcDateTime;

use super::answers::Content;
use super::known::managers;
use super::manager::{Damage, Manager};
use super::{ManagerRemark, Mapping};
use crate::consent::{Consent, ConsentManager, ConsentRecord, Present, StoredConsent};
use crate::policy::Policy;
use crate::read::several::unite;
use crate::read::{Cookies, Managers, Pair};

/// What consent managers' cookies say.
///
/// # Examples
///
/// See [`read`].
#[derive(Clone, Debug)]
pub struct Imported {
    pub(in crate::read) stored: StoredConsent,
    managers: Vec<ConsentManager>,
    pub(in crate::read) remarks: Vec<ManagerRemark>,
}

impl Imported {
    /// What the visitor said: [`Consent::Absent`] if no choice was made yet.
    #[must_use]
    pub const fn consent(&self) -> Consent<'_> {
        self.stored.as_consent()
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
        if unite(&mut self.stored, record.into(), present) {
            self.remarks.push(ManagerRemark::Several);
        }
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
/// assert_eq!(detect(&cookies, &Managers::every()).collect::<Vec<_>>(), [ConsentManager::OneTrust]);
/// ```
pub fn detect(cookies: &Cookies<'_>, managers: &Managers) -> impl Iterator<Item = ConsentManager> + use<> {
    let own = ManagerCookies::among(cookies, &managers.mapping);
    let found = own.managers().map(|(manager, _)| manager.habits.of).collect::<Vec<_>>();
    // several forms of one manager stand together
    let mut last = None;
    found.into_iter().filter(move |of| last.replace(*of) != Some(*of))
}

/// The cookies that are some manager's by their names.
pub(in crate::read) struct ManagerCookies<'a> {
    /// Each with those whose it is, as bits in the order of the list.
    pairs: Vec<(u64, Pair<'a>)>,
}

impl<'a> ManagerCookies<'a> {
    /// The most that are read, of all managers together.
    const MOST: usize = 128;

    pub(in crate::read) fn among(cookies: &Cookies<'a>, mapping: &Mapping) -> Self {
        if !mapping.has_owners() {
            return Self { pairs: Vec::new() };
        }
        let owned = |pair: Pair<'a>| Some((mapping.owners(pair.name()), pair)).filter(|(owners, _)| *owners != 0);
        Self { pairs: cookies.pairs().filter_map(owned).take(Self::MOST.saturating_add(1)).collect() }
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

    /// The values of one manager's cookies, in the order received.
    #[cfg(feature = "iab")]
    pub(super) fn of(&self, manager: ConsentManager) -> impl Iterator<Item = &'a [u8]> {
        let is_its =
            move |(owners, _): &&(u64, Pair<'_>)| managers(*owners).any(|(_, known)| known.habits.of == manager);
        self.pairs.iter().filter(is_its).map(|(_, pair)| pair.unquoted())
    }
}

/// Reads the cookies of these consent managers.
///
/// What was chosen becomes a [`ConsentRecord`] by the method
/// [`Imported`](crate::consent::Method::Imported), at the manager's own time of the decision and under the version that
/// the policy had then. A manager that keeps no time gives none to its grants either: they count as old as its cookie
/// can be, and its refusals as said now. Where several groups are one category, each must be granted. A group that is
/// not known is remarked on and never granted, and beside a refusal it leaves refused what no known group grants; where
/// groups are a site's own services and everything is refused, all categories are. A default that nobody chose is no
/// choice, and while a manager waits for one no other's grant counts. Of several managers, or of several cookies of
/// one, the strictest reading counts.
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
/// let imported = managers::read(&policy, utc_datetime!(2026-11-23 12:00), &cookies, &named);
/// let Consent::Given(record) = imported.consent() else { panic!() };
/// assert!(record.category(Category::Performance).grant.is_some());
/// assert!(record.category(Category::Targeting).refusal.is_some());
/// ```
#[must_use]
pub fn read(policy: &Policy, now: UtcDateTime, cookies: &Cookies<'_>, managers: &Managers) -> Imported {
    import(policy, now, cookies, &ManagerCookies::among(cookies, &managers.mapping), &managers.mapping)
}

/// The same, where the managers' cookies were found before.
pub(in crate::read) fn import(
    policy: &Policy,
    now: UtcDateTime,
    cookies: &Cookies<'_>,
    own: &ManagerCookies<'_>,
    mapping: &Mapping,
) -> Imported {
    let present = Present { now, version: policy.version_at(now) };
    let mut imported = Imported { stored: StoredConsent::Absent, managers: Vec::new(), remarks: Vec::new() };
    // a word of the site that nothing can be made of may have been about a refusal
    if !mapping.faults().is_empty() {
        imported.stored = StoredConsent::Unreadable;
        imported.remarks.extend_from_slice(mapping.faults());
    }
    if own.are_too_many() {
        imported.stored = StoredConsent::Unreadable;
        imported.remarks.push(ManagerRemark::TooMany);
        return imported;
    }
    let (mut is_silent, mut has_spoken) = (false, false);
    for (manager, own) in own.managers() {
        let mut is_its = false;
        for content in manager.read(own, cookies, mapping) {
            let record = match content {
                Ok(Content::NotMine) => continue,
                Ok(Content::Aside) => {
                    is_its = true;
                    continue;
                }
                Ok(Content::NoChoice) => None,
                Ok(Content::Choice(answers)) => {
                    answers.into_record(policy, now, &manager.habits, mapping, &mut imported.remarks)
                }
                Err(Damage) => {
                    imported.remarks.push(ManagerRemark::Unreadable(manager.habits.of));
                    imported.stored = StoredConsent::Unreadable;
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
        if is_its && !imported.managers.contains(&manager.habits.of) {
            imported.managers.push(manager.habits.of);
        }
    }
    // of two copies one grants and the other does not, whichever is the newer; and to a banner that waits for an answer
    // no other's is one
    if is_silent && has_spoken {
        imported.add(ConsentRecord::fold([]), present);
    }
    imported
}
