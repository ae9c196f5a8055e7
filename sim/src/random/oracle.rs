//! The samplers against formulas and against another library's.
//!
//! The seeds are fixed, so a test passes or fails for good. The bounds are what a right sampler exceeds once in a
//! thousand seeds.

use proptest::prelude::*;
use rand_distr::Distribution as _;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

use super::{Distribution, LONGEST_S, Piece, RateProfile, Rng, Streams, SurvivalCurve};

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
    let hyperexponential = Distribution::Mixture(
        [(0.9, Distribution::Exponential { mean: 60.0 }), (0.1, Distribution::Exponential { mean: 900.0 })]
            .into(),
    );
    let phases = |x| 0.9 * exponential_cdf(60.0)(x) + 0.1 * exponential_cdf(900.0)(x);
    let rows: [(&str, Distribution, Cdf); 9] = [
        ("uniform", Distribution::Uniform { low: 2.0, high: 6.0 }, Box::new(|x| (x - 2.0) / 4.0)),
        ("exponential", exponential.clone(), Box::new(exponential_cdf(4.16))),
        ("lognormal", lognormal.clone(), Box::new(lognormal_cdf(4.8757, 0.8846))),
        ("mixture", Distribution::Mixture([(0.3, exponential), (0.7, lognormal)].into()), Box::new(mixed)),
        ("survival", Distribution::Survival(curve), Box::new(gone)),
        (
            "weibull, falling",
            Distribution::Weibull { shape: 0.8, scale: 180.0 },
            Box::new(|x| 1.0 - (-(x / 180.0).powf(0.8)).exp()),
        ),
        (
            "weibull, rising",
            Distribution::Weibull { shape: 3.0, scale: 40.0 },
            Box::new(|x| 1.0 - (-(x / 40.0).powi(3)).exp()),
        ),
        ("hyperexponential", hyperexponential, Box::new(phases)),
        (
            "erlang",
            Distribution::Gamma { shape: 3.0, scale: 120.0 },
            Box::new(|x| 1.0 - (-x / 120.0).exp() * (1.0 + x / 120.0 + (x / 120.0).powi(2) / 2.0)),
        ),
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
    for shape in [0.3, 1.0, 1.7, 20.0] {
        let weibull = rand_distr::Weibull::new(3.0, shape).unwrap();
        agree(&format!("weibull {shape}"), Distribution::Weibull { shape, scale: 3.0 }, &|rng| {
            weibull.sample(rng)
        });
    }
}

/// One of each family, and its variance by formula.
fn families() -> Vec<(&'static str, Distribution, f64)> {
    let uniform = Distribution::Uniform { low: 0.0, high: 1.0 };
    let exponential = |mean| Distribution::Exponential { mean };
    let lognormal = |mu, sigma: f64| (Distribution::Lognormal { mu, sigma }, sigma * sigma);
    let (lognormal, log_variance) = lognormal(4.8757, 0.8846);
    let of_lognormal = log_variance.exp_m1() * lognormal.mean().powi(2);
    // A curve through one point is exponential.
    let curve = SurvivalCurve::new(&[(60.0, 0.5)]).unwrap();
    let half_life = 60.0 / std::f64::consts::LN_2;
    vec![
        ("fixed", Distribution::Deterministic { seconds: 5.0 }, 0.0),
        ("uniform", Distribution::Uniform { low: 2.0, high: 6.0 }, 16.0 / 12.0),
        ("exponential", exponential(459.6), 459.6 * 459.6),
        ("lognormal", lognormal, of_lognormal),
        ("gamma", Distribution::Gamma { shape: 0.5, scale: 60.0 }, 0.5 * 3_600.0),
        ("erlang", Distribution::Gamma { shape: 3.0, scale: 120.0 }, 3.0 * 14_400.0),
        // Γ(1 + 2/k) − Γ(1 + 1/k)² for k = 2 is 1 − π/4.
        (
            "weibull",
            Distribution::Weibull { shape: 2.0, scale: 40.0 },
            1_600.0 * (1.0 - std::f64::consts::FRAC_PI_4),
        ),
        ("empirical", Distribution::Empirical([2.0, 3.0, 3.0, 8.0].into()), 5.5),
        ("survival", Distribution::Survival(curve.clone()), half_life * half_life),
        // Twice the mean of the squares, less the square of the mean.
        (
            "hyperexponential",
            Distribution::Mixture([(0.9, exponential(60.0)), (0.1, exponential(900.0))].into()),
            2.0 * (0.9 * 3_600.0 + 0.1 * 810_000.0) - 144.0 * 144.0,
        ),
        (
            "mixture",
            Distribution::Mixture([(0.4, Distribution::Survival(curve)), (0.6, uniform)].into()),
            0.4 * 2.0 * half_life * half_life + 0.6 / 3.0 - (0.4 * half_life + 0.3).powi(2),
        ),
    ]
}

#[test]
fn means_and_variances_are_those_of_the_samples() {
    for (name, distribution, variance) in families() {
        let mut rng = rng(name);
        let draws: Vec<f64> = (0..DRAWS).map(|_| distribution.sample(&mut rng)).collect();
        let mean = draws.iter().sum::<f64>() / DRAWS as f64;
        let found = draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / DRAWS as f64;
        // Four standard errors of the widest of them.
        let difference = (mean / distribution.mean() - 1.0).abs();
        assert!(difference < 0.05, "{name}: mean {mean} instead of {}", distribution.mean());
        assert!((found - variance).abs() <= 0.2 * variance, "{name}: variance {found} instead of {variance}");
    }
}

#[test]
fn observed_times_come_as_often_as_they_were_observed() {
    let observed = Distribution::Empirical([2.0, 3.0, 3.0, 8.0].into());
    let mut rng = rng("empirical");
    let mut counts = [0_u32; 3];
    for _ in 0..DRAWS {
        let seconds = observed.sample(&mut rng);
        counts[[2.0, 3.0, 8.0].iter().position(|value| *value == seconds).unwrap()] += 1;
    }
    let chi_squared: f64 = counts
        .into_iter()
        .zip([0.25, 0.5, 0.25])
        .map(|(count, share)| (f64::from(count) - share * DRAWS as f64).powi(2) / (share * DRAWS as f64))
        .sum();
    assert!(chi_squared < 13.8, "{counts:?}");
}

/// Measured in expected arrivals instead of seconds, the time between arrivals is exponential with mean 1. `passed`
/// says how many are expected from midnight to a time.
fn assert_poisson(name: &str, profile: &RateProfile, passed: impl Fn(f64) -> f64) {
    let passed = |us: u64| passed(us as f64 / 1e6);
    let (mut rng, mut gaps) = (rng(name), Vec::new());
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
    assert!(found < KOLMOGOROV / (DRAWS as f64).sqrt(), "{name}: distance {found}");
}

#[test]
fn arrivals_by_steps_are_a_poisson_process() {
    let expected = [40.0, 0.0, 3.0, 0.02, 90.0];
    assert_poisson("steps", &RateProfile::steps(1_800_000_000, &expected), |seconds| {
        let steps = seconds / 1_800.0;
        expected.iter().enumerate().map(|(step, rate)| rate * (steps - step as f64).clamp(0.0, 1.0)).sum()
    });
}

#[test]
fn arrivals_by_lines_are_a_poisson_process() {
    // Up from nothing, level, down to nothing; nothing for a while; up again.
    let corners =
        [(600.0, 0.0), (1_600.0, 0.05), (2_600.0, 0.05), (3_600.0, 0.0), (4_600.0, 0.0), (4_700.0, 1.0)];
    let piece = |pair: &[(f64, f64)]| Piece {
        from_us: super::micros(pair[0].0),
        until_us: super::micros(pair[1].0),
        from_rate: pair[0].1,
        until_rate: pair[1].1,
    };
    let profile = RateProfile::new(corners.windows(2).map(piece).collect());
    assert!((profile.total() - (25.0 + 50.0 + 25.0 + 50.0)).abs() < 1e-9);
    assert_poisson("lines", &profile, |seconds| {
        let up = |from: f64, slope: f64| slope * (seconds - from).max(0.0).powi(2) / 2.0;
        up(600.0, 5e-5) - up(1_600.0, 5e-5) - up(2_600.0, 5e-5) + up(3_600.0, 5e-5) + up(4_600.0, 0.01)
    });
}

#[test]
fn the_same_rate_all_day_is_a_poisson_process() {
    assert_poisson("constant", &RateProfile::constant(0.002), |seconds| 0.002 * seconds);
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
            Distribution::Weibull { shape: a, scale: b },
            Distribution::Empirical([a, b].into()),
            Distribution::Empirical([].into()),
            Distribution::Mixture([].into()),
            Distribution::Mixture([
                (a, Distribution::Exponential { mean: b }),
                (b, Distribution::Gamma { shape: b, scale: a }),
            ].into()),
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
    fn whatever_the_rates_an_arrival_is_later_and_within_a_piece(
        corners in prop::collection::vec((0..1_000_000_u64, 0..1_000_000_u64, -1.0..1e9_f64, -1.0..1e9_f64), 0..5),
        after in 0..2_000_000_u64,
        seed in any::<u64>(),
    ) {
        let mut from_us = 0;
        let mut pieces = Vec::new();
        for (gap, width, from_rate, until_rate) in corners {
            from_us += gap;
            pieces.push(Piece { from_us, until_us: from_us + width, from_rate, until_rate });
            from_us += width;
        }
        let profile = RateProfile::new(pieces.clone());
        if let Some(at) = profile.next_arrival(after, &mut Streams::new(seed).stream("any")) {
            prop_assert!(at > after);
            // An arrival is rounded up, by a microsecond.
            prop_assert!(pieces.iter().any(|piece| piece.from_us < at && at <= piece.until_us + 1));
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
