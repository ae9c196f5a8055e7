//! A map from numbers that others choose, those of calls for example, to what is known of them.
//!
//! Looking something up takes one multiplication and a short walk, however many entries there are. Nothing depends on
//! where an entry stands: two maps with the same entries are equal, and who wants all of them gets them in order.

use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};

use crate::ids::{AgentHandle, AgentSessionHandle, CallId, DeviceId, LegId};
use crate::memory::make_room;

/// What has a number.
pub trait Id: Copy + Ord + Hash {
    /// The number; two may have the same one.
    fn number(self) -> u32;
}

macro_rules! ids {
    ($($Id:ident),*) => {$(
        impl Id for $Id {
            fn number(self) -> u32 {
                self.0
            }
        }
    )*};
}
ids!(AgentHandle, AgentSessionHandle, CallId, DeviceId, LegId);

/// Something on a line device.
impl<K: Id> Id for (DeviceId, K) {
    fn number(self) -> u32 {
        self.1.number() ^ self.0.0.rotate_left(16)
    }
}

/// A place in the table where no entry is.
const EMPTY: u32 = u32::MAX;

/// What is known of things by their numbers. Whoever goes through it gets everything in the order of the numbers.
// The entries, and a table that says where each of them is: open addressing, at most half full.
#[derive(Clone)]
pub struct IdMap<K, V> {
    entries: Vec<(K, V)>,
    /// The places of the entries; its length is a power of two, or 0.
    table: Vec<u32>,
    /// How far a hash goes down to be a place of the table.
    shift: u32,
}

impl<K, V> Default for IdMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> IdMap<K, V> {
    pub(crate) const fn new() -> Self {
        Self { entries: Vec::new(), table: Vec::new(), shift: u32::BITS - 1 }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<K: Id, V> IdMap<K, V> {
    /// What is known of a thing.
    #[inline]
    pub fn get(&self, key: K) -> Option<&V> {
        self.find(key).map(|(_, at)| &self.entries[at].1)
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, key: K) -> Option<&mut V> {
        self.find(key).map(|(_, at)| &mut self.entries[at].1)
    }

    /// Everything, by key.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.sorted().into_iter().map(|(key, value)| (key, value))
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// The value for the key, which is a new one where it had none.
    #[inline]
    pub(crate) fn entry(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        let at = match self.find(key) {
            Some((_, at)) => at,
            None => {
                self.push(key, V::default());
                self.entries.len() - 1
            }
        };
        &mut self.entries[at].1
    }

    /// Keeps what shall be kept.
    pub(crate) fn retain(&mut self, mut keeps: impl FnMut(K) -> bool) {
        let gone: Vec<_> = self.entries.iter().map(|(key, _)| *key).filter(|key| !keeps(*key)).collect();
        gone.into_iter().for_each(|key| drop(self.remove(key)));
    }

    /// Whether anything is known of a thing.
    pub fn contains(&self, key: K) -> bool {
        self.find(key).is_some()
    }

    /// Puts a value for the key, in the place of the one that it had.
    pub(crate) fn insert(&mut self, key: K, value: V) {
        if let Some(old) = self.get_mut(key) {
            *old = value;
        } else {
            self.push(key, value);
        }
    }

    /// Puts a value for a key that has none; false, and nothing, for one that has.
    pub(crate) fn add(&mut self, key: K, value: V) -> bool {
        let is_new = !self.contains(key);
        if is_new {
            self.push(key, value);
        }
        is_new
    }

    /// Puts a value for a key that has none.
    fn push(&mut self, key: K, value: V) {
        if self.table.len() < 2 * (self.entries.len() + 1) {
            self.grow();
        }
        self.enter(key, self.entries.len());
        make_room(&mut self.entries);
        self.entries.push((key, value));
    }

    pub(crate) fn remove(&mut self, key: K) -> Option<V> {
        let (hole, at) = self.find(key)?;
        self.close(hole);
        let last = self.entries.len() - 1;
        if at < last
            && let Some((place, _)) = self.find(self.entries[last].0)
        {
            self.table[place] = narrow(at);
        }
        Some(self.entries.swap_remove(at).1)
    }

    /// All values, in no order.
    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }

    /// All entries, by their keys.
    pub(crate) fn sorted(&self) -> Vec<&(K, V)> {
        let mut sorted: Vec<_> = self.entries.iter().collect();
        sorted.sort_unstable_by_key(|(key, _)| *key);
        sorted
    }

    /// Where the walk for a key begins: neighbouring numbers begin far from each other.
    #[inline]
    fn start(&self, key: K) -> usize {
        const GOLDEN: u32 = 0x9E37_79B1;
        (key.number().wrapping_mul(GOLDEN) >> self.shift) as usize
    }

    /// The key's place in the table and in the entries.
    #[inline]
    fn find(&self, key: K) -> Option<(usize, usize)> {
        let mut place = self.start(key);
        loop {
            // In a table without places there is none, and at an empty place there is no entry.
            let at = *self.table.get(place)? as usize;
            if self.entries.get(at)?.0 == key {
                return Some((place, at));
            }
            place = (place + 1) & (self.table.len() - 1);
        }
    }

    /// Notes where the entry of a key is that has none yet.
    fn enter(&mut self, key: K, at: usize) {
        let mask = self.table.len() - 1;
        let mut place = self.start(key);
        while self.table[place] != EMPTY {
            place = (place + 1) & mask;
        }
        self.table[place] = narrow(at);
    }

    /// Empties a place, and moves up what walked over it.
    fn close(&mut self, mut hole: usize) {
        let mask = self.table.len() - 1;
        let mut place = hole;
        loop {
            place = (place + 1) & mask;
            let at = self.table[place];
            if at == EMPTY {
                break;
            }
            let start = self.start(self.entries[at as usize].0);
            if place.wrapping_sub(start) & mask >= place.wrapping_sub(hole) & mask {
                self.table[hole] = at;
                hole = place;
            }
        }
        self.table[hole] = EMPTY;
    }

    fn grow(&mut self) {
        let size = (2 * self.table.len()).max(8);
        self.table.clear();
        self.table.resize(size, EMPTY);
        self.shift = u32::BITS - size.trailing_zeros();
        for at in 0..self.entries.len() {
            self.enter(self.entries[at].0, at);
        }
    }
}

/// A place that fits the table: there are fewer numbers than that.
fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(EMPTY)
}

impl<K: Id + fmt::Debug, V: fmt::Debug> fmt::Debug for IdMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Id, V: PartialEq> PartialEq for IdMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        let same = |(key, value): &(K, V)| other.get(*key) == Some(value);
        self.len() == other.len() && self.entries.iter().all(same)
    }
}

impl<K: Id, V: Eq> Eq for IdMap<K, V> {}

impl<K: Id, V: Hash> Hash for IdMap<K, V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.sorted().hash(state);
    }
}

impl<'a, K: Id, V> IntoIterator for &'a IdMap<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = core::iter::Map<alloc::vec::IntoIter<&'a (K, V)>, fn(&'a (K, V)) -> Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.sorted().into_iter().map(|(key, value)| (key, value))
    }
}

#[cfg(feature = "serde")]
impl<K: Id + serde::Serialize, V: serde::Serialize> serde::Serialize for IdMap<K, V> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;

    use super::*;

    /// A few numbers again and again, close together and far apart.
    fn numbers() -> impl Iterator<Item = u32> {
        let mut state = 1_u32;
        core::iter::repeat_with(move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let number = state >> 25;
            if number.is_multiple_of(2) { number } else { number << 24 }
        })
    }

    #[test]
    fn it_holds_what_a_tree_holds() {
        let (mut map, mut tree) = (IdMap::new(), BTreeMap::new());
        for (step, number) in (0_u32..).zip(numbers().take(20_000)) {
            let key = CallId(number);
            if step % 3 == 0 {
                assert_eq!(map.remove(key), tree.remove(&key));
            } else {
                map.insert(key, step);
                tree.insert(key, step);
            }
            assert_eq!((map.get(key), map.len()), (tree.get(&key), tree.len()));
        }
        assert!(map.sorted().into_iter().map(|(key, value)| (key, value)).eq(&tree));
    }

    #[test]
    fn equal_maps_may_have_come_about_in_any_way() {
        let mut one: IdMap<CallId, u32> = IdMap::new();
        (0..9).for_each(|number| one.insert(CallId(number), number));
        let mut other = IdMap::new();
        (0..40).rev().for_each(|number| other.insert(CallId(number), number));
        (9..40).for_each(|number| assert_eq!(other.remove(CallId(number)), Some(number)));
        assert_eq!(one, other);
        *other.get_mut(CallId(3)).unwrap() = 4;
        assert_ne!(one, other);
    }
}
