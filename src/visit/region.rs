use core::fmt;
use core::num::NonZeroU64;
use core::str::FromStr;

use crate::vocabulary::UnknownWord;

/// A country or a part of one: ISO 3166-1 alpha-2 (`FR`) or ISO 3166-2 (`US-CA`).
///
/// Only the form is checked. A region that the [table of laws](crate::law::table) does not name falls back to its
/// country, and a country that it does not name is strict, so no list of codes can go stale in a visitor's disfavour.
///
/// # Examples
///
/// ```
/// use cookie_consent::Region;
///
/// let california: Region = "us_ca".parse().unwrap();
/// assert_eq!(california.to_string(), "US-CA");
/// assert_eq!(california.country(), Region::country_code(*b"US"));
/// assert!("California".parse::<Region>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region {
    /// A one, so that it is not zero, two letters of the country, and up to three characters of the subdivision, padded
    /// with zeros: a number, because regions are looked up on every decision.
    key: NonZeroU64,
}

/// The error of reading a [`Region`]: neither `FR` nor `US-CA` in form.
pub type InvalidRegion = UnknownWord;

impl Region {
    /// A whole country by its two letters, upper case: for constants. Use [`str::parse`] for anything else.
    #[must_use]
    pub const fn country_code(country: [u8; 2]) -> Self {
        Self::of(country, [0; 3])
    }

    const fn of([first, second]: [u8; 2], [third, fourth, fifth]: [u8; 3]) -> Self {
        match NonZeroU64::new(u64::from_be_bytes([0, 0, 1, first, second, third, fourth, fifth])) {
            Some(key) => Self { key },
            None => Self { key: NonZeroU64::MIN },
        }
    }

    const fn letters(self) -> ([u8; 2], [u8; 3]) {
        let [_, _, _, first, second, third, fourth, fifth] = self.key.get().to_be_bytes();
        ([first, second], [third, fourth, fifth])
    }

    /// The part of this country with this code, padded with zeros.
    pub(crate) const fn with_subdivision(self, subdivision: [u8; 3]) -> Self {
        Self::of(self.letters().0, subdivision)
    }

    /// The country that this region is or lies in.
    #[must_use]
    pub const fn country(self) -> Self {
        Self::country_code(self.letters().0)
    }

    /// A number that is different for each region.
    pub(crate) const fn key(self) -> u64 {
        self.key.get()
    }

    /// Whether this is a whole country.
    #[must_use]
    pub const fn is_country(self) -> bool {
        matches!(self.letters().1, [0, 0, 0])
    }
}

impl FromStr for Region {
    type Err = InvalidRegion;

    /// # Errors
    ///
    /// [`InvalidRegion`] for `""`, `"F"`, `"FRA"`, `"US-"`, `"US-CALI"`, `"ＦＲ"` (full width) and the like.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidRegion::new("a region: use ISO 3166, such as `FR` or `US-CA`", text);
        let (country, rest) = match text.as_bytes() {
            [a, b, rest @ ..] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => ([*a, *b], rest),
            _ => return Err(invalid()),
        };
        let subdivision = match rest {
            [] => [0; 3],
            [b'-' | b'_', a] => [*a, 0, 0],
            [b'-' | b'_', a, b] => [*a, *b, 0],
            [b'-' | b'_', a, b, c] => [*a, *b, *c],
            _ => return Err(invalid()),
        };
        if subdivision.iter().all(|b| *b == 0 || b.is_ascii_alphanumeric())
            && (rest.is_empty() || subdivision != [0; 3])
        {
            let upper = |byte: u8| byte.to_ascii_uppercase();
            Ok(Self::of(country.map(upper), subdivision.map(upper)))
        } else {
            Err(invalid())
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ([first, second], [third, fourth, fifth]) = self.letters();
        let letters = [first, second, b'-', third, fourth, fifth];
        let whole = core::str::from_utf8(&letters).map_err(|_| fmt::Error)?.trim_end_matches('\0');
        f.pad(whole.trim_end_matches('-'))
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Region({self})")
    }
}
