//! When calls come.

use super::times::distribution;
use super::{half_hours, some};
use crate::random::{Piece, RateProfile, micros};
use crate::scenario::error::Fault;
use crate::scenario::file::{Arrivals, Peak, Point, Time};
use crate::scenario::place::At;
use crate::scenario::value::{Amount, Clock, DAY_US, MOST_PER_SECOND};
use crate::scenario::{HALF_HOUR_US, Process, Source, Variation};

/// Busy days beyond this are no days of one kind.
const MOST_BUSYNESS_CV: f64 = 10.0;
const PROCESSES: &str = "one of `rate`, `per_30min`, `steps`, `line`, `times`, `every`";

/// Where calls of some types come from: on all days or on those of one kind.
pub(super) struct Origin<'f> {
    pub(super) name: &'f str,
    pub(super) day: Option<usize>,
    pub(super) types: Vec<(f64, usize)>,
}

impl Origin<'_> {
    /// The source that has this process, and one more for each peak.
    pub(super) fn sources(
        self,
        process: Process,
        variation: Variation,
        peaks: &[Peak],
    ) -> Result<Vec<Source>, Fault> {
        let source = |name, process, variation| Source {
            name,
            day: self.day,
            process,
            variation,
            types: self.types.clone(),
        };
        let mut sources = vec![source(self.name.to_owned(), process, variation)];
        for (peak, number) in peaks.iter().zip(1..) {
            let process = Process::Rates(self::peak(peak)?);
            sources.push(source(format!("{} peak {number}", self.name), process, Variation::default()));
        }
        Ok(sources)
    }
}

/// The one process that the table gives.
pub(super) fn process(arrivals: &At<Arrivals>) -> Result<Process, Fault> {
    let given = [
        arrivals.rate.as_ref().map(|rate| Ok(Process::Rates(RateProfile::constant(rate.0)))),
        arrivals.per_30min.as_ref().map(per_30min),
        arrivals.steps.as_ref().map(steps),
        arrivals.line.as_ref().map(line),
        arrivals.times.as_ref().map(times),
        arrivals.every.as_ref().map(every),
    ];
    let mut given = given.into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(process), None) => process,
        (None, _) => Err(arrivals.fault("nothing says when the calls come").expected(PROCESSES)),
        (Some(_), Some(_)) => Err(arrivals.fault("arrivals of several kinds").expected(PROCESSES)),
    }
}

/// How much days differ, if they do.
pub(super) fn busyness(cv: Option<&At<Amount>>, process: &Process) -> Result<Variation, Fault> {
    match (cv, process) {
        (None, _) => Ok(Variation::default()),
        (Some(cv), Process::Rates(_)) if cv.0 <= MOST_BUSYNESS_CV => {
            Ok(Variation { day: cv.0 * cv.0, pieces: Vec::new() })
        }
        (Some(cv), Process::Rates(_)) => {
            let fault = cv.fault(format!("a coefficient of variation of {}", cv.0));
            Err(fault.expected(format!("one from 0 to {MOST_BUSYNESS_CV}")))
        }
        (Some(cv), Process::Times(_) | Process::Intervals(_)) => {
            Err(cv.fault("given times and intervals do not vary").expected("`busyness_cv` with rates only"))
        }
    }
}

fn per_30min(calls: &At<Vec<Amount>>) -> Result<Process, Fault> {
    Ok(Process::Rates(RateProfile::steps(HALF_HOUR_US, &half_hours(calls, |calls| calls.0)?)))
}

fn steps(points: &At<Vec<Point>>) -> Result<Process, Fault> {
    let points = rising(some("step", points)?)?;
    let ends = points[1..].iter().map(|(at, _)| *at).chain([DAY_US]);
    let piece = |(&(from_us, rate), until_us)| Piece { from_us, until_us, from_rate: rate, until_rate: rate };
    Ok(Process::Rates(RateProfile::new(points.iter().zip(ends).map(piece).collect())))
}

fn line(points: &At<Vec<Point>>) -> Result<Process, Fault> {
    if points.len() < 2 {
        return Err(points.fault("a line through less than two points").expected("two points or more"));
    }
    let piece = |ends: &[(u64, f64)]| Piece {
        from_us: ends[0].0,
        until_us: ends[1].0,
        from_rate: ends[0].1,
        until_rate: ends[1].1,
    };
    Ok(Process::Rates(RateProfile::new(rising(points)?.windows(2).map(piece).collect())))
}

/// The points, as microseconds from midnight and calls per second.
fn rising(points: &[Point]) -> Result<Vec<(u64, f64)>, Fault> {
    for pair in points.windows(2) {
        if pair[1].0 <= pair[0].0 {
            return Err(pair[1].fault("the times must rise").expected("a later time than the one before"));
        }
    }
    Ok(points.iter().map(|point| (point.0.0, point.1.0)).collect())
}

fn times(times: &At<Vec<At<Clock>>>) -> Result<Process, Fault> {
    let mut earliest = 0;
    for time in some("time", times)? {
        if time.0 < earliest {
            return Err(time.fault("the times must rise").expected("a later time than the one before"));
        }
        if time.0 == DAY_US {
            return Err(time.fault("24:00 is the midnight of the next day").expected("a time before it"));
        }
        earliest = time.0 + 1;
    }
    Ok(Process::Times(times.iter().map(|time| time.0).collect()))
}

fn every(interval: &At<Time>) -> Result<Process, Fault> {
    let distribution = distribution(interval)?;
    if distribution.mean() * MOST_PER_SECOND < 1.0 {
        return Err(interval.fault("calls come without end").expected("a mean of 1 µs or more"));
    }
    Ok(Process::Intervals(distribution))
}

fn peak(peak: &Peak) -> Result<RateProfile, Fault> {
    let (from_us, until_us) = (peak.at.0, peak.at.0.saturating_add(micros(peak.within.0)));
    if until_us == from_us || until_us > DAY_US {
        let wrong =
            if until_us == from_us { "the peak has no length" } else { "the peak goes on after midnight" };
        return Err(peak.within.fault(wrong).expected("more than 0, and until midnight at most"));
    }
    let rate = peak.calls.0 / peak.within.0;
    if rate > MOST_PER_SECOND {
        return Err(peak.calls.fault(format!("{rate:.0} calls a second")).expected("at most 1000000"));
    }
    Ok(RateProfile::new(vec![Piece { from_us, until_us, from_rate: rate, until_rate: rate }]))
}
