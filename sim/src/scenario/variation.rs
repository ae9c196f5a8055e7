//! How much days of one kind differ.
//!
//! Calls are not a Poisson process with a fixed rate: busy days are busy all day, and a busy half hour is busier than
//! chance allows. So the number of calls in half hour h is Poisson with the random mean
//!
//! ```text
//! m_h · B · G_h
//! ```
//!
//! where m_h is the mean of the data, B is one gamma number per day, and each G_h is one gamma number per half hour;
//! all have mean 1 and are independent. With the variances b of B and g_h of G_h, the number N_h of calls in a half
//! hour and the number N of the day have
//!
//! ```text
//! E N_h         = m_h
//! Var N_h       = m_h + m_h² ((1 + b)(1 + g_h) − 1)
//! Cov(N_h, N_k) = m_h m_k b                                  for h ≠ k
//! Var N         = M + M² b + (1 + b) Σ m_h² g_h              where M = Σ m_h
//! ```
//!
//! The data give the variance to mean ratio v_h of each half hour and the standard deviation s of the day. Write
//! c_h = (v_h − 1) / m_h for the variance of a half hour's rate. The second line asks for (1 + b)(1 + g_h) − 1 = c_h,
//! so
//!
//! ```text
//! (1 + b) g_h = max(0, c_h − b)
//! s²          = M + M² b + Σ m_h² max(0, c_h − b)
//! ```
//!
//! A half hour cannot vary less than the day it belongs to: there g_h is 0, and its ratio comes out at 1 + m_h b,
//! above the data. The right side of the last line rises with b, since M² is at least Σ m_h², so halving an interval
//! finds b. If already b = 0 gives more than s², the half hours alone make the day vary as much or more; then b stays
//! 0, and the day's deviation comes out above the data.

use super::HALF_HOURS;
use crate::random::{Distribution, RateProfile, Rng};

/// The variances of the factors, with mean 1, by which a day's rates differ from the mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variation {
    /// Of the factor that the whole day shares.
    pub day: f64,
    /// Of the factor that each piece of the profile has of its own. A piece without one does not vary by itself.
    pub pieces: Vec<f64>,
}

impl Variation {
    /// The variances that meet the data: means and variance to mean ratios of the half hours, deviation of the day.
    pub(super) fn fit(calls: &[f64; HALF_HOURS], variance_to_mean: &[f64; HALF_HOURS], day_sd: f64) -> Self {
        let excess: [f64; HALF_HOURS] = std::array::from_fn(|h| excess(calls[h], variance_to_mean[h]));
        let day = day_variance(calls, &excess, day_sd);
        let own = |excess| libm::fmax(0.0, excess - day) / (1.0 + day);
        Self { day, pieces: excess.into_iter().map(own).collect() }
    }

    /// Draws how busy one day is: its rates.
    ///
    /// The factor of the day and those of the pieces come from streams of their own.
    pub fn draw(&self, rates: &RateProfile, day: &mut Rng, pieces: &mut Rng) -> RateProfile {
        let day = factor(self.day, day);
        let own = self.pieces.iter().map(|&variance| day * factor(variance, pieces));
        rates.scaled_by(own.chain(std::iter::repeat(day)))
    }
}

/// c_h: the variance of a half hour's rate around its mean; none where there are no calls.
fn excess(calls: f64, variance_to_mean: f64) -> f64 {
    if calls > 0.0 { (variance_to_mean - 1.0) / calls } else { 0.0 }
}

/// b: by halving the interval from 0 to what the day alone would need.
fn day_variance(calls: &[f64; HALF_HOURS], excess: &[f64; HALF_HOURS], day_sd: f64) -> f64 {
    let total: f64 = calls.iter().sum();
    let variance = |day: f64| -> f64 {
        let own = calls.iter().zip(excess).map(|(m, c)| m * m * libm::fmax(0.0, c - day));
        total + total * total * day + own.sum::<f64>()
    };
    let wanted = day_sd * day_sd;
    if total <= 0.0 || variance(0.0) >= wanted {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, wanted / (total * total));
    // Each round finds one more bit.
    for _ in 0..f64::MANTISSA_DIGITS {
        let middle = (low + high) / 2.0;
        if variance(middle) < wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// A gamma number with mean 1. A variance too small to matter draws nothing.
fn factor(variance: f64, rng: &mut Rng) -> f64 {
    if variance > 1e-12 {
        Distribution::Gamma { shape: 1.0 / variance, scale: variance }.sample(rng)
    } else {
        1.0
    }
}
