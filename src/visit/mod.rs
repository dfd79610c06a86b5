//! Under which facts: the moment, the place, the signals, the browser and the person, as far as they are known.

mod age;
mod browser;
mod opt_out;
mod owned;
mod place;
mod region;
mod signals;
mod subject;
mod tcf;

use alloc::borrow::Cow;

use time::UtcDateTime;

pub use age::Age;
pub use browser::BrowserMode;
pub use opt_out::{Coverage, OptOut, OptOutControl, Programme, ProgrammeSet, Provenance, VendorTool};
pub use owned::{OwnedPlace, OwnedVisit};
pub use place::{InvalidMemberId, MemberId, Place};
pub use region::{InvalidRegion, Region};
pub use signals::{GppSignal, OptOutField, Signals, UsPrivacySignal};
pub use subject::{Recognised, SubjectKind};
pub use tcf::{Tcf, TcfPurpose, TcfPurposes, TcfVendor};

/// The facts of one request: when, on whose pages, with which signals, opt-outs and browser, by whom and where.
///
/// Whatever could *restrict* the answer is an argument of [`Visit::new`], with a value that says "none known":
/// forgetting an opt-out must not compile. Whatever could only *enable* (a region, a recognised visitor) may be left
/// out. There is no `Default`.
///
/// # Examples
///
/// ```
/// use cookie_consent::visit::{BrowserMode, Recognised, Signals};
/// use cookie_consent::{Age, Place, Visit};
/// use time::macros::utc_datetime;
///
/// let visit = Visit::new(
///     utc_datetime!(2026-11-23 12:00:00),
///     Place::Site,
///     Signals::from_headers([("Sec-GPC", "1")]),
///     &[],
///     BrowserMode::AcceptsAll,
///     Age::Unknown,
/// )
/// .region("US-CA".parse().unwrap())
/// .recognised(Recognised::BROWSER);
/// assert!(visit.signals().gpc());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit<'a> {
    now: UtcDateTime,
    place: Place<'a>,
    signals: Cow<'a, Signals>,
    opt_outs: &'a [OptOut],
    browser: BrowserMode,
    age: Age,
    recognised: Recognised,
    regions: Regions,
}

impl<'a> Visit<'a> {
    /// The facts that could restrict an answer, all of them.
    ///
    /// * `now`: the instant of the request. The crate has no clock.
    /// * `place`: whose pages these are.
    /// * `signals`: what headers and strings say; [`Signals::NONE`] if there were none.
    /// * `opt_outs`: what is known of opt-outs at programmes and vendors; `&[]` if nothing is. A server cannot see most
    ///   of them, so an empty list is the usual case.
    /// * `browser`: what the browser blocks, if known; otherwise [`BrowserMode::AcceptsAll`].
    /// * `age`: [`Age::Unknown`] unless the site knows it.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{BrowserMode, Signals};
    /// use cookie_consent::{Age, Place, Visit};
    /// use time::macros::utc_datetime;
    ///
    /// let now = utc_datetime!(2026-11-23 12:00);
    /// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    /// // nothing is known that enables: of the region the strictest law, and no grant holds
    /// assert_eq!(visit.regions().collect::<Vec<_>>(), [None]);
    /// ```
    #[must_use]
    pub const fn new(
        now: UtcDateTime,
        place: Place<'a>,
        signals: Signals,
        opt_outs: &'a [OptOut],
        browser: BrowserMode,
        age: Age,
    ) -> Self {
        Self::under(now, place, Cow::Owned(signals), opt_outs, browser, age)
    }

    /// The same, where somebody else keeps the signals.
    pub(crate) const fn under(
        now: UtcDateTime,
        place: Place<'a>,
        signals: Cow<'a, Signals>,
        opt_outs: &'a [OptOut],
        browser: BrowserMode,
        age: Age,
    ) -> Self {
        Self { now, place, signals, opt_outs, browser, age, recognised: Recognised::NOBODY, regions: Regions::NONE }
    }

    /// Adds a region whose law applies: once for where the visitor lives, once for where the visitor is. Laws protect
    /// residents and an address is only a proxy, so each is judged and the strictest answer holds.
    ///
    /// Without any the region is unknown, and the strictest law applies. So it does where there are more than four.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{BrowserMode, Signals};
    /// use cookie_consent::{Age, Place, Visit};
    /// use time::macros::utc_datetime;
    ///
    /// let now = utc_datetime!(2026-11-23 12:00);
    /// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    /// // by the address, and by the account: both laws hold
    /// let visit = visit.region("US-CA".parse().unwrap()).region("FR".parse().unwrap());
    /// assert_eq!(visit.regions().count(), 2);
    /// ```
    #[must_use]
    pub fn region(mut self, region: Region) -> Self {
        self.regions = self.regions.with(region);
        self
    }

    /// Adds a region of which nothing is known, beside those that are: where the visitor lives, say, if only the
    /// address is known. The strictest law is then among those that apply.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{BrowserMode, Signals};
    /// use cookie_consent::{Age, Place, Visit};
    /// use time::macros::utc_datetime;
    ///
    /// let now = utc_datetime!(2026-11-23 12:00);
    /// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    /// assert!(visit.region("US-TX".parse().unwrap()).unknown_region().regions().any(|region| region.is_none()));
    /// ```
    #[must_use]
    pub const fn unknown_region(mut self) -> Self {
        self.regions.unknown = true;
        self
    }

    /// Says which subjects of a record are recognised now: the browser by its cookie, the account by its login.
    /// Without it nobody is, and no grant holds.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{BrowserMode, Recognised, Signals};
    /// use cookie_consent::{Age, Place, Visit};
    /// use time::macros::utc_datetime;
    ///
    /// let now = utc_datetime!(2026-11-23 12:00);
    /// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    /// assert_eq!(visit.recognised(Recognised::BROWSER).recognised_subjects(), Recognised::BROWSER);
    /// ```
    #[must_use]
    pub const fn recognised(mut self, recognised: Recognised) -> Self {
        self.recognised = recognised;
        self
    }

    pub(crate) fn in_browser(self, browser: BrowserMode) -> Self {
        Self { browser, ..self }
    }

    /// The instant of the request.
    #[must_use]
    pub const fn now(&self) -> UtcDateTime {
        self.now
    }

    /// Whose pages these are.
    #[must_use]
    pub const fn place(&self) -> Place<'a> {
        self.place
    }

    /// What headers and strings say.
    #[must_use]
    pub const fn signals(&self) -> &Signals {
        match &self.signals {
            Cow::Borrowed(signals) => signals,
            Cow::Owned(signals) => signals,
        }
    }

    /// What is known of opt-outs.
    #[must_use]
    pub const fn opt_outs(&self) -> &'a [OptOut] {
        self.opt_outs
    }

    /// What the browser blocks.
    #[must_use]
    pub const fn browser(&self) -> BrowserMode {
        self.browser
    }

    /// The visitor's age, if known.
    #[must_use]
    pub const fn age(&self) -> Age {
        self.age
    }

    /// Which subjects are recognised.
    #[must_use]
    pub const fn recognised_subjects(&self) -> Recognised {
        self.recognised
    }

    /// The regions, in the order given; `None` stands for an unknown one, and is the only item if none was given.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::visit::{BrowserMode, Signals};
    /// use cookie_consent::{Age, Place, Visit};
    /// use time::macros::utc_datetime;
    ///
    /// let now = utc_datetime!(2026-11-23 12:00);
    /// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    /// assert_eq!(visit.region("FR".parse().unwrap()).regions().collect::<Vec<_>>(), ["FR".parse().ok()]);
    /// ```
    pub fn regions(&self) -> impl Iterator<Item = Option<Region>> + Clone + '_ {
        self.regions.iter()
    }
}

/// Up to four regions without allocation. Of more than that none is kept: the unknown region is at least as strict as
/// all of them together, whichever came first.
#[derive(Clone, Copy, Debug)]
struct Regions {
    known: [Option<Region>; 4],
    unknown: bool,
    too_many: bool,
}

impl PartialEq for Regions {
    /// None at all is an unknown one.
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Regions {}

impl Regions {
    const NONE: Self = Self { known: [None; 4], unknown: false, too_many: false };

    fn with(mut self, region: Region) -> Self {
        match self.known.iter_mut().find(|known| known.is_none_or(|known| known == region)) {
            Some(place) => *place = Some(region),
            None => self.too_many = true,
        }
        self
    }

    /// Those that are known, and after them the unknown one.
    fn iter(&self) -> impl Iterator<Item = Option<Region>> + Clone + '_ {
        let known = |at: usize| self.known.get(at).copied().flatten().filter(|_| !self.too_many);
        (0_usize..).map_while(move |at| match (known(at), at.checked_sub(1)) {
            (Some(region), _) => Some(Some(region)),
            (None, None) => Some(None),
            (None, Some(before)) => (self.unknown && known(before).is_some()).then_some(None),
        })
    }
}
