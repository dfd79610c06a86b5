use super::IabError;
use crate::visit::UsPrivacySignal;

/// Reads a US Privacy string: `1`, then the notice, the opt-out of sale and the LSPA, each `Y`, `N` or `-`, in either
/// case (IAB US Privacy String, version 1.0).
///
/// # Errors
///
/// [`IabError`] for `b""`, another version (`b"2YNN"`), another length or letter (`b"1YN"`, `b"1YXN"`), and for a law
/// that applies without saying whether the sale was opted out of (`b"1Y--"`).
///
/// # Examples
///
/// ```
/// use cookie_consent::visit::UsPrivacySignal;
/// use cookie_consent::read::iab::us_privacy;
///
/// assert_eq!(us_privacy(b"1YYN"), Ok(UsPrivacySignal::OptedOut));
/// assert_eq!(us_privacy(b"1YNN"), Ok(UsPrivacySignal::DidNotOptOut));
/// // the law does not apply
/// assert_eq!(us_privacy(b"1---"), Ok(UsPrivacySignal::None));
/// ```
pub fn us_privacy(text: &[u8]) -> Result<UsPrivacySignal, IabError> {
    let [version, fields @ ..] = text else { return Err(IabError::Empty) };
    match version {
        b'1' => {}
        b'0'..=b'9' => return Err(IabError::UnsupportedVersion(version.wrapping_sub(b'0'))),
        _ => return Err(IabError::Character { at: 0 }),
    }
    let [notice, sale, lspa] = fields else { return Err(IabError::Malformed("US Privacy")) };
    for (field, at) in [notice, sale, lspa].into_iter().zip(1..) {
        if !matches!(field.to_ascii_uppercase(), b'Y' | b'N' | b'-') {
            return Err(IabError::Character { at });
        }
    }
    match sale.to_ascii_uppercase() {
        b'Y' => Ok(UsPrivacySignal::OptedOut),
        b'N' => Ok(UsPrivacySignal::DidNotOptOut),
        // `1N--`: no notice was given, so there was nothing to opt out of
        _ if notice.eq_ignore_ascii_case(&b'Y') => Err(IabError::Malformed("US Privacy")),
        _ => Ok(UsPrivacySignal::None),
    }
}
