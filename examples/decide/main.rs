//! Decides cookies by a policy, on the command line.
//!
//! ```text
//! cargo run --example decide                                              many visitors, many cookies: a table
//! cargo run --example decide -- --cookie _fbp --region US-CA --gpc        one case, explained
//! cargo run --example decide -- --cookie _fbp --region US-CA --gpc --law  and the law on which it rests
//! cargo run --example decide -- --help                                    every option
//! ```

#![expect(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "an example runs on a host")]

mod args;
mod explain;
mod law;
mod table;

use std::error::Error;
use std::ffi::OsString;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use cookie_consent::Policy;

use args::{Args, Output};
use explain::Question;

/// The cookie policy of edX, in this crate's document format.
const EDX: &str = include_str!("../policies/edx.json");

fn main() -> ExitCode {
    let (text, code) = match answer(std::env::args_os().skip(1).collect()) {
        Ok(text) => return print(&mut std::io::stdout(), &text, ExitCode::SUCCESS),
        Err(error) => (format!("error: {error}\n"), ExitCode::from(2)),
    };
    print(&mut std::io::stderr(), &text, code)
}

/// Writes everything at once; a reader that closes the pipe early is no failure.
fn print(to: &mut impl Write, text: &str, code: ExitCode) -> ExitCode {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => code,
    }
}

fn answer(words: Vec<OsString>) -> Result<String, Box<dyn Error>> {
    if words.is_empty() {
        return Ok(table::of(&read(EDX)?)?);
    }
    let args = Args::parse(words)?;
    if args.output == Output::Help {
        return Ok(args::HELP.to_owned());
    }
    if args.output == Output::Law && !args.names_a_cookie() {
        return Ok(law::of(&args.regions, args.at)?);
    }
    let policy = match &args.policy {
        None => read(EDX)?,
        Some(file) => std::fs::read_to_string(file)
            .map_err(Box::from)
            .and_then(|document| read(&document))
            .map_err(|error| format!("`--policy {file}`: {}", error.to_string().replace('\n', "\n  ")))?,
    };
    let stored = args.stored(&policy);
    let question = Question { policy: &policy, visit: args.visit(&policy), stored: &stored, cookie: args.cookie() };
    let mut out = String::new();
    if args.output == Output::Json {
        out = serde_json::to_string_pretty(&question.decide())?;
        out.push('\n');
    } else if args.output == Output::Law {
        question.explain_law(&mut out)?;
    } else {
        question.explain(&mut out)?;
    }
    Ok(out)
}

/// Reads a policy; all that is wrong with it comes at once, a line each.
fn read(document: &str) -> Result<Policy, Box<dyn Error>> {
    Ok(serde_json::from_str(document)?)
}
