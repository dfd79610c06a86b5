//! A scene with one of its inputs taken from another.

use cookie_consent::decision::Input;

use super::scene::Scene;

pub(super) fn with_input(scene: &Scene, input: Input, other: &Scene) -> Scene {
    let mut changed = scene.clone();
    let (guest, theirs) = (&mut changed.guest, &other.guest);
    let is_of = |name: &'static str| move |(header, _): &(&str, &str)| header.eq_ignore_ascii_case(name);
    let mut headers = |name| {
        guest.headers.retain(|header| !is_of(name)(header));
        guest.headers.extend(theirs.headers.iter().filter(|header| is_of(name)(header)));
    };
    match input {
        Input::Now => guest.now = theirs.now,
        Input::Place => guest.member = theirs.member,
        Input::Region => {
            guest.regions.clone_from(&theirs.regions);
            guest.and_unknown = theirs.and_unknown;
        }
        Input::Consent => changed.record = other.record.clone(),
        Input::Recognised => guest.recognised.clone_from(&theirs.recognised),
        Input::Gpc => {
            headers("sec-gpc");
            guest.script_gpc = theirs.script_gpc;
        }
        Input::Dnt => headers("dnt"),
        Input::Gpp => guest.gpp.clone_from(&theirs.gpp),
        Input::UsPrivacy => guest.us_privacy.clone_from(&theirs.us_privacy),
        Input::Tcf => guest.tcf.clone_from(&theirs.tcf),
        Input::OptOuts => guest.opt_outs.clone_from(&theirs.opt_outs),
        Input::Browser => guest.browser = theirs.browser,
        Input::Age => guest.age = theirs.age,
        _ => panic!("a new input: say where a scene has it"),
    }
    changed
}
