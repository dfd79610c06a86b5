//! Opt-out cookies: the first line is the host, the others are cookies. What is found is there in so many bytes, on its
//! company's own host, whatever the order; and more cookies never lose one.
#![no_main]

use cookie_consent::read::{Cookies, OptOutCookie, opt_out_cookies};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut lines = cookie_consent_fuzz::lines(data);
    let Ok(host) = core::str::from_utf8(lines.remove(0)) else { return };
    let found = found(host, &lines);
    for cookie in &found {
        let bare = host.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches([':', '.']);
        let bare = bare.to_ascii_lowercase();
        let head = bare.strip_suffix(cookie.domain()).unwrap_or_else(|| panic!("{host} {cookie:?}"));
        assert!(head.is_empty() || head.ends_with('.'), "{host} {cookie:?}");
        let cookies = Cookies::new(&lines).unwrap();
        assert!(cookies.all(cookie.name().as_bytes()).next().is_some());
    }
    lines.reverse();
    assert_eq!(self::found(host, &lines), found);
    lines.push(b"id=7; optout=0; uuid2=1");
    // with these it may be more than is read
    assert!(Cookies::new(&lines).is_err() || found.iter().all(|cookie| self::found(host, &lines).contains(cookie)));
});

fn found(host: &str, lines: &[&[u8]]) -> Vec<OptOutCookie> {
    Cookies::new(lines).map(|cookies| opt_out_cookies(host, &cookies).collect()).unwrap_or_default()
}
