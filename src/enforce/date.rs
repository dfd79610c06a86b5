//! The dates of `Expires`, read as browsers read them (RFC 6265bis, section 5.1.1) and written as servers should.

use core::fmt;

use time::{Date, Month, Time, UtcDateTime};

/// Reads a date as browsers do: by its first time, day, month and year, in any order, among any other words.
pub(super) fn read(text: &[u8]) -> Option<UtcDateTime> {
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    for token in text.split(|byte| is_delimiter(*byte)) {
        // a token has one meaning, the first of these that it can have and that no token had before
        if time.is_none()
            && let Some(found) = hms(token)
        {
            time = Some(found);
        } else if day.is_none()
            && let Some(found) = number(token, 2).filter(|(_, digits)| *digits <= 2)
        {
            day = Some(found.0);
        } else if month.is_none()
            && let Some(found) = named_month(token)
        {
            month = Some(found);
        } else if year.is_none()
            && let Some(found) = number(token, 4).filter(|(_, digits)| *digits >= 2)
        {
            year = Some(found.0);
        }
    }
    let year = match year? {
        year @ 70..=99 => year.checked_add(1_900)?,
        year @ 0..=69 => year.checked_add(2_000)?,
        year => year,
    };
    let date = Date::from_calendar_date(i32::from(year), month?, u8::try_from(day?).ok()?).ok()?;
    let (hour, minute, second) = time?;
    let time = Time::from_hms(u8::try_from(hour).ok()?, u8::try_from(minute).ok()?, u8::try_from(second).ok()?).ok()?;
    (year >= 1_601).then_some(UtcDateTime::new(date, time))
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'\t' | b' '..=b'/' | b';'..=b'@' | b'['..=b'`' | b'{'..=b'~')
}

/// A number of at most so many digits that something else or nothing follows, and how many digits it has.
fn number(token: &[u8], most: usize) -> Option<(u16, usize)> {
    let digits = token.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let value = |digits: &[u8]| {
        digits.iter().try_fold(0_u16, |value, digit| value.checked_mul(10)?.checked_add(u16::from(*digit & 0xf)))
    };
    if (1..=most).contains(&digits) { Some((value(token.get(..digits)?)?, digits)) } else { None }
}

fn hms(token: &[u8]) -> Option<(u16, u16, u16)> {
    let mut fields = token.splitn(3, |byte| *byte == b':');
    // whatever follows the seconds is no matter; the others end at their colon
    let whole = |field: &[u8]| number(field, 2).filter(|(_, digits)| *digits == field.len());
    let ((hour, _), (minute, _)) = (whole(fields.next()?)?, whole(fields.next()?)?);
    let (second, _) = number(fields.next()?, 2)?;
    Some((hour, minute, second))
}

const MONTHS: [(&[u8; 3], Month); 12] = [
    (b"jan", Month::January),
    (b"feb", Month::February),
    (b"mar", Month::March),
    (b"apr", Month::April),
    (b"may", Month::May),
    (b"jun", Month::June),
    (b"jul", Month::July),
    (b"aug", Month::August),
    (b"sep", Month::September),
    (b"oct", Month::October),
    (b"nov", Month::November),
    (b"dec", Month::December),
];

fn named_month(token: &[u8]) -> Option<Month> {
    let name = token.first_chunk::<3>()?.map(|letter| letter.to_ascii_lowercase());
    MONTHS.iter().find(|(known, _)| **known == name).map(|(_, month)| *month)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7), of years to 9999.
pub(super) struct Written(pub(super) UtcDateTime);

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (year, month, day) = self.0.to_calendar_date();
        let (hour, minute, second) = self.0.as_hms();
        let name = |names: &[&'static str], at: u8| names.get(usize::from(at)).copied().unwrap_or_default();
        let weekday = name(&DAYS, self.0.weekday().number_days_from_monday());
        let month = name(&MONTHS, u8::from(month).saturating_sub(1));
        write!(f, "{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
    }
}
