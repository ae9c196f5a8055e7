//! The sums of a recount: every stretch of time is added when it is over.

use tapi_acd::Instant;

use super::reading::Reading;
use crate::statistics::Waits;
use crate::summary::{Messages, Part, Period, Summary, Totals, seconds};

/// A part of the run that is summed up by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Queue(usize),
    Team(usize),
}

/// A sum in [`Totals`].
pub(super) type Sum = fn(&mut Totals) -> &mut u64;

/// The sums of the run, its queues, its teams and its periods.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    run: Part,
    queues: Vec<Part>,
    teams: Vec<Part>,
    periods: Vec<Totals>,
    /// When the first period begins, and how long each is; on the local clock of the first day, as is all time here.
    first_us: u64,
    period_us: u64,
    from_us: u64,
    until_us: u64,
    clock_us: u64,
}

impl Sums {
    pub(super) fn new(reading: &Reading) -> Self {
        let with_waits = || Part { waits: Some(Waits::default()), ..Part::default() };
        let period_us = reading.period_us.max(1);
        let from_us = reading.clock_us + reading.warm_up_us;
        Self {
            run: with_waits(),
            queues: reading.queues.iter().map(|_| with_waits()).collect(),
            teams: reading.teams.iter().map(|_| Part::default()).collect(),
            periods: Vec::new(),
            first_us: from_us / period_us * period_us,
            period_us,
            from_us,
            until_us: reading.clock_us + reading.duration_us,
            clock_us: reading.clock_us,
        }
    }

    fn part(&mut self, of: Of) -> Option<&mut Part> {
        match of {
            Of::Queue(at) => self.queues.get_mut(at),
            Of::Team(at) => self.teams.get_mut(at),
        }
    }

    fn period(&mut self, at: usize) -> &mut Totals {
        if self.periods.len() <= at {
            self.periods.resize(at + 1, Totals::default());
        }
        &mut self.periods[at]
    }

    /// The period of a call that comes in now; none if it does not count.
    pub(super) fn period_at(&self, now: Instant) -> Option<usize> {
        let local_us = self.clock_us + now.as_micros();
        (local_us >= self.from_us).then(|| self.number_at(local_us))
    }

    fn number_at(&self, local_us: u64) -> usize {
        usize::try_from((local_us - self.first_us) / self.period_us).unwrap_or(usize::MAX)
    }

    /// Counts a call of this period, in the run and in a queue.
    pub(super) fn count(&mut self, period: Option<usize>, queue: Option<usize>, count: impl Fn(&mut Totals)) {
        let Some(period) = period else { return };
        count(&mut self.run.totals);
        count(self.period(period));
        self.count_in(Some(period), queue.map(Of::Queue), count);
    }

    /// Counts a call of this period in a part alone.
    pub(super) fn count_in(&mut self, period: Option<usize>, of: Option<Of>, count: impl Fn(&mut Totals)) {
        if let Some(part) = of.filter(|_| period.is_some()).and_then(|of| self.part(of)) {
            count(&mut part.totals);
        }
    }

    /// The wait of a call of this period is over.
    pub(super) fn wait(&mut self, period: Option<usize>, queue: Option<usize>, waited_us: u64) {
        let Some(_) = period else { return };
        let parts = std::iter::once(&mut self.run).chain(queue.and_then(|at| self.queues.get_mut(at)));
        parts.filter_map(|part| part.waits.as_mut()).for_each(|waits| waits.record(waited_us));
    }

    /// From `since` to `now` one more of a part did what `sum` adds up.
    pub(super) fn spend(&mut self, since: Instant, now: Instant, of: Of, sum: Sum) {
        let [since_us, now_us] = [since, now]
            .map(|at| (self.clock_us + at.as_micros()).clamp(self.from_us, self.until_us.max(self.from_us)));
        *sum(&mut self.run.totals) += now_us - since_us;
        if let Some(part) = self.part(of) {
            *sum(&mut part.totals) += now_us - since_us;
        }
        self.spend_in_periods(since_us, now_us, sum);
    }

    fn spend_in_periods(&mut self, since_us: u64, now_us: u64, sum: Sum) {
        let mut at_us = since_us;
        while at_us < now_us {
            let number = self.number_at(at_us);
            let end_us = self.first_us + (number as u64 + 1) * self.period_us;
            *sum(self.period(number)) += end_us.min(now_us) - at_us;
            at_us = end_us;
        }
    }

    /// The figures, with the records ending at `now`.
    pub(super) fn summary(mut self, reading: &Reading, now: Instant) -> Summary {
        let until_us = self.until_us.min(self.clock_us + now.as_micros());
        let from_us = self.from_us.min(until_us);
        let span_us = until_us - from_us;
        let parts = std::iter::once(&mut self.run).chain(&mut self.queues).chain(&mut self.teams);
        parts.for_each(|part| part.totals.span_us = span_us);
        // A period has begun before the end, and there is always one.
        let last = self.number_at(until_us.saturating_sub(1).max(self.first_us));
        self.period(last);
        self.spend_in_periods(from_us, until_us, |totals| &mut totals.span_us);
        let periods = self.periods.iter().zip(0..).map(|(totals, number)| Period {
            from_us: self.first_us + number * self.period_us,
            part: Part { totals: *totals, waits: None },
        });
        let periods = periods.collect();
        let named = |names: &[String], parts: Vec<Part>| names.iter().cloned().zip(parts).collect();
        Summary {
            duration_s: seconds(until_us - self.clock_us),
            warm_up_s: seconds(from_us - self.clock_us),
            threshold_s: seconds(reading.threshold_us),
            run: self.run,
            call_types: Vec::new(),
            queues: named(&reading.queues, self.queues),
            teams: named(&reading.teams, self.teams),
            periods,
            messages: Messages::default(),
        }
    }
}
