//! TC strings against a naive model: every field and every vendor asked for is equal, both read or neither does, and a
//! string that was cut consents to nothing more.
#![no_main]

use cookie_consent::read::iab::{TcString, TcfRestriction};
use cookie_consent_fuzz::model::bits::legible;
use cookie_consent_fuzz::model::tc::{Set, Tc};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [mode, cut, text @ ..] = data else { return };
    let text = legible(mode & 1 == 1, text, b".");
    let (string, model) = match (TcString::new(&text), Tc::read(&text)) {
        (Ok(string), Some(model)) => (string, model),
        (Err(_), None) => return,
        (string, model) => panic!("{string:?}\n{model:?}"),
    };
    assert_eq!(string.created().unix_timestamp().cast_unsigned(), model.created / 10);
    assert_eq!(string.last_updated().unix_timestamp().cast_unsigned(), model.last_updated / 10);
    assert_eq!(u64::from(string.cmp_id()), model.cmp_id);
    assert_eq!(u64::from(string.vendor_list_version()), model.vendor_list_version);
    assert_eq!(u64::from(string.policy_version()), model.policy_version);
    assert_eq!(string.is_service_specific(), model.service_specific);
    assert_eq!(string.purposes(), model.purposes);
    assert_eq!(string.legitimate_interests(), model.legitimate_interests);
    assert_eq!(string.purpose_one_treatment(), model.purpose_one_treatment);
    assert_eq!(string.publisher_country(), model.publisher_country);
    let publisher = string.publisher().map(|publisher| {
        let own = (1..=publisher.own_purposes()).map(|at| (publisher.consents_to_own(at), publisher.has_legitimate_interest_in_own(at)));
        (publisher.purposes(), publisher.legitimate_interests(), own.collect::<Vec<_>>())
    });
    assert_eq!(publisher, model.publisher);
    assert_eq!((string.cmp_version().into(), string.consent_screen().into()), (model.cmp_version, model.screen));
    assert_eq!(string.consent_language(), model.language);
    for number in 0..=u8::MAX {
        let index = usize::from(number).wrapping_sub(1);
        assert_eq!(string.special_feature(number), model.special_features.get(index) == Some(&true));
    }

    let ids = model.edges();
    let tcf = string.to_tcf(ids.iter().copied());
    assert_eq!(tcf.last_updated, string.last_updated());
    assert_eq!(u64::from(tcf.policy_version), model.policy_version);
    assert_eq!((tcf.service_specific, tcf.purposes), (model.service_specific, model.purposes));
    assert_eq!(tcf.purpose_one_treatment, model.purpose_one_treatment);
    assert_eq!(tcf.has_disclosed_vendors, model.disclosed.is_some());
    assert_eq!(tcf.vendors.len(), ids.len());
    let part = &text[..usize::from(*cut) * text.len() / 256];
    let part = TcString::new(part).ok();
    for id in ids {
        let consented = model.consents.contains(id);
        let disclosed = model.disclosed.as_ref().map(|set: &Set| set.contains(id));
        let restricted = model.restricted(id, 0).union(model.restricted(id, 2));
        let kinds =
            [TcfRestriction::NotAllowed, TcfRestriction::RequireConsent, TcfRestriction::RequireLegitimateInterest];
        assert_eq!(string.consents_to(id), consented, "{id}");
        assert_eq!(string.has_legitimate_interest(id), model.interests.contains(id), "{id}");
        assert_eq!(string.discloses(id), disclosed, "{id}");
        assert_eq!(string.allows(id), model.allowed.as_ref().map(|set| set.contains(id)), "{id}");
        for (number, kind) in (0..).zip(kinds) {
            assert_eq!(string.restricted(id, kind), model.restricted(id, number), "{id}");
        }
        let vendor = tcf.vendor(id).unwrap();
        assert_eq!((vendor.consented, vendor.disclosed), (consented, disclosed == Some(true)), "{id}");
        assert_eq!(vendor.restricted, restricted, "{id}");
        if let Some(part) = part {
            assert!(!part.consents_to(id) || consented, "{id}");
            assert!(part.discloses(id) != Some(true) || disclosed == Some(true), "{id}");
            assert_eq!(part.purposes(), model.purposes, "{id}");
            assert!(kinds.iter().all(|kind| part.restricted(id, *kind) == string.restricted(id, *kind)), "{id}");
        }
    }
});
