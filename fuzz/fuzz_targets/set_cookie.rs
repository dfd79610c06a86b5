//! Any bytes as a `Set-Cookie` line and as a `Cookie` header: what is sent is no cookie that `decide` denies, also as
//! another reader reads it, and filtering again changes nothing.
#![no_main]

use cookie_consent::cookie::Lifetime;
use cookie_consent::enforce::{Fate, RequestUri};
use cookie_consent::read::Cookies;
use cookie_consent::{Age, Cookie, Place, Visitor};
use cookie_consent_fuzz::site::{NOW, REGIONS, request_of_cookies};
use libfuzzer_sys::fuzz_target;

const HOST: &str = "www.example.org";

fuzz_target!(|line: &[u8]| {
    let request = request_of_cookies(NOW, &[]);
    for region in REGIONS {
        let visitor = request.visitor(Place::Site, Age::Unknown, &[]).region(region.parse().unwrap());
        a_line(&visitor, line);
        a_header(&visitor, line);
        let _ = visitor.consent_after([line]);
    }
});

fn a_line(visitor: &Visitor<'_>, line: &[u8]) {
    let uri = RequestUri::first_party(HOST, "/a/b");
    let outgoing = visitor.set_cookie(&uri, line);
    let Some(sent) = outgoing.line() else {
        assert!(matches!(outgoing.fate(), Fate::Dropped(_)));
        return;
    };
    assert_eq!(sent == line, outgoing.fate() != Fate::Shortened);
    let again = visitor.set_cookie(&uri, sent);
    assert_eq!(again.line(), Some(sent));
    let limit = outgoing.decision().and_then(|decision| decision.max_lifetime());
    if let (Some(cookie), Some(limit)) = (again.cookie(), limit) {
        assert!(outgoing.decision().is_some_and(|decision| decision.is_allowed()) && cookie.lifetime <= limit);
    }
    // the other reader takes white space of Unicode for white space, and reads attributes of any length
    let Some(text) = str::from_utf8(sent).ok().filter(|text| text.is_ascii() && text.len() <= 1_024) else { return };
    let Ok(read) = cookie::Cookie::parse(text) else { return };
    // what it makes of `Max-Age=`, which is none
    let age = read.max_age().filter(|age| age.whole_seconds() < i64::MAX);
    let is_over = match (age, outgoing.fate()) {
        (Some(age), _) => !age.is_positive(),
        // by a date, of which browsers read more
        (None, Fate::Removes) => true,
        (None, _) => read.expires_datetime().is_some_and(|end| end.unix_timestamp() <= NOW.unix_timestamp()),
    };
    if !is_over {
        let host = read.domain().filter(|domain| !domain.is_empty()).unwrap_or(HOST);
        let decision = visitor.decide(&Cookie::first_party(read.name(), host));
        assert!(decision.is_allowed(), "{outgoing} is sent, and is {} to another reader: {decision}", read.name());
        if let (Some(age), Some(Lifetime::Persistent(limit))) = (age, decision.max_lifetime()) {
            assert!(age.whole_seconds() <= limit.seconds().into());
        }
    }
}

fn a_header(visitor: &Visitor<'_>, line: &[u8]) {
    let uri = RequestUri::first_party(HOST, "/");
    let incoming = visitor.cookie_header(&uri, line);
    let Some(kept) = incoming.line() else { return };
    assert_eq!(visitor.cookie_header(&uri, kept).line(), Some(kept));
    let kept = [kept];
    for pair in Cookies::new(&kept).iter().flat_map(Cookies::pairs) {
        let name = str::from_utf8(pair.name()).expect("a name that goes on is declared");
        assert!(visitor.decide(&Cookie::first_party(name, HOST)).is_allowed(), "{pair:?} goes on");
    }
}
