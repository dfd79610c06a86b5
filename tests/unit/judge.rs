//! `judge` on every case there is, against a second implementation and against the laws: proof, not sampling.
//!
//! 1 strictly necessary, 31,500 without covered uses, 1,209,600 of sale and 9,676,800 of interest-based advertising make
//! 10,917,901 cases. 1,089 of them are allowed: 1, 224, 432 and 432. On two slow cores that have nothing else to do,
//! all of it takes 16 s in debug and 2 s in release.
//!
//! A law of the form "a restriction never allows more" is checked from its other end: what is allowed stays allowed
//! when the restriction is taken away. That is the same statement about every case and each of its neighbours, and as
//! few cases are allowed, it is soon checked. Single steps are enough: a chain of them reaches every stricter case.
#![expect(clippy::arithmetic_side_effects, reason = "a counter that overflows fails the test, as it should")]

extern crate std;

use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::iter;
use std::sync::OnceLock;
use std::{println, thread};

use super::*;
use crate::reason::Verdict;
use crate::vocabulary::every;

mod oracle;

every! { pub(super) Said { Absent, Unreadable, NotAsked, Implied, Refused, Withdrawn, Objected, WrongScope, Future, WrongActor, Expired,
Stale, Granted, GrantedDespiteGpc } }
every! { pub(super) TcfCheck { Passed, Invalid, NoPurpose1, PurposeMissing, VendorMissing } }
every! { pub(super) MemberRule { Silent, Forbids } }
every! { pub(super) Fallback { Forbidden, OptIn, OptInRegionUnknown, OptOut, Notice } }
every! { pub(super) Minor { NoDuty, OptIn, Prohibited } }
every! { pub(super) GpcForce { Ignored, Advisory, Binding } }

/// Each base stands alone, with an exemption or none (5), or with what bears on covered uses, which are a sale (1) or
/// interest-based advertising under some programmes (8).
const CASES: usize = 10_917_901;
/// 14 states of choice, 3 tools, 5 results of the TC string, 2 rules of a Member, 5 defaults, 3 duties towards a minor.
const BASES: usize = 14 * 3 * 5 * 2 * 5 * 3;
/// Opted out of sale or not, 32 sets of signals, 3 forces of Global Privacy Control.
const COVERED: usize = 2 * 32 * 3;
const _: () = assert!(CASES == 1 + BASES * (5 + COVERED * (1 + 8)));

/// By hand, with no veto: 2 grants count under 4 defaults, 2 duties and 5 exemptions or none; without a duty, 8 states of
/// silence count under 18 of these. With covered uses, 4 defaults, 2 duties and 18 states of the signals let a plain
/// grant count, 24 one despite GPC; without a duty, 8 states of silence count under 2 defaults and 6 states of the
/// signals.
const ALLOWED: usize = 1_089;
const _: () = assert!(ALLOWED == 1 + (2 * 2 * 4 * 5 + 8 * 18) + 2 * (4 * 2 * 18 + 4 * 2 * 24 + 8 * 2 * 6));

fn allowed(case: Case) -> bool {
    judge(case).reasons.decisive().verdict() == Verdict::Allow
}

// The domain.

fn bases() -> Vec<Base> {
    let tools: Vec<_> = iter::once(None).chain(VendorTool::ALL.iter().copied().map(Some)).collect();
    let mut bases = Vec::new();
    for &said in Said::ALL {
        for &tool in &tools {
            for &tcf in TcfCheck::ALL {
                for &member in MemberRule::ALL {
                    for &minor in Minor::ALL {
                        let base = |&default| Base { said, minor, tool, tcf, member, default };
                        bases.extend(Fallback::ALL.iter().map(base));
                    }
                }
            }
        }
    }
    bases
}

fn every_covered() -> Vec<Covered> {
    let mut all = Vec::new();
    for opted_out_of_sale in [false, true] {
        for items in subsets(Signal::ALL) {
            let signals = items.into_iter().collect();
            all.extend(GpcForce::ALL.iter().map(|&gpc| Covered { opted_out_of_sale, signals, gpc }));
        }
    }
    all
}

fn subsets<T: Copy>(items: &[T]) -> Vec<Vec<T>> {
    items.iter().fold(vec![vec![]], |sets, item| {
        let with = sets.iter().map(|set| [set.as_slice(), &[*item]].concat());
        sets.iter().cloned().chain(with).collect()
    })
}

fn exemptions() -> impl Iterator<Item = Option<Ground>> {
    iter::once(None).chain(Ground::ALL.iter().copied().map(Some))
}

/// Shows every case to `look`, in two threads, and returns what each of them has kept.
fn on_every_case<T: Default + Send>(look: impl Fn(&mut T, Case) + Sync) -> [T; 2] {
    let (bases, every_covered) = (bases(), every_covered());
    let programmes: Vec<ProgrammeSet> =
        subsets(Programme::ALL).into_iter().map(|items| items.into_iter().collect()).collect();
    let every_second_base = |first| {
        let mut kept = T::default();
        for &base in bases.iter().skip(first).step_by(2) {
            for exemption in exemptions() {
                look(&mut kept, Case::Uncovered(base, exemption));
            }
            for &covered in &every_covered {
                look(&mut kept, Case::Sale(base, covered));
                for &programmes in &programmes {
                    look(&mut kept, Case::Interest(base, covered, programmes));
                }
            }
        }
        kept
    };
    thread::scope(|scope| {
        let odd = scope.spawn(|| every_second_base(1));
        let mut even = every_second_base(0);
        look(&mut even, Case::Necessary);
        [even, odd.join().unwrap()]
    })
}

/// Every case that is allowed.
fn allowed_cases() -> &'static [Case] {
    static ALLOWED_CASES: OnceLock<Vec<Case>> = OnceLock::new();
    ALLOWED_CASES.get_or_init(|| {
        on_every_case(|kept: &mut Vec<Case>, case| {
            if allowed(case) {
                kept.push(case);
            }
        })
        .concat()
    })
}

// The second opinion.

struct Tally {
    cases: usize,
    allowed: usize,
    /// How often each reason bears, in the order of `Reason::ALL`.
    bears: Vec<usize>,
    /// Which reasons decide somewhere.
    decides: ReasonSet,
}

impl Default for Tally {
    fn default() -> Self {
        Self { cases: 0, allowed: 0, bears: vec![0; Reason::ALL.len()], decides: ReasonSet::EMPTY }
    }
}

impl Tally {
    fn and(self, other: &Self) -> Self {
        Self {
            cases: self.cases + other.cases,
            allowed: self.allowed + other.allowed,
            bears: iter::zip(self.bears, &other.bears).map(|(one, other)| one + other).collect(),
            decides: self.decides.union(other.decides),
        }
    }

    /// Asks both of one case, and counts.
    fn compare(&mut self, case: Case) {
        let Outcome { reasons, notes } = judge(case);
        let mut expected = ReasonSet::EMPTY;
        let mut decisive: Option<Reason> = None;
        for (&reason, count) in iter::zip(Reason::ALL, &mut self.bears) {
            if oracle::holds(&case, reason) {
                *count += 1;
                expected = expected.with(reason);
                // The first denial, or else the last ground.
                if decisive.is_none_or(|before| before.verdict() == Verdict::Allow) {
                    decisive = Some(reason);
                }
            }
        }
        let allows = oracle::allows(&case);
        assert_eq!(reasons, expected, "{case:?}");
        assert_eq!(notes, oracle::notes(&case), "{case:?}");
        assert_eq!(Some(reasons.decisive()), decisive, "{case:?}");
        assert_eq!(reasons.decisive().verdict() == Verdict::Allow, allows, "{case:?}");
        self.cases += 1;
        self.allowed += usize::from(allows);
        self.decides = self.decides.with(reasons.decisive());
    }
}

#[test]
fn judge_equals_the_oracle_on_every_case() {
    let [even, odd] = on_every_case(Tally::compare);
    let tally = even.and(&odd);
    println!("{} cases, {} allowed", tally.cases, tally.allowed);
    for (reason, count) in iter::zip(Reason::ALL, &tally.bears) {
        println!("{count:>10} {reason}");
    }
    assert_eq!((tally.cases, tally.allowed), (CASES, ALLOWED));
    for (&reason, &count) in iter::zip(Reason::ALL, &tally.bears) {
        match reason.cmp(&Reason::StrictlyNecessary) {
            Ordering::Less => assert_eq!(count, 0, "{reason} is not for `judge`"),
            Ordering::Equal => assert_eq!(count, 1, "{reason}"),
            Ordering::Greater => assert!(count >= 1_000, "{reason} bears on {count} cases"),
        }
        assert_eq!(tally.decides.contains(reason), count > 0, "{reason} never decides");
    }
}

// The laws.

#[test]
fn allowed_only_with_a_ground() {
    const GROUNDS: [Reason; 8] = [
        Reason::StrictlyNecessary,
        Reason::Consent,
        Reason::ExemptAudienceMeasurement,
        Reason::ExemptStatistical,
        Reason::ExemptAppearance,
        Reason::ExemptUiCustomisation,
        Reason::DefaultOptOut,
        Reason::NoticeOnly,
    ];
    for &case in allowed_cases() {
        let reasons = judge(case).reasons;
        assert!(GROUNDS.contains(&reasons.decisive()), "{case:?}");
        assert!(reasons.iter().all(|reason| reason.verdict() == Verdict::Allow), "{case:?}");
        assert_eq!(reasons.len(), 1, "{case:?} has more than one ground");
    }
}

#[test]
fn explains_itself() {
    on_every_case(|(), case| {
        let reasons = judge(case).reasons;
        assert!(reasons.contains(reasons.decisive()), "{case:?}");
    });
}

#[test]
fn strictly_necessary_is_out_of_reach() {
    // The case has no room for anything that could stand against it. That `assess` finds this case is its own law.
    let reasons = ReasonSet::EMPTY.with(Reason::StrictlyNecessary);
    assert_eq!(judge(Case::Necessary), Outcome { reasons, notes: NoteSet::EMPTY });
}

// From the mildest to the strictest.
const DEFAULTS: [Fallback; 5] =
    [Fallback::Notice, Fallback::OptOut, Fallback::OptIn, Fallback::OptInRegionUnknown, Fallback::Forbidden];
const MINORS: [Minor; 3] = [Minor::NoDuty, Minor::OptIn, Minor::Prohibited];
const FORCES: [GpcForce; 3] = [GpcForce::Ignored, GpcForce::Advisory, GpcForce::Binding];

/// The value and all that are milder.
fn up_to<T: Copy + PartialEq>(scale: &[T], value: T) -> &[T] {
    let at = scale.iter().position(|&step| step == value).unwrap();
    &scale[..=at]
}

/// What a choice is worth to who wants to set a cookie: nothing, silence, a grant, a grant despite GPC.
fn worth(said: Said) -> u8 {
    match said {
        Said::Unreadable | Said::Refused | Said::Withdrawn | Said::Objected => 0,
        Said::Absent
        | Said::NotAsked
        | Said::Implied
        | Said::WrongScope
        | Said::Future
        | Said::WrongActor
        | Said::Expired
        | Said::Stale => 1,
        Said::Granted => 2,
        Said::GrantedDespiteGpc => 3,
    }
}

/// Every state of choice that is worth as much or more.
fn worth_no_less(said: Said) -> impl Iterator<Item = Said> {
    Said::ALL.iter().copied().filter(move |&other| worth(other) >= worth(said))
}

/// Every case with one restriction less: one that stood in the choice, the tools, the TC string, the Member's rules,
/// the signals, the opt-outs, the law, or the uses.
fn with_one_restriction_less(case: Case) -> Vec<Case> {
    match case {
        Case::Necessary => vec![],
        Case::Uncovered(base, exemption) => {
            let bases = milder_bases(base).into_iter().map(|base| Case::Uncovered(base, exemption));
            let exempt = exemptions().filter(|_| exemption.is_none()).map(|ground| Case::Uncovered(base, ground));
            bases.chain(exempt).chain([Case::Necessary]).collect()
        }
        Case::Sale(base, covered) => {
            let bases = milder_bases(base).into_iter().map(|base| Case::Sale(base, covered));
            let covereds = milder_covered(covered).into_iter().map(|covered| Case::Sale(base, covered));
            let uncovered = exemptions().map(|exemption| Case::Uncovered(base, exemption));
            bases.chain(covereds).chain(uncovered).collect()
        }
        Case::Interest(base, covered, programmes) => {
            let bases = milder_bases(base).into_iter().map(|base| Case::Interest(base, covered, programmes));
            let covereds = milder_covered(covered).into_iter().map(|covered| Case::Interest(base, covered, programmes));
            let fewer = programmes.iter().map(|one| Case::Interest(base, covered, programmes.without(one)));
            bases.chain(covereds).chain(fewer).chain([Case::Sale(base, covered)]).collect()
        }
    }
}

fn milder_bases(base: Base) -> Vec<Base> {
    let mut milder = vec![
        Base { tool: None, ..base },
        Base { tcf: TcfCheck::Passed, ..base },
        Base { member: MemberRule::Silent, ..base },
    ];
    milder.extend(worth_no_less(base.said).map(|said| Base { said, ..base }));
    milder.extend(up_to(&MINORS, base.minor).iter().map(|&minor| Base { minor, ..base }));
    milder.extend(up_to(&DEFAULTS, base.default).iter().map(|&default| Base { default, ..base }));
    milder
}

fn milder_covered(covered: Covered) -> Vec<Covered> {
    let mut milder = vec![Covered { opted_out_of_sale: false, ..covered }];
    milder.extend(covered.signals.iter().map(|one| Covered { signals: covered.signals.without(one), ..covered }));
    milder.extend(up_to(&FORCES, covered.gpc).iter().map(|&gpc| Covered { gpc, ..covered }));
    milder
}

/// Also that what is left out never allows more: an exemption, an override, a consent that is in force or was.
#[test]
fn restrictions_never_allow_more() {
    for &case in allowed_cases() {
        for milder in with_one_restriction_less(case) {
            assert!(allowed(milder), "{case:?} is allowed, and {milder:?} is not");
        }
    }
}

/// Every case under a law that is nowhere stricter: not in its default, nor towards minors, nor in the force of GPC,
/// nor in what it exempts, nor in how long a consent lasts or who may give it.
fn under_no_stricter_law(case: Case) -> Vec<Case> {
    let bases = |base: Base| {
        let would_count = matches!(base.said, Said::Expired | Said::WrongActor);
        let counting = [Said::Granted, Said::GrantedDespiteGpc].into_iter().filter(move |_| would_count);
        iter::once(base.said).chain(counting).flat_map(move |said| {
            up_to(&DEFAULTS, base.default).iter().flat_map(move |&default| {
                up_to(&MINORS, base.minor).iter().map(move |&minor| Base { said, minor, default, ..base })
            })
        })
    };
    let covereds = |covered: Covered| up_to(&FORCES, covered.gpc).iter().map(move |&gpc| Covered { gpc, ..covered });
    match case {
        Case::Necessary => vec![case],
        Case::Uncovered(base, exemption) => {
            let exempt = exemptions().filter(|&ground| exemption.is_none() || ground == exemption);
            exempt.flat_map(|exemption| bases(base).map(move |base| Case::Uncovered(base, exemption))).collect()
        }
        Case::Sale(base, covered) => {
            bases(base).flat_map(|base| covereds(covered).map(move |covered| Case::Sale(base, covered))).collect()
        }
        Case::Interest(base, covered, programmes) => bases(base)
            .flat_map(|base| covereds(covered).map(move |covered| Case::Interest(base, covered, programmes)))
            .collect(),
    }
}

#[test]
fn stricter_regime_never_allows_more() {
    for &case in allowed_cases() {
        for milder in under_no_stricter_law(case) {
            assert!(allowed(milder), "{case:?} is allowed, and {milder:?} is not");
        }
    }
}

/// Cases of several categories and regions are combined by uniting their reasons. That this takes the greatest, in one
/// order of all reasons, makes it independent of how many are united, in which order and in which groups.
#[test]
fn combining_is_a_maximum_over_the_reason_order() {
    let side = |verdict| Reason::ALL.iter().copied().filter(move |reason| reason.verdict() == verdict);
    let mut denials: Vec<Reason> = side(Verdict::Deny).collect();
    denials.reverse();
    let order: Vec<Reason> = side(Verdict::Allow).chain(denials).collect();
    assert_eq!(order.len(), 45);

    let decisive = |reasons: &[Reason]| reasons.iter().copied().collect::<ReasonSet>().decisive();
    for (i, &a) in order.iter().enumerate() {
        for (j, &b) in order.iter().enumerate() {
            assert_eq!(decisive(&[a, b]), order[i.max(j)], "{a}, {b}");
            for (k, &c) in order.iter().enumerate() {
                let greatest = order[i.max(j).max(k)];
                assert_eq!(decisive(&[a, b, c]), greatest, "{a}, {b}, {c}");
                assert_eq!(decisive(&[decisive(&[a, b]), c]), greatest, "({a}, {b}), {c}");
                assert_eq!(decisive(&[a, decisive(&[b, c])]), greatest, "{a}, ({b}, {c})");
            }
        }
    }
}
