//! tarteaucitron: a cookie of its name, `!service=true!other=false!third=wait`.

use super::answers::{Answers, Said};
use super::text::key_value;
use super::{Asked, Damage, Manager};
use crate::consent::ConsentManager;

pub(super) const MANAGER: Manager = Manager {
    of: ConsentManager::Tarteaucitron,
    cookie: "tarteaucitron",
    days: 365,
    by_service: true,
    groups: &[("id", None)],
    read,
};

fn read(asked: &Asked<'_>) -> Result<Said, Damage> {
    let Some(list) = asked.value.strip_prefix(b"!") else { return Ok(Said::NotMine) };
    let mut answers = Answers::default();
    let mut chosen = false;
    for entry in list.split(|byte| *byte == b'!') {
        let (service, state) = key_value(entry, b'=').ok_or(Damage)?;
        match state {
            b"true" => answers.add(asked, service, true),
            b"false" => answers.add(asked, service, false),
            b"wait" => continue,
            // a site's own addition
            _ if service == b"id" => continue,
            _ => return Err(Damage),
        }
        chosen = true;
    }
    Ok(if chosen { Said::Choice(answers) } else { Said::NoChoice })
}
