//! Policy documents: what reads is written and reads equal, differs in nothing from itself, and can be reviewed.
#![no_main]

use cookie_consent::Policy;
use cookie_consent::review::{diff, lint};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let policy: Policy = match serde_json::from_slice(text) {
        Ok(policy) => policy,
        Err(error) => {
            let _ = error.to_string();
            return;
        }
    };
    let written = serde_json::to_string(&policy).unwrap();
    let read: Policy = serde_json::from_str(&written).unwrap();
    assert_eq!(read, policy);
    assert_eq!(serde_json::to_string(&read).unwrap(), written);
    let difference = diff(&policy, &read);
    assert!(difference.changes().is_empty() && !difference.is_material());
    for finding in lint(&policy) {
        let _ = finding.to_string();
    }
});
