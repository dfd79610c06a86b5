//! US Privacy strings against a model that writes all of them out.
#![no_main]

use cookie_consent::read::iab::us_privacy;
use cookie_consent_fuzz::model;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let said = us_privacy(text);
    assert_eq!(said.ok(), model::us_privacy::us_privacy(text));
    if let (Ok(_), Some((_, cut))) = (said, text.split_last()) {
        assert!(us_privacy(cut).is_err(), "a string that was cut is none");
    }
});
