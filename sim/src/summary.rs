//! What a run came to, in the terms of the trade.

use std::collections::BTreeMap;

use serde::Serialize;

/// The figures of a run. Times are in seconds, shares between 0 and 1; `None` where nothing was there to measure.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// How long was simulated.
    pub duration_s: f64,
    /// The callers.
    pub calls: Calls,
    /// Share of the offered calls that found no idle agent and waited.
    pub share_queued: Option<f64>,
    /// Mean time that the queued calls spent in their queue, abandoned ones included.
    pub mean_wait_of_queued_s: Option<f64>,
    /// Share of the queued calls whose caller gave up.
    pub share_of_queued_abandoned: Option<f64>,
    /// Average speed of answer: mean time from arrival to answer of the answered calls.
    pub asa_s: Option<f64>,
    /// The service level.
    pub service_level: ServiceLevel,
    /// Share of the agents' logged-in time that they talk or do after-call work.
    pub occupancy: Option<f64>,
    /// Hours that agents were logged in.
    pub agent_hours: f64,
    /// Hours that agents talked.
    pub talk_hours: f64,
    /// Hours of after-call work.
    pub wrap_up_hours: f64,
    /// What was recorded.
    pub messages: Messages,
    /// Half hour by half hour of the local day, the first one from midnight; several days are added up.
    pub half_hours: Vec<HalfHour>,
}

/// The callers of a run: offered = answered + abandoned + in system at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Calls {
    /// Came in.
    pub offered: u64,
    /// Were answered by an agent.
    pub answered: u64,
    /// Hung up before an agent answered.
    pub abandoned: u64,
    /// Found no idle agent and waited.
    pub queued: u64,
    /// Waited and hung up.
    pub queued_abandoned: u64,
    /// Were waiting or ringing at the end.
    pub in_system: u64,
}

/// The service level and what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ServiceLevel {
    /// Answered within this time, in seconds, counts as good.
    pub threshold_s: u32,
    /// What is divided by what.
    pub definition: &'static str,
    /// The share.
    pub value: Option<f64>,
}

impl ServiceLevel {
    /// The threshold in seconds.
    pub const THRESHOLD_S: u32 = 20;
}

impl Default for ServiceLevel {
    fn default() -> Self {
        let definition = "answered within the threshold / (answered + abandoned)";
        Self { threshold_s: Self::THRESHOLD_S, definition, value: None }
    }
}

/// What was recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Messages {
    /// Function calls of all applications.
    pub function_calls: u64,
    /// Messages delivered to all applications.
    pub delivered: u64,
    /// Messages delivered, by C name.
    pub by_name: BTreeMap<String, u64>,
}

/// A half hour of the day; a call belongs to the half hour of its arrival.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct HalfHour {
    /// Calls that came in.
    pub calls: u64,
    /// Of these, calls that waited and have left the queue.
    pub queued: u64,
    /// Their time in the queue together, in seconds.
    pub waited_s: f64,
    /// Of the queued, callers who gave up.
    pub abandoned: u64,
    /// Agents logged in, as a mean over the half hour; a part that was not simulated counts as without agents.
    pub agents: f64,
}

impl HalfHour {
    /// Mean time in the queue of those who waited.
    pub fn mean_wait_s(&self) -> Option<f64> {
        ratio(self.waited_s, self.queued)
    }

    /// Share of the calls that waited.
    pub fn share_queued(&self) -> Option<f64> {
        ratio(count(self.queued), self.calls)
    }
}

/// A quotient, unless there is nothing to divide by.
pub(crate) fn ratio(part: f64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part / count(whole))
}

/// A count as a float.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(crate) fn count(number: u64) -> f64 {
    number as f64
}
