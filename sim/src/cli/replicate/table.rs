//! Replications as tables for people.

use std::io::{self, Write};

use super::super::ReplicateArgs;
use super::super::text::{BAD, GOOD, HEADING};
use super::Played;
use crate::replicate::{Beside, Replicated};
use crate::scenario::Scenario;
use crate::statistics::{BatchMeans, Estimate};
use crate::summary::Unit;

/// The figures of the parts of a run.
const PARTS: [(&str, &[&str]); 3] = [
    ("queues", &["offered", "service_level", "asa", "p_abandon", "queue_length"]),
    ("call_types", &["offered", "service_level", "asa", "p_abandon"]),
    ("teams", &["answered", "agents", "occupancy"]),
];
/// The figures by which variants are compared.
const COMPARED: [&str; 5] = ["service_level", "asa", "p_abandon", "occupancy", "queue_length"];

pub(super) fn print(out: &mut impl Write, args: &ReplicateArgs, played: &[Played]) -> io::Result<()> {
    match played {
        [only] => print_one(out, args, only),
        several => print_variants(out, args, several),
    }
}

/// One scenario: every figure, with what theory says beside it.
fn print_one(out: &mut impl Write, args: &ReplicateArgs, played: &Played) -> io::Result<()> {
    let scenario = &played.variant.scenario;
    heading(out, args, scenario, played.replications.played)?;
    let theory = played.theory();
    let figures = &played.replications.figures;
    let of_run: Vec<_> = figures.iter().filter(|figure| !figure.name.contains('.')).collect();
    print_figures(out, &of_run, theory.as_ref())?;
    for (group, columns) in PARTS {
        print_parts(out, group, columns, figures)?;
    }
    if let Some(theory) = theory {
        print_theory(out, &theory)?;
    }
    print_targets(out, args, played)
}

/// A line for each queue, call type or team, where there are several.
fn print_parts(
    out: &mut impl Write,
    group: &str,
    columns: &[&str],
    figures: &[Replicated],
) -> io::Result<()> {
    let names: Vec<&str> = parts(figures, group).collect();
    if names.len() < 2 {
        return Ok(());
    }
    let width = names.iter().map(|name| name.chars().count()).chain([group.len(), 18]).max().unwrap_or(0);
    let heads: String = columns.iter().map(|name| format!("  {name:>22}")).collect();
    writeln!(out, "{HEADING}{group:width$}{heads}{HEADING:#}")?;
    for name in names {
        let cells = columns.iter().map(|column| {
            let full = format!("{group}.{name}.{column}");
            let figure = figures.iter().find(|figure| figure.name == full);
            format!("  {:>22}", figure.map_or("-".to_owned(), |it| plus_minus(it.unit, it.estimate())))
        });
        writeln!(out, "{name:width$}{}", cells.collect::<String>())?;
    }
    writeln!(out)
}

/// The names of a group of parts, such as the queues.
fn parts<'f>(figures: &'f [Replicated], group: &'f str) -> impl Iterator<Item = &'f str> {
    let names = figures.iter().filter_map(move |figure| {
        let rest = figure.name.strip_prefix(group)?.strip_prefix('.')?;
        rest.rsplit_once('.').map(|(part, _)| part)
    });
    let mut last = None;
    names.filter(move |name| last.replace(*name) != Some(*name))
}

fn heading(
    out: &mut impl Write,
    args: &ReplicateArgs,
    scenario: &Scenario,
    replications: usize,
) -> io::Result<()> {
    let last = args.seed.wrapping_add(replications as u64).wrapping_sub(1);
    writeln!(out, "{HEADING}{}{HEADING:#}", scenario.title)?;
    writeln!(
        out,
        "{replications} replications, seeds {} to {last}, intervals of {} % confidence\n",
        args.seed,
        percent(args.level)
    )
}

fn print_figures(out: &mut impl Write, figures: &[&Replicated], theory: Option<&Beside>) -> io::Result<()> {
    let known = theory.and_then(|theory| theory.figures.as_ref().ok());
    let model = known.and(theory).map_or("", |theory| theory.model);
    let head = format!("{:44}  {:>12}  {:>11}  {:>11}  {model:>12}", "figure", "mean", "± half", "sd");
    writeln!(out, "{HEADING}{}{HEADING:#}", head.trim_end())?;
    for figure in figures {
        let name = &figure.name;
        // What this scenario does not have is not worth a line.
        let Some(estimate) = figure.estimate().filter(|it| it.mean != 0.0) else { continue };
        let exact = known.and_then(|known| known.iter().find(|(of, _)| *of == name));
        let exact = exact.map_or(String::new(), |(_, value)| number(figure.unit, *value));
        let line = format!(
            "{name:44}  {:>12}  {:>11}  {:>11}  {exact:>12}",
            number(figure.unit, estimate.mean),
            optional(figure.unit, estimate.half_width),
            optional(figure.unit, estimate.standard_deviation),
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    writeln!(out)
}

fn print_theory(out: &mut impl Write, theory: &Beside) -> io::Result<()> {
    let queue = &theory.queue;
    let asked = format!(
        "{:.4} calls/s, {:.1} s busy with each, {} agents: {:.2} erlangs",
        queue.arrival_rate,
        queue.service_s,
        queue.agents,
        queue.load()
    );
    writeln!(out, "{} of {asked}", theory.model)?;
    if let Err(error) = &theory.figures {
        writeln!(out, "  has no figures: {error}")?;
    }
    if theory.differs.is_empty() {
        return writeln!(out, "  is this scenario, in the long run");
    }
    theory.differs.iter().try_for_each(|reason| writeln!(out, "  differs: {reason}"))
}

/// A line for each variant, and how far it is from the first one.
fn print_variants(out: &mut impl Write, args: &ReplicateArgs, played: &[Played]) -> io::Result<()> {
    let most = played.iter().map(|one| one.replications.played).max().unwrap_or(0);
    heading(out, args, &played[0].variant.scenario, most)?;
    let width = played.iter().map(|one| one.variant.name.chars().count()).max().unwrap_or(0).max(7);
    let heads: String = COMPARED.iter().map(|name| format!("  {name:>22}")).collect();
    writeln!(out, "{HEADING}{:width$}{heads}{HEADING:#}", "variant")?;
    for one in played {
        let cells = COMPARED.iter().map(|name| {
            let figure = one.replications.figure(name);
            format!("  {:>22}", figure.map_or("-".to_owned(), |it| plus_minus(it.unit, it.estimate())))
        });
        writeln!(out, "{:width$}{}", one.variant.name, cells.collect::<String>())?;
    }
    writeln!(out, "\n{HEADING}{:width$}{heads}{HEADING:#}", "above the first")?;
    for one in &played[1..] {
        let cells = COMPARED.iter().map(|name| {
            let pair = one.replications.figure(name).zip(played[0].replications.figure(name));
            let above = pair.map(|(it, first)| plus_minus(it.unit, it.above(first)));
            format!("  {:>22}", above.unwrap_or_else(|| "-".to_owned()))
        });
        writeln!(out, "{:width$}{}", one.variant.name, cells.collect::<String>())?;
    }
    writeln!(out, "\nEvery variant met the same callers, so differences are known better than the figures.")?;
    played.iter().try_for_each(|one| print_targets(out, args, one))
}

fn print_targets(out: &mut impl Write, args: &ReplicateArgs, played: &Played) -> io::Result<()> {
    let Some(reached) = played.replications.reached else { return Ok(()) };
    let targets: Vec<String> = args.until_halfwidth.iter().map(ToString::to_string).collect();
    let (style, said) = if reached { (GOOD, "reached") } else { (BAD, "not reached") };
    let (targets, runs) = (targets.join(", "), played.replications.played);
    let name = &played.variant.name;
    let space = if name.is_empty() { "" } else { " " };
    writeln!(out, "{name}{space}{targets}: {style}{said}{style:#} after {runs} replications")
}

pub(super) fn print_batches(
    out: &mut impl Write,
    scenario: &Scenario,
    args: &ReplicateArgs,
    figures: &[(&'static str, Unit, BatchMeans)],
) -> io::Result<()> {
    writeln!(out, "{HEADING}{}{HEADING:#}", scenario.title)?;
    let batches = args.batches.unwrap_or(0);
    let (seed, level) = (args.seed, percent(args.level));
    writeln!(out, "one run, seed {seed}, in {batches} batches, intervals of {level} % confidence\n")?;
    let head = format!("{:44}  {:>12}  {:>11}  {:>11}", "figure", "mean", "± half", "lag 1");
    writeln!(out, "{HEADING}{head}{HEADING:#}")?;
    for (name, unit, means) in figures {
        let lag = means.lag_1.map_or("-".to_owned(), |lag| format!("{lag:.3}"));
        let warning = if means.looks_dependent() { "  batches depend on each other" } else { "" };
        let half_width = optional(*unit, means.estimate.half_width);
        let mean = number(*unit, means.estimate.mean);
        writeln!(out, "{name:44}  {mean:>12}  {half_width:>11}  {lag:>11}{warning}")?;
    }
    Ok(())
}

fn plus_minus(unit: Unit, estimate: Option<Estimate>) -> String {
    estimate
        .map_or("-".to_owned(), |it| format!("{} ± {}", number(unit, it.mean), optional(unit, it.half_width)))
}

fn optional(unit: Unit, value: Option<f64>) -> String {
    value.map_or("-".to_owned(), |value| number(unit, value))
}

fn number(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Calls => format!("{value:.2}"),
        Unit::Share => format!("{value:.5}"),
        Unit::Seconds => format!("{value:.3} s"),
        Unit::Mean => format!("{value:.3}"),
        Unit::Hours => format!("{value:.2} h"),
    }
}

/// A share in per cent without digits that say nothing: 95, 99.9.
fn percent(share: f64) -> f64 {
    (share * 1e6).round() / 1e4
}
