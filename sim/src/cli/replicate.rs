//! `acdsim replicate`.

mod json;
mod table;

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};

use super::{ReplicateArgs, Trouble, Verdict, shown};
use crate::Simulation;
use crate::replicate::{Beside, Plan, Replications, Variant, beside, in_batches, replicate, variants};
use crate::scenario::{Scenario, UnknownName, text_of};

/// A variant and what it came to.
struct Played {
    variant: Variant,
    replications: Replications,
}

impl Played {
    /// What theory says of the variant.
    fn theory(&self) -> Option<Beside> {
        let agents = self.replications.figure("agents")?.estimate()?;
        beside(&self.variant.scenario, agents.mean)
    }
}

pub(super) fn run(args: &ReplicateArgs) -> Result<Verdict, Trouble> {
    let (source, text) = text_of(&args.scenario).map_err(Trouble::new)?;
    let variants = variants(&source.file_name(), &text, &args.vary).map_err(Trouble::new)?;
    let plan = plan(args, &variants[0].scenario)?;
    let out = &mut anstream::stdout().lock();
    if let Some(batches) = args.batches {
        if variants.len() > 1 {
            return Err(Trouble::new("--batches and --vary: batches are of one run of one scenario"));
        }
        let scenario = &variants[0].scenario;
        let figures = in_batches(scenario, args.seed, batches, plan.level);
        shown(if args.json {
            json::print_batches(out, &source, scenario, args, &figures)
        } else {
            table::print_batches(out, scenario, args, &figures)
        })?;
        return Ok(Verdict::Ok);
    }
    let progress = progress(plan.replications * variants.len());
    let play = |variant: Variant| {
        let replications = replicate(&variant.scenario, &plan, || progress.inc(1));
        Played { variant, replications }
    };
    let played: Vec<Played> = variants.into_iter().map(play).collect();
    progress.finish();
    shown(if args.json {
        json::print(out, &source, args, &played)
    } else {
        table::print(out, args, &played)
    })?;
    let missed = played.iter().any(|one| one.replications.reached == Some(false));
    Ok(if missed { Verdict::Failed } else { Verdict::Ok })
}

/// What the arguments ask for; the figures of the targets must be there.
fn plan(args: &ReplicateArgs, scenario: &Scenario) -> Result<Plan, Trouble> {
    let summary = Simulation::new(scenario, args.seed).summary();
    for target in &args.until_halfwidth {
        if !target.is_of(&summary) {
            let names: Vec<String> = summary.named().into_iter().map(|named| named.name).collect();
            let known = names.iter().map(String::as_str);
            return Err(Trouble::new(UnknownName::new("figure", &target.figure, known)));
        }
    }
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    Ok(Plan {
        replications: args.replications as usize,
        seed: args.seed,
        jobs: args.jobs.map_or_else(cores, |jobs| jobs as usize),
        level: args.level,
        targets: args.until_halfwidth.clone(),
    })
}

/// A bar on a terminal, with the time left; it goes when all is done.
fn progress(runs: usize) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} runs  {eta} left");
    let bar = ProgressBar::new(runs as u64)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_finish(ProgressFinish::AndClear);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
