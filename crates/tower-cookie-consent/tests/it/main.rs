//! What leaves a site, with the layer around it.
#![expect(clippy::std_instead_of_alloc, clippy::unwrap_used, reason = "tests run on a host, and may fail")]

mod caches;
mod cookies;
#[expect(clippy::disallowed_methods, unreachable_pub, reason = "a program has a clock")]
mod program;
mod readme;
mod recorded;
mod service;
mod site;
mod streams;
mod upgrades;
