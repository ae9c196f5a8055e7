//! Variable parts: what the sizes and offsets of a fixed part point to.
//!
//! A size and an offset that came from outside are [`Unverified`] until [`Unverified::verify`] has checked them against
//! the used part of the structure that they count from. Erratum E20: for an entry of an array that is the structure
//! which holds the array.

use alloc::string::String;
use alloc::vec::Vec;
use core::char::{REPLACEMENT_CHARACTER, decode_utf16};
use core::fmt::{self, Write as _};

use crate::error::{DecodeError, EncodeError, Reason};
use crate::layout::{FieldRow, Layout};
use crate::message::Abi;

/// The field that an error names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    structure: &'static str,
    row: &'static FieldRow,
}

impl Place {
    /// The field of `layout` with this C name.
    ///
    /// # Panics
    /// When `layout` has no such field; in a constant that is an error of the compiler.
    pub const fn of(layout: &'static Layout, name: &str) -> Self {
        Self { structure: layout.name, row: layout.row(name, "") }
    }

    /// The error that this field has for `reason`.
    pub const fn error(self, reason: Reason) -> DecodeError {
        // No structure with a variable part has a pointer in front of a size or an offset.
        let offset = self.row.offset(Abi::Win32);
        DecodeError { structure: self.structure, field: self.row.name, offset, reason }
    }

    /// The bytes that this field counts when it says `total`: a fixed part that takes `fixed` bytes, and what follows.
    pub(crate) fn total_part(self, total: u32, fixed: usize, bytes: &[u8]) -> Result<&[u8], DecodeError> {
        let reach = usize::try_from(total).unwrap_or(usize::MAX);
        if reach < fixed {
            return Err(self.error(Reason::TotalBelowFixed { total, fixed }));
        }
        let available = bytes.len();
        bytes.get(..reach).ok_or(self.error(Reason::TotalBeyondBytes { total, available }))
    }

    /// The error that this field of 32 bits has for a number that it cannot carry.
    pub(crate) fn too_wide(self, value: usize) -> EncodeError {
        let value = u64::try_from(value).unwrap_or(u64::MAX);
        EncodeError::TooWide { structure: self.structure, field: self.row.name, value, bits: u32::BITS }
    }
}

/// A size and an offset that nobody has checked yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unverified {
    /// Bytes.
    pub size: u32,
    /// Where they start, counted from the start of the structure.
    pub offset: u32,
    /// The field that holds the offset.
    pub place: Place,
}

impl Unverified {
    /// Whether the pair says that there is nothing: both are 0.
    pub const fn is_absent(self) -> bool {
        self.size == 0 && self.offset == 0
    }

    /// The bytes that the pair points to within `used`, the used part of the structure that the offset counts from.
    ///
    /// Every arrangement within these bounds is accepted: in any order, overlapping, even within the fixed part.
    /// Nothing of size 0 is looked for, whatever its offset.
    ///
    /// # Errors
    /// [`Reason::TailOutside`].
    pub fn verify(self, used: &[u8]) -> Result<&[u8], DecodeError> {
        if self.size == 0 {
            return Ok(&[]);
        }
        let found = usize::try_from(self.offset).ok().zip(usize::try_from(self.size).ok());
        let found = found.and_then(|(offset, size)| used.get(offset..offset.checked_add(size)?));
        found.ok_or_else(|| {
            let Self { size, offset, place } = self;
            place.error(Reason::TailOutside { offset, size, used: used.len() })
        })
    }
}

/// The three numbers that start every structure with a variable part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sizes {
    /// `dwTotalSize`: bytes the caller provides.
    pub total: u32,
    /// `dwNeededSize`: bytes that everything would take.
    pub needed: u32,
    /// `dwUsedSize`: bytes filled.
    pub used: u32,
}

impl Sizes {
    /// The used part of a structure whose fixed part takes `fixed` of these `bytes`.
    ///
    /// `dwNeededSize` may be anything: it says what another call would need.
    ///
    /// # Errors
    /// The sizes contradict each other, the fixed part or the number of bytes.
    pub fn used_part<'a>(
        self,
        layout: &'static Layout,
        fixed: usize,
        bytes: &'a [u8],
    ) -> Result<&'a [u8], DecodeError> {
        let Self { total, used, .. } = self;
        let reach = |size: u32| usize::try_from(size).unwrap_or(usize::MAX);
        let error = |name, reason| Err(Place::of(layout, name).error(reason));
        if reach(total) < fixed {
            return error("dwTotalSize", Reason::TotalBelowFixed { total, fixed });
        }
        if reach(used) < fixed {
            return error("dwUsedSize", Reason::UsedBelowFixed { used, fixed });
        }
        if used > total {
            return error("dwUsedSize", Reason::UsedBeyondTotal { used, total });
        }
        match bytes.get(..reach(used)) {
            Some(part) => Ok(part),
            None => error("dwUsedSize", Reason::UsedBeyondBytes { used, available: bytes.len() }),
        }
    }
}

/// A string of the W functions in the bytes of its structure: little-endian UTF-16 with a terminator.
///
/// Nothing but the length is checked: a string without terminator ends where its bytes end, and half a surrogate pair
/// shows as U+FFFD.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct WideStr<'a>(&'a [u8]);

impl<'a> WideStr<'a> {
    /// The string in these bytes; [`None`] where they are no whole number of units.
    pub const fn new(bytes: &'a [u8]) -> Option<Self> {
        if bytes.len().is_multiple_of(2) { Some(Self(bytes)) } else { None }
    }

    /// The string that `place` points to.
    ///
    /// # Errors
    /// [`Reason::OddUtf16`].
    pub fn at(place: Place, bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::new(bytes).ok_or_else(|| place.error(Reason::OddUtf16 { size: bytes.len() }))
    }

    /// The bytes, the terminator included.
    pub const fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// The units before the terminator.
    pub fn units(self) -> impl Iterator<Item = u16> + Clone + 'a {
        let units = self.0.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        units.take_while(|&unit| unit != 0)
    }

    /// The text before the terminator; [`None`] where it has half a surrogate pair.
    pub fn to_text(self) -> Option<String> {
        decode_utf16(self.units()).collect::<Result<_, _>>().ok()
    }
}

/// The text before the terminator.
impl fmt::Display for WideStr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = decode_utf16(self.units());
        characters.try_for_each(|character| f.write_char(character.unwrap_or(REPLACEMENT_CHARACTER)))
    }
}

impl fmt::Debug for WideStr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        let characters = decode_utf16(self.units()).map(|one| one.unwrap_or(REPLACEMENT_CHARACTER));
        characters.flat_map(char::escape_debug).try_for_each(|character| f.write_char(character))?;
        f.write_char('"')
    }
}

/// The bytes of a text as the W functions carry it: little-endian UTF-16 and a terminator.
pub fn wide_bytes(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}
