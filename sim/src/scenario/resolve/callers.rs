//! What callers want, and which of them go first.

use super::arrivals::{self, Origin};
use super::shares::shares_of_one;
use super::times::distribution;
use super::{at_most_a_year, no_twins};
use crate::scenario::error::Fault;
use crate::scenario::file;
use crate::scenario::names::Names;
use crate::scenario::place::At;
use crate::scenario::{Balking, CallType, Ivr, Priority, Source};

/// The call types, each with a name of its own.
pub(super) fn call_types(types: &[At<file::CallType>], queues: &Names<'_>) -> Result<Vec<CallType>, Fault> {
    let codes: Vec<_> = types.iter().map(code).collect::<Result<_, _>>()?;
    Names::of("call type", codes.iter().copied())?;
    let resolve = |(said, code): (&At<file::CallType>, &At<String>)| {
        Ok(CallType {
            code: (**code).clone(),
            meaning: said.meaning.as_ref().unwrap_or(code).clone(),
            queue: queues.find(&said.queue)?,
            service: distribution(&said.service)?,
            patience: said.patience.as_ref().map(distribution).transpose()?,
            zero_patience: said.zero_patience.map_or(0.0, |share| share.0),
            wrap_up: said.wrap_up.as_ref().map(distribution).transpose()?,
            credit_us: said.credit.as_ref().map_or(Ok(0), at_most_a_year)?,
            ivr: said.ivr.as_ref().map(ivr).transpose()?,
            balking: balking(&said.balking)?,
        })
    };
    types.iter().zip(codes).map(resolve).collect()
}

fn code(said: &At<file::CallType>) -> Result<&At<String>, Fault> {
    match (&said.code, &said.name) {
        (Some(code), None) | (None, Some(code)) => Ok(code),
        (None, None) => Err(said.fault("a call type without a name").expected("`code` or `name`")),
        (Some(_), Some(name)) => Err(name.fault("a second name of a call type").expected("`code` or `name`")),
    }
}

fn ivr(said: &file::Ivr) -> Result<Ivr, Fault> {
    Ok(Ivr { time: distribution(&said.time)?, contained: said.contained.map_or(0.0, |share| share.0) })
}

fn balking(said: &[file::Balking]) -> Result<Vec<Balking>, Fault> {
    for pair in said.windows(2) {
        if *pair[1].waiting <= *pair[0].waiting {
            let fault = pair[1].waiting.fault("the callers waiting must rise");
            return Err(fault.expected("more than in the entry before"));
        }
    }
    Ok(said.iter().map(|one| Balking { waiting: one.waiting.0, share: one.share.0 }).collect())
}

/// The call types (indices) that have a share of each day's calls. Every other one has arrivals of its own.
pub(super) fn shared(types: &[At<file::CallType>]) -> Result<Vec<(f64, usize)>, Fault> {
    for said in types {
        match (&said.share, &said.arrivals) {
            (Some(_), None) | (None, Some(_)) => {}
            (None, None) => {
                return Err(said.fault("a call type without calls").expected("`share` or `arrivals`"));
            }
            (Some(_), Some(arrivals)) => {
                return Err(arrivals.fault("arrivals beside a share").expected("`share` or `arrivals`"));
            }
        }
    }
    let with_share = types.iter().enumerate().filter_map(|(place, said)| Some((place, said.share.as_ref()?)));
    let shares = shares_of_one("the call types", with_share.clone().map(|(_, share)| share))?;
    Ok(shares.into_iter().zip(with_share.map(|(place, _)| place)).collect())
}

/// The sources of the calls of types that have arrivals of their own.
pub(super) fn sources(types: &[At<file::CallType>]) -> Result<Vec<Source>, Fault> {
    let mut sources = Vec::new();
    for (place, said) in types.iter().enumerate() {
        let Some(said_arrivals) = &said.arrivals else { continue };
        let process = arrivals::process(said_arrivals)?;
        let variation = arrivals::busyness(said_arrivals.busyness_cv.as_ref(), &process)?;
        let peaks = said_arrivals.peaks.as_ref().map_or(&[][..], |peaks| peaks.as_slice());
        let origin = Origin { name: code(said)?, day: None, types: vec![(1.0, place)] };
        sources.extend(origin.sources(process, variation, peaks)?);
    }
    Ok(sources)
}

/// The priorities; without any in the file one for all.
pub(super) fn priorities(priorities: Option<&[file::Priority]>) -> Result<Vec<Priority>, Fault> {
    let Some(priorities) = priorities else {
        return Ok(vec![Priority { level: 0, share: 1.0, credit_us: 0 }]);
    };
    let levels = priorities.iter().map(|priority| (priority.level.span(), *priority.level));
    no_twins("the levels of two priorities are the same", levels)?;
    let shares = shares_of_one("the priorities", priorities.iter().map(|priority| &priority.share))?;
    let resolve = |(priority, share): (&file::Priority, f64)| {
        let credit_us = priority.credit.as_ref().map_or(Ok(0), at_most_a_year)?;
        Ok(Priority { level: priority.level.0, share, credit_us })
    };
    priorities.iter().zip(shares).map(resolve).collect()
}
