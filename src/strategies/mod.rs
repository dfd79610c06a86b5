//! Strategies
