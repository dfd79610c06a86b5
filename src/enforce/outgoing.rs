use alloc::borrow::Cow;
use core::{fmt, str};

use super::RequestUri;
use super::line::{Domain, SetLine, pair};
use super::shorten::shortened;
use crate::consent::StoredConsent;
use crate::cookie::{Attributes, Cookie, Prefix, Storage};
use crate::decision::{Decision, InputSet};
use crate::read::record_in;
use crate::visitor::Visitor;
use crate::vocabulary::spelled;

/// What becomes of a `Set-Cookie` line.
///
/// # Examples
///
/// See [`Outgoing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "it leaves as it is, with a shorter life, or not at all")]
pub enum Fate {
    /// It is sent byte for byte.
    Kept,
    /// It removes a cookie, which is always allowed, and is sent byte for byte. Nobody was asked.
    Removes,
    /// It is sent with its `Max-Age` and `Expires` cut to [`Decision::max_lifetime`], and every other byte as it was.
    Shortened,
    /// It is not sent.
    Dropped(WhyDropped),
}

/// Why a `Set-Cookie` line is not sent.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::enforce::WhyDropped::OtherDomain.as_str(), "other-domain");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WhyDropped {
    /// [`decide`](crate::decide()) denies the cookie: [`Outgoing::decision`] says why. With `invalid-attributes` no
    /// browser would take it.
    Denied,
    /// It holds a control character (RFC 6265bis, section 5.6, step 1). Older browsers cut it off there, and with it the
    /// attributes behind.
    ControlCharacter,
    /// Neither a name nor a value (section 5.7, step 2).
    Empty,
    /// A cookie without a name, whose value begins with a name and `=`, or with a prefix that protects names (step 22):
    /// it would come back as if it were the other cookie.
    Nameless,
    /// A `Domain` that is not the host of the response or above it, or a top-level domain (steps 8 to 10); or several
    /// of which one is empty, where browsers differ.
    OtherDomain,
    /// The prefix `__Host-` without a `Path=/` of its own (step 21).
    NoPath,
    /// The name or the path is not UTF-8, so nobody can have declared it.
    NotText,
}

spelled! {
    WhyDropped ("why a line is dropped") {
        Denied = "denied", ControlCharacter = "control-character", Empty = "empty", Nameless = "nameless",
        OtherDomain = "other-domain", NoPath = "no-path", NotText = "not-text",
    }
}

/// A `Set-Cookie` line, what it asks, and what becomes of it.
///
/// # Examples
///
/// ```
/// use cookie_consent::cookie::Lifetime;
/// use cookie_consent::enforce::{Fate, RequestUri, WhyDropped};
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::visit::{BrowserMode, Signals};
/// use cookie_consent::{Age, Category, Consent, Place, Policy, Reason, Visit};
/// use time::macros::{date, utc_datetime};
///
/// let session = Declaration::new("sessionid", Category::StrictlyNecessary).lasting(Lifetime::days(14));
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(session)
///     .declare(Declaration::new("_fbp", Category::Targeting))
///     .build()
///     .unwrap();
/// let now = utc_datetime!(2026-11-23 12:00);
/// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
/// let visitor = policy.visitor(visit.region("FR".parse().unwrap()), Consent::Absent);
/// let uri = RequestUri::first_party("www.edx.org", "/");
///
/// let kept = visitor.set_cookie(&uri, b"sessionid=3f9a; Path=/; Secure; HttpOnly; Max-Age=1209600");
/// assert_eq!(kept.line(), Some(b"sessionid=3f9a; Path=/; Secure; HttpOnly; Max-Age=1209600".as_slice()));
///
/// let shortened = visitor.set_cookie(&uri, b"sessionid=3f9a; max-age=99999999; Path=/");
/// assert_eq!(shortened.line(), Some(b"sessionid=3f9a; max-age=1209600; Path=/".as_slice()));
///
/// let dropped = visitor.set_cookie(&uri, b"_fbp=fb.1.1; Domain=edx.org");
/// assert_eq!((dropped.line(), dropped.fate()), (None, Fate::Dropped(WhyDropped::Denied)));
/// assert_eq!(dropped.decision().map(|decision| decision.reason()), Some(Reason::DefaultOptIn));
/// assert_eq!(dropped.to_string(), "`_fbp`: dropped: deny: default-opt-in");
///
/// // whoever may not set a cookie may still remove it
/// assert_eq!(visitor.set_cookie(&uri, b"_fbp=; Max-Age=0").fate(), Fate::Removes);
/// ```
#[must_use = "a line that is sent without its answer protects nobody"]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Outgoing<'l> {
    name: &'l [u8],
    line: Option<Cow<'l, [u8]>>,
    fate: Fate,
    asked: Option<(Cookie<'l>, Decision)>,
}

impl<'l> Outgoing<'l> {
    const fn dropped(name: &'l [u8], why: WhyDropped) -> Self {
        Self { name, line: None, fate: Fate::Dropped(why), asked: None }
    }

    /// The line to send, if one is to be sent.
    #[must_use]
    pub fn line(&self) -> Option<&[u8]> {
        self.line.as_deref()
    }

    /// The same, owned only where it was shortened.
    ///
    /// # Examples
    ///
    /// See [`the module`](crate::enforce).
    #[must_use]
    pub fn into_line(self) -> Option<Cow<'l, [u8]>> {
        self.line
    }

    /// What becomes of it.
    #[must_use]
    pub const fn fate(&self) -> Fate {
        self.fate
    }

    /// The name of the cookie: empty if it has none.
    #[must_use]
    pub const fn name(&self) -> &'l [u8] {
        self.name
    }

    /// What was asked: the cookie that a browser would make of the line. Its lifetime is the longest that some browser
    /// can read in it. `None` where nothing had to be asked.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::{Lifetime, MaxAge};
    /// use cookie_consent::enforce::RequestUri;
    /// # let policy: cookie_consent::Policy =
    /// #     serde_json::from_str(include_str!(concat!(
    /// #         env!("CARGO_MANIFEST_DIR"),
    /// #         "/examples/policies/edx.json"
    /// #     )))
    /// #     .unwrap();
    /// # use cookie_consent::{Age, Consent, Place, Visit, visit::{BrowserMode, Signals}};
    /// # let now = time::macros::utc_datetime!(2026-11-23 12:00);
    /// # let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    /// # let visitor = policy.visitor(visit, Consent::Absent);
    ///
    /// let uri = RequestUri::first_party("www.edx.org", "/courses/cs101");
    /// let outgoing = visitor.set_cookie(&uri, b"_ga=1; Domain=.edx.org; Max-Age=60");
    /// let cookie = outgoing.cookie().unwrap();
    /// assert_eq!((cookie.name, cookie.host, cookie.path), ("_ga", "edx.org", "/courses"));
    /// assert_eq!(cookie.lifetime, Lifetime::Persistent(MaxAge::from_seconds(60).unwrap()));
    /// ```
    #[must_use]
    pub fn cookie(&self) -> Option<Cookie<'l>> {
        self.asked.map(|(cookie, _)| cookie)
    }

    /// The answer, if something was asked.
    #[must_use]
    pub fn decision(&self) -> Option<Decision> {
        self.asked.map(|(_, decision)| decision)
    }

    /// Which inputs the answer read: to be united with those of everything else that the response holds, for
    /// [`vary`](InputSet::vary) and [`must_be_private`](InputSet::must_be_private).
    #[must_use]
    pub fn consulted(&self) -> InputSet {
        self.asked.map_or(InputSet::EMPTY, |(_, decision)| decision.consulted())
    }
}

/// Never the line, which holds the value.
impl fmt::Debug for Outgoing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Outgoing({self})")
    }
}

impl fmt::Display for Outgoing<'_> {
    /// For a log: `` `_fbp`: dropped: deny: default-opt-in ``, with at most 64 bytes of the name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 64;
        let (shown, more) = self.name.split_at_checked(SHOWN).map_or((self.name, ""), |(head, _)| (head, "…"));
        let fate = match self.fate {
            Fate::Kept => "kept",
            Fate::Removes => "removes",
            Fate::Shortened => "shortened",
            Fate::Dropped(_) => "dropped",
        };
        write!(f, "`{}{more}`: {fate}", shown.escape_ascii())?;
        match (self.fate, self.decision()) {
            (_, Some(decision)) => write!(f, ": {decision}"),
            (Fate::Dropped(why), None) => write!(f, ": {why}"),
            (Fate::Kept | Fate::Removes | Fate::Shortened, None) => Ok(()),
        }
    }
}

impl Visitor<'_> {
    /// What becomes of a `Set-Cookie` line, of which a browser would make a cookie of this response: sent byte for byte,
    /// sent with a shorter life, or dropped.
    ///
    /// The line is read as RFC 6265bis says, sections 5.6 and 5.7. Where browsers read it in different ways, nothing is
    /// sent of which some browser could make more than was decided. It takes any bytes, in time that grows with their
    /// number, and allocates only what is shortened.
    ///
    /// What may not be set may be removed: a line of which no browser keeps a cookie (`Max-Age=0`, an `Expires` in the
    /// past, and nothing behind it that says otherwise) is sent, and asks nobody. The cookie of the record always passes:
    /// who passes on lines that somebody else's server wrote drops that name, or the visitor's choice is theirs to write.
    ///
    /// # Examples
    ///
    /// See [`Outgoing`].
    pub fn set_cookie<'l>(&self, uri: &RequestUri<'l>, line: &'l [u8]) -> Outgoing<'l> {
        let now = self.visit().now();
        let read = SetLine::read(line, now);
        // no short circuit: a line has few bytes, and mostly none of these
        let is_control = |byte: &u8| matches!(byte, 0..=8 | 10..=31 | 127);
        if line.iter().fold(false, |found, byte| found | is_control(byte)) {
            return Outgoing::dropped(read.name, WhyDropped::ControlCharacter);
        }
        if read.life.is_over() {
            return Outgoing { name: read.name, line: Some(Cow::Borrowed(line)), fate: Fate::Removes, asked: None };
        }
        let cookie = match asked(uri, &read) {
            Ok(cookie) => cookie,
            Err(why) => return Outgoing::dropped(read.name, why),
        };
        let decision = self.decide(&cookie);
        let (fate, line) = match decision.max_lifetime() {
            _ if !decision.is_allowed() => (Fate::Dropped(WhyDropped::Denied), None),
            Some(limit) if cookie.lifetime > limit => (Fate::Shortened, Some(shortened(line, limit, now).into())),
            _ => (Fate::Kept, Some(Cow::Borrowed(line))),
        };
        Outgoing { name: read.name, line, fate, asked: Some((cookie, decision)) }
    }

    /// What the visitor has said when the response with these `Set-Cookie` lines has arrived: what was said before, and
    /// what the record says that the response itself stores, by [`StoredConsent::strictest`]. Judged by it, what a
    /// response sets and what is withdrawn in it is withdrawn, in whatever order; what is granted in it counts from the
    /// next request on, unless there was no record before.
    ///
    /// A record that is removed leaves nothing to rely on, as one that cannot be read does:
    /// [`Unreadable`](StoredConsent::Unreadable).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::consent::{PolicyVersion, StoredConsent};
    /// use cookie_consent::policy::Version;
    /// use cookie_consent::visit::{BrowserMode, Signals};
    /// use cookie_consent::{Age, Consent, ConsentEvent, Place, Policy, Visit};
    /// use time::macros::{date, utc_datetime};
    ///
    /// let policy = Policy::builder().version(Version::new(1, date!(2022-12-15))).record_in("consent").build().unwrap();
    /// let now = utc_datetime!(2026-11-23 12:00);
    /// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    /// let visitor = policy.visitor(visit, Consent::Absent);
    ///
    /// let refusal = visitor.record_with(&ConsentEvent::reject_all(now, PolicyVersion::new(1)));
    /// let line = format!("consent={refusal}; Path=/; Secure");
    /// assert_eq!(visitor.consent_after([line.as_bytes()]), StoredConsent::Given(refusal));
    /// assert_eq!(visitor.consent_after([b"theme=dark".as_slice()]), StoredConsent::Absent);
    /// assert_eq!(visitor.consent_after([b"consent=; Max-Age=0".as_slice()]), StoredConsent::Unreadable);
    /// ```
    #[must_use]
    pub fn consent_after<'l>(&self, lines: impl IntoIterator<Item = &'l [u8]>) -> StoredConsent {
        let before = StoredConsent::from(self.consent());
        let Some(name) = self.policy().record_cookie() else { return before };
        let now = self.visit().now();
        let current = self.policy().version_at(now);
        let ours = lines.into_iter().filter(|line| pair(line).0 == name.as_bytes());
        ours.map(|line| SetLine::read(line, now)).fold(before, |said, line| {
            // of a line that ends the record the value says nothing
            let stored = record_in(name, line.value).ok().filter(|_| !line.life.is_over());
            said.strictest(stored.map_or(StoredConsent::Unreadable, StoredConsent::Given), now, current)
        })
    }
}

/// The cookie that a browser would make of a line.
fn asked<'l>(uri: &RequestUri<'l>, line: &SetLine<'l>) -> Result<Cookie<'l>, WhyDropped> {
    if line.name.is_empty() {
        let Prefix { secure, .. } = Prefix::of(line.value);
        match line.value {
            [] => return Err(WhyDropped::Empty),
            value if secure || value.contains(&b'=') => return Err(WhyDropped::Nameless),
            _ => {}
        }
    }
    let host = match line.domain {
        Domain::Unsaid => uri.host,
        Domain::Of(domain) => uri.domain(domain).ok_or(WhyDropped::OtherDomain)?,
        Domain::Unclear => return Err(WhyDropped::OtherDomain),
    };
    let name = str::from_utf8(line.name).map_err(|_| WhyDropped::NotText)?;
    let path = match line.path {
        Some(path) => str::from_utf8(path).map_err(|_| WhyDropped::NotText)?,
        None if Prefix::of(line.name).host => return Err(WhyDropped::NoPath),
        None => uri.default_path(),
    };
    Ok(Cookie {
        name,
        host,
        path,
        party: uri.party,
        lifetime: line.life.longest(),
        storage: Storage::Cookie,
        attributes: Attributes::Set(line.attributes),
    })
}
