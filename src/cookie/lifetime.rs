use core::fmt;
use core::num::NonZeroU32;

/// How long a persistent cookie lives, in whole seconds, at least one.
///
/// Zero is no lifetime but a deletion, and deleting is always allowed, so it cannot be written here.
///
/// # Examples
///
/// ```
/// use cookie_consent::cookie::MaxAge;
///
/// assert_eq!(MaxAge::days(400), MaxAge::LIMIT);
/// assert_eq!(MaxAge::LIMIT.seconds(), 34_560_000);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MaxAge(NonZeroU32);

/// The error of [`MaxAge::from_seconds`]: zero, negative, or beyond what 32 bits hold.
///
/// # Examples
///
/// ```
/// use cookie_consent::cookie::MaxAge;
///
/// assert_eq!(
///     MaxAge::from_seconds(0).unwrap_err().to_string(),
///     "`0` seconds is not a lifetime: use 1 to 4294967295"
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` seconds is not a lifetime: use 1 to 4294967295")]
pub struct InvalidMaxAge(i64);

/// Seconds of a day.
const DAY: u32 = 86_400;

impl MaxAge {
    /// What browsers cap every cookie at: 400 days (RFC 6265bis, section 5.5).
    pub const LIMIT: Self = Self::days(400);

    /// A number of days. Zero counts as one; more than 49,710 as the greatest lifetime.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::MaxAge;
    ///
    /// assert_eq!(MaxAge::days(0), MaxAge::days(1));
    /// assert_eq!(MaxAge::days(u16::MAX).seconds(), u32::MAX);
    /// ```
    #[must_use]
    pub const fn days(days: u16) -> Self {
        match NonZeroU32::new(DAY.saturating_mul(widen(days))) {
            Some(seconds) => Self(seconds),
            None => Self(NonZeroU32::MIN.saturating_add(DAY.saturating_sub(1))),
        }
    }

    /// A number of seconds.
    ///
    /// # Errors
    ///
    /// [`InvalidMaxAge`] for zero, a negative number, or one above `u32::MAX` (`0`, `-1`, `4294967296`).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::MaxAge;
    ///
    /// assert_eq!(MaxAge::from_seconds(86_400), Ok(MaxAge::days(1)));
    /// // a deletion
    /// assert!(MaxAge::from_seconds(0).is_err());
    /// ```
    pub fn from_seconds(seconds: i64) -> Result<Self, InvalidMaxAge> {
        u32::try_from(seconds).ok().and_then(NonZeroU32::new).map(Self).ok_or(InvalidMaxAge(seconds))
    }

    /// The lifetime in seconds.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.0.get()
    }
}

#[expect(clippy::as_conversions, reason = "widening; `u32::from` is not `const`")]
const fn widen(days: u16) -> u32 {
    days as u32
}

/// How long a cookie lives: until the browser closes, or for a time.
///
/// Ordered from shortest to longest, so the lesser of two limits is `a.min(b)`.
///
/// # Examples
///
/// ```
/// use cookie_consent::cookie::Lifetime;
///
/// assert!(Lifetime::Session < Lifetime::days(1));
/// assert_eq!(Lifetime::days(730).min(Lifetime::days(396)), Lifetime::days(396));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 6265bis knows these two")]
pub enum Lifetime {
    /// Until the browser session ends: neither `Max-Age` nor `Expires`.
    Session,
    /// For this long from when it is set.
    Persistent(MaxAge),
}

impl Lifetime {
    /// A persistent lifetime in days; see [`MaxAge::days`] for the edges.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::{Lifetime, MaxAge};
    ///
    /// assert_eq!(Lifetime::days(14), Lifetime::Persistent(MaxAge::days(14)));
    /// ```
    #[must_use]
    pub const fn days(days: u16) -> Self {
        Self::Persistent(MaxAge::days(days))
    }
}

impl fmt::Display for Lifetime {
    /// `session`, or the seconds: `34560000 s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Session => f.write_str("session"),
            Self::Persistent(age) => write!(f, "{} s", age.seconds()),
        }
    }
}
