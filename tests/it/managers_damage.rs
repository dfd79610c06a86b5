//! Consent managers' cookies that arrive damaged, alone or beside others: what was refused stays refused, and what is
//! granted does not grow.
#![cfg(test)]

use cookie_consent::consent::{ConsentManager, Method};
use cookie_consent::law::{self, Fact, Rule};
use cookie_consent::policy::{Declaration, Version};
use cookie_consent::read::managers::ManagerRemark;
use cookie_consent::read::{Headers, Managers};
use cookie_consent::{Age, Category, Consent, Cookie, Place, Policy, decide};
use time::Duration;
use time::macros::date;

use crate::fixture::{NOW, site};
use crate::imported::{all, read};

#[track_caller]
fn by_default(rows: &[(&str, &str)]) {
    all(&Managers::every(), rows);
}

const CLOSED: &str = "OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z; OptanonConsent=";

/// Where the banner is closed, `AwaitingReconsent` alone says that the grants lapsed.
#[test]
fn onetrust_awaiting_reconsent() {
    let line = |end: &str| format!("{CLOSED}datestamp=x&groups=C0002%3A1%2CC0004%3A1{end}");
    let key = "AwaitingReconsent";
    by_default(&[
        (&line("&AwaitingReconsent=true"), "absent"),
        (&line("&AwaitingReconsent=false"), "+?+"),
        (&line(""), "+?+"),
        (&line("&"), "damage"),
        (&line("&AwaitingReconsent="), "damage"),
        (&line("&AwaitingReconsent=true&AwaitingReconsent=false"), "damage"),
        // nobody knows what a new key says
        (&line("&mode=strict"), "damage"),
    ]);
    for cut in 1..=key.len() {
        by_default(&[(&line(&format!("&{}", key.split_at(cut).0)), "damage")]);
    }
    for cut in 0..4 {
        by_default(&[(&line(&format!("&{key}={}", "true".split_at(cut).0)), "damage")]);
    }
    for at in 0..key.len() {
        let (before, after) = key.split_at(at);
        let rest = after.split_at(1).1;
        for damaged in [format!("{before}X{rest}"), format!("{before}{rest}"), format!("{before}X{after}")] {
            by_default(&[(&line(&format!("&{damaged}=true&browserGpcFlag=0")), "damage")]);
        }
    }
}

/// A grant lapses when the site asks again, a refusal does not.
#[test]
fn onetrust_a_refusal_that_waits_for_reconsent_stands() {
    by_default(&[
        (&format!("{CLOSED}groups=C0002%3A0%2CC0003%3A1%2CC0004%3A0&AwaitingReconsent=true"), "-?-"),
        (&format!("{CLOSED}groups=C0004%3A1%2CSPD_BG%3A0&AwaitingReconsent=true"), "???$"),
        // an unknown key beside refusals alone
        (&format!("{CLOSED}groups=C0004%3A0&mode=strict"), "??-"),
        // before the banner is closed nobody chose
        ("OptanonConsent=groups=C0002%3A0%2CC0004%3A0&AwaitingReconsent=true", "absent"),
    ]);
}

/// A refusal that only a click proves, and that the damage of the click would lose.
#[test]
fn onetrust_a_damaged_click_is_no_silence() {
    let line = |click: &str| format!("OptanonConsent=consentId=1&groups=C0002%3A0%2CC0004%3A0{click}");
    by_default(&[
        (&line("&intType=2"), "-?-"),
        (&line("&intTyqe=2"), "damage"),
        (&line("&intType=x"), "damage"),
        // as it stands where nobody clicked
        (&line("&iType=undefined&crTime=1772433569777&intType="), "absent"),
        (&line("&mode=strict"), "absent"),
        // without `groups` the closed banner says whose it is
        (&format!("{CLOSED}groupt=C0004%3A0"), "damage"),
        (CLOSED, "damage"),
    ]);
}

#[test]
fn cookiebot_a_cut_or_damaged_cookie_is_its_own() {
    let whole = "CookieConsent={stamp:%27abc%27%2Cnecessary:true%2Cpreferences:false%2Cstatistics:false%2Cmarketing:false%2Cmethod:%27explicit%27%2Cver:1%2Cutc:1793525400000%2Cregion:%27de%27}";
    by_default(&[(whole, "---")]);
    let start = "CookieConsent=".len();
    for cut in start..whole.len() {
        by_default(&[(whole.split_at(cut).0, "damage")]);
    }
    by_default(&[
        (&whole.replace("explicit", "explic!t"), "damage"),
        (&whole.replace("explicit", "clicked"), "damage"),
        (&whole.replace("method", "methop"), "---"),
        (&whole.replace('{', "x"), "damage"),
        (&whole.replace("ver:1", "ver1"), "damage"),
        // that nobody was asked must not come to look chosen
        (
            "CookieConsent={stamq:%27-1%27%2Cnecessary:true%2Cpreferences:true%2Cstatistics:true%2Cmarketing:true%2Cmethod:%27explicit%27}",
            "damage",
        ),
        ("CookieConsent={\"Mode\":0}", "absent"),
        ("CookieConsent=true", "absent"),
    ]);
}

#[test]
fn trustarc_preferences_are_one_level_and_a_separator() {
    by_default(&[
        ("notice_preferences=0:", "---"),
        ("notice_preferences=2:", "+++"),
        ("notice_preferences=2:cb8350a2759273dccf1e483791e6f8fd", "+++"),
        ("notice_preferences=06", "damage"),
        ("notice_preferences=13", "damage"),
        ("notice_preferences=255:", "damage"),
        ("notice_preferences=02:", "damage"),
        ("notice_preferences=+2:", "damage"),
        ("notice_preferences=4:", "damage"),
        ("notice_preferences=2", "damage"),
        ("notice_preferences=", "damage"),
    ]);
}

#[test]
fn iubenda_a_purpose_under_a_damaged_number() {
    let value = |purposes: &str| {
        format!("_iub_cs-1={{\"timestamp\":\"2026-11-01T09:30:00.000Z\",\"purposes\":{{{purposes}}},\"id\":1}}")
    };
    by_default(&[
        (&value("\"1\":true,\"2\":false,\"3\":true,\"4\":true"), "+-?"),
        (&value("\"1\":true,\"x\":false,\"3\":true,\"4\":true"), "damage"),
        (&value("\"1\":true,\"\":false,\"3\":true,\"4\":true"), "damage"),
        (&value("\"1\":true,\"4\":false,\"3\":true,\"4\":true"), "damage"),
        (&value("\"2\":false").replace("\"purposes", "\"consent\":true,\"purpozes"), "damage"),
    ]);
}

#[test]
fn cookiescript_a_damaged_time_makes_nothing_younger() {
    let value = |time: &str| {
        format!(
            "CookieScriptConsent={{\"action\":\"accept\",{time}:1718103120,\"categories\":\"[\\\"targeting\\\"]\"}}"
        )
    };
    let named = Managers::every().lasting(ConsentManager::CookieScript, 30);
    for named in [&named, &Managers::every()] {
        all(
            named,
            &[
                (&value("\"consenttime\""), "--+"),
                (&value("\"consenttimf\""), "damage"),
                (&value("\"consenttim\""), "damage"),
                (&value("\"consenttime\"").replace("action", "actiom"), "damage"),
                (&value("\"consenttime\"").replace("categories", "categoriez"), "damage"),
            ],
        );
    }
}

#[test]
fn civic_damage_loses_no_refusal() {
    let whole = "CookieControl={\"necessaryCookies\":[],\"optionalCookies\":{\"analytics\":\"revoked\",\"marketing\":\"revoked\"},\"statement\":{},\"consentDate\":1793525400000,\"consentExpiry\":90,\"interactedWith\":true,\"user\":\"1\"}";
    by_default(&[
        (whole, "-?-"),
        (&whole.replace("optionalCookies", "optionalCookie"), "damage"),
        (&whole.replace("optionalCookies", "0ptional"), "damage"),
        (&whole.replace("interactedWith", "interactedWitj"), "damage"),
        (&whole.replace("interactedWith", "clicked"), "damage"),
        (&whole.replace("\"interactedWith\":true,", ""), "damage"),
        (&whole.replace("revoked", "revoket"), "damage"),
        (&whole.replace("={", "=x"), "damage"),
        ("CookieControl=", "damage"),
        ("CookieControl={\"interactedWith\":true,\"acceptedCategories\":[\"essentials\"]}", "absent"),
    ]);
}

#[test]
fn cookieyes_a_cut_is_damage() {
    let whole = "cookieyes-consent=consentid:abc,consent:no,action:yes,necessary:yes,functional:yes,analytics:yes,performance:no,advertisement:no,other:no";
    by_default(&[(whole, "-+-")]);
    let start = "cookieyes-consent=".len();
    let performance = whole.find(",performance").unwrap();
    for cut in start..=performance {
        by_default(&[(whole.split_at(cut).0, "damage")]);
    }
    by_default(&[
        (&whole.replace("action", "actiom"), "damage"),
        // it may have been the refusal of what another group grants
        (&whole.replace("performance", "performanse"), "damage"),
        (&whole.replace("performance", "analytics"), "damage"),
    ]);
}

#[test]
fn commanders_act_prefixes_are_damage() {
    let whole = "TC_PRIVACY=0@005|93|5327@@1@1793525400000,1793525400000,1893525400000@";
    by_default(&[(whole, "---")]);
    for cut in "TC_PRIVACY=".len()..=whole.len() - ",1893525400000@".len() {
        by_default(&[(whole.split_at(cut).0, "damage")]);
    }
    by_default(&[
        (&whole.replace("=0@", "=x@"), "damage"),
        (&whole.replace("@@", "@2.4@"), "damage"),
        ("TC_PRIVACY=accepted", "absent"),
    ]);
}

#[test]
fn django_prefixes_are_damage() {
    by_default(&[
        ("cookie_consent=optional=-1|social=-1", "---"),
        ("cookie_consent=optional=", "damage"),
        ("cookie_consent=optional=-", "damage"),
        ("cookie_consent=optional=2013-06-04", "damage"),
        ("cookie_consent=optional=x1|social=-1", "damage"),
        ("cookie_consent=optional!-1", "damage"),
        ("cookie_consent=optional=-1|optional=2013-06-04T01:08:58", "damage"),
        ("cookie_consent=", "damage"),
        // countless other banners use the name
        ("cookie_consent=true", "absent"),
        ("cookie_consent=100", "absent"),
        ("cookie_consent=a=yes", "absent"),
    ]);
}

/// Other banners use these names, but none writes almost the same.
#[test]
fn what_is_almost_a_managers_cookie_is_its_own() {
    by_default(&[
        ("cookieconsent_status=den", "damage"),
        ("cookieconsent_status=deni", "damage"),
        ("cookieconsent_status=", "damage"),
        ("cookieconsent_status=1", "absent"),
        ("tarteaucitron=xgtag=false!ads=false", "damage"),
        ("tarteaucitron=gtag=false", "damage"),
        ("tarteaucitron=", "damage"),
        ("tarteaucitron=gtag=true", "absent"),
        ("cookies_policy={\"essentia1\":true,\"usage\":false}", "damage"),
        ("cookies_policy=x\"essential\":true,\"usage\":false}", "damage"),
        ("cookies_policy={\"usage\":true}", "absent"),
        ("cookies_policy=yes", "absent"),
        ("consent-policy=x%22ess%22%3A1%2C%22anl%22%3A0}", "damage"),
        ("consent-policy=%7", "damage"),
        ("consent-policy=accepted", "absent"),
    ]);
}

#[test]
fn borlabs_reads_what_stands_under_a_group() {
    let value = |marketing: &str| {
        format!("borlabs-cookie={{\"consents\":{{\"essential\":[\"borlabs-cookie\"],\"marketing\":{marketing}}}}}")
    };
    by_default(&[(&value("[\"facebook\"]"), "--+"), (&value("[]"), "---")]);
    for damaged in ["false", "true", "null", "0", "{}", "[1]", "\"facebook\""] {
        by_default(&[(&value(damaged), "damage")]);
    }
}

/// Somebody chose, and did not knowingly choose what nobody can name.
#[test]
fn an_unknown_group_that_was_accepted_hides_no_refusal() {
    by_default(&[
        ("cc_cookie={\"categories\":[\"necessary\",\"x\"]}", "---"),
        ("cc_cookie={\"categories\":[\"analytics\",\"x\"]}", "+--"),
        ("cookie-agreed=2; cookie-agreed-categories=[\"x\"]", "---"),
        ("viewed_cookie_policy=yes; cookielawinfo-checkbox-n=no; cookielawinfo-checkbox-y=yes", "---"),
        ("TC_PRIVACY=0@005|93|5327@2@1@1793525400000,1793525400000,1893525400000@", "---"),
        ("axeptio_cookies={\"ads\":false,\"x\":true,\"$$completed\":true}", "---"),
        ("klaro={\"ads\":false,\"x\":true}", "---"),
        ("borlabs-cookie={\"consents\":{\"essential\":[],\"external-media\":[\"youtube\"]}}", "---"),
        // without any refusal nothing is hidden
        ("klaro={\"x\":true}", "???"),
    ]);
    let remarks = read("cc_cookie={\"categories\":[\"x\"]}", &Managers::every());
    let manager = ConsentManager::VanillaCookieConsent;
    assert_eq!(remarks.remarks(), [ManagerRemark::UnknownGroup { manager, group: "x".into() }]);
    // what a known group grants stays granted
    let named = Managers::every().group(ConsentManager::Axeptio, "matomo", Category::Performance);
    all(&named, &[("axeptio_cookies={\"matomo\":true,\"ads\":false,\"x\":true,\"$$completed\":true}", "+--")]);
}

/// Within one manager the strictest of its cookies holds, as between two.
#[test]
fn a_cookie_more_turns_no_refusal_into_an_allowance() {
    // {"necessary":true,"non-necessary":false}
    let second =
        "viewed_cookie_policy=yes; CookieLawInfoConsent=eyJuZWNlc3NhcnkiOnRydWUsIm5vbi1uZWNlc3NhcnkiOmZhbHNlfQ==";
    by_default(&[
        (second, "---"),
        (&format!("{second}; cookielawinfo-checkbox-analytics=yes"), "---"),
        ("viewed_cookie_policy=yes; cookielawinfo-checkbox-non-necessary=no", "---"),
        (
            "viewed_cookie_policy=yes; cookielawinfo-checkbox-non-necessary=no; cookielawinfo-checkbox-analytics=yes",
            "---",
        ),
        ("cmplz_saved_categories=[\"functional\"]", "---"),
        ("cmplz_saved_categories=[\"functional\"]; cmplz_statistics=allow; cmplz_marketing=allow", "---"),
        ("cmplz_saved_categories=[\"functional\",\"statistics\"]; cmplz_statistics=allow; cmplz_marketing=deny", "+--"),
    ]);
    let named = Managers::every().group(ConsentManager::Axeptio, "ads", Category::Targeting);
    let vendors = "axeptio_authorized_vendors=%2Cx%2C";
    let other = "axeptio_cookies={\"x\":true,\"ads\":true,\"$$completed\":true}";
    all(&named, &[(vendors, "---"), (other, "??+"), (&format!("{vendors}; {other}"), "---")]);
}

/// No answer of another product is an answer to the banner that waits.
#[test]
fn a_banner_without_an_answer_lets_no_other_grant() {
    let waiting = "OptanonConsent=groups=C0001%3A1%2CC0004%3A0";
    let yes = "cookieyes-consent=action:yes,functional:yes,analytics:yes,advertisement:no";
    by_default(&[
        (yes, "++-"),
        (&format!("{waiting}; __hs_opt_out=no"), "???"),
        (&format!("{waiting}; {yes}"), "??-"),
        (&format!("{yes}; {waiting}"), "??-"),
        // OneTrust's word to Google is no banner
        (&format!("OneTrustWPCCPAGoogleOptOut=false; {yes}"), "++-"),
        (
            "OneTrustWPCCPAGoogleOptOut=false; OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z; OptanonConsent=groups=C0002%3A1",
            "+??",
        ),
    ]);
}

#[test]
fn onetrust_a_damaged_opt_out_of_the_sale_is_no_silence() {
    for damaged in ["tru", "True", "1", "", "truf", "fals"] {
        by_default(&[(&format!("OneTrustWPCCPAGoogleOptOut={damaged}"), "damage")]);
    }
    by_default(&[("osano_consentmanager={\"consent\":{\"OPT_OUR\":\"ACCEPT\",\"MARKETING\":\"DENY\"}}", "damage")]);
}

/// A TC string inside a manager's cookie vetoes when it cannot be read, as in a cookie of its own.
#[test]
fn strings_inside_damaged_cookies_veto() {
    let policy = site().build().unwrap();
    let tc = "CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA";
    let whole = format!("CookieConsent={{stamp:%27a%27%2Cnecessary:true%2Ciab2:%27{tc}%27}}");
    let vetoes = |line: &str| {
        let request = policy.read(NOW, &Headers::new([("Cookie", line)]), &Managers::every());
        request.signals().tcf().is_some_and(|tcf| !tcf.service_specific)
    };
    assert!(!vetoes(&whole));
    for damaged in [
        whole.replace('}', ""),
        whole.replace("iab2:", "iab2:[").replace("%27}", "%27]}"),
        whole.replace("iab2", "iab3"),
        whole.replace('}', &format!("%2Ciab2:%27{tc}%27}}")),
        format!("CookieConsent={{stamp:%27a%27%2C\"iab2\":[\"{tc}\"]}}"),
        format!("fides_consent={{\"consent\":{{}},\"fides_string\":[\"{tc}\"]}}"),
        format!("fides_consent={{\"consent\":{{}},\"fides_string\":\"{tc}\",\"fides_string\":\"{tc}\"}}"),
        format!("fides_consent={{\"consent\":{{}},\"fides_strin\":\"{tc}\"}}"),
        format!("fides_consent={{\"consent\":{{}},\"fides_string\":\"{tc}"),
    ] {
        assert!(vetoes(&damaged), "{damaged}");
    }
}

/// What the site says of a group comes first, whatever the group means to the manager.
#[test]
fn the_word_of_the_site_comes_before_a_meaning_of_ours() {
    let manager = ConsentManager::OneTrust;
    for group in ["SPD_BG", "OSSTA_BG", "BG26", "STACK42"] {
        let line = format!("{CLOSED}groups=C0002%3A1%2CC0004%3A1%2C{group}%3A0");
        let sale = if group.ends_with("_BG") { "$" } else { "" };
        let mapped = Managers::every().group(manager, group, Category::Targeting);
        all(&mapped, &[(&line, &format!("+?-{sale}"))]);
        let ignored = Managers::every().ignoring(manager, group);
        all(&ignored, &[(&line, "+?+")]);
        by_default(&[(&line, &format!("+?+{sale}"))]);
    }
    let line = "osano_consentmanager={\"consent\":{\"OPT_OUT\":\"ACCEPT\",\"MARKETING\":\"ACCEPT\"}}";
    let named = Managers::every().by_choice(ConsentManager::Osano);
    all(&named.clone().group(ConsentManager::Osano, "OPT_OUT", Category::Targeting), &[(line, "??-$")]);
    all(&named.clone().ignoring(ConsentManager::Osano, "OPT_OUT"), &[(line, "??+")]);
    // not to have opted out is no consent
    let line = "osano_consentmanager={\"consent\":{\"OPT_OUT\":\"DENY\"}}";
    all(&named.group(ConsentManager::Osano, "OPT_OUT", Category::Targeting), &[(line, "???")]);
    let named = Managers::every();
    all(&named.clone().ignoring(ConsentManager::Wix, "dt3"), &[("consent-policy={\"anl\":1,\"dt3\":0}", "+??")]);
    all(
        &named.clone().ignoring(ConsentManager::Shopify, "s"),
        &[("_tracking_consent={\"con\":{\"CMP\":{\"a\":\"1\",\"s\":\"0\"}}}", "+??")],
    );
    all(
        &named.ignoring(ConsentManager::Fides, "data_sales"),
        &[("fides_consent={\"analytics\":true,\"data_sales\":false}", "+??")],
    );
}

/// Filter lists plant such dates; a refusal needs none.
#[test]
fn vanilla_a_refusal_stands_without_its_date() {
    let value = |list: &str, at: &str| format!("cc_cookie={{\"categories\":[{list}],\"lastConsentTimestamp\":{at}}}");
    for junk in ["\"1\"", "\"\"", "null", "\"now\""] {
        by_default(&[(&value("\"necessary\"", junk), "---"), (&value("\"analytics\"", junk), "+--")]);
        let imported = read(&value("\"analytics\"", junk), &Managers::every());
        let Consent::Given(record) = imported.consent() else { panic!("{imported:?}") };
        assert!(record.category(Category::Performance).grant.unwrap().at < NOW - Duration::days(396), "{junk}");
        assert_eq!(record.category(Category::Targeting).refusal.unwrap().at, NOW, "{junk}");
    }
    // what begins as a date was one
    by_default(&[
        (&value("\"analytics\"", "\"2026-11-31T09:30:00.000Z\""), "damage"),
        (&value("\"necessary\"", "\"2026-11-31T09:30:00.000Z\""), "---"),
        (&value("\"analytics\"", "\"2026-11-01T09:30:00.000Z\"").replace("lastC", "lastX"), "damage"),
    ]);
}

/// A grant that may be older than it looks must run out: the site alone knows how long its cookie lives.
#[test]
fn a_grant_without_a_date_is_as_old_as_the_longest_life() {
    let manager = ConsentManager::AspNetCore;
    let named = Managers::only([]).group(manager, "consent", Category::Performance);
    let imported = read(".AspNet.Consent=yes", &named);
    let note = "aspnetcore keeps no time: what it grants counts as old as a cookie can be, unless `Managers::lasting` says less";
    assert_eq!(imported.remarks().iter().map(ToString::to_string).collect::<Vec<_>>(), [note]);
    let age = |named: &Managers| {
        let imported = read(".AspNet.Consent=yes", named);
        let Consent::Given(record) = imported.consent() else { panic!("{imported:?}") };
        let grant = record.category(Category::Performance).grant.unwrap();
        assert_eq!(grant.method, Method::Imported(manager));
        NOW - grant.at
    };
    // a cookie that lives so long is gone at the end of the last day
    assert_eq!(age(&named), Duration::days(400) - Duration::SECOND);
    assert_eq!(age(&named.clone().lasting(manager, 365)), Duration::days(365) - Duration::SECOND);
    let lasting = named.clone().lasting(manager, 365);
    assert_eq!(read(".AspNet.Consent=yes", &lasting).remarks(), []);

    // a cookie that is written anew without a choice bounds no age
    let ketch = "_ketch_consent_v1_=eyJhbmFseXRpY3MiOnsic3RhdHVzIjoiZ3JhbnRlZCJ9fQ==";
    let imported = read(ketch, &Managers::only([ConsentManager::Ketch]).by_choice(ConsentManager::Ketch));
    let Consent::Given(record) = imported.consent() else { panic!("{imported:?}") };
    let grant = record.category(Category::Performance).grant.unwrap();
    assert_eq!(NOW - grant.at, Duration::days(732) - Duration::SECOND);
    // nor does any law let a consent last so long
    let runs_out = |fact: &Fact| {
        let (Rule::ConsentLasts(months) | Rule::OverrideLasts(months)) = fact.rule else { return None };
        months.after(grant.at)
    };
    assert!(law::facts().iter().filter_map(runs_out).max().unwrap() < NOW);

    // where a consent lasts twelve months
    let policy = Policy::builder()
        .controller("edX LLC", "privacy@edx.org")
        .version(Version::new(1, date!(2010 - 01 - 01)))
        .declare(Declaration::new("_ga", Category::Performance))
        .build()
        .unwrap();
    let is_allowed = |named: &Managers| {
        let request = policy.read(NOW, &Headers::new([("Cookie", ".AspNet.Consent=yes")]), named);
        let visit = request.visit(Place::Site, Age::Unknown, &[]).region("CZ".parse().unwrap());
        decide(&policy, &visit, request.consent(), &Cookie::first_party("_ga", "www.edx.org")).is_allowed()
    };
    assert_eq!((is_allowed(&named), is_allowed(&lasting)), (false, true));
}
