//! COOKiES!, a module of Drupal: `cookiesjsr`, an object of services and groups of them. `functional` is what the site needs.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::cmp::answers::{Answers, Said};
use crate::read::cmp::json;
use crate::read::cmp::manager::{Asked, Damage, Form, Manager, Name, Naming};

pub(super) const MANAGER: Manager = Manager {
    of: ConsentManager::Cookiesjsr,
    days: 365,
    naming: Naming::Services,
    groups: &[("functional", Some(Category::StrictlyNecessary)), ("analytics", Some(Category::Performance))],
    form: Form::One(&[Name::Is("cookiesjsr")], read),
};

fn read(asked: &Asked<'_>, value: &[u8]) -> Result<Said, Damage> {
    let mut answers = Answers::default();
    json::entries(&json::text(value)?, |service, state| {
        answers.add(asked, service.as_bytes(), json::boolean(state)?);
        Ok(())
    })?;
    Ok(Said::Choice(answers))
}
