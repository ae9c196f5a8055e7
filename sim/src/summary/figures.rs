//! Every figure that is reported: its name, its unit, what it means, and how it follows from the sums.

use super::totals::Totals;
use super::{Part, count, seconds};

/// What a figure counts or measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Calls.
    Calls,
    /// A part of a whole, from 0 to 1.
    Share,
    /// Seconds.
    Seconds,
    /// A mean number of calls or agents over time.
    Mean,
    /// Hours.
    Hours,
}

impl Unit {
    /// Its name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Unit::Calls => "calls",
            Unit::Share => "share",
            Unit::Seconds => "s",
            Unit::Mean => "mean",
            Unit::Hours => "h",
        }
    }
}

/// What a figure is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The run, and its periods.
    Run,
    /// A call type.
    CallType,
    /// A queue.
    Queue,
    /// A team.
    Team,
}

/// A part and what it is divided by. Over several runs, parts and wholes are added up each: so a run weighs as much as
/// its calls.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quotient {
    /// What is counted.
    pub part: f64,
    /// What it is of: 1 for a number that is a figure by itself, 0 where there is nothing to measure.
    pub whole: f64,
}

impl Quotient {
    /// The figure, unless there is nothing to divide by.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        (self.whole > 0.0).then(|| self.part / self.whole)
    }
}

/// A figure.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// Its name, in JSON and on the command line.
    pub name: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// What it is, in the terms of the trade.
    pub meaning: &'static str,
    of: &'static [Of],
    quotient: fn(&Part) -> Quotient,
}

const EVERY: &[Of] = &[Of::Run, Of::CallType, Of::Queue, Of::Team];
const CALLS: &[Of] = &[Of::Run, Of::CallType, Of::Queue];
const RUN: &[Of] = &[Of::Run, Of::CallType];
const WAITS: &[Of] = &[Of::Run, Of::Queue];
const QUEUE: &[Of] = &[Of::Run, Of::Queue];
const AGENTS: &[Of] = &[Of::Run, Of::Team];

impl Figure {
    /// The figure of a part; none where there is nothing to measure.
    #[must_use]
    pub fn value(&self, part: &Part) -> Option<f64> {
        self.quotient(part).value()
    }

    /// What the figure of a part is made of.
    #[must_use]
    pub fn quotient(&self, part: &Part) -> Quotient {
        (self.quotient)(part)
    }

    /// Whether the figure is taken of such a part.
    #[must_use]
    pub fn is_of(&self, of: Of) -> bool {
        self.of.contains(&of)
    }

    /// The figure with this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Figure> {
        FIGURES.iter().find(|figure| figure.name == name)
    }
}

macro_rules! figures {
    ($($name:literal $unit:ident $of:ident $quotient:expr, $meaning:literal;)*) => {
        /// All figures, in the order in which they are shown.
        pub const FIGURES: &[Figure] =
            &[$(Figure { name: $name, unit: Unit::$unit, of: $of, quotient: $quotient, meaning: $meaning }),*];
    };
}

#[rustfmt::skip] // One row per figure.
figures! {
    "offered"    Calls CALLS |p| number(p.totals.offered),    "calls that came in";
    "answered"   Calls EVERY |p| number(p.totals.answered),   "calls that an agent answered";
    "abandoned"  Calls CALLS |p| number(p.totals.abandoned),  "callers who hung up while they waited or while it rang";
    "blocked"    Calls CALLS |p| number(p.totals.blocked),    "calls that found no trunk or no place in the queue";
    "balked"     Calls CALLS |p| number(p.totals.balked),     "callers who would have had to wait and did not begin to";
    "contained"  Calls RUN   |p| number(p.totals.contained),  "callers whom the IVR served";
    "overflowed" Calls CALLS |p| number(p.totals.overflowed), "times that a call left a queue for another one";
    "queued"     Calls CALLS |p| number(p.totals.queued),     "calls that had to wait for an agent";
    "answered_in_time" Calls CALLS |p| number(p.totals.answered_in_time), "calls answered within the threshold";
    "in_ivr"     Calls RUN   |p| number(p.totals.in_ivr),     "calls in the IVR at the end";
    "in_system"  Calls CALLS |p| number(p.totals.in_system),  "calls neither answered nor gone at the end";
    "p_wait"     Share CALLS |p| of_offered(p, |t| t.queued), "queued / offered: the probability of waiting";
    "p_abandon"  Share CALLS |p| of_offered(p, |t| t.abandoned), "abandoned / offered";
    "p_block"    Share CALLS |p| of_offered(p, |t| t.blocked),   "blocked / offered";
    "p_abandon_given_wait" Share CALLS |p| ratio(p.totals.queued_abandoned, p.totals.waits_over),
        "of those who began to wait, the share who hung up";
    "service_level" Share CALLS |p| ratio(p.totals.answered_in_time, p.totals.offered),
        "answered within the threshold / offered";
    "service_level_of_answered" Share CALLS |p| ratio(p.totals.answered_in_time, p.totals.answered),
        "answered within the threshold / answered";
    "service_level_of_answered_and_late_abandons" Share CALLS
        |p| ratio(p.totals.answered_in_time, p.totals.answered + p.totals.abandoned_late),
        "answered within the threshold / (answered + abandoned after the threshold)";
    "asa"        Seconds EVERY |p| per(p.totals.to_answer_us, p.totals.answered),
        "average speed of answer: from the queue's beginning to the answer, of the answered";
    "mean_wait"  Seconds CALLS |p| per(p.totals.waited_us, p.totals.answered + p.totals.abandoned),
        "mean time in queue of all who were answered or hung up";
    "mean_wait_of_queued" Seconds CALLS |p| per(p.totals.waited_us, p.totals.waits_over),
        "mean time in queue of those who had to wait, abandoned ones included";
    "wait_p50"   Seconds WAITS |p| quantile(p, 0.50), "half of the waits are at most so long (to 1 %)";
    "wait_p80"   Seconds WAITS |p| quantile(p, 0.80), "80 % of the waits are at most so long (to 1 %)";
    "wait_p95"   Seconds WAITS |p| quantile(p, 0.95), "95 % of the waits are at most so long (to 1 %)";
    "wait_p99"   Seconds WAITS |p| quantile(p, 0.99), "99 % of the waits are at most so long (to 1 %)";
    "queue_length" Mean QUEUE |p| ratio(p.totals.queue_us, p.totals.span_us), "waiting calls, as a mean over time";
    "occupancy"  Share AGENTS |p| ratio(p.totals.talking_us + p.totals.wrapping_up_us, p.totals.agents_us),
        "(talk + wrap-up) / logged in";
    "agents"     Mean AGENTS |p| ratio(p.totals.agents_us, p.totals.span_us), "agents logged in, as a mean over time";
    "agents_talking" Mean AGENTS |p| ratio(p.totals.talking_us, p.totals.span_us),
        "agents who talk, as a mean over time";
    "agents_wrapping_up" Mean AGENTS |p| ratio(p.totals.wrapping_up_us, p.totals.span_us),
        "agents in after-call work, as a mean over time";
    "agents_not_ready" Mean AGENTS |p| ratio(p.totals.not_ready_us, p.totals.span_us),
        "agents on a break or a pause, as a mean over time";
    "agent_hours"   Hours AGENTS |p| hours(p.totals.agents_us),      "time that agents were logged in";
    "talk_hours"    Hours AGENTS |p| hours(p.totals.talking_us),     "time that agents talked";
    "wrap_up_hours" Hours AGENTS |p| hours(p.totals.wrapping_up_us), "time of after-call work";
}

/// A number that is a figure by itself.
fn number(sum: u64) -> Quotient {
    Quotient { part: count(sum), whole: 1.0 }
}

fn ratio(part: u64, whole: u64) -> Quotient {
    Quotient { part: count(part), whole: count(whole) }
}

fn of_offered(part: &Part, of: fn(&Totals) -> u64) -> Quotient {
    ratio(of(&part.totals), part.totals.offered)
}

/// Seconds per call.
fn per(micros: u64, calls: u64) -> Quotient {
    Quotient { part: seconds(micros), whole: count(calls) }
}

fn hours(micros: u64) -> Quotient {
    Quotient { part: seconds(micros) / 3600.0, whole: 1.0 }
}

fn quantile(part: &Part, share: f64) -> Quotient {
    part.wait_quantile(share).map_or_else(Quotient::default, |part| Quotient { part, whole: 1.0 })
}
