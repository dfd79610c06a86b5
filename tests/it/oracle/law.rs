//! What the law of a region asks for, read from the facts one by one: for each question the whole list once more.

use cookie_consent::law::{self, Fact, Ground, Jurisdiction, MinorDuty, Reach, Requirement, Risk, Rule};
use cookie_consent::{Category, Region};
use time::UtcDateTime;

use super::site::{Change, Site};

/// How a rule came into the law of a place: the statute first, then what the site is laxer in, then what it is stricter
/// in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Table,
    Laxer,
    Stricter,
}

/// The rules in force at one place, in the order in which they speak.
type Rules = Vec<(By, Rule)>;

/// What may hold for a visitor: of several places each may be the one, so each is asked and the strictest word counts.
#[derive(Debug)]
pub(super) struct Law {
    places: Vec<Rules>,
    pub(super) is_unknown: bool,
}

/// A row of the table: its place and its facts, in the order of the table.
struct Row {
    place: Jurisdiction,
    facts: Vec<&'static Fact>,
}

/// The table and, for each policy, the changes of it.
pub(super) struct Book {
    rows: Vec<Row>,
}

impl Book {
    pub(super) fn open() -> Self {
        let rows = law::table().iter().map(|entry| {
            let mut facts: Vec<_> = entry.facts().collect();
            facts.sort_by_key(|fact| fact.since);
            Row { place: entry.jurisdiction(), facts }
        });
        Self { rows: rows.collect() }
    }

    fn row(&self, place: Jurisdiction) -> Option<&Row> {
        self.rows.iter().find(|row| row.place == place)
    }

    /// The law of one region, or of an unknown one.
    pub(super) fn law_at(&self, site: &Site, region: Option<Region>, now: UtcDateTime) -> Law {
        let places = self.places(site, region);
        let is_unknown = places.iter().any(|(_, place)| *place == Jurisdiction::Unknown);
        let mut law: Vec<Rules> = places.iter().map(|(row, place)| rules(row, *place, site, now)).collect();
        if is_unknown {
            // no laxer word of the site reaches whoever may be anywhere
            let strict = |rules: &Rules| rules.iter().filter(|(by, _)| *by != By::Laxer).copied().collect();
            let changed = law.iter().filter(|rules| rules.iter().any(|(by, _)| *by == By::Laxer));
            let unchanged: Vec<Rules> = changed.map(strict).collect();
            law.extend(unchanged);
        }
        Law { places: law, is_unknown }
    }

    /// Which rows answer, and for which places: the one of the region, or all that it may be.
    fn places(&self, site: &Site, region: Option<Region>) -> Vec<(&Row, Jurisdiction)> {
        let Some(region) = region else { return self.everywhere(site) };
        let country = region.country();
        let own = Jurisdiction::Region(region);
        let changed: Vec<Region> = changed_places(site).filter(|place| place.country() == country).collect();
        let has_row = self.row(own).is_some();
        let names_a_part = !region.is_country() && (has_row || region.is_assigned());
        if names_a_part {
            return vec![(self.row(own).unwrap_or_else(|| self.row_of_country(country)), own)];
        }
        if !country.is_assigned() {
            return self.everywhere(site);
        }
        // only the country is known: it may be any of its parts
        let of_parts = self.rows.iter().filter_map(|row| match row.place {
            Jurisdiction::Region(part) if part.country() == country => Some((row, row.place)),
            Jurisdiction::Region(_) | Jurisdiction::Elsewhere | Jurisdiction::Unknown => None,
        });
        let without_row = changed.into_iter().map(Jurisdiction::Region).filter(|place| self.row(*place).is_none());
        let mut places: Vec<_> = of_parts.collect();
        places.extend(without_row.map(|place| (self.row_of_country(country), place)));
        let whole = Jurisdiction::Region(country);
        if places.iter().all(|(_, place)| *place != whole) {
            places.push((self.row_of_country(country), whole));
        }
        places
    }

    fn row_of_country(&self, country: Region) -> &Row {
        self.row(Jurisdiction::Region(country)).or_else(|| self.row(Jurisdiction::Elsewhere)).unwrap()
    }

    /// Every row, and every place that the policy changes.
    fn everywhere(&self, site: &Site) -> Vec<(&Row, Jurisdiction)> {
        let mut places: Vec<_> = self.rows.iter().map(|row| (row, row.place)).collect();
        for region in changed_places(site) {
            let place = Jurisdiction::Region(region);
            if self.row(place).is_none() {
                places.push((self.row_of_country(region.country()), place));
            }
        }
        places
    }

    /// Every day on which some law begins or ends.
    pub(super) fn days(&self, site: &Site) -> Vec<UtcDateTime> {
        let facts = self.rows.iter().flat_map(|row| &row.facts);
        let days =
            facts.flat_map(|fact| [fact.since, fact.until]).chain(site.changes.iter().map(|change| change.since));
        let mut days: Vec<_> = days.flatten().map(|day| day.midnight().as_utc()).collect();
        days.sort();
        days.dedup();
        days
    }
}

fn changed_places(site: &Site) -> impl Iterator<Item = Region> {
    site.changes.iter().filter_map(|change| match change.place {
        Jurisdiction::Region(region) => Some(region),
        Jurisdiction::Elsewhere | Jurisdiction::Unknown => None,
    })
}

/// What is in force at a place on a day.
fn rules(row: &Row, place: Jurisdiction, site: &Site, now: UtcDateTime) -> Rules {
    let has_come = |day: Option<time::Date>| day.is_none_or(|day| day.midnight().as_utc() <= now);
    let in_force = row.facts.iter().filter(|fact| {
        let is_over = fact.until.is_some_and(|day| day.midnight().as_utc() <= now);
        has_come(fact.since) && !is_over && !site.set_aside.contains(&fact.id)
    });
    let country = match place {
        Jurisdiction::Region(region) => Some(Jurisdiction::Region(region.country())),
        Jurisdiction::Elsewhere | Jurisdiction::Unknown => None,
    };
    let begun = || site.changes.iter().filter(|change| has_come(change.since));
    let mut laxer: Vec<&Change> =
        begun().filter(|change| change.laxer && (change.place == row.place || change.place == place)).collect();
    laxer.sort_by_key(|change| (change.since, change.place == place && place != row.place, change.rule));
    let stricter = begun().filter(|change| {
        !change.laxer && (change.place == row.place || change.place == place || Some(change.place) == country)
    });
    let mut rules: Rules = in_force.map(|fact| (By::Table, fact.rule)).collect();
    rules.extend(laxer.into_iter().map(|change| (By::Laxer, change.rule)));
    rules.extend(stricter.map(|change| (By::Stricter, change.rule)));
    rules
}

impl Law {
    /// The strictest word of all places on one question.
    fn strictest<T: Ord>(&self, ask: impl Fn(&Rules) -> T) -> T {
        self.places.iter().map(ask).max().unwrap()
    }

    pub(super) fn requirement(&self, category: Category, cleared: &[Risk]) -> Requirement {
        self.strictest(|rules| {
            let mut requirement = Requirement::Notice;
            let mut feared: Vec<(Risk, Requirement)> = Vec::new();
            for (by, rule) in rules {
                let said = match *rule {
                    Rule::Requires(said) => Some(said),
                    Rule::RequiresFor(of, said) if of == category => Some(said),
                    Rule::OptInIf(of, risk) if of.contains(category) => {
                        feared.push((risk, Requirement::OptIn));
                        None
                    }
                    Rule::ForbiddenIf(of, risk) if of.contains(category) => {
                        feared.push((risk, Requirement::Forbidden));
                        None
                    }
                    Rule::IgnoresRisk(of, risk) if of.contains(category) && *by == By::Laxer => {
                        feared.retain(|(known, _)| *known != risk);
                        None
                    }
                    _ => None,
                };
                if let Some(said) = said {
                    requirement = if *by == By::Stricter { requirement.max(said) } else { said };
                }
            }
            let risks = feared.iter().filter(|(risk, _)| !cleared.contains(risk)).map(|(_, said)| *said);
            risks.fold(requirement, Requirement::max)
        })
    }

    /// Whether every place that it may be knows this ground.
    pub(super) fn exempts(&self, ground: Ground) -> bool {
        self.places.iter().all(|rules| {
            let mut known = false;
            for (by, rule) in rules {
                match *rule {
                    Rule::NoExemption => known = false,
                    Rule::Exempts(said) if said == ground && *by != By::Stricter => known = true,
                    _ => {}
                }
            }
            known
        })
    }

    pub(super) fn honours_gpc(&self) -> bool {
        self.strictest(|rules| {
            rules.iter().fold(false, |binding, (by, rule)| match rule {
                Rule::HonoursGpc(said) => *said || (binding && *by == By::Stricter),
                _ => binding,
            })
        })
    }

    fn has(&self, wanted: Rule) -> bool {
        self.places.iter().any(|rules| rules.iter().any(|(_, rule)| *rule == wanted))
    }

    pub(super) fn shows_opt_out_status(&self) -> bool {
        self.has(Rule::ShowsOptOutStatus)
    }

    pub(super) fn notifies_material_change(&self) -> bool {
        self.has(Rule::NotifiesMaterialChange)
    }

    pub(super) fn tcf_vetoes(&self) -> bool {
        self.has(Rule::TcfVetoes) || self.has(Rule::TcfApplies)
    }

    pub(super) fn tcf_grants(&self) -> bool {
        let grants = |rules: &Rules| rules.iter().any(|(by, rule)| *rule == Rule::TcfApplies && *by != By::Stricter);
        self.places.iter().all(grants)
    }

    /// The numbers of months that hold, of each place one: the last that was said, or a stricter one of the site.
    fn months(&self, of: impl Fn(&Rule) -> Option<u8>, stricter: impl Fn(u8, u8) -> u8) -> Vec<u8> {
        let places = self.places.iter().filter_map(|rules| {
            rules.iter().fold(None, |known: Option<u8>, (by, rule)| match (of(rule), known) {
                (None, known) => known,
                (Some(said), Some(known)) if *by == By::Stricter => Some(stricter(known, said)),
                (Some(said), _) => Some(said),
            })
        });
        places.collect()
    }

    pub(super) fn consent_lasts(&self) -> Option<u8> {
        let of = |rule: &Rule| if let Rule::ConsentLasts(months) = rule { Some(months.count()) } else { None };
        self.months(of, u8::min).into_iter().min()
    }

    pub(super) fn override_lasts(&self) -> Option<u8> {
        let of = |rule: &Rule| if let Rule::OverrideLasts(months) = rule { Some(months.count()) } else { None };
        self.months(of, u8::min).into_iter().min()
    }

    pub(super) fn ask_again_after(&self) -> Option<u8> {
        let of = |rule: &Rule| if let Rule::AskAgainAfter(months) = rule { Some(months.count()) } else { None };
        self.months(of, u8::max).into_iter().max()
    }

    /// Below which age a rule of one kind is about what has this reach: ages add up, unless the site lowers them in so
    /// many words.
    fn age(&self, what: Reach, of: impl Fn(&Rule) -> Option<(u8, Reach)>) -> u8 {
        self.strictest(|rules| {
            rules.iter().fold(0, |age: u8, (by, rule)| match of(rule) {
                Some((below, reach)) if *by == By::Laxer => {
                    if what <= reach {
                        below
                    } else {
                        age.min(below)
                    }
                }
                Some((below, reach)) if what <= reach => age.max(below),
                Some(_) | None => age,
            })
        })
    }

    fn parent_below(&self, what: Reach) -> u8 {
        self.age(what, |rule| match *rule {
            Rule::MinorsNeedParent { below, reach } => Some((below, reach)),
            _ => None,
        })
    }

    pub(super) fn minor_duty(&self, age: Option<u8>, what: Reach) -> MinorDuty {
        let prohibited = self.age(what, |rule| match *rule {
            Rule::MinorsProhibited { below, reach } => Some((below, reach)),
            _ => None,
        });
        let opt_in = self.age(what, |rule| match *rule {
            Rule::MinorsNeedOptIn { below, reach } => Some((below, reach)),
            _ => None,
        });
        match age {
            Some(years) if years < prohibited => MinorDuty::Prohibited,
            Some(years) if years < self.parent_below(what) => MinorDuty::ParentOptIn,
            Some(years) if years < opt_in => MinorDuty::OwnOptIn,
            Some(_) | None => MinorDuty::None,
        }
    }

    /// Whether only a parent can consent, whatever it is about.
    pub(super) fn needs_parent(&self, age: Option<u8>) -> bool {
        age.is_some_and(|years| years < self.parent_below(Reach::Consent))
    }

    pub(super) fn may_ask_again(&self, age: Option<u8>) -> bool {
        let below = self.age(Reach::Consent, |rule| match *rule {
            Rule::MinorsNotAskedAgain { below } => Some((below, Reach::EveryUse)),
            _ => None,
        });
        age.is_none_or(|years| years >= below)
    }
}
