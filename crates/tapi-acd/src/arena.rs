//! Slots addressed by handles: a handle is a tag, a generation and an index, so that a stale one is recognised.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

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
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Slot<T> {
    generation: u32,
    value: Option<T>,
}

/// A growing set of values with handles that are never 0 and are reused as late as possible.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Arena<T> {
    shape: HandleShape,
    slots: Vec<Slot<T>>,
    free: VecDeque<u32>,
}

impl<T> Arena<T> {
    pub(crate) const fn new(shape: HandleShape) -> Self {
        assert!(shape.index_bits + shape.generation_bits + shape.low_bits < 32, "there is room for a tag");
        assert!(shape.tag.leading_zeros() >= shape.low_bits, "a handle has 32 bits");
        Self { shape, slots: Vec::new(), free: VecDeque::new() }
    }

    /// Stores a value; `None` when every index is in use (the value is dropped).
    pub(crate) fn insert(&mut self, value: T) -> Option<u32> {
        let index = match self.free.pop_front() {
            Some(index) => index,
            None => {
                let index = u32::try_from(self.slots.len()).ok()?;
                // The last index stays free: handles count from 1.
                if index + 1 >= 1 << self.shape.index_bits {
                    return None;
                }
                self.slots.push(Slot { generation: 0, value: None });
                index
            }
        };
        let slot = &mut self.slots[index as usize];
        slot.value = Some(value);
        Some(self.shape.handle(slot.generation, index + 1))
    }

    /// How many values it holds.
    pub(crate) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// How many more values it can hold.
    pub(crate) fn spare(&self) -> usize {
        // The last index stays free: handles count from 1.
        let indices = (1 << self.shape.index_bits) - 1;
        indices - self.len()
    }

    /// Takes the value out; the handle is stale from now on.
    pub(crate) fn remove(&mut self, handle: u32) -> Option<T> {
        let index = self.index(handle)?;
        let generations = 1 << self.shape.generation_bits;
        let slot = &mut self.slots[index];
        let value = slot.value.take();
        slot.generation = (slot.generation + 1) % generations;
        self.free.push_back(u32::try_from(index).ok()?);
        value
    }

    #[inline]
    pub(crate) fn get(&self, handle: u32) -> Option<&T> {
        self.slots[self.index(handle)?].value.as_ref()
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, handle: u32) -> Option<&mut T> {
        let index = self.index(handle)?;
        self.slots[index].value.as_mut()
    }

    /// Live values in the order of their index.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.slots.iter().zip(1..).filter_map(|(slot, number)| {
            let handle = self.shape.handle(slot.generation, number);
            slot.value.as_ref().map(|value| (handle, value))
        })
    }

    /// Live values in the order of their index, to change them.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.slots.iter_mut().filter_map(|slot| slot.value.as_mut())
    }

    /// The index of a live handle.
    #[inline]
    fn index(&self, handle: u32) -> Option<usize> {
        let number = handle >> self.shape.low_bits & ((1 << self.shape.index_bits) - 1);
        let index = number.checked_sub(1)? as usize;
        let slot = self.slots.get(index)?;
        (slot.value.is_some() && handle == self.shape.handle(slot.generation, number)).then_some(index)
    }
}

#[cfg(feature = "serde")]
mod text {
    use serde::ser::{Serialize, SerializeSeq as _, SerializeStruct as _, Serializer};

    use super::{Arena, HandleShape};

    /// A handle under the name of its type, as the same handle stands elsewhere.
    struct Handle(HandleShape, u32);

    impl Serialize for Handle {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_newtype_struct(self.0.name, &self.1)
        }
    }

    /// The live values under their handles.
    struct Live<'a, T>(&'a Arena<T>);

    impl<T: Serialize> Serialize for Live<'_, T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut live = serializer.serialize_seq(Some(self.0.iter().count()))?;
            for (handle, value) in self.0.iter() {
                live.serialize_element(&(Handle(self.0.shape, handle), value))?;
            }
            live.end()
        }
    }

    impl<T: Serialize> Serialize for Arena<T> {
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

    impl<T> Serialize for Generations<'_, T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(self.0.slots.iter().map(|slot| slot.generation))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: HandleShape =
        HandleShape { name: "Handle", tag: 0x0200_0000, index_bits: 4, generation_bits: 2, low_bits: 0 };

    #[test]
    fn a_stale_handle_reaches_nothing() {
        let mut arena = Arena::new(SHAPE);
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
        let mut arena = Arena::new(HandleShape { low_bits: 4, ..SHAPE });
        let handle = arena.insert('a').unwrap();
        assert_eq!((handle, arena.get(handle)), (0x2000_0010, Some(&'a')));
        assert_eq!((arena.get(handle + 1), arena.get(handle >> 4)), (None, None));
        assert_eq!(arena.remove(handle), Some('a'));
        assert_eq!(arena.insert('b'), Some(0x2000_0110));
    }

    #[test]
    fn a_full_arena_refuses_and_loses_nothing() {
        let mut arena = Arena::new(SHAPE);
        let handles: Vec<_> = core::iter::from_fn(|| arena.insert(())).collect();
        assert_eq!((handles.len(), arena.spare()), (15, 0));
        assert_eq!(arena.insert(()), None);
        assert_eq!((arena.iter().count(), arena.values_mut().count(), arena.len()), (15, 15, 15));
        arena.remove(handles[3]);
        assert_eq!((arena.spare(), arena.len()), (1, 14));
        assert!(arena.insert(()).is_some());
    }
}
