//! How long a cookie lives, where the list says it in words that have one meaning.

use crate::cookie::{Lifetime, MaxAge, Storage};

/// `2 years`, `30 Days`, `session`; `None` for `Varies`, `until deleted` and other prose. Months and years are rounded
/// up to days.
pub(super) fn read(text: &str) -> (Storage, Option<Lifetime>) {
    let text = text.trim();
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("local storage") {
        (Storage::LocalStorage, None)
    } else if is("session") || is("sessions") || is("end of session (browser)") {
        (Storage::Cookie, Some(Lifetime::Session))
    } else {
        (Storage::Cookie, period(text))
    }
}

fn period(text: &str) -> Option<Lifetime> {
    const DAY: i64 = 86_400;
    let (count, unit) = text.split_once(' ')?;
    let count: i64 = count.parse().ok().filter(|count| *count > 0)?;
    let unit = unit.trim().to_ascii_lowercase();
    let days = |count: i64, of: i64, parts: i64| {
        count.checked_mul(of)?.checked_add(parts.checked_sub(1)?)?.checked_div(parts)?.checked_mul(DAY)
    };
    let seconds = match unit.strip_suffix('s').unwrap_or(&unit) {
        "second" => Some(count),
        "minute" | "min" => count.checked_mul(60),
        "hour" => count.checked_mul(3_600),
        "day" => days(count, 1, 1),
        "week" => days(count, 7, 1),
        "month" => days(count, 365, 12),
        "year" => days(count, 365, 1),
        _ => None,
    }?;
    MaxAge::from_seconds(seconds).ok().map(Lifetime::Persistent)
}
