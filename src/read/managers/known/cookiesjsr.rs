//! COOKiES!, a module of Drupal: `cookiesjsr`, an object of services and groups of them. `functional` is what the site
//! needs.

use super::klaro;
use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::manager::{Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::Cookiesjsr,
        longest: LONGEST,
        naming: Naming::Services,
        groups: &[("functional", Some(Category::StrictlyNecessary)), ("analytics", Some(Category::Performance))],
    },
    form: Form::One(&[Name::Is("cookiesjsr")], klaro::read),
};
