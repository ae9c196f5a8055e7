//! Targets that theory knows.

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::compare::Comparison;
use super::model::{Agents, Calls, Span, relaxation, scenario};
use super::{Case, Effort};

const MINUTE_S: f64 = 60.0;

fn number(object: &Value, key: &str) -> Result<f64> {
    object[key].as_f64().with_context(|| format!("the target has a number {key}"))
}

fn whole(object: &Value, key: &str) -> Result<u32> {
    let number = object[key].as_u64().and_then(|number| u32::try_from(number).ok());
    number.with_context(|| format!("the target has a whole number {key}"))
}

/// One queue and one team.
fn single(name: String, calls: Calls, agents: u32, span: &Span, threshold_s: f64) -> Case {
    let serves = vec![(calls.name, 1)];
    let team = Agents { name: "agents", size: agents, serves };
    let text = scenario(&name, span, threshold_s, &[calls], &[team]);
    Case { name, text, comparisons: Vec::new(), replications: None }
}

fn compare(
    case: &mut Case,
    prefix: &str,
    values: &Value,
    rows: &[(&'static str, &'static str, f64)],
) -> Result<()> {
    for (field, figure, unit) in rows {
        let name = format!("{prefix}{field}");
        case.comparisons.push(Comparison::exact(&name, figure, *unit, number(values, field)?));
    }
    Ok(())
}

/// How the fields of Erlang A are called here; times in units of so many seconds.
fn erlang_a_rows(unit_s: f64) -> [(&'static str, &'static str, f64); 9] {
    [
        ("p_wait", "p_wait", 1.0),
        ("p_abandon", "p_abandon", 1.0),
        ("mean_queue", "queue_length", 1.0),
        ("mean_wait_all_entered", "mean_wait", unit_s),
        ("utilisation", "occupancy", 1.0),
        ("sl_served_over_served", "service_level_of_answered", 1.0),
        ("sl_served_over_offered", "service_level", 1.0),
        ("sl_served_over_served_plus_late_abandons", "service_level_of_answered_and_late_abandons", 1.0),
        ("asa_served", "asa", unit_s),
    ]
}

pub(crate) fn gans_koole_mandelbaum(target: &Value, effort: Effort) -> Result<Vec<Case>> {
    let id = target["id"].as_str().unwrap_or_default();
    let params = &target["params"];
    let rate = number(params, "lambda_per_min")? / MINUTE_S;
    let service_s = number(params, "mean_service_min")? * MINUTE_S;
    let patience_s = number(params, "mean_patience_min")? * MINUTE_S;
    let agents = whole(params, "n")?;
    let threshold_s = 20.0;

    let span = Span::steady(rate, relaxation(rate * service_s, agents, service_s), effort);
    let endless = Calls::new("calls", rate, service_s);
    let mut c = single(format!("{id} erlang_c"), endless, agents, &span, threshold_s);
    let rows = [
        ("p_wait", "p_wait", 1.0),
        ("asa", "asa", MINUTE_S),
        ("mean_queue", "queue_length", 1.0),
        ("service_level", "service_level", 1.0),
    ];
    compare(&mut c, "erlang_c.", &target["computed_exact"]["erlang_c"], &rows)?;

    let span = Span::steady(rate, 2.0 * patience_s, effort);
    let patient = Calls { patience_s: Some(patience_s), ..Calls::new("calls", rate, service_s) };
    let mut a = single(format!("{id} erlang_a"), patient, agents, &span, threshold_s);
    compare(&mut a, "erlang_a.", &target["computed_exact"]["erlang_a"], &erlang_a_rows(MINUTE_S))?;
    Ok(vec![c, a])
}

/// The service time is 1; the column of the service level has one of 180 s and a threshold of 20 s.
pub(crate) fn erlang_c(target: &Value, effort: Effort) -> Result<Vec<Case>> {
    let service_s = 180.0;
    let mut cases = Vec::new();
    for row in target["computed_exact"].as_array().context("the target has rows")? {
        let (load, agents) = (number(row, "offered_load")?, whole(row, "n")?);
        let rate = load / service_s;
        let name = format!("erlang-c-grid load {load}, n {agents}");
        let span = Span::steady(rate, relaxation(load, agents, service_s), effort);
        let mut waits = single(name.clone(), Calls::new("calls", rate, service_s), agents, &span, 20.0);
        let rows = [
            ("p_wait", "p_wait", 1.0),
            ("asa_in_service_times", "asa", service_s),
            ("sl_20s_aht180", "service_level", 1.0),
        ];
        compare(&mut waits, "", row, &rows)?;
        // Nobody waits: Erlang B.
        let span = Span::steady(rate, service_s, effort);
        let lost = Calls { capacity: Some(0), ..Calls::new("calls", rate, service_s) };
        let mut loses = single(format!("{name}, no queue"), lost, agents, &span, 20.0);
        compare(&mut loses, "", row, &[("erlang_b", "p_block", 1.0)])?;
        cases.extend([waits, loses]);
    }
    Ok(cases)
}

/// The unit of time is a minute here.
pub(crate) fn erlang_a(target: &Value, effort: Effort) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for row in target["computed_exact"].as_array().context("the target has rows")? {
        let agents = whole(row, "n")?;
        let (lam, mu, theta) = (number(row, "lam")?, number(row, "mu")?, number(row, "theta")?);
        let threshold_s = number(row, "t")? * MINUTE_S;
        let (rate, service_s) = (lam / MINUTE_S, MINUTE_S / mu);
        let name = format!("erlang-a-grid lam {lam}, mu {mu}, n {agents}, theta {theta}");
        let span = Span::steady(rate, 2.0 * MINUTE_S / mu.min(theta), effort);
        let calls = Calls { patience_s: Some(MINUTE_S / theta), ..Calls::new("calls", rate, service_s) };
        let mut case = single(name, calls, agents, &span, threshold_s);
        compare(&mut case, "", row, &erlang_a_rows(MINUTE_S))?;
        cases.push(case);
    }
    Ok(cases)
}

/// Two classes, ten agents, strict priority; the unit of time is a minute here.
pub(crate) fn v_model(target: &Value, effort: Effort) -> Result<Case> {
    let exact = &target["computed_exact"];
    let calls = [("first", 3.0, 1), ("second", 5.0, 2)]
        .map(|(name, lam, priority)| Calls { priority, ..Calls::new(name, lam / MINUTE_S, MINUTE_S) });
    let team = Agents { name: "agents", size: 10, serves: vec![("first", 1), ("second", 1)] };
    let span = Span::steady(8.0 / MINUTE_S, relaxation(8.0, 10, MINUTE_S), effort);
    let name = target["id"].as_str().unwrap_or_default().to_owned();
    let text = scenario(&name, &span, 20.0, &calls, &[team]);
    let mut comparisons = vec![Comparison::exact("p_wait", "p_wait", 1.0, number(exact, "p_wait")?)];
    for (class, queue) in ["first", "second"].into_iter().enumerate() {
        let value = exact["mean_wait"][class].as_f64().context("a wait for each class")?;
        let field = format!("mean_wait[{class}]");
        comparisons.push(Comparison::exact(&field, &format!("queues.{queue}.mean_wait"), MINUTE_S, value));
    }
    Ok(Case { name, text, comparisons, replications: None })
}

/// One class may also go to the other team; the unit of time is a minute here.
pub(crate) fn n_model(target: &Value, effort: Effort) -> Result<Case> {
    let exact = &target["computed_exact_ctmc"];
    let patience_s = Some(MINUTE_S / 0.5);
    let calls = [("type0", 6.0), ("type1", 5.0)]
        .map(|(name, lam)| Calls { patience_s, ..Calls::new(name, lam / MINUTE_S, MINUTE_S) });
    let teams = [
        Agents { name: "A", size: 5, serves: vec![("type0", 1)] },
        Agents { name: "B", size: 7, serves: vec![("type0", 2), ("type1", 1)] },
    ];
    let span = Span::steady(11.0 / MINUTE_S, 4.0 * MINUTE_S, effort);
    let name = target["id"].as_str().unwrap_or_default().to_owned();
    let text = scenario(&name, &span, 20.0, &calls, &teams);
    let rows = [
        ("mean_queue", "queues.type0.queue_length", "queues.type1.queue_length", 1.0),
        ("p_abandon", "queues.type0.p_abandon", "queues.type1.p_abandon", 1.0),
        ("mean_wait_all", "queues.type0.mean_wait", "queues.type1.mean_wait", MINUTE_S),
        ("p_wait", "queues.type0.p_wait", "queues.type1.p_wait", 1.0),
        ("utilisation", "teams.A.occupancy", "teams.B.occupancy", 1.0),
    ];
    let mut comparisons = Vec::new();
    for (field, first, second, unit) in rows {
        for (at, figure) in [first, second].into_iter().enumerate() {
            let value = exact[field][at].as_f64().context("a value for each type")?;
            comparisons.push(Comparison::exact(&format!("{field}[{at}]"), figure, unit, value));
        }
    }
    Ok(Case { name, text, comparisons, replications: None })
}
