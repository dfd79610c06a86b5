//! Any bytes as lines of the `Cookie` header: pairs are pieces of the text and no more, and the order of lines is
//! irrelevant to what a request is denied.
#![no_main]

use cookie_consent::read::Cookies;
use cookie_consent_fuzz::lines;
use cookie_consent_fuzz::site::{NOW, allowed, request_of_cookies};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut lines = lines(data);
    let text: usize = lines.iter().map(|line| line.len()).sum();
    let Ok(cookies) = Cookies::new(&lines) else {
        let pieces = lines.iter().map(|line| line.split(|byte| *byte == b';').count());
        assert!(text > 65_536 || pieces.sum::<usize>() > 1_024);
        return;
    };
    let pairs: Vec<_> = cookies.pairs().collect();
    let found: usize = pairs.iter().map(|pair| pair.name().len() + pair.value().len()).sum();
    assert!(found <= text);
    for pair in &pairs {
        let (name, value) = (pair.name(), pair.value());
        assert!(!(name.is_empty() && value.is_empty()));
        assert!(!name.contains(&b'=') && !name.contains(&b';') && !value.contains(&b';'));
        for part in [name, value] {
            let ends = [part.first(), part.last()];
            assert!(!ends.contains(&Some(&b' ')) && !ends.contains(&Some(&b'\t')));
        }
        assert!(pair.unquoted().len() == value.len() || pair.unquoted().len() + 2 == value.len());
        let same: Vec<_> = pairs.iter().filter(|other| other.name() == name).copied().collect();
        assert_eq!(cookies.all(name).collect::<Vec<_>>(), same);
    }

    let forwards = allowed(&request_of_cookies(NOW, &lines));
    lines.reverse();
    assert_eq!(allowed(&request_of_cookies(NOW, &lines)), forwards);
});
