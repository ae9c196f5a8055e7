//! What queueing theory says of a scenario, and why it may differ.

use std::collections::BTreeSet;

use crate::random::Distribution;
use crate::scenario::{Process, Scenario};
use crate::theory::{Queue, TheoryError};

const SECOND_US: f64 = 1e6;

/// The nearest of the Erlang models, its figures, and what in the scenario it leaves out.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// Erlang B, C or A.
    pub model: &'static str,
    /// What it was asked.
    pub queue: Queue,
    /// Figures by the name of the simulated ones; times in seconds. Or why there are none.
    pub figures: Result<Vec<(&'static str, f64)>, TheoryError>,
    /// Why the simulation differs; empty where the model is exact in the long run.
    pub differs: Vec<String>,
}

/// The Erlang model nearest to a scenario that had so many agents on duty in the mean; none where it has no calls, no
/// talk or no agents to speak of.
#[must_use]
pub fn beside(scenario: &Scenario, mean_agents: f64) -> Option<Beside> {
    let mut differs = Vec::new();
    let rate = rate(scenario, &mut differs)?;
    let service_s = service(scenario, &mut differs);
    let patience_s = patience(scenario, &mut differs);
    let agents = agents(scenario, mean_agents, &mut differs);
    let capacity = capacity(scenario, &mut differs);
    ways(scenario, &mut differs);
    if agents == 0 || service_s <= 0.0 {
        return None;
    }
    let model = match (patience_s, capacity) {
        (Some(_), _) => "Erlang A",
        (None, Some(0)) => "Erlang B",
        (None, _) => "Erlang C",
    };
    let queue = Queue { arrival_rate: rate, service_s, patience_s, agents, capacity };
    let threshold_s = scenario.threshold_us as f64 / SECOND_US;
    let figures = queue.figures().map(|theory| {
        let within = theory.within(threshold_s);
        vec![
            ("p_wait", theory.p_wait),
            ("p_abandon", theory.p_abandon),
            ("p_block", theory.p_block),
            ("queue_length", theory.mean_queue),
            ("mean_wait", theory.mean_wait_all_entered_s),
            ("asa", theory.asa_s),
            ("occupancy", theory.utilisation),
            ("service_level", within.over_offered),
            ("service_level_of_answered", within.over_answered),
            ("service_level_of_answered_and_late_abandons", within.over_answered_and_late_abandoned),
        ]
    });
    Some(Beside { model, queue, figures, differs })
}

/// Calls per second, as a mean over the run.
fn rate(scenario: &Scenario, differs: &mut Vec<String>) -> Option<f64> {
    let mut rate = 0.0;
    let mut reasons = BTreeSet::new();
    for source in &scenario.sources {
        let days = scenario.calendar.iter();
        let on: f64 = days
            .filter(|&&kind| source.day.is_none_or(|only| only == kind))
            .map(|&kind| scenario.days[kind].factor)
            .sum();
        if on == 0.0 {
            continue;
        }
        let share_of_days = on / scenario.calendar.len() as f64;
        rate += share_of_days
            * match &source.process {
                Process::Rates(rates) => {
                    let steady = rates.pieces().windows(2).all(|two| two[0].until_rate == two[1].from_rate)
                        && rates.pieces().iter().all(|piece| piece.from_rate == piece.until_rate);
                    if !steady {
                        reasons.insert("calls do not come at one rate all day");
                    }
                    rates.mean_between(scenario.clock_us(), scenario.duration_us)
                }
                Process::Times(times) => {
                    reasons.insert("calls come at given times");
                    times.len() as f64 / 86_400.0
                }
                Process::Intervals(interval) => {
                    if !matches!(interval, Distribution::Exponential { .. }) {
                        reasons.insert("the time between calls is not exponential");
                    }
                    1.0 / interval.mean()
                }
            };
        if source.variation.day > 0.0 || source.variation.pieces.iter().any(|variance| *variance > 0.0) {
            reasons.insert("some days or half hours are busier than chance allows");
        }
        if share_of_days != 1.0 {
            reasons.insert("days differ in kind");
        }
    }
    differs.extend(reasons.into_iter().map(str::to_owned));
    (rate > 0.0).then_some(rate)
}

/// How much of the calls is of each type.
fn shares(scenario: &Scenario) -> Vec<f64> {
    let mut shares = vec![0.0; scenario.call_types.len()];
    for source in &scenario.sources {
        let weight = match &source.process {
            Process::Rates(rates) => rates.total(),
            Process::Times(times) => times.len() as f64,
            Process::Intervals(interval) => 86_400.0 / interval.mean(),
        };
        for (share, kind) in &source.types {
            shares[*kind] += share * weight;
        }
    }
    let sum: f64 = shares.iter().sum();
    shares.iter().map(|share| if sum > 0.0 { share / sum } else { 0.0 }).collect()
}

/// How long an agent is busy with a call, in seconds.
fn service(scenario: &Scenario, differs: &mut Vec<String>) -> f64 {
    let habits = scenario.teams.iter().map(|team| &team.agents);
    let of_agents = |time: fn(&crate::scenario::AgentHabits) -> &Distribution| -> f64 {
        let sum: f64 =
            scenario.teams.iter().map(|team| f64::from(team.size) * time(&team.agents).mean()).sum();
        let size: f64 = scenario.teams.iter().map(|team| f64::from(team.size)).sum();
        if size > 0.0 { sum / size } else { 0.0 }
    };
    let extra = habits.clone().any(|agents| agents.answer.mean() > 0.0 || agents.wrap_up.mean() > 0.0);
    let types = &scenario.call_types;
    let exponential =
        |kind: &crate::scenario::CallType| matches!(kind.service, Distribution::Exponential { .. });
    let mean = types.first().map_or(0.0, |kind| kind.service.mean());
    if extra || !types.iter().all(|kind| exponential(kind) && kind.service.mean() == mean) {
        differs.push("the time an agent is busy with a call is not one exponential".to_owned());
    }
    let shares = shares(scenario);
    let busy = types.iter().zip(&shares).map(|(kind, share)| {
        let wrap_up =
            kind.wrap_up.as_ref().map_or_else(|| of_agents(|agents| &agents.wrap_up), Distribution::mean);
        share * (kind.service.mean() + wrap_up)
    });
    busy.sum::<f64>() + of_agents(|agents| &agents.answer)
}

fn patience(scenario: &Scenario, differs: &mut Vec<String>) -> Option<f64> {
    let types = &scenario.call_types;
    let first = types.first()?.patience.as_ref();
    let exponential = first.is_none_or(|patience| matches!(patience, Distribution::Exponential { .. }));
    if !exponential || types.iter().any(|kind| kind.patience.as_ref() != first) {
        differs.push("patience is not one exponential".to_owned());
    }
    if types.iter().any(|kind| kind.zero_patience > 0.0) {
        differs.push("some callers hang up at once".to_owned());
    }
    let shares = shares(scenario);
    // Those who never hang up wait as long as anybody can measure.
    let rate: f64 = types
        .iter()
        .zip(&shares)
        .filter_map(|(kind, share)| Some(share / kind.patience.as_ref()?.mean()))
        .sum();
    (rate > 0.0).then(|| 1.0 / rate)
}

/// The agents on duty: all of them, or their mean where they come and go.
fn agents(scenario: &Scenario, mean: f64, differs: &mut Vec<String>) -> u32 {
    let habits = || scenario.teams.iter().map(|team| &team.agents);
    if habits().any(|agents| agents.pauses.is_some() || agents.no_show > 0.0) {
        differs.push("agents pause or stay away".to_owned());
    }
    if habits().any(|agents| agents.no_answer > 0.0) {
        differs.push("agents let calls ring".to_owned());
    }
    let come_and_go = scenario.teams.iter().any(|team| !team.shifts.is_empty())
        || scenario.days.iter().any(|day| day.agents.is_some());
    if !come_and_go {
        return scenario.teams.iter().map(|team| team.size).sum();
    }
    let rounded = whole(mean);
    differs.push(format!("agents come and go; the model has as many as there were in the mean, {rounded}"));
    rounded
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, which is wanted"
)]
fn whole(mean: f64) -> u32 {
    libm::round(mean) as u32
}

fn capacity(scenario: &Scenario, differs: &mut Vec<String>) -> Option<u32> {
    if scenario.trunks.is_some() {
        differs.push("there are only so many trunks".to_owned());
    }
    match scenario.queues.as_slice() {
        [only] => only.capacity,
        several => {
            if several.iter().any(|queue| queue.capacity.is_some()) {
                differs.push("queues have room for so many only".to_owned());
            }
            None
        }
    }
}

/// What calls may do that the models do not know.
fn ways(scenario: &Scenario, differs: &mut Vec<String>) {
    let types = &scenario.call_types;
    if types.iter().any(|kind| kind.ivr.is_some()) {
        differs.push("calls go through an IVR first".to_owned());
    }
    if types.iter().any(|kind| !kind.balking.is_empty()) {
        differs.push("callers balk".to_owned());
    }
    if !everybody_serves_everything(scenario) {
        differs.push("not every agent serves every queue".to_owned());
    }
    if scenario.warm_up_us == 0 {
        differs.push("the run begins empty; a warm-up would leave that out".to_owned());
    }
}

fn everybody_serves_everything(scenario: &Scenario) -> bool {
    let serves = |team: &crate::scenario::Team, queue: usize| {
        team.groups.iter().any(|of| of.reserve == 0 && scenario.groups[of.group].queues.contains(&queue))
    };
    scenario.teams.iter().all(|team| (0..scenario.queues.len()).all(|queue| serves(team, queue)))
}
