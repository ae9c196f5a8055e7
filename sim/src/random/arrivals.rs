//! When the next call arrives.

use super::Rng;

/// Microseconds in a second.
const SECOND_US: f64 = 1e6;
/// Microseconds in a day.
const DAY_US: u64 = 24 * 60 * 60 * 1_000_000;

/// A stretch of a day in which the rate of arrivals is a straight line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// Where it begins, in microseconds from midnight.
    pub from_us: u64,
    /// Where it ends, in microseconds from midnight.
    pub until_us: u64,
    /// Arrivals per second at its beginning.
    pub from_rate: f64,
    /// Arrivals per second at its end.
    pub until_rate: f64,
}

impl Piece {
    /// Whether the rate is the same all along, as it mostly is. Then what follows comes to the same, to the last bit.
    fn is_level(&self) -> bool {
        self.from_rate == self.until_rate
    }

    /// The number of arrivals expected in it.
    fn expected(&self) -> f64 {
        let seconds = self.until_us.saturating_sub(self.from_us) as f64 / SECOND_US;
        (self.from_rate + self.until_rate) / 2.0 * seconds
    }

    /// What is left of it after `now_us`.
    fn after(&self, now_us: u64) -> Self {
        if now_us <= self.from_us {
            return *self;
        }
        if self.is_level() {
            return Self { from_us: now_us, ..*self };
        }
        let passed = (now_us - self.from_us) as f64 / (self.until_us - self.from_us) as f64;
        let from_rate = self.from_rate + (self.until_rate - self.from_rate) * passed;
        Self { from_us: now_us, from_rate, ..*self }
    }

    /// What there is of it before `end_us`.
    fn before(&self, end_us: u64) -> Self {
        if end_us >= self.until_us {
            return *self;
        }
        let part = (end_us - self.from_us) as f64 / (self.until_us - self.from_us) as f64;
        let until_rate = self.from_rate + (self.until_rate - self.from_rate) * part;
        Self { until_us: end_us, until_rate, ..*self }
    }

    /// The seconds from its beginning until `wanted` arrivals are expected to have come; not more than it holds.
    ///
    /// It solves `wanted = rate · t + slope · t² / 2`, in the form that divides by no difference.
    fn time_of(&self, wanted: f64) -> f64 {
        if self.is_level() {
            return wanted / self.from_rate;
        }
        let seconds = (self.until_us - self.from_us) as f64 / SECOND_US;
        let slope = (self.until_rate - self.from_rate) / seconds;
        let rate = self.from_rate;
        2.0 * wanted / (rate + libm::sqrt(libm::fmax(0.0, rate * rate + 2.0 * slope * wanted)))
    }
}

/// How many calls come at which time of the day, from midnight on: pieces in each of which the rate is a straight line.
///
/// Given the rates, the arrivals are a Poisson process. What makes days differ is drawn before, when the profile is
/// made.
#[derive(Clone, Debug, PartialEq)]
pub struct RateProfile {
    pieces: Vec<Piece>,
}

impl RateProfile {
    /// A profile of pieces, one after the other. Nothing arrives between them nor after the last.
    ///
    /// A rate that is negative, or none, counts as 0.
    #[must_use]
    pub fn new(mut pieces: Vec<Piece>) -> Self {
        for piece in &mut pieces {
            // Asked this way round, a rate that is no number becomes 0.
            piece.from_rate = libm::fmax(0.0, piece.from_rate);
            piece.until_rate = libm::fmax(0.0, piece.until_rate);
        }
        Self { pieces }
    }

    /// Steps of `step_us` microseconds, with the number of arrivals expected in each.
    #[must_use]
    pub fn steps(step_us: u64, expected: &[f64]) -> Self {
        let piece = |(from_us, expected): (u64, &f64)| {
            let rate = expected / (step_us as f64 / SECOND_US);
            let until_us = from_us.saturating_add(step_us);
            Piece { from_us, until_us, from_rate: rate, until_rate: rate }
        };
        let starts = (0..).map(|step: u64| step.saturating_mul(step_us));
        Self::new(starts.zip(expected).map(piece).collect())
    }

    /// The same rate all day, in arrivals per second.
    #[must_use]
    pub fn constant(rate: f64) -> Self {
        Self::new(vec![Piece { from_us: 0, until_us: DAY_US, from_rate: rate, until_rate: rate }])
    }

    /// The pieces, in order.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The number of arrivals expected in each piece.
    pub fn expected(&self) -> impl ExactSizeIterator<Item = f64> {
        self.pieces.iter().map(Piece::expected)
    }

    /// The number of arrivals expected in all.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.expected().sum()
    }

    /// Arrivals per second, as a mean over so many microseconds from a time of day on; after midnight the profile
    /// begins anew.
    #[must_use]
    pub fn mean_between(&self, from_us: u64, length_us: u64) -> f64 {
        let from_us = from_us % DAY_US;
        let days = length_us / DAY_US;
        let rest_us = length_us % DAY_US;
        let until_us = from_us + rest_us;
        let rest = self.expected_between(from_us, until_us.min(DAY_US))
            + self.expected_between(0, until_us.saturating_sub(DAY_US));
        let seconds = length_us as f64 / SECOND_US;
        if seconds > 0.0 { (days as f64 * self.total() + rest) / seconds } else { 0.0 }
    }

    /// The number of arrivals expected between two times of the day.
    #[must_use]
    pub fn expected_between(&self, from_us: u64, until_us: u64) -> f64 {
        let overlaps =
            self.pieces.iter().filter(|piece| piece.from_us < until_us && from_us < piece.until_us);
        overlaps.map(|piece| piece.after(from_us).before(until_us).expected()).sum()
    }

    /// The profile with all rates multiplied.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        self.scaled_by(std::iter::repeat(factor))
    }

    /// The profile with the rates of each piece multiplied by a factor of its own.
    #[must_use]
    pub fn scaled_by(&self, factors: impl IntoIterator<Item = f64>) -> Self {
        let scaled = |(piece, factor): (&Piece, f64)| Piece {
            from_rate: piece.from_rate * factor,
            until_rate: piece.until_rate * factor,
            ..*piece
        };
        Self::new(self.pieces.iter().zip(factors).map(scaled).collect())
    }

    /// The first arrival later than `after_us`, or `None` if no more come. Times are microseconds since midnight.
    ///
    /// The arrivals expected until the next one are exponential with mean 1. So one such number is drawn, and used up
    /// piece by piece. This is exact, costs one draw, and, unlike thinning, needs no bound on the rate.
    pub fn next_arrival(&self, after_us: u64, rng: &mut Rng) -> Option<u64> {
        let mut wanted = -libm::log(rng.open01());
        let begun = self.pieces.partition_point(|piece| piece.until_us <= after_us);
        for piece in &self.pieces[begun..] {
            let left = piece.after(after_us);
            let expected = left.expected();
            if wanted < expected {
                // Rounded up, so that it is later than `after_us` in any case.
                return Some(
                    left.from_us.saturating_add(1).saturating_add(whole(left.time_of(wanted) * SECOND_US)),
                );
            }
            wanted -= expected;
        }
        None
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, which is wanted"
)]
fn whole(us: f64) -> u64 {
    us as u64
}

#[cfg(test)]
mod tests {
    use super::{Piece, RateProfile};
    use crate::random::Streams;

    #[test]
    fn nothing_arrives_in_steps_without_a_rate_nor_after_the_last() {
        let mut rng = Streams::new(1).stream("arrivals");
        let profile = RateProfile::steps(1_000, &[0.0, 50.0, f64::NAN, -1.0, 50.0]);
        let (mut now, mut arrivals) = (0, Vec::new());
        while let Some(next) = profile.next_arrival(now, &mut rng) {
            assert!(next > now, "{next} is not after {now}");
            arrivals.push(next);
            now = next;
        }
        assert!(arrivals.iter().all(|at| (1_001..=2_000).contains(at) || (4_001..=5_000).contains(at)));
        assert!(arrivals.len() > 50);
        assert_eq!(profile.next_arrival(u64::MAX, &mut rng), None);
    }

    #[test]
    fn a_profile_without_width_or_pieces_is_empty() {
        let mut rng = Streams::new(1).stream("arrivals");
        assert_eq!(RateProfile::steps(0, &[1.0]).next_arrival(0, &mut rng), None);
        assert_eq!(RateProfile::new(vec![]).next_arrival(0, &mut rng), None);
        let backwards = Piece { from_us: 9, until_us: 3, from_rate: 1e9, until_rate: 1e9 };
        assert_eq!(RateProfile::new(vec![backwards]).next_arrival(0, &mut rng), None);
    }

    #[test]
    fn what_is_left_of_a_line_is_a_line() {
        let line = Piece { from_us: 1_000_000, until_us: 5_000_000, from_rate: 1.0, until_rate: 9.0 };
        assert_eq!(line.expected(), 20.0);
        let rest = line.after(3_000_000);
        assert_eq!(rest, Piece { from_us: 3_000_000, from_rate: 5.0, ..line });
        // 5 t + t² = 6 for t = 1.
        assert!((rest.time_of(6.0) - 1.0).abs() < 1e-15);
        assert!((line.time_of(20.0) - 4.0).abs() < 1e-15, "all of it");
        let fall = Piece { from_rate: 9.0, until_rate: 0.0, ..line };
        assert!((fall.time_of(18.0) - 4.0).abs() < 1e-7, "the last ones take their time");
    }
}
