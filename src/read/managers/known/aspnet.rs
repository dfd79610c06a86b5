//! ASP.NET Core: `.AspNet.Consent`, one answer for everything that is not essential. What that is the site says of the
//! group `consent`.

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{FLAG, Habits, LONGEST, Naming};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits { of: ConsentManager::AspNetCore, longest: LONGEST, naming: Naming::Services, groups: &[] },
    form: Form::One(&[Name::Is(".AspNet.Consent")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let mut answers = Answers::default();
    match value {
        b"yes" => answers.add(context, FLAG, true),
        // the framework deletes the cookie instead; scripts of sites write this
        b"no" => answers.add(context, FLAG, false),
        _ => return Err(Damage),
    }
    Ok(Content::Choice(answers))
}
