//! Who calls: one random stream per purpose, so that a change in one place disturbs no other draw.

use tapi_acd::Instant;

use crate::random::{RateProfile, Rng, Streams, micros};
use crate::scenario::{Process, Scenario, Source};

/// A caller, as drawn on arrival.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller {
    /// Index into the scenario's queues.
    pub(super) queue: usize,
    /// The waiting time credited in the order of the queue, in microseconds.
    pub(super) credit_us: u64,
    /// How long the caller waits before hanging up, in microseconds.
    pub(super) patience_us: u64,
    /// How long the talk lasts, in microseconds.
    pub(super) service_us: u64,
}

const DAY_US: u64 = 24 * 60 * 60 * 1_000_000;

/// The source of callers.
#[derive(Clone, Debug)]
pub(super) struct Callers {
    source: Source,
    streams: Streams,
    /// Local time of day at simulated time 0, in microseconds.
    clock_us: u64,
    /// The profile in force and the number of its day, from 0.
    profile: RateProfile,
    day_number: u64,
    arrivals: Rng,
    types: Rng,
    priorities: Rng,
    patience: Rng,
    service: Rng,
}

impl Callers {
    pub(super) fn new(scenario: &Scenario, source: &Source, streams: Streams) -> Self {
        Self {
            source: source.clone(),
            streams,
            clock_us: scenario.clock_us(),
            profile: profile(source, &streams, 0),
            day_number: 0,
            arrivals: streams.stream("arrivals"),
            types: streams.stream("call types"),
            priorities: streams.stream("priorities"),
            patience: streams.stream("patience"),
            service: streams.stream("service"),
        }
    }

    /// When the next call comes in; `None` when no day to come before `end` has one.
    pub(super) fn next_arrival(&mut self, after: Instant, end: Instant) -> Option<Instant> {
        let mut since_first_midnight = self.clock_us + after.as_micros();
        while since_first_midnight < self.clock_us + end.as_micros() {
            let midnight = self.day_number * DAY_US;
            let in_day = since_first_midnight.saturating_sub(midnight);
            if let Some(at) = self.profile.next_arrival(in_day, &mut self.arrivals) {
                return Some(Instant::from_micros(midnight + at - self.clock_us));
            }
            self.day_number += 1;
            self.profile = profile(&self.source, &self.streams, self.day_number);
            since_first_midnight = self.day_number * DAY_US;
        }
        None
    }

    /// A caller; each stream gives one draw (or what its distribution needs) per caller.
    pub(super) fn draw(&mut self, scenario: &Scenario) -> Caller {
        let call_type =
            self.source.types[pick(self.source.types.iter().map(|kind| kind.0), self.types.open01())].1;
        let priority = pick(scenario.priorities.iter().map(|level| level.share), self.priorities.open01());
        let kind = &scenario.call_types[call_type];
        Caller {
            queue: kind.queue,
            credit_us: scenario.priorities[priority].credit_us,
            patience_us: kind
                .patience
                .as_ref()
                .map_or(u64::MAX / 2, |time| micros(time.sample(&mut self.patience))),
            service_us: micros(kind.service.sample(&mut self.service)),
        }
    }
}

/// How busy the day of this number is; calls and staff ask for it alike.
pub(super) fn profile(source: &Source, streams: &Streams, number: u64) -> RateProfile {
    let mut busyness = streams.stream_of("busyness of the day", number);
    let mut half_hours = streams.stream_of("busyness of the half hours", number);
    match &source.process {
        Process::Rates(rates) => source.variation.draw(rates, &mut busyness, &mut half_hours),
        Process::Times(_) | Process::Intervals(_) => RateProfile::new(Vec::new()),
    }
}

/// The index whose share covers the point `u` of (0, 1); shares sum to 1.
fn pick(shares: impl Iterator<Item = f64>, u: f64) -> usize {
    let mut passed = 0.0;
    let mut last = 0;
    for (at, share) in shares.enumerate() {
        passed += share;
        last = at;
        if u < passed {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::pick;

    #[test]
    fn shares_cover_the_unit_interval() {
        let shares = [0.5, 0.25, 0.25];
        for (u, index) in [(0.1, 0), (0.49, 0), (0.5, 1), (0.74, 1), (0.75, 2), (0.999_999, 2)] {
            assert_eq!(pick(shares.into_iter(), u), index, "{u}");
        }
        // What rounding leaves at the end belongs to the last one.
        assert_eq!(pick([0.3, 0.3].into_iter(), 0.9), 1);
    }
}
