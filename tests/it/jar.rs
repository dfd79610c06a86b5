//! What a jar that conforms holds after filtered responses: `cookie_store`, which knows nothing of this crate, is judge.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "the times and counts of tests are far from any limit")]

use std::collections::{BTreeMap, BTreeSet};

use cookie_consent::consent::{Answer, Item, PolicyVersion};
use cookie_consent::cookie::{Attributes, Lifetime, SetCookie};
use cookie_consent::decision::Existing;
use cookie_consent::enforce::{Removable, RequestUri};
use cookie_consent::policy::{Declaration, Settings, Undeclared, Version};
use cookie_consent::read::Cookies;
use cookie_consent::visit::{BrowserMode, Recognised, Signals};
use cookie_consent::{Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Place, Policy, Visit, Visitor};
use cookie_store::{CookieDomain, CookieStore};
use proptest::prelude::*;
use proptest::sample::select;
use time::UtcDateTime;
use time::macros::{date, utc_datetime};
use url::Url;

use crate::cases::cases;

/// Far from today: the jar reads the clock, so what ends on a date ends in 1970 or after this.
const NOW: UtcDateTime = utc_datetime!(2126-11-23 12:00);
const HOST: &str = "www.edx.org";

/// A line before it is written, and after.
#[derive(Clone, Debug)]
struct Written {
    name: &'static str,
    domain: &'static str,
    path: &'static str,
    life: &'static str,
    rest: &'static str,
}

impl Written {
    fn line(&self, value: usize) -> String {
        let Self { name, domain, path, life, rest } = self;
        format!("{name}={value}{domain}{path}{life}{rest}")
    }

    fn host(&self) -> &'static str {
        if self.is_for_domain() && !self.domain.contains("www") { "edx.org" } else { HOST }
    }

    fn path(&self, uri: &RequestUri<'_>) -> &'static str {
        match self.path {
            "; Path=/" | "; path = / ; PATH=/" => "/",
            "; Path=/courses" => "/courses",
            _ if uri.path == "/" => "/",
            _ => "/courses",
        }
    }

    /// As a browser takes the last `Max-Age`, and then `Expires`.
    fn is_a_removal(&self) -> bool {
        [
            "; Max-Age=0",
            "; max-age=-5; Expires=Fri, 31 Dec 2199 23:59:59 GMT",
            "; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        ]
        .contains(&self.life)
    }

    fn is_for_domain(&self) -> bool {
        !self.domain.is_empty()
    }

    /// The cookie as `decide` is asked, made without reading the line.
    fn cookie(&self, uri: &RequestUri<'_>) -> Cookie<'static> {
        let attributes = SetCookie {
            secure: self.rest.contains("Secure"),
            http_only: self.rest.contains("HttpOnly"),
            domain: self.is_for_domain(),
            partitioned: false,
            same_site: None,
            value_len: 1,
        };
        let cookie = Cookie { path: self.path(uri), ..Cookie::first_party(self.name, self.host()) };
        Cookie { attributes: Attributes::Set(attributes), ..cookie }
    }
}

fn written() -> impl Strategy<Value = Written> {
    let names = ["sessionid", "_ga_1", "theme", "_fbp", "nobody-knows", "Theme", "__Secure-a", "__Host-a", "quiz"];
    let domains = ["", "", "; Domain=edx.org", "; domain = .EDX.org ", "; Domain=www.edx.org"];
    let paths = ["; Path=/", "; path = / ; PATH=/", "; Path=/courses", "", "; Path=x"];
    let lives = [
        "",
        "; Max-Age=60",
        "; Max-Age=999999999",
        "; Max-Age=0; Max-Age=1000",
        "; Expires=Fri, 31 Dec 2199 23:59:59 GMT",
        "; Max-Age=600; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "; Max-Age=0",
        "; max-age=-5; Expires=Fri, 31 Dec 2199 23:59:59 GMT",
        "; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    ];
    let rests = ["", "; Secure", "; Secure; HttpOnly; x=y", ";;"];
    (
        select(names.to_vec()),
        select(domains.to_vec()),
        select(paths.to_vec()),
        select(lives.to_vec()),
        select(rests.to_vec()),
    )
        .prop_map(|(name, domain, path, life, rest)| Written { name, domain, path, life, rest })
}

fn policy(undeclared: Undeclared) -> Policy {
    let mut settings = Settings::default();
    settings.undeclared = undeclared;
    let targeting = |name: &str| Declaration::new(name, Category::Targeting);
    Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .settings(settings)
        .declare(Declaration::new("sessionid", Category::StrictlyNecessary).lasting(Lifetime::days(14)))
        .declare(Declaration::new("_ga*", Category::Performance))
        .declare(Declaration::new("theme", Category::Functionality).on_host("edx.org"))
        .declare(targeting("theme").on_host("www.edx.org"))
        .declare(targeting("_fbp"))
        .declare(targeting("__Secure-a"))
        .declare(Declaration::new("__Host-a", Category::StrictlyNecessary))
        .declare(Declaration::new("quiz", Category::StrictlyNecessary).on_path("/courses"))
        .build()
        .unwrap()
}

fn event(accepted: u8, day: i64) -> ConsentEvent {
    let answer = |bit: u8| if accepted & bit == 0 { Answer::Refused } else { Answer::Granted };
    let at = NOW - time::Duration::days(30 - day);
    ConsentEvent::new(at, PolicyVersion::new(1))
        .saying(Item::Category(Category::Performance), answer(1))
        .saying(Item::Category(Category::Functionality), answer(2))
        .saying(Item::Category(Category::Targeting), answer(4))
}

fn visit() -> Visit<'static> {
    let visit = Visit::new(NOW, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Years(30));
    visit.region("FR".parse().unwrap()).recognised(Recognised::BROWSER)
}

/// Name, host and path: to this jar, as to RFC 6265, a cookie of a host and one of the domain of that name are the same.
type Key = (String, String, String);

/// Each with its value, and whether it is for the hosts below.
fn held(jar: &CookieStore) -> BTreeMap<Key, (String, bool)> {
    let cookies = jar.iter_unexpired().map(|cookie| {
        let (host, below) = match &cookie.domain {
            CookieDomain::HostOnly(host) => (host.clone(), false),
            CookieDomain::Suffix(host) => (host.clone(), true),
            other @ (CookieDomain::NotPresent | CookieDomain::Empty) => panic!("{other:?}"),
        };
        let path: &str = cookie.path.as_ref();
        ((cookie.name().to_owned(), host, path.to_owned()), (cookie.value().to_owned(), below))
    });
    cookies.collect()
}

fn url(uri: &RequestUri<'_>) -> Url {
    Url::parse(&format!("https://{}{}", uri.host, uri.path)).unwrap()
}

/// By `decide`, asked without the line that was read; a prefix that is bound to the host needs a path of its own, which
/// no question holds.
fn is_allowed(visitor: &Visitor<'_>, written: &Written, cookie: &Cookie<'_>) -> bool {
    visitor.decide(cookie).is_allowed() && (cookie.name != "__Host-a" || written.path.to_lowercase().contains("path=/"))
}

proptest! {
    #![proptest_config(cases(512))]

    /// After several filtered responses, each after another choice, the jar holds what was allowed when it was set and
    /// nothing else; and then a refusal empties it of all that it names, and of nothing that may stay.
    #[test]
    fn the_jar_holds_what_was_allowed_and_a_refusal_empties_it(
        responses in prop::collection::vec((prop::collection::vec(written(), 1..8), 0_u8..8, any::<bool>()), 1..5),
        as_targeting in any::<bool>(),
    ) {
        let policy = policy(if as_targeting { Undeclared::AsTargeting } else { Undeclared::Deny });
        let mut jar = CookieStore::default();
        let mut expected: BTreeMap<Key, (String, bool)> = BTreeMap::new();
        let mut record: Option<ConsentRecord> = None;
        for (at, (lines, accepted, below)) in responses.iter().enumerate() {
            let event = event(*accepted, i64::try_from(at).unwrap());
            let said = record.as_ref().map_or(Consent::Absent, Consent::Given).with(&event);
            record = Some(said.clone());
            let visitor = policy.visitor(visit(), Consent::Given(&said));
            let uri = RequestUri::first_party(HOST, if *below { "/courses/cs101" } else { "/" });
            for (nth, written) in lines.iter().enumerate() {
                let line = written.line(at * 100 + nth);
                let cookie = written.cookie(&uri);
                let key = (cookie.name.to_owned(), cookie.host.to_owned(), cookie.path.to_owned());
                if written.is_a_removal() {
                    expected.remove(&key);
                } else if is_allowed(&visitor, written, &cookie) {
                    expected.insert(key, ((at * 100 + nth).to_string(), written.is_for_domain()));
                }
                if let Some(sent) = visitor.set_cookie(&uri, line.as_bytes()).line() {
                    let _ = jar.parse(str::from_utf8(sent).unwrap(), &url(&uri));
                }
            }
            prop_assert_eq!(held(&jar), expected.clone());
        }

        let no = Consent::Given(record.as_ref().unwrap()).with(&event(0, 29));
        let visitor = policy.visitor(visit(), Consent::Given(&no));
        let uri = RequestUri::first_party(HOST, "/courses/cs101");
        let header = jar.get_request_values(&url(&uri)).map(|(name, value)| format!("{name}={value}"));
        let header = header.collect::<Vec<_>>().join("; ");
        let lines = [header.as_bytes()];
        let own = Removable::of_domains(&["edx.org"]).in_folders();
        let own = if as_targeting { own.undeclared() } else { own };
        let plan: Vec<_> = visitor.removals(&uri, &own, &Cookies::new(&lines).unwrap()).collect();
        let named: BTreeSet<&str> = plan.iter().map(|removal| removal.cookie().name).collect();
        for removal in &plan {
            // a removal is a line as any other, and passes
            let line = removal.to_string();
            let outgoing = visitor.set_cookie(&uri, line.as_bytes());
            prop_assert_eq!(outgoing.line(), Some(line.as_bytes()));
            let _ = jar.parse(&line, &url(&uri));
        }
        let left = held(&jar);
        for (key, value) in &expected {
            let (name, host, path) = key;
            let cookie = Cookie { path, ..Cookie::first_party(name, host) };
            let goes = visitor.decide(&cookie).existing() == Existing::Remove;
            prop_assert_eq!(left.get(key), (!goes).then_some(value), "{:?}", key);
            prop_assert!(!goes || named.contains(name.as_str()));
        }
        prop_assert!(left.keys().all(|key| expected.contains_key(key)));
    }
}
