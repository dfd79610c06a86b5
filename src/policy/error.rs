use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use time::Date;

use crate::cookie::InvalidVendorId;
use crate::law::{Ground, Rule};

/// One thing that is wrong with a policy: which, and what to do.
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
/// let errors: Vec<String> = errors.iter().map(PolicyError::to_string).collect();
/// assert_eq!(errors, [
///     "`*`: the pattern fixes fewer than 3 bytes and would claim other cookies: lengthen it or scope it to a host",
///     "`_ga`: no vendor `google` is declared: declare it or mend the id",
/// ]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
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
    /// Two vendors or two Members share an id.
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
    /// Working out what overrides of the law amount to would take too long: too many change the same rows at different
    /// times.
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
    /// A Member reaches for a purely strictly necessary cookie of the site.
    #[error("member `{0}`: `{1}` is strictly necessary on the site and out of a member's reach: leave it alone")]
    OutOfReach(Shown, Shown),
    /// A Member tightens a cookie that the site does not declare.
    #[error("member `{0}`: the site declares no `{1}`: name the site's own pattern")]
    NothingToTighten(Shown, Shown),
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
    /// An override makes the law laxer without saying so.
    #[error("the override `{rule:?}` makes the law of {place} laxer: say so in so many words, or drop it")]
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
        let mut shown = String::new();
        for (count, c) in text.chars().enumerate() {
            if count == 64 {
                shown.push('…');
                break;
            }
            if c.is_control() { shown.extend(c.escape_default()) } else { shown.push(c) }
        }
        Self(shown.into())
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
/// assert_eq!(errors.to_string(), "the policy has no version: give its number and date");
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

    pub(crate) fn push(&mut self, error: PolicyError) {
        if self.errors.len() < KEPT {
            self.errors.push(error);
        } else {
            self.dropped = self.dropped.saturating_add(1);
        }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// The errors, in the order of the policy.
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

impl core::error::Error for PolicyErrors {}
