//! What the fuzz targets share: a site, samples, edits, and naive models of the strings of the IAB.

pub mod edit;
pub mod model;
pub mod samples;
pub mod site;

/// The lines of an input.
#[must_use]
pub fn lines(data: &[u8]) -> Vec<&[u8]> {
    data.split(|byte| *byte == b'\n').collect()
}
