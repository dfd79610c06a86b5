//! The rules R2 to R13 a second time, written from the text of the rules alone, without sight of `judge`, and in
//! another form: no row stands before another. [`allows`] is one condition, necessary and sufficient; [`holds`] asks of
//! each reason, apart from all others, whether it bears; [`notes`] says what else deserves mention.

use crate::decision::{Note, NoteSet};
use crate::judge::{Base, Case, Covered, Fallback, GpcForce, MemberRule, Minor, Said, Signal, TcfCheck};
use crate::law::Ground;
use crate::reason::Reason;
use crate::visit::{Programme, VendorTool};

/// Whether the cookie may be set: it needs no leave (ePrivacy Directive, Art. 5(3)), or nobody forbids it and somebody
/// permits it.
pub(super) fn allows(case: &Case) -> bool {
    match *case {
        Case::Necessary => true,
        Case::Uncovered(base, exemption) => {
            lawful(base) && unopposed(base) && (granted(base) || exemption.is_some() || free_until_opt_out(base))
        }
        Case::Sale(base, covered) => {
            lawful(base)
                && unopposed(base)
                && not_opted_out(base, covered)
                && (granted(base) || (free_until_opt_out(base) && !advised(covered)))
        }
        // All that is asked of a sale, and no programme.
        Case::Interest(base, covered, programmes) => programmes.is_empty() && allows(&Case::Sale(base, covered)),
    }
}

/// R3 and R4: not forbidden to everybody, and no duty towards a minor, or an opt-in by who may give it. An exemption is
/// one from consent, and lifts neither.
fn lawful(base: Base) -> bool {
    let right_for_the_age = base.minor == Minor::NoDuty || (base.minor == Minor::OptIn && granted(base));
    base.default != Fallback::Forbidden && right_for_the_age
}

/// Neither the visitor (R5; a record that cannot be read may hold a "no"), nor the vendor's tool (R7), the TC string
/// (R8) or the Member (R9) is against it.
fn unopposed(base: Base) -> bool {
    let said_no = matches!(base.said, Said::Refused | Said::Withdrawn | Said::Objected | Said::Unreadable);
    !said_no && base.tool.is_none() && base.tcf == TcfCheck::Passed && base.member == MemberRule::Silent
}

/// R5 and R6: no opt-out of covered uses, by whatever way.
fn not_opted_out(base: Base, covered: Covered) -> bool {
    let Covered { signals, .. } = covered;
    let by_field = signals.contains(Signal::GppOptOut) || signals.contains(Signal::UspOptOut);
    let by_gpc = gpc(covered) && covered.gpc == GpcForce::Binding && base.said != Said::GrantedDespiteGpc;
    !covered.opted_out_of_sale && !by_field && !by_gpc
}

/// R10: an explicit act, for this, in force (GDPR, Art. 6(1)(a) and 7), by who may consent at this age (Art. 8).
fn granted(base: Base) -> bool {
    matches!(base.said, Said::Granted | Said::GrantedDespiteGpc)
}

/// R13: the law lets it be until the visitor opts out.
fn free_until_opt_out(base: Base) -> bool {
    matches!(base.default, Fallback::OptOut | Fallback::Notice)
}

/// R12: a signal that binds nobody, and that the policy honours against silence.
fn advised(covered: Covered) -> bool {
    gpc_advises(covered) || covered.signals.contains(Signal::Dnt)
}

fn gpc_advises(covered: Covered) -> bool {
    gpc(covered) && covered.gpc == GpcForce::Advisory
}

/// Global Privacy Control, now or before: its absence is not an opt-in (11 CCR § 7025(c)(5); Colorado, Rule 5.09(B)).
fn gpc(covered: Covered) -> bool {
    covered.signals.contains(Signal::Gpc) || covered.signals.contains(Signal::GpcRemembered)
}

/// Whether the reason bears on the case, whatever else does.
pub(super) fn holds(case: &Case, reason: Reason) -> bool {
    match reason {
        // R0 and R1 are about the inventory and the browser. No case knows of them.
        Reason::Uncategorised
        | Reason::OtherParty
        | Reason::InvalidAttributes
        | Reason::BrowserBlocksAll
        | Reason::BrowserBlocksFirstParty
        | Reason::BrowserBlocksThirdParty => false,
        // R2: ePrivacy Directive, Art. 5(3).
        Reason::StrictlyNecessary => matches!(case, Case::Necessary),
        // R3: Maryland, of sensitive data (Md. Com. Law § 14-4707). No consent cures it, and nothing exempts.
        Reason::Forbidden => base(case).is_some_and(|base| base.default == Fallback::Forbidden),
        // R3: Maryland and Connecticut (under 18), Oregon (under 16). No consent cures it, and nothing exempts.
        Reason::MinorProhibited => matches!(minor(case), Some(Minor::Prohibited)),
        // R4: Cal. Civ. Code § 1798.120(c) and others: by the minor, or when still younger, by a parent. And wherever
        // consent is the ground, that of a child below the age of consent is none (GDPR, Art. 8).
        Reason::MinorNoOptIn => {
            let opt_in_missing = matches!(minor(case), Some(Minor::OptIn)) && !consented(case);
            let given_by_a_child = matches!(said(case), Some(Said::WrongActor)) && lacks_consent(case);
            opt_in_missing || given_by_a_child
        }
        Reason::RecordUnreadable => matches!(said(case), Some(Said::Unreadable)),
        // R5: GDPR, Art. 7(3) and 21; Cal. Civ. Code § 1798.120.
        Reason::Refused => matches!(said(case), Some(Said::Refused)),
        Reason::Withdrawn => matches!(said(case), Some(Said::Withdrawn)),
        Reason::ObjectedToExemption => matches!(said(case), Some(Said::Objected)),
        Reason::OptedOutOfSaleShare => covered(case).is_some_and(|c| c.opted_out_of_sale),
        // R6: 11 CCR § 7025(c); Colorado, Rules 5.08 and 5.09. A field is the visitor's own opt-out, everywhere.
        Reason::GpcBinding => on(case, Signal::Gpc) && gpc_binds(case),
        Reason::GppOptOut => on(case, Signal::GppOptOut),
        Reason::UspOptOut => on(case, Signal::UspOptOut),
        Reason::GpcRemembered => on(case, Signal::GpcRemembered) && gpc_binds(case),
        // R7: the company's own promise. A consent given to the site is not addressed to it.
        Reason::IndustryOptOutDaa => opted_out_at(case, Programme::Daa),
        Reason::IndustryOptOutEdaa => opted_out_at(case, Programme::Edaa),
        Reason::IndustryOptOutNai => opted_out_at(case, Programme::Nai),
        Reason::VendorToolGoogleAnalytics => base(case).is_some_and(|b| b.tool == Some(VendorTool::GoogleAnalytics)),
        Reason::VendorToolOwn => base(case).is_some_and(|b| b.tool == Some(VendorTool::Own)),
        // R8: the string is necessary, never sufficient.
        Reason::TcfStringInvalid => matches!(tcf(case), Some(TcfCheck::Invalid)),
        Reason::TcfNoPurpose1 => matches!(tcf(case), Some(TcfCheck::NoPurpose1)),
        Reason::TcfPurposeMissing => matches!(tcf(case), Some(TcfCheck::PurposeMissing)),
        Reason::TcfVendorMissing => matches!(tcf(case), Some(TcfCheck::VendorMissing)),
        // R9: a Member may only be stricter.
        Reason::MemberRestriction => base(case).is_some_and(|base| base.member == MemberRule::Forbids),
        // R10: GDPR, Art. 6(1)(a) and 7.
        Reason::Consent => consented(case),
        // R11: CNIL, AEPD and the Dutch Telecommunications Act; UK PECR, Schedule A1; WP194. Idle beside a consent.
        Reason::ExemptAudienceMeasurement => exempt(case, Ground::AudienceMeasurement) && !consented(case),
        Reason::ExemptStatistical => exempt(case, Ground::Statistical) && !consented(case),
        Reason::ExemptAppearance => exempt(case, Ground::Appearance) && !consented(case),
        Reason::ExemptUiCustomisation => exempt(case, Ground::UiCustomisation) && !consented(case),
        // R12: weaker than explicit consent, stronger than silence. Of two signals, GPC is named.
        Reason::GpcAdvisory => is_left_to_opt_out(case) && covered(case).is_some_and(gpc_advises),
        Reason::DntAdvisory => {
            is_left_to_opt_out(case) && on(case, Signal::Dnt) && !covered(case).is_some_and(gpc_advises)
        }
        // R13, where the law asks for consent: why what was said is none (R4 says by whom), or that there is none.
        Reason::ConsentWrongScope => matches!(said(case), Some(Said::WrongScope)) && lacks_consent(case),
        Reason::ConsentFutureDated => matches!(said(case), Some(Said::Future)) && lacks_consent(case),
        Reason::ConsentExpired => matches!(said(case), Some(Said::Expired)) && lacks_consent(case),
        Reason::ConsentStaleVersion => matches!(said(case), Some(Said::Stale)) && lacks_consent(case),
        Reason::ImpliedNotConsent => matches!(said(case), Some(Said::Implied)) && lacks_consent(case),
        Reason::RegionUnknownStrict => matches!(default(case), Some(Fallback::OptInRegionUnknown)) && !failed(case),
        Reason::DefaultOptIn => matches!(default(case), Some(Fallback::OptIn)) && !failed(case),
        // R13, where it does not.
        Reason::DefaultOptOut => matches!(default(case), Some(Fallback::OptOut)) && !covered(case).is_some_and(advised),
        Reason::NoticeOnly => matches!(default(case), Some(Fallback::Notice)) && !covered(case).is_some_and(advised),
    }
}

/// What deserves mention: GPC that decided nothing, and GPC that a later consent overrode (11 CCR § 7025(c)(3)).
pub(super) fn notes(case: &Case) -> NoteSet {
    let force = covered(case).filter(|covered| gpc(*covered)).map(|covered| covered.gpc);
    let idle = force == Some(GpcForce::Advisory) && !holds(case, Reason::GpcAdvisory);
    let overridden = force == Some(GpcForce::Binding) && said(case) == Some(Said::GrantedDespiteGpc);
    NoteSet::EMPTY.with_if(idle, Note::GpcAdvisory).with_if(overridden, Note::GpcOverriddenByConsent)
}

fn opted_out_at(case: &Case, programme: Programme) -> bool {
    matches!(case, Case::Interest(_, _, opted_out) if opted_out.contains(programme))
}

const fn base(case: &Case) -> Option<Base> {
    match *case {
        Case::Necessary => None,
        Case::Uncovered(base, _) | Case::Sale(base, _) | Case::Interest(base, ..) => Some(base),
    }
}

const fn covered(case: &Case) -> Option<Covered> {
    match *case {
        Case::Necessary | Case::Uncovered(..) => None,
        Case::Sale(_, covered) | Case::Interest(_, covered, _) => Some(covered),
    }
}

// The next two are spelled out, as a debug build asks them hundreds of millions of times.

const fn said(case: &Case) -> Option<Said> {
    match *case {
        Case::Necessary => None,
        Case::Uncovered(Base { said, .. }, _)
        | Case::Sale(Base { said, .. }, _)
        | Case::Interest(Base { said, .. }, ..) => Some(said),
    }
}

const fn tcf(case: &Case) -> Option<TcfCheck> {
    match *case {
        Case::Necessary => None,
        Case::Uncovered(Base { tcf, .. }, _)
        | Case::Sale(Base { tcf, .. }, _)
        | Case::Interest(Base { tcf, .. }, ..) => Some(tcf),
    }
}

fn minor(case: &Case) -> Option<Minor> {
    base(case).map(|base| base.minor)
}

/// What the law says of the case where neither consent nor an exemption speaks.
fn default(case: &Case) -> Option<Fallback> {
    match base(case) {
        Some(base) if !granted(base) && !matches!(case, Case::Uncovered(_, Some(_))) => Some(base.default),
        Some(_) | None => None,
    }
}

fn is_left_to_opt_out(case: &Case) -> bool {
    matches!(default(case), Some(Fallback::OptOut | Fallback::Notice))
}

fn lacks_consent(case: &Case) -> bool {
    matches!(default(case), Some(Fallback::OptIn | Fallback::OptInRegionUnknown))
}

/// Something was said that might have been a consent, and is none.
fn failed(case: &Case) -> bool {
    matches!(
        said(case),
        Some(Said::WrongScope | Said::Future | Said::WrongActor | Said::Expired | Said::Stale | Said::Implied)
    )
}

fn consented(case: &Case) -> bool {
    matches!(said(case), Some(Said::Granted | Said::GrantedDespiteGpc))
}

fn exempt(case: &Case, ground: Ground) -> bool {
    matches!(case, Case::Uncovered(_, Some(exemption)) if *exemption == ground)
}

fn on(case: &Case, signal: Signal) -> bool {
    covered(case).is_some_and(|covered| covered.signals.contains(signal))
}

fn gpc_binds(case: &Case) -> bool {
    let overridden = matches!(said(case), Some(Said::GrantedDespiteGpc));
    covered(case).is_some_and(|covered| covered.gpc == GpcForce::Binding) && !overridden
}
