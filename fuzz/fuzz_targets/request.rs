//! Any header lines through everything that a site reads: `decide` answers, and nothing that may be logged holds a
//! value. The last byte says where in the text a word is planted that stands nowhere else.
#![no_main]

use cookie_consent::read::managers::ManagerRemark;
use cookie_consent::read::{Headers, Remark, Request};
use cookie_consent_fuzz::lines;
use cookie_consent_fuzz::site::{NOW, allowed, request};
use libfuzzer_sys::fuzz_target;

/// Eight characters, of which some are in no vendor's id.
const PLANTED: &[u8] = b"qQ7zX9wK";

fuzz_target!(|data: &[u8]| {
    let Some((at, data)) = data.split_last() else { return };
    let mut text = data.to_vec();
    let at = usize::from(*at) * text.len() / 255;
    text.splice(at..at, PLANTED.iter().copied());
    // a line without a colon is a line of cookies
    let headers: Vec<(&[u8], &[u8])> = lines(&text)
        .into_iter()
        .map(|line| match line.iter().position(|byte| *byte == b':') {
            Some(colon) if !line[..colon].contains(&b'=') => (&line[..colon], &line[colon + 1..]),
            _ => (b"cookie".as_slice(), line),
        })
        .collect();
    let request = request(NOW, &headers);
    let _ = allowed(&request);
    for log in logged(&request) {
        assert!(!log.contains("qQ7zX9wK"), "{log}");
    }
    // what borrows the request shows names of cookies, and of values the length
    if let Ok(cookies) = Headers::new(headers.iter().copied()).cookies() {
        for pair in cookies.pairs().filter(|pair| !pair.name().windows(PLANTED.len()).any(|part| part == PLANTED)) {
            assert!(!format!("{pair:?}").contains("qQ7zX9wK"));
        }
    }
});

/// Everything of a request as text. A group that nobody mapped is named in its remark, which is what that remark is
/// for.
fn logged(request: &Request<'_>) -> Vec<String> {
    let named = |remark: &&Remark| !matches!(remark, Remark::Manager(ManagerRemark::UnknownGroup { .. }));
    let remarks = request.remarks().iter().filter(named);
    let mut logged: Vec<String> = remarks.flat_map(|remark| [format!("{remark:?}"), remark.to_string()]).collect();
    logged.extend([
        format!("{:?}", request.consent()),
        format!("{:?}", request.signals()),
    ]);
    if request.remarks().iter().all(|remark| named(&remark)) {
        logged.push(format!("{request:?}"));
    }
    logged
}
