//! The quantiles of many waits.

use hdrhistogram::Histogram;

/// How long callers waited: any number of waits in about 34 kB.
///
/// The count is exact. A wait is known to within half a percent, and to the microsecond below 256 of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Waits(Histogram<u64>);

impl Waits {
    /// The longest wait that is told from longer ones, about 12 days.
    pub const LONGEST_US: u64 = 1 << 40;

    /// No waits yet.
    #[must_use]
    pub fn new() -> Self {
        let two_digits = Histogram::new_with_max(Self::LONGEST_US, 2);
        Self(two_digits.expect("a range with a top above its bottom, and a number of digits from 0 to 5"))
    }

    /// Takes one more wait, in microseconds.
    pub fn record(&mut self, us: u64) {
        self.0.saturating_record(us);
    }

    /// Takes all waits of another, as if they had been recorded here.
    pub fn merge(&mut self, other: &Self) {
        self.0.add(&other.0).expect("both have the same range");
    }

    /// How many waits there were.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.len()
    }

    /// The time, in seconds, within which this share of the waits ended; `None` where nobody waited.
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let in_its_middle = || self.0.median_equivalent(self.0.value_at_quantile(share)) as f64 / 1e6;
        (self.count() > 0).then(in_its_middle)
    }
}

impl Default for Waits {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Waits;

    fn waits(us: &[u64]) -> Waits {
        let mut waits = Waits::new();
        us.iter().for_each(|us| waits.record(*us));
        waits
    }

    #[test]
    fn nobody_waited() {
        assert_eq!((Waits::new().count(), Waits::new().quantile(0.5)), (0, None));
    }

    #[test]
    fn an_endless_wait_counts_as_the_longest() {
        let longest = Waits::LONGEST_US as f64 / 1e6;
        let told = waits(&[u64::MAX]).quantile(0.5).unwrap();
        assert!((told / longest - 1.0).abs() < 0.005, "{told}");
    }

    #[test]
    fn memory_is_flat_and_small() {
        let full = waits(&(0..100_000).map(|i| i * 7_919).collect::<Vec<_>>());
        assert_eq!(full.0.distinct_values(), Waits::new().0.distinct_values());
        assert!(full.0.distinct_values() * size_of::<u64>() < 36_000);
    }

    proptest! {
        #[test]
        fn a_quantile_is_within_half_a_percent(
            mut us in prop::collection::vec(0u64..1 << 38, 1..200), share in 0.0..=1.0f64
        ) {
            let told = waits(&us).quantile(share).unwrap();
            us.sort_unstable();
            let rank = (1..us.len()).find(|rank| *rank as f64 >= share * us.len() as f64).unwrap_or(us.len());
            let exact = us[rank - 1] as f64 / 1e6;
            prop_assert!((told - exact).abs() <= 0.005 * exact, "{told}, not {exact}");
        }

        #[test]
        fn a_short_wait_is_exact(us in 0u64..256) {
            prop_assert_eq!(waits(&[us]).quantile(0.5), Some(us as f64 / 1e6));
        }

        #[test]
        fn merged_is_as_recorded_together(
            one in prop::collection::vec(any::<u64>(), 0..50), two in prop::collection::vec(any::<u64>(), 0..50)
        ) {
            let mut merged = waits(&one);
            merged.merge(&waits(&two));
            prop_assert_eq!(merged.count(), (one.len() + two.len()) as u64);
            prop_assert_eq!(merged, waits(&[one, two].concat()));
        }
    }
}
