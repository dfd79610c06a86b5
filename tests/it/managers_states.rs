//! What each consent manager's reader knows: every state and word of a method, reconsent behind a closed banner, and
//! several groups together. The samples found in requests show few of them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cookie_consent::consent::ConsentManager::{self, *};

use crate::managers_judge::Sample;

/// Whose, which cookies stand before it, and its name; then each value with what it says.
type Cookie = (ConsentManager, &'static str, &'static str, Form, &'static [(&'static str, &'static str)]);

#[derive(Clone, Copy)]
enum Form {
    Plain,
    Base64,
}

use Form::{Base64, Plain};

/// Of performance, functionality, targeting what [`imported::told`](crate::imported::told) tells, where the site says
/// that each cookie is a choice, and what the services in it are.
#[rustfmt::skip]
const STATES: &[Cookie] = &[
    (OneTrust, CLOSED, "OptanonConsent", Plain, &[
        ("groups=C0001%3A1%2CC0002%3A1%2CC0003%3A1%2CC0004%3A1", "+++"),
        ("groups=C0001%3A1%2CC0002%3A0%2CC0003%3A0%2CC0004%3A0", "---"),
        ("groups=C0002%3A1%2CC0004%3A0&AwaitingReconsent=false", "+?-"),
        ("consentId=1&groups=C0001%3A1%2CC0002%3A1%2CC0004%3A1&AwaitingReconsent=true&browserGpcFlag=0", "absent"),
        ("groups=C0001%3A1%2CC0002%3A0%2CC0004%3A0%2CSPD_BG%3A0&AwaitingReconsent=true&geolocation=US%3BCA", "-?-$"),
        ("groups=C0003%3A1%2Csocial%3A0%2CSPD_BG%3A0%2CBG7%3A0&intType=3&AwaitingReconsent=false", "-+-$"),
        ("groups=1%3A1%2C2%3A1%2C3%3A0%2C4%3A1&AwaitingReconsent=true", "?-?"),
        ("groups=C0002%3A1%2COSSTA_BG%3A0%2CSTACK42%3A0&EU=false", "+??$"),
        ("isGpcEnabled%3D0%26groups%3DC0002%253A1%252CC0004%253A0", "+?-"),
    ]),
    (OneTrust, "", "OptanonConsent", Plain, &[
        ("groups=C0002%3A1%2CC0004%3A0&intType=1", "+?-"),
        ("groups=C0002%3A0%2CC0004%3A0&intType=2", "-?-"),
        ("groups=C0002%3A0%2CC0004%3A1&iType=3&AwaitingReconsent=true", "-??"),
        ("groups=C0002%3A1%2CC0004%3A0&iType=6", "absent"),
        ("groups=C0002%3A1%2CC0004%3A0&intType=undefined", "absent"),
        ("groups=C0002%3A1%2CC0004%3A1&intType=", "absent"),
        ("groups=", "absent"),
    ]),
    (OneTrust, "", "OneTrustWPCCPAGoogleOptOut", Plain, &[("true", "???$"), ("false", "absent")]),
    (Cookiebot, "", "CookieConsent", Plain, &[
        ("-1", "absent"),
        ("0", "---"),
        ("{stamp:%27abc%27%2Cnecessary:true%2Cpreferences:true%2Cstatistics:true%2Cmarketing:true%2Cmethod:%27explicit%27%2Cver:1%2Cutc:1793525400000%2Cregion:%27de%27}", "+++"),
        ("{stamp:%27abc%27%2Cnecessary:true%2Cpreferences:false%2Cstatistics:false%2Cmarketing:false%2Cmethod:%27explicit%27%2Cver:1%2Cutc:1793525400000}", "---"),
        ("{stamp:'abc',necessary:true,preferences:false,statistics:true,marketing:false,method:'explicit',ver:12,utc:1793525400000}", "+--"),
        ("{stamp:%27abc%27%2Cnecessary:true%2Cpreferences:true%2Cstatistics:false%2Cmarketing:true%2Cver:1}", "-++"),
        ("{stamp:%27abc%27%2Cnecessary:true%2Cpreferences:true%2Cstatistics:false%2Cmarketing:false%2Cmethod:%27implied%27%2Cver:1%2Cutc:1705162226478}", "absent"),
        ("{stamp:%27-1%27%2Cnecessary:true%2Cpreferences:true%2Cstatistics:true%2Cmarketing:true%2Cmethod:%27explicit%27%2Cver:1%2Cutc:1793525400000}", "absent"),
    ]),
    (CookieYes, "", "cookieyes-consent", Plain, &[
        ("consentid:a,consent:yes,action:yes,necessary:yes,functional:yes,analytics:yes,performance:yes,advertisement:yes,other:yes", "+++"),
        ("consentid:a,consent:no,action:yes,necessary:yes,functional:no,analytics:no,performance:no,advertisement:no,other:no", "---"),
        ("consentid:a,consent:no,action:yes,necessary:yes,functional:yes,analytics:yes,performance:no,advertisement:no,other:no", "-+-"),
        ("consentid:a,consent:no,action:,necessary:yes,functional:no,analytics:yes,performance:yes,advertisement:no,other:no", "absent"),
        ("consentid:a,consent:no,action:no,necessary:yes,functional:no,analytics:yes,performance:yes,advertisement:no,lastRenewedDate:1", "absent"),
    ]),
    (CookieYes, "", "fazcookie-consent", Plain, &[
        ("action:yes,necessary:yes,analytics:no,marketing:yes,uncategorized:no,consent_time:1793525400000", "-?+"),
    ]),
    (CookieYes, "", "cookieyes-analytics", Plain, &[("yes", "+??"), ("no", "-??")]),
    (CookieYes, "cky-action=yes; cookieyes-functional=no; ", "cookieyes-advertisement", Plain, &[
        ("yes", "?-+"),
        ("no", "?--"),
    ]),
    (CookieYes, "viewed_cookie_policy=yes; ", "cookielawinfo-checkbox-non-necessary", Plain, &[
        ("yes", "???"),
        ("no", "---"),
    ]),
    (CookieYes, "cookielawinfo-checkbox-analytics=yes; ", "viewed_cookie_policy", Plain, &[
        ("yes", "+??"),
        ("no", "---"),
    ]),
    (CookieYes, "viewed_cookie_policy=no; ", "cookielawinfo-checkbox-analytics", Plain, &[("yes", "---")]),
    (CookieYes, "viewed_cookie_policy=yes; ", "CookieLawInfoConsent", Base64, &[
        (r#"{"necessary":true,"analytics":"true","advertisement":false,"ver":"1.0"}"#, "+?-"),
        (r#"{"necessary":true,"functional":"false","advertisement":"true"}"#, "?-+"),
    ]),
    (Didomi, "", "didomi_token", Base64, &[
        (r#"{"updated":"2026-11-01T09:30:00.000Z","version":2,"purposes":{"enabled":["analytics"],"disabled":["facebook"]},"vendors":{"enabled":["google"],"disabled":[]}}"#, "+?-"),
        (r#"{"updated":"2026-11-01T09:30:00.000Z","purposes":{"disabled":["analytics","geolocation_data"]},"vendors":{"disabled":["google"]}}"#, "---"),
        (r#"{"updated":"2026-11-01T09:30:00.000Z","purposes":{"enabled":["analytics","youtube","facebook"]},"purposes_li":{"enabled":["matomo"]}}"#, "+++"),
        (r#"{"updated":"2026-11-01T09:30:00.000Z","version":2,"ac":"A.B"}"#, "absent"),
    ]),
    (TrustArc, "", "notice_gdpr_prefs", Plain, &[
        ("0,1,2:", "+++"),
        ("0,1,2::expressed,eu", "+++"),
        ("0%7C1::none", "?+-"),
        ("0|2:93", "?-+"),
        ("0:", "---"),
        ("0::implied,eu", "---"),
        ("0,1,2::implied,eu", "absent"),
    ]),
    (TrustArc, "", "cmapi_cookie_privacy", Plain, &[
        ("permit 1,2,3", "+++"),
        ("permit_1|2_functional", "?+-"),
        ("permit 1 required", "---"),
    ]),
    (TrustArc, "", "notice_preferences", Plain, &[("0:", "---"), ("1:eu", "?+-"), ("2:", "+++"), ("3:", "+++")]),
    (TrustArc, "notice_gdpr_prefs=0,1,2::implied,eu; ", "notice_preferences", Plain, &[("2:", "absent"), ("0:", "---")]),
    (VanillaCookieConsent, "", "cc_cookie", Plain, &[
        (r#"{"categories":["necessary","analytics"],"level":["necessary","analytics"],"revision":0,"data":null,"rfc_cookie":false,"last_consent_update":"2026-11-01T09:30:00.000Z"}"#, "+--"),
        (r#"{"categories":["necessary","analytics","preferences","marketing"],"revision":12,"lastConsentTimestamp":"2026-11-01T09:30:00.000Z"}"#, "+++"),
        (r#"{"categories":[],"revision":1,"services":{"necessary":[],"analytics":[]},"lastConsentTimestamp":"2026-11-01T09:30:00.000Z"}"#, "---"),
        ("%7B%22level%22%3A%5B%22necessary%22%2C%22ads%22%5D%2C%22revision%22%3A0%7D", "--+"),
    ]),
    (Klaro, "", "klaro", Plain, &[
        (r#"{"analytics":true,"youtube":false,"facebook":true}"#, "+-+"),
        ("{%22analytics%22:false%2C%22matomo%22:true%2C%22facebook%22:false}", "-?-"),
        ("%7B%22analytics%22%3Afalse%2C%22vimeo%22%3Afalse%7D", "---"),
    ]),
    (Orejime, "", "orejime", Plain, &[
        (r#"{"analytics":true,"youtube":false,"facebook":true}"#, "+-+"),
        (r#"{"analytics":false,"vimeo":false}"#, "---"),
    ]),
    (Tarteaucitron, "", "tarteaucitron", Plain, &[
        ("!hotjar=true!youtube=false!facebook=true", "+-+"),
        ("!hotjar=false!youtube=true!facebook=wait", "-+?"),
        ("!hotjar=false!vimeo=false", "---"),
        ("!id=a1!hotjar=wait!youtube=wait", "absent"),
    ]),
    (Osano, "", "osano_consentmanager", Plain, &[
        (r#"{"consent":{"ESSENTIAL":"ACCEPT","MARKETING":"DENY","ANALYTICS":"ACCEPT","PERSONALIZATION":"DENY","OPT_OUT":"DENY","STORAGE":"ACCEPT"},"consentTimestamp":1793525400000}"#, "+--"),
        (r#"{"consent":{"ESSENTIAL":"ACCEPT","MARKETING":"ACCEPT","ANALYTICS":"ACCEPT","PERSONALIZATION":"ACCEPT","OPT_OUT":"ACCEPT","iab":"a"}}"#, "+++$"),
        (r#"{"consent":{"ESSENTIAL":"ACCEPT","ANALYTICS":"ACCEPT","STORAGE":"DENY"}}"#, "---"),
        (r#"{"consent":{"ANALYTICS":"ACCEPT","MARKETING":"ACCEPT"}}"#, "+?+"),
    ]),
    (OsanoCookieConsent, "", "cookieconsent_status", Plain, &[
        ("allow", "???"),
        ("deny", "---"),
        ("dismiss", "absent"),
    ]),
    (Complianz, "cmplz_functional=allow; cmplz_banner-status=dismissed; ", "cmplz_statistics", Plain, &[
        ("allow", "+??"),
        ("deny", "-??"),
    ]),
    (Complianz, "cmplz_preferences=allow; cmplz_statistics-anonymous=deny; ", "cmplz_marketing", Plain, &[
        ("allow", "-++"),
        ("deny", "-+-"),
    ]),
    (Complianz, "", "cmplz_saved_categories", Plain, &[
        (r#"["functional","statistics","statistics-anonymous"]"#, "+--"),
        ("%5B%22functional%22%2C%22preferences%22%2C%22marketing%22%5D", "-++"),
        (r#"["functional"]"#, "---"),
        ("[]", "absent"),
    ]),
    (Iubenda, "", "_iub_cs-1", Plain, &[
        ("{%22timestamp%22:%222026-11-01T09:30:00.000Z%22%2C%22purposes%22:{%221%22:true%2C%222%22:false%2C%223%22:true%2C%224%22:false%2C%225%22:false}%2C%22id%22:1}", "---"),
        (r#"{"timestamp":"2026-11-01T09:30:00.000Z","purposes":{"1":true,"2":true,"3":true,"4":true,"5":true},"id":1}"#, "+++"),
        (r#"{"timestamp":"2026-11-01T09:30:00.000Z","consent":true,"purposes":{"5":false}}"#, "++-"),
        (r#"{"timestamp":"2026-11-01T09:30:00.000Z","version":"1.4","consent":false,"id":1}"#, "---"),
    ]),
    (CookieFirst, "", "cookiefirst-consent", Plain, &[
        (r#"{"necessary":true,"performance":true,"functional":true,"advertising":true,"timestamp":1793525400,"type":"category","version":"2"}"#, "+++"),
        (r#"{"necessary":true,"performance":false,"functional":true,"advertising":false,"timestamp":1793525400,"type":"category","version":"12"}"#, "-+-"),
        ("%7B%22matomo%22%3Atrue%2C%22facebook%22%3Afalse%2C%22type%22%3A%22granular%22%7D", "+?-"),
        (r#"{"matomo":false,"vimeo":false,"type":"granular"}"#, "---"),
    ]),
    (CookieScript, "", "CookieScriptConsent", Plain, &[
        (r#"{"action":"accept","consenttime":1793525400,"categories":"[\"targeting\"]"}"#, "--+"),
        (r#"{"action":"accept","categories":["strict","performance","functionality","unclassified"]}"#, "++-"),
        (r#"{"action":"accept","key":"a"}"#, "???"),
        (r#"{"action":"reject","consenttime":1793525400,"categories":"[\"targeting\"]"}"#, "---"),
        (r#"{"bannershown":1}"#, "absent"),
    ]),
    (Civic, "", "CookieControl", Plain, &[
        (r#"{"necessaryCookies":[],"optionalCookies":{"analytics":"revoked","marketing":"revoked","functional":"accepted"},"statement":{},"consentDate":1793525400000,"interactedWith":true}"#, "-+-"),
        (r#"{"optionalCookies":{"ANALYTICS":"accepted","Marketing":"accepted","functional":"li"},"consentDate":1793525400000,"interactedWith":true}"#, "+?+"),
        (r#"{"optionalCookies":{"analytics":"accepted","marketing":"revoked"},"consentDate":1793525400000,"interactedWith":false}"#, "absent"),
    ]),
    (HubSpot, "", "__hs_cookie_cat_pref", Plain, &[
        ("1:false,2:false,3:true", "-+-"),
        ("1:true_2:true_3:false", "+-+"),
        ("1%3Atrue%2C2%3Afalse%2C3%3Atrue", "++-"),
    ]),
    (HubSpot, "", "__hs_opt_out", Plain, &[("yes", "---"), ("no", "+++")]),
    (HubSpot, "__hs_cookie_cat_pref=1:true,3:true; ", "__hs_do_not_track", Plain, &[("yes", "-+-"), ("no", "++?")]),
    (HubSpot, "__hs_cookie_cat_pref=1:true,3:false; ", "__hs_opt_out", Plain, &[("yes", "---"), ("no", "+-?")]),
    (Shopify, "", "_tracking_consent", Plain, &[
        ("{%22con%22:{%22CMP%22:{%22a%22:%221%22%2C%22p%22:%22%22%2C%22m%22:%220%22%2C%22s%22:%220%22}}%2C%22v%22:%222.1%22}", "+?-$"),
        (r#"{"con":{"CMP":{"a":"","p":"","m":"","s":""}},"v":"2.1"}"#, "absent"),
        (r#"{"reg":"","v":"2.0","con":{"GDPR":"1","CCPA":"0"}}"#, "+++$"),
        (r#"{"v":"2.0","con":{"GDPR":"0","CCPA":""}}"#, "---"),
        ("3AMPS._EU_f_f_id", "+++"),
        ("3aMp.S_EU_f_f_id", "--+"),
        ("3s.AMP_USCA_f_f_id", "???$"),
        ("3.AMPS_USCA_f_f_id", "absent"),
    ]),
    (Fides, "", "fides_consent", Plain, &[
        (r#"{"consent":{"analytics":true,"marketing":"opt_out","essential":"acknowledge"},"fides_meta":{"updatedAt":"2026-11-01T09:30:00.000Z","consentMethod":"save"}}"#, "+?-"),
        (r#"{"consent":{"analytics":"opt_in","functional":true,"data_sales_and_sharing":false},"fides_meta":{"updatedAt":"2026-11-01T09:30:00.000Z","consentMethod":"accept"}}"#, "++?$"),
        (r#"{"consent":{"analytics":false,"ads":"opt_out"},"fides_meta":{"updatedAt":"2026-11-01T09:30:00.000Z","consentMethod":"reject"}}"#, "-?-"),
        (r#"{"consent":{"analytics":true,"ads":"opt_out","functional":"not_applicable"},"fides_meta":{"updatedAt":"2026-11-01T09:30:00.000Z","consentMethod":"gpc"}}"#, "+?-"),
        (r#"{"consent":{"analytics":true,"ads":false},"fides_meta":{"updatedAt":"2026-11-01T09:30:00.000Z","consentMethod":"individual_notice"},"non_applicable_notice_keys":["analytics","ads"]}"#, "??-"),
        (r#"{"consent":{"analytics":"tcf","ads":true},"fides_meta":{"updatedAt":"2026-11-01T09:30:00.000Z","consentMethod":"button"}}"#, "??+"),
        (r#"{"consent":{"analytics":true,"ads":true},"fides_meta":{"updatedAt":"","consentMethod":"dismiss"}}"#, "absent"),
        ("%7B%22analytics%22%3Atrue%2C%22marketing%22%3Afalse%7D", "+?-"),
    ]),
    (Fides, "", "fides_consent_site", Base64, &[
        (r#"{"consent":{"analytics":true,"ads":false,"data_sales":false},"fides_meta":{"updatedAt":"2026-11-01T09:30:00.000Z","consentMethod":"acknowledge"}}"#, "+?-$"),
    ]),
    (Axeptio, "", "axeptio_cookies", Plain, &[
        (r#"{"$$token":"a","$$date":"2026-11-01T09:30:00.000Z","matomo":true,"facebook":false,"$$completed":true}"#, "+?-"),
        (r#"{"$$date":"2026-11-01T09:30:00.000Z","matomo":false,"vimeo":false,"$$completed":true}"#, "---"),
        (r#"{"$$date":"2026-11-01T09:30:00.000Z","matomo":true,"$$completed":false}"#, "absent"),
        ("{%22$$date%22:%222026-11-01T09:30:00.000Z%22%2C%22$$completed%22:true%2C%22$$googleConsentMode%22:{%22version%22:2%2C%22analytics_storage%22:%22granted%22%2C%22ad_storage%22:%22granted%22%2C%22ad_user_data%22:%22denied%22}}", "+?-"),
    ]),
    (Axeptio, "", "axeptio_authorized_vendors", Plain, &[
        ("%2Cmatomo%2Cyoutube%2C", "++?"),
        (",google,", "??+"),
        ("%2C%2C", "absent"),
    ]),
    (Borlabs, "", "borlabs-cookie", Plain, &[
        (r#"{"consents":{"essential":["borlabs-cookie"],"statistics":["piwik"],"marketing":[]},"version":1}"#, "+--"),
        (r#"{"consents":{"essential":["borlabs-cookie"]},"expires":"a","uid":"b","version":"12"}"#, "---"),
        ("%7B%22consents%22%3A%7B%22essential%22%3A%5B%22a%22%5D%2C%22marketing%22%3A%5B%22b%22%5D%7D%2C%22v3%22%3Atrue%7D", "--+"),
    ]),
    (Moove, "", "moove_gdpr_popup", Plain, &[
        ("{%22strict%22:%221%22%2C%22thirdparty%22:%221%22%2C%22performance%22:%220%22%2C%22advanced%22:%220%22}", "-?-"),
        (r#"{"strict":"1","thirdparty":"1","performance":"1","preference":"0","advanced":"1","version":"2"}"#, "+-+"),
    ]),
    (AspNetCore, "", ".AspNet.Consent", Plain, &[("yes", "???"), ("no", "---")]),
    (DjangoCookieConsent, "", "cookie_consent", Plain, &[
        ("analytics=-1|facebook=-1", "---"),
        ("analytics=2013-06-04T01:08:58.262162|facebook=-1", "+?-"),
        ("matomo=2013-06-04T01:08:58+00:00|youtube=2013-06-04T01:08:58.262162+00:00", "++?"),
    ]),
    (CookieInformation, "", "CookieInformationConsent", Plain, &[
        (r#"{"website_uuid":"a","timestamp":"2026-11-01T09:30:00.000Z","consents_approved":["cookie_cat_necessary","cookie_cat_statistic"],"consents_denied":["cookie_cat_functional","cookie_cat_marketing","cookie_cat_unclassified"]}"#, "+--"),
        (r#"{"timestamp":"2026-11-01T09:30:00.000Z","consents_approved":["cookie_cat_functional","cookie_cat_marketing"],"consents_denied":["cookie_cat_statistic"]}"#, "-++"),
    ]),
    (Tealium, "", "CONSENTMGR", Plain, &[
        ("c1:1%7Cc2:0%7Cc3:1%7Cts:1793525400000%7Cconsent:true%7Cid:1", "+-+"),
        ("c1:0|c3:0|ts:1793525400000|consent:true", "---"),
        ("consent:false|ts:1793525400000", "---"),
    ]),
    (CommandersAct, "", "TC_PRIVACY", Plain, &[
        ("0%40005%7C93%7C5327%404%402%401715188539662%2C1715188539662%2C1748884539662%40", "+??"),
        ("0@005|93|5327@4,9@1@1793525400000,1793525400000,1893525400000@", "+--"),
        ("0@5@1@93@4@1@1793525400000,1793525400000,1893525400000@", "+??"),
        ("0@005|93|5327@@1@1793525400000,1793525400000,1893525400000@", "---"),
        ("1@005|93|5327@4@1@1793525400000,1793525400000,1893525400000@", "---"),
    ]),
    (Ketch, "", "_ketch_consent_v1_", Base64, &[
        (r#"{"essential_services":{"status":"granted"},"analytics":{"status":"granted"},"behavioral_advertising":{"status":"denied"}}"#, "+?-"),
        (r#"{"analytics":{"status":"denied","canonicalPurposes":["analytics"]},"behavioral_advertising":{"status":"granted"}}"#, "-?+"),
        (r#"{"analytics":{"status":"granted"},"behavioral_advertising":{"status":"granted"}}"#, "+?+"),
    ]),
    (Wix, "", "consent-policy", Plain, &[
        ("{%22ess%22:1%2C%22func%22:1%2C%22anl%22:0%2C%22adv%22:0%2C%22dt3%22:0%2C%22ts%22:29493585}", "-+-$"),
        (r#"{"ess":1,"func":0,"anl":1,"adv":1,"dt3":1,"ts":29892090}"#, "+-+"),
    ]),
    (EuCookieCompliance, "", "cookie-agreed", Plain, &[("0", "---"), ("1", "???"), ("2", "???")]),
    (EuCookieCompliance, "cookie-agreed=2; ", "cookie-agreed-categories", Plain, &[
        ("[%22necessary%22%2C%22analytics%22]", "+--"),
        (r#"["necessary"]"#, "---"),
        ("%5B%22marketing%22%2C%22functional%22%5D", "-++"),
    ]),
    (EuCookieCompliance, "cookie-agreed-categories=[%22analytics%22]; ", "cookie-agreed", Plain, &[
        ("0", "---"),
        ("1", "+--"),
    ]),
    (Cookiesjsr, "", "cookiesjsr", Plain, &[
        (r#"{"functional":true,"analytics":true,"youtube":false,"facebook":true}"#, "+-+"),
        ("%7B%22functional%22%3Atrue%2C%22analytics%22%3Afalse%2C%22vimeo%22%3Afalse%7D", "---"),
    ]),
    (GovUk, "", "cookies_policy", Plain, &[
        (r#"{"essential":true,"usage":false,"settings":false,"campaigns":true,"marketing":false}"#, "---"),
        (r#"{"essential":true,"usage":true,"settings":true,"campaigns":true}"#, "+++"),
    ]),
    (GovUk, "", "cookie_policy", Plain, &[
        ("%7B%22essential%22%3Atrue%2C%22usage%22%3Atrue%2C%22settings%22%3Afalse%7D", "+-?"),
    ]),
    (WpConsentApi, "wp_consent_functional=allow; wp_consent_preferences=deny; ", "wp_consent_statistics", Plain, &[
        ("allow", "+-?"),
        ("deny", "--?"),
    ]),
    (WpConsentApi, "wp_consent_statistics-anonymous=deny; ", "wp_consent_marketing", Plain, &[
        ("allow", "-?+"),
        ("deny", "-?-"),
    ]),
    (WpConsentApi, "", "wp_consent_marketing", Plain, &[("allow", "??+")]),
];

const CLOSED: &str = "OptanonAlertBoxClosed=2026-11-01T09:30:00.000Z; ";

/// Each with its manager, and with what it says.
pub(crate) fn states() -> impl Iterator<Item = (ConsentManager, Sample, &'static str)> {
    STATES.iter().flat_map(|(manager, before, name, form, values)| {
        values.iter().map(move |(value, said)| {
            let value = match form {
                Plain => (*value).to_owned(),
                Base64 => STANDARD.encode(value),
            };
            (*manager, Sample::new(name, before, &value, None), *said)
        })
    })
}
