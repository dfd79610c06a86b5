//! How many cases a property draws, and from which seed.
#![cfg(test)]

use proptest::test_runner::{Config, RngSeed};

/// So many cases, always the same ones, so that a run repeats itself: `PROPTEST_RNG_SEED=7` draws others, and
/// `PROPTEST_CASES=100000` more of them.
pub(crate) fn cases(usual: u32) -> Config {
    let config = Config { failure_persistence: None, ..Config::default() };
    let is_asked_for = std::env::var_os("PROPTEST_CASES").is_some();
    let rng_seed = if config.rng_seed == RngSeed::Random { RngSeed::Fixed(7) } else { config.rng_seed };
    Config { cases: if is_asked_for { config.cases } else { usual }, rng_seed, ..config }
}
