//! How the crate spells its small closed sets: one macro for words, one for sets of them.
//!
//! Every enum of the vocabulary has one spelling (kebab-case) for code, logs, documents and records.

use alloc::string::String;
use core::fmt;

/// A word that is not in the vocabulary: what stood there, and which words there are.
///
/// # Examples
///
/// ```
/// use cookie_consent::Category;
///
/// let error = "functional".parse::<Category>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`functional` is not a category: use `strictly-necessary`, `performance`, `functionality` or `targeting`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not {expected}{}", Remedy(.known))]
pub struct UnknownWord {
    expected: &'static str,
    known: &'static [&'static str],
    found: String,
}

/// How much of a foreign word an error repeats: enough to find it, too little to flood a log.
const SHOWN: usize = 64;

impl UnknownWord {
    pub(crate) fn new(expected: &'static str, known: &'static [&'static str], found: &str) -> Self {
        Self { expected, known, found: shown(found) }
    }

    /// The words that would have been understood, in the order of their enum; none where they are no closed list.
    #[must_use]
    pub const fn known(&self) -> &'static [&'static str] {
        self.known
    }
}

/// A foreign text as an error repeats it: at most 64 characters, control characters escaped.
pub(crate) fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == SHOWN {
            shown.push('…');
            break;
        }
        if c.is_control() { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}

/// The words to choose from.
pub(crate) struct Remedy<'a>(pub(crate) &'a [&'static str]);

impl fmt::Display for Remedy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = ": use ";
        if let [others @ .., last] = self.0 {
            for word in others {
                write!(f, "{separator}`{word}`")?;
                separator = ", ";
            }
            if !others.is_empty() {
                separator = " or ";
            }
            write!(f, "{separator}`{last}`")?;
        }
        Ok(())
    }
}

/// Every value of a fieldless enum, in its order, which sets and tables rely on.
macro_rules! every {
    ($vis:vis $name:ident { $( $variant:ident ),+ $(,)? }) => {
        impl $name {
            /// Every value, in order.
            $vis const ALL: &'static [Self] = &[$( Self::$variant ),+];
        }

        #[expect(
            clippy::as_conversions,
            reason = "a fieldless enum to its own discriminant loses nothing, and no `const` conversion exists"
        )]
        const _: () = {
            let mut place = 0_u32;
            let mut rest = $name::ALL;
            while let [first, tail @ ..] = rest {
                assert!(*first as u32 == place, "the values stand in the order of the enum, and none is left out");
                place = place.wrapping_add(1);
                rest = tail;
            }
        };
    };
}

/// The one spelling of each value of a fieldless enum, in documents, records, logs and code.
macro_rules! spelled {
    ($name:ident ($expected:literal) { $( $variant:ident = $word:literal ),+ $(,)? }) => {
        $crate::vocabulary::every! { pub $name { $( $variant ),+ } }

        impl $name {
            /// The one spelling in documents, records, logs and code.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant => $word, )+
                }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::vocabulary::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let known = Self::ALL.iter().copied().find(|value| value.as_str() == text);
                known.ok_or_else(|| $crate::vocabulary::UnknownWord::new($expected, &[$( $word ),+], text))
            }
        }
    };
}

/// A set of the values of one fieldless enum, as a bit set: `Copy`, without allocation, iterated in the enum's order.
macro_rules! set_of {
    (
        $(#[$meta:meta])*
        $vis:vis struct $set:ident($bits:ty) of $item:ident;
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $set($bits);

        #[expect(
            clippy::allow_attributes,
            reason = "the methods of a set are the same for each; not every private set needs all of them"
        )]
        #[allow(dead_code, reason = "see above")]
        impl $set {
            /// The empty set.
            $vis const EMPTY: Self = Self(0);
            /// The set of every value.
            $vis const ALL: Self = Self::of($item::ALL);

            #[expect(
                clippy::as_conversions,
                reason = "a fieldless enum to its own discriminant loses nothing, and no `const` conversion exists"
            )]
            const fn bit(item: $item) -> $bits {
                const ONE: $bits = 1;
                ONE.wrapping_shl(item as u32)
            }

            /// The set of these values.
            #[must_use]
            $vis const fn of(items: &[$item]) -> Self {
                let mut set = Self::EMPTY;
                let mut rest = items;
                while let [first, tail @ ..] = rest {
                    set = set.with(*first);
                    rest = tail;
                }
                set
            }

            /// This set and one more value.
            #[must_use]
            $vis const fn with(self, item: $item) -> Self {
                Self(self.0 | Self::bit(item))
            }

            /// This set and one more value, if a condition holds.
            #[must_use]
            pub(crate) const fn with_if(self, condition: bool, item: $item) -> Self {
                if condition { self.with(item) } else { self }
            }

            /// This set without one value.
            #[must_use]
            $vis const fn without(self, item: $item) -> Self {
                Self(self.0 & !Self::bit(item))
            }

            /// Whether the value is in the set.
            #[must_use]
            $vis const fn contains(self, item: $item) -> bool {
                self.0 & Self::bit(item) != 0
            }

            /// Everything that is in either set.
            #[must_use]
            $vis const fn union(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// Everything that is in both sets.
            #[must_use]
            $vis const fn intersection(self, other: Self) -> Self {
                Self(self.0 & other.0)
            }

            /// Everything that is in this set and not in the other.
            #[must_use]
            $vis const fn difference(self, other: Self) -> Self {
                Self(self.0 & !other.0)
            }

            /// Whether nothing is in the set.
            #[must_use]
            $vis const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// Whether all of this set is in the other.
            #[must_use]
            $vis const fn is_subset(self, other: Self) -> bool {
                self.0 & !other.0 == 0
            }

            /// Whether the sets share a value.
            #[must_use]
            $vis const fn intersects(self, other: Self) -> bool {
                self.0 & other.0 != 0
            }

            /// How many values are in the set.
            #[must_use]
            $vis const fn len(self) -> u32 {
                self.0.count_ones()
            }

            /// The values, in the order of the enum.
            $vis fn iter(self) -> impl Iterator<Item = $item> + Clone {
                let mut rest = self.0;
                core::iter::from_fn(move || {
                    let at = usize::try_from(core::num::NonZero::new(rest)?.trailing_zeros()).ok()?;
                    rest &= rest.wrapping_sub(1);
                    $item::ALL.get(at).copied()
                })
            }
        }

        #[expect(clippy::as_conversions, reason = "widening; no `const` conversion exists")]
        const _: () = assert!($item::ALL.len() <= <$bits>::BITS as usize, "each value has a bit of its own");

        impl FromIterator<$item> for $set {
            fn from_iter<I: IntoIterator<Item = $item>>(items: I) -> Self {
                items.into_iter().fold(Self::EMPTY, Self::with)
            }
        }

        impl From<$item> for $set {
            fn from(item: $item) -> Self {
                Self::EMPTY.with(item)
            }
        }

        impl core::fmt::Debug for $set {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.debug_set().entries(self.iter()).finish()
            }
        }
    };
}

pub(crate) use {every, set_of, spelled};
