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
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Truncated { needed, available } => {
                write!(f, "expected {needed} bytes, found {available}")
            }
        }
    }
}

/// A value that the structure cannot carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{structure}.{field}: {value:#x} does not fit into {bits} bits")]
pub struct EncodeError {
    /// The C name of the structure.
    pub structure: &'static str,
    /// The C name of the field.
    pub field: &'static str,
    /// The value that does not fit.
    pub value: u64,
    /// The width of the field.
    pub bits: u32,
}
