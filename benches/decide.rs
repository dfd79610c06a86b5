//! Speed of `decide`.
fn main() {}
