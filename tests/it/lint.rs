//! What a policy says and should not: every lint with a policy that has it and a neighbour that has not.
#![cfg(test)]

use std::collections::BTreeSet;

use cookie_consent::cookie::{DataUse, Lifetime, MaxAge, Storage};
use cookie_consent::law::{Condition, Ground, Jurisdiction, Requirement, Risk, Rule};
use cookie_consent::policy::{
    Declaration, Exemption, ImportedLabels, LawOverride, Member, PolicyBuilder, Settings, Undeclared, Vendor, Version,
};
use cookie_consent::review::{Finding, Lint, Severity, Subject, lint};
use cookie_consent::strategies::policies;
use cookie_consent::visit::{Programme, VendorTool};
use cookie_consent::{Category, Cookie, Policy};
use proptest::prelude::*;
use time::macros::date;

use crate::cases::cases;
use crate::fixture::visitor_in;

/// A policy without a finding: it has one version, and says which cookie keeps the record.
fn empty() -> PolicyBuilder {
    unrecorded().record_in("choices").declare(line("choices", NECESSARY).used_for(DataUse::ConsentStorage))
}

fn unrecorded() -> PolicyBuilder {
    Policy::builder().version(Version::new(1, date!(2022 - 12 - 15)))
}

/// A line without a finding, if nothing is added to it.
fn unsaid(pattern: &str, category: Category) -> Declaration {
    Declaration::new(pattern, category).purpose("as the test says").lasting(Lifetime::days(30))
}

fn line(pattern: &str, category: Category) -> Declaration {
    unsaid(pattern, category).without_risk(Risk::Sensitive)
}

fn lints(policy: PolicyBuilder) -> Vec<Lint> {
    lint(&policy.build().unwrap()).into_iter().map(Finding::lint).collect()
}

fn of(lines: impl IntoIterator<Item = Declaration>) -> Vec<Lint> {
    lints(lines.into_iter().fold(empty(), PolicyBuilder::declare))
}

const NECESSARY: Category = Category::StrictlyNecessary;
const PERFORMANCE: Category = Category::Performance;
const FUNCTIONALITY: Category = Category::Functionality;
const TARGETING: Category = Category::Targeting;

#[test]
fn a_line_that_says_all_it_should_has_no_finding() {
    let categories = [NECESSARY, PERFORMANCE, FUNCTIONALITY, TARGETING];
    assert_eq!(of(categories.map(|category| line(category.as_str(), category))), []);
}

/// What one line can have: the line, and the nearest one that has it not.
#[test]
fn lines() {
    let vendor = || empty().vendor(Vendor::new("adco", "AdCo").in_programme(Programme::Daa));
    let year = |days| Lifetime::days(days);
    let measurement = || Exemption::fulfilled(Ground::AudienceMeasurement);
    let audience = |exemption| line("stat", PERFORMANCE).used_for(DataUse::Analytics).exempt(exemption);
    let cases = [
        (Lint::NecessaryAdvertising, line("a", NECESSARY).used_for(DataUse::SaleOrShare), line("a", NECESSARY)),
        (Lint::NecessaryAdvertising, line("a", NECESSARY).used_for(DataUse::AdMeasurement), line("a", NECESSARY)),
        (Lint::SensitiveUnsaid, unsaid("a", PERFORMANCE), line("a", PERFORMANCE)),
        (Lint::SensitiveUnsaid, unsaid("a", PERFORMANCE), unsaid("a", NECESSARY)),
        (
            Lint::NecessaryOtherUse,
            line("a", NECESSARY).used_for(DataUse::Analytics),
            line("a", NECESSARY).used_for(DataUse::Security),
        ),
        (Lint::NecessaryThirdParty, line("a", NECESSARY).third_party(), line("a", FUNCTIONALITY).third_party()),
        (Lint::NecessaryLongLived, line("a", NECESSARY).lasting(year(366)), line("a", NECESSARY).lasting(year(365))),
        (Lint::Beyond400Days, line("a", FUNCTIONALITY).lasting(year(401)), line("a", FUNCTIONALITY).lasting(year(400))),
        (
            Lint::Beyond400Days,
            line("a", FUNCTIONALITY).lasting(year(401)),
            line("a", FUNCTIONALITY).lasting(year(401)).stored_in(Storage::LocalStorage),
        ),
        (Lint::ConsentCookieNotNecessary, line("OptanonConsent", FUNCTIONALITY), line("OptanonConsent", NECESSARY)),
        (
            Lint::ConsentCookieNotNecessary,
            line("choice", FUNCTIONALITY).used_for(DataUse::ConsentStorage),
            line("choice", NECESSARY).used_for(DataUse::ConsentStorage),
        ),
        (
            Lint::TargetingWithoutVendor,
            line("a", TARGETING).third_party(),
            line("a", TARGETING).third_party().vendor("adco"),
        ),
        (
            Lint::TargetingOutOfReach,
            line("a", TARGETING).used_for(DataUse::ContextualAds),
            line("a", TARGETING).used_for(DataUse::ContextualAds).used_for(DataUse::InterestBasedAds),
        ),
        (
            Lint::ExemptionUnmet,
            audience(measurement().without(Condition::NoCrossSiteIdentifier)),
            audience(measurement()),
        ),
        (Lint::TooBroad, line("_ga*", PERFORMANCE), line("_ga_*", PERFORMANCE)),
        (Lint::TooBroad, line("*", PERFORMANCE).on_host("edx.org"), line("edx_*", PERFORMANCE).on_host("edx.org")),
        (Lint::LooksLikeRegularExpression, line("_gat.*", PERFORMANCE), line("_gat*", PERFORMANCE)),
        (Lint::LooksLikeRegularExpression, line("_gat[0-9]*", PERFORMANCE), line("_gat]*", PERFORMANCE)),
        (Lint::NotACookieName, line("_ga, _gid", PERFORMANCE), line("_ga.!#$%&'+-^_`|~09AZaz*", PERFORMANCE)),
        (Lint::NotACookieName, line("edx[theme", FUNCTIONALITY), line("edx-theme", FUNCTIONALITY)),
        (
            Lint::NotACookieName,
            line("user settings*", FUNCTIONALITY),
            line("user settings*", FUNCTIONALITY).stored_in(Storage::LocalStorage),
        ),
        // one mistake, told once
        (Lint::LooksLikeRegularExpression, line("_gat(x)", PERFORMANCE), line("_gat_x", PERFORMANCE)),
        (Lint::PrefixInOtherCase, line("__host-sid", NECESSARY), line("__Host-sid", NECESSARY)),
        (Lint::PrefixInOtherCase, line("__SECURE-sid", NECESSARY), line("__Secure-sid", NECESSARY)),
        (
            Lint::HostPrefixOnPath,
            line("__Host-sid", NECESSARY).on_path("/courses"),
            line("__Secure-sid", NECESSARY).on_path("/courses"),
        ),
        (Lint::LifetimeMissing, Declaration::new("a", NECESSARY).purpose("login"), line("a", NECESSARY)),
        (Lint::PurposeMissing, line("a", NECESSARY).purpose(" "), line("a", NECESSARY)),
    ];
    let vendor_unused = |lints: Vec<Lint>| lints.into_iter().filter(|lint| *lint != Lint::VendorUnused).collect();
    for (lint, with, without) in cases {
        let mut found: BTreeSet<Lint> = vendor_unused(lints(vendor().declare(with.clone())));
        assert!(found.contains(&lint), "{lint}: {with:?}");
        assert!(
            !vendor_unused(lints(vendor().declare(without.clone()))).iter().any(|found: &Lint| *found == lint),
            "{lint}: {without:?}"
        );
        found.remove(&lint);
        // a consent cookie among long-lived ones and the like: nothing is found for no reason
        assert!(found.len() <= 1, "{lint}: also {found:?}");
    }
}

/// A label that only informs is no word of the site's; one that decides is.
#[test]
fn labels_are_held_to_it_where_they_decide() {
    let labels = || empty().declare(Declaration::new("_ga*", PERFORMANCE).imported());
    assert_eq!(lints(labels()), []);
    let mut settings = Settings::default();
    settings.imported_labels = ImportedLabels::Decide;
    let expected = [
        Lint::TooBroad,
        Lint::ImportedLabelsDecide,
        Lint::SensitiveUnsaid,
        Lint::LifetimeMissing,
        Lint::PurposeMissing,
    ];
    assert_eq!(lints(labels().settings(settings)), expected);
}

#[test]
fn vendors() {
    let targeting = || line("a", TARGETING).third_party().vendor("adco");
    let adco = || Vendor::new("adco", "AdCo");
    assert_eq!(lints(empty().vendor(adco())), [Lint::VendorUnused]);
    assert_eq!(lints(empty().vendor(adco()).declare(targeting())), [Lint::VendorWithoutOptOut]);
    assert_eq!(lints(empty().vendor(adco().tool(VendorTool::Own)).declare(targeting())), []);
    assert_eq!(lints(empty().vendor(adco().in_programme(Programme::Nai)).declare(targeting())), []);
    assert_eq!(lints(empty().vendor(adco()).declare(line("a", PERFORMANCE).vendor("adco"))), []);
    let member = Member::new("unix").page("unix.edx.org", "/").declare(targeting());
    assert_eq!(lints(empty().vendor(adco()).member(member)), [Lint::VendorWithoutOptOut]);
}

#[test]
fn members() {
    let unix = || Member::new("unix").page("unix.edx.org", "/");
    assert_eq!(lints(empty().member(Member::new("unix"))), [Lint::MemberWithoutPages]);
    assert_eq!(lints(empty().member(unix())), []);

    let on = |host: &str| empty().member(unix().declare(line("uni", PERFORMANCE).on_host(host)));
    assert_eq!(lints(on("other.edx.org")), [Lint::OffItsPages]);
    assert_eq!(lints(on("a.unix.edx.org")), [Lint::OffItsPages]);
    assert_eq!(lints(on("edx.org")), []);
    assert_eq!(lints(on("unix.edx.org")), []);
    let third_party = line("uni", PERFORMANCE).third_party().on_host("stats.example");
    assert_eq!(lints(empty().member(unix().declare(third_party))), []);

    let site =
        || empty().declare(line("_ga_*", PERFORMANCE)).declare(line("theme", FUNCTIONALITY).on_host("a.edx.org"));
    assert_eq!(lints(site().member(unix().declare(line("_ga_1", PERFORMANCE)))), [Lint::MemberClaimsSiteCookie]);
    assert_eq!(lints(site().member(unix().declare(line("theme", PERFORMANCE)))), [Lint::MemberClaimsSiteCookie]);
    let elsewhere = line("theme", PERFORMANCE).on_host("unix.edx.org");
    assert_eq!(lints(site().member(unix().declare(elsewhere))), []);
    let other_kind = line("theme", PERFORMANCE).stored_in(Storage::LocalStorage);
    assert_eq!(lints(site().member(unix().declare(other_kind))), []);
}

#[test]
fn law_and_settings() {
    let france = Jurisdiction::Region("FR".parse().unwrap());
    let rule = |requirement| Rule::RequiresFor(FUNCTIONALITY, requirement);
    let laxer = LawOverride::laxer(france, rule(Requirement::Notice));
    let policy = empty().override_law(laxer).build().unwrap();
    assert_eq!(lint(&policy).iter().map(|finding| finding.subject()).collect::<Vec<_>>(), [Subject::Law(france)]);
    let texas = Jurisdiction::Region("US-TX".parse().unwrap());
    assert_eq!(lints(empty().override_law(LawOverride::stricter(texas, rule(Requirement::OptIn)))), []);

    let mut settings = Settings::default();
    settings.imported_labels = ImportedLabels::Decide;
    settings.undeclared = Undeclared::AsTargeting;
    let found = lints(empty().settings(settings));
    assert_eq!(found, [Lint::ImportedLabelsDecide, Lint::UndeclaredCanBeAllowed]);
}

/// Every character that RFC 9110, section 5.6.2, excludes from a token, and that a policy takes.
#[test]
fn no_cookie_has_a_delimiter_in_its_name() {
    for delimiter in " \"(),/:<>?@[]{}\u{e9}".chars() {
        assert_eq!(of([line(&format!("edx{delimiter}theme"), FUNCTIONALITY)]), [Lint::NotACookieName], "{delimiter:?}");
    }
}

#[test]
fn a_policy_says_which_cookie_keeps_the_record() {
    let policy = unrecorded().build().unwrap();
    let found: Vec<String> = lint(&policy).iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "the setting `record_cookie`: the policy names no cookie for the visitor's choice, so the banner would return \
          for ever: name it, unless a consent manager or a store of your own keeps it"
        ]
    );
    assert_eq!(lints(empty()), []);
}

#[test]
fn overlapping_patterns_name_the_one_that_decides() {
    let policy = empty()
        .declare(line("edx_*", FUNCTIONALITY))
        .declare(line("edx_ab_*", PERFORMANCE))
        .declare(line("*_test", TARGETING))
        .declare(line("edx_other", PERFORMANCE))
        .build()
        .unwrap();
    let pattern = |subject| {
        let Subject::Declaration { pattern, .. } = subject else { panic!("{subject}") };
        pattern
    };
    let found: Vec<_> = lint(&policy);
    let pairs: Vec<_> = found.iter().map(|f| (f.lint(), pattern(f.subject()), f.other().map(pattern))).collect();
    assert_eq!(
        pairs,
        [
            (Lint::Overlap, "*_test", Some("edx_*")),
            (Lint::Overlap, "edx_ab_*", Some("*_test")),
            (Lint::Overlap, "edx_ab_*", Some("edx_*")),
        ]
    );
    // the names that prove it
    let category_of = |name: &str| {
        let cookie = Cookie::first_party(name, "www.edx.org").lasting(Lifetime::days(30));
        visitor_in("FR").decide(&policy, &[], &cookie).reason()
    };
    assert_eq!(category_of("edx_x_test"), category_of("a_test"));
    assert_eq!(of([line("edx_a*", PERFORMANCE), line("edx_b*", FUNCTIONALITY)]), []);
    let hosts = [line("edx_a*", PERFORMANCE).on_host("a.edx.org"), line("edx_ab*", TARGETING).on_host("b.edx.org")];
    assert_eq!(of(hosts), []);
}

#[test]
fn overlaps_without_end_are_cut_and_said_so() {
    let many = (0..60).map(|n| line(&format!("edx_{n:02}*"), FUNCTIONALITY)).chain([line("edx_*", PERFORMANCE)]);
    let found = of(many);
    assert_eq!(found.iter().filter(|lint| **lint == Lint::Overlap).count(), 8);
    assert_eq!(found.iter().filter(|lint| **lint == Lint::ManyOverlaps).count(), 1);
}

#[test]
fn redundant_and_shadowed_lines() {
    assert_eq!(of([line("edx_*", FUNCTIONALITY), line("edx_theme", FUNCTIONALITY)]), [Lint::Redundant]);
    assert_eq!(of([line("edx_*", FUNCTIONALITY), line("edx_theme", PERFORMANCE)]), []);
    let scoped = |host: &str| line("edx_theme", FUNCTIONALITY).on_host(host);
    assert_eq!(of([line("edx_*", FUNCTIONALITY).on_host("edx.org"), scoped("www.edx.org")]), [Lint::Redundant]);
    assert_eq!(of([line("edx_*", FUNCTIONALITY).on_host("www.edx.org"), scoped("edx.org")]), []);

    let label = |pattern: &str| line(pattern, TARGETING).imported();
    assert_eq!(of([line("_gat*", PERFORMANCE), label("_gat_UA")]), [Lint::Shadowed]);
    assert_eq!(of([line("_gat", PERFORMANCE), label("_gat")]), [Lint::Shadowed]);
    assert_eq!(of([line("_gat", PERFORMANCE).on_host("edx.org"), label("_gat")]), []);
    assert_eq!(of([line("_gat", PERFORMANCE), label("_gat_UA")]), []);
}

/// Advice is for a line of a report.
#[test]
fn every_lint_has_an_advice_of_its_own() {
    let advice: BTreeSet<&str> = Lint::ALL.iter().map(|lint| lint.advice()).collect();
    assert_eq!(advice.len(), Lint::ALL.len());
    for lint in Lint::ALL {
        assert!(lint.advice().len() < 200 && !lint.advice().ends_with('.'), "{lint}");
    }
}

#[test]
fn the_findings_of_edx() {
    let policy: Policy = serde_json::from_str(include_str!("../../examples/policies/edx.json")).unwrap();
    let found: Vec<String> =
        lint(&policy).iter().map(|f| format!("{} {} {}", f.severity(), f.lint(), f.subject())).collect();
    assert_eq!(
        found,
        [
            "warning necessary-long-lived `edx_consent` on edx.org",
            "warning beyond-400-days `__utma` on edx.org",
            "warning beyond-400-days `__utmv` on edx.org",
            "warning beyond-400-days `_ga` on edx.org",
            "warning beyond-400-days `_ga_*` on edx.org",
            "warning beyond-400-days `personalization_id` on twitter.com",
            "warning sensitive-unsaid `agency_visit` on ad-agency.example",
            "warning sensitive-unsaid `respondent` on survey-provider.example",
            "advice targeting-out-of-reach `edx_house_ads` on www.edx.org",
            "advice targeting-out-of-reach `edx_recommend` on www.edx.org",
            "advice targeting-out-of-reach `lidc` on linkedin.com",
            "advice lifetime-missing `edx.player.speed` in local-storage on courses.edx.org",
        ]
    );
}

proptest! {
    #![proptest_config(cases(300))]

    /// The order of declarations means nothing, and the gravest findings come first.
    #[test]
    fn order_is_irrelevant(policy in policies()) {
        let mut source = policy.source().clone();
        source = source.settings(Settings::default());
        let forwards = source.clone().build().unwrap();
        let reversed: Policy = {
            let text = serde_json::to_string(&forwards).unwrap();
            let mut document: serde_json::Value = serde_json::from_str(&text).unwrap();
            for list in ["declarations", "members", "vendors"] {
                if let Some(list) = document.get_mut(list).and_then(serde_json::Value::as_array_mut) {
                    list.reverse();
                }
            }
            serde_json::from_value(document).unwrap()
        };
        prop_assert_eq!(lint(&forwards), lint(&reversed));
        let severities: Vec<Severity> = lint(&policy).into_iter().map(Finding::severity).collect();
        prop_assert!(severities.is_sorted_by(|a, b| a >= b));
    }
}

/// Lint is for whenever a policy is loaded: a policy of this size must not feel slow in a debug build.
#[test]
fn ten_thousand_lines_are_linted() {
    let lines = (0..10_000).map(|n| {
        let star = if n % 10 == 0 { "*" } else { "" };
        line(&format!("name_{n:05}{star}"), PERFORMANCE).lasting(Lifetime::Persistent(MaxAge::days(30)))
    });
    assert_eq!(of(lines), []);
}
