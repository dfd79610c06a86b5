use crate::vocabulary::words;

words! {
    /// What the browser will do with cookies, if the backend knows: an input, never guessed from a user agent.
    ///
    /// It bears on feasibility, not on permission: [`Decision`](crate::Decision) reports the two apart. A browser that
    /// asks the visitor about each cookie is [`AcceptsAll`](Self::AcceptsAll) here: what it will do is unknown.
    /// Accepting is the browser's default and never a consent.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(cookie_consent::BrowserMode::BlocksAll.as_str(), "blocks-all");
    /// ```
    #[non_exhaustive]
    pub enum BrowserMode ("a browser mode") {
        /// Nothing is known to be blocked.
        AcceptsAll = "accepts-all",
        /// Third-party cookies are neither kept nor sent.
        BlocksThirdParty = "blocks-third-party",
        /// The same, except for `Partitioned` ones (CHIPS).
        BlocksUnpartitionedThirdParty = "blocks-unpartitioned-third-party",
        /// First-party cookies are neither kept nor sent.
        BlocksFirstParty = "blocks-first-party",
        /// No cookie is kept or sent (RFC 6265bis, section 7.2).
        BlocksAll = "blocks-all",
        /// Every cookie ends with the session.
        SessionOnly = "session-only",
    }
}
