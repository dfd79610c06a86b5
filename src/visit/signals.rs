use super::{Age, Tcf};
use crate::cookie::trim;
use crate::vocabulary::spelled;

/// What arrives with the request and speaks for the visitor: Global Privacy Control, Do Not Track, and what GPP, US
/// Privacy and TC strings say.
///
/// # Examples
///
/// ```
/// use cookie_consent::visit::Signals;
///
/// // one exact `1` among several lines is enough; nothing else counts
/// let lines = [("Sec-GPC", "0"), ("sec-gpc", "1"), ("Accept", "text/html")];
/// assert!(Signals::from_headers(lines).gpc());
/// let odd = Signals::from_headers([("Sec-GPC", "true")]);
/// assert!(!odd.gpc() && odd.malformed());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signals {
    header: Header,
    gpp: GppSignal,
    us_privacy: UsPrivacySignal,
    tcf: Option<Tcf>,
}

/// What the two headers say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Header {
    gpc: bool,
    dnt: bool,
    malformed: bool,
}

impl Signals {
    /// No signal.
    pub const NONE: Self = Self {
        header: Header { gpc: false, dnt: false, malformed: false },
        gpp: GppSignal::NONE,
        us_privacy: UsPrivacySignal::None,
        tcf: None,
    };

    /// Reads header lines, each a name with its value: every `Sec-GPC` and every `DNT`, and no other. Names are
    /// compared without regard to case. Total: a value that is not exactly `1` (for `DNT` also `0`) is no signal, and
    /// is remembered as [`malformed`](Self::malformed).
    ///
    /// A server must ignore `Sec-GPC` unless the value is `1`, and one such line among several is enough
    /// ([Global Privacy Control, section 3.2](https://w3c.github.io/gpc/#the-sec-gpc-header-field-for-http-requests)).
    /// SP and TAB around a value are not part of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::Signals;
    ///
    /// assert!(Signals::from_headers([("sec-gpc", " 1 ")]).gpc());
    /// let odd = Signals::from_headers([("Sec-GPC", "true"), ("Accept", "text/html")]);
    /// assert!(!odd.gpc() && odd.malformed());
    /// ```
    #[must_use]
    pub fn from_headers<N: AsRef<[u8]>, V: AsRef<[u8]>>(lines: impl IntoIterator<Item = (N, V)>) -> Self {
        lines.into_iter().fold(Self::NONE, |signals, (name, value)| signals.with_header(name.as_ref(), value.as_ref()))
    }

    /// Adds one header line; one with another name says nothing here.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::Signals;
    ///
    /// let signals = Signals::NONE.with_header(b"DNT", b"1").with_header(b"DNT", b"0");
    /// assert!(signals.dnt(), "one line that asks is enough");
    /// ```
    #[must_use]
    pub fn with_header(mut self, name: &[u8], value: &[u8]) -> Self {
        let header = &mut self.header;
        if name.eq_ignore_ascii_case(b"sec-gpc") {
            match trim(value) {
                b"1" => header.gpc = true,
                _ => header.malformed = true,
            }
        } else if name.eq_ignore_ascii_case(b"dnt") {
            match trim(value) {
                b"1" => header.dnt = true,
                b"0" => {}
                _ => header.malformed = true,
            }
        }
        self
    }

    /// Adds Global Privacy Control, as a script's `navigator.globalPrivacyControl` reported it.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(cookie_consent::visit::Signals::NONE.with_gpc().gpc());
    /// ```
    #[must_use]
    pub const fn with_gpc(mut self) -> Self {
        self.header.gpc = true;
        self
    }

    /// Adds what a GPP string says to what others said: see [`GppSignal::union`].
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{GppSignal, OptOutField, Signals};
    ///
    /// let out = GppSignal::from_fields(&[OptOutField::OptedOut], false);
    /// // a string that says nothing takes nothing back
    /// assert!(Signals::NONE.with_gpp(out).with_gpp(GppSignal::NONE).gpp().opted_out());
    /// ```
    #[must_use]
    pub const fn with_gpp(mut self, gpp: GppSignal) -> Self {
        self.gpp = self.gpp.union(gpp);
        self
    }

    /// Adds what a US Privacy string says to what others said: see [`UsPrivacySignal::union`].
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{Signals, UsPrivacySignal};
    ///
    /// let signals = Signals::NONE.with_us_privacy(UsPrivacySignal::OptedOut).with_us_privacy(UsPrivacySignal::None);
    /// assert_eq!(signals.us_privacy(), UsPrivacySignal::OptedOut);
    /// ```
    #[must_use]
    pub const fn with_us_privacy(mut self, us_privacy: UsPrivacySignal) -> Self {
        self.us_privacy = self.us_privacy.union(us_privacy);
        self
    }

    /// Adds what a TC string says to what others said: see [`Tcf::union`]. It stands among the signals because it
    /// arrives like them and can veto; what it permits counts as a consent given by the visitor.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{Signals, Tcf};
    ///
    /// assert_eq!(Signals::NONE.tcf(), None);
    /// assert_eq!(Signals::NONE.with_tcf(Tcf::UNRELIABLE).tcf(), Some(&Tcf::UNRELIABLE));
    /// ```
    #[must_use]
    pub fn with_tcf(self, tcf: Tcf) -> Self {
        let tcf = match self.tcf {
            Some(known) => known.union(tcf),
            None => tcf,
        };
        Self { tcf: Some(tcf), ..self }
    }

    /// Whether `Sec-GPC: 1` was sent.
    #[must_use]
    pub const fn gpc(&self) -> bool {
        self.header.gpc
    }

    /// Whether `DNT: 1` was sent.
    #[must_use]
    pub const fn dnt(&self) -> bool {
        self.header.dnt
    }

    /// Whether a header held a value that means nothing and was ignored.
    #[must_use]
    pub const fn malformed(&self) -> bool {
        self.header.malformed
    }

    /// What a GPP string says.
    #[must_use]
    pub const fn gpp(&self) -> GppSignal {
        self.gpp
    }

    /// What a US Privacy string says.
    #[must_use]
    pub const fn us_privacy(&self) -> UsPrivacySignal {
        self.us_privacy
    }

    /// What a TC string says.
    #[must_use]
    pub const fn tcf(&self) -> Option<&Tcf> {
        self.tcf.as_ref()
    }
}

/// An opt-out field of a GPP section.
///
/// # Examples
///
/// ```
/// use cookie_consent::visit::{GppSignal, OptOutField};
///
/// // "did not opt out" is not consent, and "not applicable" is no signal
/// let fields = GppSignal::from_fields(&[OptOutField::DidNotOptOut, OptOutField::NotApplicable], false);
/// assert!(!fields.opted_out());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the values 0, 1 and 2; a section with a 3 is malformed")]
pub enum OptOutField {
    /// `0`: no such processing, or no notice of it.
    NotApplicable,
    /// `1`.
    OptedOut,
    /// `2`.
    DidNotOptOut,
}

/// What the sections of a GPP string amount to.
///
/// # Examples
///
/// ```
/// use cookie_consent::Age;
/// use cookie_consent::visit::{GppSignal, OptOutField};
///
/// // usca: SaleOptOut = 2, SharingOptOut = 1
/// let usca = GppSignal::from_fields(&[OptOutField::DidNotOptOut, OptOutField::OptedOut], false);
/// assert!(usca.opted_out());
/// assert_eq!(usca.age(), Age::Unknown);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GppSignal {
    opted_out: bool,
    gpc: bool,
    age: Age,
}

impl GppSignal {
    /// No GPP string, or none that says anything.
    pub const NONE: Self = Self { opted_out: false, gpc: false, age: Age::Unknown };

    /// The opt-out fields for sale, sharing and targeted advertising of all sections present, and whether a `Gpc`
    /// sub-section is set. One opted-out field is enough. The fields on known children are added with
    /// [`with_age`](Self::with_age).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{GppSignal, OptOutField};
    ///
    /// let signal = GppSignal::from_fields(&[OptOutField::DidNotOptOut, OptOutField::OptedOut], true);
    /// assert!(signal.opted_out() && signal.gpc());
    /// ```
    #[must_use]
    pub fn from_fields(fields: &[OptOutField], gpc: bool) -> Self {
        Self { opted_out: fields.contains(&OptOutField::OptedOut), gpc, age: Age::Unknown }
    }

    /// Adds what the fields on known children (`KnownChildSensitiveDataConsents`) say of the visitor's age: the lowest
    /// age of a band whose field is not 0, whether it says "consent" or "no consent". Either way the business knows the
    /// visitor to be of that band. Of several ages the youngest holds.
    ///
    /// Decisions take the younger of it and of [`Visit::age`](crate::Visit::age), so it can only restrict.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Age;
    /// use cookie_consent::visit::GppSignal;
    ///
    /// // usct: KnownChildSensitiveDataConsents = 0, 2, 1: at least 13 and younger than 16
    /// let usct = GppSignal::NONE.with_age(Age::Years(13));
    /// assert_eq!(usct.age(), Age::Years(13));
    /// assert_eq!(usct.with_age(Age::Years(16)), usct);
    /// ```
    #[must_use]
    pub const fn with_age(mut self, age: Age) -> Self {
        self.age = self.age.younger(age);
        self
    }

    /// Whether any field says "opted out".
    #[must_use]
    pub const fn opted_out(self) -> bool {
        self.opted_out
    }

    /// Whether the `Gpc` sub-section is set; it counts as the header does.
    #[must_use]
    pub const fn gpc(self) -> bool {
        self.gpc
    }

    /// The youngest age that the visitor is known to have, or at least.
    #[must_use]
    pub const fn age(self) -> Age {
        self.age
    }

    /// What two strings say together: an opt-out, a Global Privacy Control, a child in either is one.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Age;
    /// use cookie_consent::visit::{GppSignal, OptOutField};
    ///
    /// let opted_out = GppSignal::from_fields(&[OptOutField::OptedOut], false);
    /// let child = GppSignal::NONE.with_age(Age::Years(13));
    /// let both = child.union(opted_out);
    /// assert!(both.opted_out() && both.age() == Age::Years(13));
    /// ```
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self {
            opted_out: self.opted_out || other.opted_out,
            gpc: self.gpc || other.gpc,
            age: self.age.younger(other.age),
        }
    }
}

/// What a US Privacy string says of the opt-out of sale (its third character).
///
/// # Examples
///
/// ```
/// use cookie_consent::visit::{Signals, UsPrivacySignal};
///
/// // `1YYN`
/// let signals = Signals::NONE.with_us_privacy(UsPrivacySignal::OptedOut);
/// assert_eq!(signals.us_privacy(), UsPrivacySignal::OptedOut);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the values of one character")]
pub enum UsPrivacySignal {
    /// No string, or one that does not apply (`1---`).
    None,
    /// `Y`.
    OptedOut,
    /// `N`. Not a consent.
    DidNotOptOut,
}

spelled! {
    UsPrivacySignal ("what a US Privacy string says") {
        None = "none", OptedOut = "opted-out", DidNotOptOut = "did-not-opt-out",
    }
}

impl UsPrivacySignal {
    /// What two strings say together: an opt-out in either is one.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::UsPrivacySignal;
    ///
    /// assert_eq!(UsPrivacySignal::OptedOut.union(UsPrivacySignal::DidNotOptOut), UsPrivacySignal::OptedOut);
    /// assert_eq!(UsPrivacySignal::None.union(UsPrivacySignal::DidNotOptOut), UsPrivacySignal::DidNotOptOut);
    /// ```
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        match (self, other) {
            (Self::OptedOut, _) | (_, Self::OptedOut) => Self::OptedOut,
            (Self::DidNotOptOut, _) | (_, Self::DidNotOptOut) => Self::DidNotOptOut,
            (Self::None, Self::None) => Self::None,
        }
    }
}
