//! Chance that gives the same bits everywhere.
//!
//! A run is its scenario and its seed, on every platform and in every build. Three rules make it so:
//!
//! - Raw bits come from xoshiro256++, whose output is fixed by its authors' reference code.
//! - Floating-point numbers see only IEEE basic operations and functions of `libm`. The platform's own `ln` and
//!   `exp` differ in the last bit, and one bit moves one event past another.
//! - Every sampler is in here. Libraries of samplers change their algorithms between releases.
//!
//! Each purpose has a [stream](Streams) of its own, found by name. So one more agent, or one more question asked of
//! chance, disturbs no other draw.
//!
//! The golden tests hold the bits of every sampler. A change there is a change of [`GENERATOR`].

mod arrivals;
mod distribution;
mod gamma;
mod normal;
mod rng;
mod streams;
mod survival;

pub use arrivals::{Piece, RateProfile};
pub use distribution::{Distribution, LONGEST_S, micros};
pub use rng::Rng;
pub use streams::Streams;
pub use survival::{CurveError, SurvivalCurve};

/// The name and version of everything in this module that decides a draw; traces carry it.
///
/// The number rises whenever a golden value of the tests changes.
pub const GENERATOR: &str = "xoshiro256++/1";

#[cfg(test)]
mod golden;
#[cfg(test)]
mod oracle;
