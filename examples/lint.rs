//! What a policy says and should not.
//!
//! ```text
//! cargo run --example lint                     the policy of edX
//! cargo run --example lint -- policy.json      another one
//! ```

#![expect(clippy::print_stdout, reason = "a report")]

use core::error::Error;

use cookie_consent::Policy;
use cookie_consent::review::{Severity, lint};

const EDX: &str = include_str!("policies/edx.json");

fn main() -> Result<(), Box<dyn Error>> {
    let document = std::env::args().nth(1).map_or(Ok(EDX.to_owned()), std::fs::read_to_string)?;
    let policy: Policy = serde_json::from_str(&document)?;
    let findings = lint(&policy);
    for severity in [Severity::Error, Severity::Warning, Severity::Advice] {
        let mut of_this: Vec<_> = findings.iter().filter(|finding| finding.severity() == severity).collect();
        of_this.sort_by_key(|finding| finding.subject());
        println!("{severity}: {}", of_this.len());
        for finding in of_this {
            println!("  [{}] {finding}", finding.lint());
        }
    }
    Ok(())
}
