//! Events as JSON: what reads is written and reads equal, and so does the record that it amounts to.
#![no_main]

use cookie_consent::consent::History;
use cookie_consent::{ConsentEvent, ConsentRecord};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let events: Vec<ConsentEvent> = lines_of(text).collect();
    for event in &events {
        let written = serde_json::to_string(event).unwrap();
        let read: ConsentEvent = serde_json::from_str(&written).unwrap();
        assert_eq!(&read, event);
        assert_eq!(serde_json::to_string(&read).unwrap(), written);
    }
    let record = events.iter().cloned().collect::<History>().record();
    assert_eq!(record.to_string().parse::<ConsentRecord>().as_ref(), Ok(&record));
    let backwards = events.iter().rev().cloned().collect::<History>();
    assert_eq!(backwards.record(), record, "the order of events in a log is irrelevant");
    let written = serde_json::to_string(&backwards).unwrap();
    assert_eq!(serde_json::from_str::<History>(&written).unwrap().record(), record);
});

fn lines_of(text: &[u8]) -> impl Iterator<Item = ConsentEvent> {
    cookie_consent_fuzz::lines(text).into_iter().filter_map(|line| serde_json::from_slice(line).ok())
}
