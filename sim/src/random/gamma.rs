//! The gamma distribution.

use super::Rng;
use super::normal::normal;

/// A draw from the gamma distribution with this shape and scale 1, so with this mean.
///
/// A shape that is not above 0, or endless, gives 0; the method would look for a number for ever.
///
/// G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", ACM Transactions on Mathematical
/// Software 26 (2000). Their shortcut before the logarithms is left out: it changes no result.
pub(super) fn gamma(shape: f64, rng: &mut Rng) -> f64 {
    if !(shape > 0.0 && shape.is_finite()) {
        return 0.0;
    }
    if shape >= 1.0 {
        return cubed_normal(shape, rng);
    }
    // The method needs a shape of 1 or more. A gamma number of the next shape times U^(1/shape) has this one.
    let next = cubed_normal(shape + 1.0, rng);
    next * libm::exp(libm::log(rng.open01()) / shape)
}

/// The cube of a normal number is nearly gamma; what is too much is rejected. About 1 draw in 20 is.
fn cubed_normal(shape: f64, rng: &mut Rng) -> f64 {
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / libm::sqrt(9.0 * d);
    loop {
        let z = normal(rng);
        let root = 1.0 + c * z;
        let v = root * root * root;
        if v > 0.0 && libm::log(rng.open01()) < 0.5 * z * z + d * (1.0 - v + libm::log(v)) {
            return d * v;
        }
    }
}
