//! The shape of a scenario file: which keys there are and what kind of value each one takes.
//!
//! A value that is judged together with others is `Spanned`: it remembers its place, so that an error can point there.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::error::Fault;
use super::value::{Amount, GroupGuid, Moment, Number, Pair, Seconds, Share, Whole};

/// Larger files are refused before anything is read: no scenario needs it, and reading costs memory.
pub(super) const LARGEST_BYTES: usize = 4 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) schema: Spanned<Whole>,
    pub(super) title: String,
    pub(super) start: Moment,
    pub(super) duration: Spanned<Seconds>,
    pub(super) default_day: Spanned<String>,
    #[serde(default)]
    pub(super) assumptions: Vec<Assumption>,
    pub(super) days: Spanned<Days>,
    pub(super) queues: Spanned<Vec<Queue>>,
    pub(super) groups: Spanned<Vec<Group>>,
    pub(super) call_types: Spanned<Vec<CallType>>,
    pub(super) priorities: Spanned<Vec<Priority>>,
    pub(super) teams: Spanned<Vec<Team>>,
    pub(super) agents: Agents,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Assumption {
    pub(super) name: Spanned<String>,
    pub(super) text: String,
}

/// The kinds of day by name.
pub(super) type Days = BTreeMap<Spanned<String>, Day>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Day {
    pub(super) calls_per_30min: Spanned<Vec<Amount>>,
    pub(super) variance_to_mean_per_30min: Spanned<Vec<Amount>>,
    pub(super) calls_per_day_sd: Amount,
    pub(super) agents_per_30min: Spanned<Vec<Spanned<Amount>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Queue {
    pub(super) name: Spanned<String>,
    pub(super) id: Option<Spanned<Whole>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    pub(super) name: Spanned<String>,
    pub(super) guid: Spanned<GroupGuid>,
    pub(super) queues: Spanned<Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CallType {
    pub(super) code: Spanned<String>,
    pub(super) meaning: String,
    pub(super) share: Spanned<Share>,
    pub(super) queue: Spanned<String>,
    pub(super) service: Spanned<Time>,
    pub(super) patience: Spanned<Time>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Priority {
    pub(super) level: Spanned<Whole>,
    pub(super) share: Spanned<Share>,
    pub(super) credit: Spanned<Seconds>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Team {
    pub(super) name: Spanned<String>,
    pub(super) size: Spanned<Whole>,
    pub(super) groups: Spanned<Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Agents {
    pub(super) answer: Spanned<Time>,
    pub(super) wrap_up: Spanned<Time>,
    pub(super) follow_busyness: Share,
}

/// A distribution of times: one key, which names its family.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Time {
    Fixed(Seconds),
    Uniform(Pair<Seconds, Seconds>),
    Exponential(Seconds),
    Lognormal(Lognormal),
    Gamma(Gamma),
    Survival(Spanned<Vec<Spanned<Pair<Seconds, Share>>>>),
    Mixture(Spanned<Vec<Part>>),
}

/// Mean and deviation of the logarithm of the seconds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lognormal {
    pub(super) mu: Number,
    pub(super) sigma: Amount,
}

/// `cv` is the coefficient of variation: deviation over mean.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Gamma {
    pub(super) mean: Seconds,
    pub(super) cv: Spanned<Amount>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    pub(super) share: Spanned<Share>,
    pub(super) of: Spanned<Time>,
}

/// Reads the shape; what the values mean together is not judged yet.
pub(super) fn parse(text: &str) -> Result<File, Fault> {
    if text.len() > LARGEST_BYTES {
        let message = format!("the file has {} bytes", text.len());
        return Err(Fault::new(0..0, message).expected(format!("at most {LARGEST_BYTES}")));
    }
    toml::from_str(text).map_err(Fault::from)
}
