//! One long run, cut into batches.

use serde::Serialize;

use super::{Estimate, Moments, normal_quantile};

/// A mean from the batches of one run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BatchMeans {
    /// The mean of the batches, with its interval as if they were independent.
    pub estimate: Estimate,
    /// How much a batch is like the one before, from -1 to 1: the autocorrelation at lag 1. `None` where all are equal.
    pub lag_1: Option<f64>,
}

impl BatchMeans {
    /// Whether the batches look so dependent that the interval is too narrow; longer batches mend it.
    ///
    /// Among n independent batches the autocorrelation has a standard deviation of about 1/√n, so one in twenty such
    /// runs is suspected wrongly.
    #[must_use]
    pub fn looks_dependent(&self) -> bool {
        let bound = normal_quantile(0.95) / libm::sqrt(self.estimate.n as f64);
        self.lag_1.is_some_and(|lag_1| lag_1 > bound)
    }
}

/// Mean and interval from one value per batch, in their order in time; `None` without a batch.
#[must_use]
pub fn batch_means(batches: &[f64], level: f64) -> Option<BatchMeans> {
    let estimate = batches.iter().copied().collect::<Moments>().estimate(level)?;
    let off = |x: &f64| x - estimate.mean;
    let squares: f64 = batches.iter().map(|x| off(x) * off(x)).sum();
    let products: f64 = batches.windows(2).map(|pair| off(&pair[0]) * off(&pair[1])).sum();
    let lag_1 = (squares > 0.0).then(|| products / squares);
    Some(BatchMeans { estimate, lag_1 })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::batch_means;
    use crate::random::Streams;

    /// A run whose next batch keeps this share of the last one.
    fn run(kept: f64, n: usize, seed: u64) -> Vec<f64> {
        let mut rng = Streams::new(seed).stream("batches");
        let mut last = 0.5;
        let next = |_| {
            last = kept * last + (1.0 - kept) * rng.open01();
            last
        };
        (0..n).map(next).collect()
    }

    #[test]
    fn dependent_batches_are_noticed() {
        let independent = batch_means(&run(0.0, 400, 1), 0.95).unwrap();
        assert!(!independent.looks_dependent(), "{independent:?}");
        let (low, high) = independent.estimate.interval().unwrap();
        assert!(low < 0.5 && 0.5 < high, "{independent:?}");

        let dependent = batch_means(&run(0.8, 400, 1), 0.95).unwrap();
        assert!(dependent.looks_dependent(), "{dependent:?}");
        assert!((dependent.lag_1.unwrap() - 0.8).abs() < 0.1, "{dependent:?}");
    }

    #[test]
    fn by_hand() {
        let means = batch_means(&[1.0, 2.0, 3.0, 6.0], 0.95).unwrap();
        // About the mean 3: -2, -1, 0, 3.
        assert_eq!((means.estimate.mean, means.lag_1), (3.0, Some(2.0 / 14.0)));
        assert_eq!(batch_means(&[5.0, 5.0], 0.95).unwrap().lag_1, None);
        assert_eq!(batch_means(&[], 0.95), None);
    }

    proptest! {
        #[test]
        fn the_autocorrelation_is_between_minus_one_and_one(batches in prop::collection::vec(-1e3..1e3, 2..50)) {
            let lag_1 = batch_means(&batches, 0.9).unwrap().lag_1;
            prop_assert!(lag_1.is_none_or(|lag_1| lag_1.abs() <= 1.0));
        }
    }
}
