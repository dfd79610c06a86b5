//! Each consent manager by itself: what is a choice, what is none, what is damage, and what the site has to say.
#![cfg(test)]
#![expect(clippy::string_slice, reason = "the values of the tests are ASCII")]

use cookie_consent::consent::{ConsentManager, PolicyVersion};
use cookie_consent::read::managers::{self, ManagerRemark};
use cookie_consent::read::{Cookies, Headers, Managers};
use cookie_consent::{Age, Category, Consent, Cookie, Place, Reason, decide};
use time::macros::utc_datetime;
use time::{Duration, UtcDateTime};

use crate::fixture::{NOW, site};
use crate::iab_encoder::Writer;
use crate::imported::{all, read, told};

const SITE: Category = Category::Performance;

#[track_caller]
fn by_default(rows: &[(&str, &str)]) {
    all(&Managers::every(), rows);
}

/// When the grant or the refusal of performance was made.
fn time_of(line: &str, named: &Managers) -> UtcDateTime {
    let imported = read(line, named);
    let Consent::Given(record) = imported.consent() else { panic!("{imported:?}") };
    let choice = record.category(SITE);
    choice.grant.map(|grant| grant.at).or(choice.refusal.map(|refusal| refusal.at)).unwrap()
}

#[test]
fn onetrust() {
    let closed = "OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z";
    by_default(&[
        // the decision was cut off: what it was nobody knows
        (&format!("{closed}; OptanonConsent=isGpcEnabled=0&datestamp=Tue+Oct"), "damage"),
        // encoded a second time on its way
        (&format!("{closed}; OptanonConsent=isGpcEnabled%3D0%26groups%3DC0002%253A1%252CC0004%253A0"), "+?-"),
        (&format!("{closed}; OptanonConsent=groups=C0004%3A1&AwaitingReconsent=tru"), "damage"),
        (&format!("{closed}; OptanonConsent=groups=C0002%3A1%2C"), "damage"),
        // a part of the groups behind a separator that was an encoded one, in what was encoded twice
        (&format!("{closed}; OptanonConsent=isGpcEnabled%3D0%26groups%3DC0002%253A1&252CC0004%253A0"), "damage"),
        // the name of the groups was damaged, and nothing stands beside them but the click
        ("OptanonConsent=group=C0002%3A0%2CC0004%3A0&intType=2", "damage"),
        // grants lapse beside a refusal of what nobody can name, which does not
        (&format!("{closed}; OptanonConsent=groups=C0002%3A1%2Cx%3A0%2CC0004%3A1&AwaitingReconsent=true"), "?-?"),
        ("OneTrustWPCCPAGoogleOptOut=true", "???$"),
        ("OneTrustWPCCPAGoogleOptOut=false", "absent"),
    ]);
    // a site that changed the domain of its cookies: the banner was closed twice
    for times in [["2026-11-01", "2026-10-01"], ["2026-10-01", "2026-11-01"]] {
        let [one, two] = times.map(|day| format!("OptanonAlertBoxClosed={day}T09:30:00.000Z"));
        let line = format!("{one}; {two}; OptanonConsent=groups=C0002%3A1");
        assert_eq!(time_of(&line, &Managers::every()), utc_datetime!(2026-10-01 09:30));
    }
}

#[test]
fn cookiebot() {
    let value = |rest: &str| {
        format!("CookieConsent={{necessary:true%2Cpreferences:true%2Cstatistics:false%2Cmarketing:true{rest}}}")
    };
    let rows = [
        (value("%2Cmethod:%27explicit%27"), "-++"),
        // before there was a method: what is refused counts, what is granted on the site's word
        (value("%2Cstamp:%27abc%27"), "-??"),
        (value("%2Cmethod:%27implied%27"), "absent"),
        (value("%2Cmethod:%27explicit%27%2Cstamp:%27-1%27"), "absent"),
        (value("%2Cutc:soon"), "damage"),
        ("CookieConsent=0".into(), "---"),
    ];
    for (line, expected) in &rows {
        by_default(&[(line, expected)]);
    }
    let by_choice = Managers::every().by_choice(ConsentManager::Cookiebot);
    all(&by_choice, &[(&value("%2Cstamp:%27abc%27"), "-++")]);
    assert_eq!(read(&value(""), &Managers::every()).remarks(), [ManagerRemark::Unproven(ConsentManager::Cookiebot)]);
}

#[test]
fn cookieyes_and_its_older_editions() {
    by_default(&[
        ("cky-action=yes; cookieyes-functional=yes; cookieyes-analytics=no; cookieyes-advertisement=no", "-+-"),
        // defaults, for all that is known
        ("cookieyes-functional=yes; cookieyes-analytics=no", "-??"),
        ("cky-action=yes; cookieyes-functional=maybe", "damage"),
        ("viewed_cookie_policy=yes; cookielawinfo-checkbox-analytics=yes; cookielawinfo-checkbox-functional=no", "+-?"),
        ("cookielawinfo-checkbox-analytics=yes", "absent"),
        ("viewed_cookie_policy=no; cookielawinfo-checkbox-analytics=yes", "---"),
        ("viewed_cookie_policy=no", "---"),
        ("viewed_cookie_policy=yes", "???"),
        // {"analytics":"true","advertisement":false}
        (
            "viewed_cookie_policy=yes; CookieLawInfoConsent=eyJhbmFseXRpY3MiOiJ0cnVlIiwiYWR2ZXJ0aXNlbWVudCI6ZmFsc2V9",
            "+?-",
        ),
        ("viewed_cookie_policy=yes; CookieLawInfoConsent=eyJhbmFseXRpY3MiOiJ0cnVl", "damage"),
        ("viewed_cookie_policy=yes; CookieLawInfoConsent=&&", "damage"),
        ("fazcookie-consent=action:yes,necessary:yes,analytics:no,marketing:yes,uncategorized:no", "-?+"),
        ("wt_consent=action:yes,analytics:yes,consent_time:today", "damage"),
        ("cookieyes-consent=action:yes,analytics:yes,", "damage"),
    ]);
}

/// Base64 of `{"updated":"2026-11-01T09:30:00.000Z","version":2,` and then:
const DIDOMI: &str = "didomi_token=eyJ1cGRhdGVkIjoiMjAyNi0xMS0wMVQwOTozMDowMC4wMDBaIiwidmVyc2lvbiI6Miwi";

#[test]
fn didomi() {
    // purposes":{"enabled":["analytics-x"],"disabled":["ads-y"]},"vendors":{"enabled":[]}}
    let both = format!(
        "{DIDOMI}cHVycG9zZXMiOnsiZW5hYmxlZCI6WyJhbmFseXRpY3MteCJdLCJkaXNhYmxlZCI6WyJhZHMteSJdfSwidmVuZG9ycyI6eyJlbmFibGVkIjpbXX19"
    );
    // purposes":{"disabled":["geolocation_data","ads-y"]}}
    let refused = format!("{DIDOMI}cHVycG9zZXMiOnsiZGlzYWJsZWQiOlsiZ2VvbG9jYXRpb25fZGF0YSIsImFkcy15Il19fQ%3D%3D");
    by_default(&[
        (&both, "---"),
        (&refused, "---"),
        // ac":"A.B"}: nobody chose
        (&format!("{DIDOMI}YWMiOiJBLkIifQ=="), "absent"),
        (&both[..both.len() - 8], "damage"),
        ("didomi_token=", "damage"),
    ]);
    let named = Managers::every().group(ConsentManager::Didomi, "analytics-x", Category::Performance).group(
        ConsentManager::Didomi,
        "ads-y",
        Category::Targeting,
    );
    all(&named, &[(&both, "+?-")]);
    assert_eq!(time_of(&both, &named), utc_datetime!(2026-11-01 09:30));
    let renamed = named.in_cookie(ConsentManager::Didomi, "choices");
    all(&renamed, &[(&both, "absent"), (&both.replace("didomi_token", "choices"), "+?-")]);
}

#[test]
fn trustarc() {
    by_default(&[
        ("notice_gdpr_prefs=0,1,2:", "+++"),
        ("notice_gdpr_prefs=0%2C1%2C2%3A", "+++"),
        ("notice_gdpr_prefs=0:", "---"),
        ("notice_preferences=1:", "?+-"),
        ("cmapi_cookie_privacy=permit 1,2,3", "+++"),
        ("cmapi_cookie_privacy=permit_1_required", "---"),
        // two cookies that differ: a refusal in either
        ("notice_gdpr_prefs=0,1,2:; cmapi_cookie_privacy=permit 1 required", "---"),
        // nobody was asked, whichever cookie says it
        ("notice_gdpr_prefs=0,1,2::implied,eu; cmapi_cookie_privacy=permit 1,2,3; notice_preferences=2:", "absent"),
        ("notice_gdpr_prefs=0::implied,eu", "---"),
        ("notice_gdpr_prefs=1,2:", "damage"),
        ("notice_gdpr_prefs=all", "damage"),
        // what was implied must not come to look chosen when it is damaged
        ("notice_gdpr_prefs=0,1", "damage"),
        ("notice_gdpr_prefs=0,1,2::impli", "damage"),
        ("notice_gdpr_prefs=0,1,2:\0implied", "damage"),
        ("notice_gdpr_prefs=0,1:2::implied", "damage"),
        ("notice_gdpr_prefs=0,1,2:implied", "damage"),
        ("cmapi_cookie_privacy=deny 1", "damage"),
        ("notice_preferences=many", "damage"),
    ]);
    // this site puts analytics beside what is functional
    let named = Managers::every().group(ConsentManager::TrustArc, "1", Category::Functionality).group(
        ConsentManager::TrustArc,
        "1",
        Category::Performance,
    );
    all(&named, &[("notice_gdpr_prefs=0,1:", "++-"), ("notice_gdpr_prefs=0:", "---")]);
}

#[test]
fn vanilla_cookieconsent() {
    by_default(&[
        ("cc_cookie={\"level\":[\"necessary\",\"analytics\"],\"revision\":0}", "+--"),
        ("cc_cookie={\"categories\":[\"Analytics\"],\"level\":[\"Analytics\"]}", "+--"),
        // `support` was on offer and not accepted; what it is nobody knows
        ("cc_cookie={\"categories\":[],\"services\":{\"necessary\":[],\"support\":[]}}", "---"),
        // what was accepted has no name here
        ("cc_cookie={\"categories\":[\"tecnici\"]}", "---"),
        ("cc_cookie={\"level\":[\"necessary\",\"analytics\"", "damage"),
        ("cc_cookie={\"level\":[],\"level\":[\"analytics\"]}", "damage"),
        ("cc_cookie={\"level\":[1]}", "damage"),
        ("cc_cookie={\"revision\":0}", "damage"),
        ("cc_cookie={\"categories\":[],\"lastConsentTimestamp\":\"1\"}", "---"),
        ("cc_cookie=", "damage"),
    ]);
    let named = Managers::every()
        .group(ConsentManager::VanillaCookieConsent, "tecnici", Category::StrictlyNecessary)
        .group(ConsentManager::VanillaCookieConsent, "statistiche", Category::Performance)
        .group(ConsentManager::VanillaCookieConsent, "profilazione", Category::Targeting);
    all(
        &named,
        &[
            ("cc_cookie={\"categories\":[\"tecnici\"]}", "---"),
            ("cc_cookie={\"categories\":[\"tecnici\",\"statistiche\"]}", "+--"),
        ],
    );
}

/// Services that cannot be refused are true after a refusal too: the site has to name them.
#[test]
fn klaro_and_orejime() {
    let refused = "klaro=%7B%22klaro%22%3Atrue%2C%22matomo%22%3Afalse%7D";
    by_default(&[
        (refused, "---"),
        ("klaro={\"matomo\":false,\"youtube\":false}", "---"),
        // a string is no answer: Klaro itself would take it for yes
        ("klaro={\"matomo\":\"false\"}", "damage"),
        ("klaro=%7B%22matomo%22", "damage"),
        ("klaro=[]", "damage"),
        ("orejime={\"matomo\":false}", "---"),
    ]);
    let named = Managers::every().ignoring(ConsentManager::Klaro, "klaro").group(
        ConsentManager::Klaro,
        "matomo",
        Category::Performance,
    );
    all(&named, &[(refused, "---"), ("klaro={\"klaro\":true,\"matomo\":true}", "+??")]);
}

/// A real value, which accepts everything, under the key of `monarch.com`.
const OSANO: &str = "osano_consentmanager=GnMkCMDauJUoskwpu6zg2pXr2V1kl8Mp3mWtwtTRlMz2WfW01eokvfVTPbEOLtzcoR04hmJefw3aOh27-aR_GkEWY6oLXy9GJpjUN9v3FuOcuESwmLtIU1ZApEJnnQMnOSIO7m-NGyGK_f0Y7cOWJ4QstFbQcVVzKs1Rh0ZlgfexToXckSvER2RZmwa5OWVupJIZ3SU_QIQJUSJ5mmxifq8ZpJpIXAbo2wZy_ERIlYRCp5iCkT5bfElHxAaPFqWc7r4WlkTIIYHIXKx4b7DS02X349Aaz2uM-tqXN21yY82re-Df-XYBOIu8HqY3-8k8s6WPWQdDzuk=";

#[test]
fn osano() {
    by_default(&[
        (OSANO, "damage"),
        ("osano_consentmanager={\"consent\":{\"STORAGE\":\"DENY\",\"ANALYTICS\":\"ACCEPT\"}}", "---"),
        ("osano_consentmanager={\"consent\":{\"OPT_OUT\":\"ACCEPT\",\"MARKETING\":\"ACCEPT\"}}", "???$"),
        ("osano_consentmanager={\"consent\":{\"MARKETING\":\"YES\"}}", "damage"),
    ]);
    let named = Managers::every().osano_domain("edx.org").osano_domain("monarch.com");
    // it may have been written by itself
    all(&named, &[(OSANO, "absent")]);
    let named = named.by_choice(ConsentManager::Osano);
    all(&named, &[(OSANO, "+++"), (&OSANO[..OSANO.len() - 2], "damage"), (&OSANO.replace("GnMk", "GnMl"), "damage")]);
    assert_eq!(time_of(OSANO, &named), utc_datetime!(2026-03-30 08:57:25));
    by_default(&[
        ("cookieconsent_status=deny", "---"),
        ("cookieconsent_status=dismiss", "absent"),
        ("cookieconsent_status=1", "absent"),
    ]);
    let flag =
        [Category::Performance, Category::Functionality].into_iter().fold(Managers::every(), |named, category| {
            named.group(ConsentManager::OsanoCookieConsent, "consent", category)
        });
    all(&flag, &[("cookieconsent_status=allow", "++?"), ("cookieconsent_status=deny", "---")]);
}

#[test]
fn complianz_and_the_wp_consent_api() {
    let allowed = "cmplz_functional=allow; cmplz_statistics=allow; cmplz_marketing=deny";
    by_default(&[
        // `functional` is what the site needs
        (&format!("{allowed}; cmplz_banner-status=dismissed"), "+?-"),
        // in regions without a banner it is written by itself
        (allowed, "??-"),
        ("cmplz_statistics=allow; cmplz_statistics-anonymous=deny; cmplz_banner-status=dismissed", "-??"),
        ("cmplz_saved_categories=[\"functional\",\"statistics\"]", "+--"),
        ("cmplz_saved_categories=[\"functional\",\"stat", "damage"),
        ("cmplz_marketing=allowed", "damage"),
        ("cmplz_policy_id=12", "absent"),
        ("wp_consent_functional=allow; wp_consent_statistics=allow; wp_consent_marketing=deny", "??-"),
        ("wp_consent_marketing=yes", "damage"),
    ]);
    let by_choice = Managers::every().by_choice(ConsentManager::WpConsentApi);
    all(&by_choice, &[("wp_consent_functional=allow; wp_consent_statistics=allow", "+??")]);
}

#[test]
fn iubenda() {
    let value = |rest: &str| format!("_iub_cs-24468796={{\"timestamp\":\"2026-11-01T09:30:00.000Z\",{rest}}}");
    let rows = [
        (value("\"purposes\":{\"1\":true,\"2\":true,\"3\":false,\"4\":true}"), "+-?"),
        (value("\"consent\":false"), "---"),
        (value("\"consent\":true"), "+++"),
        (value("\"consent\":true,\"purposes\":{\"5\":false}"), "++-"),
        (value("\"id\":1"), "damage"),
        (value("\"purposes\":{\"4\":1}"), "damage"),
        ("_iub_cs-1={\"consent\":true}".into(), "damage"),
    ];
    for (line, expected) in &rows {
        by_default(&[(line, expected)]);
    }
    // one cookie for each policy: the strictest, unless the site names its own
    let other = value("\"consent\":false").replace("24468796", "7");
    let both = format!("{}; {other}", value("\"consent\":true"));
    by_default(&[(&both, "---")]);
    all(&Managers::every().in_cookie(ConsentManager::Iubenda, "_iub_cs-24468796"), &[(&both, "+++")]);
}

#[test]
fn cookiefirst_and_cookiescript() {
    by_default(&[
        (
            "cookiefirst-consent={\"necessary\":true,\"performance\":true,\"functional\":false,\"type\":\"category\"}",
            "+-?",
        ),
        ("cookiefirst-consent={\"google_analytics\":true,\"linkedin_ads\":false,\"type\":\"granular\"}", "---"),
        ("cookiefirst-consent={\"google_analytics\":false,\"linkedin_ads\":false,\"type\":\"granular\"}", "---"),
        ("cookiefirst-consent={\"performance\":\"true\"}", "damage"),
        ("cookiefirst-consent={\"performance\":true,\"timestamp\":\"x\"}", "damage"),
        ("cookiefirst-consent={}", "damage"),
        ("CookieScriptConsent={\"action\":\"accept\",\"categories\":[\"performance\"]}", "+--"),
        ("CookieScriptConsent={\"action\":\"accept\",\"categories\":\"[\\\"other\\\",\\\"performance\\\"]\"}", "+--"),
        ("CookieScriptConsent={\"action\":\"reject\"}", "---"),
        ("CookieScriptConsent={\"action\":\"accept\"}", "???"),
        ("CookieScriptConsent={\"bannershown\":1}", "absent"),
        ("CookieScriptConsent={\"action\":\"close\"}", "damage"),
        ("CookieScriptConsent={\"action\":\"accept\",\"categories\":\"[\\\"perf\"}", "damage"),
    ]);
    let line = "cookiefirst-consent={\"performance\":false,\"timestamp\":1793525400}";
    assert_eq!(time_of(line, &Managers::every()), utc_datetime!(2026-11-01 09:30));
}

#[test]
fn civic() {
    let value = |optional: &str, chosen: bool| {
        format!(
            "CookieControl={{\"optionalCookies\":{optional},\"consentDate\":1793525400000,\"interactedWith\":{chosen}}}"
        )
    };
    let some = value("{\"ANALYTICS\":\"accepted\",\"Marketing\":\"revoked\",\"social\":\"li\"}", true);
    by_default(&[
        (&some, "+?-"),
        (&value("{}", true), "???"),
        (&value("{\"analytics\":\"accepted\"}", false), "absent"),
        (&value("{\"analytics\":true}", true), "damage"),
        (&some[..some.len() - 1], "damage"),
        ("CookieControl=1", "absent"),
        ("CookieControl={\"acceptedCategories\":[\"essentials\"]}", "absent"),
    ]);
    let named = Managers::every().group(ConsentManager::Civic, "Analytics", Category::Performance);
    all(&named, &[(&value("{}", true), "-??"), (&value("{\"analytics\":\"accepted\"}", true), "+??")]);
}

#[test]
fn hubspot() {
    by_default(&[
        ("__hs_cookie_cat_pref=1:true,2:false,3:true", "++-"),
        ("__hs_cookie_cat_pref=1:true_2:false", "+?-"),
        ("__hs_cookie_cat_pref=1%3Atrue%2C2%3Atrue", "+?+"),
        ("__hs_opt_out=yes", "---"),
        ("__hs_opt_out=no", "+++"),
        ("__hs_opt_out=no; __hs_cookie_cat_pref=1:true,2:false,3:false", "+--"),
        ("__hs_opt_out=yes; __hs_cookie_cat_pref=1:true,2:true,3:true", "---"),
        ("__hs_cookie_cat_pref=1:true,2:true,3:true; __hs_do_not_track=yes", "-+-"),
        ("__hs_cookie_cat_pref=1:true,2", "damage"),
        ("__hs_opt_out=1", "damage"),
    ]);
}

#[test]
fn shopify() {
    by_default(&[
        ("_tracking_consent={\"con\":{\"CMP\":{\"a\":\"1\",\"p\":\"\",\"m\":\"0\",\"s\":\"0\"}}}", "+?-$"),
        ("_tracking_consent={\"con\":{\"CMP\":{\"a\":\"\",\"p\":\"\"}},\"purposes\":{\"a\":true}}", "absent"),
        ("_tracking_consent={\"con\":{\"GDPR\":\"0\"}}", "---"),
        ("_tracking_consent={\"con\":{\"GDPR\":\"1\",\"CCPA\":\"0\"}}", "+++$"),
        ("_tracking_consent=3.AMPS_USCA_f_f_id", "absent"),
        ("_tracking_consent=3aMP.S_USCA_f_f_id", "-++"),
        ("_tracking_consent=3s.AMP_USCA_f_f_id", "???$"),
        ("_tracking_consent=3AMP", "damage"),
        ("_tracking_consent=3x.AMP", "damage"),
        ("_tracking_consent={\"con\":{\"CMP\":{\"a\":\"maybe\"}}}", "damage"),
        ("_tracking_consent={}", "damage"),
        ("_cmp_a={\"purposes\":{\"a\":true}}", "absent"),
    ]);
}

#[test]
fn fides() {
    let value =
        |consent: &str, meta: &str| format!("fides_consent={{\"consent\":{consent},\"fides_meta\":{{{meta}}}}}");
    let clicked = "\"updatedAt\":\"2026-11-01T09:30:00.000Z\",\"consentMethod\":\"save\"";
    let rows = [
        (value("{\"analytics\":true,\"marketing\":\"opt_out\",\"essential\":\"acknowledge\"}", clicked), "+?-"),
        (value("{\"analytics\":true,\"data_sales_and_sharing\":false}", clicked), "+??$"),
        // in its TCF mode the answer stands in the TC string
        (value("{}", clicked), "???"),
        (value("{\"analytics\":true}", "\"updatedAt\":\"\""), "absent"),
        (value("{\"analytics\":true,\"ads\":false}", &clicked.replace("save", "gpc")), "??-"),
        (value("{\"analytics\":true}", &clicked.replace("save", "dismiss")), "absent"),
        (value("{\"analytics\":\"yes\"}", clicked), "damage"),
        (value("{\"analytics\":true}", "\"updatedAt\":\"now\""), "damage"),
        // what did not apply was not answered
        (
            value("{\"analytics\":true,\"ads\":false}", clicked)
                .replace("{\"consent\"", "{\"non_applicable_notice_keys\":[\"analytics\",\"ads\"],\"consent\""),
            "??-",
        ),
        // nor what almost bears the name of that: it may have been damaged
        (
            value("{\"analytics\":true,\"ads\":false}", clicked)
                .replace("{\"consent\"", "{\"non_applicable_notice_keys\":[\"analyxics\"],\"consent\""),
            "??-",
        ),
        ("fides_consent={\"analytics\":true,\"marketing\":false}".into(), "+?-"),
        ("fides_consent_site=eyJhbmFseXRpY3MiOmZhbHNlfQ==".into(), "-??"),
        ("fides_consent=gzip:H4sIAAAA".into(), "damage"),
        ("fides_consent=gzip:".into(), "damage"),
    ];
    for (line, expected) in &rows {
        by_default(&[(line, expected)]);
    }
    assert_eq!(time_of(&rows[0].0, &Managers::every()), utc_datetime!(2026-11-01 09:30));
    // {"analytics":false}, compressed; then with a byte of the text, and of the checksum, changed
    let compressed = "fides_consent=gzip:H4sIAAAAAAAC_6tWSsxLzKksyUwuVrJKS8wpTq0FAM1CQv4TAAAA";
    by_default(&[
        (compressed, "-??"),
        (&compressed.replace("SsxLz", "SsxLy"), "damage"),
        (&compressed.replace("M1CQ", "M1CR"), "damage"),
    ]);
}

#[test]
fn axeptio() {
    let value = |rest: &str| format!("axeptio_cookies={{%22$$date%22:%222026-11-01T09:30:00.000Z%22%2C{rest}}}");
    let rows = [
        (value("%22matomo%22:true%2C%22$$completed%22:true"), "???"),
        (value("%22matomo%22:false%2C%22ads%22:false%2C%22$$completed%22:true"), "---"),
        (value("%22matomo%22:true%2C%22$$completed%22:false"), "absent"),
        (
            value(
                "%22$$completed%22:true%2C%22$$googleConsentMode%22:{%22version%22:2%2C%22analytics_storage%22:%22granted%22%2C%22ad_storage%22:%22granted%22%2C%22ad_user_data%22:%22denied%22}",
            ),
            "+?-",
        ),
        (value("%22matomo%22:true"), "damage"),
        (value("%22matomo%22:1%2C%22$$completed%22:true"), "damage"),
        ("axeptio_authorized_vendors=%2Cmatomo%2C".into(), "???"),
        ("axeptio_authorized_vendors=%2C%2C".into(), "absent"),
    ];
    for (line, expected) in &rows {
        by_default(&[(line, expected)]);
    }
    let named = Managers::every().group(ConsentManager::Axeptio, "matomo", Category::Performance).group(
        ConsentManager::Axeptio,
        "Double Click",
        Category::Targeting,
    );
    all(&named, &[(&rows[0].0, "+??"), ("axeptio_authorized_vendors=%2Cmatomo%2C", "+?-")]);
}

#[test]
fn borlabs_and_moove() {
    by_default(&[
        ("borlabs-cookie={\"consents\":{\"essential\":[],\"statistics\":[\"matomo\"]}}", "+--"),
        // a group of the site's grants nothing that nobody can name
        ("borlabs-cookie={\"consents\":{\"essential\":[],\"external-media\":[\"vimeo\"]}}", "---"),
        ("borlabs-cookie={\"version\":1}", "damage"),
        ("borlabs-cookie=%7B%22consents", "damage"),
        ("moove_gdpr_popup={\"strict\":\"1\",\"thirdparty\":\"1\",\"advanced\":\"0\",\"performance\":\"0\"}", "-?-"),
        ("moove_gdpr_popup={\"strict\":\"1\",\"preference\":\"1\",\"version\":\"2\"}", "?+?"),
        ("moove_gdpr_popup={\"thirdparty\":1}", "damage"),
    ]);
}

/// One answer for everything: what that is only the site knows.
#[test]
fn aspnet() {
    by_default(&[(".AspNet.Consent=yes", "???"), (".AspNet.Consent=no", "---"), (".AspNet.Consent=true", "damage")]);
    let named = Managers::every().group(ConsentManager::AspNetCore, "consent", Category::Performance);
    all(&named, &[(".AspNet.Consent=yes", "+??")]);
}

#[test]
fn cookie_information_ketch_and_wix() {
    let value = |approved: &str, denied: &str| {
        format!(
            "CookieInformationConsent={{\"timestamp\":\"2026-11-01T09:30:00.000Z\",\"consents_approved\":[{approved}],\"consents_denied\":[{denied}]}}"
        )
    };
    by_default(&[
        (&value("\"cookie_cat_statistic\"", "\"cookie_cat_marketing\",\"cookie_cat_unclassified\""), "+?-"),
        (&value("\"cookie_cat_statistic\"", "\"cookie_cat_statistic\""), "-??"),
        ("CookieInformationConsent={\"consents_approved\":[]}", "damage"),
        // {"analytics":{"status":"granted"},"behavioral_advertising":{"status":"denied"}}, which may be a default
        (
            "_ketch_consent_v1_=eyJhbmFseXRpY3MiOnsic3RhdHVzIjoiZ3JhbnRlZCJ9LCJiZWhhdmlvcmFsX2FkdmVydGlzaW5nIjp7InN0YXR1cyI6ImRlbmllZCJ9fQ==",
            "??-",
        ),
        ("_ketch_consent_v1_=eyJhbmFseXRpY3MiOnt9fQ==", "damage"),
        ("consent-policy={\"ess\":1,\"func\":1,\"anl\":0,\"adv\":1,\"dt3\":0,\"ts\":29892090}", "-++$"),
        ("consent-policy={\"anl\":2}", "damage"),
        ("consent-policy=accepted", "absent"),
    ]);
    assert_eq!(
        time_of("consent-policy={\"anl\":0,\"ts\":29892090}", &Managers::every()),
        utc_datetime!(2026-11-01 09:30)
    );
}

#[test]
fn tealium_and_commanders_act() {
    let tealium = "CONSENTMGR=c1:1%7Cc3:0%7Cts:1793525400000%7Cconsent:true";
    by_default(&[
        (tealium, "---"),
        ("CONSENTMGR=consent:false|ts:1793525400000", "---"),
        ("CONSENTMGR=c1:1|ts:1793525400000", "damage"),
        ("CONSENTMGR=c1:1|consent:maybe", "damage"),
        // there are fifteen categories, and no others
        ("CONSENTMGR=c1:1|x2:0|consent:true", "damage"),
        ("CONSENTMGR=c1:1|c16:0|consent:true", "damage"),
        ("CONSENTMGR=", "damage"),
        ("TC_PRIVACY=0@005|93|5327@2,4@1@1793525400000,1793525400000,1893525400000@", "---"),
        ("TC_PRIVACY=0@005|93|5327@@1@1793525400000,1793525400000,1893525400000@", "---"),
        ("TC_PRIVACY=1%40032%7C1%7C4525%40%402%401793525400000%2C1%2C1%40", "---"),
        ("TC_PRIVACY=2@005|93|5327@2@1@1793525400000,1,1@", "damage"),
        ("TC_PRIVACY=0@005|93|5327@2@1@never@", "damage"),
        ("TC_PRIVACY=accepted", "absent"),
    ]);
    let named = Managers::every()
        .group(ConsentManager::Tealium, "c1", Category::Performance)
        .group(ConsentManager::Tealium, "c3", Category::Targeting)
        .group(ConsentManager::CommandersAct, "2", Category::Performance)
        .group(ConsentManager::CommandersAct, "3", Category::Targeting);
    all(
        &named,
        &[
            (tealium, "+?-"),
            ("TC_PRIVACY=0@005|93|5327@2,4@1@1793525400000,1793525400000,1893525400000@", "+--"),
            // as the documentation has it: version, banner and site in fields of their own
            ("TC_PRIVACY=0@5@1@93@2@1@1793525400000,1793525400000,1893525400000@", "+?-"),
        ],
    );
    assert_eq!(time_of(tealium, &named), utc_datetime!(2026-11-01 09:30));
}

#[test]
fn drupal_and_gov_uk() {
    by_default(&[
        ("cookie-agreed=2; cookie-agreed-categories=[%22necessary%22%2C%22analytics%22]", "+--"),
        ("cookie-agreed=0; cookie-agreed-categories=[%22analytics%22]", "---"),
        ("cookie-agreed=0", "---"),
        ("cookie-agreed=2", "???"),
        ("cookie-agreed=3", "damage"),
        ("cookie-agreed-categories=[%22analytics", "damage"),
        // `functional` is what the site needs
        ("cookiesjsr={\"functional\":true,\"analytics\":true}", "+??"),
        ("cookiesjsr={\"functional\":true,\"analytics\":false,\"video\":false}", "---"),
        ("cookies_policy={\"essential\":true,\"usage\":true,\"settings\":false,\"campaigns\":false}", "+--"),
        ("cookies_policy={\"usage\":true}", "absent"),
        ("cookies_policy=yes", "absent"),
        ("cookie_policy={\"essential\":true,\"usage\":1}", "damage"),
    ]);
    let named = Managers::every().group(ConsentManager::EuCookieCompliance, "consent", Category::Performance);
    all(&named, &[("cookie-agreed=2", "+??"), ("cookie-agreed=0", "---")]);
}

/// A cookie that a site sets for itself under the name of a manager which it never used.
#[test]
fn only_the_managers_that_the_site_names_are_read() {
    let klaro = Managers::only([ConsentManager::Klaro]);
    all(&klaro, &[(".AspNet.Consent=ours", "absent"), (".AspNet.Consent=ours; klaro={\"a\":false}", "---")]);
    all(Managers::NONE, &[("klaro={\"a\":false}", "absent")]);
    assert_eq!(&Managers::only([]), Managers::NONE);
    let names: Vec<_> = Managers::every().names().collect();
    assert_eq!(Managers::only(names.iter().chain(&names).copied()), Managers::every(), "twice is once");
}

/// Otherwise what the site says of a manager that it forgot to name would be without effect.
#[test]
fn what_is_said_of_a_manager_names_it() {
    let none = || Managers::only([]);
    let refused = "klaro={\"a\":false}";
    for named in [
        none().group(ConsentManager::Klaro, "b", SITE),
        none().ignoring(ConsentManager::Klaro, "b"),
        none().lasting(ConsentManager::Klaro, 30),
        none().by_choice(ConsentManager::Klaro),
        Managers::only([ConsentManager::OneTrust]).group(ConsentManager::Klaro, "b", SITE),
    ] {
        all(&named, &[(refused, "---")]);
    }
    all(&none().osano_domain("monarch.com").by_choice(ConsentManager::Osano), &[(OSANO, "+++")]);
    // the site renamed its cookie, and some visitors still have the one before
    let renamed = none().in_cookie(ConsentManager::Klaro, "choices").in_cookie(ConsentManager::Klaro, "choices-2");
    all(&renamed, &[(refused, "absent"), ("choices={\"a\":false}", "---"), ("choices-2={\"a\":false}", "---")]);
    // said twice, a life is the longer: a grant looks no fresher than it can be
    let granted = "klaro={\"b\":true}";
    let lasting = none().group(ConsentManager::Klaro, "b", SITE).lasting(ConsentManager::Klaro, 30);
    let days = |named: &Managers| (NOW - time_of(granted, named) + Duration::SECOND).whole_days();
    assert_eq!((days(&lasting), days(&lasting.clone().lasting(ConsentManager::Klaro, 7))), (30, 30));
}

/// What cannot be read may be a refusal, and is not silence.
#[test]
fn a_manager_of_which_no_cookie_arrives_is_unreadable() {
    let unread = [ConsentManager::Usercentrics, ConsentManager::Termly, ConsentManager::Other];
    let read_or_not = unread.into_iter().chain(Managers::every().names()).count();
    assert_eq!(read_or_not, ConsentManager::ALL.len());
    for manager in unread {
        let imported = read("a=1", &Managers::only([ConsentManager::Klaro, manager]).lasting(manager, 7));
        assert_eq!(
            (told(&imported).as_str(), imported.remarks()),
            ("damage", [ManagerRemark::NotCarried(manager)].as_slice())
        );
    }
    // its choice stands in several cookies, of which none can be renamed
    let imported = read("a=1", &Managers::only([]).in_cookie(ConsentManager::Complianz, "choices"));
    let remark = ManagerRemark::NotRenamed(ConsentManager::Complianz);
    assert_eq!((told(&imported).as_str(), imported.remarks()), ("damage", [remark].as_slice()));
}

/// A site that changed the domain of its cookies has two of each: nobody knows which is newer.
#[test]
fn of_two_copies_a_grant_must_be_in_both() {
    let both = |one: &str, two: &str, expected: &str| {
        by_default(&[(&format!("{one}; {two}"), expected), (&format!("{two}; {one}"), expected)]);
    };
    both("__hs_cookie_cat_pref=1:true,2:true,3:true", "__hs_cookie_cat_pref=1:true,3:false", "+-?");
    both("__hs_opt_out=no", "__hs_opt_out=yes", "---");
    both("cmplz_saved_categories=[\"statistics\"]", "cmplz_saved_categories=[\"statistics\",\"marketing\"]", "+--");
    // one of them may be a default
    let (clicked, default) = ("cmplz_banner-status=dismissed", "cmplz_banner-status=show");
    both(&format!("cmplz_statistics=allow; {clicked}"), default, "???");
    both(
        "cookieyes-consent=action:yes,analytics:yes,advertisement:no",
        "cookieyes-consent=action:,analytics:yes",
        "??-",
    );
    both("notice_gdpr_prefs=0,1:", "notice_gdpr_prefs=0,1,2::implied", "??-");
    // the same twice is one
    both("__hs_opt_out=no", "__hs_opt_out=no", "+++");
    // another manager's banner waits for an answer
    both("__hs_opt_out=no", "OptanonConsent=groups=C0004%3A1", "???");
}

/// Each may be as long as the header, and would be read against all others.
#[test]
fn more_copies_than_any_site_sets_are_damage() {
    let one: fn(u32) -> String = |copy| format!("klaro={{\"service{copy}\":false}}");
    let set: fn(u32) -> String = |copy| format!("__hs_cookie_cat_pref=1:false,{copy}:false");
    for (cookie, most) in [(one, 32_u32), (set, 8)] {
        let copies = |count: u32| (10..).map(cookie).zip(0..count).map(|(copy, _)| copy + "; ").collect::<String>();
        by_default(&[(&copies(most + 1), "damage")]);
        assert!(told(&read(&copies(most), &Managers::every())).starts_with('-'));
        // of all managers together
        let imported = read(&copies(129), &Managers::every());
        assert_eq!((told(&imported).as_str(), imported.remarks()), ("damage", [ManagerRemark::TooMany].as_slice()));
        // the same again is no further copy
        assert!(told(&read(&copies(most).repeat(2), &Managers::every())).starts_with('-'));
    }
}

/// Bytes that neither a browser nor a manager writes: what they stand for is lost.
#[test]
fn foreign_bytes_are_damage() {
    let line = b"cookieyes-consent=action:yes,Xnalytics:no,performance:yes";
    for byte in [0, 7, 0x1f, 0x7f, 0x80, 0xff] {
        let line: Vec<u8> = line.iter().map(|known| if *known == b'X' { byte } else { *known }).collect();
        let lines = [line.as_slice()];
        let imported =
            managers::read(&site().build().unwrap(), NOW, &Cookies::new(&lines).unwrap(), &Managers::every());
        assert_eq!(imported.consent(), Consent::Unreadable, "{byte}");
    }
    by_default(&[("tarteaucitron=!vidéo=false!carte=false", "---")]);
}

/// The cookie of a manager that keeps a time, with this one in it.
type Timed = fn(&str) -> String;

const IN_RFC_3339: &[Timed] = &[
    |at| format!("OptanonConsent=groups=C0002%3A1; OptanonAlertBoxClosed={at}"),
    |at| {
        let token = format!("{{\"updated\":\"{at}\",\"purposes\":{{\"enabled\":[],\"disabled\":[\"cookies\"]}}}}");
        let bits = token.bytes().fold(Writer::default(), |bits, byte| bits.number(byte.into(), 8));
        format!("didomi_token={}", bits.text())
    },
    |at| format!("cc_cookie={{\"categories\":[\"analytics\"],\"lastConsentTimestamp\":\"{at}\"}}"),
    |at| format!("cc_cookie={{\"level\":[\"analytics\"],\"last_consent_update\":\"{at}\"}}"),
    |at| format!("_iub_cs-24468796={{\"timestamp\":\"{at}\",\"purposes\":{{\"4\":true}}}}"),
    |at| {
        let meta = format!("{{\"updatedAt\":\"{at}\",\"consentMethod\":\"save\"}}");
        format!("fides_consent={{\"consent\":{{\"analytics\":true}},\"fides_meta\":{meta}}}")
    },
    |at| {
        let signals = "{\"analytics_storage\":\"granted\"}";
        format!("axeptio_cookies={{\"$$completed\":true,\"$$date\":\"{at}\",\"$$googleConsentMode\":{signals}}}")
    },
    |at| {
        let lists = "\"consents_approved\":[\"cookie_cat_statistic\"],\"consents_denied\":[]";
        format!("CookieInformationConsent={{\"timestamp\":\"{at}\",{lists}}}")
    },
];

/// Each with how many of its units are a second, or how many seconds are one of its units.
const AS_NUMBERS: &[(i64, i64, Timed)] = &[
    (1_000, 1, |at| {
        let all = "necessary:true%2Cpreferences:true%2Cstatistics:true%2Cmarketing:true";
        format!("CookieConsent={{{all}%2Cmethod:%27explicit%27%2Cutc:{at}}}")
    }),
    (1_000, 1, |at| format!("cookieyes-consent=action:yes,analytics:yes,consent_time:{at}")),
    (1_000, 1, |at| {
        format!("osano_consentmanager={{\"consent\":{{\"ANALYTICS\":\"DENY\"}},\"consentTimestamp\":{at}}}")
    }),
    (1_000, 1, |at| {
        let chosen = "\"optionalCookies\":{\"analytics\":\"accepted\"},\"interactedWith\":true";
        format!("CookieControl={{{chosen},\"consentDate\":{at}}}")
    }),
    (1_000, 1, |at| format!("CONSENTMGR=consent:false%7Cts:{at}")),
    (1_000, 1, |at| format!("TC_PRIVACY=1@005|93|5327@@1@{at},1,1@")),
    (1, 1, |at| format!("cookiefirst-consent={{\"performance\":true,\"timestamp\":{at}}}")),
    (1, 1, |at| format!("CookieScriptConsent={{\"action\":\"reject\",\"consenttime\":{at}}}")),
    (1, 60, |at| format!("consent-policy={{\"anl\":1,\"ts\":{at}}}")),
];

/// RFC 3339 has four digits for the year, and an offset can lead out of them: such a time is damage, and no panic.
#[test]
fn a_time_outside_the_years_0_to_9999_is_damage() {
    let (first, last) = (utc_datetime!(0000-01-01 00:00), utc_datetime!(9999-12-31 23:59:59));
    for line in IN_RFC_3339 {
        for (text, expected) in [
            ("0000-01-01T00:00:00Z", first),
            ("0000-01-01T23:59:00%2B23:59", first),
            ("9999-12-31T23:59:59.999999999Z", last),
            ("9999-12-31T00:00:59-23:59", last),
        ] {
            assert_eq!(time_of(&line(text), &Managers::every()), expected, "{}", line(text));
        }
        for text in [
            "9999-12-31T23:59:59-01:00",
            "9999-12-31T23:59:59-00:01",
            "9999-12-31T23:59:60-23:59",
            "0000-01-01T00:00:00+01:00",
            "0000-01-01T00:00:00%2B00:01",
            "-9999-01-01T00:00:00Z",
            "-0001-12-31T23:59:59Z",
            "-0001-12-31T23:59:59-01:00",
            "+9999-01-01T00:00:00Z",
            "+10000-01-01T00:00:00Z",
            "10000-01-01T00:00:00Z",
            "9999-12-31T23:59:59-99:99",
        ] {
            by_default(&[(&line(text), "damage")]);
        }
    }
    for (per_second, seconds, line) in AS_NUMBERS {
        let unit = |at: UtcDateTime| at.unix_timestamp().div_euclid(*seconds) * per_second;
        for at in [first, UtcDateTime::UNIX_EPOCH, last] {
            let expected = UtcDateTime::from_unix_timestamp(unit(at) / per_second * seconds).unwrap();
            assert_eq!(time_of(&line(&unit(at).to_string()), &Managers::every()), expected, "{at}");
        }
        let beyond = [unit(first) - per_second, unit(last) + per_second, i64::MAX, i64::MAX / 60 + 1, i64::MIN];
        // less than a second before the first
        let within = (*per_second > 1).then(|| unit(first) - 1);
        let more = [i128::from(i64::MAX) + 1, i128::from(u64::MAX), i128::MAX, i128::MIN];
        for number in beyond.into_iter().chain(within).map(i128::from).chain(more) {
            by_default(&[(&line(&number.to_string()), "damage")]);
        }
    }
}

/// A site raises its manager's revision where its banner changes and its policy does not.
#[test]
fn what_was_granted_under_another_revision_is_stale() {
    use ConsentManager::{Borlabs, CookieFirst, Cookiebot, DjangoCookieConsent, Klaro, VanillaCookieConsent};
    let policy = site().build().unwrap();
    let date = "2026-11-01T09:30:00.000Z";
    let vanilla = |revision: &str| {
        format!(r#"cc_cookie={{"categories":["analytics"],{revision}"lastConsentTimestamp":"{date}"}}"#)
    };
    let cookiebot = |ver: &str| {
        let said = "necessary:true,preferences:false,statistics:true,marketing:false,method:'explicit'";
        format!("CookieConsent={{stamp:'a==',{said},{ver}utc:1793525400000}}")
    };
    let borlabs = |version: &str| format!(r#"borlabs-cookie={{"consents":{{"statistics":["a"]}}{version}}}"#);
    let django = |stamp: &str| format!("cookie_consent=stats={stamp}|ads=-1");
    let first = |version: &str| format!(r#"cookiefirst-consent={{"performance":true,"advertising":false{version}}}"#);
    let (old, new) = ("2025-06-04T01:08:58.262162+00:00", "2026-06-04T01:08:58.262162+00:00");
    let (two, three) = (vanilla(r#""revision":2,"#), vanilla(r#""revision":3,"#));
    let cases = [
        (VanillaCookieConsent, two, three, vanilla(""), "2"),
        (Cookiebot, cookiebot("ver:2,"), cookiebot("ver:3,"), cookiebot(""), "2"),
        (Borlabs, borlabs(r#","version":"2""#), borlabs(r#","version":3"#), borlabs(""), "2"),
        (CookieFirst, first(r#","version":"2""#), first(r#","version":"3""#), first(""), "2"),
        (DjangoCookieConsent, django(old), django(new), django("2024-06-04T01:08:58"), old),
    ];
    for (manager, named, other, unsaid, revision) in cases {
        let stats = Managers::only([manager]);
        let stats = if manager == DjangoCookieConsent {
            stats.group(manager, "stats", SITE).group(manager, "ads", Category::Targeting)
        } else {
            stats
        };
        let now = policy.version_at(NOW);
        let of = |version| stats.clone().revision(manager, revision, version);
        let version = |line: &str, managers: &Managers| {
            let imported = read(line, managers);
            let Consent::Given(record) = imported.consent() else { panic!("{line} {imported:?}") };
            // a refusal stands under whatever revision it was made
            assert!(record.category(Category::Targeting).refusal.is_some(), "{line}");
            let remarked = imported.remarks().contains(&ManagerRemark::OtherRevision(manager));
            (record.category(SITE).grant.unwrap().version, remarked)
        };
        let by_date = version(&named, &stats).0;
        assert!(by_date <= now, "{manager}");
        // of the day's version and the revision's the older
        assert_eq!(version(&named, &of(by_date)), (by_date, false), "{manager}");
        assert_eq!(version(&named, &of(PolicyVersion::new(0))), (PolicyVersion::new(0), false), "{manager}");
        for line in [&other, &unsaid] {
            let (version, remarked) = version(line, &of(by_date));
            assert!(version > now && remarked, "{manager}: {line}");
        }
        // said twice, the second counts as the first does; of one revision at two versions it is the older
        let both = of(by_date).revision(manager, if manager == DjangoCookieConsent { new } else { "3" }, by_date);
        assert_eq!(version(&other, &both), (by_date, false), "{manager}");
        assert_eq!(version(&named, &of(now).revision(manager, revision, PolicyVersion::new(0))).0.number(), 0);
    }
    // one that keeps none: all that it grants is stale then
    let klaro = Managers::only([]).group(Klaro, "matomo", SITE).lasting(Klaro, 120);
    let klaro = klaro.revision(Klaro, "1", PolicyVersion::new(1));
    let request = policy.read(NOW, &Headers::new([("Cookie", r#"klaro={"matomo":true}"#)]), &klaro);
    let visit = request.visit(Place::Site, Age::Unknown, &[]).region("CZ".parse().unwrap());
    let decision = decide(&policy, &visit, request.consent(), &Cookie::first_party("_ga", "www.edx.org"));
    assert!(decision.reasons().contains(Reason::ConsentStaleVersion), "{:?}", decision.reasons());
}
