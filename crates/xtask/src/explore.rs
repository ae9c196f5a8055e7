//! Explores the small worlds, and tells which accepting rows of the machines' tables they have reached.

use std::time::Instant;

use anyhow::{Result, bail};
use tapi_acd::machine::{MACHINES, MachineTable, Verdict};
use tapi_testkit::explore::{WORLDS, World, explore};

use crate::text::widths;

/// Explores the named worlds, or all when none is named, each up to `limit` states.
pub(crate) fn run(names: &[String], limit: usize) -> Result<()> {
    let worlds = chosen(names)?;
    // A step that panics is reported with the way to it, not by the hook.
    std::panic::set_hook(Box::new(|_| {}));
    let rows: Result<Vec<_>> = worlds.into_iter().map(|world| row(world, limit)).collect();
    drop(std::panic::take_hook());
    let mut report = vec![["world", "states", "quiet", "steps", "depth", "all", "seconds"].map(String::from)];
    report.extend(rows?);
    print_right(&report);
    if names.is_empty() {
        print_rows();
    }
    Ok(())
}

fn row(world: &World, limit: usize) -> Result<[String; 7]> {
    let start = Instant::now();
    let census = explore(world, limit)?;
    Ok([
        world.name.into(),
        census.states.to_string(),
        census.quiet.to_string(),
        census.steps.to_string(),
        census.depth.to_string(),
        if census.complete { "yes" } else { "no" }.into(),
        format!("{:.1}", start.elapsed().as_secs_f64()),
    ])
}

fn chosen(names: &[String]) -> Result<Vec<&'static World>> {
    let find = |name: &String| match WORLDS.iter().find(|world| world.name == *name) {
        Some(world) => Ok(world),
        None => bail!(
            "no world is called {name:?}; there are {}",
            WORLDS.iter().map(|w| w.name).collect::<Vec<_>>().join(", ")
        ),
    };
    if names.is_empty() { Ok(WORLDS.iter().collect()) } else { names.iter().map(find).collect() }
}

/// How many accepting rows of each table were reached, and which were not.
fn print_rows() {
    let mut report = vec![["machine", "accepting rows", "reached"].map(String::from)];
    let mut missing = Vec::new();
    for machine in MACHINES {
        let (reached, left): (Vec<_>, Vec<_>) =
            accepting(machine).partition(|(state, event)| (machine.taken)(*state, *event));
        let all = reached.len() + left.len();
        report.push([machine.name.into(), all.to_string(), reached.len().to_string()]);
        let row =
            |(state, event): (usize, usize)| [machine.name, machine.states[state], machine.events[event]];
        missing.extend(left.into_iter().map(row));
    }
    println!();
    print_right(&report);
    if !missing.is_empty() {
        println!("\nnot reached within this limit:");
        missing.iter().for_each(|[machine, state, event]| println!("  {machine}: {state}, {event}"));
    }
}

fn accepting(machine: &MachineTable) -> impl Iterator<Item = (usize, usize)> {
    let pairs = (0..machine.states.len())
        .flat_map(|state| (0..machine.events.len()).map(move |event| (state, event)));
    pairs.filter(|(state, event)| matches!((machine.cell)(*state, *event).0, Verdict::Go(_) | Verdict::Stay))
}

/// The first column to the left, the numbers to the right.
fn print_right<const N: usize>(rows: &[[String; N]]) {
    let widths = widths(rows);
    for row in rows {
        let cells = row.iter().zip(widths).enumerate();
        let cells = cells.map(
            |(at, (cell, width))| if at == 0 { format!("{cell:width$}") } else { format!("{cell:>width$}") },
        );
        println!("{}", cells.collect::<Vec<_>>().join("  "));
    }
}
