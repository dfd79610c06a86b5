use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use time::UtcDateTime;

use super::cookies::unquoted;
use super::several::unite;
use super::{Cookies, Headers, Managers, Remark};
use crate::consent::{Consent, ConsentRecord, Present, StoredConsent};
use crate::policy::Policy;
use crate::visit::{Age, BrowserMode, OptOut, Place, Recognised, Signals, Visit};
use crate::visitor::Visitor;

/// What a request says, ready for a [`Visit`] and for [`decide`](crate::decide()).
///
/// # Examples
///
/// See [`Policy::read`].
#[derive(Clone)]
pub struct Request<'p> {
    policy: &'p Policy,
    now: UtcDateTime,
    signals: Signals,
    stored: StoredConsent,
    remarks: Vec<Remark>,
}

impl<'p> Request<'p> {
    /// The policy that read it.
    #[must_use]
    pub const fn policy(&self) -> &'p Policy {
        self.policy
    }

    /// The instant of the request.
    #[must_use]
    pub const fn now(&self) -> UtcDateTime {
        self.now
    }

    /// What headers and strings say.
    #[must_use]
    pub const fn signals(&self) -> &Signals {
        &self.signals
    }

    /// What the visitor said.
    #[must_use]
    pub const fn consent(&self) -> Consent<'_> {
        self.stored.as_consent()
    }

    /// The same, to be kept, or held against another store: an account's row, say
    /// ([`StoredConsent::strictest`]).
    #[must_use]
    pub const fn stored(&self) -> &StoredConsent {
        &self.stored
    }

    /// What was seen, ignored or unreadable, in the order in which it was read. It decides nothing; it belongs in a
    /// log.
    #[must_use]
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// Whom the request shows to be the one who spoke: the browser, if one of its cookies holds a record, a consent
    /// manager's choice or a TC string, since no other browser sends them; else nobody. An account is recognised by its
    /// login alone, of which the caller knows: [`Visit::recognised`] with
    /// `request.recognised().with(SubjectKind::Account)`.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Policy;
    /// use cookie_consent::policy::Version;
    /// use cookie_consent::read::{Headers, Managers};
    /// use cookie_consent::visit::Recognised;
    /// use time::macros::{date, utc_datetime};
    ///
    /// let policy = Policy::builder()
    ///     .version(Version::new(1, date!(2022-12-15)))
    ///     .record_in("consent")
    ///     .build()
    ///     .unwrap();
    /// let recognised = |line: &str| {
    ///     let headers = Headers::new([("Cookie", line)]);
    ///     policy.read(utc_datetime!(2026-11-23 12:00), &headers, Managers::NONE).recognised()
    /// };
    /// assert_eq!(recognised("consent=1.0.3hKV8g; theme=dark"), Recognised::NOBODY);
    /// # let record = cookie_consent::ConsentRecord::first(&cookie_consent::ConsentEvent::accept_all(
    /// #     utc_datetime!(2026-11-01 12:00), cookie_consent::consent::PolicyVersion::new(1)));
    /// assert_eq!(recognised(&format!("consent={record}; theme=dark")), Recognised::BROWSER);
    /// ```
    #[must_use]
    pub const fn recognised(&self) -> Recognised {
        match (&self.stored, self.signals.tcf()) {
            (StoredConsent::Given(_), _) | (_, Some(_)) => Recognised::BROWSER,
            (StoredConsent::Absent | StoredConsent::Unreadable, None) => Recognised::NOBODY,
        }
    }

    /// The facts of the visit, of which the request tells the signals and [whom it recognises](Self::recognised). What
    /// else could restrict an answer is an argument: see [`Visit::new`]. The browser is taken to accept every cookie,
    /// which bears on [`feasibility`](crate::Decision::feasibility) alone.
    ///
    /// # Examples
    ///
    /// See [`Policy::read`].
    #[must_use]
    pub const fn visit<'a>(&'a self, place: Place<'a>, age: Age, opt_outs: &'a [OptOut]) -> Visit<'a> {
        Visit::under(self.now, place, Cow::Borrowed(&self.signals), opt_outs, BrowserMode::AcceptsAll, age)
            .recognised(self.recognised())
    }

    /// The visitor whose request it is, to ask about each cookie of the response: with the facts of
    /// [`visit`](Self::visit), and what was said before.
    ///
    /// # Examples
    ///
    /// See [`Policy::read`].
    #[must_use]
    pub fn visitor<'a>(&'a self, place: Place<'a>, age: Age, opt_outs: &'a [OptOut]) -> Visitor<'a> {
        self.policy.visitor(self.visit(place, age, opt_outs), self.consent())
    }
}

/// What it says, without the policy.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("now", &self.now)
            .field("signals", &self.signals)
            .field("stored", &self.stored)
            .field("remarks", &self.remarks)
            .finish_non_exhaustive()
    }
}

/// Reading a request.
impl Policy {
    /// Reads a request: everything in its headers that speaks for the visitor. The site's own record is read from the
    /// cookie that the policy [names](Self::record_cookie), and what the visitor chose in a consent manager from the
    /// cookies of those that the site uses.
    ///
    /// With the feature `iab` it also reads the TC, Additional Consent, GPP and US Privacy strings in the cookies in
    /// which they usually stand. A TC string inside a GPP string counts as one in a cookie of its own; an Additional
    /// Consent string counts beside a TC string; what GPP says of known children is
    /// [`GppSignal::age`](crate::visit::GppSignal::age).
    ///
    /// It fails closed. Damage is [`Consent::Unreadable`], never silence. Where there are several records, two cookies
    /// of one name or the record of the site beside a consent manager's, nobody knows which is newer: a refusal in any
    /// stands, and a grant must be in all.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::PolicyVersion;
    /// use cookie_consent::policy::{Declaration, Version};
    /// use cookie_consent::read::{Headers, Managers};
    /// use cookie_consent::{
    ///     Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Place, Policy, Reason, decide,
    /// };
    /// use time::macros::{date, utc_datetime};
    ///
    /// let policy = Policy::builder()
    ///     .controller("edX LLC", "privacy@edx.org")
    ///     .version(Version::new(1, date!(2026 - 01 - 01)))
    ///     .record_in("edx_consent")
    ///     .declare(Declaration::new("_ga*", Category::Performance))
    ///     .build()
    ///     .unwrap();
    /// let now = utc_datetime!(2026-11-23 12:00);
    ///
    /// let event = ConsentEvent::accept_all(utc_datetime!(2026-11-01 09:00), PolicyVersion::new(1));
    /// let accepted = ConsentRecord::first(&event);
    /// let header = format!("theme=dark; edx_consent={accepted}");
    /// let request = policy.read(now, &Headers::new([("Cookie", header.as_str())]), Managers::NONE);
    /// assert_eq!(request.consent(), Consent::Given(&accepted));
    ///
    /// let visit = request.visit(Place::Site, Age::Unknown, &[]).region("FR".parse().unwrap());
    /// let decision = decide(&policy, &visit, request.consent(), &Cookie::first_party("_ga", "www.edx.org"));
    /// assert_eq!(decision.reason(), Reason::Consent);
    ///
    /// // cut on its way: not silence
    /// let request = policy.read(now, &Headers::new([("Cookie", &header[..30])]), Managers::NONE);
    /// assert_eq!(request.consent(), Consent::Unreadable);
    /// let remark = request.remarks()[0].to_string();
    /// assert_eq!(remark, "the record in `edx_consent` is unreadable: the record does not match its checksum");
    /// ```
    ///
    /// A site without a consent manager says so, since a refusal in one that is not read is lost:
    ///
    /// ```compile_fail
    /// # use cookie_consent::{Policy, read::{Headers, Request}, time::UtcDateTime};
    /// fn read<'p>(policy: &'p Policy, now: UtcDateTime, headers: &Headers<'_>) -> Request<'p> {
    ///     policy.read(now, headers)
    /// }
    /// ```
    #[must_use]
    pub fn read(&self, now: UtcDateTime, headers: &Headers<'_>, managers: &Managers) -> Request<'_> {
        let signals = headers.signals().clone();
        let mut request = Request { policy: self, now, signals, stored: StoredConsent::Absent, remarks: Vec::new() };
        if request.signals.malformed() {
            request.remarks.push(Remark::MalformedSignal);
        }
        match headers.cookies() {
            Ok(cookies) => request.read_cookies(cookies, managers),
            Err(error) => {
                request.stored = StoredConsent::Unreadable;
                request.remarks.push(Remark::Cookies(error));
            }
        }
        request
    }
}

/// The most copies of one record that are read: more are nobody's, and each would bring a remark.
const MAX_COPIES: u8 = 32;

impl Request<'_> {
    #[cfg_attr(
        not(feature = "consent-managers"),
        expect(unused_variables, reason = "without the feature there are no managers")
    )]
    fn read_cookies(&mut self, cookies: &Cookies<'_>, managers: &Managers) {
        #[cfg(feature = "consent-managers")]
        let own = super::managers::ManagerCookies::among(cookies, &managers.mapping);
        #[cfg(feature = "iab")]
        {
            let strings = super::iab::in_cookies(cookies);
            #[cfg(feature = "consent-managers")]
            let strings = super::managers::with_strings(strings, cookies, &own);
            if !strings.is_empty() {
                let signals = core::mem::replace(&mut self.signals, Signals::NONE);
                let mut remark = |remark| self.remarks.push(remark);
                self.signals = super::iab::add_signals(signals, self.policy, &strings, &mut remark);
            }
        }
        if let Some(name) = self.policy.record_cookie() {
            for (pair, copy) in cookies.all(name.as_bytes()).zip(0..=MAX_COPIES) {
                let record =
                    if copy < MAX_COPIES { record_in(name, pair.value()) } else { Err(Remark::too_many(name)) };
                let stored = StoredConsent::from_read(Some(record.map_err(|remark| self.remarks.push(remark))));
                self.add(stored);
            }
        }
        #[cfg(feature = "consent-managers")]
        {
            let imported = super::managers::import(self.policy, self.now, cookies, &own, &managers.mapping);
            self.remarks.extend(imported.remarks.into_iter().map(Remark::Manager));
            self.add(imported.stored);
        }
    }

    fn add(&mut self, stored: StoredConsent) {
        let present = Present { now: self.now, version: self.policy.version_at(self.now) };
        if unite(&mut self.stored, stored, present) {
            self.remarks.push(Remark::Conflict);
        }
    }
}

/// The record in the value of the cookie that keeps it.
pub(crate) fn record_in(name: &str, value: &[u8]) -> Result<ConsentRecord, Remark> {
    let text = core::str::from_utf8(unquoted(value)).map_err(|_| Remark::record_is_no_text(name))?;
    text.parse().map_err(|error| Remark::record_is_unreadable(name, error))
}
