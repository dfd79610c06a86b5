use crate::vocabulary::spelled;

/// What the browser will do with cookies, if the backend knows: an input, never guessed from a user agent.
///
/// It bears on feasibility, not on permission: [`Decision`](crate::Decision) reports the two apart. A browser that
/// asks the visitor about each cookie is [`AcceptsAll`](Self::AcceptsAll) here: what it will do is unknown.
/// Accepting is the browser's default and never a consent.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::visit::BrowserMode::BlocksAll.as_str(), "blocks-all");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum BrowserMode {
    /// Nothing is known to be blocked.
    AcceptsAll,
    /// Third-party cookies are neither kept nor sent.
    BlocksThirdParty,
    /// The same, except for `Partitioned` ones (CHIPS).
    BlocksUnpartitionedThirdParty,
    /// First-party cookies are neither kept nor sent.
    BlocksFirstParty,
    /// No cookie is kept or sent (RFC 6265bis, section 7.2).
    BlocksAll,
    /// Every cookie ends with the session.
    SessionOnly,
}

spelled! {
    BrowserMode ("a browser mode") {
        AcceptsAll = "accepts-all", BlocksThirdParty = "blocks-third-party",
        BlocksUnpartitionedThirdParty = "blocks-unpartitioned-third-party", BlocksFirstParty = "blocks-first-party",
        BlocksAll = "blocks-all", SessionOnly = "session-only",
    }
}
