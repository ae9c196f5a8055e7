//! A hundred days of the bank beside its data: what is measured there is read from the data, not typed in here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;
use tapi_acd::Event;
use tapi_acd::contract::Monitor;
use tapi_acd::wire::consts::MessageId;
use tapi_sim::compare::{Days, each_seed};
use tapi_sim::scenario::{HALF_HOURS, Process, Scenario, Source, load};
use tapi_sim::{Simulation, Summary};

/// The half hours from 07:00 to midnight.
const OPEN: std::ops::Range<usize> = 14..HALF_HOURS;
const SEEDS: std::ops::RangeInclusive<u64> = 1..=100;

#[derive(Deserialize)]
struct Data {
    arrivals_1999: Arrivals,
    february_1999: February,
}

#[derive(Deserialize)]
struct Arrivals {
    friday: Profile,
    saturday: Profile,
    sunday_to_thursday: Profile,
}

#[derive(Deserialize)]
struct Profile {
    mean_calls_per_30min: Vec<f64>,
    sd_calls_per_day: f64,
}

#[derive(Deserialize)]
struct February {
    weekdays: Days,
}

static DATA: LazyLock<Data> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lies in the root");
    let text = fs::read_to_string(root.join("fixtures/data/bank1999.json")).expect("the data are there");
    serde_json::from_str(&text).expect("the data have these figures")
});

static BANK: LazyLock<Scenario> = LazyLock::new(|| load("bank-1999").expect("it is part of the program").1);

/// What is kept of a day.
struct Played {
    summary: Summary,
    findings: Vec<String>,
    /// The kinds of message that some seat got.
    heard: BTreeSet<MessageId>,
}

static PLAYED: LazyLock<Vec<Played>> = LazyLock::new(|| each_seed(SEEDS, play));

fn play(seed: u64) -> Played {
    let mut day = Simulation::new(&BANK, seed);
    let mut monitor = Monitor::new();
    let mut heard = BTreeSet::new();
    for record in day.by_ref() {
        monitor.observe(&record);
        if let Event::Message { message, .. } = &record.event {
            heard.insert(message.message_id);
        }
    }
    let findings = monitor.findings().iter().map(|finding| format!("seed {seed}: {finding}")).collect();
    Played { summary: day.summary(), findings, heard }
}

fn pooled() -> Days {
    Days::pooled(&PLAYED.iter().map(|day| day.summary.clone()).collect::<Vec<_>>())
}

/// Where the calls of a kind of day come from.
fn source(day: &str) -> &'static Source {
    BANK.sources.iter().find(|source| source.name == day).expect("calls come on every day")
}

/// The mean number of calls in each half hour.
fn calls(source: &Source) -> Vec<f64> {
    match &source.process {
        Process::Rates(rates) => rates.expected().collect(),
        other => panic!("the bank has rates: {other:?}"),
    }
}

const WEEKDAY: &str = "sunday-to-thursday";

#[test]
fn the_day_is_believable_beside_the_data() {
    let simulated = pooled();
    assert_eq!(simulated.days, 100);
    let figures = simulated.beside(&DATA.february_1999.weekdays).unwrap();
    for figure in figures {
        println!("{}: {:.4}, measured {:.4}", figure.figure, figure.simulated, figure.measured);
        assert!(figure.holds(), "{figure:?}");
    }
}

#[test]
fn no_day_gives_the_contract_a_finding() {
    let findings: Vec<_> = PLAYED.iter().flat_map(|day| &day.findings).collect();
    assert!(findings.is_empty(), "{} findings, such as\n{}", findings.len(), findings[0]);
}

#[test]
fn every_call_of_every_day_is_accounted_for() {
    for (day, seed) in PLAYED.iter().zip(SEEDS) {
        let calls = day.summary.run.totals;
        assert!(calls.offered > 500, "seed {seed}: {calls:?}");
        let ends = calls.answered + calls.abandoned + calls.in_system;
        assert_eq!(calls.offered, ends, "seed {seed}: {calls:?}");

        let periods = day.summary.periods.iter().map(|period| period.part.totals);
        let sum = periods.reduce(|mut sum, period| {
            sum += period;
            sum
        });
        assert_eq!(Some(calls), sum, "seed {seed}");
    }
}

#[test]
fn a_day_has_at_least_six_of_the_eight_messages() {
    const EIGHT: [MessageId; 8] = [
        MessageId::AGENT_SPECIFIC,
        MessageId::AGENT_STATUS,
        MessageId::AGENT_STATUS_EX,
        MessageId::AGENT_SESSION_STATUS,
        MessageId::QUEUE_STATUS,
        MessageId::GROUP_STATUS,
        MessageId::PROXY_STATUS,
        MessageId::PROXY_REQUEST,
    ];
    for (day, seed) in PLAYED.iter().zip(SEEDS) {
        let heard = EIGHT.iter().filter(|id| day.heard.contains(id)).count();
        assert!(heard >= 6, "seed {seed}: {:?}", day.heard);
    }
}

#[test]
fn the_profiles_are_those_of_the_data() {
    let Arrivals { friday, saturday, sunday_to_thursday } = &DATA.arrivals_1999;
    for (name, data) in [(WEEKDAY, sunday_to_thursday), ("friday", friday), ("saturday", saturday)] {
        let profile = calls(source(name));
        assert_eq!(profile.len(), HALF_HOURS);
        for (ours, data) in profile.iter().zip(&data.mean_calls_per_30min) {
            // From calls per half hour to a rate and back.
            assert!((ours - data).abs() < 1e-12, "{name}: {ours}, in the data {data}");
        }
    }
    let present: Vec<_> = DATA.february_1999.weekdays.half_hours.iter().map(|half| half.agents).collect();
    assert_eq!(BANK.day(WEEKDAY).unwrap().agents.unwrap()[..], present);
}

/// The mean of a hundred days lies within four standard errors of the profile. The variance is that of one day, its
/// overdispersion included: m + m² ((1 + b)(1 + g) − 1), with the variances b of the day's factor and g of the half
/// hour's. By chance, one of the 34 half hours would break this once in 500 choices of the seeds.
#[test]
fn the_calls_follow_the_profile() {
    let day = source(WEEKDAY);
    let profile = calls(day);
    let simulated = pooled();
    let mut total = 0.0;
    for at in OPEN {
        let mean = profile[at];
        let factors = (1.0 + day.variation.day) * (1.0 + day.variation.pieces[at]);
        let error = ((mean + mean * mean * (factors - 1.0)) / 100.0).sqrt();
        let calls = simulated.half_hours[at].calls;
        assert!(
            (calls - mean).abs() < 4.0 * error,
            "half hour {at}: {calls} calls, expected {mean} ± {error}"
        );
        total += calls;
    }
    // The day as a whole deviates as in the data.
    let mean: f64 = profile[OPEN].iter().sum();
    let error = DATA.arrivals_1999.sunday_to_thursday.sd_calls_per_day / 10.0;
    assert!((total - mean).abs() < 4.0 * error, "{total} calls a day, expected {mean} ± {error}");
}

/// Not exactly: in a busy half hour more agents come, to the power 0.75, and whoever is busy at the end of the shift
/// stays until the call is done.
#[test]
fn the_agents_are_about_as_many_as_in_the_data() {
    let measured = &DATA.february_1999.weekdays;
    let simulated = pooled();
    let agents = |days: &Days| days.half_hours[OPEN].iter().map(|half| half.agents).sum::<f64>();
    for at in OPEN {
        let [data, ours] = [measured, &simulated].map(|days| days.half_hours[at].agents);
        assert!((ours - data).abs() < 0.3, "half hour {at}: {ours} agents, in the data {data}");
    }
    let [data, ours] = [agents(measured), agents(&simulated)];
    assert!((ours / data - 1.0).abs() < 0.02, "{ours} half hours of an agent, in the data {data}");
}
