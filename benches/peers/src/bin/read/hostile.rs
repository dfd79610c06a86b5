//! Strings and cookies that are built to hurt.

use std::hint::black_box;

use cookie_consent::read::iab::{AdditionalConsent, Gpp, TcString, TcfRestriction, us_privacy};
use cookie_consent::read::{Cookies, Headers, Managers, managers};
use cookie_consent::{ConsentRecord, Policy};

use crate::counting::counted;
use crate::race::growth;
use crate::strings::{Writer, core};
use crate::workload::{NOW, Random, edx};

/// Reads one, to the end of what can be asked of it.
type Read = fn(&Policy, &[u8]);

struct Family {
    title: &'static str,
    sizes: &'static [usize],
    make: fn(usize) -> Vec<u8>,
    read: Read,
}

/// What a site's backend may get: no cookie is longer.
const COOKIE: &[usize] = &[512, 1_024, 2_048, 4_096];

fn tc_string(_: &Policy, text: &[u8]) {
    let Ok(string) = black_box(TcString::new(text)) else { return };
    black_box(string.to_tcf((1..400).map(|at| at * 150)));
    black_box(string.restricted(9, TcfRestriction::NotAllowed));
    let lists = [string.consented().count(), string.legitimately_interested().count()];
    black_box((lists, string.disclosed().map(Iterator::count)));
}

fn gpp(_: &Policy, text: &[u8]) {
    let Ok(string) = black_box(Gpp::new(text)) else { return };
    black_box((string.signal().is_ok(), string.speaks_of_a_child().is_ok(), string.tc_string().is_some()));
}

fn additional_consent(_: &Policy, text: &[u8]) {
    let Ok(string) = black_box(AdditionalConsent::new(text)) else { return };
    black_box(string.consents_to(4_000_000_000));
}

fn us_privacy_string(_: &Policy, text: &[u8]) {
    let _ = black_box(us_privacy(text));
}

fn record(_: &Policy, text: &[u8]) {
    let _ = black_box(std::str::from_utf8(text).unwrap().parse::<ConsentRecord>());
}

fn pairs(_: &Policy, header: &[u8]) {
    // more than anybody sends are no cookies
    let _ = black_box(Cookies::new(&[header]).map(|cookies| cookies.pairs().count()));
}

fn managers(policy: &Policy, header: &[u8]) {
    black_box(managers::read(policy, NOW, &Cookies::new(&[header]).unwrap(), &Managers::every()));
}

fn request(policy: &Policy, header: &[u8]) {
    let headers = Headers::new([(b"cookie".as_slice(), header)]);
    black_box(policy.read(NOW, &headers, &Managers::every()));
}

/// A core whose consents are as many ranges as fit.
fn ranges(len: usize, range: fn(u16) -> std::ops::RangeInclusive<u16>) -> Vec<u8> {
    // 213 bits before, 29 and 29 of the sets, 12 after
    let count = u16::try_from((len * 6 - 290) / 33).unwrap();
    let ranges: Vec<_> = (0..count).map(range).collect();
    core(&mut Random(1)).listed(u16::MAX, &ranges).number(0, 17).number(0, 12).text().into_bytes()
}

fn restrictions(len: usize) -> Vec<u8> {
    let count = (len * 6 - 290) / 53;
    let core = core(&mut Random(1)).number(0, 17).number(0, 17).number(count, 12);
    (0..count).fold(core, |core, at| core.number(1 + at % 11, 6).number(0, 2).ranges(&[1..=65_534])).text().into_bytes()
}

/// As many groups of ids as fit.
fn groups(len: usize, group: usize, sections: &str) -> Vec<u8> {
    let header = Writer::default().number(3, 6).number(1, 6);
    let each = Writer::default().number(1, 1).fibonacci(1).fibonacci(group).text().len() * 6 - 7;
    let count = (len.saturating_sub(sections.len()) * 6 - 24) / each.max(6);
    let text = (0..count.min(4_095))
        .fold(header.number(count.min(4_095), 12), |header, _| header.number(1, 1).fibonacci(1).fibonacci(group));
    (text.text() + sections).into_bytes()
}

fn cut(mut text: Vec<u8>, len: usize) -> Vec<u8> {
    text.truncate(len);
    text
}

fn fill(before: &str, piece: &str, len: usize, after: &str) -> Vec<u8> {
    let times = len.saturating_sub(before.len() + after.len()) / piece.len();
    format!("{before}{}{after}", piece.repeat(times)).into_bytes()
}

fn as_cookie(name: &str, value: &[u8]) -> Vec<u8> {
    let mut header = format!("{name}=").into_bytes();
    header.extend(value);
    header
}

fn onetrust(piece: &str, len: usize) -> Vec<u8> {
    let closed = "; OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z";
    fill("OptanonConsent=groups=", piece, len, closed)
}

fn families() -> Vec<Family> {
    let family = |title, read: Read, make| Family { title, sizes: COOKIE, make, read };
    let header = |title, read: Read, make| Family { title, sizes: &[4_096, 8_192, 16_384, 32_768], make, read };
    vec![
        family("TC: the same range, 1..=65534, all along", tc_string, |n| ranges(n, |_| 1..=65_534)),
        family("TC: nested ranges", tc_string, |n| ranges(n, |at| at + 1..=65_534 - at)),
        family("TC: ranges of one", tc_string, |n| ranges(n, |at| 65_000 - at..=65_000)),
        family("TC: a restriction for each range", tc_string, restrictions),
        family("TC: foreign character at the end", tc_string, |n| fill("", "C", n, "!")),
        family("TC: dots", tc_string, |n| fill("CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA", ".", n, "")),
        family("GPP: groups of 4,000 ids", gpp, |n| cut(groups(n, 4_000, "~"), n)),
        family("GPP: groups of one", gpp, |n| groups(n, 1, "~")),
        family("GPP: as many `~` as ids", gpp, |n| {
            let ids = n - 20;
            let header = Writer::default().number(3, 6).number(1, 6).number(1, 12).number(1, 1).fibonacci(1);
            (header.fibonacci(ids - 1).text() + &"~".repeat(ids)).into_bytes()
        }),
        family("GPP: zeros", gpp, |n| fill("DB__", "A", n, "~")),
        family("GPP: a long section", gpp, |n| fill("DBABLA~BVQqAAAACkA", ".QA", n, "")),
        family("Additional Consent: dots", additional_consent, |n| fill("2~", ".", n, "~dv.")),
        family("Additional Consent: ids of one digit", additional_consent, |n| fill("1~7", ".7", n, "")),
        family("Additional Consent: one long id", additional_consent, |n| fill("1~", "0", n, "")),
        family("US Privacy: long", us_privacy_string, |n| fill("1", "Y", n, "")),
        family("record: damaged", record, |n| fill("1", ".p", n, ".00000000")),
        family("record: as long as it is right", record, |n| {
            let events = (0..n / 30).map(|at| {
                let vendor: cookie_consent::cookie::VendorId = format!("v{at:04}").parse().unwrap();
                let event = cookie_consent::ConsentEvent::new(NOW, cookie_consent::consent::PolicyVersion::new(7));
                event.saying(vendor.into(), cookie_consent::consent::Answer::Granted)
            });
            cookie_consent::consent::History::from_iter(events).record().to_string().into_bytes()
        }),
        family("OneTrust: `&`", managers, |n| onetrust("&", n)),
        family("OneTrust: `%`", managers, |n| onetrust("%", n)),
        family("OneTrust: `%2C`", managers, |n| onetrust("%2C", n)),
        family("OneTrust: `,`", managers, |n| onetrust(",", n)),
        family("OneTrust: `a:1,`", managers, |n| onetrust("a:1,", n)),
        family("OneTrust: `%3A`", managers, |n| onetrust("%3A", n)),
        family("OneTrust: `%25`, without groups", managers, |n| fill("OptanonConsent=", "%25", n, "")),
        family("Cookiebot: `,`", managers, |n| fill("CookieConsent={stamp:%27x%27", ",", n, "}")),
        family("CookieYes: `,`", managers, |n| fill("cookieyes-consent=consent:yes", ",", n, "")),
        family("tarteaucitron: `!`", managers, |n| fill("tarteaucitron=!a=true", "!", n, "")),
        family("django-cookie-consent: `|`", managers, |n| fill("cookie_consent=a=1", "|", n, "")),
        family("CookieYes: `,a:no`", managers, |n| fill("cookieyes-consent=action:yes", ",a:no", n, "")),
        family("tarteaucitron: `!a=true`", managers, |n| fill("tarteaucitron=", "!a=true", n, "")),
        family("Klaro: `,\"a\":true`", managers, |n| fill("klaro={\"a\":true", ",\"a\":true", n, "}")),
        family("cc_cookie: `[`", managers, |n| fill("cc_cookie={\"level\":", "[", n, "")),
        family("cc_cookie: `,[]`", managers, |n| fill("cc_cookie={\"data\":[[]", ",[]", n, "],\"level\":[]}")),
        family("cc_cookie: `,\"a\"`", managers, |n| fill("cc_cookie={\"level\":[\"a\"", ",\"a\"", n, "]}")),
        family("cc_cookie: `%5B`", managers, |n| fill("cc_cookie=%7B%22level%22%3A", "%5B", n, "")),
        family("Didomi: `W10s`", managers, |n| fill("didomi_token=eyJ2IjpbW10s", "W10s", n, "W119")),
        family("Complianz: copies", managers, |n| fill("", "cmplz_marketing=deny;", n, "")),
        family("TrustArc: `,1`", managers, |n| fill("notice_gdpr_prefs=0", ",1", n, ":")),
        header("Cookie: `;`", pairs, |n| fill("", ";", n, "")),
        header("Cookie: `=;`", pairs, |n| fill("", "=;", n, "")),
        header("Cookie: `a`", pairs, |n| fill("", "a", n, "")),
        header("Cookie: SP", pairs, |n| fill("", " ", n, "")),
        header("Cookie: `a=;`", pairs, |n| fill("", "a=;", n, "")),
        header("request: `;`", request, |n| fill("", ";", n, "")),
        header("request: `edx_consent=1;`", request, |n| fill("", "edx_consent=1;", n, "")),
        header("request: `OptanonConsent=groups=;`", request, |n| fill("", "OptanonConsent=groups=;", n, "")),
        family("request: a TC string of nested ranges", request, |n| {
            as_cookie("euconsent-v2", &cut(ranges(n, |at| at + 1..=65_534 - at), n))
        }),
    ]
}

/// No string and no cookie may take longer than this, in nanoseconds, or more bytes of memory.
const MOST: (f64, usize) = (60_000.0, 16_384);

pub(crate) fn report() {
    println!("time(2n) : time(n), the limit is 2.3; the greatest may take 60,000 ns and 16,384 bytes");
    let policy = edx();
    for family in families() {
        let time = growth(family.title, family.sizes, |n| {
            let text = (family.make)(n);
            let policy = &policy;
            move || {
                (family.read)(policy, &text);
                1
            }
        });
        let greatest = family.sizes[family.sizes.len() - 1];
        let text = (family.make)(greatest);
        let peak = counted(|| (family.read)(&policy, &text)).1.peak;
        let is_cookie = greatest == 4_096;
        let excess = if is_cookie && (time > MOST.0 || peak > MOST.1) { "   TOO MUCH" } else { "" };
        println!("  {:<56}         {} bytes read, {peak} bytes at most{excess}", "", text.len());
    }
}
