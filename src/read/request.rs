use alloc::vec::Vec;

use time::UtcDateTime;

use super::{Cookies, Headers, Managers, Remark};
use crate::consent::{Consent, ConsentRecord, Present};
use crate::policy::Policy;
use crate::visit::{OptOut, Signals};

/// Where a site's requests carry what the visitor said.
///
/// # Examples
///
/// See [`request`].
#[derive(Clone, Debug)]
pub struct Sources<'a> {
    policy: &'a Policy,
    record: Option<&'a str>,
    managers: &'a Managers,
}

impl<'a> Sources<'a> {
    /// Headers, and the cookies of the consent managers that the site uses: see [`Managers`]. A record of the site's
    /// own is read where [`record_in`](Self::record_in) names its cookie.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "consent-managers")] {
    /// use cookie_consent::read::{self, Headers, Managers, Sources};
    /// use cookie_consent::consent::ConsentManager;
    /// use cookie_consent::policy::Version;
    /// use cookie_consent::{Consent, Policy};
    /// use time::macros::{date, utc_datetime};
    ///
    /// let policy = Policy::builder().version(Version::new(1, date!(2022-12-15))).build().unwrap();
    /// let managers = Managers::only([ConsentManager::OneTrust]);
    /// let sources = Sources::of(&policy, &managers);
    /// // the banner of OneTrust was never closed
    /// let headers = Headers::new([(b"cookie".as_slice(), b"OptanonConsent=groups=C0004%3A1".as_slice())]);
    /// let reading = read::request(&sources, utc_datetime!(2026-11-23 12:00), &headers);
    /// assert_eq!(reading.consent(), Consent::Absent);
    /// # }
    /// ```
    ///
    /// A site without a consent manager says so, since a refusal in one that is not read is lost:
    ///
    /// ```compile_fail
    /// # use cookie_consent::{Policy, read::Sources};
    /// fn sources(policy: &Policy) -> Sources<'_> {
    ///     Sources::of(policy)
    /// }
    /// ```
    #[must_use]
    pub const fn of(policy: &'a Policy, managers: &'a Managers) -> Self {
        Self { policy, record: None, managers }
    }

    /// The site keeps a [`ConsentRecord`] as the value of the cookie of this name, which is compared byte for byte.
    #[must_use]
    pub const fn record_in(self, cookie: &'a str) -> Self {
        Self { record: Some(cookie), ..self }
    }

    /// The consent managers that are read.
    #[must_use]
    pub const fn managers(&self) -> &'a Managers {
        self.managers
    }
}

/// What a request says, ready for a [`Visit`](crate::Visit) and for [`decide`](crate::decide()).
///
/// # Examples
///
/// See [`request`].
#[derive(Clone, Debug)]
pub struct Reading {
    signals: Signals,
    consent: Heard,
    opt_outs: Vec<OptOut>,
    remarks: Vec<Remark>,
}

/// A [`Consent`] that owns its record.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "one per request, and a box would be one more allocation")]
enum Heard {
    Absent,
    Unreadable,
    Given(ConsentRecord),
}

impl Reading {
    /// What headers and strings say.
    #[must_use]
    pub const fn signals(&self) -> &Signals {
        &self.signals
    }

    /// What the visitor said.
    #[must_use]
    pub const fn consent(&self) -> Consent<'_> {
        match &self.consent {
            Heard::Absent => Consent::Absent,
            Heard::Unreadable => Consent::Unreadable,
            Heard::Given(record) => Consent::Given(record),
        }
    }

    /// The opt-outs that were seen. Add to them what only the caller can know.
    #[must_use]
    pub fn opt_outs(&self) -> &[OptOut] {
        &self.opt_outs
    }

    /// What was seen, ignored or unreadable, in the order in which it was read. It decides nothing; it belongs in a log.
    #[must_use]
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    fn hear(&mut self, next: Result<ConsentRecord, Remark>, present: Present) {
        self.consent = match (core::mem::replace(&mut self.consent, Heard::Unreadable), next) {
            (_, Err(remark)) => {
                self.remarks.push(remark);
                Heard::Unreadable
            }
            (Heard::Unreadable, Ok(_)) => Heard::Unreadable,
            (Heard::Absent, Ok(record)) => Heard::Given(record),
            (Heard::Given(known), Ok(record)) if known == record => Heard::Given(known),
            (Heard::Given(known), Ok(record)) => {
                self.remarks.push(Remark::Conflict);
                Heard::Given(known.strictest(&record, present))
            }
        };
    }
}

/// Reads a request: everything in its headers that speaks for the visitor, by the sources that the site uses.
///
/// With the feature `iab` it also reads the TC, Additional Consent, GPP and US Privacy strings in the cookies in which they
/// usually stand. A TC string inside a GPP string counts as one in a cookie of its own; an Additional Consent string counts
/// beside a TC string; what GPP says of known children is [`GppSignal::age`](crate::visit::GppSignal::age).
///
/// It fails closed. Damage is [`Consent::Unreadable`], never silence. Where there are several records, two cookies of
/// one name or the record of the site beside a consent manager's, nobody knows which is newer: a refusal in any stands,
/// and a grant must be in all.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::{self, Headers, Managers, Sources};
/// use cookie_consent::consent::PolicyVersion;
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::visit::{BrowserMode, Recognised};
/// use cookie_consent::{
///     Age, Category, Consent, ConsentEvent, ConsentRecord, Cookie, Place, Policy, Reason, Visit, decide,
/// };
/// use time::macros::{date, utc_datetime};
///
/// let policy = Policy::builder()
///     .controller("edX LLC", "privacy@edx.org")
///     .version(Version::new(1, date!(2026 - 01 - 01)))
///     .declare(Declaration::new("_ga*", Category::Performance))
///     .build()
///     .unwrap();
/// let sources = Sources::of(&policy, Managers::NONE).record_in("edx_consent");
/// let now = utc_datetime!(2026-11-23 12:00);
///
/// let accepted = ConsentRecord::first(&ConsentEvent::accept_all(utc_datetime!(2026-11-01 09:00), PolicyVersion::new(1)));
/// let header = format!("theme=dark; edx_consent={accepted}");
/// let headers = Headers::new([(b"cookie".as_slice(), header.as_bytes())]);
/// let reading = read::request(&sources, now, &headers);
/// assert_eq!(reading.consent(), Consent::Given(&accepted));
///
/// let visit = Visit::new(
///     now,
///     Place::Site,
///     reading.signals().clone(),
///     reading.opt_outs(),
///     BrowserMode::AcceptsAll,
///     Age::Unknown,
/// )
/// .region("FR".parse().unwrap())
/// .recognised(Recognised::BROWSER);
/// let decision = decide(&policy, &visit, reading.consent(), &Cookie::first_party("_ga", "www.edx.org"));
/// assert_eq!(decision.reason(), Reason::Consent);
///
/// // cut on its way: not silence
/// let headers = Headers::new([(b"cookie".as_slice(), header[..30].as_bytes())]);
/// let reading = read::request(&sources, now, &headers);
/// assert_eq!(reading.consent(), Consent::Unreadable);
/// let remark = reading.remarks()[0].to_string();
/// assert_eq!(remark, "the record in `edx_consent` is unreadable: the record does not match its checksum");
/// ```
#[must_use]
pub fn request(sources: &Sources<'_>, now: UtcDateTime, headers: &Headers<'_>) -> Reading {
    let mut reading = Reading {
        signals: headers.signals().clone(),
        consent: Heard::Absent,
        opt_outs: Vec::new(),
        remarks: Vec::new(),
    };
    if reading.signals.malformed() {
        reading.remarks.push(Remark::MalformedSignal);
    }
    match headers.cookies() {
        Ok(cookies) => read_cookies(sources, now, cookies, &mut reading),
        Err(error) => {
            reading.consent = Heard::Unreadable;
            reading.remarks.push(Remark::Cookies(error));
        }
    }
    reading
}

fn read_cookies(sources: &Sources<'_>, now: UtcDateTime, cookies: Cookies<'_>, reading: &mut Reading) {
    #[cfg(feature = "iab")]
    {
        let found = super::iab::in_cookies(cookies);
        #[cfg(feature = "consent-managers")]
        let found = super::managers::with_strings(found, cookies, sources.managers);
        let signals = core::mem::replace(&mut reading.signals, Signals::NONE);
        let mut remark = |remark| reading.remarks.push(remark);
        reading.signals = super::iab::add_signals(signals, sources.policy, &found, &mut remark);
    }
    let present = Present { now, version: sources.policy.version_at(now) };
    if let Some(name) = sources.record {
        for (pair, copy) in cookies.all(name.as_bytes()).zip(0..=MAX_COPIES) {
            let record = if copy < MAX_COPIES { record(name, pair.unquoted()) } else { Err(Remark::too_many(name)) };
            reading.hear(record, present);
        }
    }
    #[cfg(feature = "consent-managers")]
    {
        let imported = super::managers::read(sources.policy, now, cookies, sources.managers);
        reading.remarks.extend(imported.remarks().iter().cloned().map(Remark::Manager));
        match imported.consent() {
            Consent::Absent => {}
            Consent::Unreadable => reading.consent = Heard::Unreadable,
            Consent::Given(record) => reading.hear(Ok(record.clone()), present),
        }
    }
}

/// The most copies of one record that are read: more are nobody's, and each would bring a remark.
const MAX_COPIES: u8 = 32;

fn record(name: &str, value: &[u8]) -> Result<ConsentRecord, Remark> {
    let text = core::str::from_utf8(value).map_err(|_| Remark::record_is_no_text(name))?;
    text.parse().map_err(|error| Remark::record_is_unreadable(name, error))
}
