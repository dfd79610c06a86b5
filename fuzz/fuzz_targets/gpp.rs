//! GPP strings against a naive model: the same sections, opt-outs, children and Global Privacy Control, both read or
//! neither does, and a string that was cut loses no opt-out.
#![no_main]

use cookie_consent::read::iab::Gpp;
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
    let us = model.us();
    // of one damaged section no other is relied on
    let of_both = us.zip(model.us_privacy());
    assert_eq!(string.speaks_of_a_child().ok(), of_both.map(|(us, _)| us.child));
    let signal = string.signal().ok().map(|signal| (signal.opted_out(), signal.gpc()));
    assert_eq!(signal, of_both.map(|(us, sold)| (us.opted_out || sold, us.gpc)));
    let tc = model.sections.iter().find(|(id, _)| *id == 2).map(|(_, text)| model::tc::Tc::read(text).is_some());
    assert_eq!(string.tc_string().map(|string| string.is_ok()), tc);

    let part = &text[..usize::from(*cut) * text.len() / 256];
    if let Some((true, _)) = signal
        && let Ok(part) = Gpp::new(part).and_then(|part| part.signal())
    {
        assert!(part.opted_out());
    }
});
