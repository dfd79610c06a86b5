//! Several records of one visitor in one request.

use crate::consent::{Present, StoredConsent};

/// Adds what one more cookie holds, by [`StoredConsent::strictest`]. Whether it differs from what was there.
pub(super) fn unite(known: &mut StoredConsent, next: StoredConsent, present: Present) -> bool {
    let differ = match (&*known, &next) {
        // mostly there is one record, which is large: it is not moved about to be held against nothing
        (_, StoredConsent::Absent) => return false,
        (StoredConsent::Absent, _) => {
            *known = next;
            return false;
        }
        (StoredConsent::Given(known), StoredConsent::Given(next)) => known != next,
        _ => false,
    };
    let before = core::mem::replace(known, StoredConsent::Unreadable);
    *known = before.strictest(next, present.now, present.version);
    differ
}
