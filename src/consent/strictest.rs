//! Two records of one visitor, of which nobody knows which is the newer.

use alloc::collections::BTreeMap;

use time::UtcDateTime;

use super::{Choice, ConsentRecord, Grant, PolicyVersion, RecordParts, Refusal};

/// By which a grant is from the past: a later one, or one of a later version, does not hold yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Present {
    pub(crate) now: UtcDateTime,
    pub(crate) version: PolicyVersion,
}

impl ConsentRecord {
    /// What holds whichever of the two is the newer: a refusal in either stands, a grant must be in both, and then
    /// counts from the older. It never allows what one of them denies.
    pub(crate) fn strictest(&self, other: &Self, present: Present) -> Self {
        let (ours, theirs) = (self.parts(), other.parts());
        let meet = |ours: &Choice, theirs: &Choice| Choice {
            grant: grant(ours.grant, theirs.grant, present),
            refusal: latest(ours.refusal, theirs.refusal),
            implied: ours.implied.max(theirs.implied),
        };
        Self::from_parts(RecordParts {
            performance: meet(&ours.performance, &theirs.performance),
            functionality: meet(&ours.functionality, &theirs.functionality),
            targeting: meet(&ours.targeting, &theirs.targeting),
            uses: keyed(&ours.uses, &theirs.uses, meet),
            vendors: keyed(&ours.vendors, &theirs.vendors, meet),
            // a grant despite the signal must be later than both
            gpc_first_seen: ours.gpc_first_seen.max(theirs.gpc_first_seen),
        })
    }
}

/// One grant that holds only where both do.
fn grant(ours: Option<Grant>, theirs: Option<Grant>, present: Present) -> Option<Grant> {
    let (ours, theirs) = (ours?, theirs?);
    let past = |grant: &Grant| grant.at <= present.now && grant.version <= present.version;
    if past(&ours) && past(&theirs) { ours.meet(&theirs) } else { None }
}

fn latest(ours: Option<Refusal>, theirs: Option<Refusal>) -> Option<Refusal> {
    let (Some(one), Some(two)) = (ours, theirs) else { return ours.or(theirs) };
    Some(if (two.at, one) > (one.at, two) { two } else { one })
}

fn keyed<K: Clone + Ord>(
    ours: &BTreeMap<K, Choice>,
    theirs: &BTreeMap<K, Choice>,
    meet: impl Fn(&Choice, &Choice) -> Choice,
) -> BTreeMap<K, Choice> {
    let of = |map: &BTreeMap<K, Choice>, key| map.get(key).copied().unwrap_or(Choice::NONE);
    let keys = ours.keys().chain(theirs.keys());
    let choices = keys.map(|key| (key.clone(), meet(&of(ours, key), &of(theirs, key))));
    choices.filter(|(_, choice)| *choice != Choice::NONE).collect()
}
