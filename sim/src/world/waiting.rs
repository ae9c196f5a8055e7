//! Callers in their queues, in the order in which they are to be served.

use std::collections::VecDeque;

use tapi_acd::Instant;

use super::calls::CallKey;
use super::more_than;
use crate::scenario::{Queue, Scenario};

/// Where a caller stands: first come, first served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// When the caller came to the queue, moved ahead by what is credited.
    pub(super) since_us: i64,
    /// The arrival's number.
    pub(super) number: u64,
}

/// A queue's first caller, and how the queue ranks beside others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Head {
    pub(super) queue: usize,
    pub(super) call: CallKey,
    pub(super) priority: u32,
    /// The waiting time so far, credited and aged, in microseconds.
    pub(super) waited: f64,
    number: u64,
}

impl Head {
    /// The longer wait first, then the earlier arrival.
    pub(super) fn before(&self, other: &Self) -> std::cmp::Ordering {
        other.waited.total_cmp(&self.waited).then(self.number.cmp(&other.number))
    }
}

/// The queues of the world.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    queues: Vec<Line<CallKey>>,
    ranks: Vec<Rank>,
    callers: usize,
}

#[derive(Clone, Copy, Debug)]
struct Rank {
    priority: u32,
    credit_us: f64,
    ageing: f64,
}

/// Those who wait in a queue, in order. Nearly all come last and leave first. Who leaves from within is marked, and
/// goes when it is first, or with all the others when they are the greater part. Nobody who has left from within comes
/// back to the same place: no scenario leads a caller in a circle.
#[derive(Clone, Debug)]
struct Line<C> {
    /// The first one has not left.
    callers: VecDeque<(Place, Option<C>)>,
    left: usize,
}

impl<C: Copy> Line<C> {
    const fn new() -> Self {
        Self { callers: VecDeque::new(), left: 0 }
    }

    fn join(&mut self, place: Place, call: C) {
        if self.callers.len() == self.callers.capacity() {
            self.callers.reserve_exact(more_than(self.callers.len()));
        }
        let last = self.callers.back();
        if last.is_none_or(|(last, _)| *last < place) {
            self.callers.push_back((place, Some(call)));
        } else {
            let at = self.callers.partition_point(|(other, _)| *other < place);
            self.callers.insert(at, (place, Some(call)));
        }
    }

    fn leave(&mut self, place: Place) {
        if self.callers.front().is_some_and(|(first, _)| *first == place) {
            self.callers.pop_front();
            while self.callers.front().is_some_and(|(_, call)| call.is_none()) {
                self.callers.pop_front();
                self.left -= 1;
            }
        } else if let Ok(at) = self.callers.binary_search_by_key(&place, |(other, _)| *other) {
            self.callers[at].1 = None;
            self.left += 1;
        }
        if 2 * self.left > self.callers.len() {
            self.callers.retain(|(_, call)| call.is_some());
            self.left = 0;
        }
    }

    fn first(&self) -> Option<(Place, C)> {
        let (place, call) = self.callers.front()?;
        Some((*place, (*call)?))
    }

    fn len(&self) -> usize {
        self.callers.len() - self.left
    }
}

impl Waiting {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let rank = |queue: &Queue| Rank {
            priority: queue.priority,
            credit_us: queue.credit_us as f64,
            ageing: queue.ageing,
        };
        Self {
            queues: vec![Line::new(); scenario.queues.len()],
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
        let mut since_us = signed(since.as_micros());
        if credit_us > 0 {
            // In a queue all age alike, so a credit of c is worth c divided by the pace, at any time.
            since_us -= whole(credit_us as f64 / self.ranks[queue].ageing);
        }
        let place = Place { since_us, number };
        self.queues[queue].join(place, call);
        self.callers += 1;
        place
    }

    pub(super) fn leave(&mut self, queue: usize, place: Place) {
        self.queues[queue].leave(place);
        self.callers -= 1;
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
        let heads = occupied.filter_map(move |(queue, (line, rank))| {
            let (Place { since_us, number }, call) = line.first()?;
            let waited_us = signed(now.as_micros()) - since_us;
            let waited = rank.credit_us + rank.ageing * waited_us as f64;
            Some(Head { queue, call, priority: rank.priority, waited, number })
        });
        // There are no more of them than callers.
        heads.take(self.callers)
    }
}

fn signed(micros: u64) -> i64 {
    i64::try_from(micros).unwrap_or(i64::MAX)
}

#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, which is wanted")]
fn whole(micros: f64) -> i64 {
    libm::round(micros) as i64
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_line_is_an_ordered_set(steps in prop::collection::vec((any::<bool>(), 0..8_i64, 0..40_usize), 0..300)) {
            let (mut line, mut expected) = (Line::new(), BTreeSet::new());
            for (number, (comes, since_us, which)) in (0..).zip(steps) {
                if comes {
                    let place = Place { since_us, number };
                    line.join(place, ());
                    expected.insert(place);
                } else if let Some(place) = expected.iter().nth(which).copied() {
                    line.leave(place);
                    expected.remove(&place);
                }
                prop_assert_eq!(line.first().map(|(place, _)| place), expected.first().copied());
                prop_assert_eq!(line.len(), expected.len());
                prop_assert!(line.callers.len() <= 2 * expected.len());
            }
        }
    }
}
