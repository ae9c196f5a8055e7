//! The event queue: by time, and first come first served among equals.
//!
//! It is a heap in which four follow each place: half as deep as one of two, and the four lie side by side in memory.

use tapi_acd::Instant;

/// How many follow a place of the heap.
const WIDTH: usize = 4;

#[derive(Clone, Copy, Debug)]
struct Entry<E> {
    at: Instant,
    order: u32,
    event: E,
}

impl<E> Entry<E> {
    /// As one number: the earlier entry has the smaller one.
    fn key(&self) -> u128 {
        (u128::from(self.at.as_micros()) << 64) | u128::from(self.order)
    }
}

/// What is yet to happen.
#[derive(Clone, Debug)]
pub(super) struct EventQueue<E> {
    /// Nobody is later than those who follow: those at 4 n + 1 to 4 n + 4 follow the one at n.
    heap: Vec<Entry<E>>,
    /// How many have been scheduled, or numbered anew.
    order: u32,
}

impl<E: Copy> EventQueue<E> {
    pub(super) fn new() -> Self {
        Self { heap: Vec::new(), order: 0 }
    }

    pub(super) fn schedule(&mut self, at: Instant, event: E) {
        if self.order == u32::MAX {
            self.number_anew();
        }
        self.order += 1;
        let entry = Entry { at, order: self.order, event };
        let mut place = self.heap.len();
        self.heap.push(entry);
        while let Some(before) = place.checked_sub(1).map(|place| place / WIDTH) {
            if self.heap[before].key() <= entry.key() {
                break;
            }
            self.heap[place] = self.heap[before];
            place = before;
        }
        self.heap[place] = entry;
    }

    /// When the next event is.
    pub(super) fn next_at(&self) -> Option<Instant> {
        self.heap.first().map(|entry| entry.at)
    }

    /// The next event.
    pub(super) fn pop(&mut self) -> Option<(Instant, E)> {
        let last = self.heap.pop()?;
        let Some(first) = self.heap.first_mut() else { return Some((last.at, last.event)) };
        let next = std::mem::replace(first, last);
        self.sink(last);
        Some((next.at, next.event))
    }

    /// Lets the entry sink from the top to where none of those who follow is earlier.
    fn sink(&mut self, entry: Entry<E>) {
        let mut place = 0;
        while let Some((earliest, _)) = self.earliest_after(place).filter(|(_, key)| *key < entry.key()) {
            self.heap[place] = self.heap[earliest];
            place = earliest;
        }
        self.heap[place] = entry;
    }

    /// The earliest of those who follow a place, and its key.
    fn earliest_after(&self, place: usize) -> Option<(usize, u128)> {
        let from = WIDTH * place + 1;
        let (first, others) = self.heap.get(from..)?.split_first()?;
        let mut earliest = (from, first.key());
        for (at, entry) in (from + 1..).zip(others.iter().take(WIDTH - 1)) {
            if entry.key() < earliest.1 {
                earliest = (at, entry.key());
            }
        }
        Some(earliest)
    }

    /// Gives small numbers again, in the same order, when they have run out. A sorted list is a heap.
    fn number_anew(&mut self) {
        self.heap.sort_unstable_by_key(Entry::key);
        self.order = 0;
        for entry in &mut self.heap {
            self.order += 1;
            entry.order = self.order;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn drain(queue: &mut EventQueue<usize>) -> Vec<(u64, usize)> {
        std::iter::from_fn(|| queue.pop()).map(|(at, event)| (at.as_micros(), event)).collect()
    }

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

    proptest! {
        #[test]
        fn whatever_is_scheduled_comes_in_order(
            times in prop::collection::vec(0..50u64, 0..200), left in 0..200u32, pops in 0..50usize
        ) {
            // So many numbers are left before they are given anew.
            let mut queue = EventQueue { heap: Vec::new(), order: u32::MAX - left };
            let mut expected = Vec::new();
            for (event, at) in times.into_iter().enumerate() {
                queue.schedule(Instant::from_micros(at), event);
                expected.push((at, event));
                if event == pops {
                    expected.sort_unstable();
                    let (at, event) = queue.pop().expect("one has just been scheduled");
                    prop_assert_eq!(expected.remove(0), (at.as_micros(), event));
                }
            }
            expected.sort_unstable();
            prop_assert_eq!(drain(&mut queue), expected);
        }
    }
}
