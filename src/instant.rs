//! Instants of the years 0 to 9999, which RFC 3339 can write: no other is ever read or kept, so that whatever is
//! written reads back, and no offset leads out of the calendar.

use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime, UtcDateTime};

/// 0000-01-01T00:00:00Z.
const FIRST: i64 = -62_167_219_200;
/// 9999-12-31T23:59:59Z.
const LAST: i64 = 253_402_300_799;

/// Whether RFC 3339 can write a day (section 5.6: four digits and no sign).
pub(crate) const fn is_writable(day: Date) -> bool {
    matches!(day.year(), 0..=9_999)
}

/// Of those that can be written the nearest, in whole seconds.
pub(crate) const fn nearest(at: UtcDateTime) -> UtcDateTime {
    if is_writable(at.date()) {
        return at.truncate_to_second();
    }
    match UtcDateTime::from_unix_timestamp(if at.year() < 0 { FIRST } else { LAST }) {
        Ok(end) => end,
        // not reached: both ends are in the calendar
        Err(_) => UtcDateTime::UNIX_EPOCH,
    }
}

/// Reads `2021-10-19T03:31:41.236Z`, with any offset.
pub(crate) fn from_rfc3339(text: &str) -> Option<UtcDateTime> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    time.checked_to_utc().filter(|at| is_writable(at.date()))
}

/// Seconds since 1970-01-01T00:00:00Z.
pub(crate) fn from_seconds(seconds: i64) -> Option<UtcDateTime> {
    UtcDateTime::from_unix_timestamp(seconds).ok().filter(|at| is_writable(at.date()))
}
