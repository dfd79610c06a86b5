//! R3 to R13, one rule after another, for one category of a cookie in one region.

use cookie_consent::consent::{Actor, Answer as Said, Item};
use cookie_consent::cookie::{DataUse, Lifetime, Party};
use cookie_consent::decision::{Note, Obligation};
use cookie_consent::law::{Ground, MinorDuty, Requirement};
use cookie_consent::policy::{DntScope, GpcScope};
use cookie_consent::visit::{Coverage, OptOutControl, OptOutField, Programme, UsPrivacySignal, VendorTool};
use cookie_consent::{Category, Reason};
use time::Duration;

use super::facts::Facts;
use super::found::Found;
use super::law::Law;
use super::record::Record;
use super::said::{self, Yes};
use super::string;

/// What one category in one region comes to.
pub(super) struct Judged {
    pub(super) reasons: Vec<Reason>,
    pub(super) notes: Vec<Note>,
    pub(super) obligations: Vec<Obligation>,
    pub(super) limit: Option<Lifetime>,
}

impl Facts<'_> {
    /// A yes that counts for the category in this region, by the record or by a TC string; else what is wrong with them.
    pub(super) fn consent(&self, found: &Found<'_>, category: Category, law: &Law) -> Result<Yes, Vec<Reason>> {
        let tcf = self.tcf.as_ref().filter(|_| law.tcf_grants());
        let by_string = tcf.and_then(|tcf| string::consent(self.site, tcf, found, self.guest.now));
        self.consent_or(by_string, found, category, law)
    }

    /// The same of the record alone.
    pub(super) fn consent_by_record(
        &self,
        found: &Found<'_>,
        category: Category,
        law: &Law,
    ) -> Result<Yes, Vec<Reason>> {
        self.consent_or(None, found, category, law)
    }

    fn consent_or(
        &self,
        by_string: Option<Yes>,
        found: &Found<'_>,
        category: Category,
        law: &Law,
    ) -> Result<Yes, Vec<Reason>> {
        // who has said no since has no consent left that could count or lapse
        if matches!(self.record, Record::Damaged) || !self.refusals(found, category).is_empty() {
            return Err(Vec::new());
        }
        let item = Item::Category(category);
        let by_record = said::latest_yes(self.record, &item);
        let mut flaws = Vec::new();
        if by_record.is_none() && said::is_implied(self.record, &item) {
            flaws.push(Reason::ImpliedNotConsent);
        }
        // the site's own record first: only it can say that it is despite Global Privacy Control
        for yes in by_record.into_iter().chain(by_string) {
            let only_a_parents = law.needs_parent(self.age);
            match said::flaw(self.site, self.guest, found, category, law, only_a_parents, &yes) {
                None => return Ok(yes),
                Some(flaw) => flaws.push(flaw),
            }
        }
        Err(flaws)
    }

    /// R3 to R13 for one category in one region.
    pub(super) fn judge(&self, found: &Found<'_>, party: Party, category: Category, law: &Law) -> Judged {
        let Self { site, guest, record, .. } = *self;
        let mut reasons = Vec::new();
        let mut notes = Vec::new();
        let mut obligations = Vec::new();
        let covered = found.is_covered();
        let consent = self.consent(found, category, law);
        let requirement = match law.requirement(category, &found.cleared) {
            // what a law forbids that may not be the visitor's: to say where the visitor is comes first
            Requirement::Forbidden if law.is_unknown && consent.is_err() => Requirement::OptIn,
            requirement => requirement,
        };
        let exempt: Vec<Ground> =
            found.grounds_in(category).into_iter().filter(|ground| law.exempts(*ground)).collect();

        // R3, R4
        if requirement == Requirement::Forbidden {
            reasons.push(Reason::Forbidden);
        }
        let own_opt_in = consent.is_ok();
        let parents = consent.as_ref().is_ok_and(|yes| yes.actor == Actor::Parent);
        let lacks_opt_in = match law.minor_duty(self.age, found.reach(party)) {
            MinorDuty::None => false,
            MinorDuty::OwnOptIn => !own_opt_in,
            MinorDuty::ParentOptIn => !parents,
            MinorDuty::Prohibited => {
                reasons.push(Reason::MinorProhibited);
                false
            }
        };
        if lacks_opt_in {
            reasons.push(Reason::MinorNoOptIn);
        }
        // R4a
        if matches!(record, Record::Damaged) {
            reasons.push(Reason::RecordUnreadable);
        }
        // R5
        reasons.extend(self.refusals(found, category));
        if covered && self.stands(&Item::SALE_OR_SHARE).is_some() {
            reasons.push(Reason::OptedOutOfSaleShare);
        }
        // R6
        let yes_despite = self.yes_despite_gpc(&consent, law);
        let binding = law.honours_gpc() || site.settings.gpc_scope == GpcScope::BindingEverywhere;
        if covered {
            if binding && !yes_despite {
                reasons.extend(self.has_gpc().then_some(Reason::GpcBinding));
                reasons.extend(self.was_seen().then_some(Reason::GpcRemembered));
            }
            if binding && yes_despite && (self.has_gpc() || self.was_seen()) {
                notes.push(Note::GpcOverriddenByConsent);
            }
            if guest.gpp.iter().any(|gpp| gpp.fields.contains(&OptOutField::OptedOut)) {
                reasons.push(Reason::GppOptOut);
            }
            if guest.us_privacy.contains(&UsPrivacySignal::OptedOut) {
                reasons.push(Reason::UspOptOut);
            }
            if self.has_gpc() && law.shows_opt_out_status() {
                obligations.push(Obligation::ShowOptOutStatus);
            }
        }
        // R7
        reasons.extend(self.opt_outs(found));
        // R8
        reasons.extend(self.string_vetoes(found, &exempt, &consent, law));
        // R9
        if found.is_forbidden {
            reasons.push(Reason::MemberRestriction);
        }
        // R10 to R13
        let mut limit = None;
        let gpc_advisory = covered
            && site.settings.gpc_scope == GpcScope::Everywhere
            && !binding
            && (self.has_gpc() || self.was_seen());
        let dnt_advisory = covered && self.has_dnt() && site.settings.dnt_scope == DntScope::Advisory;
        if consent.is_ok() {
            reasons.push(Reason::Consent);
        } else if let Some(ground) = exempt.iter().min() {
            reasons.push(exemption(*ground));
            if matches!(ground, Ground::AudienceMeasurement) {
                limit = Some(Lifetime::days(396));
            }
        } else if requirement == Requirement::Forbidden {
            // that is the default, and stands among the reasons
        } else if requirement == Requirement::OptIn {
            reasons.push(Self::why_not(&consent, law));
        } else if gpc_advisory {
            reasons.push(Reason::GpcAdvisory);
        } else if dnt_advisory {
            reasons.push(Reason::DntAdvisory);
        } else {
            reasons.push(if requirement == Requirement::OptOut { Reason::DefaultOptOut } else { Reason::NoticeOnly });
        }
        if gpc_advisory && !reasons.contains(&Reason::GpcAdvisory) {
            notes.push(Note::GpcAdvisory);
        }
        // a consent that the policy has outgrown
        let is_stale = consent.as_ref().err().is_some_and(|flaws| flaws.contains(&Reason::ConsentStaleVersion));
        if law.notifies_material_change() && is_stale {
            obligations.push(Obligation::NotifyMaterialChange);
        }
        Judged { reasons, notes, obligations, limit }
    }

    /// R5: what the visitor said of the category, of a use, of a company; and of sale, which covers more than itself.
    pub(super) fn refusals(&self, found: &Found<'_>, category: Category) -> Vec<Reason> {
        let mut items = vec![Item::Category(category)];
        items.extend(found.refusable_uses().map(Item::Use));
        items.extend(found.vendors().map(|vendor| Item::Vendor(vendor.id.parse().unwrap())));
        items
            .iter()
            .filter_map(|item| match self.stands(item)? {
                Said::Granted => None,
                Said::Refused => Some(Reason::Refused),
                Said::Withdrawn => Some(Reason::Withdrawn),
                Said::Objected => Some(Reason::ObjectedToExemption),
            })
            .collect()
    }

    /// The no to one thing that stands.
    pub(super) fn stands(&self, item: &Item) -> Option<Said> {
        said::standing_no(self.site, self.guest, self.record, item).map(|(_, answer)| answer)
    }

    /// A consent given despite the signal, after it was first seen, and fresh enough.
    fn yes_despite_gpc(&self, consent: &Result<Yes, Vec<Reason>>, law: &Law) -> bool {
        let Ok(yes) = consent else { return false };
        let later = said::gpc_first_seen(self.record).is_some_and(|seen| yes.at > seen);
        let fresh = law.override_lasts().is_none_or(|months| said::still_counts(yes.at, months, self.guest.now));
        yes.despite_gpc && later && fresh
    }

    /// R7.
    fn opt_outs(&self, found: &Found<'_>) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for opt_out in &self.guest.opt_outs {
            for vendor in found.vendors() {
                let is_named = |or: bool| match &opt_out.covers {
                    Coverage::AllParticipants => or,
                    Coverage::Vendors(named) => named.iter().any(|id| id.as_str() == vendor.id),
                };
                match opt_out.control {
                    OptOutControl::Programme(programme) => {
                        let interest = found.uses.contains(&DataUse::InterestBasedAds);
                        if interest && is_named(vendor.programmes.contains(&programme)) {
                            reasons.push(match programme {
                                Programme::Daa => Reason::IndustryOptOutDaa,
                                Programme::Edaa => Reason::IndustryOptOutEdaa,
                                _ => Reason::IndustryOptOutNai,
                            });
                        }
                    }
                    OptOutControl::VendorTool if is_named(vendor.tool.is_some()) => {
                        reasons.push(match vendor.tool {
                            Some(VendorTool::GoogleAnalytics) => Reason::VendorToolGoogleAnalytics,
                            _ => Reason::VendorToolOwn,
                        });
                    }
                    OptOutControl::GoogleAnalyticsAddOn
                        if vendor.tool == Some(VendorTool::GoogleAnalytics) || is_named(false) =>
                    {
                        reasons.push(Reason::VendorToolGoogleAnalytics);
                    }
                    _ => {}
                }
            }
        }
        reasons
    }

    /// R8: where strings speak, all that they refuse and that they may not be relied on; elsewhere what they refuse,
    /// against silence and against a consent that is not of a later day.
    fn string_vetoes(
        &self,
        found: &Found<'_>,
        exempt: &[Ground],
        consent: &Result<Yes, Vec<Reason>>,
        law: &Law,
    ) -> Vec<Reason> {
        let Some(tcf) = &self.tcf else { return Vec::new() };
        let mut refusals = string::refusals(tcf, found, exempt);
        if law.tcf_vetoes() {
            let speaks = found
                .vendors()
                .any(|company| company.tcf.is_some() || (company.atp.is_some() && tcf.additional_consent.is_some()));
            if speaks && string::is_invalid(tcf, self.guest.now) {
                refusals.insert(0, Reason::TcfStringInvalid);
            }
            return refusals;
        }
        let next_day = tcf.last_updated + Duration::DAY;
        let outweighed = consent.as_ref().is_ok_and(|yes| yes.at >= next_day);
        if tcf.policy_version == 0 || outweighed { Vec::new() } else { refusals }
    }

    /// R13 where consent is asked for: the cause for which there is none.
    fn why_not(consent: &Result<Yes, Vec<Reason>>, law: &Law) -> Reason {
        let cause = consent.as_ref().err().and_then(|flaws| flaws.first().copied());
        cause.unwrap_or(if law.is_unknown { Reason::RegionUnknownStrict } else { Reason::DefaultOptIn })
    }
}

fn exemption(ground: Ground) -> Reason {
    match ground {
        Ground::AudienceMeasurement => Reason::ExemptAudienceMeasurement,
        Ground::Statistical => Reason::ExemptStatistical,
        Ground::Appearance => Reason::ExemptAppearance,
        _ => Reason::ExemptUiCustomisation,
    }
}

pub(super) fn exemptions() -> Vec<Reason> {
    Ground::ALL.iter().map(|ground| exemption(*ground)).collect()
}
