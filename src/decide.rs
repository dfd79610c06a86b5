//! The verb.

use time::UtcDateTime;

use crate::assess::Facts;
use crate::consent::Consent;
use crate::cookie::{Category, CategorySet, Cookie, Lifetime, MaxAge, Party, Storage};
use crate::decision::{Decision, Input, InputSet, Note, NoteSet, ObligationSet};
use crate::judge::{Case, judge};
use crate::policy::{DntScope, Found, Listing, Policy};
use crate::reason::{Reason, ReasonSet, Verdict};
use crate::visit::{BrowserMode, Place, Visit};

/// May this cookie be set, kept or sent, for this visitor, now, and why?
///
/// Total: any input gets an answer; there is no error, no panic, no allocation and no clock.
///
/// The rules, in order; the first that denies decides, else the ground on which it stands:
///
/// | rule | holds when | answer |
/// |---|---|---|
/// | R0 | it is not in the inventory, or for the other party; a browser would drop it for its attributes | deny |
/// | R1 | the browser blocks it | deny; [`Decision::permission`] says what would hold otherwise |
/// | R2 | it is strictly necessary, and so is every use of it | allow |
/// | R3 | the region forbids it to a known minor, or to everybody for a risk that nobody says is absent | deny |
/// | R4 | a known minor, and the opt-in that the region asks for is not there, or not from who may give it | deny |
/// | – | the record of choices cannot be read | deny |
/// | R5 | the visitor refused, withdrew, objected, or opted out of sale | deny |
/// | R6 | a binding or own opt-out signal, now or remembered, without a later consent given despite it | deny |
/// | R7 | an opt-out at a programme or with the vendor's tool | deny |
/// | R8 | the TC string vetoes, or the Additional Consent beside it | deny |
/// | R9 | the Member whose pages these are forbids it | deny |
/// | R10 | the visitor consented, and the consent still counts | allow |
/// | R11 | the region exempts it, and every condition is met | allow |
/// | R12 | an advisory signal, against silence | deny |
/// | R13 | the region's default | opt-in: deny; opt-out and notice: allow |
///
/// A cookie in several categories is judged in each, a visit in several regions under each: any denial wins.
///
/// # Examples
///
/// ```
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::visit::{BrowserMode, Signals};
/// use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Reason, Visit, decide};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("_fbp", Category::Targeting))
///     .build()
///     .unwrap();
/// let visit = Visit::new(
///     utc_datetime!(2026-11-23 12:00),
///     Place::Site,
///     Signals::from_headers([("Sec-GPC", "1")]),
///     &[],
///     BrowserMode::AcceptsAll,
///     Age::Unknown,
/// )
/// .region("US-CA".parse().unwrap());
///
/// let decision = decide(&policy, &visit, Consent::Absent, &Cookie::first_party("_fbp", "www.edx.org"));
/// assert!(!decision.is_allowed());
/// assert_eq!(decision.reason(), Reason::GpcBinding);
/// assert_eq!(decision.to_string(), "deny: gpc-binding");
/// assert_eq!(decision.categories(), Category::Targeting.into());
/// ```
#[must_use = "a decision that nobody reads protects nobody"]
pub fn decide(policy: &Policy, visit: &Visit<'_>, consent: Consent<'_>, cookie: &Cookie<'_>) -> Decision {
    answer(&Facts::of(policy, visit, consent), cookie)
}

/// The answer to one question of those that can be asked of the facts.
pub(crate) fn answer(facts: &Facts<'_>, cookie: &Cookie<'_>) -> Decision {
    let Facts { policy, visit, .. } = *facts;
    // R0: what the inventory does not list is denied, and nothing else is asked.
    let Some(found) = policy.find(visit.place(), cookie) else {
        let labelled = policy.has_imported_label(cookie);
        return unlisted(policy, Reason::Uncategorised, NoteSet::EMPTY.with_if(labelled, Note::ImportedLabelIgnored));
    };
    let listing = &*found.listing;
    if listing.is_for_another_party(cookie.party) {
        return unlisted(policy, Reason::OtherParty, NoteSet::EMPTY);
    }
    let blocked = block(visit.browser(), cookie);
    let permission =
        if listing.is_necessary() { necessary(policy, visit, cookie) } else { permit(facts, cookie, &found) };
    let max_lifetime = match permission.reason.verdict() {
        Verdict::Allow => longest(listing, visit.browser(), cookie, permission.reasons),
        Verdict::Deny => None,
    };
    let clamped = max_lifetime.is_some_and(|longest| cookie.lifetime > longest);
    Decision {
        permission: permission.reason,
        blocked,
        reasons: blocked.map_or(permission.reasons, |block| permission.reasons.with(block)),
        categories: permission.categories,
        max_lifetime,
        valid_until: permission.until,
        notes: permission.notes.with_if(clamped, Note::LifetimeClamped),
        obligations: permission.obligations,
        // R1 reads the browser for everything that is stored
        consulted: if reaches_the_browser(cookie) {
            permission.consulted.with(Input::Browser)
        } else {
            permission.consulted
        },
    }
}

const fn unlisted(policy: &Policy, reason: Reason, notes: NoteSet) -> Decision {
    Decision {
        permission: reason,
        blocked: None,
        reasons: ReasonSet::EMPTY.with(reason),
        categories: CategorySet::EMPTY,
        max_lifetime: None,
        valid_until: None,
        notes,
        obligations: ObligationSet::EMPTY,
        consulted: place(policy),
    }
}

/// Whose pages these are matters only where some are a Member's.
const fn place(policy: &Policy) -> InputSet {
    if policy.has_members() { InputSet::EMPTY.with(Input::Place) } else { InputSet::EMPTY }
}

/// The browser's cookie settings govern everything that it stores; a pixel stores nothing.
fn reaches_the_browser(cookie: &Cookie<'_>) -> bool {
    cookie.storage != Storage::Pixel
}

/// R0 and R1: what the browser will do whatever the law says.
fn block(browser: BrowserMode, cookie: &Cookie<'_>) -> Option<Reason> {
    if cookie.would_be_dropped() {
        return Some(Reason::InvalidAttributes);
    }
    if browser == BrowserMode::AcceptsAll || !reaches_the_browser(cookie) {
        return None;
    }
    match (browser, cookie.party) {
        (BrowserMode::BlocksAll, _) => Some(Reason::BrowserBlocksAll),
        (BrowserMode::BlocksFirstParty, Party::First) => Some(Reason::BrowserBlocksFirstParty),
        (BrowserMode::BlocksThirdParty, Party::Third) => Some(Reason::BrowserBlocksThirdParty),
        (BrowserMode::BlocksUnpartitionedThirdParty, Party::Third) if !cookie.is_partitioned() => {
            Some(Reason::BrowserBlocksThirdParty)
        }
        (
            BrowserMode::AcceptsAll
            | BrowserMode::SessionOnly
            | BrowserMode::BlocksFirstParty
            | BrowserMode::BlocksThirdParty
            | BrowserMode::BlocksUnpartitionedThirdParty,
            _,
        ) => None,
    }
}

/// What the law and the visitor say.
struct Permission {
    reason: Reason,
    reasons: ReasonSet,
    categories: CategorySet,
    until: Option<UtcDateTime>,
    notes: NoteSet,
    obligations: ObligationSet,
    consulted: InputSet,
}

/// R2: nothing else is asked, so that a strictly necessary cookie never makes a response vary.
fn necessary(policy: &Policy, visit: &Visit<'_>, cookie: &Cookie<'_>) -> Permission {
    let outcome = judge(Case::Necessary);
    // what only a Member declares exists on that Member's pages alone
    let everywhere = visit.place() == Place::Site
        || policy.find(Place::Site, cookie).is_some_and(|found| found.listing.is_necessary());
    Permission {
        reason: outcome.reasons.decisive(),
        reasons: outcome.reasons,
        categories: Category::StrictlyNecessary.into(),
        until: None,
        notes: outcome.notes,
        obligations: ObligationSet::EMPTY,
        consulted: if everywhere { InputSet::EMPTY } else { place(policy) },
    }
}

/// R3 to R13, for each category in each region; any denial wins.
fn permit(facts: &Facts<'_>, cookie: &Cookie<'_>, found: &Found<'_>) -> Permission {
    let Facts { policy, visit, .. } = *facts;
    let listing = &*found.listing;
    let afresh;
    let weighed = if let Some(settled) = facts.settled_weighing(found) {
        settled
    } else {
        afresh = facts.weigh_all(found);
        &afresh
    };
    Permission {
        reason: weighed.reason,
        reasons: weighed.reasons,
        categories: listing.judged_categories(),
        until: weighed.until,
        notes: notes(policy, visit, cookie, listing).union(weighed.notes),
        obligations: weighed.obligations,
        consulted: consulted(policy, listing),
    }
}

/// What deserves mention about signals and labels that decide nothing.
fn notes(policy: &Policy, visit: &Visit<'_>, cookie: &Cookie<'_>, listing: &Listing) -> NoteSet {
    let covered = listing.is_covered();
    let undeclared = !listing.is_declared();
    if !covered && !undeclared {
        return NoteSet::EMPTY;
    }
    let signals = visit.signals();
    let dnt_ignored = signals.dnt() && policy.settings().dnt_scope == DntScope::Ignored;
    NoteSet::EMPTY
        .with_if(covered && dnt_ignored, Note::DntIgnored)
        .with_if(covered && signals.malformed(), Note::MalformedSignalIgnored)
        .with_if(undeclared, Note::UndeclaredAsTargeting)
        .with_if(undeclared && policy.has_imported_label(cookie), Note::ImportedLabelIgnored)
}

/// What is read for a cookie, known from the policy alone, so that the same response always varies on the same things.
fn consulted(policy: &Policy, listing: &Listing) -> InputSet {
    // the place even where there is no Member: the pages of one that the policy does not know have the strictest rules
    // and the age, of which a field of GPP speaks too, as there are laws that protect minors in every use
    const ALWAYS: InputSet = InputSet::of(&[
        Input::Now,
        Input::Place,
        Input::Region,
        Input::Consent,
        Input::Recognised,
        Input::Age,
        Input::Gpp,
    ]);
    const COVERED: InputSet = InputSet::of(&[Input::Gpc, Input::Dnt, Input::UsPrivacy]);
    let mut inputs = ALWAYS;
    if listing.is_covered() {
        inputs = inputs.union(COVERED);
    }
    for vendor in policy.vendors(listing) {
        inputs = inputs.with(Input::OptOuts);
        if vendor.tcf_id.is_some() || vendor.atp_id.is_some() {
            inputs = inputs.with(Input::Tcf);
        }
    }
    inputs
}

/// The least of all limits that are constants.
fn longest(listing: &Listing, browser: BrowserMode, cookie: &Cookie<'_>, reasons: ReasonSet) -> Option<Lifetime> {
    // CNIL: at most 13 months, without prolongation
    const AUDIENCE_MEASUREMENT: Lifetime = Lifetime::days(396);
    let mut longest = listing.lifetime();
    let mut at_most = |limit| longest = Some(longest.map_or(limit, |known| known.min(limit)));
    if cookie.storage == Storage::Cookie {
        at_most(Lifetime::Persistent(MaxAge::LIMIT));
    }
    if reasons.contains(Reason::ExemptAudienceMeasurement) {
        at_most(AUDIENCE_MEASUREMENT);
    }
    if browser == BrowserMode::SessionOnly && reaches_the_browser(cookie) {
        at_most(Lifetime::Session);
    }
    longest
}
