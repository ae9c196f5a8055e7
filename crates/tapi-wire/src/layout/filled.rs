//! Structures that somebody fills: three sizes, a fixed part and a variable part behind it.

use super::table::Structure;
use super::{
    LineAgentActivityList, LineAgentCaps, LineAgentGroupList, LineAgentInfo, LineAgentList,
    LineAgentSessionInfo, LineAgentSessionList, LineAgentStatus, LineProxyRequestList, LineQueueInfo,
    LineQueueList,
};
use crate::consts::ApiVersion;
use crate::error::{DecodeError, EncodeError};
use crate::message::Abi;
use crate::varpart::Sizes;

/// These structures have no pointer, so they are the same on both systems.
pub(crate) const ABI: Abi = Abi::Win32;

/// A structure that starts with `dwTotalSize`, `dwNeededSize` and `dwUsedSize`.
pub trait Filled: Structure {
    /// The three sizes.
    fn sizes(&self) -> Sizes;

    /// Replaces the three sizes.
    fn set_sizes(&mut self, sizes: Sizes);

    /// Reads the fixed part and finds the used part, from which all offsets count.
    ///
    /// # Errors
    /// `bytes` is too short for the fixed part, or the sizes are wrong ([`Sizes::used_part`]).
    fn decode_filled(version: ApiVersion, bytes: &[u8]) -> Result<(Self, &[u8]), DecodeError> {
        let fixed = Self::decode_fixed_in(ABI, version, bytes)?;
        let used = fixed.sizes().used_part(Self::LAYOUT, Self::LAYOUT.size_in(ABI, version), bytes)?;
        Ok((fixed, used))
    }

    /// Fills `buffer` with a structure that has no variable part, and returns the sizes written.
    ///
    /// # Errors
    /// [`EncodeError::TooSmall`]; then `buffer` is as it was.
    fn encode_filled(self, version: ApiVersion, buffer: &mut [u8]) -> Result<Sizes, EncodeError> {
        Filler::new::<Self>(version, buffer)?.finish(self)
    }
}

macro_rules! filled {
    ($($Type:ident)*) => {$(
        impl Filled for $Type {
            fn sizes(&self) -> Sizes {
                Sizes { total: self.total_size, needed: self.needed_size, used: self.used_size }
            }

            fn set_sizes(&mut self, sizes: Sizes) {
                (self.total_size, self.needed_size, self.used_size) = (sizes.total, sizes.needed, sizes.used);
            }
        }
    )*};
}

filled! {
    LineAgentCaps LineAgentStatus LineAgentInfo LineAgentList LineAgentActivityList LineAgentSessionList
    LineAgentSessionInfo LineAgentGroupList LineQueueList LineQueueInfo LineProxyRequestList
}

/// Puts variable data behind the fixed part in a buffer whose length is `dwTotalSize`.
///
/// What does not fit is left out whole but still counts as needed. Data stands in the order in which it came, without
/// gap, and the room behind it stays as it was.
#[derive(Debug)]
pub struct Filler<'a> {
    version: ApiVersion,
    total: u32,
    needed: u64,
    used: u32,
    head: &'a mut [u8],
    /// What is still free.
    tail: &'a mut [u8],
}

impl<'a> Filler<'a> {
    /// A buffer for the structure `T` as `version` has it; the fixed part is written at the end.
    ///
    /// # Errors
    /// [`EncodeError::TooSmall`]: the buffer has no room for the fixed part.
    pub fn new<T: Filled>(version: ApiVersion, buffer: &'a mut [u8]) -> Result<Self, EncodeError> {
        let fixed = T::LAYOUT.size_in(ABI, version);
        // A size has 32 bits, so nobody can use more than that.
        let total = u32::try_from(buffer.len()).unwrap_or(u32::MAX);
        let length = usize::try_from(total).unwrap_or(buffer.len());
        let Some((head, tail)) = buffer[..length].split_at_mut_checked(fixed) else {
            let structure = T::LAYOUT.name;
            return Err(EncodeError::TooSmall { structure, needed: fixed, available: length });
        };
        let used = total - u32::try_from(tail.len()).unwrap_or(total);
        Ok(Self { version, total, needed: u64::from(used), used, head, tail })
    }

    /// Room for `size` bytes, with its offset; [`None`] where they do not fit.
    pub fn reserve(&mut self, size: usize) -> Option<(u32, &'a mut [u8])> {
        self.need(size);
        let counted = u32::try_from(size).ok()?;
        if size > self.tail.len() {
            return None;
        }
        let (room, tail) = core::mem::take(&mut self.tail).split_at_mut(size);
        let offset = self.used;
        (self.tail, self.used) = (tail, offset + counted);
        Some((offset, room))
    }

    /// Puts `bytes` and returns their size and offset; both are 0 where there is nothing or it does not fit.
    pub fn put(&mut self, bytes: &[u8]) -> (u32, u32) {
        if bytes.is_empty() {
            return (0, 0);
        }
        let used = self.used;
        match self.reserve(bytes.len()) {
            Some((offset, room)) => {
                room.copy_from_slice(bytes);
                (self.used - used, offset)
            }
            None => (0, 0),
        }
    }

    /// Counts bytes as needed without a place.
    pub(crate) fn need(&mut self, size: usize) {
        self.needed = self.needed.saturating_add(u64::try_from(size).unwrap_or(u64::MAX));
    }

    /// Writes the fixed part with the sizes as they came out.
    ///
    /// # Errors
    /// [`EncodeError::TooWide`]: more is needed than `dwNeededSize` can say.
    pub fn finish<T: Filled>(self, mut fixed: T) -> Result<Sizes, EncodeError> {
        let Ok(needed) = u32::try_from(self.needed) else {
            let (structure, field) = (T::LAYOUT.name, "dwNeededSize");
            return Err(EncodeError::TooWide { structure, field, value: self.needed, bits: u32::BITS });
        };
        let sizes = Sizes { total: self.total, needed, used: self.used };
        fixed.set_sizes(sizes);
        fixed.encode_fixed_in(ABI, self.version, self.head)?;
        Ok(sizes)
    }
}
