//! Callers in their queues, in the order in which they are to be served.

use std::collections::BTreeSet;

use tapi_acd::Instant;

use super::calls::CallKey;
use crate::scenario::{Queue, Scenario};

/// Where a caller stands: the time of coming to the queue, moved ahead by what is credited; then first come first
/// served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    joined_us: i64,
    /// The arrival's number.
    number: u64,
    pub(super) call: CallKey,
}

/// A queue's first caller, and how the queue ranks beside others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Head {
    pub(super) queue: usize,
    pub(super) place: Place,
    pub(super) priority: u32,
    /// The waiting time so far, credited and aged, in microseconds.
    pub(super) waited: f64,
}

impl Head {
    /// The longer wait first, then the earlier arrival.
    pub(super) fn before(&self, other: &Self) -> std::cmp::Ordering {
        other.waited.total_cmp(&self.waited).then(self.place.number.cmp(&other.place.number))
    }
}

/// The queues of the world.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    queues: Vec<BTreeSet<Place>>,
    ranks: Vec<Rank>,
    callers: usize,
}

#[derive(Clone, Copy, Debug)]
struct Rank {
    priority: u32,
    credit_us: f64,
    ageing: f64,
}

impl Waiting {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let rank = |queue: &Queue| Rank {
            priority: queue.priority,
            credit_us: queue.credit_us as f64,
            ageing: queue.ageing,
        };
        Self {
            queues: vec![BTreeSet::new(); scenario.queues.len()],
            ranks: scenario.queues.iter().map(rank).collect(),
            callers: 0,
        }
    }

    /// A caller comes, or comes back, to a queue; the place is wanted when the caller leaves.
    pub(super) fn join(
        &mut self,
        queue: usize,
        since: Instant,
        credit_us: u64,
        number: u64,
        call: CallKey,
    ) -> Place {
        // In a queue all age alike, so a credit of c is worth c divided by the pace, at any time.
        let credit_us = credit_us as f64 / self.ranks[queue].ageing;
        let joined_us = signed(since.as_micros()) - whole(credit_us);
        let place = Place { joined_us, number, call };
        self.callers += usize::from(self.queues[queue].insert(place));
        place
    }

    pub(super) fn leave(&mut self, queue: usize, place: Place) {
        self.callers -= usize::from(self.queues[queue].remove(&place));
    }

    /// How many wait in a queue.
    pub(super) fn in_queue(&self, queue: usize) -> usize {
        self.queues[queue].len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.callers == 0
    }

    /// The first caller of each queue where somebody waits.
    pub(super) fn heads(&self, now: Instant) -> impl Iterator<Item = Head> {
        let occupied = self.queues.iter().zip(&self.ranks).enumerate();
        occupied.filter_map(move |(queue, (places, rank))| {
            let place = *places.first()?;
            let since_us = signed(now.as_micros()) - place.joined_us;
            let waited = rank.credit_us + rank.ageing * since_us as f64;
            Some(Head { queue, place, priority: rank.priority, waited })
        })
    }
}

fn signed(micros: u64) -> i64 {
    i64::try_from(micros).unwrap_or(i64::MAX)
}

#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, which is wanted")]
fn whole(micros: f64) -> i64 {
    libm::round(micros) as i64
}
