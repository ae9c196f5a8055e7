//! Lists: an array of entries whose names stand elsewhere in the structure that carries the array (erratum E20).

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use super::filled::{ABI, Filled, Filler};
use super::table::{Structure, array};
use super::{
    LineAgentActivityEntry, LineAgentActivityList, LineAgentEntry, LineAgentGroupEntry, LineAgentGroupList,
    LineAgentList, LineAgentSessionEntry, LineAgentSessionList, LineExtensionId, LineProxyRequestList,
    LineQueueEntry, LineQueueList,
};
use crate::consts::{ApiVersion, ProxyRequestType};
use crate::error::{DecodeError, EncodeError, Reason};
use crate::scalar::Guid;
use crate::varpart::{Place, Sizes, Unverified, WideStr};

/// An element of an array in a variable part.
pub trait Entry<'a>: Copy {
    /// Bytes of an element.
    const SIZE: usize;

    /// Reads an element; its offsets count from the start of `base`.
    ///
    /// # Errors
    /// An offset and a size leave `base`.
    fn read(bytes: &[u8], base: &'a [u8]) -> Result<Self, DecodeError>;

    /// Writes an element, and its names through `filler`.
    ///
    /// # Errors
    /// `out` is too small.
    fn write(&self, out: &mut [u8], filler: &mut Filler<'_>) -> Result<(), EncodeError>;

    /// Bytes of its names.
    fn tail_size(&self) -> usize;
}

/// An entry with its names as bytes, their terminators included; empty where there is no name.
macro_rules! entry {
    ($(#[$doc:meta])* $Type:ident, $Fixed:ident;
     $($meaning:literal $field:ident: $T:ty;)*
     names $($what:literal $name:ident $wide:ident $size:ident $offset:ident $c:literal;)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $Type<'a> {
            $(#[doc = $meaning] pub $field: $T,)*
            $(#[doc = concat!($what, ", as bytes with the terminator.")] pub $name: &'a [u8],)*
        }

        impl<'a> $Type<'a> {
            $(
                #[doc = concat!($what, ", in Unicode.")]
                ///
                /// # Errors
                /// The bytes are no whole number of UTF-16 units.
                pub fn $wide(&self) -> Result<WideStr<'a>, DecodeError> {
                    const PLACE: Place = Place::of($Fixed::LAYOUT, $c);
                    WideStr::at(PLACE, self.$name)
                }
            )*
        }

        impl<'a> Entry<'a> for $Type<'a> {
            const SIZE: usize = $Fixed::LAYOUT.size(ABI);

            fn read(bytes: &[u8], base: &'a [u8]) -> Result<Self, DecodeError> {
                let fixed = $Fixed::decode_fixed(ABI, bytes)?;
                $(
                    let place = const { Place::of($Fixed::LAYOUT, $c) };
                    let $name = Unverified { size: fixed.$size, offset: fixed.$offset, place }.verify(base)?;
                )*
                Ok(Self { $($field: fixed.$field,)* $($name,)* })
            }

            fn write(&self, out: &mut [u8], filler: &mut Filler<'_>) -> Result<(), EncodeError> {
                $(let ($size, $offset) = filler.put(self.$name);)*
                let fixed = $Fixed { $($field: self.$field,)* $($size, $offset,)* };
                fixed.encode_fixed(ABI, out).map(drop)
            }

            fn tail_size(&self) -> usize {
                0 $(+ self.$name.len())*
            }
        }
    };
}

entry! {
    /// An ACD group.
    GroupEntry, LineAgentGroupEntry;
    "The group." group_id: Guid;
    names "The name of the group" name wide_name name_size name_offset "dwNameOffset";
}

entry! {
    /// An activity.
    ActivityEntry, LineAgentActivityEntry;
    "The activity." id: u32;
    names "The name of the activity" name wide_name name_size name_offset "dwNameOffset";
}

entry! {
    /// A queue.
    QueueEntry, LineQueueEntry;
    "The queue." queue_id: u32;
    names "The name of the queue" name wide_name name_size name_offset "dwNameOffset";
}

entry! {
    /// An agent. Erratum E18: no function returns it.
    AgentEntry, LineAgentEntry;
    "The agent." agent: u32;
    names
    "The agent's name" name wide_name name_size name_offset "dwNameOffset";
    "The agent's id in older systems" id wide_id id_size id_offset "dwIDOffset";
    "The agent's PIN in older systems" pin wide_pin pin_size pin_offset "dwPINOffset";
}

/// Elements without a name.
macro_rules! nameless {
    ($($Type:ident)*) => {$(
        impl Entry<'_> for $Type {
            const SIZE: usize = $Type::LAYOUT.size(ABI);

            fn read(bytes: &[u8], _: &[u8]) -> Result<Self, DecodeError> {
                $Type::decode_fixed(ABI, bytes)
            }

            fn write(&self, out: &mut [u8], _: &mut Filler<'_>) -> Result<(), EncodeError> {
                self.encode_fixed(ABI, out).map(drop)
            }

            fn tail_size(&self) -> usize {
                0
            }
        }
    )*};
}

nameless! { LineAgentSessionEntry LineExtensionId }

impl Entry<'_> for ProxyRequestType {
    const SIZE: usize = 4;

    fn read(bytes: &[u8], _: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(u32::from_le_bytes(array(bytes))))
    }

    fn write(&self, out: &mut [u8], _: &mut Filler<'_>) -> Result<(), EncodeError> {
        out.copy_from_slice(&self.0.to_le_bytes());
        Ok(())
    }

    fn tail_size(&self) -> usize {
        0
    }
}

/// An array in a variable part, checked as a whole; its entries are read, and their names found, one by one.
///
/// Nothing is copied, so thousands of entries that share one name cost no more than their own bytes.
pub struct Entries<'a, E> {
    base: &'a [u8],
    array: &'a [u8],
    announced: u32,
    /// The field that errors about the array as a whole name.
    place: Place,
    entry: PhantomData<fn() -> E>,
}

impl<'a, E: Entry<'a>> Entries<'a, E> {
    /// The array of `announced` elements that `pair` points to in `base`.
    ///
    /// An array whose size and offset are 0 was left out for want of room, however many elements it should have.
    ///
    /// # Errors
    /// The array leaves `base`, or it is shorter than its elements.
    pub fn find(announced: u32, pair: Unverified, base: &'a [u8]) -> Result<Self, DecodeError> {
        let found = pair.verify(base)?;
        let entries = |array| Self { base, array, announced, place: pair.place, entry: PhantomData };
        if pair.is_absent() {
            return Ok(entries(found));
        }
        let size = usize::try_from(announced).ok().and_then(|entries| entries.checked_mul(E::SIZE));
        match size.and_then(|size| found.get(..size)) {
            Some(array) => Ok(entries(array)),
            None => {
                let (entries, entry_size, size) = (announced, E::SIZE, found.len());
                Err(pair.place.error(Reason::EntriesDoNotFit { entries, entry_size, size }))
            }
        }
    }

    /// How many entries there are, whether or not the array had room.
    pub const fn announced(&self) -> u32 {
        self.announced
    }

    /// How many entries the array has.
    pub const fn len(&self) -> usize {
        self.array.len() / E::SIZE
    }

    /// Whether the array has no entry.
    pub const fn is_empty(&self) -> bool {
        self.array.is_empty()
    }

    /// The entries in their order; an error where a name is not within the structure.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Result<E, DecodeError>> + Clone + 'a {
        let base = self.base;
        self.array.chunks_exact(E::SIZE).map(move |bytes| E::read(bytes, base))
    }

    /// Copies of the entries, as `own` makes them.
    ///
    /// Together the names may take no more than the used part of the structure: entries that share names have room
    /// there, but thousands that all mean one long name would take memory that nobody sent.
    ///
    /// # Errors
    /// A name is not within the structure, the names together are longer than it, or `own` refuses an entry.
    pub fn owned<T>(&self, mut own: impl FnMut(E) -> Result<T, DecodeError>) -> Result<Vec<T>, DecodeError> {
        let used = self.base.len();
        let mut names = 0;
        let copies = self.iter().map(|entry| {
            let entry = entry?;
            names += entry.tail_size();
            if names > used {
                return Err(self.place.error(Reason::NamesBeyondUsed { names, used }));
            }
            own(entry)
        });
        copies.collect()
    }
}

impl<E> Clone for Entries<'_, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Entries<'_, E> {}

impl<'a, E: Entry<'a> + fmt::Debug> fmt::Debug for Entries<'a, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Puts the array first and the names behind it, in order; returns the count, the size and the offset for the fixed
/// part.
///
/// An array that does not fit is left out with all names, and only its count stays.
pub(crate) fn put_entries<'a, E: Entry<'a>>(
    entries: impl ExactSizeIterator<Item = E>,
    filler: &mut Filler<'_>,
    count_field: Place,
) -> Result<(u32, u32, u32), EncodeError> {
    let length = entries.len();
    let Ok(announced) = u32::try_from(length) else {
        return Err(count_field.too_wide(length));
    };
    let size = length.saturating_mul(E::SIZE);
    // Nothing is no array: its offset is 0.
    let room = if length == 0 { None } else { filler.reserve(size) };
    let Some((offset, room)) = room else {
        entries.for_each(|entry| filler.need(entry.tail_size()));
        return Ok((announced, 0, 0));
    };
    for (slot, entry) in room.chunks_exact_mut(E::SIZE).zip(entries) {
        entry.write(slot, filler)?;
    }
    // What has a place lies within 32 bits.
    Ok((announced, u32::try_from(size).unwrap_or(u32::MAX), offset))
}

/// A structure that is a list and nothing else.
pub trait ListStructure: Filled {
    /// The number of elements, then the size and the offset of the array.
    fn array(&self) -> (u32, u32, u32);
    /// Replaces the three.
    fn set_array(&mut self, array: (u32, u32, u32));
}

macro_rules! lists {
    ($($(#[$doc:meta])* $Name:ident, $Fixed:ident, $Entry:ty;)*) => {$(
        impl ListStructure for $Fixed {
            fn array(&self) -> (u32, u32, u32) {
                (self.num_entries, self.list_size, self.list_offset)
            }

            fn set_array(&mut self, array: (u32, u32, u32)) {
                (self.num_entries, self.list_size, self.list_offset) = array;
            }
        }

        $(#[$doc])*
        pub type $Name<'a> = List<'a, $Fixed, $Entry>;
    )*};
}

lists! {
    /// A list of ACD groups.
    GroupList, LineAgentGroupList, GroupEntry<'a>;
    /// The activities that an agent can choose.
    ActivityList, LineAgentActivityList, ActivityEntry<'a>;
    /// The queues of a group.
    QueueList, LineQueueList, QueueEntry<'a>;
    /// The sessions of an agent.
    SessionList, LineAgentSessionList, LineAgentSessionEntry;
    /// The request types that agent handlers serve.
    RequestTypeList, LineProxyRequestList, ProxyRequestType;
    /// A list of agents. Erratum E18: no function returns it.
    AgentList, LineAgentList, AgentEntry<'a>;
}

/// A list in the bytes of its structure.
pub struct List<'a, L, E> {
    /// The fixed part.
    pub fixed: L,
    /// The entries.
    pub entries: Entries<'a, E>,
}

impl<'a, L: ListStructure, E: Entry<'a>> List<'a, L, E> {
    /// Reads the list at the start of `bytes`.
    ///
    /// # Errors
    /// The fixed part, its sizes or the array as a whole are wrong; a wrong entry comes from [`Entries::iter`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let (fixed, used) = L::decode_filled(ApiVersion::V3_1, bytes)?;
        let (announced, size, offset) = fixed.array();
        let place = const { Place::of(L::LAYOUT, "dwListOffset") };
        let entries = Entries::find(announced, Unverified { size, offset, place }, used)?;
        Ok(Self { fixed, entries })
    }

    /// Fills `buffer`, whose length is `dwTotalSize`, and returns the sizes written.
    ///
    /// # Errors
    /// The buffer has no room for the fixed part, or everything together takes more than 4 GiB.
    pub fn encode_into<I>(entries: I, buffer: &mut [u8]) -> Result<Sizes, EncodeError>
    where
        I: IntoIterator<Item = E, IntoIter: ExactSizeIterator>,
    {
        let mut filler = Filler::new::<L>(ApiVersion::V3_1, buffer)?;
        let mut fixed = L::default();
        let count = const { Place::of(L::LAYOUT, "dwNumEntries") };
        fixed.set_array(put_entries(entries.into_iter(), &mut filler, count)?);
        filler.finish(fixed)
    }
}

impl<L: Clone, E> Clone for List<'_, L, E> {
    fn clone(&self) -> Self {
        Self { fixed: self.fixed.clone(), entries: self.entries }
    }
}

impl<L: Copy, E> Copy for List<'_, L, E> {}

impl<'a, L: fmt::Debug, E: Entry<'a> + fmt::Debug> fmt::Debug for List<'a, L, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("List").field("fixed", &self.fixed).field("entries", &self.entries).finish()
    }
}
