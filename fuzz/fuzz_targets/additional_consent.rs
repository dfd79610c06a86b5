//! Additional Consent strings against a naive model. One that was cut consents to nobody else, but for its last id:
//! `1~7.12` cut to `1~7.1` is a well-formed string, and no reader can tell.
#![no_main]

use cookie_consent::read::iab::AdditionalConsent;
use cookie_consent_fuzz::model::additional_consent::additional_consent;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [cut, text @ ..] = data else { return };
    let (string, ids) = match (AdditionalConsent::new(text), additional_consent(text)) {
        (Ok(string), Some(ids)) => (string, ids),
        (Err(_), None) => return,
        (string, model) => panic!("{string:?}\n{model:?}"),
    };
    let asked = ids.iter().take(16).flat_map(|id| [id.wrapping_sub(1), *id, id.wrapping_add(1)]);
    for id in asked.chain([0, 1, u32::MAX]) {
        assert_eq!(string.consents_to(id), ids.contains(&id), "{id}");
    }

    let part = &text[..usize::from(*cut) * text.len() / 256];
    if AdditionalConsent::new(part).is_ok() {
        let kept = additional_consent(part).unwrap_or_default();
        let others = kept.split_last().map_or(kept.as_slice(), |(_, others)| others);
        assert!(others.iter().all(|id| ids.contains(id)));
    }
});
