//! The normal distribution.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use super::quantile::symmetric;

/// The probability that a standard normal variable is at most `x`.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    tail(-x)
}

/// The point below which a standard normal variable lies with probability `p`; infinite at 0 and 1, no number outside.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    symmetric(p, tail, |x| libm::exp(-x * x / 2.0) / libm::sqrt(2.0 * PI))
}

fn tail(x: f64) -> f64 {
    libm::erfc(x * FRAC_1_SQRT_2) / 2.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{normal_cdf, normal_quantile};

    /// Computed with fifty digits.
    #[test]
    fn quantiles_are_exact() {
        let rows = [
            (1e-300, -37.047_096_299_361_2),
            (1e-15, -7.941_345_326_170_997),
            (1e-9, -5.997_807_015_007_686_5),
            (5e-5, -3.890_591_886_413_094),
            (0.005, -2.575_829_303_548_901),
            (0.025, -1.959_963_984_540_054_3),
            (0.25, -0.674_489_750_196_081_7),
            (0.6, 0.253_347_103_135_799_7),
            (0.9, 1.281_551_565_544_600_6),
            (0.95, 1.644_853_626_951_472_2),
            (0.975, 1.959_963_984_540_053_8),
            (0.99, 2.326_347_874_040_840_8),
            (0.995, 2.575_829_303_548_900_4),
            (0.999_5, 3.290_526_731_491_926),
        ];
        for (p, quantile) in rows {
            let ours = normal_quantile(p);
            assert!((ours / quantile - 1.0).abs() < 1e-13, "{p}: {ours}, not {quantile}");
        }
        assert_eq!(normal_quantile(0.5), 0.0);
        assert_eq!([normal_quantile(0.0), normal_quantile(1.0)], [f64::NEG_INFINITY, f64::INFINITY]);
        assert!([-0.1, 1.1, f64::NAN].iter().all(|p| normal_quantile(*p).is_nan()));
    }

    proptest! {
        #[test]
        fn the_quantile_inverts_the_distribution(p in 1e-12..0.999_999) {
            let back = normal_cdf(normal_quantile(p));
            prop_assert!((back / p - 1.0).abs() < 1e-12, "{p} became {back}");
        }

        #[test]
        fn both_sides_are_alike(x in 0.0..8.0) {
            prop_assert!((normal_cdf(x) + normal_cdf(-x) - 1.0).abs() < 1e-15);
        }
    }
}
