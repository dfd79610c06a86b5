//! The instants at which an answer may change, as far as the oracle knows: all of them, needed or not.

use time::macros::utc_datetime;
use time::{Date, Duration, Month, UtcDateTime};

use super::law::Book;
use super::said::still_counts;
use super::scene::Scene;
use super::site::Site;

/// The numbers of months that some law, some change of a scene, or the framework names.
const MONTHS: [u8; 7] = [0, 1, 3, 6, 12, 13, 24];

/// The first instant at which what was said at another no longer counts.
pub(super) fn end_of(since: UtcDateTime, months: u8) -> UtcDateTime {
    let past = i32::from(u8::from(since.month())) - 1 + i32::from(months);
    let first_of = |past: i32| {
        let month = Month::try_from(u8::try_from(past.rem_euclid(12) + 1).unwrap()).unwrap();
        Date::from_calendar_date(since.year() + past.div_euclid(12), month, 1).unwrap()
    };
    let end = match first_of(past).replace_day(since.day()) {
        Ok(day) => UtcDateTime::new(day, since.time()),
        Err(_) => first_of(past + 1).midnight().as_utc(),
    };
    assert!(!still_counts(since, months, end) && still_counts(since, months, end - Duration::SECOND));
    end
}

/// What is of this scene alone.
pub(super) fn own(site: &Site, scene: &Scene) -> Vec<UtcDateTime> {
    let editions = site.editions.iter().map(|edition| edition.from.midnight().as_utc());
    let acts = scene.record.acts().iter().map(|act| act.at);
    let said = acts.chain(scene.guest.tcf.iter().map(|tcf| tcf.last_updated));
    let ends = said.flat_map(|at| MONTHS.into_iter().map(move |months| end_of(at, months)).chain([at]));
    // the fourth version of the framework's policies
    editions.chain(ends).chain([utc_datetime!(2023-09-30 0:00)]).collect()
}

/// And what is of the law.
pub(super) fn all(book: &Book, site: &Site, scene: &Scene) -> Vec<UtcDateTime> {
    let mut instants = own(site, scene);
    instants.extend(book.days(site));
    instants.sort();
    instants.dedup();
    instants
}
