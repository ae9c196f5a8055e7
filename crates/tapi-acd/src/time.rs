//! Virtual time: the core never reads a clock, it is told what time it is.

use core::ops::{Add, Sub};

/// A point in time, in microseconds since the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Instant(u64);

impl Instant {
    /// The start of the run.
    pub const ZERO: Self = Self(0);

    /// `micros` microseconds after the start.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// Microseconds since the start.
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Microseconds from `earlier` to this point; 0 when `earlier` is later.
    pub const fn micros_since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Later by so many microseconds; the far end of time is the limit.
impl Add<u64> for Instant {
    type Output = Self;
    fn add(self, micros: u64) -> Self {
        Self(self.0.saturating_add(micros))
    }
}

/// Microseconds between two points.
impl Sub for Instant {
    type Output = u64;
    fn sub(self, earlier: Self) -> u64 {
        self.micros_since(earlier)
    }
}
