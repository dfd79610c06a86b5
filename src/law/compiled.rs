use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use time::{Date, UtcDateTime};

use super::table::Dated;
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
    /// Whether it is the law of a place, and not what holds where none is known.
    pub(crate) is_of_a_place: bool,
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
    rows: Box<[Timeline]>,
    /// Open addressing, with linear probing: a region, and the place of its row. At most half full. A search in order
    /// would take a twentieth of the time of a decision longer.
    places: Box<[Option<(Region, usize)>]>,
    elsewhere: Timeline,
    unknown: Timeline,
}

impl Law {
    /// Applies the changes; those that make a row laxer without saying so are left out and returned, each with
    /// its place.
    ///
    /// Each asks first whether it may cost so much, in bytes that are read. Where it may not it is left out too, and
    /// the law is of no use.
    pub(crate) fn with(changes: &[Change], mut may_cost: impl FnMut(usize) -> bool) -> (Self, Vec<(usize, Change)>) {
        let mut rows = Rows::of_the_table();
        let statutory = rows.strictest();
        let refused = changes
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, change)| may_cost(rows.cost(change)) && !rows.apply(change))
            .collect();
        let unknown = statutory.meet(&rows.strictest());
        rows.insert_whole_countries();
        let Rows { regions, elsewhere, .. } = rows;
        let (regions, rows): (Vec<_>, Vec<_>) = regions.into_iter().unzip();
        let size = regions.len().saturating_mul(2).next_power_of_two();
        let mut places = alloc::vec![None; size].into_boxed_slice();
        for (place, region) in regions.into_iter().enumerate() {
            let free = probe(region, size).find(|at| places.get(*at).is_some_and(Option::is_none));
            if let Some(slot) = free.and_then(|at| places.get_mut(at)) {
                *slot = Some((region, place));
            }
        }
        (Self { rows: rows.into(), places, elsewhere, unknown }, refused)
    }

    /// The regime of a region at an instant; `None` is the unknown region, and so is a country that no list knows.
    pub(crate) fn at(&self, region: Option<Region>, now: UtcDateTime) -> InForce<'_> {
        let row = region.and_then(|region| self.of(region));
        InForce { is_of_a_place: row.is_some(), ..row.unwrap_or(&self.unknown).at(now) }
    }

    /// The row that answers for a region, if it lies in a country that there is.
    fn of(&self, region: Region) -> Option<&Timeline> {
        self.row(region).or_else(|| {
            let country = || self.row(region.country());
            if region.is_assigned() {
                let others = if region.is_country() { None } else { self.row(other_parts(region)) };
                Some(others.or_else(country).unwrap_or(&self.elsewhere))
            } else {
                // it may be any part of the country, so what holds in the strictest of them holds
                country()
            }
        })
    }

    fn row(&self, region: Region) -> Option<&Timeline> {
        for at in probe(region, self.places.len()) {
            let (known, place) = (*self.places.get(at)?)?;
            if known == region {
                return self.rows.get(place);
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

/// How many times more it costs to keep something than to read it.
const KEPT: usize = 8;

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
            rows.put(entry.jurisdiction(), Timeline::of(entry.dated().collect()));
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

    /// The row of a jurisdiction itself, if it has one.
    fn own(&mut self, jurisdiction: Jurisdiction) -> Option<&mut Timeline> {
        match jurisdiction {
            Jurisdiction::Region(region) => self.regions.get_mut(&self.key(region)),
            Jurisdiction::Elsewhere => Some(&mut self.elsewhere),
            Jurisdiction::Unknown => Some(&mut self.unknown),
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

    /// How many bytes a change reads: the periods that it changes, and those that it copies, which are kept.
    fn cost(&mut self, change: &Change) -> usize {
        let answering = self.answering(change.jurisdiction);
        let (changed, all) = (answering.since(start(change.since)).len(), answering.0.len());
        let copied = if self.own(change.jurisdiction).is_some() { 0 } else { all.saturating_mul(KEPT) };
        changed.saturating_add(copied).saturating_add(1).saturating_mul(size_of::<Period>())
    }

    /// Whether the change was one that a policy may make.
    fn apply(&mut self, change: &Change) -> bool {
        let accepted = change.laxer || self.answering(change.jurisdiction).gets_no_laxer(change.since, change.rule);
        if accepted {
            if let Jurisdiction::Region(region) = change.jurisdiction
                && !region.is_country()
            {
                self.divide(region.country());
            }
            if self.own(change.jurisdiction).is_none() {
                let row = self.answering(change.jurisdiction).clone();
                self.put(change.jurisdiction, row);
            }
            if let Some(row) = self.own(change.jurisdiction) {
                row.change(change.since, change.rule);
            }
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
        Timeline::strictest(&self.regions.values().chain([&self.elsewhere, &self.unknown]).collect::<Vec<_>>())
    }

    /// Of a visitor in the United States or Canada with no known state or province the strictest of them is true.
    fn insert_whole_countries(&mut self) {
        let none = Timeline::NONE;
        for country in &self.divided {
            // the regions of a country follow its own code
            let parts = self.regions.range(*country..).take_while(|(region, _)| region.country() == *country);
            let parts: Vec<&Timeline> = parts.map(|(_, part)| part).chain([&none]).collect();
            let strictest = Timeline::strictest(&parts);
            self.regions.insert(*country, strictest);
        }
    }
}

impl Timeline {
    /// Nothing in force, ever.
    const NONE: Self = Self(Vec::new());

    /// What these facts amount to in each stretch of time: of two that say the same thing otherwise the later holds, by
    /// its first day and then by its place in the table.
    fn of(mut facts: Vec<&Dated>) -> Self {
        facts.sort_by_key(|fact| fact.since);
        let edges: BTreeSet<_> =
            facts.iter().flat_map(|fact| [Some(start(fact.since)), fact.until.map(midnight)]).flatten().collect();
        let mut timeline = Self::NONE;
        for from in edges {
            let in_force = facts.iter().filter(|fact| fact.holds_at(from));
            let regime = in_force.fold(Regime::NOTICE, |regime, fact| regime.with(fact.rule));
            timeline.push(Period { from, regime });
        }
        timeline
    }

    fn regime(&self, instant: UtcDateTime) -> Regime {
        *self.at(instant).regime
    }

    fn at(&self, now: UtcDateTime) -> InForce<'_> {
        // there are few periods, and most questions are about the last one
        let mut until = None;
        for period in self.0.iter().rev() {
            if period.from <= now {
                return InForce { regime: &period.regime, until, is_of_a_place: true };
            }
            until = Some(period.from);
        }
        InForce { regime: &Regime::NOTICE, until, is_of_a_place: true }
    }

    /// The periods that begin at an instant or later.
    fn since(&self, instant: UtcDateTime) -> &[Period] {
        self.0.get(self.0.partition_point(|period| period.from < instant)..).unwrap_or_default()
    }

    /// Adds a period, after all others, if it changes anything.
    fn push(&mut self, period: Period) {
        if self.0.last().is_none_or(|last| last.regime != period.regime) {
            self.0.push(period);
        }
    }

    /// Puts one more rule in force from a day on.
    fn change(&mut self, since: Option<Date>, rule: Rule) {
        let since = start(since);
        let regime = self.regime(since);
        let later = self.0.split_off(self.0.partition_point(|period| period.from < since));
        self.push(Period { from: since, regime: regime.with(rule) });
        for Period { from, regime } in later {
            if from > since {
                self.push(Period { from, regime: regime.with(rule) });
            }
        }
    }

    /// Whether a rule in force from a day on makes nothing laxer at any time.
    fn gets_no_laxer(&self, since: Option<Date>, rule: Rule) -> bool {
        let since = start(since);
        let later = self.since(since).iter().map(|period| period.regime);
        later.chain([self.regime(since)]).all(|regime| regime.with(rule).is_at_least_as_strict_as(&regime))
    }

    /// What holds where either might.
    fn meet(&self, other: &Self) -> Self {
        let (mut ours, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        let (mut own, mut others) = (Regime::NOTICE, Regime::NOTICE);
        let mut met = Self::NONE;
        while let Some(from) = [ours.peek(), theirs.peek()].into_iter().flatten().map(|period| period.from).min() {
            own = ours.next_if(|period| period.from == from).map_or(own, |period| period.regime);
            others = theirs.next_if(|period| period.from == from).map_or(others, |period| period.regime);
            met.push(Period { from, regime: own.meet(others) });
        }
        met
    }

    /// What holds where any of them might, halves first: of a thousand rows each period is read ten times.
    fn strictest(rows: &[&Self]) -> Self {
        match rows {
            [] => Self::NONE,
            [one] => (*one).clone(),
            _ => {
                let (left, right) = rows.split_at(rows.len().div_ceil(2));
                Self::strictest(left).meet(&Self::strictest(right))
            }
        }
    }
}

/// When a rule comes into force.
const fn start(since: Option<Date>) -> UtcDateTime {
    match since {
        Some(day) => midnight(day),
        None => UtcDateTime::MIN,
    }
}

#[cfg(test)]
#[path = "../../tests/unit/compiled.rs"]
mod tests;
