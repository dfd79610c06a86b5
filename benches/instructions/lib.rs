//! Nothing: the figures are in the bench.
