//! Replications as JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::super::{ReplicateArgs, run};
use super::Played;
use crate::GENERATOR;
use crate::replicate::Replicated;
use crate::scenario::{Origin, Scenario};
use crate::statistics::{BatchMeans, Estimate};
use crate::summary::Unit;

#[derive(Serialize)]
struct Document<'a> {
    scenario: String,
    scenario_sha256: &'a str,
    title: &'a str,
    generator: &'static str,
    seed: u64,
    level: f64,
    #[serde(flatten)]
    results: Results<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Results<'a> {
    One(Variant<'a>),
    Several { variants: Vec<Variant<'a>> },
    Batches { batches: u32, figures: BTreeMap<&'a str, Batched> },
}

#[derive(Serialize)]
struct Variant<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    variant: &'a str,
    replications: usize,
    /// Whether every target was met; null without one.
    reached: Option<bool>,
    figures: BTreeMap<&'a str, Figure>,
    theory: Option<Theory>,
}

#[derive(Serialize)]
struct Figure {
    unit: &'static str,
    #[serde(flatten)]
    estimate: Option<Estimate>,
    /// How far it is above that of the first variant.
    #[serde(skip_serializing_if = "Option::is_none")]
    above_first: Option<Estimate>,
}

#[derive(Serialize)]
struct Batched {
    unit: &'static str,
    #[serde(flatten)]
    means: BatchMeans,
    looks_dependent: bool,
}

#[derive(Serialize)]
struct Theory {
    model: &'static str,
    exact: bool,
    differs: Vec<String>,
    error: Option<String>,
    figures: BTreeMap<&'static str, f64>,
}

pub(super) fn print(
    out: &mut impl Write,
    origin: &Origin,
    args: &ReplicateArgs,
    played: &[Played],
) -> io::Result<()> {
    let first = &played[0];
    let results = match played {
        [only] => Results::One(variant(only, None)),
        several => {
            Results::Several { variants: several.iter().map(|one| variant(one, Some(first))).collect() }
        }
    };
    write(out, origin, &first.variant.scenario, args, results)
}

pub(super) fn print_batches(
    out: &mut impl Write,
    origin: &Origin,
    scenario: &Scenario,
    args: &ReplicateArgs,
    figures: &[(&'static str, Unit, BatchMeans)],
) -> io::Result<()> {
    let batched = |(name, unit, means): &(&'static str, Unit, BatchMeans)| {
        (*name, Batched { unit: unit.name(), means: *means, looks_dependent: means.looks_dependent() })
    };
    let figures = figures.iter().map(batched).collect();
    write(out, origin, scenario, args, Results::Batches { batches: args.batches.unwrap_or(0), figures })
}

fn write(
    out: &mut impl Write,
    origin: &Origin,
    scenario: &Scenario,
    args: &ReplicateArgs,
    results: Results<'_>,
) -> io::Result<()> {
    let document = Document {
        scenario: run::name(origin),
        scenario_sha256: scenario.hash(),
        title: &scenario.title,
        generator: GENERATOR,
        seed: args.seed,
        level: args.level,
        results,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn variant<'a>(played: &'a Played, first: Option<&'a Played>) -> Variant<'a> {
    let figure = |figure: &'a Replicated| {
        let other = first.and_then(|first| first.replications.figure(&figure.name));
        let above_first = other.and_then(|other| figure.above(other));
        let estimate = figure.estimate();
        (figure.name.as_str(), Figure { unit: figure.unit.name(), estimate, above_first })
    };
    Variant {
        variant: &played.variant.name,
        replications: played.replications.played,
        reached: played.replications.reached,
        figures: played.replications.figures.iter().map(figure).collect(),
        theory: theory(played),
    }
}

fn theory(played: &Played) -> Option<Theory> {
    let beside = played.theory()?;
    let error = beside.figures.as_ref().err().map(ToString::to_string);
    Some(Theory {
        model: beside.model,
        exact: beside.differs.is_empty() && error.is_none(),
        differs: beside.differs,
        error,
        figures: beside.figures.unwrap_or_default().into_iter().collect(),
    })
}
