//! Random small contact centres at play: what must hold whoever calls and whoever is there.
//!
//! The rules are judged from the records alone, as somebody would who has only the trace: from what the seat sees that
//! watches every line. Only what applications mirror is compared with the handler, between two records: a simulation
//! hands out records only when every endpoint has come to rest.

mod floor;
mod laws;
mod plan;
mod statistics;
mod steps;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tapi_acd::contract::Monitor;
use tapi_acd::ids::RequestId;
use tapi_acd::machine::{agent_ex, agent_session};
use tapi_acd::{Event, Function, Instant, Message, Mode, Record, TypedMessage};
use tapi_sim::recount::{Reading, Recount};
use tapi_sim::scenario::{Process, Scenario, load};
use tapi_sim::{Messages, Part, SUPERVISOR, Simulation, Totals};

use floor::{EVERY, Floor, Seen};
use plan::{HOUR_US, centre};
use statistics::Statistics;
use steps::{Place, RECORDER, Step, Steps};

/// Calls that ring in vain when their time in the queue is up, or before.
const OVERFLOWS_AFTER_RINGING: &str = include_str!("../fixtures/scenarios/overflows-after-ringing.toml");

/// Each request id met exactly one LINE_REPLY, unless its application left before or the end lists it as pending.
fn check_replies(records: &[Record]) {
    let mut asynchronous = BTreeSet::new();
    let mut used = BTreeSet::new();
    let mut open = BTreeSet::new();
    for record in records {
        let seat = record.seat;
        match &record.event {
            Event::Call { serial, function } => match **function {
                // An application of this world has one line; it closes that and leaves.
                Function::Close { .. } => open.retain(|(asker, _)| *asker != seat),
                _ if function.row().mode == Mode::Async => {
                    asynchronous.insert(*serial);
                }
                _ => {}
            },
            Event::Return { serial, value: value @ 1.., .. } => {
                assert!(asynchronous.contains(serial), "a synchronous function: {record:?}");
                let request = RequestId::new(value.cast_unsigned()).expect("a request id");
                assert!(used.insert(request), "{request:?} names two requests");
                open.insert((seat, request));
            }
            Event::Message { message, .. } => {
                if let Message::Reply { request, .. } = TypedMessage::from_raw(message).message {
                    let request = RequestId::new(request).expect("a request id");
                    assert!(open.remove(&(seat, request)), "nothing to reply to: {record:?}");
                }
            }
            Event::End { pending, .. } => assert_eq!(open, pending.iter().copied().collect()),
            Event::Return { .. } | Event::Gone => {}
        }
    }
}

/// The supervisor's application, which only listens, knows what the handler knows of agents and sessions.
fn check_mirror(simulation: &Simulation) {
    let handler = simulation.system().handler();
    let mirror = simulation.system().client(SUPERVISOR).expect("the supervisor");
    let told: BTreeMap<_, _> =
        mirror.agents.iter().map(|((_, agent), state)| (*agent, state.map(|s| s.value))).collect();
    let state = |agent| (agent, handler.agent_state(agent).map(agent_ex::State::wire));
    assert_eq!(told, handler.agents().map(state).collect());
    let told: BTreeMap<_, _> =
        mirror.sessions.iter().map(|((_, session), state)| (*session, state.map(|s| s.value))).collect();
    let sessions = handler.agents().flat_map(|agent| handler.sessions(agent).iter().copied());
    let state = |session| (session, handler.session_state(session).map(agent_session::State::wire));
    assert_eq!(told, sessions.map(state).collect());
}

/// Every call has one fate.
fn check_conservation(simulation: &Simulation) {
    let summary = simulation.summary();
    let fates =
        |of: &Totals| of.answered + of.abandoned + of.blocked + of.balked + of.contained + of.in_system;
    let run = summary.run.totals;
    assert_eq!(run.offered, fates(&run), "{run:?}");
    let mut in_all = 0;
    for period in &summary.periods {
        let totals = period.part.totals;
        assert_eq!(totals.offered, fates(&totals), "{totals:?}");
        in_all += totals.offered;
    }
    assert_eq!(run.offered, in_all);
    for (name, queue) in &summary.queues {
        // What comes to a queue may also leave it for another one.
        assert_eq!(queue.totals.offered, fates(&queue.totals) + queue.totals.overflowed, "{name}: {queue:?}");
    }
    let teams: u64 = summary.teams.iter().map(|(_, team)| team.totals.answered).sum();
    assert_eq!(run.answered, teams);
}

/// The figures are what can be counted in the records of one seat.
fn check_story(simulation: &Simulation, recount: &Recount, records: &[Record]) {
    assert_eq!(recount.blind(), None);
    let told = recount.summary();
    let mut summary = simulation.summary();
    let is_call = |record: &&Record| matches!(record.event, Event::Call { .. });
    let is_message = |record: &&Record| matches!(record.event, Event::Message { .. });
    assert_eq!(summary.messages.function_calls, records.iter().filter(is_call).count() as u64);
    assert_eq!(summary.messages.delivered, records.iter().filter(is_message).count() as u64);
    // What callers want is nowhere in the protocol; other seats' messages are not this one's.
    summary.call_types.clear();
    summary.messages = Messages::default();
    // The sums first: they say shortly what differs.
    assert_eq!(told.run.totals, summary.run.totals);
    let of_parts =
        |parts: &[(String, Part)]| -> Vec<_> { parts.iter().map(|(_, part)| part.totals).collect() };
    assert_eq!(of_parts(&told.queues), of_parts(&summary.queues));
    assert_eq!(of_parts(&told.teams), of_parts(&summary.teams));
    assert_eq!(told, summary);
}

/// Plays a scenario and checks everything that holds for every one.
fn check(scenario: &Scenario, seed: u64) -> Seen {
    let mut simulation = Simulation::new(scenario, seed);
    let mut monitor = Monitor::new();
    let mut steps = Steps::new(scenario.queues.len());
    let mut floor = Floor::new(scenario, seed);
    let mut statistics = Statistics::default();
    let mut recount = Recount::new(Reading::of(scenario), RECORDER);
    let mut records = Vec::new();
    while let Some(record) = simulation.next() {
        monitor.observe(&record);
        recount.observe(&record);
        floor.now(record.at);
        if let Some(step) = steps.take(&record) {
            floor.take(step);
            statistics.take(step, record.at);
        }
        check_mirror(&simulation);
        records.push(record);
    }
    assert_eq!(monitor.findings(), []);
    assert!(records.is_sorted_by_key(|record| record.at));
    check_replies(&records);
    check_conservation(&simulation);
    check_story(&simulation, &recount, &records);
    statistics.check(&simulation, scenario);
    floor.seen
}

fn play(simulation: Simulation) -> Vec<Record> {
    simulation.collect()
}

/// When each caller comes in.
fn arrivals(scenario: &Scenario, records: &[Record]) -> Vec<Instant> {
    let mut steps = Steps::new(scenario.queues.len());
    let mut comes_in = |record: &Record| matches!(steps.take(record), Some(Step::Comes { from: None, .. }));
    records.iter().filter(|record| comes_in(record)).map(|record| record.at).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_centre_keeps_the_rules(scenario in centre(), seed: u64) {
        check(&scenario, seed);
    }

    #[test]
    fn a_run_is_its_scenario_and_its_seed(scenario in centre(), seed: u64, share in 0.0..1.0) {
        let records = play(Simulation::new(&scenario, seed));
        prop_assert!(records == play(Simulation::new(&scenario, seed)), "the same seed gives other records");
        let other = play(Simulation::new(&scenario, seed.wrapping_add(1)));
        // Where nothing is drawn but what nobody comes to need, two seeds may be one.
        let is_drawn = scenario.sources.iter().all(|source| matches!(source.process, Process::Rates(_)));
        let calls = |records| !arrivals(&scenario, records).is_empty();
        prop_assert!(records != other || !is_drawn || !calls(&records), "another seed gives the same records");

        let until_us = (std::time::Duration::from_micros(scenario.duration_us).mul_f64(share)).as_micros();
        let shorter = play(Simulation::new(&scenario, seed).until_us(u64::try_from(until_us).unwrap()));
        let (end, shorter) = shorter.split_last().unwrap();
        let is_end = matches!(end.event, Event::End { .. });
        prop_assert!(is_end);
        prop_assert!(records.starts_with(shorter), "an earlier end changes what comes before");
        let next = &records[shorter.len()];
        prop_assert!(next.at >= end.at, "{next:?} is missing");
    }

    #[test]
    fn one_more_agent_disturbs_no_caller(scenario in centre(), seed: u64) {
        let mut larger = scenario.clone();
        larger.teams.last_mut().unwrap().size += 1;
        let [few, more] = [scenario, larger].map(|scenario| {
            arrivals(&scenario, &play(Simulation::new(&scenario, seed)))
        });
        prop_assert_eq!(few, more);
    }
}

/// What the random centres have to show, or their rules would hold for want of a case.
#[test]
fn random_centres_show_every_fate_of_a_caller() {
    let mut runner = TestRunner::deterministic();
    let mut sum = Seen::default();
    for seed in 0..60 {
        let scenario = centre().new_tree(&mut runner).unwrap().current();
        for (what, times) in check(&scenario, seed) {
            *sum.entry(what).or_default() += times;
        }
    }
    println!("{sum:?}");
    for what in EVERY {
        assert!(sum.get(what).is_some_and(|times| *times > 20), "{what}: {sum:?}");
    }
}

/// What a random centre once found: a scenario that shows it, and its seed.
#[test]
fn what_was_found_once_is_not_found_again() {
    const FOUND: [(&str, &str, u64, &[&str]); 2] = [
        (
            "rings-in-vain.toml",
            include_str!("../fixtures/scenarios/rings-in-vain.toml"),
            1,
            &["returned", "blocked", "turned to another queue"],
        ),
        ("overflows-after-ringing.toml", OVERFLOWS_AFTER_RINGING, 1, &["overflowed after ringing"]),
    ];
    for (name, text, seed, shows) in FOUND {
        let scenario = Scenario::from_toml(name, text).unwrap();
        let seen = check(&scenario, seed);
        assert!(shows.iter().all(|what| seen[what] > 0), "{name}: {seen:?}");
    }
}

/// The moment to overflow counts from coming to the queue; if the call rings then, it is when that ends in vain.
#[test]
fn whose_time_is_up_while_ringing_overflows_after_it() {
    let scenario = Scenario::from_toml("overflows-after-ringing.toml", OVERFLOWS_AFTER_RINGING).unwrap();
    let mut steps = Steps::new(scenario.queues.len());
    let mut overflows = Vec::new();
    for record in Simulation::new(&scenario, 1) {
        if let Some(Step::Comes { call, from: Some(Place::Queue(from)), to: Place::Queue(to) }) =
            steps.take(&record)
        {
            overflows.push((call, from, to, record.at.as_micros() / plan::SECOND_US));
        }
    }
    // After ringing for 30 s, for 30 s after 10 s of waiting, and 15 s after ringing for 30 s.
    assert_eq!(overflows, [(1, 0, 2, 30), (2, 0, 2, 160), (3, 1, 2, 345)]);
}

/// The bank from Monday at seven to Wednesday at nine: two midnights, two quiet nights, three busy mornings.
#[test]
fn days_follow_each_other() {
    let (_, mut bank) = load("bank-1999").unwrap();
    bank.seats = plan::seats(None);
    let mut scenario = bank.clone();
    scenario.duration_us = 50 * HOUR_US;
    check(&scenario, 7);

    let records = play(Simulation::new(&scenario, 7));
    let arrivals = arrivals(&scenario, &records);
    let calls = |from: u64, to: u64| {
        let range = Instant::from_micros(from * HOUR_US)..Instant::from_micros(to * HOUR_US);
        arrivals.iter().filter(|at| range.contains(at)).count()
    };
    // Hours since Monday at seven: up to midnight, from six to midnight, from six to nine.
    for (from, to, least) in [(0, 17, 1000), (23, 41, 1000), (47, 50, 100)] {
        assert!(calls(from, to) >= least, "{} calls from hour {from} to {to}", calls(from, to));
    }
    // The nights from one to six.
    for (from, to) in [(18, 23), (42, 47)] {
        assert!(calls(from, to) < 40, "{} calls from hour {from} to {to}", calls(from, to));
    }
    assert_ne!(calls(0, 2), calls(24, 26), "each day is busy in its own way");

    let monday = play(Simulation::new(&bank, 7));
    assert!(records.starts_with(&monday[..monday.len() - 1]), "more days change the first one");
}
