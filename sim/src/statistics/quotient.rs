//! Quotients of sums: a figure such as the speed of answer over many runs.

use super::{Estimate, student_t_quantile};

/// The sum of the parts over the sum of the wholes, with its interval; `None` where there is nothing to divide by.
///
/// A run weighs as much as its calls, so the quotient of two means is estimated and not the mean of quotients, which
/// would be off in short runs. The interval is that of the delta method: with the quotient q, each run's part minus q
/// times its whole is an observation with mean 0.
#[must_use]
pub fn quotient(runs: &[(f64, f64)], level: f64) -> Option<Estimate> {
    let (mean, deviations) = linearised(runs)?;
    Some(estimate(mean, &deviations, level))
}

/// The difference of two such quotients whose runs met the same chance, pair by pair; `None` where there is nothing to
/// divide by, or the runs are not as many.
#[must_use]
pub fn quotient_difference(ours: &[(f64, f64)], theirs: &[(f64, f64)], level: f64) -> Option<Estimate> {
    let ((our_mean, ours), (their_mean, theirs)) = (linearised(ours)?, linearised(theirs)?);
    if ours.len() != theirs.len() {
        return None;
    }
    let differences: Vec<f64> = ours.iter().zip(&theirs).map(|(one, other)| one - other).collect();
    Some(estimate(our_mean - their_mean, &differences, level))
}

/// The quotient, and by how much each run moves it.
fn linearised(runs: &[(f64, f64)]) -> Option<(f64, Vec<f64>)> {
    let part: f64 = runs.iter().map(|(part, _)| part).sum();
    let whole: f64 = runs.iter().map(|(_, whole)| whole).sum();
    if whole <= 0.0 {
        return None;
    }
    let (quotient, mean_whole) = (part / whole, whole / runs.len() as f64);
    Some((quotient, runs.iter().map(|(part, whole)| (part - quotient * whole) / mean_whole).collect()))
}

/// The deviations have the mean 0.
fn estimate(mean: f64, deviations: &[f64], level: f64) -> Estimate {
    let n = deviations.len();
    let squares: f64 = deviations.iter().map(|deviation| deviation * deviation).sum();
    let standard_deviation = (n > 1).then(|| libm::sqrt(squares / (n - 1) as f64));
    let critical = |deviation: f64| {
        student_t_quantile((1.0 + level) / 2.0, (n - 1) as f64) * deviation / libm::sqrt(n as f64)
    };
    Estimate { n: n as u64, mean, standard_deviation, half_width: standard_deviation.map(critical), level }
}

#[cfg(test)]
mod tests {
    use super::{quotient, quotient_difference};
    use crate::random::Streams;
    use crate::statistics::Moments;

    #[test]
    fn a_number_by_itself_is_a_mean() {
        let runs = [(3.0, 1.0), (5.0, 1.0), (10.0, 1.0)];
        let plain = runs.iter().map(|(part, _)| *part).collect::<Moments>().estimate(0.95).unwrap();
        let ours = quotient(&runs, 0.95).unwrap();
        assert_eq!((ours.n, ours.mean), (plain.n, plain.mean));
        assert!((ours.half_width.unwrap() - plain.half_width.unwrap()).abs() < 1e-12);
    }

    #[test]
    fn a_run_weighs_as_much_as_its_calls() {
        assert_eq!(quotient(&[(0.0, 0.0), (10.0, 10.0), (10.0, 30.0)], 0.95).unwrap().mean, 0.5);
        assert_eq!(quotient(&[(0.0, 0.0)], 0.95), None);
        assert_eq!(quotient(&[], 0.95), None);
    }

    /// Nineteen of twenty intervals hold the truth: here parts are twice the wholes on average, and the wholes vary.
    #[test]
    fn the_interval_covers_as_often_as_it_says() {
        let mut rng = Streams::new(11).stream("quotients");
        let mut run = || {
            let whole = 1.0 + 9.0 * rng.open01();
            (whole * 4.0 * rng.open01(), whole)
        };
        let covered = (0..1000).filter(|_| {
            let runs: Vec<_> = (0..40).map(|_| run()).collect();
            let (low, high) = quotient(&runs, 0.95).unwrap().interval().unwrap();
            low < 2.0 && 2.0 < high
        });
        let covered = covered.count();
        assert!((925..=970).contains(&covered), "{covered} of 1000");
    }

    #[test]
    fn what_both_suffer_cancels_out() {
        let theirs = [(2.0, 2.0), (9.0, 3.0), (4.0, 8.0)];
        let ours = theirs.map(|(part, whole)| (part + whole, whole));
        let difference = quotient_difference(&ours, &theirs, 0.95).unwrap();
        assert!((difference.mean - 1.0).abs() < 1e-12 && difference.half_width.unwrap() < 1e-12);
        assert_eq!(quotient_difference(&ours, &theirs[..2], 0.95), None);
    }
}
