//! The command line, read by hand.

use std::fmt::Display;
use std::str::FromStr;

use cookie_consent::time::format_description::well_known::{Iso8601, Rfc3339};
use cookie_consent::time::{Date, Time, UtcDateTime};
use cookie_consent::{
    Age, BrowserMode, ConsentEvent, ConsentRecord, Cookie, Coverage, GpcSeen, History, Lifetime, OptOut,
    OptOutControl, Party, Place, Policy, Programme, Provenance, Recognised, Region, Signals, Storage, Visit, WireError,
};

pub(crate) const HELP: &str = "\
May this cookie be set, kept or sent, for this visitor, now, and why?

USAGE
  decide                      a table of visitors and cookies, by the policy of edX
  decide --cookie NAME [...]  one case, explained
  decide --law [...]          what the law of a region says, with its sources

WHAT IS ASKED
  --cookie NAME          the cookie, or the key of another storage
  --host HOST            the host it belongs to                          [www.edx.org]
  --path PATH            its path                                        [/]
  --third-party          it is third-party on this page; needs --host
  --lifetime DAYS        how long it is to live; or `session`            [session]
  --storage KIND         cookie, local-storage, session-storage, indexed-db or pixel

UNDER WHICH FACTS
  --at INSTANT           2026-11-23T12:00:00Z, or a date for its 00:00   [2026-11-23T12:00:00Z]
  --region REGION        FR or US-CA; again for a second one             [unknown: the strictest law]
  --page HOST/PATH       the page, which may be a Member's               [a page of the site]
  --member ID            the Member whose page it is
  --gpc                  the request has `Sec-GPC: 1`
  --dnt                  the request has `DNT: 1`
  --opt-out WHERE        daa, edaa, nai (all companies, or daa:VENDOR), own:VENDOR, google-analytics or meta
  --browser MODE         what the browser does: accepts-all, blocks-third-party, blocks-all ...
  --age YEARS            the visitor's age, if known
  --account              the visitor is logged in
  --stranger             neither browser nor account is recognised

WHAT WAS SAID
  --accept-all INSTANT   everything was accepted then, in a banner
  --override INSTANT     the same, although Global Privacy Control was on, and after being told
  --reject-all INSTANT   everything was refused then
  --consent RECORD       the stored record itself; a damaged one counts as unreadable

ANSWER
  --policy FILE          another policy, as JSON
  --json                 the decision as JSON
  --law                  the facts of law of the regions, instead of a decision
  --help                 this
";

/// What to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    Text,
    Json,
    Law,
    Help,
}

/// One case, as the command line tells it.
#[derive(Debug)]
pub(crate) struct Args {
    pub(crate) output: Output,
    pub(crate) policy: Option<String>,
    pub(crate) at: UtcDateTime,
    pub(crate) regions: Vec<Region>,
    name: Option<String>,
    host: Option<String>,
    path: String,
    party: Party,
    lifetime: Lifetime,
    storage: Storage,
    page: Option<(String, String)>,
    member: Option<String>,
    sec_gpc: Option<&'static [u8]>,
    dnt: Option<&'static [u8]>,
    opt_outs: Vec<OptOut>,
    browser: BrowserMode,
    age: Age,
    recognised: Recognised,
    said: Vec<(UtcDateTime, Said)>,
    record: Option<String>,
}

/// What a visitor said about everything at once.
#[derive(Clone, Copy, Debug)]
enum Said {
    Accept,
    Override,
    Reject,
}

/// What is wrong with the command line: which argument, and what is expected.
#[derive(Debug, thiserror::Error)]
#[error("`{argument}` {problem} (see --help)")]
pub(crate) struct Misuse {
    argument: String,
    problem: String,
}

fn misuse(argument: &str, problem: impl Display) -> Misuse {
    Misuse { argument: argument.to_owned(), problem: problem.to_string() }
}

/// The instant of every example, so that its output is the same on every day.
pub(crate) const NOW: UtcDateTime = match Date::from_ordinal_date(2026, 327) {
    Ok(date) => UtcDateTime::new(date, Time::MIDNIGHT.saturating_noon()),
    Err(_) => UtcDateTime::UNIX_EPOCH,
};
