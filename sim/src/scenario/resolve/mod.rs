//! What the values of a file mean together.

mod arrivals;
mod callers;
mod days;
mod queues;
mod seats;
mod shares;
mod shifts;
mod teams;
mod times;

use std::collections::BTreeSet;
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::error::Fault;
use super::file::{self, File};
use super::names::Names;
use super::place::At;
use super::value::{DAY_US, Seconds, Whole};
use super::{
    AgentChoice, Assumption, CallChoice, Closing, HALF_HOUR_US, HALF_HOURS, Routing, SCHEMA, Scenario,
};
use crate::random::micros;

/// A year: long enough for any question, and far from where numbers overflow.
const A_YEAR_S: f64 = 366.0 * 86_400.0;
const SECOND_US: u64 = 1_000_000;
/// Where the file does not say when time begins: a Monday.
const A_MONDAY: &str = "2000-01-03T00:00:00[UTC]";

/// Checks what the parts of a file say together, and replaces names by indices.
pub(super) fn resolve(file: File, text: &str) -> Result<Scenario, Fault> {
    schema(&file.schema)?;
    let days = days::in_file_order(&file.days)?;
    let day_names = Names::of("kind of day", days.iter().map(|&(name, _)| name))?;
    let activity_names = Names::of("activity", file.activities.iter().map(|activity| &activity.name))?;
    let queues = some("queue", &file.queues)?;
    let queue_names = Names::of("queue", queues.iter().map(|queue| &queue.name))?;
    let groups = file.groups.as_ref().map(|groups| some("group", groups)).transpose()?;
    let group_names = match groups {
        Some(groups) => Names::of("group", groups.iter().map(|group| &group.name))?,
        None => Names::of("group", queues.iter().map(|queue| &queue.name))?,
    };
    let types = some("call type", &file.call_types)?;
    let priorities = file.priorities.as_ref().map(|priorities| some("priority", priorities)).transpose()?;
    let teams = some("team", &file.teams)?;
    let team_names = Names::of("team", teams.iter().map(|team| &team.name))?;

    let kinds = days::kinds(&days, teams::agents(teams)?)?;
    let known = teams::Known {
        groups: &group_names,
        activities: &activity_names,
        day_names: &day_names,
        days: &kinds,
    };
    let call_types = callers::call_types(types, &queue_names)?;
    let mut sources = days::sources(&days, &callers::shared(types)?)?;
    sources.extend(callers::sources(types)?);
    days::factors(&days, &sources)?;
    let duration_us = duration(&file.duration)?;
    Ok(Scenario {
        duration_us,
        warm_up_us: file.warm_up.as_ref().map_or(Ok(0), |warm_up| self::warm_up(warm_up, duration_us))?,
        closing: file.closing.map_or(Closing::Cut, |word| word.0),
        period_us: file.period.as_ref().map_or(Ok(HALF_HOUR_US), period)?,
        threshold_us: file.service_level.threshold.as_ref().map_or(Ok(20 * SECOND_US), at_most_a_year)?,
        trunks: file.trunks.as_ref().map(trunks).transpose()?,
        assumptions: assumptions(&file.assumptions)?,
        calendar: days::calendar(&file, &days, &day_names)?,
        sources,
        activities: teams::activities(&file.activities)?,
        queues: queues::queues(queues, &queue_names)?,
        groups: queues::groups(groups, queues, &queue_names)?,
        call_types,
        priorities: callers::priorities(priorities)?,
        teams: teams::teams(teams, &file.agents, &known)?,
        routing: Routing {
            agents: file.routing.agents.map_or(AgentChoice::LongestIdle, |word| word.0),
            calls: file.routing.calls.map_or(CallChoice::SkillFirst, |word| word.0),
        },
        follow_busyness: file.agents.follow_busyness.map_or(0.0, |share| share.0),
        seats: seats::seats(file.seats.as_deref(), &team_names)?,
        days: kinds,
        hash: hash(text),
        title: file.title,
        start: file.start.map_or_else(|| A_MONDAY.parse().expect("it is a date"), |start| start.0),
    })
}

fn schema(schema: &At<Whole>) -> Result<(), Fault> {
    let Whole(number) = **schema;
    if number == SCHEMA {
        return Ok(());
    }
    let fault = schema.fault(format!("this program does not know schema {number}"));
    Err(fault.expected(SCHEMA.to_string()))
}

fn duration(duration: &At<Seconds>) -> Result<u64, Fault> {
    match at_most_a_year(duration)? {
        0 => Err(duration.fault("the duration is 0").expected("a longer one")),
        us => Ok(us),
    }
}

fn warm_up(warm_up: &At<Seconds>, duration_us: u64) -> Result<u64, Fault> {
    match at_most_a_year(warm_up)? {
        us if us < duration_us => Ok(us),
        _ => Err(warm_up.fault("nothing is left after the warm-up").expected("less than the duration")),
    }
}

/// Periods begin at midnight, so a day must be made of whole ones.
fn period(period: &At<Seconds>) -> Result<u64, Fault> {
    match at_most_a_year(period)? {
        us if us >= 60 * SECOND_US && DAY_US.is_multiple_of(us) => Ok(us),
        _ => Err(period
            .fault("a day is not made of such periods")
            .expected("1 min to 24 h, a whole number of them in 24 h")),
    }
}

fn trunks(trunks: &At<Whole>) -> Result<u32, Fault> {
    match **trunks {
        Whole(0) => Err(trunks.fault("no call comes in without a trunk").expected("1 or more")),
        Whole(trunks) => Ok(trunks),
    }
}

fn at_most_a_year(duration: &At<Seconds>) -> Result<u64, Fault> {
    let Seconds(seconds) = **duration;
    if seconds > A_YEAR_S {
        return Err(duration.fault("the duration is too long").expected("at most 366 days"));
    }
    Ok(micros(seconds))
}

fn at_least_a_second(duration: &At<Seconds>) -> Result<u64, Fault> {
    match at_most_a_year(duration)? {
        us if us >= SECOND_US => Ok(us),
        _ => Err(duration.fault("the duration is too short").expected("1 s or more")),
    }
}

fn assumptions(assumptions: &[file::Assumption]) -> Result<Vec<Assumption>, Fault> {
    Names::of("assumption", assumptions.iter().map(|assumption| &assumption.name))?;
    let plain = |assumption: &file::Assumption| Assumption {
        name: (*assumption.name).clone(),
        text: assumption.text.clone(),
    };
    Ok(assumptions.iter().map(plain).collect())
}

fn half_hours<T>(list: &At<Vec<T>>, number: impl Fn(&T) -> f64) -> Result<[f64; HALF_HOURS], Fault> {
    let numbers: Vec<f64> = list.iter().map(number).collect();
    numbers.try_into().map_err(|numbers: Vec<f64>| {
        let message = format!("the list has {} numbers", numbers.len());
        list.fault(message).expected("48 numbers, one per half hour from midnight")
    })
}

/// The ids that TAPI knows things by: those of the file, and else their places in the list, from 1.
fn ids<'f>(
    what: &str,
    things: impl Iterator<Item = (&'f At<String>, Option<&'f At<Whole>>)>,
) -> Result<Vec<u32>, Fault> {
    let id = |((name, id), place): ((&At<String>, Option<&At<Whole>>), u32)| match id {
        Some(id) if id.0 == 0 => Err(id.fault(format!("the id of the {what} is 0")).expected("1 or more")),
        Some(id) => Ok((id.span(), id.0)),
        None => Ok((name.span(), place)),
    };
    let ids: Vec<(Range<usize>, u32)> = things.zip(1..).map(id).collect::<Result<_, _>>()?;
    no_twins(&format!("a second {what} with this id"), ids.iter().cloned())?;
    Ok(ids.into_iter().map(|(_, id)| id).collect())
}

/// The list, if it holds anything.
fn some<'f, T>(what: &str, list: &'f At<Vec<T>>) -> Result<&'f [T], Fault> {
    if list.is_empty() {
        return Err(list.fault("the list is empty").expected(format!("at least one {what}")));
    }
    Ok(list)
}

/// Refuses a value that an earlier place in the file has taken.
fn no_twins<T: Ord>(message: &str, values: impl Iterator<Item = (Range<usize>, T)>) -> Result<(), Fault> {
    let mut taken = BTreeSet::new();
    for (at, value) in values {
        if !taken.insert(value) {
            return Err(Fault::new(at, message).expected("another one"));
        }
    }
    Ok(())
}

fn hash(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
