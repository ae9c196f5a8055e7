//! The counters behind the figures: microseconds and counts, divided once, on reading.
//!
//! Whatever varies over time is integrated over the window from the end of the warm-up to the end of the arrivals, to
//! the microsecond at both edges. A call counts if it arrived in the window, and is followed to its end.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use tapi_acd::wire::consts::MessageId;
use tapi_acd::{Event, Instant, Record};

use super::places;
use crate::scenario::Scenario;
use crate::statistics::Waits;
use crate::summary::{Messages, Part, Period, Summary, Totals, seconds};

/// A number that changes over time, and its integral over the window.
#[derive(Clone, Copy, Debug, Default)]
struct Level {
    value: u64,
    since: Instant,
    integral_us: u64,
}

impl Level {
    fn change(&mut self, at: Instant, up: bool) {
        self.integral_us = self.until(at);
        self.since = at;
        self.value = if up { self.value + 1 } else { self.value - 1 };
    }

    fn until(&self, at: Instant) -> u64 {
        self.integral_us + self.value * (at - self.since)
    }
}

/// What a number of callers or agents are doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Waiting,
    LoggedIn,
    Talking,
    WrappingUp,
    NotReady,
}

/// The levels of a queue or a team.
#[derive(Clone, Copy, Debug, Default)]
struct Levels([Level; 5]);

impl Levels {
    /// The integrals up to a time, as sums.
    fn until(&self, from: Instant, at: Instant) -> Totals {
        let [queue_us, agents_us, talking_us, wrapping_up_us, not_ready_us] =
            self.0.map(|level| level.until(at));
        let span_us = at - from;
        Totals { span_us, queue_us, agents_us, talking_us, wrapping_up_us, not_ready_us, ..Totals::default() }
    }
}

/// A queue, a team or a call type.
#[derive(Clone, Debug, Default)]
struct Meter {
    totals: Totals,
    levels: Levels,
    waits: Option<Waits>,
}

impl Meter {
    fn with_waits() -> Self {
        Self { waits: Some(Waits::default()), ..Self::default() }
    }

    fn wait(&mut self, waited_us: u64) {
        if let Some(waits) = &mut self.waits {
            waits.record(waited_us);
        }
    }

    fn part(&self, from: Instant, at: Instant) -> Part {
        let mut totals = self.totals;
        totals += self.levels.until(from, at);
        Part { totals, waits: self.waits.clone() }
    }
}

/// What the counters know of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    call_type: u32,
    /// The number of the period of its arrival, from 1 on; none if it does not count.
    period: Option<NonZeroU32>,
}

impl Tag {
    pub(super) fn call_type(self) -> usize {
        self.call_type as usize
    }
}

/// A call that is neither answered nor gone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) tag: Tag,
    /// The queue where it waits, or waited until it rang; none in the IVR.
    pub(super) queue: Option<usize>,
    /// Where it waits now and has not been counted for it: whether this is its first wait.
    pub(super) waits_anew: Option<bool>,
}

/// How long a caller waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wait {
    /// Had to wait.
    pub(super) queued: bool,
    /// Until the call rang at an agent, for the last time, or until the caller hung up in the queue.
    pub(super) in_queue_us: u64,
    /// Until the answer, or until the caller hung up.
    pub(super) in_all_us: u64,
}

impl Wait {
    fn is_over(self, totals: &mut Totals) {
        totals.waited_us += self.in_queue_us;
        totals.waits_over += u64::from(self.queued);
    }
}

/// The counters of a run.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    from: Instant,
    until: Instant,
    threshold_us: u64,
    period_us: u64,
    /// Since the local midnight before simulated time 0: when time 0 is, and when the first period begins.
    clock_us: u64,
    first_us: u64,
    queues: Vec<Meter>,
    /// The run is what they come to together.
    call_types: Vec<Meter>,
    teams: Vec<Meter>,
    periods: Vec<Totals>,
    /// When the last one ends.
    turns_at: Instant,
    /// The integrals of the run when the last period began, and when that was.
    turned: (Instant, Totals),
    function_calls: u64,
    delivered: Delivered,
}

/// How many messages were delivered.
#[derive(Clone, Debug, Default)]
struct Delivered {
    /// By number, as most have a small one.
    small: Vec<u64>,
    others: BTreeMap<MessageId, u64>,
}

impl Delivered {
    /// All numbers of TAPI's messages are smaller.
    const SMALL: usize = 64;

    fn count(&mut self, id: MessageId) {
        match usize::try_from(id.0) {
            Ok(number) if number < Self::SMALL => {
                if self.small.len() <= number {
                    self.small.resize(Self::SMALL, 0);
                }
                self.small[number] += 1;
            }
            _ => *self.others.entry(id).or_default() += 1,
        }
    }

    fn by_id(&self) -> impl Iterator<Item = (MessageId, u64)> {
        let small = (0..).map(MessageId).zip(self.small.iter().copied());
        small.filter(|(_, number)| *number > 0).chain(self.others.iter().map(|(id, number)| (*id, *number)))
    }
}

impl Tally {
    /// Counters for callers who come until `until`.
    pub(super) fn new(scenario: &Scenario, until: Instant) -> Self {
        let from = Instant::from_micros(scenario.warm_up_us).min(until);
        let clock_us = scenario.clock_us();
        let meters = |number, meter: fn() -> Meter| std::iter::repeat_with(meter).take(number).collect();
        let start = Level { since: from, ..Level::default() };
        let mut tally = Self {
            from,
            until,
            threshold_us: scenario.threshold_us,
            period_us: scenario.period_us,
            clock_us,
            first_us: (clock_us + from.as_micros()) / scenario.period_us * scenario.period_us,
            queues: meters(scenario.queues.len(), Meter::with_waits),
            call_types: meters(scenario.call_types.len(), Meter::default),
            teams: meters(scenario.teams.len(), Meter::default),
            periods: vec![Totals::default()],
            turns_at: Instant::ZERO,
            turned: (from, Totals::default()),
            function_calls: 0,
            delivered: Delivered::default(),
        };
        let all = tally.queues.iter_mut().chain(&mut tally.teams);
        all.for_each(|meter| meter.levels = Levels([start; 5]));
        tally.turns_at = tally.end_of_period();
        tally
    }

    /// Periods of equal length from the end of the warm-up on; to be said before anybody comes.
    pub(super) fn in_batches(&mut self, batches: u32) {
        self.first_us = self.clock_us + self.from.as_micros();
        self.period_us = (self.until - self.from).div_ceil(u64::from(batches.max(1))).max(1);
        self.turns_at = self.end_of_period();
    }

    /// Nobody comes from `until` on.
    pub(super) fn end_at(&mut self, until: Instant) {
        self.until = until;
        self.from = self.from.min(until);
    }

    pub(super) fn record(&mut self, record: &Record) {
        match &record.event {
            Event::Call { .. } => self.function_calls += 1,
            Event::Message { message, .. } => self.delivered.count(message.message_id),
            Event::Return { .. } | Event::Gone | Event::End { .. } => {}
        }
    }

    /// A call comes in.
    pub(super) fn offered(&mut self, call_type: usize, now: Instant) -> Tag {
        self.turn_to(now);
        let period = Some(self.periods.len()).filter(|_| now >= self.from);
        let period = period.and_then(|number| NonZeroU32::new(places::number(number)));
        let tag = Tag { call_type: places::number(call_type), period };
        self.count(tag, None, |totals| totals.offered += 1);
        tag
    }

    /// A call comes to a queue.
    pub(super) fn came_to(&mut self, tag: Tag, queue: usize) {
        self.count_at(tag, queue, |totals| totals.offered += 1);
    }

    /// A call finds no trunk, or no place in a queue.
    pub(super) fn blocked(&mut self, tag: Tag, queue: Option<usize>) {
        self.count(tag, queue, |totals| totals.blocked += 1);
    }

    pub(super) fn balked(&mut self, tag: Tag, queue: usize) {
        self.count(tag, Some(queue), |totals| totals.balked += 1);
    }

    pub(super) fn contained(&mut self, tag: Tag) {
        self.count(tag, None, |totals| totals.contained += 1);
    }

    /// A call leaves a queue for another one.
    pub(super) fn overflowed(&mut self, tag: Tag, from: usize) {
        self.count(tag, Some(from), |totals| totals.overflowed += 1);
    }

    /// A call had to wait; `first` unless it had waited in another queue before.
    pub(super) fn queued(&mut self, tag: Tag, queue: usize, first: bool) {
        if first {
            self.count(tag, None, |totals| totals.queued += 1);
        }
        self.count_at(tag, queue, |totals| totals.queued += 1);
    }

    /// The caller hangs up.
    pub(super) fn abandoned(&mut self, tag: Tag, queue: usize, wait: Wait) {
        let late = wait.in_all_us > self.threshold_us;
        self.count(tag, Some(queue), |totals| {
            totals.abandoned += 1;
            totals.abandoned_late += u64::from(late);
            totals.queued_abandoned += u64::from(wait.queued);
            wait.is_over(totals);
        });
        self.note_wait(tag, queue, wait);
    }

    /// An agent answers.
    pub(super) fn answered(&mut self, tag: Tag, queue: usize, team: usize, wait: Wait) {
        let in_time = wait.in_all_us <= self.threshold_us;
        let count = |totals: &mut Totals| {
            totals.answered += 1;
            totals.to_answer_us += wait.in_all_us;
            totals.answered_in_time += u64::from(in_time);
        };
        self.count(tag, Some(queue), |totals| {
            count(totals);
            wait.is_over(totals);
        });
        if tag.period.is_some() {
            count(&mut self.teams[team].totals);
        }
        self.note_wait(tag, queue, wait);
    }

    fn note_wait(&mut self, tag: Tag, queue: usize, wait: Wait) {
        if tag.period.is_some() {
            self.queues[queue].wait(wait.in_queue_us);
        }
    }

    /// One more, or one less, is waiting in a queue.
    pub(super) fn waiting(&mut self, now: Instant, queue: usize, up: bool) {
        let at = self.time_of(now);
        self.queues[queue].levels.0[Doing::Waiting as usize].change(at, up);
    }

    /// One more agent of a team, or one less, does this.
    pub(super) fn agents(&mut self, now: Instant, doing: Doing, team: usize, up: bool) {
        let at = self.time_of(now);
        self.teams[team].levels.0[doing as usize].change(at, up);
    }

    /// When a change counts that happens now; periods that are over by then are closed.
    fn time_of(&mut self, now: Instant) -> Instant {
        self.turn_to(now);
        now.clamp(self.from, self.until)
    }

    /// Counts for the call type and the period, and for a queue if there is one.
    fn count(&mut self, tag: Tag, queue: Option<usize>, count: impl Fn(&mut Totals)) {
        let Some(period) = tag.period else { return };
        count(&mut self.call_types[tag.call_type()].totals);
        count(&mut self.periods[period.get() as usize - 1]);
        if let Some(queue) = queue {
            count(&mut self.queues[queue].totals);
        }
    }

    /// Counts for a queue alone.
    fn count_at(&mut self, tag: Tag, queue: usize, count: impl Fn(&mut Totals)) {
        if tag.period.is_some() {
            count(&mut self.queues[queue].totals);
        }
    }

    /// Closes the periods that are over.
    #[inline]
    fn turn_to(&mut self, now: Instant) {
        if self.turns_at <= now {
            self.turn(now);
        }
    }

    fn turn(&mut self, now: Instant) {
        // The last one lasts to the end of the window.
        while self.turns_at <= now && self.turns_at < self.until {
            self.close_period(self.turns_at);
            self.periods.push(Totals::default());
            self.turns_at = self.end_of_period();
        }
    }

    /// When the last period ends, unless the window does before.
    fn end_of_period(&self) -> Instant {
        Instant::from_micros(self.first_us + self.periods.len() as u64 * self.period_us - self.clock_us)
    }

    fn close_period(&mut self, end: Instant) {
        let integrals = self.levels(end);
        let (_, before) = self.turned;
        if let Some(period) = self.periods.last_mut() {
            *period += since(&integrals, &before);
        }
        self.turned = (end, integrals);
    }

    /// The integrals of all queues and teams up to a time.
    fn levels(&self, at: Instant) -> Totals {
        let mut all = Totals::default();
        let meters = self.queues.iter().chain(&self.teams);
        meters.for_each(|meter| all += meter.levels.until(self.from, at));
        Totals { span_us: at - self.from, ..all }
    }

    /// The figures up to `now`, with these calls neither answered nor gone.
    pub(super) fn summary(
        &self,
        scenario: &Scenario,
        now: Instant,
        open: impl Iterator<Item = Open>,
    ) -> Summary {
        let mut tally = self.clone();
        for Open { tag, queue, waits_anew } in open {
            tally.count(tag, queue, |totals| totals.in_system += 1);
            if queue.is_none() {
                tally.count(tag, None, |totals| totals.in_ivr += 1);
            }
            if let Some((queue, first)) = queue.zip(waits_anew) {
                tally.queued(tag, queue, first);
            }
        }
        tally.turn_to(now.min(self.until));
        let at = now.clamp(self.from, self.until);
        tally.close_period(at);
        let parts = |meters: &[Meter], names: &mut dyn Iterator<Item = String>| {
            names.zip(meters).map(|(name, meter)| (name, meter.part(self.from, at))).collect()
        };
        let mut run = tally.levels(at);
        tally.call_types.iter().for_each(|kind| run += kind.totals);
        let periods = tally.periods.iter().zip(0..).map(|(totals, number)| Period {
            from_us: tally.first_us + number * tally.period_us,
            part: Part { totals: *totals, waits: None },
        });
        Summary {
            duration_s: seconds(now.min(self.until).as_micros()),
            warm_up_s: seconds(self.from.as_micros()),
            threshold_s: seconds(self.threshold_us),
            run: Part { totals: run, waits: Some(tally.waits()) },
            call_types: parts(
                &tally.call_types,
                &mut scenario.call_types.iter().map(|kind| kind.code.clone()),
            ),
            queues: parts(&tally.queues, &mut scenario.queues.iter().map(|queue| queue.name.clone())),
            teams: parts(&tally.teams, &mut scenario.teams.iter().map(|team| team.name.clone())),
            periods: periods.collect(),
            messages: tally.messages(),
        }
    }

    /// The waits of the run: every one ends in a queue.
    fn waits(&self) -> Waits {
        let mut all = Waits::default();
        self.queues.iter().filter_map(|queue| queue.waits.as_ref()).for_each(|waits| all.merge(waits));
        all
    }

    fn messages(&self) -> Messages {
        let by_name = self.delivered.by_id().map(|(id, number)| (id.to_string(), number)).collect();
        let delivered = self.delivered.by_id().map(|(_, number)| number).sum();
        Messages { function_calls: self.function_calls, delivered, by_name }
    }
}

/// What the integrals have grown by.
fn since(now: &Totals, before: &Totals) -> Totals {
    Totals {
        span_us: now.span_us - before.span_us,
        queue_us: now.queue_us - before.queue_us,
        agents_us: now.agents_us - before.agents_us,
        talking_us: now.talking_us - before.talking_us,
        wrapping_up_us: now.wrapping_up_us - before.wrapping_up_us,
        not_ready_us: now.not_ready_us - before.not_ready_us,
        ..Totals::default()
    }
}
