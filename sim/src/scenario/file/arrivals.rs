//! When calls come.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Time;
use crate::scenario::place::At;
use crate::scenario::value::{Amount, Clock, Pair, Rate, Seconds};

/// A local time of day, and the rate from there on.
pub(crate) type Point = At<Pair<Clock, Rate>>;

/// When calls come: one of `rate`, `per_30min`, `steps`, `line`, `times` and `every`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [
    {"required": ["rate"]}, {"required": ["per_30min"]}, {"required": ["steps"]},
    {"required": ["line"]}, {"required": ["times"]}, {"required": ["every"]}
]))]
pub(crate) struct Arrivals {
    /// By chance, always at the same rate.
    pub(crate) rate: Option<At<Rate>>,
    /// By chance, with this mean number in each half hour from midnight: 48 numbers.
    pub(crate) per_30min: Option<At<Vec<Amount>>>,
    /// By chance, at the rate of the last step begun: a list of local times of day, which rise, and rates. None come
    /// before the first, and the last one holds until midnight.
    pub(crate) steps: Option<At<Vec<Point>>>,
    /// By chance, at a rate that goes in straight lines from point to point: a list of local times of day, which rise,
    /// and rates; two or more. None come before the first and after the last.
    pub(crate) line: Option<At<Vec<Point>>>,
    /// At these local times of every day; they rise.
    pub(crate) times: Option<At<Vec<At<Clock>>>>,
    /// One after the other from the start on: the time between two. Its mean is 1 µs or more.
    pub(crate) every: Option<At<Time>>,
    /// How much days differ: the deviation over the mean of a gamma number that multiplies the rates of a day;
    /// given times and intervals do not vary. A kind of day has this key beside its `arrivals`.
    #[schemars(extend("maximum" = 10))]
    pub(crate) busyness_cv: Option<At<Amount>>,
    /// Calls that come on top, by chance. A kind of day has this key beside its `arrivals`.
    pub(crate) peaks: Option<At<Vec<Peak>>>,
}

/// Calls that come on top for a while, by chance.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Peak {
    /// The local time of day at which it begins.
    pub(crate) at: At<Clock>,
    /// How long it lasts: more than 0, and until midnight at most.
    pub(crate) within: At<Seconds>,
    /// The mean number of its calls.
    pub(crate) calls: At<Amount>,
}
