//! tarteaucitron: a cookie of its name, `!service=true!other=false!third=wait`.

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};
use crate::read::managers::text::key_value;

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::Tarteaucitron,
        longest: LONGEST,
        naming: Naming::Services,
        groups: &[("id", None)],
    },
    form: Form::One(&[Name::Is("tarteaucitron")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let Some(list) = value.strip_prefix(b"!") else { return Ok(Content::NotMine) };
    let mut answers = Answers::default();
    let mut chosen = false;
    for entry in list.split(|byte| *byte == b'!') {
        let (service, state) = key_value(entry, b'=').ok_or(Damage)?;
        match state {
            b"true" => answers.add(context, service, true),
            b"false" => answers.add(context, service, false),
            b"wait" => continue,
            // a site's own addition
            _ if service == b"id" => continue,
            _ => return Err(Damage),
        }
        chosen = true;
    }
    Ok(if chosen { Content::Choice(answers) } else { Content::NoChoice })
}
