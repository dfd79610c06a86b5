use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use time::UtcDateTime;

use super::{Age, BrowserMode, OptOut, Place, Recognised, Region, Signals, Visit};

/// Whose pages: a [`Place`] that owns the Member's id.
///
/// # Examples
///
/// ```
/// use cookie_consent::Place;
/// use cookie_consent::visit::OwnedPlace;
///
/// assert_eq!(OwnedPlace::Member("unix".into()).as_place(), Place::Member("unix"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "as `Place`")]
pub enum OwnedPlace {
    /// The site's own.
    Site,
    /// A Member's.
    Member(String),
}

impl OwnedPlace {
    /// What to ask with.
    ///
    /// # Examples
    ///
    /// See [`OwnedPlace`].
    #[must_use]
    pub fn as_place(&self) -> Place<'_> {
        match self {
            Self::Site => Place::Site,
            Self::Member(id) => Place::Member(id),
        }
    }
}

impl From<Place<'_>> for OwnedPlace {
    fn from(place: Place<'_>) -> Self {
        match place {
            Place::Site => Self::Site,
            Place::Member(id) => Self::Member(id.into()),
        }
    }
}

/// A [`Visit`] that owns its parts: for a request's extensions, a queue, or a log to replay. By `serde` it is a
/// document in which everything that could restrict an answer must be stated.
///
/// # Examples
///
/// ```
/// use cookie_consent::visit::{BrowserMode, OwnedVisit, Signals};
/// use cookie_consent::{Age, Place, Visit};
/// use time::macros::utc_datetime;
///
/// let now = utc_datetime!(2026-11-23 12:00);
/// let visit = Visit::new(now, Place::Site, Signals::NONE.with_gpc(), &[], BrowserMode::AcceptsAll, Age::Unknown);
/// let text = serde_json::to_string(&OwnedVisit::from(&visit)).unwrap();
/// let owned: OwnedVisit = serde_json::from_str(&text).unwrap();
/// assert_eq!(owned.as_visit(), visit);
///
/// // a fact that could restrict is not guessed
/// assert!(serde_json::from_str::<OwnedVisit>(&text.replace(r#","age":"unknown""#, "")).is_err());
/// ```
///
/// The least that a program in another language writes:
///
/// ```
/// # use cookie_consent::visit::OwnedVisit;
/// let text = r#"{
///     "now": "2026-11-23T12:00:00Z", "place": "site", "opt_outs": [], "browser": "accepts-all", "age": "unknown",
///     "signals": {
///         "gpc": true, "dnt": false, "malformed": false, "us_privacy": "none", "tcf": null,
///         "gpp": { "opted_out": false, "gpc": false, "age": "unknown" }
///     }
/// }"#;
/// let owned: OwnedVisit = serde_json::from_str(text).unwrap();
/// assert!(owned.signals.gpc() && owned.regions.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a new fact of a visit must break the build of who leaves it out")]
pub struct OwnedVisit {
    /// As [`Visit::now`].
    pub now: UtcDateTime,
    /// As [`Visit::place`].
    pub place: OwnedPlace,
    /// As [`Visit::signals`].
    pub signals: Signals,
    /// As [`Visit::opt_outs`].
    pub opt_outs: Vec<OptOut>,
    /// As [`Visit::browser`].
    pub browser: BrowserMode,
    /// As [`Visit::age`].
    pub age: Age,
    /// As [`Visit::recognised_subjects`].
    pub recognised: Recognised,
    /// As [`Visit::regions`]; none at all is an unknown one.
    pub regions: Vec<Option<Region>>,
}

impl OwnedVisit {
    /// What to ask with.
    ///
    /// # Examples
    ///
    /// See [`OwnedVisit`].
    #[must_use]
    pub fn as_visit(&self) -> Visit<'_> {
        let place = self.place.as_place();
        let signals = Cow::Borrowed(&self.signals);
        let visit =
            Visit::under(self.now, place, signals, &self.opt_outs, self.browser, self.age).recognised(self.recognised);
        self.regions.iter().fold(visit, |visit, region| match region {
            Some(region) => visit.region(*region),
            None => visit.unknown_region(),
        })
    }
}

impl From<&Visit<'_>> for OwnedVisit {
    fn from(visit: &Visit<'_>) -> Self {
        Self {
            now: visit.now(),
            place: visit.place().into(),
            signals: visit.signals().clone(),
            opt_outs: visit.opt_outs().to_vec(),
            browser: visit.browser(),
            age: visit.age(),
            recognised: visit.recognised_subjects(),
            regions: visit.regions().collect(),
        }
    }
}
