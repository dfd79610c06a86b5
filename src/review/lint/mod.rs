//! What a policy may say and still should not: every finding as data, from one function per subject.

mod code;
mod declarations;
mod overlaps;
mod whole;

use alloc::vec::Vec;
use core::fmt;

pub use code::{Lint, Severity};

use super::Subject;
use super::lines::in_order;
use crate::policy::{Declaration, ImportedLabels, Policy, Trust};

/// Something in a policy that deserves a second look.
///
/// # Examples
///
/// ```
/// use cookie_consent::review::{Lint, Severity, lint};
/// use cookie_consent::cookie::Lifetime;
/// use cookie_consent::law::Risk;
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::{Category, Policy};
/// use time::macros::date;
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(
///         Declaration::new("prefs", Category::Functionality)
///             .purpose("keeps the layout")
///             .lasting(Lifetime::days(730))
///             .without_risk(Risk::Sensitive),
///     )
///     .build()
///     .unwrap();
/// let findings = lint(&policy);
/// assert_eq!(findings.len(), 2);
/// assert_eq!((findings[0].lint(), findings[0].severity()), (Lint::Beyond400Days, Severity::Warning));
/// assert_eq!(
///     findings[0].to_string(),
///     "`prefs`: it is to live for more than 400 days, and browsers keep it for no longer: shorten its lifetime"
/// );
/// assert_eq!(findings[1].lint(), Lint::NoRecordCookie);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Finding<'p> {
    lint: Lint,
    subject: Subject<'p>,
    other: Option<Subject<'p>>,
}

impl<'p> Finding<'p> {
    const fn new(lint: Lint, subject: Subject<'p>) -> Self {
        Self { lint, subject, other: None }
    }

    const fn beside(self, other: Subject<'p>) -> Self {
        Self { other: Some(other), ..self }
    }

    /// What was found.
    #[must_use]
    pub const fn lint(self) -> Lint {
        self.lint
    }

    /// How grave it is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        self.lint.severity()
    }

    /// What it is about.
    #[must_use]
    pub const fn subject(self) -> Subject<'p> {
        self.subject
    }

    /// The other side, where the finding is about two.
    #[must_use]
    pub const fn other(self) -> Option<Subject<'p>> {
        self.other
    }
}

impl fmt::Display for Finding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.subject)?;
        if let Some(other) = self.other {
            write!(f, " and {other}")?;
        }
        write!(f, ": {}", self.lint.advice())
    }
}

/// What a policy says and should not: the gravest first, then by code and subject, whatever the order of
/// declarations. A finding never changes a decision.
///
/// It takes near-linear time, so it can run whenever a policy is loaded.
///
/// # Examples
///
/// See [`Finding`].
#[must_use]
pub fn lint(policy: &Policy) -> Vec<Finding<'_>> {
    let source = policy.source();
    let mut findings = Vec::new();
    // what only informs is no word of the site's
    let decides = source.settings.imported_labels == ImportedLabels::Decide;
    let with_a_say = |line: &Declaration| decides || line.trust == Trust::Reviewed;
    for (member, line) in in_order(source).into_iter().filter(|(_, line)| with_a_say(line)) {
        declarations::check(Subject::of(member, line), line, &mut findings);
    }
    whole::check(policy, &mut findings);
    overlaps::check(policy, &mut findings);
    findings.sort_by(|a, b| b.severity().cmp(&a.severity()).then_with(|| a.cmp(b)));
    findings.dedup();
    findings
}
