//! The bits of every sampler, held fast.
//!
//! A difference here is a difference between platforms or builds, or a change of what a seed means: then
//! [`GENERATOR`](super::GENERATOR) must change too.

use sha2::{Digest, Sha256};

use super::{Distribution, Piece, RateProfile, Streams, SurvivalCurve};

const SEED: u64 = 1999;

/// Ten thousand draws in one number: a last bit that differs once in a while shows.
fn digest(mut draw: impl FnMut() -> u64) -> u64 {
    let hash = (0..10_000).fold(Sha256::new(), |hash, _| hash.chain_update(draw().to_le_bytes()));
    u64::from_le_bytes(std::array::from_fn(|byte| hash.clone().finalize()[byte]))
}

#[test]
fn streams() {
    // Computed independently, from the documented hash and the authors' description of xoshiro256++.
    let rows: [(&str, Option<u64>, [u64; 3]); 4] = [
        ("arrivals", None, [0xddcc_823d_d3ff_e082, 0x3323_ced1_80cf_c130, 0x83c0_59a3_b9d3_4608]),
        ("wrap-up", None, [0x0ab7_ab85_f2ef_e75c, 0xb89e_7807_d80a_030c, 0x5c88_dd04_ff99_4bcc]),
        ("wrap-up", Some(0), [0x1123_779b_f812_78fe, 0x3faf_e8a0_a402_c36e, 0x17b1_4dec_e9d2_daa8]),
        ("wrap-up", Some(7), [0x0997_8883_4953_f417, 0x771f_9a0e_cd07_0af2, 0x82cb_b8b6_1377_ab91]),
    ];
    for (name, index, expected) in rows {
        let streams = Streams::new(SEED);
        let mut rng = match index {
            None => streams.stream(name),
            Some(index) => streams.stream_of(name, index),
        };
        let bits = [rng.bits(), rng.bits(), rng.bits()];
        assert_eq!(bits, expected, "{name:?} {index:?}: {bits:#018x?}");
    }
}

#[test]
fn questions() {
    let mut rng = Streams::new(SEED).stream("questions");
    let open: [u64; 3] = std::array::from_fn(|_| rng.open01().to_bits());
    assert_eq!(open, [0x3fc7_c510_e29a_6acc, 0x3fe8_bc5b_e560_fa5f, 0x3fe2_1454_24a8_0a31], "{open:#018x?}");
    let below: [u64; 8] = std::array::from_fn(|_| rng.below(10));
    assert_eq!(below, [7, 7, 7, 5, 5, 4, 5, 4]);
    let chance: [bool; 8] = std::array::from_fn(|_| rng.chance(0.25));
    assert_eq!(chance, [true, false, true, true, false, false, true, false]);
}

#[test]
fn distributions() {
    let curve = SurvivalCurve::new(&[(5.0, 0.9867), (60.0, 0.8242), (900.0, 0.1799)]).unwrap();
    let rows: [(&str, Distribution, [u64; 2]); 10] = [
        (
            "deterministic",
            Distribution::Deterministic { seconds: 5.0 },
            [0x4014_0000_0000_0000, 0xbf78_8310_4d9e_de85],
        ),
        (
            "uniform",
            Distribution::Uniform { low: 2.0, high: 6.0 },
            [0x4017_1d0c_53c6_3220, 0x83b3_4fd0_f64a_477d],
        ),
        (
            "exponential",
            Distribution::Exponential { mean: 459.6 },
            [0x4051_e29e_d4d8_1972, 0xfb37_6b1b_60a1_155c],
        ),
        (
            "lognormal",
            Distribution::Lognormal { mu: 4.8757, sigma: 0.8846 },
            [0x4060_0247_6905_86a1, 0x5b03_e59f_6cde_4c32],
        ),
        (
            "gamma",
            Distribution::Gamma { shape: 4.0, scale: 15.0 },
            [0x4049_d9cc_864e_494f, 0xc38a_5745_1ece_2927],
        ),
        (
            "gamma, small shape",
            Distribution::Gamma { shape: 0.127, scale: 1.0 },
            [0x3f48_9979_c813_a8ff, 0xbd5a_6096_70f7_b855],
        ),
        (
            "weibull",
            Distribution::Weibull { shape: 1.5, scale: 60.0 },
            [0x405b_26d5_6c88_5f22, 0x0683_a338_4d65_4801],
        ),
        (
            "empirical",
            Distribution::Empirical([2.0, 3.0, 3.0, 8.0, 60.0].into()),
            [0x4008_0000_0000_0000, 0x10b0_7888_0690_eac0],
        ),
        ("survival", Distribution::Survival(curve), [0x4092_ebc8_d498_22b8, 0x8283_5279_c83c_0f37]),
        (
            "mixture",
            Distribution::Mixture(
                [
                    (0.5, Distribution::Exponential { mean: 4.16 }),
                    (0.5, Distribution::Lognormal { mu: 4.8757, sigma: 0.8846 }),
                ]
                .into(),
            ),
            [0x4013_bb47_621a_f70a, 0xbd1a_81ea_ca5b_3ffb],
        ),
    ];
    for (name, distribution, expected) in rows {
        let mut rng = Streams::new(SEED).stream(name);
        let first = distribution.sample(&mut rng).to_bits();
        let bits = [first, digest(|| distribution.sample(&mut rng).to_bits())];
        assert_eq!(bits, expected, "{name}: {bits:#018x?}");
    }
}

/// The arrivals of a day.
fn day(profile: &RateProfile) -> Vec<u64> {
    let mut rng = Streams::new(SEED).stream("arrivals");
    let mut now = Some(0);
    std::iter::from_fn(|| {
        now = profile.next_arrival(now?, &mut rng);
        now
    })
    .collect()
}

#[test]
fn arrivals() {
    let steps = RateProfile::steps(1_800_000_000, &[2.0, 0.0, 3.5]);
    assert_eq!(day(&steps), [129065849, 1578617484, 3815115584, 4846616576]);
    let line = |from_us, until_us, from_rate, until_rate| Piece { from_us, until_us, from_rate, until_rate };
    let lines = RateProfile::new(vec![
        line(0, 2_000_000_000, 0.0, 0.002),
        line(2_000_000_000, 5_000_000_000, 0.002, 0.0),
    ]);
    assert_eq!(day(&lines), [535549249, 1872975936, 2216987408, 3685439249]);
}
