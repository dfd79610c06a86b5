//! The facts of a request, drawn at random, and the visit that the crate makes of them.

use cookie_consent::visit::{
    BrowserMode, Coverage, GppSignal, OptOut, OptOutControl, OptOutField, Programme, Provenance, Recognised, Signals,
    SubjectKind, Tcf, TcfPurpose, TcfPurposes, TcfVendor, UsPrivacySignal,
};
use cookie_consent::{Age, Place, Region, Visit};
use time::macros::utc_datetime;
use time::{Duration, UtcDateTime};

use super::draw::Draw;
use super::drawn_site::{VENDORS, region};

#[derive(Clone, Debug)]
pub(super) struct Gpp {
    pub(super) fields: Vec<OptOutField>,
    pub(super) gpc: bool,
    pub(super) age: Option<u8>,
}

/// The facts of a request.
#[derive(Clone, Debug)]
pub(super) struct Guest {
    pub(super) now: UtcDateTime,
    pub(super) member: Option<&'static str>,
    pub(super) headers: Vec<(&'static str, &'static str)>,
    pub(super) script_gpc: bool,
    pub(super) gpp: Vec<Gpp>,
    pub(super) us_privacy: Vec<UsPrivacySignal>,
    pub(super) tcf: Vec<Tcf>,
    pub(super) opt_outs: Vec<OptOut>,
    pub(super) browser: BrowserMode,
    pub(super) age: Option<u8>,
    pub(super) recognised: Vec<SubjectKind>,
    pub(super) regions: Vec<Region>,
    pub(super) and_unknown: bool,
    /// Nothing unusual arrives with the request, so that what is behind it comes into view.
    pub(super) is_calm: bool,
}

fn second(draw: &mut Draw, from: UtcDateTime, days: u64) -> UtcDateTime {
    let seconds = i64::try_from(draw.below(days * 86_400)).unwrap();
    from + Duration::seconds(seconds)
}

impl Guest {
    pub(super) fn draw(draw: &mut Draw, days: &[UtcDateTime]) -> Self {
        let now = match draw.below(6) {
            0 => utc_datetime!(2026-11-25 12:00),
            1 | 2 => {
                // on a day on which some law begins or ends, and around it
                let recent: Vec<_> = days.iter().filter(|day| day.year() >= 2022).collect();
                *draw.one(&recent) + Duration::seconds(draw.one(&[-86_400, -1, 0, 0, 1, 86_400]))
            }
            _ => second(draw, utc_datetime!(2023-01-01 0:00), 2_200),
        };
        let header = |draw: &mut Draw| match draw.below(4) {
            0 => ("DNT", draw.one(&["1", "0", "yes"])),
            1 => ("sec-gpc", draw.one(&["0", "true", " 1", "1;x"])),
            2 => ("Accept", "1"),
            _ => ("Sec-GPC", "1"),
        };
        let headers = (0..draw.one(&[0, 0, 0, 1, 1, 2, 3])).map(|_| header(draw)).collect();
        let gpp = |draw: &mut Draw| Gpp {
            fields: draw.some(&[OptOutField::NotApplicable, OptOutField::DidNotOptOut, OptOutField::OptedOut], 1),
            gpc: draw.chance(3),
            age: draw.chance(4).then(|| draw.one(&[0, 13, 16])),
        };
        let is_calm = draw.chance_of(3, 5);
        let at_most = |draw: &mut Draw, some: &[u64]| if is_calm && !draw.chance(8) { 0 } else { draw.one(some) };
        let how_many_regions = draw.one(&[0, 1, 1, 1, 1, 2, 2, 3, 4, 5, 6]);
        Self {
            now,
            member: draw
                .chance_of(2, 5)
                .then(|| draw.one(&["unix", "unix", "unix", "unix", "vie", "vie", "vie", "vie", "nobody"])),
            headers,
            script_gpc: draw.chance(12),
            gpp: (0..at_most(draw, &[0, 0, 1, 2])).map(|_| gpp(draw)).collect(),
            us_privacy: (0..at_most(draw, &[0, 0, 0, 1, 2])).map(|_| draw.one(UsPrivacySignal::ALL)).collect(),
            tcf: (0..draw.one(&[0, 0, 0, 0, 0, 1, 1, 1, 1, 2])).map(|_| string(draw, now)).collect(),
            opt_outs: (0..draw.one(&[0, 0, 0, 0, 1, 2])).map(|_| opt_out(draw)).collect(),
            browser: draw.one(if is_calm {
                &[BrowserMode::AcceptsAll, BrowserMode::SessionOnly]
            } else {
                BrowserMode::ALL
            }),
            age: draw.chance(if is_calm { 12 } else { 3 }).then(|| draw.one(&[9, 12, 13, 14, 15, 16, 17, 18, 30])),
            recognised: match draw.below(8) {
                0 => Vec::new(),
                1 => vec![SubjectKind::Account],
                2 => vec![SubjectKind::Browser, SubjectKind::Account],
                _ => vec![SubjectKind::Browser],
            },
            regions: (0..how_many_regions).map(|_| region(draw)).collect(),
            and_unknown: draw.chance(12),
            is_calm,
        }
    }

    pub(super) fn signals(&self) -> Signals {
        let mut signals = Signals::from_headers(self.headers.iter().copied());
        if self.script_gpc {
            signals = signals.with_gpc();
        }
        for gpp in &self.gpp {
            let age = gpp.age.map_or(Age::Unknown, Age::Years);
            signals = signals.with_gpp(GppSignal::from_fields(&gpp.fields, gpp.gpc).with_age(age));
        }
        signals = self.us_privacy.iter().fold(signals, |signals, said| signals.with_us_privacy(*said));
        self.tcf.iter().fold(signals, |signals, tcf| signals.with_tcf(tcf.clone()))
    }

    pub(super) fn visit(&self) -> Visit<'_> {
        let place = self.member.map_or(Place::Site, Place::Member);
        let age = self.age.map_or(Age::Unknown, Age::Years);
        let visit = Visit::new(self.now, place, self.signals(), &self.opt_outs, self.browser, age);
        let visit = visit.recognised(self.recognised.iter().copied().collect::<Recognised>());
        let visit = self.regions.iter().fold(visit, |visit, region| visit.region(*region));
        if self.and_unknown { visit.unknown_region() } else { visit }
    }
}

fn opt_out(draw: &mut Draw) -> OptOut {
    let named = draw.some(&VENDORS, 2).into_iter().map(|id| id.parse().unwrap()).collect();
    let all = draw.chance(2);
    let control = match draw.below(8) {
        0 => OptOutControl::VendorTool,
        1 => OptOutControl::GoogleAnalyticsAddOn,
        2 => OptOutControl::MetaAccountControl,
        _ => OptOutControl::Programme(draw.one(Programme::ALL)),
    };
    let covers = if all { Coverage::AllParticipants } else { Coverage::Vendors(named) };
    OptOut { control, covers, since: None, known_by: Provenance::Visitor }
}

fn string(draw: &mut Draw, now: UtcDateTime) -> Tcf {
    if draw.chance(12) {
        return Tcf::UNRELIABLE;
    }
    let days_ago = draw.one(&[0, 1, 20, 100, 170, 200, 380, 396, 410, -2]);
    let purposes = |draw: &mut Draw| match draw.below(4) {
        0 => draw.some(TcfPurpose::ALL, 5),
        1 => {
            let without = draw.one(&[TcfPurpose::P1, TcfPurpose::P3, TcfPurpose::P4, TcfPurpose::P8, TcfPurpose::P7]);
            TcfPurpose::ALL.iter().copied().filter(|purpose| *purpose != without).collect()
        }
        _ => TcfPurpose::ALL.to_vec(),
    };
    let vendor = |draw: &mut Draw, id| TcfVendor {
        id,
        consented: !draw.chance(8),
        disclosed: !draw.chance(8),
        restricted: if draw.chance(6) {
            TcfPurposes::of(&[draw.one(&[TcfPurpose::P1, TcfPurpose::P3, TcfPurpose::P9])])
        } else {
            TcfPurposes::EMPTY
        },
    };
    Tcf {
        last_updated: (now - Duration::days(days_ago)).replace_time(time::Time::MIDNIGHT),
        policy_version: draw.one(&[5, 5, 5, 5, 4, 3]),
        service_specific: !draw.chance(10),
        purpose_one_treatment: draw.chance(4),
        has_disclosed_vendors: !draw.chance(5),
        purposes: purposes(draw).into_iter().collect(),
        vendors: (1..=4)
            .filter(|_| !draw.chance(8))
            .collect::<Vec<_>>()
            .into_iter()
            .map(|id| vendor(draw, id))
            .collect(),
        additional_consent: draw.chance(2).then(|| draw.some(&[70, 71, 72, 73], 3)),
    }
}
