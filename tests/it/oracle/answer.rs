//! The oracle: the answer to one question, from the text of the rules, one rule after another.

use cookie_consent::consent::{Actor, Answer as Said, Item};
use cookie_consent::cookie::{Attributes, DataUse, Lifetime, MaxAge, Party, SetCookie, Storage};
use cookie_consent::decision::{Existing, Note, Obligation, Verdict};
use cookie_consent::law::{Ground, MinorDuty, Requirement};
use cookie_consent::policy::{DntScope, GpcScope};
use cookie_consent::visit::OptOutField;
use cookie_consent::visit::{BrowserMode, Coverage, OptOutControl, Programme, Tcf, UsPrivacySignal, VendorTool};
use cookie_consent::{Category, Cookie, Reason, Region};
use time::Duration;

use super::found::{Found, has_label};
use super::law::{Book, Law};
use super::said::{self, Yes};
use super::scene::{Guest, Record, Scene, Site};
use super::string;

/// What the oracle says of a question: lists in order, without a thing twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) verdict: Verdict,
    pub(super) reason: Reason,
    pub(super) permission: Reason,
    pub(super) reasons: Vec<Reason>,
    pub(super) categories: Vec<Category>,
    pub(super) existing: Existing,
    pub(super) max_lifetime: Option<Lifetime>,
    pub(super) notes: Vec<Note>,
    pub(super) obligations: Vec<Obligation>,
}

/// What is denied; everything else is a ground.
pub(super) fn denies(reason: Reason) -> bool {
    !matches!(
        reason,
        Reason::StrictlyNecessary
            | Reason::Consent
            | Reason::ExemptAudienceMeasurement
            | Reason::ExemptStatistical
            | Reason::ExemptAppearance
            | Reason::ExemptUiCustomisation
            | Reason::DefaultOptOut
            | Reason::NoticeOnly
    )
}

/// Of several denials the first decides, else of several grounds the last.
fn decisive(reasons: &[Reason]) -> Reason {
    let first_denial = reasons.iter().filter(|reason| denies(**reason)).min();
    *first_denial.or_else(|| reasons.iter().max()).unwrap()
}

/// What is the same for every cookie of a scene.
pub(super) struct Facts<'s> {
    pub(super) site: &'s Site,
    pub(super) guest: &'s Guest,
    pub(super) record: &'s Record,
    pub(super) laws: Vec<Law>,
    pub(super) age: Option<u8>,
    pub(super) tcf: Option<Tcf>,
}

impl<'s> Facts<'s> {
    pub(super) fn of(book: &Book, site: &'s Site, scene: &'s Scene) -> Self {
        let Scene { guest, record, .. } = scene;
        let laws = regions(guest).into_iter().map(|region| book.law_at(site, region, guest.now)).collect();
        let ages = guest.gpp.iter().filter_map(|gpp| gpp.age).chain(guest.age);
        Self { site, guest, record, laws, age: ages.min(), tcf: string::together(&guest.tcf) }
    }

    /// Global Privacy Control is on in this request, by a header, a script or a GPP string.
    fn has_gpc(&self) -> bool {
        let exact = |(name, value): &(&str, &str)| name.eq_ignore_ascii_case("sec-gpc") && value.trim() == "1";
        self.guest.script_gpc || self.guest.headers.iter().any(exact) || self.guest.gpp.iter().any(|gpp| gpp.gpc)
    }

    fn has_dnt(&self) -> bool {
        self.guest.headers.iter().any(|(name, value)| name.eq_ignore_ascii_case("dnt") && value.trim() == "1")
    }

    fn has_malformed_header(&self) -> bool {
        self.guest.headers.iter().any(|(name, value)| match name.to_ascii_lowercase().as_str() {
            "sec-gpc" => value.trim() != "1",
            "dnt" => !matches!(value.trim(), "0" | "1"),
            _ => false,
        })
    }

    fn was_seen(&self) -> bool {
        said::gpc_first_seen(self.record).is_some()
    }
}

/// Each region once; of more than four none is kept.
fn regions(guest: &Guest) -> Vec<Option<Region>> {
    let mut regions: Vec<Option<Region>> = Vec::new();
    for region in &guest.regions {
        if !regions.contains(&Some(*region)) {
            regions.push(Some(*region));
        }
    }
    if regions.len() > 4 {
        return vec![None];
    }
    if guest.and_unknown || regions.is_empty() {
        regions.push(None);
    }
    regions
}

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
        } else if let Some(ground) = exempt.first() {
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

/// R0 and R1: what the browser does whatever the law says.
fn block(guest: &Guest, cookie: &Cookie<'_>) -> Option<Reason> {
    let set = match cookie.attributes {
        Attributes::Set(set) if cookie.storage == Storage::Cookie => Some(set),
        _ => None,
    };
    if set.is_some_and(|set| is_dropped(cookie, set)) {
        return Some(Reason::InvalidAttributes);
    }
    if cookie.storage == Storage::Pixel {
        return None;
    }
    let partitioned = set.is_some_and(|set| set.partitioned && set.secure);
    match (guest.browser, cookie.party) {
        (BrowserMode::BlocksAll, _) => Some(Reason::BrowserBlocksAll),
        (BrowserMode::BlocksFirstParty, Party::First) => Some(Reason::BrowserBlocksFirstParty),
        (BrowserMode::BlocksThirdParty, Party::Third) => Some(Reason::BrowserBlocksThirdParty),
        (BrowserMode::BlocksUnpartitionedThirdParty, Party::Third) if !partitioned => {
            Some(Reason::BrowserBlocksThirdParty)
        }
        _ => None,
    }
}

/// The names of scenes have no prefix that promises anything.
fn is_dropped(cookie: &Cookie<'_>, set: SetCookie) -> bool {
    let needs_secure = set.partitioned || set.same_site == Some(cookie_consent::cookie::SameSite::None);
    (needs_secure && !set.secure) || cookie.name.len() + set.value_len > 4096
}

fn in_order<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list.dedup();
    list
}

/// Nothing but this reason: R0.
fn only(reason: Reason, notes: Vec<Note>) -> Answer {
    Answer {
        verdict: Verdict::Deny,
        reason,
        permission: reason,
        reasons: vec![reason],
        categories: Vec::new(),
        existing: Existing::Leave,
        max_lifetime: None,
        notes,
        obligations: Vec::new(),
    }
}

pub(super) fn answer(facts: &Facts<'_>, cookie: &Cookie<'_>) -> Answer {
    let Facts { site, guest, .. } = *facts;
    let Some(found) = Found::of(site, guest.member, cookie) else {
        let labelled = has_label(site, cookie).then_some(Note::ImportedLabelIgnored);
        return only(Reason::Uncategorised, labelled.into_iter().collect());
    };
    if found.is_of_other_party {
        return only(Reason::OtherParty, Vec::new());
    }
    let blocked = block(guest, cookie);
    let mut reasons: Vec<Reason> = Vec::new();
    let mut notes = Vec::new();
    let mut obligations = Vec::new();
    let mut limits = found.limits.clone();
    let mut categories = found.judged();
    if found.is_necessary() {
        // on the pages of nobody known only the site's own
        reasons.push(Reason::StrictlyNecessary);
        categories = vec![Category::StrictlyNecessary];
    } else {
        for category in &categories {
            for law in &facts.laws {
                let judged = facts.judge(&found, cookie.party, *category, law);
                reasons.extend(judged.reasons);
                notes.extend(judged.notes);
                obligations.extend(judged.obligations);
                limits.extend(judged.limit);
            }
        }
        if found.is_covered() && facts.has_malformed_header() {
            notes.push(Note::MalformedSignalIgnored);
        }
        if facts.has_dnt() && found.is_covered() && site.settings.dnt_scope == DntScope::Ignored {
            notes.push(Note::DntIgnored);
        }
        let names = |covers: &Coverage| match covers {
            Coverage::AllParticipants => found.vendors().next().is_some(),
            Coverage::Vendors(named) => found.vendors().any(|vendor| named.iter().any(|id| id.as_str() == vendor.id)),
        };
        let meta = |control| control == OptOutControl::MetaAccountControl;
        if guest.opt_outs.iter().any(|opt_out| meta(opt_out.control) && names(&opt_out.covers)) {
            notes.push(Note::ControlWithoutEffect);
        }
        if found.is_undeclared {
            notes.push(Note::UndeclaredAsTargeting);
            notes.extend(has_label(site, cookie).then_some(Note::ImportedLabelIgnored));
        }
    }
    let permission = decisive(&reasons);
    if !denies(permission) && reasons.iter().any(|reason| exemptions().contains(reason)) {
        obligations.push(Obligation::InformAndOfferObjection);
    }
    reasons.extend(blocked);
    let reason = blocked.unwrap_or(permission);
    if cookie.storage == Storage::Cookie {
        limits.push(Lifetime::Persistent(MaxAge::LIMIT));
    }
    if guest.browser == BrowserMode::SessionOnly && cookie.storage != Storage::Pixel {
        limits.push(Lifetime::Session);
    }
    let max_lifetime = limits.into_iter().min().filter(|_| !denies(permission));
    if max_lifetime.is_some_and(|longest| cookie.lifetime > longest) {
        notes.push(Note::LifetimeClamped);
    }
    let said_no = [
        Reason::Refused,
        Reason::Withdrawn,
        Reason::ObjectedToExemption,
        Reason::OptedOutOfSaleShare,
        Reason::GppOptOut,
        Reason::UspOptOut,
    ];
    let existing = if !denies(reason) {
        Existing::Keep
    } else if reasons.iter().any(|reason| said_no.contains(reason)) {
        Existing::Remove
    } else {
        Existing::Leave
    };
    Answer {
        verdict: if denies(reason) { Verdict::Deny } else { Verdict::Allow },
        reason,
        permission,
        reasons: in_order(reasons),
        categories,
        existing,
        max_lifetime,
        notes: in_order(notes),
        obligations: in_order(obligations),
    }
}
