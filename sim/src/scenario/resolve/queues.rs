//! Queues, the ways between them, and the groups that serve them.

use std::ops::Range;

use sha2::{Digest, Sha256};
use tapi_acd::wire::Guid;

use super::{at_most_a_year, ids, no_twins};

use crate::scenario::error::Fault;
use crate::scenario::file;
use crate::scenario::names::Names;
use crate::scenario::value::Whole;
use crate::scenario::{Group, Overflow, Queue};

/// An hour of waiting that counts like weeks is a slip.
const MOST_AGEING: f64 = 1_000.0;
/// Keeps these hashes apart from every other use of SHA-256.
const DOMAIN: &[u8] = b"tapi-sim group 1\0";

pub(super) fn queues(queues: &[file::Queue], names: &Names<'_>) -> Result<Vec<Queue>, Fault> {
    let ids = ids("queue", queues.iter().map(|queue| (&queue.name, queue.id.as_ref())))?;
    let resolved: Vec<_> =
        queues.iter().zip(ids).map(|(said, id)| queue(said, id, names)).collect::<Result<_, _>>()?;
    no_circle(queues, &resolved)?;
    Ok(resolved)
}

fn queue(said: &file::Queue, id: u32, names: &Names<'_>) -> Result<Queue, Fault> {
    let ageing = said.ageing.as_ref().map_or(1.0, |ageing| ageing.0);
    if let Some(wrong) = said.ageing.as_ref().filter(|_| !(ageing > 0.0 && ageing <= MOST_AGEING)) {
        let fault = wrong.fault(format!("waiting counts {ageing} times"));
        return Err(fault.expected(format!("more than 0 and at most {MOST_AGEING}")));
    }
    if let (Some(other), None) = (&said.when_full, &said.capacity) {
        return Err(other.fault("a queue without a capacity is never full").expected("`capacity` beside it"));
    }
    Ok(Queue {
        name: (*said.name).clone(),
        id,
        priority: said.priority.map_or(1, |Whole(priority)| priority),
        credit_us: said.credit.as_ref().map_or(Ok(0), at_most_a_year)?,
        ageing,
        capacity: said.capacity.map(|Whole(capacity)| capacity),
        when_full: said.when_full.as_ref().map(|other| names.find(other)).transpose()?,
        overflow: said.overflow.as_ref().map(|said| overflow(said, names)).transpose()?,
    })
}

fn overflow(said: &file::Overflow, names: &Names<'_>) -> Result<Overflow, Fault> {
    Ok(Overflow { after_us: at_most_a_year(&said.after)?, to: names.find(&said.to)? })
}

/// Nobody may come back to a queue by overflow and full queues: such a caller would go round for ever.
///
/// Queues with no way out, or only ways to queues that are taken away, are taken away until none is left. What remains
/// leads into a circle.
fn no_circle(said: &[file::Queue], queues: &[Queue]) -> Result<(), Fault> {
    let ways = |queue: usize| [queues[queue].when_full, queues[queue].overflow.map(|overflow| overflow.to)];
    let mut ways_left: Vec<usize> =
        (0..queues.len()).map(|queue| ways(queue).iter().flatten().count()).collect();
    let mut ways_in = vec![Vec::new(); queues.len()];
    for queue in 0..queues.len() {
        for to in ways(queue).into_iter().flatten() {
            ways_in[to].push(queue);
        }
    }
    let mut ends: Vec<usize> = (0..queues.len()).filter(|&queue| ways_left[queue] == 0).collect();
    while let Some(end) = ends.pop() {
        for &from in &ways_in[end] {
            ways_left[from] -= 1;
            if ways_left[from] == 0 {
                ends.push(from);
            }
        }
    }
    let leads_round = |queue: &usize| ways_left[*queue] > 0;
    let Some(first) = (0..queues.len()).find(leads_round) else { return Ok(()) };
    // Following the ways that remain, the first queue met again is on the circle.
    let next = |queue: usize| ways(queue).into_iter().flatten().find(leads_round).unwrap_or(queue);
    let mut met = vec![false; queues.len()];
    let mut here = first;
    while !std::mem::replace(&mut met[here], true) {
        here = next(here);
    }
    let names = if next(here) == here { "itself" } else { "a queue that leads back here" };
    let message = format!("the queue `{}` leads to {names}", queues[here].name);
    Err(Fault::new(way_to(&said[here], &queues[here], next(here)), message)
        .expected("a way that ends somewhere"))
}

/// The place where the file sends callers from this queue to that one.
fn way_to(said: &file::Queue, queue: &Queue, to: usize) -> Range<usize> {
    match (&said.when_full, &said.overflow) {
        (Some(when_full), _) if queue.when_full == Some(to) => when_full.span(),
        (_, Some(overflow)) => overflow.to.span(),
        _ => said.name.span(),
    }
}

/// The groups; without any in the file one for each queue.
pub(super) fn groups(
    groups: Option<&[file::Group]>,
    queues: &[file::Queue],
    names: &Names<'_>,
) -> Result<Vec<Group>, Fault> {
    let Some(groups) = groups else {
        let own = |(place, queue): (usize, &file::Queue)| Group {
            name: (*queue.name).clone(),
            guid: guid_of(&queue.name),
            queues: vec![place],
        };
        return Ok(queues.iter().enumerate().map(own).collect());
    };
    let guids: Vec<(Range<usize>, Guid)> = groups.iter().map(guid).collect();
    no_twins("the GUIDs of two groups are the same", guids.iter().cloned())?;
    let resolve = |(group, (_, guid)): (&file::Group, (_, Guid))| {
        Ok(Group { name: (*group.name).clone(), guid, queues: names.find_all(&group.queues)? })
    };
    groups.iter().zip(guids).map(resolve).collect()
}

/// The GUID of a group, and the place that an error about it points at.
fn guid(group: &file::Group) -> (Range<usize>, Guid) {
    match &group.guid {
        Some(guid) => (guid.span(), guid.0),
        None => (group.name.span(), guid_of(&group.name)),
    }
}

/// A GUID made from the name: the first half of its SHA-256, marked as of version 8, which is for whatever one likes.
fn guid_of(name: &str) -> Guid {
    let hash = Sha256::new().chain_update(DOMAIN).chain_update(name).finalize();
    let mut bytes: [u8; 16] = std::array::from_fn(|at| hash[at]);
    bytes[7] = 0x80 | (bytes[7] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    Guid(bytes)
}
