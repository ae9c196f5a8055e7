//! Queues, groups, and who calls.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Arrivals, Time};
use crate::scenario::place::At;
use crate::scenario::value::{Amount, GroupGuid, Seconds, Share, Whole};

/// Where calls wait.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Queue {
    /// Unique.
    pub(crate) name: At<String>,
    /// TAPI's `dwQueueID`; unique. The default is its place in the list, from 1.
    #[schemars(extend("minimum" = 1))]
    pub(crate) id: Option<At<Whole>>,
    /// A lower number goes first, however long others have waited.
    #[schemars(extend("default" = 1))]
    pub(crate) priority: Option<Whole>,
    /// The waiting time that everybody here is credited with in the order of service.
    #[schemars(extend("default" = "0 s"))]
    pub(crate) credit: Option<At<Seconds>>,
    /// How fast waiting counts in the order across queues: above 0.
    #[schemars(extend("default" = 1, "exclusiveMinimum" = 0, "maximum" = 1000))]
    pub(crate) ageing: Option<At<Amount>>,
    /// How many may wait here at once. Without it there is no limit.
    pub(crate) capacity: Option<Whole>,
    /// The queue for those whom this one has no room for; it needs `capacity`. Without it they are blocked.
    pub(crate) when_full: Option<At<String>>,
    /// Where those go who have waited long enough. With `when_full` it must not lead round in a circle.
    pub(crate) overflow: Option<Overflow>,
}

/// Who has waited long enough in one queue goes on to another.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Overflow {
    /// After so long in the queue; who rings at an agent then goes on if nobody answers.
    pub(crate) after: At<Seconds>,
    /// The other queue.
    pub(crate) to: At<String>,
}

/// An ACD group: whoever is in it may answer its queues.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    /// Unique.
    pub(crate) name: At<String>,
    /// Unique. The default is made from the name, always the same.
    pub(crate) guid: Option<At<GroupGuid>>,
    /// The queues; at least one.
    pub(crate) queues: At<Vec<At<String>>>,
}

/// What a caller wants. It has a `code` or a `name`, and a `share` or `arrivals`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("allOf" = [
    {"oneOf": [{"required": ["code"]}, {"required": ["name"]}]},
    {"oneOf": [{"required": ["share"]}, {"required": ["arrivals"]}]}
]))]
pub(crate) struct CallType {
    /// A short code; unique.
    pub(crate) code: Option<At<String>>,
    /// The same as `code`.
    pub(crate) name: Option<At<String>>,
    /// What the code means. The default is the code itself.
    pub(crate) meaning: Option<String>,
    /// The queue.
    pub(crate) queue: At<String>,
    /// Its share of the calls that every kind of day has in common; the shares of all call types sum to 1.
    pub(crate) share: Option<At<Share>>,
    /// When its own calls come, on every kind of day.
    pub(crate) arrivals: Option<At<Arrivals>>,
    /// How long the talk lasts.
    pub(crate) service: At<Time>,
    /// How long the caller waits before hanging up. Without it the caller waits for ever.
    pub(crate) patience: Option<At<Time>>,
    /// The share of callers who hang up at once when they have to wait; they count as abandoned.
    #[schemars(extend("default" = 0))]
    pub(crate) zero_patience: Option<Share>,
    /// The after-call work of such a call. The default is that of the team.
    pub(crate) wrap_up: Option<At<Time>>,
    /// The waiting time that such callers are credited with in the order of service.
    #[schemars(extend("default" = "0 s"))]
    pub(crate) credit: Option<At<Seconds>>,
    /// Interactive voice response: the machine that callers talk to before the queue.
    pub(crate) ivr: Option<Ivr>,
    /// Who turns away from a long queue; `waiting` rises from one to the next.
    #[serde(default)]
    pub(crate) balking: Vec<Balking>,
}

/// Interactive voice response.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ivr {
    /// How long it takes.
    pub(crate) time: At<Time>,
    /// The share of callers served there, who never reach the queue.
    #[schemars(extend("default" = 0))]
    pub(crate) contained: Option<Share>,
}

/// Who would have to wait and finds so many others waiting turns away with this probability.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Balking {
    /// So many or more wait in the queue.
    pub(crate) waiting: At<Whole>,
    /// The probability.
    pub(crate) share: Share,
}

/// How far ahead in the queue some callers begin.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Priority {
    /// Unique.
    pub(crate) level: At<Whole>,
    /// Its share of all callers, whatever they want; the shares of all levels sum to 1.
    pub(crate) share: At<Share>,
    /// The waiting time that such callers are credited with in the order of service.
    #[schemars(extend("default" = "0 s"))]
    pub(crate) credit: Option<At<Seconds>>,
}
