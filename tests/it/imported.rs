//! What a line of cookies says, read with the consent managers' and written in a few signs, for the tables of tests.
#![cfg(test)]

use cookie_consent::cookie::DataUse;
use cookie_consent::read::managers::{self, Imported};
use cookie_consent::read::{Cookies, Managers};
use cookie_consent::{Category, Consent};

use crate::fixture::{NOW, site};

pub(crate) fn read(line: &str, named: &Managers) -> Imported {
    managers::read(&site().build().unwrap(), NOW, &Cookies::new(&[line.as_bytes()]).unwrap(), named)
}

/// Performance, functionality, targeting: `+` granted, `-` refused, `?` nothing; then `$` if the sale of data was
/// refused.
pub(crate) fn told(imported: &Imported) -> String {
    let record = match imported.consent() {
        Consent::Absent => return "absent".into(),
        Consent::Unreadable => return "damage".into(),
        Consent::Given(record) => record,
    };
    let categories = [Category::Performance, Category::Functionality, Category::Targeting].map(|category| {
        let choice = record.category(category);
        match (choice.grant, choice.refusal) {
            (Some(_), None) => '+',
            (None, Some(_)) => '-',
            (None, None) => '?',
            (Some(_), Some(_)) => panic!("{choice:?}"),
        }
    });
    let no_sale = record.data_use(DataUse::SaleOrShare).refusal.map(|_| '$');
    categories.into_iter().chain(no_sale).collect()
}

#[track_caller]
pub(crate) fn all(named: &Managers, rows: &[(&str, &str)]) {
    for (line, expected) in rows {
        let imported = read(line, named);
        assert_eq!(told(&imported), *expected, "{line}\n{imported:?}");
    }
}
