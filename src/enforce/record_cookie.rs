use core::fmt;

use time::UtcDateTime;

use super::RequestUri;
use crate::consent::ConsentRecord;
use crate::cookie::{Cookie, HostName, Lifetime, MaxAge, Prefix};
use crate::visitor::Visitor;

/// The `Set-Cookie` line that stores a record: it is written by [`Display`](fmt::Display), and lacks nothing.
///
/// It has `Path=/`, `Secure`, `HttpOnly` and `SameSite=Lax`. (With `Strict` the record would be missing on the first page
/// after a link from elsewhere, and silence is permission in half of the world.) It belongs to the host alone, unless
/// [`on_domain`](Self::on_domain) says more.
///
/// # How long it lives
///
/// Grants lapse, refusals do not. A record that holds nothing but grants lives as long as a consent counts in the
/// visitor's region, of several the longest: after that it says nothing any more. One with anything that restricts (a
/// refusal, an opt-out, Global Privacy Control that was seen) lives for the 400 days for which browsers keep a cookie,
/// since without it silence would be permission; and so does one where the region has no number. What the policy declares
/// for the cookie is the limit of both.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::PolicyVersion;
/// use cookie_consent::enforce::RequestUri;
/// use cookie_consent::policy::Version;
/// use cookie_consent::visit::{BrowserMode, Signals};
/// use cookie_consent::{Age, Consent, ConsentEvent, Place, Policy, Visit};
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder().version(Version::new(1, date!(2022-12-15))).record_in("consent").build().unwrap();
/// let now = utc_datetime!(2026-11-23 12:00);
/// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
/// let visitor = policy.visitor(visit.region("FR".parse().unwrap()), Consent::Absent);
/// let uri = RequestUri::first_party("www.edx.org", "/");
///
/// let refusal = visitor.record_with(&ConsentEvent::reject_all(now, PolicyVersion::new(1)));
/// let line = visitor.record_cookie(&uri, &refusal).unwrap().to_string();
/// assert_eq!(line, format!("consent={refusal}; Path=/; Max-Age=34560000; Secure; HttpOnly; SameSite=Lax"));
///
/// // for the whole site, where a script shows what was chosen
/// let consent = visitor.record_with(&ConsentEvent::accept_all(now, PolicyVersion::new(1)));
/// let line = visitor.record_cookie(&uri, &consent).unwrap().on_domain("edx.org").read_by_scripts().to_string();
/// assert_eq!(line, format!("consent={consent}; Path=/; Domain=edx.org; Max-Age=15638400; Secure; SameSite=Lax"));
/// ```
#[must_use = "a record that is not sent is lost"]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordCookie<'a> {
    name: &'a str,
    record: &'a ConsentRecord,
    domain: Option<&'a str>,
    life: Lifetime,
    http_only: bool,
    secure: bool,
}

impl<'a> Visitor<'a> {
    /// The line that stores a record in the cookie that the policy [names](crate::Policy::record_cookie) for it; `None`
    /// if it names none.
    ///
    /// # Examples
    ///
    /// See [`RecordCookie`].
    #[must_use]
    pub fn record_cookie<'r>(&self, uri: &RequestUri<'_>, record: &'r ConsentRecord) -> Option<RecordCookie<'r>>
    where
        'a: 'r,
    {
        let name = self.policy().record_cookie()?;
        let life = Lifetime::Persistent(self.life_of(record));
        let cookie = Cookie { party: uri.party, ..Cookie::first_party(name, uri.host) }.lasting(life);
        // the declaration is the limit
        let life = self.decide(&cookie).max_lifetime().map_or(life, |limit| limit.min(life));
        Some(RecordCookie { name, record, domain: None, life, http_only: true, secure: true })
    }

    fn life_of(&self, record: &ConsentRecord) -> MaxAge {
        let now = self.visit().now();
        let until = |end: UtcDateTime| end.unix_timestamp().saturating_sub(now.unix_timestamp());
        if record.restricts() {
            return MaxAge::LIMIT;
        }
        let lasts = self.facts().regions().map(|here| {
            let end = here.law.regime.consent_lasts().and_then(|months| months.after(now));
            end.and_then(|end| MaxAge::from_seconds(until(end)).ok()).unwrap_or(MaxAge::LIMIT)
        });
        lasts.max().unwrap_or(MaxAge::LIMIT).min(MaxAge::LIMIT)
    }
}

impl<'a> RecordCookie<'a> {
    /// The record is for this domain and all hosts below it: a host of the site, or above it. A name with `__Host-` is
    /// for its host alone, and then this says nothing.
    ///
    /// # Examples
    ///
    /// See [`RecordCookie`].
    pub fn on_domain(mut self, domain: &'a str) -> Self {
        self.domain = Some(HostName::new(domain).as_str()).filter(|_| !self.prefix().host);
        self
    }

    /// A script of the page reads it: no `HttpOnly`. A name with `__Http-` or `__Host-Http-` cannot be read by any, and
    /// then this says nothing.
    ///
    /// # Examples
    ///
    /// See [`RecordCookie`].
    pub const fn read_by_scripts(mut self) -> Self {
        self.http_only = false;
        self
    }

    /// The site is reached without TLS, in a closed network or on a developer's machine: no `Secure`, unless the name
    /// has a prefix that asks for it.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::enforce::RequestUri;
    /// use cookie_consent::{ConsentRecord, Visitor};
    ///
    /// fn line(visitor: &Visitor<'_>, record: &ConsentRecord) -> Option<String> {
    ///     let uri = RequestUri::first_party("localhost:3000", "/");
    ///     visitor.record_cookie(&uri, record).map(|cookie| cookie.without_tls().to_string())
    /// }
    /// ```
    pub const fn without_tls(mut self) -> Self {
        self.secure = false;
        self
    }

    /// How long it lives.
    ///
    /// # Examples
    ///
    /// See [`RecordCookie`].
    #[must_use]
    pub const fn life(&self) -> Lifetime {
        self.life
    }

    fn prefix(&self) -> Prefix {
        Prefix::of(self.name.as_bytes())
    }
}

impl fmt::Display for RecordCookie<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = self.prefix();
        write!(f, "{}={}; Path=/", self.name, self.record)?;
        if let Some(domain) = self.domain {
            write!(f, "; Domain={domain}")?;
        }
        if let Lifetime::Persistent(age) = self.life {
            write!(f, "; Max-Age={}", age.seconds())?;
        }
        if self.secure || prefix.secure {
            f.write_str("; Secure")?;
        }
        if self.http_only || prefix.http {
            f.write_str("; HttpOnly")?;
        }
        f.write_str("; SameSite=Lax")
    }
}
