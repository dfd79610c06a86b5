//! Naive models of the strings of the IAB, written from the specifications: everything is decoded to a list of bits, and
//! nothing is shared with the crate.

pub mod additional_consent;
pub mod bits;
pub mod gpp;
pub mod tc;
pub mod us_privacy;
