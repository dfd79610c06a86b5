//! What the law and the visitor amount to, case by case, for reading by people who know the law and not the code.
//!
//! First the scenarios, one a row; then the numbers of the law themselves, written out and never taken from the crate.
#![cfg(test)]

use cookie_consent::consent::{Actor, Answer, GpcSeen, Item, Method, PolicyVersion};
use cookie_consent::cookie::{CategorySet, DataUse, Lifetime};
use cookie_consent::decision::Verdict::{Allow, Deny};
use cookie_consent::decision::{Note, NoteSet, Obligation, ObligationSet, Verdict};
use cookie_consent::law::{self, Jurisdiction, Risk};
use cookie_consent::policy::{Declaration, Forbidden, GpcScope, Settings, Vendor, Version};
use cookie_consent::prompt::{Ask, PromptReason};
use cookie_consent::visit::{
    BrowserMode, Coverage, GppSignal, OptOut, OptOutControl, OptOutField, Programme, Provenance, Recognised, Signals,
    SubjectKind, Tcf, TcfPurpose, TcfPurposes, TcfVendor, UsPrivacySignal,
};
use cookie_consent::{Age, Category, ConsentEvent, Cookie, Policy, Reason};
use time::macros::{date, utc_datetime};
use time::{Date, Duration, UtcDateTime};

use crate::fixture::{
    ADV, ADV_PROFILING, ADX, AT_UNIX, CTX, CURRENT, FONT, Facts, GA, GADS, MADV, META, MGA, MIXED, SESS, STAT,
    STAT_SHARED, SURV, accepted_all, policy, rejected_all, sec_gpc, site, unix, visitor_in,
};

/// A row: the facts of the visit, what the visitor had said, the cookie that is asked for, and what must come out.
struct Scenario {
    number: u32,
    what: &'static str,
    facts: Facts,
    policy: Policy,
    said: Vec<ConsentEvent>,
    cookie: Cookie<'static>,
    verdict: Verdict,
    reason: Reason,
    /// The permission, where the browser stands in the way of it.
    permission: Option<Reason>,
    notes: NoteSet,
    owes: ObligationSet,
    may_ask_again: Option<UtcDateTime>,
}

/// A row in the common setting: an adult, with nothing said and no signal.
fn row(
    number: u32,
    what: &'static str,
    regions: &str,
    cookie: Cookie<'static>,
    verdict: Verdict,
    reason: Reason,
) -> Scenario {
    Scenario {
        number,
        what,
        facts: visitor_in(regions),
        policy: policy(),
        said: Vec::new(),
        cookie,
        verdict,
        reason,
        permission: None,
        notes: NoteSet::EMPTY,
        owes: ObligationSet::EMPTY,
        may_ask_again: None,
    }
}

impl Scenario {
    fn said<const N: usize>(self, said: [ConsentEvent; N]) -> Self {
        Self { said: said.into(), ..self }
    }

    fn with(mut self, change: impl FnOnce(&mut Facts)) -> Self {
        change(&mut self.facts);
        self
    }

    fn on(self, now: UtcDateTime) -> Self {
        self.with(|facts| facts.now = now)
    }

    fn signals(self, signals: Signals) -> Self {
        self.with(|facts| facts.signals = signals)
    }

    fn gpc(self) -> Self {
        self.signals(sec_gpc(&["1"]))
    }

    fn aged(self, years: u8) -> Self {
        self.with(|facts| facts.age = Age::Years(years))
    }

    fn opted_out(self, opt_out: OptOut) -> Self {
        self.with(|facts| facts.opt_outs.push(opt_out))
    }

    fn browser(self, mode: BrowserMode) -> Self {
        self.with(|facts| facts.browser = mode)
    }

    fn recognising(self, recognised: Recognised) -> Self {
        self.with(|facts| facts.recognised = recognised)
    }

    fn on_pages_of_unix(self) -> Self {
        self.with(|facts| facts.place = AT_UNIX)
    }

    fn under(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    fn permitted_by(self, permission: Reason) -> Self {
        Self { permission: Some(permission), ..self }
    }

    fn note(self, note: Note) -> Self {
        Self { notes: self.notes.with(note), ..self }
    }

    fn owes(self, obligation: Obligation) -> Self {
        Self { owes: self.owes.with(obligation), ..self }
    }

    fn may_ask_again(self, date: UtcDateTime) -> Self {
        Self { may_ask_again: Some(date), ..self }
    }

    /// What came out otherwise than the row says.
    fn differences(&self) -> Vec<String> {
        let decision = self.facts.decide(&self.policy, &self.said, &self.cookie);
        let mut differences = Vec::new();
        let mut expect = |what: &str, wanted: String, found: String| {
            if wanted != found {
                let (number, row) = (self.number, self.what);
                differences.push(format!("row {number} ({row}): {what} should be {wanted} and is {found}"));
            }
        };
        expect("the verdict", self.verdict.to_string(), decision.verdict().to_string());
        expect("the reason", self.reason.to_string(), decision.reason().to_string());
        let permission = self.permission.unwrap_or(self.reason);
        expect("the permission", permission.to_string(), decision.permission().to_string());
        expect("the notes", format!("{:?}", self.notes), format!("{:?}", decision.notes()));
        expect("the obligations", format!("{:?}", self.owes), format!("{:?}", decision.obligations()));
        if let Some(date) = self.may_ask_again {
            let prompt = self.facts.prompt(&self.policy, &self.said);
            expect("the prompt", format!("{:?}", Ask::NotBefore(date)), format!("{prompt:?}"));
        }
        differences
    }
}

/// The policy of the common setting, honouring Global Privacy Control only where a law makes it binding.
fn binding_only() -> Policy {
    let mut settings = Settings::default();
    settings.gpc_scope = GpcScope::BindingOnly;
    site().member(unix()).settings(settings).build().unwrap()
}

/// `UniX` declares `AdCo`'s cookie again, as strictly necessary, and the site even delegates the name.
fn unix_declares_adv_necessary() -> Policy {
    let again = Declaration::new(ADV.name, Category::StrictlyNecessary).third_party();
    site().delegate(ADV.name).member(unix().declare(again)).build().unwrap()
}

/// `UniX`: "no analytics in our courses".
fn unix_forbids_analytics() -> Policy {
    site().member(unix().forbid(Forbidden::Use(DataUse::Analytics))).build().unwrap()
}

/// Global Privacy Control was seen; nothing was chosen.
fn gpc_seen(at: UtcDateTime) -> ConsentEvent {
    ConsentEvent::new(at, CURRENT).through(Method::Signal).on(SubjectKind::Account).seeing_gpc(GpcSeen::On)
}

/// Everything accepted by a known account, after being told that Global Privacy Control says otherwise.
fn accepted_despite_gpc(at: UtcDateTime) -> ConsentEvent {
    accepted_all(7, at).on(SubjectKind::Account).seeing_gpc(GpcSeen::ConflictShown)
}

fn opted_out_of_sale(at: UtcDateTime) -> ConsentEvent {
    opted_out_of_sale_under(CURRENT.number(), at)
}

fn opted_out_of_sale_under(version: u32, at: UtcDateTime) -> ConsentEvent {
    ConsentEvent::new(at, PolicyVersion::new(version))
        .through(Method::PreferenceCentre)
        .saying(Item::SALE_OR_SHARE, Answer::Refused)
}

fn opt_out(control: OptOutControl, covers: Coverage) -> OptOut {
    OptOut { control, covers, since: None, known_by: Provenance::Visitor }
}

/// An opt-out of `AdCo`'s interest-based advertising.
fn of_adco(programme: Programme) -> OptOut {
    opt_out(OptOutControl::Programme(programme), Coverage::Vendors(vec!["adco".parse().unwrap()]))
}

/// A TC string of TCF 2.3 with consent to `AdCo` and to all that its cookie needs.
fn tc_string(last_updated: UtcDateTime) -> Tcf {
    Tcf {
        last_updated,
        policy_version: 5,
        service_specific: true,
        purpose_one_treatment: false,
        has_disclosed_vendors: true,
        purposes: TcfPurposes::of(&[TcfPurpose::P1, TcfPurpose::P3, TcfPurpose::P4]),
        vendors: vec![TcfVendor { id: 1, consented: true, disclosed: true, restricted: TcfPurposes::EMPTY }],
        additional_consent: None,
    }
}

#[expect(clippy::too_many_lines, reason = "one table, to be read from top to bottom")]
fn scenarios() -> Vec<Scenario> {
    use Note::{ControlWithoutEffect, GpcAdvisory, GpcOverriddenByConsent, MalformedSignalIgnored};
    use Obligation::{InformAndOfferObjection, ShowOptOutStatus};
    use OptOutField::{DidNotOptOut, NotApplicable, OptedOut};
    use Reason::{
        BrowserBlocksAll, BrowserBlocksThirdParty, Consent, ConsentExpired, ConsentFutureDated, ConsentStaleVersion,
        DefaultOptIn, DefaultOptOut, ExemptAppearance, ExemptAudienceMeasurement, ExemptStatistical, GpcBinding,
        GpcRemembered, GppOptOut, ImpliedNotConsent, IndustryOptOutDaa, IndustryOptOutEdaa, IndustryOptOutNai,
        MemberRestriction, MinorNoOptIn, MinorProhibited, NoticeOnly, ObjectedToExemption, OptedOutOfSaleShare,
        Refused, RegionUnknownStrict, StrictlyNecessary, TcfNoPurpose1, TcfStringInvalid, Uncategorised, UspOptOut,
        VendorToolGoogleAnalytics, Withdrawn,
    };

    let october = utc_datetime!(2026-10-01 12:00);
    let november = utc_datetime!(2026-11-01 12:00);
    let performance_only =
        ConsentEvent::choose(november, CURRENT, CategorySet::NON_ESSENTIAL, Category::Performance.into());
    let withdrawn = ConsentEvent::withdraw(utc_datetime!(2026-11-10 12:00), CURRENT, CategorySet::NON_ESSENTIAL);
    let objected = ConsentEvent::object(november, CURRENT, Category::Performance.into());
    let implied = accepted_all(7, utc_datetime!(2026-11-20 12:00)).through(Method::ImpliedByUse);
    let nai = OptOut { since: Some(utc_datetime!(2025-08-01 0:00)), ..of_adco(Programme::Nai) };
    let daa_all = opt_out(OptOutControl::Programme(Programme::Daa), Coverage::AllParticipants);
    let add_on = opt_out(OptOutControl::GoogleAnalyticsAddOn, Coverage::AllParticipants);
    let meta = opt_out(OptOutControl::MetaAccountControl, Coverage::Vendors(vec!["meta".parse().unwrap()]));
    let no_purpose_1 = Tcf {
        purposes: TcfPurposes::of(&[TcfPurpose::P3, TcfPurpose::P4]),
        ..tc_string(utc_datetime!(2026-11-01 0:00))
    };
    let undisclosed = Tcf { has_disclosed_vendors: false, ..tc_string(utc_datetime!(2026-03-15 0:00)) };
    let california = GppSignal::from_fields(&[DidNotOptOut, OptedOut], false);
    let virginia = GppSignal::from_fields(&[NotApplicable, NotApplicable], false);
    let half_a_year_ago = utc_datetime!(2026-05-23 12:00);
    let unlisted = Cookie::first_party("never_declared", "www.edx.org");

    vec![
        // opt-in: France and its neighbours
        row(1, "login needs no consent", "FR", SESS, Allow, StrictlyNecessary),
        row(2, "analytics needs consent", "FR", GA, Deny, DefaultOptIn),
        row(3, "own audience measurement is exempt", "FR", STAT, Allow, ExemptAudienceMeasurement)
            .owes(InformAndOfferObjection),
        row(4, "not with an identifier shared across sites", "FR", STAT_SHARED, Deny, DefaultOptIn),
        row(5, "consent to everything", "FR", ADV, Allow, Consent).said([accepted_all(7, october)]),
        row(6, "consent lasts 6 months, and not an instant longer", "FR", ADV, Deny, ConsentExpired)
            .said([accepted_all(5, half_a_year_ago)]),
        row(7, "the same consent lasts 12 months", "CZ", ADV, Allow, Consent).said([accepted_all(5, half_a_year_ago)]),
        row(8, "consent to the policy before its last material change", "CZ", ADV, Deny, ConsentStaleVersion)
            .said([accepted_all(4, utc_datetime!(2026-01-10 12:00))]),
        row(9, "continued use is no consent", "DE", GA, Deny, ImpliedNotConsent).said([implied]),
        row(10, "what was offered and left out is refused", "IE", ADV, Deny, Refused).said([performance_only]),
        row(11, "consent withdrawn", "NL", GA, Deny, Withdrawn).said([accepted_all(7, october), withdrawn]),
        row(12, "GPC beside the need for consent", "FR", ADV, Deny, DefaultOptIn).gpc().note(GpcAdvisory),
        row(13, "consent outweighs GPC where GPC does not bind", "FR", ADV, Allow, Consent)
            .said([accepted_all(7, utc_datetime!(2026-11-20 12:00))])
            .gpc()
            .note(GpcAdvisory),
        // opt-out: California and other states
        row(14, "advertising until somebody opts out", "US-CA", ADV, Allow, DefaultOptOut),
        row(15, "GPC binds", "US-CA", ADV, Deny, GpcBinding).gpc().owes(ShowOptOutStatus),
        row(16, "GPC does not reach own analytics", "US-CA", GA, Allow, DefaultOptOut).gpc(),
        row(17, "GPC reaches analytics that is shared", "US-CA", GADS, Deny, GpcBinding).gpc().owes(ShowOptOutStatus),
        row(18, "`true` is not `1`", "US-CA", ADV, Allow, DefaultOptOut)
            .signals(sec_gpc(&["true"]))
            .note(MalformedSignalIgnored),
        row(19, "one exact `1` among several lines", "US-CA", ADV, Deny, GpcBinding)
            .signals(sec_gpc(&["0", "1"]))
            .note(MalformedSignalIgnored)
            .owes(ShowOptOutStatus),
        row(20, "GPC beats an earlier consent", "US-CA", ADV, Deny, GpcBinding)
            .said([accepted_all(7, utc_datetime!(2026-09-01 12:00))])
            .gpc()
            .owes(ShowOptOutStatus),
        row(21, "a later consent given despite GPC", "US-CA", ADV, Allow, Consent)
            .said([gpc_seen(november), accepted_despite_gpc(utc_datetime!(2026-11-20 12:00))])
            .recognising(Recognised::ACCOUNT)
            .gpc()
            .note(GpcOverriddenByConsent)
            .owes(ShowOptOutStatus),
        row(22, "the same, by somebody who is not known now", "US-CA", ADV, Deny, GpcBinding)
            .said([gpc_seen(november), accepted_despite_gpc(utc_datetime!(2026-11-20 12:00))])
            .recognising(Recognised::NOBODY)
            .gpc()
            .owes(ShowOptOutStatus),
        row(23, "the absence of GPC is not an opt-in", "US-CA", ADV, Deny, GpcRemembered)
            .said([gpc_seen(november)])
            .recognising(Recognised::ACCOUNT),
        row(24, "GPC binds", "US-CO", META, Deny, GpcBinding).gpc(),
        row(25, "GPC on the last second before it binds", "US-OR", ADV, Allow, DefaultOptOut)
            .under(binding_only())
            .on(utc_datetime!(2025-12-31 23:59:59))
            .gpc(),
        row(26, "GPC from the first instant at which it binds", "US-OR", ADV, Deny, GpcBinding)
            .under(binding_only())
            .on(utc_datetime!(2026-01-01 0:00))
            .gpc(),
        row(27, "GPC honoured where no law binds", "US-VA", ADV, Deny, Reason::GpcAdvisory).gpc(),
        row(28, "GPC not honoured beyond the law", "US-VA", ADV, Allow, DefaultOptOut).under(binding_only()).gpc(),
        row(29, "a state without a law", "US-WY", ADV, Allow, NoticeOnly),
        // minors
        row(30, "14 years old, no opt-in", "US-CA", ADV, Deny, MinorNoOptIn).aged(14),
        row(31, "14 years old, own opt-in", "US-CA", ADV, Allow, Consent).aged(14).said([accepted_all(7, november)]),
        row(32, "17 years old, and no consent cures it", "US-MD", ADV, Deny, MinorProhibited)
            .aged(17)
            .said([accepted_all(7, november)]),
        // the industry's opt-outs
        row(33, "opted out of AdCo at DAA", "US-TX", ADV, Deny, IndustryOptOutDaa).opted_out(of_adco(Programme::Daa)),
        row(34, "which leaves contextual advertising alone", "US-TX", CTX, Allow, DefaultOptOut)
            .opted_out(of_adco(Programme::Daa)),
        row(35, "DAA covers its participants only", "US-TX", ADX, Allow, DefaultOptOut).opted_out(daa_all),
        row(36, "opted out of AdCo at EDAA, despite consent", "IT", ADV, Deny, IndustryOptOutEdaa)
            .said([accepted_all(7, november)])
            .opted_out(of_adco(Programme::Edaa)),
        row(37, "NAI opt-outs outlive NAI's tool", "US-TX", ADV, Deny, IndustryOptOutNai).opted_out(nai),
        // the United Kingdom
        row(38, "statistics are exempt", "GB", STAT, Allow, ExemptStatistical).owes(InformAndOfferObjection),
        row(39, "until somebody objects", "GB", STAT, Deny, ObjectedToExemption).said([objected]),
        row(40, "and were not before 2026-02-05", "GB", STAT, Deny, DefaultOptIn)
            .on(utc_datetime!(2026-02-04 23:59:59)),
        row(41, "the font size is exempt", "GB", FONT, Allow, ExemptAppearance).owes(InformAndOfferObjection),
        row(42, "the survey is not", "GB", SURV, Deny, DefaultOptIn),
        // Switzerland and Canada
        row(43, "opt-out for analytics", "CH", GA, Allow, DefaultOptOut),
        row(44, "opt-in for high-risk profiling", "CH", ADV_PROFILING, Deny, DefaultOptIn),
        row(45, "Quebec: opt-in", "CA-QC", ADV, Deny, DefaultOptIn),
        row(46, "Ontario: opt-out", "CA-ON", ADV, Allow, DefaultOptOut),
        // the browser
        row(47, "consent, and a browser that blocks", "FR", ADV, Deny, BrowserBlocksThirdParty)
            .said([accepted_all(7, november)])
            .browser(BrowserMode::BlocksThirdParty)
            .permitted_by(Consent),
        row(48, "no browser block is an opinion of the law", "FR", SESS, Deny, BrowserBlocksAll)
            .browser(BrowserMode::BlocksAll)
            .permitted_by(StrictlyNecessary),
        // Members
        row(49, "the visitor's refusal binds the Member", "FR", MADV, Deny, Refused)
            .said([rejected_all(november)])
            .on_pages_of_unix(),
        row(50, "a Member's looser label changes nothing", "FR", ADV, Deny, DefaultOptIn)
            .under(unix_declares_adv_necessary())
            .on_pages_of_unix(),
        row(51, "a Member may be stricter than the visitor", "FR", MGA, Deny, MemberRestriction)
            .said([accepted_all(7, november)])
            .under(unix_forbids_analytics())
            .on_pages_of_unix(),
        // TCF, GPP, US Privacy
        row(52, "TC string without Purpose 1", "FR", ADV, Deny, TcfNoPurpose1)
            .signals(Signals::NONE.with_tcf(no_purpose_1)),
        row(53, "TC string of 2026-03-15 without disclosed vendors", "FR", ADV, Deny, TcfStringInvalid)
            .signals(Signals::NONE.with_tcf(undisclosed)),
        row(54, "GPP usca: SaleOptOut=2, SharingOptOut=1", "US-CA", ADV, Deny, GppOptOut)
            .signals(Signals::NONE.with_gpp(california)),
        row(55, "GPP usva: both fields 0", "US-VA", ADV, Allow, DefaultOptOut)
            .signals(Signals::NONE.with_gpp(virginia)),
        row(56, "us_privacy 1YYN", "US-CA", ADV, Deny, UspOptOut)
            .signals(Signals::NONE.with_us_privacy(UsPrivacySignal::OptedOut)),
        // vendors' own tools
        row(57, "Google Analytics add-on", "FR", GA, Deny, VendorToolGoogleAnalytics)
            .said([accepted_all(7, november)])
            .opted_out(add_on),
        row(58, "Meta's account control says nothing to a site", "US-TX", META, Allow, DefaultOptOut)
            .opted_out(meta)
            .note(ControlWithoutEffect),
        // and what is left
        row(59, "no known region", "", GA, Deny, RegionUnknownStrict),
        row(60, "a cookie that nobody declared", "FR", unlisted, Deny, Uncategorised).said([accepted_all(7, november)]),
        row(61, "consent from tomorrow", "FR", ADV, Deny, ConsentFutureDated)
            .said([accepted_all(7, utc_datetime!(2026-11-24 12:00))]),
        row(62, "after a refusal ask again in 6 months", "FR", GA, Deny, Refused)
            .said([rejected_all(utc_datetime!(2026-08-01 0:00))])
            .may_ask_again(utc_datetime!(2027-02-01 0:00)),
        row(63, "after an opt-out ask again in 12 months", "US-CA", ADV, Deny, OptedOutOfSaleShare)
            .said([opted_out_of_sale(utc_datetime!(2026-03-01 0:00))])
            .may_ask_again(utc_datetime!(2027-03-01 0:00)),
        row(64, "lives in France, is in California", "FR US-CA", ADV, Deny, DefaultOptIn),
        row(65, "\"strictly necessary\" and analytics as well", "FR", MIXED, Deny, DefaultOptIn),
        row(66, "Vermont from 2028", "US-VT", ADV, Deny, GpcBinding)
            .under(binding_only())
            .on(utc_datetime!(2028-01-01 0:00))
            .gpc(),
    ]
}

#[test]
fn every_scenario_comes_out_as_its_row_says() {
    let scenarios = scenarios();
    let numbers: Vec<u32> = scenarios.iter().map(|scenario| scenario.number).collect();
    assert_eq!(numbers, (1..=66).collect::<Vec<u32>>());
    let differences: Vec<String> = scenarios.iter().flat_map(Scenario::differences).collect();
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

/// What was allowed and is not: minors in every use, bans that were missing, data that nobody calls harmless. One row a
/// line: its number, the regions, the age, whether the visitor accepted all, the cookie, what is stated to be absent.
#[test]
fn what_the_law_was_found_to_forbid_is_denied() {
    type Row<'r> = (u32, &'r str, u8, bool, Cookie<'r>, &'r [Risk], Reason);
    use Reason::{DefaultOptIn, Forbidden, MinorNoOptIn, MinorProhibited};
    let (now, adult) = (utc_datetime!(2026-11-25 12:00), 30);
    let cleared: &[Risk] = &[Risk::Sensitive, Risk::HighRiskProfiling];
    let rows: &[Row<'_>] = &[
        (67, "FR", 12, true, COUNT, cleared, MinorNoOptIn),
        (68, "DE", 15, true, COUNT, cleared, MinorNoOptIn),
        (69, "GB", 12, true, COUNT, cleared, MinorNoOptIn),
        (70, "BR", 10, true, COUNT, cleared, MinorNoOptIn),
        (71, "CA-QC", 10, true, COUNT, cleared, MinorNoOptIn),
        // below 18 an unknown place is one of those that forbid everything that is not needed
        (72, "", 12, true, COUNT, cleared, MinorProhibited),
        (73, "US-SC", 15, false, ADS, cleared, MinorProhibited),
        (74, "US-NE", 16, true, ADS, cleared, MinorProhibited),
        (75, "US-AR", 15, true, ADS, cleared, MinorProhibited),
        (76, "BR", 15, true, ADS, cleared, MinorProhibited),
        (77, "FR", 16, true, ADS, cleared, MinorProhibited),
        (78, "CN", 12, true, COUNT, cleared, MinorNoOptIn),
        (79, "KR", 12, true, ADS, cleared, MinorNoOptIn),
        (80, "SG MX IL HK NG", 17, true, COUNT, cleared, MinorNoOptIn),
        (81, "US-WA US-NV", adult, false, ADS, &[], DefaultOptIn),
        (82, "US-CT US-CO US-VA US-TX", adult, false, ADS, &[], DefaultOptIn),
        (83, "AU", adult, false, ADS, &[], DefaultOptIn),
        (84, "CH CA-ON", adult, false, COUNT, &[], DefaultOptIn),
        (85, "US-NY US-AR", 15, false, COUNT, cleared, MinorNoOptIn),
        (86, "JP", adult, false, ADS, cleared, DefaultOptIn),
        (87, "US-CA US-WY", 10, false, SOCIAL, cleared, MinorNoOptIn),
        (88, "CA-QC", 10, false, COUNT, cleared, MinorNoOptIn),
        (89, "US-TX", 15, false, ADS, cleared, MinorNoOptIn),
        (90, "US-FL", 15, false, ADS, cleared, MinorProhibited),
        // no consent cures what Maryland forbids of sensitive data
        (91, "US-MD", adult, true, ADS, &[], Forbidden),
        (92, "RE GP MQ GF YT MF", 14, true, COUNT, cleared, MinorNoOptIn),
    ];
    let yes = [accepted_all(1, utc_datetime!(2026-11-01 12:00))];
    for (number, regions, age, accepted, cookie, absent, reason) in rows {
        for region in if regions.is_empty() { vec![""] } else { regions.split_whitespace().collect() } {
            let facts = Facts { age: Age::Years(*age), ..at(now, region) };
            let said = if *accepted { yes.as_slice() } else { &[] };
            let decision = facts.decide(&stating(absent), said, cookie);
            assert_eq!(decision.reason(), *reason, "row {number}, {region}: {:?}", decision.reasons());
        }
    }
    // row 93: Vermont's Kids Code, from its day
    let vermont = |now| Facts { age: Age::Years(15), ..at(now, "US-VT") };
    decides(&vermont(utc_datetime!(2026-12-31 23:59:59)), &[], &COUNT, Reason::NoticeOnly);
    decides(&vermont(utc_datetime!(2027-01-01 0:00)), &[], &COUNT, MinorProhibited);
}

/// A parent's word counts for a child, and the child's own from the age of the law on; the prompt asks accordingly.
#[test]
fn a_child_is_not_asked_for_what_it_cannot_give() {
    let now = utc_datetime!(2026-11-25 12:00);
    let aged = |years| Facts { age: Age::Years(years), ..at(now, "FR") };
    let yes = accepted_all(1, utc_datetime!(2026-11-01 12:00));
    for (years, actor, reason, whom) in [
        (14, Actor::Visitor, Reason::MinorNoOptIn, Actor::Parent),
        (14, Actor::Parent, Reason::Consent, Actor::Parent),
        (15, Actor::Visitor, Reason::Consent, Actor::Visitor),
    ] {
        decides(&aged(years), &[yes.clone().by(actor)], &COUNT, reason);
        let Ask::Now { whom: asked, .. } = aged(years).prompt(&plain(), &[]) else { panic!("{years}") };
        assert_eq!(asked, whom, "{years}");
    }
    let Ask::Now { categories, why, .. } = aged(14).prompt(&plain(), &[yes]) else { panic!("a parent is to be asked") };
    // the social plug-in is a functionality, and its use is at home in targeting
    assert_eq!(categories, CategorySet::NON_ESSENTIAL);
    assert_eq!(why, PromptReason::WrongActor.into());
}

/// Every use is judged in its home category as well: a label hides no advertising.
#[test]
fn advertising_declared_as_functionality_is_judged_as_targeting_too() {
    let policy = Policy::builder()
        .version(Version::new(1, date!(1990 - 01 - 01)))
        .declare(Declaration::new(ADS.name, Category::Functionality).used_for(DataUse::InterestBasedAds))
        .build()
        .unwrap();
    let (at_noon, now) = (utc_datetime!(2026-11-01 12:00), utc_datetime!(2026-11-25 12:00));
    let some =
        |categories| [ConsentEvent::choose(at_noon, PolicyVersion::new(1), CategorySet::NON_ESSENTIAL, categories)];
    let functionality = Category::Functionality.into();
    assert_eq!(at(now, "GB").decide(&policy, &some(functionality), &ADS).reason(), Reason::Refused);
    assert_eq!(at(now, "GB").decide(&policy, &some(Category::Targeting.into()), &ADS).reason(), Reason::Refused);
    let both = functionality.with(Category::Targeting);
    assert_eq!(at(now, "GB").decide(&policy, &some(both), &ADS).reason(), Reason::Consent);
}

/// An authorised agent may opt out for the visitor, and cannot consent: a yes of an agent lifts no refusal either.
#[test]
fn an_agent_opts_out_and_never_consents() {
    let (earlier, later) = (utc_datetime!(2026-10-01 12:00), utc_datetime!(2026-11-01 12:00));
    let yes = accepted_all(1, later).by(Actor::Agent);
    let now = utc_datetime!(2026-11-25 12:00);
    decides(&at(now, "FR"), core::slice::from_ref(&yes), &COUNT, Reason::DefaultOptIn);
    decides(&at(now, "US-CA"), &[rejected_all(earlier), yes.clone()], &ADS, Reason::Refused);
    let no = opted_out_of_sale_under(1, later).by(Actor::Agent);
    decides(&at(now, "US-CA"), &[accepted_all(1, earlier), no], &ADS, Reason::OptedOutOfSaleShare);
}

/// Two cookies, with no sensitive data and nothing else stated in their favour, under a policy that has never changed.
fn plain() -> Policy {
    stating(&[Risk::Sensitive])
}

/// The same, with these risks stated to be absent.
fn stating(absent: &[Risk]) -> Policy {
    let declared = |cookie: Cookie<'_>, category| {
        absent.iter().copied().fold(Declaration::new(cookie.name, category), Declaration::without_risk)
    };
    let mut settings = Settings::default();
    settings.gpc_scope = GpcScope::BindingOnly;
    Policy::builder()
        .settings(settings)
        .version(Version::new(1, date!(1990 - 01 - 01)))
        .vendor(Vendor::new("adco", "AdCo").tcf_id(1))
        .declare(declared(ADS, Category::Targeting).vendor("adco"))
        .declare(declared(COUNT, Category::Performance))
        .declare(declared(SOCIAL, Category::Functionality).used_for(DataUse::SocialPlugin).third_party())
        .build()
        .unwrap()
}

const ADS: Cookie<'static> = Cookie::first_party("ads", "www.edx.org");
/// A social plug-in's identifier: of a third party, and no advertising.
const SOCIAL: Cookie<'static> = Cookie::third_party("lidc", "www.linkedin.example");
const COUNT: Cookie<'static> = Cookie::first_party("count", "www.edx.org");

const SECOND: Duration = Duration::SECOND;

fn before(instant: UtcDateTime) -> UtcDateTime {
    instant.checked_sub(SECOND).unwrap()
}

fn midnight(date: Date) -> UtcDateTime {
    date.midnight().as_utc()
}

fn at(instant: UtcDateTime, regions: &str) -> Facts {
    Facts { now: instant, ..visitor_in(regions) }
}

#[track_caller]
fn decides(facts: &Facts, said: &[ConsentEvent], cookie: &Cookie<'_>, reason: Reason) {
    let decision = facts.decide(&plain(), said, cookie);
    assert_eq!(decision.reason(), reason, "{facts:?}, {said:?}, `{}`", cookie.name);
}

/// EEA states whose regulators name no number, and countries that are strict by default.
const SIX_MONTHS: &str = "FR IE IT NL DE AT BE BG HR CY DK EE FI GR HU LU LV LT MT PL PT RO SK SI SE IS LI NO BR CA-QC \
                          KR TR TH ZA SG MX IL CN HK NG";

/// Months are calendar months and the end is not included.
#[test]
fn a_consent_lasts_for_the_months_that_the_law_or_its_regulator_names() {
    let given = utc_datetime!(2026-01-15 12:00);
    let half_a_year = utc_datetime!(2026-07-15 12:00);
    let a_year = utc_datetime!(2027-01-15 12:00);
    let two_years = utc_datetime!(2028-01-15 12:00);
    let rows = [(SIX_MONTHS, half_a_year), ("CZ GB CH", a_year), ("ES", two_years)];
    for (regions, expiry) in rows {
        for region in regions.split_whitespace() {
            decides(&at(before(expiry), region), &[accepted_all(1, given)], &ADS, Reason::Consent);
            decides(&at(expiry, region), &[accepted_all(1, given)], &ADS, Reason::ConsentExpired);
        }
    }
    // an unknown region: the shortest
    decides(&at(before(half_a_year), ""), &[accepted_all(1, given)], &ADS, Reason::Consent);
    decides(&at(half_a_year, ""), &[accepted_all(1, given)], &ADS, Reason::ConsentExpired);
    // no limit where the law knows none
    for region in ["US-CA", "US-CO", "US-WY", "CA-ON", "AU", "NZ", "JP"] {
        decides(&at(a_year, region), &[accepted_all(1, utc_datetime!(1991-01-01 0:00))], &ADS, Reason::Consent);
    }
}

/// 31 August and six months is the end of February.
#[test]
fn a_period_of_months_ends_with_the_month_that_has_no_such_day() {
    let given = [accepted_all(1, utc_datetime!(2026-08-31 8:30))];
    decides(&at(utc_datetime!(2027-02-28 23:59:59), "FR"), &given, &ADS, Reason::Consent);
    decides(&at(utc_datetime!(2027-03-01 0:00), "FR"), &given, &ADS, Reason::ConsentExpired);
    let before_a_leap_day = [accepted_all(1, utc_datetime!(2027-08-31 8:30))];
    decides(&at(utc_datetime!(2028-02-29 23:59:59), "FR"), &before_a_leap_day, &ADS, Reason::Consent);
    decides(&at(utc_datetime!(2028-03-01 0:00), "FR"), &before_a_leap_day, &ADS, Reason::ConsentExpired);
}

/// What was consented to later never ends earlier, from every second around every midnight of nine years.
#[test]
fn a_later_consent_never_ends_earlier() {
    let mut midnights = vec![utc_datetime!(2022-01-01 0:00)];
    while midnights.len() < 9 * 365 {
        midnights.push(*midnights.last().unwrap() + Duration::DAY);
    }
    for months in 0..=25 {
        let around = midnights.iter().flat_map(|midnight| [before(*midnight), *midnight, *midnight + SECOND]);
        let ends: Vec<_> = around.map(|instant| law::Months::new(months).after(instant).unwrap()).collect();
        assert!(ends.is_sorted(), "{months} months");
    }
}

/// At 00:00 UTC of the day; the second before, the state's default holds.
#[test]
fn global_privacy_control_binds_from_the_day_of_the_law() {
    let rows = [
        ("US-CA", date!(2020 - 08 - 14), Reason::DefaultOptOut),
        ("US-CO", date!(2024 - 07 - 01), Reason::DefaultOptOut),
        ("US-CT", date!(2025 - 01 - 01), Reason::DefaultOptOut),
        ("US-TX", date!(2025 - 01 - 01), Reason::DefaultOptOut),
        ("US-MT", date!(2025 - 01 - 01), Reason::DefaultOptOut),
        ("US-NE", date!(2025 - 01 - 01), Reason::NoticeOnly),
        ("US-NH", date!(2025 - 01 - 01), Reason::NoticeOnly),
        ("US-NJ", date!(2025 - 07 - 15), Reason::DefaultOptOut),
        ("US-MN", date!(2025 - 07 - 31), Reason::NoticeOnly),
        ("US-MD", date!(2025 - 10 - 01), Reason::NoticeOnly),
        ("US-DE", date!(2026 - 01 - 01), Reason::DefaultOptOut),
        ("US-OR", date!(2026 - 01 - 01), Reason::DefaultOptOut),
        ("US-LA", date!(2027 - 01 - 01), Reason::NoticeOnly),
        ("US-AL", date!(2027 - 05 - 01), Reason::NoticeOnly),
        ("US-VT", date!(2028 - 01 - 01), Reason::NoticeOnly),
    ];
    let signal = |instant, region| Facts { signals: sec_gpc(&["1"]), ..at(instant, region) };
    for (region, day, until_then) in rows {
        decides(&signal(before(midnight(day)), region), &[], &ADS, until_then);
        decides(&signal(midnight(day), region), &[], &ADS, Reason::GpcBinding);
    }
    let never = "US-VA US-UT US-IA US-TN US-FL US-IN US-KY US-RI US-OK US-WY US-WA US-NY CA-ON CH AU JP";
    for region in never.split_whitespace() {
        let decision = signal(utc_datetime!(2029-01-01 0:00), region).decide(&plain(), &[], &ADS);
        assert!(!decision.reasons().contains(Reason::GpcBinding), "{region}");
    }
    // the strictest is assumed of an unknown region, and of an unknown state
    for region in ["", "US"] {
        decides(&signal(utc_datetime!(2020-08-14 0:00), region), &[], &ADS, Reason::GpcBinding);
    }
}

/// "Twelve US states now oblige to honour a universal opt-out signal."
#[test]
fn twelve_states_bind_in_november_2026() {
    let binding = |instant| {
        let rows = law::table().iter().filter(move |row| row.regime_at(instant).honours_gpc());
        let known = rows.filter_map(|row| match row.jurisdiction() {
            Jurisdiction::Region(region) => Some(region.to_string()),
            Jurisdiction::Elsewhere | Jurisdiction::Unknown => None,
        });
        let mut codes: Vec<String> = known.collect();
        codes.sort();
        codes.join(" ")
    };
    let twelve = "US-CA US-CO US-CT US-DE US-MD US-MN US-MT US-NE US-NH US-NJ US-OR US-TX";
    assert_eq!(binding(utc_datetime!(2026-11-23 12:00)), twelve);
    let fifteen = "US-AL US-CA US-CO US-CT US-DE US-LA US-MD US-MN US-MT US-NE US-NH US-NJ US-OR US-TX US-VT";
    assert_eq!(binding(utc_datetime!(2028-01-01 0:00)), fifteen);
}

/// Before, a notice was enough; from then on there is an opt-out.
#[test]
fn the_states_laws_take_effect_on_their_days() {
    let rows = [
        ("US-CA", date!(2020 - 01 - 01)),
        ("US-VA", date!(2023 - 01 - 01)),
        ("US-CO US-CT", date!(2023 - 07 - 01)),
        ("US-UT", date!(2023 - 12 - 31)),
        ("US-TX US-OR US-FL", date!(2024 - 07 - 01)),
        ("US-MT", date!(2024 - 10 - 01)),
        ("US-NE US-NH US-DE US-IA", date!(2025 - 01 - 01)),
        ("US-NJ", date!(2025 - 01 - 15)),
        ("US-TN", date!(2025 - 07 - 01)),
        ("US-MN", date!(2025 - 07 - 31)),
        ("US-MD", date!(2025 - 10 - 01)),
        ("US-IN US-KY US-RI", date!(2026 - 01 - 01)),
        ("US-OK US-LA", date!(2027 - 01 - 01)),
        ("US-AL", date!(2027 - 05 - 01)),
        ("US-VT", date!(2028 - 01 - 01)),
    ];
    for (regions, day) in rows {
        for region in regions.split_whitespace() {
            decides(&at(before(midnight(day)), region), &[], &ADS, Reason::NoticeOnly);
            decides(&at(midnight(day), region), &[], &ADS, Reason::DefaultOptOut);
        }
    }
}

/// The defaults where a visitor made no choice, on 2026-11-23.
#[test]
fn silence_is_worth_what_the_region_says() {
    let opt_in = "FR IE IT ES CZ LU NL DE AT BE BG HR CY DK EE FI GR HU LV LT MT PL PT RO SK SI SE IS LI NO GB BR \
                  KR TR TH ZA SG MX IL CN HK NG";
    let notice = "NZ IN US-WY US-OK US-LA US-AL US-VT";
    let rows = [
        (opt_in, Reason::DefaultOptIn, Reason::DefaultOptIn),
        ("CA-QC", Reason::DefaultOptIn, Reason::DefaultOptIn),
        ("CA-ON CA-BC", Reason::DefaultOptOut, Reason::DefaultOptOut),
        ("CH JP", Reason::DefaultOptIn, Reason::DefaultOptIn),
        ("AU", Reason::NoticeOnly, Reason::DefaultOptOut),
        ("US-CA US-CO US-VA US-UT US-FL", Reason::DefaultOptOut, Reason::DefaultOptOut),
        (notice, Reason::NoticeOnly, Reason::NoticeOnly),
    ];
    for (regions, analytics, advertising) in rows {
        for region in regions.split_whitespace() {
            decides(&visitor_in(region), &[], &COUNT, analytics);
            decides(&visitor_in(region), &[], &ADS, advertising);
        }
    }
    // India's main duties start on 2027-05-13
    decides(&at(utc_datetime!(2027-05-12 23:59:59), "IN"), &[], &ADS, Reason::NoticeOnly);
    decides(&at(utc_datetime!(2027-05-13 0:00), "IN"), &[], &ADS, Reason::DefaultOptIn);
}

/// The age below which something holds: the last year below it meets the reason, the next one does not.
#[track_caller]
fn below(years: u8, region: &str, now: UtcDateTime, said: &[ConsentEvent], reason: Reason) {
    let aged = |years| Facts { age: Age::Years(years), ..at(now, region) };
    let found = |years| aged(years).decide(&plain(), said, &ADS).reasons().contains(reason);
    assert!(found(years.checked_sub(1).unwrap()), "{region} on {now}: {reason} below {years}");
    assert!(!found(years), "{region} on {now}: no {reason} at {years}");
}

/// The ages, and the days from which they hold.
#[test]
fn minors_are_protected_up_to_the_age_of_the_law() {
    let now = utc_datetime!(2026-11-23 12:00);
    let own = [accepted_all(1, utc_datetime!(2026-11-01 12:00))];
    let parents = [accepted_all(1, utc_datetime!(2026-11-01 12:00)).by(Actor::Parent)];

    // an opt-in, by the minor
    let opt_in = [
        ("US-CA", 16),
        ("US-DE", 18),
        ("US-NJ", 17),
        ("US-NH", 16),
        ("US-MT", 18),
        ("US-MN", 17),
        ("US-CO", 18),
        ("US-NY", 18),
    ];
    for (region, years) in opt_in {
        below(years, region, now, &[], Reason::MinorNoOptIn);
        decides(&Facts { age: Age::Years(13), ..at(now, region) }, &own, &ADS, Reason::Consent);
    }
    // an opt-in, by a parent
    let parental =
        [("US-CA", 13), ("US-WY", 13), ("GB", 13), ("CA-QC", 14), ("FR", 15), ("DE", 16), ("IE", 16), ("KR", 14)];
    for (region, years) in parental {
        below(years, region, now, &own, Reason::MinorNoOptIn);
        decides(&Facts { age: Age::Years(10), ..at(now, region) }, &parents, &COUNT, Reason::Consent);
    }
    // a ban
    for (region, years) in [
        ("US-CT", 18),
        ("US-MD", 18),
        ("US-OR", 16),
        ("US-NE", 18),
        ("US-AR", 17),
        ("US-SC", 18),
        ("BR", 18),
        ("FR", 18),
        ("", 18),
    ] {
        below(years, region, now, &own, Reason::MinorProhibited);
        below(years, region, now, &parents, Reason::MinorProhibited);
    }
    // from their days on
    let starts = [
        ("US-CT", 17, date!(2024 - 10 - 01), Reason::DefaultOptOut, Reason::MinorNoOptIn),
        ("US-CT", 17, date!(2026 - 07 - 01), Reason::MinorNoOptIn, Reason::MinorProhibited),
        ("US-NE", 16, date!(2026 - 01 - 01), Reason::DefaultOptOut, Reason::MinorProhibited),
        ("US-AR", 15, date!(2026 - 07 - 01), Reason::NoticeOnly, Reason::MinorProhibited),
        ("US-SC", 15, date!(2026 - 02 - 05), Reason::NoticeOnly, Reason::MinorProhibited),
        ("BR", 15, date!(2026 - 03 - 17), Reason::DefaultOptIn, Reason::MinorProhibited),
        ("FR", 16, date!(2024 - 02 - 17), Reason::DefaultOptIn, Reason::MinorProhibited),
        ("US-CT", 15, date!(2026 - 07 - 01), Reason::MinorNoOptIn, Reason::MinorProhibited),
        ("US-MD", 17, date!(2024 - 10 - 01), Reason::NoticeOnly, Reason::MinorProhibited),
        ("US-OR", 15, date!(2026 - 01 - 01), Reason::MinorNoOptIn, Reason::MinorProhibited),
        ("US-MT", 17, date!(2025 - 10 - 01), Reason::DefaultOptOut, Reason::MinorNoOptIn),
        ("US-CO", 17, date!(2025 - 10 - 01), Reason::DefaultOptOut, Reason::MinorNoOptIn),
        ("US-NY", 17, date!(2025 - 06 - 20), Reason::NoticeOnly, Reason::MinorNoOptIn),
        ("US-CA", 15, date!(2020 - 01 - 01), Reason::NoticeOnly, Reason::MinorNoOptIn),
    ];
    for (region, years, day, until_then, from_then) in starts {
        let aged = |now| Facts { age: Age::Years(years), ..at(now, region) };
        decides(&aged(before(midnight(day))), &[], &ADS, until_then);
        decides(&aged(midnight(day)), &[], &ADS, from_then);
    }
}

/// Only where a law or its regulator names a pause; otherwise a no is for good.
#[test]
fn after_a_refusal_one_may_ask_again_when_the_region_says() {
    let refused = utc_datetime!(2026-01-15 12:00);
    let half_a_year = utc_datetime!(2026-07-15 12:00);
    let a_year = utc_datetime!(2027-01-15 12:00);
    let rows = [
        ("FR IE IT CZ ES LU NL DE AT BE BG HR CY DK EE FI GR HU LV LT MT PL PT RO SK SI SE IS LI NO GB", half_a_year),
        ("US-CA", a_year),
    ];
    let said = [ConsentEvent::reject_all(refused, PolicyVersion::new(1))];
    for (regions, date) in rows {
        for region in regions.split_whitespace() {
            let early = at(before(date), region).prompt(&plain(), &said);
            assert_eq!(early, Ask::NotBefore(date), "{region}");
            let prompt = at(date, region).prompt(&plain(), &said);
            let Ask::Now { why, .. } = prompt else { panic!("{region}: {prompt:?}") };
            assert_eq!(why, PromptReason::MayAskAgain.into(), "{region}");
        }
    }
    // an unknown region: the longest pause
    assert_eq!(at(before(a_year), "").prompt(&plain(), &said), Ask::NotBefore(a_year));
    // where nothing is said, never
    for region in ["CH", "BR", "CA-QC", "CA-ON", "US-CO", "US-WY", "AU", "JP"] {
        assert_eq!(at(utc_datetime!(2036-01-15 12:00), region).prompt(&plain(), &said), Ask::Nothing, "{region}");
    }
    // California does not ask a minor again until 16
    let aged = |years| Facts { age: Age::Years(years), ..at(a_year, "US-CA") };
    assert_eq!(aged(15).prompt(&plain(), &said), Ask::Nothing);
    assert!(matches!(aged(16).prompt(&plain(), &said), Ask::Now { .. }));
}

/// PECR Schedule A1, in force from 2026-02-05.
#[test]
fn the_british_exemptions_start_on_2026_02_05() {
    let policy = policy();
    for (cookie, exempt) in [(STAT, Reason::ExemptStatistical), (FONT, Reason::ExemptAppearance)] {
        let decide = |now| at(now, "GB").decide(&policy, &[], &cookie).reason();
        assert_eq!(decide(utc_datetime!(2026-02-04 23:59:59)), Reason::DefaultOptIn);
        assert_eq!(decide(utc_datetime!(2026-02-05 0:00)), exempt);
    }
}

/// 11 CCR § 7025(c)(6): "may" became "must" on 2026-01-01.
#[test]
fn california_wants_the_opt_out_status_shown_from_2026() {
    let owed = |now| {
        let facts = Facts { signals: sec_gpc(&["1"]), ..at(now, "US-CA") };
        facts.decide(&plain(), &[], &ADS).obligations().contains(Obligation::ShowOptOutStatus)
    };
    assert!(!owed(utc_datetime!(2025-12-31 23:59:59)));
    assert!(owed(utc_datetime!(2026-01-01 0:00)));
}

/// 4 CCR 904-3 Rule 7.08: a consent given despite the signal is refreshed after 24 months.
#[test]
fn in_colorado_an_override_lasts_24_months() {
    let said = [
        ConsentEvent::new(utc_datetime!(2026-01-01 12:00), PolicyVersion::new(1)).seeing_gpc(GpcSeen::On),
        accepted_all(1, utc_datetime!(2026-01-15 12:00)).seeing_gpc(GpcSeen::ConflictShown),
    ];
    let signal = |now| Facts { signals: sec_gpc(&["1"]), ..at(now, "US-CO") };
    decides(&signal(utc_datetime!(2028-01-15 11:59:59)), &said, &ADS, Reason::Consent);
    decides(&signal(utc_datetime!(2028-01-15 12:00)), &said, &ADS, Reason::GpcBinding);
}

/// TCF 2.3: strings updated from 2026-03-01 on need the segment; policy versions below 4 ended on 2023-09-30; and no
/// string counts for more than 13 months.
#[test]
fn tc_strings_end_on_the_days_of_the_framework() {
    let decide = |now, tcf: Tcf, region| {
        let facts = Facts { signals: Signals::NONE.with_tcf(tcf), ..at(now, region) };
        facts.decide(&plain(), &[], &ADS).reason()
    };
    let without_segment = |day| Tcf { has_disclosed_vendors: false, ..tc_string(midnight(day)) };
    let april = utc_datetime!(2026-04-01 12:00);
    assert_eq!(decide(april, without_segment(date!(2026 - 02 - 28)), "FR"), Reason::Consent);
    assert_eq!(decide(april, without_segment(date!(2026 - 03 - 01)), "FR"), Reason::TcfStringInvalid);

    let old = || Tcf { policy_version: 3, ..tc_string(utc_datetime!(2023-09-01 0:00)) };
    assert_eq!(decide(utc_datetime!(2023-09-29 23:59:59), old(), "FR"), Reason::Consent);
    assert_eq!(decide(utc_datetime!(2023-09-30 0:00), old(), "FR"), Reason::TcfStringInvalid);

    // Spain lets a consent count for 24 months, and the framework a string for 13
    let string = || tc_string(utc_datetime!(2026-04-01 0:00));
    assert_eq!(decide(utc_datetime!(2027-04-30 23:59:59), string(), "ES"), Reason::Consent);
    assert_eq!(decide(utc_datetime!(2027-05-01 0:00), string(), "ES"), Reason::ConsentExpired);
}

/// Browsers keep nothing for more than 400 days, and CNIL lets audience measurement live for 13 months.
#[test]
fn lifetimes_end_where_browsers_and_regulators_say() {
    let longest = |policy: &Policy, region, cookie: &Cookie<'_>| {
        visitor_in(region).decide(policy, &[], cookie).max_lifetime().map(|lifetime| lifetime.to_string())
    };
    assert_eq!(longest(&plain(), "US-CA", &ADS).as_deref(), Some("34560000 s"));
    let undated = Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .declare(
            Declaration::new(COUNT.name, Category::Performance)
                .exempt(cookie_consent::policy::Exemption::fulfilled(law::Ground::AudienceMeasurement)),
        )
        .build()
        .unwrap();
    assert_eq!(longest(&undated, "FR", &COUNT), Some(Lifetime::days(396).to_string()));
    assert_eq!(longest(&undated, "FR", &COUNT).as_deref(), Some("34214400 s"));
}
