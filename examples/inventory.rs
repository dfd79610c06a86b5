//! Which of the cookies that a crawl observed the policy of edX does not know.
//!
//! ```text
//! cargo run --example inventory                    a crawl of a course page
//! cargo run --example inventory -- observed.txt    lines of `host name`
//! ```

#![expect(clippy::print_stdout, reason = "a report")]

use core::error::Error;

use cookie_consent::{Cookie, Place, Policy};

const EDX: &str = include_str!("policies/edx.json");

const CRAWL: &str = "\
courses.edx.org sessionid
courses.edx.org CSRFToken
www.edx.org _ga
www.edx.org _ga_9XK2LD01QP
www.edx.org exp_7f3a
www.edx.org exp_81cc
www.edx.org exp_9b02
www.edx.org _ttp
courses.edx.org unix_quiz
www.edx.org fr
";

fn main() -> Result<(), Box<dyn Error>> {
    let policy: Policy = serde_json::from_str(EDX)?;
    let crawl = std::env::args().nth(1).map_or(Ok(CRAWL.to_owned()), std::fs::read_to_string)?;
    let observed = crawl.lines().filter_map(|line| line.split_once(' '));
    let check = policy.undeclared(observed.map(|(host, name)| (Place::Site, Cookie::first_party(name, host))));
    println!("{} declared, {} not", check.declared(), check.unlisted().len());
    for unlisted in check.unlisted() {
        println!("{} on {}", unlisted.cookie().name, unlisted.cookie().host);
        for hint in unlisted.hints() {
            println!("    {hint}");
        }
    }
    Ok(())
}
