use core::fmt;

use time::{Date, Month, Time, UtcDateTime};

/// A number of calendar months, as laws count: 31 August and six months is 28 (or 29) February.
///
/// # Examples
///
/// ```
/// use cookie_consent::law::Months;
/// use time::macros::utc_datetime;
///
/// let six = Months::new(6);
/// assert_eq!(six.after(utc_datetime!(2026-08-31 12:00)), Some(utc_datetime!(2027-02-28 12:00)));
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

    /// The same day and time of day so many months later, or the last day of a shorter month; `None` beyond the year
    /// 9999.
    #[must_use]
    pub fn after(self, instant: UtcDateTime) -> Option<UtcDateTime> {
        let (year, month, day) = instant.date().to_calendar_date();
        let months = i32::from(u8::from(month)).checked_sub(1)?.checked_add(i32::from(self.0))?;
        let year = year.checked_add(months.div_euclid(12))?;
        let month = Month::try_from(u8::try_from(months.rem_euclid(12)).ok()?.checked_add(1)?).ok()?;
        let date = Date::from_calendar_date(year, month, day.min(month.length(year))).ok()?;
        Some(UtcDateTime::new(date, instant.time()))
    }
}

impl fmt::Display for Months {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} months", self.0)
    }
}

/// The instant at which a law of this date takes effect: 00:00 UTC.
pub(crate) const fn midnight(date: Date) -> UtcDateTime {
    UtcDateTime::new(date, Time::MIDNIGHT)
}
