//! Slots addressed by handles: a handle is a tag, a generation and an index, so that a stale one is recognised.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::memory::make_room;

/// How an arena spells its handles: `(tag | generation << index_bits | index) << low_bits`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct HandleShape {
    /// The type of the handles.
    pub(crate) name: &'static str,
    /// The bits above the generation; they tell the kinds of handle apart.
    pub(crate) tag: u32,
    /// The width of the index.
    pub(crate) index_bits: u32,
    /// The width of the generation.
    pub(crate) generation_bits: u32,
    /// Bits below the index that are zero, where a handle is an address.
    pub(crate) low_bits: u32,
}

impl HandleShape {
    const fn handle(self, generation: u32, number: u32) -> u32 {
        (self.tag | generation << self.index_bits | number) << self.low_bits
    }

    /// The handle that follows in the same slot.
    const fn next(self, handle: u32) -> u32 {
        let number = handle >> self.low_bits & ((1 << self.index_bits) - 1);
        self.handle((self.generation(handle) + 1) % (1 << self.generation_bits), number)
    }

    const fn generation(self, handle: u32) -> u32 {
        handle >> (self.low_bits + self.index_bits) & ((1 << self.generation_bits) - 1)
    }

    /// The slot that a handle names; one that is never there, if it names none.
    #[inline]
    const fn index(self, handle: u32) -> usize {
        (handle >> self.low_bits & ((1 << self.index_bits) - 1)).wrapping_sub(1) as usize
    }
}

/// What an arena stores, and how it spells the handles of such things.
pub(crate) trait Stored {
    const SHAPE: HandleShape;
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Slot<T> {
    /// The handle of the value, or of the one that comes next.
    handle: u32,
    value: Option<T>,
}

/// A growing set of values with handles that are never 0 and are reused as late as possible.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Arena<T> {
    slots: Vec<Slot<T>>,
    free: VecDeque<u32>,
}

impl<T: Stored> Arena<T> {
    pub(crate) const fn new() -> Self {
        const {
            let shape = T::SHAPE;
            assert!(
                shape.index_bits + shape.generation_bits + shape.low_bits < 32,
                "there is room for a tag"
            );
            assert!(shape.tag.leading_zeros() >= shape.low_bits, "a handle has 32 bits");
        }
        Self { slots: Vec::new(), free: VecDeque::new() }
    }

    /// An arena that will hold at least so many values.
    pub(crate) fn with_capacity(values: usize) -> Self {
        Self { slots: Vec::with_capacity(values), ..Self::new() }
    }

    /// Stores a value; `None` when every index is in use (the value is dropped).
    pub(crate) fn insert(&mut self, value: T) -> Option<u32> {
        let index = match self.free.pop_front() {
            Some(index) => index,
            None => {
                let index = u32::try_from(self.slots.len()).ok()?;
                // The last index stays free: handles count from 1.
                if index + 1 >= 1 << T::SHAPE.index_bits {
                    return None;
                }
                make_room(&mut self.slots);
                self.slots.push(Slot { handle: T::SHAPE.handle(0, index + 1), value: None });
                index
            }
        };
        let slot = &mut self.slots[index as usize];
        slot.value = Some(value);
        Some(slot.handle)
    }

    /// How many values it holds.
    pub(crate) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// How many more values it can hold.
    pub(crate) fn spare(&self) -> usize {
        // The last index stays free: handles count from 1.
        let indices = (1 << T::SHAPE.index_bits) - 1;
        indices - self.len()
    }

    /// Takes the value out; the handle is stale from now on.
    pub(crate) fn remove(&mut self, handle: u32) -> Option<T> {
        let index = self.index(handle)?;
        let slot = &mut self.slots[index];
        let value = slot.value.take();
        slot.handle = T::SHAPE.next(handle);
        self.free.push_back(u32::try_from(index).ok()?);
        value
    }

    #[inline]
    pub(crate) fn get(&self, handle: u32) -> Option<&T> {
        let slot = self.slots.get(T::SHAPE.index(handle))?;
        if slot.handle == handle { slot.value.as_ref() } else { None }
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, handle: u32) -> Option<&mut T> {
        let slot = self.slots.get_mut(T::SHAPE.index(handle))?;
        if slot.handle == handle { slot.value.as_mut() } else { None }
    }

    /// Live values in the order of their index.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.slots.iter().filter_map(|slot| slot.value.as_ref().map(|value| (slot.handle, value)))
    }

    /// Live values in the order of their index, to change them.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.slots.iter_mut().filter_map(|slot| slot.value.as_mut())
    }

    /// The index of a live handle.
    fn index(&self, handle: u32) -> Option<usize> {
        let index = T::SHAPE.index(handle);
        let slot = self.slots.get(index)?;
        (slot.value.is_some() && slot.handle == handle).then_some(index)
    }
}

#[cfg(feature = "serde")]
mod text {
    use serde::ser::{Serialize, SerializeSeq as _, SerializeStruct as _, Serializer};

    use super::{Arena, HandleShape, Stored};

    /// A handle under the name of its type, as the same handle stands elsewhere.
    struct Handle(HandleShape, u32);

    impl Serialize for Handle {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_newtype_struct(self.0.name, &self.1)
        }
    }

    /// The live values under their handles.
    struct Live<'a, T>(&'a Arena<T>);

    impl<T: Serialize + Stored> Serialize for Live<'_, T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut live = serializer.serialize_seq(Some(self.0.iter().count()))?;
            for (handle, value) in self.0.iter() {
                live.serialize_element(&(Handle(T::SHAPE, handle), value))?;
            }
            live.end()
        }
    }

    impl<T: Serialize + Stored> Serialize for Arena<T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut arena = serializer.serialize_struct("Arena", 3)?;
            arena.serialize_field("live", &Live(self))?;
            // What decides the next handles.
            arena.serialize_field("generations", &Generations(self))?;
            arena.serialize_field("free", &self.free)?;
            arena.end()
        }
    }

    struct Generations<'a, T>(&'a Arena<T>);

    impl<T: Stored> Serialize for Generations<'_, T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(self.0.slots.iter().map(|slot| T::SHAPE.generation(slot.handle)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: HandleShape =
        HandleShape { name: "Handle", tag: 0x0200_0000, index_bits: 4, generation_bits: 2, low_bits: 0 };

    impl Stored for char {
        const SHAPE: HandleShape = SHAPE;
    }

    impl Stored for () {
        const SHAPE: HandleShape = SHAPE;
    }

    impl Stored for &str {
        const SHAPE: HandleShape = HandleShape { low_bits: 4, ..SHAPE };
    }

    #[test]
    fn a_stale_handle_reaches_nothing() {
        let mut arena = Arena::new();
        let first = arena.insert('a').unwrap();
        assert_eq!((first, arena.get(first)), (0x0200_0001, Some(&'a')));
        assert_eq!(arena.remove(first), Some('a'));
        let second = arena.insert('b').unwrap();
        assert_eq!(arena.remove(first), None);
        assert_eq!((second, arena.get(first)), (0x0200_0011, None));
        assert_eq!(arena.get(0), None);
        assert_eq!(arena.get(second & !SHAPE.tag), None);
    }

    #[test]
    fn a_handle_may_be_an_address() {
        let mut arena = Arena::new();
        let handle = arena.insert("a").unwrap();
        assert_eq!((handle, arena.get(handle)), (0x2000_0010, Some(&"a")));
        assert_eq!((arena.get(handle + 1), arena.get(handle >> 4)), (None, None));
        assert_eq!(arena.remove(handle), Some("a"));
        assert_eq!(arena.insert("b"), Some(0x2000_0110));
    }

    #[test]
    fn a_full_arena_refuses_and_loses_nothing() {
        let mut arena = Arena::new();
        let handles: Vec<_> = core::iter::from_fn(|| arena.insert(())).collect();
        assert_eq!((handles.len(), arena.spare()), (15, 0));
        assert_eq!(arena.insert(()), None);
        assert_eq!((arena.iter().count(), arena.values_mut().count(), arena.len()), (15, 15, 15));
        arena.remove(handles[3]);
        assert_eq!((arena.spare(), arena.len()), (1, 14));
        assert!(arena.insert(()).is_some());
    }
}
