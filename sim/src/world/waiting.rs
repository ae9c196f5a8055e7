//! Callers in their queues, in the order in which they are to be served.

use std::collections::BTreeSet;

use tapi_acd::Instant;
use tapi_acd::ids::CallId;

/// Where a caller stands: the time of arrival, moved ahead by the credit; then first come first served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    joined: i128,
    pub(super) call: CallId,
}

impl Place {
    pub(super) fn new(arrived: Instant, credit_us: u64, call: CallId) -> Self {
        Self { joined: i128::from(arrived.as_micros()) - i128::from(credit_us), call }
    }
}

/// The queues of the world.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    queues: Vec<BTreeSet<Place>>,
}

impl Waiting {
    pub(super) fn new(queues: usize) -> Self {
        Self { queues: vec![BTreeSet::new(); queues] }
    }

    pub(super) fn join(&mut self, queue: usize, place: Place) {
        self.queues[queue].insert(place);
    }

    pub(super) fn leave(&mut self, queue: usize, place: Place) {
        self.queues[queue].remove(&place);
    }

    /// The caller to be served next among the queues that `served` lets through.
    pub(super) fn first(&self, mut served: impl FnMut(usize) -> bool) -> Option<(usize, Place)> {
        let heads =
            self.queues.iter().enumerate().filter_map(|(queue, places)| Some((queue, *places.first()?)));
        heads.filter(|(queue, _)| served(*queue)).min_by_key(|(_, place)| *place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credit_moves_ahead_across_queues() {
        let mut waiting = Waiting::new(2);
        let at = |seconds: u64| Instant::from_micros(seconds * 1_000_000);
        let places = [
            (0, Place::new(at(10), 0, CallId(1))),
            (0, Place::new(at(20), 0, CallId(2))),
            (1, Place::new(at(95), 90_000_000, CallId(3))),
            (1, Place::new(at(10), 0, CallId(4))),
        ];
        for (queue, place) in places {
            waiting.join(queue, place);
        }
        let mut order = Vec::new();
        while let Some((queue, place)) = waiting.first(|_| true) {
            waiting.leave(queue, place);
            order.push(place.call.0);
        }
        assert_eq!(order, [3, 1, 4, 2]);
        assert_eq!(waiting.first(|_| true), None);
    }
}
