//! Many visitors, many cookies: a table, and two of its cells in full.

use std::fmt::{self, Write};

use cookie_consent::consent::StoredConsent;
use cookie_consent::consent::{GpcSeen, History, PolicyVersion};
use cookie_consent::cookie::{CategorySet, Lifetime};
use cookie_consent::prompt::Ask;
use cookie_consent::visit::{BrowserMode, Coverage, OptOut, OptOutControl, Programme, Provenance, Recognised, Signals};
use cookie_consent::{Age, Category, ConsentEvent, Cookie, Decision, Policy, Region, Visit};
use time::UtcDateTime;
use time::macros::utc_datetime;

use crate::args::NOW;
use crate::explain::{self, Question, mark};

/// Who visits, from where, and what is known.
struct Visitor {
    region: Option<Region>,
    what: &'static str,
    stored: StoredConsent,
    gpc: bool,
    opt_outs: Vec<OptOut>,
    browser: BrowserMode,
    age: Age,
    page: &'static str,
}

impl Visitor {
    /// One who says nothing, and of whom nothing is known but the region.
    fn from(region: &str) -> Self {
        Self {
            region: region.parse().ok(),
            what: "silent",
            stored: StoredConsent::Absent,
            gpc: false,
            opt_outs: Vec::new(),
            browser: BrowserMode::AcceptsAll,
            age: Age::Unknown,
            page: "/",
        }
    }

    fn but(self, what: &'static str) -> Self {
        Self { what, ..self }
    }

    fn saying(self, events: impl IntoIterator<Item = ConsentEvent>) -> Self {
        let history: History = events.into_iter().collect();
        Self { stored: StoredConsent::Given(history.record()), ..self }
    }

    fn with_gpc(self) -> Self {
        Self { gpc: true, ..self }
    }

    fn visit<'a>(&'a self, policy: &'a Policy) -> Visit<'a> {
        let signals = Signals::from_headers(self.gpc.then_some(("Sec-GPC", "1")));
        let place = policy.place("courses.edx.org", self.page);
        let visit = Visit::new(NOW, place, signals, &self.opt_outs, self.browser, self.age);
        self.region.into_iter().fold(visit, Visit::region).recognised(Recognised::BROWSER)
    }

    fn asks<'a>(&'a self, policy: &'a Policy, cookie: Cookie<'a>) -> Question<'a> {
        Question { policy, visit: self.visit(policy), stored: &self.stored, cookie }
    }
}

/// The version in force since 2022-12-15.
const CURRENT: PolicyVersion = PolicyVersion::new(7);
/// The version before the last material change of every category.
const OLD: PolicyVersion = PolicyVersion::new(4);
const MAY: UtcDateTime = utc_datetime!(2026-05-01 09:30);
const OCTOBER: UtcDateTime = utc_datetime!(2026-10-01 09:30);
const NOVEMBER: UtcDateTime = utc_datetime!(2026-11-10 18:00);

fn visitors() -> Vec<Visitor> {
    let france = || Visitor::from("FR");
    let california = || Visitor::from("US-CA");
    let accepted = || ConsentEvent::accept_all(OCTOBER, CURRENT);
    let refused = || ConsentEvent::reject_all(OCTOBER, CURRENT);
    let withdrawn = ConsentEvent::withdraw(NOVEMBER, CURRENT, CategorySet::NON_ESSENTIAL);
    let performance_only =
        ConsentEvent::choose(OCTOBER, CURRENT, CategorySet::NON_ESSENTIAL, Category::Performance.into());
    let gpc_seen = ConsentEvent::new(OCTOBER, CURRENT).seeing_gpc(GpcSeen::On);
    let told = ConsentEvent::accept_all(NOVEMBER, CURRENT).seeing_gpc(GpcSeen::ConflictShown);
    let opted_out = OptOut {
        control: OptOutControl::Programme(Programme::Daa),
        covers: Coverage::AllParticipants,
        since: None,
        known_by: Provenance::Visitor,
    };
    vec![
        france(),
        france().but("accepted").saying([accepted()]),
        france().but("accepted in May").saying([ConsentEvent::accept_all(MAY, CURRENT)]),
        france().but("old policy").saying([ConsentEvent::accept_all(OCTOBER, OLD)]),
        france().but("refused").saying([refused()]),
        france().but("withdrew").saying([accepted(), withdrawn]),
        Visitor { stored: StoredConsent::of_text(Some("1.p!damaged")), ..france().but("damaged record") },
        Visitor { browser: BrowserMode::BlocksThirdParty, ..france().but("no third party").saying([accepted()]) },
        Visitor { page: "/courses/UniX/CS101", ..france().but("on UniX pages").saying([accepted()]) },
        Visitor::from("DE").but("performance only").saying([performance_only]),
        Visitor::from("GB"),
        Visitor::from("CH"),
        Visitor::from("CA-QC"),
        california(),
        california().but("GPC").with_gpc(),
        california().but("GPC, accepted").with_gpc().saying([accepted()]),
        california().but("GPC, overridden").with_gpc().saying([gpc_seen, told]),
        Visitor { age: Age::Years(14), ..california().but("aged 14") },
        Visitor { opt_outs: vec![opted_out], ..Visitor::from("US-TX").but("DAA opt-out") },
        Visitor::from("US-VA").but("GPC").with_gpc(),
        Visitor::from("unknown"),
    ]
}

const COOKIES: [Cookie<'_>; 6] = [
    Cookie::first_party("sessionid", "www.edx.org"),
    Cookie::first_party("openedx-language-preference", "www.edx.org"),
    Cookie::first_party("_ga", "www.edx.org").lasting(Lifetime::days(730)),
    Cookie::first_party("_fbp", "www.edx.org").lasting(Lifetime::days(90)),
    Cookie::third_party("fr", "www.facebook.com").lasting(Lifetime::days(90)),
    Cookie::first_party("foo", "www.edx.org"),
];

const NOTES: &str = "\
Accepted: everything, on 2026-10-01; old policy: the same, under version 4; withdrew: on 2026-11-10.
GPC, accepted: before the signal was on; GPC, overridden: after being told that it is.
Ask: when a banner is due. foo: a cookie that the site has not declared.
";

/// A column of text, with its heading above.
struct Column {
    heading: String,
    cells: Vec<String>,
}

impl Column {
    fn new(heading: &str, cells: impl Iterator<Item = String>) -> Self {
        Self { heading: heading.to_owned(), cells: cells.collect() }
    }

    /// The decisions about one cookie. Where all are the same, the cells hold the mark alone and the legend the rest.
    fn about(cookie: &Cookie<'_>, decisions: &[Decision], legend: &mut Vec<String>) -> Self {
        match decisions {
            [first, rest @ ..] if rest.iter().all(|other| other.reason() == first.reason()) => {
                legend.push(format!("{} {}", cookie.name, explain::code(first.reason())));
                Self::new(cookie.name, decisions.iter().map(|decision| mark(decision.verdict()).to_string()))
            }
            _ => Self::new(cookie.name, decisions.iter().map(|decision| explain::code(decision.reason()))),
        }
    }

    fn width(&self) -> usize {
        self.cells.iter().chain([&self.heading]).map(|text| text.chars().count()).max().unwrap_or(0)
    }
}

/// Whether a visitor is to be asked, in a word.
fn ask(what: Ask) -> String {
    match what {
        Ask::Now { .. } => "now".to_owned(),
        Ask::NotBefore(date) => date.date().to_string(),
        Ask::Nothing | _ => "–".to_owned(),
    }
}

/// The table, and one denial and one allowance in full.
pub(crate) fn of(policy: &Policy) -> Result<String, fmt::Error> {
    let visitors = visitors();
    let mut legend = Vec::new();
    let names = visitors.iter().map(|visitor| {
        let region = visitor.region.map_or("?".to_owned(), |region| region.to_string());
        format!("{region:<5} {}", visitor.what)
    });
    let mut columns = vec![Column::new("visitor", names)];
    for cookie in &COOKIES {
        let decisions: Vec<_> = visitors.iter().map(|visitor| visitor.asks(policy, *cookie).decide()).collect();
        columns.push(Column::about(cookie, &decisions, &mut legend));
    }
    let prompts =
        visitors.iter().map(|visitor| ask(policy.prompt(&visitor.visit(policy), visitor.stored.as_consent()).ask()));
    columns.push(Column::new("ask", prompts));

    let mut out = format!("The cookies of edX at {}: ✓ allowed, ✗ denied\n\n", explain::instant(NOW));
    write_row(&mut out, &columns, |column| Some(&column.heading))?;
    let rules: Vec<String> = columns.iter().map(|column| "─".repeat(column.width())).collect();
    writeln!(out, "{}", rules.join("  "))?;
    for row in 0..visitors.len() {
        write_row(&mut out, &columns, |column| column.cells.get(row))?;
    }
    writeln!(out, "\nFor every visitor: {}.", legend.join(", "))?;
    out.push_str(NOTES);

    for (title, what, name) in [("A denial", "GPC, accepted", "_fbp"), ("An allowance", "accepted", "_ga")] {
        let visitor = visitors.iter().find(|visitor| visitor.what == what);
        let cookie = COOKIES.iter().find(|cookie| cookie.name == name);
        if let Some((visitor, cookie)) = visitor.zip(cookie) {
            writeln!(out, "\n{title} in full\n")?;
            visitor.asks(policy, *cookie).explain(&mut out)?;
        }
    }
    Ok(out)
}

fn write_row<'c>(
    out: &mut impl Write,
    columns: &'c [Column],
    text: impl Fn(&'c Column) -> Option<&'c String>,
) -> fmt::Result {
    let cells: Vec<String> = columns
        .iter()
        .map(|column| format!("{:<width$}", text(column).map_or("", String::as_str), width = column.width()))
        .collect();
    writeln!(out, "{}", cells.join("  ").trim_end())
}
