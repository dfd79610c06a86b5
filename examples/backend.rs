//! What a backend adds to its requests: [`respond`] and [`store`] are the whole of it, ready to paste.
//!
//! ```text
//! cargo run --example backend
//! ```

#![expect(clippy::print_stdout, reason = "a transcript")]

use core::error::Error;

use cookie_consent::consent::GpcSeen;
use cookie_consent::cookie::CategorySet;
use cookie_consent::enforce::{Removable, RequestUri};
use cookie_consent::prompt::Ask;
use cookie_consent::read::{Headers, Managers};
use cookie_consent::{Age, Category, ConsentEvent, Policy, Region, Visitor};
use time::UtcDateTime;
use time::macros::utc_datetime;

/// The domain that the hosts of the site share: cookies may have been set for it, too.
const DOMAIN: &str = "edx.org";
/// All that the site owns.
const OWN: &[&str] = &[DOMAIN];

/// Holds what the application wants to set against the visitor's choices, removes what was said no to, and says on what
/// the response depends.
fn respond(policy: &Policy, http: &HttpRequest<'_>, lines: &[&str]) -> HttpResponse {
    let mut response = HttpResponse::default();

    // what the headers say: signals, and the record in its cookie, of which damage is never silence
    let headers = http.headers();
    let request = policy.read(http.now, &headers, Managers::NONE);
    response.log.extend(request.remarks().iter().map(ToString::to_string));

    // the facts of the visit; a region that is not known gets the strictest law
    let uri = RequestUri::first_party(http.host, http.path);
    let visitor = request.visitor(policy.place(http.host, http.path), Age::Unknown, &[]);
    let visitor = Region::from_parts(http.country, http.part).into_iter().fold(visitor, Visitor::region);
    let prompt = visitor.prompt();
    let mut consulted = prompt.consulted();

    // each cookie that is wanted: set as it is, for no longer than it may live, or not at all
    for line in lines {
        let outgoing = visitor.set_cookie(&uri, line.as_bytes());
        consulted = consulted.union(outgoing.consulted());
        response.log.push(outgoing.to_string());
        if let Some(line) = outgoing.line() {
            response.header("Set-Cookie", &String::from_utf8_lossy(line));
        }
    }

    // each that arrived, whoever set it: removed if the visitor said no
    if let Ok(cookies) = headers.cookies() {
        let removals = visitor.removals(&uri, &Removable::of_domains(OWN), cookies);
        consulted = consulted.union(removals.consulted());
        removals.for_each(|removal| response.header("Set-Cookie", &removal.to_string()));
    }

    // caches: some inputs are request headers, the others are known to this server alone
    let vary: Vec<&str> = consulted.vary().collect();
    if !vary.is_empty() {
        response.header("Vary", &vary.join(", "));
    }
    if consulted.must_be_private() {
        response.header("Cache-Control", "private");
    }

    // the banner, if one is due
    if let Ask::Now { categories, .. } = prompt.ask() {
        response.banner = categories;
    }
    response
}

/// Stores what the visitor chose in the banner. What was said before, and about other things, stays in the record.
fn store(policy: &Policy, http: &HttpRequest<'_>, accepted: CategorySet) -> HttpResponse {
    let mut response = HttpResponse::default();
    let request = policy.read(http.now, &http.headers(), Managers::NONE);
    let visitor = request.visitor(policy.place(http.host, http.path), Age::Unknown, &[]);
    let visitor = Region::from_parts(http.country, http.part).into_iter().fold(visitor, Visitor::region);
    let version = policy.version_at(http.now);
    let seen = if request.signals().gpc() { GpcSeen::On } else { GpcSeen::Off };
    let event = ConsentEvent::choose(http.now, version, CategorySet::NON_ESSENTIAL, accepted).seeing_gpc(seen);
    let record = visitor.record_with(&event);
    if let Some(cookie) = visitor.record_cookie(&RequestUri::first_party(http.host, http.path), &record) {
        response.header("Set-Cookie", &cookie.on_domain(DOMAIN).to_string());
    }
    // the page is asked for again, and answered by the new record
    response.header("Location", http.path);
    response
}

/// A request, as any framework has it.
struct HttpRequest<'a> {
    now: UtcDateTime,
    /// By the address, as a content delivery network reports it in two fields.
    country: &'a str,
    part: &'a str,
    host: &'a str,
    path: &'a str,
    lines: Vec<(&'a str, String)>,
}

impl HttpRequest<'_> {
    fn headers(&self) -> Headers<'_> {
        Headers::new(self.lines.iter().map(|(name, value)| (*name, value.as_str())))
    }
}

/// A response, as any framework has it.
#[derive(Default)]
struct HttpResponse {
    lines: Vec<(String, String)>,
    log: Vec<String>,
    banner: CategorySet,
}

impl HttpResponse {
    fn header(&mut self, name: &str, value: &str) {
        self.lines.push((name.to_owned(), value.to_owned()));
    }

    /// The first cookie that it sets, as the browser sends it back.
    fn cookie(&self) -> Option<String> {
        let set = self.lines.iter().find(|(name, _)| name == "Set-Cookie");
        set.and_then(|(_, value)| value.split(';').next()).map(ToOwned::to_owned)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    // once, when the server starts; everything that is wrong with a policy is found here
    let policy: Policy = serde_json::from_str(include_str!("policies/edx.json"))?;

    // what the application would set if nobody minded
    let wanted = [
        "sessionid=3f9a; Path=/; Secure; HttpOnly; Max-Age=1209600",
        "_ga=GA1.2.1; Domain=edx.org; Path=/; Max-Age=63072000",
        "_fbp=fb.1.1; Path=/; Max-Age=7776000",
    ];

    // a server takes the time from its clock, here it is fixed so that the transcript is the same on every day
    let now = utc_datetime!(2026-11-23 12:00);
    let get = |country, part, lines| HttpRequest { now, country, part, host: "www.edx.org", path: "/", lines };
    let banner = HttpRequest { now: utc_datetime!(2026-11-20 9:30), ..get("FR", "", vec![]) };
    let chosen = store(&policy, &banner, Category::Performance.into()).cookie().ok_or("the policy names a cookie")?;

    let visits = [
        ("a first visit from France", get("FR", "", vec![])),
        (
            "the same visitor, who accepted performance alone, and had a cookie before",
            get("FR", "", vec![("Cookie", format!("_fbp=fb.1.1; {chosen}"))]),
        ),
        ("the same record, damaged on its way", get("FR", "", vec![("Cookie", "edx_consent=1.p!".to_owned())])),
        (
            "a first visit from California, with Global Privacy Control",
            get("US", "CA", vec![("Sec-GPC", "1".to_owned())]),
        ),
    ];
    for (title, http) in visits {
        let response = respond(&policy, &http, &wanted);
        println!("# {title}\n");
        println!("> GET / from {} {}", http.country, http.part);
        http.lines.iter().for_each(|(name, value)| println!("> {name}: {value}"));
        println!("< 200 OK");
        response.lines.iter().for_each(|(name, value)| println!("< {name}: {value}"));
        response.log.iter().for_each(|line| println!("  {line}"));
        if !response.banner.is_empty() {
            let categories: Vec<_> = response.banner.iter().map(Category::as_str).collect();
            println!("  banner: {}", categories.join(", "));
        }
        println!();
    }
    Ok(())
}
