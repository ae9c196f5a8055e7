//! The applications that watch.

use super::{at_least_a_second, at_most_a_year};
use crate::scenario::error::Fault;
use crate::scenario::file;
use crate::scenario::names::Names;
use crate::scenario::place::At;
use crate::scenario::value::{AllOrAcd, Lines, Seconds};
use crate::scenario::{Seat, Watched};

/// The seats; without any in the file one supervisor.
pub(super) fn seats(seats: Option<&[file::Seat]>, teams: &Names<'_>) -> Result<Vec<Seat>, Fault> {
    let Some(seats) = seats else { return Ok(vec![supervisor()]) };
    Names::of("seat", seats.iter().map(|seat| &seat.name))?;
    seats.iter().map(|said| seat(said, teams)).collect()
}

fn supervisor() -> Seat {
    Seat {
        name: "supervisor".to_owned(),
        lines: Watched::Acd,
        calls: true,
        refresh_us: Some(5 * 60 * 1_000_000),
        measurement_us: None,
    }
}

fn seat(said: &file::Seat, teams: &Names<'_>) -> Result<Seat, Fault> {
    if *said.name == "handler" || said.name.starts_with("agent-") {
        return Err(said
            .name
            .fault(format!("`{}` is the name of another application", *said.name))
            .expected("one that is not `handler`, nor begins with `agent-`"));
    }
    let lines = said.lines.as_ref().map(|lines| match &**lines {
        Lines::Word(word) => Ok(match word.0 {
            AllOrAcd::Acd => Watched::Acd,
            AllOrAcd::All => Watched::All,
        }),
        Lines::Teams(names) if names.is_empty() => {
            Err(lines.fault("the list is empty").expected("at least one team, or `acd`"))
        }
        Lines::Teams(names) => {
            Names::of("team", names)?;
            names.iter().map(|name| teams.find(name)).collect::<Result<_, _>>().map(Watched::Teams)
        }
    });
    Ok(Seat {
        name: (*said.name).clone(),
        lines: lines.transpose()?.unwrap_or(Watched::Acd),
        calls: said.calls.unwrap_or(true),
        refresh_us: said.refresh.as_ref().map(at_least_a_second).transpose()?,
        measurement_us: said.measurement_period.as_ref().map(whole_seconds).transpose()?,
    })
}

/// TAPI counts a measurement period in seconds.
fn whole_seconds(period: &At<Seconds>) -> Result<u64, Fault> {
    match at_most_a_year(period)? {
        us if us > 0 && us % 1_000_000 == 0 => Ok(us),
        _ => {
            Err(period.fault("a measurement period of broken seconds").expected("whole seconds, at least 1"))
        }
    }
}
