use time::UtcDateTime;

use super::{Deadline, Facts};
use crate::decision::{Note, NoteSet, Obligation, ObligationSet};
use crate::judge::judge;
use crate::policy::Found;
use crate::reason::{Reason, ReasonSet, Verdict};

/// What the rules R3 to R13 find of a cookie, all its categories in all regions taken together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weighed {
    /// The one that decides: any denial wins.
    pub(crate) reason: Reason,
    pub(crate) reasons: ReasonSet,
    pub(crate) notes: NoteSet,
    pub(crate) obligations: ObligationSet,
    /// When it may next be something else.
    pub(crate) until: Option<UtcDateTime>,
}

/// The grounds of R11.
const EXEMPTIONS: ReasonSet = ReasonSet::EMPTY
    .with(Reason::ExemptAudienceMeasurement)
    .with(Reason::ExemptStatistical)
    .with(Reason::ExemptAppearance)
    .with(Reason::ExemptUiCustomisation);

impl Facts<'_> {
    /// Judges a cookie in each of its categories in each region.
    pub(crate) fn weigh_all(&self, found: &Found<'_>) -> Weighed {
        let categories = found.listing.judged_categories();
        let opt_outs = self.opt_outs(&found.listing);
        let mut deciding = ReasonSet::EMPTY;
        let mut reasons = ReasonSet::EMPTY;
        let mut until = Deadline::after(self.visit.now());
        let mut notes = NoteSet::EMPTY.with_if(opt_outs.without_effect, Note::ControlWithoutEffect);
        let mut obligations = ObligationSet::EMPTY;
        self.regions().for_each(|here| {
            until.or(here.law.until);
            for category in categories.iter() {
                let assessed = self.assess(found, &opt_outs, here, category, &mut until);
                let outcome = judge(assessed.case);
                deciding = deciding.union(outcome.reasons.deciding());
                reasons = reasons.union(outcome.reasons).union(assessed.also);
                notes = notes.union(outcome.notes);
                obligations = obligations.union(assessed.obligations);
            }
        });
        let reason = deciding.decisive();
        if deciding.intersects(EXEMPTIONS) && reason.verdict() == Verdict::Allow {
            obligations = obligations.with(Obligation::InformAndOfferObjection);
        }
        Weighed { reason, reasons, notes, obligations, until: until.next() }
    }
}
