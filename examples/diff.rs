//! What changed from one policy to the next, and the version that asks again for what changed materially.
//!
//! ```text
//! cargo run --example diff                             the policy of edX and an edited copy
//! cargo run --example diff -- old.json new.json        two documents
//! ```

#![expect(clippy::print_stdout, reason = "a report")]

use core::error::Error;

use cookie_consent::cookie::Lifetime;
use cookie_consent::policy::{Declaration, PolicyErrors, Vendor};
use cookie_consent::review::diff;
use cookie_consent::{Category, Policy};
use time::macros::date;

const EDX: &str = include_str!("policies/edx.json");

fn main() -> Result<(), Box<dyn Error>> {
    let mut files = std::env::args().skip(1);
    let (old, new) = match (files.next(), files.next()) {
        (Some(old), Some(new)) => (read(&std::fs::read_to_string(old)?)?, read(&std::fs::read_to_string(new)?)?),
        (Some(_), None) => return Err("two documents are needed, or none".into()),
        (None, _) => {
            let edx = read(EDX)?;
            let edited = edited(&edx)?;
            (edx, edited)
        }
    };
    let diff = diff(&old, &new);
    for change in diff.changes() {
        println!("{} {change}", if change.is_material() { "!" } else { " " });
    }
    if diff.is_material() {
        let next = old.source().versions().last().map_or(1, |version| version.number().number().saturating_add(1));
        let version = diff.next_version(next, date!(2027 - 01 - 01));
        println!("\nthe version to publish it with: {}", serde_json::to_string(&Shown(&new, version).document()?)?);
    } else {
        println!("\nnobody has to be asked again");
    }
    Ok(())
}

fn read(document: &str) -> Result<Policy, serde_json::Error> {
    serde_json::from_str(document)
}

/// What a site does in a year: a new partner, a new cookie, a better sentence.
fn edited(policy: &Policy) -> Result<Policy, PolicyErrors> {
    policy
        .source()
        .clone()
        .controller("edX LLC", "cookies@edx.org")
        .vendor(Vendor::new("newads", "New Ads"))
        .declare(Declaration::new("newads_id", Category::Targeting).vendor("newads").third_party())
        .declare(Declaration::new("edx_font_size", Category::Functionality).lasting(Lifetime::days(90)))
        .build()
}

/// A version as it stands in a policy's document.
struct Shown<'a>(&'a Policy, cookie_consent::policy::Version);

impl Shown<'_> {
    fn document(self) -> Result<serde_json::Value, Box<dyn Error>> {
        let published = self.0.source().clone().version(self.1).build()?;
        let document = serde_json::to_value(&published)?;
        Ok(document
            .get("versions")
            .and_then(|versions| versions.as_array())
            .and_then(|versions| versions.last())
            .cloned()
            .unwrap_or_default())
    }
}
