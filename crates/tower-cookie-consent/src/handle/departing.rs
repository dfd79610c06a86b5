use alloc::borrow::Cow;
use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec::Vec;

use cookie_consent::Visitor;
use cookie_consent::consent::StoredConsent;
use cookie_consent::decision::{Input, InputSet};
use cookie_consent::enforce::RequestUri;
use cookie_consent::read::Cookies;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::{CookieConsent, Voice};
use crate::caches;
use crate::observed::Observed;

impl CookieConsent {
    /// Enforces on the head of a response. Its body is nobody's here.
    ///
    /// Of an upgrade, too, browsers take `Set-Cookie` lines (RFC 6455, section 4.1), so what may not be set is dropped
    /// there as elsewhere; but no cache keeps it, and to a tunnel nothing is added.
    pub(crate) fn depart(&self, status: StatusCode, headers: &mut HeaderMap) {
        let (voice, asked, is_recorded) = self.close();
        let site = &self.0.site;
        let uri = self.uri();
        let is_upgrade = status == StatusCode::SWITCHING_PROTOCOLS || (self.0.is_connect && status.is_success());

        // what the application stores by a line of its own counts too: set and withdrawn in one response is withdrawn
        let lines = headers.get_all(SET_COOKIE).into_iter().map(HeaderValue::as_bytes);
        let browser = self.visitor(&voice, &voice.browser).consent_after(lines);
        let record = match (&browser, &voice.browser) {
            (StoredConsent::Given(record), _) | (_, StoredConsent::Given(record)) if is_recorded => Some(record),
            _ => None,
        };
        let both = self.both(&voice, browser.clone());
        let visitor = self.visitor(&voice, &both);

        let filtered = self.filter(&visitor, &uri, headers);
        let mut consulted = asked;
        if !site.is_report_only {
            consulted = consulted.union(filtered.consulted);
            if filtered.is_changed {
                replace(headers, &filtered.lines);
            }
        }
        if !is_upgrade {
            let removals = self.removals(&visitor, &uri, &filtered.lines);
            if !site.is_report_only && !removals.is_empty() {
                // of one visitor, and a copy of them would remove another's; without a line nothing depends on it,
                // since what a copy does not remove the next response does
                consulted = consulted.with(Input::Consent);
                headers.extend(removals.into_iter().map(|line| (SET_COOKIE, line)));
            }
        }
        // the application's own word, which is kept whatever the mode and the status
        if let Some(line) = record.and_then(|record| visitor.record_cookie(&uri, record)) {
            let written = [(site.record_line)(line), line].into_iter();
            let mut written = written.filter_map(|line| HeaderValue::from_str(&line.to_string()).ok());
            consulted = consulted.with(Input::Consent);
            headers.extend(written.next().map(|line| (SET_COOKIE, line)));
        }
        if !is_upgrade {
            caches::tell(headers, consulted);
        }
    }
}

impl CookieConsent {
    /// From now on nothing can be recorded any more.
    fn close(&self) -> (Arc<Voice>, InputSet, bool) {
        let mut so_far = self.so_far();
        so_far.is_gone = true;
        (Arc::clone(&so_far.voice), so_far.consulted, so_far.is_recorded)
    }

    fn filter(&self, visitor: &Visitor<'_>, uri: &RequestUri<'_>, headers: &HeaderMap) -> Filtered {
        let mut filtered = Filtered { lines: Vec::new(), consulted: InputSet::EMPTY, is_changed: false };
        for line in headers.get_all(SET_COOKIE) {
            let outgoing = visitor.set_cookie(uri, line.as_bytes());
            self.observe(&Observed::SetCookie(&outgoing));
            filtered.consulted = filtered.consulted.union(outgoing.consulted());
            let sent = match outgoing.into_line() {
                Some(Cow::Borrowed(_)) => {
                    filtered.lines.push(line.clone());
                    continue;
                }
                Some(Cow::Owned(shortened)) => HeaderValue::from_bytes(&shortened).ok(),
                None => None,
            };
            filtered.is_changed = true;
            filtered.lines.extend(sent.map(|mut sent| {
                sent.set_sensitive(line.is_sensitive());
                sent
            }));
        }
        filtered
    }

    /// The lines that remove cookies of the request, without those that are there already.
    fn removals(&self, visitor: &Visitor<'_>, uri: &RequestUri<'_>, sent: &[HeaderValue]) -> Vec<HeaderValue> {
        let lines: Vec<&[u8]> = self.0.cookies.iter().map(HeaderValue::as_bytes).collect();
        // of too many cookies none was read
        let Ok(cookies) = Cookies::new(&lines) else { return Vec::new() };
        let removals = visitor.removals(uri, &self.0.site.removable, &cookies).filter_map(|removal| {
            let line = HeaderValue::from_str(&removal.to_string()).ok().filter(|line| !sent.contains(line))?;
            self.observe(&Observed::Removal(removal));
            Some(line)
        });
        removals.take(MOST_REMOVALS).collect()
    }
}

/// Some 3 KB, for which the buffers of proxies have room; the rest comes with the next response.
const MOST_REMOVALS: usize = 48;

/// The `Set-Cookie` lines of a response, as they may be sent.
struct Filtered {
    lines: Vec<HeaderValue>,
    consulted: InputSet,
    is_changed: bool,
}

/// Other lines in place of the `Set-Cookie` lines, and everything else in its order, which removing a name from the map
/// would change.
fn replace(headers: &mut HeaderMap, lines: &[HeaderValue]) {
    let before = core::mem::take(headers);
    headers.reserve(before.len());
    let mut current = None;
    for (name, value) in before {
        // the further values of a name come without it
        let is_first = name.is_some();
        current = name.or(current);
        match &current {
            Some(name) if *name != SET_COOKIE => {
                headers.append(name, value);
            }
            _ if is_first => headers.extend(lines.iter().map(|line| (SET_COOKIE, line.clone()))),
            _ => {}
        }
    }
}
