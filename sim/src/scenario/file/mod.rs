//! The shape of a scenario file: which keys there are and what kind of value each one takes.
//!
//! The JSON Schema of the format and the page of reference are made from these types: what a key means, its default and
//! its range are said here, once. A value that is judged together with others is `At` its place, so that an error can
//! point there.

mod arrivals;
mod callers;
mod people;
mod time;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

pub(crate) use arrivals::{Arrivals, Peak, Point};
pub(crate) use callers::{Balking, CallType, Group, Ivr, Overflow, Priority, Queue};
pub(crate) use people::{Activity, Agents, Break, Habits, Pauses, Routing, Seat, Shift, Team};
pub(crate) use time::{Lognormal, Part, Phase, Time, Weibull};

use super::Closing;
use super::error::Fault;
use super::place::At;
use super::value::{Amount, Moment, Seconds, Whole};
use super::words::Word;

/// Larger files are refused before anything is read: no scenario needs it, and reading costs memory.
pub(crate) const LARGEST_BYTES: usize = 4 << 20;

/// A scenario of `acdsim`: a contact centre, and who calls it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Scenario")]
pub(crate) struct File {
    /// The version of the format: 1.
    #[schemars(extend("const" = 1))]
    pub(crate) schema: At<Whole>,
    /// What it is, in a sentence.
    pub(crate) title: String,
    /// The local date, time and zone at which simulated time begins. The default is a Monday.
    #[schemars(extend("default" = "2000-01-03T00:00:00[UTC]"))]
    pub(crate) start: Option<Moment>,
    /// How long callers come: more than 0, at most 366 days.
    pub(crate) duration: At<Seconds>,
    /// The figures leave out what happens before; shorter than the duration.
    #[schemars(extend("default" = "0 s"))]
    pub(crate) warm_up: Option<At<Seconds>>,
    /// What becomes of those who are in the system at the end: `cut` stops where it is, `drain` serves them.
    #[schemars(extend("default" = "cut"))]
    pub(crate) closing: Option<Word<Closing>>,
    /// How long a period of the figures is, from local midnight on: 1 min to 24 h, and 24 h hold a whole number of
    /// them.
    #[schemars(extend("default" = "30 min"))]
    pub(crate) period: Option<At<Seconds>>,
    /// How many calls the centre's trunks carry at once, in the IVR, waiting, ringing or talking. Without it there is
    /// no limit.
    #[schemars(extend("minimum" = 1))]
    pub(crate) trunks: Option<At<Whole>>,
    /// The kind of day that is simulated; needed where there are several and no calendar.
    pub(crate) default_day: Option<At<String>>,
    /// The kinds of the days from the first one on, over and over. Without it every day is the default one.
    pub(crate) calendar: Option<At<Vec<At<String>>>>,
    /// What counts as good service.
    #[serde(default)]
    pub(crate) service_level: ServiceLevel,
    /// What the scenario supposes without data.
    #[serde(default)]
    pub(crate) assumptions: Vec<Assumption>,
    /// The kinds of day by name. Without any there is one, named `every day`.
    #[serde(default)]
    pub(crate) days: Days,
    /// Where calls wait; at least one.
    pub(crate) queues: At<Vec<Queue>>,
    /// ACD groups: who may answer which queues. Without any there is one for each queue, of its name.
    pub(crate) groups: Option<At<Vec<Group>>>,
    /// What callers want; at least one.
    pub(crate) call_types: At<Vec<At<CallType>>>,
    /// Which callers go first. Without any all are alike.
    pub(crate) priorities: Option<At<Vec<Priority>>>,
    /// The agents; at least one team.
    pub(crate) teams: At<Vec<Team>>,
    /// What agents who are not ready may be doing.
    #[serde(default)]
    pub(crate) activities: Vec<Activity>,
    /// What all agents do besides talking, unless their team says otherwise.
    #[serde(default)]
    pub(crate) agents: Agents,
    /// Who gets which call.
    #[serde(default)]
    pub(crate) routing: Routing,
    /// The applications that watch. Without any there is one: a supervisor who watches the ACD line and its calls, and
    /// reads the queues' figures every 5 min.
    pub(crate) seats: Option<Vec<Seat>>,
}

/// What counts as good service.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceLevel {
    /// Answered within this time counts as good.
    #[schemars(extend("default" = "20 s"))]
    pub(crate) threshold: Option<At<Seconds>>,
}

/// A number that no data stand behind.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assumption {
    /// A short name; unique.
    pub(crate) name: At<String>,
    /// What is supposed, and why.
    pub(crate) text: String,
}

/// The kinds of day by name.
pub(crate) type Days = BTreeMap<At<String>, Day>;

/// A kind of day.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Day {
    /// By how much the rates of all calls are multiplied.
    #[schemars(extend("default" = 1))]
    pub(crate) factor: Option<At<Amount>>,
    /// When the calls come that the call types with a `share` have in common.
    pub(crate) arrivals: Option<At<Arrivals>>,
    /// How much such days differ in their arrivals: the deviation over the mean of a gamma number that multiplies the
    /// rates of the day.
    #[schemars(extend("maximum" = 10))]
    pub(crate) busyness_cv: Option<At<Amount>>,
    /// Calls of the same types that come on top.
    #[serde(default)]
    pub(crate) peaks: Vec<Peak>,
    /// Instead of `arrivals`: the mean number of calls in each half hour from midnight, 48 numbers, where days differ
    /// as data say. It needs the next two keys.
    pub(crate) calls_per_30min: Option<At<Vec<Amount>>>,
    /// The variance of the number of calls in each half hour over its mean, 48 numbers; 1 is chance alone.
    pub(crate) variance_to_mean_per_30min: Option<At<Vec<Amount>>>,
    /// The standard deviation of the number of calls in a day.
    pub(crate) calls_per_day_sd: Option<At<Amount>>,
    /// The mean number of agents on duty in each half hour from midnight, 48 numbers; at most those of all teams. On
    /// such days shifts do not count, and agents come on duty one of each team in turn.
    pub(crate) agents_per_30min: Option<At<Vec<At<Amount>>>>,
}

/// Reads the shape; what the values mean together is not judged yet.
pub(crate) fn parse(text: &str) -> Result<File, Fault> {
    if text.len() > LARGEST_BYTES {
        let message = format!("the file has {} bytes", text.len());
        return Err(Fault::new(0..0, message).expected(format!("at most {LARGEST_BYTES}")));
    }
    toml::from_str(text).map_err(Fault::from)
}
