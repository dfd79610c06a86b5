//! What a response says to caches, beside what it says already.

use alloc::vec::Vec;

use cookie_consent::decision::InputSet;
use http::header::{CACHE_CONTROL, VARY};
use http::{HeaderMap, HeaderName, HeaderValue};

/// Adds what follows from the inputs that were read. Whatever the response says that is as strict stays as it is.
pub(crate) fn tell(headers: &mut HeaderMap, consulted: InputSet) {
    let told = |name: &str| {
        let listed = headers.get_all(VARY).into_iter().flat_map(|line| line.as_bytes().split(|byte| *byte == b','));
        listed.map(<[u8]>::trim_ascii).any(|listed| listed == b"*" || listed.eq_ignore_ascii_case(name.as_bytes()))
    };
    let missing: Vec<&str> = consulted.vary().filter(|name| !told(name)).collect();
    if let Some(line) = HeaderValue::from_str(&missing.join(", ")).ok().filter(|line| !line.is_empty()) {
        headers.append(VARY, line);
    }
    if consulted.must_be_private() {
        make_private(headers);
    }
}

/// Forbids shared caches to keep the response: also those that heed a field of their own before `Cache-Control`
/// (`CDN-Cache-Control`; RFC 9213, section 2.2).
fn make_private(headers: &mut HeaderMap) {
    let is_targeted = |name: &&HeaderName| name.as_str().ends_with("-cache-control");
    let targeted: Vec<HeaderName> = headers.keys().filter(is_targeted).cloned().collect();
    for name in targeted.into_iter().chain([CACHE_CONTROL]) {
        let said: Vec<&[u8]> =
            headers.get_all(&name).into_iter().flat_map(|line| directives(line.as_bytes())).collect();
        if let Some(line) = private(&said).and_then(|line| HeaderValue::from_bytes(&line).ok()) {
            // on the line that is there, so that the order of the others stays
            headers.insert(name, line);
        }
    }
}

/// The directives without those for shared caches, and with `private`; `None` if they are strict enough.
fn private(said: &[&[u8]]) -> Option<Vec<u8>> {
    let has = |name: &str| said.iter().any(|directive| directive.eq_ignore_ascii_case(name.as_bytes()));
    // a cache that understands the status may ignore `no-store` beside `must-understand` (RFC 9111, section 5.2.2.3)
    let is_private = has("private") || (has("no-store") && !has("must-understand"));
    let kept: Vec<&[u8]> = said.iter().copied().filter(|directive| !is_for_shared(directive)).collect();
    if is_private && kept.len() == said.len() {
        return None;
    }
    // in front, where no quotation mark that is left open can swallow it
    let first: &[&[u8]] = if is_private { &[] } else { &[b"private"] };
    Some([first, &kept].concat().join(b", ".as_slice()))
}

/// Whether it allows shared caches what `private` forbids. `private` with a list of fields forbids them these fields
/// alone (RFC 9111, section 5.2.2.7).
fn is_for_shared(directive: &[u8]) -> bool {
    let mut parts = directive.splitn(2, |byte| *byte == b'=');
    let name = parts.next().unwrap_or_default().trim_ascii();
    let is = |other: &str| name.eq_ignore_ascii_case(other.as_bytes());
    is("public") || is("s-maxage") || (is("private") && parts.next().is_some())
}

/// The directives of a line: a comma within quotation marks ends none (RFC 9110, section 5.6.4).
fn directives(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let ends = move |byte: &u8| {
        is_quoted ^= *byte == b'"' && !is_escaped;
        is_escaped = is_quoted && *byte == b'\\' && !is_escaped;
        *byte == b',' && !is_quoted
    };
    line.split(ends).map(<[u8]>::trim_ascii).filter(|directive| !directive.is_empty())
}
