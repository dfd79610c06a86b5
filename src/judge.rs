//! The order of the rules, and nothing else: a finite `Case` goes in, an `Outcome` comes out.
//!
//! No time, no text, no list is named here, so the whole domain is enumerated in the tests and compared with a second
//! implementation that is written in another style. Everything that has to compare clocks, names or versions happens
//! before, in `assess`.

use crate::decision::{Note, NoteSet};
use crate::law::Ground;
use crate::reason::{Reason, ReasonSet};
use crate::visit::{Programme, ProgrammeSet, VendorTool};
use crate::vocabulary::{every, set_of};

/// All that bears on one category of one cookie in one region. Combinations that mean nothing cannot be written: only
/// a cookie without covered uses can be exempt, and only interest-based advertising meets the industry's opt-outs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// Strictly necessary, in every use.
    Necessary,
    /// No use is covered by the opt-outs of sale and targeted advertising.
    Uncovered(Base, Option<Ground>),
    /// The data is sold or shared.
    Sale(Base, Covered),
    /// The data serves interest-based advertising, whether or not it is sold; with the programmes at which the visitor
    /// opted out of it.
    Interest(Base, Covered, ProgrammeSet),
}

/// What can bear on any cookie that is not strictly necessary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    pub(crate) said: Said,
    pub(crate) minor: Minor,
    pub(crate) tool: Option<VendorTool>,
    pub(crate) tcf: TcfCheck,
    pub(crate) member: MemberRule,
    pub(crate) default: Fallback,
}

/// What the visitor said, as it stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Said {
    Absent,
    Unreadable,
    NotAsked,
    Implied,
    Refused,
    Withdrawn,
    Objected,
    WrongScope,
    Future,
    /// Granted by who may not consent for a visitor of this age.
    WrongActor,
    Expired,
    Stale,
    Granted,
    /// Granted, and with it a valid override of Global Privacy Control.
    GrantedDespiteGpc,
}

/// What a TC string vetoes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TcfCheck {
    /// Nothing, or it does not apply.
    Passed,
    Invalid,
    NoPurpose1,
    PurposeMissing,
    VendorMissing,
}

/// What the Member says. There is no word for "allow".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum MemberRule {
    Silent,
    Forbids,
}

/// What the regime says of a visitor who made no choice, or of any visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Fallback {
    Forbidden,
    OptIn,
    OptInRegionUnknown,
    OptOut,
    Notice,
}

/// What can bear on covered uses only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Covered {
    pub(crate) opted_out_of_sale: bool,
    pub(crate) signals: SignalSet,
    pub(crate) gpc: GpcForce,
}

/// What the region asks for such a cookie at the visitor's age. Whether a grant was given by who may give it is part of
/// [`Said`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Minor {
    NoDuty,
    OptIn,
    Prohibited,
}

/// A signal that is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Signal {
    /// `Sec-GPC: 1`, or the GPC sub-section of a GPP string.
    Gpc,
    GpcRemembered,
    GppOptOut,
    UspOptOut,
    /// Do Not Track, where the policy honours it.
    Dnt,
}

every! { pub(crate) Signal { Gpc, GpcRemembered, GppOptOut, UspOptOut, Dnt } }

set_of! {
    pub(crate) struct SignalSet(u8) of Signal;
}

/// What Global Privacy Control can do in the region, under the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum GpcForce {
    Ignored,
    Advisory,
    Binding,
}

/// What `judge` finds: every reason that bears, of which one decides, and what deserves mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) reasons: ReasonSet,
    pub(crate) notes: NoteSet,
}

/// The rules R2 to R13, in order. (R0 and R1, the inventory and the browser, stand before: `decide`.)
///
/// Every rule that holds is listed, so that an answer can say what else stands in the way; the first denial decides.
pub(crate) fn judge(case: Case) -> Outcome {
    let (base, covered, programmes, exemption) = match case {
        // R2: a service that the visitor asked for; no signal, opt-out or refusal reaches it. ePrivacy Art. 5(3).
        Case::Necessary => {
            return Outcome { reasons: ReasonSet::EMPTY.with(Reason::StrictlyNecessary), notes: NoteSet::EMPTY };
        }
        Case::Uncovered(base, exemption) => (base, Covered::NOTHING, ProgrammeSet::EMPTY, exemption),
        Case::Sale(base, covered) => (base, covered, ProgrammeSet::EMPTY, None),
        Case::Interest(base, covered, programmes) => (base, covered, programmes, None),
    };
    let granted = matches!(base.said, Said::Granted | Said::GrantedDespiteGpc);
    let signal = |signal| covered.signals.contains(signal);
    let binding = covered.gpc == GpcForce::Binding;
    let overridden = base.said == Said::GrantedDespiteGpc;

    let mut reasons = ReasonSet::EMPTY
        // R3: Md. Com. Law 14-4707, Conn. SB 1295, Or. HB 2008: no consent cures it.
        .with_if(base.default == Fallback::Forbidden, Reason::Forbidden)
        .with_if(base.minor == Minor::Prohibited, Reason::MinorProhibited)
        // R4: Cal. Civ. Code 1798.120(c) and others: an opt-in, by the minor or a parent as the age asks.
        .with_if(base.minor == Minor::OptIn && !granted, Reason::MinorNoOptIn)
        // After R4: what cannot be read may hold a refusal.
        .with_if(base.said == Said::Unreadable, Reason::RecordUnreadable)
        // R5: GDPR Art. 7(3), 21; opt-outs last.
        .with_if(base.said == Said::Refused, Reason::Refused)
        .with_if(base.said == Said::Withdrawn, Reason::Withdrawn)
        .with_if(base.said == Said::Objected, Reason::ObjectedToExemption)
        .with_if(covered.opted_out_of_sale, Reason::OptedOutOfSaleShare)
        // R6: 11 CCR 7025(c), 4 CCR 904-3 Rule 5.09, Conn. 42-520(e). An opt-out field is the visitor's own opt-out
        // and binds everywhere; Global Privacy Control binds where the law says so and yields to a later consent that
        // was given despite it.
        .with_if(binding && signal(Signal::Gpc) && !overridden, Reason::GpcBinding)
        .with_if(signal(Signal::GppOptOut), Reason::GppOptOut)
        .with_if(signal(Signal::UspOptOut), Reason::UspOptOut)
        .with_if(binding && signal(Signal::GpcRemembered) && !overridden, Reason::GpcRemembered)
        // R7: a promise between visitor and company; a consent given to the site does not undo it.
        .with_if(programmes.contains(Programme::Daa), Reason::IndustryOptOutDaa)
        .with_if(programmes.contains(Programme::Edaa), Reason::IndustryOptOutEdaa)
        .with_if(programmes.contains(Programme::Nai), Reason::IndustryOptOutNai);
    if let Some(tool) = base.tool {
        reasons = reasons.with(Reason::vendor_tool(tool));
    }
    reasons = match base.tcf {
        // R8: the string is necessary, not sufficient.
        TcfCheck::Passed => reasons,
        TcfCheck::Invalid => reasons.with(Reason::TcfStringInvalid),
        TcfCheck::NoPurpose1 => reasons.with(Reason::TcfNoPurpose1),
        TcfCheck::PurposeMissing => reasons.with(Reason::TcfPurposeMissing),
        TcfCheck::VendorMissing => reasons.with(Reason::TcfVendorMissing),
    };
    // R9: a Member can only tighten.
    reasons = reasons.with_if(base.member == MemberRule::Forbids, Reason::MemberRestriction);

    // R10 to R13: the ground on which it would stand, or why there is none.
    let ground = ground(base, covered, exemption, granted);
    reasons = reasons.with(ground);

    let gpc_on = signal(Signal::Gpc) || signal(Signal::GpcRemembered);
    let notes = NoteSet::EMPTY
        .with_if(gpc_on && covered.gpc == GpcForce::Advisory && ground != Reason::GpcAdvisory, Note::GpcAdvisory)
        .with_if(gpc_on && binding && overridden, Note::GpcOverriddenByConsent);
    Outcome { reasons, notes }
}

fn ground(base: Base, covered: Covered, exemption: Option<Ground>, granted: bool) -> Reason {
    // R10: GDPR Art. 6(1)(a), 7.
    if granted {
        return Reason::Consent;
    }
    // R11: CNIL, PECR Schedule A1, AEPD, Telecommunicatiewet.
    match exemption {
        Some(Ground::AudienceMeasurement) => return Reason::ExemptAudienceMeasurement,
        Some(Ground::Statistical) => return Reason::ExemptStatistical,
        Some(Ground::Appearance) => return Reason::ExemptAppearance,
        Some(Ground::UiCustomisation) => return Reason::ExemptUiCustomisation,
        None => {}
    }
    // R13, and before it R12: a signal that does not bind loses to consent and beats silence, so it matters only where
    // the default would allow.
    let allowed = match base.default {
        Fallback::Forbidden => return Reason::Forbidden,
        Fallback::OptIn => return no_consent(base.said).unwrap_or(Reason::DefaultOptIn),
        Fallback::OptInRegionUnknown => {
            return no_consent(base.said).unwrap_or(Reason::RegionUnknownStrict);
        }
        Fallback::OptOut => Reason::DefaultOptOut,
        Fallback::Notice => Reason::NoticeOnly,
    };
    let gpc = covered.signals.contains(Signal::Gpc) || covered.signals.contains(Signal::GpcRemembered);
    if gpc && covered.gpc == GpcForce::Advisory {
        Reason::GpcAdvisory
    } else if covered.signals.contains(Signal::Dnt) {
        Reason::DntAdvisory
    } else {
        allowed
    }
}

/// R13: where consent is asked for and R10 failed, the cause of that, if it has a name.
const fn no_consent(said: Said) -> Option<Reason> {
    match said {
        Said::WrongScope => Some(Reason::ConsentWrongScope),
        Said::Future => Some(Reason::ConsentFutureDated),
        // GDPR Art. 8: what a minor says alone is no consent
        Said::WrongActor => Some(Reason::MinorNoOptIn),
        Said::Expired => Some(Reason::ConsentExpired),
        Said::Stale => Some(Reason::ConsentStaleVersion),
        Said::Implied => Some(Reason::ImpliedNotConsent),
        Said::Absent
        | Said::NotAsked
        | Said::Unreadable
        | Said::Refused
        | Said::Withdrawn
        | Said::Objected
        | Said::Granted
        | Said::GrantedDespiteGpc => None,
    }
}

impl Covered {
    /// What bears on a cookie without covered uses.
    const NOTHING: Self = Self { opted_out_of_sale: false, signals: SignalSet::EMPTY, gpc: GpcForce::Ignored };
}

#[cfg(test)]
#[path = "../tests/unit/judge.rs"]
mod tests;
