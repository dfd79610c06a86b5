use core::fmt;

use cookie_consent::enforce::{Outgoing, Removal};
use cookie_consent::read::Remark;
use cookie_consent::{Cookie, Decision, Prompt};

/// Something that was decided, or seen, for one request: for metrics and logs. It holds no value of a cookie.
///
/// # Examples
///
/// ```
/// use std::sync::atomic::{AtomicUsize, Ordering};
///
/// use cookie_consent::enforce::Fate;
/// use tower_cookie_consent::{ConsentLayer, Observed};
///
/// static DROPPED: AtomicUsize = AtomicUsize::new(0);
///
/// fn counted(layer: ConsentLayer) -> ConsentLayer {
///     layer.observed_by(|observed| {
///         if matches!(observed, Observed::SetCookie(line) if matches!(line.fate(), Fate::Dropped(_))) {
///             DROPPED.fetch_add(1, Ordering::Relaxed);
///         }
///     })
/// }
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Observed<'a> {
    /// What could not be read of the request, or was ignored.
    Remark(&'a Remark),
    /// The application asked about a cookie.
    Asked(Cookie<'a>, Decision),
    /// The application asked whether to ask the visitor.
    Prompted(Prompt),
    /// A `Set-Cookie` line of the response, and what becomes of it: once for each line.
    SetCookie(&'a Outgoing<'a>),
    /// A line that is added, to remove a cookie of the request.
    Removal(Removal<'a>),
}

impl fmt::Display for Observed<'_> {
    /// For a log: `` `_fbp`: dropped: deny: default-opt-in ``.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Remark(remark) => remark.fmt(f),
            Self::Asked(cookie, decision) => write!(f, "`{}`: asked: {decision}", cookie.name.escape_debug()),
            Self::Prompted(prompt) => f.write_str(if prompt.is_due() { "a prompt is due" } else { "no prompt is due" }),
            Self::SetCookie(outgoing) => outgoing.fmt(f),
            Self::Removal(removal) => {
                write!(f, "`{}`: removed: {}", removal.cookie().name.escape_debug(), removal.decision())
            }
        }
    }
}

/// Each answer as an event of the crate `tracing`, at the level `DEBUG`; what could not be read of a request at `WARN`.
///
/// # Examples
///
/// ```
/// use tower_cookie_consent::{ConsentLayer, traced};
///
/// fn logged(layer: ConsentLayer) -> ConsentLayer {
///     layer.observed_by(traced)
/// }
/// ```
#[cfg(feature = "tracing")]
#[cfg_attr(docsrs, doc(cfg(feature = "tracing")))]
pub fn traced(observed: &Observed<'_>) {
    if matches!(observed, Observed::Remark(_)) {
        tracing::warn!("{observed}");
    } else {
        tracing::debug!("{observed}");
    }
}
