//! Kinds of day, and which of them come when.

use super::arrivals::{self, Origin};
use super::half_hours;
use crate::random::RateProfile;
use crate::scenario::error::Fault;
use crate::scenario::file::{Day, Days, File};
use crate::scenario::names::Names;
use crate::scenario::place::At;
use crate::scenario::value::{Amount, MOST_PER_SECOND};
use crate::scenario::{DayKind, HALF_HOUR_US, HALF_HOURS, Process, Source, Variation};

/// A kind for every day of a year is enough.
const MOST_KINDS: usize = 366;
/// The name of the one kind of day where the file has none.
const EVERY_DAY: &str = "every day";

/// A TOML table has no order; the reader's order is that of the places in the file.
pub(super) fn in_file_order(days: &Days) -> Result<Vec<(&At<String>, &Day)>, Fault> {
    let mut in_order: Vec<_> = days.iter().collect();
    in_order.sort_by_key(|(name, _)| name.span().start);
    match in_order.get(MOST_KINDS) {
        None => Ok(in_order),
        Some((name, _)) => {
            Err(name.fault("this is one kind of day too many").expected(format!("at most {MOST_KINDS}")))
        }
    }
}

/// The kinds of day; there is always one.
pub(super) fn kinds(days: &[(&At<String>, &Day)], most_agents: u32) -> Result<Vec<DayKind>, Fault> {
    if days.is_empty() {
        return Ok(vec![DayKind { name: EVERY_DAY.to_owned(), factor: 1.0, agents: None }]);
    }
    let kind = |&(name, day): &(&At<String>, &Day)| {
        let agents = day.agents_per_30min.as_ref().map(|agents| on_duty(agents, most_agents));
        let factor = day.factor.as_ref().map_or(1.0, |factor| factor.0);
        Ok(DayKind { name: (**name).clone(), factor, agents: agents.transpose()? })
    };
    days.iter().map(kind).collect()
}

fn on_duty(agents: &At<Vec<At<Amount>>>, most: u32) -> Result<[f64; HALF_HOURS], Fault> {
    if let Some(agents) = agents.iter().find(|agents| agents.0 > f64::from(most)) {
        let fault = agents.fault(format!("{} agents are more than there are", agents.0));
        return Err(fault.expected(format!("at most the {most} of all teams")));
    }
    half_hours(agents, |agents| agents.0)
}

/// Which kinds of day come one after the other.
pub(super) fn calendar(
    file: &File,
    days: &[(&At<String>, &Day)],
    names: &Names<'_>,
) -> Result<Vec<usize>, Fault> {
    match (&file.calendar, &file.default_day, days) {
        (Some(_), Some(day), _) => {
            Err(day.fault("a default day beside a calendar").expected("only one of them"))
        }
        (Some(calendar), None, _) if calendar.is_empty() => {
            Err(calendar.fault("the list is empty").expected("at least one kind of day"))
        }
        (Some(calendar), None, _) => calendar.iter().map(|day| names.find(day)).collect(),
        (None, Some(day), _) => Ok(vec![names.find(day)?]),
        (None, None, [_, (second, _), ..]) => Err(second
            .fault("nothing says which of several kinds of day comes first")
            .expected("`default_day` or `calendar`, above all tables")),
        (None, None, _) => Ok(vec![0]),
    }
}

/// The sources of the calls that call types have shares of: those of each kind of day.
///
/// `types` has the shares; it is empty where no call type has one.
pub(super) fn sources(days: &[(&At<String>, &Day)], types: &[(f64, usize)]) -> Result<Vec<Source>, Fault> {
    let of_day = |(place, (name, day)): (usize, &(&At<String>, &Day))| {
        if types.is_empty() {
            return nothing_to_share(day).map(|()| Vec::new());
        }
        let (process, variation) = arrivals_of(name, day)?;
        let origin = Origin { name: name.as_str(), day: Some(place), types: types.to_vec() };
        origin.sources(process, variation, &day.peaks)
    };
    let sources: Vec<_> = days.iter().enumerate().map(of_day).collect::<Result<_, Fault>>()?;
    Ok(sources.into_iter().flatten().collect())
}

/// A factor multiplies every rate of such a day; none may become endless by it.
pub(super) fn factors(days: &[(&At<String>, &Day)], sources: &[Source]) -> Result<(), Fault> {
    for (place, (_, day)) in days.iter().enumerate() {
        let Some(factor) = &day.factor else { continue };
        let here = sources.iter().filter(|source| source.day.is_none_or(|day| day == place));
        let most = here.map(highest_rate).fold(0.0, f64::max);
        if most * factor.0 > MOST_PER_SECOND {
            let fault = factor.fault(format!("{:.0} calls a second", most * factor.0));
            return Err(fault.expected("a factor that makes at most 1000000"));
        }
    }
    Ok(())
}

fn highest_rate(source: &Source) -> f64 {
    match &source.process {
        Process::Rates(rates) => {
            rates.pieces().iter().map(|piece| piece.from_rate.max(piece.until_rate)).fold(0.0, f64::max)
        }
        Process::Times(_) | Process::Intervals(_) => 0.0,
    }
}

/// When the calls of such a day come, by `arrivals` or by what data say of half hours.
fn arrivals_of(name: &At<String>, day: &Day) -> Result<(Process, Variation), Fault> {
    match (&day.arrivals, &day.calls_per_30min) {
        (None, None) => Err(name
            .fault(format!("no calls come on the kind of day `{}`", **name))
            .expected("`arrivals` here, for call types have shares of them")),
        (Some(_), Some(calls)) => {
            Err(calls.fault("calls per half hour beside `arrivals`").expected("only one of them"))
        }
        (Some(arrivals), None) => {
            if let Some(cv) = &arrivals.busyness_cv {
                return Err(cv
                    .fault("`busyness_cv` within `arrivals` of a kind of day")
                    .expected("it beside them"));
            }
            if let Some(peaks) = &arrivals.peaks {
                return Err(peaks
                    .fault("`peaks` within `arrivals` of a kind of day")
                    .expected("them beside"));
            }
            let stray = [
                day.variance_to_mean_per_30min.as_ref().map(At::span),
                day.calls_per_day_sd.as_ref().map(At::span),
            ];
            if let Some(at) = stray.into_iter().flatten().next() {
                return Err(
                    Fault::new(at, "nothing for this to vary").expected("`calls_per_30min` beside it")
                );
            }
            let process = arrivals::process(arrivals)?;
            let variation = arrivals::busyness(day.busyness_cv.as_ref(), &process)?;
            Ok((process, variation))
        }
        (None, Some(calls)) => {
            let (Some(variance_to_mean), Some(day_sd)) =
                (&day.variance_to_mean_per_30min, &day.calls_per_day_sd)
            else {
                return Err(calls.fault("calls per half hour alone").expected(
                    "`variance_to_mean_per_30min` and `calls_per_day_sd` beside them, or `arrivals`",
                ));
            };
            if let Some(cv) = &day.busyness_cv {
                return Err(cv
                    .fault("the data say how much days differ")
                    .expected("`busyness_cv` with `arrivals` only"));
            }
            let calls = half_hours(calls, |calls| calls.0)?;
            let variance_to_mean = half_hours(variance_to_mean, |ratio| ratio.0)?;
            let variation = Variation::fit(&calls, &variance_to_mean, day_sd.0);
            Ok((Process::Rates(RateProfile::steps(HALF_HOUR_US, &calls)), variation))
        }
    }
}

/// Every call type has arrivals of its own; then days have none.
fn nothing_to_share(day: &Day) -> Result<(), Fault> {
    let given = [
        day.arrivals.as_ref().map(At::span),
        day.calls_per_30min.as_ref().map(At::span),
        day.variance_to_mean_per_30min.as_ref().map(At::span),
        day.calls_per_day_sd.as_ref().map(At::span),
        day.busyness_cv.as_ref().map(At::span),
        day.peaks.first().map(|peak| peak.at.span()),
    ];
    match given.into_iter().flatten().next() {
        None => Ok(()),
        Some(at) => {
            Err(Fault::new(at, "no call type has a share of these calls")
                .expected("a call type with `share`"))
        }
    }
}
