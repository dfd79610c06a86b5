//! Strings of the IAB that were found in requests, tests and filter lists, each with what it says and where it was
//! found.
#![cfg(test)]

use cookie_consent::read::iab::{AdditionalConsent, Gpp, IabError, TcString};
use cookie_consent::read::{Cookies, Headers, Managers, Remark, Request, opt_out_cookies};
use cookie_consent::visit::{Signals, TcfPurpose, TcfPurposes, UsPrivacySignal};
use cookie_consent::{Consent, Policy};
use serde_json::Value;

use crate::fixture::{NOW, policy};

const SAMPLES: &str = include_str!("golden/iab-samples.jsonl");

fn samples() -> Vec<Value> {
    SAMPLES.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn read<'p>(policy: &'p Policy, sample: &Value) -> Request<'p> {
    let header = format!("{}={}", sample["name"].as_str().unwrap(), sample["value"].as_str().unwrap());
    policy.read(NOW, &Headers::new([("Cookie", header.as_str())]), Managers::NONE)
}

fn purposes(numbers: &Value) -> TcfPurposes {
    let at = |number: &Value| usize::try_from(number.as_u64().unwrap()).unwrap().checked_sub(1).unwrap();
    numbers.as_array().unwrap().iter().map(|number| TcfPurpose::ALL[at(number)]).collect()
}

/// A field that the sample's finder decoded, if that was done.
fn stated<'s>(sample: &'s Value, field: &str) -> Option<&'s Value> {
    sample.get(field).filter(|value| !value.is_null())
}

fn tc_string(sample: &Value) {
    let text = sample["value"].as_str().unwrap();
    let string = TcString::new(text.strip_suffix(',').unwrap_or(text).as_bytes()).unwrap();
    assert_eq!(string.last_updated().date().to_string(), sample["last_updated"].as_str().unwrap());
    assert_eq!(string.created(), string.last_updated());
    assert_eq!(string.purposes(), purposes(&sample["purposes"]));
    if let Some(policy) = stated(sample, "policy") {
        assert_eq!(u64::from(string.policy_version()), policy.as_u64().unwrap());
    }
    if let Some(interests) = stated(sample, "interests") {
        assert_eq!(string.legitimate_interests(), purposes(interests));
    }
    if let Some(country) = stated(sample, "country") {
        assert_eq!(string.publisher_country().unwrap(), country.as_str().unwrap().as_bytes());
    }
    if let Some(cmp_id) = stated(sample, "cmp_id") {
        assert_eq!(u64::from(string.cmp_id()), cmp_id.as_u64().unwrap());
    }
    assert_eq!(read(&policy(), sample).signals().tcf().unwrap().purposes, string.purposes());
}

fn gpp(sample: &Value) {
    let string = Gpp::new(sample["value"].as_str().unwrap().as_bytes()).unwrap();
    let ids: Vec<u64> = string.sections().map(|(id, _)| id.into()).collect();
    assert_eq!(ids, sample["sections"].as_array().unwrap().iter().map(|id| id.as_u64().unwrap()).collect::<Vec<_>>());
    let policy = policy();
    let request = read(&policy, sample);
    let signal = request.signals().gpp();
    assert_eq!(Value::from(signal.opted_out()), sample["opted_out"]);
    assert_eq!(Value::from(signal.gpc()), sample["gpc"]);
    // embedded unchanged
    let embedded = stated(sample, "tcf").map(|text| TcString::new(text.as_str().unwrap().as_bytes()).unwrap());
    assert_eq!(request.signals().tcf().map(|tcf| tcf.last_updated), embedded.map(|string| string.last_updated()));
}

#[test]
fn samples_read_as_their_finder_says() {
    let (policy, samples) = (policy(), samples());
    for sample in &samples {
        println!("{sample}");
        let text = sample["value"].as_str().unwrap();
        let request = read(&policy, sample);
        assert_eq!(request.consent(), Consent::Absent);
        let malformed = sample["kind"] == "malformed-gpp";
        assert_eq!(request.remarks().is_empty(), !malformed);
        match sample["kind"].as_str().unwrap() {
            "tcf" => tc_string(sample),
            "additional-consent" => {
                let string = AdditionalConsent::new(text.as_bytes()).unwrap();
                assert_eq!(string.consented_of(0..10_000), [0_u32; 0]);
                assert_eq!(sample["providers"], serde_json::json!([]));
            }
            "us-privacy" => {
                let says = match request.signals().us_privacy() {
                    UsPrivacySignal::OptedOut => "opted-out",
                    UsPrivacySignal::DidNotOptOut => "did-not-opt-out",
                    UsPrivacySignal::None => "nothing",
                };
                assert_eq!(sample["says"], says);
            }
            "gpp" => gpp(sample),
            "malformed-gpp" => {
                assert!(matches!(request.remarks(), [Remark::Iab { error: IabError::Malformed("header"), .. }]));
                assert!(request.signals().gpp().opted_out());
            }
            // an opt-out cookie of a company reaches that company alone, and `__gpp_sid` is but a list
            "nothing" => {
                assert_eq!(request.signals(), &Signals::NONE);
                let line = format!("{}={text}", sample["name"].as_str().unwrap());
                let lines = [line.as_bytes()];
                let cookies = Cookies::new(&lines).unwrap();
                assert_eq!(opt_out_cookies("www.edx.org", &cookies).count(), 0);
            }
            other => panic!("`{other}` is no kind of sample"),
        }
    }
    assert!(samples.len() >= 20, "{} samples", samples.len());
}
