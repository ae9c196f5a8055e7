//! Targets that another simulator published.

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::Case;
use super::compare::{Comparison, Known};
use super::model::{Agents, Calls, Span, scenario};

const MINUTE_S: f64 = 60.0;
/// Half of a 95 % interval in standard errors.
const HALF_95: f64 = 1.959_964;

/// How the published figures are called here; times in minutes.
const FIGURES: [(&str, &str, f64); 10] = [
    ("contacts_in_target", "answered_in_time", 1.0),
    ("abandoned", "abandoned", 1.0),
    ("blocked", "blocked", 1.0),
    ("service_level", "service_level", 1.0),
    ("service_level_served", "service_level_of_answered", 1.0),
    ("service_level_with_abandonment", "service_level_of_answered_and_late_abandons", 1.0),
    ("service_level_with_blocked", "service_level", 1.0),
    ("mean_wait_min", "mean_wait", MINUTE_S),
    ("mean_wait_served_min", "asa", MINUTE_S),
    ("occupancy", "occupancy", 1.0),
];

/// A day of 8 hours from empty to empty, as ContactCenters plays it.
pub(crate) fn contact_centers(target: &Value) -> Result<Case> {
    let params = &target["params"];
    let number = |key: &str| params[key].as_f64().with_context(|| format!("the target has {key}"));
    let rate = number("lambda_per_min")? / MINUTE_S;
    let capacity = params["queue_capacity"].as_u64().map(u32::try_from).transpose()?;
    let calls = Calls {
        patience_s: params["nu_per_min"].as_f64().map(|nu| MINUTE_S / nu),
        capacity,
        ..Calls::new("calls", rate, MINUTE_S / number("mu_per_min")?)
    };
    let agents = u32::try_from(params["n"].as_u64().context("the target has n")?)?;
    let replications = usize::try_from(params["reps"].as_u64().context("the target has reps")?)?;
    let name = target["id"].as_str().context("the target has an id")?.to_owned();
    let span = Span::Day { duration_s: number("day_min")? * MINUTE_S };
    let threshold_s = number("awt_min")? * MINUTE_S;
    let team = Agents { name: "agents", size: agents, serves: vec![("calls", 1)] };
    let text = scenario(&name, &span, threshold_s.round(), &[calls], &[team]);
    let published = target["published"].as_object().context("the target has published figures")?;
    let mut comparisons = Vec::new();
    for (field, value) in published.iter().filter(|(field, _)| *field != "source") {
        let row = FIGURES.iter().find(|(name, ..)| name == field);
        let (_, figure, unit) = row.with_context(|| format!("nothing is called {field} here"))?;
        comparisons.push(comparison(field, figure, *unit, value, replications)?);
    }
    Ok(Case { name, text, comparisons, replications: Some(replications) })
}

/// A figure with its interval, or by itself.
fn comparison(
    field: &str,
    figure: &str,
    unit: f64,
    value: &Value,
    replications: usize,
) -> Result<Comparison> {
    let told = if value.is_object() { value.get("mean").or_else(|| value.get("value")) } else { Some(value) };
    let told = told.context("the figure has a value")?;
    let target = told.as_f64().context("the value is a number")?;
    let end = |at: usize| value["ci95"][at].as_f64();
    let error = end(0).zip(end(1)).map(|(low, high)| (high - low) / 2.0 / HALF_95);
    let digits = told.to_string().split_once('.').map_or(0, |(_, digits)| digits.len());
    let rounding = 0.5 * 0.1_f64.powi(i32::try_from(digits.max(3))?);
    let known = Known::Published { error, replications, rounding };
    Ok(Comparison { field: format!("published.{field}"), figure: figure.to_owned(), unit, target, known })
}
