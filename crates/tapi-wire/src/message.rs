//! `LINEMESSAGE`: the record in which an application receives every message.

use crate::consts::MessageId;
use crate::error::{DecodeError, EncodeError, Reason};

/// The width of a pointer on the Windows that made or reads the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Abi {
    /// 32-bit Windows: `DWORD_PTR` has 4 bytes.
    Win32,
    /// 64-bit Windows: `DWORD_PTR` has 8 bytes.
    Win64,
}

impl Abi {
    /// Bytes of a `DWORD_PTR`.
    pub const fn pointer_size(self) -> usize {
        match self {
            Abi::Win32 => 4,
            Abi::Win64 => 8,
        }
    }
}

/// A telephony message as raw numbers, exactly as it stands in memory.
///
/// C name: `LINEMESSAGE`; TAPI 2.0; 24 bytes on 32-bit Windows, 40 bytes on 64-bit Windows, little-endian and packed.
/// Microsoft page: *LINEMESSAGE structure*. Erratum E23: the callback instance is the value given to `lineOpen`, and
/// it is pointer sized.
#[doc(alias = "LINEMESSAGE")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LineMessage {
    /// A line or call handle, depending on the message (`hDevice`).
    pub device: u32,
    /// Which message this is (`dwMessageID`).
    pub message_id: MessageId,
    /// The value the application gave to `lineOpen` (`dwCallbackInstance`).
    pub callback_instance: u64,
    /// Depends on the message (`dwParam1`).
    pub param1: u64,
    /// Depends on the message (`dwParam2`).
    pub param2: u64,
    /// Depends on the message (`dwParam3`).
    pub param3: u64,
}

/// The pointer-sized fields, in order; they follow the two `DWORD`s.
const POINTER_FIELDS: [&str; 4] = ["dwCallbackInstance", "dwParam1", "dwParam2", "dwParam3"];
/// `hDevice` and `dwMessageID`.
const FIXED_SIZE: usize = 4 + 4;

impl LineMessage {
    /// Bytes of the structure under `abi`.
    pub const fn size(abi: Abi) -> usize {
        FIXED_SIZE + POINTER_FIELDS.len() * abi.pointer_size()
    }

    /// Writes the structure to the start of `out` and returns the number of bytes written.
    ///
    /// # Errors
    /// A field that does not fit into 32 bits when `abi` is [`Abi::Win32`].
    ///
    /// # Panics
    /// When `out` is shorter than [`LineMessage::size`].
    pub fn encode(&self, abi: Abi, out: &mut [u8]) -> Result<usize, EncodeError> {
        let pointers = [self.callback_instance, self.param1, self.param2, self.param3];
        for (field, value) in POINTER_FIELDS.into_iter().zip(pointers) {
            if abi == Abi::Win32 && u32::try_from(value).is_err() {
                return Err(EncodeError { structure: "LINEMESSAGE", field, value, bits: u32::BITS });
            }
        }
        let out = &mut out[..Self::size(abi)];
        out[0..4].copy_from_slice(&self.device.to_le_bytes());
        out[4..8].copy_from_slice(&self.message_id.0.to_le_bytes());
        for (slot, value) in out[FIXED_SIZE..].chunks_exact_mut(abi.pointer_size()).zip(pointers) {
            slot.copy_from_slice(&value.to_le_bytes()[..abi.pointer_size()]);
        }
        Ok(out.len())
    }

    /// Reads the structure from the start of `bytes`; what follows it is left alone.
    ///
    /// # Errors
    /// The first field that `bytes` is too short for.
    pub fn decode(abi: Abi, bytes: &[u8]) -> Result<Self, DecodeError> {
        let pointer = |index: usize| {
            let at = FIXED_SIZE + index * abi.pointer_size();
            field(bytes, POINTER_FIELDS[index], at, abi.pointer_size())
        };
        Ok(Self {
            device: low_half(field(bytes, "hDevice", 0, 4)?),
            message_id: MessageId(low_half(field(bytes, "dwMessageID", 4, 4)?)),
            callback_instance: pointer(0)?,
            param1: pointer(1)?,
            param2: pointer(2)?,
            param3: pointer(3)?,
        })
    }
}

/// A little-endian number of `width` bytes at `offset`.
fn field(bytes: &[u8], field: &'static str, offset: usize, width: usize) -> Result<u64, DecodeError> {
    let needed = offset + width;
    let Some(found) = bytes.get(offset..needed) else {
        let reason = Reason::Truncated { needed, available: bytes.len() };
        return Err(DecodeError { structure: "LINEMESSAGE", field, offset, reason });
    };
    Ok(found.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// The low 32 bits.
#[expect(clippy::cast_possible_truncation, reason = "the caller read 4 bytes")]
const fn low_half(number: u64) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: LineMessage = LineMessage {
        device: 0x0001_02A3,
        message_id: MessageId::AGENT_STATUS_EX,
        callback_instance: 0x1122_3344,
        param1: 7,
        param2: 2,
        param3: 4,
    };

    #[test]
    fn sizes_are_those_of_the_page() {
        assert_eq!(LineMessage::size(Abi::Win32), 24);
        assert_eq!(LineMessage::size(Abi::Win64), 40);
    }

    #[test]
    fn bytes_are_little_endian_in_header_order() {
        let mut bytes = [0xEE; 24];
        assert_eq!(MESSAGE.encode(Abi::Win32, &mut bytes), Ok(24));
        let expected = [
            0xA3, 0x02, 0x01, 0x00, 0x1D, 0, 0, 0, 0x44, 0x33, 0x22, 0x11, 7, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0,
        ];
        assert_eq!(bytes, expected);
        assert_eq!(LineMessage::decode(Abi::Win32, &bytes), Ok(MESSAGE));
    }

    #[test]
    fn truncation_at_every_length_names_the_field() {
        let mut bytes = [0; 40];
        MESSAGE.encode(Abi::Win64, &mut bytes).unwrap();
        for length in 0..40 {
            let error = LineMessage::decode(Abi::Win64, &bytes[..length]).unwrap_err();
            let Reason::Truncated { needed, available } = error.reason;
            assert!(error.offset <= length && length < needed && available == length, "{error}");
        }
        assert_eq!(LineMessage::decode(Abi::Win64, &bytes), Ok(MESSAGE));
    }

    #[test]
    fn a_wide_value_does_not_fit_32_bit_windows() {
        let wide = LineMessage { param1: 1 << 32, ..MESSAGE };
        let error = wide.encode(Abi::Win32, &mut [0; 24]).unwrap_err();
        assert_eq!((error.field, error.bits), ("dwParam1", 32));
        assert_eq!(error.to_string(), "LINEMESSAGE.dwParam1: 0x100000000 does not fit into 32 bits");
    }

    extern crate std;
    use std::string::ToString;
}
