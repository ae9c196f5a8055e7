//! The scenario as a whole: the bank's file, the errors of a bad file, and texts that nobody wrote.

mod bank;
mod bounds;
mod errors;
mod library;
mod print;
mod round_trip;
mod schema;
mod strange;
mod variation;

use super::{Scenario, Team};

/// A scenario with every key of the language, for readers of the reference, too.
const EVERY_KEY: &str = include_str!("../../../docs/every-key.toml");

/// A scenario with one of everything that is required; `FLAT` is a profile of 48 ones.
const SMALL: &str = r#"
schema = 1
title = "Small"
start = "1999-02-01T08:30:00[Asia/Jerusalem]"
duration = "1h"
default_day = "any"

[days.any]
calls_per_30min = FLAT
variance_to_mean_per_30min = FLAT
calls_per_day_sd = 7
agents_per_30min = FLAT

[[queues]]
name = "sales"

[[queues]]
name = "service"

[[groups]]
name = "all"
guid = "00010203-0405-0607-0809-0a0b0c0d0e0f"
queues = ["sales", "service"]

[[groups]]
name = "few"
guid = "00010203-0405-0607-0809-0a0b0c0d0e10"
queues = ["sales"]

[[call_types]]
code = "A"
meaning = "any"
share = 0.5
queue = "sales"
service = { exponential = "60 s" }
patience = { survival = [["10 s", 0.9], ["20 s", 0.5]] }

[[call_types]]
code = "B"
meaning = "other"
share = 0.5
queue = "service"
service = { gamma = { mean = "60 s", cv = 0.5 } }
patience = { mixture = [
    { share = 0.25, of = { fixed = "5 s" } },
    { share = 0.75, of = { lognormal = { mu = 4, sigma = 1 } } },
] }

[[priorities]]
level = 0
share = 1
credit = "0 s"

[[teams]]
name = "one"
size = 1
groups = ["all"]

[[teams]]
name = "two"
size = 3
groups = ["few", "all"]

[agents]
answer = { uniform = ["2 s", "6 s"] }
wrap_up = { fixed = "0 s" }
follow_busyness = 0
"#;

fn small() -> String {
    SMALL.replace("FLAT", &format!("[{}]", ["1"; 48].join(", ")))
}

fn groups(team: &Team) -> Vec<usize> {
    team.groups.iter().map(|membership| membership.group).collect()
}

#[test]
fn names_become_indices() {
    let scenario = Scenario::from_toml("small.toml", &small()).unwrap();
    assert_eq!(scenario.queues.iter().map(|queue| queue.id).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(
        scenario.groups.iter().map(|group| group.queues.clone()).collect::<Vec<_>>(),
        [vec![0, 1], vec![0]]
    );
    assert_eq!(scenario.call_types.iter().map(|call_type| call_type.queue).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(scenario.teams.iter().map(groups).collect::<Vec<_>>(), [vec![0], vec![1, 0]]);
    assert_eq!(scenario.roster(), [0, 1, 1, 1]);
}

#[test]
fn shares_with_few_digits_are_made_whole() {
    let text = small().replacen("share = 0.5\n", "share = 0.4995\n", 1);
    let scenario = Scenario::from_toml("small.toml", &text).unwrap();
    let sum: f64 = scenario.sources[0].types.iter().map(|(share, _)| share).sum();
    assert!((sum - 1.0).abs() < 1e-15);
}

#[test]
fn a_kind_of_day_is_found_by_name() {
    let scenario = Scenario::from_toml("small.toml", &small()).unwrap();
    assert_eq!(scenario.day("any").unwrap().name, "any");
    let error = scenario.day("my").unwrap_err();
    assert_eq!(error.to_string(), "there is no kind of day `my`; expected `any`");
}

#[test]
fn the_hash_is_that_of_the_bytes() {
    let hash = |text: &str| Scenario::from_toml("small.toml", text).unwrap().hash().to_owned();
    assert_ne!(hash(&small()), hash(&(small() + "\n")));
    // Computed independently.
    assert_eq!(hash(&small()), "872aa7d3cb3a5380af0e38b0e1ae09a9f6b5a8b475130edd555c4128d7d2118f");
}
