//! Which kind of day it is.

use tapi_acd::Instant;

use crate::scenario::{HALF_HOUR_US, HALF_HOURS, Scenario};

pub(super) const DAY_US: u64 = HALF_HOUR_US * HALF_HOURS as u64;

/// The days of a run: day 0 is the one in which simulated time 0 lies.
#[derive(Clone, Debug)]
pub(super) struct Calendar {
    kinds: Vec<usize>,
    factors: Vec<f64>,
    clock_us: u64,
}

impl Calendar {
    /// The scenario's days, or days of one kind only.
    pub(super) fn new(scenario: &Scenario, only: Option<usize>) -> Self {
        Self {
            kinds: only.map_or_else(|| scenario.calendar.clone(), |kind| vec![kind]),
            factors: scenario.days.iter().map(|day| day.factor).collect(),
            clock_us: scenario.clock_us(),
        }
    }

    /// The local time of day at simulated time 0, in microseconds.
    pub(super) fn clock_us(&self) -> u64 {
        self.clock_us
    }

    /// The kind of a day.
    pub(super) fn kind(&self, day: u64) -> usize {
        self.kinds[usize::try_from(day % self.kinds.len() as u64).unwrap_or(0)]
    }

    /// The kind of the day before the first one.
    pub(super) fn kind_of_the_day_before(&self) -> usize {
        self.kind(self.kinds.len() as u64 - 1)
    }

    /// By how much that day's calls are multiplied.
    pub(super) fn factor(&self, day: u64) -> f64 {
        self.factors[self.kind(day)]
    }

    pub(super) fn day_at(&self, at: Instant) -> u64 {
        (self.clock_us + at.as_micros()) / DAY_US
    }

    pub(super) fn kind_at(&self, at: Instant) -> usize {
        self.kind(self.day_at(at))
    }

    /// A local time of a day, as simulated time; before 0 for one that is over when the run begins.
    pub(super) fn instant(&self, day: i64, time_us: u64) -> i64 {
        let signed = |us: u64| i64::try_from(us).unwrap_or(i64::MAX);
        day * signed(DAY_US) + signed(time_us) - signed(self.clock_us)
    }
}
