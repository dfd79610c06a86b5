//! GPP strings against a naive model: the same sections, opt-outs, children and Global Privacy Control, both read or
//! neither does, and a string that was cut loses no opt-out.
#![no_main]

use cookie_consent::Age;
use cookie_consent::read::iab::{Gpp, GppSection};
use cookie_consent_fuzz::model;
use cookie_consent_fuzz::model::bits::legible;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [mode, cut, text @ ..] = data else { return };
    let text = legible(mode & 1 == 1, text, b".~");
    let (string, model) = match (Gpp::new(&text), model::gpp::Gpp::read(&text)) {
        (Ok(string), Some(model)) => (string, model),
        (Err(_), None) => return,
        (string, model) => panic!("{string:?}\n{model:?}"),
    };
    let sections: Vec<_> = string.sections().map(|(id, text)| (id, text.to_vec())).collect();
    assert_eq!(sections, model.sections);
    for ((id, text), (section, said)) in model.sections.iter().zip(string.by_section()) {
        assert_eq!(*id, section);
        assert_eq!(said.is_err(), said.is_err_and(|error| error.section == section));
        match model::gpp::Gpp::us(*id, text) {
            Some(us) => {
                let signal = said.ok().map(|said| said.signal());
                let said = signal.map(|signal| (signal.opted_out(), signal.age() != Age::Unknown, signal.gpc()));
                assert_eq!(said, us.map(|us| (us.opted_out, us.child, us.gpc)));
            }
            None if *id == 2 => assert_eq!(said.is_ok(), model::tc::Tc::read(text).is_some()),
            None if *id == 5 => {}
            None => assert_eq!(said, Ok(GppSection::Unread)),
        }
    }
    let signal = string.signal();
    // the whole fails with any of its sections
    assert_eq!(signal.is_err(), string.by_section().any(|(_, said)| said.is_err()));
    let tc = model.sections.iter().find(|(id, _)| *id == 2).map(|(_, text)| model::tc::Tc::read(text).is_some());
    assert_eq!(string.tc_string().map(|string| string.is_ok()), tc);

    // the mode of the business stands behind fields whose number is told by the length
    let has_chosen = |said: GppSection| {
        said.signal().opted_out() && !matches!(said, GppSection::Us(us) if us.is_service_provider())
    };
    let part = &text[..usize::from(*cut) * text.len() / 256];
    if signal.is_ok()
        && string.by_section().any(|(_, said)| said.is_ok_and(has_chosen))
        && let Ok(part) = Gpp::new(part)
        && let Ok(part) = part.signal()
    {
        assert!(part.opted_out());
    }
});
