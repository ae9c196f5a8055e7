//! The counters behind the summary: microseconds and counts, divided once, on reading.

use std::collections::BTreeMap;

use tapi_acd::wire::consts::MessageId;
use tapi_acd::{Event, Instant, Record};

use crate::scenario::{HALF_HOUR_US, HALF_HOURS};
use crate::summary::{Calls, HalfHour, Messages, ServiceLevel, Summary, count, ratio};

const MICROS_PER_SECOND: f64 = 1e6;
const SECONDS_PER_HOUR: f64 = 3600.0;

/// A number that changes over time, and its integral.
#[derive(Clone, Copy, Debug, Default)]
struct Level {
    value: u64,
    since: Instant,
    integral_us: u64,
}

impl Level {
    fn set(&mut self, now: Instant, value: u64) {
        self.integral_us = self.until(now);
        self.since = now;
        self.value = value;
    }

    fn until(&self, now: Instant) -> u64 {
        self.integral_us + self.value * (now - self.since)
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Half {
    calls: u64,
    queued: u64,
    waited_us: u64,
    abandoned: u64,
    agents_us: u64,
    passes: u64,
}

/// The counters of a run.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    clock_us: u64,
    calls: Calls,
    waited_us: u64,
    left_after_queueing: u64,
    to_answer_us: u64,
    answered_in_time: u64,
    agents: Level,
    talking: Level,
    wrapping_up: Level,
    halves: [Half; HALF_HOURS],
    /// The integral of the agents at the last turn of a half hour.
    agents_at_turn_us: u64,
    function_calls: u64,
    delivered: BTreeMap<MessageId, u64>,
}

impl Tally {
    pub(super) fn new(clock_us: u64) -> Self {
        Self {
            clock_us,
            calls: Calls::default(),
            waited_us: 0,
            left_after_queueing: 0,
            to_answer_us: 0,
            answered_in_time: 0,
            agents: Level::default(),
            talking: Level::default(),
            wrapping_up: Level::default(),
            halves: [Half::default(); HALF_HOURS],
            agents_at_turn_us: 0,
            function_calls: 0,
            delivered: BTreeMap::new(),
        }
    }

    pub(super) fn record(&mut self, record: &Record) {
        match &record.event {
            Event::Call { .. } => self.function_calls += 1,
            Event::Message { message, .. } => *self.delivered.entry(message.message_id).or_default() += 1,
            Event::Return { .. } | Event::Gone | Event::End { .. } => {}
        }
    }

    pub(super) fn offered(&mut self, at: Instant) {
        self.calls.offered += 1;
        self.half(at).calls += 1;
    }

    /// The caller found no idle agent.
    pub(super) fn queued(&mut self) {
        self.calls.queued += 1;
    }

    /// The caller left the queue, to an agent or for good; a caller who never waited is not counted here.
    pub(super) fn left_queue(&mut self, arrived: Instant, now: Instant) {
        let waited = now - arrived;
        self.waited_us += waited;
        self.left_after_queueing += 1;
        let half = self.half(arrived);
        half.queued += 1;
        half.waited_us += waited;
    }

    pub(super) fn abandoned(&mut self, arrived: Instant, had_queued: bool) {
        self.calls.abandoned += 1;
        if had_queued {
            self.calls.queued_abandoned += 1;
            self.half(arrived).abandoned += 1;
        }
    }

    pub(super) fn answered(&mut self, arrived: Instant, now: Instant) {
        self.calls.answered += 1;
        let speed = now - arrived;
        self.to_answer_us += speed;
        self.answered_in_time += u64::from(speed <= u64::from(ServiceLevel::THRESHOLD_S) * 1_000_000);
        self.talking.set(now, self.talking.value + 1);
    }

    pub(super) fn talk_over(&mut self, now: Instant) {
        self.talking.set(now, self.talking.value - 1);
    }

    pub(super) fn wrap_up(&mut self, now: Instant, begins: bool) {
        let value = self.wrapping_up.value;
        self.wrapping_up.set(now, if begins { value + 1 } else { value - 1 });
    }

    pub(super) fn logged_in(&mut self, now: Instant, arrives: bool) {
        let value = self.agents.value;
        self.agents.set(now, if arrives { value + 1 } else { value - 1 });
    }

    /// A half hour of the local day is over at `now`.
    pub(super) fn half_hour_over(&mut self, now: Instant) {
        let integral = self.agents.until(now);
        let staffed = integral - self.agents_at_turn_us;
        self.agents_at_turn_us = integral;
        // A microsecond earlier lies in the half hour that is over.
        let half = self.half(Instant::from_micros(now.as_micros().saturating_sub(1)));
        half.agents_us += staffed;
        half.passes += 1;
    }

    fn half(&mut self, at: Instant) -> &mut Half {
        let half_hour = (self.clock_us + at.as_micros()) / HALF_HOUR_US % HALF_HOURS as u64;
        &mut self.halves[usize::try_from(half_hour).unwrap_or(0)]
    }

    /// The figures up to `now`, with `in_system` calls neither answered nor gone.
    pub(super) fn summary(&self, now: Instant, in_system: u64) -> Summary {
        let calls = Calls { in_system, ..self.calls };
        let handled = calls.answered + calls.abandoned;
        let [agents, talk, wrap_up] =
            [self.agents, self.talking, self.wrapping_up].map(|level| level.until(now));
        Summary {
            duration_s: seconds(now.as_micros()),
            calls,
            share_queued: ratio(count(calls.queued), calls.offered),
            mean_wait_of_queued_s: ratio(seconds(self.waited_us), self.left_after_queueing),
            share_of_queued_abandoned: ratio(count(calls.queued_abandoned), self.left_after_queueing),
            asa_s: ratio(seconds(self.to_answer_us), calls.answered),
            service_level: ServiceLevel {
                value: ratio(count(self.answered_in_time), handled),
                ..ServiceLevel::default()
            },
            occupancy: ratio(count(talk + wrap_up), agents),
            agent_hours: hours(agents),
            talk_hours: hours(talk),
            wrap_up_hours: hours(wrap_up),
            messages: self.messages(),
            half_hours: self.halves.iter().map(half_hour).collect(),
        }
    }

    fn messages(&self) -> Messages {
        let by_name = self.delivered.iter().map(|(id, number)| (id.to_string(), *number)).collect();
        Messages { function_calls: self.function_calls, delivered: self.delivered.values().sum(), by_name }
    }
}

fn half_hour(half: &Half) -> HalfHour {
    HalfHour {
        calls: half.calls,
        queued: half.queued,
        waited_s: seconds(half.waited_us),
        abandoned: half.abandoned,
        agents: ratio(count(half.agents_us), half.passes * HALF_HOUR_US).unwrap_or(0.0),
    }
}

fn seconds(micros: u64) -> f64 {
    count(micros) / MICROS_PER_SECOND
}

fn hours(micros: u64) -> f64 {
    seconds(micros) / SECONDS_PER_HOUR
}
