use super::{Deadline, Facts, Here, tcf};
use crate::consent::{Actor, Answer, Choice, Consent, Grant, PolicyVersion, Refusal};
use crate::cookie::{Category, DataUse, DataUseSet};
use crate::judge::Said;
use crate::law::{Months, Regime};
use crate::policy::{BrowserGrants, VendorFacts};
use crate::reason::{Reason, ReasonSet};
use crate::visit::SubjectKind;

/// What a visitor's word is wanted about.
#[derive(Clone, Debug)]
pub(crate) struct Asked<V> {
    pub(crate) category: Category,
    pub(crate) uses: DataUseSet,
    pub(crate) vendors: V,
}

/// What the visitor's word amounts to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heard {
    pub(crate) said: Said,
    /// A no has other forms as well.
    pub(crate) also: ReasonSet,
    /// The latest of the refusals that stand.
    pub(crate) refused: Option<Refusal>,
}

impl Heard {
    pub(crate) const fn is_granted(&self) -> bool {
        matches!(self.said, Said::Granted | Said::GrantedDespiteGpc)
    }

    const fn nothing(said: Said) -> Self {
        Self { said, also: ReasonSet::EMPTY, refused: None }
    }

    /// A no stands whatever else was said. Of its forms the first in the order of the rules decides.
    fn refused(refusals: Refusals) -> Option<Self> {
        let said = match refusals.first? {
            Answer::Refused | Answer::Granted => Said::Refused,
            Answer::Withdrawn => Said::Withdrawn,
            Answer::Objected => Said::Objected,
        };
        Some(Self { also: refusals.reasons, refused: refusals.latest, ..Self::nothing(said) })
    }
}

/// The refusals that stand among several things.
#[derive(Clone, Copy, Debug)]
struct Refusals {
    reasons: ReasonSet,
    /// The first in the order of [`Answer`], which is that of the rules.
    first: Option<Answer>,
    latest: Option<Refusal>,
}

impl Refusals {
    const NONE: Self = Self { reasons: ReasonSet::EMPTY, first: None, latest: None };

    fn add(&mut self, refusal: Option<Refusal>) {
        let Some(refusal) = refusal else { return };
        let reason = match refusal.answer {
            Answer::Withdrawn => Reason::Withdrawn,
            Answer::Objected => Reason::ObjectedToExemption,
            Answer::Refused | Answer::Granted => Reason::Refused,
        };
        self.reasons = self.reasons.with(reason);
        self.first = Some(self.first.map_or(refusal.answer, |first| first.min(refusal.answer)));
        self.latest = self.latest.max(Some(refusal));
    }
}

impl<'a> Facts<'a> {
    /// What the visitor's word on a category amounts to, for these uses and vendors. A no to any of them is a no; a yes
    /// must be to the category.
    pub(crate) fn hear<V>(
        &self,
        asked: Asked<V>,
        here: Here<'a>,
        tcf_grant: Option<Grant>,
        until: &mut Deadline,
    ) -> Heard
    where
        V: Iterator<Item = &'a VendorFacts> + Clone,
    {
        if tcf_grant.is_none()
            && let Some(word) = self.settled_word(&asked, here)
        {
            until.or(word.until);
            return word.what;
        }
        let regime = here.law.regime;
        if self.consent == Consent::Unreadable {
            return Heard::nothing(Said::Unreadable);
        }
        let refusals = self.refusals(&asked, until);
        if let Some(refused) = Heard::refused(refusals) {
            return refused;
        }
        let versions = self.policy.versions();
        let (current, next) = versions.at(self.visit.now());
        until.or(next);
        let last_material = current.last_material_with(asked.category, asked.vendors);
        let standard = Standard { current: current.number, last_material };
        let own = self.own_grant(asked.category, regime, standard, until);
        let Some(grant) = tcf_grant.filter(|_| !own.is_granted()) else {
            return own;
        };
        let lasts = regime.consent_lasts().map_or(tcf::LASTS, |months| months.min(tcf::LASTS));
        match (self.weigh(&grant, regime, Some(lasts), standard, until), own.said) {
            (Said::Granted, _) => Heard::nothing(Said::Granted),
            (flawed, Said::Absent | Said::NotAsked) => Heard::nothing(flawed),
            // the record's own word names the cause better
            _ => own,
        }
    }

    fn refusals<V>(&self, asked: &Asked<V>, until: &mut Deadline) -> Refusals
    where
        V: Iterator<Item = &'a VendorFacts> + Clone,
    {
        let mut refusals = Refusals::NONE;
        let Some(record) = self.record() else {
            return refusals;
        };
        refusals.add(self.standing(record.category(asked.category), until));
        let uses = record.data_uses().filter(|(data_use, _)| Self::heeds(*data_use) && asked.uses.contains(*data_use));
        for (_, choice) in uses {
            refusals.add(self.standing(choice, until));
        }
        if record.vendors().next().is_some() {
            for vendor in asked.vendors.clone() {
                refusals.add(self.standing(record.vendor(&vendor.id), until));
            }
        }
        refusals
    }

    /// Whether a no to a use counts here: sale and sharing has its own rule, and what is exempt needs no word.
    pub(super) fn heeds(data_use: DataUse) -> bool {
        data_use != DataUse::SaleOrShare && !data_use.is_exempt()
    }

    pub(crate) fn standing(&self, choice: &Choice, until: &mut Deadline) -> Option<Refusal> {
        choice.standing_refusal(|subject| self.recognises(subject), |instant| until.has_come(instant))
    }

    fn own_grant(&self, category: Category, regime: &Regime, standard: Standard, until: &mut Deadline) -> Heard {
        let Some(record) = self.record() else {
            return Heard::nothing(Said::Absent);
        };
        let choice = record.category(category);
        let Some(grant) = choice.grant else {
            return Heard::nothing(if choice.implied.is_some() { Said::Implied } else { Said::NotAsked });
        };
        let said = self.weigh(&grant, regime, regime.consent_lasts(), standard, until);
        if said != Said::Granted {
            return Heard::nothing(said);
        }
        // 11 CCR 7025(c)(3): given after the conflict was shown, later than the signal was first seen, and not lapsed
        let overrides = grant.despite_gpc
            && record.gpc_first_seen().is_some_and(|seen| grant.at > seen)
            && regime
                .override_lasts()
                .is_none_or(|months| months.after(grant.at).is_some_and(|expiry| !until.has_come(expiry)));
        Heard::nothing(if overrides { Said::GrantedDespiteGpc } else { Said::Granted })
    }

    /// Whether a grant counts, and if not, why, in the order of R13.
    fn weigh(
        &self,
        grant: &Grant,
        regime: &Regime,
        lasts: Option<Months>,
        standard: Standard,
        until: &mut Deadline,
    ) -> Said {
        if !self.recognises(grant.subject) {
            Said::WrongScope
        } else if !until.has_come(grant.at) {
            Said::Future
        } else if grant.actor != Actor::Parent && regime.needs_parent(self.age()) {
            Said::WrongActor
        } else if lasts.is_some_and(|months| months.after(grant.at).is_none_or(|expiry| until.has_come(expiry))) {
            Said::Expired
        } else if grant.version > standard.current || Some(grant.version) < standard.last_material {
            Said::Stale
        } else {
            Said::Granted
        }
    }

    fn recognises(&self, subject: SubjectKind) -> bool {
        let recognised = self.visit.recognised_subjects();
        recognised.contains(subject)
            || (subject == SubjectKind::Browser
                && recognised.contains(SubjectKind::Account)
                && self.policy.settings().browser_grants == BrowserGrants::ForAccount)
    }
}

/// The versions that a grant is held against.
#[derive(Clone, Copy, Debug)]
struct Standard {
    current: PolicyVersion,
    /// The last material change of the category or of a vendor.
    last_material: Option<PolicyVersion>,
}
