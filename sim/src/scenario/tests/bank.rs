//! The embedded bank against the facts about the data that it was made from.

use crate::scenario::{DayKind, Scenario, load};

fn bank() -> Scenario {
    load("bank-1999").unwrap().1
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
        near(bank.day(name).unwrap().calls.iter().sum(), calls, 0.1);
    }
    assert_eq!(bank.days[bank.default_day].name, "sunday-to-thursday");
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
    let total = |numbers: &[f64]| numbers.iter().sum::<f64>();
    let calls_per_agent = |day: &DayKind| total(&day.calls) / total(&day.agents);
    let ratio = calls_per_agent(bank.day("sunday-to-thursday").unwrap());
    for name in ["friday", "saturday"] {
        let day = bank.day(name).unwrap();
        for (calls, agents) in day.calls.iter().zip(day.agents) {
            near(agents, calls / ratio, 0.005);
        }
    }
}

#[test]
fn the_first_two_agents_cover_every_group() {
    let bank = bank();
    assert_eq!(bank.roster().len(), 12);
    let mut covered: Vec<usize> =
        bank.roster()[..2].iter().flat_map(|&team| bank.teams[team].groups.clone()).collect();
    covered.sort_unstable();
    covered.dedup();
    assert_eq!(covered, [0, 1, 2, 3]);
}
