//! One case in full: what was asked, and the whole answer.

use std::fmt::{self, Write};

use cookie_consent::consent::{Actor, StoredConsent};
use cookie_consent::cookie::Lifetime;
use cookie_consent::decision::{Existing, Feasibility, Verdict};
use cookie_consent::explain::explain as law_behind;
use cookie_consent::prompt::Ask;
use cookie_consent::visit::{BrowserMode, Coverage, OptOut, OptOutControl};
use cookie_consent::{Age, Cookie, Decision, Place, Policy, Reason, Visit, decide};
use time::UtcDateTime;

use crate::law;

/// `✓` or `✗`.
pub(crate) const fn mark(verdict: Verdict) -> char {
    match verdict {
        Verdict::Allow => '✓',
        Verdict::Deny => '✗',
    }
}

/// A labelled line; nothing is shown as a dash.
fn line(out: &mut impl Write, label: &str, text: impl fmt::Display) -> fmt::Result {
    let text = text.to_string();
    writeln!(out, "  {label:<13} {}", if text.is_empty() { "–" } else { &text })
}

fn opted_out(OptOut { control, covers, .. }: &OptOut) -> String {
    let whom = match covers {
        Coverage::AllParticipants => "all companies".to_owned(),
        Coverage::Vendors(vendors) => list(vendors.iter()),
    };
    match control {
        OptOutControl::Programme(programme) => format!("{programme}, of {whom}"),
        OptOutControl::VendorTool => format!("with the own tool of {whom}"),
        OptOutControl::GoogleAnalyticsAddOn => "with the add-on of Google Analytics".to_owned(),
        OptOutControl::MetaAccountControl => "with Meta's account control".to_owned(),
        _ => format!("{control:?}"),
    }
}

fn list(items: impl Iterator<Item: fmt::Display>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

/// A question, as a backend would ask it.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) visit: Visit<'a>,
    /// The record of choices, as it was read: missing, damaged or whole.
    pub(crate) stored: &'a StoredConsent,
    pub(crate) cookie: Cookie<'a>,
}

impl Question<'_> {
    pub(crate) fn decide(&self) -> Decision {
        decide(self.policy, &self.visit, self.stored.as_consent(), &self.cookie)
    }

    /// Itself, its answer, and whether to ask the visitor.
    pub(crate) fn explain(&self, out: &mut impl Write) -> fmt::Result {
        self.write(out)?;
        writeln!(out)?;
        answer(out, &self.decide())?;
        ask(out, self.policy.prompt(&self.visit, self.stored.as_consent()).ask())
    }

    /// Itself, its answer, and the law behind each reason.
    pub(crate) fn explain_law(&self, out: &mut String) -> fmt::Result {
        self.write(out)?;
        let explanation = law_behind(self.policy, &self.visit, self.stored.as_consent(), &self.cookie);
        let decision = explanation.decision();
        writeln!(out, "\n{} {decision}\n", mark(decision.verdict()))?;
        law::behind(out, &explanation)
    }

    fn write(&self, out: &mut impl Write) -> fmt::Result {
        let Self { visit, stored, cookie: Cookie { name, host, path, party, lifetime, storage, .. }, .. } = self;
        let regions = visit.regions().map(|region| region.map_or("an unknown region".to_owned(), |r| r.to_string()));
        let signals = [(visit.signals().gpc(), "Sec-GPC: 1"), (visit.signals().dnt(), "DNT: 1")];
        line(out, "cookie", format_args!("{name} of {host}{path}, {party}-party {storage}, {}", lasting(*lifetime)))?;
        line(out, "at", instant(visit.now()))?;
        line(out, "in", list(regions))?;
        if let Place::Member(member) = visit.place() {
            line(out, "on pages of", member)?;
        }
        line(out, "signals", list(signals.into_iter().filter(|(on, _)| *on).map(|(_, header)| header)))?;
        for opt_out in visit.opt_outs() {
            line(out, "opted out", opted_out(opt_out))?;
        }
        if visit.browser() != BrowserMode::AcceptsAll {
            line(out, "browser", visit.browser())?;
        }
        if let Age::Years(years) = visit.age() {
            line(out, "age", years)?;
        }
        match stored {
            StoredConsent::Absent => line(out, "record", ""),
            StoredConsent::Given(record) => line(out, "record", record),
            StoredConsent::Unreadable => line(out, "record", "unreadable"),
        }
    }
}

/// The whole answer.
fn answer(out: &mut impl Write, decision: &Decision) -> fmt::Result {
    writeln!(out, "{} {decision}\n", mark(decision.verdict()))?;
    for (nth, reason) in decision.reasons().iter().enumerate() {
        line(out, if nth == 0 { "reasons" } else { "" }, explained(reason))?;
    }
    line(out, "permission", code(decision.permission()))?;
    match decision.feasibility() {
        Feasibility::Feasible => line(out, "feasibility", "feasible")?,
        Feasibility::Blocked(reason) => line(out, "feasibility", code(reason))?,
    }
    line(
        out,
        "existing",
        match decision.existing() {
            Existing::Keep => "keep: set it, read it",
            Existing::Leave => "leave: set none, read none, destroy none",
            Existing::Remove => "remove: the visitor said no to it",
        },
    )?;
    line(out, "max lifetime", decision.max_lifetime().map(lasting).unwrap_or_default())?;
    line(out, "valid until", decision.valid_until().map(instant).unwrap_or_default())?;
    line(out, "obligations", list(decision.obligations().iter()))?;
    line(out, "notes", list(decision.notes().iter()))?;
    line(out, "consulted", list(decision.consulted().iter()))
}

/// `✓ consent`.
pub(crate) fn code(reason: Reason) -> String {
    format!("{} {reason}", mark(reason.verdict()))
}

/// `✓ consent`, and what that means.
pub(crate) fn explained(reason: Reason) -> String {
    format!("{:<30} {}", code(reason), reason.explanation())
}

/// Whether to ask the visitor.
fn ask(out: &mut impl Write, what: Ask) -> fmt::Result {
    match what {
        Ask::Now { categories, why, whom } => {
            let whom = if whom == Actor::Parent { "a parent" } else { "the visitor" };
            line(out, "ask", format_args!("{whom}, about {} ({})", list(categories.iter()), list(why.iter())))
        }
        Ask::NotBefore(date) => line(out, "ask", format_args!("not before {}", instant(date))),
        Ask::Nothing | _ => line(out, "ask", "nothing"),
    }
}

/// `2026-11-23T12:00:00Z`.
pub(crate) fn instant(instant: UtcDateTime) -> String {
    let (hour, minute, second) = instant.time().as_hms();
    format!("{}T{hour:02}:{minute:02}:{second:02}Z", instant.date())
}

/// A lifetime in the largest unit that is exact.
fn lasting(lifetime: Lifetime) -> String {
    match lifetime {
        Lifetime::Session => "session".to_owned(),
        Lifetime::Persistent(age) => match age.seconds() {
            seconds if seconds % 86_400 == 0 => format!("{} days", seconds / 86_400),
            seconds => format!("{seconds} seconds"),
        },
    }
}
