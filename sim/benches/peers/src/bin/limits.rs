//! What our simulator keeps for an agent, a waiting call and a call gone by; what a call costs among many agents; and
//! how soon the first message comes. A program of its own: it counts allocations, which the race must not pay for.
//!
//! ```sh
//! cargo run --release --bin limits
//! ```

use std::time::Duration;

use cpu_time::ProcessTime;
use tapi_acd::Event;
use tapi_peers::ours::Memory;
use tapi_peers::scenarios;
use tapi_sim::scenario::Scenario;
use tapi_sim::{SUPERVISOR, Simulation};

const MINUTE_US: u64 = 60_000_000;
const RATE: &str = "arrivals = ";
const SIZE: &str = "size = ";
const PATIENCE: &str = "patience = ";

fn main() {
    println!("bytes kept, beyond what is fixed");
    let of_agents = |agents: u64| kept(&centre(agents, 2_000, "10h", "1 min"), MINUTE_US);
    print_each("agent", &[1_000, 2_000, 10_000].map(|agents| (agents, of_agents(agents))));
    let of_waiting = |calls: u64| kept(&centre(1, calls, "1h", "1000h"), 60 * MINUTE_US - 1);
    print_each("waiting call", &[10_000, 20_000, 100_000].map(|calls| (calls, of_waiting(calls))));
    let of_past = |calls: u64| kept(&centre(100, 2_000, "1000h", "2 min"), calls / 2_000 * 60 * MINUTE_US);
    print_each("call gone by", &[100_000, 200_000, 1_000_000].map(|calls| (calls, of_past(calls))));

    println!("\nCPU time per call, once the agents are busy");
    let costs = [(100, "251h"), (10_000, "3h30")].map(|(agents, duration)| {
        let cost = cost(&centre(agents, 20 * agents, duration, "2 min"));
        println!("{agents:>8} agents  {:>7.0} ns", cost * 1e9);
        cost
    });
    println!("{:>15}  {:>7.2}", "ratio", costs[1] / costs[0]);

    println!("\nCPU time from the scenario's text to the supervisor's first message");
    for agents in [100, 10_000] {
        let (first, login) = start(agents);
        println!("{agents:>8} agents  {first:?}; {login:?} until all are logged on");
    }
}

/// Erlang A with other numbers.
fn centre(agents: u64, calls_per_hour: u64, duration: &str, patience: &str) -> Scenario {
    Scenario::from_toml("centre", &text(agents, calls_per_hour, duration, patience))
        .unwrap_or_else(|error| panic!("{error}"))
}

fn text(agents: u64, calls_per_hour: u64, duration: &str, patience: &str) -> String {
    let others = [
        (RATE, format!("arrivals = {{ rate = \"{calls_per_hour}/h\" }}")),
        (SIZE, format!("size = {agents}")),
        (PATIENCE, format!("patience = {{ exponential = \"{patience}\" }}")),
    ];
    scenarios::text("erlang-a", duration, &others.each_ref().map(|(start, line)| (*start, line.as_str())))
}

/// The bytes that a run keeps when it has come so far, records read and gone.
fn kept(scenario: &Scenario, until_us: u64) -> i64 {
    let mut run = None;
    let counted = allocation_counter::measure(|| {
        let mut at = Simulation::new(scenario, 7).recording(&[SUPERVISOR]);
        while at.now().as_micros() < until_us && at.next().is_some() {}
        run = Some(at);
    });
    drop(run);
    counted.bytes_current
}

/// What each one more costs, from one number of them to the next.
fn print_each(what: &str, rows: &[(u64, i64)]) {
    for pair in rows.windows(2) {
        let [(few, with_few), (many, with_many)] = *pair else { unreachable!("they are pairs") };
        let each = (with_many - with_few) as f64 / (many - few) as f64;
        println!("{what:>15}  {few:>8} to {many:>8}  {each:>8.2} each  ({with_few} to {with_many})");
    }
}

/// CPU seconds per call after the first half hour.
fn cost(scenario: &Scenario) -> f64 {
    let mut memory = Memory::default();
    let mut run = Simulation::new(scenario, 7).recording(&[SUPERVISOR]);
    while run.now().as_micros() < 30 * MINUTE_US {
        memory.keep(run.next().expect("the run is longer"));
    }
    let before = run.summary().run.totals.offered;
    let start = ProcessTime::now();
    run.by_ref().for_each(|record| memory.keep(record));
    let time = start.elapsed();
    time.as_secs_f64() / (run.summary().run.totals.offered - before) as f64
}

/// The time to the supervisor's first message, and until simulated time goes on.
fn start(agents: u64) -> (Duration, Duration) {
    let text = text(agents, 20 * agents, "1h", "2 min");
    let start = ProcessTime::now();
    let scenario = Scenario::from_toml("centre", &text).unwrap_or_else(|error| panic!("{error}"));
    let mut run = Simulation::new(&scenario, 7).recording(&[SUPERVISOR]);
    let message = run.find(|record| matches!(record.event, Event::Message { .. }));
    assert!(message.is_some(), "the supervisor hears something");
    let first = start.elapsed();
    while run.now().as_micros() == 0 && run.next().is_some() {}
    (first, start.elapsed())
}
