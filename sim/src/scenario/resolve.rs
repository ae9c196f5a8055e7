//! What the values of a file mean together.

use std::collections::BTreeSet;
use std::ops::Range;

use sha2::{Digest, Sha256};
use toml::Spanned;

use super::error::Fault;
use super::file::{self, File};
use super::names::Names;
use super::shares::shares_of_one;
use super::times::distribution;
use super::value::{Seconds, Whole};
use super::variation::Variation;
use super::{
    AgentChoice, AgentHabits, Assumption, CallChoice, CallType, Closing, DayKind, Equipment, Group,
    HALF_HOUR_US, HALF_HOURS, Membership, Priority, Process, Queue, Routing, SCHEMA, Scenario, Seat, Source,
    Team, Watched,
};
use crate::random::{Distribution, RateProfile, micros};

/// A year: long enough for any question, and far from where numbers overflow.
const A_YEAR_S: f64 = 366.0 * 86_400.0;
/// The most agents of a scenario. Each one costs memory for the whole run.
const MOST_AGENTS: u32 = 1_000_000;

/// Checks what the parts of a file say together, and replaces names by indices.
pub(super) fn resolve(file: File, text: &str) -> Result<Scenario, Fault> {
    schema(&file.schema)?;
    let days = in_file_order(&file.days)?;
    let day_names = Names::of("kind of day", days.iter().map(|&(name, _)| name))?;
    let queue_names = Names::of("queue", some("queue", &file.queues)?.iter().map(|queue| &queue.name))?;
    let group_names = Names::of("group", some("group", &file.groups)?.iter().map(|group| &group.name))?;
    let teams = teams(some("team", &file.teams)?, &group_names, &habits(&file.agents)?)?;
    let most_agents = teams.iter().map(|team| team.size).sum();
    let types =
        shares_of_one("the call types", file.call_types.get_ref().iter().map(|call_type| &call_type.share))?;
    let source = |(place, &(name, day)): (usize, &(&Spanned<String>, &file::Day))| {
        source(name.get_ref(), place, day, &types)
    };
    Ok(Scenario {
        duration_us: duration(&file.duration)?,
        warm_up_us: 0,
        closing: Closing::Cut,
        period_us: HALF_HOUR_US,
        threshold_us: 20_000_000,
        trunks: None,
        calendar: vec![day_names.find(&file.default_day)?],
        sources: days.iter().enumerate().map(source).collect::<Result<_, _>>()?,
        activities: Vec::new(),
        assumptions: assumptions(&file.assumptions)?,
        days: days.iter().map(|(name, day)| day_kind(name, day, most_agents)).collect::<Result<_, _>>()?,
        queues: queues(file.queues.get_ref())?,
        groups: groups(file.groups.get_ref(), &queue_names)?,
        call_types: call_types(some("call type", &file.call_types)?, &queue_names)?,
        priorities: priorities(some("priority", &file.priorities)?)?,
        teams,
        routing: Routing { agents: AgentChoice::LongestIdle, calls: CallChoice::SkillFirst },
        follow_busyness: file.agents.follow_busyness.0,
        seats: vec![Seat {
            name: "supervisor".to_owned(),
            lines: Watched::Acd,
            calls: true,
            refresh_us: Some(300_000_000),
            measurement_us: None,
        }],
        title: file.title,
        start: file.start.0,
        hash: hash(text),
    })
}

fn schema(schema: &Spanned<Whole>) -> Result<(), Fault> {
    let Whole(number) = *schema.get_ref();
    if number == SCHEMA {
        return Ok(());
    }
    let fault = Fault::new(schema.span(), format!("this program does not know schema {number}"));
    Err(fault.expected(SCHEMA.to_string()))
}

fn duration(duration: &Spanned<Seconds>) -> Result<u64, Fault> {
    match at_most_a_year(duration)? {
        0 => Err(Fault::new(duration.span(), "the duration is 0").expected("a longer one")),
        us => Ok(us),
    }
}

fn at_most_a_year(duration: &Spanned<Seconds>) -> Result<u64, Fault> {
    let Seconds(seconds) = *duration.get_ref();
    if seconds > A_YEAR_S {
        return Err(Fault::new(duration.span(), "the duration is too long").expected("at most 366 days"));
    }
    Ok(micros(seconds))
}

fn assumptions(assumptions: &[file::Assumption]) -> Result<Vec<Assumption>, Fault> {
    Names::of("assumption", assumptions.iter().map(|assumption| &assumption.name))?;
    let plain = |assumption: &file::Assumption| Assumption {
        name: assumption.name.get_ref().clone(),
        text: assumption.text.clone(),
    };
    Ok(assumptions.iter().map(plain).collect())
}

/// A TOML table has no order; the reader's order is that of the places in the file.
fn in_file_order(days: &Spanned<file::Days>) -> Result<Vec<(&Spanned<String>, &file::Day)>, Fault> {
    let mut in_order: Vec<_> = days.get_ref().iter().collect();
    in_order.sort_by_key(|(name, _)| name.span().start);
    if in_order.is_empty() {
        return Err(Fault::new(days.span(), "the table is empty").expected("at least one kind of day"));
    }
    Ok(in_order)
}

fn day_kind(name: &Spanned<String>, day: &file::Day, most_agents: u32) -> Result<DayKind, Fault> {
    for agents in day.agents_per_30min.get_ref() {
        if agents.get_ref().0 > f64::from(most_agents) {
            let message = format!("{} agents are more than there are", agents.get_ref().0);
            return Err(Fault::new(agents.span(), message)
                .expected(format!("at most the {most_agents} of all teams")));
        }
    }
    Ok(DayKind {
        name: name.get_ref().clone(),
        factor: 1.0,
        agents: Some(half_hours(&day.agents_per_30min, |agents| agents.get_ref().0)?),
    })
}

fn source(name: &str, place: usize, day: &file::Day, types: &[f64]) -> Result<Source, Fault> {
    let calls = half_hours(&day.calls_per_30min, |calls| calls.0)?;
    let variance_to_mean = half_hours(&day.variance_to_mean_per_30min, |ratio| ratio.0)?;
    Ok(Source {
        name: name.to_owned(),
        day: Some(place),
        process: Process::Rates(RateProfile::steps(HALF_HOUR_US, &calls)),
        variation: Variation::fit(&calls, &variance_to_mean, day.calls_per_day_sd.0),
        types: types.iter().copied().zip(0..).collect(),
    })
}

fn half_hours<T>(list: &Spanned<Vec<T>>, number: impl Fn(&T) -> f64) -> Result<[f64; HALF_HOURS], Fault> {
    let numbers: Vec<f64> = list.get_ref().iter().map(number).collect();
    numbers.try_into().map_err(|numbers: Vec<f64>| {
        let message = format!("the list has {} numbers", numbers.len());
        Fault::new(list.span(), message).expected("48 numbers, one per half hour from midnight")
    })
}

fn queues(queues: &[file::Queue]) -> Result<Vec<Queue>, Fault> {
    let ids: Vec<(Range<usize>, u32)> = queues.iter().zip(1..).map(queue_id).collect::<Result<_, _>>()?;
    no_twins("the ids of two queues are the same", ids.iter().cloned())?;
    let resolve = |(queue, (_, id)): (&file::Queue, _)| Queue {
        name: queue.name.get_ref().clone(),
        id,
        priority: 1,
        credit_us: 0,
        ageing: 1.0,
        capacity: None,
        when_full: None,
        overflow: None,
    };
    Ok(queues.iter().zip(ids).map(resolve).collect())
}

/// The id of a queue, and the place that an error about it points at.
fn queue_id((queue, default): (&file::Queue, u32)) -> Result<(Range<usize>, u32), Fault> {
    match &queue.id {
        Some(id) if id.get_ref().0 == 0 => {
            Err(Fault::new(id.span(), "a queue's id is 0").expected("1 or more"))
        }
        Some(id) => Ok((id.span(), id.get_ref().0)),
        None => Ok((queue.name.span(), default)),
    }
}

fn groups(groups: &[file::Group], queues: &Names<'_>) -> Result<Vec<Group>, Fault> {
    no_twins(
        "the GUIDs of two groups are the same",
        groups.iter().map(|group| (group.guid.span(), *group.guid.get_ref())),
    )?;
    let resolve = |group: &file::Group| {
        Ok(Group {
            name: group.name.get_ref().clone(),
            guid: group.guid.get_ref().0,
            queues: queues.find_all(&group.queues)?,
        })
    };
    groups.iter().map(resolve).collect()
}

fn call_types(types: &[file::CallType], queues: &Names<'_>) -> Result<Vec<CallType>, Fault> {
    Names::of("call type", types.iter().map(|call_type| &call_type.code))?;
    let resolve = |call_type: &file::CallType| {
        Ok(CallType {
            code: call_type.code.get_ref().clone(),
            meaning: call_type.meaning.clone(),
            queue: queues.find(&call_type.queue)?,
            service: distribution(&call_type.service)?,
            patience: Some(distribution(&call_type.patience)?),
            zero_patience: 0.0,
            wrap_up: None,
            credit_us: 0,
            ivr: None,
            balking: Vec::new(),
        })
    };
    types.iter().map(resolve).collect()
}

fn priorities(priorities: &[file::Priority]) -> Result<Vec<Priority>, Fault> {
    let levels = priorities.iter().map(|priority| (priority.level.span(), *priority.level.get_ref()));
    no_twins("the levels of two priorities are the same", levels)?;
    let shares = shares_of_one("the priorities", priorities.iter().map(|priority| &priority.share))?;
    let resolve = |(priority, share): (&file::Priority, f64)| {
        let credit_us = at_most_a_year(&priority.credit)?;
        Ok(Priority { level: priority.level.get_ref().0, share, credit_us })
    };
    priorities.iter().zip(shares).map(resolve).collect()
}

fn habits(agents: &file::Agents) -> Result<AgentHabits, Fault> {
    Ok(AgentHabits {
        works_at: Equipment::Desktop,
        answer: distribution(&agents.answer)?,
        wrap_up: distribution(&agents.wrap_up)?,
        no_answer: 0.0,
        ring_time_us: 20_000_000,
        away: Distribution::Deterministic { seconds: 60.0 },
        no_show: 0.0,
        pauses: None,
    })
}

fn teams(teams: &[file::Team], groups: &Names<'_>, habits: &AgentHabits) -> Result<Vec<Team>, Fault> {
    Names::of("team", teams.iter().map(|team| &team.name))?;
    let mut room = MOST_AGENTS;
    let mut resolved = Vec::with_capacity(teams.len());
    for team in teams {
        let Whole(size) = *team.size.get_ref();
        room = room.checked_sub(size).filter(|_| size > 0).ok_or_else(|| {
            let message = format!("a team of {size} agents");
            Fault::new(team.size.span(), message)
                .expected(format!("1 or more, and at most {MOST_AGENTS} in all teams"))
        })?;
        resolved.push(Team {
            name: team.name.get_ref().clone(),
            size,
            groups: groups.find_all(&team.groups)?.into_iter().map(membership).collect(),
            shifts: Vec::new(),
            agents: habits.clone(),
        });
    }
    Ok(resolved)
}

fn membership(group: usize) -> Membership {
    Membership { group, level: 1, reserve: 0 }
}

/// The list, if it holds anything.
fn some<'f, T>(what: &str, list: &'f Spanned<Vec<T>>) -> Result<&'f [T], Fault> {
    if list.get_ref().is_empty() {
        return Err(Fault::new(list.span(), "the list is empty").expected(format!("at least one {what}")));
    }
    Ok(list.get_ref())
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
