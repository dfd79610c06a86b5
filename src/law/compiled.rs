use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use time::{Date, UtcDateTime};

use super::{Jurisdiction, Regime, Rule, midnight, table};
use crate::visit::Region;

/// A stretch of time without a change of law; it ends where the next one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Period {
    from: UtcDateTime,
    regime: Regime,
}

/// The regimes of one jurisdiction, in order of time, the first one from the beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Timeline(Vec<Period>);

/// A regime in force, and when it next changes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InForce<'a> {
    pub(crate) regime: &'a Regime,
    pub(crate) until: Option<UtcDateTime>,
}

/// A policy's change to a row of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Change {
    pub(crate) jurisdiction: Jurisdiction,
    pub(crate) rule: Rule,
    pub(crate) since: Option<Date>,
    pub(crate) laxer: bool,
}

/// The table with a policy's changes, ready to be asked.
#[derive(Clone, Debug)]
pub(crate) struct Law {
    timelines: Box<[Timeline]>,
    /// Open addressing, with linear probing: a region, and the place of its timeline. At most half full.
    places: Box<[Option<(Region, usize)>]>,
    elsewhere: Timeline,
    unknown: Timeline,
}

impl Law {
    /// Applies the changes; those that make a row laxer without saying so are left out and returned.
    pub(crate) fn with(changes: &[Change]) -> (Self, Vec<Change>) {
        let mut rows = Rows::of_the_table();
        let statutory = rows.strictest();
        let refused = changes.iter().copied().filter(|change| !rows.apply(change)).collect();
        let unknown = statutory.meet(&rows.strictest());
        rows.insert_whole_countries();
        let Rows { regions, elsewhere, .. } = rows;
        let (regions, timelines): (Vec<_>, Vec<_>) = regions.into_iter().unzip();
        let size = regions.len().saturating_mul(2).next_power_of_two();
        let mut places = alloc::vec![None; size].into_boxed_slice();
        for (place, region) in regions.into_iter().enumerate() {
            let free = probe(region, size).find(|at| places.get(*at).is_some_and(Option::is_none));
            if let Some(slot) = free.and_then(|at| places.get_mut(at)) {
                *slot = Some((region, place));
            }
        }
        (Self { timelines: timelines.into(), places, elsewhere, unknown }, refused)
    }

    /// The regime of a region at an instant; `None` is the unknown region.
    pub(crate) fn at(&self, region: Option<Region>, now: UtcDateTime) -> InForce<'_> {
        let timeline = match region {
            None => &self.unknown,
            Some(region) => self
                .row(region)
                .or_else(|| if region.is_country() { None } else { self.row(other_parts(region)) })
                .or_else(|| self.row(region.country()))
                .unwrap_or(&self.elsewhere),
        };
        timeline.at(now)
    }

    fn row(&self, region: Region) -> Option<&Timeline> {
        for at in probe(region, self.places.len()) {
            let (known, place) = (*self.places.get(at)?)?;
            if known == region {
                return self.timelines.get(place);
            }
        }
        None
    }
}

/// The places where a region may stand in a table of a power of two, in order.
fn probe(region: Region, size: usize) -> impl Iterator<Item = usize> {
    // Fibonacci hashing: the high bits of the product depend on all letters
    let hash = region.key().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    let home = usize::try_from(hash).unwrap_or_default();
    (0..size).map(move |step| home.wrapping_add(step) & size.wrapping_sub(1))
}

/// The rows while they are put together.
struct Rows {
    /// A country of which parts have rows of their own stands under [`other_parts`].
    regions: BTreeMap<Region, Timeline>,
    elsewhere: Timeline,
    unknown: Timeline,
    /// The countries of which parts have rows of their own.
    divided: BTreeSet<Region>,
}

/// The key of the row for those parts of a country that have none of their own. `*` is in no ISO code.
const fn other_parts(region: Region) -> Region {
    region.country().with_subdivision(*b"*\0\0")
}

impl Rows {
    fn of_the_table() -> Self {
        let regions = table().iter().filter_map(|entry| match entry.jurisdiction() {
            Jurisdiction::Region(region) => Some(region),
            Jurisdiction::Elsewhere | Jurisdiction::Unknown => None,
        });
        let divided = regions.filter(|region| !region.is_country()).map(Region::country).collect();
        let mut rows = Self { regions: BTreeMap::new(), elsewhere: Timeline::NONE, unknown: Timeline::NONE, divided };
        for entry in table() {
            let mut facts: Vec<_> = entry.provisions().map(|fact| (fact.since, fact.rule)).collect();
            facts.sort_by_key(|(since, _)| *since);
            let timeline = facts.into_iter().fold(Timeline::NONE, |row, (since, rule)| row.with(since, rule));
            rows.put(entry.jurisdiction(), timeline);
        }
        rows
    }

    /// The key of a region's own row.
    fn key(&self, region: Region) -> Region {
        if self.divided.contains(&region) { other_parts(region) } else { region }
    }

    fn put(&mut self, jurisdiction: Jurisdiction, timeline: Timeline) {
        match jurisdiction {
            Jurisdiction::Region(region) => {
                self.regions.insert(self.key(region), timeline);
            }
            Jurisdiction::Elsewhere => self.elsewhere = timeline,
            Jurisdiction::Unknown => self.unknown = timeline,
        }
    }

    /// The row that answers for a jurisdiction, which need not be its own.
    fn answering(&self, jurisdiction: Jurisdiction) -> &Timeline {
        match jurisdiction {
            Jurisdiction::Region(region) => [self.key(region), self.key(region.country())]
                .iter()
                .find_map(|key| self.regions.get(key))
                .unwrap_or(&self.elsewhere),
            Jurisdiction::Elsewhere => &self.elsewhere,
            Jurisdiction::Unknown => &self.unknown,
        }
    }

    /// Whether the change was one that a policy may make.
    fn apply(&mut self, change: &Change) -> bool {
        let before = self.answering(change.jurisdiction);
        let after = before.with(change.since, change.rule);
        let accepted = change.laxer || after.is_at_least_as_strict_as(before);
        if accepted {
            if let Jurisdiction::Region(region) = change.jurisdiction
                && !region.is_country()
            {
                self.divide(region.country());
            }
            self.put(change.jurisdiction, after);
        }
        accepted
    }

    /// Makes room for a row of a part of a country that had one row for all of it.
    fn divide(&mut self, country: Region) {
        if self.divided.insert(country) {
            let whole = self.regions.remove(&country).unwrap_or_else(|| self.elsewhere.clone());
            self.regions.insert(other_parts(country), whole);
        }
    }

    fn strictest(&self) -> Timeline {
        self.regions.values().chain([&self.elsewhere]).fold(self.unknown.clone(), |strictest, row| strictest.meet(row))
    }

    /// Of a visitor in the United States or Canada with no known state or province the strictest of them is true.
    fn insert_whole_countries(&mut self) {
        for country in &self.divided {
            let parts = self.regions.iter().filter(|(region, _)| region.country() == *country);
            let strictest = parts.fold(Timeline::NONE, |strictest, (_, part)| strictest.meet(part));
            self.regions.insert(*country, strictest);
        }
    }
}

impl Timeline {
    /// Nothing in force, ever.
    const NONE: Self = Self(Vec::new());

    fn regime(&self, instant: UtcDateTime) -> Regime {
        *self.at(instant).regime
    }

    fn at(&self, now: UtcDateTime) -> InForce<'_> {
        // there are few periods, and most questions are about the last one
        let mut until = None;
        for period in self.0.iter().rev() {
            if period.from <= now {
                return InForce { regime: &period.regime, until };
            }
            until = Some(period.from);
        }
        InForce { regime: &Regime::NOTICE, until }
    }

    fn starts(&self) -> impl Iterator<Item = UtcDateTime> {
        self.0.iter().map(|period| period.from)
    }

    /// A timeline that changes at these instants only.
    fn build(starts: impl Iterator<Item = UtcDateTime>, regime: impl Fn(UtcDateTime) -> Regime) -> Self {
        let starts: BTreeSet<_> = starts.collect();
        let mut periods: Vec<Period> = starts.into_iter().map(|from| Period { from, regime: regime(from) }).collect();
        periods.dedup_by(|later, earlier| later.regime == earlier.regime);
        Self(periods)
    }

    fn with(&self, since: Option<Date>, rule: Rule) -> Self {
        let since = since.map_or(UtcDateTime::MIN, midnight);
        Self::build(self.starts().chain([since]), |from| {
            let regime = self.regime(from);
            if from >= since { regime.with(rule) } else { regime }
        })
    }

    fn meet(&self, other: &Self) -> Self {
        Self::build(self.starts().chain(other.starts()), |from| self.regime(from).meet(other.regime(from)))
    }

    fn is_at_least_as_strict_as(&self, other: &Self) -> bool {
        self.starts().chain(other.starts()).all(|from| self.regime(from).is_at_least_as_strict_as(&other.regime(from)))
    }
}

#[cfg(test)]
#[path = "../../tests/unit/compiled.rs"]
mod tests;
