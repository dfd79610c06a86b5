//! What a backend adds to its requests: [`respond`] and [`store`] are the whole of it, ready to paste.
//!
//! ```text
//! cargo run --example backend
//! ```

#![expect(clippy::print_stdout, reason = "a transcript")]

use core::error::Error;

use cookie_consent::consent::GpcSeen;
use cookie_consent::cookie::{CategorySet, Lifetime};
use cookie_consent::decision::Existing;
use cookie_consent::prompt::Ask;
use cookie_consent::read::{Cookies, Headers, Managers};
use cookie_consent::{Age, Category, ConsentEvent, Cookie, Policy, Region, Visit, decide};
use time::UtcDateTime;
use time::macros::utc_datetime;

/// The domain that the hosts of the site share: cookies may have been set for it, too.
const DOMAIN: &str = "edx.org";

/// Decides each cookie that the application wants to set and each that arrived, and adds the headers that follow.
fn respond(policy: &Policy, http: &HttpRequest<'_>, wanted: &[Cookie<'_>]) -> HttpResponse {
    let mut response = HttpResponse::default();

    // what the headers say: signals, and the record in its cookie, of which damage is never silence
    let headers = http.headers();
    let request = policy.read(http.now, &headers, Managers::NONE);
    response.log.extend(request.remarks().iter().map(ToString::to_string));

    // the facts of the visit; a region that is not known gets the strictest law
    let visit = request.visit(policy.place(http.host, http.path), Age::Unknown, &[]);
    let visit = Region::from_parts(http.country, http.part).into_iter().fold(visit, Visit::region);
    let prompt = policy.prompt(&visit, request.consent());
    let mut consulted = prompt.consulted();

    // each cookie that is wanted: set for no longer than it may live, or not at all
    for cookie in wanted {
        let decision = decide(policy, &visit, request.consent(), cookie);
        consulted = consulted.union(decision.consulted());
        response.log.push(format!("{}: {decision}", cookie.name));
        if decision.is_allowed() {
            let life = decision.max_lifetime().map_or(cookie.lifetime, |longest| longest.min(cookie.lifetime));
            response.header("Set-Cookie", &format!("{}=…; Path=/; Secure{}", cookie.name, max_age(life)));
        }
    }

    // each that arrived, whoever set it: removed if the visitor said no
    let arrived = headers.cookies().into_iter().flat_map(Cookies::pairs);
    let mut names: Vec<&str> = arrived.filter_map(|pair| str::from_utf8(pair.name()).ok()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let decision = decide(policy, &visit, request.consent(), &Cookie::first_party(name, http.host));
        consulted = consulted.union(decision.consulted());
        if decision.existing() == Existing::Remove {
            response.log.push(format!("{name}, which arrived: {decision}"));
            // the header does not tell for which domain it was set, and only the same one removes it
            for domain in [String::new(), format!("; Domain={}", http.host), format!("; Domain={DOMAIN}")] {
                response.header("Set-Cookie", &format!("{name}=; Path=/; Secure; Max-Age=0{domain}"));
            }
        }
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
    let version = policy.version_at(http.now);
    let seen = if request.signals().gpc() { GpcSeen::On } else { GpcSeen::Off };
    let event = ConsentEvent::choose(http.now, version, CategorySet::NON_ESSENTIAL, accepted).seeing_gpc(seen);
    let record = request.consent().with(&event);
    if let Some(cookie) = policy.record_cookie() {
        response.header("Set-Cookie", &format!("{cookie}={record}; Path=/; Secure; Max-Age=34214400"));
    }
    // the page is asked for again, and answered by the new record
    response.header("Location", http.path);
    response
}

fn max_age(life: Lifetime) -> String {
    match life {
        Lifetime::Session => String::new(),
        Lifetime::Persistent(age) => format!("; Max-Age={}", age.seconds()),
    }
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
        Cookie::first_party("sessionid", "www.edx.org").lasting(Lifetime::days(14)),
        Cookie::first_party("_ga", "www.edx.org").lasting(Lifetime::days(730)),
        Cookie::first_party("_fbp", "www.edx.org").lasting(Lifetime::days(90)),
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
