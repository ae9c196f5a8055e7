//! The embedded bank against the facts about the data that it was made from.

use super::groups;
use crate::scenario::{HALF_HOURS, Process, Scenario, load};

fn bank() -> Scenario {
    load("bank-1999").unwrap().1
}

/// The mean number of calls in each half hour of a kind of day.
fn calls(bank: &Scenario, day: &str) -> Vec<f64> {
    let source = bank.sources.iter().find(|source| source.name == day).unwrap();
    let Process::Rates(rates) = &source.process else { panic!("{source:?}") };
    rates.expected().collect()
}

fn agents(bank: &Scenario, day: &str) -> [f64; HALF_HOURS] {
    bank.day(day).unwrap().agents.unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} is not {expected} ± {within}");
}

#[test]
fn it_begins_on_a_monday_at_seven() {
    let bank = bank();
    assert_eq!(bank.start.to_string(), "1999-02-01T07:00:00+02:00[Asia/Jerusalem]");
    assert_eq!(bank.epoch_us(), 917_845_200_000_000);
    assert_eq!(bank.clock_us(), 7 * 3_600_000_000);
    assert_eq!(bank.clock_us() + bank.duration_us, 24 * 3_600_000_000);
}

#[test]
fn the_calls_of_a_day_are_those_of_1999() {
    let bank = bank();
    for (name, calls) in [("sunday-to-thursday", 1564.6), ("friday", 538.6), ("saturday", 206.5)] {
        near(self::calls(&bank, name).iter().sum(), calls, 0.1);
    }
    assert_eq!(bank.days[bank.calendar[0]].name, "sunday-to-thursday");
}

#[test]
fn a_talk_lasts_as_long_as_in_the_log() {
    let bank = bank();
    let rows = [("PS", 184.9), ("NW", 107.0), ("NE", 276.6), ("IN", 267.4), ("PE", 228.4)];
    for (call_type, (code, mean)) in bank.call_types.iter().zip(rows) {
        assert_eq!(call_type.code, code);
        near(call_type.service.mean(), mean, 0.1);
    }
}

#[test]
fn weekends_have_the_weekdays_calls_per_agent() {
    let bank = bank();
    let calls_per_agent =
        |day| calls(&bank, day).iter().sum::<f64>() / agents(&bank, day).iter().sum::<f64>();
    let ratio = calls_per_agent("sunday-to-thursday");
    for day in ["friday", "saturday"] {
        for (calls, agents) in calls(&bank, day).into_iter().zip(agents(&bank, day)) {
            near(agents, calls / ratio, 0.005);
        }
    }
}

#[test]
fn the_first_two_agents_cover_every_group() {
    let bank = bank();
    assert_eq!(bank.roster().len(), 12);
    let mut covered: Vec<usize> =
        bank.roster()[..2].iter().flat_map(|&team| groups(&bank.teams[team])).collect();
    covered.sort_unstable();
    covered.dedup();
    assert_eq!(covered, [0, 1, 2, 3]);
}
