use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use time::{Duration, UtcDateTime};

use super::context::Context;
use super::mapping::{Habits, Mapping, Meaning, Naming};
use super::remark::ManagerRemark;
use crate::consent::{Answer, ConsentEvent, ConsentRecord, Item, Method, PolicyVersion};
use crate::cookie::{Category, CategorySet, DataUse};
use crate::policy::Policy;

/// What one cookie, or one set of them, says.
pub(super) enum Content {
    /// It has the name and not the form: another product's.
    NotMine,
    /// Nobody has chosen yet, or the choice has to be made again.
    NoChoice,
    /// It is the manager's, and neither a choice nor a banner that waits for one.
    Aside,
    Choice(Answers),
}

/// What was chosen.
#[derive(Default)]
pub(super) struct Answers {
    /// When, if the manager keeps it.
    pub(super) decided_at: Option<UtcDateTime>,
    /// Nothing shows that a person chose: it may be a default.
    pub(super) is_unproven: bool,
    /// The sale or sharing of data was opted out of.
    pub(super) no_sale: bool,
    granted: CategorySet,
    refused: CategorySet,
    unknown: Vec<Box<str>>,
    /// The groups that were accepted and are known.
    accepted: Vec<Box<str>>,
    /// The version of the policy to which the manager's own revision belongs, if the site says that of any.
    version: Option<PolicyVersion>,
    /// Whether everything that was said was a refusal; `None` while nothing was.
    only_refusals: Option<bool>,
    unnamed: Unnamed,
}

/// What was said of groups that are not known.
#[derive(Clone, Copy, Default)]
struct Unnamed {
    accepted: bool,
    refused: bool,
}

/// How many unknown groups are remarked on.
const REMARKED: usize = 8;

impl Answers {
    pub(super) fn made_at(decided_at: Option<UtcDateTime>) -> Self {
        Self { decided_at, ..Self::default() }
    }

    pub(super) fn proven(is_proven: bool) -> Self {
        Self { is_unproven: !is_proven, ..Self::default() }
    }

    /// It was said under this revision of the manager's own: of several that of the oldest policy counts.
    pub(super) fn under(&mut self, context: &Context<'_>, revision: &[u8]) {
        let version = context.mapping.version_of(context.habits, revision);
        self.version = [self.version, version].into_iter().flatten().reduce(older);
    }

    /// What was said about a group of the manager's: where several are one category, all must be granted.
    pub(super) fn add(&mut self, context: &Context<'_>, group: &[u8], granted: bool) {
        self.add_known(context, context.meaning(group), group, granted);
    }

    /// A group in a list of those that were accepted.
    pub(super) fn accept(&mut self, context: &Context<'_>, group: &[u8]) {
        let meaning = context.meaning(group);
        if let Meaning::Of(name, _) = meaning
            && !self.is_accepted(name)
        {
            self.accepted.push(name.into());
        }
        self.add_known(context, meaning, group, true);
    }

    fn is_accepted(&self, name: &str) -> bool {
        self.accepted.iter().any(|known| **known == *name)
    }

    fn add_known(&mut self, context: &Context<'_>, meaning: Meaning<'_>, group: &[u8], granted: bool) {
        let categories = match meaning {
            Meaning::Of(_, categories) => categories,
            Meaning::Unknown => {
                self.unnamed.accepted |= granted;
                self.unnamed.refused |= !granted;
                self.remark(group);
                if granted { CategorySet::EMPTY } else { context.mapping.almost(context.habits, group) }
            }
            // of no matter, or what nobody can refuse
            Meaning::Nothing => return,
        };
        self.only_refusals = Some(self.only_refusals.unwrap_or(true) && !granted);
        let said = if granted { &mut self.granted } else { &mut self.refused };
        *said = said.union(categories);
    }

    fn remark(&mut self, group: &[u8]) {
        let is_known = |known: &str| shown(group).eq(known.bytes());
        if self.unknown.len() < REMARKED && !self.unknown.iter().any(|known| is_known(known)) {
            self.unknown.push(shown(group).map(char::from).collect::<String>().into());
        }
    }

    /// What was said about a category: a refusal stands whatever else is said.
    pub(super) const fn set(&mut self, category: Category, granted: bool) {
        let said = if granted { &mut self.granted } else { &mut self.refused };
        *said = said.with(category);
    }

    /// The same for everything that can be refused.
    pub(super) fn set_all(&mut self, granted: bool) {
        CategorySet::NON_ESSENTIAL.iter().for_each(|category| self.set(category, granted));
    }

    /// The site has this group, and it was not among those that were accepted.
    pub(super) fn refuse_unless_accepted(&mut self, context: &Context<'_>, group: &[u8]) {
        let meaning = context.meaning(group);
        if !matches!(meaning, Meaning::Of(name, _) if self.is_accepted(name)) {
            self.add_known(context, meaning, group, false);
        }
    }

    /// What was accepted is listed, and of the groups that the site is known to have no other was.
    pub(super) fn refuse_known(&mut self, context: &Context<'_>) {
        for group in context.mapping.own_groups(context.habits) {
            self.refuse_unless_accepted(context, group.as_bytes());
        }
        // a site need not have two groups for one category
        let by_the_manager = if context.habits.naming == Naming::Fixed { context.habits.groups } else { &[] };
        let categories: CategorySet = by_the_manager.iter().filter_map(|(_, category)| *category).collect();
        self.refuse(categories.difference(self.granted));
    }

    /// What was accepted is listed, and nothing else was.
    pub(super) fn refuse_the_rest(&mut self, context: &Context<'_>) {
        self.refuse_known(context);
        self.refuse(CategorySet::ALL.difference(self.granted));
    }

    /// The same where the groups are the site's services, of which it need not have one for every category. But where
    /// one of those accepted is not known, nobody knowingly chose what no other grants.
    pub(super) fn refuse_the_rest_of_services(&mut self, context: &Context<'_>) {
        self.refuse_known(context);
        if self.unnamed.accepted {
            self.refuse(CategorySet::ALL.difference(self.granted));
        }
    }

    /// What was said of a group that is the sale of data, or its sharing: the word of the site comes first, and what it
    /// says of a category comes on top.
    pub(super) fn add_sale(&mut self, context: &Context<'_>, group: &[u8], granted: bool) {
        match context.own_meaning(group) {
            Meaning::Nothing => {}
            Meaning::Unknown => self.no_sale |= !granted,
            meaning @ Meaning::Of(..) => {
                self.no_sale |= !granted;
                self.add_known(context, meaning, group, granted);
            }
        }
    }

    /// A group was refused, and which nobody can say.
    pub(super) const fn has_refused_unknown(&self) -> bool {
        self.unnamed.refused
    }

    /// What is granted lapsed, and what is refused did not: nor what a group that is not known may have refused.
    pub(super) fn lapse(&mut self) {
        if core::mem::take(&mut self.unnamed).refused {
            self.refuse(CategorySet::ALL.difference(self.granted));
        }
        self.granted = CategorySet::EMPTY;
    }

    /// Whether anything is granted that could be refused.
    pub(super) fn grants(&self) -> bool {
        CategorySet::NON_ESSENTIAL.iter().any(|category| self.of(category) == Some(true))
    }

    /// Whether anything is refused.
    pub(super) fn refuses(&self) -> bool {
        self.no_sale || CategorySet::NON_ESSENTIAL.iter().any(|category| self.of(category) == Some(false))
    }

    const fn refuse(&mut self, categories: CategorySet) {
        self.refused = self.refused.union(categories);
    }

    /// What was said of a category, if anything.
    pub(super) const fn of(&self, category: Category) -> Option<bool> {
        match (self.refused.contains(category), self.granted.contains(category)) {
            (true, _) => Some(false),
            (false, true) => Some(true),
            (false, false) => None,
        }
    }

    /// The record that this amounts to, if it amounts to one.
    pub(super) fn into_record(
        mut self,
        policy: &Policy,
        now: UtcDateTime,
        habits: &Habits,
        mapping: &Mapping,
        remarks: &mut Vec<ManagerRemark>,
    ) -> Option<ConsentRecord> {
        if habits.naming == Naming::Services && self.only_refusals == Some(true) {
            self.set_all(false);
        }
        // somebody chose, and did not knowingly choose what no known group grants
        let is_any = match habits.naming {
            Naming::Fixed | Naming::Usual => self.unnamed.refused,
            // of a site's services most are unknown until it names them
            Naming::Services => false,
        };
        if is_any || (self.unnamed.accepted && (self.unnamed.refused || self.refused != CategorySet::EMPTY)) {
            self.refuse(CategorySet::ALL.difference(self.granted));
        }
        let unknown = core::mem::take(&mut self.unknown);
        remarks.extend(unknown.into_iter().map(|group| ManagerRemark::UnknownGroup { manager: habits.of, group }));
        let of = |category| (category, self.of(category));
        let categories = [Category::Performance, Category::Functionality, Category::Targeting].map(of);
        let grants = categories.iter().any(|(_, answer)| *answer == Some(true));
        let is_unproven = self.is_unproven && !mapping.is_by_choice(habits.of);
        if is_unproven && grants {
            remarks.push(ManagerRemark::Unproven(habits.of));
        }
        let days = mapping.days(habits);
        if grants && !is_unproven && self.decided_at.is_none() && days.is_none() {
            remarks.push(ManagerRemark::Undated(habits.of));
        }
        // a grant must not look fresher than it can be, and a refusal not older; at the end of its last day a cookie is
        // gone, so that the oldest one is a second younger
        let life = Duration::days(i64::from(days.unwrap_or(habits.longest))).saturating_sub(Duration::SECOND);
        let oldest = now.checked_sub(life).unwrap_or(UtcDateTime::MIN);
        let revision = self.version.or_else(|| mapping.version_of(habits, b""));
        if grants && revision == Some(OF_NO_POLICY) {
            remarks.push(ManagerRemark::OtherRevision(habits.of));
        }
        let event = |at: UtcDateTime| {
            let by_date = policy.versions().in_force_on(at);
            let version = revision.map_or(by_date, |revision| older(revision, by_date));
            ConsentEvent::new(at, version).through(Method::Imported(habits.of))
        };
        let mut granted = event(self.decided_at.unwrap_or(oldest));
        let mut refused = event(self.decided_at.unwrap_or(now));
        for (category, answer) in categories {
            match answer {
                Some(true) if is_unproven => {}
                Some(true) => granted = granted.saying(category.into(), Answer::Granted),
                Some(false) => refused = refused.saying(category.into(), Answer::Refused),
                None => {}
            }
        }
        if self.no_sale {
            refused = refused.saying(Item::Use(DataUse::SaleOrShare), Answer::Refused);
        }
        let record = ConsentRecord::fold([&granted, &refused]);
        (!is_unproven || !record.is_empty()).then_some(record)
    }
}

/// The version of a revision that the site does not know: above every other, so that what was granted under it is stale,
/// as it is after a rollback.
pub(super) const OF_NO_POLICY: PolicyVersion = PolicyVersion::new(u32::MAX);

/// Of two the one under which less can have been known; what is of no policy stays so.
fn older(one: PolicyVersion, other: PolicyVersion) -> PolicyVersion {
    if [one, other].contains(&OF_NO_POLICY) { OF_NO_POLICY } else { one.min(other) }
}

/// A group as a remark repeats it.
fn shown(group: &[u8]) -> impl Iterator<Item = u8> {
    const SHOWN: usize = 64;
    group.escape_ascii().take(SHOWN)
}
