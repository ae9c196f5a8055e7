//! The repository's own hands. `cargo xtask ci` is exactly what CI runs; `cargo xtask gen` writes the generated views,
//! `cargo xtask explore` looks for a state in which something does not hold, `cargo xtask validate` holds the simulator
//! against what queueing theory knows.

mod ci;
mod cmd;
mod explore;
mod text;
mod validate;
mod views;

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The repository's own hands")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run every check, or the named ones; stop at the first that fails.
    Ci {
        /// List the steps and leave.
        #[arg(long, conflicts_with = "steps")]
        list: bool,
        /// The steps to run; they run in the order of the list.
        #[arg(value_name = "STEP", value_parser = PossibleValuesParser::new(ci::STEPS.iter().map(|step| step.name)))]
        steps: Vec<String>,
    },
    /// Explore small worlds breadth first. Those of every run are explored when none is named, and must end and reach
    /// every accepting row; larger ones only by their names.
    Explore {
        /// How many states of one world are enough.
        #[arg(long, value_name = "STATES", default_value_t = ci::STATES)]
        limit: usize,
        /// The worlds; those of every run when none is named.
        #[arg(value_name = "WORLD")]
        worlds: Vec<String>,
    },
    /// Hold the simulator against exact results and published simulations.
    Validate {
        /// Play some fifty times as much, and write the document.
        #[arg(long)]
        full: bool,
        /// Targets, by the beginning of their names; all when none is named.
        #[arg(value_name = "TARGET")]
        targets: Vec<String>,
    },
    /// Write the generated views that differ from the tables they come from.
    Gen {
        /// Write nothing; fail and name the stale views.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let done = match Args::parse().task {
        Task::Ci { list: true, .. } => {
            ci::list();
            Ok(())
        }
        Task::Ci { steps, .. } => ci::run(&steps),
        Task::Explore { limit, worlds } => explore::run(&worlds, limit),
        Task::Validate { full, targets } => {
            validate::run(if full { validate::Effort::Full } else { validate::Effort::Sample }, &targets)
        }
        Task::Gen { check: true } => views::check(),
        Task::Gen { check: false } => views::write(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
