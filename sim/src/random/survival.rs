//! A distribution given as a curve of survival.

use std::sync::Arc;

use super::Rng;

/// How long something lasts, as a curve: after so many seconds, this share is still there.
///
/// Such a curve is what a Kaplan–Meier estimate of patience gives. Between two points the rate of leaving (the
/// hazard) is constant, so the curve falls exponentially and passes through every point. Beyond the last point, where
/// the data say nothing, the hazard of the last stretch goes on for ever.
///
/// At 0 seconds all are there, unless the first point is at 0: then the missing share leaves at once.
#[derive(Clone, Debug, PartialEq)]
pub struct SurvivalCurve {
    /// Never empty; times rise, shares do not, and the last hazard is above 0.
    stretches: Arc<[Stretch]>,
}

/// From one point of the curve to the next, or from the last one to eternity.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    from_s: f64,
    /// The share still there at the beginning.
    share: f64,
    /// The share of those still there that leave per second.
    hazard: f64,
}

/// Why a list of points is no curve of survival. The number is the place of the point at fault, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CurveError {
    /// There is no point after 0 seconds, so nothing tells how fast anyone leaves.
    #[error("the curve has no point after 0 s")]
    Empty,
    /// The seconds are not finite, negative, or not above those of the point before.
    #[error("the times of a curve must rise")]
    Time(usize),
    /// The share is not above 0, or above that of the point before (which is at most 1).
    #[error("the shares of a curve must be above 0, at most 1, and must not rise")]
    Share(usize),
    /// Nobody leaves before the last point, so nobody would leave after it either.
    #[error("the last point of a curve must be lower than the one before, for its tail goes on at that pace")]
    Flat(usize),
}

impl SurvivalCurve {
    /// The curve through points of (seconds, share still there).
    ///
    /// # Errors
    ///
    /// Which point is at fault, and why.
    pub fn new(points: &[(f64, f64)]) -> Result<Self, CurveError> {
        let mut stretches: Vec<Stretch> = Vec::with_capacity(points.len() + 1);
        let mut before = (0.0, 1.0);
        for (place, &(seconds, share)) in points.iter().enumerate() {
            if !(share > 0.0 && share <= before.1) {
                return Err(CurveError::Share(place));
            }
            let leave_at_once = place == 0 && seconds == 0.0;
            if !leave_at_once {
                if !(seconds > before.0 && seconds.is_finite()) {
                    return Err(CurveError::Time(place));
                }
                stretches.push(Stretch::between(before, (seconds, share)));
            }
            before = (seconds, share);
        }
        let tail =
            Stretch { from_s: before.0, share: before.1, ..*stretches.last().ok_or(CurveError::Empty)? };
        if tail.hazard <= 0.0 {
            return Err(CurveError::Flat(points.len() - 1));
        }
        stretches.push(tail);
        Ok(Self { stretches: stretches.into() })
    }

    /// The share still there after so many seconds.
    #[must_use]
    pub fn share_after(&self, seconds: f64) -> f64 {
        let begun = self.stretches.partition_point(|stretch| stretch.from_s <= seconds);
        match begun.checked_sub(1) {
            Some(last) => self.stretches[last].share_after(seconds),
            None => 1.0,
        }
    }

    /// The mean in seconds: the area under the curve.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let ends =
            self.stretches[1..].iter().map(|next| (next.from_s, next.share)).chain([(f64::INFINITY, 0.0)]);
        self.stretches.iter().zip(ends).map(|(stretch, end)| stretch.area_until(end)).sum()
    }

    /// A draw in seconds, by inversion: the time at which the curve has fallen to a uniform share.
    pub(super) fn sample(&self, rng: &mut Rng) -> f64 {
        let share = rng.open01();
        let begun = self.stretches.partition_point(|stretch| stretch.share >= share);
        match begun.checked_sub(1) {
            Some(last) => self.stretches[last].time_of(share),
            None => 0.0,
        }
    }
}

impl Stretch {
    fn between(from: (f64, f64), to: (f64, f64)) -> Self {
        let hazard = (libm::log(from.1) - libm::log(to.1)) / (to.0 - from.0);
        Self { from_s: from.0, share: from.1, hazard }
    }

    fn share_after(&self, seconds: f64) -> f64 {
        self.share * libm::exp(-self.hazard * (seconds - self.from_s))
    }

    fn time_of(&self, share: f64) -> f64 {
        // On a level stretch no share lies strictly between its ends; then it is over at its beginning.
        let decline = libm::log(self.share) - libm::log(share);
        if decline > 0.0 { self.from_s + decline / self.hazard } else { self.from_s }
    }

    fn area_until(&self, (seconds, share): (f64, f64)) -> f64 {
        if self.hazard > 0.0 {
            (self.share - share) / self.hazard
        } else {
            self.share * (seconds - self.from_s)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CurveError, SurvivalCurve};

    #[test]
    fn a_curve_passes_through_its_points_and_goes_on() {
        let curve = SurvivalCurve::new(&[(0.0, 0.9), (10.0, 0.8), (20.0, 0.8), (30.0, 0.4)]).unwrap();
        let rows = [(0.0, 0.9), (10.0, 0.8), (15.0, 0.8), (20.0, 0.8), (30.0, 0.4), (40.0, 0.2), (50.0, 0.1)];
        for (seconds, share) in rows {
            assert!((curve.share_after(seconds) - share).abs() < 1e-15, "after {seconds} s");
        }
    }

    #[test]
    fn a_curve_with_one_point_is_exponential() {
        let curve = SurvivalCurve::new(&[(60.0, 0.5)]).unwrap();
        assert!((curve.mean() - 60.0 / core::f64::consts::LN_2).abs() < 1e-12);
    }

    #[test]
    fn what_is_no_curve_is_refused() {
        let rows: [(&[(f64, f64)], CurveError); 9] = [
            (&[], CurveError::Empty),
            (&[(0.0, 0.5)], CurveError::Empty),
            (&[(-1.0, 0.5)], CurveError::Time(0)),
            (&[(5.0, 0.5), (5.0, 0.4)], CurveError::Time(1)),
            (&[(f64::NAN, 0.5)], CurveError::Time(0)),
            (&[(5.0, 0.0)], CurveError::Share(0)),
            (&[(5.0, 0.5), (6.0, 0.6)], CurveError::Share(1)),
            (&[(5.0, f64::NAN)], CurveError::Share(0)),
            (&[(5.0, 0.5), (6.0, 0.5)], CurveError::Flat(1)),
        ];
        for (points, expected) in rows {
            assert_eq!(SurvivalCurve::new(points), Err(expected), "{points:?}");
        }
    }
}
