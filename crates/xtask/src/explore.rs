//! Explores the small worlds, and tells which accepting rows of the machines' tables they have reached.

use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use tapi_acd::machine::{MACHINES, MachineTable, Verdict};
use tapi_testkit::explore::{Census, LARGER, WORLDS, World, explore};

use crate::text::widths;

/// Accepting rows that no world reaches, and why none can: machine, state, event, reason.
const NOT_REACHED: &[[&str; 4]] = &[
    ["application", "Over", "Died", "the server keeps no registration that is over, so none is there to die"],
    [
        "line",
        "Closed",
        "ApplicationGone",
        "a registration ends with the lines that it has, and a closed line is none of them",
    ],
    ["agent (Ex)", "Unknown", "SightLost", "the handler moves an agent only to another state"],
    [
        "agent (address)",
        "LoggedOff",
        "LoggedOut",
        "an address moves when it shows something else, and nobody asks for this",
    ],
    ["agent (address)", "Unknown", "SightLost", "as that"],
];

/// Explores the named worlds, each up to `limit` states. When none is named, explores those of [`WORLDS`], whole, and
/// looks whether they have reached every accepting row.
pub(crate) fn run(names: &[String], limit: usize) -> Result<()> {
    let worlds = chosen(names)?;
    // A step that panics is reported with the way to it, not by the hook.
    std::panic::set_hook(Box::new(|_| {}));
    let censuses: Result<Vec<_>> = worlds.into_iter().map(|world| census(world, limit)).collect();
    drop(std::panic::take_hook());
    let censuses = censuses?;
    print_censuses(&censuses);
    if !names.is_empty() {
        return Ok(());
    }
    let rows = check_rows();
    for (world, census, _) in censuses {
        ensure!(census.complete, "the world {:?} has more than {limit} states", world.name);
    }
    rows
}

type Timed = (&'static World, Census, Duration);

fn census(world: &'static World, limit: usize) -> Result<Timed> {
    let start = Instant::now();
    Ok((world, explore(world, limit)?, start.elapsed()))
}

fn print_censuses(censuses: &[Timed]) {
    let row = |name: &str, census: &Census, all: &str, time: Duration| {
        let Census { states, quiet, steps, depth, .. } = *census;
        let [states, quiet, steps, depth] = [states, quiet, steps, depth].map(|number| number.to_string());
        [name.into(), states, quiet, steps, depth, all.into(), format!("{:.1}", time.as_secs_f64())]
    };
    let mut report = vec![["world", "states", "quiet", "steps", "depth", "", "seconds"].map(String::from)];
    let mut sum = (Census::default(), Duration::ZERO);
    for (world, census, time) in censuses {
        report.push(row(world.name, census, if census.complete { "complete" } else { "cut off" }, *time));
        sum.0.states += census.states;
        sum.0.quiet += census.quiet;
        sum.0.steps += census.steps;
        sum.0.depth = sum.0.depth.max(census.depth);
        sum.1 += *time;
    }
    report.push(row("together", &sum.0, "", sum.1));
    print_right(&report);
}

fn chosen(names: &[String]) -> Result<Vec<&'static World>> {
    let find = |name: &String| match WORLDS.iter().chain(LARGER).find(|world| world.name == *name) {
        Some(world) => Ok(world),
        None => bail!(
            "no world is called {name:?}; there are {}",
            WORLDS.iter().chain(LARGER).map(|w| w.name).collect::<Vec<_>>().join(", ")
        ),
    };
    if names.is_empty() { Ok(WORLDS.iter().collect()) } else { names.iter().map(find).collect() }
}

/// Prints how many accepting rows of each table were reached; each that was not has its reason, and each reason such a
/// row.
fn check_rows() -> Result<()> {
    let mut report = vec![["machine", "accepting rows", "reached"].map(String::from)];
    let mut not_reached = Vec::new();
    for machine in MACHINES {
        let all: Vec<_> = accepting(machine).collect();
        let left: Vec<_> =
            all.iter().copied().filter(|(state, event)| !(machine.taken)(*state, *event)).collect();
        let reached = all.len() - left.len();
        report.push([machine.name.into(), all.len().to_string(), reached.to_string()]);
        let row =
            |(state, event): (usize, usize)| [machine.name, machine.states[state], machine.events[event]];
        not_reached.extend(left.into_iter().map(row));
    }
    println!();
    print_right(&report);
    println!("\nnot reached:");
    for [machine, state, event, why] in NOT_REACHED {
        println!("  {machine}: {state}, {event}: {why}");
    }
    let has_reason = |row: &&[&str; 3]| NOT_REACHED.iter().any(|reason| reason[..3] == row[..]);
    let unexplained: Vec<_> = not_reached.iter().filter(|row| !has_reason(row)).collect();
    ensure!(unexplained.is_empty(), "no world reaches these rows, and no reason says why: {unexplained:?}");
    let stale: Vec<_> =
        NOT_REACHED.iter().filter(|reason| !not_reached.iter().any(|row| reason[..3] == row[..])).collect();
    ensure!(stale.is_empty(), "reasons for what is reached or accepts nothing: {stale:?}");
    Ok(())
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
