//! tarteaucitron: a cookie of its name, `!service=true!other=false!third=wait`.

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, Naming, RENEWED};
use crate::read::managers::text::{Keys, key_value};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::Tarteaucitron,
        longest: RENEWED,
        naming: Naming::Services,
        groups: &[("id", None)],
    },
    form: Form::One(&[Name::Is("tarteaucitron")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let Some(list) = value.strip_prefix(b"!") else {
        // others use the name; but what refuses may be its own, without its first byte
        let may_refuse = value.is_empty() || value.contains(&b'!') || value.ends_with(b"=false");
        return if may_refuse { Err(Damage) } else { Ok(Content::NotMine) };
    };
    let mut answers = Answers::default();
    let mut keys = Keys::default();
    let (mut chosen, mut waits) = (false, false);
    for entry in list.split(|byte| *byte == b'!') {
        let (service, state) = key_value(entry, b'=').ok_or(Damage)?;
        keys.add(service);
        match state {
            b"true" => answers.add(context, service, true),
            b"false" => answers.add(context, service, false),
            b"wait" => {
                waits = true;
                continue;
            }
            // a site's own addition
            _ if service == b"id" => continue,
            _ => return Err(Damage),
        }
        chosen = true;
    }
    keys.are_distinct()?;
    match (chosen, waits) {
        (true, _) => Ok(Content::Choice(answers)),
        (false, true) => Ok(Content::NoChoice),
        // there were services
        (false, false) => Err(Damage),
    }
}
