//! Who is on duty: the roster's first agents, as many as the profile of the day asks for.

use tapi_acd::Instant;

use super::callers::profile;
use crate::random::{RateProfile, Streams};
use crate::scenario::{DayKind, HALF_HOUR_US, HALF_HOURS, Process, Source};

/// The staffing of a day, half hour by half hour.
///
/// The profile's numbers are means and rarely whole. One draw per day decides for the whole day how they are rounded,
/// so that the mean is met, and agents come and go once rather than at every half hour.
///
/// A planner sees part of a busy time coming, and breaks wait: the numbers are multiplied by the half hour's busyness,
/// its calls over the mean, to a power.
#[derive(Clone, Debug)]
pub(super) struct Staffing {
    day: DayKind,
    source: Source,
    follow_busyness: f64,
    clock_us: u64,
    streams: Streams,
}

impl Staffing {
    pub(super) fn new(
        day: &DayKind,
        source: &Source,
        follow_busyness: f64,
        clock_us: u64,
        streams: Streams,
    ) -> Self {
        Self { day: day.clone(), source: source.clone(), follow_busyness, clock_us, streams }
    }

    /// How many agents are on duty from `at` on.
    pub(super) fn on_duty(&self, at: Instant) -> usize {
        let half_hour = self.half_hour(at);
        let day = half_hour / HALF_HOURS as u64;
        let rounding = self.streams.stream_of("rounding of the staff", day).open01();
        let slot = usize::try_from(half_hour % HALF_HOURS as u64).unwrap_or(0);
        let follow = libm::pow(self.busyness(day, slot), self.follow_busyness);
        rounded(self.day.agents.map_or(0.0, |agents| agents[slot]) * follow, rounding)
    }

    /// When the number may change next.
    pub(super) fn next_change(&self, after: Instant) -> Instant {
        Instant::from_micros((self.half_hour(after) + 1) * HALF_HOUR_US - self.clock_us)
    }

    /// The calls to be expected over the mean of such half hours.
    fn busyness(&self, day: u64, slot: usize) -> f64 {
        let Process::Rates(rates) = &self.source.process else { return 1.0 };
        let of_slot = |rates: &RateProfile| rates.expected().nth(slot).unwrap_or(0.0);
        let mean = of_slot(rates);
        if mean > 0.0 { of_slot(&profile(&self.source, &self.streams, day)) / mean } else { 1.0 }
    }

    /// Half hours since the first midnight.
    fn half_hour(&self, at: Instant) -> u64 {
        (self.clock_us + at.as_micros()) / HALF_HOUR_US
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "profiles are small and not negative"
)]
fn rounded(mean: f64, rounding: f64) -> usize {
    libm::floor(mean + rounding) as usize
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn rounding_keeps_the_mean() {
        let draws = 1000;
        let sum: usize = (0..draws).map(|i| rounded(2.36, (f64::from(i) + 0.5) / f64::from(draws))).sum();
        assert_eq!(sum, 2360);
        assert_eq!([rounded(3.0, 0.0001), rounded(3.0, 0.9999), rounded(0.0, 0.9999)], [3, 3, 0]);
    }
}
