//! The event queue: by time, and first come first served among equals.
//!
//! It is a heap in which eight follow each place: a third as deep as one of two, and the eight lie side by side in
//! memory. Among ten thousand agents it is the way down that costs, for each level is somewhere else.

use tapi_acd::Instant;

use super::make_room;

/// How many follow a place of the heap.
const WIDTH: usize = 8;

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
    /// Nobody is later than those who follow: those at 8 n + 1 to 8 n + 8 follow the one at n.
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
        make_room(&mut self.heap);
        self.heap.push(entry);
        self.rise(self.heap.len() - 1, entry);
    }

    /// When the next event is.
    pub(super) fn next_at(&self) -> Option<Instant> {
        self.heap.first().map(|entry| entry.at)
    }

    /// The next event.
    pub(super) fn pop(&mut self) -> Option<(Instant, E)> {
        let last = self.heap.pop()?;
        let Some(first) = self.heap.first().copied() else { return Some((last.at, last.event)) };
        // The earliest of those who follow moves up, and so on to the end, where the last one nearly always belongs.
        let mut place = 0;
        while let Some(next) = self.earliest_after(place) {
            self.heap[place] = self.heap[next];
            place = next;
        }
        self.rise(place, last);
        Some((first.at, first.event))
    }

    /// Lets the entry rise from a free place to where the one that it follows is earlier.
    fn rise(&mut self, mut place: usize, entry: Entry<E>) {
        while let Some(before) = place.checked_sub(1).map(|place| place / WIDTH) {
            if self.heap[before].key() <= entry.key() {
                break;
            }
            self.heap[place] = self.heap[before];
            place = before;
        }
        self.heap[place] = entry;
    }

    /// Where the earliest of those who follow a place stands.
    #[inline]
    fn earliest_after(&self, place: usize) -> Option<usize> {
        let from = WIDTH * place + 1;
        let followers = self.heap.get(from..)?;
        match followers.first_chunk() {
            Some(all) => Some(from + earliest_of(all)),
            // At the end of the heap there are fewer.
            None => {
                let earliest = followers.iter().enumerate().min_by_key(|(_, entry)| entry.key());
                earliest.map(|(at, _)| from + at)
            }
        }
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

/// Which of so many is the earliest, by pairs: without a branch, as nobody could guess it.
#[inline]
fn earliest_of<E>(all: &[Entry<E>; WIDTH]) -> usize {
    let [a, b, c, d, e, f, g, h] = all.each_ref().map(Entry::key);
    let [ab, cd, ef, gh] = [a.min(b), c.min(d), e.min(f), g.min(h)];
    let (abcd, efgh) = (ab.min(cd), ef.min(gh));
    let right = usize::from(efgh < abcd);
    let pair = [usize::from(cd < ab), 2 + usize::from(gh < ef)][right];
    let second = [b < a, d < c, f < e, h < g][pair];
    2 * pair + usize::from(second)
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
