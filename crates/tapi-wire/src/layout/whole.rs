//! Buffers that one field counts as a whole, written from front to back.

use alloc::vec::Vec;

use super::filled::ABI;
use super::table::Structure;
use crate::consts::ApiVersion;
use crate::error::EncodeError;
use crate::varpart::Place;

/// A buffer that grows until it is whole. What is reserved is 0 until somebody writes it.
pub(crate) struct Whole {
    /// The field that counts all bytes.
    count: Place,
    bytes: Vec<u8>,
}

impl Whole {
    pub(crate) const fn new(count: Place) -> Self {
        Self { count, bytes: Vec::new() }
    }

    /// How many bytes there are.
    pub(crate) fn len(&self) -> u32 {
        count(self.bytes.len())
    }

    /// `size` bytes more.
    pub(crate) fn reserve(&mut self, size: usize) -> Result<&mut [u8], EncodeError> {
        let start = self.bytes.len();
        let end = start.saturating_add(size);
        if u32::try_from(end).is_err() {
            return Err(self.count.too_wide(end));
        }
        self.bytes.resize(end, 0);
        Ok(&mut self.bytes[start..])
    }

    /// At least `end` bytes in all.
    pub(crate) fn reserve_to(&mut self, end: usize) -> Result<(), EncodeError> {
        self.reserve(end.saturating_sub(self.bytes.len())).map(drop)
    }

    /// Puts `tail` and returns its size and its offset from the byte `base`; both are 0 where there is nothing.
    pub(crate) fn put(&mut self, base: usize, tail: &[u8]) -> Result<(u32, u32), EncodeError> {
        if tail.is_empty() {
            return Ok((0, 0));
        }
        let offset = self.bytes.len() - base;
        self.reserve(tail.len())?.copy_from_slice(tail);
        Ok((count(tail.len()), count(offset)))
    }

    /// Writes a fixed part into bytes reserved at `at`.
    pub(crate) fn write<T: Structure>(
        &mut self,
        version: ApiVersion,
        at: usize,
        fixed: &T,
    ) -> Result<(), EncodeError> {
        fixed.encode_fixed_in(ABI, version, &mut self.bytes[at..]).map(drop)
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// [`Whole::reserve`] keeps every number of bytes within 32 bits.
fn count(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
