use super::IabError;
use crate::visit::UsPrivacySignal;

/// Reads a US Privacy string: `1`, then the notice, the opt-out of sale and the LSPA, each `Y`, `N` or `-`, in either
/// case (IAB US Privacy String, version 1.0).
///
/// The opt-out of sale alone is a signal. Where it is `-` nobody says whether the visitor opted out, whatever stands
/// around it: the specification writes `1---` where no law applies, and managers write `1Y--` and `1N--` before anybody
/// has chosen.
///
/// # Errors
///
/// [`IabError`] for `b""`, another version (`b"2YNN"`), and another length or letter (`b"1YN"`, `b"1YXN"`).
///
/// # Examples
///
/// ```
/// use cookie_consent::visit::UsPrivacySignal;
/// use cookie_consent::read::iab::us_privacy;
///
/// assert_eq!(us_privacy(b"1YYN"), Ok(UsPrivacySignal::OptedOut));
/// assert_eq!(us_privacy(b"1YNN"), Ok(UsPrivacySignal::DidNotOptOut));
/// // the law does not apply, or nobody has chosen
/// assert_eq!(us_privacy(b"1---"), Ok(UsPrivacySignal::None));
/// assert_eq!(us_privacy(b"1Y--"), Ok(UsPrivacySignal::None));
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
    Ok(match sale.to_ascii_uppercase() {
        b'Y' => UsPrivacySignal::OptedOut,
        b'N' => UsPrivacySignal::DidNotOptOut,
        _ => UsPrivacySignal::None,
    })
}
