//! Distributions as the file writes them, made into those that can be drawn from.

use toml::Spanned;

use super::error::Fault;
use super::file::{Gamma, Part, Time};
use super::shares::shares_of_one;
use super::value::{Amount, Pair, Seconds, Share};
use crate::random::{CurveError, Distribution, SurvivalCurve};

/// The distribution that the file describes at this place.
pub(super) fn distribution(time: &Spanned<Time>) -> Result<Distribution, Fault> {
    let distribution = match time.get_ref() {
        Time::Fixed(Seconds(seconds)) => Distribution::Deterministic { seconds: *seconds },
        Time::Uniform(Pair(Seconds(low), Seconds(high))) => {
            if low > high {
                let fault = Fault::new(time.span(), "the first duration is longer than the second");
                return Err(fault.expected("the shortest, then the longest"));
            }
            Distribution::Uniform { low: *low, high: *high }
        }
        Time::Exponential(Seconds(mean)) => Distribution::Exponential { mean: *mean },
        Time::Lognormal(log) => Distribution::Lognormal { mu: log.mu.0, sigma: log.sigma.0 },
        Time::Gamma(Gamma { mean, cv }) => gamma(mean.0, cv)?,
        Time::Survival(points) => Distribution::Survival(curve(points)?),
        Time::Mixture(parts) => mixture(parts)?,
    };
    if distribution.mean().is_finite() {
        Ok(distribution)
    } else {
        Err(Fault::new(time.span(), "the mean of this distribution is too large for a number"))
    }
}

/// The file gives the mean and the coefficient of variation: people know these, and not shape and scale.
fn gamma(mean: f64, cv: &Spanned<Amount>) -> Result<Distribution, Fault> {
    let Amount(ratio) = *cv.get_ref();
    if !(0.001..=1_000.0).contains(&ratio) {
        let fault = Fault::new(cv.span(), format!("a coefficient of variation of {ratio}"));
        return Err(fault.expected("one from 0.001 to 1000"));
    }
    let shape = 1.0 / (ratio * ratio);
    Ok(Distribution::Gamma { shape, scale: mean / shape })
}

fn curve(points: &Spanned<Vec<Spanned<Pair<Seconds, Share>>>>) -> Result<SurvivalCurve, Fault> {
    let values: Vec<(f64, f64)> =
        points.get_ref().iter().map(|point| (point.get_ref().0.0, point.get_ref().1.0)).collect();
    SurvivalCurve::new(&values).map_err(|error| {
        let at = match error {
            CurveError::Empty => points.span(),
            CurveError::Time(place) | CurveError::Share(place) | CurveError::Flat(place) => {
                points.get_ref()[place].span()
            }
        };
        Fault::new(at, error.to_string())
    })
}

fn mixture(parts: &Spanned<Vec<Part>>) -> Result<Distribution, Fault> {
    if parts.get_ref().is_empty() {
        return Err(Fault::new(parts.span(), "the mixture is empty").expected("at least one part"));
    }
    let shares = shares_of_one("the mixture", parts.get_ref().iter().map(|part| &part.share))?;
    let of = parts.get_ref().iter().map(|part| distribution(&part.of));
    shares
        .into_iter()
        .zip(of)
        .map(|(share, of)| Ok((share, of?)))
        .collect::<Result<_, _>>()
        .map(Distribution::Mixture)
}
