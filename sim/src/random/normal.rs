//! The standard normal distribution.

use super::Rng;

/// A draw from the standard normal distribution.
///
/// It turns one uniform number into one normal number (inversion), where the usual methods throw numbers away or
/// make two at a time. So nothing is remembered between draws.
pub(super) fn normal(rng: &mut Rng) -> f64 {
    quantile(rng.open01())
}

/// The point below which a standard normal number lies with probability `p`; `p` is between 0 and 1.
///
/// Algorithm AS 241 (PPND16): M. J. Wichura, "The percentage points of the normal distribution", Applied Statistics
/// 37 (1988). It is exact to about 16 digits.
fn quantile(p: f64) -> f64 {
    let from_middle = p - 0.5;
    if libm::fabs(from_middle) <= 0.425 {
        return from_middle * CENTRE.at(0.180625 - from_middle * from_middle);
    }
    let nearer_end = if from_middle < 0.0 { p } else { 1.0 - p };
    let root = libm::sqrt(-libm::log(nearer_end));
    let distance = if root <= 5.0 { SHOULDER.at(root - 1.6) } else { TAIL.at(root - 5.0) };
    libm::copysign(distance, from_middle)
}

/// One polynomial over another; the coefficients begin with the constant.
struct Ratio {
    over: [f64; 8],
    under: [f64; 8],
}

impl Ratio {
    fn at(&self, x: f64) -> f64 {
        polynomial(&self.over, x) / polynomial(&self.under, x)
    }
}

fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// In the middle: |p − ½| ≤ 0.425, as a function of 0.180625 − (p − ½)².
const CENTRE: Ratio = Ratio {
    over: [
        3.3871328727963665,
        133.14166789178438,
        1971.5909503065513,
        13731.69376550946,
        45921.95393154987,
        67265.7709270087,
        33430.57558358813,
        2509.0809287301227,
    ],
    under: [
        1.0,
        42.31333070160091,
        687.1870074920579,
        5394.196021424751,
        21213.794301586597,
        39307.89580009271,
        28729.085735721943,
        5226.495278852854,
    ],
};

/// Further out: √(−ln of the nearer end's distance) ≤ 5, as a function of that root less 1.6.
const SHOULDER: Ratio = Ratio {
    over: [
        1.4234371107496835,
        4.630337846156546,
        5.769497221460691,
        3.6478483247632045,
        1.2704582524523684,
        0.2417807251774506,
        0.022723844989269184,
        0.0007745450142783414,
    ],
    under: [
        1.0,
        2.053191626637759,
        1.6763848301838038,
        0.6897673349851,
        0.14810397642748008,
        0.015198666563616457,
        0.0005475938084995345,
        1.0507500716444169e-09,
    ],
};

/// Beyond that, as a function of the root less 5.
const TAIL: Ratio = Ratio {
    over: [
        6.657904643501103,
        5.463784911164114,
        1.7848265399172913,
        0.29656057182850487,
        0.026532189526576124,
        0.0012426609473880784,
        2.7115555687434876e-05,
        2.0103343992922881e-07,
    ],
    under: [
        1.0,
        0.599832206555888,
        0.1369298809227358,
        0.014875361290850615,
        0.0007868691311456133,
        1.8463183175100548e-05,
        1.421511758316446e-07,
        2.0442631033899397e-15,
    ],
};

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn known_quantiles() {
        // Points of the published tables: the middle, the shoulder and the tail.
        let rows = [
            (0.5, 0.0),
            (0.75, 0.674_489_750_196_081_7),
            (0.975, 1.959_963_984_540_054),
            (0.001, -3.090_232_306_167_813),
            (1e-20, -9.262_340_089_798_408),
        ];
        for (p, expected) in rows {
            let difference = (quantile(p) - expected).abs();
            assert!(difference < 1e-14, "quantile({p}) is {:?}, not {expected}", quantile(p));
        }
    }

    #[test]
    fn symmetrical() {
        for k in 1..64 {
            let p = f64::from(k) / 64.0;
            assert_eq!(quantile(p).to_bits(), (-quantile(1.0 - p) + 0.0).to_bits(), "p = {p}");
        }
    }
}
