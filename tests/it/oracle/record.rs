//! What a visitor said before, drawn at random, and the record that the crate makes of it.

use cookie_consent::consent::{Actor, Answer, ConsentManager, GpcSeen, Item, Method, PolicyVersion};
use cookie_consent::visit::SubjectKind;
use cookie_consent::{Category, Consent, ConsentEvent, ConsentRecord};
use time::{Duration, UtcDateTime};

use super::draw::Draw;
use super::drawn_site::{USES, VENDORS};
use super::guest::Guest;
use super::site::{NON_ESSENTIAL, Site};

/// Something that the visitor said.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub(super) at: UtcDateTime,
    pub(super) version: u32,
    pub(super) actor: Actor,
    pub(super) subject: SubjectKind,
    pub(super) method: Method,
    pub(super) gpc: GpcSeen,
    pub(super) answers: Vec<(Item, Answer)>,
}

#[derive(Clone, Debug)]
pub(super) enum Record {
    Absent,
    Damaged,
    Of(Vec<Act>),
}

impl Act {
    fn draw(draw: &mut Draw, guest: &Guest, site: &Site) -> Self {
        let now = guest.now;
        let at = match draw.below(9) {
            // at the ends of the times that laws name, and around them
            0 | 1 => {
                let days = draw.one(&[181, 182, 183, 184, 185, 365, 366, 730, 731, 30, 31, 90, 91, 92]);
                now - Duration::days(days) + Duration::seconds(draw.one(&[-1, 0, 1, 40_000]))
            }
            2 => now + Duration::seconds(draw.one(&[-1, 0, 1, 86_400, 8_000_000])),
            3 | 4 => now - Duration::seconds(i64::try_from(draw.below(400 * 86_400)).unwrap()),
            _ => now - Duration::seconds(i64::try_from(draw.below(100 * 86_400)).unwrap()),
        };
        let current = site.editions.iter().rev().find(|edition| edition.from.midnight().as_utc() <= now);
        let current = current.unwrap_or(&site.editions[0]).number;
        let version = match draw.below(6) {
            0 => draw.one_of(&site.editions).unwrap().number,
            1 => current.saturating_add(draw.one(&[0, 1, 2])),
            2 => current.saturating_sub(draw.one(&[1, 2, 3])),
            _ => current,
        };
        let item = |draw: &mut Draw| match draw.below(6) {
            0 => Item::SALE_OR_SHARE,
            1 => Item::Use(draw.one(USES)),
            2 | 3 => Item::Vendor(draw.one(&VENDORS).parse().unwrap()),
            _ => Item::Category(draw.one(Category::ALL)),
        };
        let mut answers: Vec<(Item, Answer)> = Vec::new();
        let kind = if guest.is_calm && !draw.chance(6) { 0 } else { draw.below(8) };
        if kind < 6 {
            let answer = |draw: &mut Draw| match kind {
                0..=2 => Answer::Granted,
                3 => Answer::Refused,
                _ => {
                    draw.one(&[Answer::Granted, Answer::Granted, Answer::Refused, Answer::Withdrawn, Answer::Objected])
                }
            };
            answers.extend(NON_ESSENTIAL.map(|category| (Item::Category(category), answer(draw))));
        }
        for _ in 0..if guest.is_calm { draw.below(8) / 6 } else { draw.one(&[0, 0, 0, 1, 2]) } {
            answers.push((item(draw), draw.one(Answer::ALL)));
        }
        Self {
            at,
            version,
            actor: draw.one(&[
                Actor::Visitor,
                Actor::Visitor,
                Actor::Visitor,
                Actor::Visitor,
                Actor::Parent,
                Actor::Parent,
                Actor::Agent,
            ]),
            subject: if draw.chance(4) { SubjectKind::Account } else { SubjectKind::Browser },
            method: match draw.below(10) {
                0 => Method::ImpliedByUse,
                1 => Method::Signal,
                2 => Method::Imported(ConsentManager::OneTrust),
                3 => Method::PreferenceCentre,
                _ => Method::Banner,
            },
            gpc: draw.one(&[GpcSeen::Off, GpcSeen::Off, GpcSeen::Off, GpcSeen::On, GpcSeen::ConflictShown]),
            answers,
        }
    }

    /// Global Privacy Control was seen, and everything accepted later although it says otherwise.
    fn despite_gpc(draw: &mut Draw, guest: &Guest, site: &Site) -> Vec<Self> {
        let mut acts = [Self::draw(draw, guest, site), Self::draw(draw, guest, site)];
        let (method, subject) = (Method::Banner, SubjectKind::Browser);
        let answers = NON_ESSENTIAL.map(|category| (Item::Category(category), Answer::Granted)).to_vec();
        let later = acts[1].at + Duration::seconds(i64::try_from(draw.below(2) * 86_400).unwrap());
        acts[0] = Self { gpc: GpcSeen::On, answers: Vec::new(), ..acts[0].clone() };
        acts[1] = Self { gpc: GpcSeen::ConflictShown, at: later, method, subject, answers, ..acts[1].clone() };
        if !draw.chance(8) {
            acts[0].at = later - Duration::seconds(i64::try_from(draw.below(3) * 86_400).unwrap());
        }
        acts.into()
    }

    fn event(&self) -> ConsentEvent {
        let event = ConsentEvent::new(self.at, PolicyVersion::new(self.version));
        let event = event.by(self.actor).on(self.subject).through(self.method).seeing_gpc(self.gpc);
        self.answers.iter().fold(event, |event, (item, answer)| event.saying(item.clone(), *answer))
    }
}

impl Record {
    pub(super) fn draw(draw: &mut Draw, guest: &Guest, site: &Site) -> Self {
        match draw.below(20) {
            0 => Self::Damaged,
            1..=4 => Self::Absent,
            5 | 6 => Self::Of(Act::despite_gpc(draw, guest, site)),
            _ => {
                let mut acts: Vec<_> =
                    (0..draw.one(&[1, 1, 2, 2, 3, 4])).map(|_| Act::draw(draw, guest, site)).collect();
                // two answers within one second
                if let [first, second, ..] = acts.as_mut_slice()
                    && draw.chance(4)
                {
                    second.at = first.at;
                    if draw.chance(2) {
                        (second.actor, second.subject) = (first.actor, first.subject);
                    }
                }
                Self::Of(acts)
            }
        }
    }

    pub(super) fn acts(&self) -> &[Act] {
        match self {
            Self::Absent | Self::Damaged => &[],
            Self::Of(acts) => acts,
        }
    }

    pub(super) fn consent<T>(&self, ask: impl FnOnce(Consent<'_>) -> T) -> T {
        match self {
            Self::Absent => ask(Consent::Absent),
            Self::Damaged => ask(Consent::Unreadable),
            Self::Of(acts) => {
                let (first, rest) = acts.split_first().unwrap();
                let first = ConsentRecord::first(&first.event());
                ask(Consent::Given(&rest.iter().fold(first, |record, act| record.with(&act.event()))))
            }
        }
    }
}
