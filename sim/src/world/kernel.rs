//! The event queue: by time, and first come first served among equals.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tapi_acd::Instant;

#[derive(Clone, Debug)]
struct Entry<E> {
    at: Instant,
    order: u64,
    event: E,
}

/// What is yet to happen.
#[derive(Clone, Debug)]
pub(super) struct EventQueue<E> {
    heap: BinaryHeap<Entry<E>>,
    order: u64,
}

impl<E> EventQueue<E> {
    pub(super) fn new() -> Self {
        Self { heap: BinaryHeap::new(), order: 0 }
    }

    pub(super) fn schedule(&mut self, at: Instant, event: E) {
        self.order += 1;
        self.heap.push(Entry { at, order: self.order, event });
    }

    /// When the next event is.
    pub(super) fn next_at(&self) -> Option<Instant> {
        self.heap.peek().map(|entry| entry.at)
    }

    /// The next event.
    pub(super) fn pop(&mut self) -> Option<(Instant, E)> {
        self.heap.pop().map(|entry| (entry.at, entry.event))
    }
}

// The heap is a max-heap: the earliest entry is the greatest.
impl<E> Ord for Entry<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.order).cmp(&(self.at, self.order))
    }
}

impl<E> PartialOrd for Entry<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> PartialEq for Entry<E> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<E> Eq for Entry<E> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_times_come_in_the_order_of_scheduling() {
        let mut queue = EventQueue::new();
        for (at, event) in [(5, 'c'), (1, 'a'), (5, 'd'), (3, 'b'), (5, 'e'), (9, 'z')] {
            queue.schedule(Instant::from_micros(at), event);
        }
        assert_eq!(queue.next_at(), Some(Instant::from_micros(1)));
        let order: String = std::iter::from_fn(|| queue.pop()).map(|(_, event)| event).collect();
        assert_eq!(order, "abcdez");
    }
}
