//! A mean and how surely it is known.

use serde::Serialize;

use super::student_t_quantile;

/// A mean of independent observations, with its confidence interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// How many observations.
    pub n: u64,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation, with n - 1 in its divisor; `None` for a single observation.
    pub standard_deviation: Option<f64>,
    /// The interval is the mean, plus and minus this: by Student's t. `None` for a single observation.
    pub half_width: Option<f64>,
    /// The confidence level of the interval, between 0 and 1.
    pub level: f64,
}

impl Estimate {
    /// The ends of the interval; `None` for a single observation.
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        self.half_width.map(|half| (self.mean - half, self.mean + half))
    }
}

/// Count, mean and variance of observations, one after the other and in constant memory.
///
/// By Welford's recurrence, which loses no digits where the mean is large beside the spread.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    n: u64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Takes one more observation.
    pub fn push(&mut self, x: f64) {
        self.n += 1;
        let from_old = x - self.mean;
        self.mean += from_old / self.n as f64;
        self.squares += from_old * (x - self.mean);
    }

    /// How many observations there were.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The mean; `None` where nothing was observed.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then_some(self.mean)
    }

    /// The variance, with n - 1 in its divisor; `None` for fewer than two observations.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        (self.n > 1).then(|| self.squares / (self.n - 1) as f64)
    }

    /// The mean with its interval at this confidence level, such as 0.95; `None` where nothing was observed.
    #[must_use]
    pub fn estimate(&self, level: f64) -> Option<Estimate> {
        let mean = self.mean()?;
        let standard_deviation = self.variance().map(libm::sqrt);
        let half_width = standard_deviation.map(|deviation| {
            let critical = student_t_quantile((1.0 + level) / 2.0, (self.n - 1) as f64);
            critical * deviation / libm::sqrt(self.n as f64)
        });
        Some(Estimate { n: self.n, mean, standard_deviation, half_width, level })
    }
}

impl Extend<f64> for Moments {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, observations: I) {
        observations.into_iter().for_each(|x| self.push(x));
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(observations: I) -> Self {
        let mut moments = Self::default();
        moments.extend(observations);
        moments
    }
}

/// The mean of the first minus the second of each pair, with its interval; `None` without a pair.
///
/// The pairs are replications in which two variants met the same callers (common random numbers). What chance did to
/// both cancels out, so the interval is far narrower than those of the two means.
#[must_use]
pub fn paired_difference(pairs: impl IntoIterator<Item = (f64, f64)>, level: f64) -> Option<Estimate> {
    pairs.into_iter().map(|(ours, theirs)| ours - theirs).collect::<Moments>().estimate(level)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Moments, paired_difference};

    /// Student's own example: hours of sleep gained with two drugs, ten patients (Biometrika 6, 1908).
    #[test]
    fn students_patients_sleep_longer_by_his_figures() {
        let one = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let two = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let gain = paired_difference(two.into_iter().zip(one), 0.95).unwrap();
        assert_eq!(gain.n, 10);
        assert!((gain.mean - 1.58).abs() < 1e-12);
        assert!((gain.standard_deviation.unwrap() - 1.229_995_483_279_717_6).abs() < 1e-12);
        // As R has it: t.test(extra ~ group, data = sleep, paired = TRUE).
        let (low, high) = gain.interval().unwrap();
        assert!((low - 0.700_114_2).abs() < 1e-7 && (high - 2.459_885_8).abs() < 1e-7, "{low} to {high}");
    }

    #[test]
    fn too_few_observations_say_so() {
        assert_eq!(Moments::default().estimate(0.95), None);
        let single = Moments::from_iter([3.0]).estimate(0.95).unwrap();
        assert_eq!(
            (single.n, single.mean, single.standard_deviation, single.interval()),
            (1, 3.0, None, None)
        );
    }

    #[test]
    fn a_large_mean_costs_no_digits() {
        let far: Moments = [4.0, 7.0, 13.0, 16.0].into_iter().map(|x| x + 1e9).collect();
        assert_eq!((far.mean(), far.variance()), (Some(1e9 + 10.0), Some(30.0)));
    }

    proptest! {
        #[test]
        fn moments_are_those_of_the_definition(values in prop::collection::vec(-1e3..1e3, 2..60)) {
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
            let moments: Moments = values.into_iter().collect();
            prop_assert!((moments.mean().unwrap() - mean).abs() < 1e-9);
            prop_assert!((moments.variance().unwrap() - variance).abs() < 1e-9 * (1.0 + variance));
        }

        #[test]
        fn what_both_variants_suffer_cancels_out(
            shared in prop::collection::vec(-1e6..1e6, 3..40), gap in -5.0..5.0f64
        ) {
            let pairs = shared.iter().map(|x| (x + gap, *x));
            let difference = paired_difference(pairs, 0.99).unwrap();
            prop_assert!((difference.mean - gap).abs() < 1e-8 && difference.half_width.unwrap() < 1e-7);
        }

        #[test]
        fn more_confidence_takes_a_wider_interval(
            values in prop::collection::vec(0.0..1.0, 2..40), level in 0.5..0.98
        ) {
            let moments: Moments = values.into_iter().collect();
            let half = |level| moments.estimate(level).unwrap().half_width.unwrap();
            prop_assert!(half(level) <= half(level + 0.01));
        }
    }
}
