//! Teams: what their agents can do, and what they do besides talking.

use std::collections::BTreeMap;

use super::shifts::shifts;
use super::times::distribution;
use super::{at_least_a_second, ids};
use crate::random::Distribution;
use crate::scenario::error::Fault;
use crate::scenario::file::{self, Habits};
use crate::scenario::names::Names;
use crate::scenario::place::At;
use crate::scenario::value::{Share, Whole};
use crate::scenario::{Activity, AgentHabits, DayKind, Equipment, Membership, Pauses, Team};

/// The most agents of a scenario. Each one costs memory for the whole run.
const MOST_AGENTS: u32 = 1_000_000;

/// What the parts of a team refer to.
pub(super) struct Known<'f> {
    pub(super) groups: &'f Names<'f>,
    pub(super) activities: &'f Names<'f>,
    pub(super) day_names: &'f Names<'f>,
    pub(super) days: &'f [DayKind],
}

/// The number of all agents.
pub(super) fn agents(teams: &[file::Team]) -> Result<u32, Fault> {
    let mut room = MOST_AGENTS;
    for team in teams {
        let Whole(size) = *team.size;
        room = room.checked_sub(size).filter(|_| size > 0).ok_or_else(|| {
            let expected = format!("1 or more, and at most {MOST_AGENTS} in all teams");
            team.size.fault(format!("a team of {size} agents")).expected(expected)
        })?;
    }
    Ok(MOST_AGENTS - room)
}

pub(super) fn activities(activities: &[file::Activity]) -> Result<Vec<Activity>, Fault> {
    let ids = ids("activity", activities.iter().map(|activity| (&activity.name, activity.id.as_ref())))?;
    let resolve = |(activity, id): (&file::Activity, u32)| Activity { name: (*activity.name).clone(), id };
    Ok(activities.iter().zip(ids).map(resolve).collect())
}

pub(super) fn teams(
    teams: &[file::Team],
    agents: &file::Agents,
    known: &Known<'_>,
) -> Result<Vec<Team>, Fault> {
    Names::of("team", teams.iter().map(|team| &team.name))?;
    let of_all = habits(&agents.habits(), &unless_said(), known.activities)?;
    let resolve = |team: &file::Team| {
        Ok(Team {
            name: (*team.name).clone(),
            size: team.size.0,
            groups: memberships(team, known.groups)?,
            shifts: shifts(team, known)?,
            agents: habits(&team.habits(), &of_all, known.activities)?,
        })
    };
    teams.iter().map(resolve).collect()
}

fn memberships(team: &file::Team, groups: &Names<'_>) -> Result<Vec<Membership>, Fault> {
    let indices = groups.find_all(&team.groups)?;
    let own = Names::of("group of the team", team.groups.iter())?;
    let levels = of_groups(&team.levels, &own)?;
    let reserve = of_groups(&team.reserve, &own)?;
    let membership = |(place, group)| -> Result<Membership, Fault> {
        let level = levels.get(&place).map_or(Ok(1), |level| match ***level {
            Whole(0) => Err(level.fault("a skill level of 0").expected("1, the best, or more")),
            Whole(level) => Ok(level),
        })?;
        let reserve = reserve.get(&place).map_or(Ok(0), |reserve| match ***reserve {
            Whole(reserve) if reserve < team.size.0 => Ok(reserve),
            Whole(all) => Err(reserve
                .fault(format!("{all} agents are kept back, so the group gets none"))
                .expected(format!("less than the {} of the team", team.size.0))),
        })?;
        Ok(Membership { group, level, reserve })
    };
    indices.into_iter().enumerate().map(membership).collect()
}

/// What is said of some of the team's groups, by the place of the group in the team.
fn of_groups<'f>(
    said: &'f BTreeMap<At<String>, At<Whole>>,
    own: &Names<'_>,
) -> Result<BTreeMap<usize, &'f At<Whole>>, Fault> {
    said.iter().map(|(group, number)| Ok((own.find(group)?, number))).collect()
}

/// The habits where nothing is said.
fn unless_said() -> AgentHabits {
    AgentHabits {
        works_at: Equipment::Desktop,
        answer: Distribution::Deterministic { seconds: 0.0 },
        wrap_up: Distribution::Deterministic { seconds: 0.0 },
        no_answer: 0.0,
        ring_time_us: 20_000_000,
        away: Distribution::Deterministic { seconds: 60.0 },
        no_show: 0.0,
        pauses: None,
    }
}

/// What is said, and for the rest what others do.
fn habits(said: &Habits<'_>, others: &AgentHabits, activities: &Names<'_>) -> Result<AgentHabits, Fault> {
    let time = |said: Option<&At<file::Time>>, others: &Distribution| {
        said.map_or_else(|| Ok(others.clone()), distribution)
    };
    let share = |said: Option<&Share>, others| said.map_or(others, |share| share.0);
    let pauses = said.pauses.map(|pauses| self::pauses(pauses, activities)).transpose()?;
    Ok(AgentHabits {
        works_at: said.works_at.map_or(others.works_at, |word| word.0),
        answer: time(said.answer, &others.answer)?,
        wrap_up: time(said.wrap_up, &others.wrap_up)?,
        no_answer: share(said.no_answer, others.no_answer),
        ring_time_us: said.ring_time.map_or(Ok(others.ring_time_us), at_least_a_second)?,
        away: time(said.away, &others.away)?,
        no_show: share(said.no_show, others.no_show),
        pauses: pauses.or_else(|| others.pauses.clone()),
    })
}

fn pauses(said: &file::Pauses, activities: &Names<'_>) -> Result<Pauses, Fault> {
    let every = distribution(&said.every)?;
    if every.mean() < 1.0 {
        return Err(said.every.fault("pauses without end").expected("a mean of 1 s or more between two"));
    }
    let activity = said.activity.as_ref().map(|activity| activities.find(activity)).transpose()?;
    Ok(Pauses { every, length: distribution(&said.length)?, activity })
}
