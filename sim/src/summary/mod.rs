//! What a run came to, in the terms of the trade.

mod figures;
mod totals;

use std::collections::BTreeMap;

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

pub use figures::{FIGURES, Figure, Of, Quotient, Unit};
pub use totals::Totals;

use crate::statistics::Waits;

/// The figures of a run, and of its parts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// How long callers came, in seconds, the warm-up included.
    pub duration_s: f64,
    /// What the figures leave out at the beginning, in seconds.
    pub warm_up_s: f64,
    /// The threshold of the service level, in seconds.
    pub threshold_s: f64,
    /// The whole run.
    #[serde(rename = "figures", serialize_with = "of_run")]
    pub run: Part,
    /// By call type, in the order of the scenario.
    #[serde(serialize_with = "of_call_types")]
    pub call_types: Vec<(String, Part)>,
    /// By queue.
    #[serde(serialize_with = "of_queues")]
    pub queues: Vec<(String, Part)>,
    /// By team.
    #[serde(serialize_with = "of_teams")]
    pub teams: Vec<(String, Part)>,
    /// Period by period; a call belongs to the period of its arrival.
    #[serde(serialize_with = "of_periods")]
    pub periods: Vec<Period>,
    /// What was recorded.
    pub messages: Messages,
}

/// Sums, and how long callers waited.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// The sums.
    pub totals: Totals,
    /// The waits of all who were answered or hung up; of a run and a queue only.
    pub waits: Option<Waits>,
}

/// A period of the local day.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// When it begins, in microseconds since the local midnight before simulated time 0.
    pub from_us: u64,
    /// What it came to.
    pub part: Part,
}

/// What was recorded; see [`Simulation::recording`](crate::Simulation::recording).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Messages {
    /// Function calls of all applications whose borders are recorded.
    pub function_calls: u64,
    /// Messages delivered to them.
    pub delivered: u64,
    /// Messages delivered, by C name.
    pub by_name: BTreeMap<String, u64>,
}

impl Part {
    /// The time in seconds that a share of the waits does not exceed.
    #[must_use]
    pub fn wait_quantile(&self, share: f64) -> Option<f64> {
        self.waits.as_ref()?.quantile(share)
    }

    /// The figures of a part, by name.
    pub fn figures(&self, of: Of) -> impl Iterator<Item = (&'static Figure, Option<f64>)> {
        FIGURES.iter().filter(move |figure| figure.is_of(of)).map(|figure| (figure, figure.value(self)))
    }
}

impl Summary {
    /// Every figure of the run and its parts, with a name such as `asa`, `queues.sales.asa` or
    /// `teams.english.occupancy`.
    #[must_use]
    pub fn named(&self) -> Vec<Named> {
        let parts = |group: &str, parts: &[(String, Part)], of| -> Vec<_> {
            parts.iter().flat_map(|(name, part)| named(&format!("{group}.{name}."), part, of)).collect()
        };
        let mut all = named("", &self.run, Of::Run);
        all.extend(parts("call_types", &self.call_types, Of::CallType));
        all.extend(parts("queues", &self.queues, Of::Queue));
        all.extend(parts("teams", &self.teams, Of::Team));
        all
    }
}

/// A figure of a part of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// Its name, that of the part before it.
    pub name: String,
    /// Its unit.
    pub unit: Unit,
    /// What it is made of.
    pub quotient: Quotient,
}

fn named(prefix: &str, part: &Part, of: Of) -> Vec<Named> {
    let figures = FIGURES.iter().filter(|figure| figure.is_of(of));
    figures
        .map(|figure| Named {
            name: format!("{prefix}{}", figure.name),
            unit: figure.unit,
            quotient: figure.quotient(part),
        })
        .collect()
}

/// A part as a map of its figures.
struct Figures<'a>(&'a Part, Of);

impl Serialize for Figures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let figures = self.0.figures(self.1);
        let shown = figures.map(|(figure, value)| (figure.name, Shown { unit: figure.unit, value }));
        serializer.collect_map(shown)
    }
}

/// A figure; calls are whole numbers.
struct Shown {
    unit: Unit,
    value: Option<f64>,
}

impl Serialize for Shown {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count was whole and not negative before it became a float"
    )]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.unit, self.value) {
            (Unit::Calls, Some(count)) => serializer.serialize_u64(count as u64),
            (_, value) => value.serialize(serializer),
        }
    }
}

fn of_run<S: Serializer>(run: &Part, serializer: S) -> Result<S::Ok, S::Error> {
    Figures(run, Of::Run).serialize(serializer)
}

fn of_call_types<S: Serializer>(parts: &[(String, Part)], serializer: S) -> Result<S::Ok, S::Error> {
    by_name(parts, Of::CallType, serializer)
}

fn of_queues<S: Serializer>(parts: &[(String, Part)], serializer: S) -> Result<S::Ok, S::Error> {
    by_name(parts, Of::Queue, serializer)
}

fn of_teams<S: Serializer>(parts: &[(String, Part)], serializer: S) -> Result<S::Ok, S::Error> {
    by_name(parts, Of::Team, serializer)
}

fn by_name<S: Serializer>(parts: &[(String, Part)], of: Of, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(parts.len()))?;
    for (name, part) in parts {
        map.serialize_entry(name, &Figures(part, of))?;
    }
    map.end()
}

fn of_periods<S: Serializer>(periods: &[Period], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Line<'a> {
        from_s: f64,
        figures: Figures<'a>,
    }
    serializer.collect_seq(
        periods
            .iter()
            .map(|period| Line { from_s: seconds(period.from_us), figures: Figures(&period.part, Of::Run) }),
    )
}

/// Microseconds as seconds.
pub(crate) fn seconds(micros: u64) -> f64 {
    count(micros) / 1e6
}

/// A quotient, unless there is nothing to divide by.
pub(crate) fn ratio(part: f64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part / count(whole))
}

/// A count as a float.
#[expect(clippy::cast_precision_loss, reason = "counts and microseconds stay far below 2^53")]
pub(crate) fn count(number: u64) -> f64 {
    number as f64
}
