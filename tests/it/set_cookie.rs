//! `Set-Cookie` lines, read as browsers read them: facts of RFC 6265bis, of Chromium's and of the Web Platform Tests.
#![cfg(test)]

use cookie_consent::cookie::{Attributes, Lifetime, MaxAge, SameSite, SetCookie};
use cookie_consent::enforce::{Fate, Outgoing, RequestUri, WhyDropped};
use cookie_consent::policy::{Declaration, Settings, Undeclared, Version};
use cookie_consent::visit::{BrowserMode, Signals};
use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, Reason, Visit, Visitor};
use time::macros::{date, utc_datetime};
use time::{Duration, UtcDateTime};

use crate::fixture::NOW;

const URI: RequestUri<'static> = RequestUri::first_party("home.example.org", "/cookies/resources/set");

/// Whatever has a name may be set.
fn open() -> Policy {
    let mut settings = Settings::default();
    settings.undeclared = Undeclared::AsTargeting;
    Policy::builder().version(Version::new(1, date!(2022 - 12 - 15))).settings(settings).build().unwrap()
}

fn visitor(policy: &Policy, now: UtcDateTime) -> Visitor<'_> {
    let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Years(30));
    policy.visitor(visit.region("NZ".parse().unwrap()), Consent::Absent)
}

fn with<T>(line: &[u8], look: impl FnOnce(Outgoing<'_>) -> T) -> T {
    look(visitor(&open(), NOW).set_cookie(&URI, line))
}

fn cookie_of<T>(line: &str, look: impl FnOnce(Cookie<'_>) -> T) -> T {
    with(line.as_bytes(), |outgoing| {
        assert_eq!(outgoing.line(), Some(line.as_bytes()), "{outgoing}");
        look(outgoing.cookie().unwrap())
    })
}

fn set(cookie: &Cookie<'_>) -> SetCookie {
    let Attributes::Set(attributes) = cookie.attributes else { panic!("{cookie:?}") };
    attributes
}

fn seconds(lifetime: Lifetime) -> Option<u32> {
    match lifetime {
        Lifetime::Session => None,
        Lifetime::Persistent(age) => Some(age.seconds()),
    }
}

#[track_caller]
fn dropped(line: &[u8], why: WhyDropped) {
    with(line, |outgoing| {
        assert_eq!(outgoing.fate(), Fate::Dropped(why), "{}", line.escape_ascii());
        assert_eq!(outgoing.line(), None);
    });
}

/// Chromium, `net/cookies/parsed_cookie_unittest.cc`: basic, attribute case, white space, several `=`, quotes, pairs.
#[test]
fn names_and_values_are_read_as_chromium_reads_them() {
    let cases: &[(&str, &str, usize)] = &[
        ("a=b", "a", 1),
        ("c=d; secure; httponly; path=/foo; max-age=60; samesite=lax; priority=high; partitioned;", "c", 1),
        ("ABC=;  path = /wee", "ABC", 0),
        ("  A  = BC  ;secure;;;   samesite = lax     ", "A", 2),
        ("  A=== BC  ;secure;;;   httponly", "A", 5),
        ("aBc=\"zzz \"   ; httponly ", "aBc", 6),
        ("aBc=\"zz;pp\" ; httponly ", "aBc", 3),
        ("aBc=\"zzz \"   \"ppp\"  ; httponly ", "aBc", 14),
        ("aBc=A\"B ; httponly ", "aBc", 3),
        ("a=\"B", "a", 2),
        ("ANCUUID=zohNumRKgI0oxyhSsV3Z7D  ; expires=Sun, 18-Apr-2027 21:06:29 GMT ; path=/  ;  ", "ANCUUID", 22),
        ("BLAHHH; path=/; secure;", "", 6),
        ("=ABC", "", 3),
        ("\"BLA\\\"HHH\"; path=/; secure;", "", 10),
    ];
    for (line, name, value_len) in cases {
        cookie_of(line, |cookie| assert_eq!((cookie.name, set(&cookie).value_len), (*name, *value_len), "{line}"));
    }
    for pairs in 1..100 {
        cookie_of(&format!("a=b;{}secure", ";".repeat(pairs)), |cookie| assert!(set(&cookie).secure));
    }
}

/// The same file, and `cookies/attributes/invalid.html` of the Web Platform Tests.
#[test]
fn a_line_without_name_and_value_sets_nothing() {
    for line in
        ["", "     ", "=", "=;", " =;", "= ;", " = ;", ";", " ;", " ; ", "\t", "\t;", "\t=\t", "\t=", "=\t", "; b"]
    {
        dropped(line.as_bytes(), WhyDropped::Empty);
    }
}

#[test]
fn attributes_are_read_in_any_case_and_the_last_counts() {
    let line = "BLAH=1; Path=/; sECuRe; httpONLY; sAmESitE=LaX; pRIoRitY=hIgH; pARTitIoNeD;";
    cookie_of(line, |cookie| {
        let all = SetCookie {
            secure: true,
            http_only: true,
            domain: false,
            partitioned: true,
            same_site: Some(SameSite::Lax),
            value_len: 1,
        };
        assert_eq!((set(&cookie), cookie.path), (all, "/"));
    });
    cookie_of("a=1; SameSite=Lax; samesite=strict", |cookie| {
        assert_eq!(set(&cookie).same_site, Some(SameSite::Strict));
    });
    // an unknown word takes the place of a known one
    cookie_of("a=1; SameSite=Lax; SameSite=Extended", |cookie| assert_eq!(set(&cookie).same_site, None));
    // neither is `Secure`
    for line in
        ["test=8; \"Secure\"", "test=9; Secure qux", "a=1; S\u{e9}cure", "a=1; \u{a0}Secure", "a=1;\u{2003}Secure"]
    {
        cookie_of(line, |cookie| assert!(!set(&cookie).secure, "{line}"));
    }
}

/// `cookies/attributes/resources/domain-child.sub.html` of the Web Platform Tests; the first of three is the host.
#[test]
fn domains_are_held_against_the_host() {
    let taken = [
        ("home.example.org", "home.example.org"),
        (".home.example.org", "home.example.org"),
        ("example.org", "example.org"),
        (".example.org", "example.org"),
        ("  .home.example.org", "home.example.org"),
        ("home.eXaMpLe.org", "home.eXaMpLe.org"),
        ("home.example.orgzzz; domain=home.example.org", "home.example.org"),
        ("home.example.org; domain=home.example.orgzzz; domain=home.example.org", "home.example.org"),
        ("home.example.org; domain=example.org", "example.org"),
    ];
    for (domain, host) in taken {
        cookie_of(&format!("test=1; domain={domain}"), |cookie| {
            assert_eq!((cookie.host, set(&cookie).domain), (host, true), "{domain}");
        });
    }
    cookie_of("test=30; domain=", |cookie| {
        assert_eq!((cookie.host, set(&cookie).domain), ("home.example.org", false));
    });
    let refused = [
        "sibling.example.org",
        ".sibling.example.org",
        "subdomain.home.example.org",
        "..home.example.org",
        "www..example.org",
        "  .  home.example.org",
        "home.example.org.",
        "home.example.org..",
        "home.example.org .",
        "org",
        ".org",
        ".org.",
        "\"home.example.org\"",
        "home.example.org:8000",
        "home.example.org; domain=home.example.orgzzz",
        "home.example.orgzzz; domain=home.example.org; domain=home.example.orgzzz",
        "sibling.example.org; domain=",
        "ome.example.org",
        "example.\u{f6}rg",
        // browsers of today take it for example.org, the rules for the host alone
        "example.org; domain=",
        "; domain=example.org",
    ];
    for domain in refused {
        dropped(format!("test=1; domain={domain}").as_bytes(), WhyDropped::OtherDomain);
    }
    let policy = open();
    let at = |host: &str, line: &str| {
        visitor(&policy, NOW).set_cookie(&RequestUri::first_party(host, "/"), line.as_bytes()).fate()
    };
    assert_eq!(at("localhost:3000", "a=1; Domain=localhost"), Fate::Kept);
    assert_eq!(at("192.0.2.3", "a=1; Domain=192.0.2.3"), Fate::Kept);
    assert_eq!(at("192.0.2.3", "a=1; Domain=.0.2.3"), Fate::Dropped(WhyDropped::OtherDomain));
}

/// `cookies/size/attributes.www.sub.html`: an attribute of more than 1,024 bytes is none.
#[test]
fn long_attributes_are_ignored() {
    let long = "e".repeat(1_025);
    for path in [format!("/cookies/size; path=/{long}"), format!("/{long}; path=/cookies/size")] {
        cookie_of(&format!("test=1; path={path}"), |cookie| assert_eq!(cookie.path, "/cookies/size"));
    }
    for domain in [format!("example.org; domain={long}.com"), format!("{long}.com; domain=example.org")] {
        cookie_of(&format!("test=1; domain={domain}"), |cookie| assert_eq!(cookie.host, "example.org"));
    }
    let longest = format!("/{}", "a".repeat(1_023));
    cookie_of(&format!("test=1; path={longest}"), |cookie| assert_eq!(cookie.path, longest));
    cookie_of(&format!("test=1; Secure={long}"), |cookie| assert!(!set(&cookie).secure));
    // a browser of before that rule may read it, so it is cut off with whatever it says
    with(format!("test=1; Max-Age={}1; HttpOnly", "0".repeat(1_024)).as_bytes(), |outgoing| {
        assert_eq!((outgoing.fate(), outgoing.line()), (Fate::Shortened, Some(b"test=1; HttpOnly".as_slice())));
    });
    with(format!("test=1; Max-Age=0; Max-Age={long}").as_bytes(), |outgoing| {
        assert_eq!(outgoing.fate(), Fate::Removes);
    });
}

/// `cookies/size/name-and-value.html`, and `EnforceSizeConstraints` of Chromium.
#[test]
fn a_name_and_a_value_have_4096_bytes_together() {
    let line = |name: usize, value: usize| format!("{}={}", "t".repeat(name), "1".repeat(value));
    for (name, value) in [(2_048, 2_048), (4_096, 0), (1, 4_095), (0, 4_096)] {
        for attributes in ["", "; path=/foo"] {
            cookie_of(&[&line(name, value), attributes].concat(), |cookie| assert_eq!(cookie.name.len(), name));
        }
    }
    for (name, value) in [(4_097, 1), (4_097, 0), (1, 4_096), (4_096, 1), (0, 4_097)] {
        dropped(line(name, value).as_bytes(), WhyDropped::Denied);
    }
    dropped("1".repeat(4_097).as_bytes(), WhyDropped::Denied);
}

/// RFC 6265bis, section 5.1.4, and `cookies/http-state/path-tests` of the Web Platform Tests.
#[test]
fn a_cookie_without_a_path_has_that_of_the_folder() {
    let policy = open();
    let visitor = visitor(&policy, NOW);
    let path = |asked: &'static str, line: &'static str| {
        visitor.set_cookie(&RequestUri::first_party("example.org", asked), line.as_bytes()).cookie().unwrap().path
    };
    let defaults = [
        ("/", "/"),
        ("", "/"),
        ("/a", "/"),
        ("/a/", "/a"),
        ("/a/b", "/a"),
        ("/a/b?c=/d/e", "/a"),
        ("/a/b#/c/d", "/a"),
        ("*", "/"),
        ("no/slash", "/"),
        ("/a//", "/a/"),
    ];
    for (asked, expected) in defaults {
        for line in ["a=1", "a=1; Path", "a=1; Path=", "a=1; path=foo", "a=1; Path=/x; Path=", "a=1; Path=\"/\""] {
            assert_eq!(path(asked, line), expected, "{asked} {line}");
        }
        assert_eq!(path(asked, "a=1; Path=/x/"), "/x/");
        assert_eq!(path(asked, "a=1; Path=y; path=/x"), "/x");
    }
}

/// Section 5.7, steps 19 to 22, and what Chromium's `CookieUtilTest.PrefixedCookies` says of the newer prefixes.
#[test]
fn prefixes_keep_their_promise() {
    let refused = [
        "__Secure-a=1",
        "__secure-a=1",
        "__SECURE-SID=12345; Domain=example.org",
        "__Host-a=1",
        "__host-a=1; Path=/",
        "__Host-SID=12345; Secure; Domain=example.org; Path=/",
        "__HOST-SID=12345; Secure; Path=/foo",
        "__Http-a=1; Secure; Path=/",
        "__Http-a=1; HttpOnly; Path=/",
        "__Host-Http-a=1; Secure; Path=/",
        "a=1; SameSite=None",
        "a=1; Partitioned",
    ];
    let policy = open();
    // the folder of this one is `/`
    let uri = RequestUri::first_party("home.example.org", "/");
    for line in refused {
        let outgoing = visitor(&policy, NOW).set_cookie(&uri, line.as_bytes());
        assert!(matches!(outgoing.fate(), Fate::Dropped(_)), "{outgoing}");
        let reasons = outgoing.decision().map(|decision| decision.reason());
        assert!(matches!(reasons, Some(Reason::InvalidAttributes) | None), "{outgoing}");
    }
    // without a path of its own
    let outgoing = visitor(&policy, NOW).set_cookie(&uri, b"__Host-a=1; Secure");
    assert_eq!(outgoing.fate(), Fate::Dropped(WhyDropped::NoPath));
    for line in [
        "__Secure-SID=12345; Domain=example.org; Secure",
        "__HOST-SID=12345; Secure; Path=/",
        "__Http-a=1; Secure; HttpOnly; Path=/foo",
        "__Host-Http-a=1; Secure; HttpOnly; Path=/",
        "a=1; SameSite=None; Secure",
        "a=1; Partitioned; Secure",
        "___Host-a=1",
        // not the prefix: what Unicode takes for white space stands before it
        "\u{2003}__Host-a=1",
    ] {
        cookie_of(line, |_| ());
    }
}

/// Step 22, and beyond: what has no name comes back under the name that its value begins with.
#[test]
fn a_cookie_without_a_name_takes_nobodys() {
    for line in ["=__Host-a", "__Secure-a", "=__HTTP-a=1", "=sessionid=stolen", "= a = b"] {
        dropped(line.as_bytes(), WhyDropped::Nameless);
    }
    dropped(b"=_fbp=1", WhyDropped::Nameless);
}

/// Section 5.6, step 1.
#[test]
fn a_control_character_ends_it_all() {
    for byte in (0..=255_u8).filter(|byte| !matches!(byte, b'=' | b';')) {
        for place in [b"a".as_slice(), b"a=", b"a=1; Path=/", b"a=1; Max-Age=0; x="] {
            let line = [place, &[byte], b"; HttpOnly"].concat();
            with(&line, |outgoing| {
                let is_control = byte.is_ascii_control() && byte != b'\t';
                let found = outgoing.fate() == Fate::Dropped(WhyDropped::ControlCharacter);
                assert_eq!(found, is_control, "{}", line.escape_ascii());
            });
        }
    }
}

/// Nobody can have declared it.
#[test]
fn what_is_no_text_is_dropped() {
    dropped(b"caf\xe9=1", WhyDropped::NotText);
    dropped(b"a=1; Path=/\xff", WhyDropped::NotText);
    // its value may be any bytes
    with(b"a=\xff\xfe; Path=/", |outgoing| assert_eq!(outgoing.fate(), Fate::Kept));
}

/// `cookies/attributes/max-age.html` and RFC 6265bis, section 5.6.2.
#[test]
fn max_ages_are_read_to_the_digit() {
    let lives = [
        ("Max-Age=10000", Some(10_000)),
        ("max-age = 60 ", Some(60)),
        ("MAX-AGE=0060", Some(60)),
        ("Max-Age=4294967296", Some(u32::MAX)),
        ("Max-Age=99999999999999999999999999", Some(u32::MAX)),
        ("Max-Age=0; Max-Age=1000", Some(1_000)),
        ("Max-Age=1000; Expires=Thu, 10 Apr 1980 16:33:12 GMT", Some(1_000)),
        ("Max-Age=; Path=/", None),
        ("Max-Age", None),
        ("Max-Age=x", None),
        ("Max-Age=-", None),
        // the rules read nothing in these, other readers might
        ("Max-Age=50,399", Some(50)),
        ("Max-Age=3600, c=d;path=/", Some(3_600)),
        ("Max-Age=2.63,", Some(2)),
        ("Max-Age=+5", Some(5)),
        ("Max-Age=\"7\"", Some(7)),
        ("Max-Age=--5", Some(5)),
        ("Max-Age=5-", Some(5)),
    ];
    for (attribute, expected) in lives {
        with(format!("test=1; {attribute}").as_bytes(), |outgoing| {
            assert_eq!(outgoing.cookie().map(|cookie| seconds(cookie.lifetime)), Some(expected), "{attribute}");
        });
    }
    for attribute in ["max-age=0", "max-age=-1", "Max-Age=-20", "Max-Age=-0", "Max-Age=000", "Max-Age=-99999999999999"]
    {
        with(format!("test=1; {attribute}").as_bytes(), |outgoing| assert_eq!(outgoing.fate(), Fate::Removes));
    }
}

/// Chromium, `CookieUtilTest.TestCookieDateParsing` and its neighbours: text, and seconds since 1970.
const CHROMIUM_DATES: &[(&str, i64)] = &[
    ("Sat, 15-Apr-17 21:01:22 GMT", 1_492_290_082),
    ("Thu, 19-Apr-2007 16:00:00 GMT", 1_176_998_400),
    ("Wed, 25 Apr 2007 21:02:13 GMT", 1_177_534_933),
    ("Thu, 19/Apr\\2007 16:00:00 GMT", 1_176_998_400),
    ("Fri, 1 Jan 2010 01:01:50 GMT", 1_262_307_710),
    ("Wednesday, 1-Jan-2003 00:00:00 GMT", 1_041_379_200),
    (", 1-Jan-2003 00:00:00 GMT", 1_041_379_200),
    ("1-Jan-2003 00:00:00 GMT", 1_041_379_200),
    ("Wed,18-Apr-07 22:50:12 GMT", 1_176_936_612),
    ("WillyWonka  , 18-Apr-07 22:50:12", 1_176_936_612),
    ("WillyWonka  ,  18-apr-07   22:50:12", 1_176_936_612),
    ("Mon, 18-Apr-1977 22:50:13 GMT", 230_251_813),
    ("Mon, 18-Apr-77 22:50:13 GMT", 230_251_813),
    ("\"Sat, 15-Apr-17\\\"21:01:22\\\"GMT\"", 1_492_290_082),
    ("Partyday, 18- April-07 22:50:12", 1_176_936_612),
    ("Partyday, 18 - Apri-07 22:50:12", 1_176_936_612),
    ("Wednes, 1-Januar-2003 00:00:00 GMT", 1_041_379_200),
    ("Sat, 15-Apr-17 21:01:22", 1_492_290_082),
    ("Sat, 15-Apr-17 21:01:22 GMT-2", 1_492_290_082),
    ("Sat, 15-Apr-17 21:01:22 GMT-0400 (EDT)", 1_492_290_082),
    ("Sat, 15-Apr-17 21:01:22 (hello there)", 1_492_290_082),
    ("Sat, 15-Apr-17 21:01:22 11:22:33", 1_492_290_082),
    ("Sat, 15-Apr-17 ::00 21:01:22", 1_492_290_082),
    ("Sat, 15-Apr-17 boink:z 21:01:22", 1_492_290_082),
    ("Thu Apr 18 22:50:12 2007 GMT", 1_176_936_612),
    ("22:50:12 Thu Apr 18 2007 GMT", 1_176_936_612),
    ("Thu Apr 22:50:12 18 2007 GMT", 1_176_936_612),
    ("Thu Apr 18 2007 GMT 22:50:12", 1_176_936_612),
    ("15-Sat, Apr-17 21:01:22 GMT", 1_492_290_082),
    ("15-Sat, Apr 21:01:22 GMT 2017", 1_492_290_082),
    ("15 17 Apr 21:01:22", 1_492_290_082),
    ("Apr 15 21:01:22 17", 1_492_290_082),
    ("2017 April 15 21:01:22", 1_492_290_082),
    ("1-Jan-71 00:00:00 GMT", 31_536_000),
    ("1-Jan-70 00:00:00 GMT", 0),
    ("1-Jan-69 00:00:00 GMT", 3_124_224_000),
    ("1-Jan-68 00:00:00 GMT", 3_092_601_600),
    // RFC 6265bis alone: a year of three digits would be one before 1601, and a leap day
    ("29 Feb 2024 23:59:59", 1_709_251_199),
    ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
];

/// Of the same tests those that are no date, and some of the rules: a range, a day that does not exist.
const NO_DATES: &[&str] = &[
    "98 April 17 21:01:22",
    "Thu, 012-Aug-2008 20:49:07 GMT",
    "Thu, 12-Aug-9999999999 20:49:07 GMT",
    "Thu, 999999999999-Aug-2007 20:49:07 GMT",
    "Thu, 12-Aug-2007 20:61:99999999999 GMT",
    "1600 April 33 21:01:22",
    "1970 April 33 21:01:22",
    "Thu, 33-Aug-31841 20:49:07 GMT",
    "Thu, 12-Aug-31841 20:49:07 GMT",
    "Sat, 15-Apr-17 91:22:33 21:01:22",
    "31 Apr 2030 00:00:00",
    "29 Feb 2027 00:00:00",
    "00 Jan 2030 00:00:00",
    "1 Jan 2030 24:00:00",
    "1 Jan 2030 00:60:00",
    "1 Jan 2030 00:00:60",
    "1 Jan 1600 00:00:00",
    "1 Jan 999 00:00:00",
    "01 Jan 2030",
    "2030-01-01T00:00:00Z",
    "1 Jan 2030 1:2",
];

#[test]
fn dates_are_read_as_chromium_reads_them() {
    let policy = open();
    for (text, seconds) in CHROMIUM_DATES {
        let line = format!("a=1; Expires={text}");
        let at = |left: i64| {
            let now = UtcDateTime::from_unix_timestamp(*seconds).unwrap().saturating_sub(Duration::seconds(left));
            visitor(&policy, now).set_cookie(&URI, line.as_bytes()).cookie().map(|cookie| cookie.lifetime)
        };
        let minute = Lifetime::Persistent(MaxAge::from_seconds(60).unwrap());
        assert_eq!((at(60), at(0), at(-1)), (Some(minute), None, None), "{text}");
    }
    for text in NO_DATES {
        with(format!("a=1; Expires={text}; Path=/").as_bytes(), |outgoing| {
            // not a removal; and since some browser may read a date in it, cut off
            assert_eq!(
                (outgoing.fate(), outgoing.line()),
                (Fate::Shortened, Some(b"a=1; Path=/".as_slice())),
                "{text}"
            );
        });
    }
    for text in ["", "0", "-1", "Session", "IAintNoDateFool", "never"] {
        cookie_of(&format!("a=1; Expires={text}"), |cookie| assert_eq!(cookie.lifetime, Lifetime::Session));
    }
}

/// Dates in every century, and none that is taken for another.
#[test]
fn dates_of_every_century_are_read() {
    for year in (1_601..=9_999).step_by(101) {
        let outgoing = |text: String| with(text.as_bytes(), |outgoing| outgoing.fate());
        let date = |year: i32| format!("a=1; Expires=Mon, 15 Jun {year:04} 12:00:00 GMT; Path=/");
        let expected = match year {
            ..=2_026 => Fate::Removes,
            2_027 => Fate::Kept,
            _ => Fate::Shortened,
        };
        assert_eq!(outgoing(date(year)), expected, "{year}");
    }
}

fn declared() -> Policy {
    Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .declare(Declaration::new("day", Category::StrictlyNecessary).lasting(Lifetime::days(1)))
        .declare(Declaration::new("session", Category::StrictlyNecessary).lasting(Lifetime::Session))
        .declare(Declaration::new("ads", Category::Targeting))
        .build()
        .unwrap()
}

/// Only what says too much is touched, and then nothing else of the line.
#[test]
fn shortening_touches_nothing_else() {
    let policy = declared();
    let visitor = visitor(&policy, utc_datetime!(2026-11-23 12:00:00.9));
    let tomorrow = "Tue, 24 Nov 2026 12:00:00 GMT";
    let cases = [
        ("day=1; Max-Age=86400", "day=1; Max-Age=86400"),
        ("day=1; Max-Age=86401", "day=1; Max-Age=86400"),
        ("day= a=b ;\tMAX-age\t=\t99999\t;;Path=/ ;x=\"y;z\"", "day= a=b ;\tMAX-age\t=\t86400\t;;Path=/ ;x=\"y;z\""),
        ("day=1;max-age=99999;Expires=Fri, 01 Jan 2038 00:00:00 GMT", "day=1;max-age=86400;Expires={}"),
        ("day=1; Expires=Tue, 24 Nov 2026 12:00:00 GMT", "day=1; Expires={}"),
        ("day=1; Expires=Tue, 24 Nov 2026 12:00:01 GMT; Secure", "day=1; Expires={}; Secure"),
        ("day=1; Max-Age=60; Expires=Fri, 01 Jan 2038 00:00:00 GMT", "day=1; Max-Age=60; Expires={}"),
        ("day=1; Max-Age=99999; Max-Age=60; max-age=100000", "day=1; Max-Age=86400; Max-Age=60; max-age=86400"),
        ("day=1; Max-Age=99999x; Secure", "day=1; Secure"),
        ("day=1; Max-Age=5x; Secure", "day=1; Max-Age=5x; Secure"),
        ("session=1; Max-Age=5; Expires=Fri, 01 Jan 2038 00:00:00 GMT; Path=/", "session=1; Path=/"),
        ("session=1; Expires=0; Max-Age=0; Max-Age=5", "session=1; Expires=0"),
        ("session=1; Path=/", "session=1; Path=/"),
    ];
    for (line, expected) in cases {
        let expected = expected.replace("{}", tomorrow);
        let outgoing = visitor.set_cookie(&URI, line.as_bytes());
        let sent = outgoing.line().unwrap().to_owned();
        assert_eq!(str::from_utf8(&sent).unwrap(), expected, "{line}");
        let fate = if line == expected { Fate::Kept } else { Fate::Shortened };
        assert_eq!(outgoing.fate(), fate);
        // nothing is left to shorten
        assert_eq!(visitor.set_cookie(&URI, &sent).fate(), Fate::Kept, "{expected}");
    }
}

/// A removal asks nobody, and what only looks like one is judged as what a browser would do.
#[test]
fn a_removal_passes_and_a_false_one_is_judged() {
    let removals = [
        "ads=; Max-Age=0",
        "ads=1; max-age=-1; Path=/; Secure",
        "ads=; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "ads=; expires=Thu, 01-Jan-70 00:00:01 GMT; path=/; domain=example.org",
        "ads=; Max-Age=1000; Max-Age=0",
        "ads=; Max-Age=0; Expires=Fri, 01 Jan 2038 00:00:00 GMT",
        "ads=; Max-Age=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "ads=; Expires=Fri, 01 Jan 2038 00:00:00 GMT; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "nobody-knows-this=; Max-Age=0",
        "caf\u{e9}=; Max-Age=0",
    ];
    let policy = declared();
    let visit = Visit::new(NOW, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    let visitor = policy.visitor(visit, Consent::Absent);
    for line in removals {
        let outgoing = visitor.set_cookie(&URI, line.as_bytes());
        assert_eq!((outgoing.fate(), outgoing.line()), (Fate::Removes, Some(line.as_bytes())), "{line}");
        assert!(outgoing.decision().is_none() && outgoing.consulted().is_empty());
    }
    let false_ones = [
        "ads=1; Max-Age=0; Max-Age=1000",
        "ads=1; Max-Age=00x",
        "ads=1; Max-Age=\"0\"",
        "ads=1; Max-Age= 0 0",
        "ads=1; x; Max-Age=0, a=b",
        "ads=1 Max-Age=0",
        "ads=1; Max-Age:0",
        "ads=1; Max\u{2d}\u{ad}Age=0",
        "ads=1; Expires=Thu, 01 Jan 1970",
        "ads=1; Expires=Thu, 32 Jan 1970 00:00:00 GMT",
        "ads=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=1000",
        "ads=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Expires=Fri, 01 Jan 2038 00:00:00 GMT",
        // the rules end these two, browsers that give up at the last Max-Age or Expires do not
        "ads=1; Max-Age=0; Max-Age=x",
        "ads=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Expires=x",
        "ads=1; Max-Age=60; Max-Age=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "ads=1; Expires=Mon, 23 Nov 2026 12:00:01 GMT",
        // of nobody yet: the year has two digits and is to come
        "ads=1; Expires=01-Jan-69 00:00:00 GMT",
    ];
    for line in false_ones {
        let outgoing = visitor.set_cookie(&URI, line.as_bytes());
        assert_eq!(outgoing.fate(), Fate::Dropped(WhyDropped::Denied), "{line}");
        assert_eq!(outgoing.line(), None);
    }
}
