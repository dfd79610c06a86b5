use core::fmt;
use core::num::NonZeroU64;
use core::str::FromStr;

use crate::vocabulary::UnknownWord;

/// A country or a part of one: ISO 3166-1 alpha-2 (`FR`) or ISO 3166-2 (`US-CA`).
///
/// `UK` and `EL`, which everybody writes, are read as `GB` and `GR`. Else only the form is checked. A code that names
/// no place ([`is_assigned`](Self::is_assigned)) is never laxer than what is left without it: `XX` and `XX-CA` count as
/// no region, under the strictest law, and `US-ZZ` as `US`, under the strictest law of its parts.
///
/// # Examples
///
/// ```
/// use cookie_consent::Region;
///
/// let california: Region = "us_ca".parse().unwrap();
/// assert_eq!(california.to_string(), "US-CA");
/// assert_eq!(california.country(), Region::country_code(*b"US"));
/// assert_eq!("UK".parse(), Ok(Region::country_code(*b"GB")));
/// assert!("California".parse::<Region>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region {
    /// A one, so that it is not zero, two letters of the country, and up to three characters of the subdivision, padded
    /// with zeros: a number, because regions are looked up on every decision.
    key: NonZeroU64,
}

/// ISO 3166-1 alpha-2, as of November 2026: 249 codes, in order.
const COUNTRIES: &[u8] = b"\
    ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZ\
    DEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJM\
    JOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONP\
    NRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTO\
    TRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

/// ISO 3166-2 of the countries of which parts have laws of their own.
const PARTS: &[([u8; 2], &[u8])] = &[
    (*b"CA", b"ABBCMBNBNLNSNTNUONPEQCSKYT"),
    (
        *b"US",
        b"AKALARASAZCACOCTDCDEFLGAGUHIIAIDILINKSKYLAMAMDMEMIMNMOMPMSMTNCNDNENHNJNMNVNYOHOKORPAPRRISCSDTNTXUMUTVAVIVTWAWI\
          WVWY",
    ),
];

/// Whether one of these pairs of letters, which are in order, is this one.
fn is_among(pairs: &[u8], wanted: [u8; 2]) -> bool {
    pairs.as_chunks().0.binary_search(&wanted).is_ok()
}

/// The error of reading a [`Region`]: neither `FR` nor `US-CA` in form.
pub type InvalidRegion = UnknownWord;

impl Region {
    /// A whole country by its two letters, upper case: for constants. Use [`str::parse`] for anything else.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Region;
    ///
    /// const FRANCE: Region = Region::country_code(*b"FR");
    /// assert_eq!("FR".parse(), Ok(FRANCE));
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Region;
    ///
    /// let california: Region = "US-CA".parse().unwrap();
    /// assert_eq!(california.country(), Region::country_code(*b"US"));
    /// ```
    #[must_use]
    pub const fn country(self) -> Self {
        Self::country_code(self.letters().0)
    }

    /// The region that a network reports in two fields, as most content delivery networks do: a country, and a part of
    /// it that may be empty.
    ///
    /// # Errors
    ///
    /// [`InvalidRegion`] if a field is no code: `("T1", "")`, `("US", "California")`. Leave the region out then; the
    /// strictest law applies.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Region;
    ///
    /// assert_eq!(Region::from_parts("US", "CA"), "US-CA".parse());
    /// assert_eq!(Region::from_parts("FR", ""), "FR".parse());
    /// ```
    pub fn from_parts(country: &str, subdivision: &str) -> Result<Self, InvalidRegion> {
        let whole: Self = country.parse()?;
        let part = part(subdivision.as_bytes()).filter(|_| whole.is_country());
        part.map(|part| whole.with_subdivision(part)).ok_or_else(|| invalid(subdivision))
    }

    /// Whether it names a place: ISO 3166 has assigned the code of the country and, for the United States and Canada,
    /// of the part. `XX`, `EU` and `US-ZZ` name none; `FR-ZZ` counts as a part of France.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Region;
    ///
    /// let is_assigned = |text: &str| text.parse::<Region>().unwrap().is_assigned();
    /// assert!(is_assigned("US-CA") && is_assigned("AX"));
    /// assert!(!is_assigned("XX") && !is_assigned("US-ZZ"));
    /// ```
    #[must_use]
    pub fn is_assigned(self) -> bool {
        let (country, subdivision) = self.letters();
        let has_part = |parts: &[u8]| match subdivision {
            [0, 0, 0] => true,
            [first, second, 0] => is_among(parts, [first, second]),
            _ => false,
        };
        let parts = PARTS.iter().find(|(divided, _)| *divided == country);
        is_among(COUNTRIES, country) && parts.is_none_or(|(_, parts)| has_part(parts))
    }

    /// A number that is different for each region.
    /// The parts of the country that are told apart, if any are.
    pub(crate) fn parts(self) -> impl Iterator<Item = Self> {
        let country = self.letters().0;
        let parts =
            PARTS.iter().filter(move |(divided, _)| *divided == country).flat_map(|(_, parts)| parts.as_chunks().0);
        parts.map(move |[first, second]| Self::of(country, [*first, *second, 0]))
    }

    pub(crate) const fn key(self) -> u64 {
        self.key.get()
    }

    /// Whether this is a whole country.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Region;
    ///
    /// let is_country = |text: &str| text.parse::<Region>().unwrap().is_country();
    /// assert!(is_country("US") && !is_country("US-CA"));
    /// ```
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
        let (country, rest) = match text.as_bytes() {
            [a, b, rest @ ..] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => ([*a, *b], rest),
            _ => return Err(invalid(text)),
        };
        let country = match country.map(|letter| letter.to_ascii_uppercase()) {
            [b'U', b'K'] => *b"GB",
            [b'E', b'L'] => *b"GR",
            code => code,
        };
        let part = match rest {
            [] => Some(WHOLE),
            [b'-' | b'_', code @ ..] => part(code).filter(|part| *part != WHOLE),
            _ => None,
        };
        part.map(|part| Self::of(country, part)).ok_or_else(|| invalid(text))
    }
}

/// No part of a country but all of it.
const WHOLE: [u8; 3] = [0; 3];

/// The code of a part of a country: up to three letters or digits, padded with zeros.
fn part(code: &[u8]) -> Option<[u8; 3]> {
    let padded = match *code {
        [] => WHOLE,
        [a] => [a, 0, 0],
        [a, b] => [a, b, 0],
        [a, b, c] => [a, b, c],
        _ => return None,
    };
    let is_code = code.iter().all(u8::is_ascii_alphanumeric);
    is_code.then(|| padded.map(|byte| byte.to_ascii_uppercase()))
}

fn invalid(text: &str) -> InvalidRegion {
    InvalidRegion::new("a region: use ISO 3166, such as `FR` or `US-CA`", &[], text)
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
