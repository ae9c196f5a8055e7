//! Laws of queues that hold for every centre: Little's, and that busy time is the sum of the services.

use proptest::prelude::*;
use tapi_acd::wire::consts::DisconnectMode;
use tapi_sim::random::{Distribution, RateProfile};
use tapi_sim::scenario::{Closing, Process, Scenario};
use tapi_sim::{Simulation, Totals};

use super::plan::{HOUR_US, SECOND_US, centre};
use super::steps::{Place, Step, Steps};

/// A centre that has all the time it needs for those who come in its first hours.
fn with_time(mut scenario: Scenario) -> Scenario {
    let from_us = scenario.clock_us();
    let until_us = from_us + HOUR_US;
    for source in &mut scenario.sources {
        if let Process::Intervals(_) = source.process {
            source.process = Process::Rates(RateProfile::steps(HOUR_US, &[20.0; 2]));
        }
        if let Process::Rates(rates) = &source.process {
            let pieces = rates.pieces().iter().filter(|piece| (from_us..until_us).contains(&piece.from_us));
            source.process = Process::Rates(RateProfile::new(pieces.copied().collect()));
        }
    }
    // Whoever rings in vain is not in the queue meanwhile, but goes on to wait.
    scenario.teams.iter_mut().for_each(|team| team.agents.no_answer = 0.0);
    scenario.warm_up_us = 0;
    scenario.duration_us = 12 * HOUR_US;
    scenario.closing = Closing::Cut;
    scenario
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// The mean queue length is the rate of arrivals times the mean wait: to the microsecond, as both are sums over the
    /// same callers, where nobody is left.
    #[test]
    fn the_queue_is_the_sum_of_its_waits(scenario in centre(), seed: u64) {
        let scenario = with_time(scenario);
        let mut simulation = Simulation::new(&scenario, seed);
        simulation.by_ref().for_each(drop);
        let summary = simulation.summary();
        let run = summary.run.totals;
        prop_assume!(run.in_system == 0);
        prop_assert_eq!(run.queue_us, run.waited_us);
        let in_queues: u64 = summary.queues.iter().map(|(_, queue)| queue.totals.queue_us).sum();
        prop_assert_eq!(run.queue_us, in_queues);
    }

    /// Busy time is the sum of the talks, of the last ones as much as there is.
    #[test]
    fn busy_time_is_the_sum_of_services(scenario in centre(), seed: u64) {
        let mut scenario = scenario;
        // Each talk as long as the other: what is drawn for a caller is known.
        let service_us = 137 * SECOND_US;
        let fixed = Distribution::Deterministic { seconds: 137.0 };
        scenario.call_types.iter_mut().for_each(|kind| kind.service = fixed.clone());
        scenario.warm_up_us = 0;
        scenario.closing = Closing::Cut;
        let mut simulation = Simulation::new(&scenario, seed);
        let mut steps = Steps::new(scenario.queues.len());
        let (mut whole, mut began) = (0, Vec::new());
        for record in simulation.by_ref() {
            match steps.take(&record) {
                Some(Step::Connected { call, .. }) => began.push((call, record.at)),
                Some(Step::Ends { call, at: Place::Desk(_), why: DisconnectMode::NORMAL }) => {
                    let talked = began.iter().position(|(other, _)| *other == call);
                    whole += u64::from(talked.map(|at| began.swap_remove(at)).is_some());
                }
                _ => {}
            }
        }
        let cut_us: u64 = began.iter().map(|(_, since)| simulation.now() - *since).sum();
        let Totals { talking_us, answered, .. } = simulation.summary().run.totals;
        prop_assert_eq!(talking_us, whole * service_us + cut_us);
        prop_assert_eq!(answered, whole + began.len() as u64);
    }
}

/// A long run, in batches: in each the integral of the queue and the waits of those who came differ by what goes on
/// over its edges only, so the differences are around 0.
#[test]
fn a_long_run_keeps_littles_law_within_its_error() {
    let (batches, seed) = (25, 20);
    let scenario = many_callers();
    let mut simulation = Simulation::new(&scenario, seed).in_batches(batches);
    simulation.by_ref().for_each(drop);
    let summary = simulation.summary();
    let differences: Vec<_> =
        summary.periods.iter().map(|period| length_less_little(&period.part.totals)).collect();
    assert_eq!(differences.len(), batches as usize);
    let number = f64::from(batches);
    let mean = differences.iter().sum::<f64>() / number;
    let squares: f64 = differences.iter().map(|one| (one - mean) * (one - mean)).sum();
    let error = (squares / (number - 1.0) / number).sqrt();
    let length = summary.run.totals.queue_us as f64 / summary.run.totals.span_us as f64;
    assert!(length > 0.5, "a queue of {length} shows nothing");
    assert!(mean.abs() <= 4.0 * error, "L - λW is {mean} ± {error} where L is {length}");
}

/// L - λW of a batch.
fn length_less_little(batch: &Totals) -> f64 {
    let span_us = batch.span_us as f64;
    let rate = (batch.answered + batch.abandoned) as f64 / span_us;
    let wait = batch.waited_us as f64 / (batch.answered + batch.abandoned) as f64;
    batch.queue_us as f64 / span_us - rate * wait
}

/// One agent, whom callers keep busy for 250 hours.
fn many_callers() -> Scenario {
    const FILE: &str = include_str!("../../fixtures/scenarios/one-agent.toml");
    let mut scenario = Scenario::from_toml("one-agent.toml", FILE).expect("a scenario");
    scenario.days[0].agents = None;
    scenario.duration_us = 250 * HOUR_US;
    scenario.sources[0].process = Process::Intervals(Distribution::Exponential { mean: 60.0 });
    scenario.call_types[0].service = Distribution::Exponential { mean: 50.0 };
    scenario.call_types[0].patience = Some(Distribution::Exponential { mean: 300.0 });
    scenario.teams[0].agents.wrap_up = Distribution::Deterministic { seconds: 0.0 };
    scenario.teams[0].agents.answer = Distribution::Deterministic { seconds: 0.0 };
    scenario
}
