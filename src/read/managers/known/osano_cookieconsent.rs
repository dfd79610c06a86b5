//! Osano's open source banner: `cookieconsent_status`, one answer for everything. What that is the site says of the group
//! `consent`. That the banner was dismissed is no consent.

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Said};
use crate::read::managers::manager::{Form, Manager, Name};
use crate::read::managers::mapping::{FLAG, Habits, Naming};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits { of: ConsentManager::OsanoCookieConsent, days: 365, naming: Naming::Services, groups: &[] },
    form: Form::One(&[Name::Is("cookieconsent_status")], |asked, value| {
        let granted = match value {
            b"allow" => true,
            b"deny" => false,
            b"dismiss" => return Ok(Said::NoChoice),
            // other banners use the name
            _ => return Ok(Said::NotMine),
        };
        let mut answers = Answers::default();
        answers.add(asked, FLAG, granted);
        Ok(Said::Choice(answers))
    }),
};
