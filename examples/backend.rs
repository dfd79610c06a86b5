//! What a backend adds to its requests: [`respond`] is the whole of it, ready to paste.
//!
//! ```text
//! cargo run --example backend
//! ```

#![expect(clippy::print_stdout, reason = "a transcript")]

use core::error::Error;

use cookie_consent::cookie::{CategorySet, Lifetime};
use cookie_consent::decision::{Existing, Input, InputSet};
use cookie_consent::prompt::Ask;
use cookie_consent::read::{self, Headers, Managers, Sources};
use cookie_consent::visit::{BrowserMode, Recognised};
use cookie_consent::{Age, Category, ConsentEvent, ConsentRecord, Cookie, Policy, Region, Visit, decide};
use time::UtcDateTime;
use time::macros::utc_datetime;

/// Decides each cookie that the application wants to set, and adds the headers that follow from it.
fn respond(policy: &Policy, request: &Request<'_>, wanted: &[Cookie<'_>]) -> Response {
    let mut response = Response::default();
    let mut consulted = InputSet::EMPTY;

    // what the headers say: signals, and the record in its cookie, of which damage is never silence
    let lines = request.headers.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()));
    let reading =
        read::request(&Sources::of(policy, Managers::NONE).record_in("edx_consent"), request.now, &Headers::new(lines));
    response.log.extend(reading.remarks().iter().map(ToString::to_string));
    let consent = reading.consent();

    // the facts of the visit
    let place = policy.place(request.host, request.path);
    let (signals, opt_outs) = (reading.signals().clone(), reading.opt_outs());
    let visit = Visit::new(request.now, place, signals, opt_outs, BrowserMode::AcceptsAll, Age::Unknown)
        .recognised(Recognised::BROWSER);
    // a region that is not known gets the strictest law
    let region: Option<Region> = request.country.parse().ok();
    let visit = region.into_iter().fold(visit, Visit::region);

    // each cookie: set it, for no longer than it may live; remove it if the visitor said no; or leave it alone
    for cookie in wanted {
        let decision = decide(policy, &visit, consent, cookie);
        consulted = consulted.union(decision.consulted());
        let life = decision.max_lifetime().map_or(cookie.lifetime, |longest| longest.min(cookie.lifetime));
        if decision.is_allowed() {
            response.header("Set-Cookie", &format!("{}=…; Path=/; Secure{}", cookie.name, max_age(life)));
        } else if decision.existing() == Existing::Remove {
            response.header("Set-Cookie", &format!("{}=; Path=/; Max-Age=0", cookie.name));
        }
        response.log.push(format!("{}: {decision}", cookie.name));
    }

    // caches: some inputs are request headers, the others are known to this server alone
    let headers = [(Input::Consent, "Cookie"), (Input::Gpc, "Sec-GPC"), (Input::Dnt, "DNT")];
    let vary: Vec<&str> =
        headers.into_iter().filter(|(input, _)| consulted.contains(*input)).map(|(_, name)| name).collect();
    if !vary.is_empty() {
        response.header("Vary", &vary.join(", "));
    }
    if consulted.contains(Input::Region) {
        response.header("Cache-Control", "private");
    }

    // the banner, if one is due
    let prompt = policy.prompt(&visit, consent);
    if let Ask::Now { categories, .. } = prompt.ask() {
        response.banner = categories;
    }
    response
}

fn max_age(life: Lifetime) -> String {
    match life {
        Lifetime::Session => String::new(),
        Lifetime::Persistent(age) => format!("; Max-Age={}", age.seconds()),
    }
}

/// A request, as any framework has it.
struct Request<'a> {
    now: UtcDateTime,
    /// By the address, as a content delivery network reports it.
    country: &'a str,
    host: &'a str,
    path: &'a str,
    headers: Vec<(&'a str, String)>,
}

/// A response, as any framework has it.
#[derive(Default)]
struct Response {
    headers: Vec<(String, String)>,
    log: Vec<String>,
    banner: CategorySet,
}

impl Response {
    fn header(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    // once, when the server starts; everything that is wrong with a policy is found here
    let policy: Policy = serde_json::from_str(include_str!("policies/edx.json"))?;

    // what the application would set if nobody minded
    let wanted = [
        Cookie::first_party("sessionid", "www.edx.org").lasting(Lifetime::days(14)),
        Cookie::first_party("_ga", "www.edx.org").lasting(Lifetime::days(730)),
        Cookie::first_party("_fbp", "www.edx.org").lasting(Lifetime::days(90)),
    ];

    // a server takes the time from its clock, here it is fixed so that the transcript is the same on every day
    let now = utc_datetime!(2026-11-23 12:00);
    let chosen_at = utc_datetime!(2026-11-20 9:30);
    let version = policy.version_at(chosen_at);
    let performance = Category::Performance.into();
    let choice = ConsentEvent::choose(chosen_at, version, CategorySet::NON_ESSENTIAL, performance);
    let record = ConsentRecord::first(&choice).to_string();

    let visits = [
        ("a first visit from France", "FR", vec![]),
        ("the same visitor, who accepted performance alone", "FR", vec![("Cookie", format!("edx_consent={record}"))]),
        ("the same record, damaged on its way", "FR", vec![("Cookie", "edx_consent=1.p!".to_owned())]),
        ("a first visit from California, with Global Privacy Control", "US-CA", vec![("Sec-GPC", "1".to_owned())]),
    ];
    for (title, country, headers) in visits {
        let request = Request { now, country, host: "www.edx.org", path: "/", headers };
        let response = respond(&policy, &request, &wanted);
        println!("# {title}\n");
        println!("> GET / from {country}");
        request.headers.iter().for_each(|(name, value)| println!("> {name}: {value}"));
        println!("< 200 OK");
        response.headers.iter().for_each(|(name, value)| println!("< {name}: {value}"));
        response.log.iter().for_each(|line| println!("  {line}"));
        if !response.banner.is_empty() {
            let categories: Vec<_> = response.banner.iter().map(Category::as_str).collect();
            println!("  banner: {}", categories.join(", "));
        }
        println!();
    }
    Ok(())
}
