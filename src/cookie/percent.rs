use alloc::vec::Vec;

/// Percent-decoded once; what is no escape stands for itself. The crate for this is a dependency of reading the cookies
/// of consent managers only.
pub(crate) fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [byte, tail @ ..] = rest {
        let escaped = match rest {
            [b'%', high, low, tail @ ..] => digit(*high).zip(digit(*low)).map(|(high, low)| (high << 4 | low, tail)),
            _ => None,
        };
        let (byte, tail) = escaped.unwrap_or((*byte, tail));
        bytes.push(byte);
        rest = tail;
    }
    bytes
}
