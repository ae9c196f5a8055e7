//! A structure within an arm of `LINEPROXYREQUEST`: somebody has filled it, or it is room to be filled.

use super::filled::{ABI, Filled};
use super::list::{Entry, List, ListStructure};
use super::table::Structure as _;
use super::whole::Whole;
use super::{
    AgentCaps, AgentStatus, LineAgentCaps, LineAgentInfo, LineAgentSessionInfo, LineAgentStatus,
    LineQueueInfo,
};
use crate::consts::ApiVersion;
use crate::error::{DecodeError, EncodeError};
use crate::varpart::{Place, Sizes};

/// The view of a structure that an arm can carry.
pub trait InnerView<'a>: Copy {
    /// The fixed part.
    type Fixed: Filled;

    /// Reads the structure, as `version` has it, at the start of `bytes`.
    ///
    /// # Errors
    /// Those of the view's own `decode`.
    fn read(version: ApiVersion, bytes: &'a [u8]) -> Result<Self, DecodeError>;
}

impl<'a, L: ListStructure, E: Entry<'a>> InnerView<'a> for List<'a, L, E> {
    type Fixed = L;

    fn read(_: ApiVersion, bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::decode(bytes)
    }
}

impl<'a> InnerView<'a> for AgentCaps<'a> {
    type Fixed = LineAgentCaps;

    fn read(version: ApiVersion, bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::decode(version, bytes)
    }
}

impl<'a> InnerView<'a> for AgentStatus<'a> {
    type Fixed = LineAgentStatus;

    fn read(_: ApiVersion, bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::decode(bytes)
    }
}

/// Statistics have no variable part.
macro_rules! statistics {
    ($($Type:ident)*) => {$(
        impl InnerView<'_> for $Type {
            type Fixed = Self;

            fn read(version: ApiVersion, bytes: &[u8]) -> Result<Self, DecodeError> {
                Self::decode_filled(version, bytes).map(|(fixed, _)| fixed)
            }
        }
    )*};
}

statistics! { LineAgentInfo LineAgentSessionInfo LineQueueInfo }

/// A structure that starts with `dwTotalSize`, `dwNeededSize` and `dwUsedSize`, in `dwTotalSize` bytes of its own.
///
/// Its offsets count from its own start (erratum E21). TAPI hands an out structure to the handler with nothing but
/// `dwTotalSize` set; as long as `dwNeededSize` and `dwUsedSize` are both 0, nobody has filled it.
///
/// Two are equal when their sizes and their used bytes are.
#[derive(Clone, Copy, Debug)]
pub struct Inner<'a, T> {
    total: u32,
    /// The used part; empty where nobody has filled it.
    used: &'a [u8],
    view: Option<T>,
}

impl<'a, T: InnerView<'a>> Inner<'a, T> {
    /// Room of `total` bytes.
    pub const fn room(total: u32) -> Self {
        Self { total, used: &[], view: None }
    }

    /// Reads the structure, as `version` has it, at the start of `bytes`.
    ///
    /// # Errors
    /// `bytes` is too short for the fixed part or for `dwTotalSize`, or the structure is filled and its view refuses
    /// it.
    pub fn decode(version: ApiVersion, bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let place = const { Place::of(T::Fixed::LAYOUT, "dwTotalSize") };
        let Sizes { total, needed, used } = T::Fixed::decode_fixed_in(ABI, version, bytes)?.sizes();
        let room = place.total_part(total, T::Fixed::LAYOUT.size_in(ABI, version), bytes)?;
        if (needed, used) == (0, 0) {
            return Ok(Self::room(total));
        }
        let view = T::read(version, room)?;
        let (_, used) = T::Fixed::decode_filled(version, room)?;
        Ok(Self { total, used, view: Some(view) })
    }

    /// What it says; [`None`] where nobody has filled it.
    pub const fn view(&self) -> Option<T> {
        self.view
    }

    /// `dwTotalSize`: the bytes that it may take.
    pub const fn total(&self) -> u32 {
        self.total
    }

    /// Puts it with all its room; spare room is 0.
    pub(crate) fn put(&self, version: ApiVersion, whole: &mut Whole) -> Result<(), EncodeError> {
        let room = whole.reserve(usize::try_from(self.total).unwrap_or(usize::MAX))?;
        if self.view.is_none() {
            let mut fixed = T::Fixed::default();
            fixed.set_sizes(Sizes { total: self.total, ..Sizes::default() });
            return fixed.encode_fixed_in(ABI, version, room).map(drop);
        }
        room[..self.used.len()].copy_from_slice(self.used);
        Ok(())
    }
}

impl<T> PartialEq for Inner<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        (self.total, self.used) == (other.total, other.used)
    }
}

impl<T> Eq for Inner<'_, T> {}
