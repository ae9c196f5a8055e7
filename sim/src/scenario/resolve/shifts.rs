//! When teams work.

use super::some;
use super::teams::Known;
use super::times::distribution_at;
use crate::random::{Distribution, micros};
use crate::scenario::error::Fault;
use crate::scenario::file;
use crate::scenario::place::At;
use crate::scenario::value::{DAY_US, Whole};
use crate::scenario::{Break, Shift};

pub(super) fn shifts(team: &file::Team, known: &Known<'_>) -> Result<Vec<Shift>, Fault> {
    let Some(said) = &team.shifts else { return Ok(Vec::new()) };
    if known.days.iter().all(|day| day.agents.is_some()) {
        let fault = said.fault("shifts that no day has");
        return Err(fault.expected("a kind of day without `agents_per_30min`"));
    }
    // How many agents of the team no shift has taken yet, by kind of day.
    let mut left = vec![team.size.0; known.days.len()];
    let shift = |said: &file::Shift| {
        let days = said.days.as_ref().map_or(Ok(Vec::new()), |days| kinds(days, known))?;
        let all: Vec<usize> = (0..known.days.len()).collect();
        let on = if days.is_empty() { &all } else { &days };
        let free = on.iter().map(|&day| left[day]).min().unwrap_or(0);
        let agents = agents(said, free)?;
        for &day in on {
            left[day] -= agents;
        }
        let (from_us, until_us) = hours(said)?;
        Ok(Shift { agents, from_us, until_us, days, breaks: breaks(&said.breaks, from_us, until_us, known)? })
    };
    some("shift", said)?.iter().map(shift).collect()
}

/// The kinds of day on which a shift is; those that give the number of agents have none.
fn kinds(days: &At<Vec<At<String>>>, known: &Known<'_>) -> Result<Vec<usize>, Fault> {
    let kinds = known.day_names.find_all(days)?;
    match days.iter().zip(&kinds).find(|(_, kind)| known.days[**kind].agents.is_some()) {
        None => Ok(kinds),
        Some((day, _)) => Err(day
            .fault("this kind of day has `agents_per_30min` instead of shifts")
            .expected("a kind of day without")),
    }
}

fn agents(said: &file::Shift, free: u32) -> Result<u32, Fault> {
    let left = match free {
        0 => "none, for the earlier shifts take all agents of the team".to_owned(),
        _ => format!("1 to {free}, which the earlier shifts leave of the team"),
    };
    match &said.agents {
        None if free > 0 => Ok(free),
        None => Err(said.from.fault("a shift of nobody").expected(left)),
        Some(agents) => match **agents {
            Whole(agents) if (1..=free).contains(&agents) => Ok(agents),
            Whole(number) => Err(agents.fault(format!("a shift of {number} agents")).expected(left)),
        },
    }
}

fn hours(said: &file::Shift) -> Result<(u64, u64), Fault> {
    let (from_us, to_us) = (said.from.0, said.to.0);
    if from_us == DAY_US {
        return Err(said.from.fault("24:00 is the midnight of the next day").expected("a time before it"));
    }
    Ok((from_us, if to_us > from_us { to_us } else { to_us + DAY_US }))
}

fn breaks(said: &[file::Break], from_us: u64, until_us: u64, known: &Known<'_>) -> Result<Vec<Break>, Fault> {
    let mut earliest = from_us;
    let resolve = |said: &file::Break| {
        let at_us = if said.at.0 >= from_us { said.at.0 } else { said.at.0 + DAY_US };
        if at_us >= until_us {
            return Err(said.at.fault("the break is not within the shift").expected("a time within it"));
        }
        if at_us < earliest {
            return Err(said
                .at
                .fault("the breaks are not in order")
                .expected("a later time than the one before"));
        }
        earliest = at_us;
        let length = distribution_at(said.length.span(), &said.length.0)?;
        if let Distribution::Deterministic { seconds } = length
            && at_us.saturating_add(micros(seconds)) > until_us
        {
            return Err(said.length.fault("the break ends after the shift").expected("a shorter one"));
        }
        let activity = said.activity.as_ref().map(|activity| known.activities.find(activity)).transpose()?;
        Ok(Break { at_us, length, activity })
    };
    said.iter().map(resolve).collect()
}
