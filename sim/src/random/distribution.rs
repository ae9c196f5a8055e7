//! How long something takes.

use std::sync::Arc;

use super::gamma::gamma;
use super::normal::normal;
use super::{Rng, SurvivalCurve};

/// The longest time that a [`Distribution`] gives, about 31,700 years: in microseconds it still fits 63 bits.
pub const LONGEST_S: f64 = 1e12;

/// A distribution of times, in seconds.
///
/// The variants are plain data, and cheap to clone: lists are shared. A parameter out of its range makes odd draws, but
/// never a negative or endless one: whatever it holds, a sample lies between 0 and [`LONGEST_S`].
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Always the same; it draws nothing.
    Deterministic {
        /// The one value.
        seconds: f64,
    },
    /// Every time between two as likely as another.
    Uniform {
        /// The shortest.
        low: f64,
        /// The longest.
        high: f64,
    },
    /// Memoryless.
    Exponential {
        /// The mean.
        mean: f64,
    },
    /// Its logarithm is normal.
    Lognormal {
        /// The mean of the logarithm of the seconds; e to this power is the median.
        mu: f64,
        /// The standard deviation of the logarithm.
        sigma: f64,
    },
    /// The sum of `shape` exponential times with mean `scale`, and what lies between for a broken `shape`.
    Gamma {
        /// Above 0; 1 over the square of the coefficient of variation.
        shape: f64,
        /// In seconds; mean over shape.
        scale: f64,
    },
    /// The rate of ending falls over time (`shape` below 1), is always the same (1) or rises (above 1).
    Weibull {
        /// Above 0.
        shape: f64,
        /// In seconds: after this time a share of 1/e is still there.
        scale: f64,
    },
    /// Observed times in seconds, each as likely as another.
    Empirical(Arc<[f64]>),
    /// A curve of survival, as a Kaplan–Meier estimate gives it.
    Survival(SurvivalCurve),
    /// One of several, each with its share. The shares sum to 1; the last one takes what rounding leaves.
    Mixture(Arc<[(f64, Distribution)]>),
}

impl Distribution {
    /// A draw, in seconds.
    pub fn sample(&self, rng: &mut Rng) -> f64 {
        let seconds = match self {
            Self::Deterministic { seconds } => *seconds,
            Self::Uniform { low, high } => low + (high - low) * rng.open01(),
            Self::Exponential { mean } => -mean * libm::log(rng.open01()),
            Self::Lognormal { mu, sigma } => libm::exp(mu + sigma * normal(rng)),
            Self::Gamma { shape, scale } => scale * gamma(*shape, rng),
            Self::Weibull { shape, scale } => scale * libm::pow(-libm::log(rng.open01()), 1.0 / shape),
            Self::Empirical(observed) => one_of_equals(observed, rng),
            Self::Survival(curve) => curve.sample(rng),
            Self::Mixture(parts) => one_of(parts, rng).map_or(0.0, |part| part.sample(rng)),
        };
        // Asked this way round, a value that is no number becomes 0.
        if seconds > 0.0 { seconds.min(LONGEST_S) } else { 0.0 }
    }

    /// The mean in seconds, by formula.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Deterministic { seconds } => *seconds,
            Self::Uniform { low, high } => (low + high) / 2.0,
            Self::Exponential { mean } => *mean,
            Self::Lognormal { mu, sigma } => libm::exp(mu + sigma * sigma / 2.0),
            Self::Gamma { shape, scale } => shape * scale,
            Self::Weibull { shape, scale } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Self::Empirical(observed) => observed.iter().sum::<f64>() / observed.len() as f64,
            Self::Survival(curve) => curve.mean(),
            Self::Mixture(parts) => parts.iter().map(|(share, part)| share * part.mean()).sum(),
        }
    }
}

fn one_of<'a>(parts: &'a [(f64, Distribution)], rng: &mut Rng) -> Option<&'a Distribution> {
    let (last, others) = parts.split_last()?;
    let mut left = rng.open01();
    for (share, part) in others {
        if left < *share {
            return Some(part);
        }
        left -= share;
    }
    Some(&last.1)
}

fn one_of_equals(observed: &[f64], rng: &mut Rng) -> f64 {
    if observed.is_empty() {
        return 0.0;
    }
    let place = rng.below(observed.len() as u64);
    usize::try_from(place).map_or(0.0, |place| observed[place])
}

/// Seconds as whole microseconds, the simulator's unit of time: rounded to the nearest, and held to what 64 bits hold.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, which is wanted"
)]
pub fn micros(seconds: f64) -> u64 {
    let micros = seconds * 1e6;
    let whole = micros as u64;
    whole.saturating_add(u64::from(micros - whole as f64 >= 0.5))
}

#[cfg(test)]
mod tests {
    use super::micros;

    #[test]
    fn seconds_become_microseconds() {
        let rows = [
            (0.0, 0),
            (1.5, 1_500_000),
            (0.000_000_5, 1),
            (0.000_000_49, 0),
            (2.000_000_5, 2_000_001),
            (-3.0, 0),
            (f64::NAN, 0),
            (f64::INFINITY, u64::MAX),
        ];
        for (seconds, expected) in rows {
            assert_eq!(micros(seconds), expected, "{seconds} s");
        }
    }
}
