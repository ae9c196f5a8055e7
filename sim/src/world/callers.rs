//! Who calls: one random stream per purpose, so that a change in one place disturbs no other draw.

use tapi_acd::Instant;

use super::calendar::{Calendar, DAY_US};
use crate::random::{RateProfile, Rng, Streams, micros};
use crate::scenario::{Process, Scenario, Source};

/// A caller, as drawn on arrival.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller {
    /// Index into the scenario's call types.
    pub(super) call_type: usize,
    /// Index into the scenario's priorities.
    pub(super) priority: usize,
    /// How long the caller waits before hanging up, in microseconds; none waits for ever.
    pub(super) patience_us: Option<u64>,
    /// Hangs up at once when there is nobody to talk to.
    pub(super) hasty: bool,
    /// How long the talk lasts, in microseconds.
    pub(super) service_us: u64,
    /// How long the caller is in the IVR, in microseconds, and whether that is all the caller wants.
    pub(super) ivr: Option<(u64, bool)>,
    /// From 0 to 1: balks when more than this share does.
    pub(super) boldness: f64,
}

/// The sources of callers.
#[derive(Clone, Debug)]
pub(super) struct Callers {
    sources: Vec<Arrivals>,
    priorities: Rng,
    /// By call type, so that another type disturbs no draw of this one.
    types: Vec<TypeStreams>,
}

/// The streams of a call type. One that nothing is drawn from is not made.
#[derive(Clone, Debug)]
struct TypeStreams {
    service: Rng,
    patience: Option<Rng>,
    haste: Option<Rng>,
    ivr: Option<Rng>,
    balking: Option<Rng>,
}

impl TypeStreams {
    fn new(scenario: &Scenario, at: usize, streams: Streams) -> Self {
        let kind = &scenario.call_types[at];
        let stream = |name| streams.stream_of(name, at as u64);
        Self {
            service: stream("service"),
            patience: kind.patience.as_ref().map(|_| stream("patience")),
            haste: (kind.zero_patience > 0.0).then(|| stream("zero patience")),
            ivr: kind.ivr.as_ref().map(|_| stream("ivr")),
            balking: (!kind.balking.is_empty()).then(|| stream("balking")),
        }
    }
}

impl Callers {
    pub(super) fn new(scenario: &Scenario, calendar: &Calendar, streams: Streams) -> Self {
        let source = |at| Arrivals::new(at, scenario, calendar, streams);
        Self {
            sources: (0..scenario.sources.len()).map(source).collect(),
            priorities: streams.stream("priorities"),
            types: (0..scenario.call_types.len()).map(|at| TypeStreams::new(scenario, at, streams)).collect(),
        }
    }

    /// When the next call of a source comes in, before `end`.
    pub(super) fn next_arrival(
        &mut self,
        source: usize,
        scenario: &Scenario,
        calendar: &Calendar,
        after: Instant,
        end: Instant,
    ) -> Option<Instant> {
        self.sources[source].next(&scenario.sources[source], calendar, after, end)
    }

    /// A caller of a source.
    pub(super) fn draw(&mut self, source: usize, scenario: &Scenario) -> Caller {
        let types = &scenario.sources[source].types;
        let call_type = match types.as_slice() {
            [(_, only)] => *only,
            several => {
                several[pick(several.iter().map(|(share, _)| *share), self.sources[source].types.open01())].1
            }
        };
        let kind = &scenario.call_types[call_type];
        let priority = match scenario.priorities.as_slice() {
            [_] => 0,
            several => pick(several.iter().map(|level| level.share), self.priorities.open01()),
        };
        let streams = &mut self.types[call_type];
        Caller {
            call_type,
            priority,
            service_us: micros(kind.service.sample(&mut streams.service)),
            patience_us: draw(kind.patience.as_ref(), streams.patience.as_mut(), |patience, rng| {
                micros(patience.sample(rng))
            }),
            hasty: streams.haste.as_mut().is_some_and(|rng| rng.chance(kind.zero_patience)),
            ivr: draw(kind.ivr.as_ref(), streams.ivr.as_mut(), |ivr, rng| {
                (micros(ivr.time.sample(rng)), rng.chance(ivr.contained))
            }),
            boldness: streams.balking.as_mut().map_or(1.0, Rng::open01),
        }
    }
}

fn draw<D, T>(of: Option<&D>, rng: Option<&mut Rng>, sample: impl FnOnce(&D, &mut Rng) -> T) -> Option<T> {
    of.zip(rng).map(|(of, rng)| sample(of, rng))
}

/// A source at play.
#[derive(Clone, Debug)]
struct Arrivals {
    at: usize,
    streams: Streams,
    arrivals: Rng,
    types: Rng,
    /// The day that is played, from 0, and its rates, if it has any.
    day: u64,
    rates: Option<RateProfile>,
    /// Where a list of given times goes on.
    next_time: usize,
}

impl Arrivals {
    fn new(at: usize, scenario: &Scenario, calendar: &Calendar, streams: Streams) -> Self {
        let index = at as u64;
        let source = &scenario.sources[at];
        Self {
            at,
            streams,
            arrivals: streams.stream_of("arrivals", index),
            types: streams.stream_of("call types", index),
            day: 0,
            rates: rates(source, at, calendar, streams, 0),
            next_time: 0,
        }
    }

    fn next(
        &mut self,
        source: &Source,
        calendar: &Calendar,
        after: Instant,
        end: Instant,
    ) -> Option<Instant> {
        if let Process::Intervals(interval) = &source.process {
            // A day of another kind has none of its calls: they pass by unseen.
            let mut at = after;
            loop {
                at = at + micros(interval.sample(&mut self.arrivals)).max(1);
                if at >= end {
                    return None;
                }
                if source.day.is_none_or(|kind| kind == calendar.kind_at(at)) {
                    return Some(at);
                }
            }
        }
        loop {
            let midnight = self.day * DAY_US;
            if midnight >= calendar.clock_us() + end.as_micros() {
                return None;
            }
            let in_day = (calendar.clock_us() + after.as_micros()).saturating_sub(midnight);
            if let Some(at) = self.next_in_day(source, calendar, in_day) {
                return Some(Instant::from_micros(midnight + at - calendar.clock_us()))
                    .filter(|at| *at < end);
            }
            self.day += 1;
            self.next_time = 0;
            self.rates = rates(source, self.at, calendar, self.streams, self.day);
        }
    }

    /// The first call of the day after `in_day` microseconds of it.
    fn next_in_day(&mut self, source: &Source, calendar: &Calendar, in_day: u64) -> Option<u64> {
        match &source.process {
            Process::Rates(_) => self.rates.as_ref()?.next_arrival(in_day, &mut self.arrivals),
            Process::Times(times) => {
                if source.day.is_some_and(|kind| kind != calendar.kind(self.day)) {
                    return None;
                }
                while times.get(self.next_time).is_some_and(|at| self.day == 0 && *at < calendar.clock_us()) {
                    self.next_time += 1;
                }
                let at = times.get(self.next_time).copied();
                self.next_time += 1;
                at
            }
            Process::Intervals(_) => None,
        }
    }
}

/// The rates of a source on a day; none if it has no calls then.
pub(super) fn rates(
    source: &Source,
    at: usize,
    calendar: &Calendar,
    streams: Streams,
    day: u64,
) -> Option<RateProfile> {
    let Process::Rates(mean) = &source.process else { return None };
    let kind = calendar.kind(day);
    if source.day.is_some_and(|only| only != kind) {
        return None;
    }
    // One stream for all sources: a busy day is busy for every kind of call.
    let mut of_day = streams.stream_of("busyness of the day", day);
    let mut of_pieces = streams.stream_of("busyness of the half hours", day ^ ((at as u64) << 32));
    Some(source.variation.draw(&mean.scaled(calendar.factor(day)), &mut of_day, &mut of_pieces))
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
