//! What a scenario is made of: days, calls, queues and callers.

use tapi_acd::wire::Guid;

use super::{HALF_HOURS, Variation};
use crate::random::{Distribution, RateProfile};

/// What becomes of those who are in the system when the duration is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// The run stops where it is.
    Cut,
    /// Nobody comes any more, and who is in the system is served or gives up.
    Drain,
}

/// A number that no data stand behind, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// A short name.
    pub name: String,
    /// What is supposed, and why.
    pub text: String,
}

/// A kind of day.
#[derive(Clone, Debug, PartialEq)]
pub struct DayKind {
    /// Its key in the file.
    pub name: String,
    /// By how much the rates of every source are multiplied; given times and intervals stay as they are.
    pub factor: f64,
    /// Mean number of agents on duty in each half hour from local midnight. The shifts of the teams say so where there
    /// is none.
    pub agents: Option<[f64; HALF_HOURS]>,
}

/// Where calls come from, and of which types they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// For messages and figures: the code of the call type or the name of the kind of day, with "peak 1" and so on
    /// where it is one of its peaks.
    pub name: String,
    /// On days of this kind only, an index into [`Scenario::days`](super::Scenario::days); on all of them if none.
    pub day: Option<usize>,
    /// When they come.
    pub process: Process,
    /// How much days differ in the rates; nothing else varies.
    pub variation: Variation,
    /// The shares of the call types, which sum to 1, and indices into
    /// [`Scenario::call_types`](super::Scenario::call_types).
    pub types: Vec<(f64, usize)>,
}

/// When calls come.
#[derive(Clone, Debug, PartialEq)]
pub enum Process {
    /// A Poisson process, given its rates over the local day.
    Rates(RateProfile),
    /// At these times of every local day, in microseconds from midnight; rising.
    Times(Vec<u64>),
    /// One after the other, from the start of the run on: the time to the next call. Its mean is above 0.
    Intervals(Distribution),
}

/// A queue, and the id by which TAPI knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Queue {
    /// Unique.
    pub name: String,
    /// `dwQueueID`; unique and not 0.
    pub id: u32,
    /// A lower number goes first, however long others have waited.
    pub priority: u32,
    /// The waiting time, in microseconds, that everybody here is credited with.
    pub credit_us: u64,
    /// How fast waiting counts in the order across queues; above 0.
    pub ageing: f64,
    /// How many may wait here at once; no limit if none.
    pub capacity: Option<u32>,
    /// The queue for those whom this one has no room for; they are blocked if there is none.
    pub when_full: Option<usize>,
    /// Where those go who have waited too long.
    pub overflow: Option<Overflow>,
}

/// A caller who has waited long enough in one queue goes on to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overflow {
    /// After so many microseconds in the queue.
    pub after_us: u64,
    /// Index into [`Scenario::queues`](super::Scenario::queues).
    pub to: usize,
}

/// An ACD group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Unique.
    pub name: String,
    /// Unique.
    pub guid: Guid,
    /// Indices into [`Scenario::queues`](super::Scenario::queues), in the order of the file; at least one.
    pub queues: Vec<usize>,
}

/// What a caller wants.
#[derive(Clone, Debug, PartialEq)]
pub struct CallType {
    /// A short code; unique.
    pub code: String,
    /// What the code means.
    pub meaning: String,
    /// Index into [`Scenario::queues`](super::Scenario::queues).
    pub queue: usize,
    /// How long the talk lasts.
    pub service: Distribution,
    /// How long the caller waits before hanging up; for ever if none.
    pub patience: Option<Distribution>,
    /// The share of callers who hang up at once when they have to wait; they count as abandoned.
    pub zero_patience: f64,
    /// The after-call work of such a call, where it is not that of the team.
    pub wrap_up: Option<Distribution>,
    /// The waiting time, in microseconds, that such callers are credited with.
    pub credit_us: u64,
    /// What comes before the queue.
    pub ivr: Option<Ivr>,
    /// Who turns away from a long queue. The callers waiting there rise from one to the next.
    pub balking: Vec<Balking>,
}

/// Interactive voice response: a caller talks to a machine before the queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Ivr {
    /// How long.
    pub time: Distribution,
    /// The share of callers served there, who never reach the queue.
    pub contained: f64,
}

/// Who would have to wait in a queue with so many callers or more turns away with this probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balking {
    /// So many callers wait; at least 1.
    pub waiting: u32,
    /// The probability.
    pub share: f64,
}

/// How far ahead in the queue a caller begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Priority {
    /// Unique.
    pub level: u32,
    /// Its share of all calls, whatever their type.
    pub share: f64,
    /// The waiting time, in microseconds, that the caller is credited with in the order of the queue.
    pub credit_us: u64,
}
