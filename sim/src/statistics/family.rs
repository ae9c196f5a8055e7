//! Many comparisons at once.

use super::{normal_quantile, student_t_quantile};

/// A number of two-sided comparisons that together may fail by chance with a small probability only.
///
/// The bound is Bonferroni's: each comparison gets an equal part of that probability. It holds however the comparisons
/// depend on each other, and figures of the same runs do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Family {
    /// How many comparisons, at least one.
    pub comparisons: u32,
    /// The probability that any of them fails though all is right, such as 0.01.
    pub alpha: f64,
}

impl Family {
    /// The probability that one comparison fails though all is right.
    #[must_use]
    pub fn alpha_of_each(&self) -> f64 {
        self.alpha / f64::from(self.comparisons)
    }

    /// How many standard errors a normal estimate may be off, to either side.
    #[must_use]
    pub fn critical_normal(&self) -> f64 {
        -normal_quantile(self.alpha_of_each() / 2.0)
    }

    /// How many estimated standard errors a mean may be off, to either side; observations minus one are `df`.
    #[must_use]
    pub fn critical_t(&self, df: f64) -> f64 {
        -student_t_quantile(self.alpha_of_each() / 2.0, df)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Family;
    use crate::random::Streams;
    use crate::statistics::Moments;

    #[test]
    fn one_comparison_is_the_plain_interval() {
        let alone = Family { comparisons: 1, alpha: 0.05 };
        assert!((alone.critical_normal() - 1.959_963_984_540_054_2).abs() < 1e-12);
        assert!((alone.critical_t(9.0) - 2.262_157_162_798_205).abs() < 1e-12);
    }

    /// Twenty means of draws that are right, two hundred times: seldom is any out of bounds; with plain intervals it
    /// would be so in more than half of the families.
    #[test]
    fn a_family_of_true_means_seldom_fails() {
        let family = Family { comparisons: 20, alpha: 0.05 };
        let mut rng = Streams::new(3).stream("family");
        let mut off = || {
            let moments: Moments = (0..12).map(|_| rng.open01() - 0.5).collect();
            let estimate = moments.estimate(0.95).unwrap();
            (estimate.mean / estimate.standard_deviation.unwrap() * 12f64.sqrt()).abs()
        };
        let mut fails = [0, 0];
        for _ in 0..200 {
            let worst = (0..20).map(|_| off()).fold(0.0, f64::max);
            fails[0] += u32::from(worst > family.critical_t(11.0));
            fails[1] += u32::from(worst > Family { comparisons: 1, alpha: 0.05 }.critical_t(11.0));
        }
        assert!(fails[0] < 24 && fails[1] > 100, "{fails:?}");
    }

    proptest! {
        #[test]
        fn more_comparisons_take_a_wider_bound(comparisons in 1u32..1000, alpha in 0.001..0.1, df in 2.0..500.0) {
            let family = Family { comparisons, alpha };
            let larger = Family { comparisons: comparisons + 1, alpha };
            prop_assert!(larger.critical_normal() > family.critical_normal());
            prop_assert!(larger.critical_t(df) > family.critical_t(df));
            prop_assert!(family.critical_t(df) > family.critical_normal());
        }
    }
}
