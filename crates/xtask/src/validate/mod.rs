//! `cargo xtask validate`: the simulator beside exact results and published simulations.
//!
//! The targets are those of `fixtures/spec/validation.json`. Each is a scenario, played many times from committed seeds
//! through provider, handler and server like any other, and a list of comparisons. All comparisons are one family: with
//! a simulator that is right, the chance that any of them fails is at most 1 %.

mod compare;
mod exact;
mod model;
mod published;
mod table;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use compare::Comparison;
use tapi_sim::replicate::{Plan, Replications, replicate};
use tapi_sim::scenario::Scenario;

/// What is known, and from where.
const TARGETS: &str = include_str!("../../../../fixtures/spec/validation.json");
/// The first seed of every case.
const SEED: u64 = 1;
/// The most by which any comparison may fail by chance.
const ALPHA: f64 = 0.01;

/// A scenario and what its figures are to be.
pub(crate) struct Case {
    /// The target's id in the file, and which row of it.
    pub(crate) name: String,
    /// The scenario's text.
    pub(crate) text: String,
    pub(crate) comparisons: Vec<Comparison>,
    /// How many replications the publication had; ours are as many in the full run.
    pub(crate) replications: Option<usize>,
}

/// How much is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// Enough to notice a mistake: every case, some thousand calls each.
    Sample,
    /// Enough for a document: some fifty times as many.
    Full,
}

impl Effort {
    fn replications(self, case: &Case) -> usize {
        match self {
            Effort::Sample => 24,
            Effort::Full => case.replications.unwrap_or(60),
        }
    }

    /// How many relaxation times the warm-up lasts. The intervals of the sample are wide beside what is left of the
    /// empty beginning.
    pub(crate) fn relaxations(self) -> f64 {
        match self {
            Effort::Sample => 4.0,
            Effort::Full => 10.0,
        }
    }

    /// How many calls a replication of an exact target has after the warm-up, about.
    pub(crate) fn calls(self) -> f64 {
        match self {
            Effort::Sample => 1_500.0,
            Effort::Full => 30_000.0,
        }
    }
}

/// Plays all cases, prints the table, and fails if a comparison does; the full run writes the document.
pub(crate) fn run(effort: Effort, only: &[String]) -> Result<()> {
    let targets: Value = serde_json::from_str(TARGETS)?;
    let mut cases = cases(&targets, effort)?;
    // The family is that of all targets, however few are asked for.
    let family = compare::family(cases.iter().map(|case| case.comparisons.len()).sum());
    cases.retain(|case| only.is_empty() || only.iter().any(|name| case.name.starts_with(name.as_str())));
    if cases.is_empty() {
        bail!("no target begins with {only:?}");
    }
    let mut compared = Vec::new();
    for case in &cases {
        let replications = play(case, effort).with_context(|| case.name.clone())?;
        for comparison in &case.comparisons {
            let one = comparison.judge(&case.name, &replications, family)?;
            println!("{}", table::line(&one));
            compared.push(one);
        }
    }
    let failed = compared.iter().filter(|one| !one.holds()).count();
    println!("\n{} comparisons, {failed} failed", compared.len());
    if effort == Effort::Full && only.is_empty() {
        table::write(&compared, family, &cases, effort)?;
    }
    if failed > 0 {
        bail!("{failed} of {} figures differ from their targets by more than chance allows", compared.len());
    }
    Ok(())
}

fn cases(targets: &Value, effort: Effort) -> Result<Vec<Case>> {
    let list = targets["targets"].as_array().context("the file has a list of targets")?;
    let mut cases = Vec::new();
    for target in list {
        let id = target["id"].as_str().context("a target has an id")?;
        cases.extend(match id {
            "gans-koole-mandelbaum-48x50" => exact::gans_koole_mandelbaum(target, effort)?,
            "cc-MMC" | "cc-MMCAb" | "cc-MMCBlocked" => vec![published::contact_centers(target)?],
            "v-model-priority-inf-patience" => vec![exact::v_model(target, effort)?],
            "n-model" => vec![exact::n_model(target, effort)?],
            "erlang-c-grid" => exact::erlang_c(target, effort)?,
            "erlang-a-grid" => exact::erlang_a(target, effort)?,
            other => bail!("nothing is known of the target {other}"),
        });
    }
    Ok(cases)
}

fn play(case: &Case, effort: Effort) -> Result<Replications> {
    let scenario = Scenario::from_toml(&case.name, &case.text)?;
    let plan = Plan {
        replications: effort.replications(case),
        seed: SEED,
        jobs: std::thread::available_parallelism().map_or(1, usize::from),
        level: 0.95,
        targets: Vec::new(),
    };
    Ok(replicate(&scenario, &plan, || ()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every field that the file calls binding is compared, and nothing else is.
    #[test]
    fn every_binding_field_is_compared() {
        let targets: Value = serde_json::from_str(TARGETS).unwrap();
        let cases = cases(&targets, Effort::Sample).unwrap();
        for target in targets["targets"].as_array().unwrap() {
            let id = target["id"].as_str().unwrap();
            let compared: Vec<&str> = cases
                .iter()
                .filter(|case| case.name.starts_with(id))
                .flat_map(|case| case.comparisons.iter().map(|one| one.field.as_str()))
                .collect();
            for field in target["binding"].as_array().unwrap() {
                let field = field.as_str().unwrap().trim_end_matches(".*");
                assert!(compared.iter().any(|one| one.contains(field)), "{id}: {field} is not compared");
            }
        }
    }

    #[test]
    fn every_case_is_a_scenario() {
        let targets: Value = serde_json::from_str(TARGETS).unwrap();
        for effort in [Effort::Sample, Effort::Full] {
            for case in cases(&targets, effort).unwrap() {
                let scenario = Scenario::from_toml(&case.name, &case.text);
                assert!(scenario.is_ok(), "{}\n{}", scenario.unwrap_err(), case.text);
            }
        }
    }
}
