//! The US Privacy string, version 1.0: every one of them written out.

use cookie_consent::visit::UsPrivacySignal;

/// What the string says; `None` if it is no such string.
#[must_use]
pub fn us_privacy(text: &[u8]) -> Option<UsPrivacySignal> {
    let text = String::from_utf8(text.to_vec()).ok()?.to_ascii_uppercase();
    for notice in ["Y", "N", "-"] {
        for sale in ["Y", "N", "-"] {
            for lspa in ["Y", "N", "-"] {
                if text == format!("1{notice}{sale}{lspa}") {
                    return match sale {
                        "Y" => Some(UsPrivacySignal::OptedOut),
                        "N" => Some(UsPrivacySignal::DidNotOptOut),
                        _ => Some(UsPrivacySignal::None),
                    };
                }
            }
        }
    }
    None
}
