use alloc::sync::Arc;
use core::fmt;

use cookie_consent::Policy;
use cookie_consent::enforce::{RecordCookie, Removable};
use cookie_consent::read::Managers;
use http::request::Parts;

use crate::facts::Facts;
use crate::observed::Observed;

/// What the application is asked of each request.
type AskFacts = dyn Fn(&Policy, &Parts) -> Facts + Send + Sync;

/// What a layer was given once, for all requests.
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) policy: Arc<Policy>,
    pub(crate) managers: Managers,
    pub(crate) removable: Removable<'static>,
    pub(crate) facts: Arc<AskFacts>,
    pub(crate) observe: Arc<dyn Fn(&Observed<'_>) + Send + Sync>,
    pub(crate) record_line: for<'r> fn(RecordCookie<'r>) -> RecordCookie<'r>,
    pub(crate) is_report_only: bool,
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site").field("is_report_only", &self.is_report_only).finish_non_exhaustive()
    }
}
