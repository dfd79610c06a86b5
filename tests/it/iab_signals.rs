//! What strings of the IAB in a request's cookies amount to in a decision.
#![cfg(test)]

use cookie_consent::policy::{Declaration, Member, Vendor, Version};
use cookie_consent::prompt::Ask;
use cookie_consent::read::iab::{IabError, us_privacy};
use cookie_consent::read::{Headers, Managers, Remark, Request};
use cookie_consent::visit::{TcfPurpose, TcfPurposes, UsPrivacySignal};
use cookie_consent::{Age, Category, ConsentEvent, Cookie, Decision, Place, Policy, Reason};
use time::macros::date;

use crate::fixture::{ADV, CTX, Facts, GA, NOW, SESS, accepted_all, policy, visitor_in};
use crate::iab_encoder::{TcModel, Vendors, section, string};

const BANNER: Cookie<'static> = Cookie::first_party("banner", "www.edx.org");
const MEASURE: Cookie<'static> = Cookie::first_party("measure", "www.edx.org");
const LISTED: Cookie<'static> = Cookie::first_party("listed", "www.edx.org");
const BOTH: Cookie<'static> = Cookie::first_party("both", "www.edx.org");
const PLAIN: Cookie<'static> = Cookie::first_party("plain", "www.edx.org");

/// Vendors that are known to Google alone (70), to the Global Vendor List (1), to both, and to nobody; and a Member
/// that declares some cookies again, with vendors of its own.
fn advertisers() -> Policy {
    let advertising = |cookie: Cookie<'_>, vendor| Declaration::new(cookie.name, Category::Targeting).vendor(vendor);
    Policy::builder()
        .version(Version::new(1, date!(2022 - 12 - 15)))
        .vendor(Vendor::new("atp", "Known to Google").atp_id(70))
        .vendor(Vendor::new("gvl", "In the Global Vendor List").tcf_id(1))
        .vendor(Vendor::new("both", "In both").tcf_id(2).atp_id(89))
        .vendor(Vendor::new("neither", "In neither"))
        .declare(advertising(BANNER, "atp"))
        .declare(Declaration::new(MEASURE.name, Category::Performance).vendor("atp"))
        .declare(advertising(LISTED, "gvl"))
        .declare(advertising(BOTH, "both"))
        .declare(advertising(PLAIN, "neither"))
        .member(
            Member::new("unix")
                .page("courses.edx.org", "/unix")
                .declare(advertising(LISTED, "atp"))
                .declare(advertising(PLAIN, "gvl")),
        )
        .build()
        .unwrap()
}

/// A TC string of November 2026 that consents to vendors 1 and 2, and to these purposes.
fn tc_string(purposes: &[u32]) -> String {
    // tenths of seconds until 2026-11-01
    let day = 17_934_912_000;
    TcModel {
        created: day,
        updated: day,
        purposes: purposes.iter().fold(0, |mask, number| mask | 1 << 24 >> number),
        consents: Vendors::Field(vec![true, true]),
        disclosed: Some(Vendors::Field(vec![true, true])),
        ..TcModel::plain()
    }
    .text()
}

const EVERY: [u32; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

fn read<'p>(policy: &'p Policy, cookies: &str) -> Request<'p> {
    policy.read(NOW, &Headers::new([("Cookie", cookies)]), Managers::NONE)
}

fn visitor(policy: &Policy, region: &str, cookies: &str) -> Facts {
    Facts { signals: read(policy, cookies).signals().clone(), ..visitor_in(region) }
}

fn ask(policy: &Policy, region: &str, cookies: &str, cookie: &Cookie<'_>) -> Decision {
    visitor(policy, region, cookies).decide(policy, &[], cookie)
}

fn reason(cookies: &str, cookie: &Cookie<'_>) -> Reason {
    ask(&advertisers(), "FR", cookies, cookie).reason()
}

// ------------------------------------------------------------------------------------------------------ known children

/// usca with "no consent" to the sale of personal information of somebody below 16.
fn child_in_california() -> String {
    let mut fields = [0; 20];
    fields[14] = 1;
    string(&[(8, section(8, &fields, None))], false)
}

#[test]
fn a_known_child_of_gpp_needs_an_opt_in_for_covered_uses_and_third_parties() {
    let policy = policy();
    let child = format!("__gpp={}", child_in_california());
    let adult = visitor_in("US-CA");
    // what the caller knows is outweighed by the younger age
    for age in [Age::Unknown, Age::Years(30), Age::Years(14)] {
        let facts = Facts { age, ..visitor(&policy, "US-CA", &child) };
        let decide = |cookie| facts.decide(&policy, &[], &cookie).reason();
        assert_eq!(decide(ADV), Reason::MinorNoOptIn);
        // a persistent identifier in a third party's hands is COPPA's; the site's own is not
        assert_eq!((decide(GA), decide(CTX)), (Reason::DefaultOptOut, Reason::MinorNoOptIn));
        assert_eq!(decide(SESS), Reason::StrictlyNecessary);
    }
    assert_eq!(adult.decide(&policy, &[], &ADV).reason(), Reason::DefaultOptOut);
}

/// "Consent" in such a field is the business's word that a child consented to that business's processing, and no
/// record.
#[test]
fn the_consent_of_a_known_child_in_gpp_is_still_a_child() {
    let policy = policy();
    // usct: sale, at least 13 and younger than 16: consent
    let mut fields = [0; 19];
    fields[14] = 2;
    let teen = format!("__gpp={}", string(&[(12, section(12, &fields, None))], false));
    assert_eq!(read(&policy, &teen).signals().gpp().age(), Age::Years(13));
    let facts = visitor(&policy, "US-CT", &teen);
    let denied = facts.decide(&policy, &[accepted_all(7, NOW)], &ADV).reason();
    assert_eq!(denied, Reason::MinorProhibited);
    let facts = visitor(&policy, "US-CA", &teen);
    assert_eq!(facts.decide(&policy, &[], &ADV).reason(), Reason::MinorNoOptIn);
    // 13 years old in California: an own opt-in is enough
    assert_eq!(facts.decide(&policy, &[accepted_all(7, NOW)], &ADV).reason(), Reason::Consent);
}

#[test]
fn of_several_gpp_strings_the_youngest_age_counts_and_the_prompt_knows_it() {
    let policy = policy();
    let mut fields = [0; 20];
    fields[15] = 2;
    let florida = string(&[(13, section(13, &fields, None))], false);
    let both = format!("__gpp={florida}; OTGPPConsent={}", child_in_california());
    assert_eq!(read(&policy, &format!("__gpp={florida}")).signals().gpp().age(), Age::Years(16));
    assert_eq!(read(&policy, &both).signals().gpp().age(), Age::Years(0));
    // nobody needs to be asked in an opt-out state, but a minor does
    let ask = |cookies: &str| visitor(&policy, "US-CA", cookies).prompt(&policy, &[]);
    assert_eq!(ask(""), Ask::Nothing);
    assert!(matches!(ask(&both), Ask::Now { .. }));
}

// -------------------------------------------------------------------------------------------------- Additional Consent

#[test]
fn additional_consent_decides_for_vendors_that_are_known_to_google_alone() {
    let tc = tc_string(&EVERY);
    let with = |additional: &str| format!("euconsent-v2={tc}; addtl_consent={additional}");
    assert_eq!(reason(&with("2~70~dv.89"), &BANNER), Reason::Consent);
    assert_eq!(reason(&with("1~7.70"), &MEASURE), Reason::Consent);
    // disclosed is not consented to
    assert_eq!(reason(&with("2~~dv.70"), &BANNER), Reason::TcfVendorMissing);
    assert_eq!(reason(&with("1~"), &MEASURE), Reason::TcfVendorMissing);
    // purposes and the validity of the TC string are checked as for any vendor
    let narrow = |purposes: &[u32]| format!("euconsent-v2={}; addtl_consent=1~70", tc_string(purposes));
    assert_eq!(reason(&narrow(&[3, 4]), &BANNER), Reason::TcfNoPurpose1);
    assert_eq!(reason(&narrow(&[1, 3]), &BANNER), Reason::TcfPurposeMissing);
    assert_eq!(reason("euconsent-v2=damaged; addtl_consent=1~70", &BANNER), Reason::TcfStringInvalid);
}

#[test]
fn additional_consent_is_silent_where_it_says_nothing() {
    let tc = tc_string(&EVERY);
    // without it the TC string does not speak of such a vendor
    assert_eq!(reason(&format!("euconsent-v2={tc}"), &BANNER), Reason::DefaultOptIn);
    // and without a TC string it means nothing
    assert_eq!(reason("addtl_consent=1~70", &BANNER), Reason::DefaultOptIn);
    assert_eq!(read(&advertisers(), "addtl_consent=1~70").signals().tcf(), None);
    // vendors of the list are held against the TC string, whether Google knows them too or not
    let nobody = format!("euconsent-v2={tc}; addtl_consent=1~");
    assert_eq!((reason(&nobody, &LISTED), reason(&nobody, &BOTH)), (Reason::Consent, Reason::Consent));
    assert_eq!(reason(&nobody, &PLAIN), Reason::DefaultOptIn);
    // it vetoes a consent of the site's own record, as a TC string does, and not outside the framework
    let policy = advertisers();
    let said = [ConsentEvent::accept_all(NOW, cookie_consent::consent::PolicyVersion::new(1))];
    assert_eq!(visitor(&policy, "FR", &nobody).decide(&policy, &said, &BANNER).reason(), Reason::TcfVendorMissing);
    assert_eq!(visitor(&policy, "US-TX", &nobody).decide(&policy, &said, &BANNER).reason(), Reason::Consent);
}

#[test]
fn additional_consent_that_is_damaged_or_in_conflict_consents_to_nobody() {
    let policy = advertisers();
    let tc = tc_string(&EVERY);
    let read = |additional: &str| read(&policy, &format!("euconsent-v2={tc}; {additional}"));
    let providers = |request: &Request<'_>| request.signals().tcf().unwrap().additional_consent.clone();
    let damaged = read("addtl_consent=1~7x");
    assert_eq!(providers(&damaged), Some(vec![]));
    let error = IabError::Malformed("Additional Consent");
    assert_eq!(damaged.remarks(), [Remark::Iab { cookie: "addtl_consent", error }]);
    let differing = read("addtl_consent=1~70; OTAdditionalConsentString=1~89");
    assert_eq!((providers(&differing), differing.remarks()), (Some(vec![]), [Remark::Conflict].as_slice()));
    // they need to agree only on the vendors of the policy
    let agreeing = read("addtl_consent=1~70.5; OTAdditionalConsentString=2~6.70~dv.");
    assert_eq!((providers(&agreeing), agreeing.remarks()), (Some(vec![70]), [].as_slice()));
}

/// A Member that declares the site's cookie again brings its own vendor, which the string may know; the site's own it
/// does not. On the site the cookie is denied, so it is on the Member's pages.
#[test]
fn a_vendor_of_a_member_brings_no_grant() {
    let policy = advertisers();
    let tc = format!("euconsent-v2={}", tc_string(&EVERY));
    let on = |place, cookies: &str, cookie: &Cookie<'_>| {
        Facts { place, ..visitor(&policy, "FR", cookies) }.decide(&policy, &[], cookie).reason()
    };
    assert_eq!(on(Place::Site, &tc, &PLAIN), Reason::DefaultOptIn);
    assert_eq!(on(Place::Member("unix"), &tc, &PLAIN), Reason::DefaultOptIn);
    // both vendors consented to, or one of them not
    assert_eq!(on(Place::Member("unix"), &format!("{tc}; addtl_consent=1~70"), &LISTED), Reason::Consent);
    assert_eq!(on(Place::Member("unix"), &format!("{tc}; addtl_consent=1~"), &LISTED), Reason::TcfVendorMissing);
    assert_eq!(on(Place::Member("unix"), &tc, &LISTED), Reason::DefaultOptIn);
}

// ------------------------------------------------------------------------------------------------------- cookie names

#[test]
fn tc_strings_are_read_from_every_usual_name() {
    let tc = tc_string(&EVERY);
    for name in ["euconsent-v2", "eupubconsent-v2", "dm-euconsent-v2", "euconsent"] {
        assert_eq!(reason(&format!("{name}={tc}"), &LISTED), Reason::Consent, "{name}");
    }
    // with a comma at its end, as some write it
    assert_eq!(reason(&format!("euconsent={tc},"), &LISTED), Reason::Consent);
    assert_eq!(reason(&format!("euconsent={tc},,"), &LISTED), Reason::TcfStringInvalid);
    for name in ["__gpp", "OTGPPConsent", "IABGPP_HDR_GppString", "gpp-string"] {
        let gpp = string(&[(2, tc.clone())], false);
        assert_eq!(reason(&format!("{name}={gpp}"), &LISTED), Reason::Consent, "{name}");
    }
}

/// Version 1 of the framework ended in 2020, and its strings stood in `euconsent`: what they refused is not known.
#[test]
fn a_tc_string_of_version_1_is_not_relied_on() {
    let policy = advertisers();
    let old = "euconsent=BOEFEAyOEFEAyAHABDENAIgAAAB9vABAASA";
    let reading = read(&policy, old);
    assert_eq!(reading.remarks(), [Remark::Iab { cookie: "euconsent", error: IabError::UnsupportedVersion(1) }]);
    assert_eq!(reason(old, &LISTED), Reason::TcfStringInvalid);
}

#[test]
fn a_tc_string_in_gpp_counts_as_one_in_a_cookie_of_its_own() {
    let policy = advertisers();
    let (wide, narrow) = (tc_string(&EVERY), tc_string(&[1, 3]));
    let gpp = |tc: &str| string(&[(2, tc.to_owned()), (6, "1YNN".to_owned())], false);
    let same = read(&policy, &format!("euconsent-v2={wide}; __gpp={}", gpp(&wide)));
    assert_eq!(same.remarks(), []);
    assert_eq!(same.signals().tcf(), read(&policy, &format!("__gpp={}", gpp(&wide))).signals().tcf());
    assert_eq!(reason(&format!("__gpp={}", gpp(&narrow)), &LISTED), Reason::TcfPurposeMissing);
    // two that differ
    let both = format!("euconsent-v2={wide}; __gpp={}", gpp(&narrow));
    assert_eq!(read(&policy, &both).remarks(), [Remark::Conflict]);
    assert_eq!(reason(&both, &LISTED), Reason::TcfStringInvalid);
    // Additional Consent stands beside either
    assert_eq!(reason(&format!("__gpp={}; addtl_consent=1~70", gpp(&wide)), &BANNER), Reason::Consent);
}

/// What a damaged GPP string held is not known: it may have been a TC string.
#[test]
fn a_damaged_gpp_string_may_have_held_a_tc_string() {
    let policy = advertisers();
    let cut = format!("__gpp={}", string(&[(2, tc_string(&EVERY))], false).get(..5).unwrap());
    assert_eq!(read(&policy, &cut).remarks().len(), 1);
    assert_eq!(reason(&cut, &LISTED), Reason::GppOptOut);
    let bad = format!("__gpp={}", string(&[(2, "CPXxGfA".to_owned())], false));
    // any section that is damaged may have been another's, which opted out
    assert_eq!(reason(&bad, &LISTED), Reason::GppOptOut);
    assert!(ask(&policy, "FR", &bad, &LISTED).reasons().contains(Reason::TcfStringInvalid));
    let error = "the GPP string in `__gpp` is unreadable in part: section 2: the core part of the string is cut";
    assert_eq!(read(&policy, &bad).remarks().iter().map(ToString::to_string).collect::<Vec<_>>(), [error]);
    assert!(read(&policy, &bad).signals().tcf().is_some_and(|tcf| tcf.purposes == TcfPurposes::EMPTY));
    // a section of another region that is damaged takes nothing from the TC string
    let other = string(&[(2, tc_string(&EVERY)), (8, "x".to_owned())], false);
    let reading = read(&policy, &format!("__gpp={other}"));
    assert!(reading.signals().gpp().opted_out());
    assert!(reading.signals().tcf().unwrap().purposes.contains(TcfPurpose::P1));
}

/// Sections of the framework's first version, of the header and of the signal's integrity, and one that is not known.
/// Of several the first is noted.
#[test]
fn sections_that_decide_nothing_are_passed_over() {
    let policy = advertisers();
    let sections = [
        (1, "BOEFEAyOEFEAyAHABDENAIgAAAB9vABAASA"),
        (3, "DBABM"),
        (4, "x"),
        (5, "BPSG_8APSG_8AAAAAAENAACAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAA"),
        (6, "1YNN"),
        (400, "?"),
    ];
    for (from, first) in [(0, 1), (3, 400)] {
        let gpp =
            string(&sections[from..].iter().map(|(id, text)| (*id, (*text).to_owned())).collect::<Vec<_>>(), false);
        let reading = read(&policy, &format!("__gpp={gpp}"));
        assert_eq!(reading.remarks(), [Remark::GppSectionUnread { cookie: "__gpp", section: first }]);
        assert_eq!(reading.signals().tcf(), None);
        assert_eq!(ask(&policy, "US-CA", &format!("__gpp={gpp}"), &LISTED).reason(), Reason::DefaultOptOut);
    }
    let unread = Remark::GppSectionUnread { cookie: "__gpp", section: 400 };
    assert_eq!(unread.to_string(), "the GPP string in `__gpp` has the section 400, which was passed over");
}

// ---------------------------------------------------------------------------------------------------- one signal, one rule

/// The opt-out of sale alone is a signal, wherever the string stands.
#[test]
fn a_us_privacy_string_says_the_same_wherever_it_stands() {
    let policy = policy();
    let cases = [
        ("1YYN", UsPrivacySignal::OptedOut),
        ("1-Y-", UsPrivacySignal::OptedOut),
        ("1YNN", UsPrivacySignal::DidNotOptOut),
        ("1---", UsPrivacySignal::None),
        ("1Y--", UsPrivacySignal::None),
        ("1Y-N", UsPrivacySignal::None),
        ("1Y-Y", UsPrivacySignal::None),
        ("1N--", UsPrivacySignal::None),
        ("1N-N", UsPrivacySignal::None),
    ];
    for (text, says) in cases {
        assert_eq!(us_privacy(text.as_bytes()), Ok(says), "{text}");
        let json = format!("usprivacy=%7B%22uspString%22%3A%22{text}%22%7D");
        for line in [format!("usprivacy={text}"), format!("us_privacy={text}"), json] {
            let request = read(&policy, &line);
            assert_eq!((request.signals().us_privacy(), request.remarks()), (says, [].as_slice()), "{line}");
        }
        let section = format!("__gpp={}", string(&[(6, text.to_owned())], false));
        let request = read(&policy, &section);
        assert_eq!(request.signals().gpp().opted_out(), says == UsPrivacySignal::OptedOut, "{section}");
        assert_eq!(request.remarks(), [], "{section}");
    }
    for damaged in ["2YNN", "1Y-", "1Y-X", "1Y---", ""] {
        assert!(us_privacy(damaged.as_bytes()).is_err(), "{damaged}");
        let request = read(&policy, &format!("usprivacy={damaged}"));
        assert_eq!(request.signals().us_privacy(), UsPrivacySignal::OptedOut, "{damaged}");
        let request = read(&policy, &format!("__gpp={}", string(&[(6, damaged.to_owned())], false)));
        assert!(request.signals().gpp().opted_out(), "{damaged}");
    }
}

/// What is whole in a string counts beside what is damaged: a known child, and Global Privacy Control.
#[test]
fn a_damaged_section_of_gpp_takes_nothing_from_the_others() {
    let policy = policy();
    let mut child = [0; 20];
    child[14] = 1;
    let sections =
        [(7, "BVQ".to_owned()), (8, section(8, &child, Some(true))), (10, "B".to_owned()), (400, String::new())];
    let request = read(&policy, &format!("__gpp={}", string(&sections, false)));
    let signal = request.signals().gpp();
    assert!(signal.opted_out() && signal.gpc());
    assert_eq!(signal.age(), Age::Years(0));
    let [Remark::GppSection { cookie: "__gpp", error }, Remark::GppSectionUnread { section: 400, .. }] =
        request.remarks()
    else {
        panic!("{:?}", request.remarks())
    };
    assert_eq!((error.section, error.error), (7, IabError::Truncated("section")));
}

/// Scripts that set cookies often encode what stands in them.
#[test]
fn a_percent_encoded_string_is_the_string() {
    let policy = advertisers();
    let tc = tc_string(&EVERY);
    for (raw, encoded) in [
        ("__gpp=DBABLA~BVQVAAAABWA.QA".to_owned(), "__gpp=DBABLA%7EBVQVAAAABWA.QA".to_owned()),
        ("OTGPPConsent=DBABLA~BVQqAAAACgA.YA".to_owned(), "OTGPPConsent=DBABLA%7eBVQqAAAACgA%2EYA".to_owned()),
        (format!("euconsent-v2={tc}; addtl_consent=1~70.89"), format!("euconsent-v2={tc}; addtl_consent=1%7E70.89")),
    ] {
        let [raw, read] = [raw, encoded].map(|line| read(&policy, &line).signals().clone());
        assert_eq!(raw, read);
    }
    for cut in ["__gpp=DBABLA%7", "__gpp=DBABLA%BVQVAAAABWA", "__gpp=DBABLA%257EBVQqAAAACgA"] {
        assert!(read(&policy, cut).signals().gpp().opted_out(), "{cut}");
    }
}

/// Fides keeps a TC, an Additional Consent and a GPP string between commas, of which either of the first two may be
/// missing; then come notices in a form of its own.
#[test]
fn the_three_strings_of_fides_are_read() {
    let policy = advertisers();
    let (tc, out, kept) = (tc_string(&EVERY), "DBABLA~BVQVAAAABgA.QA", "DBABLA~BVQqAAAACgA.QA");
    for (value, opted_out, has_tcf) in [
        (format!(",,{out}"), true, false),
        (format!(",,{kept}"), false, false),
        (format!("{tc},,{kept}"), false, true),
        (format!("{tc},2~70~dv.,{out}"), true, true),
        (format!(",,{kept},eyJhbmFseXRpY3MiOjB9"), false, false),
        (format!("%2C%2C{}", out.replace('~', "%7E")), true, false),
    ] {
        let request = read(&policy, &format!("gpp-string={value}"));
        assert_eq!(request.signals().gpp().opted_out(), opted_out, "{value}");
        assert_eq!(request.signals().tcf().is_some(), has_tcf, "{value}");
        assert_eq!(request.remarks(), [], "{value}");
    }
    let with_providers = format!("gpp-string={tc},2~70~dv.,{kept}");
    let tcf = read(&policy, &with_providers).signals().tcf().cloned().unwrap();
    assert_eq!(tcf.additional_consent, Some(vec![70]));
    // without the third, or cut within it, what it said is not known
    for cut in ["", ",", ",,", &format!("{tc},"), &format!("{tc},2~70~dv."), ",,DBABLA~BVQV", "x,,,"] {
        let request = read(&policy, &format!("gpp-string={cut}"));
        assert!(request.signals().gpp().opted_out() && !request.remarks().is_empty(), "{cut}");
    }
}
