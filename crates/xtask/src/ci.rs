//! What CI runs, step by step.

mod bytes;
mod edges;
mod headers;
mod members;
mod metadata;

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::cmd::{self, cargo};
use crate::text::widths;
use crate::views;

/// One check.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    what: &'static str,
    run: fn() -> Result<()>,
}

/// Every step, in the order in which they run: what fails soonest comes first.
#[rustfmt::skip] // One row per step.
pub(crate) const STEPS: &[Step] = &[
    Step { name: "fmt",        what: "the code is formatted",                                    run: fmt },
    Step { name: "clippy",     what: "no warning, in any target",                                run: clippy },
    Step { name: "edges",      what: "no forbidden dependency; the core stays small",            run: edges::run },
    Step { name: "no-std",     what: "the core builds for a target without std",                 run: no_std },
    Step { name: "generated",  what: "the generated views are fresh",                            run: views::check },
    Step { name: "headers",    what: "mingw-w64's `tapi.h` has the tables' names and numbers",   run: headers::run },
    Step { name: "test",       what: "`cargo test` passes, and every member ran a test",         run: members::run },
    Step { name: "explore",    what: "small worlds, whole: no rule broken, every row reached",       run: explore },
    Step { name: "validate",   what: "a sample agrees with queueing theory and published figures", run: validate },
    Step { name: "xtask-test", what: "the tests of these hands pass",                            run: xtask_test },
    Step { name: "doc",        what: "the documentation builds, no link is broken",              run: doc },
    Step { name: "bytes",      what: "a seeded run gives equal bytes in debug, release, 32-bit", run: bytes::run },
];

/// A target that has no std: what builds for it cannot reach a clock, a file or a socket.
const NO_STD_TARGET: &str = "thumbv7em-none-eabi";

/// A world that is explored in every run ends before it has so many states.
pub(crate) const STATES: usize = 400_000;

fn explore() -> Result<()> {
    crate::explore::run(&[], STATES)
}

fn validate() -> Result<()> {
    crate::validate::run(crate::validate::Effort::Sample, &[])
}

fn fmt() -> Result<()> {
    cmd::run(&mut cargo(["fmt", "--all", "--check"]))
}

fn clippy() -> Result<()> {
    cmd::run(&mut cargo(["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))
}

fn no_std() -> Result<()> {
    cmd::need_target(NO_STD_TARGET)?;
    for package in ["tapi-wire", "tapi-acd"] {
        for features in [&["--no-default-features"][..], &[]] {
            let build = ["build", "--package", package, "--target", NO_STD_TARGET, "--locked"];
            cmd::run(cargo(build).args(features))?;
        }
    }
    Ok(())
}

fn xtask_test() -> Result<()> {
    cmd::run(&mut cargo(["test", "--package", "xtask", "--locked"]))
}

fn doc() -> Result<()> {
    let mut doc = cargo(["doc", "--workspace", "--no-deps", "--locked"]);
    cmd::run(doc.env("RUSTDOCFLAGS", "-D warnings"))
}

/// Prints the steps.
pub(crate) fn list() {
    print_aligned(&STEPS.iter().map(|step| [step.name.into(), step.what.into()]).collect::<Vec<_>>());
}

/// Runs the named steps, or all when none is named, up to the first that fails.
pub(crate) fn run(names: &[String]) -> Result<()> {
    let chosen = |step: &&Step| names.is_empty() || names.iter().any(|name| name == step.name);
    let mut report = vec![["step", "result", "seconds"].map(String::from)];
    let mut outcome = Ok(());
    for step in STEPS.iter().filter(chosen) {
        if outcome.is_err() {
            report.push([step.name, "not run", ""].map(String::from));
            continue;
        }
        println!("== {}: {}", step.name, step.what);
        let start = Instant::now();
        outcome = (step.run)().with_context(|| format!("step {}", step.name));
        let seconds = seconds(start.elapsed());
        let result = if outcome.is_ok() { "ok" } else { "FAILED" };
        println!("== {}: {result}, {seconds} s\n", step.name);
        report.push([step.name.into(), result.into(), format!("{seconds:>7}")]);
    }
    print_aligned(&report);
    outcome
}

fn seconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64())
}

fn print_aligned<const N: usize>(rows: &[[String; N]]) {
    let widths = widths(rows);
    for row in rows {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        println!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}
