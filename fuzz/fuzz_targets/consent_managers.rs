//! Any value under any name of a consent manager: it reads, what reads holds together, and neither the order of cookies
//! nor one more foreign cookie changes it. Lines are values; the first byte of each chooses the name.
#![no_main]

use cookie_consent::Consent;
use cookie_consent::read::Cookies;
use cookie_consent::read::managers::{self, Imported, ManagerRemark};
use cookie_consent_fuzz::lines;
use cookie_consent_fuzz::samples::NAMES;
use cookie_consent_fuzz::site::{MANAGERS, NOW, POLICY};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let named = |line: &[u8]| {
        let (choice, value) = line.split_first()?;
        Some([NAMES[usize::from(*choice) % NAMES.len()].as_bytes(), b"=", value].concat())
    };
    let pairs: Vec<Vec<u8>> = lines(data).into_iter().filter_map(named).collect();
    let mut pairs: Vec<&[u8]> = pairs.iter().map(Vec::as_slice).collect();
    // twice they may be more than is read
    if Cookies::new(&[pairs.as_slice(), &pairs].concat()).is_err() {
        return;
    }
    let imported = read(&pairs);
    // no manager's, no word of the visitor; of too many none was read
    if imported.managers().is_empty() && imported.remarks() != [ManagerRemark::TooMany] {
        assert_eq!(imported.consent(), Consent::Absent);
    }

    let foreign = [b"\xff=\0; theme=dark".as_slice(), b"consents=1", b"="];
    assert_eq!(said(&read(&[&foreign, pairs.as_slice()].concat())), said(&imported));
    let twice = [pairs.as_slice(), &pairs].concat();
    assert_eq!(said(&read(&twice)), said(&imported));
    pairs.reverse();
    assert_eq!(said(&read(&pairs)), said(&imported));
});

fn read(lines: &[&[u8]]) -> Imported {
    managers::read(&POLICY, NOW, &Cookies::new(lines).unwrap(), &MANAGERS)
}

/// What was said, as something to compare.
fn said(imported: &Imported) -> String {
    match imported.consent() {
        Consent::Absent => "absent".to_owned(),
        Consent::Unreadable => "unreadable".to_owned(),
        Consent::Given(record) => record.to_string(),
    }
}
