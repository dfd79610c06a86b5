//! `/.well-known/gpc.json`.

use time::Date;

/// A site's word on Global Privacy Control, as it stands at [`PATH`](Self::PATH) (W3C, Global Privacy Control, section
/// "GPC Support Resource"): what the site does in general, and not what became of one visitor's signal.
///
/// By `serde` it is written as `{"gpc":true,"lastUpdate":"2026-11-23"}`. Reading ignores every other member, as the
/// specification asks, and refuses what says neither `true` nor `false`, or says it twice: then the support is unknown.
/// A date that is none is no date; of a time with its day the day by UTC is kept. Whoever reads another site's word
/// caps the length of what is fetched: nothing of it is kept but these two.
///
/// # Examples
///
/// ```
/// use cookie_consent::page::{GpcSupport, script_json};
/// use time::macros::date;
///
/// let ours = GpcSupport::new(true, date!(2026-11-23));
/// assert_eq!(script_json(&ours).unwrap(), r#"{"gpc":true,"lastUpdate":"2026-11-23"}"#);
///
/// let theirs: GpcSupport = serde_json::from_str(r#"{"gpc":false,"version":1}"#).unwrap();
/// assert_eq!((theirs.is_given(), theirs.last_update()), (false, None));
/// assert!(serde_json::from_str::<GpcSupport>(r#"{"gpc":"true"}"#).is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GpcSupport {
    pub(crate) gpc: bool,
    pub(crate) last_update: Option<Date>,
}

impl GpcSupport {
    /// Where it stands, on every host that says something.
    pub const PATH: &'static str = "/.well-known/gpc.json";
    /// The only `Content-Type` under which it counts.
    pub const MEDIA_TYPE: &'static str = "application/json";

    /// Whether the site abides by the signal, at least where a law binds it to, and since which day it says so: the day
    /// of the statement, and not that of the response. A day that RFC 3339 cannot write is left out.
    ///
    /// # Examples
    ///
    /// See [`GpcSupport`].
    #[must_use]
    pub const fn new(gpc: bool, last_update: Date) -> Self {
        let last_update = if crate::instant::is_writable(last_update) { Some(last_update) } else { None };
        Self { gpc, last_update }
    }

    /// Whether the site says that it abides by the signal.
    #[must_use]
    pub const fn is_given(self) -> bool {
        self.gpc
    }

    /// The day on which it was said, if that is known.
    #[must_use]
    pub const fn last_update(self) -> Option<Date> {
        self.last_update
    }
}
