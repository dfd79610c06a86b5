//! Gzip (RFC 1952), as scripts write it: one member, with a header that has nothing optional.

use alloc::vec::Vec;

use miniz_oxide::inflate::decompress_to_vec_with_limit;

use super::manager::{Damage, MAX_LEN};
use crate::wire::crc::Crc;

/// What was compressed, if it is no longer than a value may be and whole.
pub(super) fn decompress(text: &[u8]) -> Result<Vec<u8>, Damage> {
    let (head, rest) = text.split_first_chunk::<10>().ok_or(Damage)?;
    let (body, tail) = rest.split_last_chunk::<8>().ok_or(Damage)?;
    // magic, deflate, no flags
    if !head.starts_with(&[0x1f, 0x8b, 8, 0]) {
        return Err(Damage);
    }
    let whole = decompress_to_vec_with_limit(body, MAX_LEN).map_err(|_| Damage)?;
    let mut crc = Crc::START;
    crc.add(&whole);
    let (sum, len) = tail.split_first_chunk::<4>().ok_or(Damage)?;
    let matches =
        crc.value().to_le_bytes() == *sum && u32::try_from(whole.len()).is_ok_and(|size| size.to_le_bytes() == *len);
    if matches { Ok(whole) } else { Err(Damage) }
}
