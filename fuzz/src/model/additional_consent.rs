//! Google's Additional Consent string: `1~` and ids, or `2~`, ids, `~dv` and the ids of those merely disclosed.

/// The ids consented to; `None` if it is no such string.
#[must_use]
pub fn additional_consent(text: &[u8]) -> Option<Vec<u32>> {
    let text = String::from_utf8(text.to_vec()).ok().filter(|text| text.len() <= 4_096)?;
    let parts: Vec<&str> = text.split('~').collect();
    match parts[..] {
        ["1", consented] | ["2", consented, "dv"] => ids(consented),
        ["2", consented, disclosed] => {
            ids(disclosed.strip_prefix("dv.")?)?;
            ids(consented)
        }
        _ => None,
    }
}

fn ids(list: &str) -> Option<Vec<u32>> {
    if list.is_empty() {
        return Some(Vec::new());
    }
    list.split('.').map(id).collect()
}

fn id(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.chars().all(|digit| digit.is_ascii_digit());
    let number = |number: u64, digit: char| (number * 10 + u64::from(digit.to_digit(10).unwrap())).min(1 << 40);
    if digits { u32::try_from(text.chars().fold(0, number)).ok() } else { None }
}
