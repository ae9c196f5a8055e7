//! Quantiles of distributions that are symmetric about 0, from their upper tail.

/// The point below which a share `p` lies: minus and plus infinity at 0 and 1, no number outside.
///
/// `tail` is the probability to lie above a point from 0 on, `density` its negated derivative. It is the tail that is
/// inverted, as a distribution function near 1 has lost the digits.
pub(super) fn symmetric(p: f64, tail: impl Fn(f64) -> f64, density: impl Fn(f64) -> f64) -> f64 {
    if p == 0.5 {
        0.0
    } else if p == 0.0 {
        f64::NEG_INFINITY
    } else if p == 1.0 {
        f64::INFINITY
    } else if 0.0 < p && p < 0.5 {
        -above(p, tail, density)
    } else if 0.5 < p && p < 1.0 {
        above(1.0 - p, tail, density)
    } else {
        f64::NAN
    }
}

/// The point above which `share` lies, by Newton's method on the logarithm of the tail, held in a bracket.
fn above(share: f64, tail: impl Fn(f64) -> f64, density: impl Fn(f64) -> f64) -> f64 {
    /// Enough to halve a bracket to its last bit, should Newton's steps never stay inside.
    const STEPS: u32 = 100;
    let (mut low, mut high) = (0.0, 1.0);
    while tail(high) > share {
        low = high;
        high *= 2.0;
    }
    let mut x = (low + high) / 2.0;
    for _ in 0..STEPS {
        let there = tail(x);
        if there > share {
            low = x;
        } else {
            high = x;
        }
        let newton = x + libm::log(there / share) * there / density(x);
        let next = if low < newton && newton < high { newton } else { (low + high) / 2.0 };
        if (next - x).abs() <= 4.0 * f64::EPSILON * next.max(1.0) {
            return next;
        }
        x = next;
    }
    x
}
