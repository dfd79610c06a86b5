//! Osano's open source banner: `cookieconsent_status`, one answer for everything. What that is the site says of the
//! group `consent`. That the banner was dismissed is no consent.

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{FLAG, Habits, LONGEST, Naming};
use crate::read::managers::text::is_almost;

pub(super) const MANAGER: Manager = Manager {
    habits: Habits { of: ConsentManager::OsanoCookieConsent, longest: LONGEST, naming: Naming::Services, groups: &[] },
    form: Form::One(&[Name::Is("cookieconsent_status")], |context, value| {
        let granted = match value {
            b"allow" => true,
            b"deny" => false,
            b"dismiss" => return Ok(Content::NoChoice),
            // cut, or damaged
            _ if WORDS.iter().any(|word| word.starts_with(value) || is_almost(value, word)) => return Err(Damage),
            // other banners use the name
            _ => return Ok(Content::NotMine),
        };
        let mut answers = Answers::default();
        answers.add(context, FLAG, granted);
        Ok(Content::Choice(answers))
    }),
};

const WORDS: [&[u8]; 3] = [b"allow", b"deny", b"dismiss"];
