//! How many departures a time has room for.
//!
//! A caller with `j` others ahead is next after `j + 1` departures. Their rates fall from `rate + j·step` to `rate`,
//! but a sum of times is the same in any order: it is the time until a birth process that starts with `rate`, and grows
//! by `step`, has counted past `j`. That count is negative binomial with `rate/step` successes of probability
//! `exp(-step·t)`; Poisson where `step` is 0. All rates are per second.

use super::waiting::NEGLIGIBLE;

/// The probability that the count is at most 0, 1, 2 and so on without end.
pub(super) fn at_most(seconds: f64, rate: f64, step: f64) -> impl Iterator<Item = f64> {
    each(seconds, rate, step).scan(0.0, |sum, count| {
        *sum += count.probability;
        Some(*sum)
    })
}

/// The probability that the count is more than 0, 1, 2 and so on, as many as asked; `rate` is at least `step`.
pub(super) fn more_than(seconds: f64, rate: f64, step: f64, counts: usize) -> Vec<f64> {
    let mut more = Vec::with_capacity(counts);
    let mut sum = 0.0_f64;
    let mut rest = 0.0;
    for count in each(seconds, rate, step) {
        if more.len() >= counts {
            // On the way up the rest is what the sum lacks of 1; on the way down it is summed to its end.
            if count.next_is_likelier {
                rest = (1.0 - sum).max(0.0);
                break;
            }
            if count.probability < NEGLIGIBLE {
                break;
            }
        }
        sum += count.probability;
        more.push(count.probability);
    }
    for probability in more.iter_mut().rev() {
        let here = *probability;
        *probability = rest;
        rest += here;
    }
    more
}

struct Count {
    probability: f64,
    next_is_likelier: bool,
}

/// The counts from 0 on.
fn each(seconds: f64, rate: f64, step: f64) -> impl Iterator<Item = Count> {
    /// A term beyond this is taken into the scale.
    const LARGE: f64 = 1e200;
    let reach = if step > 0.0 { -libm::expm1(-step * seconds) / step } else { seconds };
    // The first probability may underflow though later ones do not, so they share a scale.
    let mut log_scale = -rate * seconds;
    let mut scale = libm::exp(log_scale);
    let mut term = 1.0;
    (0u32..).map(move |count| {
        let probability = term * scale;
        let growth = (rate + f64::from(count) * step) * reach / (f64::from(count) + 1.0);
        term *= growth;
        if term > LARGE {
            log_scale += libm::log(term);
            scale = libm::exp(log_scale);
            term = 1.0;
        }
        Count { probability, next_is_likelier: growth >= 1.0 }
    })
}
