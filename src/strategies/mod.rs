//! Strategies of [`proptest`], to property-test a policy of one's own and its integration.
//!
//! An answer changes at few instants: where a law takes effect, where a policy's version does, and where a consent runs
//! out. Times drawn evenly never meet one, and a million green cases then prove nothing. So what is drawn here lies
//! near such edges: at them, and a second before and after.
//!
//! A [`Scene`] is all that a decision depends on, owned, with public fields, so that a property can change one thing
//! and ask again. [`scenes_of`] draws scenes for a policy of one's own; [`scenes`] draws the policy too.
//!
//! # Examples
//!
//! ```
//! use cookie_consent::consent::StoredConsent;
//! use cookie_consent::strategies::{policies, scenes_of};
//! use cookie_consent::policy::{Declaration, Version};
//! use cookie_consent::{Category, Policy, Reason};
//! use proptest::prelude::*;
//! use time::macros::date;
//!
//! let policy = Policy::builder()
//!     .version(Version::new(1, date!(2022-12-15)))
//!     .declare(Declaration::new("_fbp", Category::Targeting))
//!     .build()
//!     .unwrap();
//! proptest!(|(mut scene in scenes_of(policy))| {
//!     scene.consent = StoredConsent::Unreadable;
//!     prop_assert!(!scene.decide().is_allowed());
//! });
//! # let _ = policies();
//! ```

mod cookie;
mod policy;
mod record;
mod scene;
mod visit;

pub use cookie::{cookies, cookies_of};
pub use policy::policies;
pub use record::{consents, events, histories, records};
pub use scene::{Scene, scenes, scenes_of};
pub use visit::{instants, regions, visits};

use alloc::vec::Vec;
use core::fmt::Debug;

use proptest::sample::{select, subsequence};
use proptest::strategy::{Just, Strategy, Union};
use time::{Duration, UtcDateTime};

use crate::law::{Entry, midnight, table};

/// One of these, the first `weight` times as often as each other.
fn mostly<T: Clone + Debug>(weight: u32, usual: T, others: impl IntoIterator<Item = T>) -> Union<Just<T>> {
    let others = others.into_iter().map(|other| (1, Just(other)));
    Union::new_weighted([(weight, Just(usual))].into_iter().chain(others).collect())
}

/// Any subset of these, as a set.
fn some_of<T: Clone + Debug + 'static, S: FromIterator<T> + Debug>(
    items: &'static [T],
    most: usize,
) -> impl Strategy<Value = S> {
    subsequence(items, 0..=most.min(items.len())).prop_map(|items| items.into_iter().collect())
}

/// At one of these instants, or a second before or after.
fn near(edges: Vec<UtcDateTime>) -> impl Strategy<Value = UtcDateTime> {
    (select(edges), select(&[0, -1, 1][..])).prop_map(|(edge, seconds)| later(edge, Duration::seconds(seconds)))
}

/// Saturates at the ends of time.
const fn later(instant: UtcDateTime, by: Duration) -> UtcDateTime {
    instant.saturating_add(by)
}

/// The instants at which a law of the table takes effect.
fn law_dates() -> Vec<UtcDateTime> {
    let mut dates: Vec<_> = table()
        .iter()
        .flat_map(Entry::facts)
        .flat_map(|fact| [fact.since, fact.until])
        .flatten()
        .map(midnight)
        .collect();
    dates.sort_unstable();
    dates.dedup();
    dates
}
