//! Distributions as the file writes them, made into those that can be drawn from.

use std::ops::{Range, RangeInclusive};

use super::shares::shares_of_one;
use crate::random::{CurveError, Distribution, SurvivalCurve};
use crate::scenario::error::Fault;
use crate::scenario::file::{Lognormal, Part, Phase, Time, Weibull};
use crate::scenario::place::At;
use crate::scenario::value::{Amount, Pair, Seconds, Share};

/// Coefficients of variation far beyond anything measured.
const CV: RangeInclusive<f64> = 0.001..=1_000.0;
/// Shapes whose mean is a number.
const WEIBULL_SHAPE: RangeInclusive<f64> = 0.1..=100.0;
const MOST_PHASES: u32 = 1_000_000;

/// The distribution that the file describes at this place.
pub(super) fn distribution(time: &At<Time>) -> Result<Distribution, Fault> {
    distribution_at(time.span(), time)
}

/// The distribution, for errors about it at this place.
pub(super) fn distribution_at(at: Range<usize>, time: &Time) -> Result<Distribution, Fault> {
    let distribution = match time {
        Time::Fixed(Seconds(seconds)) => Distribution::Deterministic { seconds: *seconds },
        Time::Uniform(Pair(Seconds(low), Seconds(high))) => {
            if low > high {
                let fault = Fault::new(at, "the first duration is longer than the second");
                return Err(fault.expected("the shortest, then the longest"));
            }
            Distribution::Uniform { low: *low, high: *high }
        }
        Time::Exponential(Seconds(mean)) => Distribution::Exponential { mean: *mean },
        Time::Lognormal(lognormal) => self::lognormal(lognormal)?,
        Time::Gamma(gamma) => {
            let cv = within("a coefficient of variation", &gamma.cv, &CV)?;
            let shape = 1.0 / (cv * cv);
            Distribution::Gamma { shape, scale: gamma.mean.0 / shape }
        }
        Time::Erlang(erlang) => {
            let phases = erlang.k.0;
            if !(1..=MOST_PHASES).contains(&phases) {
                let fault = erlang.k.fault(format!("a sum of {phases} times"));
                return Err(fault.expected(format!("one of 1 to {MOST_PHASES}")));
            }
            let shape = f64::from(phases);
            Distribution::Gamma { shape, scale: erlang.mean.0 / shape }
        }
        Time::Weibull(weibull) => self::weibull(weibull)?,
        Time::Hyperexponential(phases) => hyperexponential(phases)?,
        Time::Empirical(observed) => {
            let observed: Vec<f64> = not_empty(observed, "time")?.iter().map(|seconds| seconds.0).collect();
            Distribution::Empirical(observed.into())
        }
        Time::Survival(points) => Distribution::Survival(curve(points)?),
        Time::Mixture(parts) => mixture(parts)?,
    };
    if distribution.mean().is_finite() {
        Ok(distribution)
    } else {
        Err(Fault::new(at, "the mean of this distribution is too large for a number"))
    }
}

/// The number, if it lies in the range; `what` names it with its article.
fn within(what: &str, number: &At<Amount>, range: &RangeInclusive<f64>) -> Result<f64, Fault> {
    if range.contains(&number.0) {
        return Ok(number.0);
    }
    let fault = number.fault(format!("{what} of {}", number.0));
    Err(fault.expected(format!("one from {} to {}", range.start(), range.end())))
}

fn not_empty<'f, T>(list: &'f At<Vec<T>>, what: &str) -> Result<&'f [T], Fault> {
    if list.is_empty() {
        return Err(list.fault("the list is empty").expected(format!("at least one {what}")));
    }
    Ok(list)
}

/// With a mean m and a coefficient of variation c, σ² = ln(1 + c²) and μ = ln m − σ²/2.
fn lognormal(said: &At<Lognormal>) -> Result<Distribution, Fault> {
    match (&said.mu, &said.sigma, &said.mean, &said.cv) {
        (Some(mu), Some(sigma), None, None) => Ok(Distribution::Lognormal { mu: mu.0, sigma: sigma.0 }),
        (None, None, Some(Seconds(mean)), Some(cv)) => {
            let cv = within("a coefficient of variation", cv, &CV)?;
            let variance = libm::log1p(cv * cv);
            Ok(Distribution::Lognormal { mu: libm::log(*mean) - variance / 2.0, sigma: libm::sqrt(variance) })
        }
        _ => Err(said
            .fault("a lognormal distribution takes two keys")
            .expected("`mu` and `sigma`, or `mean` and `cv`")),
    }
}

/// The mean is scale · Γ(1 + 1/shape).
fn weibull(said: &At<Weibull>) -> Result<Distribution, Fault> {
    let shape = within("a shape", &said.shape, &WEIBULL_SHAPE)?;
    match (&said.scale, &said.mean) {
        (Some(Seconds(scale)), None) => Ok(Distribution::Weibull { shape, scale: *scale }),
        (None, Some(Seconds(mean))) => {
            Ok(Distribution::Weibull { shape, scale: mean / libm::tgamma(1.0 + 1.0 / shape) })
        }
        _ => Err(said
            .fault("a Weibull distribution takes two keys")
            .expected("`shape`, and `scale` or `mean`")),
    }
}

fn hyperexponential(phases: &At<Vec<Phase>>) -> Result<Distribution, Fault> {
    let of = not_empty(phases, "part")?.iter().map(|phase| Distribution::Exponential { mean: phase.mean.0 });
    let shares = shares_of_one("the hyperexponential distribution", phases.iter().map(|phase| &phase.share))?;
    Ok(Distribution::Mixture(shares.into_iter().zip(of).collect()))
}

fn curve(points: &At<Vec<At<Pair<Seconds, Share>>>>) -> Result<SurvivalCurve, Fault> {
    let values: Vec<(f64, f64)> = points.iter().map(|point| (point.0.0, point.1.0)).collect();
    SurvivalCurve::new(&values).map_err(|error| {
        let at = match error {
            CurveError::Empty => points.span(),
            CurveError::Time(place) | CurveError::Share(place) | CurveError::Flat(place) => {
                points[place].span()
            }
        };
        Fault::new(at, error.to_string())
    })
}

fn mixture(parts: &At<Vec<Part>>) -> Result<Distribution, Fault> {
    if parts.is_empty() {
        return Err(parts.fault("the mixture is empty").expected("at least one part"));
    }
    let shares = shares_of_one("the mixture", parts.iter().map(|part| &part.share))?;
    let of = parts.iter().map(|part| distribution(&part.of));
    let parts = shares.into_iter().zip(of).map(|(share, of)| Ok((share, of?)));
    parts.collect::<Result<_, Fault>>().map(Distribution::Mixture)
}
