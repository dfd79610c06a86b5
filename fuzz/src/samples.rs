//! Cookies found in requests, of the crate's own tests.

use std::sync::LazyLock;

use serde_json::Value;
use time::UtcDateTime;
use time::format_description::well_known::Rfc3339;

/// A cookie, and those that its reader looks at as well.
#[derive(Clone, Debug)]
pub struct Sample {
    pub name: String,
    pub value: String,
    pub companions: Vec<(String, String)>,
    /// When the choice was made, where that is known.
    pub decided_at: Option<UtcDateTime>,
}

/// Every line of every file that has a name and a value.
pub static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let lines = include_str!(concat!(env!("OUT_DIR"), "/samples.jsonl")).lines();
    lines.filter_map(|line| Sample::read(&serde_json::from_str(line).unwrap())).collect()
});

/// Their names and those of their companions, each once.
pub static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let companions = SAMPLES.iter().flat_map(|sample| sample.companions.iter().map(|(name, _)| name.as_str()));
    let mut names: Vec<&str> = SAMPLES.iter().map(|sample| sample.name.as_str()).chain(companions).collect();
    names.sort_unstable();
    names.dedup();
    names
});

impl Sample {
    fn read(line: &Value) -> Option<Self> {
        let companions = line["companions"].as_object().into_iter().flatten();
        let decided_at = line["decided_at"].as_str();
        Some(Self {
            name: line["name"].as_str()?.to_owned(),
            value: line["value"].as_str()?.to_owned(),
            companions: companions.map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect(),
            decided_at: decided_at.map(|at| UtcDateTime::parse(at, &Rfc3339).unwrap()),
        })
    }

    /// Its pairs, itself last.
    #[must_use]
    pub fn pairs(&self) -> Vec<Vec<u8>> {
        let own = (self.name.clone(), self.value.clone());
        let all = self.companions.iter().cloned().chain([own]);
        all.map(|(name, value)| format!("{name}={value}").into_bytes()).collect()
    }
}
