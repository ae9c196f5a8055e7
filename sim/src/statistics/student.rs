//! Student's t distribution, for intervals from few observations.
//!
//! The tail is an incomplete beta function, `P(|T| > t) = I_x(ν/2, 1/2)` with `x = ν/(ν+t²)`; Abramowitz and Stegun,
//! Handbook of Mathematical Functions, 26.5.8 (its continued fraction) and 26.7.1. It keeps its relative accuracy far
//! out, where a comparison among many has its bound.

use std::f64::consts::PI;

use super::quantile::symmetric;

/// The probability that Student's t with `df` degrees of freedom, above 0, is at most `t`.
#[must_use]
pub fn student_t_cdf(t: f64, df: f64) -> f64 {
    let tail = Tail::new(df).above(t.abs());
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// The point below which Student's t with `df` degrees of freedom lies with probability `p`; infinite at 0 and 1, no
/// number outside.
#[must_use]
pub fn student_t_quantile(p: f64, df: f64) -> f64 {
    let tail = Tail::new(df);
    symmetric(p, |t| tail.above(t), |t| tail.density(t))
}

struct Tail {
    df: f64,
    /// 1/B(df/2, 1/2).
    scale: f64,
}

impl Tail {
    fn new(df: f64) -> Self {
        Self { df, scale: gamma_ratio(df / 2.0) / libm::sqrt(PI) }
    }

    /// P(T > t), for a `t` from 0 on.
    fn above(&self, t: f64) -> f64 {
        let half = self.df / 2.0;
        let odds = t * t / self.df;
        let (x, rest) = (1.0 / (1.0 + odds), odds / (1.0 + odds));
        // x^(df/2) · sqrt(1-x) / B(df/2, 1/2)
        let front = libm::exp(-half * libm::log1p(odds)) * libm::sqrt(rest) * self.scale;
        // Each fraction converges fast on its side of the middle.
        if x < (half + 1.0) / (half + 2.5) {
            0.5 * front / half * fraction(half, 0.5, x)
        } else {
            0.5 - front * fraction(0.5, half, rest)
        }
    }

    fn density(&self, t: f64) -> f64 {
        let odds = t * t / self.df;
        self.scale / libm::sqrt(self.df) * libm::exp(-(self.df + 1.0) / 2.0 * libm::log1p(odds))
    }
}

/// Γ(a+1/2)/Γ(a): the asymptotic series, after as many steps upward as it needs.
fn gamma_ratio(a: f64) -> f64 {
    /// 1/a and on, with an error below 1e-15 from 100 on.
    const SERIES: [f64; 5] = [-1.0 / 8.0, 1.0 / 128.0, 5.0 / 1024.0, -21.0 / 32_768.0, -399.0 / 262_144.0];
    let (mut a, mut steps) = (a, 1.0);
    while a < 100.0 {
        steps *= a / (a + 0.5);
        a += 1.0;
    }
    let series = SERIES.iter().rev().fold(0.0, |sum, term| (sum + term) / a);
    steps * libm::sqrt(a) * (1.0 + series)
}

/// The continued fraction of the incomplete beta function, by Lentz's method.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    /// Stands in for a zero, by which nothing may be divided.
    const TINY: f64 = 1e-300;
    let away_from_zero = |x: f64| if x.abs() < TINY { TINY } else { x };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    // It takes about sqrt(max(a, b)) rounds.
    for round in 1..1_000_000 {
        let m = f64::from(round);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = value;
        for step in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + step * d);
            c = away_from_zero(1.0 + step / c);
            value *= c * d;
        }
        if (value / before - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{student_t_cdf, student_t_quantile};
    use crate::statistics::normal_quantile;

    /// Computed with thirty digits.
    #[test]
    fn quantiles_are_exact() {
        let rows = [
            (5e-7, 1.0, -636_619.772_367_057_7),
            (0.975, 1.0, 12.706_204_736_174_694),
            (5e-7, 2.5, -290.523_061_599_015),
            (0.975, 2.5, 3.574_654_842_003_681_7),
            (5e-7, 3.0, -130.154_589_558_357_94),
            (0.005, 3.0, -5.840_909_309_733_357),
            (0.4, 3.0, -0.276_670_662_332_689_83),
            (0.95, 3.0, 2.353_363_434_801_823),
            (0.975, 3.0, 3.182_446_305_283_708_6),
            (0.995, 3.0, 5.840_909_309_733_355),
            (5e-7, 4.0, -49.458_636_756_934_64),
            (0.975, 4.0, 2.776_445_105_197_793_4),
            (5e-7, 9.0, -11.636_782_027_328_89),
            (0.005, 9.0, -3.249_835_541_592_126_3),
            (0.4, 9.0, -0.260_955_336_473_910_95),
            (0.95, 9.0, 1.833_112_932_656_236_5),
            (0.975, 9.0, 2.262_157_162_798_205),
            (0.995, 9.0, 3.249_835_541_592_126),
            (5e-7, 29.0, -6.170_056_101_418_831),
            (0.005, 29.0, -2.756_385_903_670_605_3),
            (0.4, 29.0, -0.255_683_634_571_256_1),
            (0.95, 29.0, 1.699_127_026_533_497_2),
            (0.975, 29.0, 2.045_229_642_132_704),
            (0.995, 29.0, 2.756_385_903_670_605_3),
            (5e-7, 30.0, -6.119_075_620_384_216_5),
            (0.005, 30.0, -2.749_995_653_567_225_4),
            (0.4, 30.0, -0.255_605_364_951_912_7),
            (0.95, 30.0, 1.697_260_886_593_957_4),
            (0.975, 30.0, 2.042_272_456_301_237_8),
            (0.995, 30.0, 2.749_995_653_567_225),
            (5e-7, 199.0, -5.049_094_595_232_363),
            (0.005, 199.0, -2.600_760_216_058_516),
            (0.4, 199.0, -0.253_686_075_381_772_07),
            (0.95, 199.0, 1.652_546_746_166_563),
            (0.975, 199.0, 1.971_956_544_251_753_5),
            (0.995, 199.0, 2.600_760_216_058_515_7),
            (5e-7, 1_000.0, -4.922_289_523_429_588),
            (0.975, 1_000.0, 1.962_339_080_826_408),
            (5e-7, 99_999.0, -4.891_943_343_763_957),
            (0.975, 99_999.0, 1.959_987_707_771_844_4),
        ];
        for (p, df, quantile) in rows {
            let ours = student_t_quantile(p, df);
            assert!((ours / quantile - 1.0).abs() < 1e-12, "{p}, {df}: {ours}, not {quantile}");
        }
    }

    /// With one and with two degrees of freedom the quantile has a closed form.
    #[test]
    fn few_degrees_of_freedom_have_closed_forms() {
        for p in [1e-9, 1e-4, 0.05, 0.3, 0.49, 0.6, 0.975] {
            let one = -1.0 / (std::f64::consts::PI * p).tan();
            let two = (2.0 * p - 1.0) / (2.0 * p * (1.0 - p)).sqrt();
            for (df, expected) in [(1.0, one), (2.0, two)] {
                let ours = student_t_quantile(p, df);
                assert!((ours / expected - 1.0).abs() < 1e-12, "{p}, {df}: {ours}, not {expected}");
            }
        }
    }

    proptest! {
        #[test]
        fn the_quantile_inverts_the_distribution(p in 1e-9..0.999, df in 0.5..1e5) {
            let back = student_t_cdf(student_t_quantile(p, df), df);
            // What rounding takes from x the fraction makes worse df/2 times, there and back.
            let error = 1e-11 + df * f64::EPSILON;
            prop_assert!((back / p - 1.0).abs() < error, "{p} became {back}");
        }

        #[test]
        fn more_degrees_of_freedom_come_nearer_to_normal(p in 0.6..0.999, df in 1.0..1e4) {
            let (fewer, more) = (student_t_quantile(p, df), student_t_quantile(p, df * 1.5));
            prop_assert!(fewer > more && more > normal_quantile(p));
        }
    }
}
