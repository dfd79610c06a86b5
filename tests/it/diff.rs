//! What changed from one policy to the next, and that nothing which changed rides on an old consent.
#![cfg(test)]

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

use cookie_consent::consent::{Item, PolicyVersion};
use cookie_consent::cookie::{CategorySet, DataUse, Lifetime, Storage};
use cookie_consent::law::{Condition, Ground, Jurisdiction, Months, Requirement, Risk, Rule};
use cookie_consent::policy::{
    Declaration, Exemption, Forbidden, LawOverride, Member, PolicyBuilder, Settings, Undeclared, Vendor, Version,
};
use cookie_consent::review::{Change, ChangeKind, PolicyDiff, diff};
use cookie_consent::strategies::{policies, scenes_of};
use cookie_consent::visit::{Programme, VendorTool};
use cookie_consent::{Category, Consent, ConsentEvent, ConsentRecord, Place, Policy, Reason, Visit, decide};
use proptest::prelude::*;
use proptest::sample::subsequence;
use proptest::test_runner::{TestError, TestRunner};
use serde_json::Value;
use time::macros::date;
use time::{Date, Duration, UtcDateTime};

use crate::cases::cases;

const NEXT: Date = date!(2030 - 01 - 01);
const NUMBER: u32 = 99;

fn site() -> PolicyBuilder {
    Policy::builder()
        .controller("edX LLC", "privacy@edx.org")
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .vendor(Vendor::new("adco", "AdCo").in_programme(Programme::Daa).tcf_id(1))
        .vendor(Vendor::new("stats", "Stats"))
}

fn theme() -> Declaration {
    Declaration::new("theme", Category::Functionality).lasting(Lifetime::days(30)).purpose("the theme")
}

fn advertising() -> Declaration {
    Declaration::new("adco_id", Category::Targeting).vendor("adco").third_party()
}

fn unix() -> Member {
    Member::new("unix").page("courses.edx.org", "/unix")
}

/// Two policies, the kinds of change between them, and the categories and vendors for which it is material.
type Edit = (PolicyBuilder, PolicyBuilder, &'static [ChangeKind], CategorySet, &'static [&'static str]);

const NOTHING: CategorySet = CategorySet::EMPTY;

/// Each edit with the kinds of change that it is, the categories and the vendors for which it is material.
#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn every_kind_of_change() {
    use ChangeKind as K;
    let functionality: CategorySet = Category::Functionality.into();
    // a use counts in its home category too
    let functionality_and_its_sale = functionality.with(Category::Targeting);
    let all = CategorySet::NON_ESSENTIAL;
    let base = || site().declare(theme()).declare(advertising()).member(unix());
    let with_theme = |theme: Declaration| site().declare(theme).declare(advertising()).member(unix());
    let with_member = |member: Member| site().declare(theme()).declare(advertising()).member(member);
    let with_vendor = |vendor: Vendor| {
        Policy::builder()
            .controller("edX LLC", "privacy@edx.org")
            .version(Version::new(1, date!(2022 - 12 - 15)))
            .vendor(vendor)
            .vendor(Vendor::new("stats", "Stats"))
            .declare(theme())
            .declare(advertising())
            .member(unix())
    };
    let set = |change: fn(&mut Settings)| {
        let mut settings = Settings::default();
        change(&mut settings);
        base().settings(settings)
    };
    let france = Jurisdiction::Region("FR".parse().unwrap());
    let stricter = || base().override_law(LawOverride::stricter(france, Rule::ConsentLasts(Months::new(3))));
    let uses_sale = || theme().used_for(DataUse::SaleOrShare).used_for(DataUse::UiPreference);
    let uses_ui = || theme().used_for(DataUse::UiPreference);
    let adco = || Vendor::new("adco", "AdCo").in_programme(Programme::Daa).tcf_id(1);
    let exempt = || theme().exempt(Exemption::fulfilled(Ground::UiCustomisation));
    let cases: Vec<Edit> = vec![
        (base(), base().controller("2U Inc", "privacy@edx.org"), &[K::Controller], all, &[]),
        (base(), base().controller("edX LLC", "dpo@edx.org"), &[K::Contact], NOTHING, &[]),
        // lines
        (
            base(),
            base().declare(Declaration::new("a", Category::Performance)),
            &[K::DeclarationAdded],
            Category::Performance.into(),
            &[],
        ),
        (
            base(),
            base().declare(Declaration::new("a", Category::Targeting).vendor("stats")),
            &[K::DeclarationAdded],
            NOTHING,
            &["stats"],
        ),
        (
            base(),
            base().declare(Declaration::new("a", Category::StrictlyNecessary)),
            &[K::DeclarationAdded],
            NOTHING,
            &[],
        ),
        (
            base(),
            base().declare(Declaration::new("a", Category::Targeting).imported()),
            &[K::DeclarationAdded],
            NOTHING,
            &[],
        ),
        (base().declare(Declaration::new("a", Category::Performance)), base(), &[K::DeclarationRemoved], NOTHING, &[]),
        // another line decides in its place
        (
            base().declare(Declaration::new("them*", Category::Performance)),
            site().declare(advertising()).member(unix()).declare(Declaration::new("them*", Category::Performance)),
            &[K::DeclarationRemoved],
            Category::Performance.into(),
            &[],
        ),
        (
            with_theme(theme()),
            with_theme(theme().on_host("edx.org")),
            &[K::DeclarationAdded, K::DeclarationRemoved],
            functionality,
            &[],
        ),
        (
            with_theme(theme()),
            with_theme(theme().stored_in(Storage::LocalStorage)),
            &[K::DeclarationAdded, K::DeclarationRemoved],
            functionality,
            &[],
        ),
        (
            with_theme(theme()),
            with_theme(theme().also(Category::Performance)),
            &[K::Categories, K::Uses],
            CategorySet::of(&[Category::Performance, Category::Functionality]),
            &[],
        ),
        (
            with_theme(theme().also(Category::Performance)),
            with_theme(theme()),
            &[K::Categories, K::Uses],
            functionality,
            &[],
        ),
        (with_theme(uses_ui()), with_theme(uses_sale()), &[K::Uses], functionality_and_its_sale, &[]),
        (with_theme(uses_sale()), with_theme(uses_ui()), &[K::Uses], functionality, &[]),
        (with_theme(theme()), with_theme(theme().third_party()), &[K::Party], functionality, &[]),
        (with_theme(theme()), with_theme(theme().vendor("stats")), &[K::Vendor], NOTHING, &["stats"]),
        (with_theme(theme().vendor("stats")), with_theme(theme()), &[K::Vendor], functionality, &[]),
        (with_theme(theme()), with_theme(theme().lasting(Lifetime::days(31))), &[K::Lifetime], functionality, &[]),
        (with_theme(theme()), with_theme(theme().lasting(Lifetime::Session)), &[K::Lifetime], NOTHING, &[]),
        (with_theme(theme()), with_theme(theme().purpose("the look")), &[K::Purpose], NOTHING, &[]),
        (with_theme(theme()), with_theme(exempt()), &[K::Exemptions], NOTHING, &[]),
        (
            with_theme(exempt()),
            with_theme(theme().exempt(Exemption::fulfilled(Ground::UiCustomisation).without(Condition::SolePurpose))),
            &[K::Exemptions],
            NOTHING,
            &[],
        ),
        (with_theme(theme()), with_theme(theme().without_risk(Risk::Sensitive)), &[K::AbsentRisks], functionality, &[]),
        (with_theme(theme().without_risk(Risk::Sensitive)), with_theme(theme()), &[K::AbsentRisks], NOTHING, &[]),
        // vendors
        (base(), base().vendor(Vendor::new("new", "New")), &[K::VendorAdded], NOTHING, &[]),
        (base().vendor(Vendor::new("new", "New")), base(), &[K::VendorRemoved], NOTHING, &[]),
        (
            base(),
            with_vendor(Vendor::new("adco", "AdCo Ltd").in_programme(Programme::Daa).tcf_id(1)),
            &[K::VendorName],
            NOTHING,
            &[],
        ),
        (base(), with_vendor(Vendor::new("adco", "AdCo").tcf_id(1)), &[K::Programmes], NOTHING, &["adco"]),
        (base(), with_vendor(adco().in_programme(Programme::Nai)), &[K::Programmes], NOTHING, &[]),
        (base(), with_vendor(adco().tool(VendorTool::Own)), &[K::OptOutTool], NOTHING, &[]),
        (with_vendor(adco().tool(VendorTool::Own)), base(), &[K::OptOutTool], NOTHING, &["adco"]),
        (base(), with_vendor(adco().tcf_id(2)), &[K::TcfId], NOTHING, &["adco"]),
        (base(), with_vendor(adco().atp_id(7)), &[K::AtpId], NOTHING, &["adco"]),
        // Members
        (
            base(),
            base().member(Member::new("vie").page("vie.edx.org", "/")),
            &[K::MemberAdded, K::PagesAdded],
            NOTHING,
            &[],
        ),
        (
            base(),
            base().member(
                Member::new("vie").page("vie.edx.org", "/").declare(Declaration::new("v", Category::Performance)),
            ),
            &[K::DeclarationAdded, K::MemberAdded, K::PagesAdded],
            Category::Performance.into(),
            &[],
        ),
        (base(), site().declare(theme()).declare(advertising()), &[K::MemberRemoved, K::PagesRemoved], all, &[]),
        (base(), with_member(unix().page("unix.edx.org", "/")), &[K::PagesAdded], NOTHING, &[]),
        (with_member(unix().page("unix.edx.org", "/")), base(), &[K::PagesRemoved], all, &[]),
        (base(), with_member(unix().forbid(Forbidden::Category(Category::Targeting))), &[K::ForbidAdded], NOTHING, &[]),
        (
            with_member(unix().forbid(Forbidden::Category(Category::Targeting))),
            base(),
            &[K::ForbidRemoved],
            Category::Targeting.into(),
            &[],
        ),
        (with_member(unix().forbid(Forbidden::Use(DataUse::Analytics))), base(), &[K::ForbidRemoved], all, &[]),
        (base(), with_member(unix().shorten("theme", Lifetime::days(5))), &[K::Tightening], NOTHING, &[]),
        (with_member(unix().shorten("theme", Lifetime::days(5))), base(), &[K::Tightening], functionality, &[]),
        (
            base(),
            with_member(unix().add_category("theme", Category::Targeting)),
            &[K::Tightening],
            CategorySet::of(&[Category::Functionality, Category::Targeting]),
            &[],
        ),
        (base(), with_member(unix().longest(Lifetime::days(5))), &[K::Longest], NOTHING, &[]),
        (
            with_member(unix().longest(Lifetime::days(5))),
            with_member(unix().longest(Lifetime::days(6))),
            &[K::Longest],
            all,
            &[],
        ),
        (base(), base().delegate("unix_*"), &[K::Delegations], NOTHING, &[]),
        // settings, law, versions
        (
            base(),
            set(|settings| settings.undeclared = Undeclared::AsTargeting),
            &[K::Setting],
            Category::Targeting.into(),
            &[],
        ),
        (set(|settings| settings.undeclared = Undeclared::AsTargeting), base(), &[K::Setting], NOTHING, &[]),
        (
            base(),
            set(|settings| settings.gpc_scope = cookie_consent::policy::GpcScope::BindingEverywhere),
            &[K::Setting],
            NOTHING,
            &[],
        ),
        (
            set(|settings| settings.gpc_scope = cookie_consent::policy::GpcScope::BindingEverywhere),
            base(),
            &[K::Setting],
            all,
            &[],
        ),
        (
            base(),
            set(|settings| settings.browser_grants = cookie_consent::policy::BrowserGrants::ForAccount),
            &[K::Setting],
            all,
            &[],
        ),
        (base(), stricter(), &[K::OverrideAdded], NOTHING, &[]),
        (stricter(), base(), &[K::OverrideRemoved], all, &[]),
        (base(), base().not_subject_to("us/coppa", "for adults"), &[K::FactSetAside], all, &[]),
        (base().not_subject_to("us/coppa", "for adults"), base(), &[K::FactCounts], NOTHING, &[]),
        (
            base().not_subject_to("us/coppa", "for adults"),
            base().not_subject_to("us/coppa", "no children are meant"),
            &[K::FactReason],
            NOTHING,
            &[],
        ),
        (
            base(),
            base().override_law(LawOverride::laxer(france, Rule::Requires(Requirement::Notice))),
            &[K::OverrideAdded],
            all,
            &[],
        ),
        (
            base(),
            base().version(Version::new(2, date!(2026 - 01 - 01)).material(Category::Targeting)),
            &[K::VersionAdded],
            NOTHING,
            &[],
        ),
        (
            base()
                .version(Version::new(2, date!(2026 - 01 - 01)).material(Category::Targeting).material_vendor("adco")),
            base(),
            &[K::VersionRewritten],
            Category::Targeting.into(),
            &["adco"],
        ),
    ];
    let mut reached = BTreeSet::new();
    for (old, new, kinds, categories, vendors) in cases {
        let (old, new) = (old.build().unwrap(), new.build().unwrap());
        let diff = diff(&old, &new);
        let found: BTreeSet<K> = diff.changes().iter().map(Change::kind).collect();
        assert_eq!(found, kinds.iter().copied().collect(), "{diff:?}");
        assert_eq!((diff.material(), diff.material_vendors().as_slice()), (categories, vendors), "{diff:?}");
        assert_eq!(diff.is_material(), !categories.is_empty() || !vendors.is_empty());
        reached.extend(found);
    }
    assert_eq!(reached, K::ALL.iter().copied().collect(), "a kind of change is in no case");
}

#[test]
fn labels_that_come_to_decide_are_material() {
    let label = || site().declare(Declaration::new("ad", Category::Targeting).imported());
    let mut settings = Settings::default();
    settings.imported_labels = cookie_consent::policy::ImportedLabels::Decide;
    let (inform, decide) = (label().build().unwrap(), label().settings(settings).build().unwrap());
    assert_eq!(diff(&inform, &decide).material(), Category::Targeting.into());
    assert_eq!(diff(&decide, &inform).material(), NOTHING);
    let reviewed = site().declare(Declaration::new("ad", Category::Targeting)).build().unwrap();
    assert_eq!(diff(&inform, &reviewed).material(), Category::Targeting.into());
}

fn edited(policy: &Policy, edit: impl FnOnce(&mut Value)) -> Policy {
    let mut document = serde_json::to_value(policy).unwrap();
    edit(&mut document);
    serde_json::from_value(document).unwrap()
}

/// The newer policy with the version that its diff asks for, as a site would publish it.
fn published(diff: &PolicyDiff<'_>, newer: &Policy) -> Policy {
    newer.source().clone().version(diff.next_version(NUMBER, NEXT)).build().unwrap()
}

struct Tally {
    kept: Cell<u32>,
    widened: Cell<u32>,
}

/// Whatever changes, no consent of before the change allows by itself what it did not allow then.
#[test]
fn nothing_widened_rides_on_an_old_consent() {
    let tally = Tally { kept: Cell::new(0), widened: Cell::new(0) };
    let config = ProptestConfig { max_global_rejects: 100_000, ..cases(1_500) };
    // the newer policy shares a part of the older one, and all the names
    let strategy = (policies(), policies(), any::<u16>()).prop_flat_map(|(old, other, mask)| {
        let new = mixed(&old, &other, mask).unwrap_or_else(|| old.clone());
        let scene = proptest::collection::vec(scenes_of(new.clone()), 12);
        let accepted =
            proptest::collection::vec(subsequence(CategorySet::NON_ESSENTIAL.iter().collect::<Vec<_>>(), 1..=3), 12);
        (Just(Arc::new(old)), Just(new), scene, accepted)
    });
    let property = |(old, new, scenes, accepted): (Arc<Policy>, Policy, Vec<_>, Vec<Vec<Category>>)| {
        let newer = published(&diff(&old, &new), &new);
        let document = serde_json::to_value(&*old).unwrap();
        let members = document.get("members").and_then(Value::as_array).into_iter().flatten();
        let known: Vec<&str> = members.filter_map(|member| member["id"].as_str()).collect();
        for (scene, accepted) in scenes.into_iter().zip(accepted) {
            let scene: cookie_consent::strategies::Scene = scene;
            let now = UtcDateTime::new(NEXT, time::Time::MIDNIGHT) + Duration::days(5);
            // given on the eve, by whom the visit recognises
            let given = now - Duration::days(10);
            let event = ConsentEvent::choose(
                given,
                old.version_at(given),
                CategorySet::NON_ESSENTIAL,
                accepted.into_iter().collect(),
            );
            let record =
                ConsentRecord::first(&event.saying(Item::SALE_OR_SHARE, cookie_consent::consent::Answer::Granted));
            let theirs = scene.visit();
            // pages of a Member whom the older policy does not know had no rules, and so no consent
            if matches!(theirs.place(), Place::Member(id) if !known.contains(&id)) {
                continue;
            }
            let visit = Visit::new(
                now,
                theirs.place(),
                theirs.signals().clone(),
                theirs.opt_outs(),
                theirs.browser(),
                theirs.age(),
            );
            let visit = theirs.regions().flatten().fold(visit, Visit::region).recognised(theirs.recognised_subjects());
            let cookie = scene.cookie();
            let before = decide(&old, &visit, Consent::Given(&record), &cookie);
            let after = decide(&newer, &visit, Consent::Given(&record), &cookie);
            let by_consent = after.is_allowed() && after.reason() == Reason::Consent;
            tally.kept.set(tally.kept.get() + u32::from(by_consent && before.is_allowed()));
            tally.widened.set(
                tally.widened.get()
                    + u32::from(
                        !before.is_allowed() && {
                            let fresh = ConsentRecord::first(&ConsentEvent::accept_all(
                                now - Duration::days(1),
                                PolicyVersion::new(NUMBER),
                            ));
                            decide(&newer, &visit, Consent::Given(&fresh), &cookie).is_allowed()
                        },
                    ),
            );
            let changes = || diff(&old, &new).changes().iter().map(Change::to_string).collect::<Vec<_>>().join("\n");
            prop_assert!(
                !by_consent || before.is_allowed(),
                "{cookie:?} at {:?}\nbefore {before}\nafter {after}\n{}",
                theirs.place(),
                changes()
            );
        }
        Ok(())
    };
    if let Err(TestError::Fail(why, _)) = TestRunner::new(config).run(&strategy, property) {
        panic!("{why}");
    }
    println!("{} kept, {} widened", tally.kept.get(), tally.widened.get());
    assert!(tally.kept.get() > 50 && tally.widened.get() > 500, "this proves nothing");
}

/// The older policy with some lists of the other one.
fn mixed(old: &Policy, other: &Policy, mask: u16) -> Option<Policy> {
    let (mut document, from) = (serde_json::to_value(old).ok()?, serde_json::to_value(other).ok()?);
    for (bit, key) in ["settings", "vendors", "members", "law", "delegations", "controller"].into_iter().enumerate() {
        if mask >> bit & 1 == 1 {
            let document = document.as_object_mut()?;
            document.remove(key);
            document.extend(from.get(key).map(|value| (key.to_owned(), value.clone())));
        }
    }
    // lines one by one
    let (mine, theirs) = (document["declarations"].clone(), from["declarations"].clone());
    let lines = |value: Value| value.as_array().cloned().unwrap_or_default();
    let pattern = |line: &Value| line["name"].clone();
    let (mine, theirs) = (lines(mine), lines(theirs));
    let chosen = |n: usize| mask.rotate_left(5) >> (n % 16) & 1 == 1;
    let taken: Vec<Value> = theirs.into_iter().enumerate().filter(|(n, _)| chosen(*n)).map(|(_, line)| line).collect();
    let kept = mine
        .into_iter()
        .enumerate()
        .filter(|(n, line)| n % 5 != 0 && !taken.iter().any(|other| pattern(other) == pattern(line)));
    document["declarations"] = Value::Array(kept.map(|(_, line)| line).chain(taken.clone()).collect());
    serde_json::from_value(document).ok()
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn the_same_policy_is_no_change(policy in policies()) {
        let reversed = edited(&policy, |document| {
            for list in ["declarations", "members", "vendors", "delegations"] {
                if let Some(list) = document.get_mut(list).and_then(Value::as_array_mut) {
                    list.reverse();
                }
            }
        });
        let diff = diff(&policy, &reversed);
        prop_assert_eq!(diff.changes(), &[]);
    }

    /// A mended sentence asks for nothing, and every verdict stays.
    #[test]
    fn editorial_changes_ask_for_nothing(scene in policies().prop_flat_map(scenes_of)) {
        let newer = edited(&scene.policy, |document| {
            document["controller"]["contact"] = "dpo@edx.org".into();
            for line in document["declarations"].as_array_mut().into_iter().flatten() {
                line["purpose"] = "said in other words".into();
            }
        });
        let diff = diff(&scene.policy, &newer);
        prop_assert!(!diff.is_material());
        let newer = published(&diff, &newer);
        let again = decide(&newer, &scene.visit(), scene.consent(), &scene.cookie());
        prop_assert_eq!(scene.decide().reason(), again.reason());
    }
}
