//! A figure beside what it is to be.

use anyhow::{Context as _, Result};
use tapi_sim::replicate::Replications;
use tapi_sim::statistics::Family;

use super::ALPHA;

/// What a figure of the simulation is to be.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    /// The field of the file.
    pub(crate) field: String,
    /// The figure's name in a summary.
    pub(crate) figure: String,
    /// The file's unit in ours, such as 60 for minutes.
    pub(crate) unit: f64,
    /// In the file's unit.
    pub(crate) target: f64,
    pub(crate) known: Known,
}

/// How well a target is known itself.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Known {
    /// By formula, or by a solver, to all digits.
    Exactly,
    /// By simulation: the standard error, or as ours would be with so many replications; and half a unit of the last
    /// digit.
    Published { error: Option<f64>, replications: usize, rounding: f64 },
}

/// A comparison that was made.
pub(crate) struct Compared {
    pub(crate) case: String,
    pub(crate) field: String,
    pub(crate) target: f64,
    pub(crate) ours: f64,
    /// How far the two may lie apart.
    pub(crate) bound: f64,
}

impl Compared {
    pub(crate) fn holds(&self) -> bool {
        // Asked this way round, a figure that is no number fails.
        (self.ours - self.target).abs() <= self.bound
    }
}

/// All comparisons, as one family.
pub(crate) fn family(comparisons: usize) -> Family {
    Family { comparisons: u32::try_from(comparisons).unwrap_or(u32::MAX), alpha: ALPHA }
}

impl Comparison {
    pub(crate) fn exact(field: &str, figure: &str, unit: f64, target: f64) -> Self {
        let (field, figure) = (field.to_owned(), figure.to_owned());
        Self { field, figure, unit, target, known: Known::Exactly }
    }

    pub(crate) fn judge(&self, case: &str, played: &Replications, family: Family) -> Result<Compared> {
        let figure = played.figure(&self.figure).with_context(|| format!("no figure {}", self.figure))?;
        let estimate = figure.estimate().with_context(|| format!("nothing to measure in {}", self.figure))?;
        let deviation = estimate.standard_deviation.context("one replication is none")? / self.unit;
        let n = estimate.n as f64;
        let ours = deviation / n.sqrt();
        let critical = family.critical_t(n - 1.0);
        let bound = match self.known {
            Known::Exactly => critical * ours,
            Known::Published { error, replications, rounding } => {
                let theirs = error.unwrap_or(deviation / (replications as f64).sqrt());
                critical * ours.hypot(theirs) + rounding
            }
        };
        Ok(Compared {
            case: case.to_owned(),
            field: self.field.clone(),
            target: self.target,
            ours: estimate.mean / self.unit,
            bound,
        })
    }
}
