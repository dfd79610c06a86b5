//! What the law and the visitor amount to, case by case, for reading by people who know the law and not the code.
//!
//! First the scenarios, one a row; then the numbers of the law themselves, written out and never taken from the crate.

use cookie_consent::Verdict::{Allow, Deny};
use cookie_consent::law::{self, Jurisdiction};
use cookie_consent::{
    Actor, Age, Answer, BrowserMode, Category, CategorySet, ConsentEvent, Cookie, Coverage, DataUse, Declaration,
    Forbidden, GpcScope, GpcSeen, GppSignal, Item, Lifetime, Method, Note, NoteSet, Obligation, ObligationSet, OptOut,
    OptOutControl, OptOutField, Policy, PolicyVersion, Programme, Prompt, PromptReason, Provenance, Reason, Recognised,
    Settings, Signals, SubjectKind, Tcf, TcfPurpose, TcfPurposes, TcfVendor, UsPrivacySignal, Vendor, VendorTool,
    Verdict, Version,
};
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
            expect("the prompt", format!("{:?}", Prompt::NotBefore(date)), format!("{prompt:?}"));
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

/// UniX declares AdCo's cookie again, as strictly necessary, and the site even delegates the name.
fn unix_declares_adv_necessary() -> Policy {
    let again = Declaration::new(ADV.name, Category::StrictlyNecessary).third_party();
    site().delegate(ADV.name).member(unix().declare(again)).build().unwrap()
}

/// UniX: "no analytics in our courses".
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
    ConsentEvent::new(at, CURRENT).through(Method::PreferenceCentre).saying(Item::SALE_OR_SHARE, Answer::Refused)
}

fn opt_out(control: OptOutControl, covers: Coverage) -> OptOut {
    OptOut { control, covers, since: None, known_by: Provenance::Visitor }
}

/// An opt-out of AdCo's interest-based advertising.
fn of_adco(programme: Programme) -> OptOut {
    opt_out(OptOutControl::Programme(programme), Coverage::Vendors(vec!["adco".parse().unwrap()]))
}

/// A TC string of TCF 2.3 with consent to AdCo and to all that its cookie needs.
fn tc_string(last_updated: UtcDateTime) -> Tcf {
    Tcf {
        last_updated,
        policy_version: 5,
        service_specific: true,
        purpose_one_treatment: false,
        has_disclosed_vendors: true,
        purposes: TcfPurposes::of(&[TcfPurpose::P1, TcfPurpose::P3, TcfPurpose::P4]),
        vendors: vec![TcfVendor { id: 1, consented: true, disclosed: true, restricted: TcfPurposes::EMPTY }],
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
        GpcRemembered, GppOptOut, ImpliedNotConsent, IndustryOptOut, MemberRestriction, MinorNoOptIn, MinorProhibited,
        NoticeOnly, ObjectedToExemption, OptedOutOfSaleShare, Refused, RegionUnknownStrict, StrictlyNecessary,
        TcfNoPurpose1, TcfStringInvalid, Uncategorised, UspOptOut, VendorToolOptOut, Withdrawn,
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
    let usca = GppSignal::from_fields(&[DidNotOptOut, OptedOut], false);
    let usva = GppSignal::from_fields(&[NotApplicable, NotApplicable], false);
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
        row(33, "opted out of AdCo at DAA", "US-TX", ADV, Deny, IndustryOptOut(Programme::Daa))
            .opted_out(of_adco(Programme::Daa)),
        row(34, "which leaves contextual advertising alone", "US-TX", CTX, Allow, DefaultOptOut)
            .opted_out(of_adco(Programme::Daa)),
        row(35, "DAA covers its participants only", "US-TX", ADX, Allow, DefaultOptOut).opted_out(daa_all),
        row(36, "opted out of AdCo at EDAA, despite consent", "IT", ADV, Deny, IndustryOptOut(Programme::Edaa))
            .said([accepted_all(7, november)])
            .opted_out(of_adco(Programme::Edaa)),
        row(37, "NAI opt-outs outlive NAI's tool", "US-TX", ADV, Deny, IndustryOptOut(Programme::Nai)).opted_out(nai),
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
            .signals(Signals::NONE.with_gpp(usca)),
        row(55, "GPP usva: both fields 0", "US-VA", ADV, Allow, DefaultOptOut).signals(Signals::NONE.with_gpp(usva)),
        row(56, "us_privacy 1YYN", "US-CA", ADV, Deny, UspOptOut)
            .signals(Signals::NONE.with_us_privacy(UsPrivacySignal::OptedOut)),
        // vendors' own tools
        row(57, "Google Analytics add-on", "FR", GA, Deny, VendorToolOptOut(VendorTool::GoogleAnalytics))
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
