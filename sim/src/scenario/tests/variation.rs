//! Days that are drawn differ as much as the data say.

use crate::random::{RateProfile, Rng, Streams};
use crate::scenario::{HALF_HOURS, Process, Scenario, Source, Variation, embedded};

const DAYS: usize = 20_000;

/// What is simulated.
struct Day {
    name: String,
    rates: RateProfile,
    variation: Variation,
}

impl Day {
    fn calls(&self) -> Vec<f64> {
        self.rates.expected().collect()
    }

    fn draw(&self, day: &mut Rng, half_hours: &mut Rng) -> RateProfile {
        self.variation.draw(&self.rates, day, half_hours)
    }
}

/// From the data, as the scenario's file has them.
struct Wanted {
    day: Day,
    variance_to_mean: Vec<f64>,
    day_sd: f64,
}

/// The kinds of day of the bank; the wanted values are read from the file on a way of their own.
fn wanted() -> Vec<Wanted> {
    let text = embedded()[0].text;
    let table: toml::Table = text.parse().unwrap();
    let bank = Scenario::from_toml("bank-1999", text).unwrap();
    let of_day = |source: Source| {
        let Process::Rates(rates) = source.process else { panic!("{source:?}") };
        let day = Day { name: source.name, rates, variation: source.variation };
        let raw = table["days"][&day.name].as_table().unwrap().clone();
        let ratios = raw["variance_to_mean_per_30min"].as_array().unwrap();
        Wanted {
            variance_to_mean: ratios.iter().map(|ratio| ratio.as_float().unwrap()).collect(),
            day_sd: raw["calls_per_day_sd"].as_float().unwrap(),
            day,
        }
    };
    bank.sources.into_iter().map(of_day).collect()
}

fn mean_and_variance(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let count = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / count;
    (mean, values.map(|value| (value - mean).powi(2)).sum::<f64>() / count)
}

/// The formulas of the module, the other way round: from the variances to what they give.
#[test]
fn the_variances_give_what_the_data_say() {
    for Wanted { day, variance_to_mean, day_sd } in wanted() {
        let b = day.variation.day;
        let own = |h: usize| day.variation.pieces[h];
        let calls = day.calls();
        let total: f64 = calls.iter().sum();
        for (h, &wanted) in variance_to_mean.iter().enumerate() {
            let ratio = 1.0 + calls[h] * ((1.0 + b) * (1.0 + own(h)) - 1.0);
            let least = 1.0 + calls[h] * b;
            assert!((ratio - wanted.max(least)).abs() < 1e-9, "{}, half hour {h}: {ratio}", day.name);
        }
        let own_part: f64 = (0..HALF_HOURS).map(|h| calls[h].powi(2) * (1.0 + b) * own(h)).sum();
        let sd = (total + total * total * b + own_part).sqrt();
        assert!((sd - day_sd).abs() < 1e-9, "{}: {sd}", day.name);
    }
}

/// Given a day's rates the counts are Poisson, so the variance of a count is the mean of its rate plus the variance.
#[test]
fn drawn_rates_vary_as_the_data_say() {
    for Wanted { day, variance_to_mean, day_sd } in wanted() {
        let streams = Streams::new(1999);
        let (mut days, mut half_hours) = (streams.stream("day"), streams.stream("half hours"));
        let profiles: Vec<_> = (0..DAYS).map(|_| day.draw(&mut days, &mut half_hours)).collect();

        let (mean, variance) = mean_and_variance(profiles.iter().map(RateProfile::total));
        let calls = day.calls();
        let total: f64 = calls.iter().sum();
        assert!((mean / total - 1.0).abs() < 0.01, "{}: mean {mean}", day.name);
        assert!(((mean + variance).sqrt() / day_sd - 1.0).abs() < 0.02, "{}: variance {variance}", day.name);

        for h in (0..HALF_HOURS).filter(|&h| calls[h] > 0.0) {
            let (mean, variance) =
                mean_and_variance(profiles.iter().map(|profile| profile.expected().nth(h).unwrap()));
            let wanted = variance_to_mean[h].max(1.0 + calls[h] * day.variation.day);
            let ratio = 1.0 + variance / calls[h];
            assert!((mean / calls[h] - 1.0).abs() < 0.08, "{}, half hour {h}: mean {mean}", day.name);
            assert!((ratio / wanted - 1.0).abs() < 0.1, "{}, half hour {h}: {ratio}, not {wanted}", day.name);
        }
    }
}

#[test]
fn counted_arrivals_vary_as_the_data_say() {
    let Wanted { day, day_sd, .. } = wanted().swap_remove(0);
    let streams = Streams::new(1999);
    let (mut days, mut half_hours) = (streams.stream("day"), streams.stream("half hours"));
    let mut arrivals = streams.stream("arrivals");
    let counts: Vec<f64> = (0..2_000)
        .map(|_| {
            let profile = day.draw(&mut days, &mut half_hours);
            std::iter::successors(profile.next_arrival(0, &mut arrivals), |&now| {
                profile.next_arrival(now, &mut arrivals)
            })
            .fold(0.0, |count, _| count + 1.0)
        })
        .collect();
    let (mean, variance) = mean_and_variance(counts.iter().copied());
    assert!((mean / 1564.54 - 1.0).abs() < 0.02, "mean {mean}");
    assert!((variance.sqrt() / day_sd - 1.0).abs() < 0.05, "deviation {}", variance.sqrt());
}

#[test]
fn days_without_excess_are_plain_poisson() {
    let flat = |value: f64| [value; HALF_HOURS];
    let fit = |calls, ratio, sd| Variation::fit(&flat(calls), &flat(ratio), sd);
    let none = Variation { day: 0.0, pieces: flat(0.0).to_vec() };
    assert_eq!(fit(10.0, 1.0, 0.0), none, "less than Poisson cannot be had");
    assert_eq!(fit(0.0, 5.0, 100.0), none, "where nothing comes nothing varies");
    assert!(fit(10.0, 5.0, 1.0).day == 0.0, "the half hours alone vary more than the day should");
}
