//! A million calls of two models on three simulators: calls per CPU-second, and that all three agree.
//!
//! ```sh
//! cargo run --release
//! ```

use std::time::Duration;

use cpu_time::ProcessTime;
use tapi_peers::erlang_a::ErlangA;
use tapi_peers::queueing::{Counts, Model};
use tapi_peers::skills::Skills;
use tapi_peers::{on_nexosim, on_simrs, ours, scenarios};
use tapi_sim::Messages;
use tapi_sim::scenario::Scenario;

/// Times that each simulator plays each model, one after the other; the fastest counts, for what else happens on the
/// machine can only add.
const ROUNDS: u64 = 5;
const SIMULATORS: [&str; 3] = ["tapi-sim", "simrs", "nexosim"];
/// Two probabilities agree when they are no further apart than so many standard errors of their difference.
const FAR: f64 = 4.0;

fn main() {
    // A million calls each: 2,000 and 3,194.4 an hour.
    let models: [(&str, Scenario, fn(&Scenario, u64, usize) -> Run); 2] = [
        ("erlang-a", scenarios::erlang_a("500h"), |scenario, seed, simulator| {
            play(scenario, seed, simulator, ErlangA::new)
        }),
        ("skills", scenarios::scenario("skills", "313h", &[]), |scenario, seed, simulator| {
            play(scenario, seed, simulator, Skills::new)
        }),
    ];
    println!(
        "model     simulator    calls  CPU s  calls/CPU-s  x simrs  x nexosim   P(wait)         P(abandon)"
    );
    let mut disagree = false;
    let mut heard = Vec::new();
    for (name, scenario, play) in &models {
        let mut runs: [Vec<Run>; 3] = Default::default();
        for round in 0..ROUNDS {
            for (simulator, runs) in runs.iter_mut().enumerate() {
                runs.push(play(scenario, 1 + round, simulator));
            }
        }
        let fastest: Vec<Run> = runs.into_iter().map(fastest).collect();
        for (run, simulator) in fastest.iter().zip(SIMULATORS) {
            let [to_simrs, to_nexosim] = [1, 2].map(|other| run.speed() / fastest[other].speed());
            println!(
                "{name:<9} {simulator:<9} {:>8}  {:>5.2}  {:>11.0}  {to_simrs:>7.2}  {to_nexosim:>9.2}   {}  {}",
                run.calls(),
                run.cpu.as_secs_f64(),
                run.speed(),
                run.p_wait(),
                run.p_abandon(),
            );
        }
        let [ours, peers @ ..] = fastest.as_slice() else { unreachable!("ours is the first") };
        for (peer, simulator) in peers.iter().zip(&SIMULATORS[1..]) {
            for (what, one, other) in [
                ("P(wait)", ours.p_wait(), peer.p_wait()),
                ("P(abandon)", ours.p_abandon(), peer.p_abandon()),
            ] {
                let far = one.from(&other);
                disagree |= far > FAR;
                println!("{name}: {what} is {far:.1} standard errors from that of {simulator}");
            }
        }
        heard.push((name, ours.calls(), ours.messages.clone()));
    }
    for (name, calls, messages) in heard {
        println!("\n{name}: heard by the supervisor, per call");
        for (message, number) in &messages.by_name {
            println!("{:>7.4}  {message}", *number as f64 / calls as f64);
        }
        println!("{:>7.4}  function calls", messages.function_calls as f64 / calls as f64);
    }
    assert!(!disagree, "the simulators do not play the same model");
}

/// What a simulator did.
struct Run {
    cpu: Duration,
    counts: Vec<Counts>,
    messages: Messages,
}

fn play<M: Model>(scenario: &Scenario, seed: u64, simulator: usize, model: fn(&Scenario, u64) -> M) -> Run {
    let duration = Duration::from_micros(scenario.duration_us);
    let start = ProcessTime::now();
    let (counts, messages) = match SIMULATORS[simulator] {
        "simrs" => (on_simrs::play(model(scenario, seed), duration), Messages::default()),
        "nexosim" => (on_nexosim::play(model(scenario, seed), duration), Messages::default()),
        _ => {
            let summary = ours::play(scenario, seed);
            (ours::counts(&summary), summary.messages)
        }
    };
    Run { cpu: start.elapsed(), counts, messages }
}

fn fastest(runs: Vec<Run>) -> Run {
    runs.into_iter().min_by_key(|run| run.cpu).expect("there is a round")
}

impl Run {
    fn calls(&self) -> u64 {
        self.counts.iter().map(|counts| counts.offered).sum()
    }

    fn speed(&self) -> f64 {
        self.calls() as f64 / self.cpu.as_secs_f64()
    }

    fn p_wait(&self) -> Mean {
        Mean::of(self.counts.iter().map(|counts| counts.queued as f64 / counts.offered as f64))
    }

    fn p_abandon(&self) -> Mean {
        Mean::of(self.counts.iter().map(|counts| counts.abandoned as f64 / counts.offered as f64))
    }
}

/// A mean over batches, and its standard error.
struct Mean {
    value: f64,
    error: f64,
}

impl Mean {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let values: Vec<f64> = values.collect();
        let number = values.len() as f64;
        let value = values.iter().sum::<f64>() / number;
        let squares: f64 = values.iter().map(|one| (one - value).powi(2)).sum();
        Self { value, error: (squares / (number - 1.0) / number).sqrt() }
    }

    /// How far another one is from it, in standard errors of their difference.
    fn from(&self, other: &Self) -> f64 {
        (self.value - other.value).abs() / self.error.hypot(other.error)
    }
}

impl std::fmt::Display for Mean {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.4} ± {:.4}", self.value, self.error)
    }
}
