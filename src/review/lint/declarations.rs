//! What one line of an inventory says.

use alloc::vec::Vec;

use super::{Finding, Lint, Subject};
use crate::cookie::{Category, DataUse, Lifetime, Party, Storage};
use crate::law::Risk;
use crate::policy::{Declaration, Pattern};

const A_YEAR: Lifetime = Lifetime::days(365);
/// RFC 6265bis, section 5.5: the cap of browsers.
const CAP: Lifetime = Lifetime::days(400);

/// Names under which consent managers keep the visitor's choice.
const CONSENT_COOKIES: &[&str] = &[
    "CookieConsent",
    "CookieControl",
    "CookieScriptConsent",
    "FCCDCF",
    "OTGPPConsent",
    "OptanonAlertBoxClosed",
    "OptanonConsent",
    "axeptio_cookies",
    "borlabs-cookie",
    "cc_cookie",
    "cmplz_banner-status",
    "cookiefirst-consent",
    "cookieyes-consent",
    "didomi_token",
    "euconsent-v2",
    "eupubconsent-v2",
    "fides_consent",
    "klaro",
    "moove_gdpr_popup",
    "notice_gdpr_prefs",
    "osano_consentmanager",
    "tarteaucitron",
    "usprivacy",
];

pub(super) fn check<'p>(subject: Subject<'p>, line: &'p Declaration, findings: &mut Vec<Finding<'p>>) {
    let mut find = |lint, is_so| {
        if is_so {
            findings.push(Finding::new(lint, subject));
        }
    };
    let uses = line.uses();
    let necessary = line.categories.contains(Category::StrictlyNecessary);
    let targeting = line.categories.contains(Category::Targeting);
    let advertises = uses.iter().any(|data_use| data_use.is_covered() || data_use == DataUse::AdMeasurement);
    let lasts = |longer: Lifetime| line.lifetime.is_some_and(|lifetime| lifetime > longer);

    find(Lint::NecessaryAdvertising, necessary && advertises);
    find(Lint::NecessaryOtherUse, necessary && !advertises && uses.iter().any(|data_use| !data_use.is_exempt()));
    find(Lint::NecessaryThirdParty, necessary && line.party == Party::Third);
    find(Lint::NecessaryLongLived, necessary && lasts(A_YEAR));
    find(Lint::Beyond400Days, line.storage == Storage::Cookie && lasts(CAP));
    find(Lint::ConsentCookieNotNecessary, !necessary && keeps_consent(line));
    let only_necessary = necessary && uses.iter().all(DataUse::is_exempt);
    find(Lint::SensitiveUnsaid, !only_necessary && !line.absent_risks.contains(Risk::Sensitive));
    find(Lint::TargetingWithoutVendor, targeting && line.party == Party::Third && line.vendor.is_none());
    let within_reach = uses.contains(DataUse::InterestBasedAds) || uses.contains(DataUse::SaleOrShare);
    find(Lint::TargetingOutOfReach, targeting && !within_reach);
    find(Lint::ExemptionUnmet, line.exemptions.iter().any(|exemption| !exemption.holds()));
    // a pixel is gone once it is sent
    find(Lint::LifetimeMissing, line.storage != Storage::Pixel && line.lifetime.is_none());
    find(Lint::PurposeMissing, line.purpose.trim().is_empty());
    let regular_expression = looks_like_regular_expression(&line.pattern);
    find(Lint::LooksLikeRegularExpression, regular_expression);
    // brackets of a regular expression are one mistake, and told once
    find(
        Lint::NotACookieName,
        line.storage == Storage::Cookie && !regular_expression && !line.pattern.bytes().all(is_of_a_token),
    );
    if let Ok(pattern) = Pattern::new(&line.pattern) {
        find(Lint::TooBroad, !pattern.is_exact() && pattern.literal_len() < 4);
    }
    for prefix in ["__Host-", "__Secure-"] {
        let head = line.pattern.as_bytes().get(..prefix.len()).unwrap_or_default();
        let in_any_case = line.storage == Storage::Cookie && head.eq_ignore_ascii_case(prefix.as_bytes());
        find(Lint::PrefixInOtherCase, in_any_case && head != prefix.as_bytes());
        let elsewhere = line.path.as_ref().is_some_and(|path| &**path != "/");
        find(Lint::HostPrefixOnPath, in_any_case && prefix == "__Host-" && elsewhere);
    }
}

fn keeps_consent(line: &Declaration) -> bool {
    line.uses().contains(DataUse::ConsentStorage) || CONSENT_COOKIES.contains(&&*line.pattern)
}

/// What a cookie's name hardly ever has and a regular expression often does. (What no name can have, such as `^` at its
/// beginning, is refused when the policy is built.)
fn looks_like_regular_expression(pattern: &str) -> bool {
    let encloses = |open, close| pattern.find(open).is_some_and(|at| pattern.rfind(close).is_some_and(|end| end > at));
    pattern.contains(".*") || pattern.contains(".+") || encloses('(', ')') || encloses('[', ']')
}

/// Whether a cookie's name may have it: RFC 6265bis, section 4.1.1, and RFC 9110, section 5.6.2. (Browsers keep more,
/// but servers read it differently.) The `*` of a pattern is one of them.
const fn is_of_a_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
}
