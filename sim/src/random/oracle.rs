//! The samplers against formulas and against another library's.
//!
//! The seeds are fixed, so a test passes or fails for good. The bounds are what a right sampler exceeds once in a
//! thousand seeds.

use proptest::prelude::*;
use rand_distr::Distribution as _;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

use super::{Distribution, LONGEST_S, RateProfile, Rng, Streams, SurvivalCurve};

const DRAWS: usize = 20_000;
/// The greatest distance of two distributions that chance explains, times the root of the number of draws.
const KOLMOGOROV: f64 = 1.95;

type Cdf = Box<dyn Fn(f64) -> f64>;

fn rng(name: &str) -> Rng {
    Streams::new(1999).stream(name)
}

fn sorted(mut draws: Vec<f64>) -> Vec<f64> {
    draws.sort_by(f64::total_cmp);
    draws
}

/// The greatest distance between the draws' distribution and `cdf`.
fn distance(draws: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
    let count = draws.len() as f64;
    let gap = |(rank, x): (usize, f64)| {
        let (below, above) = (rank as f64 / count, (rank + 1) as f64 / count);
        (cdf(x) - below).abs().max((above - cdf(x)).abs())
    };
    sorted(draws).into_iter().enumerate().map(gap).fold(0.0, f64::max)
}

fn exponential_cdf(mean: f64) -> impl Fn(f64) -> f64 {
    move |x| 1.0 - (-x / mean).exp()
}

fn lognormal_cdf(mu: f64, sigma: f64) -> impl Fn(f64) -> f64 {
    move |x| 0.5 * libm::erfc((mu - x.ln()) / (sigma * std::f64::consts::SQRT_2))
}

#[test]
fn samples_follow_their_formulas() {
    let points = [(5.0, 0.9), (60.0, 0.8242), (900.0, 0.1799)];
    let curve = SurvivalCurve::new(&points).unwrap();
    let gone = {
        let curve = curve.clone();
        move |x| 1.0 - curve.share_after(x)
    };
    let exponential = Distribution::Exponential { mean: 4.16 };
    let lognormal = Distribution::Lognormal { mu: 4.8757, sigma: 0.8846 };
    let mixed = |x| 0.3 * exponential_cdf(4.16)(x) + 0.7 * lognormal_cdf(4.8757, 0.8846)(x);
    let rows: [(&str, Distribution, Cdf); 5] = [
        ("uniform", Distribution::Uniform { low: 2.0, high: 6.0 }, Box::new(|x| (x - 2.0) / 4.0)),
        ("exponential", exponential.clone(), Box::new(exponential_cdf(4.16))),
        ("lognormal", lognormal.clone(), Box::new(lognormal_cdf(4.8757, 0.8846))),
        ("mixture", Distribution::Mixture(vec![(0.3, exponential), (0.7, lognormal)]), Box::new(mixed)),
        ("survival", Distribution::Survival(curve), Box::new(gone)),
    ];
    for (name, distribution, cdf) in rows {
        let mut rng = rng(name);
        let draws = (0..DRAWS).map(|_| distribution.sample(&mut rng)).collect();
        let found = distance(draws, cdf);
        assert!(found < KOLMOGOROV / (DRAWS as f64).sqrt(), "{name}: distance {found}");
    }
}

#[test]
fn the_share_missing_at_the_start_leaves_at_once() {
    let curve = Distribution::Survival(SurvivalCurve::new(&[(0.0, 0.95), (60.0, 0.5)]).unwrap());
    let mut rng = rng("at once");
    let at_once = (0..DRAWS).filter(|_| curve.sample(&mut rng) == 0.0).count();
    assert!((at_once as f64 / DRAWS as f64 - 0.05).abs() < 0.005, "{at_once} of {DRAWS}");
}

#[test]
fn samples_agree_with_rand_distr() {
    let mut theirs = Xoshiro256PlusPlus::seed_from_u64(1999);
    let mut agree = |name: &str, ours: Distribution, other: &dyn Fn(&mut Xoshiro256PlusPlus) -> f64| {
        let mut rng = rng(name);
        let ours: Vec<f64> = (0..DRAWS).map(|_| ours.sample(&mut rng)).collect();
        let others = sorted((0..DRAWS).map(|_| other(&mut theirs)).collect());
        let found = distance(ours, |x| others.partition_point(|&other| other <= x) as f64 / DRAWS as f64);
        assert!(found < KOLMOGOROV * (2.0 / DRAWS as f64).sqrt(), "{name}: distance {found}");
    };
    let lognormal = rand_distr::LogNormal::new(4.8757, 0.8846).unwrap();
    agree("lognormal", Distribution::Lognormal { mu: 4.8757, sigma: 0.8846 }, &|rng| lognormal.sample(rng));
    for shape in [0.127, 0.5, 1.0, 4.5, 100.0] {
        let gamma = rand_distr::Gamma::new(shape, 3.0).unwrap();
        agree(&format!("gamma {shape}"), Distribution::Gamma { shape, scale: 3.0 }, &|rng| gamma.sample(rng));
    }
}

#[test]
fn means_are_those_of_the_samples() {
    let curve = SurvivalCurve::new(&[(0.0, 0.95), (5.0, 0.9), (9.0, 0.9), (900.0, 0.1799)]).unwrap();
    let rows = [
        ("fixed", Distribution::Deterministic { seconds: 5.0 }),
        ("uniform", Distribution::Uniform { low: 2.0, high: 6.0 }),
        ("exponential", Distribution::Exponential { mean: 459.6 }),
        ("lognormal", Distribution::Lognormal { mu: 4.8757, sigma: 0.8846 }),
        ("gamma", Distribution::Gamma { shape: 0.5, scale: 60.0 }),
        ("survival", Distribution::Survival(curve.clone())),
        (
            "mixture",
            Distribution::Mixture(vec![
                (0.4, Distribution::Survival(curve)),
                (0.6, Distribution::Uniform { low: 0.0, high: 1.0 }),
            ]),
        ),
    ];
    for (name, distribution) in rows {
        let mut rng = rng(name);
        let mean = (0..DRAWS).map(|_| distribution.sample(&mut rng)).sum::<f64>() / DRAWS as f64;
        let difference = (mean / distribution.mean() - 1.0).abs();
        // Four standard errors of the widest of them.
        assert!(difference < 0.04, "{name}: {mean} instead of {}", distribution.mean());
    }
}

/// Measured in expected arrivals instead of seconds, the time between arrivals is exponential with mean 1.
#[test]
fn arrivals_are_a_poisson_process() {
    let expected = vec![40.0, 0.0, 3.0, 0.02, 90.0];
    let profile = RateProfile::steps(1_800_000_000, &expected);
    let passed = |us: u64| -> f64 {
        let steps = us as f64 / 1.8e9;
        expected.iter().enumerate().map(|(step, rate)| rate * (steps - step as f64).clamp(0.0, 1.0)).sum()
    };
    let (mut rng, mut gaps) = (rng("arrivals"), Vec::new());
    // What a day has left over after its last arrival counts towards the first gap of the next day.
    let mut left_over = 0.0;
    while gaps.len() < DRAWS {
        let mut before = -left_over;
        let mut now = 0;
        while let Some(next) = profile.next_arrival(now, &mut rng) {
            gaps.push(passed(next) - before);
            before = passed(next);
            now = next;
        }
        left_over = profile.total() - before;
    }
    let found = distance(gaps, exponential_cdf(1.0));
    assert!(found < KOLMOGOROV / (DRAWS as f64).sqrt(), "distance {found}");
}

#[test]
fn below_is_even() {
    let mut rng = rng("below");
    let mut counts = [0_u32; 7];
    for _ in 0..70_000 {
        counts[usize::try_from(rng.below(7)).unwrap()] += 1;
    }
    let chi_squared: f64 = counts.iter().map(|&count| (f64::from(count) - 10_000.0).powi(2) / 10_000.0).sum();
    assert!(chi_squared < 22.5, "{counts:?}");
}

proptest! {
    #[test]
    fn whatever_the_parameters_a_sample_is_a_time(
        a in proptest::num::f64::ANY,
        b in proptest::num::f64::ANY,
        seed in any::<u64>(),
    ) {
        let mut rng = Streams::new(seed).stream("any");
        let families = [
            Distribution::Deterministic { seconds: a },
            Distribution::Uniform { low: a, high: b },
            Distribution::Exponential { mean: a },
            Distribution::Lognormal { mu: a, sigma: b },
            Distribution::Gamma { shape: a, scale: b },
            Distribution::Mixture(vec![]),
            Distribution::Mixture(vec![
                (a, Distribution::Exponential { mean: b }),
                (b, Distribution::Gamma { shape: b, scale: a }),
            ]),
        ];
        for family in families {
            let seconds = family.sample(&mut rng);
            prop_assert!((0.0..=LONGEST_S).contains(&seconds), "{family:?} gave {seconds}");
        }
    }

    #[test]
    fn whatever_the_points_a_curve_is_refused_or_gives_times(
        points in prop::collection::vec((0.0..1e6_f64, 0.0..1.0_f64), 0..6),
        seed in any::<u64>(),
    ) {
        if let Ok(curve) = SurvivalCurve::new(&points) {
            let seconds = Distribution::Survival(curve.clone()).sample(&mut Streams::new(seed).stream("any"));
            prop_assert!((0.0..=LONGEST_S).contains(&seconds));
            prop_assert!(curve.mean() > 0.0);
        }
    }

    #[test]
    fn open01_is_open_and_below_is_below(seed in any::<u64>(), n in 1..=u64::MAX) {
        let mut rng = Streams::new(seed).stream("any");
        let u = rng.open01();
        prop_assert!(0.0 < u && u < 1.0);
        prop_assert!(rng.below(n) < n);
    }
}
