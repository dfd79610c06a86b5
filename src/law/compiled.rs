use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use time::{Date, UtcDateTime};

use super::table::{Dated, FactKey};
use super::{Entry, Jurisdiction, Regime, Rule, midnight, table};
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
    /// The table without the facts that are set aside, and with the changes. Those that make their own place laxer
    /// without saying so are returned, each with its place among all.
    ///
    /// The order of the changes means nothing: a place has its statutory facts; then its laxer changes, by their first
    /// days; and with what comes of these everything stricter is met, its own and its country's, so that none of it can
    /// undo another.
    ///
    /// Each step asks first whether it may cost so much, in bytes that are read. Where it may not it is left out, and
    /// the law is of no use.
    pub(crate) fn of(
        set_aside: &BTreeSet<FactKey>,
        changes: &[Change],
        may_cost: impl FnMut(usize) -> bool,
    ) -> (Self, Vec<(usize, Change)>) {
        let mut places = Places::of_the_table(set_aside);
        let statutory = places.strictest();
        places.add(changes);
        let (rows, refused) = places.into_rows(may_cost);
        let Rows { regions, elsewhere, unknown } = rows;
        let unknown = statutory.meet(&unknown);
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
        let row = region.and_then(|region| self.answering(region));
        InForce { is_of_a_place: row.is_some(), ..row.unwrap_or(&self.unknown).at(now) }
    }

    /// The row that answers for a region, if it lies in a country that there is.
    fn answering(&self, region: Region) -> Option<&Timeline> {
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

/// How many times more it costs to keep something than to read it.
const KEPT: usize = 8;

/// The key of the row for those parts of a country that have none of their own. `*` is in no ISO code.
const fn other_parts(region: Region) -> Region {
    region.country().with_subdivision(*b"*\0\0")
}

/// The places of which the table or a policy says something, while their rows are put together.
struct Places<'c>(BTreeMap<Jurisdiction, Own<'c>>);

/// What is said of one place itself.
struct Own<'c> {
    /// Its row of the table, if it has one.
    statute: Option<Timeline>,
    /// Laxer changes, in the order in which they are applied.
    laxer: Vec<&'c Change>,
    /// The other ones, each with its place among all.
    stricter: Vec<(usize, &'c Change)>,
    /// What these amount to.
    met: Timeline,
}

impl Own<'_> {
    fn of(statute: Option<Timeline>) -> Self {
        Self { statute, laxer: Vec::new(), stricter: Vec::new(), met: Timeline::met(core::iter::empty()) }
    }
}

/// The rows, put together.
struct Rows {
    /// A country of which parts have rows of their own stands under [`other_parts`], and under its own code what holds
    /// where no part is known.
    regions: BTreeMap<Region, Timeline>,
    elsewhere: Timeline,
    /// The strictest of all.
    unknown: Timeline,
}

impl<'c> Places<'c> {
    fn of_the_table(set_aside: &BTreeSet<FactKey>) -> Self {
        let row = |entry: &Entry| Timeline::of(entry.dated().filter(|fact| !set_aside.contains(&fact.id)).collect());
        Self(table().iter().map(|entry| (entry.jurisdiction(), Own::of(Some(row(entry))))).collect())
    }

    fn strictest(&self) -> Timeline {
        Timeline::strictest(&self.0.values().filter_map(|own| own.statute.as_ref()).collect::<Vec<_>>())
    }

    fn add(&mut self, changes: &'c [Change]) {
        for (at, change) in changes.iter().enumerate() {
            let own = self.0.entry(change.jurisdiction).or_insert_with(|| Own::of(None));
            if change.laxer { own.laxer.push(change) } else { own.stricter.push((at, change)) }
        }
        for own in self.0.values_mut() {
            own.laxer.sort_by_key(|change| (change.since, change.rule));
            own.stricter.sort_by_key(|(_, change)| (change.since, change.rule));
            own.met = Timeline::met(own.stricter.iter().map(|(_, change)| *change));
        }
    }

    /// The place itself, before it the country that it is a part of, and before that every other country, if it is one
    /// of these: those of which something is said.
    fn levels(&self, place: Jurisdiction) -> impl Iterator<Item = &Own<'c>> + Clone {
        let country = match place {
            Jurisdiction::Region(region) => Some(Jurisdiction::Region(region.country())),
            Jurisdiction::Elsewhere | Jurisdiction::Unknown => None,
        };
        let has_a_row = |country| self.0.get(&country).is_some_and(|own| own.statute.is_some());
        let elsewhere = country.filter(|country| !has_a_row(*country)).map(|_| Jurisdiction::Elsewhere);
        let levels = [elsewhere, country.filter(|country| *country != place), Some(place)];
        levels.into_iter().flatten().filter_map(|level| self.0.get(&level))
    }

    /// Each place's row, and the changes that make their own place laxer without saying so, in order.
    fn into_rows(mut self, mut may_cost: impl FnMut(usize) -> bool) -> (Rows, Vec<(usize, Change)>) {
        let regions = self.0.keys().filter_map(|place| match place {
            Jurisdiction::Region(region) => Some(*region),
            Jurisdiction::Elsewhere | Jurisdiction::Unknown => None,
        });
        let divided: BTreeSet<Region> = regions.filter(|region| !region.is_country()).map(Region::country).collect();
        for country in &divided {
            // other parts of it are asked for, even if nothing is said of them
            self.0.entry(Jurisdiction::Region(*country)).or_insert_with(|| Own::of(None));
        }
        let mut rows = Rows { regions: BTreeMap::new(), elsewhere: Timeline::NONE, unknown: Timeline::NONE };
        let mut refused = Vec::new();
        for (place, own) in &self.0 {
            if !may_cost(self.cost(*place)) {
                continue;
            }
            let changeable = self.changeable(*place);
            for (at, change) in &own.stricter {
                let judged = changeable.since(start(change.since)).len().saturating_add(1);
                if may_cost(judged.saturating_mul(size_of::<Period>()))
                    && !changeable.gets_no_laxer(change.since, change.rule)
                {
                    refused.push((*at, **change));
                }
            }
            let row = self.levels(*place).fold(changeable, |row, level| row.meet(&level.met));
            match place {
                Jurisdiction::Region(region) if divided.contains(region) => {
                    rows.regions.insert(other_parts(*region), row);
                }
                Jurisdiction::Region(region) => {
                    rows.regions.insert(*region, row);
                }
                Jurisdiction::Elsewhere => rows.elsewhere = row,
                Jurisdiction::Unknown => rows.unknown = row,
            }
        }
        refused.sort_by_key(|(at, _)| *at);
        rows.unknown = rows.strictest();
        rows.insert_whole_countries(&divided);
        (rows, refused)
    }

    /// How many bytes the row of a place reads: the changes that reach it, each once for every fact of its statute, and
    /// the periods that it may come to have, which are kept.
    fn cost(&self, place: Jurisdiction) -> usize {
        let total = |count: fn(&Own<'_>) -> usize| self.levels(place).map(count).fold(0, usize::saturating_add);
        let laxer = total(|own| own.laxer.len());
        let stricter = total(|own| own.stricter.len());
        if laxer.saturating_add(stricter) == 0 {
            return 0;
        }
        let statute = total(|own| own.statute.as_ref().map_or(0, |statute| statute.0.len())).saturating_add(1);
        let kept = statute.saturating_add(laxer).saturating_add(stricter).saturating_mul(KEPT);
        laxer.saturating_mul(statute).saturating_add(kept).saturating_mul(size_of::<Period>())
    }

    /// What stricter changes of a place are met with: its statutory facts, or else those of the country that it is a
    /// part of, with the laxer changes from there on.
    fn changeable(&self, place: Jurisdiction) -> Timeline {
        let none = Timeline::NONE;
        let levels = self.levels(place).enumerate();
        let rows = levels.clone().filter_map(|(level, own)| Some((level, own.statute.as_ref()?)));
        let (from, statute) = rows.last().unwrap_or((0, &none));
        let mut laxer: Vec<(Option<Date>, usize, Rule)> = levels
            .skip(from)
            .flat_map(|(level, own)| own.laxer.iter().map(move |change| (change.since, level, change.rule)))
            .collect();
        // of one day the narrower place has the last word
        laxer.sort_unstable();
        statute.changed(&laxer)
    }
}

impl Rows {
    fn strictest(&self) -> Timeline {
        let all = self.regions.values().chain([&self.elsewhere, &self.unknown]);
        Timeline::strictest(&all.collect::<Vec<_>>())
    }

    /// Of a visitor in the United States or Canada with no known state or province the strictest of them is true.
    fn insert_whole_countries(&mut self, divided: &BTreeSet<Region>) {
        for country in divided {
            // the regions of a country follow its own code
            let parts = self.regions.range(*country..).take_while(|(region, _)| region.country() == *country);
            let parts: Vec<&Timeline> = parts.map(|(_, part)| part).collect();
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

    /// With changes that may be laxer, in the order in which they are applied, the first days ascending: after
    /// whatever the law says at the time.
    fn changed(&self, changes: &[(Option<Date>, usize, Rule)]) -> Self {
        let mut timeline = Self::NONE;
        let mut statute = self.0.iter().peekable();
        // changes before the first provision start from no law
        let mut law = Regime::NOTICE;
        let mut regime = law;
        let mut applied = 0;
        loop {
            let due = changes.get(applied).map(|(since, ..)| start(*since));
            let Some(from) = [due, statute.peek().map(|period| period.from)].into_iter().flatten().min() else {
                return timeline;
            };
            if let Some(period) = statute.next_if(|period| period.from == from) {
                law = period.regime;
                let past = changes.get(..applied).unwrap_or_default();
                regime = past.iter().fold(law, |regime, (.., rule)| regime.changed_to(*rule));
            }
            while let Some((.., rule)) = changes.get(applied).filter(|(since, ..)| start(*since) == from) {
                regime = regime.changed_to(*rule);
                applied = applied.saturating_add(1);
            }
            timeline.push(Period { from, regime });
        }
    }

    /// What is asked for by changes that are stricter, their first days ascending. Whatever it is met with, that is as
    /// if it had been met with itself under each of these rules: their order means nothing.
    fn met<'c>(changes: impl Iterator<Item = &'c Change>) -> Self {
        let mut asked = Regime::LAXEST;
        let mut met = Self(Vec::from([Period { from: UtcDateTime::MIN, regime: asked }]));
        let mut changes = changes.peekable();
        while let Some(change) = changes.next() {
            asked = asked.meet(Regime::LAXEST.with(change.rule));
            // all of one day together
            if changes.peek().is_none_or(|next| next.since != change.since) {
                met.put(Period { from: start(change.since), regime: asked });
            }
        }
        met
    }

    /// Adds a period, after all others or in place of the last.
    fn put(&mut self, period: Period) {
        self.0.pop_if(|last| last.from == period.from);
        self.push(period);
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

#[cfg(test)]
#[path = "../../tests/unit/overrides.rs"]
mod overrides;
