//! Distributions of times.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::scenario::place::At;
use crate::scenario::value::{Amount, Number, Pair, Seconds, Share, Whole};

/// A distribution of times: one key, which names its family.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "Distribution")]
pub(crate) enum Time {
    /// Always the same.
    Fixed(Seconds),
    /// Every time between the shortest and the longest as likely as another.
    Uniform(Pair<Seconds, Seconds>),
    /// Memoryless, with this mean.
    Exponential(Seconds),
    /// The logarithm of the time is normal.
    Lognormal(At<Lognormal>),
    /// The gamma distribution.
    Gamma(Gamma),
    /// The sum of some exponential times, each with the same mean.
    Erlang(Erlang),
    /// The Weibull distribution: the rate of ending falls over time (`shape` below 1) or rises (above 1).
    Weibull(At<Weibull>),
    /// One of some exponential times, each with its share; the shares sum to 1.
    Hyperexponential(At<Vec<Phase>>),
    /// Observed times, each as likely as another.
    Empirical(At<Vec<Seconds>>),
    /// A curve of survival: points of time and the share still there, which falls exponentially between them and goes
    /// on at the pace of the last stretch. Times rise, shares do not.
    #[schemars(transform = above_none)]
    Survival(At<Vec<At<Pair<Seconds, Share>>>>),
    /// One of several distributions, each with its share; the shares sum to 1.
    Mixture(At<Vec<Part>>),
}

/// A share of none would fall for ever to where it is.
fn above_none(schema: &mut schemars::Schema) {
    if let Some(share) = schema.pointer_mut("/properties/survival/items/prefixItems/1") {
        share["exclusiveMinimum"] = 0.into();
    }
}

/// The logarithm of the time is normal: `mu` and `sigma`, or `mean` and `cv`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{"required": ["mu", "sigma"]}, {"required": ["mean", "cv"]}]))]
pub(crate) struct Lognormal {
    /// The mean of the logarithm of the seconds; e to this power is the median.
    pub(crate) mu: Option<Number>,
    /// The standard deviation of the logarithm.
    pub(crate) sigma: Option<Amount>,
    /// The mean.
    pub(crate) mean: Option<Seconds>,
    /// The coefficient of variation: deviation over mean.
    #[schemars(extend("minimum" = 0.001, "maximum" = 1000))]
    pub(crate) cv: Option<At<Amount>>,
}

/// The gamma distribution.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gamma {
    /// The mean.
    pub(crate) mean: Seconds,
    /// The coefficient of variation: deviation over mean.
    #[schemars(extend("minimum" = 0.001, "maximum" = 1000))]
    pub(crate) cv: At<Amount>,
}

/// The sum of some exponential times.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Erlang {
    /// How many.
    #[schemars(extend("minimum" = 1, "maximum" = 1000000))]
    pub(crate) k: At<Whole>,
    /// The mean of the sum.
    pub(crate) mean: Seconds,
}

/// The Weibull distribution: `shape`, and `scale` or `mean`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{"required": ["scale"]}, {"required": ["mean"]}]))]
pub(crate) struct Weibull {
    /// Below 1 the rate of ending falls over time, above 1 it rises.
    #[schemars(extend("minimum" = 0.1, "maximum" = 100))]
    pub(crate) shape: At<Amount>,
    /// After this time a share of 1/e is still there.
    pub(crate) scale: Option<Seconds>,
    /// The mean.
    pub(crate) mean: Option<Seconds>,
}

/// One of the exponential times.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Phase {
    /// Its share.
    pub(crate) share: At<Share>,
    /// Its mean.
    pub(crate) mean: Seconds,
}

/// One of the distributions of a mixture.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    /// Its share.
    pub(crate) share: At<Share>,
    /// The distribution.
    pub(crate) of: At<Time>,
}
