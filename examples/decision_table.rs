//! The whole of a policy as a table to sign: Markdown, or CSV for a spreadsheet.
//!
//! ```text
//! cargo run --example decision_table                          the policy of edX, as Markdown
//! cargo run --example decision_table -- --csv                 as CSV
//! cargo run --example decision_table -- policy.json           another policy
//! ```

#![expect(clippy::print_stderr, reason = "an example says what is wrong")]

use core::error::Error;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use cookie_consent::review::DecisionTable;
use cookie_consent::{Age, Policy};
use time::UtcDateTime;
use time::macros::utc_datetime;

/// The instant of the examples, so that their output is the same on every day.
const NOW: UtcDateTime = utc_datetime!(2026-11-23 12:00);

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut csv = false;
    let mut document = include_str!("policies/edx.json").to_owned();
    for arg in std::env::args_os().skip(1) {
        match arg.to_str() {
            Some("--csv") => csv = true,
            Some(option) if option.starts_with('-') => return Err(format!("`{option}` is no option: use --csv").into()),
            _ => {
                let shown = arg.display();
                document = std::fs::read_to_string(&arg).map_err(|error| format!("`{shown}`: {error}"))?;
            }
        }
    }
    let policy: Policy = serde_json::from_str(&document)?;
    let table = DecisionTable::of(&policy, NOW, Age::Unknown)?;
    // written as it is made, without a text of the whole
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let written = if csv { write!(out, "{}", table.csv()) } else { write!(out, "{}", table.markdown()) };
    match written.and_then(|()| out.flush()) {
        // a reader that closes the pipe early is no failure
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
