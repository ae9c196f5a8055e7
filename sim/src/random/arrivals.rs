//! When the next call arrives.

use super::Rng;

/// A rate of arrivals that is constant within steps of equal width, from midnight on.
///
/// The rates are given as the number of arrivals expected in each step. Given the rates, the arrivals are a Poisson
/// process. What makes days differ is drawn before, when the profile is made.
#[derive(Clone, Debug, PartialEq)]
pub struct RateProfile {
    step_us: u64,
    expected: Vec<f64>,
}

impl RateProfile {
    /// A profile of steps of `step_us` microseconds, with the number of arrivals expected in each.
    ///
    /// It ends with the last step; nothing arrives after that. A number that is negative, or none, counts as 0.
    #[must_use]
    pub fn new(step_us: u64, expected: Vec<f64>) -> Self {
        Self { step_us, expected }
    }

    /// The number of arrivals expected in each step.
    #[must_use]
    pub fn expected(&self) -> &[f64] {
        &self.expected
    }

    /// The number of arrivals expected in all.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.expected.iter().sum()
    }

    /// The first arrival later than `after_us`, or `None` if no more come. Times are microseconds since midnight.
    ///
    /// The arrivals expected until the next one are exponential with mean 1. So one such number is drawn, and used up
    /// step by step. This is exact, costs one draw, and, unlike thinning, needs no bound on the rate.
    pub fn next_arrival(&self, after_us: u64, rng: &mut Rng) -> Option<u64> {
        let mut wanted = -libm::log(rng.open01());
        let mut now = after_us;
        let first = usize::try_from(after_us.checked_div(self.step_us)?).ok()?;
        for (index, &expected) in self.expected.iter().enumerate().skip(first) {
            let end = self.step_us.checked_mul(index as u64 + 1)?;
            let expected_left = expected * ((end - now) as f64 / self.step_us as f64);
            if wanted < expected_left {
                // Rounded up, so that it is later than `after_us` in any case.
                return Some(
                    now.saturating_add(1).saturating_add(whole(wanted / expected * self.step_us as f64)),
                );
            }
            if expected_left > 0.0 {
                wanted -= expected_left;
            }
            now = end;
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
    use super::RateProfile;
    use crate::random::Streams;

    #[test]
    fn nothing_arrives_in_steps_without_a_rate_nor_after_the_last() {
        let mut rng = Streams::new(1).stream("arrivals");
        let profile = RateProfile::new(1_000, vec![0.0, 50.0, f64::NAN, -1.0, 50.0]);
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
    fn a_profile_without_width_or_steps_is_empty() {
        let mut rng = Streams::new(1).stream("arrivals");
        assert_eq!(RateProfile::new(0, vec![1.0]).next_arrival(0, &mut rng), None);
        assert_eq!(RateProfile::new(1_000, vec![]).next_arrival(0, &mut rng), None);
        assert_eq!(RateProfile::new(u64::MAX, vec![0.0, 1.0]).next_arrival(0, &mut rng), None);
    }
}
