//! The comparisons as a table.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use tapi_sim::statistics::Family;

use super::compare::Compared;
use super::{ALPHA, Case, Effort, SEED};
use crate::text::markdown_table;

/// The document, from the root of the repository.
const DOCUMENT: &str = "sim/docs/validation.md";

/// A line as the comparison is made.
pub(crate) fn line(one: &Compared) -> String {
    let [target, ours, bound, _] = cells(one);
    let verdict = if one.holds() { "holds" } else { "FAILS" };
    format!("{verdict}  {:48}  {:42}  {target:>14}  {ours:>14} ± {bound}", one.case, one.field)
}

fn cells(one: &Compared) -> [String; 4] {
    let share = (one.ours - one.target) / one.bound;
    [
        format!("{:.6}", one.target),
        format!("{:.6}", one.ours),
        format!("{:.6}", one.bound),
        format!("{share:+.2}"),
    ]
}

/// Writes the document of the full run.
pub(crate) fn write(compared: &[Compared], family: Family, cases: &[Case], effort: Effort) -> Result<()> {
    let rows: Vec<[String; 7]> = compared
        .iter()
        .map(|one| {
            let [target, ours, bound, share] = cells(one);
            let verdict = if one.holds() { "holds" } else { "fails" };
            [one.case.clone(), one.field.clone(), target, ours, bound, share, verdict.to_owned()]
        })
        .collect();
    let header = ["target", "figure", "is to be", "is", "± bound", "of the bound", "verdict"];
    let failed = compared.iter().filter(|one| !one.holds()).count();
    let text = introduction(compared.len(), failed, family, cases, effort) + &markdown_table(header, &rows);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::write(root.join(DOCUMENT), text).with_context(|| format!("cannot write {DOCUMENT}"))
}

fn introduction(comparisons: usize, failed: usize, family: Family, cases: &[Case], effort: Effort) -> String {
    let (each, critical) = (family.alpha_of_each(), family.critical_normal());
    let most = cases.iter().map(|case| effort.replications(case)).max().unwrap_or(0);
    format!(
        "# The simulator beside what is known\n\n\
         Written by `cargo run --release --package xtask -- validate --full`; CI plays a small sample of every \
         case.\n\n\
         Each target of [`validation.json`](../../fixtures/spec/validation.json) is a scenario that is played up to \
         {most} times, from seed {SEED} on, through the switch, the agent handler and the telephony server like any \
         other scenario. Exact targets are of the steady state: the warm-up lasts ten relaxation times. The published \
         ones are days of 8 hours from empty to empty.\n\n\
         Figures are quotients of sums over all replications, their standard errors those of the delta method. The \
         {comparisons} comparisons are one family: each is two-sided at the level {each:.2e} (Bonferroni), with \
         Student's t, which is {critical:.2} standard errors or a little more. So with a simulator that is right the \
         chance that any of them fails is at most {} %. For a published target the bound also has its own standard \
         error (from its interval, or like ours where none is given) and half a unit of its last digit.\n\n\
         {} of {comparisons} hold. *Of the bound* is the difference as a part of the bound.\n\n",
        ALPHA * 100.0,
        comparisons - failed,
    )
}
