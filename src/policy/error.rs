use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt;

use time::Date;

use crate::cookie::InvalidVendorId;
use crate::law::{Ground, Rule};
use crate::vocabulary::{Remedy, UnknownWord, shown};

/// One thing that is wrong with a policy: where, what, and what to do.
///
/// Every text that it repeats comes from the policy, cut to a readable length.
///
/// # Examples
///
/// ```
/// use cookie_consent::policy::{Declaration, PolicyError, Version};
/// use cookie_consent::{Category, Policy};
/// use time::macros::date;
///
/// let errors = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("*", Category::Performance))
///     .declare(Declaration::new("_ga", Category::Performance).vendor("google"))
///     .build()
///     .unwrap_err();
///
/// let places: Vec<&str> = errors.iter().map(PolicyError::place).collect();
/// assert_eq!(places, ["declarations[0].name", "declarations[1].vendor"]);
/// assert_eq!(
///     errors.iter().last().unwrap().to_string(),
///     "declarations[1].vendor: `_ga`: no vendor `google` is declared: declare it or mend the id",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    place: Box<str>,
    kind: PolicyErrorKind,
}

impl PolicyError {
    /// Where: a path such as `declarations[32].lifetime` or `members[1].forbids[0]`, in the keys of a
    /// [document](crate::policy::document), counted from zero in the order given; also of a policy from code. Empty for
    /// the document as a whole.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What.
    #[must_use]
    pub const fn kind(&self) -> &PolicyErrorKind {
        &self.kind
    }
}

impl fmt::Display for PolicyError {
    /// The place, if it is not the document as a whole; what is wrong; what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let separator = if self.place.is_empty() { "" } else { ": " };
        write!(f, "{}{separator}{}", self.place, self.kind)
    }
}

impl Error for PolicyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.kind.source()
    }
}

/// What is wrong at one place of a policy.
///
/// # Examples
///
/// ```
/// use cookie_consent::Policy;
/// use cookie_consent::policy::PolicyErrorKind;
///
/// let errors = Policy::builder().build().unwrap_err();
/// assert!(errors.iter().all(|error| *error.kind() == PolicyErrorKind::NoVersion));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyErrorKind {
    /// A document is of another format.
    #[error("`{0}` is not a format that this release reads: write `\"format\": \"{format}\"`", format = super::document::FORMAT)]
    Format(Shown),
    /// Something in a document is not what stands at its place.
    #[error("`{found}` is not {expected}")]
    Unread {
        /// What stands there: a text, a number, `null`, or `[...]` and `{{...}}` for a list and an object.
        found: Shown,
        /// What is wanted, and how it is written.
        expected: &'static str,
    },
    /// A word that is not in the vocabulary.
    #[error(transparent)]
    UnknownWord(#[from] UnknownWord),
    /// A key that means nothing there.
    #[error("`{0}` is no key here{nearest}", nearest = Nearest(.0, .1))]
    UnknownKey(Shown, &'static [&'static str]),
    /// A key that stands twice in one object, so that one word would be lost.
    #[error("`{0}` stands here twice: keep one")]
    DuplicateKey(&'static str),
    /// A key that must be there, with how it is written.
    #[error("`{0}` is missing: write `\"{0}\": {1}`")]
    MissingKey(&'static str, &'static str),
    /// A declaration without a category.
    #[error("`{0}` is in no category: give it one")]
    NoCategory(Shown),
    /// There is no version.
    #[error("the policy has no version: give its number and date")]
    NoVersion,
    /// The cookie that keeps the record is a pattern, or is declared as something else.
    #[error(
        "`{0}` keeps the record of choices: give one name without `*`, and if it is declared, then first-party and strictly necessary, for `consent-storage`"
    )]
    RecordCookie(Shown),
    /// Versions do not ascend in number and date together.
    #[error("version {0} does not follow the one before it: numbers and dates must both ascend")]
    VersionOrder(u32),
    /// A version or an override of law begins before the year 0 or after the year 9999, and no document could say so.
    #[error("`{0}` is not a date that a document can say: use the years 0 to 9999")]
    Date(Date),
    /// An id is no id.
    #[error(transparent)]
    Id(#[from] InvalidVendorId),
    /// Two vendors or two Members share an id, or one fact of law is set aside twice.
    #[error("`{0}` is declared twice: keep one")]
    DuplicateId(Shown),
    /// A name or pattern cannot be one.
    #[error("`{0}`: {1}")]
    Pattern(Shown, &'static str),
    /// A pattern fixes too little of a name.
    #[error(
        "`{0}`: the pattern fixes fewer than 3 bytes and would claim other cookies: lengthen it or scope it to a host"
    )]
    TooBroad(Shown),
    /// A host is no host.
    #[error("`{0}`: `{1}` is not a host: use a name such as `edx.org`, which stands for those below it too")]
    Host(Shown, Shown),
    /// A path is no path.
    #[error("`{0}`: `{1}` is not a path: begin it with `/`")]
    Path(Shown, Shown),
    /// A path is longer than browsers take for the path of a cookie.
    #[error("`{0}`: `{1}` has more than 1024 bytes, which browsers take for no path of a cookie: shorten it")]
    LongPath(Shown, Shown),
    /// Two declarations of one inventory have the same pattern and scope.
    #[error("`{0}` is declared twice for the same pages: unite the declarations")]
    Duplicate(Shown),
    /// Two patterns mean the same cookies and neither is more specific.
    #[error("`{0}` and `{1}` can mean the same cookie and neither is more specific: lengthen or scope one of them")]
    Tie(Shown, Shown),
    /// Comparing patterns with each other would take too long: there are too many with a `*` elsewhere than at the end.
    #[error("too many patterns have a `*` elsewhere than at the end to be compared: name the cookies, or end with `*`")]
    TooManyPatterns,
    /// Working out what overrides of the law amount to would take too long: too many change the same law at different
    /// times, or that of parts of one country.
    #[error("too many overrides change the same law at different times: drop those that a later one replaces")]
    TooManyOverrides,
    /// Comparing what Members declare with what the site delegates, or keeps to itself, would take too long.
    #[error("too many names of members meet too many of the site's patterns: delegate fewer, or name the cookies")]
    TooManyNames,
    /// An override of law is for a region that names no place, so that it would never apply.
    #[error(
        "`{0}` names no place, so no law of it can be overridden: use a code of ISO 3166 (`GB` for the United Kingdom)"
    )]
    UnknownRegion(Shown),
    /// A fact of law is to be set aside that there is not.
    #[error("`{0}` is the id of no fact of law: the ids stand in `law::facts` and in the table of laws")]
    UnknownFact(Shown),
    /// A statute or regulation for everybody is to be set aside.
    #[error("`{0}` binds everybody, so no site is outside of it: drop it, or override the law with `laxer`")]
    BindsEverybody(Shown),
    /// A fact of law is to be set aside without a reason.
    #[error("`{0}` is set aside for no reason: write why it does not bind this site")]
    NoReason(Shown),
    /// A vendor is not declared.
    #[error("`{0}`: no vendor `{1}` is declared: declare it or mend the id")]
    UnknownVendor(Shown, Shown),
    /// An exemption is claimed in a category that the cookie is not in.
    #[error("`{0}`: `{1}` exempts {category} cookies only: drop the exemption or add the category", category = .1.category())]
    ExemptionCategory(Shown, Ground),
    /// An exemption is claimed beside a use that it cannot carry.
    #[error("`{0}`: `{1}` cannot hold beside the use `{2}`: drop the exemption or the use")]
    ExemptionUse(Shown, Ground, crate::cookie::DataUse),
    /// A label from a public list says strictly necessary.
    #[error("`{0}`: an imported label cannot make a cookie strictly necessary: review it")]
    ImportedNecessary(Shown),
    /// A Member claims a strictly necessary cookie that the site did not delegate.
    #[error(
        "member `{0}`: `{1}` is strictly necessary without the site's delegation: delegate the name or choose another category"
    )]
    NotDelegated(Shown, Shown),
    /// A Member reaches for a purely strictly necessary cookie of the site, or for names among those of a pattern of them.
    #[error(
        "member `{0}`: `{1}` is strictly necessary on the site and out of a member's reach: leave it alone, or have the site declare that name by itself"
    )]
    OutOfReach(Shown, Shown),
    /// A Member tightens a cookie that the site does not declare.
    #[error("member `{0}`: the site declares no `{1}`: name the site's own pattern")]
    NothingToTighten(Shown, Shown),
    /// A Member's tightening leaves the site's cookie as it is, or would widen it.
    #[error(
        "member `{0}`: this tightens nothing of `{1}`: add a category or a use that the site does not name, or a shorter lifetime"
    )]
    TightensNothing(Shown, Shown),
    /// A Member forbids what nobody may refuse.
    #[error("member `{0}`: `{1}` cannot be forbidden: the site does not work without it")]
    CannotForbid(Shown, Shown),
    /// Too many patterns share the fixed end by which they are found, so that looking one up would take long.
    #[error(
        "{1} patterns begin or end alike, `{0}` for one: more than 100 are too many, so give them other fixed ends"
    )]
    TooManyAlike(Shown, usize),
    /// Two Members claim the same pages.
    #[error("members `{0}` and `{1}` claim the same pages: give each its own")]
    SamePages(Shown, Shown),
    /// An override makes the law of its own place laxer at some time, without saying so: judged beside the table and the
    /// laxer overrides, whatever other stricter ones there are.
    #[error("the override `{rule}` makes the law of {place} laxer: say so in so many words, or drop it")]
    LaxerLaw {
        /// Where.
        place: Shown,
        /// What.
        rule: Rule,
    },
}

/// A piece of a policy as an error repeats it: at most 64 characters, control characters escaped.
///
/// # Examples
///
/// ```
/// use cookie_consent::policy::Shown;
///
/// assert_eq!(Shown::from("a\u{7}b").to_string(), r"a\u{7}b");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown(Box<str>);

impl From<&str> for Shown {
    fn from(text: &str) -> Self {
        Self(shown(text).into())
    }
}

/// The known key that was probably meant, or all of them.
struct Nearest<'a>(&'a Shown, &'static [&'static str]);

impl fmt::Display for Nearest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let distances = self.1.iter().map(|key| (distance(&self.0.0, key), *key));
        match distances.min().filter(|(distance, key)| *distance <= key.len() / 3) {
            Some((_, key)) => write!(f, ": use `{key}`"),
            None => write!(f, "{}", Remedy(self.1)),
        }
    }
}

/// How many bytes must be put in, left out or changed to make one text of the other.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, a) in one.bytes().enumerate() {
        let mut diagonal = at;
        let mut left = at.saturating_add(1);
        for (slot, b) in row.iter_mut().skip(1).zip(other.bytes()) {
            let changed = diagonal.saturating_add(usize::from(a != b));
            diagonal = *slot;
            left = changed.min(left.saturating_add(1)).min(diagonal.saturating_add(1));
            *slot = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

impl Shown {
    /// The text as it is shown.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Everything that is wrong with a policy, at once: at least one error, and at most 100 of them kept.
///
/// # Examples
///
/// ```
/// use cookie_consent::Policy;
///
/// let errors = Policy::builder().build().unwrap_err();
/// assert_eq!(errors.to_string(), "versions: the policy has no version: give its number and date");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyErrors {
    errors: Vec<PolicyError>,
    dropped: usize,
}

/// A document of nonsense must not become a list of the same length.
const KEPT: usize = 100;

impl PolicyErrors {
    pub(crate) const fn none() -> Self {
        Self { errors: Vec::new(), dropped: 0 }
    }

    pub(crate) fn push(&mut self, place: impl fmt::Display, kind: PolicyErrorKind) {
        if self.errors.len() < KEPT {
            self.errors.push(PolicyError { place: place.to_string().into(), kind });
        } else {
            self.dropped = self.dropped.saturating_add(1);
        }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// Whether there were more than are kept.
    pub(crate) const fn is_full(&self) -> bool {
        self.errors.len() >= KEPT
    }

    /// The errors: first what could not be read of a document, in its order, and then what was found wrong in the rest.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Policy;
    ///
    /// let errors = Policy::builder().delegate("*").build().unwrap_err();
    /// assert!(errors.iter().any(|error| error.place() == "versions"));
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = &PolicyError> {
        self.errors.iter()
    }

    /// How many more there were than are kept.
    #[must_use]
    pub const fn dropped(&self) -> usize {
        self.dropped
    }
}

impl fmt::Display for PolicyErrors {
    /// One error a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for error in &self.errors {
            write!(f, "{separator}{error}")?;
            separator = "\n";
        }
        if self.dropped > 0 {
            write!(f, "{separator}and {} more", self.dropped)?;
        }
        Ok(())
    }
}

impl Error for PolicyErrors {}
