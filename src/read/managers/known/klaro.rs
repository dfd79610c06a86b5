//! Klaro, and its fork Orejime: an object of services, each true or false. Services that cannot be refused stand among
//! them as true, which the site has to say of them.

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits { of: ConsentManager::Klaro, longest: LONGEST, naming: Naming::Services, groups: &[] },
    form: Form::One(&[Name::Is("klaro")], read),
};

pub(super) const OREJIME: Manager = Manager {
    habits: Habits { of: ConsentManager::Orejime, ..MANAGER.habits },
    form: Form::One(&[Name::Is("orejime")], read),
};

pub(super) fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let mut answers = Answers::default();
    json::entries(&json::text(value)?, |service, state| {
        answers.add(context, service.as_bytes(), json::boolean(state)?);
        Ok(())
    })?;
    Ok(Content::Choice(answers))
}
