use alloc::boxed::Box;

use super::TooManyCookies;
use crate::consent::RecordError;

/// What was seen, ignored or unreadable in a request.
///
/// It holds names and positions, never a value, so it is safe to log.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::Remark;
///
/// assert_eq!(Remark::Conflict.to_string(), "there are several records: the strictest reading counts");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Remark {
    /// A `Sec-GPC` or `DNT` header held a value that means nothing and was ignored.
    #[error("a Sec-GPC or DNT header has a value that means nothing")]
    MalformedSignal,
    /// The `Cookie` header was not read: nothing of what the visitor said is known.
    #[error("{0}")]
    Cookies(TooManyCookies),
    /// The site's own record is there and cannot be read.
    #[error("the record in `{cookie}` is unreadable: {error}")]
    Record {
        /// The cookie that holds it.
        cookie: Box<str>,
        /// Why.
        error: RecordError,
    },
    /// The site's own record is there and has bytes that no record has.
    #[error("the record in `{cookie}` is unreadable: it is not UTF-8")]
    RecordNotText {
        /// The cookie that holds it.
        cookie: Box<str>,
    },
    /// The site's own record is there more often than any site sets it, and was not read.
    #[error("the record in `{cookie}` comes too often")]
    TooManyCopies {
        /// The cookie that holds it.
        cookie: Box<str>,
    },
    /// A string of the IAB is there and cannot be read. A TC string vetoes then; another counts as an opt-out.
    #[cfg(feature = "iab")]
    #[cfg_attr(docsrs, doc(cfg(feature = "iab")))]
    #[error("the string in `{cookie}` is unreadable: {error}")]
    Iab {
        /// The cookie that holds it.
        cookie: &'static str,
        /// Why.
        error: super::iab::IabError,
    },
    /// A section of a GPP string cannot be read; it counts as an opt-out, beside what the others say. Of several in one
    /// string this is the first.
    #[cfg(feature = "iab")]
    #[cfg_attr(docsrs, doc(cfg(feature = "iab")))]
    #[error("the GPP string in `{cookie}` is unreadable in part: {error}")]
    GppSection {
        /// The cookie that holds the string.
        cookie: &'static str,
        /// Which section, and why.
        error: super::iab::GppError,
    },
    /// A section of a GPP string was passed over: it decides nothing, or it is not known here, and what it says counts
    /// for nothing. Of several in one string this is the first.
    #[cfg(feature = "iab")]
    #[cfg_attr(docsrs, doc(cfg(feature = "iab")))]
    #[error("the GPP string in `{cookie}` has the section {section}, which was passed over")]
    GppSectionUnread {
        /// The cookie that holds the string.
        cookie: &'static str,
        /// The id of the section.
        section: u16,
    },
    /// Something about a consent manager's cookies.
    #[cfg(feature = "consent-managers")]
    #[cfg_attr(docsrs, doc(cfg(feature = "consent-managers")))]
    #[error("{0}")]
    Manager(super::managers::ManagerRemark),
    /// Several records differ, and nobody knows which is newer.
    #[error("there are several records: the strictest reading counts")]
    Conflict,
}

impl Remark {
    pub(super) fn record_is_unreadable(cookie: &str, error: RecordError) -> Self {
        Self::Record { cookie: cookie.into(), error }
    }

    pub(super) fn too_many(cookie: &str) -> Self {
        Self::TooManyCopies { cookie: cookie.into() }
    }

    pub(super) fn record_is_no_text(cookie: &str) -> Self {
        Self::RecordNotText { cookie: cookie.into() }
    }
}
