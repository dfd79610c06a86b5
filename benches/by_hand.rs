//! The same rules for the same questions, as a backend would write them by hand: one straight function for ten regions,
//! one instant and the cookies of the workload, with everything already looked up.

use cookie_consent::consent::PolicyVersion;
use cookie_consent::law::Months;
use cookie_consent::{Age, Category, ConsentRecord, Cookie, Visit};
use time::UtcDateTime;

use crate::workload::REGIONS;

/// What the law of a region comes to in November 2026.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "as one would write it by hand")]
pub(crate) struct Law {
    opt_in: bool,
    /// Switzerland: opt-in for targeting that may be risky.
    opt_in_if_risky: bool,
    notice: bool,
    gpc_binds: bool,
    lasts: Option<Months>,
    banned_below: u8,
    /// Not only what is sold or serves advertising.
    banned_in_every_use: bool,
    parent_below: u8,
    /// Where an adult's data needs no consent, a minor's does not either.
    only_where_asked: bool,
    opt_in_below: u8,
}

const OPT_OUT: Law = Law {
    opt_in: false,
    opt_in_if_risky: false,
    notice: false,
    gpc_binds: false,
    lasts: None,
    banned_below: 0,
    banned_in_every_use: false,
    parent_below: 13,
    only_where_asked: false,
    opt_in_below: 0,
};

const OPT_IN: Law = Law { opt_in: true, lasts: Some(Months::new(6)), parent_below: 0, ..OPT_OUT };

/// In the order of the workload's regions.
pub(crate) const LAWS: [Law; REGIONS.len()] = [
    Law { banned_below: 18, parent_below: 15, ..OPT_IN },
    Law { banned_below: 18, parent_below: 16, ..OPT_IN },
    Law { banned_below: 18, parent_below: 15, lasts: Some(Months::new(12)), ..OPT_IN },
    Law { gpc_binds: true, opt_in_below: 16, ..OPT_OUT },
    Law { gpc_binds: true, parent_below: 18, ..OPT_OUT },
    OPT_OUT,
    Law { notice: true, ..OPT_OUT },
    Law { gpc_binds: true, banned_below: 18, banned_in_every_use: true, ..OPT_OUT },
    Law { opt_in_if_risky: true, lasts: Some(Months::new(12)), parent_below: 16, only_where_asked: true, ..OPT_OUT },
    Law { parent_below: 14, ..OPT_IN },
];

/// What the inventory says of a cookie, found before.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "as one would write it by hand")]
pub(crate) struct Declared {
    listed: bool,
    necessary: bool,
    category: Category,
    covered: bool,
    risky: bool,
}

impl Declared {
    pub(crate) fn of(cookie: &Cookie<'_>) -> Self {
        let (category, covered, risky) = match cookie.name {
            "sessionid" | "csrftoken" => (Category::StrictlyNecessary, false, false),
            "_fbp" | "fr" => (Category::Targeting, true, true),
            "IDE" => (Category::Targeting, true, false),
            "edx_popup_seen" => (Category::Functionality, false, false),
            _ => (Category::Performance, false, false),
        };
        let necessary = category == Category::StrictlyNecessary;
        Self { listed: !cookie.name.starts_with("nobody"), necessary, category, covered, risky }
    }
}

/// The code of the reason that decides.
#[inline(never)]
pub(crate) fn by_hand(
    law: &Law,
    declared: Declared,
    visit: &Visit<'_>,
    record: Option<&ConsentRecord>,
    now: UtcDateTime,
) -> &'static str {
    if !declared.listed {
        return "uncategorised";
    }
    if declared.necessary {
        return "strictly-necessary";
    }
    let below = |limit| matches!(visit.age(), Age::Years(years) if years < limit);
    let mut no = None;
    let mut flaw = None;
    let mut granted = false;
    if let Some(record) = record {
        let choice = record.category(declared.category);
        if let Some(refusal) = choice.refusal
            && !choice.grant.is_some_and(|grant| grant.at > refusal.at && grant.at <= now)
        {
            no = Some(if refusal.answer == cookie_consent::consent::Answer::Withdrawn {
                "withdrawn"
            } else {
                "refused"
            });
        }
        if let Some(grant) = choice.grant {
            if grant.at > now {
                flaw = Some("consent-future-dated");
            } else if below(law.parent_below) {
                // nobody but the visitor speaks in this workload
                flaw = Some("minor-no-opt-in");
            } else if law.lasts.is_some_and(|lasts| lasts.after(grant.at).is_none_or(|end| now >= end)) {
                flaw = Some("consent-expired");
            } else if grant.version < PolicyVersion::new(5) || grant.version > PolicyVersion::new(7) {
                flaw = Some("consent-stale-version");
            } else {
                granted = true;
            }
        } else if choice.implied.is_some() {
            flaw = Some("implied-not-consent");
        }
    }
    let gpc = visit.signals().gpc();
    if below(law.banned_below) && (declared.covered || law.banned_in_every_use) {
        return "minor-prohibited";
    }
    let needs_opt_in = below(law.opt_in_below) || (below(law.parent_below) && !law.only_where_asked);
    if declared.covered && needs_opt_in && !granted {
        return "minor-no-opt-in";
    }
    if let Some(no) = no {
        return no;
    }
    if declared.covered && gpc && law.gpc_binds {
        return "gpc-binding";
    }
    if granted {
        return "consent";
    }
    if law.opt_in || (law.opt_in_if_risky && declared.category == Category::Targeting && declared.risky) {
        return flaw.unwrap_or("default-opt-in");
    }
    if declared.covered && gpc {
        return "gpc-advisory";
    }
    if law.notice { "notice-only" } else { "default-opt-out" }
}
