//! From facts to a finite case: all comparing of time, versions, subjects and names.

mod opt_outs;
mod said;
mod settled;
mod tcf;
mod weighed;

use time::UtcDateTime;

use crate::consent::{Consent, ConsentRecord};
use crate::cookie::{Category, DataUse};
use crate::decision::{Obligation, ObligationSet};
use crate::judge::{Base, Case, Covered, Fallback, GpcForce, MemberRule, Minor, Said, Signal, SignalSet};
use crate::law::{InForce, MinorDuty, Regime, Requirement};
use crate::policy::{DntScope, Found, GpcScope, Policy};
use crate::reason::ReasonSet;
use crate::visit::{Age, UsPrivacySignal, Visit};

use opt_outs::OptOuts;

pub(crate) use said::{Asked, Heard};
pub(crate) use settled::{Here, Settled};
pub(crate) use weighed::Weighed;

/// Who asks, of which policy, with what said: the facts that are the same for every cookie of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) visit: &'a Visit<'a>,
    pub(crate) consent: Consent<'a>,
    /// What they amount to, where more than one question is asked of them.
    settled: Option<&'a Settled<'a>>,
}

/// A case, and what is known beside it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assessed {
    pub(crate) case: Case,
    /// Reasons that bear as well, of rules of which the case holds only the first.
    pub(crate) also: ReasonSet,
    pub(crate) obligations: ObligationSet,
}

/// The earliest of the instants, all after now, at which something that was compared with the clock compares otherwise.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    now: UtcDateTime,
    next: Option<UtcDateTime>,
}

impl Deadline {
    pub(crate) const fn after(now: UtcDateTime) -> Self {
        Self { now, next: None }
    }

    /// Whether an instant has come. If not, it is one to wait for.
    pub(crate) fn has_come(&mut self, instant: UtcDateTime) -> bool {
        if instant <= self.now {
            return true;
        }
        if self.next.is_none_or(|next| instant < next) {
            self.next = Some(instant);
        }
        false
    }

    pub(crate) fn or(&mut self, instant: Option<UtcDateTime>) {
        if let Some(instant) = instant {
            self.has_come(instant);
        }
    }

    pub(crate) const fn next(self) -> Option<UtcDateTime> {
        self.next
    }
}

impl<'a> Facts<'a> {
    pub(crate) const fn of(policy: &'a Policy, visit: &'a Visit<'a>, consent: Consent<'a>) -> Self {
        Self { policy, visit, consent, settled: None }
    }

    /// The same facts, with what is [settled](Settled::of) of them.
    pub(crate) const fn with(self, settled: &'a Settled<'a>) -> Self {
        Self { settled: Some(settled), ..self }
    }

    const fn record(&self) -> Option<&'a ConsentRecord> {
        match self.consent {
            Consent::Given(record) => Some(record),
            Consent::Absent | Consent::Unreadable => None,
        }
    }

    /// One category of one cookie in one region.
    pub(crate) fn assess(
        &self,
        found: &Found<'_>,
        opt_outs: &OptOuts,
        here: Here<'a>,
        category: Category,
        until: &mut Deadline,
    ) -> Assessed {
        let InForce { regime, is_of_a_place, .. } = here.law;
        let listing = &*found.listing;
        let exemption = listing.exemption(category, regime.exemptions());
        let tcf = self.tcf(listing, regime, exemption.is_some(), until);
        let asked = Asked { category, uses: listing.uses(), vendors: self.policy.vendors(listing) };
        let heard = self.hear(asked, here, tcf.grants, until);
        let tcf = tcf.beside(|| self.record().filter(|_| heard.is_granted())?.category(category).grant);
        let is_silent = !heard.is_granted() && exemption.is_none();
        let base = Base {
            said: heard.said,
            minor: minor(regime.minor_duty(self.age(), listing.reach())),
            tool: opt_outs.tool,
            tcf: tcf.check,
            member: if found.forbidden { MemberRule::Forbids } else { MemberRule::Silent },
            default: fallback(regime.requirement(category, listing.absent_risks()), is_of_a_place, is_silent),
        };
        let mut obligations = ObligationSet::EMPTY;
        if regime.notifies_material_change() && heard.said == Said::Stale {
            obligations = obligations.with(Obligation::NotifyMaterialChange);
        }
        let case = if listing.is_covered() {
            let covered = self.covered(regime, until);
            if regime.shows_opt_out_status() && covered.signals.contains(Signal::Gpc) {
                obligations = obligations.with(Obligation::ShowOptOutStatus);
            }
            if listing.is_interest_based() {
                Case::Interest(base, covered, opt_outs.programmes)
            } else {
                Case::Sale(base, covered)
            }
        } else {
            Case::Uncovered(base, exemption)
        };
        Assessed { case, also: heard.also.union(tcf.also).union(opt_outs.also), obligations }
    }

    fn covered(&self, regime: &Regime, until: &mut Deadline) -> Covered {
        Covered {
            opted_out_of_sale: self.opted_out_of_sale(until).is_some(),
            signals: self.signals(),
            gpc: match (regime.honours_gpc(), self.policy.settings().gpc_scope) {
                (true, _) | (false, GpcScope::BindingEverywhere) => GpcForce::Binding,
                (false, GpcScope::Everywhere) => GpcForce::Advisory,
                (false, GpcScope::BindingOnly) => GpcForce::Ignored,
            },
        }
    }

    /// The visitor's age as far as anybody knows it. A field of GPP on known children is the knowledge of the business
    /// (`KnownChildSensitiveDataConsents`), so of it and of what the caller knows the younger counts.
    pub(crate) const fn age(&self) -> Age {
        self.visit.age().younger(self.visit.signals().gpp().age())
    }

    /// When the standing opt-out of sale and sharing was made, if there is one.
    pub(crate) fn opted_out_of_sale(&self, until: &mut Deadline) -> Option<UtcDateTime> {
        if let Some(Settled { sale, .. }) = self.settled {
            until.or(sale.until);
            return sale.what;
        }
        let choice = self.record()?.data_use(DataUse::SaleOrShare);
        self.standing(choice, until).map(|refusal| refusal.at)
    }

    fn signals(&self) -> SignalSet {
        if let Some(Settled { signals, .. }) = self.settled {
            return *signals;
        }
        let signals = self.visit.signals();
        let dnt_counts = self.policy.settings().dnt_scope == DntScope::Advisory;
        let remembered = self.record().is_some_and(|record| record.gpc_first_seen().is_some());
        SignalSet::EMPTY
            .with_if(signals.gpc() || signals.gpp().gpc(), Signal::Gpc)
            .with_if(remembered, Signal::GpcRemembered)
            .with_if(signals.gpp().opted_out(), Signal::GppOptOut)
            .with_if(signals.us_privacy() == UsPrivacySignal::OptedOut, Signal::UspOptOut)
            .with_if(dnt_counts && signals.dnt(), Signal::Dnt)
    }
}

/// By whom an opt-in must be given was asked when the grant was weighed.
const fn minor(duty: MinorDuty) -> Minor {
    match duty {
        MinorDuty::None => Minor::NoDuty,
        MinorDuty::OwnOptIn | MinorDuty::ParentOptIn => Minor::OptIn,
        MinorDuty::Prohibited => Minor::Prohibited,
    }
}

/// Of a place that nobody knows the first thing to say is that, until a ban is the only obstacle.
const fn fallback(requirement: Requirement, is_of_a_place: bool, is_silent: bool) -> Fallback {
    match (requirement, is_of_a_place) {
        (Requirement::Forbidden, false) if is_silent => Fallback::OptInRegionUnknown,
        (Requirement::Forbidden, _) => Fallback::Forbidden,
        (Requirement::OptIn, false) => Fallback::OptInRegionUnknown,
        (Requirement::OptIn, true) => Fallback::OptIn,
        (Requirement::OptOut, _) => Fallback::OptOut,
        (Requirement::Notice, _) => Fallback::Notice,
    }
}
