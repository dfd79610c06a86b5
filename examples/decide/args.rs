//! The command line.

use std::ffi::OsString;
use std::fmt::Display;
use std::str::FromStr;

use cookie_consent::consent::{GpcSeen, History, StoredConsent};
use cookie_consent::cookie::{Attributes, Lifetime, Party, Storage};
use cookie_consent::visit::{BrowserMode, Coverage, OptOut, OptOutControl, Programme, Provenance, Recognised, Signals};
use cookie_consent::{Age, ConsentEvent, Cookie, Place, Policy, Region, Visit};
use lexopt::ValueExt as _;
use time::format_description::well_known::{Iso8601, Rfc3339};
use time::macros::utc_datetime;
use time::{Date, OffsetDateTime, Time, UtcDateTime};

/// The instant of the examples, so that their output is the same on every day.
pub(crate) const NOW: UtcDateTime = utc_datetime!(2026-11-23 12:00);

pub(crate) const HELP: &str = "\
May this cookie be set, kept or sent, for this visitor, now, and why?

USAGE
  decide                      a table of visitors and cookies, by the policy of edX
  decide --cookie NAME [...]  one case, explained
  decide --law [...]          what the law of a region says, with its sources
  decide --law --cookie NAME [...]  one case, with the law on which it rests

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
  --law                  with a cookie, the law on which each reason rests; else the law of the regions
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

/// What a visitor said about everything at once.
#[derive(Clone, Copy, Debug)]
enum Said {
    Accepted,
    AcceptedDespiteGpc,
    Rejected,
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
    page: Option<String>,
    member: Option<String>,
    sec_gpc: Option<&'static str>,
    dnt: Option<&'static str>,
    opt_outs: Vec<OptOut>,
    browser: BrowserMode,
    age: Age,
    recognised: Recognised,
    said: Vec<(Said, UtcDateTime)>,
    record: Option<String>,
}

/// What is wrong with the command line: which option, and what is expected of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Misuse {
    #[error("`--{option}`: {problem}")]
    Option { option: String, problem: String },
    #[error("{0} (see --help)")]
    Words(#[from] lexopt::Error),
}

fn misuse(option: &str, problem: impl Display) -> Misuse {
    Misuse::Option { option: option.to_owned(), problem: problem.to_string() }
}

impl Args {
    const fn none() -> Self {
        Self {
            output: Output::Text,
            policy: None,
            at: NOW,
            regions: Vec::new(),
            name: None,
            host: None,
            path: String::new(),
            party: Party::First,
            lifetime: Lifetime::Session,
            storage: Storage::Cookie,
            page: None,
            member: None,
            sec_gpc: None,
            dnt: None,
            opt_outs: Vec::new(),
            browser: BrowserMode::AcceptsAll,
            age: Age::Unknown,
            recognised: Recognised::BROWSER,
            said: Vec::new(),
            record: None,
        }
    }

    /// Reads the command line.
    pub(crate) fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Self, Misuse> {
        use lexopt::Arg::{Long, Short, Value};
        let mut args = Self::none();
        let mut parser = lexopt::Parser::from_args(words);
        while let Some(argument) = parser.next()? {
            let option = match argument {
                Short('h') => "help".to_owned(),
                Long(option) => option.to_owned(),
                Short(_) | Value(_) => return Err(argument.unexpected().into()),
            };
            if !args.set_flag(&option) {
                args.set(&option, &mut parser)?;
            }
        }
        args.check()
    }

    /// Sets an option that takes no value; false if there is no such option.
    fn set_flag(&mut self, option: &str) -> bool {
        match option {
            "help" => self.output = Output::Help,
            "json" => self.output = Output::Json,
            "law" => self.output = Output::Law,
            "third-party" => self.party = Party::Third,
            "gpc" => self.sec_gpc = Some("1"),
            "dnt" => self.dnt = Some("1"),
            "account" => self.recognised = Recognised::ALL,
            "stranger" => self.recognised = Recognised::NOBODY,
            _ => return false,
        }
        true
    }

    /// Sets an option that takes a value.
    fn set(&mut self, option: &str, words: &mut lexopt::Parser) -> Result<(), Misuse> {
        let mut text = || words.value()?.string();
        match option {
            "policy" => self.policy = Some(text()?),
            "cookie" => self.name = Some(text()?),
            "host" => self.host = Some(text()?),
            "path" => self.path = text()?,
            "page" => self.page = Some(text()?),
            "member" => self.member = Some(text()?),
            "consent" => self.record = Some(text()?),
            "region" => self.regions.push(read(option, &text()?)?),
            "at" => self.at = instant(option, &text()?)?,
            "accept-all" => self.said.push((Said::Accepted, instant(option, &text()?)?)),
            "override" => self.said.push((Said::AcceptedDespiteGpc, instant(option, &text()?)?)),
            "reject-all" => self.said.push((Said::Rejected, instant(option, &text()?)?)),
            "lifetime" => self.lifetime = lifetime(option, &text()?)?,
            "storage" => self.storage = read(option, &text()?)?,
            "browser" => self.browser = read(option, &text()?)?,
            "opt-out" => self.opt_outs.push(opt_out(option, &text()?)?),
            "age" => {
                let years = text()?;
                let age =
                    years.parse().map_err(|_| misuse(option, format_args!("`{years}` is not an age in years")))?;
                self.age = Age::Years(age);
            }
            _ => return Err(misuse(option, "is not an option (see --help)")),
        }
        Ok(())
    }

    /// Refuses what contradicts itself.
    fn check(self) -> Result<Self, Misuse> {
        let asks = matches!(self.output, Output::Text | Output::Json);
        if asks && self.name.is_none() {
            Err(misuse("cookie", "is missing: name the cookie to decide (see --help)"))
        } else if self.party == Party::Third && self.host.is_none() {
            Err(misuse("third-party", "needs `--host`: name the host that the cookie belongs to"))
        } else if self.page.is_some() && self.member.is_some() {
            Err(misuse("member", "cannot stand beside `--page`, which tells whose page it is"))
        } else if self.record.is_some() && !self.said.is_empty() {
            Err(misuse("consent", "cannot stand beside another word of the visitor: it is the whole record"))
        } else {
            Ok(self)
        }
    }

    /// Whether a case is asked for, and not the law of a place.
    pub(crate) const fn names_a_cookie(&self) -> bool {
        self.name.is_some()
    }

    /// The record of choices, as a backend would have read it.
    pub(crate) fn stored(&self, policy: &Policy) -> StoredConsent {
        let event = |(said, at): &(Said, UtcDateTime)| {
            let version = policy.version_at(*at);
            match said {
                Said::Accepted => ConsentEvent::accept_all(*at, version),
                Said::AcceptedDespiteGpc => ConsentEvent::accept_all(*at, version).seeing_gpc(GpcSeen::ConflictShown),
                Said::Rejected => ConsentEvent::reject_all(*at, version),
            }
        };
        match &self.record {
            Some(text) => StoredConsent::of_text(Some(text)),
            None if self.said.is_empty() => StoredConsent::Absent,
            None => StoredConsent::Given(self.said.iter().map(event).collect::<History>().record()),
        }
    }

    /// The facts of the request.
    pub(crate) fn visit<'a>(&'a self, policy: &'a Policy) -> Visit<'a> {
        let place = match (&self.member, &self.page) {
            (Some(member), _) => Place::Member(member),
            (None, Some(page)) => {
                let (host, path) = page.split_at(page.find('/').unwrap_or(page.len()));
                policy.place(host, path)
            }
            (None, None) => Place::Site,
        };
        let headers = [self.sec_gpc.map(|value| ("Sec-GPC", value)), self.dnt.map(|value| ("DNT", value))];
        let signals = Signals::from_headers(headers.into_iter().flatten());
        let visit = Visit::new(self.at, place, signals, &self.opt_outs, self.browser, self.age);
        self.regions.iter().fold(visit, |visit, region| visit.region(*region)).recognised(self.recognised)
    }

    /// The cookie in question.
    pub(crate) fn cookie(&self) -> Cookie<'_> {
        Cookie {
            name: self.name.as_deref().unwrap_or_default(),
            host: self.host.as_deref().unwrap_or("www.edx.org"),
            path: if self.path.is_empty() { "/" } else { &self.path },
            party: self.party,
            lifetime: self.lifetime,
            storage: self.storage,
            attributes: Attributes::Unknown,
        }
    }
}

fn read<T: FromStr<Err: Display>>(option: &str, text: &str) -> Result<T, Misuse> {
    text.parse().map_err(|error| misuse(option, error))
}

/// `2026-11-23T12:00:00Z`, or `2026-11-23` for its 00:00.
fn instant(option: &str, text: &str) -> Result<UtcDateTime, Misuse> {
    // an offset can lead out of the calendar, and `UtcDateTime::parse` would panic
    let at = OffsetDateTime::parse(text, &Rfc3339).ok().and_then(OffsetDateTime::checked_to_utc);
    // what follows a date is not looked at
    let date = || Date::parse(text, &Iso8601::DATE).ok().filter(|date| date.to_string() == text);
    at.or_else(|| date().map(|date| UtcDateTime::new(date, Time::MIDNIGHT))).ok_or_else(|| {
        misuse(
            option,
            format_args!("`{text}` is not an instant: use 2026-11-23T12:00:00Z or a date such as 2026-11-23"),
        )
    })
}

fn lifetime(option: &str, text: &str) -> Result<Lifetime, Misuse> {
    match text {
        "session" => Ok(Lifetime::Session),
        days => days.parse().ok().filter(|days| *days > 0).map(Lifetime::days).ok_or_else(|| {
            misuse(option, format_args!("`{text}` is not a lifetime: use days, such as 730, or `session`"))
        }),
    }
}

/// `daa`, `daa:meta`, `own:meta`, `google-analytics`, `meta`.
fn opt_out(option: &str, text: &str) -> Result<OptOut, Misuse> {
    let (place, covers) = match text.split_once(':') {
        Some((place, vendor)) => (place, Coverage::Vendors(vec![read(option, vendor)?])),
        None => (text, Coverage::AllParticipants),
    };
    let control = match (place, &covers) {
        ("own", Coverage::Vendors(_)) => OptOutControl::VendorTool,
        ("own", Coverage::AllParticipants) => {
            return Err(misuse(option, "`own` needs a vendor, such as `own:ad-agency`"));
        }
        ("google-analytics", _) => OptOutControl::GoogleAnalyticsAddOn,
        ("meta", _) => OptOutControl::MetaAccountControl,
        (programme, _) => OptOutControl::Programme(programme.parse::<Programme>().map_err(|error| {
            misuse(option, format_args!("{error}: use daa, edaa, nai, own:VENDOR, google-analytics or meta"))
        })?),
    };
    Ok(OptOut { control, covers, since: None, known_by: Provenance::Visitor })
}
