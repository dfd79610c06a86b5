//! Everything that is shown through the public API, in one binary so that linking is paid once.
#![expect(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "tests run on a host")]

mod bounds;
mod cases;
mod catalogue;
mod contracts;
mod declared;
mod diff;
mod facts;
mod fixture;
mod golden;
mod iab_canada;
mod iab_encoder;
mod iab_gpp;
mod iab_peers;
mod iab_samples;
mod iab_signals;
mod iab_tcf;
mod inventory;
mod laws;
mod layering;
mod lint;
mod managers;
mod managers_damage;
mod managers_known;
mod managers_mutated;
mod open_cookie_database;
mod pitfalls;
mod policy;
mod read;
mod regions;
mod review;
mod scenarios;
mod schema;
mod wire;
