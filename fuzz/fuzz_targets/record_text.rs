//! Any text as a record, and with a right checksum added: whatever reads is what the record writes, one text for each,
//! and a record that was cut is none.
#![no_main]

use cookie_consent::ConsentRecord;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let checked = format!("{text}.{:08x}", crc32(text.as_bytes()));
    for text in [text, &checked] {
        let Ok(record) = text.parse::<ConsentRecord>() else { continue };
        assert_eq!(record.to_string(), text);
        let json = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<ConsentRecord>(&json).unwrap(), record);
        for end in 0..text.len().min(64) {
            assert!(text[..text.len() - 1 - end].parse::<ConsentRecord>().is_err());
        }
        let _ = format!("{record:?}");
    }
});

/// CRC-32 bit by bit, as its definition says.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}
