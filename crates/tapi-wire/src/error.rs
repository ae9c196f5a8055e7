//! What can be wrong with bytes, and with values that must become bytes.

use core::fmt;

/// Bytes that are not what the structure requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{structure}.{field} at byte {offset}: {reason}")]
pub struct DecodeError {
    /// The C name of the structure.
    pub structure: &'static str,
    /// The C name of the field.
    pub field: &'static str,
    /// The byte of the structure where the field starts.
    pub offset: usize,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The bytes end before the field does.
    Truncated {
        /// Bytes the structure needs from its start.
        needed: usize,
        /// Bytes there are.
        available: usize,
    },
    /// `dwTotalSize`, or `dwSize` of a request, has no room for the fixed part.
    TotalBelowFixed {
        /// What the field says.
        total: u32,
        /// Bytes of the fixed part.
        fixed: usize,
    },
    /// `dwTotalSize`, or `dwSize` of a request, is more than there are bytes.
    TotalBeyondBytes {
        /// What the field says.
        total: u32,
        /// Bytes there are.
        available: usize,
    },
    /// `dwUsedSize` ends within the fixed part: nobody filled the structure.
    UsedBelowFixed {
        /// What `dwUsedSize` says.
        used: u32,
        /// Bytes of the fixed part.
        fixed: usize,
    },
    /// `dwUsedSize` is more than `dwTotalSize`.
    UsedBeyondTotal {
        /// What `dwUsedSize` says.
        used: u32,
        /// What `dwTotalSize` says.
        total: u32,
    },
    /// `dwUsedSize` is more than there are bytes.
    UsedBeyondBytes {
        /// What `dwUsedSize` says.
        used: u32,
        /// Bytes there are.
        available: usize,
    },
    /// A size and an offset leave the used part.
    TailOutside {
        /// The offset.
        offset: u32,
        /// The size.
        size: u32,
        /// Bytes of the used part.
        used: usize,
    },
    /// An array is shorter than its elements.
    EntriesDoNotFit {
        /// How many elements there should be.
        entries: u32,
        /// Bytes of one element.
        entry_size: usize,
        /// Bytes of the array.
        size: usize,
    },
    /// The names of the entries together are longer than the structure that holds them: many share one.
    NamesBeyondUsed {
        /// Bytes of the names so far.
        names: usize,
        /// Bytes of the used part.
        used: usize,
    },
    /// An array without a count has a part of an element at its end.
    PartOfEntry {
        /// Bytes of one element.
        entry_size: usize,
        /// Bytes of the array.
        size: usize,
    },
    /// A UTF-16 string has half a unit at its end.
    OddUtf16 {
        /// Bytes of the string.
        size: usize,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Truncated { needed, available } => {
                write!(f, "expected {needed} bytes, found {available}")
            }
            Reason::TotalBelowFixed { total, fixed } => {
                write!(f, "the fixed part takes {fixed} bytes, the total size is {total}")
            }
            Reason::TotalBeyondBytes { total, available } => {
                write!(f, "the total size is {total}, there are {available} bytes")
            }
            Reason::UsedBelowFixed { used, fixed } => {
                write!(f, "the fixed part takes {fixed} bytes, the used size is {used}")
            }
            Reason::UsedBeyondTotal { used, total } => {
                write!(f, "the used size is {used}, the total size {total}")
            }
            Reason::UsedBeyondBytes { used, available } => {
                write!(f, "the used size is {used}, there are {available} bytes")
            }
            Reason::TailOutside { offset, size, used } => {
                write!(f, "{size} bytes at offset {offset} leave the {used} used bytes")
            }
            Reason::EntriesDoNotFit { entries, entry_size, size } => {
                write!(f, "{entries} entries of {entry_size} bytes do not fit into {size} bytes")
            }
            Reason::NamesBeyondUsed { names, used } => {
                write!(f, "the names take {names} bytes together, the structure has {used} used bytes")
            }
            Reason::PartOfEntry { entry_size, size } => {
                write!(f, "{size} bytes are no whole number of entries of {entry_size} bytes")
            }
            Reason::OddUtf16 { size } => write!(f, "{size} bytes are no whole number of UTF-16 units"),
        }
    }
}

/// What cannot become bytes, or has no room to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// A value that the field cannot carry.
    #[error("{structure}.{field}: {value:#x} does not fit into {bits} bits")]
    TooWide {
        /// The C name of the structure.
        structure: &'static str,
        /// The C name of the field.
        field: &'static str,
        /// The value that does not fit.
        value: u64,
        /// The width of the field.
        bits: u32,
    },
    /// The buffer is shorter than the fixed part; the functions answer `LINEERR_STRUCTURETOOSMALL` then.
    #[error("{structure}: the fixed part takes {needed} bytes, the buffer has {available}")]
    TooSmall {
        /// The C name of the structure.
        structure: &'static str,
        /// Bytes of the fixed part.
        needed: usize,
        /// Bytes of the buffer.
        available: usize,
    },
}
