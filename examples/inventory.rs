//! Which of the cookies that a crawl observed the policy of edX does not know.
//!
//! ```text
//! cargo run --example inventory                    a crawl of a course page
//! cargo run --example inventory -- observed.txt    lines of `host name`, or `host/path name` for the page of a Member
//! ```

#![expect(clippy::print_stdout, reason = "a report")]

use core::error::Error;

use cookie_consent::review::undeclared;
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
courses.edx.org/courses/UniX/CS101 unix_quiz
courses.edx.org/courses/MeridianX/BIO2 unix_quiz
www.edx.org fr
";

fn main() -> Result<(), Box<dyn Error>> {
    let policy: Policy = serde_json::from_str(EDX)?;
    let crawl = std::env::args().nth(1).map_or(Ok(CRAWL.to_owned()), std::fs::read_to_string)?;
    let lines = crawl.lines().filter(|line| !line.trim().is_empty());
    let observed: Vec<_> = lines.map(|line| read(&policy, line)).collect::<Result<_, _>>()?;
    let check = undeclared(&policy, observed);
    println!("{} declared, {} not", check.declared(), check.undeclared().len());
    for undeclared in check.undeclared() {
        let pages = match undeclared.place() {
            Place::Site => String::new(),
            Place::Member(id) => format!(", pages of {id}"),
        };
        println!("{} on {}{pages}", undeclared.cookie().name, undeclared.cookie().host);
        for hint in undeclared.hints() {
            println!("    {hint}");
        }
    }
    Ok(())
}

/// A line of the crawl: whose page it was, and the cookie.
fn read<'a>(policy: &'a Policy, line: &'a str) -> Result<(Place<'a>, Cookie<'a>), String> {
    let (page, name) = line.trim().split_once(' ').ok_or_else(|| format!("`{line}` is no line of `host name`"))?;
    let (host, path) = page.find('/').map_or((page, "/"), |at| page.split_at(at));
    Ok((policy.place(host, path), Cookie::first_party(name, host)))
}
