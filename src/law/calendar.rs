use core::fmt;

use time::{Date, Month, Time, UtcDateTime};

/// A number of calendar months, as laws count: to the same day of a later month, or where that month has no such day, to
/// its end (Regulation (EEC, Euratom) 1182/71, Art. 3(2)(c)). So what begins later never ends earlier.
///
/// # Examples
///
/// ```
/// use cookie_consent::law::Months;
/// use time::macros::utc_datetime;
///
/// let six = Months::new(6);
/// assert_eq!(six.after(utc_datetime!(2026-08-28 12:00)), Some(utc_datetime!(2027-02-28 12:00)));
/// assert_eq!(six.after(utc_datetime!(2026-08-31 12:00)), Some(utc_datetime!(2027-03-01 00:00)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Months(u8);

impl Months {
    /// This many months.
    #[must_use]
    pub const fn new(months: u8) -> Self {
        Self(months)
    }

    /// The number.
    #[must_use]
    pub const fn count(self) -> u8 {
        self.0
    }

    /// The same day and time of day so many months later, or the end of a month that has no such day, which is the first
    /// instant of the next one; `None` beyond the year 9999.
    #[must_use]
    pub fn after(self, instant: UtcDateTime) -> Option<UtcDateTime> {
        let (year, month, day) = instant.date().to_calendar_date();
        let months = i32::from(u8::from(month)).checked_sub(1)?.checked_add(i32::from(self.0))?;
        let year = year.checked_add(months.div_euclid(12))?;
        let month = Month::try_from(u8::try_from(months.rem_euclid(12)).ok()?.checked_add(1)?).ok()?;
        if day > month.length(year) {
            let last = Date::from_calendar_date(year, month, month.length(year)).ok()?;
            return last.next_day().map(midnight);
        }
        Date::from_calendar_date(year, month, day).ok().map(|date| UtcDateTime::new(date, instant.time()))
    }
}

impl fmt::Display for Months {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} months", self.0)
    }
}

/// Whether what holds from a day on, and from another day on does not, holds at an instant.
pub(super) fn holds(since: Option<Date>, until: Option<Date>, instant: UtcDateTime) -> bool {
    let has_come = |day| midnight(day) <= instant;
    since.is_none_or(has_come) && !until.is_some_and(has_come)
}

/// The instant at which a law of this date takes effect: 00:00 UTC.
pub(crate) const fn midnight(date: Date) -> UtcDateTime {
    UtcDateTime::new(date, Time::MIDNIGHT)
}
