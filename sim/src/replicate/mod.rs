//! Many runs of one scenario, or of variants of it: every figure with its confidence interval.
//!
//! Replication r of a plan that begins with seed s is the run with seed s + r − 1, in every variant: so variants meet
//! the same callers (common random numbers), and each replication can be looked at with `acdsim run`. Runs are played
//! on several threads and added up in the order of their seeds, so the result does not depend on how many threads
//! there are.

mod beside;
mod target;
mod vary;

use rayon::prelude::*;

pub use beside::{Beside, beside};
pub use target::{Target, TargetError};
pub use vary::{Variant, Vary, VaryError, variants};

use crate::Simulation;
use crate::scenario::Scenario;
use crate::statistics::{BatchMeans, Estimate, batch_means, quotient, quotient_difference};
use crate::summary::{FIGURES, Figure, Of, Quotient, Summary, Unit};

/// With fewer replications no interval is trusted to end the runs.
const FEWEST: usize = 10;
/// Runs between two looks at the targets. It is fixed, for the result must not depend on the number of threads.
const ROUND: usize = 20;

/// What is to be played.
#[derive(Clone, Debug)]
pub struct Plan {
    /// At most so many replications.
    pub replications: usize,
    /// The seed of the first one.
    pub seed: u64,
    /// How many threads play.
    pub jobs: usize,
    /// The confidence level of the intervals, such as 0.95.
    pub level: f64,
    /// The runs end as soon as all of these hold; with none, all replications are played.
    pub targets: Vec<Target>,
}

/// A figure over all replications.
#[derive(Clone, Debug, PartialEq)]
pub struct Replicated {
    /// Its name, such as `asa` or `queues.sales.asa`.
    pub name: String,
    /// Its unit.
    pub unit: Unit,
    /// What it is made of in each replication.
    runs: Vec<Quotient>,
    level: f64,
}

impl Replicated {
    /// The figure with its interval; none where there was nothing to measure.
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        quotient(&pairs(&self.runs), self.level)
    }

    /// By how much it is above that of another variant, replication by replication.
    #[must_use]
    pub fn above(&self, other: &Self) -> Option<Estimate> {
        quotient_difference(&pairs(&self.runs), &pairs(&other.runs), self.level)
    }

    fn first(&self, replications: usize) -> Option<Estimate> {
        quotient(&pairs(&self.runs[..replications]), self.level)
    }
}

fn pairs(runs: &[Quotient]) -> Vec<(f64, f64)> {
    runs.iter().map(|run| (run.part, run.whole)).collect()
}

/// All figures of a scenario over its replications.
#[derive(Clone, Debug, PartialEq)]
pub struct Replications {
    /// How many were played.
    pub played: usize,
    /// The figures, in the order of the summary.
    pub figures: Vec<Replicated>,
    /// Whether all targets were met, if there were any.
    pub reached: Option<bool>,
}

impl Replications {
    /// The figure with this name.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<&Replicated> {
        self.figures.iter().find(|figure| figure.name == name)
    }
}

/// Plays a scenario again and again; `done` hears of every replication that is over, in no order.
///
/// # Panics
/// When the threads cannot be started.
pub fn replicate(scenario: &Scenario, plan: &Plan, done: impl Fn() + Sync) -> Replications {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(plan.jobs).build();
    let threads = threads.unwrap_or_else(|error| panic!("{} threads cannot be started: {error}", plan.jobs));
    let mut figures: Vec<Replicated> = Vec::new();
    let mut played = 0;
    while played < plan.replications {
        let round = if plan.targets.is_empty() { plan.replications } else { ROUND };
        let round = round.min(plan.replications - played);
        let seed = |run: usize| plan.seed.wrapping_add(run as u64);
        let play = |run: usize| {
            let summary = play(scenario, seed(run));
            done();
            summary.named()
        };
        let summaries: Vec<_> =
            threads.install(|| (played..played + round).into_par_iter().map(play).collect());
        for named in summaries {
            for (at, figure) in named.into_iter().enumerate() {
                if figures.len() == at {
                    let (name, unit) = (figure.name, figure.unit);
                    figures.push(Replicated { name, unit, runs: Vec::new(), level: plan.level });
                }
                figures[at].runs.push(figure.quotient);
            }
        }
        let looked_at = (played + 1).max(FEWEST)..=played + round;
        played += round;
        if let Some(enough) = looked_at.into_iter().find(|&runs| met(&figures, &plan.targets, runs)) {
            figures.iter_mut().for_each(|figure| figure.runs.truncate(enough));
            return Replications { played: enough, figures, reached: Some(true) };
        }
    }
    let reached = (!plan.targets.is_empty()).then_some(false);
    Replications { played, figures, reached }
}

/// Plays one run to its end. Nobody reads its records.
fn play(scenario: &Scenario, seed: u64) -> Summary {
    let mut run = Simulation::new(scenario, seed).recording(&[]);
    run.by_ref().for_each(drop);
    run.summary()
}

/// Whether the first replications are enough for all targets; without a target nothing ever is.
fn met(figures: &[Replicated], targets: &[Target], replications: usize) -> bool {
    let met = |target: &Target| {
        let figure = figures.iter().find(|figure| figure.name == target.figure);
        let half_width = figure.and_then(|figure| figure.first(replications)?.half_width);
        half_width.is_some_and(|half_width| half_width < target.half_width)
    };
    !targets.is_empty() && targets.iter().all(met)
}

/// The figures of one long run, from batches of equal length: what else replications are for.
///
/// The warm-up is left out. Quantiles are not among them: a batch keeps sums only.
pub fn in_batches(
    scenario: &Scenario,
    seed: u64,
    batches: u32,
    level: f64,
) -> Vec<(&'static str, Unit, BatchMeans)> {
    let mut run = Simulation::new(scenario, seed).in_batches(batches).recording(&[]);
    run.by_ref().for_each(drop);
    let periods = run.summary().periods;
    let figures = FIGURES.iter().filter(|figure| figure.is_of(Of::Run));
    let of_batches = |figure: &Figure| {
        let values: Vec<f64> = periods.iter().filter_map(|period| figure.value(&period.part)).collect();
        batch_means(&values, level)
    };
    figures.filter_map(|figure| Some((figure.name, figure.unit, of_batches(figure)?))).collect()
}
